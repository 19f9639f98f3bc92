# SPDX-License-Identifier: Apache-2.0
"""Whether a circuit fits a target: what `compile` asks before and after, each answer with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import PipelineError, TargetError

if TYPE_CHECKING:
    from ..circuit import Circuit
    from .target import Target

#: Operations that own blocks.
CONTROL_FLOW = frozenset({"if", "while", "for", "switch"})


def check_width(circuit: Circuit, target: Target) -> None:
    """Refuse a circuit with more qubits than the target has to use; QC302."""
    if target.num_qubits is None:
        return
    usable = target.num_qubits - len(target.excluded)
    if circuit.num_qubits > usable:
        kept = f" to use, {len(target.excluded)} are excluded" if target.excluded else ""
        raise TargetError(
            f"the circuit has {circuit.num_qubits} qubits, target `{target.name}` has {usable}{kept}",
            code="QC302",
        )


def check_places(circuit: Circuit, target: Target, layout: tuple[int | None, ...]) -> None:
    """Refuse places that are no one-to-one map into the qubits the target has to use; QC407, QC402."""
    if not layout:
        return
    if target.pairs is None:
        raise PipelineError(
            "a layout is for a target with couplings",
            code="QC407",
            help="name a device, or a generic target such as grid:4x5",
        )
    given = [q for q in layout if q is not None]
    wrong = [q for q in given if not 0 <= q < (target.num_qubits or 0) or q in target.excluded]
    if len(layout) > circuit.num_qubits:
        problem = f"{len(layout)} places for {circuit.num_qubits} qubits"
    elif wrong:
        problem = f"target `{target.name}` has no qubit {wrong[0]} to use"
    elif len(set(given)) < len(given):
        twice = next(q for q in given if given.count(q) > 1)
        problem = f"qubit {twice} is given twice"
    else:
        return
    raise PipelineError(
        f"the layout is wrong: {problem}",
        code="QC402",
        help="give the device qubit of each program qubit, each one once",
    )


def check_native(out: Circuit, target: Target) -> None:
    """Refuse a result that the target does not take as it stands; QC301, QC303, QC309."""
    forbidden = target.first_forbidden(out)
    if forbidden is not None:
        index, what = forbidden
        line, column = out.operation(index).place or (None, None)
        raise TargetError(
            f"{what}, which target `{target.name}` forbids",
            code="QC309",
            help=f"take it out, or choose another target; it forbids {', '.join(target.forbids)}",
            line=line,
            column=column,
        )
    foreign = target.first_foreign(out)
    if foreign is None:
        return
    op = out.operation(foreign)
    line, column = op.place or (None, None)
    if op.name in CONTROL_FLOW:
        raise TargetError(
            f"a gate inside `{op.name}` is not native to target `{target.name}` where it stands",
            code="QC303",
            help="place the circuit so that the two-qubit gates of its blocks lie on coupled pairs",
            line=line,
            column=column,
        )
    native = set(target.gates)
    if len(op.qubits) == 2 and op.name in native:
        raise TargetError(
            f"`{op.name}` on qubits {op.qubits[0]} and {op.qubits[1]}, which target `{target.name}` does not couple so",
            code="QC303",
            help="place the circuit so that its two-qubit gates lie on coupled pairs",
            line=line,
            column=column,
        )
    raise TargetError(
        f"`{op.name}` cannot be expressed in the gates of target `{target.name}`",
        code="QC301",
        help=f"its gates are {', '.join(target.gates)}",
        line=line,
        column=column,
    )
