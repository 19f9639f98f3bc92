# SPDX-License-Identifier: Apache-2.0
"""Pauli twirling of two-qubit gates, at bind time.

A two-qubit gate between random Paulis that it turns into Paulis is the same gate, but coherent errors in it become
stochastic ones. The frames are one-qubit gates and so are their neighbours; they are put into the compiled circuit as
rotations by parameters, and a template merges both. A draw is then a row of numbers: bound by the thousand, without a
circuit made or compiled.

Clifford gates take every pair of Paulis, others those that they turn into Paulis at any angle: ``rzz(a)`` eight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from .._native import Angle, Instruction
from ..circuit import Circuit, Parameter
from ..contract import Context
from ..emitters.matrices import matrix_of
from ..errors import PipelineError, SemanticError
from ..pipeline import Pipeline
from ..training.template import Template, template

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from .._native import Operation
    from ..training.template import Slot

#: One-qubit gates only: two-qubit gates stay as they are.
_WRITE = "one-qubit-fusion, basis-translation"
#: A frame on two qubits: quarter-turn counts ``x, z`` of the first, then of the second.
_FRAMES = list(product((0, 1), repeat=4))
#: Angles in general position, where a gate has angles that are not known.
_SOMEWHERE = (0.7, 1.9)
_SAME = 1e-9


class Twirling:
    """A compiled circuit whose two-qubit gates stand in random Pauli frames; made by `qcompile.mitigation.twirl`.

    Parameters
    ----------
    work : Result or Template
        What was compiled.

    Examples
    --------
    >>> import qcompile as qc
    >>> result = qc.compile(qc.Circuit(2).h(0).cx(0, 1), target="line:2", basis="cz,rz,sx,x")
    >>> twirling = Twirling(result)
    >>> angles = twirling.bind(1000, seed=1)
    >>> angles.shape == (1000, len(twirling.slots))
    True
    """

    def __init__(self, work: Any) -> None:
        result = work.result if isinstance(work, Template) else work
        self.circuit: Circuit = result.circuit
        self.target = result.target
        self.layout = result.layout
        #: Names of the circuit's own parameters.
        self.parameters: tuple[str, ...] = (
            work.parameters if isinstance(work, Template) else tuple(self.circuit.parameters)
        )
        #: Index of each gate that is framed, and its frames: before, behind, and the phase they add.
        self._frames = {
            op.index: found for op in self.circuit if (found := _frames(op)) is not None
        }

    @property
    def gates(self) -> int:
        """How many two-qubit gates stand in frames."""
        return len(self._frames)

    @cached_property
    def template(self) -> Template:
        """The circuit with its frames as parameters; those are the last columns of its values."""
        out = Circuit.from_core(self.circuit.emptied())
        out.phase = self.circuit.exact_phase
        names: list[str] = []

        def rotated(label: str, on: list[int]) -> None:
            for q in on:
                for axis in "xz":
                    parameter = Parameter(f"{label}_{axis}{on.index(q)}")
                    names.append(parameter.name)
                    out.gate(f"r{axis}", [parameter], [q])

        for op in self.circuit:
            framed = op.index in self._frames
            if framed:
                rotated(f"frame_{op.index}_before", op.qubits)
            out.append(op.instruction, op.qubits, op.bits)
            if framed:
                rotated(f"frame_{op.index}_behind", op.qubits)
        # A phase alone does not make a parameter known.
        out.declare_parameter("frame_phase")
        out.add_phase(Angle.symbol("frame_phase"))
        return template(
            out,
            self.target,
            parameters=[*self.parameters, *names, "frame_phase"],
            passes=_WRITE,
            # At values that are no draw a device qubit beside the program's does not return to zero.
            relation="operator",
        )

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What the columns of `bind` are."""
        return self.template.slots

    def draws(self, count: int, seed: int = 0) -> NDArray[np.intp]:
        """Return for each draw which of its frames each gate stands in.

        Parameters
        ----------
        count : int
            How many draws.
        seed : int, default 0
            The only source of randomness.

        Returns
        -------
        ndarray of int, shape (count, gates)

        Raises
        ------
        SemanticError
            QC274 for fewer than one draw.
        """
        if count < 1:
            raise SemanticError(
                f"{count} draws of frames", code="QC274", help="ask for one or more"
            )
        sizes = np.array([len(phases) for _, _, phases in self._frames.values()], dtype=float)
        random = np.random.default_rng(seed).random((count, len(sizes)))
        drawn: NDArray[np.intp] = (random * sizes).astype(np.intp)
        return drawn

    def bind(
        self, count: int, seed: int = 0, values: ArrayLike | Mapping[Any, Any] | None = None
    ) -> NDArray[np.float64]:
        """Return the angles of every slot for each draw: no circuits are made.

        Parameters
        ----------
        count : int
            How many draws.
        seed : int, default 0
            The only source of randomness.
        values : array_like, shape (parameters,) or (count, parameters), or mapping, optional
            Of the circuit's own parameters, for all draws or for each.

        Returns
        -------
        ndarray of float64, shape (count, slots)
            In the order of `slots`, the global phase last.
        """
        return self.template.bind(self.rows(count, seed, values))

    def rows(
        self, count: int, seed: int = 0, values: ArrayLike | Mapping[Any, Any] | None = None
    ) -> NDArray[np.float64]:
        """Return the draws as values for `template`: arguments as for `bind`."""
        own = self._own(values)
        drawn = self.draws(count, seed)
        columns = [np.broadcast_to(own, (count, len(self.parameters)))]
        phase = np.zeros(count)
        for k, (before, behind, phases) in enumerate(self._frames.values()):
            columns += [np.pi * before[drawn[:, k]], np.pi * behind[drawn[:, k]]]
            phase -= phases[drawn[:, k]]
        return np.hstack([*columns, phase[:, None]])

    def circuits(
        self, count: int, seed: int = 0, values: ArrayLike | Mapping[Any, Any] | None = None
    ) -> Iterator[Circuit]:
        """Yield the circuit of each draw, its Paulis merged with their neighbours: fewer gates than bound angles have.

        Parameters
        ----------
        count, seed, values
            As for `bind`.
        """
        own = self._own(values)
        drawn = self.draws(count, seed)
        pipeline, context = Pipeline(_WRITE), Context(target=self.target)
        for k in range(count):
            row = own[k] if own.ndim == 2 else own
            named = dict(zip(self.parameters, row.tolist(), strict=True))
            framed = self.circuit.bind(named) if named else self.circuit.copy()
            phase = 0.0
            # A bound copy numbers its operations anew, in the same order.
            ops = [
                op
                for op, own in zip(framed, self.circuit, strict=True)
                if own.index in self._frames
            ]
            for choice, op, (before, behind, phases) in zip(
                drawn[k].tolist(), ops, self._frames.values(), strict=True
            ):
                itself = (op.instruction, [0, 1])
                around = [_rotations(bits[choice]) for bits in (before, behind)]
                framed.substitute(op.index, [*around[0], itself, *around[1]])
                phase -= float(phases[choice])
            framed.add_phase(phase)
            out, _ = pipeline.run(framed, context, trace="times")
            yield out

    def _own(self, values: ArrayLike | Mapping[Any, Any] | None) -> NDArray[np.float64]:
        if isinstance(values, Mapping):
            named = {str(key): value for key, value in values.items()}
            if set(named) != set(self.parameters):
                raise SemanticError(
                    "values are for the circuit's own parameters",
                    code="QC242",
                    help=f"the parameters are {', '.join(self.parameters) or 'none'}",
                )
            values = np.stack(np.broadcast_arrays(*(named[n] for n in self.parameters)), axis=-1)
        own = np.asarray([] if values is None else values, dtype=np.float64)
        if own.shape[-1:] != (len(self.parameters),):
            raise SemanticError(
                f"{len(self.parameters)} values are needed, got an array of shape {own.shape}",
                code="QC230",
            )
        return own

    def __repr__(self) -> str:
        return f"<Twirling of {self.gates} two-qubit gates, {len(self.parameters)} parameters>"


