# SPDX-License-Identifier: Apache-2.0
"""`template`: a circuit with parameters compiled once, whose angles are then a function of their values.

``` text
 circuit with parameters --compile--> native circuit with parameters --merge--> fewer gates, some of whose angles are
                                                                                derived from the parameters
 values --program (engine)--> the angles of every slot, a global phase last
```

What is decided once: layout, routing, merged runs, which gates there are. What is computed for each binding: a few
sums, and for merged runs three arc tangents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._native import AngleProgram, DerivedAngles, angle_slots
from ..circuit import Circuit
from ..compiler import Result
from ..compiler import compile as compile_circuit
from ..contract import Context
from ..errors import SemanticError, VerificationError, quote
from ..pipeline import Pipeline

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import ArrayLike, NDArray

    from ..mitigation import FoldedTemplate
    from ..report import Layout, Report
    from ..targets import Target

#: After runs are merged: what then meets, through commuting gates and in the target's own one-qubit gates.
_TIDY = "merge-rotations, one-qubit-fusion"
_TIDY_MEASURED = f"{_TIDY}, remove-diagonals-before-measure, one-qubit-fusion"
#: Merging may bring runs together that merge again; angles derived of derived ones are rare beyond this.
_ROUNDS = 4


@dataclass(frozen=True)
class Slot:
    """An angle that depends on parameters.

    Parameters
    ----------
    operation : int
        Index of the operation in the compiled circuit; -1 for the global phase.
    angle : int
        Which of its angles.
    gate : str
        Its name; ``"gphase"`` for the global phase.
    qubits : tuple of int
        Its qubits.
    """

    operation: int
    angle: int
    gate: str
    qubits: tuple[int, ...]


class Template:
    """A compiled circuit whose angles are bound by arrays; made by `template`.

    Safe to use from several threads; pickles.

    Parameters
    ----------
    source : Circuit
        The circuit that was compiled.
    result : Result
        What compiling it with its parameters gave.
    parameters : tuple of str
        Names of the columns of values.
    options : dict
        What else `compile` was told.
    """

    def __init__(
        self,
        source: Circuit,
        result: Result,
        parameters: tuple[str, ...],
        options: Mapping[str, Any],
    ) -> None:
        self.source = source
        self.parameters = parameters
        self.result = result
        self.options = dict(options)
        #: The native circuit, with parameters and derived ones in its angles.
        self.circuit, self._derived = _merged(result, self.options)
        self._program = AngleProgram(self.circuit, list(parameters), self._derived)
        self.slots = _slots(self.circuit)

    @property
    def target(self) -> Target:
        """What it was compiled for."""
        return self.result.target

    @property
    def layout(self) -> Layout:
        """Where program qubits start and end."""
        return self.result.layout

    @property
    def report(self) -> Report:
        """The report of compiling the circuit with its parameters; runs were merged afterwards."""
        return self.result.report

    def map_observable(self, observable: Any) -> Any:
        """Return an observable of the program as one of the device; see `Layout.map_observable`."""
        return self.layout.map_observable(observable)

    def bind(
        self, values: ArrayLike | Mapping[Any, Any], out: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return the angles of every slot.

        Parameters
        ----------
        values : array_like, shape (parameters,) or (batch, parameters), or mapping
            Radians, in the order of `parameters`; or a number or an array of shape (batch,) for each name.
        out : ndarray of float64, shape (slots,) or (batch, slots), optional
            Where to put them: contiguous, for instance a view of shared memory.

        Returns
        -------
        ndarray of float64, shape (slots,) or (batch, slots)
            Radians, in the order of `slots`; ``out`` where it was given. Angles are not reduced modulo a turn.

        Raises
        ------
        SemanticError
            QC230 for an array of another shape, QC242 for a name that is missing or unknown.

        Notes
        -----
        Linear in the slots. One assignment of a few hundred parameters takes microseconds and asks for no memory where
        ``out`` is given; batches are computed eight at a time, with the interpreter lock released.

        Examples
        --------
        >>> import qcompile as qc
        >>> a = qc.Parameter("a")
        >>> tpl = qc.template(qc.Circuit(1).h(0).rx(2 * a, 0), basis="rz,sx,x,cz")
        >>> tpl.bind([0.25]).shape == (len(tpl.slots),)
        True
        """
        x = values if type(values) is np.ndarray else self._array(values)
        if x.dtype != np.float64 or not x.flags.c_contiguous:
            x = np.ascontiguousarray(x, dtype=np.float64)
        if out is None:
            out = np.empty((*x.shape[:-1], self._program.outputs))
        self._program.bind(x, out)
        return out

    def circuit_at(self, values: ArrayLike | Mapping[Any, Any]) -> Circuit:
        """Return the compiled circuit at one assignment, its layouts included.

        Parameters
        ----------
        values : array_like, shape (parameters,), or mapping
            As for `bind`.
        """
        x = self._row(values)
        names = [*self.parameters, *self._derived.names]
        numbers = [*x.tolist(), *self._program.derived(x)]
        return self.circuit.bind(dict(zip(names, numbers, strict=True)))

    def to_qiskit(self, values: ArrayLike | Mapping[Any, Any]) -> Any:
        """Return the compiled circuit at one assignment as Qiskit's."""
        from .. import interchange

        return interchange.write(self.circuit_at(values), "qiskit")

    def to_qasm3(self, values: ArrayLike | Mapping[Any, Any]) -> str:
        """Return the compiled circuit at one assignment as OpenQASM 3."""
        from ..emitters import dumps

        return dumps(self.circuit_at(values), "qasm3")

    def fold(self, scale: float | Fraction, where: str = "two-qubit") -> FoldedTemplate:
        """Return what binds circuits with their noise scaled; see `qcompile.mitigation.fold`."""
        from ..mitigation import fold

        return fold(self, scale, where)

    def vjp(
        self, values: ArrayLike | Mapping[Any, Any], gradient: ArrayLike
    ) -> NDArray[np.float64]:
        """Return the gradient with respect to the parameters, given that with respect to the slots.

        Parameters
        ----------
        values : array_like, shape (parameters,) or (batch, parameters), or mapping
            Where.
        gradient : array_like, shape (slots,) or (batch, slots)
            Of some function of the slots' angles.

        Returns
        -------
        ndarray of float64, shape (parameters,) or (batch, parameters)

        Notes
        -----
        Exact. Where a merged run is a rotation about z alone, its two outer Euler angles turn about one axis and only
        their sum means anything: its derivative is shared between them equally. A motion that tilts the axis there in
        the direction which the middle angle does not reach counts as none.
        """
        x = np.ascontiguousarray(self._array(values), dtype=np.float64)
        g = np.ascontiguousarray(gradient, dtype=np.float64)
        out = np.empty_like(x)
        self._program.vjp(x, g, out)
        return out

    def jvp(
        self, values: ArrayLike | Mapping[Any, Any], direction: ArrayLike
    ) -> NDArray[np.float64]:
        """Return how the slots' angles change when the parameters change in a direction.

        Parameters
        ----------
        values, direction : array_like, shape (parameters,) or (batch, parameters)
            Where, and in which direction.

        Returns
        -------
        ndarray of float64, shape (slots,) or (batch, slots)
            Defined at singularities as in `vjp`.
        """
        x = np.ascontiguousarray(self._array(values), dtype=np.float64)
        d = np.ascontiguousarray(direction, dtype=np.float64)
        out = np.empty((*x.shape[:-1], self._program.outputs))
        self._program.jvp(x, d, out)
        return out

    def _array(self, values: Any) -> NDArray[np.float64]:
        if not isinstance(values, Mapping):
            return np.asarray(values, dtype=np.float64)
        named = {str(key): value for key, value in values.items()}
        wrong = [f"no value for `{n}`" for n in self.parameters if n not in named]
        wrong += [f"no parameter is called `{quote(n)}`" for n in named if n not in self.parameters]
        if wrong:
            raise SemanticError(
                wrong[0], code="QC242", help=f"the parameters are {_listed(self.parameters)}"
            )
        columns = np.broadcast_arrays(*(named[n] for n in self.parameters))
        return np.stack(columns, axis=-1).astype(np.float64)

    def _row(self, values: Any) -> NDArray[np.float64]:
        x = np.ascontiguousarray(self._array(values), dtype=np.float64)
        if x.shape != (len(self.parameters),):
            raise SemanticError(
                f"a circuit has one assignment of shape ({len(self.parameters)},), got {x.shape}",
                code="QC230",
            )
        return x

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.source, self.result, self.parameters, self.options)

    def __repr__(self) -> str:
        return (
            f"<Template of {len(self.parameters)} parameters, {len(self.circuit)} operations,"
            f" {len(self.slots)} slots>"
        )


