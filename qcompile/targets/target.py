# SPDX-License-Identifier: Apache-2.0
"""Targets: what a circuit is compiled for."""

from __future__ import annotations

import os
from itertools import combinations
from typing import IO, TYPE_CHECKING, Any

from .._native import CoreTarget
from ..errors import PipelineError
from . import bases, generic, shipped
from .bases import DEFAULT_BASIS, FAMILIES, gate_names
from .graphs import QUBIT_FIGURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..circuit import Circuit

    Place = tuple[int, ...]

#: Larger devices have no map in a notebook.
MAPPED_QUBITS = 500


class Target(CoreTarget):
    """A device, or a basis for an ideal one: native gates, couplings, limits, and what was measured on it.

    Parameters
    ----------
    name : str
        For reports.
    gates : iterable of str
        Native gates; those on two qubits are native on every coupled pair that has none of its own.
    qubits : int, optional
        How many; any number by default.
    pairs : iterable of (int, int, iterable of str), optional
        Gates of ordered pairs (first operand, second operand); every pair in both directions by default. A symmetric
        gate given one way round is native both ways.
    ranges : mapping of str to (float, float), optional
        Lowest and highest first angle in radians of gates that have limits.
    sites : iterable of iterable of str, optional
        One-qubit gates of each qubit, where qubits differ.
    excluded : iterable of int
        Qubits nothing is placed on: broken ones, or such as are to stay free.
    forbids : iterable of str
        Of ``"barrier"``, ``"mid-circuit-measurement"``, ``"reset"``, ``"control-flow"``: what the device refuses.
    gate_facts : mapping of (str, tuple of int) to mapping, optional
        By gate and qubits: ``"error"`` (a probability), ``"duration_ns"``; what is not known is left out.
    qubit_facts : sequence of mapping, optional
        For each qubit ``"t1_ns"``, ``"t2_ns"``, ``"readout_error"``, ``"measure_ns"``, ``"reset_ns"``, as far as known.
    source : str, optional
        Where all this is from.
    calibrated : str, optional
        When the figures were measured: a date, or date and time, as in ISO 8601.

    Raises
    ------
    PipelineError
        QC406 for an unknown gate, QC417 for a figure that cannot be, QC418 for a qubit or pair that is none of the
        device's, QC419 for one place with two different figures.

    Examples
    --------
    >>> Target.from_name("line:3", basis=["cz", "rz", "sx", "x"]).pairs
    [(0, 1, ['cz']), (1, 2, ['cz'])]
    >>> pair = Target("pair", ["cz", "rz", "sx"], 2, [(0, 1, ["cz"])], gate_facts={("cz", (0, 1)): {"error": 0.01}})
    >>> pair.health()
    [0.99, 0.99]
    """

    #: Gates with their pairs as a device of Qiskit's lists them: a symmetric one may be listed one way alone.
    listed: frozenset[tuple[str, int, int]] = frozenset()

    source: str | None
    calibrated: str | None
    #: Whether two-qubit gates are native on the pairs listed alone; `pairs` makes a list each time it is asked.
    has_couplings: bool
    _ideal: Target | None
    _sum: tuple[tuple[str | None, str | None], str] | None

    def __new__(
        cls,
        name: str,
        gates: Iterable[str],
        qubits: int | None = None,
        pairs: Iterable[tuple[int, int, Iterable[str]]] | None = None,
        ranges: Mapping[str, tuple[float, float]] | None = None,
        *,
        sites: Iterable[Iterable[str]] | None = None,
        excluded: Iterable[int] = (),
        forbids: Iterable[str] = (),
        gate_facts: Mapping[tuple[str, Place], Mapping[str, float]] | None = None,
        qubit_facts: Iterable[Mapping[str, float]] | None = None,
        source: str | None = None,
        calibrated: str | None = None,
    ) -> Target:
        """Make a target; see the class for what is refused."""
        made = super().__new__(
            cls,
            name,
            list(gates),
            qubits,
            None
            if pairs is None
            else [(a, b, g if type(g) is list else list(g)) for a, b, g in pairs],
            [(g, low, high) for g, (low, high) in (ranges or {}).items()],
            None if sites is None else [list(names) for names in sites],
            list(excluded),
            list(forbids),
            [
                (gate, on[0], on[-1], facts.get("error"), facts.get("duration_ns"))
                for (gate, on), facts in (gate_facts or {}).items()
            ],
            [tuple(map(facts.get, QUBIT_FIGURES)) for facts in qubit_facts or ()],  # type: ignore[misc]
        )
        made.source = source
        made.calibrated = calibrated
        made.has_couplings = made.pairs is not None
        made._ideal = None
        made._sum = None
        return made

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
        """Return a device that comes with the package, or a generic target with a basis.

        Parameters
        ----------
        name : str
            A device (``"ibm-heron-r2"``, case does not matter), or ``all:N``, ``line:N``, ``ring:N``, ``grid:RxC``,
            ``heavy-hex:D``. It is never taken for the path of a file; `from_file` is for those.
        basis : iterable of str, or str, optional
            Native gates of a generic target; {cx, rz, sx, x} by default.

        Raises
        ------
        PipelineError
            QC406 for an unknown name or a size that a form does not have; QC407 for a basis given to a device.
        """
        found = generic.parse(name)
        if found is None:
            path = shipped.device_file(name)
            if path is None:
                raise shipped.unknown(name)
            if basis is not None:
                raise own_basis(name)
            return cls.from_file(path)
        qubits, edges = found
        gates = gate_names(DEFAULT_BASIS if basis is None else basis)
        pairs = None if edges is None else generic.both_ways(edges, gates)
        return cls(name.lower(), gates, qubits, pairs)

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | IO[Any]) -> Target:
        """Return the target a device file describes, in JSON or TOML; docs/targets.md has the format.

        Parameters
        ----------
        file : path, or file object open for reading

        Raises
        ------
        FileError
            The file cannot be read.
        PipelineError
            QC406, QC416 to QC420 for what is wrong in it, with the place.
        """
        from .reading import read_file

        return read_file(file)

    @classmethod
    def from_graph(
        cls,
        graph: Any,
        basis: Iterable[str] | str | None = None,
        name: str = "graph",
        *,
        errors: Mapping[Any, float] | None = None,
    ) -> Target:
        """Return the target of a networkx graph over qubits 0..n-1; a directed one limits directions.

        Parameters
        ----------
        graph : networkx.Graph or DiGraph
        basis : iterable of str, or str, optional
            Native gates; {cx, rz, sx, x} by default.
        name : str
        errors : mapping, optional
            Error rates: of the two-qubit gates of a pair by ``(a, b)``, of the one-qubit gates of a
            qubit by its number.

        Raises
        ------
        PipelineError
            QC418 for nodes that are not 0..n-1, a self-loop, or an error of what is not coupled; QC417 for an error
            that is no probability.
        """
        from .graphs import from_graph

        gates = gate_names(DEFAULT_BASIS if basis is None else basis)
        qubits, pairs, facts = from_graph(graph, gates, errors or {})
        return cls(name, gates, qubits, pairs, gate_facts=facts)

    @classmethod
    def from_qiskit(cls, obj: Any, basis: Iterable[str] | str | None = None) -> Target:
        """Return the target of a Qiskit `BackendV2`, `Target` or `CouplingMap`; see `from_qiskit.convert`."""
        from .from_qiskit import convert

        return convert(obj, basis)

    @classmethod
    def from_cirq(cls, obj: Any, basis: Iterable[str] | str | None = None) -> Target:
        """Return the target of a Cirq device, its metadata, or a graph of its qubits; see `from_cirq.convert`."""
        from .from_cirq import convert

        return convert(obj, basis)

    @classmethod
    def from_pytket(cls, obj: Any, basis: Iterable[str] | str | None = None) -> Target:
        """Return the target of a pytket architecture, backend info or backend; see `from_pytket.convert`."""
        from .from_pytket import convert

        return convert(obj, basis)

    @classmethod
    def from_braket(cls, device: Any) -> Target:
        """Return the target of an `AwsDevice` or of its properties; see `from_braket.convert`."""
        from .from_braket import convert

        return convert(device)

    @classmethod
    def from_ibm(cls, properties: Any, configuration: Any = None) -> Target:
        """Return the target of IBM's properties, configuration or both, as objects or dictionaries."""
        from .from_ibm import convert

        return convert(properties, configuration)

    @classmethod
    def like(cls, circuit: Circuit) -> Target:
        """Return the ideal target of a circuit's own gates where they are universal, else of {cx, rz, sx, x}.

        Gates that are powers of one another come together: a circuit with `t` may be answered with `s` and `tdg`.
        """
        names = set(circuit.gate_names())
        for family in FAMILIES:
            if names & family:
                names |= family
        own = cls("input's gates", sorted(names))
        return own if own.is_universal() else cls.from_basis(DEFAULT_BASIS)

    def is_universal(self) -> bool:
        """Return whether every circuit can be written in these gates, or every one of Clifford+T in these few."""
        return bases.is_universal(self)

    @property
    def gate_facts(self) -> dict[tuple[str, Place], dict[str, float]]:
        """What is known of gates, by name and qubits; symmetric gates under the lower qubit first."""
        return {
            (gate, (a,) if a == b else (a, b)): _known(("error", "duration_ns"), figures)
            for gate, a, b, *figures in self.gate_rows()
        }

    @property
    def qubit_facts(self) -> list[dict[str, float]] | None:
        """What is known of each qubit; None where nothing is known of any."""
        return [_known(QUBIT_FIGURES, row) for row in self.qubit_rows()] or None

    def ideal(self) -> Target:
        """Return a target with every pair coupled: what a circuit is simplified for before it is placed.

        It has the same gates; but where all that act on two qubits are as good as a ``cx``, it has ``cx``, which more
        passes understand. The same object each time.
        """
        if self._ideal is None:
            self._ideal = self._made_ideal()
        return self._ideal

    def _made_ideal(self) -> Target:
        two = bases.names_on(2) & set(self.gates)
        if two and two <= bases.LIKE_CX:
            gates = [*(name for name in self.gates if name not in two), "cx"]
        else:
            gates = self.gates
        ranges = {name: (low, high) for name, low, high in self.ranges if name in gates}
        return type(self)(f"{self.name}, unplaced", gates, ranges=ranges)

    def written_out(self) -> Target:
        """Return the same target with the couplings of all its pairs listed; itself where they are already."""
        if self.pairs is not None or self.num_qubits is None:
            return self
        every = combinations(range(self.num_qubits), 2)
        return type(self)(**{**self._said(), "pairs": generic.both_ways(every, self.gates)})

    def without(self, qubits: Iterable[int]) -> Target:
        """Return the same target with these qubits excluded as well; QC418 for one it does not have."""
        made = type(self)(**{**self._said(), "excluded": [*self.excluded, *qubits]})
        made.listed = self.listed
        return made

    def health(self) -> list[float]:
        """Return how good each qubit is, 0 to 1: the product of three fidelities.

        Of its readout; of its best one-qubit gate, virtual ones (error or duration 0) aside; and of the best two-qubit
        gate with a neighbour that is not excluded. What is not known counts as perfect.
        """
        from .health import health

        return health(self)

    def healthy(self, minimum: float) -> Target:
        """Return the same target with the qubits excluded whose `health` is below `minimum`, 0 to 1."""
        if not 0.0 <= minimum <= 1.0:
            raise PipelineError(f"a health is between 0 and 1, got {minimum}", code="QC402")
        return self.without(q for q, worth in enumerate(self.health()) if worth < minimum)

    def graph(self) -> Any:
        """Return the couplings as a `networkx.DiGraph`.

        Nodes are qubits with the figures that are known of them (``t1_ns``, ``readout_error``, ...) and
        ``excluded=True`` on excluded ones. An edge leads from first to second operand, with ``gates`` (their names)
        and, where they are known, ``error`` and ``duration_ns`` of the best of them.
        """
        from .graphs import to_graph

        return to_graph(self)

    def _repr_svg_(self) -> str | None:
        """Return what notebooks show: the map, where there is one."""
        if not self.num_qubits or self.num_qubits > MAPPED_QUBITS:
            return None
        from ..drawing import device_map

        return str(device_map(self))

    def to_json(self) -> str:
        """Return the target as a device file in JSON, which `from_file` reads."""
        from .writing import to_json

        return to_json(self)

    def to_toml(self) -> str:
        """Return the target as a device file in TOML, which `from_file` reads."""
        from .writing import to_toml

        return to_toml(self)

    def sha256(self) -> str:
        """Return the digest of everything the target says, for reports."""
        origin = self.source, self.calibrated  # all else stays as it was made
        if self._sum is None or self._sum[0] != origin:
            self._sum = origin, _digest(sorted(self._said().items(), key=lambda item: item[0]))
        return self._sum[1]

    def calibration_sha256(self) -> str | None:
        """Return the digest of the figures alone; None where there are none."""
        facts = (self.gate_rows(), self.qubit_rows())
        return _digest(facts) if any(facts) else None

    def _said(self) -> dict[str, Any]:
        """Return the arguments that make this target again."""
        return {
            "name": self.name,
            "gates": self.gates,
            "qubits": self.num_qubits,
            "pairs": self.pairs,
            "ranges": {name: (low, high) for name, low, high in self.ranges},
            "sites": self.sites,
            "excluded": self.excluded,
            "forbids": self.forbids,
            "gate_facts": self.gate_facts,
            "qubit_facts": self.qubit_facts,
            "source": self.source,
            "calibrated": self.calibrated,
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Target):
            return NotImplemented
        origin = (self.source, self.calibrated) == (other.source, other.calibrated)
        return origin and self.same(other)

    def __hash__(self) -> int:
        return hash((self.name, self.num_qubits, *self.gates))

    def __repr__(self) -> str:
        said = [repr(self.name), ",".join(self.gates)]
        if self.num_qubits is not None:
            said.append(f"{self.num_qubits} qubits")
        if self.pairs is not None:
            said.append(f"{num_couplings(self)} couplings")
        if self.excluded:
            said.append(f"{len(self.excluded)} excluded")
        if self.calibration_sha256() is not None:
            said.append(f"calibrated {self.calibrated}" if self.calibrated else "calibrated")
        return f"<Target {', '.join(said)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self._said()), self.__dict__


def num_couplings(target: CoreTarget) -> int:
    """Return the number of coupled pairs, either direction counted once; 0 for any number of qubits."""
    if target.pairs is None:
        n = target.num_qubits or 0
        return n * (n - 1) // 2
    return len({(min(a, b), max(a, b)) for a, b, _ in target.pairs})


def own_basis(name: str) -> PipelineError:
    """Return the error for a basis given with a target that has gates of its own."""
    return PipelineError(
        f"target `{name}` has a basis of its own",
        code="QC407",
        help="give --basis only with a generic target such as line:5",
    )


def _rebuild(kind: type[Target], said: dict[str, Any]) -> Target:
    return kind(**said)


def _known(names: Iterable[str], figures: Iterable[float | None]) -> dict[str, float]:
    return {name: x for name, x in zip(names, figures, strict=True) if x is not None}


def _digest(facts: object) -> str:
    from hashlib import sha256

    return sha256(repr(facts).encode()).hexdigest()