def _rotations(bits: NDArray[np.intp]) -> list[Any]:
    x0, z0, x1, z1 = bits.tolist()
    half = [Angle.pi(1, 1)]
    wanted = ((x0, "rx", 0), (z0, "rz", 0), (x1, "rx", 1), (z1, "rz", 1))
    return [(Instruction.gate(name, half), [on]) for turned, name, on in wanted if turned]


def _frames(op: Operation) -> Any:
    """Return the frames of a gate: bits before and behind, shape (frames, 4), and phases; None if there are none."""
    if len(op.qubits) != 2 or op.bits or op.blocks:
        return None
    try:
        op.instruction.inverse()
        tables = []
        for value in _SOMEWHERE:
            known = [
                value if isinstance(p, Angle) and p.value is None else p for p in op.parameters
            ]
            instruction = Instruction.gate(op.name, known) if op.parameters else op.instruction
            tables.append(_table(matrix_of(instruction)))
    except (PipelineError, SemanticError):
        return None
    both = [each for each in tables[0] if each in tables[1]]
    if len(both) < 2:
        return None
    before, behind, phases = zip(*both, strict=True)
    return np.array(before), np.array(behind), np.array(phases)


_PAULIS: list[Any] = []


def _paulis() -> list[Any]:
    """Return the frames as products of half turns, first qubit least significant: rz rx of each."""
    if not _PAULIS:
        rx, rz = np.array([[0, -1j], [-1j, 0]]), np.diag([-1j, 1j])
        power = np.linalg.matrix_power
        for x0, z0, x1, z1 in _FRAMES:
            one = power(rz, z0) @ power(rx, x0)
            _PAULIS.append(np.kron(power(rz, z1) @ power(rx, x1), one))
    return _PAULIS


def _table(gate: Any) -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
    """Return the frames that leave a gate as it is: behind * gate * before = exp(i phase) * gate."""
    found = []
    for before, p in zip(_FRAMES, _paulis(), strict=True):
        wanted = gate @ p.conj().T @ gate.conj().T
        for behind, q in zip(_FRAMES, _paulis(), strict=True):
            overlap = np.trace(wanted.conj().T @ q) / 4
            if abs(abs(overlap) - 1) < _SAME:
                found.append(
                    (before, behind, round(float(np.angle(overlap)) / (np.pi / 4)) * np.pi / 4)
                )
    return found
