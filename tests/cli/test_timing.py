# SPDX-License-Identifier: Apache-2.0
"""Time and fidelity at the terminal, with a device file."""

from __future__ import annotations

import json

import pytest

from qcompile import Target

from .conftest import Command

MAPPED = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[4];
sx q[0];
cz q[0],q[1];
cz q[1],q[2];
cz q[0],q[1];
"""


def device() -> Target:
    """Return a line of four: pulses of 30 ns, a cz of 100 ns and of 200 ns between the middle ones."""
    facts = {
        (name, (q,)): {"error": 1e-4, "duration_ns": 30.0} for name in ("sx", "x") for q in range(4)
    }
    facts |= {("rz", (q,)): {"error": 0.0, "duration_ns": 0.0} for q in range(4)}
    for a, length in enumerate((100.0, 200.0, 100.0)):
        facts["cz", (a, a + 1)] = {"error": 1e-2, "duration_ns": length}
    pairs = [(a, a + 1, ["cz"]) for a in range(3)]
    return Target("chip", ["cz", "rz", "sx", "x"], 4, pairs, gate_facts=facts)


@pytest.fixture(autouse=True)
def files(qcompile: Command) -> None:
    (qcompile.folder / "chip.json").write_text(device().to_json())
    (qcompile.folder / "in.qasm").write_text(MAPPED)


def test_stats(qcompile: Command) -> None:
    ran = qcompile("stats", "in.qasm", "-t", "chip.json", "--json")
    found = json.loads(ran.out)
    assert (430.0, 0) == (found["duration_ns"], found["unknown_errors"])
    assert 0.9 < found["fidelity_estimate"] < 1.0
    assert "duration (ns)" in qcompile("stats", "in.qasm", "-t", "chip.json").out
    assert "duration_ns" not in json.loads(qcompile("stats", "in.qasm", "--json").out)


def test_schedule_and_decouple(qcompile: Command) -> None:
    passes = "schedule{kind=alap},dynamical-decoupling{sequence=xpxm}"
    given = ("in.qasm", "-t", "chip.json", "--passes", passes)
    assert 0 == qcompile("compile", *given, "-o", "out.qasm", "--to", "qasm3").status
    assert "delay[35ns] q[0];\nx q[0];" in (qcompile.folder / "out.qasm").read_text()
    # OpenQASM 2 has no delays.
    refused = qcompile("compile", *given, "--to", "qasm2")
    assert (2, True) == (refused.status, "QC409" in refused.err)
    explained = qcompile("explain", *given).out
    assert "idle (ns)" in explained
    assert "fidelity" in explained


def test_objectives(qcompile: Command) -> None:
    for objective in ("fidelity", "duration"):
        given = ("compile", "in.qasm", "--objective", objective)
        assert 0 == qcompile(*given, "-t", "chip.json").status
        refused = qcompile(*given, "-t", "line:4")
        assert (2, True) == (refused.status, "QC425" in refused.err)
