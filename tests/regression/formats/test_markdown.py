# SPDX-License-Identifier: Apache-2.0
"""Markdown is read back by a parser: the rows are there, and no name gets out of its cell."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from qcompile.errors import escape
from qcompile.regression import Check, Standing, formats
from qcompile.regression.formats import markdown

from .cases import HOSTILE, demo, hostile, many


def rendered(text: str) -> Element:
    """Return Markdown as a tree; HTML in it stands as it was written."""
    markdown_it = pytest.importorskip("markdown_it")
    html = markdown_it.MarkdownIt("gfm-like", {"linkify": False, "xhtmlOut": True}).render(text)
    return fromstring(f"<body>{html}</body>")


def cells(table: Element) -> list[list[str]]:
    return [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]


def test_the_tables_and_their_rows() -> None:
    text = formats.write(demo(), "md")
    assert text.startswith("<!-- qcompile-report -->\n### Circuit report: 1 failed,")
    told, same = (cells(table) for table in rendered(text).iter("table"))
    assert ["", "circuit", "2q", "2q depth", "why"] == told[0]
    assert [
        ":x:",
        "vqe_h2o",
        "412 -> 431 (+4.6%)",
        "160 -> 171 (+6.9%)",
        "source changed",
    ] == told[4]
    assert [row[1] for row in told[1:]] == (
        "broken dice vqe_lih vqe_h2o adder_8 ghz old qft_16 grover".split()
    )
    assert 41 == len(same)
    assert "<details><summary>40 unchanged</summary>" in text
    assert "Accept on purpose: `qcompile check --accept vqe_lih --accept vqe_h2o` and" in text
    assert "geomean 2q x0.998, 2q depth x1.001. Limit: 2q exact, 2q depth +2%." in text


def test_names_stay_in_their_cells() -> None:
    text = formats.write(hostile(), "md", limit=markdown.SUMMARY)
    tree = rendered(text)
    names = [row[1] for row in cells(next(tree.iter("table")))[1:]]
    assert [escape(name).strip() for name in HOSTILE] == names
    allowed = {"body", "h3", "ul", "li", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert allowed | {"strong"} == {element.tag for element in tree.iter()}
    # Nothing but the numbers that got worse is bold, and nobody is called.
    assert len(HOSTILE) == len(list(tree.iter("strong")))
    assert "@everyone" not in text
    assert "#1" not in text.replace("&#1", "")


@pytest.mark.parametrize(
    ("limit", "circuits"), [(4_000, 500), (markdown.COMMENT, 1_500), (markdown.SUMMARY, 20_000)]
)
def test_no_larger_than_asked_with_the_worst_first(limit: int, circuits: int) -> None:
    text = formats.write(many(circuits), "md", limit=limit)
    assert 0.8 * limit < len(text.encode()) <= limit
    shown = [line for line in text.splitlines() if line.startswith("| :x: | ")]
    assert shown[0].startswith(f"| :x: | `circuit_{circuits - 1:05}` |")
    assert f"\n\n... {circuits - len(shown)} more, see the artefact\n" in text
    assert "Accept on purpose: `qcompile check --update`" in text


def test_unchanged_circuits_give_way() -> None:
    entries = [*many(300).entries, *many(2_000, Standing.SAME).entries]
    text = formats.write(Check(entries=entries), "md")
    told, same = (cells(table) for table in rendered(text).iter("table"))
    assert 301 == len(told)
    assert 1 < len(same) < 2_000
    assert f"... {2_001 - len(same)} more, see the artefact" in text
    assert len(text.encode()) <= markdown.COMMENT


def test_an_improvement_passes_and_is_told() -> None:
    text = formats.write(many(1, Standing.BETTER), "md")
    assert ":white_check_mark:" in text
    assert "Accept" not in text


def test_what_does_not_fail_the_check_is_a_warning() -> None:
    text = formats.write(Check(entries=demo().entries, fail_on="never"), "md")
    assert 2 == text.count(":x:")  # no result, and none to rely on
    assert ":warning: | `vqe_h2o`" in text
