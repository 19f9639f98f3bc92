# SPDX-License-Identifier: Apache-2.0
"""The one door to the engine; every other module imports from here."""

from . import _core
from ._core import Angle, Definition, Instruction, Operation, kernels
from ._core import Circuit as CoreCircuit

__all__ = ["Angle", "CoreCircuit", "Definition", "Instruction", "Operation", "_core", "kernels"]
