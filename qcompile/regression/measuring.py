# SPDX-License-Identifier: Apache-2.0
"""Circuits compiled side by side, each into a row of figures and digests; what goes wrong with one stays with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from ..caching import Cache
from ..errors import InternalError, QCompileError
from .limits import METRICS
from .listing import DIGITS, TOOL, Listed, includes, keywords, target_digest
from .model import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..circuit import Circuit
    from ..compiler import Result
    from ..report import Report


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What came of one circuit.

    Parameters
    ----------
    listed : Listed
    row : Row, optional
        None where it could not be compiled; then there is an `error`.
    report : Report, optional
        None where nothing was compiled.
    times : mapping of str to float
        ``seconds`` and ``peak_memory_bytes``; none where the result was in the cache.
    """

    listed: Listed
    row: Row | None = None
    report: Report | None = None
    times: Mapping[str, float] = field(default_factory=dict)
    error: QCompileError | None = None


def measure(
    circuits: Sequence[Listed],
    *,
    jobs: int | None = None,
    cache: Cache | None = None,
    progress: Callable[[Listed], object] | None = None,
) -> list[Measured]:
    """Compile circuits, several at once; the results are in their order, and the same whatever `jobs` is.

    Parameters
    ----------
    circuits : sequence of Listed
    jobs : int, optional
        As many as there are processors by default.
    cache : Cache, optional
        Where results are found, and kept.
    progress : callable (Listed), optional
        Told after each.
    """
    made = []
    for each in _in_order(circuits, jobs, cache):
        made.append(each)
        if progress is not None:
            progress(each.listed)
    return made


def _in_order(
    circuits: Sequence[Listed], jobs: int | None, cache: Cache | None
) -> Iterator[Measured]:
    if len(circuits) <= 1:
        return iter([one(each, cache) for each in circuits])
    from ..many.workers import cores, in_order

    return in_order(lambda each: one(each, cache), circuits, jobs=jobs or cores())


def one(listed: Listed, cache: Cache | None = None) -> Measured:
    """Compile one circuit."""
    if listed.error is not None:
        return Measured(listed=listed, error=listed.error)
    noting = None if cache is None else _Noting(cache)
    try:
        result = compiled(listed, noting)
        kept = noting is not None and noting.found
        return Measured(
            listed=listed,
            row=row_of(listed, result),
            report=result.report,
            times={} if kept else _times(result.report),
        )
    except QCompileError as error:
        return Measured(listed=listed, error=error)
    except Exception as error:  # one bad circuit does not stop the others
        fault = InternalError(f"{type(error).__name__}: {error}", help="please report it")
        fault.__cause__ = error
        return Measured(listed=listed, error=fault)


def compiled(listed: Listed, cache: Cache | None = None) -> Result:
    """Read and compile one circuit; errors have their place in its file."""
    from ..compiler import compile
    from ..report import Source

    circuit, data = listed.circuit, b""
    if circuit is None:
        circuit, data = read(listed)
    source = Source(listed.source, listed.source_sha256)
    basis = listed.options.get("basis") if listed.target is None else None
    try:
        return compile(
            circuit,
            target=listed.target,
            basis=basis,
            source=source,
            cache=cache,
            **keywords(listed.options),
        )
    except QCompileError as error:
        if listed.path is None:
            raise
        from ..frontends.placing import placed

        raise placed(error, data, shown(listed.path)) from None


class _Noting(Cache):
    """A cache, for one circuit, that notes whether its result was there: then nothing was compiled, nor timed."""

    def __init__(self, inner: Cache) -> None:
        self._inner = inner
        self.found = False

    def get(self, key: str) -> bytes | None:
        """Return what is kept."""
        entry = self._inner.get(key)
        self.found = entry is not None
        return entry

    def put(self, key: str, entry: bytes) -> None:
        """Keep what was made."""
        self._inner.put(key, entry)

    def drop(self, key: str) -> None:
        """Forget what turned out to be of no use."""
        self.found = False
        self._inner.drop(key)


def row_of(listed: Listed, result: Result) -> Row:
    """Return the row of a compiled circuit."""
    after = result.report.after.to_dict()
    return Row(
        id=listed.id,
        source=listed.source,
        source_sha256=listed.source_sha256,
        settings_sha256=listed.settings_sha256,
        output_sha256=output_digest(result.circuit),
        target=None if listed.target is None else listed.target.name,
        target_sha256=None if listed.target is None else target_digest(listed.target),
        tool=TOOL,
        level=listed.level,
        seed=listed.seed,
        metrics={name: after[name] for name in METRICS if after.get(name) is not None},
    )


def output_digest(circuit: Circuit) -> str:
    """Return the digest of a compiled circuit: of its OpenQASM 3, else of its own serialisation.

    That of the text is what ``qcompile IN --to qasm3 | sha256sum`` begins with.
    """
    from ..caching import anonymous
    from ..emitters import dumps

    try:
        data = dumps(circuit, "qasm3").encode("utf-8", "surrogateescape")
    except QCompileError:
        named = anonymous(circuit)
        data = (circuit if named is None else named[0]).to_bytes()
    return sha256(data).hexdigest()[:DIGITS]


def shown(path: str) -> str:
    """Return a path as the user would write it: relative where that is shorter."""
    try:
        return min(path, os.path.relpath(path), key=len)
    except ValueError:  # another drive
        return path


def read(listed: Listed) -> tuple[Circuit, bytes]:
    """Return the circuit of a file, and the file's bytes."""
    from ..files import read_bytes
    from ..frontends import detect, loads
    from ..frontends.limits import complete

    assert listed.path is not None
    limits = dict(listed.options.get("limit") or ())
    data = read_bytes(listed.path, complete(limits)["bytes"] + 1)
    # A circuit knows what it was called, and so does the cache: by the same name wherever its folder is. What includes
    # files of its own is read where they are.
    name = shown(listed.path) if includes(listed.path, data) else listed.source
    try:
        circuit = loads(
            data,
            format=listed.options.get("from") or detect(data, listed.path),
            path=name,
            lenient=bool(listed.options.get("lenient")),
            limits=limits,
        )
    except QCompileError as error:
        if error.span is not None and error.span.path == name:
            error.span.path = shown(listed.path)
        raise
    return circuit, data


def _times(report: Report) -> dict[str, float]:
    peak = report.peak_memory_bytes
    return {
        "seconds": report.seconds,
        **({} if peak is None else {"peak_memory_bytes": float(peak)}),
    }
