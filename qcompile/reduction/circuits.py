# SPDX-License-Identifier: Apache-2.0
"""`reduce`: a small circuit that fails as a large one does.

::

    whole  ->  qubits  ->  operations  ->  wires  ->  single operations      again, until nothing changes
    flat,      out with    halves, then    unused     opened, then
    bound,     what acts   quarters, ...   ones go    simpler gates,
    expanded   on them     blocks last                angles, conditions
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .._native import reduce as engine
from ..circuit import Circuit
from ..errors import PipelineError, QCompileError
from .lists import minimal
from .program import Leaf, Node, Program
from .search import Budget, Search, counted, ended_early, took
from .simpler import OTHERS, opened, simpler

C = TypeVar("C")

DETERMINISTIC = (
    "make the check deterministic: fix its seeds, and see that runs do not disturb each other"
)
#: Rounds of definitions inside definitions that are expanded at once.
DEEPEST_CALLS = 32


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """What `reduce` returns.

    Parameters
    ----------
    circuit : Circuit
        The smallest circuit found; it fails.
    start : Circuit
        The circuit given.
    attempts : int
        Circuits tried.
    seconds : float
        Time taken.
    stopped : {"time", "steps", "interrupt"} or None
        What ended it early, if anything.
    """

    circuit: Circuit
    start: Circuit
    attempts: int
    seconds: float
    stopped: str | None = None

    def __str__(self) -> str:
        """One line: from how much to how much, and what that took."""
        before, after = (_extent(c) for c in (self.start, self.circuit))
        return f"{before} -> {after} ({took(self)})"


def _extent(circuit: Circuit) -> str:
    return f"{counted(size(circuit), 'operation')} on {counted(circuit.num_qubits, 'qubit')}"


def size(circuit: Circuit) -> int:
    """Return the number of operations, those in blocks included."""
    return engine.size(circuit)


def reduce(
    circuit: Circuit,
    fails: Callable[[Circuit], bool],
    *,
    seconds: float | None = None,
    steps: int | None = None,
    jobs: int = 1,
    watch: Callable[[Search[Program]], None] | None = None,
) -> Reduction:
    """Find a small circuit that fails as a large one does.

    Parameters
    ----------
    circuit : Circuit
        A circuit that fails; left as it is.
    fails : callable (Circuit) -> bool
        Whether a circuit shows the fault. Only circuits for which it says so are ever taken.
    seconds : float, optional
        No circuit is tried after this time; without it the result does not depend on the clock.
    steps : int, optional
        No more than so many circuits are tried.
    jobs : int, default 1
        Circuits tried at once, in threads; the result is the same for any number.
    watch : callable, optional
        Called with the search after every attempt: its ``best``, ``attempts`` and ``step``.

    Returns
    -------
    Reduction
        Left to itself, no single step leads from its circuit to a smaller one that fails. A budget that runs out, or
        Ctrl-C, ends it with the best circuit so far.

    Raises
    ------
    PipelineError
        QC465 if the circuit does not fail, QC467 if it fails once and then not.

    Notes
    -----
    Delta debugging [1]_, from coarse to fine: qubits with all that acts on them, operations in runs, at the top first
    and then inside blocks [2]_, and at last each operation for a simpler one. Deterministic.

    References
    ----------
    .. [1] Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002,
       doi:10.1109/32.988498
    .. [2] Misherghi, Su, "HDD: hierarchical delta debugging", ICSE 2006, doi:10.1145/1134285.1134307

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.reduction import reduce
    >>> c = qc.Circuit(5).h(0).cx(0, 3).rz(0.123, 3).t(4).cx(3, 0).swap(1, 2)
    >>> small = reduce(c, lambda c: c.two_qubit_count() >= 2 and "rz" in c.gate_names())
    >>> [(op.name, op.qubits, op.parameters) for op in small.circuit]
    [('cx', [0, 1], []), ('rz', [1], [0.0]), ('cx', [1, 0], [])]
    """
    check_twice(circuit, fails)
    budget = Budget(seconds, steps)
    small = reduced(circuit, fails, budget, jobs=jobs, watch=watch)
    return Reduction(
        circuit=small,
        start=circuit,
        attempts=budget.attempts,
        seconds=budget.seconds,
        stopped=budget.stopped,
    )


def reduced(
    circuit: Circuit,
    fails: Callable[[Circuit], bool],
    budget: Budget,
    *,
    jobs: int = 1,
    watch: Callable[[Search[Program]], None] | None = None,
) -> Circuit:
    """Return the smallest circuit found within a budget; an interrupt uses the budget up."""
    search = Search(
        Program.of(circuit),
        lambda program: fails(program.circuit),
        key=lambda program: program.key,
        budget=budget,
        jobs=jobs,
        watch=watch,
    )
    with ended_early(search):
        rounds(search)
    return _last_failing(search, fails)


def check_twice(given: C, fails: Callable[[C], bool]) -> None:
    """Raise an error unless something fails, and does so again."""
    if not fails(given):
        raise does_not_fail()
    if not fails(given):
        raise PipelineError(
            "the circuit fails at one time and not at another", code="QC467", help=DETERMINISTIC
        )


def does_not_fail(instead: QCompileError | None = None) -> PipelineError:
    """Return the error for a circuit with which nothing is wrong, though it may be refused."""
    if instead is not None:
        return PipelineError(
            f"the circuit does not fail, it is refused with {instead.code}: {instead.message}",
            code="QC465",
            help=f"`--code {instead.code}` reduces what is refused so",
        )
    return PipelineError(
        "the circuit does not fail",
        code="QC465",
        help="give the options under which it does; `--code CODE` looks for one error, `--check COMMAND` for"
        " whatever a command says",
    )


def _last_failing(search: Search[Program], fails: Callable[[Circuit], bool]) -> Circuit:
    """Return the best circuit, having seen it fail once more; else the one before it."""
    if len(search.history) == 1 or search.budget.stopped == "interrupt":
        return search.best.circuit
    for program in reversed(search.history):
        if fails(program.circuit):
            return program.circuit
    raise PipelineError("no circuit that failed fails again", code="QC467", help=DETERMINISTIC)


def rounds(search: Search[Program]) -> None:
    """Take every step in turn, until one round changes nothing."""
    while True:
        before = search.best
        for name, step in STEPS:
            search.step = name
            step(search)
        if search.best is before:
            return


def _whole(search: Search[Program]) -> None:
    """Change the whole circuit in every way at once, then in each way for itself."""
    search.first([plain(search.best)])
    for change in WAYS:
        changed = change(search.best)
        if changed is not None:
            search.first([changed])


def plain(program: Program) -> Program:
    """Return it with gates alone: without blocks, definitions, measurements, parameters, layouts, phase."""
    for change in WAYS:
        program = change(program) or program
    return program


def _flat(program: Program) -> Program | None:
    """Put the first block of every owner in its place."""
    if program.depth < 1:
        return None

    def open(node: Node) -> Sequence[Node]:
        return (node,) if isinstance(node, Leaf) else [n for b in node.blocks[0] for n in open(b)]

    return program.rewritten(open)


def _expanded(program: Program) -> Program | None:
    """Put the bodies of definitions where they are called."""

    def expand(node: Node, deep: int = 0) -> Sequence[Node]:
        body = next(opened(node), None) if isinstance(node, Leaf) else None
        if body is None or deep == DEEPEST_CALLS:
            return (node,)
        return [inner for each in body for inner in expand(each, deep + 1)]

    out = program.rewritten(expand)
    return out if out.size != program.size else None


def _unitary(program: Program) -> Program | None:
    """Leave out everything that is no gate."""
    gone = [n for n in program.nodes() if isinstance(n, Leaf) and n.name in OTHERS]
    return program.without(gone) if gone else None


def _bound(program: Program) -> Program | None:
    """Give every parameter the value 1."""
    names = program.circuit.parameters
    if not names:
        return None
    try:
        return Program.of(program.circuit.bind(dict.fromkeys(names, 1.0)))
    except QCompileError:
        return None  # an expression that has no value there


def _anonymous(program: Program) -> Program | None:
    """Forget layouts and the global phase."""
    shell = program.shell
    if shell.layouts is None and shell.phase == 0:
        return None
    plain = shell.copy()
    plain.layouts = None
    plain.phase = 0.0
    return Program(plain, program.body)


#: How a whole circuit is made plainer.
WAYS: tuple[Callable[[Program], Program | None], ...] = (
    _flat,
    _expanded,
    _unitary,
    _bound,
    _anonymous,
)


def _qubits(search: Search[Program]) -> None:
    """Leave out qubits with everything that acts on them."""
    whole = search.best
    minimal(whole.used()[0], lambda lists: search.first(whole.on_qubits(kept) for kept in lists))


def _operations(search: Search[Program]) -> None:
    """Leave out operations, those at the top first, then those inside one owner, two owners, and so on."""
    depth = 0
    while depth <= search.best.depth:
        whole = search.best
        nodes = whole.nodes(depth)
        everything = frozenset(nodes)

        def programs(
            lists: Any, whole: Program = whole, everything: frozenset[Node] = everything
        ) -> Iterator[Program]:
            return (whole.without(everything.difference(kept)) for kept in lists)

        minimal(nodes, lambda lists, of=programs: search.first(of(lists)), pairs=True)  # type: ignore[misc]
        depth += 1


def _wires(search: Search[Program]) -> None:
    """Leave out wires nobody uses, and the names of registers."""
    whole = search.best
    spare = whole.unused()
    search.first([whole.narrowed(spare)])
    minimal(spare, lambda lists: search.first(whole.narrowed(kept) for kept in lists))


def _single(
    ways: Callable[[Node], Iterator[Sequence[Node]]],
) -> Callable[[Search[Program]], None]:
    """Return the step that changes each operation in turn, in the first way that still fails."""

    def step(search: Search[Program]) -> None:
        at = 0
        while at < len(nodes := search.best.nodes()):
            program, node = search.best, nodes[at]
            if search.first(program.with_instead(node, other) for other in ways(node)) is None:
                at += 1

    return step


#: Coarse first: what is gone need not be simplified.
STEPS: tuple[tuple[str, Callable[[Search[Program]], None]], ...] = (
    ("whole", _whole),
    ("qubits", _qubits),
    ("operations", _operations),
    ("wires", _wires),
    ("blocks", _single(opened)),
    ("gates", _single(simpler)),
)
