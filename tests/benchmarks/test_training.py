# SPDX-License-Identifier: Apache-2.0
"""The benchmark of templates: its ansatz is the study's, and its figures are counted, not claimed."""

from __future__ import annotations

import json

import pytest

from benchmarks.training import __main__ as command
from benchmarks.training.ansatz import ansatz
from benchmarks.training.clock import take_turns


def test_the_ansatz():
    circuit = ansatz(10, 10)
    assert (220, 90) == (len(circuit.parameters), circuit.two_qubit_count())
    pytest.importorskip("qiskit")
    from benchmarks.training.by_qiskit import ByQiskit, counts

    theirs = ByQiskit(3, 2, 4, 4, ["cz", "rz", "sx", "x"])
    ours = ansatz(3, 2)
    assert [p.name for p in theirs.source.parameters] == ours.parameters
    assert {"ry": 9, "rz": 9, "cx": 4} == counts(theirs.source)


def test_the_command_writes_what_it_prints(tmp_path, capsys):
    path = tmp_path / "figures.json"
    size = ["--qubits", "3", "--layers", "2", "--repeats", "1"]
    command.main(["ansatz", *size, "--without-peers", "--json", str(path)])
    rows = json.loads(path.read_text())["ansatz"]
    printed = capsys.readouterr().out
    assert all(row["what"] in printed for row in rows)
    by_name = {row["what"]: row["value"] for row in rows}
    assert 4 == by_name["generic angles: cz"]
    special = by_name["special angles: gates beside our bind-then-compile"]
    assert special < by_name["generic angles: gates beside our bind-then-compile"]


def test_calls_take_turns():
    order = []
    times = take_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, repeats=2)
    assert list("aabbabab") == order
    assert all(least <= median for least, median in times.values())
