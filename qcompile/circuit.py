# SPDX-License-Identifier: Apache-2.0
"""The circuit seen from Python, and its builder.

A `Circuit` is one DAG of operations held by the engine. Qubits and classical bits are numbered from 0;
**qubit 0 is the least significant bit of a basis state**, and bit 0 of a register that of its value.
Angles are radians: numbers, or expressions over `Parameter`s.

Every gate of the library is a method that returns the circuit (`_gates.py`); what is not a gate is here:
registers, measurement, control flow, joining, editing. Counting, drawing, reading and writing live in
their own rooms (`metrics`, `drawing`, `frontends`, `emitters`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from ._counts import CountMethods
from ._gates import GateMethods
from ._native import Angle, CoreCircuit, Definition, Instruction, Operation
from ._pictures import PictureMethods

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Angle", "Bit", "Circuit", "Condition", "Parameter", "Register"]

#: Label of a protected region in which a gate and its inverse alternate between barriers: its noise was scaled. Other
#: packages need no box for it.
FOLDED = "folded"

AngleLike: TypeAlias = "float | Angle"
Wires: TypeAlias = "int | Sequence[int] | Register"


class Parameter(Angle):
    """A named parameter: an angle that is not known yet.

    Two parameters are the same only if they are the same object (or copies of it): joining circuits that use
    two different ones of a name is an error.

    Parameters
    ----------
    name : str
        What it is called in reports, in OpenQASM 3 and when values are bound.

    Examples
    --------
    >>> theta = Parameter("theta")
    >>> print(2 * theta + 0.5)
    2*theta + 0.5
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str) -> Self:
        """Make a parameter that is equal to no other, whatever their names."""
        parameter = super().__new__(cls, name, int.from_bytes(os.urandom(7), "little") + 1)
        parameter.name = name
        return parameter


class Register(Sequence[int]):
    """A named run of qubits or bits; behaves as the list of their numbers."""

    __slots__ = ("_items", "name")

    def __init__(self, name: str, items: Iterable[int]) -> None:
        self.name = name
        self._items = tuple(items)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[int, ...]: ...
    def __getitem__(self, index: int | slice) -> int | tuple[int, ...]:
        """Return the number at a position."""
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Register({self.name!r}, {list(self._items)})"


class Condition:
    """A truth value over classical bits, built with ``==``, ``<``, ``&``, ``|``, ``^`` and ``~``."""

    __slots__ = ("form",)

    def __init__(self, form: Any) -> None:
        self.form = form

    def __and__(self, other: Condition) -> Condition:
        return Condition(("and", [self.form, other.form]))

    def __or__(self, other: Condition) -> Condition:
        return Condition(("or", [self.form, other.form]))

    def __xor__(self, other: Condition) -> Condition:
        return Condition(("xor", [self.form, other.form]))

    def __invert__(self) -> Condition:
        return Condition(("not", self.form))

    def __bool__(self) -> bool:
        raise TypeError(
            "a condition is known only when the circuit runs; use `with circuit.if_(...)`"
        )


class Bit:
    """Classical bits of a circuit, to be compared in a condition."""

    __slots__ = ("bits",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, bits: Sequence[int]) -> None:
        self.bits = list(bits)

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        if not isinstance(value, int):
            raise TypeError(f"classical bits are compared with an integer, got {value!r}")
        return Condition(("equals", self.bits, int(value)))

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return ~(self == value)

    def __lt__(self, value: int) -> Condition:
        return Condition(("less", self.bits, int(value)))


def _items(wires: Wires) -> list[int]:
    return [wires] if isinstance(wires, int) else list(wires)


