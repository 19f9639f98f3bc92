# SPDX-License-Identifier: Apache-2.0
"""The pytest plugin: the fixture ``qcompile``, the marker ``circuit_budget``, snapshots, a summary, reports.

``` text
circuits.py   what the fixture returns: a circuit under test that can be compared with the baseline
budgets.py    tests that return a circuit, and what it may cost
book.py       what every circuit of the run cost, beside the baseline
ending.py     at the end: the baseline and the reports are written, by one process
summary.py    the section at the end of pytest's output
```

pytest imports this file at every start, whoever asked for it: nothing of the engine is imported before a test uses it.
PYTEST_DONT_REWRITE: there is no assertion in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from .book import Book
    from .circuits import Compile

MARKER = "circuit_budget"
#: What `--qcompile-report` can write, by the end of the file's name.
REPORTS = (".html", ".json", ".md", ".xml")
BASELINE = "qcompile-snapshots.json"

_BOOK = pytest.StashKey["Book"]()
_RETURNED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("qcompile", "what circuits cost")
    group.addoption(
        "--qcompile-update",
        action="store_true",
        help="accept what the circuits of passing tests cost now: write their snapshots into the baseline",
    )
    group.addoption(
        "--qcompile-prune",
        action="store_true",
        help="with --qcompile-update: remove the snapshots that this run did not take",
    )
    group.addoption(
        "--qcompile-report",
        action="append",
        default=[],
        metavar="FILE",
        help="write what the circuits cost, as its name ends: .html, .md, .json, .xml (JUnit); may be repeated",
    )
    parser.addini(
        "qcompile_baseline",
        f"file of the snapshots, relative to the root (default {BASELINE})",
        default=BASELINE,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker; refuse what could not be written at the end."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(two_qubit=..., two_qubit_depth=..., depth=..., target=...): what the circuit that the test "
        "returns may cost at most, compiled with these options",
    )
    for path in config.getoption("--qcompile-report"):
        if not path.lower().endswith(REPORTS):
            raise pytest.UsageError(
                f"--qcompile-report {path}: the name ends in {', '.join(REPORTS[:-1])} or {REPORTS[-1]}"
            )
    if config.getoption("--qcompile-prune") and not config.getoption("--qcompile-update"):
        raise pytest.UsageError("--qcompile-prune goes with --qcompile-update")


@pytest.fixture(name="qcompile")
def _qcompile(request: pytest.FixtureRequest) -> Compile:
    """Compile a circuit: ``qcompile("qft.qasm", target="ibm-heron-r2").assert_depth(at_most=135)``.

    Takes a path, OpenQASM text or a circuit of any package, and the options of `qcompile.compile`; what the project's
    configuration says of target and level holds where the test does not. The circuit has ``assert_depth``,
    ``assert_count``, ``assert_budget``, ``assert_equivalent`` and ``snapshot``.
    """
    from .circuits import Compile

    return Compile(book_of(request.config), request.node)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Keep what a test with a budget returns; pytest would warn of it."""
    marker = pyfuncitem.get_closest_marker(MARKER)
    if marker is None:
        return (yield)
    from .budgets import held, returned_by

    test = pyfuncitem.obj
    pyfuncitem.obj, kept = returned_by(test)
    try:
        result = yield
    finally:
        pyfuncitem.obj = test
    pyfuncitem.stash[_RETURNED] = True
    wrong = held(marker, kept, book_of(pyfuncitem.config), pyfuncitem)
    if wrong is not None:
        pytest.fail(wrong, pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Refuse budgets where nothing would hold them, as on methods of `unittest.TestCase`."""
    __tracebackhide__ = True
    result = yield
    if item.get_closest_marker(MARKER) and not item.stash.get(_RETURNED, False):
        _refuse()
    return result


def _refuse() -> None:
    pytest.fail(
        f"`{MARKER}` is for test functions that return a circuit; here, call "
        "`qcompile.testing.assert_budget(circuit, {...})`",
        pytrace=False,
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which tests fail: what their circuits cost is not accepted."""
    report = yield
    book = item.config.stash.get(_BOOK, None)
    if book is not None and report.failed:
        book.failed(item.nodeid)
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take over what a process of pytest-xdist has found."""
    sent = getattr(node, "workeroutput", {}).get("qcompile")
    if sent is not None:
        book_of(node.config).receive(sent)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the baseline and the reports, or hand over to the process that does."""
    config = session.config
    book = config.stash.get(_BOOK, None)
    output = getattr(config, "workeroutput", None)
    if output is not None:
        if book is not None:
            output["qcompile"] = book.send()
        return
    if book is None and not config.getoption("--qcompile-report"):
        return
    from .ending import finish

    status = finish(book_of(config))
    if status and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = status


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show the circuits, where there are any."""
    book = config.stash.get(_BOOK, None)
    if book is not None:
        from .summary import show

        show(book, terminalreporter)


def book_of(config: pytest.Config) -> Book:
    """Return what is known of the circuits of this run; the first to ask makes it."""
    book = config.stash.get(_BOOK, None)
    if book is None:
        from .book import Book

        book = config.stash[_BOOK] = Book(config)
    return book
