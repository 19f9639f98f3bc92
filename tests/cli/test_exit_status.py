# SPDX-License-Identifier: Apache-2.0
"""Every exit status, by what a user may do to get it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from .conftest import ADDER, UNITARY, Command

BROKEN = ADDER.replace("cx q[0],q[1];", "cx q[0],q[1],q[2];")


def test_0_done(qcompile: Command) -> None:
    assert 0 == qcompile("in.qasm").status
    assert 0 == qcompile("--version").status
    assert 0 == qcompile("--help").status
    assert 0 == qcompile("compile", "--help").status


def test_1_not_equivalent(qcompile: Command) -> None:
    qcompile.write("a.qasm", UNITARY)
    qcompile.write("b.qasm", UNITARY.replace("t q[2]", "s q[2]"))
    done = qcompile("verify", "a.qasm", "b.qasm")
    assert 1 == done.status
    assert done.out.startswith("not equivalent")


def test_1_global_phase_under_operator(qcompile: Command) -> None:
    head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\n'
    qcompile.write("a.qasm", head + "rz(0.5) q[0];\n")
    qcompile.write("b.qasm", head + "u1(0.5) q[0];\n")
    assert 0 == qcompile("verify", "a.qasm", "b.qasm").status
    assert 1 == qcompile("verify", "a.qasm", "b.qasm", "--relation", "operator").status


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "QC401"),
        (["compile"], "QC401"),
        (["compile", "in.qasm", "--levle", "2"], "QC401"),
        (["in.qasm", "--time", "10s"], "QC401"),
        (["in.qasm", "-O9"], "QC402"),
        (["in.qasm", "-O3"], "QC402"),
        (["in.qasm", "--level", "two"], "QC402"),
        (["in.qasm", "--seed", "-1"], "QC402"),
        (["in.qasm", "--error", "nan"], "QC402"),
        (["in.qasm", "--objective", "beauty"], "QC402"),
        (["in.qasm", "--objective", "t-count"], "QC415"),
        (["in.qasm", "--objective", "t-depth", "--basis", "clifford+t"], "QC415"),
        (["in.qasm", "--verify", "maybe"], "QC402"),
        (["in.qasm", "--color", "red"], "QC402"),
        (["in.qasm", "-j0"], "QC402"),
        (["in.qasm", "--passes", "nosuch"], "QC403"),
        (["passes", "nosuch"], "QC403"),
        (["in.qasm", "--passes", "decompose{nosuch=1}"], "QC402"),
        (["in.qasm", "--passes", "decompose,,decompose"], "QC413"),
        (["in.qasm", "-t", "nosuch"], "QC406"),
        (["in.qasm", "-t", "heavy-hex:4"], "QC406"),
        (["in.qasm", "-t", "line:0"], "QC406"),
        (["in.qasm", "--basis", "cz,nosuch"], "QC406"),
        (["in.qasm", "-O1", "--passes", "decompose"], "QC407"),
        (["in.qasm", "-q", "-v"], "QC407"),
        (["in.qasm", "--verify", "off", "--relation", "layout"], "QC407"),
        (["in.qasm", "--json", "-o", "-"], "QC407"),
        (["in.qasm", "--json", "--report", "-"], "QC407"),
        (["in.qasm", "-o", "x.json", "--report", "x.json"], "QC407"),
        (["in.qasm", "in.qasm", "-o", "out/"], "QC407"),
        (["in.qasm", "other.qasm", "-o", "out.qasm"], "QC407"),
        (["-", "-", "-o", "out/"], "QC407"),
        (["in.qasm", "--report", "out.pdf"], "QC408"),
        (["in.qasm", "--to", "docx"], "QC402"),
        (["convert", "in.qasm"], "QC401"),
        (["completions", "cmd.exe"], "QC401"),
    ],
    ids=" ".join,
)
def test_2_usage(qcompile: Command, arguments: list[str], code: str) -> None:
    done = qcompile(*arguments)
    assert (2, "") == (done.status, done.out)
    assert done.err.startswith(f"error[{code}]: "), done.err


@pytest.mark.parametrize(
    "text",
    [
        BROKEN,
        "",
        "OPENQASM 2.0;\nqreg q[1];\nnosuch q[0];\n",
        "\x89PNG\r\n\x1a\n\0\0",
        "qreg q[2]; cx q[0]",
    ],
    ids=["arity", "empty", "gate", "binary", "cut"],
)
def test_3_invalid_circuit(qcompile: Command, text: str) -> None:
    qcompile.write("bad.qasm", text)
    done = qcompile("bad.qasm", "-o", "out.qasm")
    assert (3, "") == (done.status, done.out)
    assert ["bad.qasm", "in.qasm"] == qcompile.files()


def test_3_among_others_stops_nobody(qcompile: Command) -> None:
    qcompile.write("bad.qasm", BROKEN)
    done = qcompile("bad.qasm", "in.qasm", "-o", "out/")
    assert 3 == done.status
    assert ["in.qasm"] == os.listdir(qcompile.folder / "out")


@pytest.mark.parametrize(
    "arguments", [["-t", "line:2"], ["--basis", "cx,rz"]], ids=["width", "gates"]
)
def test_4_target(qcompile: Command, arguments: list[str]) -> None:
    done = qcompile("in.qasm", *arguments)
    assert (4, "") == (done.status, done.out)
    assert done.err.startswith("error[QC30")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nosuch.qasm"], "QC503"),
        (["x" * 4000], "QC501"),
        (["."], "QC504"),
        (["in.qasm", "-o", "no/such/folder/out.qasm"], "QC502"),
        (["in.qasm", "-o", "out.qasm", "--report", "no/such/report.json"], "QC502"),
        (["in.qasm", "-o", "in.qasm/out.qasm"], "QC502"),
        (["stats", "nosuch.qasm"], "QC503"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_5_files(qcompile: Command, arguments: list[str], code: str) -> None:
    done = qcompile(*arguments)
    assert 5 == done.status
    assert f"error[{code}]: " in done.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize(
    "arguments", [["in.qasm"], ["--version"], ["--help"], ["stats", "in.qasm"]], ids=" ".join
)
def test_5_standard_output_is_full(qcompile: Command, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = qcompile(*arguments, stdout=full)
    assert 5 == done.status
    assert 1 == done.err.count("error["), done.err


def test_5_standard_streams_are_closed(qcompile: Command) -> None:
    line = " ".join([*qcompile.words, "in.qasm", ">&-"])
    assert (
        5
        == subprocess.run(
            ["sh", "-c", line], cwd=qcompile.folder, env=qcompile.env(), check=False
        ).returncode
    )
    line = " ".join([*qcompile.words, "-", "-o", "out.qasm", "<&-"])
    assert (
        5
        == subprocess.run(
            ["sh", "-c", line], cwd=qcompile.folder, env=qcompile.env(), check=False
        ).returncode
    )


def test_6_limit(qcompile: Command) -> None:
    done = qcompile("in.qasm", "--limit", "operations=3")
    assert (6, "") == (done.status, done.out)
    assert "error[QC60" in done.err


def test_7_undecided(qcompile: Command) -> None:
    # The same, but nowhere in the same words, and too wide to be compared as matrices.
    head = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[40];\n'
    pairs = [(i, (i + step) % 40) for step in (1, 7, 13) for i in range(40)]
    one = "".join(f"rx(0.2) q[{a}];\nrzz(0.3) q[{a}],q[{b}];\n" for a, b in pairs)
    other = "".join(
        f"h q[{a}];\nrz(0.2) q[{a}];\nh q[{a}];\ncx q[{b}],q[{a}];\nrz(0.3) q[{a}];\ncx q[{b}],q[{a}];\n"
        for a, b in pairs
    )
    qcompile.write("a.qasm", head + one)
    qcompile.write("b.qasm", head + other)
    done = qcompile("verify", "a.qasm", "b.qasm")
    assert (7, True) == (done.status, done.out.startswith("undecided"))


def test_70_our_fault(qcompile: Command) -> None:
    qcompile.environment["TMPDIR"] = str(qcompile.folder)
    broken = "import qcompile.metrics\ndef stats(*_): raise RuntimeError('a bug')\nqcompile.metrics.stats = stats"
    done = qcompile.after(broken, "stats", "in.qasm")
    assert 70 == done.status
    assert "error[QC900]: qcompile failed: RuntimeError: a bug" in done.err
    (saved,) = [name for name in qcompile.files() if name.startswith("qcompile-report-")]
    assert saved in done.err
    report = (qcompile.folder / saved).read_text()
    assert "RuntimeError" in report
    assert "qelib1" in report


def test_70_report_has_the_reduced_circuit(qcompile: Command) -> None:
    qcompile.environment["TMPDIR"] = str(qcompile.folder)
    broken = """
