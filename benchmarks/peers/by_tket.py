# SPDX-License-Identifier: Apache-2.0
"""tket's own recipes: quick synthesis, and the full peephole; no implicit wire swaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytket.circuit import OpType
from pytket.passes import (
    AutoRebase,
    DecomposeBoxes,
    FullPeepholeOptimise,
    SequencePass,
    SynthesiseTket,
)
from pytket.qasm import circuit_from_qasm_str, circuit_to_qasm_str

from .by_qiskit import finish

RECIPES = {
    "synthesise": SynthesiseTket,
    "full": lambda: FullPeepholeOptimise(allow_swaps=False),
}


@dataclass(frozen=True)
class Tket:
    """One recipe, then the rebase to the common basis."""

    recipe: Any

    def read(self, text: str) -> Any:
        return circuit_from_qasm_str(text, maxwidth=64)

    def compile(self, circuit: Any) -> Any:
        out = circuit.copy()
        self.recipe.apply(out)
        if not all(start == end for start, end in out.implicit_qubit_permutation().items()):
            raise RuntimeError("tket permuted the qubits")
        return out

    def write(self, circuit: Any) -> str:
        # The rebase writes rz sx rz sx rz for every one-qubit gate; `finish` shortens those.
        return finish(circuit_to_qasm_str(circuit, maxwidth=64))


def compiler(setting: str) -> Tket:
    """Return tket with the recipe `setting`."""
    rebase = AutoRebase({OpType.CX, OpType.Rz, OpType.SX, OpType.X})
    return Tket(SequencePass([DecomposeBoxes(), RECIPES[setting](), rebase]))
