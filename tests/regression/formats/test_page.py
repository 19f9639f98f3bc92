# SPDX-License-Identifier: Apache-2.0
"""The page as a text: valid HTML, closed to the outside, of bounded size. tests/chromium opens it in a browser."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import qcompile as qc
from qcompile.errors import escape
from qcompile.regression import Change, Check, Snapshot, Standing, formats
from qcompile.regression.formats import page
from qcompile.report.pages.pictures import Space

from .cases import HOSTILE, demo, entry, hostile, many

EXAMPLE = Path(__file__).parents[3] / "examples" / "adder_4.qasm"


@pytest.fixture(scope="module")
def report() -> Any:
    return qc.compile(qc.load(str(EXAMPLE)), target="grid:3x4").report


def past(check: Check, commits: int) -> Check:
    rows = {e.id: {"two_qubit": 300, "two_qubit_depth": 100} for e in check.entries}
    history = [
        Snapshot(revision=f"{i:040x}", date="2026-01-14T10:00:00Z", rows=rows)
        for i in range(commits)
    ]
    return replace(check, history=history)


def body(text: str) -> str:
    return text.partition("</head>")[2]


@pytest.mark.parametrize(
    "make", [demo, hostile, lambda: Check(entries=()), lambda: past(demo(), 5)]
)
def test_it_is_html(make: Any) -> None:
    html5lib = pytest.importorskip("html5lib")
    html5lib.HTMLParser(strict=True).parse(formats.write(make(), "html"))


def test_nothing_is_loaded_and_only_its_own_script_runs() -> None:
    text = formats.write(past(hostile(), 3), "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    said = dict(part.split(" ", 1) for part in policy[1].split("; "))
    assert "'none'" == said["default-src"]
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" == said[name]
    assert [] == re.findall(r' (?:src|href)=(?!"#|"data:,")[^>]*', text)
    assert [] == re.findall(r"\bon\w+=[\"'][^&]|javascript:|@import|url\(", text)
    # An element's own style would be refused.
    assert [] == re.findall(r"<[^>]* style=", text)


def test_names_are_text() -> None:
    text = formats.write(hostile(), "html")
    html5lib = pytest.importorskip("html5lib")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    names = ["".join(th.itertext()) for th in tree.findall(".//tbody/tr/th[@scope='row']/a/..")]
    assert [escape(name) for name in HOSTILE] == names
    assert 1 == len(tree.findall(".//script"))
    assert not tree.findall(".//evil")


def test_five_hundred_circuits_that_changed_stay_below_three_megabytes(report: Any) -> None:
    check = many(500)
    entries = [replace(entry, report=report) for entry in check.entries]
    text = formats.write(past(replace(check, entries=entries), 40), "html")
    assert 1_000_000 < len(text.encode()) < 3_000_000
    assert 500 == text.count('<details class="circuit"')
    # Traces as far as there is room, of the worst first.
    traced = text.count("<summary>What each pass left behind")
    assert 50 < traced < 500
    assert text.index("What each pass left behind") < text.index("circuit_00498.qasm")


def test_history_is_drawn_and_written_beside_it() -> None:
    check = past(demo(), 4)
    text = formats.write(check, "html")
    assert 'aria-label="two-qubit gates over 5 commits: 300, 300, 300, 300, 431"' in text
    assert '<th scope="row">0000000000</th><td>2026-01-14</td><td class="n">300</td>' in text
    assert "<svg" not in formats.write(demo(), "html")
    # 300 -> 431 and 300 -> 306: the ends of both are marked as worse.
    assert '<td class="history risen"><svg class="spark"' in text
    less = entry("a", Standing.BETTER, (300, 200), (100, 90))
    assert "risen" not in body(formats.write(past(Check(entries=(less,)), 4), "html"))
    sure = Change("fidelity_estimate", 0.5, 0.9, more_is_worse=False)
    assert not page._worse(replace(less, changes=(sure,)), "fidelity_estimate", [0.5, 0.9])
    assert page._worse(replace(less, changes=(sure,)), "fidelity_estimate", [0.9, 0.5])


def test_gaps_of_the_history_are_gaps() -> None:
    from qcompile.regression.formats.sparkline import spark

    assert 'd="M0 20M100 0"' in spark([1, None, 2], "depth")
    assert 'd="M0 10H50V10H100V10"' in spark([3, 3, 3], "depth")
    assert 'd=""' in spark([None], "depth")


def test_the_trace_of_each_pass(report: Any) -> None:
    entries = [replace(e, report=report) for e in demo().entries]
    text = formats.write(replace(demo(), entries=entries), "html")
    for step in report.passes:
        assert f">{step.name}" in text


def test_room_is_taken_in_order() -> None:
    space = Space(10)
    assert [True, False, True] == [space.take(size) for size in (5, 6, 5)]
