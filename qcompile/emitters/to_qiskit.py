# SPDX-License-Identifier: Apache-2.0
"""A Qiskit `QuantumCircuit`: gates, parameters, control flow, registers, global phase and layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._native import Angle, gate_table
from ..circuit import FOLDED
from ..errors import PipelineError
from .angles import translated
from .qiskit_gates import gate_of
from .qiskit_layout import set_layout

if TYPE_CHECKING:
    from .._native import Operation
    from ..circuit import Circuit
    from ..targets import Target


def to_qiskit(
    circuit: Circuit, parameters: Mapping[str, Any] | None = None, target: Target | None = None
) -> Any:
    """Return a circuit as Qiskit's.

    Parameters
    ----------
    circuit : Circuit
    parameters : mapping of str to qiskit.circuit.Parameter, optional
        Qiskit's own parameter for each name; those not given are made. `compile` passes those of the circuit it was
        given, so that values assigned to the source's parameters fit the result.
    target : Target, optional
        What the circuit was compiled for. A symmetric gate that a device of Qiskit's lists on (0, 1) alone is then on
        (0, 1): Qiskit takes it nowhere else.

    Returns
    -------
    qiskit.QuantumCircuit
        With the same registers, global phase and, where the circuit is mapped, a `TranspileLayout`. A protected region
        is a `BoxOp` (from Qiskit 1.4 on), between barriers where there is none.

    Raises
    ------
    PipelineError
        QC411 without Qiskit, QC409 for what it cannot hold: pulse calls, allocated qubits.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> dict(to_qiskit(Circuit(2).h(0).cx(0, 1)).count_ops())
    {'h': 1, 'cx': 1}
    """
    try:
        import qiskit
    except ImportError:
        raise PipelineError(
            "Qiskit is not installed", code="QC411", help='pip install "qcompile[qiskit]"'
        ) from None
    writer = _Writer(qiskit, dict(parameters or {}), target)
    out = writer.declared(circuit)
    writer.whole(out, circuit)
    if circuit.layouts is not None:
        set_layout(out, *circuit.layouts)
    return out


def like(circuit: Circuit, source: Any) -> Any:
    """Return a circuit over the parameters of Qiskit's own circuit that it was made from."""
    return to_qiskit(circuit, {parameter.name: parameter for parameter in source.parameters})


def onto(
    out: Any, circuit: Circuit, parameters: Mapping[str, Any], target: Target | None = None
) -> None:
    """Append a circuit to an empty one of Qiskit's with as many qubits and bits, over its own registers."""
    import qiskit

    writer = _Writer(qiskit, dict(parameters), target)
    writer.out = out
    writer.whole(out, circuit)


def _turned(target: Target | None) -> set[tuple[str, int, int]]:
    """Return symmetric gates on pairs that a device lists the other way round alone."""
    if target is None or not target.listed:
        return set()
    symmetric = {row["name"] for row in gate_table() if row["qubits"] == 2 and row["symmetric"]}
    listed = {place for place in target.listed if place[0] in symmetric}
    return {(name, b, a) for name, a, b in listed} - listed


