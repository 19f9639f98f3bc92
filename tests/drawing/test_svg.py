# SPDX-License-Identifier: Apache-2.0
"""SVG drawings: well-formed, harmless, the same bytes again, folded where asked."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qcompile import Circuit
from qcompile.drawing import svg
from qcompile.errors import PipelineError

from .circuits import gates, kinds, scattered, untrusted

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan"}


def parsed(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert {f"{SVG}{name}" for name in ELEMENTS} >= {element.tag for element in root.iter()}
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert "url(" not in value
            assert "href" not in key
    return root


def words(root: ElementTree.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def body(text: str) -> str:
    """Return a drawing without its style sheet, which is the same in all."""
    return re.sub(r"<style>.*</style>\n", "", text, flags=re.S)


def test_the_bytes_of_a_small_circuit() -> None:
    circuit = Circuit(2, 1, name="pair").h(0).cx(0, 1).measure(1, 0)
    assert Path(__file__).with_name("pair.svg").read_text() == body(svg(circuit)) + "\n"


@pytest.mark.parametrize("columns", ["packed", "moments"])
def test_everything_can_be_drawn(columns: str) -> None:
    for circuit in [Circuit(0), Circuit(3), kinds(), *gates()]:
        root = parsed(svg(circuit, columns=columns))
        assert "img" == root.get("role")
        assert root.get("aria-label") == root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc", "").startswith(f"{circuit.num_qubits} qubit")
    said = words(parsed(svg(kinds())))
    for word in ("global phase: 0.25", "my<U>", "while c[1] == 0", "default", "c[0] == 1", "Rzz"):
        assert word in said


def test_random_circuits_are_well_formed_and_stay_on_the_page() -> None:
    for seed in range(12):
        root = parsed(svg(scattered(seed, 5, 40), fold=500))
        width, height = float(root.get("width", 0)), float(root.get("height", 0))
        for element in root.iter():
            for across, most in (("x", width), ("y", height)):
                assert -0.01 <= float(element.get(across, 0)) <= most
            if element.tag == f"{SVG}rect":
                assert float(element.get("x", 0)) + float(element.get("width", 0)) <= width
                assert float(element.get("y", 0)) + float(element.get("height", 0)) <= height


def test_names_stay_names() -> None:
    text = svg(untrusted())
    assert "<script" not in text.lower()
    root = parsed(text)
    assert "<script>" in root.findtext(f"{SVG}title", "")
    assert any("<script>" in word for word in words(root))


def test_a_drawing_folds_at_its_width() -> None:
    circuit = Circuit(2)
    for _ in range(40):
        circuit.h(0).cx(0, 1)
    widths = {}
    for fold in (200, 400, 10_000):
        root = parsed(svg(circuit, fold=fold))
        assert float(root.get("width", 0)) <= fold
        widths[fold] = words(root).count("q[0]")
    assert widths[200] > widths[400] > widths[10_000] == 1
    with pytest.raises(PipelineError) as caught:
        svg(circuit, fold=0)
    assert "QC460" == caught.value.code


def test_layers_are_limited_and_the_limit_can_be_lifted() -> None:
    circuit = Circuit(1)
    for _ in range(300):
        circuit.h(0)
    assert "… 100 more layers (100 operations)" in words(parsed(svg(circuit)))
    assert "… 290 more layers (290 operations)" in words(parsed(svg(circuit, layers=10)))
    assert 300 == words(parsed(svg(circuit, layers="all"))).count("H")
    for wrong in (0, -1, "some", True):
        with pytest.raises(PipelineError) as caught:
            svg(circuit, layers=wrong)
        assert "QC460" == caught.value.code


def test_the_theme_follows_the_reader_and_can_be_chosen() -> None:
    text = svg(Circuit(1).h(0))
    style = parsed(text).findtext(f"{SVG}style", "")
    for selector in ('[data-theme="light"] .qc-svg', '.qc-svg[data-theme="dark"]'):
        assert selector in style
    assert "@media (prefers-color-scheme:dark)" in style
    # Each rule of ours is for pictures alone, and every property that is used has a value in both themes.
    for line in style.splitlines():
        assert ".qc-svg" in line.split("{")[0] + line.split("{")[1]
    for name in set(re.findall(r"var\((--[\w-]+)\)", style)):
        assert 4 == style.count(f"{name}:")
    assert "currentColor" in style
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_notebooks_show_the_picture() -> None:
    circuit = Circuit(1).h(0)
    assert circuit._repr_svg_() == svg(circuit) == svg(circuit)._repr_svg_()
    assert "text" not in repr(svg(circuit))
    assert "H" in repr(circuit.draw())
    assert circuit.draw("svg") == svg(circuit)
    with pytest.raises(PipelineError) as caught:
        circuit.draw("docx")
    assert "QC408" == caught.value.code


def test_a_drawing_saves_itself(tmp_path: Path) -> None:
    drawing = svg(Circuit(1).h(0))
    drawing.save(tmp_path / "out.svg")
    assert (tmp_path / "out.svg").read_text() == drawing + "\n"
