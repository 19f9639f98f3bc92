# SPDX-License-Identifier: Apache-2.0
"""Qiskit's gates as instructions: of the library by their class, others by what they carry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .._native import Definition, Instruction
from ..circuit import Circuit

if TYPE_CHECKING:
    from .from_qiskit import _Reader

#: Qiskit's names of standard gates that are not ours.
_NAMES = {"rcccx": "rc3x"}
#: Standard gates that are not one of ours.
_DEFINED = frozenset({"global_phase", "delay", "reset", "measure", "xx_minus_yy", "xx_plus_yy"})


@cache
def _standard() -> dict[type, str]:
    """Return our names of Qiskit's standard gates, by class: a user's own gate may have any name."""
    from qiskit.circuit.library import standard_gates

    known = standard_gates.get_standard_gate_name_mapping()
    names = {_kind(gate): _NAMES.get(n, n) for n, gate in known.items() if n not in _DEFINED}
    names[standard_gates.C3XGate] = "c3x"
    names[standard_gates.C4XGate] = "c4x"
    return names


def _kind(op: Any) -> type:
    kind: type = getattr(op, "base_class", type(op))
    return kind


class Gates:
    """Instructions of gates; a definition met twice is one."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        # The definition is kept beside what was made of it: its identity must not be given to another.
        self._seen: dict[tuple[int, str], tuple[Any, Instruction]] = {}

    def library(self, op: Any) -> str | None:
        """Return the library gate an operation is, closed controls only."""
        name = _standard().get(_kind(op))
        if name is not None and not _is_open(op):
            return name
        return None

    def instruction(self, op: Any) -> Instruction | None:
        """Return a gate as an instruction; None for what is no gate."""
        known = self.library(op)
        if known is not None:
            return Instruction.gate(known, [self._reader.angle(p) for p in op.params])
        maker = _SPECIAL.get(_kind(op).__name__)
        if maker is not None and _kind(op).__module__.startswith("qiskit."):
            return maker(self, op)
        if hasattr(op, "modifiers"):
            return self._annotated(op)
        if hasattr(op, "ctrl_state"):
            base = self.instruction(op.base_gate)
            return None if base is None else base.controlled(_polarity(op))
        if hasattr(op, "to_matrix") or hasattr(op, "control"):
            return self._defined(op)
        return None

    def _defined(self, op: Any) -> Instruction:
        definition = op.definition
        if definition is None:
            return self._undefined(op)
        key = (id(definition), op.name)
        if key not in self._seen:
            body = self._reader.inner(definition)
            names = sorted(p.name for p in definition.parameters)
            qubits = [f"q{i}" for i in range(definition.num_qubits)]
            made = Instruction.call(
                Definition(op.name, names, qubits, body),
                [self._reader.angle(_named(definition, n)) for n in names],
            )
            self._seen[key] = (definition, made)
        return self._seen[key][1]

    def _undefined(self, op: Any) -> Instruction:
        try:
            rows = op.to_matrix()
        except Exception:  # Qiskit's own error classes differ between versions; there is no matrix.
            params = [f"p{i}" for i in range(len(op.params))]
            qubits = [f"q{i}" for i in range(op.num_qubits)]
            opaque = Definition(op.name, params, qubits)
            return Instruction.call(opaque, [self._reader.angle(p) for p in op.params])
        return Instruction.unitary([complex(x) for row in rows for x in row], op.label)

    def _annotated(self, op: Any) -> Instruction | None:
        inner = self.instruction(op.base_op)
        if inner is None:
            return None
        for modifier in op.modifiers:
            kind = type(modifier).__name__
            if kind == "InverseModifier":
                inner = inner.inverse()
            elif kind == "ControlModifier":
                inner = inner.controlled(_bits(modifier.ctrl_state, modifier.num_ctrl_qubits))
            elif float(modifier.power).is_integer():
                inner = _power(inner, int(modifier.power), op.base_op.num_qubits)
            else:
                return self._undefined(op)
        return inner

    def _unitary(self, op: Any) -> Instruction:
        rows = op.to_matrix()
        return Instruction.unitary([complex(x) for row in rows for x in row], op.label)

    def _diagonal(self, op: Any) -> Instruction:
        from cmath import phase

        return Instruction.diagonal([phase(complex(x)) for x in op.params])

    def _permutation(self, op: Any) -> Instruction:
        # Qiskit lists, for each wire, where its new state comes from.
        image = [0] * len(op.pattern)
        for to, source in enumerate(op.pattern):
            image[int(source)] = to
        return Instruction.permutation(image)

    def _kraus(self, op: Any) -> Instruction:
        return Instruction.channel([[complex(x) for row in k for x in row] for k in op.params])


def _is_open(op: Any) -> bool:
    return hasattr(op, "ctrl_state") and op.ctrl_state != (1 << op.num_ctrl_qubits) - 1


def _polarity(op: Any) -> list[bool]:
    return _bits(op.ctrl_state, op.num_ctrl_qubits)


def _bits(state: int, width: int) -> list[bool]:
    return [bool(state >> i & 1) for i in range(width)]


def _named(circuit: Any, name: str) -> Any:
    return next(p for p in circuit.parameters if p.name == name)


def _power(inner: Instruction, exponent: int, width: int) -> Instruction:
    body = Circuit(width)
    for _ in range(abs(exponent)):
        body.append(inner if exponent > 0 else inner.inverse(), range(width))
    qubits = [f"q{i}" for i in range(width)]
    return Instruction.call(Definition(f"{inner.name}_{abs(exponent)}", [], qubits, body))


_SPECIAL = {
    "UnitaryGate": Gates._unitary,
    "DiagonalGate": Gates._diagonal,
    "Diagonal": Gates._diagonal,
    "PermutationGate": Gates._permutation,
    "Kraus": Gates._kraus,
}
