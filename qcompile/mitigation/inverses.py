# SPDX-License-Identifier: Apache-2.0
"""The inverse of a native gate, written in native gates.

A gate on two qubits is undone by one gate on the same two qubits, of the same kind, and gates on one qubit beside it:
with as many two-qubit gates as it has itself, so that folding scales their noise exactly. Where the device has the
inverse itself (``cz``, ``ecr``, ``rxx(-a)``) that is taken; else a Pauli on one of the qubits turns the generator
round: for ``rzz(a)``, an ``x`` before and behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle, gate_table
from ..circuit import Circuit
from ..contract import Context
from ..errors import SemanticError
from ..pipeline import Pipeline

if TYPE_CHECKING:
    from .._native import Operation
    from ..targets import Target

#: Gates whose operands may be exchanged.
_SYMMETRIC = frozenset(row["name"] for row in gate_table() if row["symmetric"])
#: How a gate on one qubit is written natively.
_WRITE = "one-qubit-fusion, basis-translation"

#: Gate -> a gate before and behind one more of the same, on which operand: ``P G P`` is the inverse.
_TURNED = {
    "rzz": ("x", 0),
    "rxx": ("z", 0),
    "ryy": ("z", 0),
    "rzx": ("x", 0),
    "iswap": ("z", 0),
    "iswapdg": ("z", 0),
    "siswap": ("z", 0),
    "siswapdg": ("z", 0),
    "crx": ("z", 1),
    "cry": ("z", 1),
    "crz": ("x", 1),
    "cp": ("x", 0),
    "cs": ("x", 0),
    "csdg": ("x", 0),
    "csx": ("z", 1),
}
#: Gate -> what is left then: a gate and its operand.
_LEFT = {"cs": ("sdg", 1), "csdg": ("s", 1), "csx": ("sdg", 0)}


class Inverses:
    """Writes inverses in the gates of a target.

    Parameters
    ----------
    target : Target, optional
        Whose gates; without one the inverses are the library's.
    width : int
        Qubits of the circuit.
    """

    def __init__(self, target: Target | None, width: int) -> None:
        self.target = target
        self.width = width
        self._written: dict[Any, Circuit] = {}
        self._pairs: dict[tuple[int, int], frozenset[str]] = {}
        for a, b, gates in (target.pairs if target is not None else None) or ():
            self._pairs[a, b] = frozenset(gates)
        self._ranges = (
            {} if target is None else {name: (low, high) for name, low, high in target.ranges}
        )

    def append(self, out: Circuit, op: Operation, on: list[int], wires: list[int]) -> None:
        """Append the inverse of an operation.

        Parameters
        ----------
        out : Circuit
            Where.
        op : Operation
            A unitary one.
        on : list of int
            Its qubits in ``out``.
        wires : list of int
            The device's qubits under them.

        Raises
        ------
        SemanticError
            QC271 for what has no inverse among the target's gates.
        """
        if op.name == "region":
            self._region(out, op, on, wires)
            return
        inverse = op.instruction.inverse()
        if self.target is None or self._has(inverse.name, inverse.parameters, wires):
            out.append(inverse, on)
        elif len(on) == 1:
            self._one(out, inverse.name, inverse.parameters, on[0], wires[0])
        else:
            self._two(out, op, on, wires)

    def _region(self, out: Circuit, op: Operation, on: list[int], wires: list[int]) -> None:
        (block,) = op.blocks
        for inner in reversed(list(block)):
            qubits = [on[q] for q in inner.qubits]
            if inner.name == "barrier":
                out.barrier(qubits)
            else:
                self.append(out, inner, qubits, [wires[q] for q in inner.qubits])
        out.add_phase(-block.exact_phase)

    def _two(self, out: Circuit, op: Operation, on: list[int], wires: list[int]) -> None:
        """Append the same gate turned round by gates on one qubit."""
        if op.name == "ms":
            first, second, angle = op.angles
            out.gate("ms", [first + Angle.pi(1, 1), second, angle], on)
        elif op.name == "dcx":
            for name in ("h", "dcx", "h"):
                if name == "dcx":
                    out.append(op.instruction, on)
                else:
                    self._one(out, name, [], on[0], wires[0])
                    self._one(out, name, [], on[1], wires[1])
        elif op.name in _TURNED:
            name, which = _TURNED[op.name]
            self._one(out, name, [], on[which], wires[which])
            out.append(op.instruction, on)
            self._one(out, name, [], on[which], wires[which])
            if op.name == "cp":
                self._one(out, "p", [-op.angles[0]], on[1], wires[1])
            elif op.name in _LEFT:
                name, which = _LEFT[op.name]
                self._one(out, name, [], on[which], wires[which])
        else:
            assert self.target is not None
            line, column = op.place or (None, None)
            raise SemanticError(
                f"the inverse of `{op.name}` has no form in the gates of target `{self.target.name}`",
                code="QC271",
                help="fold only two-qubit gates, or compile for this target first",
                line=line,
                column=column,
            )

    def _has(self, name: str, angles: list[float | Angle], wires: list[int]) -> bool:
        """Whether the target has a gate on these qubits at these angles."""
        target = self.target
        assert target is not None
        if len(wires) == 1:
            gates = target.gates if target.sites is None else target.sites[wires[0]]
            found = name in gates
        elif self._pairs:
            both = self._pairs.get((wires[0], wires[1]), frozenset())
            back = self._pairs.get((wires[1], wires[0]), frozenset())
            found = name in both or (name in _SYMMETRIC and name in back)
        else:
            found = name in target.gates
        if not found or name not in self._ranges:
            return found
        low, high = self._ranges[name]
        return isinstance(angles[0], float | int) and low <= angles[0] <= high

    def _one(
        self, out: Circuit, name: str, angles: list[float | Angle], qubit: int, wire: int
    ) -> None:
        """Append a gate on one qubit in the target's gates, its phase included."""
        assert self.target is not None
        key = (name, tuple(map(str, angles)), wire if self.target.sites is not None else 0)
        if key not in self._written:
            plain = Circuit(self.target.num_qubits or self.width).gate(name, angles, [key[2]])
            self._written[key], _ = Pipeline(_WRITE).run(
                plain, Context(target=self.target), trace="times"
            )
        written = self._written[key]
        for gate in written:
            out.append(gate.instruction, [qubit])
        out.add_phase(written.exact_phase)