def template(
    circuit: Circuit | Any,
    target: Any = None,
    *,
    parameters: Iterable[Any] | None = None,
    frozen: Mapping[Any, float] | None = None,
    verify: str = "auto",
    **options: Any,
) -> Template:
    """Compile a circuit with parameters once, to be bound many times.

    At angles that are nothing special, the bound template has no more gates of any kind than the circuit that was bound
    first and compiled afterwards, one-qubit runs included. Blocks on two qubits that hold more gates than any operator
    needs are resynthesised only where their angles are numbers.

    Parameters
    ----------
    circuit : Circuit, or a circuit of another package
        Left as it is.
    target : optional
        As for `compile`.
    parameters : iterable of str or parameter, optional
        The order of values; by default the circuit's own.
    frozen : mapping of name or parameter to float, optional
        Parameters that do not change: their values are folded in before compiling.
    verify : {"auto", "full", "off"}, default "auto"
        Compare the template with the circuit at two assignments where that is cheap; always; never.
    **options
        As for `compile`: ``level``, ``basis``, ``objective``, ``seed``, ``layout`` and so on.

    Returns
    -------
    Template

    Raises
    ------
    SemanticError
        QC242 for parameters that are not the circuit's.
    VerificationError
        QC701 if the comparison shows a difference.

    Examples
    --------
    >>> import qcompile as qc
    >>> theta, phi = qc.Parameter("theta"), qc.Parameter("phi")
    >>> ansatz = qc.Circuit(2).ry(theta, 0).rz(phi, 0).cx(0, 1).ry(theta, 1)
    >>> tpl = qc.template(ansatz, basis="cz,rz,sx,x")
    >>> tpl.parameters
    ('theta', 'phi')
    >>> bool(qc.equivalent(ansatz.bind({"theta": 0.3, "phi": 1.0}), tpl.circuit_at([0.3, 1.0])))
    True
    """
    from .. import interchange

    source, _ = interchange.read(circuit)
    if frozen:
        _known(frozen, source.parameters)
        source = source.bind(frozen)
    names = _order(source, parameters)
    result = compile_circuit(source, target=target, verify="off", **options)
    made = Template(source, result, names, options)
    if verify != "off":
        _check(made, must=verify == "full")
    return made


