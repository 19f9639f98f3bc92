# SPDX-License-Identifier: Apache-2.0
"""`Template`: a compiled circuit whose angles are a function of parameters.

``` text
 circuit with parameters --compile--> native circuit with parameters --merge--> fewer gates, some of whose angles are
                                                                                derived from the parameters
 values --program (engine)--> the angles of every slot, a global phase last
```

What is decided once: layout, routing, merged runs, which gates there are. What is computed for each binding: a few
sums, and for merged runs three arc tangents.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .._native import angle_slots
from ..circuit import Circuit
from ..errors import Diagnostic, QCompileWarning, SemanticError, quote
from .recent import Recent
from .special import Pattern, Special
from .words import listed

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import ArrayLike, NDArray

    from ..compiler import Result
    from ..mitigation import FoldedTemplate
    from ..mitigation.twirling import Twirling
    from ..report import Layout, Report
    from ..targets import Target
    from .family import Family, Made

#: Patterns of special angles kept for one template.
MOST_PATTERNS = 64


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

    Safe to use from several threads; pickles, without what it keeps for `specialise`, `freeze` and `thaw`.

    Parameters
    ----------
    made : Made
        The circuit, compiled.
    family : Family
        What it shares with templates of the same circuit.
    frozen : mapping of str to float
        Values of the parameters that are folded in.
    pattern : Pattern, optional
        The special angles that it was made for.
    """

    def __init__(
        self,
        made: Made,
        family: Family,
        frozen: Mapping[str, float],
        pattern: Pattern | None = None,
    ) -> None:
        self._made = made
        self._family = family
        self._pattern = pattern
        #: Values of the parameters that are folded in.
        self.frozen = dict(frozen)
        #: Names of the columns of values.
        self.parameters = family.trainable(self.frozen)
        self._program = made.program
        self._patterns: Recent[Template] = Recent(MOST_PATTERNS)

    @property
    def source(self) -> Circuit:
        """The circuit that was compiled, with numbers for what is frozen or special."""
        return self._made.source

    @property
    def circuit(self) -> Circuit:
        """The native circuit, with parameters and derived ones in its angles."""
        return self._made.circuit

    @property
    def result(self) -> Result:
        """What compiling the source gave, before runs at unknown angles were merged."""
        return self._made.result

    @property
    def error_bound(self) -> float:
        """Bound of the operator-norm error, that of taking nearly special angles for special ones included."""
        return self.report.error_bound + (self._pattern.error if self._pattern else 0.0)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """What the columns of angles belong to, in order; the global phase last."""
        found = []
        for index, angle in angle_slots(self.circuit):
            op = self.circuit.operation(index)
            found.append(Slot(index, angle, op.name, tuple(op.qubits)))
        found.append(Slot(-1, 0, "gphase", ()))
        return tuple(found)

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
        if self._pattern is not None:
            self._pattern.check(x)
        return out

    def circuit_at(self, values: ArrayLike | Mapping[Any, Any]) -> Circuit:
        """Return the compiled circuit at one assignment, its layouts included.

        Parameters
        ----------
        values : array_like, shape (parameters,), or mapping
            As for `bind`.
        """
        x = self._row(values)
        self._check(x)
        return self._circuit_at(x)

    def _circuit_at(self, x: NDArray[np.float64]) -> Circuit:
        return Circuit.from_core(self._program.circuit_at(self.circuit, x))

    def _check(self, x: NDArray[np.float64]) -> None:
        if self._pattern is not None:
            self._pattern.check(x)

    def to_qiskit(self, values: ArrayLike | Mapping[Any, Any]) -> Any:
        """Return the compiled circuit at one assignment as Qiskit's."""
        from ..emitters.to_qiskit import to_qiskit

        return to_qiskit(self.circuit_at(values), target=self.target)

    def to_qasm3(self, values: ArrayLike | Mapping[Any, Any]) -> str:
        """Return the compiled circuit at one assignment as OpenQASM 3."""
        from ..emitters import dumps

        return dumps(self.circuit_at(values), "qasm3")

    def specialise(self, values: ArrayLike | Mapping[Any, Any], tol: float = 1e-9) -> Template:
        """Return a template for the angles that are special at these values.

        An angle of the source (an expression of parameters) within ``tol`` of a multiple of pi/2 becomes that multiple,
        and the source is compiled with it: gates vanish, or become simpler ones. Angles of the others stay as they
        are. The last patterns of special angles are kept.

        Parameters
        ----------
        values : array_like, shape (parameters,), or mapping
            As for `bind`.
        tol : float, default 1e-9
            Radians. Angles that users' own gates are called with have to be exact but for rounding.

        Returns
        -------
        Template
            Over the same parameters, and never of more gates; this one where nothing is special or nothing is gained.
            Its layout is its own. It takes values of the same pattern only, and its derivatives are those of the
            angles that are left.

        Raises
        ------
        SemanticError
            By the template that is returned: QC243 for values of another pattern.

        Notes
        -----
        Compiles once for each pattern; a pattern that is known takes microseconds. Where an angle is off by more than
        rounding, ``tol`` is added to `error_bound` for each special angle: no gate's operator changes faster than its
        angle.

        Examples
        --------
        >>> import qcompile as qc
        >>> a, b = qc.Parameter("a"), qc.Parameter("b")
        >>> tpl = qc.template(qc.Circuit(1).h(0).rx(a, 0).ry(b, 0), basis="rz,sx,x,cz")
        >>> len(tpl.circuit), len(tpl.specialise([0.0, 0.25]).circuit)
        (4, 3)
        """
        generic = self._family.member(self.frozen) if self._pattern else self
        x = self._row(values)
        pattern = generic._special.pattern(x, tol)
        if pattern is None:
            return generic
        return generic._patterns.get(pattern.key, lambda: generic._specialised(pattern, x))

    @cached_property
    def _special(self) -> Special:
        return Special(self.source, self.parameters)

    def _specialised(self, pattern: Pattern, x: NDArray[np.float64]) -> Template:
        made = self._family.make(pattern.circuit(self.source), self.parameters, x)
        if not made.is_better(self._made):
            return self
        return Template(made, self._family, self.frozen, pattern)

    def freeze(self, values: Mapping[Any, float]) -> Template:
        """Return the template with more parameters folded in.

        Their part of the circuit is compiled anew with their values, as numbers are; the others stay parameters.

        Parameters
        ----------
        values : mapping of name or parameter to float
            Radians. Parameters that are frozen already may be frozen at another value.

        Returns
        -------
        Template
            Over the parameters that are left, in their order. Templates of one circuit share its target and options;
            the last of them are kept, and one that is known takes microseconds.

        Raises
        ------
        SemanticError
            QC242 for a name that is not a parameter of the circuit.

        Examples
        --------
        >>> import qcompile as qc
        >>> backbone, adapter = qc.Parameter("backbone"), qc.Parameter("adapter")
        >>> tpl = qc.template(qc.Circuit(1).rx(backbone, 0).rz(adapter, 0), basis="rz,sx,x,cz")
        >>> tuned = tpl.freeze({"backbone": 0.5})
        >>> tuned.parameters, tuned.thaw().parameters
        (('adapter',), ('backbone', 'adapter'))
        """
        return self._family.member({**self.frozen, **self._family.checked(values)})

    def thaw(self, names: Iterable[Any] | None = None) -> Template:
        """Return the template with frozen parameters as parameters again.

        Parameters
        ----------
        names : iterable of name or parameter, optional
            By default all that are frozen.

        Returns
        -------
        Template
            As of `freeze`.

        Raises
        ------
        SemanticError
            QC244 for a parameter that is not frozen.
        """
        wanted = list(self.frozen) if names is None else [str(name) for name in names]
        for name in wanted:
            if name not in self.frozen:
                raise SemanticError(
                    f"`{quote(name)}` is not frozen",
                    code="QC244",
                    help=f"frozen are {listed(list(self.frozen))}",
                )
        return self._family.member({k: v for k, v in self.frozen.items() if k not in wanted})

    def fold(self, scale: float | Fraction, where: str = "two-qubit") -> FoldedTemplate:
        """Return what binds circuits with their noise scaled; see `qcompile.mitigation.fold`."""
        from ..mitigation import fold

        return fold(self, scale, where)

    def twirl(self) -> Twirling:
        """Return what draws random Pauli frames for the two-qubit gates; see `qcompile.mitigation.twirl`."""
        from ..mitigation import twirl

        return twirl(self)

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
        the direction which the middle angle does not reach counts as none, with a warning (QC249). So it is with merged
        blocks whose coordinates coincide; ``blocks="keep"`` makes a template without any.
        """
        x = np.ascontiguousarray(self._array(values), dtype=np.float64)
        g = np.ascontiguousarray(gradient, dtype=np.float64)
        out = np.empty_like(x)
        if self._program.vjp(x, g, out):
            _warn()
        self._check(x)
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
        if self._program.jvp(x, d, out):
            _warn()
        self._check(x)
        return out

    def _array(self, values: Any) -> NDArray[np.float64]:
        if not isinstance(values, Mapping):
            return np.asarray(values, dtype=np.float64)
        named = {str(key): value for key, value in values.items()}
        wrong = [f"no value for `{n}`" for n in self.parameters if n not in named]
        wrong += [f"no parameter is called `{quote(n)}`" for n in named if n not in self.parameters]
        if wrong:
            raise SemanticError(
                wrong[0], code="QC242", help=f"the parameters are {listed(self.parameters)}"
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

    def _repr_svg_(self) -> str:
        """Return what notebooks show: the native circuit."""
        return self.circuit._repr_svg_()

    def __getstate__(self) -> dict[str, Any]:
        kept = ("_made", "_family", "_pattern", "frozen")
        return {name: self.__dict__[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(*(state[name] for name in ("_made", "_family", "frozen", "_pattern")))  # type: ignore[misc]

    def __repr__(self) -> str:
        return (
            f"<Template of {len(self.parameters)} parameters, {len(self.circuit)} operations,"
            f" {len(self.slots)} slots>"
        )


def _warn() -> None:
    """Say that a derivative is not that of every motion."""
    diagnostic = Diagnostic(
        "warning",
        "QC249",
        "merged angles have no derivative in some direction at these values; it counts as 0",
        help="move the values by a little, or make the template with `blocks='keep'` or `level=0`",
    )
    warnings.warn(QCompileWarning(diagnostic), stacklevel=3)
