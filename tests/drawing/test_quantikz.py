# SPDX-License-Identifier: Apache-2.0
r"""LaTeX drawings: the structure quantikz2 needs, and nothing that gets out of it.

LaTeX itself took every circuit of `circuits.py` by hand; here braces, rows and reaches are checked.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from qcompile import Circuit, Parameter
from qcompile.drawing import quantikz
from qcompile.drawing.tex import angle, words

from .circuits import gates, kinds, scattered, untrusted

ENVIRONMENT = re.compile(r"\\begin\{quantikz\}\[(.*)\]\n((?:.*\n)*?)\\end\{quantikz\}")
COMMANDS = set(
    "lstick rstick gate ctrl octrl control ocontrol targ targX swap meter wire qwbundle slice push gategroup gateinput "
    "text scriptsize ket ldots vdots rightarrow surd sqrt dagger mathrm pi theta bullet circ oplus times cdot "
    "textless textgreater textbar textquotedblright textbackslash wedge sim label phase".split()
)


def environments(text: str) -> list[list[list[str]]]:
    """Return the cells of each environment, after checking that braces close and commands are ours."""
    plain = re.sub(r"\\[{}$&#_%,\\]", "", text)
    depth = 0
    for character in plain:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert plain.count("$") % 2 == 0
    found = []
    for options, body in ENVIRONMENT.findall(text):
        types = re.search(r"wire types=\{([qc,]*)\}", options)
        assert types is not None
        assert set(re.findall(r"\\([a-zA-Z]+)", body)) <= COMMANDS
        cells = [
            [cell.strip() for cell in re.split(r"(?<!\\)&", row)]
            for row in body.rstrip().split(" \\\\\n")
        ]
        assert len(types[1].split(",")) == len(cells)
        assert len({len(row) for row in cells}) == 1
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                for reach in re.findall(r"\\(?:o?ctrl|swap)\{(\d+)\}|\\wire\[d\]\[(\d+)\]", cell):
                    assert row + int(reach[0] or reach[1]) < len(cells)
                for wires in re.findall(r"\\gate\[(\d+)\]", cell):
                    assert row + int(wires) <= len(cells)
                for wires, steps in re.findall(r"\\gategroup\[(\d+),steps=(\d+)", cell):
                    assert row + int(wires) <= len(cells)
                    assert column + int(steps) < len(line)
        found.append(cells)
    assert len(found) == text.count(r"\begin{quantikz}")
    return found


def test_the_source_of_a_small_circuit() -> None:
    circuit = Circuit({"a": 2, "b": 1}, {"c": 2}).h(0).sx(2).ccx(0, 1, 2).swap(0, 2)
    circuit.rzz(Parameter("theta"), 0, 1).measure(1, 0)
    with circuit.if_(circuit.bit("c") == 1):
        circuit.x(2)
    expected = dedent(
        r"""
        % \usepackage{tikz} \usetikzlibrary{quantikz2}
        \begin{quantikz}[wire types={q,q,q,c}]
        \lstick{a[0]} &              & \gate{H}       & \ctrl{1} & \swap{2} & \gate[2]{R_{zz}(\theta)}\gateinput{0} &                        &                        & \\
        \lstick{a[1]} &              &                & \ctrl{1} &          & \gateinput{1}                         & \meter{}\wire[d][2]{c} &                        & \\
        \lstick{b[0]} &              & \gate{\sqrt{X}} & \targ{}  & \targX{} &                                       &                        & \gate{X}\wire[d][1]{c} & \\
        \lstick{c}    & \qwbundle{2} &                &          &          &                                       & |[label={[font=\scriptsize,yshift=-2pt]below:\text{0}}]| {} & |[phase={},label={[font=\scriptsize,yshift=-2pt]below:\text{c == 1}}]| {} &
        \end{quantikz}
        """  # noqa: E501
    ).strip()
    assert re.sub(" +", " ", expected) == re.sub(" +", " ", quantikz(circuit))


def test_blocks_and_barriers() -> None:
    circuit = Circuit(2, 1).h(0).barrier().measure(0, 0)
    with circuit.while_(circuit.bit(0) == 1):
        circuit.h(1).cz(0, 1)
    ((first, *_),) = environments(quantikz(circuit))
    assert r"\gate{H}\slice{}" in first
    group = next(cell for cell in first if "gategroup" in cell)
    assert group.startswith(r"\gategroup[2,steps=2,style={dashed,rounded corners,")
    assert r"{\text{\scriptsize while c == 1}}" in group


def test_everything_can_be_drawn() -> None:
    assert [] == environments(quantikz(Circuit(0)))
    for circuit in [Circuit(2), kinds(), *gates()]:
        assert environments(quantikz(circuit))
    for seed in range(12):
        environments(quantikz(scattered(seed, 5, 40), columns="moments"))


def test_names_stay_names() -> None:
    text = quantikz(untrusted())
    assert environments(text)
    assert r"\end{document}" not in text
    assert r"\$\#\_$\wedge$$\sim$\{\}" in words("$#_^~{}")
    assert "[U+4E2D] é" == words("\u4e2d é")


def test_a_drawing_folds_into_environments() -> None:
    circuit = Circuit(1)
    for _ in range(100):
        circuit.h(0)
    pages = environments(quantikz(circuit, fold=30))
    assert 20 == len(pages)
    assert [r"\lstick{q[0]}", *[r"\gate{H}"] * 5, r"\rstick{\ldots}"] == pages[0][0]
    assert 1 == len(environments(quantikz(circuit, fold=float("inf"))))
    assert quantikz(circuit, layers=7).endswith(r"\ldots{} 93 more layers (93 operations)")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3 * Parameter("theta[3]") / 2, r"3\,\theta_{3}/2"),
        (-1e-7, r"-1\cdot 10^{-7}"),
        (Parameter("x") + Parameter("my_angle"), r"my\_angle"),
        (Parameter("φ"), r"\phi"),
    ],
)
def test_angles(value: float, said: str) -> None:
    assert said in angle(value)