import qcompile.compiler
real = qcompile.compiler.compile
def compile(circuit, **options):
    if any(op.name == "ccx" for op in circuit):
        raise RuntimeError("a bug in ccx")
    return real(circuit, **options)
qcompile.compiler.compile = compile"""
    assert 70 == qcompile.after(broken, "compile", "in.qasm").status
    (saved,) = [name for name in qcompile.files() if name.startswith("qcompile-report-")]
    circuit = json.loads((qcompile.folder / saved).read_text())["inputs"]["in.qasm"]
    assert "ccx q[0],q[1],q[2];" in circuit
    assert "h q[0]" not in circuit


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_130_143_interrupted(qcompile: Command, number: int, status: int) -> None:
    pipe = qcompile.folder / "pipe.qasm"
    os.mkfifo(pipe)
    process = qcompile.start("pipe.qasm", "-o", "out.qasm")
    # Opening waits for the reader, who then waits for what nobody writes.
    writer = os.open(pipe, os.O_WRONLY)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    os.close(writer)
    assert status == process.returncode
    assert "Traceback" not in err
    assert ["in.qasm", "pipe.qasm"] == qcompile.files()


def test_reader_that_stops_reading_is_no_failure(qcompile: Command) -> None:
    qcompile.write("big.qasm", ADDER + "x q[0];\n" * 40_000)
    with qcompile.start("convert", "big.qasm", "--to", "qasm3") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert "" == process.stderr.read()
        assert 0 == process.wait(10)


INTERRUPTED = """
import os, signal, sys, time
from qcompile.cli import session

def run(arguments, talk):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    except BaseException as error:
        raise RuntimeError("an interrupt in the wrong place") from error

session._run = run
session.run(["compile"])
"""


def test_an_interrupt_that_became_another_exception_is_an_interrupt() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", INTERRUPTED], capture_output=True, text=True, timeout=60
    )
    assert (143, "terminated\n") == (done.returncode, done.stderr)
