# SPDX-License-Identifier: Apache-2.0
"""Templates as PUBs: what Qiskit's primitives run, bound by arrays of angles and never compiled again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from qiskit.circuit import ParameterVector
from qiskit.primitives.containers.observables_array import ObservablesArray

from ..emitters.to_qiskit import to_qiskit
from ..training.slotted import slotted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ..training.template import Template

#: The circuits made so far, by template and whether they have the phase.
_MADE: WeakKeyDictionary[Any, dict[bool, Any]] = WeakKeyDictionary()


def isa_circuit(template: Template, *, phase: bool = False) -> Any:
    """Return the compiled circuit of a template with one parameter for each slot; made once.

    Parameters
    ----------
    template : Template
    phase : bool, default False
        Keep the global phase, whose slot is the last parameter. Nothing that is measured depends on it.

    Returns
    -------
    qiskit.QuantumCircuit
        Its ``parameters`` are in the order of `Template.slots`, and its layout is Qiskit's own.

    Examples
    --------
    >>> import qcompile as qc
    >>> source = qc.Circuit(1).rx(qc.Parameter("a"), 0).ry(qc.Parameter("b"), 0)
    >>> tpl = qc.template(source, basis="rz,sx,x,cz")
    >>> circuit = isa_circuit(tpl)
    >>> [p.name for p in circuit.parameters]
    ['slot[0]', 'slot[1]', 'slot[2]']
    """
    made = _MADE.setdefault(template, {})
    if phase not in made:
        count = len(template.slots)
        vector = ParameterVector("slot", count)
        names = {f"slot[{k}]": vector[k] for k in range(count)}
        circuit = slotted(template)
        if not phase:
            circuit.add_phase(-circuit.phase)
        made[phase] = to_qiskit(circuit, names, template.target)
    return made[phase]


def angles(template: Template, values: ArrayLike | Any) -> NDArray[np.float64]:
    """Return the values of the parameters of `isa_circuit`.

    Parameters
    ----------
    template : Template
    values : array_like, shape (..., parameters), or mapping
        As for `Template.bind`, with any leading shape.

    Returns
    -------
    ndarray of float64, shape (..., slots - 1)
        What `Template.bind` gives but the phase, as Qiskit binds it. A view.
    """
    x = template._array(values)
    rows = template.bind(x if x.ndim <= 2 else x.reshape(-1, x.shape[-1]))
    return rows.reshape(*x.shape[:-1], rows.shape[-1])[..., :-1]


def pub(
    template: Template,
    observables: Any = None,
    values: ArrayLike | Any = None,
    *,
    precision: float | None = None,
    shots: int | None = None,
) -> tuple[Any, ...]:
    """Return a PUB of a template for an `EstimatorV2`, or without observables for a `SamplerV2`.

    Parameters
    ----------
    template : Template
    observables : array_like of Pauli strings, SparsePauliOp, ..., optional
        Of the program, whatever Qiskit takes; they are mapped to the device.
    values : array_like, shape (..., parameters), or mapping
        As for `Template.bind`, with any leading shape. It broadcasts with that of the observables as Qiskit says: an
        array of shape (batch, 1, parameters) with observables of shape (k,) gives expectations of shape (batch, k).
    precision : float, optional
        For an estimator.
    shots : int, optional
        For a sampler.

    Returns
    -------
    tuple
        ``(circuit, observables, angles)`` or ``(circuit, angles)``, and precision or shots where given. The circuit is
        the same object each time; in a loop, put it and the observables aside and make `angles` alone anew.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qiskit.primitives import StatevectorEstimator
    >>> tpl = qc.template(qc.Circuit(1).rx(qc.Parameter("a"), 0), basis="rz,sx,x,cz")
    >>> result = StatevectorEstimator().run([pub(tpl, "Z", [[0.0], [1.0]])]).result()
    >>> result[0].data.evs.round(6).tolist()
    [1.0, 0.540302]
    """
    parts: list[Any] = [isa_circuit(template)]
    if observables is not None:
        parts.append(_mapped(ObservablesArray.coerce(observables), template))
    parts.append(angles(template, values))
    last = shots if observables is None else precision
    return tuple(parts if last is None else [*parts, last])


def _mapped(observables: Any, template: Template) -> Any:
    """Return observables of the program on the qubits of the device where they end."""
    final, width = template.layout.final, template.circuit.num_qubits
    if list(final) == list(range(width)):
        return observables

    def moved(string: str) -> str:
        letters = ["I"] * width
        for place, letter in zip(final, reversed(string), strict=True):
            letters[place] = letter
        return "".join(reversed(letters))

    out = np.empty(observables.shape, dtype=object)
    for at, terms in np.ndenumerate(np.array(observables)):
        out[at] = {moved(string): weight for string, weight in terms.items()}
    return ObservablesArray(out)
