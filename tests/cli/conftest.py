# SPDX-License-Identifier: Apache-2.0
"""Runs the command as a user does: a process of its own in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ADDER = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[3];
h q[0];
h q[0];
cx q[0],q[1];
rz(pi/4) q[1];
rz(0.3) q[1];
t q[2];
ccx q[0],q[1],q[2];
measure q -> c;
"""
UNITARY = "".join(
    line for line in ADDER.splitlines(True) if not line.startswith(("creg", "measure"))
)


@dataclass
class Outcome:
    """How a run ended."""

    status: int
    out: str
    err: str


def _as_a_terminal_starts_it() -> None:
    """Heed Ctrl-C even if the test run itself was started in the background, where shells ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Command:
    """The command in a folder."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        """How to start it: the installed script beside the interpreter, else as a module."""
        script = Path(sys.executable).with_name("qcompile")
        return [str(script)] if script.exists() else [sys.executable, "-P", "-m", "qcompile"]

    def env(self) -> dict[str, str]:
        """Return the environment, without what this process happens to have set."""
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("QCOMPILE_", "NO_COLOR", "CI"))
        }
        return {**kept, **self.environment}

    def __call__(
        self, *arguments: str, input: str | bytes | None = None, **options: Any
    ) -> Outcome:
        """Run it to its end."""
        return self._run([*self.words, *arguments], input, options)

    def after(self, preparation: str, *arguments: str) -> Outcome:
        """Run it in an interpreter in which `preparation`, Python code, has broken something."""
        script = f"import sys\n{preparation}\nfrom qcompile.cli import main\nsys.exit(main({list(arguments)}))"
        return self._run([sys.executable, "-P", "-c", script], None, {})

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start it and return the process."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [*self.words, *arguments],
            cwd=self.folder,
            env=self.env(),
            preexec_fn=_as_a_terminal_starts_it,
            **{"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True, **options},
        )

    def _run(self, words: list[str], input: str | bytes | None, options: dict[str, Any]) -> Outcome:
        if isinstance(input, str):
            input = input.encode()
        if input is None and "stdin" not in options:
            options["stdin"] = subprocess.DEVNULL
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=self.env(),
            input=input,
            check=False,
            timeout=120,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )
        out, err = (done.stdout or b"").decode(), (done.stderr or b"").decode()
        assert "Traceback" not in err, err
        return Outcome(done.returncode, out, err)

    def write(self, name: str, text: str = ADDER) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def files(self) -> list[str]:
        """Return the names of the files in the folder, hidden ones included."""
        return sorted(os.listdir(self.folder))


@pytest.fixture
def qcompile(tmp_path: Path) -> Command:
    """The command, in a fresh folder with a circuit ``in.qasm``."""
    command = Command(tmp_path / "work")
    command.write("in.qasm")
    return command
