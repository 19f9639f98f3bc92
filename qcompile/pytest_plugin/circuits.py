# SPDX-License-Identifier: Apache-2.0
"""What the fixture gives: a circuit under test, which can be compared with the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import Diagnostic, QCompileError
from ..regression import Entry, Overrun, Standing
from ..testing.reading import read
from ..testing.subject import Subject
from .book import Taken
from .rows import VARIES, confirmed, entry_of, judged, message

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pytest

    from ..testing.messages import Excess
    from ..testing.reading import Given
    from .book import Book


_WORSE = (Standing.WORSE, Standing.NONDETERMINISTIC)


class Compile:
    """The fixture: call it to compile a circuit.

    Parameters
    ----------
    book : Book
        Where it is noted.
    item : pytest.Item
        The test.
    """

    def __init__(self, book: Book, item: pytest.Item) -> None:
        self._book = book
        self._item = item
        book.begin(item.nodeid)

    def __call__(self, circuit: Any, **options: Any) -> Compiled:
        """Compile a circuit.

        Parameters
        ----------
        circuit : path, str, Circuit, Result, or a circuit of another package
            Relative paths are looked for from pytest's root, then beside the test. A string of several lines is a
            program.
        **options
            As for `qcompile.compile`; what is not said is as the project's configuration says.

        Returns
        -------
        Compiled
        """
        __tracebackhide__ = True
        folders: list[str | os.PathLike[str]] = [self._book.root, self._item.path.parent]
        try:
            return Compiled(read(circuit, folders), options, self._book, self._item)
        except QCompileError as error:
            # The way through the compiler is of no use to whoever reads the test's output.
            raise error.with_traceback(None) from error.__cause__


class Compiled(Subject):
    """A circuit that a test compiled: `Subject` with a place in the summary, and `snapshot`."""

    def __init__(
        self, given: Given, options: Mapping[str, Any], book: Book, item: pytest.Item
    ) -> None:
        keywords, said = _options(options, book, compiled=given.result is not None)
        super().__init__(given, keywords)
        if given.path is None and not given.circuit.name:
            self.name = item.name
        self._book = book
        self._id = book.free(item.nodeid)
        entry = entry_of(self, said, self._id, item, keep=bool(book.reports))
        self._taken = Taken(entry, item.nodeid)
        book.note(self._taken)

    def snapshot(self, name: str | None = None) -> None:
        """Compare with what was accepted: the row of this name in the baseline.

        Parameters
        ----------
        name : str, optional
            What it is called; by default as the test is.

        Raises
        ------
        AssertionError
            A metric got worse by more than its tolerance, or the same inputs gave another output. A circuit without a
            row passes, and is listed as new.
        PipelineError
            QC456 for a name that is another circuit's; QC430 to QC435 for a baseline that cannot be read.
        """
        __tracebackhide__ = True
        row = self._taken.entry.after
        assert row is not None
        old = self._id
        if name is not None:
            row = replace(row, id=name)
        try:
            entry = judged(replace(self._taken.entry, id=row.id, after=row), self._book)
            entry = confirmed(entry, self)
            taken = Taken(entry, self._taken.test, snapshot=True)
            self._book.replace(old, taken)
        except QCompileError as error:
            raise error.with_traceback(None) from None
        self._id, self._taken = row.id, taken
        varies = entry.error is not None and entry.error.code == VARIES
        if varies or (not self._book.updates and entry.standing in _WORSE):
            raise AssertionError(message(entry, self, taken.test, self._book.name))

    def _exceeded(self, found: list[Excess]) -> None:
        over = tuple(Overrun(each.what, each.value, each.limit) for each in found)
        entry = self._taken.entry
        self._mark(replace(entry, standing=Standing.OVER_BUDGET, overruns=(*entry.overruns, *over)))

    def _failed_verdict(self, verdict: Any) -> None:
        code = "QC702" if verdict.verdict == "undecided" else "QC701"
        error = Diagnostic("error", code, f"the compiled circuit: {verdict}")
        status = 7 if code == "QC702" else 1
        self._mark(
            replace(self._taken.entry, standing=Standing.FAILED, error=error, exit_code=status)
        )

    def _mark(self, entry: Entry) -> None:
        self._taken.entry = entry


def _options(
    options: Mapping[str, Any], book: Book, *, compiled: bool
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the keywords of `compile`, and the options by their names on the command line."""
    from ..options import COMPILE
    from ..regression.project import layered

    said = {name.replace("_", "-"): value for name, value in options.items()}
    if compiled:
        # Of a result nothing is known but what it says; with options, `Subject` refuses it.
        return (dict(options) or None), said
    configured = {k: v for k, v in book.project.options.items() if k in COMPILE}
    made = layered(configured, said)
    return {name.replace("-", "_"): value for name, value in made.items()}, made
