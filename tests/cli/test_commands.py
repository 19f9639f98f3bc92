# SPDX-License-Identifier: Apache-2.0
"""What each command prints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from qcompile import __version__
from qcompile.cli import COMMANDS

from .conftest import ADDER, Command

METRICS = (
    "qubits clbits gates one_qubit two_qubit multi_qubit depth two_qubit_depth t_count t_depth swaps"
    " measurements counts"
).split()
REPORT = (
    "schema tool source target options seed before after layout passes verified error_bound steps stopped"
    " seconds peak_memory_bytes"
).split()


def test_version(qcompile: Command) -> None:
    assert f"qcompile {__version__}\n" == qcompile("--version").out


def test_help_lists_what_is_built(qcompile: Command) -> None:
    text = qcompile("--help").out
    assert list(COMMANDS) == re.findall(r"^  (\w+)  ", text, re.MULTILINE)
    for name in COMMANDS:
        assert qcompile(name, "--help").out.startswith(f"usage: qcompile {name} ")


def test_options_may_stand_before_the_command_and_between_files(qcompile: Command) -> None:
    assert 0 == qcompile("-q", "--color=never", "stats", "in.qasm").status
    assert 0 == qcompile("--message-format", "short", "stats", "in.qasm").status
    assert 0 == qcompile("stats", "in.qasm", "--json", "in.qasm").status


def test_report_has_the_fields_of_the_contract(qcompile: Command) -> None:
    text = qcompile("in.qasm", "--json", "--basis", "cz,rz,sx,x").out
    assert 1 == len(text.splitlines())
    report = json.loads(text)
    assert sorted(REPORT) == list(report)
    assert (1, f"qcompile {__version__}") == (report["schema"], report["tool"])
    for side in (report["before"], report["after"], report["passes"][0]["after"]):
        assert set(METRICS) == set(side)
    assert {"initial": [0, 1, 2], "final": [0, 1, 2]} == report["layout"]
    assert {"after", "before", "changed", "name", "options", "seconds"} == set(report["passes"][0])
    assert {"verdict", "relation", "method", "seconds"} == set(report["verified"])
    assert "equivalent" in report["verified"]["verdict"]
    assert 64 == len(report["source"]["sha256"])
    assert report["after"]["two_qubit"] == report["after"]["counts"]["cz"]


def test_report_is_the_same_but_for_times_and_memory(qcompile: Command) -> None:
    def still(text: str) -> str:
        return re.sub(r'"(seconds|peak_memory_bytes)": [^,}]+', "", text)

    assert still(qcompile("in.qasm", "--json").out) == still(qcompile("in.qasm", "--json").out)


def test_report_files(qcompile: Command) -> None:
    qcompile.write("b.qasm")
    assert 0 == qcompile("in.qasm", "-o", "out.qasm", "--report", "one.json").status
    assert sorted(REPORT) == list(json.loads((qcompile.folder / "one.json").read_text()))
    assert 0 == qcompile("in.qasm", "b.qasm", "-o", "out/", "--report", "two.json").status
    assert 2 == len(json.loads((qcompile.folder / "two.json").read_text()))
    assert 0 == qcompile("in.qasm", "b.qasm", "-o", "out/", "--report", "two.md").status
    text = (qcompile.folder / "two.md").read_text()
    assert (2, 2) == (
        text.count("## " + "in.qasm") + text.count("## b.qasm"),
        text.count("### Passes"),
    )


def test_printed_report_has_before_after_and_layout(qcompile: Command) -> None:
    done = qcompile("in.qasm", "-o", "out.qasm", "--report", "-")
    for word in ("before", "after", "two-qubit gates", "T-count", "layout", "verified: equivalent"):
        assert word in done.out
    beside = qcompile("in.qasm", "--report", "-")
    assert "before" in beside.err
    assert beside.out.startswith("OPENQASM")


def test_stats(qcompile: Command) -> None:
    first, second = map(
        json.loads, qcompile("stats", "in.qasm", "in.qasm", "--json").out.splitlines()
    )
    assert first == second
    assert {"schema", "tool", "source", *METRICS} == set(first)
    assert (8, 1, 3) == (first["gates"] + 1, first["two_qubit"], first["measurements"])
    assert "two-qubit gates" in qcompile("stats", "in.qasm").out
    assert 7 == len(qcompile("stats", *["in.qasm"] * 6).out.splitlines())


def test_diff(qcompile: Command) -> None:
    qcompile("in.qasm", "-o", "out.qasm")
    assert "change" in qcompile("diff", "in.qasm", "out.qasm").out
    found = json.loads(qcompile("diff", "in.qasm", "out.qasm", "--json").out)
    assert found["b"]["gates"] - found["a"]["gates"] == found["change"]["gates"]


def test_verify(qcompile: Command) -> None:
    qcompile("in.qasm", "-o", "out.qasm", "--basis", "cz,rz,sx,x")
    assert qcompile("verify", "in.qasm", "out.qasm").out.startswith("equivalent")
    found = json.loads(qcompile("verify", "in.qasm", "out.qasm", "--json").out)
    assert {
        "schema",
        "tool",
        "a",
        "b",
        "verdict",
        "relation",
        "method",
        "seconds",
        "witness",
        "reason",
    } == set(found)


@pytest.mark.parametrize("form", ["qasm2", "qasm3", "json", "text"])
def test_convert(qcompile: Command, form: str) -> None:
    done = qcompile("convert", "in.qasm", "--to", form)
    assert 0 == done.status
    start = {"qasm2": "OPENQASM 2.0;", "qasm3": "OPENQASM 3", "json": "{"}.get(form, "")
    assert done.out.startswith(start)


def test_convert_changes_no_operation(qcompile: Command) -> None:
    operations = json.loads(qcompile("convert", "in.qasm", "--to", "json").out)
    assert ["h", "h", "cx", "rz", "rz", "t", "ccx"] == [op[0] for op in operations["ops"]][:7]
    assert (3, 3) == (operations["qubits"], operations["clbits"])


def test_explain(qcompile: Command) -> None:
    done = qcompile("explain", "in.qasm")
    assert done.out.startswith("pass ")
    assert "(input)" in done.out
    assert sorted(REPORT) == list(json.loads(qcompile("explain", "in.qasm", "--json").out))


def test_passes(qcompile: Command) -> None:
    listed = json.loads(qcompile("passes", "--json").out)
    assert "cancel-inverses" in {entry["name"] for entry in listed}
    one = qcompile("passes", "cancel-inverses").out
    for word in ("Rewrites", "Guarantees", "Cost", "Contract", "preserves"):
        assert word in one
    table = qcompile("passes").out
    assert all(entry["name"] in table for entry in listed)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completions(qcompile: Command, shell: str) -> None:
    script = qcompile("completions", shell).out
    assert all(name in script for name in COMMANDS)
    assert "objective" in script
    if shutil.which(shell) and shell != "tcsh":
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_explicit_pipeline(qcompile: Command) -> None:
    report = json.loads(
        qcompile("in.qasm", "--json", "--passes", "cancel-inverses, merge-rotations").out
    )
    assert ["cancel-inverses", "merge-rotations"] == [step["name"] for step in report["passes"]]


def test_windows_line_ends_and_byte_order_mark(qcompile: Command) -> None:
    text = b"\xef\xbb\xbf" + ADDER.replace("\n", "\r\n").encode()
    assert qcompile("in.qasm").out == qcompile("-", input=text).out
