# SPDX-License-Identifier: Apache-2.0
"""The one door to the engine; every other module imports from here."""

from . import _core
from ._core import (
    Angle,
    AngleProgram,
    Definition,
    DerivedAngles,
    Instruction,
    Operation,
    Program,
    angle_slots,
    canonical_name,
    fill_slots,
    find_places,
    gate_table,
    has_inner_slots,
    judge,
    kernels,
    reduce,
    relocate,
    synth,
    text_fault,
)
from ._core import Circuit as CoreCircuit
from ._core import Target as CoreTarget

__all__ = [
    "Angle",
    "AngleProgram",
    "CoreCircuit",
    "CoreTarget",
    "Definition",
    "DerivedAngles",
    "Instruction",
    "Operation",
    "Program",
    "_core",
    "angle_slots",
    "canonical_name",
    "fill_slots",
    "find_places",
    "gate_table",
    "has_inner_slots",
    "judge",
    "kernels",
    "reduce",
    "relocate",
    "synth",
    "text_fault",
]
