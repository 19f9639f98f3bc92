# SPDX-License-Identifier: Apache-2.0
"""The formats that round trips are made through, by name."""

from __future__ import annotations

from typing import Any

import qcompile
from qcompile import Angle, Circuit, dumps, interchange, loads
from qcompile.emitters import qpy
from qcompile.errors import PipelineError

from .cliffords import CLIFFORDS, clifford
from .oracles import qir_matrix, quil_matrix, stim_matrix
from .trips import Format, unitary


def _qiskit_matrix(circuit: Any, qubits: int) -> Any:
    from qiskit.quantum_info import Operator

    flat = circuit.copy()
    flat.data = [item for item in flat.data if item.operation.name != "barrier"]
    return Operator(_unboxed(flat)).data


def _unboxed(circuit: Any) -> Any:
    """Return a circuit whose boxes are opened, which Qiskit's operators do not do."""
    out = circuit.copy_empty_like()
    for item in circuit.data:
        if item.operation.name == "box":
            body = _unboxed(item.operation.blocks[0])
            out.compose(body, item.qubits, inplace=True)
        else:
            out.append(item)
    return out


def little_endian(matrix: Any, qubits: int) -> Any:
    """Return a matrix over basis states whose first qubit was the most significant bit."""
    order = [int(format(i, f"0{qubits}b")[::-1], 2) for i in range(1 << qubits)]
    return matrix[order][:, order]


def admitted(name: str) -> Any:
    """Return a test of whether a package can hold a circuit: its writer says so."""

    def admits(circuit: Circuit) -> bool:
        try:
            interchange.write(circuit, name)
        except PipelineError as error:
            if error.code != "QC409":
                raise
            return False
        return True

    return admits


def _object(name: str, **more: Any) -> Format:
    def write(circuit: Circuit) -> Any:
        return interchange.write(circuit, name)

    def read(obj: Any) -> Circuit:
        return interchange.read(obj)[0]

    return Format(name, write, read, **more)


def _cirq_write(circuit: Circuit) -> Any:
    """Return Cirq's circuit, and what it does not say itself: which qubits and bits there are."""
    import cirq

    from qcompile.emitters.cirq_keys import keys_of
    from qcompile.emitters.to_cirq import to_cirq

    keys = {key.name: key.bits for key in keys_of(circuit).values() if key.index < 1}
    return to_cirq(circuit), cirq.LineQubit.range(circuit.num_qubits), keys, circuit.num_bits


def _cirq_read(written: Any) -> Circuit:
    circuit, qubits, keys, bits = written
    back = qcompile.from_cirq(circuit, qubits, keys)
    return Circuit(len(qubits), bits).compose(back)


def _cirq_matrix(written: Any, qubits: int) -> Any:
    # Cirq's first qubit is the most significant one.
    order = written[1][::-1]
    return written[0].unitary(qubit_order=order, qubits_that_should_be_present=order)


def _json_admits(circuit: Circuit) -> bool:
    try:
        dumps(circuit, "cirq-json")
    except PipelineError as error:
        if error.code != "QC409":
            raise
        return False
    return True


def _placeless(circuit: Circuit) -> Circuit:
    """Return a circuit without layouts, for what has no place for them."""
    out = circuit.copy()
    out.layouts = None
    return out


def _pennylane_write(circuit: Circuit) -> Any:
    """Return PennyLane's operations, and what they do not say: which wires and bits there are."""
    import pennylane

    from qcompile.emitters.to_pennylane import Writer

    writer = Writer(circuit, None, {}, {})
    ops = writer.whole(circuit)
    idle = [pennylane.Identity(wire) for wire in range(circuit.num_qubits)]
    return pennylane.tape.QuantumScript([*idle, *ops]), writer.bits, circuit.num_bits


def _pennylane_read(written: Any) -> Circuit:
    tape, bits, count = written
    return Circuit(len(tape.wires), count).compose(qcompile.from_pennylane(tape, bits=bits))


