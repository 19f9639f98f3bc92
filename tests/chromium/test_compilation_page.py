# SPDX-License-Identifier: Apache-2.0
"""The report of a compilation in a real browser, with every picture there is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import qcompile as qc

from .accessibility import problems

if TYPE_CHECKING:
    from .conftest import Opened

    Open = Callable[..., Opened]

EXAMPLE = Path(__file__).parents[2] / "examples" / "adder_4.qasm"


@cache
def written() -> str:
    circuit = qc.load(str(EXAMPLE))
    result = qc.compile(circuit, target="grid:3x4")
    command = "qcompile compile adder_4.qasm -t grid:3x4"
    return result.report.to_html(circuit, result.circuit, command=command)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "width"), [("wide", 1280), ("phone", 390)])
def test_it_opens_with_its_pictures(
    opened: Open, screenshots: Path, scheme: str, device: str, width: int
) -> None:
    viewport: Any = {"width": width, "height": 900}
    page = opened(written(), color_scheme=scheme, viewport=viewport).page
    file = screenshots / f"compilation_{device}_{scheme}.png"
    page.screenshot(path=file, full_page=True)
    assert file.stat().st_size > 20_000
    assert 5 == page.locator(".picture svg:visible").count()
    assert [] == problems(page)
    assert width >= page.evaluate("document.documentElement.scrollWidth")


def test_pictures_change_with_the_page(opened: Open) -> None:
    page = opened(written(), color_scheme="light").page
    fill = "getComputedStyle(document.querySelector('.picture svg rect.page')).fill"
    light = page.evaluate(fill)
    page.get_by_role("button", name="Switch to dark colours").click()
    assert ("rgb(255, 255, 255)", "rgb(21, 24, 30)") == (light, page.evaluate(fill))
