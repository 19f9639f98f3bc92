# SPDX-License-Identifier: Apache-2.0
"""A circuit as a tensor network: operands for `numpy.einsum`, opt_einsum (tested with 3.4) and quimb (1.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._native import Angle
from ..errors import PipelineError, Span, quote
from .matrices import matrix_of

if TYPE_CHECKING:
    from .._native import Operation
    from ..circuit import Circuit


def to_einsum(
    circuit: Circuit, bitstring: str | None = None, *, operator: bool = False
) -> list[Any]:
    """Return a circuit's amplitude, state or matrix as operands of `einsum`.

    Parameters
    ----------
    circuit : Circuit
        Gates, barriers and protected regions. Its layouts are applied: qubits are those of the program, and the other
        wires start and end in zero.
    bitstring : str, optional
        Close the ends with this basis state, qubit 0 the rightmost character; then the value is one amplitude.
    operator : bool, default False
        Leave the beginnings open too, instead of starting in zero.

    Returns
    -------
    list
        ``[array, indices, array, indices, …, indices of the result]``, what ``numpy.einsum(*operands)`` takes. The
        result's axes are the open ends, last qubit first, then the open beginnings likewise: reshaped to
        ``(2**n,)`` or ``(2**n, 2**n)`` it is the state or the matrix, qubit 0 least significant. A diagonal gate
        takes no new indices.

    Raises
    ------
    PipelineError
        QC409 for what is no number yet or no gate: parameters, measurements, conditions, channels.
    SemanticError
        QC237 for a bitstring that does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from qcompile import Circuit
    >>> bell = Circuit(2).h(0).cx(0, 1)
    >>> np.einsum(*to_einsum(bell)).ravel().round(3).real.tolist()
    [0.707, 0.0, 0.0, 0.707]
    >>> float(np.einsum(*to_einsum(bell, "01")).real)
    0.0
    """
    import numpy as np

    width = circuit.num_qubits
    initial, final = circuit.layouts or (list(range(width)), list(range(width)))
    if bitstring is not None and (len(bitstring) != len(final) or set(bitstring) - {"0", "1"}):
        from ..errors import SemanticError

        raise SemanticError(
            f"`{quote(bitstring)}` is no basis state of {len(final)} qubits", code="QC237"
        )
    network = _Network(width)
    basis = np.eye(2, dtype=complex)
    for wire in range(width):
        if not operator or wire not in initial:
            network.add(basis[0], [wire])
    beginnings = [initial[q] for q in reversed(range(len(initial)))] if operator else []
    network.circuit(circuit, list(range(width)))
    for wire in set(range(width)) - set(final):
        network.add(basis[0], [network.ends[wire]])
    ends = [network.ends[final[q]] for q in reversed(range(len(final)))]
    if bitstring is not None:
        for letter, index in zip(bitstring, ends, strict=True):
            network.add(basis[int(letter)], [index])
        ends = []
    for place, index in enumerate(ends):
        if index in beginnings:
            # A wire that no gate turns begins and ends with one index, which a result may not have twice.
            ends[place] = network.fresh()
            network.add(basis, [ends[place], index])
    return [*network.operands, [*ends, *beginnings]]


class _Network:
    """The operands so far, and the index each wire ends with."""

    def __init__(self, width: int) -> None:
        self.operands: list[Any] = []
        self.ends = list(range(width))
        self._next = width

    def add(self, array: Any, indices: list[int]) -> None:
        """Add one tensor."""
        self.operands += [array, indices]

    def fresh(self) -> int:
        """Return a new index."""
        self._next += 1
        return self._next - 1

    def circuit(self, circuit: Any, wires: list[int]) -> None:
        """Add what a circuit does on these wires."""
        import numpy as np

        for op in circuit:
            on = [wires[q] for q in op.qubits]
            if op.name == "region":
                self.circuit(op.blocks[0], on)
            elif op.name not in ("barrier", "delay"):
                self.gate(op, on)
        phase = circuit.phase
        if isinstance(phase, Angle) and phase.value is None:
            raise PipelineError(
                f"the global phase is not known: {phase}", code="QC409", help="bind it first"
            )
        if float(phase) != 0.0:
            self.add(np.exp(1j * float(phase)), [])

    def gate(self, op: Operation, on: list[int]) -> None:
        """Add one gate: its outputs are new indices unless it is diagonal."""
        import numpy as np

        try:
            matrix = matrix_of(op)
        except PipelineError as error:
            place = op.place
            raise PipelineError(
                f"operation {op.index} (`{quote(op.name)}`): {error.message}",
                code="QC409",
                span=None if place is None else Span(None, *place),
                help=error.help,
            ) from None
        ends = [self.ends[wire] for wire in reversed(on)]
        diagonal = np.diagonal(matrix)
        if not np.any(matrix - np.diag(diagonal)):
            self.add(diagonal.reshape((2,) * len(on)), ends)
            return
        new = [self.fresh() for _ in on]
        self.add(matrix.reshape((2,) * (2 * len(on))), [*new, *ends])
        for wire, index in zip(reversed(on), new, strict=True):
            self.ends[wire] = index