def _again(
    source: Circuit, result: Result, parameters: tuple[str, ...], options: dict[str, Any]
) -> Template:
    return Template(source, result, parameters, options)


def _merged(result: Result, options: Mapping[str, Any]) -> tuple[Circuit, DerivedAngles]:
    """Merge the runs at unknown angles of a compiled circuit."""
    circuit, derived = result.circuit.copy(), DerivedAngles()
    if options.get("verbatim") or options.get("level") == 0:
        return circuit, derived
    tidy = Pipeline(_TIDY_MEASURED if circuit.num_bits else _TIDY)
    context = Context(target=result.target)
    for _ in range(_ROUNDS):
        if not derived.merge(circuit, result.target):
            break
        circuit, _steps = tidy.run(circuit, context, trace="times")
    return circuit, derived


def _slots(circuit: Circuit) -> tuple[Slot, ...]:
    if _inside(circuit):
        raise SemanticError(
            "parameters inside control flow, which templates do not reach",
            code="QC241",
            help="bind them and compile, or freeze them",
        )
    found = []
    for index, angle in angle_slots(circuit):
        op = circuit.operation(index)
        found.append(Slot(index, angle, op.name, tuple(op.qubits)))
    found.append(Slot(-1, 0, "gphase", ()))
    return tuple(found)


def _inside(circuit: Any) -> bool:
    return any(block.parameters for op in circuit for block in op.blocks)


def _order(circuit: Circuit, given: Iterable[Any] | None) -> tuple[str, ...]:
    if given is None:
        return tuple(circuit.parameters)
    names = tuple(str(p) for p in given)
    _known(names, circuit.parameters)
    if set(names) != set(circuit.parameters) or len(set(names)) < len(names):
        missing = [n for n in circuit.parameters if n not in names]
        what = f"no column for `{quote(missing[0])}`" if missing else "a parameter is given twice"
        raise SemanticError(what, code="QC242", help="name every parameter of the circuit once")
    return names


def _known(names: Iterable[Any], parameters: Sequence[str]) -> None:
    for name in names:
        if str(name) not in parameters:
            raise SemanticError(
                f"no parameter is called `{quote(name)}`",
                code="QC242",
                help=f"the parameters are {_listed(parameters)}",
            )


def _listed(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(quote(n) for n in names[:most]) or "none"
    return shown if len(names) <= most else f"{shown}, and {len(names) - most} more"


def _check(made: Template, *, must: bool) -> None:
    """Compare the template with its source where it is cheap, at fixed points in general position."""
    from ..verify import CHEAP, cheap, equivalent

    if not must and not cheap(made.source, made.circuit):
        return
    rng = np.random.default_rng(0)
    for _ in range(2):
        values = rng.uniform(-np.pi, np.pi, len(made.parameters))
        bound = made.source.bind(dict(zip(made.parameters, values.tolist(), strict=True)))
        promised = made.report.options["relation"]
        limits = None if must else CHEAP
        verdict = equivalent(bound, made.circuit_at(values), relation=promised, limits=limits)
        if verdict.verdict == "not equivalent":
            raise VerificationError(
                "the template is not equivalent to the circuit",
                code="QC701",
                note=f"{verdict.method}: {verdict.witness}",
                help="please report this with the circuit; `verify='off'` returns it unchecked",
            )
