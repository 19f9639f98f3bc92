# SPDX-License-Identifier: Apache-2.0
"""Targets: what a circuit is compiled for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._native import CoreCircuit, CoreTarget, canonical_name, gate_table, kernels
from ..errors import PipelineError, QCompileError

if TYPE_CHECKING:
    from ..circuit import Circuit

#: The basis when neither target nor basis is given and the input's own gates are not universal.
DEFAULT_BASIS = ("cx", "rz", "sx", "x")

#: Names of common bases.
BASES: dict[str, tuple[str, ...]] = {
    "clifford+t": ("h", "s", "sdg", "t", "tdg", "x", "z", "cx"),
}


class Target(CoreTarget):
    """Native gates, coupled pairs, directions and angle ranges.

    Parameters
    ----------
    name : str
        For reports.
    gates : iterable of str
        Native gates; those on two qubits are native on every coupled pair that has none of its own.
    qubits : int, optional
        How many; any number by default.
    pairs : iterable of (int, int, iterable of str), optional
        Gates of ordered pairs (first operand, second operand); every pair in both directions by default.
    ranges : mapping of str to (float, float), optional
        Lowest and highest first angle in radians of gates that have limits.

    Examples
    --------
    >>> Target.from_name("line:3", basis=["cz", "rz", "sx", "x"]).pairs
    [(0, 1, ['cz']), (1, 2, ['cz'])]
    """

    def __new__(
        cls,
        name: str,
        gates: Iterable[str],
        qubits: int | None = None,
        pairs: Iterable[tuple[int, int, Iterable[str]]] | None = None,
        ranges: Mapping[str, tuple[float, float]] | None = None,
    ) -> Target:
        """Make a target; QC302 for an unknown gate, QC230 for a coupling that is no pair of qubits."""
        return super().__new__(
            cls,
            name,
            list(gates),
            qubits,
            None if pairs is None else [(a, b, list(g)) for a, b, g in pairs],
            [(g, low, high) for g, (low, high) in (ranges or {}).items()],
        )

    @classmethod
    def from_basis(cls, basis: Iterable[str] | str) -> Target:
        """Return the ideal target of a basis: every pair coupled, no angle limits.

        Parameters
        ----------
        basis : iterable of str, or str
            Gate names, comma-separated in one string or the name of a basis (``"clifford+t"``).
        """
        return cls("all-to-all", gate_names(basis))

    @classmethod
    def from_name(cls, name: str, basis: Iterable[str] | str | None = None) -> Target:
        """Return a generic target: ``all:N``, ``line:N``, ``ring:N`` or ``grid:RxC`` with a basis.

        Raises
        ------
        PipelineError
            QC406 for an unknown form or a size of 0.
        """
        gates = gate_names(DEFAULT_BASIS if basis is None else basis)
        kind, _, size = name.partition(":")
        try:
            dimensions = [int(part) for part in size.split("x")]
        except ValueError:
            dimensions = []
        edges = _EDGES.get((kind, len(dimensions)))
        if edges is None or min(dimensions) < 1:
            raise PipelineError(
                f"no target is called `{name}`",
                code="QC406",
                help="generic targets are all:N, line:N, ring:N and grid:RxC, with --basis",
            )
        qubits = 1
        for d in dimensions:
            qubits *= d
        found = edges(*dimensions)
        if found is None:
            return cls(name, gates, qubits)
        two = [g for g in gates if g in _two_qubit_names()]
        directed = [g for g in two if g in _two_qubit_names(symmetric=False)]
        pairs = [(a, b, two) for a, b in found] + [(b, a, directed) for a, b in found]
        return cls(name, gates, qubits, [p for p in pairs if p[2]])

    @classmethod
    def from_graph(
        cls, graph: Any, basis: Iterable[str] | str | None = None, name: str = "graph"
    ) -> Target:
        """Return the target of a networkx graph over qubits 0..n-1; a directed one limits directions."""
        gates = gate_names(DEFAULT_BASIS if basis is None else basis)
        two = [g for g in gates if g in _two_qubit_names()]
        nodes = sorted(graph.nodes)
        if nodes != list(range(len(nodes))):
            raise PipelineError("nodes of the coupling graph must be 0..n-1", code="QC406")
        pairs: dict[tuple[int, int], list[str]] = {}
        for a, b in graph.edges:
            if a == b:
                raise PipelineError(f"qubit {a} is coupled with itself", code="QC406")
            pairs[(a, b)] = two
            if not graph.is_directed():
                pairs[(b, a)] = two
        return cls(name, gates, len(nodes), [(a, b, g) for (a, b), g in sorted(pairs.items())])

    def sha256(self) -> str:
        """Return the digest of everything the target says, for reports."""
        from hashlib import sha256

        facts = (self.name, self.num_qubits, self.gates, self.pairs, self.ranges)
        return sha256(repr(facts).encode()).hexdigest()

    @classmethod
    def like(cls, circuit: Circuit) -> Target:
        """Return the ideal target of a circuit's own gates where they are universal, else of {cx, rz, sx, x}.

        Gates that are powers of one another come together: a circuit with `t` may be answered with `s` and `tdg`.
        """
        names = set(circuit.gate_names())
        for family in _FAMILIES:
            if names & family:
                names |= family
        own = cls("input's gates", sorted(names))
        return own if own.is_universal() else cls.from_basis(DEFAULT_BASIS)

    def is_universal(self) -> bool:
        """Return whether every circuit can be written in these gates, or every one of Clifford+T in these few."""
        names = set(self.gates)
        if names <= _CLIFFORD_T and names >= {"h", "t", "tdg", "cx"}:
            return True
        probe = CoreCircuit()
        probe.add_qubits(2)
        probe.append_gate("u", [0.1, 0.2, 0.3], [0])
        probe.append_gate("cx", [], [0, 1])
        try:
            kernels.basis_translation(probe, self, one_qubit=True)
        except QCompileError:
            return False
        return True


def gate_names(basis: Iterable[str] | str) -> list[str]:
    """Return a basis as a list of canonical gate names, in the order given, without repetition."""
    if isinstance(basis, str):
        basis = BASES.get(basis.lower(), tuple(part.strip() for part in basis.split(",")))
    out: list[str] = []
    for name in basis:
        known = canonical_name(name)
        if known is None:
            raise PipelineError(
                f"no native gate is called `{name}`",
                code="QC406",
                help="give gate names separated by commas, such as --basis cz,rz,sx,x",
            )
        if known not in out:
            out.append(known)
    return out


_CLIFFORD_T = frozenset("h s sdg t tdg x y z cx cz swap ccx ccz id".split())
#: Powers of one another.
_FAMILIES = (
    frozenset({"t", "tdg", "s", "sdg", "z"}),
    frozenset({"s", "sdg", "z"}),
    frozenset({"sx", "sxdg", "x"}),
)


def _two_qubit_names(*, symmetric: bool = True) -> frozenset[str]:
    """Return names of two-qubit gates; with ``symmetric=False`` only of those whose operands differ."""
    rows = (row for row in gate_table() if row["qubits"] == 2)
    return frozenset(row["name"] for row in rows if symmetric or not row["symmetric"])


def _line(n: int) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(n - 1)]


def _ring(n: int) -> list[tuple[int, int]]:
    return _line(n) + ([(0, n - 1)] if n > 2 else [])


def _grid(rows: int, columns: int) -> list[tuple[int, int]]:
    at = [(r, c) for r in range(rows) for c in range(columns)]
    right = [(r * columns + c, r * columns + c + 1) for r, c in at if c + 1 < columns]
    down = [(r * columns + c, (r + 1) * columns + c) for r, c in at if r + 1 < rows]
    return sorted(right + down)


_EDGES: dict[tuple[str, int], Any] = {
    ("all", 1): lambda _: None,
    ("line", 1): _line,
    ("ring", 1): _ring,
    ("grid", 2): _grid,
}
