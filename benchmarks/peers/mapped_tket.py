# SPDX-License-Identifier: Apache-2.0
"""tket's full peephole optimisation and default mapping for a device of `benchmarks.mapping`.

Counted in cx: its SWAPs are 3, its bridges 4. What its tidy-up after the mapping saves is counted in its favour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytket.architecture import Architecture
from pytket.circuit import OpType
from pytket.passes import (
    AutoRebase,
    DecomposeBoxes,
    DefaultMappingPass,
    FullPeepholeOptimise,
    SequencePass,
    SynthesiseTket,
)
from pytket.qasm import circuit_from_qasm_str, circuit_to_qasm_str

from ..mapping.devices import named

#: Classical registers may be as wide as a device.
MAX_WIDTH = 512


@dataclass(frozen=True)
class Mapped:
    """The recipe."""

    recipe: Any

    def read(self, text: str) -> Any:
        return circuit_from_qasm_str(text, maxwidth=MAX_WIDTH)

    def compile(self, circuit: Any) -> Any:
        out = circuit.copy()
        self.recipe.apply(out)
        return out

    def write(self, circuit: Any) -> str:
        text: str = circuit_to_qasm_str(circuit, maxwidth=MAX_WIDTH)
        return text


def compiler(setting: str) -> Mapped:
    """Return tket for the device that is the first word of `setting`."""
    chip = named(setting.split()[0])
    passes = [
        DecomposeBoxes(),
        FullPeepholeOptimise(),
        DefaultMappingPass(Architecture(list(chip.edges))),
        SynthesiseTket(),
        AutoRebase({OpType.CX, OpType.Rz, OpType.SX, OpType.X}),
    ]
    return Mapped(SequencePass(passes))