class _Writer:
    """Writes one circuit and the circuits inside it."""

    def __init__(self, qiskit: Any, parameters: dict[str, Any], target: Target | None) -> None:
        self.qiskit = qiskit
        self.parameters = parameters
        self.out: Any = None
        self._turned = _turned(target)
        self._number: dict[Any, int] = {}

    def whole(self, out: Any, circuit: Circuit) -> None:
        """Append a circuit to one with its wires."""
        self._number = {qubit: i for i, qubit in enumerate(out.qubits)}
        self.body(out, circuit, list(out.qubits), list(out.clbits))

    def declared(self, circuit: Circuit) -> Any:
        """Return a circuit with the wires and nothing on them."""
        names = self.qiskit
        out = names.QuantumCircuit(name=circuit.name)
        places = circuit.qubit_registers
        if circuit.layouts is not None and not places:
            # A device's qubits are one register in Qiskit.
            places = [("q", list(range(circuit.num_qubits)))]
        for width, registers, register, loose in (
            (
                circuit.num_qubits,
                places,
                names.QuantumRegister,
                names.circuit.Qubit,
            ),
            (circuit.num_bits, circuit.bit_registers, names.ClassicalRegister, names.circuit.Clbit),
        ):
            first = {items[0]: (name, items) for name, items in registers if items}
            done = 0
            while done < width:
                name, items = first.get(done, ("", [done]))
                if name:
                    out.add_register(register(len(items), name))
                else:
                    out.add_bits([loose()])
                done += len(items)
        self.out = out
        return out

    def body(self, out: Any, circuit: Any, qubits: list[Any], bits: list[Any]) -> None:
        """Append what a circuit does, on these wires of Qiskit's."""
        phase = circuit.phase
        if isinstance(phase, Angle) or phase != 0.0:
            out.global_phase = out.global_phase + self.angle(phase)
        for op in circuit:
            on = [qubits[q] for q in op.qubits]
            to = [bits[b] for b in op.bits]
            maker = _MAKERS.get(op.name)
            if maker is not None:
                maker(self, out, op, on, to, bits)
            else:
                if self._turned and len(on) == 2 and self.is_turned(op.name, on):
                    on.reverse()
                out.append(gate_of(op, self.angle, self.inner), on, [], copy=False)

    def is_turned(self, name: str, on: list[Any]) -> bool:
        """Return whether the device lists a symmetric gate the other way round alone."""
        a, b = (self._number.get(qubit, -1) for qubit in on)
        return (name, a, b) in self._turned

    def inner(self, circuit: Any) -> Any:
        """Return a definition's body as a circuit of its own."""
        out = self.qiskit.QuantumCircuit(circuit.num_qubits)
        self.body(out, circuit, list(out.qubits), [])
        return out

    def block(self, circuit: Any, on: list[Any], to: list[Any]) -> Any:
        """Return a block over the wires of the operation that owns it."""
        out = self.qiskit.QuantumCircuit(on, to)
        self.registers(out, to)
        self.body(out, circuit, on, to)
        # Conditions inside may have made more of them.
        self.registers(out, to)
        return out

    def registers(self, out: Any, to: list[Any]) -> None:
        """Give a block the registers that its bits hold whole."""
        known = set(to)
        for register in self.out.cregs:
            if known.issuperset(register) and register not in out.cregs:
                out.add_register(register)

    def angle(self, value: float | Angle) -> Any:
        """Return an angle in Qiskit's terms."""
        return translated(value, self.symbol, _FUNCTIONS)

    def symbol(self, name: str) -> Any:
        """Return Qiskit's parameter of a name."""
        if name not in self.parameters:
            self.parameters[name] = self.qiskit.circuit.Parameter(name)
        return self.parameters[name]

    def register(self, bits: list[Any]) -> Any:
        """Return the bit, or a register that has just these bits in this order, made if there is none."""
        if len(bits) == 1:
            return bits[0]
        for register in self.out.cregs:
            if list(register) == bits:
                return register
        register = self.qiskit.ClassicalRegister(bits=bits)
        self.out.add_register(register)
        return register

    def condition(self, form: Any, bits: list[Any]) -> Any:
        """Return a condition as Qiskit's tuple where it is one comparison, else as an expression."""
        expr = self.qiskit.circuit.classical.expr
        if isinstance(form, bool):
            return expr.lift(form)
        if isinstance(form, int):
            return (bits[form], 1)
        head, *parts = form
        if head == "equals":
            return (self.register([bits[b] for b in parts[0]]), parts[1])
        return self.expression(form, bits)

    def expression(self, form: Any, bits: list[Any]) -> Any:
        """Return a condition as an expression."""
        expr = self.qiskit.circuit.classical.expr
        if isinstance(form, bool):
            return expr.lift(form)
        if isinstance(form, int):
            return expr.lift(bits[form])
        head, *parts = form
        if head in ("equals", "less"):
            return self.compared(head, [bits[b] for b in parts[0]], parts[1])
        if head == "not":
            return expr.logic_not(self.expression(parts[0], bits))
        join = {"and": expr.logic_and, "or": expr.logic_or, "xor": expr.bit_xor}[head]
        terms = [self.expression(part, bits) for part in parts[0]]
        total = terms[0]
        for term in terms[1:]:
            total = join(total, term)
        return total

    def compared(self, head: str, on: list[Any], value: int) -> Any:
        """Return a comparison of bits with a number."""
        expr = self.qiskit.circuit.classical.expr
        if len(on) > 1:
            left = expr.lift(self.register(on))
            return expr.equal(left, value) if head == "equals" else expr.less(left, value)
        bit = expr.lift(on[0])
        if head == "less":
            # A bit is less than 1 where it is 0, and never less than 0.
            return expr.logic_not(bit) if value == 1 else expr.lift(False)
        return bit if value else expr.logic_not(bit)


