# SPDX-License-Identifier: Apache-2.0
"""QIR, the LLVM form of circuits, in its base profile (version 2.0 of the text, checked with PyQIR 0.12).

Gates first, then every measurement, then the results: a circuit that uses a qubit after its measurement, resets one, or
has a condition or loop needs more than the base profile has. Gates without an intrinsic are written with those that do.
"""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING, Any

from .._native import Angle, CoreTarget, kernels
from ..errors import PipelineError, Span, quote
from .marks import marks

if TYPE_CHECKING:
    from .._native import CoreCircuit, Operation
    from ..circuit import Circuit

#: Library gates that are intrinsics, and how those are called.
_INTRINSICS = {
    "h": "h__body", "x": "x__body", "y": "y__body", "z": "z__body", "s": "s__body", "sdg": "s__adj",
    "t": "t__body", "tdg": "t__adj", "rx": "rx__body", "ry": "ry__body", "rz": "rz__body",
    "cx": "cnot__body", "cz": "cz__body", "swap": "swap__body", "ccx": "ccx__body",
}  # fmt: skip
_BASIS = [name for name in _INTRINSICS if name != "ccx"]
_SAME = (*_INTRINSICS, "barrier", "delay")


def write(circuit: Circuit) -> str:
    """Return a circuit as QIR's text, with an entry point ``main``.

    Parameters
    ----------
    circuit : Circuit
        Gates without parameters, then measurements, each qubit and bit at most once. Qubit i has the static address i;
        the results are those of the measured bits, in their order, labelled with register and index.

    Raises
    ------
    PipelineError
        QC409 naming the first operation the base profile has not.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> text = write(Circuit(1, 1).h(0).measure(0, 0))
    >>> [line.strip() for line in text.splitlines() if "__h__" in line][0]
    'call void @__quantum__qis__h__body(ptr null)'
    """
    writer = _Writer(circuit)
    writer.body(circuit, list(range(circuit.num_qubits)), list(range(circuit.num_bits)))
    return writer.text()


def losses(circuit: Circuit) -> list[str]:
    """Return what the text does not keep, in words."""
    lost = ["QIR is written, not read; its intrinsics have no names of qubit registers"]
    kinds = {op.name for op in circuit}
    for kind, what in (
        ("region", "protected regions"),
        ("barrier", "barriers"),
        ("delay", "delays"),
    ):
        if kind in kinds:
            lost.append(f"QIR's base profile has no {what}")
    return lost


