# SPDX-License-Identifier: Apache-2.0
"""``qcompile replace``, and ``verify`` on files with layouts."""

from __future__ import annotations

import json

from qcompile import Target

from .conftest import Command

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'
PROGRAM = HEAD + "qreg q[3];\nsx q[0];\ncz q[0],q[1];\ncz q[1],q[2];\n"
BODY = "qreg q[127];\nsx q[90];\ncz q[90],q[91];\ncz q[91],q[92];\n"
LAYOUT = "// qcompile: layout initial 90 91 92 final 90 91 92\n"
REPORT = json.dumps({"schema": 1, "layout": {"initial": [90, 91, 92], "final": [90, 91, 92]}})


def test_verify_knows_the_layouts_of_a_file(qcompile: Command) -> None:
    qcompile.write("program.qasm", PROGRAM)
    qcompile.write("mapped.qasm", HEAD + LAYOUT + BODY)
    qcompile.write("wrong.qasm", HEAD + LAYOUT.replace("final 90 91", "final 91 90") + BODY)
    assert 0 == qcompile("verify", "program.qasm", "mapped.qasm").status
    assert 1 == qcompile("verify", "program.qasm", "wrong.qasm").status


def test_layouts_from_a_report(qcompile: Command) -> None:
    qcompile.write("program.qasm", PROGRAM)
    qcompile.write("bare.qasm", HEAD + BODY)
    qcompile.write("report.json", REPORT)
    assert 0 != qcompile("verify", "program.qasm", "bare.qasm").status
    run = qcompile("verify", "program.qasm", "bare.qasm", "--layout-from", "report.json")
    assert 0 == run.status
    run = qcompile(
        "replace",
        "bare.qasm",
        "-t",
        "line:200",
        "--basis",
        "cz,sx,rz",
        "--layout-from",
        "report.json",
    )
    assert 0 == run.status
    assert "layout initial" in run.out
    assert "qreg q[200];" in run.out


def test_reports_that_do_not_fit(qcompile: Command) -> None:
    qcompile.write("mapped.qasm", HEAD + LAYOUT + BODY)
    qcompile.write("program.qasm", PROGRAM)
    for text, code in [
        ("{", "QC402"),
        ('{"layout": null}', "QC402"),
        (REPORT.replace("92", "127"), "QC402"),
        (REPORT.replace("92", "91"), "QC402"),
        (REPORT.replace("[90, 91, 92]", "[91, 90, 92]"), "QC407"),
    ]:
        qcompile.write("report.json", text)
        run = qcompile("verify", "program.qasm", "mapped.qasm", "--layout-from", "report.json")
        assert (2, True) == (run.status, code in run.err)
    run = qcompile("verify", "program.qasm", "mapped.qasm", "--layout-from", "none.json")
    assert 5 == run.status


def test_replace_says_where_and_why_not(qcompile: Command) -> None:
    qcompile.write("mapped.qasm", HEAD + LAYOUT + BODY)
    run = qcompile("replace", "mapped.qasm", "-t", "line:2", "--basis", "cz,sx,rz")
    assert (4, True) == (run.status, "QC310" in run.err)
    run = qcompile("replace", "mapped.qasm", "-t", "line:9", "--basis", "cx,sx,rz")
    assert (4, True) == (run.status, "mapped.qasm:" in run.err and "QC301" in run.err)
    run = qcompile("replace", "mapped.qasm")
    assert (2, True) == (run.status, "--target" in run.err)


def test_replace_writes_the_circuit_and_the_report(qcompile: Command) -> None:
    qcompile.write("program.qasm", PROGRAM)
    qcompile.write("mapped.qasm", HEAD + LAYOUT + BODY)
    run = qcompile(
        "replace",
        "mapped.qasm",
        "-t",
        "line:5",
        "--basis",
        "cz,sx,rz",
        "-o",
        "new.qasm",
        "--report",
        "r.json",
    )
    assert 0 == run.status
    report = json.loads((qcompile.folder / "r.json").read_text())
    assert report["options"]["moved"]
    assert {"initial": [0, 1, 2], "final": [0, 1, 2]} == report["layout"]
    assert 0 == qcompile("verify", "program.qasm", "new.qasm").status
    run = qcompile("replace", "mapped.qasm", "-t", "line:5", "--basis", "cz,sx,rz", "--json")
    assert report["layout"] == json.loads(run.out)["layout"]


def test_unhealthy_qubits_are_left(qcompile: Command) -> None:
    pairs = [(a, a + 1, ["cz"]) for a in range(6)]
    readout = [0.0, 0.0, 0.0, 0.0, 0.3, 0.1, 0.1]
    facts = [{"readout_error": error} for error in readout]
    fresh = Target("fresh", ["cz", "sx", "rz"], 7, pairs, qubit_facts=facts)
    qcompile.write("mapped.qasm", HEAD + LAYOUT + BODY)
    qcompile.write("fresh.json", fresh.without([1]).to_json())
    run = qcompile("replace", "mapped.qasm", "-t", "fresh.json", "--json")
    assert [2, 3, 4] == sorted(json.loads(run.out)["layout"]["initial"])
    run = qcompile("replace", "mapped.qasm", "-t", "fresh.json", "--min-health", "0.8")
    assert (4, True) == (run.status, "QC310" in run.err)


def test_openqasm_3_is_said_not_to_be_read(qcompile: Command) -> None:
    qcompile.write("program.qasm", PROGRAM)
    done = qcompile("program.qasm", "-t", "line:3", "--to", "qasm3", "-q", "-o", "mapped.qasm3")
    assert 0 == done.status
    for command in (["verify", "program.qasm"], ["replace", "-t", "line:3"]):
        done = qcompile(*command, "mapped.qasm3")
        assert 3 == done.status
        assert "error[QC103]: OpenQASM 3 is not read" in done.err
        assert "--> mapped.qasm3:1:10\n" in done.err
        assert "= help: give OpenQASM 2; what qcompile writes with `--to qasm2`" in done.err
