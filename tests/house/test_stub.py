# SPDX-License-Identifier: Apache-2.0
"""The stub of the engine says what the built module has (mypy's stubtest)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .sources import ROOT

#: A type that only the stub has, and submodules, which a stub file can only write as classes: `test_mirror`
#: compares the kernels.
ALLOWED = (
    "qcompile._core.GateRow\nqcompile._core.kernels\nqcompile._core.reduce\nqcompile._core.synth\n"
)


def test_stub_agrees_with_the_module(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    import qcompile._core

    # A copy with nothing but the engine: a type checker cannot follow an editable install.
    package = tmp_path / "qcompile"
    package.mkdir()
    for name in ("__init__.py", "_version.py", "_core.pyi", "py.typed", "errors.py"):
        shutil.copy(ROOT / "qcompile" / name, package / name)
    (tmp_path / "allowed").write_text(ALLOWED)
    binary = Path(qcompile._core.__file__)
    (package / binary.name).symlink_to(binary)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "MYPYPATH": str(tmp_path)}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy.stubtest",
            "qcompile._core",
            "--concise",
            "--ignore-missing-stub",
            "--allowlist",
            "allowed",
            "--ignore-positional-only",
            "--ignore-disjoint-bases",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
