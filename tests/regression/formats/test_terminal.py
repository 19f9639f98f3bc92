# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

from qcompile.regression import formats

from .cases import HOSTILE, demo, hostile

CODES = re.compile(r"\x1b\[[0-9;]*m")


def test_the_table_of_the_documentation() -> None:
    text = formats.write(demo(), "table")
    lines = text.splitlines()
    expected = (
        "worse             vqe_h2o    412 -> 431 (+4.6%)   160 -> 171 (+6.9%)   source changed"
    )
    assert expected.split() == next(line for line in lines if "vqe_h2o " in line).split()
    assert "failed (against qcompile-baseline.json)" == lines[-1]
    assert "same_00" not in text
    assert "same_39" in formats.write(demo(), "table", every=True)


def test_only_terminals_get_colours() -> None:
    assert "\x1b" not in formats.write(demo(), "table")
    colored = formats.write(demo(), "table", color=True)
    assert "\x1b[31mworse" in colored
    without = [line.rstrip() for line in CODES.sub("", colored).splitlines()]
    assert formats.write(demo(), "table").splitlines() == without


def test_narrow_terminals_get_one_circuit_under_the_other() -> None:
    for width in (30, 50, 80, 100, 140):
        lines = formats.write(demo(), "table", width=width).splitlines()
        assert max(map(len, lines)) <= width
    text = formats.write(demo(), "table", width=50)
    assert "worse vqe_h2o\n  2q 412 -> 431 (+4.6%)\n  2q depth 160 -> 171 (+6.9%)\n" in text
    for width in (50, 100):
        # Nothing is lost but spaces.
        squeezed = re.sub(r"\s", "", formats.write(demo(), "table", width=width))
        assert "[QC201]gate`cx`takes2qubits,got3" in squeezed or width == 100
        assert "412->431(+4.6%)" in squeezed


def test_names_cannot_give_orders_or_break_lines() -> None:
    for width in (None, 40, 120):
        text = formats.write(hostile(), "table", width=width)
        assert "##[" not in text
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
        assert text.replace("\n", "").isprintable()
    worse = [line for line in formats.write(hostile(), "table").splitlines() if "worse " in line]
    assert len(HOSTILE) == len(worse)
