# SPDX-License-Identifier: Apache-2.0
"""Start-up is a feature: what may be loaded after an import, a version, a plain compile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "numpy",
    "lark",
    "networkx",
    "rich",
    "shtab",
    "qiskit",
    "cirq",
    "pytket",
    "asyncio",
    "unittest",
    "pydoc",
)

SCRIPT = """
import contextlib, io, os, sys
before = set(sys.modules)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    {run}
loaded = set(sys.modules) - before
print(*sorted(loaded), file=sys.__stdout__)
"""

CIRCUIT = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[3];
h q[0];
cx q[0],q[1];
rz(pi/4) q[1];
rz(0.3) q[2];
ccx q[0],q[1],q[2];
if(c==1) x q[0];
barrier q;
measure q -> c;
"""


CHIP = '{"qcompile_target": 1, "qubits": 3, "gates": {"rz": {}, "sx": {}, "cz": {}}}'


def loaded_by(run: str, folder: Path) -> set[str]:
    """Return the modules a fresh interpreter loads for `run`."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", SCRIPT.format(run=run)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def heavy(modules: set[str]) -> list[str]:
    """Return those of the modules that a start must not load."""
    return sorted(name for name in modules if name.split(".")[0] in HEAVY)


def test_import_loads_only_the_front_door(tmp_path: Path) -> None:
    loaded = {m for m in loaded_by("import qcompile", tmp_path) if m.split(".")[0] == "qcompile"}
    assert {"qcompile", "qcompile._version"} == loaded


def test_version_loads_neither_engine_nor_parser(tmp_path: Path) -> None:
    loaded = loaded_by("from qcompile.cli import main; assert main(['--version']) == 0", tmp_path)
    assert [] == heavy(loaded)
    assert set() == loaded & {"qcompile._core", "argparse", "dataclasses", "json"}


@pytest.mark.parametrize(
    "command",
    [
        ["compile", "in.qasm", "-o", "out.qasm"],
        ["compile", "in.qasm", "--json", "--basis", "cz,rz,sx,x"],
        ["compile", "in.qasm", "-o", "out.qasm", "--report", "out.md", "-O1"],
        ["compile", "in.qasm", "-o", "out.qasm", "-t", "./chip.json"],
        ["stats", "in.qasm"],
        ["convert", "in.qasm", "--to", "qasm3"],
        ["verify", "in.qasm", "in.qasm"],
    ],
    ids=lambda command: " ".join(command[:1] + command[2:]),
)
def test_plain_commands_load_nothing_heavy(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "in.qasm").write_text(CIRCUIT)
    (tmp_path / "chip.json").write_text(CHIP)
    loaded = loaded_by(f"from qcompile.cli import main; assert main({command}) == 0", tmp_path)
    assert [] == heavy(loaded)


def test_named_circuits_and_encodings_need_no_numpy(tmp_path: Path) -> None:
    run = "from qcompile.synthesis import encodings, ghz, w; encodings.iqp(3); ghz(4); w(5)"
    assert [] == heavy(loaded_by(run, tmp_path))


def test_a_check_of_what_has_not_changed_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "in.qasm").write_text(CIRCUIT)
    (tmp_path / "qcompile.toml").write_text('include = ["*.qasm"]\ntarget = "line:3"\n')
    main = "from qcompile.cli import main; assert main(['check', '-q', '{}']) == 0"
    assert [] == heavy(loaded_by(main.format("--update"), tmp_path))
    loaded = loaded_by(main.format("--only-changed"), tmp_path)
    assert [] == heavy(loaded)
    assert "qcompile.compiler" not in loaded
