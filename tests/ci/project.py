# SPDX-License-Identifier: Apache-2.0
"""A project in a git repository of its own, whose circuit can get better or worse, and a `qcompile` to check it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import qcompile

ROOT = Path(__file__).resolve().parents[2]
GATES = {"better": 2, "baseline": 3, "worse": 4}


class Project:
    """A git repository with ``circuits/chain.qasm`` and a baseline for it, one commit old."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = folder / "project"
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.command("qcompile", f'exec "{sys.executable}" -P -m qcompile "$@"')
        self.folder.joinpath("circuits").mkdir(parents=True)
        self.folder.joinpath("qcompile.toml").write_text(
            'include = ["circuits/*.qasm"]\ntarget = "line:5"\nbasis = "cz,rz,sx,x"\n'
        )
        self.git("init", "-q", "-b", "main")
        self.become("baseline")
        self.run(["qcompile", "check", "--update", "-q"])
        self.base = self.commit("baseline")

    def become(self, what: str) -> None:
        """Write the circuit."""
        lines = [f"h q[{k}]; cx q[{k}],q[{k + 1}];" for k in range(GATES[what])]
        text = "\n".join(["OPENQASM 2.0;", 'include "qelib1.inc";', "qreg q[5];", *lines, ""])
        self.folder.joinpath("circuits", "chain.qasm").write_text(text)

    def commit(self, message: str) -> str:
        """Commit everything; return the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD").strip()

    def command(self, name: str, script: str) -> None:
        """Put a program on the path."""
        path = self.bin / name
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def git(self, *args: str) -> str:
        """Run git."""
        who = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        done = self.run(["git", *who, *args])
        assert 0 == done.returncode, done.stderr
        return done.stdout

    def environment(self, **variables: str) -> dict[str, str]:
        """Return what a program sees: little of the outside, `qcompile` on the path."""
        return {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "PYTHONPATH": str(Path(qcompile.__file__).parents[1]),
            "QCOMPILE_CACHE_DIR": str(self.home / "cache"),
            **variables,
        }

    def run(
        self, command: list[str], cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the project."""
        return subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )
