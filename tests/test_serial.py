# SPDX-License-Identifier: Apache-2.0
"""Circuits as bytes: pickling, copying, hashing, damage."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest

from qcompile import Circuit, Parameter
from qcompile.errors import ParseError


def sample() -> Circuit:
    circuit = Circuit({"a": 2, "b": 1}, 1, name="sample")
    circuit.h(0).rx(2 * Parameter("t") + 0.5, 1).ccx(0, 1, 2).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.x(2)
    return circuit


def test_pickle_and_copy_keep_everything() -> None:
    circuit = sample()
    for twin in (pickle.loads(pickle.dumps(circuit)), copy.deepcopy(circuit)):
        assert twin == circuit
        assert type(twin) is Circuit
        assert (twin.name, twin.parameters) == ("sample", ["t"])
        assert twin.structural_hash() == circuit.structural_hash()


def test_the_hash_does_not_depend_on_the_process() -> None:
    code = "from qcompile import Circuit; print(Circuit(2).h(0).cx(0, 1).structural_hash())"
    seen = {
        subprocess.run(
            [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert seen == {Circuit(2).h(0).cx(0, 1).structural_hash() + "\n"}


@pytest.mark.parametrize("damage", [b"", b"OPENQASM 2.0;", b"qcompile", None])
def test_damaged_bytes_are_an_input_error(damage: bytes | None) -> None:
    data = sample().to_bytes()[:-1] if damage is None else damage
    with pytest.raises(ParseError) as caught:
        Circuit.from_bytes(data)
    assert caught.value.code == "QC120"


def test_sound_circuits_have_no_violations() -> None:
    assert sample().violations() == []