class Circuit(GateMethods, CountMethods, PictureMethods, CoreCircuit):
    """A quantum circuit.

    Parameters
    ----------
    qubits : int or mapping of str to int, default 0
        Number of qubits (a register ``q``), or registers by name and size.
    bits : int or mapping of str to int, default 0
        Likewise for classical bits (a register ``c``).
    name : str, optional
        A name for reports.

    Examples
    --------
    >>> c = Circuit(2, 2)
    >>> c.h(0).cx(0, 1).measure([0, 1], [0, 1]).num_qubits
    2
    """

    def __init__(
        self,
        qubits: int | Mapping[str, int] = 0,
        bits: int | Mapping[str, int] = 0,
        name: str | None = None,
    ) -> None:
        for sizes, add, default in ((qubits, self.add_qubits, "q"), (bits, self.add_bits, "c")):
            if isinstance(sizes, int):
                sizes = {default: sizes} if sizes else {}
            for register, size in sizes.items():
                add(size, register)
        if name is not None:
            self.name = name

    @classmethod
    def from_core(cls, core: CoreCircuit) -> Self:
        """Make a `Circuit` of what the engine returned; ``core`` is empty afterwards."""
        circuit = cls()
        circuit._take(core)
        return circuit

    def copy(self) -> Self:
        """Return a copy; nothing is duplicated until one of the two is changed."""
        circuit = type(self)()
        circuit._adopt(self)
        return circuit

    def qubit(self, register: str) -> Register:
        """Return the qubit register of that name."""
        return self._register(register, self.qubit_registers, "qubit")

    def bit(self, which: int | str | Sequence[int]) -> Bit:
        """Return classical bits (a number, several, or a register's name) to be compared in a condition."""
        if isinstance(which, str):
            return Bit(self._register(which, self.bit_registers, "bit"))
        return Bit(_items(which))

    @staticmethod
    def _register(name: str, registers: list[tuple[str, list[int]]], kind: str) -> Register:
        for own, items in registers:
            if own == name:
                return Register(name, items)
        known = ", ".join(own for own, _ in registers) or "none"
        raise KeyError(f"no {kind} register is called {name!r}; there are: {known}")

    def gate(
        self,
        gate: str | Definition | Instruction,
        parameters: Sequence[AngleLike] = (),
        qubits: Sequence[int] = (),
    ) -> Self:
        """Append a gate by name, by definition or as an instruction.

        Parameters
        ----------
        gate : str, Definition or Instruction
            A library name or alias (``"rzz"``), or what to apply.
        parameters : sequence of float or Angle
            Its angles, in radians.
        qubits : sequence of int
            Its qubits, in order.

        Raises
        ------
        SemanticError
            QC201 for a wrong number of qubits, QC230 for an unknown name or a wrong number of angles, QC232 for a qubit
            that is missing or repeated.

        Examples
        --------
        >>> Circuit(3).gate("rzz", [0.3], [0, 2]).num_qubits
        3
        """
        if isinstance(gate, str):
            self.append_gate(gate, list(parameters), list(qubits))
        elif isinstance(gate, Definition):
            self.append(Instruction.call(gate, list(parameters)), list(qubits))
        else:
            self.append(gate, list(qubits))
        return self

    def measure(self, qubits: Wires, bits: Wires) -> Self:
        """Measure qubits into bits, pair by pair."""
        pairs = list(zip(_items(qubits), _items(bits), strict=True))
        instruction = Instruction.bare("measure")
        for q, b in pairs:
            self.append(instruction, [q], [b])
        return self

    def measure_all(self, register: str = "meas") -> Self:
        """Measure every qubit into a new register."""
        return self.measure(range(self.num_qubits), self.add_bits(self.num_qubits, register))

    def reset(self, qubits: Wires) -> Self:
        """Put qubits into |0>."""
        for q in _items(qubits):
            self.append(Instruction.bare("reset"), [q])
        return self

    def barrier(self, qubits: Wires | None = None) -> Self:
        """Let nothing cross here, on the qubits given or on all."""
        self.append(
            Instruction.bare("barrier"),
            list(range(self.num_qubits)) if qubits is None else _items(qubits),
        )
        return self

    def delay(self, duration: float, qubits: Wires, unit: str = "ns") -> Self:
        """Wait; ``unit`` is ``"ns"`` or ``"dt"``."""
        self.append(Instruction.delay(duration, unit), _items(qubits))
        return self

    def unitary(self, matrix: Any, qubits: Sequence[int], label: str | None = None) -> Self:
        """Append a unitary given by its matrix.

        Parameters
        ----------
        matrix : array_like, shape (2**k, 2**k), complex
            Row-major; the first of ``qubits`` is the least significant bit of an index.
        qubits : sequence of int
            The k qubits.
        label : str, optional
            A name for drawings.

        Raises
        ------
        SemanticError
            QC236 if the matrix is not unitary to 1e-9.
        """
        rows = [[complex(x) for x in row] for row in matrix]
        size = len(rows)
        if size & (size - 1) or any(len(row) != size for row in rows):
            from .errors import SemanticError

            raise SemanticError("a unitary is a square matrix of 2**k rows", code="QC236")
        for i in range(size):
            for j in range(i, size):
                dot = sum(rows[i][k] * rows[j][k].conjugate() for k in range(size))
                if abs(dot - (i == j)) > 1e-9:
                    from .errors import SemanticError

                    raise SemanticError(
                        f"the matrix is not unitary: rows {i} and {j} are off by {abs(dot - (i == j)):.1e}",
                        code="QC236",
                    )
        self.append(Instruction.unitary([x for row in rows for x in row], label), list(qubits))
        return self

    def diagonal(self, phases: Sequence[float], qubits: Sequence[int]) -> Self:
        """Multiply basis state i by ``exp(1j * phases[i])``; ``phases`` has 2**k entries in radians."""
        self.append(Instruction.diagonal([float(p) for p in phases]), list(qubits))
        return self

    def permutation(self, image: Sequence[int], qubits: Sequence[int]) -> Self:
        """Move the state of the i-th qubit given to the ``image[i]``-th."""
        self.append(Instruction.permutation(list(image)), list(qubits))
        return self

    def compose(
        self,
        other: CoreCircuit,
        qubits: Sequence[int] | None = None,
        bits: Sequence[int] | None = None,
    ) -> Self:
        """Append another circuit on the wires given (default: the first ones)."""
        self.compose_onto(
            other,
            list(range(other.num_qubits) if qubits is None else qubits),
            list(range(other.num_bits) if bits is None else bits),
        )
        return self

    def inverse(self) -> Self:
        """Return the inverse circuit; an operation that has none is an error naming it (QC234)."""
        return self.from_core(super().inverse())

    def bind(self, values: Mapping[Any, AngleLike]) -> Self:
        """Return a copy with parameters (or their names) replaced by numbers or expressions."""
        return self.from_core(super().bind({str(k): v for k, v in values.items()}))

    def repeat(self, times: int) -> Self:
        """Return the circuit ``times`` times in a row."""
        if times < 0:
            return self.inverse().repeat(-times)
        out = self.from_core(self.emptied())
        for _ in range(times):
            out.compose(self)
        return out

    power = repeat

    def controlled(
        self, other: CoreCircuit, on: Sequence[int], qubits: Sequence[int], polarity: Any = None
    ) -> Self:
        """Append ``other`` under controls.

        Parameters
        ----------
        other : Circuit
            A unitary circuit; its global phase is controlled as well.
        on : sequence of int
            The control qubits.
        qubits : sequence of int
            Where qubit i of ``other`` goes.
        polarity : sequence of bool, optional
            Which controls fire on |1>; all by default.
        """
        closed = [True] * len(on) if polarity is None else [bool(p) for p in polarity]
        if other.phase != 0:
            # A controlled phase is a phase gate on the last control, under the others.
            phase = Instruction.gate("p", [other.exact_phase])
            if not closed[-1]:
                self.append(Instruction.gate("x"), [on[-1]])
            self.append(phase.controlled(closed[:-1]), list(on))
            if not closed[-1]:
                self.append(Instruction.gate("x"), [on[-1]])
        for op in other:
            self.append(op.instruction.controlled(closed), [*on, *(qubits[q] for q in op.qubits)])
        return self

    @contextmanager
    def if_(self, condition: Condition) -> Iterator[Self]:
        """Apply what the ``with`` block appends only if ``condition`` holds.

        Examples
        --------
        >>> c = Circuit(2, 1)
        >>> _ = c.h(0).measure(0, 0)
        >>> with c.if_(c.bit(0) == 1):
        ...     _ = c.x(1)
        >>> [op.name for op in c]
        ['h', 'measure', 'if']
        """
        with self._recorded() as body:
            yield self
        self.append_if(condition.form, body[0])

    @contextmanager
    def while_(self, condition: Condition) -> Iterator[Self]:
        """Repeat what the ``with`` block appends as long as ``condition`` holds."""
        with self._recorded() as body:
            yield self
        self.append_while(condition.form, body[0])

    @contextmanager
    def for_(self, values: Iterable[int], variable: str | None = None) -> Iterator[Self]:
        """Repeat what the ``with`` block appends once for each value."""
        with self._recorded() as body:
            yield self
        self.append_for(list(values), body[0], variable)

    @contextmanager
    def protected(self, label: str = "") -> Iterator[Self]:
        """Keep what the ``with`` block appends as written, through every pass."""
        with self._recorded() as body:
            yield self
        self.append_region(body[0], label)

    @contextmanager
    def _recorded(self) -> Iterator[list[CoreCircuit]]:
        """Collect what is appended meanwhile into a circuit of the same width."""
        outer = self.copy()
        self._adopt(self.emptied())
        collected: list[CoreCircuit] = []
        try:
            yield collected
            collected.append(self.copy())
        finally:
            self._adopt(outer)

    def edit(self) -> Iterator[Cursor]:
        """Walk the operations with a cursor that can change them.

        Operations put in by the cursor are not visited. Source places pass on to what replaces an operation.
        """
        for op in list(self):
            yield Cursor(self, op)

    def to_dict(self) -> dict[str, Any]:
        """Return qubits, bits and operations as plain data (the JSON of ``qcompile convert``)."""
        import json

        from .emitters import dumps

        return dict(json.loads(dumps(self, "json")))

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        label = f"{self.name!r}, " if self.name else ""
        return f"<Circuit {label}{self.num_qubits} qubits, {self.num_bits} bits, {len(self)} operations>"


def _from_bytes(data: bytes) -> Circuit:
    return Circuit.from_core(CoreCircuit.from_bytes(data))


class Cursor:
    """One operation of a circuit being edited."""

    __slots__ = ("_circuit", "operation")

    def __init__(self, circuit: CoreCircuit, operation: Operation) -> None:
        self._circuit = circuit
        self.operation = operation

    def remove(self) -> None:
        """Take the operation out."""
        self._circuit.remove(self.operation.index)

    def replace(self, *instructions: tuple[Instruction, Sequence[int]]) -> None:
        """Put instructions in its place; each names its operands by position among the operation's wires."""
        self._circuit.substitute(self.operation.index, [(i, list(ops)) for i, ops in instructions])

    def __getattr__(self, name: str) -> Any:
        return getattr(self.operation, name)
