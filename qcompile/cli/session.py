# SPDX-License-Identifier: Apache-2.0
"""One run of the command: every way it can end, and the exit status of each."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from ..files import remove_unfinished
from .talk import Talk

if TYPE_CHECKING:
    from types import FrameType

FILE = 5
LIMIT = 6
FAULT = 70
INTERRUPTED = 130
TERMINATED = 143


class Stopped(KeyboardInterrupt):
    """SIGINT or SIGTERM arrived; unwinds the stack, so that unfinished files are removed on the way."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = INTERRUPTED if number == signal.SIGINT else TERMINATED


def run(arguments: list[str]) -> int:
    """Run one command line; whatever happens, return an exit status and show no traceback."""
    talk = Talk.from_arguments(arguments)
    received: list[int] = []
    previous = _catch_signals(received)
    try:
        return _run(arguments, talk)
    except BaseException as raised:
        # Code that was interrupted may have made another exception of it on the way.
        error = raised if not received else Stopped(received[0])
        status = _ended_by(error, arguments, talk)
        if isinstance(error, Stopped | KeyboardInterrupt):
            # Worker threads may still be inside the engine. They write no files, so there is nothing to wait for.
            remove_unfinished()
            _flush_or_drop()
            os._exit(status)
        return status
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _run(arguments: list[str], talk: Talk) -> int:
    if arguments in (["--version"], ["-V"]):
        from .._version import __version__
        from .stdout import to_stdout

        to_stdout(f"qcompile {__version__}\n")
        return 0
    from .dispatch import dispatch

    return dispatch(arguments, talk)


def _ended_by(error: BaseException, arguments: list[str], talk: Talk) -> int:
    """Say what ended the run, in one message, and return its exit status."""
    from ..errors import FileError, LimitError, QCompileError

    match error:
        case SystemExit():
            _flush_or_drop()
            return error.code if isinstance(error.code, int) else 0
        case Stopped():
            talk.say("interrupted" if error.status == INTERRUPTED else "terminated")
            return error.status
        case KeyboardInterrupt():
            talk.say("interrupted")
            return INTERRUPTED
        case BrokenPipeError():
            # Whoever read our output has read enough.
            _flush_or_drop()
            return 0
        case MemoryError():
            talk.error(
                LimitError("not enough memory", help="give a smaller circuit, or more memory")
            )
            return LIMIT
        case OSError():
            _flush_or_drop()
            talk.error(FileError(_os_message(error)))
            return FILE
        case QCompileError() if error.exit_code != FAULT:
            talk.error(error)
            return error.exit_code
    from .crash import save

    talk.error(save(error, arguments))
    return FAULT


def _os_message(error: OSError) -> str:
    where = f"`{error.filename}`: " if error.filename is not None else ""
    return f"{where}{(error.strerror or str(error) or type(error).__name__).lower()}"


def _flush_or_drop() -> None:
    """Write what standard output still holds; if it cannot be, keep the interpreter's exit from trying again."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _catch_signals(received: list[int]) -> dict[int, Any]:
    """Turn the first SIGINT or SIGTERM into `Stopped`, and let further ones wait until the files are in order."""

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    previous: dict[int, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is signal.SIG_IGN:
            continue  # started in the background, or under nohup: stay deaf
        try:
            previous[number] = signal.signal(number, stop)
        except ValueError:  # not the main thread: somebody else's program, somebody else's signals
            break
    return previous
