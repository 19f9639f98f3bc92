# SPDX-License-Identifier: Apache-2.0
"""Whether a circuit fits a target: what `compile` asks before and after, each answer with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import LimitError, PipelineError, TargetError

if TYPE_CHECKING:
    from .._core import Operation
    from ..circuit import Circuit
    from .target import Target

VERBATIM_HELP = "without --verbatim a circuit is placed, routed and translated"
#: Qubits of a target with every pair coupled whose couplings are written out.
MOST_WRITTEN_OUT = 1_000
#: Operations that own blocks.
CONTROL_FLOW = frozenset({"if", "while", "for", "switch"})


def check_input(
    circuit: Circuit,
    target: Target,
    layout: tuple[int | None, ...],
    *,
    verbatim: bool,
    finished: bool,
) -> None:
    """Refuse what no compilation would make fit; QC302, QC305, QC402, QC407.

    Parameters
    ----------
    circuit : Circuit
    target : Target
    layout : tuple of (int or None)
        Device qubits of the first program qubits.
    verbatim : bool
        Whether the circuit stays as it is.
    finished : bool
        Whether what comes out has to run on the target; it need not with an explicit pipeline.
    """
    check_width(circuit, target, verbatim=verbatim)
    if finished:
        check_known(circuit, target)
    check_places(circuit, target, layout)


def check_width(circuit: Circuit, target: Target, *, verbatim: bool = False) -> None:
    """Refuse a circuit with more qubits than the target has to use; QC302.

    A verbatim circuit has the wires of the device, of which it may leave some idle, the excluded ones too.
    """
    if target.num_qubits is None:
        return
    excluded = 0 if verbatim else len(target.excluded)
    usable = target.num_qubits - excluded
    if circuit.num_qubits <= usable:
        return
    needed = circuit.num_qubits if verbatim else _needed(circuit)
    if needed > usable:
        kept = f" to use, {excluded} excluded" if excluded else ""
        raise TargetError(
            f"the circuit has {needed} qubits, target `{target.name}` has {usable}{kept}",
            code="QC302",
            help="choose a target with more qubits; `qcompile target list` shows the devices",
        )


def _needed(circuit: Circuit) -> int:
    """Return how many wires need a place: of a mapped circuit, those that hold something or on which something is."""
    if circuit.layouts is None:
        return circuit.num_qubits
    wires = {wire for row in circuit.layouts for wire in row}
    return len(wires.union(*(op.qubits for op in circuit if op.name != "barrier")))


def narrowed(circuit: Circuit, target: Target, *, routed: bool) -> Circuit:
    """Return the circuit without the wires that nothing is on, where the target has no room for them.

    Routing leaves them out by itself, and keeps a mapped circuit on its wires: but not what borrows one of them before.
    """
    if target.num_qubits is None or circuit.num_qubits <= target.num_qubits - len(target.excluded):
        return circuit
    placed = target.has_couplings or target.excluded
    if placed and not (routed and circuit.first_wide() is not None):
        return circuit
    without = circuit.without_spares()
    return circuit if without is None else type(circuit).from_core(without)


def check_known(circuit: Circuit, target: Target) -> None:
    """Refuse gates without a definition where there is a device to run them; QC305."""
    found = None if target.num_qubits is None else circuit.first_opaque()
    if found is None:
        return
    name, place = found
    line, column = place or (None, None)
    raise TargetError(
        f"`{name}` is an opaque gate, which target `{target.name}` does not have",
        code="QC305",
        help=f"define it by gates, `gate {name} ... {{ ... }}`; without a target it is kept as it is",
        line=line,
        column=column,
    )


def check_places(circuit: Circuit, target: Target, layout: tuple[int | None, ...]) -> None:
    """Refuse places that are no one-to-one map into the qubits the target has to use; QC407, QC402."""
    if not layout:
        return
    if target.num_qubits is None:
        raise PipelineError(
            "a layout is for a target whose qubits are counted",
            code="QC407",
            help="name a device, or a generic target such as grid:4x5",
        )
    given = [q for q in layout if q is not None]
    wrong = [q for q in given if not 0 <= q < target.num_qubits or q in target.excluded]
    qubits = len(circuit.layouts[0]) if circuit.layouts else circuit.num_qubits
    if len(layout) > qubits:
        problem = f"{len(layout)} places for {qubits} qubits"
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


def placeable(target: Target, layout: tuple[int | None, ...]) -> Target:
    """Return the target with its couplings written out, if it matters on which of its qubits a circuit lies.

    Where every pair is coupled one place is as good as another, and circuits keep their own wires: unless the user
    chose places, or some qubits are not to be used. LimitError, QC601, above `MOST_WRITTEN_OUT` qubits.
    """
    if target.has_couplings or target.num_qubits is None or not (layout or target.excluded):
        return target
    if target.num_qubits > MOST_WRITTEN_OUT:
        raise LimitError(
            f"target `{target.name}` couples all of {target.num_qubits} qubits; places on it can be chosen up to"
            f" {MOST_WRITTEN_OUT}",
            code="QC601",
            help="leave out the layout and the excluded qubits, or take a smaller target",
        )
    return target.written_out()


def check_output(out: Circuit, target: Target, *, verbatim: bool, finished: bool) -> None:
    """Refuse a result that the target does not take; of an explicit pipeline, only one on excluded qubits (QC303)."""
    if finished:
        check_native(out, target, verbatim=verbatim)
    elif target.excluded:
        for op in out:
            found = None if op.name == "barrier" else _excluded(op, target)
            if found is not None:
                code, message, help = found
                raise _refusal(op, code, message, help)


def check_native(out: Circuit, target: Target, *, verbatim: bool = False) -> None:
    """Refuse a result that the target does not take as it stands; QC301, QC303, QC304, QC309.

    Parameters
    ----------
    out : Circuit
        On the wires of the target.
    target : Target
    verbatim : bool, default False
        Whether it is as the user wrote it.
    """
    forbidden = target.first_forbidden(out)
    if forbidden is not None:
        index, what = forbidden
        raise _refusal(
            out.operation(index),
            "QC309",
            f"{what}, which target `{target.name}` forbids",
            f"take it out, or choose another target; it forbids {', '.join(target.forbids)}",
        )
    foreign = target.first_foreign(out)
    if foreign is not None:
        op = out.operation(foreign)
        code, message, help = _why_foreign(op, target)
        raise _refusal(op, code, message, f"{help}; {VERBATIM_HELP}" if verbatim else help)


def _excluded(op: Operation, target: Target) -> tuple[str, str, str] | None:
    """Return code, message and help for an operation on a qubit that is not to be used."""
    found = next((q for q in op.qubits if q in target.excluded), None)
    if found is None:
        return None
    message = f"`{op.name}` on qubit {found}, which is excluded on target `{target.name}`"
    return "QC303", message, "`routing` places a circuit on the other qubits; the levels do so"


def _why_foreign(op: Operation, target: Target) -> tuple[str, str, str]:
    """Return code, message and help for an operation that is not native where it stands."""
    excluded = _excluded(op, target)
    if excluded is not None:
        return excluded
    if op.name == "region":
        return _why_unfit(op, target)
    if op.name in CONTROL_FLOW:
        return (
            "QC303",
            f"a gate inside `{op.name}` is not native to target `{target.name}` where it stands",
            "place the circuit so that the two-qubit gates of its blocks lie on coupled pairs",
        )
    if op.name not in target.gates:
        return (
            "QC301",
            f"`{op.name}` is no gate of target `{target.name}`",
            f"its gates are {', '.join(target.gates)}",
        )
    limits = {name: (low, high) for name, low, high in target.ranges}
    if op.name in limits and _has(target, op):
        low, high = limits[op.name]
        return (
            "QC304",
            f"the angle {op.parameters[0]} of `{op.name}`: target `{target.name}` has {low:.6g} to {high:.6g}",
            "bind the parameter to an angle it has, or compile the circuit at a level",
        )
    if len(op.qubits) == 2:
        a, b = op.qubits
        return (
            "QC303",
            f"`{op.name}` on qubits {a} and {b}, which target `{target.name}` does not couple so",
            "place the circuit so that its two-qubit gates lie on coupled pairs",
        )
    on = " and ".join(map(str, op.qubits))
    return (
        "QC301",
        f"`{op.name}` on qubit {on}, where target `{target.name}` does not have it",
        f"it has {', '.join(_gates_at(target, op.qubits[0]))} there",
    )


def _why_unfit(region: Operation, target: Target) -> tuple[str, str, str]:
    """Return code, message and help for a protected region with something in it that is not native where it stands."""
    label = region.contents["label"]
    where = f"in the protected region `{label}`" if label else "in a protected region"
    (block,) = region.blocks
    alone = type(target)(
        "", target.gates, ranges={g: (low, high) for g, low, high in target.ranges}
    )
    foreign = alone.first_foreign(block)
    if foreign is not None:
        name = block.operation(foreign).name
        return (
            "QC301",
            f"`{name}` {where} is no gate of target `{target.name}`, and what is protected is not translated",
            f"write it in the target's gates ({', '.join(target.gates)}), or protect it after compiling",
        )
    return (
        "QC303",
        f"a gate {where} lies where target `{target.name}` does not have it, and what is protected is not routed",
        "make regions smaller: one on two qubits always finds a place",
    )


def _gates_at(target: Target, qubit: int) -> list[str]:
    return target.gates if target.sites is None else target.sites[qubit]


def _has(target: Target, op: Operation) -> bool:
    """Whether the target has the gate on these qubits, whatever its angle."""
    if len(op.qubits) == 1:
        return op.name in _gates_at(target, op.qubits[0])
    if target.pairs is None:
        return True
    either = [tuple(op.qubits), tuple(reversed(op.qubits))]
    return any((a, b) in either and op.name in gates for a, b, gates in target.pairs)


def _refusal(op: Operation, code: str, message: str, help: str) -> TargetError:
    line, column = op.place or (None, None)
    return TargetError(message, code=code, help=help, line=line, column=column)