class _Writer:
    """Writes one circuit."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.phase: float | Angle = Angle(0.0)
        self.gates: list[str] = []
        self.used: dict[str, str] = {}
        #: The qubit measured into each bit.
        self.measured: dict[int, int] = {}
        self.target = CoreTarget("qir", _BASIS)

    def body(self, circuit: CoreCircuit, wires: list[int], bits: list[int]) -> None:
        """Write what a circuit does on these wires."""
        self.phase = self.phase + circuit.exact_phase
        for op in circuit:
            on = [wires[q] for q in op.qubits]
            if op.name in ("barrier", "delay"):
                continue
            if done := set(on) & set(self.measured.values()):
                raise _refused(op, f"uses qubit {min(done)} after its measurement")
            if op.name == "measure":
                bit = bits[op.bits[0]]
                if bit in self.measured:
                    raise _refused(op, f"measures into bit {bit} a second time")
                self.measured[bit] = on[0]
            elif op.name == "region":
                self.body(op.blocks[0], on, [bits[b] for b in op.bits])
            else:
                self.gate(op, on)

    def gate(self, op: Operation, on: list[int]) -> None:
        """Write one gate, by others if it has no intrinsic."""
        if op.name in _INTRINSICS:
            if any(isinstance(p, Angle) and p.value is None for p in op.parameters):
                raise _refused(op, "has an angle that is not known", "bind its parameters first")
            self.call(op, on)
            return
        if op.name in _OTHERS or op.blocks:
            raise _refused(op, "is no gate, and the base profile has gates and final measurements")
        from ..circuit import Circuit

        alone = Circuit(len(on))
        alone.append(op.instruction, range(len(on)))
        kernels.decompose(alone, self.target, limit=10_000_000, borrow=False, assume_zero=False)
        kernels.basis_translation(alone, self.target, one_qubit=True)
        if any(step.name not in _SAME for step in alone):
            raise _refused(op, "cannot be written with QIR's intrinsics")
        if alone.parameters:
            raise _refused(op, "has an angle that is not known", "bind its parameters first")
        self.body(alone, on, [])

    def call(self, op: Operation, on: list[int]) -> None:
        """Write the call of an intrinsic."""
        name = f"__quantum__qis__{_INTRINSICS[op.name]}"
        angles = [f"double {_double(float(p))}" for p in op.parameters]
        kinds = ["double"] * len(angles) + ["ptr"] * len(on)
        self.used[name] = ", ".join(kinds)
        operands = ", ".join(angles + [_address(q) for q in on])
        self.gates.append(f"  call void @{name}({operands})")

    def text(self) -> str:
        """Return the whole module."""
        order = sorted(self.measured)
        labels = [_label(name) for name in self.labels(order)]
        lines = [*marks(self.circuit, self.phase, ";"), 'source_filename = "qcompile"', ""]
        lines += [
            f'@{k} = internal constant [{size} x i8] c"{text}"'
            for k, (size, text) in enumerate(labels)
        ]
        lines += ["", "define i64 @main() #0 {", "entry:"]
        lines += [
            "  call void @__quantum__rt__initialize(ptr null)",
            "  br label %body",
            "",
            "body:",
        ]
        lines += [*self.gates, "  br label %measurements", "", "measurements:"]
        lines += [
            f"  call void @__quantum__qis__mz__body({_address(self.measured[bit])}, {_address(k)})"
            for k, bit in enumerate(order)
        ]
        lines += ["  br label %output", "", "output:"]
        if order:
            lines.append(
                f"  call void @__quantum__rt__array_record_output(i64 {len(order)}, ptr @0)"
            )
        lines += [
            f"  call void @__quantum__rt__result_record_output({_address(k)}, ptr @{k + 1})"
            for k in range(len(order))
        ]
        lines += ["  ret i64 0", "}", ""]
        lines += [f"declare void @{name}({kinds})" for name, kinds in sorted(self.used.items())]
        lines += [
            "declare void @__quantum__qis__mz__body(ptr, ptr writeonly) #1",
            "declare void @__quantum__rt__initialize(ptr)",
            "declare void @__quantum__rt__array_record_output(i64, ptr)",
            "declare void @__quantum__rt__result_record_output(ptr, ptr)",
            "",
            'attributes #0 = { "entry_point" "output_labeling_schema"="labeled" "qir_profiles"="base_profile" '
            f'"required_num_qubits"="{self.circuit.num_qubits}" "required_num_results"="{len(order)}" }}',
            'attributes #1 = { "irreversible" }',
            "",
            "!llvm.module.flags = !{!0, !1, !2, !3}",
            '!0 = !{i32 1, !"qir_major_version", i32 2}',
            '!1 = !{i32 7, !"qir_minor_version", i32 0}',
            '!2 = !{i32 1, !"dynamic_qubit_management", i1 false}',
            '!3 = !{i32 1, !"dynamic_result_management", i1 false}',
        ]
        return "\n".join(lines) + "\n"

    def labels(self, order: list[int]) -> list[str]:
        """Return the label of the results as a whole, and of each."""
        names = {
            bit: f"{name}[{k}]"
            for name, items in self.circuit.bit_registers
            for k, bit in enumerate(items)
        }
        return ["results", *(names.get(bit, f"bit {bit}") for bit in order)] if order else []


def _address(number: int) -> str:
    return "ptr null" if number == 0 else f"ptr inttoptr (i64 {number} to ptr)"


def _double(value: float) -> str:
    """Return a number as LLVM reads it exactly: its bits."""
    return f"0x{pack('>d', value).hex().upper()}"


def _label(name: str) -> tuple[int, str]:
    """Return the length of a text in bytes and the text, ended by zero."""
    data = name.encode("utf-8", "surrogateescape") + b"\0"
    return len(data), "".join(
        chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02X}" for b in data
    )


def _refused(op: Operation, what: str, help: str | None = None) -> PipelineError:
    place = op.place
    return PipelineError(
        f"operation {op.index} (`{quote(op.name)}`) {what}",
        code="QC409",
        span=None if place is None else Span(None, *place),
        help=help or "write OpenQASM 3 instead: QIR's base profile has gates, then measurements",
    )


_OTHERS: frozenset[Any] = frozenset(
    "reset if while for switch break continue channel pulse allocate release".split()
)
