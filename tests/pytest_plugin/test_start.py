# SPDX-License-Identifier: Apache-2.0
"""What the plugin costs a suite that does not use it, and how pytest finds it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import qcompile

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"numpy", "lark", "networkx", "qiskit", "cirq", "pytket", "pennylane", "rich", "sqlite3"}


def python(script: str, folder: Path, *path: str) -> subprocess.CompletedProcess[str]:
    where = os.pathsep.join([*path, str(Path(qcompile.__file__).parents[1])])
    return subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": where, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_start_of_pytest_loads_nothing_of_the_engine(tmp_path: Path) -> None:
    tmp_path.joinpath("test_it.py").write_text("def test_it(): pass")
    script = """
import os, sys
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
import pytest
before = set(sys.modules)
code = pytest.main(["-q", "-p", "qcompile.pytest_plugin", "-p", "no:cacheprovider"])
print("LOADED", *sorted(set(sys.modules) - before))
sys.exit(code)
"""
    done = python(script, tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    loaded = set(done.stdout.partition("LOADED")[2].split())
    assert {"qcompile", "qcompile._version", "qcompile.pytest_plugin"} == {
        name for name in loaded if name.split(".")[0] == "qcompile"
    }
    assert set() == loaded & HEAVY


def test_a_circuit_loads_no_package_it_is_not_of(tmp_path: Path) -> None:
    tmp_path.joinpath("test_it.py").write_text(
        """
import qcompile as qc
def test_it(qcompile):
    qcompile(qc.Circuit(2).cx(0, 1), target="line:2", basis="cz,rz,sx").snapshot()
"""
    )
    script = """
import os, sys
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
import pytest
code = pytest.main(["-q", "-p", "qcompile.pytest_plugin", "-p", "no:cacheprovider", "--qcompile-update"])
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}))
sys.exit(code)
"""
    done = python(script, tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    loaded = set(done.stdout.partition("LOADED")[2].split())
    assert set() == loaded & (HEAVY - {"sqlite3"})
    assert tmp_path.joinpath("qcompile-snapshots.json").exists()


def test_an_installed_package_is_found_and_warns_of_nothing(tmp_path: Path) -> None:
    """As pip leaves it, with `qcompile` imported before pytest starts, every warning an error."""
    site = tmp_path / "site" / "qcompile_under_test-0.dist-info"
    site.mkdir(parents=True)
    site.joinpath("METADATA").write_text(
        "Metadata-Version: 2.1\nName: qcompile-under-test\nVersion: 0\n"
    )
    text = ROOT.joinpath("pyproject.toml").read_text()
    entry = text.partition("[project.entry-points.pytest11]\n")[2].split("\n")[0]
    site.joinpath("entry_points.txt").write_text("[pytest11]\n" + entry.replace('"', "") + "\n")
    site.joinpath("RECORD").write_text(
        "qcompile/__init__.py,,\nqcompile/pytest_plugin/__init__.py,,\n"
    )
    suite = tmp_path / "suite"
    suite.mkdir()
    suite.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    suite.joinpath("test_it.py").write_text("def test_it(qcompile): assert callable(qcompile)")
    script = """
import sys, qcompile, pytest
from importlib.metadata import entry_points
others = [e.name for e in entry_points(group="pytest11") if e.name != "qcompile"]
sys.exit(pytest.main(["-q", *(f"-pno:{name}" for name in others)]))
"""
    done = python(script, suite, str(site.parent))
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    assert "warning" not in done.stdout
