# SPDX-License-Identifier: Apache-2.0
"""What a layout makes of observables and counts, against dense matrices."""

from __future__ import annotations

import random
from functools import reduce

import numpy as np
import pytest

from qcompile import Layout, map_observable
from qcompile.errors import PipelineError

PAULIS = {
    "I": np.eye(2),
    "X": np.array([[0, 1], [1, 0]]),
    "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1, -1]),
}


def dense(observable) -> np.ndarray:
    """Return the matrix; qubit 0 is the rightmost letter and the least significant bit."""
    return sum(
        w * reduce(np.kron, (PAULIS[letter] for letter in string)) for string, w in observable
    )


def carried(state: np.ndarray, program: int, layout: Layout) -> np.ndarray:
    """Return the state with program qubit i on device qubit ``final[i]``, the rest in zero."""
    out = np.zeros(2**layout.width, complex)
    for value, amplitude in enumerate(state):
        out[sum((value >> i & 1) << layout.final[i] for i in range(program))] = amplitude
    return out


@pytest.mark.parametrize("seed", range(20))
def test_expectations_are_those_of_the_program(seed: int) -> None:
    rng = random.Random(seed)
    n, width = rng.randint(1, 3), rng.randint(3, 6)
    final = tuple(rng.sample(range(width), n))
    layout = Layout(tuple(rng.sample(range(width), n)), final, width)
    numbers = np.random.default_rng(seed)
    state = numbers.normal(size=2**n) + 1j * numbers.normal(size=2**n)
    state /= np.linalg.norm(state)
    observable = [("".join(rng.choices("IXYZ", k=n)), rng.random()) for _ in range(4)]
    on_device = carried(state, n, layout)
    want = state.conj() @ dense(observable) @ state
    mapped = layout.map_observable(observable)
    assert all(len(string) == width for string, _ in mapped)
    assert np.allclose(on_device.conj() @ dense(mapped) @ on_device, want)


def test_the_form_given_is_the_form_returned():
    layout = Layout((0, 1), (2, 0), 4)
    assert map_observable("ZX", layout) == "IXIZ"
    assert map_observable({"YI": 2}, layout) == {"IIIY": 2}
    assert map_observable((("IX", 1j) for _ in range(1)), layout) == [("IXII", 1j)]
    assert Layout((0, 1), (2, 0)).map_observable("ZX") == "XIZ"
    assert Layout((), (), 2).map_observable("") == "II"


@pytest.mark.parametrize("wrong", ["Z", "ZZZ", "Zz", "Z1"])
def test_wrong_strings_are_refused(wrong: str) -> None:
    with pytest.raises(PipelineError) as caught:
        Layout((0, 1), (2, 0), 4).map_observable(wrong)
    assert caught.value.code == "QC402"


def test_counts_come_back_to_the_program():
    layout = Layout((0, 1, 2), (3, 0, 1), 4)
    assert layout.map_counts({"1000": 5, "0001": 2, "0101": 1, "0010": 4}) == {
        "001": 5,
        "010": 3,
        "100": 4,
    }
    with pytest.raises(PipelineError):
        layout.map_counts({"000": 1})
