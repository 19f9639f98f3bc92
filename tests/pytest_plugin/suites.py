# SPDX-License-Identifier: Apache-2.0
"""Texts of small suites, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qcompile.regression.baseline import Baseline

Run = Callable[..., pytest.RunResult]
#: What a careful project has in its configuration.
STRICT = """
[pytest]
filterwarnings = error
addopts = --strict-markers --strict-config
"""
BELL = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nh q[0];\ncx q[0],q[1];\n'
CHAIN = """
import qcompile as qc
def chain(n):
    c = qc.Circuit(n)
    for k in range(n - 1): c.cx(k, k + 1)
    return c
"""


def rows(folder: Path, name: str = "qcompile-snapshots.json") -> dict[str, dict[str, Any]]:
    known = Baseline.read(str(folder / name)).rows
    return {key: dict(row.metrics) for key, row in known.items()}


SNAPSHOTS = """
import pytest
from chains import chain
@pytest.mark.parametrize("n", [2, 3])
def test_chain(qcompile, n):
    qcompile(chain(n)).snapshot()
def test_named(qcompile):
    qcompile(chain(WIDTH)).snapshot("named")
def test_other(qcompile):
    qcompile(chain(2)).snapshot("other")
    assert GOOD
"""


def snapshots(pytester: pytest.Pytester, width: int, good: bool = True) -> None:
    pytester.makepyfile(test_it=SNAPSHOTS.replace("WIDTH", str(width)).replace("GOOD", str(good)))
