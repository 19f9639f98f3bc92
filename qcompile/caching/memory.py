# SPDX-License-Identifier: Apache-2.0
"""Entries in memory: a bounded number of bytes, the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock


class Memory:
    """A table of bytes; safe to use from several threads.

    Parameters
    ----------
    limit : int
        Bytes kept at most; an entry above it is not kept at all.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """Return an entry, which is then the most recently used."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: str, entry: bytes) -> None:
        """Keep an entry, in place of another of that key."""
        with self._lock:
            self._drop(key)
            if len(entry) > self.limit:
                return
            self._entries[key] = entry
            self._size += len(entry)
            while self._size > self.limit:
                self._drop(next(iter(self._entries)))

    def drop(self, key: str) -> None:
        """Forget an entry."""
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._size = 0

    def __len__(self) -> int:
        return len(self._entries)

    def _drop(self, key: str) -> None:
        gone = self._entries.pop(key, None)
        if gone is not None:
            self._size -= len(gone)
