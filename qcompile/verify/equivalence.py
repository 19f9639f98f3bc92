# SPDX-License-Identifier: Apache-2.0
"""`equivalent`: ask the oracle whether two circuits are the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from .._native import judge
from .verdict import Verdict

if TYPE_CHECKING:
    from .._native import CoreCircuit

#: Difference that counts as rounding.
NUMERICAL = 1e-8


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How hard to look.

    Parameters
    ----------
    operator_qubits : int, default 12
        Qubits up to which whole matrices are compared.
    instrument_qubits : int, default 6
        The same for circuits that measure or reset.
    state_qubits : int, default 20
        Wires up to which a state vector is held.
    stimuli : int, default 16
        Random inputs tried where no method can prove anything.
    work : float, default 3e10
        State-vector entries touched; one takes about a nanosecond.
    seed : int, default 0
        Seed of the random inputs.
    """

    operator_qubits: int = 12
    instrument_qubits: int = 6
    state_qubits: int = 20
    stimuli: int = 16
    work: float = 3e10
    seed: int = 0


#: Limits under which a comparison is part of every compilation: tens of milliseconds.
CHEAP = Limits(operator_qubits=8, state_qubits=8, stimuli=0, work=3e7)
#: Operations up to which it is worth finding out whether a comparison is cheap.
CHEAP_OPERATIONS = 5_000


def equivalent(
    a: CoreCircuit,
    b: CoreCircuit,
    *,
    relation: str | None = None,
    up_to_global_phase: bool | None = None,
    method: str = "auto",
    tolerance: float = 0.0,
    limits: Limits | None = None,
) -> Verdict:
    """Compare two circuits.

    Parameters
    ----------
    a, b : Circuit
        Left as they are. Layouts, global phases and classical bits are part of the comparison; unbound
        parameters are compared as functions.
    relation : {"operator", "layout", "instrument", "outcomes", "from-zero"}, optional
        In what sense; by default ``"layout"``, or ``"instrument"`` where something is measured or reset. A circuit
        that measures has no matrix: the first two then mean ``"instrument"``.
    up_to_global_phase : bool, optional
        None: the verdict says which. False: a global phase is a difference. True: it is none.
    method : {"auto", "structure", "dense", "sparse", "branches", "tableau", "stimuli"}, default "auto"
        Try only one way to decide.
    tolerance : float, default 0
        Difference granted beyond rounding (1e-8), in operator norm.
    limits : Limits, optional
        How hard to look.

    Returns
    -------
    Verdict
        True in a boolean context only when equivalence was proven.

    Raises
    ------
    SemanticError
        QC230: no such relation or method.

    Examples
    --------
    >>> import qcompile as qc
    >>> qc.equivalent(qc.Circuit(1).h(0).z(0).h(0), qc.Circuit(1).x(0)).verdict
    'equivalent'
    >>> qc.equivalent(qc.Circuit(1).rz(0.5, 0), qc.Circuit(1).p(0.5, 0)).verdict
    'equivalent up to global phase'
    """
    start = perf_counter()
    fields = judge(
        a,
        b,
        relation=relation,
        method=None if method == "auto" else method,
        tolerance=NUMERICAL + tolerance,
        **asdict(limits or Limits()),
    )
    verdict = Verdict(**fields)
    if verdict.verdict == "equivalent up to global phase" and up_to_global_phase is not None:
        verdict = replace(verdict, verdict="equivalent" if up_to_global_phase else "not equivalent")
    return replace(verdict, seconds=perf_counter() - start)


def cheap(a: CoreCircuit, b: CoreCircuit) -> bool:
    """Return whether a comparison within `CHEAP` is worth a try."""
    return len(a) <= CHEAP_OPERATIONS and len(b) <= CHEAP_OPERATIONS
