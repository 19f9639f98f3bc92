# SPDX-License-Identifier: Apache-2.0
"""`compile_many`: circuits in, results out in the same order, by several threads over one target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import demands, interchange
from ..compiler import Result
from ..compiler import compile as compile_circuit
from ..errors import InternalError, PipelineError, QCompileError
from ..pipeline import presets
from ..targets import Target, as_target
from .item import Item
from .workers import cores, in_order

if TYPE_CHECKING:
    from ..caching import Source as Cached
    from ..circuit import Circuit
    from .family import Family
    from .skeleton import Skeleton

#: From so many circuits of one structure on, it is compiled once and bound.
WORTH_BINDING = 8

Progress: TypeAlias = "Callable[[int, int | None, Item], object]"


def compile_many(
    circuits: Iterable[Any],
    target: Any = None,
    *,
    jobs: int | None = None,
    bind: bool | None = None,
    cache: Cached = None,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
    **options: Any,
) -> Iterator[Item]:
    """Compile many circuits for one target.

    Parameters
    ----------
    circuits : iterable of Circuit, or of circuits of other packages
        Left as they are. Of an iterator few more are taken than results were asked for.
    target : optional
        As for `compile`; made, or read, once.
    jobs : int, optional
        Threads, each of which computes alone; as many as there are processors by default.
    bind : bool, optional
        Whether circuits that differ in their angles alone are compiled once, as a template, and bound. True: wherever
        they can be, also one that is alone; False: never; by default those of a sequence of which there are at least 8.
    cache : bool, path or qcompile.caching.Cache, optional
        Where results are kept and found again, as for `compile`. By default in memory as long as the iteration lasts,
        so that equal circuits are compiled once; False: nowhere.
    progress : callable (int, int or None, Item), optional
        Told how many are done, of how many where that is known, and the item, just before it is given out.
    cancel : callable () -> bool, optional
        Asked between circuits; True ends the iteration. What is being compiled then is finished and dropped.
    **options
        As for `compile`; ``trace`` is ``"times"`` unless said otherwise.

    Returns
    -------
    iterator of Item
        In the order of the circuits, each with its result or its error; nothing is compiled before it is asked for.

    Raises
    ------
    PipelineError, TargetError
        At once, for options that no circuit could be compiled with.

    Notes
    -----
    Any number of threads and any order give the same circuits, byte for byte. With ``bind=False`` they are those of
    `compile`; with ``bind=True`` each depends on nothing but itself and the options; by default also on whether there
    are enough of its structure in the sequence.

    A bound circuit has the gates of its template. That is used only where it does not lose to `compile` in what the
    objective compares, at fixed angles in general position and at two circuits of the sequence; and not for a circuit
    with an angle, given or in a slot, that is a multiple of pi/4, nor with angles that nearly agree. Its report says
    ``bound`` among the options and has the passes of the template. Under ``verify="auto"`` the template is checked, as
    `template` does, and not every circuit; under ``verify="full"``, ``error``, ``passes`` and ``verbatim`` nothing is
    bound.

    Examples
    --------
    >>> import qcompile as qc
    >>> bell = qc.Circuit(2).h(0).cx(0, 1)
    >>> wide = qc.Circuit(9).h(8)
    >>> for item in qc.compile_many([bell, wide], "line:5", jobs=2):
    ...     print(item.index, item.result.report.after.two_qubit if item.ok else item.error.code)
    0 1
    1 QC302
    """
    if jobs is not None and jobs < 1:
        raise PipelineError(f"jobs are at least 1, got {jobs}", code="QC402")
    plan = Plan.make(target, {**options, "cache": _or_memory(cache)})
    return _results(plan, circuits, jobs or cores(), bind, progress, cancel)


class Plan:
    """What all circuits of a batch are compiled with; refuses what none could be, and reads a target once."""

    def __init__(self, target: Target | None, options: dict[str, Any]) -> None:
        self.target = target
        self.options = options
        self._families: dict[str, Family] = {}
        self._lock = Lock()

    @classmethod
    def make(cls, target: Any, options: dict[str, Any]) -> Plan:
        """Check the options and resolve the target.

        Raises
        ------
        TypeError
            An option that `compile` does not have.
        PipelineError
            A value that an option cannot have.
        """
        from inspect import signature

        known = signature(compile_circuit).parameters.keys() - {"circuit", "target", "consume"}
        unknown = [name for name in options if name not in known]
        if unknown:
            raise TypeError(f"compile_many() got an unexpected keyword argument {unknown[0]!r}")
        chosen = dict(options)
        words = {word: chosen[word] for word in demands.WORDS if word in chosen}
        demands.check_words(**words)
        if chosen.get("level") is not None:
            presets.level(chosen["level"])
        if target is not None and not isinstance(target, Target):
            target = as_target(target, chosen.pop("basis", None))
        if target is not None:
            demands.check_measured(target, chosen.get("objective", "two-qubit"))
        chosen.setdefault("trace", "times")
        return cls(target, chosen)

    def family(self, own: Skeleton, witnesses: list[Any]) -> Family:
        """Return the family of a skeleton; made by whoever asks first."""
        from .family import Family

        with self._lock:
            if own.key not in self._families:
                self._families[own.key] = Family(own, self.target, self.options, witnesses)
            return self._families[own.key]

    def compiled(self, circuit: Circuit) -> Result:
        """Compile one circuit by itself."""
        return compile_circuit(circuit, target=self.target, **self.options)


def _results(
    plan: Plan,
    circuits: Iterable[Any],
    jobs: int,
    bind: bool | None,
    progress: Progress | None,
    cancel: Callable[[], bool] | None,
) -> Iterator[Item]:
    batch = Batch(plan, circuits, bind)
    total = len(circuits) if isinstance(circuits, Sequence) else None
    for item in in_order(batch.one, enumerate(circuits), jobs=jobs, cancel=cancel):
        if progress is not None:
            progress(item.index + 1, total, item)
        yield item


class Batch:
    """One run over many circuits: what they have in common, and how each is done."""

    def __init__(self, plan: Plan, circuits: Iterable[Any], bind: bool | None) -> None:
        self._plan = plan
        self._always = bind is True and _may_bind(plan.options)
        self._common: Common | None = None
        if bind is None and isinstance(circuits, Sequence) and len(circuits) >= WORTH_BINDING:
            self._common = Common(circuits) if _may_bind(plan.options) else None

    def one(self, numbered: tuple[int, Any]) -> Item:
        """Return what comes of one circuit; its errors are part of that."""
        index, given = numbered
        try:
            circuit, origin = interchange.read(given)
            result = self._bound(index, circuit)
            if result is not None:
                return Item(index=index, result=replace(result, origin=origin), bound=True)
            return Item(index=index, result=replace(self._plan.compiled(circuit), origin=origin))
        except QCompileError as error:
            return Item(index=index, error=error)
        except Exception as error:  # one bad circuit does not stop the others
            fault = InternalError(f"{type(error).__name__}: {error}", help="please report it")
            fault.__cause__ = error
            return Item(index=index, error=fault)

    def _bound(self, index: int, circuit: Circuit) -> Result | None:
        source = self._plan.options.get("source")
        if self._common is not None:
            found = self._common.members.get(index)
            if found is None:
                return None
            key, values = found
            family = self._plan.family(self._common.first[key], self._common.least[key])
            return family.bound(circuit, values, source)
        if not self._always:
            return None
        from .skeleton import skeleton

        own = skeleton(circuit)
        return (
            None if own is None else self._plan.family(own, []).bound(circuit, own.values, source)
        )


class Common:
    """The circuits of a sequence of whose structure there are enough.

    Parameters
    ----------
    circuits : sequence
        Read through once.
    """

    def __init__(self, circuits: Sequence[Any]) -> None:
        from .family import WITNESSES
        from .skeleton import skeleton

        counts: Counter[str] = Counter()
        #: Key and values by number.
        self.members: dict[int, tuple[str, Any]] = {}
        #: The skeleton that was met first of each key.
        self.first: dict[str, Skeleton] = {}
        #: Values of a few members of each: the same ones for any order of the circuits.
        self.least: dict[str, list[Any]] = {}
        for number, given in enumerate(circuits):
            try:
                circuit, _ = interchange.read(given)
            except Exception:  # it is met again, and told of then
                continue
            own = skeleton(circuit)
            if own is not None:
                counts[own.key] += 1
                self.members[number] = own.key, own.values
                self.first.setdefault(own.key, own)
                least = [*self.least.get(own.key, []), own.values]
                self.least[own.key] = sorted(least, key=lambda v: v.tolist())[:WITNESSES]
        few = {key for key, count in counts.items() if count < WORTH_BINDING}
        self.members = {n: own for n, own in self.members.items() if own[0] not in few}
        for key in few:
            del self.first[key], self.least[key]


def _or_memory(cache: Cached) -> Cached:
    from ..caching import Cache

    return Cache() if cache is None else cache


def _may_bind(options: dict[str, Any]) -> bool:
    from .family import may_bind

    return may_bind(options)
