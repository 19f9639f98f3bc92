# SPDX-License-Identifier: Apache-2.0
"""Files are read in one go and written whole: a reader of the destination sees the old bytes or all of the new ones."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from .errors import FileError, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = str | os.PathLike[str]

#: Files beside their destinations that are being written.
_unfinished: set[str] = set()


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file, text as UTF-8; see `whole_file`.

    Raises
    ------
    FileError
        QC502 if it cannot be written, QC504 if there is a folder in its place.
    """
    with whole_file(path) as file:
        file.write(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing that appears at `path` when the block ends well, and never before.

    The bytes go to a file beside the destination, are synchronised to the disk and renamed over it. A failure of any
    kind, an interrupt included, removes that file and leaves the destination as it was. A symbolic link is followed
    and stays; the permissions of an existing file stay, a new one gets those of the umask. A device or a pipe, which
    cannot be replaced, is written directly.

    Raises
    ------
    FileError
        QC502 if it cannot be written, QC504 if there is a folder in its place.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole_file(folder + "/out.txt") as file:
    ...         _ = file.write(b"all or nothing")
    ...     read_bytes(folder + "/out.txt")
    b'all or nothing'
    """
    try:
        real = os.path.realpath(path)
        mode = _mode(real)
        if mode is not None and not stat.S_ISREG(mode):
            with open(real, "wb") as file:
                yield file
            return
        beside = os.path.join(os.path.dirname(real), f".qcompile-{os.urandom(6).hex()}.tmp")
        _unfinished.add(beside)
        try:
            number = os.open(
                beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o666
            )
            with open(number, "wb") as file:
                if mode is not None:
                    os.chmod(beside, stat.S_IMODE(mode))
                yield file
                file.flush()
                os.fsync(number)
            os.replace(beside, real)
        except BaseException:
            with suppress(OSError):  # never made, or renamed already
                os.unlink(beside)
            raise
        finally:
            _unfinished.discard(beside)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise cannot("write", path, error) from error


def remove_unfinished() -> None:
    """Remove what a program that is about to end has begun to write: an interrupt may fall between any two steps."""
    for beside in tuple(_unfinished):
        with suppress(OSError):
            os.unlink(beside)


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file, or the first `most` of them.

    Raises
    ------
    FileError
        QC503 if there is none, QC504 if it is a folder, QC501 if it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        raise cannot("read", path, error) from error


def cannot(verb: str, path: Path, error: Exception) -> FileError:
    """Return the error for a file that cannot be read or written."""
    name = quote(os.fspath(path))
    if isinstance(error, IsADirectoryError):
        return FileError(f"`{name}` is a folder", code="QC504", help="name a file in it")
    if isinstance(error, FileNotFoundError) and verb == "read":
        return FileError(f"there is no file `{name}`", code="QC503")
    reason: Any = error.strerror if isinstance(error, OSError) else error
    code = "QC501" if verb == "read" else "QC502"
    return FileError(f"cannot {verb} `{name}`: {str(reason or error).lower()}", code=code)


def _mode(real: str) -> int | None:
    try:
        mode = os.stat(real).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(f"is a directory: {real}")
    return mode
