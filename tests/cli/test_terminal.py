# SPDX-License-Identifier: Apache-2.0
"""What is drawn on a terminal, and only there."""

from __future__ import annotations

import io
import os
import subprocess
import time

import pytest

from .conftest import Command

pty = pytest.importorskip("pty")


def on_terminal(qcompile: Command, *arguments: str) -> str:
    """Run the command with standard error and output on a terminal; returns what was drawn."""
    controller, terminal = pty.openpty()
    process = qcompile.start(
        *arguments, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal, text=False
    )
    os.close(terminal)
    drawn = b""
    while True:
        try:
            piece = os.read(controller, 4096)
        except OSError:
            break
        if not piece:
            break
        drawn += piece
    os.close(controller)
    assert 0 == process.wait(20)
    return drawn.decode()


def test_tables_are_drawn_in_color(qcompile: Command) -> None:
    qcompile.environment["TERM"] = "xterm-256color"
    drawn = on_terminal(qcompile, "in.qasm", "-o", "out.qasm", "--report", "-")
    assert "\x1b[" in drawn
    assert "before" in drawn
    assert "layout" in drawn


@pytest.mark.parametrize(
    ("variable", "arguments"), [("NO_COLOR", []), ("TERM", ["--color", "never"])]
)
def test_color_can_be_refused(qcompile: Command, variable: str, arguments: list[str]) -> None:
    qcompile.environment[variable] = "xterm"
    drawn = on_terminal(qcompile, "in.qasm", "-o", "out.qasm", "--report", "-", *arguments)
    assert "\x1b[3" not in drawn


def test_pipes_get_plain_text(qcompile: Command) -> None:
    done = qcompile("in.qasm", "-o", "out.qasm", "--report", "-")
    assert "\x1b" not in done.out + done.err
    assert "\x1b" in qcompile("in.qasm", "-o", "out.qasm", "--report", "-", "--color", "always").out


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_waits_half_a_second() -> None:
    from qcompile.report.progress import Progress

    quick, slow, pipe = Terminal(), Terminal(), io.StringIO()
    with Progress(2, quick) as bar:
        bar.advance()
    assert "" == quick.getvalue()
    for stream in (slow, pipe):
        with Progress(2, stream) as bar:
            bar.show("adder.qasm")
            time.sleep(0.9)
            bar.advance()
    assert "adder.qasm" in slow.getvalue()
    assert "" == pipe.getvalue()
