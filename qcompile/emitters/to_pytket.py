# SPDX-License-Identifier: Apache-2.0
"""A pytket `Circuit`: gates, boxes, symbols, conditions, names of wires and global phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..circuit import FOLDED
from ..errors import PipelineError
from .angles import translated
from .branches import Branch, branches
from .pytket_gates import Gates
from .symbols import Symbols, functions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._native import Operation
    from ..circuit import Circuit

#: Names that pytket reads as something else than a symbol.
_TAKEN = frozenset({"pi", "e", "E", "I", "oo", "inf", "nan", "zoo"})  # fmt: skip


def to_pytket(
    circuit: Circuit, symbols: Mapping[str, Any] | None = None, units: Any | None = None
) -> Any:
    """Return a circuit as pytket's.

    Parameters
    ----------
    circuit : Circuit
    symbols : mapping of str to sympy.Symbol, optional
        The symbol of each parameter's name; those not given are made. Characters that pytket cannot read in a symbol's
        name become ``_``: ``theta[0]`` is ``theta_0``.
    units : pytket.circuit.Circuit, optional
        A circuit whose qubits and bits to use, as wide as this one. Otherwise registers keep their names, and qubits of
        a mapped circuit are pytket's nodes.

    Returns
    -------
    pytket.circuit.Circuit
        pytket orders wires by name: registers whose names are not in order are in another one there. Protected
        regions are boxes named ``protected``. What only some values of classical bits run is a conditional gate for
        each of those values.

    Raises
    ------
    PipelineError
        QC411 without pytket, QC409 for what it cannot hold: loops that end at run time, delays, channels, pulse calls,
        opaque gates.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> to_pytket(Circuit(2).h(0).cx(0, 1)).n_2qb_gates()
    1
    """
    try:
        import pytket
    except ImportError:
        raise PipelineError(
            "pytket is not installed", code="QC411", help='pip install "qcompile[pytket]"'
        ) from None
    writer = _Writer(pytket.circuit, dict(symbols or {}))
    out, qubits, bits = writer.declared(circuit, units)
    writer.body(out, circuit, qubits, bits, {})
    return out


def like(circuit: Circuit, source: Any) -> Any:
    """Return a circuit over the symbols, and where it was not mapped the wires, of the one it was made from."""
    symbols = {symbol.name: symbol for symbol in source.free_symbols()}
    same = (circuit.num_qubits, circuit.num_bits) == (source.n_qubits, source.n_bits)
    return to_pytket(circuit, symbols, source if same and circuit.layouts is None else None)


class _Writer:
    """Writes one circuit and the circuits inside it."""

    def __init__(self, package: Any, symbols: dict[str, Any]) -> None:
        self.package = package
        self.symbols = Symbols(symbols, _TAKEN)
        self.gates = Gates(package, self)

    def declared(self, circuit: Circuit, units: Any | None) -> tuple[Any, list[Any], list[Any]]:
        """Return a circuit with the wires and nothing on them, and the wires in our order."""
        names = self.package
        if units is not None:
            qubits, bits = list(units.qubits), list(units.bits)
        elif circuit.layouts is not None:
            qubits = [names.Node(i) for i in range(circuit.num_qubits)]
            bits = _units(names.Bit, circuit.num_bits, circuit.bit_registers)
        else:
            qubits = _units(names.Qubit, circuit.num_qubits, circuit.qubit_registers)
            bits = _units(names.Bit, circuit.num_bits, circuit.bit_registers)
        out = names.Circuit(0, name=circuit.name)
        for qubit in qubits:
            out.add_qubit(qubit)
        for bit in bits:
            out.add_bit(bit)
        return out, qubits, bits

    def body(
        self, out: Any, circuit: Any, qubits: list[Any], bits: list[Any], given: Branch
    ) -> None:
        """Append what a circuit does where bits have the values given."""
        phase = circuit.phase
        if (isinstance(phase, Angle) or phase != 0.0) and not given:
            # Under a condition on bits it is the phase of a branch, which nothing can see.
            out.add_phase(self.angle(circuit.exact_phase))
        for op in circuit:
            on = [qubits[q] for q in op.qubits]
            to = [bits[b] for b in op.bits]
            maker = _MAKERS.get(op.name)
            if maker is not None:
                maker(self, out, op, on, to, bits, given)
            else:
                for gate, wires in self.gates.steps(op, on):
                    self.add(out, gate, wires, given)

    def add(self, out: Any, gate: Any, wires: list[Any], given: Branch) -> None:
        """Append one operation, under a condition if there is one."""
        if gate.type.name == "Phase":
            if not given:
                out.add_phase(gate.params[0])
        elif given:
            value = sum(1 << k for k, bit in enumerate(given) if given[bit])
            out.add_gate(gate, wires, condition_bits=list(given), condition_value=value)
        else:
            out.add_gate(gate, wires)

    def inner(self, circuit: Any, bits: int = 0) -> Any:
        """Return a circuit of its own, for a box."""
        out = self.package.Circuit(circuit.num_qubits, bits)
        self.body(out, circuit, list(out.qubits), list(out.bits), {})
        return out

    def angle(self, value: float | Angle) -> Any:
        """Return radians as half turns; fractions of a turn are exact."""
        from math import pi

        ratio = Angle(value).pi_ratio
        if ratio is not None:
            return ratio[0] / ratio[1]
        return translated(value, self.symbols, functions(), 1 / pi)


def _units(kind: Any, width: int, registers: Any) -> list[Any]:
    """Return units in our order: of registers by their names, others of a register that is not taken."""
    units: list[Any] = [None] * width
    for name, items in registers:
        for position, item in enumerate(items):
            units[item] = kind(name, position)
    loose = "loose"
    while any(name == loose for name, _ in registers):
        loose += "_"
    spare = [i for i, unit in enumerate(units) if unit is None]
    for position, item in enumerate(spare):
        units[item] = kind(loose, position)
    return units


def _measure(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    w.add(out, w.gates.plain("Measure"), [*on, *to], given)


def _reset(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    w.add(out, w.gates.plain("Reset"), on, given)


def _barrier(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    out.add_barrier(on)


def _branches(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    for block, values in branches(op, bits, given):
        w.body(out, block, on, to, values)


def _for(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    contents = op.contents
    if any(inner.name in ("break", "continue") for inner in op.blocks[0]):
        _refused(w, out, op, on, to, bits, given)
    for value in contents["values"]:
        bound = op.blocks[0]
        if contents["variable"] is not None:
            bound = bound.bind({contents["variable"]: value})
        w.body(out, bound, on, to, given)


def _region(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    if op.contents["label"] == FOLDED:
        w.body(out, op.blocks[0], on, to, given)
        return
    inner = w.inner(op.blocks[0], len(to))
    inner.name = f"protected {op.contents['label']}".rstrip()
    w.add(out, w.package.CircBox(inner), [*on, *to], given)


def _refused(
    w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any, given: Branch
) -> None:
    raise PipelineError(
        f"pytket has no operation for `{op.name}` (operation {op.index})",
        code="QC409",
        help="write OpenQASM 3 instead",
    )


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "if": _branches,
    "switch": _branches,
    "for": _for,
    "region": _region,
    **dict.fromkeys(
        ("while", "break", "continue", "delay", "channel", "pulse", "allocate", "release"), _refused
    ),
}
