# SPDX-License-Identifier: Apache-2.0
"""Circuits of one skeleton: compiled once as a template, and bound, where that is as good as compiling each.

How it is known: the template is compared with `compile` of the same circuit at two fixed points in general position,
and at members of the family. If it loses anywhere, in the order in which the objective is compared, every
member is compiled by itself. A member at which a slot comes out beside a multiple of pi/4, where gates could vanish, is
compiled by itself as well.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ..compiler import Result
from ..compiler import compile as compile_circuit
from ..errors import QCompileError
from ..metrics import cost, stats
from ..targets.fit import check_output
from ..training.bound import Template
from ..training.template import template
from .skeleton import Skeleton, is_special, markers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..circuit import Circuit
    from ..report import Source

#: Members at which the template is compared with compiling, beside the two fixed points.
WITNESSES = 2
#: Options under which angles decide, or nothing is compiled.
NOT_BOUND = ("passes", "verbatim", "error")


def may_bind(options: dict[str, Any]) -> bool:
    """Return whether the options leave anything to bind; under ``verify="full"`` each result is proven."""
    return not any(options.get(name) for name in NOT_BOUND) and options.get("verify") != "full"


class Family:
    """The circuits of one skeleton; safe to use from several threads.

    Parameters
    ----------
    given : Skeleton
        Of any of them.
    target : Target or None
    options : dict
        What else `compile` is told.
    witnesses : sequence of ndarray
        Values of members that the template is compared at.
    """

    def __init__(
        self,
        given: Skeleton,
        target: Any,
        options: dict[str, Any],
        witnesses: list[NDArray[np.float64]],
    ) -> None:
        self._given = given
        self._target = target
        self._options = options
        self._witnesses = witnesses
        self._lock = Lock()
        self._made: Template | None = None
        self._usual: NDArray[np.bool_] | None = None
        self._decided = False

    def template(self) -> Template | None:
        """Return the template; None if its members are better compiled by themselves."""
        with self._lock:
            if not self._decided:
                try:
                    self._made = self._decide()
                except QCompileError:
                    self._made = None  # each member says itself what is wrong with it
                self._decided = True
        return self._made

    def bound(
        self, circuit: Circuit, values: NDArray[np.float64], source: Source | None
    ) -> Result | None:
        """Return a member's result at its values; None for one to compile by itself."""
        start = perf_counter()
        made = self.template()
        if made is None or (is_special(made.bind(values)) & ~self._usually()).any():
            return None
        out = made.circuit_at(values)
        out.add_phase(circuit.exact_phase)
        out.name = circuit.name
        try:
            check_output(out, made.target, verbatim=False, finished=True)
        except QCompileError:
            return None
        report = replace(
            made.report,
            before=stats(circuit, made.target),
            after=stats(out, made.target),
            options={**made.report.options, "bound": True},
            source=source,
            error_bound=out.error_bound,
            seconds=perf_counter() - start,
        )
        return Result(circuit=out, report=report, target=made.target)

    def _usually(self) -> NDArray[np.bool_]:
        """Return the slots that are special everywhere; the global phase, which is nobody's, is one of them."""
        assert self._made is not None
        if self._usual is None:
            count = len(self._given.values)
            usual = is_special(self._made.bind(markers(count)))
            usual &= is_special(self._made.bind(markers(count, 0.5)))
            usual[-1] = True
            self._usual = usual
        return self._usual

    def _decide(self) -> Template | None:
        symbolic, names = self._given.symbolic()
        options = {**self._options, "trace": "times"}
        made = template(symbolic, self._target, parameters=names, **options)
        own_options = {**options, "verify": "off"}
        objective = options.get("objective", "two-qubit")
        count = len(names)
        for values in (markers(count), markers(count, 0.5), *self._witnesses):
            member = symbolic.bind(dict(zip(names, values.tolist(), strict=True)))
            own = compile_circuit(member, target=self._target, **own_options)
            bound = stats(made.circuit_at(values), made.target)
            if cost(bound, objective) > cost(own.report.after, objective):
                return None
        return made
