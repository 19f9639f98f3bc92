# SPDX-License-Identifier: Apache-2.0
"""Runs of pytest in projects of their own."""

from __future__ import annotations

from importlib import import_module

import pytest

import qcompile as qc

from .suites import BELL, CHAIN, STRICT, Run


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load here what a run would load and drop at its end: there would be two classes of circuits."""
    for name in ("budgets", "circuits", "ending", "summary"):
        import_module(f"qcompile.pytest_plugin.{name}")
    qc.compile(qc.loads(BELL), target="line:2", basis="cz,rz,sx,x").to_qasm3()


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest in a project of its own, with no plugin but those named."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini(STRICT)
    pytester.path.joinpath("qcompile.toml").write_text('basis = "cz,rz,sx,x"\n')
    pytester.path.joinpath("chains.py").write_text(CHAIN)
    pytester.syspathinsert()

    def pytest_run(*args: str, processes: int = 0) -> pytest.RunResult:
        plugins = ["-p", "qcompile.pytest_plugin", "-p", "no:cacheprovider"]
        if processes:
            plugins += ["-p", "xdist", "-n", str(processes)]
            return pytester.runpytest_subprocess(*plugins, *args)
        return pytester.runpytest_inprocess(*plugins, *args)

    return pytest_run
