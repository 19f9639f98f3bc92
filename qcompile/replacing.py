# SPDX-License-Identifier: Apache-2.0
"""`replace`: a mapped circuit moves to the best place of a device whose figures have changed, without routing again."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from ._native import relocate
from .compiler import Result
from .errors import TargetError, VerificationError
from .metrics import stats
from .report import Layout, Report, Source, peak_memory_bytes
from .verify import CHEAP, cheap, equivalent

if TYPE_CHECKING:
    from .circuit import Circuit
    from .targets import Target
    from .verify import Verdict

#: Placements of one qubit tried by default.
STEPS = 200_000


def replace(
    circuit: Circuit, target: Target, *, steps: int = STEPS, source: Source | None = None
) -> Result:
    """Move a mapped circuit to the place of a device where it is likeliest to go right.

    No gate is added, removed or changed, and nothing is routed: every gate has to be native where it lands, in its
    direction and on its pair. A circuit that lies best where it is stays there.

    Parameters
    ----------
    circuit : Circuit
        Mapped: its qubits are those of a device, its layouts tell where the program's qubits are. Left as it is.
    target : Target
        The device as it is now, with its calibration; another one than the circuit was mapped to will also do.
    steps : int, default 200000
        Placements of one qubit tried at most.
    source : Source, optional
        Where the circuit came from, for the report.

    Returns
    -------
    Result
        The circuit with its new layouts. ``report.before.fidelity_estimate`` (None where the circuit cannot run any
        more) and ``report.after.fidelity_estimate`` say what was gained.

    Raises
    ------
    TargetError
        QC301 a gate the target does not have, QC310 no place on the target.
    VerificationError
        QC701 the result was proven different from the input.

    Examples
    --------
    >>> import qcompile as qc
    >>> pairs = [(a, a + 1, ["cz"]) for a in range(3)]
    >>> facts = {("cz", (a, a + 1)): {"error": error} for a, error in enumerate([0.1, 0.2, 0.01])}
    >>> fresh = qc.Target("fresh", ["cz", "rz", "sx"], 4, pairs, gate_facts=facts)
    >>> moved = qc.replace(qc.Circuit(4).cz(0, 1), fresh)
    >>> [op.qubits for op in moved.circuit], moved.report.before.fidelity_estimate
    ([[2, 3]], 0.9)
    """
    start = perf_counter()
    out = circuit.copy()
    changed, _, fidelity = relocate(out, target, steps=steps)
    if fidelity is None:
        raise _nowhere(circuit, target)
    initial, final = out.layouts or (list(range(out.num_qubits)),) * 2
    report = Report(
        before=stats(circuit, target),
        after=stats(out, target),
        layout=Layout(tuple(initial), tuple(final), out.num_qubits),
        passes=[],
        options={"moved": changed, "steps": steps},
        target=target,
        source=source,
        verified=_verified(circuit, out),
        error_bound=out.error_bound,
        seconds=perf_counter() - start,
        peak_memory_bytes=peak_memory_bytes(),
    )
    return Result(circuit=out, report=report, target=target)


def _nowhere(circuit: Circuit, target: Target) -> TargetError:
    native = set(target.gates)
    kept = ("barrier", "delay", "measure", "reset", "if", "for", "while", "switch")
    for op in circuit:
        if op.name not in native and op.name not in kept:
            line, column = op.place or (None, None)
            return TargetError(
                f"`{op.name}` is no gate of target `{target.name}`",
                code="QC301",
                help=f"its gates are {', '.join(target.gates)}; compile the circuit for it again",
                line=line,
                column=column,
            )
    return TargetError(
        f"the circuit fits nowhere on target `{target.name}` as it is",
        code="QC310",
        help="compile it again, so that it is routed there",
    )


def _verified(circuit: Circuit, out: Circuit) -> Verdict | None:
    if not cheap(circuit, out):
        return None
    verdict = equivalent(circuit, out, limits=CHEAP)
    if verdict.verdict == "not equivalent":
        raise VerificationError(
            "the moved circuit is not equivalent to the one given",
            code="QC701",
            note=f"{verdict.method}: {verdict.witness}",
            help="please report this with the input file",
        )
    return verdict