def _pennylane_matrix(written: Any, qubits: int) -> Any:
    import pennylane

    ops = [op for op in written[0].operations if op.name != "Barrier"]
    return pennylane.matrix(pennylane.tape.QuantumScript(ops), wire_order=list(range(qubits))[::-1])


def _pennylane_ready(circuit: Circuit) -> Circuit:
    """Return a circuit with the values that its parameters are written with, without layouts."""
    values = {name: 0.37 + 0.81 * k for k, name in enumerate(circuit.parameters)}
    return _placeless(circuit.bind(values) if values else circuit)


def _pytket_matrix(circuit: Any, qubits: int) -> Any:
    return little_endian(circuit.get_unitary(), qubits)


def _plain(circuit: Circuit) -> Circuit:
    """Return a circuit without layouts, which other packages do not record, and names that sympy reads."""
    names = {n: Angle.symbol(n.strip("]").replace("[", "_")) for n in circuit.parameters}
    plain = circuit.bind(names)
    plain.layouts = None
    return plain


def _text(name: str, **more: Any) -> Format:
    return Format(
        name, lambda circuit: dumps(circuit, name), lambda text: loads(text, name), **more
    )


def _braket_matrix(circuit: Any, qubits: int) -> Any:
    # Braket's matrices, unlike its texts and its simulators, read the states of several controls backwards.
    turned = type(circuit)()
    for item in circuit.instructions:
        control = {"control": item.control, "control_state": list(item.control_state)[::-1]}
        given = control if item.control else {}
        turned.add_instruction(type(item)(item.operator, item.target, power=item.power, **given))
    return little_endian(turned.to_unitary(), qubits)


def _braket_admits(circuit: Circuit) -> bool:
    """Return whether Braket holds a circuit and its bits, which are those measured into."""
    written = {op.bits[0] for op in circuit if op.name == "measure"}
    return len(written) == circuit.num_bits and admitted("braket")(circuit)


def _ionq_admits(circuit: Circuit) -> bool:
    """Return whether IonQ's JSON holds a circuit and its bits: it measures all, and has no bits."""
    return not circuit.num_bits and not circuit.parameters and unitary(circuit)


def _quil_admits(circuit: Circuit) -> bool:
    try:
        dumps(circuit, "quil")
    except PipelineError as error:
        if error.code != "QC409":
            raise
        return False
    return True


FORMATS = {
    "braket": _object("braket", matrix=_braket_matrix, prepare=_plain, admits=_braket_admits),
    "braket-qasm": _text("braket-qasm", prepare=_plain, admits=_braket_admits),
    "cirq": Format(
        "cirq",
        _cirq_write,
        _cirq_read,
        matrix=_cirq_matrix,
        prepare=_placeless,
        admits=admitted("cirq"),
    ),
    "cirq-json": _text("cirq-json", admits=_json_admits),
    "ionq": _text("ionq", prepare=_plain, admits=_ionq_admits, phases=False),
    "pennylane": Format(
        "pennylane",
        _pennylane_write,
        _pennylane_read,
        matrix=_pennylane_matrix,
        prepare=_pennylane_ready,
        admits=admitted("pennylane"),
    ),
    "pytket": _object("pytket", matrix=_pytket_matrix, prepare=_plain, admits=admitted("pytket")),
    "pytket-json": _text("pytket-json", prepare=_plain, admits=admitted("pytket")),
    "qir": Format(
        "qir",
        lambda circuit: dumps(circuit, "qir"),
        matrix=qir_matrix,
        kinds=("clifford-t", "rotations", "open-controls", "permutation", "device"),
        admits=lambda circuit: circuit.num_qubits <= 5,
    ),
    "qiskit": _object("qiskit", matrix=_qiskit_matrix),
    "qpy": Format("qpy", qpy.to_bytes, loads),
    "quil": _text("quil", matrix=quil_matrix, admits=_quil_admits),
    "stim": _text(
        "stim",
        matrix=stim_matrix,
        gates=CLIFFORDS,
        prepare=clifford,
        admits=lambda circuit: "u" not in circuit.gate_names(),
    ),
}
