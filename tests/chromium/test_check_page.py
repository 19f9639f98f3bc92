# SPDX-License-Identifier: Apache-2.0
"""The report of a check in a real browser: sorted, filtered, dark, narrow, on paper, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import qcompile as qc
from qcompile.errors import escape
from qcompile.regression import Check, Snapshot, formats
from tests.regression.formats.cases import HOSTILE, demo, hostile, many

from .accessibility import problems

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from .conftest import Opened

    Open = Callable[..., Opened]

EXAMPLE = Path(__file__).parents[2] / "examples" / "adder_4.qasm"


@cache
def told() -> Check:
    """Return the check of the documentation with traces and a history."""
    report = qc.compile(qc.load(str(EXAMPLE)), target="grid:3x4").report
    check = demo()
    entries = [replace(e, report=report) if e.id == "vqe_h2o" else e for e in check.entries]
    history = [
        Snapshot(
            revision=f"{month:x}" * 40,
            date=f"2026-{month:02}-14T10:00:00+00:00",
            rows={
                e.id: {"two_qubit": 390 + month, "two_qubit_depth": 150 + month}
                for e in entries
                if e.before is not None
            },
        )
        for month in range(1, 9)
    ]
    return replace(check, entries=entries, history=history)


@cache
def written(name: str) -> str:
    made = {"told": told, "hostile": hostile, "many": lambda: many(500)}
    return formats.write(made[name](), "html")


def ids(page: Page) -> list[str]:
    rows = "[...document.querySelectorAll('table.all tbody tr')].filter((row) => !row.hidden)"
    found: list[str] = page.evaluate(f"{rows}.map((row) => row.querySelector('th').textContent)")
    return found


def test_it_opens_and_says_what_matters_most_first(opened: Open) -> None:
    page = opened(written("told")).page
    assert page.title().startswith("Failed: 1 failed,")
    first = "broken dice vqe_lih vqe_h2o adder_8 ghz old qft_16 grover same_00"
    assert first.split() == ids(page)[:10]
    assert "ascending" == page.locator("table.all th").first.get_attribute("aria-sort")
    assert page.locator("svg.spark").count() > 40


def test_sorted_by_mouse(opened: Open) -> None:
    page = opened(written("told")).page
    head = page.locator(
        "table.all th", has=page.get_by_role("button", name="two-qubit gates", exact=True)
    )
    head.get_by_role("button").click()
    assert "descending" == head.get_attribute("aria-sort")
    assert ["vqe_h2o", "broken"] == ids(page)[:2]
    head.get_by_role("button").click()
    assert "ascending" == head.get_attribute("aria-sort")
    assert ["grover", "vqe_lih", "adder_8"] == ids(page)[:3]
    assert 1 == page.locator("[aria-sort=ascending], [aria-sort=descending]").count()
    assert "Sorted by two-qubit gates, ascending" == page.locator("#said").inner_text()


def test_sorted_by_keyboard_with_a_focus_one_can_see(opened: Open) -> None:
    page = opened(written("told")).page
    page.locator("#words").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel") == "change of two-qubit depth":
            break
    assert "BUTTON" == page.evaluate("document.activeElement.tagName")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert "solid" == outline
    page.keyboard.press("Enter")
    assert ["vqe_h2o", "grover"] == ids(page)[:2]
    page.keyboard.press("Space")
    assert "qft_16" == ids(page)[0]


def test_filtered(opened: Open) -> None:
    page = opened(written("told")).page
    page.fill("#words", "VQE")
    assert ["vqe_lih", "vqe_h2o"] == ids(page)
    assert "2 of 49 circuits" == page.locator("output").inner_text()
    assert 2 == page.locator("details.circuit:visible").count() - 1  # and the group of the same
    page.fill("#words", "")
    page.get_by_role("button", name="better 1").click()
    page.get_by_role("button", name="new 1").click()
    assert ["ghz", "qft_16"] == ids(page)
    page.get_by_role("button", name="new 1").click()
    assert ["qft_16"] == ids(page)
    assert "true" == page.get_by_role("button", name="better 1").get_attribute("aria-pressed")


def test_dark_is_chosen_and_kept(opened: Open) -> None:
    page = opened(written("told"), color_scheme="light").page
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Switch to dark colours").click()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ("rgb(255, 255, 255)", "rgb(21, 24, 30)") == (light, dark)
    page.reload()
    assert dark == page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Switch to light colours").click()
    assert light == page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_system_decides_first(opened: Open) -> None:
    page = opened(written("told"), color_scheme="dark").page
    assert "rgb(21, 24, 30)" == page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )
    assert "Light" == page.locator("#theme").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "width"), [("wide", 1280), ("phone", 390)])
def test_everybody_can_read_it(
    opened: Open, screenshots: Path, scheme: str, device: str, width: int
) -> None:
    viewport: Any = {"width": width, "height": 900}
    page = opened(written("told"), color_scheme=scheme, viewport=viewport).page
    page.evaluate("location.hash = 'c3'")
    file = screenshots / f"check_{device}_{scheme}.png"
    page.screenshot(path=file, full_page=True)
    assert file.stat().st_size > 20_000
    # A phone scrolls tables, never the page.
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    assert [] == problems(page)


def test_a_circuit_opens_by_its_link_and_its_line_is_copied(opened: Open) -> None:
    page = opened(written("told")).page
    page.get_by_role("link", name="vqe_h2o").click()
    part = page.locator("details.circuit", has=page.locator(".name", has_text="vqe_h2o"))
    assert part.evaluate("(part) => part.open")
    assert "412" in part.inner_text()
    assert 2 == part.locator("svg.trend").count()
    part.locator("summary", has_text="What each pass left behind").click()
    assert part.get_by_role("row").count() > 10
    assert "qcompile circuits/vqe_h2o.qasm -t ibm-heron-r2 --seed 7" == (
        part.locator("[data-copy]").inner_text()
    )
    part.get_by_role("button", name="Copy the command line").click()
    page.locator("#said", has_text="Copied").wait_for(state="attached")


def test_a_circuit_that_is_the_same_opens_with_its_group(opened: Open) -> None:
    page = opened(written("told")).page
    assert not page.get_by_text("circuits/same_07.qasm ·").is_visible()
    page.get_by_role("link", name="same_07").click()
    assert page.get_by_text("circuits/same_07.qasm ·").is_visible()


def test_all_of_it_is_there_without_javascript(opened: Open) -> None:
    page = opened(written("told"), java_script_enabled=False).page
    assert 49 == page.locator("table.all tbody tr:visible").count()
    # Nothing that would do nothing.
    assert 0 == page.locator("button:visible, input:visible").count()
    page.locator("summary", has_text="vqe_h2o").click()
    assert page.get_by_text("qcompile circuits/vqe_h2o.qasm -t").is_visible()


def test_on_paper_there_is_nothing_to_press(opened: Open) -> None:
    page = opened(written("told"), color_scheme="dark").page
    page.emulate_media(media="print")
    assert 0 == page.locator("#theme:visible, .filter:visible, .copy:visible").count()
    assert "rgb(255, 255, 255)" == page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )
    failed = page.locator(".verdict.failed").evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert "rgb(252, 235, 232)" == failed
    before = page.locator("details.circuit[open]").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert before < page.locator("details.circuit[open]").count()
    assert "light" == page.evaluate("document.documentElement.dataset.theme")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert before == page.locator("details.circuit[open]").count()
    assert page.evaluate("document.documentElement.dataset.theme ?? null") is None
    assert len(page.pdf()) > 20_000


def test_names_are_text(opened: Open) -> None:
    page = opened(written("hostile")).page
    assert [escape(name) for name in HOSTILE] == ids(page)
    assert 1 == page.locator("script").count()
    assert [] == problems(page)


def test_many_circuits(opened: Open) -> None:
    page = opened(written("many")).page
    assert 500 == len(ids(page))
    page.get_by_role("button", name="circuit", exact=True).click()
    assert "circuit_00000" == ids(page)[0]