_FUNCTIONS = {
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "exp": lambda x: x.exp(),
    "ln": lambda x: x.log(),
    "sqrt": lambda x: x**0.5,
}


def _measure(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    out.measure(on[0], to[0])


def _reset(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    out.reset(on[0])


def _barrier(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    out.barrier(on)


def _delay(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    contents = op.contents
    for qubit in on:
        out.delay(contents["duration"], qubit, unit=contents["unit"])


def _channel(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    import numpy as np

    side = 1 << len(on)
    kraus = [np.array(k).reshape(side, side) for k in op.contents["kraus"]]
    out.append(w.qiskit.quantum_info.Kraus(kraus).to_instruction(), on)


def _if(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any) -> None:
    condition = w.condition(op.contents["condition"], bits)
    blocks = [w.block(block, on, to) for block in op.blocks]
    flow = w.qiskit.circuit.IfElseOp(condition, *blocks)
    out.append(flow, on, to)


def _while(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any) -> None:
    condition = w.condition(op.contents["condition"], bits)
    out.append(w.qiskit.circuit.WhileLoopOp(condition, w.block(op.blocks[0], on, to)), on, to)


def _for(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any) -> None:
    contents = op.contents
    name = contents["variable"]
    body = w.block(op.blocks[0], on, to)
    own = next((p for p in body.parameters if p.name == name), None)
    out.append(w.qiskit.circuit.ForLoopOp(contents["values"], own, body), on, to)


def _switch(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any) -> None:
    contents = op.contents
    target = w.register([bits[b] for b in contents["selector"]])
    labels: list[Any] = [tuple(values) for values in contents["cases"]]
    if contents["default"]:
        labels.append(w.qiskit.circuit.CASE_DEFAULT)
    blocks = [w.block(block, on, to) for block in op.blocks]
    cases = list(zip(labels, blocks, strict=True))
    out.append(w.qiskit.circuit.SwitchCaseOp(target, cases), on, to)


def _region(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], bits: Any) -> None:
    if op.contents["label"] == FOLDED:
        w.body(out, op.blocks[0], on, to)
        return
    body = w.block(op.blocks[0], on, to)
    if hasattr(w.qiskit.circuit, "BoxOp"):
        out.append(w.qiskit.circuit.BoxOp(body, label=op.contents["label"] or None), on, to)
        return
    out.barrier(on)
    out.compose(body, on, to, inplace=True)
    out.barrier(on)


def _leave(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    circuit = w.qiskit.circuit
    flow = circuit.BreakLoopOp if op.name == "break" else circuit.ContinueLoopOp
    out.append(flow(len(on), len(to)), on, to)


def _refused(w: _Writer, out: Any, op: Operation, on: list[Any], to: list[Any], _: Any) -> None:
    raise PipelineError(
        f"Qiskit has no operation for `{op.name}`", code="QC409", help="write OpenQASM 3 instead"
    )


_MAKERS: dict[str, Any] = {
    "measure": _measure,
    "reset": _reset,
    "barrier": _barrier,
    "delay": _delay,
    "channel": _channel,
    "if": _if,
    "while": _while,
    "for": _for,
    "switch": _switch,
    "region": _region,
    "break": _leave,
    "continue": _leave,
    "pulse": _refused,
    "allocate": _refused,
    "release": _refused,
}
