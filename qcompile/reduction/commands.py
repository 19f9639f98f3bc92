# SPDX-License-Identifier: Apache-2.0
"""Faults that a command of the user's finds: it is given a file and says by its exit status whether that fails."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import weakref
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

from ..emitters import dump
from ..errors import PipelineError, QCompileError, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..circuit import Circuit

#: Where the file goes in a command.
PLACE = "{}"


class Command:
    """A command that is given a circuit's file; no shell is between.

    Parameters
    ----------
    text : str
        The command as a shell would read it; ``{}`` stands for the file, which goes last if it is nowhere.
    status : int, optional
        The exit status of a failure; by default any but 0. A signal counts as 128 and its number.
    seconds : float, default 60
        A run that takes longer is ended, and counts as none that fails.
    format : str, default "qasm2"
        What circuits are written in.
    suffix : str, default ".qasm"
        What the names of the files end in.

    Raises
    ------
    PipelineError
        QC466 if the text is no command.

    Examples
    --------
    >>> import qcompile as qc
    >>> has_t = Command("grep -q 't q'", status=0)
    >>> has_t.fails(qc.Circuit(1).h(0)), has_t.fails(qc.Circuit(1).t(0))
    (False, True)
    """

    def __init__(
        self,
        text: str,
        *,
        status: int | None = None,
        seconds: float = 60.0,
        format: str = "qasm2",
        suffix: str = ".qasm",
    ) -> None:
        try:
            self._words = shlex.split(text)
        except ValueError as error:
            raise PipelineError(
                f"the command cannot be read: {str(error).lower()}",
                code="QC466",
                help=f"write it as for a shell, with {PLACE} for the file",
            ) from None
        if not self._words:
            raise PipelineError(
                "the command is empty",
                code="QC466",
                help=f"write it as for a shell, with {PLACE} for the file",
            )
        if not any(PLACE in word for word in self._words):
            self._words.append(PLACE)
        self._status = status
        self._seconds = seconds
        self._format = format
        self._suffix = suffix
        self._running: set[subprocess.Popen[bytes]] = set()
        self._numbers = count()
        self._folder = tempfile.mkdtemp(prefix="qcompile-reduce-")
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, True)

    def fails(self, circuit: Circuit) -> bool:
        """Return whether the command fails on a circuit; on one that the format cannot hold it does not."""
        with self._file() as path:
            try:
                dump(circuit, path, self._format)
            except QCompileError:
                return False
            return self._fails_on(path)

    def fails_on_text(self, text: str) -> bool:
        """Return whether the command fails on a file with a text."""
        return self.fails_on_bytes(text.encode("utf-8", "surrogateescape"))

    def fails_on_bytes(self, data: bytes) -> bool:
        """Return whether the command fails on a file of these bytes."""
        with self._file() as path:
            with open(path, "wb") as file:
                file.write(data)
            return self._fails_on(path)

    def line(self, path: str) -> str:
        """Return the command for a file, to be pasted into a shell."""
        return shlex.join(self._on(path))

    def close(self) -> None:
        """End what is still running, and remove its files."""
        for process in tuple(self._running):
            _end(process)
        self._remove()

    @contextmanager
    def _file(self) -> Iterator[str]:
        """Give a name for a circuit's file, which is removed at the end."""
        path = os.path.join(self._folder, f"circuit-{next(self._numbers)}{self._suffix}")
        try:
            yield path
        finally:
            with suppress(OSError):
                os.unlink(path)

    def _on(self, path: str) -> list[str]:
        return [word.replace(PLACE, path) for word in self._words]

    def _fails_on(self, path: str) -> bool:
        try:
            process = subprocess.Popen(
                self._on(path),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # A group of its own, so that what it has started ends with it.
                start_new_session=True,
            )
        except OSError as error:
            raise PipelineError(
                f"`{quote(self._words[0])}` cannot be run: {(error.strerror or str(error)).lower()}",
                code="QC466",
                help="give a program on the PATH, or its path",
            ) from None
        self._running.add(process)
        try:
            status = process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
            self._running.discard(process)
        status = 128 - status if status < 0 else status
        return status != 0 if self._status is None else status == self._status


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a command and all it has started."""
    if process.poll() is None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
