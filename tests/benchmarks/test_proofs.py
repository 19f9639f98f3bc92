# SPDX-License-Identifier: Apache-2.0
"""Small circuits of the corpus, compiled, are their inputs: by our oracle, by mqt.qcec and by their Pauli rotations.

`python -m benchmarks.floor proofs` does the same for all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import qcompile as qc

pytest.importorskip("mqt.qcec")

from benchmarks.check import JUDGES
from benchmarks.peers.ours import compiler

SMALL = "tof_3 tof_4 barenco_tof_3 mod5_4 mod_mult_55 vbe_adder_3 qft_4 gf2^4_mult hwb6 rc_adder_6"


@pytest.mark.parametrize("setting", ["t-count", "2"])
@pytest.mark.parametrize("name", SMALL.split())
def test_compiled_circuits_are_their_inputs(shared: Path, name: str, setting: str) -> None:
    path = shared / "corpus" / "optimize" / "clifford_t" / f"{name}.qasm"
    if not path.exists():
        pytest.skip("not in this corpus")
    text = path.read_text()
    side = compiler(setting)
    out = side.write(side.compile(side.read(text)))
    said = [JUDGES[judge](text, out) for judge in ("oracle", "qcec", "rotations")]
    assert "not equivalent" not in said
    # One may be unable to tell: the oracle at 14 qubits, rotations after a KAK.
    assert 2 <= sum(word.startswith("equivalent") for word in said), said


def test_a_wrong_circuit_is_refuted(shared: Path) -> None:
    path = shared / "corpus" / "optimize" / "clifford_t" / "tof_3.qasm"
    if not path.exists():
        pytest.skip("not in this corpus")
    text = path.read_text()
    wrong = qc.dumps(qc.loads(text).t(0), "qasm2")
    assert "not equivalent" == JUDGES["oracle"](text, wrong)
    assert "not equivalent" == JUDGES["dense"](text, wrong)
    assert "not equivalent" == JUDGES["qcec"](text, wrong)
    assert "undecided" == JUDGES["rotations"](text, wrong)
    assert JUDGES["pyzx"](text, wrong).startswith("undecided")
