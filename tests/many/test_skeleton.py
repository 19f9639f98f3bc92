# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from math import pi

import numpy as np
import pytest

import qcompile as qc
from qcompile.many.skeleton import MOST_ANGLES, markers, skeleton


def keys(*circuits: qc.Circuit) -> list[str]:
    found = [skeleton(c) for c in circuits]
    return [own.key for own in found if own is not None]


def test_values_alone_make_no_difference() -> None:
    a, b = keys(qc.Circuit(2).rx(0.3, 0).cx(0, 1), qc.Circuit(2).rx(-1.3, 0).cx(0, 1))
    assert a == b


@pytest.mark.parametrize(
    "other",
    [
        qc.Circuit(2).rx(0.3, 1).rz(0.5, 0).cx(0, 1),
        qc.Circuit(2).ry(0.3, 0).rz(0.5, 0).cx(0, 1),
        qc.Circuit(2).rx(0.3, 0).rz(0.5, 0).cx(1, 0),
        qc.Circuit(2).rx(0.3, 0).rz(0.3, 0).cx(0, 1),
        qc.Circuit(2).rx(0.3, 0).rz(-0.3, 0).cx(0, 1),
        qc.Circuit(2).rx(pi / 4, 0).rz(0.5, 0).cx(0, 1),
        qc.Circuit(2).rx(0.3, 0).rz(0.5, 0).cx(0, 1).measure_all(),
        qc.Circuit(3).rx(0.3, 0).rz(0.5, 0).cx(0, 1),
    ],
)
def test_all_else_does(other: qc.Circuit) -> None:
    a, b = keys(qc.Circuit(2).rx(0.3, 0).rz(0.5, 0).cx(0, 1), other)
    assert a != b


def test_measured_bits_are_part_of_it() -> None:
    a, b = keys(
        qc.Circuit(1, 2).rx(0.3, 0).measure(0, 0), qc.Circuit(1, 2).rx(0.3, 0).measure(0, 1)
    )
    assert a != b


def test_the_order_of_independent_operations_is_not() -> None:
    a = qc.Circuit(2).rx(0.3, 0).ry(0.5, 1).cx(0, 1)
    b = qc.Circuit(2).ry(0.7, 1).rx(0.9, 0).cx(0, 1)
    one, two = skeleton(a), skeleton(b)
    assert one is not None
    assert two is not None
    assert one.key == two.key
    assert one.symbolic()[0].to_bytes() == two.symbolic()[0].to_bytes()


def test_symbols_at_their_values_are_the_circuit() -> None:
    c = qc.Circuit(3, 1).rx(0.3, 0).crz(-0.3, 0, 2).u(0.1, pi / 2, 0.3, 1).cx(2, 1).barrier()
    c.rzz(0.7, 1, 2).measure(2, 0).reset(2).p(0.1, 2)
    own = skeleton(c)
    assert own is not None
    assert [0.3, 0.1, 0.7] == own.values.tolist()
    symbolic, names = own.symbolic()
    assert list(symbolic.parameters) == names
    assert c == symbolic.bind(dict(zip(names, own.values.tolist(), strict=True)))


@pytest.mark.parametrize(
    "circuit",
    [
        qc.Circuit(1).h(0),
        qc.Circuit(1).rx(pi / 4, 0),
        qc.Circuit(1).rx(1e-9, 0),
        qc.Circuit(1).rx(qc.Parameter("a"), 0).rz(0.3, 0),
        qc.Circuit(1).rx(0.3, 0).rz(0.3 + 1e-12, 0),
        qc.Circuit(1).rx(0.3, 0).rz(pi - 0.3, 0),
        qc.Circuit(1).rx(0.3, 0).unitary([[0, 1], [1, 0]], [0]),
    ],
)
def test_what_is_compiled_by_itself_has_none(circuit: qc.Circuit) -> None:
    assert skeleton(circuit) is None


def test_markers_are_apart_and_nowhere_near_quarter_turns() -> None:
    for shift in (0.0, 0.5):
        angles = markers(MOST_ANGLES, shift)
        assert (np.abs(angles - np.round(angles / (pi / 4)) * (pi / 4)) > 4e-4).all()
        assert np.diff(np.sort(np.abs(angles))).min() > 1e-7
