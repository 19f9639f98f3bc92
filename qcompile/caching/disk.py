# SPDX-License-Identifier: Apache-2.0
"""Entries on disk: one SQLite file that threads and processes use at once.

SQLite sees to what is hard about that: locks, whole writes, a crash in the middle. Reading and writing never fail for
the caller: a file that cannot be used is a cache that is empty, and one that is damaged is put aside for a new one.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from threading import Lock, local
from typing import TYPE_CHECKING, TypeVar

from ..errors import FileError, quote

if TYPE_CHECKING:
    from collections.abc import Callable

#: Raised when the table changes; an older file is left alone.
FILE = "entries-1.sqlite"
#: How long a process waits for another that writes.
PATIENCE_SECONDS = 30.0
#: An entry's use is noted no more often than this: reading does not write each time.
NOTED_SECONDS = 600.0
#: Entries that are looked at at once for what goes first.
_PORTION = 64

_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, entry BLOB NOT NULL, size INTEGER NOT NULL, used REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS by_use ON entries (used);
CREATE TABLE IF NOT EXISTS total (size INTEGER NOT NULL);
INSERT INTO total SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM total);
CREATE TRIGGER IF NOT EXISTS come AFTER INSERT ON entries BEGIN UPDATE total SET size = size + NEW.size; END;
CREATE TRIGGER IF NOT EXISTS gone AFTER DELETE ON entries BEGIN UPDATE total SET size = size - OLD.size; END;
"""

_Made = TypeVar("_Made")

#: Connections of a parent process: to be left alone, closing included.
_inherited: list[object] = []


class _File(sqlite3.Connection):
    """A connection that ends with whoever holds it, in the process that opened it."""

    owner = 0

    def __del__(self) -> None:
        if self.owner == os.getpid():
            self.close()


class Disk:
    """A table of bytes in a file; safe to use from several threads and processes.

    Parameters
    ----------
    folder : str
        Where; made when it is first used, for the user alone.
    limit : int
        Bytes of entries kept at most.
    """

    def __init__(self, folder: str, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        #: How often the file, or what it lies in, could not be used.
        self.faults = 0
        self._own = local()
        self._lock = Lock()
        self._age = 0

    @property
    def path(self) -> str:
        """The file."""
        return os.path.join(self.folder, FILE)

    def get(self, key: str) -> bytes | None:
        """Return an entry, or None."""

        def read(file: sqlite3.Connection) -> bytes | None:
            row = file.execute("SELECT entry, used FROM entries WHERE key = ?", (key,)).fetchone()
            if row is None:
                return None
            now = time.time()
            if now - row[1] > NOTED_SECONDS:
                file.execute("UPDATE entries SET used = ? WHERE key = ?", (now, key))
            return row[0] if isinstance(row[0], bytes) else None

        return self._with(read)

    def put(self, key: str, entry: bytes) -> bool:
        """Keep an entry, in place of another of that key; say whether that was possible."""
        if len(entry) > self.limit:
            return False

        def write(file: sqlite3.Connection) -> bool:
            file.execute("BEGIN IMMEDIATE")
            try:
                file.execute("DELETE FROM entries WHERE key = ?", (key,))
                file.execute(
                    "INSERT INTO entries VALUES (?, ?, ?, ?)", (key, entry, len(entry), time.time())
                )
                self._shrink(file)
                file.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    file.execute("ROLLBACK")
                raise
            return True

        return bool(self._with(write))

    def drop(self, key: str) -> None:
        """Forget an entry."""

        def delete(file: sqlite3.Connection) -> None:
            file.execute("DELETE FROM entries WHERE key = ?", (key,))

        self._with(delete)

    def clear(self) -> int:
        """Forget everything, and give the space back; return how many entries there were.

        Raises
        ------
        FileError
            QC505 if the file is there and cannot be used.
        """
        if not os.path.exists(self.path):
            return 0

        def empty(file: sqlite3.Connection) -> int:
            count: int = file.execute("SELECT count(*) FROM entries").fetchone()[0]
            file.execute("DELETE FROM entries")
            file.execute("VACUUM")
            return count

        found = self._with(empty)
        if found is None:
            raise unusable(self.folder, "it is locked, or not ours to write")
        return found

    def held(self) -> tuple[int, int]:
        """Return how many entries there are, and their bytes."""
        if not os.path.exists(self.path):
            return 0, 0
        asked = "SELECT (SELECT count(*) FROM entries), (SELECT size FROM total)"
        found = self._with(lambda file: file.execute(asked).fetchone())
        return (0, 0) if found is None else (found[0], found[1])

    def _shrink(self, file: sqlite3.Connection) -> None:
        """Forget what was not used for longest, until the rest fits."""
        while file.execute("SELECT size FROM total").fetchone()[0] > self.limit:
            gone = file.execute("SELECT key FROM entries ORDER BY used LIMIT ?", (_PORTION,))
            for (key,) in gone.fetchall():
                file.execute("DELETE FROM entries WHERE key = ?", (key,))
                if file.execute("SELECT size FROM total").fetchone()[0] <= self.limit:
                    break

    def _with(self, work: Callable[[sqlite3.Connection], _Made]) -> _Made | None:
        """Do something with the file; twice where it was damaged, and None where it cannot be used."""
        for _ in range(2):
            age = self._age
            try:
                return work(self._file())
            except sqlite3.OperationalError:
                self.faults += 1
                return None  # locked for too long, full, not ours to write
            except sqlite3.DatabaseError:
                self.faults += 1
                self._renew(age)
            except OSError:
                self.faults += 1
                return None
        return None

    def _file(self) -> sqlite3.Connection:
        """Return this thread's connection; a forked process has none of its parent's."""
        mine = (os.getpid(), self._age)
        if getattr(self._own, "mine", None) != mine:
            if hasattr(self._own, "file"):
                _inherited.append(self._own.file)
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            file = sqlite3.connect(
                self.path,
                timeout=PATIENCE_SECONDS,
                isolation_level=None,
                check_same_thread=False,  # it may be closed elsewhere
                factory=_File,
            )
            file.owner = os.getpid()
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = NORMAL")
            file.executescript(_TABLE)
            self._own.file, self._own.mine = file, mine
        found: sqlite3.Connection = self._own.file
        return found

    def _renew(self, age: int) -> None:
        """Take a damaged file out of the way; entries are made again."""
        with self._lock:
            if self._age == age:
                for suffix in ("", "-wal", "-shm"):
                    with suppress(OSError):
                        os.unlink(self.path + suffix)
                self._age += 1


def unusable(folder: str, why: str) -> FileError:
    """Return the error for a folder that no cache can be in."""
    return FileError(
        f"the cache in `{quote(folder)}` cannot be used: {why}",
        code="QC505",
        help="name another folder, or set QCOMPILE_CACHE_DIR",
    )


def check_folder(folder: str) -> None:
    """Refuse a folder that cannot be made or written; QC505."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        path = os.path.join(folder, FILE)
        with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)):
            pass
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "permission denied")
    except (OSError, sqlite3.Error) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise unusable(folder, said.lower()) from error
