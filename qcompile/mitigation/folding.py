# SPDX-License-Identifier: Apache-2.0
"""`fold`: a compiled circuit made noisier by a known factor, for zero-noise extrapolation.

``G`` becomes ``G Gdg G``: the same operator with three times the noise. Folded *before* it is compiled, a circuit is
simplified again and its noise is scaled by some other factor, without an error. So this folds what was compiled:
native gates, the same places, each inverse written natively with as many two-qubit gates as the gate itself
(`inverses`). What was folded stands in protected regions, with barriers inside for those who compile it further.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..circuit import FOLDED, Circuit
from ..errors import SemanticError, quote
from ..rebuilding import OWNERS, region, with_blocks
from .inverses import Inverses

if TYPE_CHECKING:
    from .._native import CoreCircuit, Instruction, Operation
    from ..targets import Target

#: What is repeated as a whole.
WAYS = ("two-qubit", "global", "layers")
#: Not unitary, or no gate; opaque gates show when they are asked for their inverse.
_FENCES = frozenset(
    "measure reset barrier delay channel pulse allocate release if while for switch break continue".split()
)


def fold_circuit(
    circuit: CoreCircuit, scale: float | Fraction, where: str, target: Target | None
) -> Circuit:
    """Return a folded copy of a circuit; see `qcompile.mitigation.fold`."""
    folded = Circuit()
    folded._adopt(circuit)
    check_way(where)
    folds = _share(folded, check_scale(scale))
    work = _Work(Inverses(target, folded.num_qubits), folds, _barriers(target))
    wires = range(folded.num_qubits)
    if where == "two-qubit":
        work.gates(folded, wires, bare=False)
    else:
        work.stretches(folded, wires, bare=False, layers=where == "layers")
    return folded


def noise_scale(folded: CoreCircuit, circuit: CoreCircuit) -> Fraction | None:
    """Return by what factor one circuit has more gates on two qubits than another; None where there are none.

    Examples
    --------
    >>> from qcompile import Circuit
    >>> noise_scale(Circuit(2).cz(0, 1).cz(0, 1).cz(0, 1), Circuit(2).cz(0, 1))
    Fraction(3, 1)
    """
    before = _entangling(circuit)
    return Fraction(_entangling(folded), before) if before else None


def check_scale(scale: float | Fraction) -> Fraction:
    """Return a noise scale as a fraction; QC270 if it is no number from 1 on."""
    try:
        exact = Fraction(scale)
    except (TypeError, ValueError, OverflowError):
        exact = Fraction(0)
    if exact < 1:
        raise SemanticError(
            f"`{quote(scale)}` is no noise scale",
            code="QC270",
            help="scales are numbers from 1 on; whole odd ones are kept exactly",
        )
    return exact


def check_way(where: str) -> None:
    """Refuse what is no way to fold; QC270."""
    if where not in WAYS:
        raise SemanticError(
            f"there is no folding of `{quote(where)}`",
            code="QC270",
            help=f"it is one of {', '.join(WAYS)}",
        )


def _entangling(circuit: CoreCircuit) -> int:
    counts = circuit.metrics()
    return int(counts["two_qubit"]) + int(counts["multi_qubit"])


def _barriers(target: Target | None) -> bool:
    return target is None or "barrier" not in target.forbids


@dataclass
class _Share:
    """Says how often each two-qubit gate is folded: ``times``, and ``more`` of ``sites`` once more, evenly spread."""

    sites: int
    times: int
    more: int
    seen: int = 0
    given: int = 0

    def of(self, sites: int, *, whole: bool = False) -> int:
        """Return how many of the next ``sites`` are folded once more; all or none of them if they are one ``whole``."""
        self.seen += sites
        due = (2 * self.seen * self.more + self.sites) // (2 * self.sites) if self.sites else 0
        now = min(sites, due - self.given)
        if whole:
            now = sites if sites and 2 * now >= sites else 0
        self.given += now
        return now


def _share(circuit: Circuit, scale: Fraction) -> _Share:
    sites = _sites(circuit)
    if not sites:
        return _Share(0, round((scale - 1) / 2), 0)
    folds = round((scale - 1) * sites / 2)
    return _Share(sites, folds // sites, folds % sites)


def _sites(ops: Iterable[Operation]) -> int:
    """Return how many gates on two qubits or more can be folded, those in blocks included."""
    count = 0
    for op in ops:
        if op.name in OWNERS:
            count += sum(_sites(block) for block in op.blocks)
        elif len(op.qubits) > 1:
            count += _is_unitary(op)
    return count


def _is_unitary(op: Operation) -> bool:
    if op.name in _FENCES:
        return False
    if op.name == "region":
        (block,) = op.blocks
        return all(inner.name == "barrier" or _is_unitary(inner) for inner in block)
    try:
        op.instruction.inverse()
    except SemanticError:
        return False
    return True


@dataclass
class _Work:
    inverses: Inverses
    share: _Share
    #: Whether barriers may be written.
    barriers: bool
    _made: dict[Any, tuple[Instruction, list[int]]] = field(default_factory=dict)

    def gates(self, circuit: Circuit, wires: Sequence[int], *, bare: bool) -> bool:
        """Fold gates on two qubits one by one, in place; ``bare``: in a region that protects them already."""
        changed = False
        for op in list(circuit):
            if op.name in OWNERS:
                within = bare or op.name == "region"

                def inside(block: Circuit, on: Sequence[int], within: bool = within) -> bool:
                    return self.gates(block, on, bare=within)

                made = with_blocks(op, inside, wires)
                if made is not None:
                    circuit.substitute(op.index, [made])
                    changed = True
                continue
            if len(op.qubits) < 2 or not _is_unitary(op):
                continue
            times = self.share.times + self.share.of(1)
            if times:
                circuit.substitute(op.index, self._gate(op, wires, times, bare))
                changed = True
        return changed

    def _gate(
        self, op: Operation, wires: Sequence[int], times: int, bare: bool
    ) -> list[tuple[Instruction, list[int]]]:
        """Return a folded gate, over its own operands."""
        on = [wires[q] for q in op.qubits]
        # Gates of one name at one place; what carries more than angles is written each time.
        key = (op.name, tuple(op.angles), tuple(on), times)
        named = not op.contents and op.base is None
        if not (named and key in self._made) or bare:
            body = Circuit(len(on))
            self._repeat(body, [(op, list(range(len(on))))], on, times, list(range(len(on))))
            if bare:
                return [(inner.instruction, inner.qubits) for inner in body]
            self._made[key] = region(body, FOLDED)
        return [self._made[key]]

    def stretches(
        self, circuit: Circuit, wires: Sequence[int], *, bare: bool, layers: bool
    ) -> bool:
        """Fold what lies between measurements and the like, as a whole or layer by layer, in place."""
        out = Circuit.from_core(circuit.emptied())
        out.phase = circuit.exact_phase
        changed = False
        for unitary, fences in _stages(circuit):
            for part in _layers(unitary) if layers else [unitary]:
                changed |= self._part(out, part, wires, bare=bare, whole=layers)
            for op in fences:
                made = None
                if op.name in OWNERS:
                    within = bare or op.name == "region"

                    def inside(block: Circuit, on: Sequence[int], within: bool = within) -> bool:
                        return self.stretches(block, on, bare=within, layers=layers)

                    made = with_blocks(op, inside, wires)
                if made is None:
                    out.append(op.instruction, op.qubits, op.bits)
                    continue
                instruction, operands = made
                places = [*op.qubits, *op.bits]
                count = len(op.qubits)
                changed = True
                out.append(
                    instruction,
                    [places[k] for k in operands if k < count],
                    [places[k] for k in operands if k >= count],
                )
        if changed:
            circuit._adopt(out)
        return changed

    def _part(
        self, out: Circuit, part: list[Operation], wires: Sequence[int], *, bare: bool, whole: bool
    ) -> bool:
        """Append a stretch or a layer, folded."""
        sites = _sites(part)
        more = self.share.of(sites, whole=whole)
        placed = [(op, op.qubits) for op in part]
        if not part or not (self.share.times or more):
            for op, on in placed:
                out.append(op.instruction, on)
            return False
        used = sorted({q for op in part for q in op.qubits})
        body = Circuit.from_core(out.emptied()) if not bare else out
        self._repeat(body, placed, wires, self.share.times, used)
        if more:
            # The end of the stretch, which has so many gates on two qubits.
            cut = len(placed)
            while _sites(part[cut:]) < more:
                cut -= 1
            last = sorted({q for op in part[cut:] for q in op.qubits})
            self._again(body, placed[cut:], wires, last)
        if not bare:
            body.layouts = None
            phase, body.phase = body.exact_phase, 0.0
            out.append_region(body, FOLDED)
            out.add_phase(phase)
        return True

    def _repeat(
        self,
        out: Circuit,
        ops: list[tuple[Operation, list[int]]],
        wires: Sequence[int],
        times: int,
        used: list[int],
    ) -> None:
        """Append operations once and then ``times`` their inverse and themselves."""
        for op, on in ops:
            out.append(op.instruction, on)
        for _ in range(times):
            self._again(out, ops, wires, used)

    def _again(
        self,
        out: Circuit,
        ops: list[tuple[Operation, list[int]]],
        wires: Sequence[int],
        used: list[int],
    ) -> None:
        if self.barriers:
            out.barrier(used)
        for op, on in reversed(ops):
            self.inverses.append(out, op, on, [wires[q] for q in on])
        if self.barriers:
            out.barrier(used)
        for op, on in ops:
            out.append(op.instruction, on)


def _stages(circuit: Circuit) -> list[tuple[list[Operation], list[Operation]]]:
    """Return the operations as stretches of unitary ones, each with the fences behind it."""
    reached: dict[tuple[bool, int], int] = {}
    stages: list[tuple[list[Operation], list[Operation]]] = []
    for op in circuit:
        on = [(False, q) for q in op.qubits] + [(True, b) for b in op.bits]
        stage = max((reached.get(wire, 0) for wire in on), default=0)
        unitary = _is_unitary(op)
        while len(stages) <= stage:
            stages.append(([], []))
        stages[stage][0 if unitary else 1].append(op)
        for wire in on:
            reached[wire] = stage + (not unitary)
    return stages


def _layers(ops: list[Operation]) -> list[list[Operation]]:
    """Return operations in layers in which no qubit is used twice, each as early as it can be."""
    depth: dict[int, int] = {}
    layers: list[list[Operation]] = []
    for op in ops:
        layer = max((depth.get(q, 0) for q in op.qubits), default=0)
        if layer == len(layers):
            layers.append([])
        layers[layer].append(op)
        for q in op.qubits:
            depth[q] = layer + 1
    return layers
