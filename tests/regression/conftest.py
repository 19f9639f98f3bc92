# SPDX-License-Identifier: Apache-2.0
"""A project in a folder: circuits whose counts are known, a configuration, a cache of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qcompile.regression import Check, check

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\n'


def chain(count: int) -> str:
    """Return a circuit of so many two-qubit gates in a row, none of which can be saved."""
    return HEAD + "".join(
        f"cx q[{k % 2}],q[{k % 2 + 1}];\nrx(0.{k + 1}) q[1];\nrz(0.{k + 1}) q[1];\n"
        for k in range(count)
    )


@dataclass
class Folder:
    """A project."""

    path: Path

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def configure(self, text: str = "", include: str = '["circuits/*.qasm"]') -> None:
        self.write("qcompile.toml", f"include = {include}\nbasis = 'cx,rz,sx,x'\n{text}\n")

    def check(self, **options: Any) -> Check:
        return check(str(self.path), **options)

    @property
    def baseline(self) -> str:
        return (self.path / "qcompile-baseline.json").read_text()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A project of two circuits without a baseline."""
    monkeypatch.setenv("QCOMPILE_CACHE_DIR", str(tmp_path / "cache"))
    made = Folder(tmp_path / "project")
    made.configure()
    made.write("circuits/a.qasm", chain(3))
    made.write("circuits/b.qasm", chain(5))
    return made
