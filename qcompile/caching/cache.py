# SPDX-License-Identifier: Apache-2.0
"""`Cache`: in memory, and on disk if there is a folder."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from ..errors import PipelineError
from .disk import Disk, check_folder
from .entries import checked, sealed
from .memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

#: Where a cache may be named from: nothing, the usual folder, a folder, a cache.
Source: TypeAlias = "Cache | bool | str | os.PathLike[str] | None"

MEMORY_BYTES = 64 << 20
DISK_BYTES = 1 << 30


def default_folder() -> str:
    """Return where caches are kept: ``QCOMPILE_CACHE_DIR``, else where the platform has them.

    On Linux that is ``$XDG_CACHE_HOME/qcompile`` or ``~/.cache/qcompile``.
    """
    named = os.environ.get("QCOMPILE_CACHE_DIR")
    if named:
        return named
    from platformdirs import user_cache_dir

    return user_cache_dir("qcompile", appauthor=False)


class Cache:
    """Compiled results by what they were made from; safe to share by threads and processes.

    Parameters
    ----------
    folder : path, optional
        Keep entries on disk there, besides memory.
    memory_bytes : int, default 64 MiB
        How much is kept in memory.
    disk_bytes : int, default 1 GiB
        How much is kept on disk; the least recently used go first.

    Raises
    ------
    FileError
        QC505 if the folder cannot be made or written.

    Notes
    -----
    An entry that does not have its checksum is dropped and made again. Whoever may write to the folder may
    put circuits into it, but no code: nothing is unpickled. A cache pickles as its folder and limits.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.caching import Cache
    >>> cache, bell = Cache(), qc.Circuit(2).h(0).cx(0, 1)
    >>> first, again = (qc.compile(bell, target="line:3", cache=cache) for _ in range(2))
    >>> first.circuit == again.circuit, cache.hits, cache.misses
    (True, 1, 1)
    """

    def __init__(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._memory = Memory(memory_bytes)
        self._disk: Disk | None = None
        if folder is not None:
            check_folder(os.fspath(folder))
            self._disk = Disk(os.path.abspath(folder), disk_bytes)
        self._lock = Lock()
        self.hits = 0
        self.misses = 0
        #: Entries that were damaged.
        self.damaged = 0

    @property
    def folder(self) -> str | None:
        """Where entries are kept on disk."""
        return None if self._disk is None else self._disk.folder

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key, if it is still there and whole."""
        sealed_entry = self._memory.get(key)
        kept = sealed_entry is not None
        if sealed_entry is None and self._disk is not None:
            sealed_entry = self._disk.get(key)
        found = None if sealed_entry is None else checked(key, sealed_entry)
        if found is not None and not kept and sealed_entry is not None:
            self._memory.put(key, sealed_entry)
        self._count(found is not None, damaged=found is None and sealed_entry is not None)
        return found

    def put(self, key: str, entry: bytes) -> None:
        """Keep bytes under a key."""
        whole = sealed(key, entry)
        self._memory.put(key, whole)
        if self._disk is not None:
            self._disk.put(key, whole)

    def drop(self, key: str) -> None:
        """Forget a key: of an entry that turned out to be of no use."""
        self._memory.drop(key)
        if self._disk is not None:
            self._disk.drop(key)
        with self._lock:
            self.damaged += 1

    def clear(self) -> int:
        """Forget everything; return how many entries there were on disk, or else in memory."""
        count = len(self._memory)
        self._memory.clear()
        return count if self._disk is None else self._disk.clear()

    def held(self) -> tuple[int, int]:
        """Return how many entries are on disk, and their bytes."""
        return (0, 0) if self._disk is None else self._disk.held()

    @property
    def faults(self) -> int:
        """How often the file on disk could not be used; then it was as if there were none."""
        return 0 if self._disk is None else self._disk.faults

    def summary(self) -> str:
        """Return what happened, in words."""
        said = [f"{self.hits} found", f"{self.misses} made"]
        said += [f"{self.damaged} damaged and replaced"] if self.damaged else []
        said += [f"{self.faults} times not usable"] if self.faults else []
        return f"cache: {', '.join(said)}"

    def _count(self, found: bool, *, damaged: bool) -> None:
        with self._lock:
            self.hits += found
            self.misses += not found
            self.damaged += damaged

    def __reduce__(self) -> tuple[Callable[..., Cache], tuple[object, ...]]:
        limit = self._disk.limit if self._disk is not None else DISK_BYTES
        return _again, (self.folder, self._memory.limit, limit)

    def __repr__(self) -> str:
        return f"<Cache {self.folder or 'in memory'}>"


def _again(folder: str | None, memory_bytes: int, disk_bytes: int) -> Cache:
    return Cache(folder, memory_bytes=memory_bytes, disk_bytes=disk_bytes)


def as_cache(given: Source) -> Cache | None:
    """Return the cache that is meant: None and False none, True the one in the usual folder, a path one there.

    Raises
    ------
    FileError
        QC505 if the folder cannot be made or written.
    PipelineError
        QC402 for anything else.
    """
    if given is None or given is False:
        return None
    if isinstance(given, Cache):
        return given
    if given is True:
        return _in_folder(default_folder())
    if isinstance(given, str | os.PathLike):
        return _in_folder(os.fspath(given))
    raise PipelineError(
        f"a cache is True, a folder or a Cache, got `{given!r}`",
        code="QC402",
        help="qcompile.caching.Cache(folder) has limits to choose",
    )


_known: dict[str, Cache] = {}


def _in_folder(folder: str) -> Cache:
    """Return the cache of a folder: one a process, so that calls in a loop share its memory."""
    path = os.path.abspath(folder)
    if path not in _known or not os.path.isdir(path):
        _known[path] = Cache(path)
    return _known[path]
