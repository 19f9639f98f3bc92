# SPDX-License-Identifier: Apache-2.0
"""``qcompile reduce``: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import re
import shlex
import signal
import sys
import textwrap
import time
from pathlib import Path
from random import Random

import pytest

from qcompile import Circuit, dump, load

from .conftest import Command

#: A wrong pass as another package brings it.
PLANT = """
from dataclasses import dataclass
from qcompile.contract import Pass

@dataclass(frozen=True, kw_only=True)
class Planted(Pass):
    name = "planted"

    def run(self, circuit, context):
        gone = [op for op in circuit if op.name == "cz"]
        if len(gone) < 2:
            return False
        for op in gone:
            circuit.remove(op.index)
        return True
"""


@pytest.fixture
def planted(qcompile: Command, tmp_path: Path) -> Command:
    """The command beside a package with a wrong pass, and a circuit that shows it."""
    site = tmp_path / "site"
    info = site / "planted-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "planted_pass.py").write_text(PLANT)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[qcompile.passes]\nplanted = planted_pass:Planted\n")
    path = qcompile.env().get("PYTHONPATH", "")
    qcompile.environment["PYTHONPATH"] = f"{path}:{site}" if path else str(site)
    rng = Random(3)
    c = Circuit(6)
    for _ in range(60):
        a, b = rng.sample(range(6), 2)
        c.gate(rng.choice(["h", "s", "t"]), [], [a]).gate(rng.choice(["cx", "cz"]), [], [a, b])
    dump(c, qcompile.folder / "big.qasm")
    return qcompile


PASSES = "cancel-inverses,planted,decompose"


def test_a_wrong_result_becomes_a_few_gates(planted: Command) -> None:
    done = planted("reduce", "big.qasm", "--passes", PASSES, "-o", "small.qasm")
    assert (0, "") == (done.status, done.out)
    assert ["big.qasm", "in.qasm", "small.qasm"] == planted.files()
    small = load(planted.folder / "small.qasm")
    assert len(small) <= 4
    assert 2 == small.two_qubit_count()
    line = next(each for each in done.err.splitlines() if each.startswith("reproduce: "))
    words = shlex.split(line.removeprefix("reproduce: "))
    assert ["--passes", "planted"] == words[3:5]
    # The line does what it says.
    assert 1 == planted(*words[1:]).status


def test_the_circuit_goes_to_standard_output_alone(planted: Command) -> None:
    done = planted("reduce", "big.qasm", "--passes", PASSES, "-q")
    assert ("", 0) == (done.err, done.status)
    assert done.out.startswith("OPENQASM 2.0;")
    assert done.out == planted("reduce", "big.qasm", "--passes", PASSES, "-q", "-j2").out
    assert ["big.qasm", "in.qasm"] == planted.files()


def test_json_has_all_of_it(planted: Command) -> None:
    done = planted("reduce", "big.qasm", "--passes", PASSES, "--json")
    said = json.loads(done.out)
    assert {"operations": 120, "qubits": 6, "clbits": 0} == said["before"]
    assert said["after"]["qubits"] <= 4
    assert ("verification", "QC701") == (said["fault"]["kind"], said["fault"]["code"])
    assert ("planted", None, "qasm2") == (said["passes"], said["stopped"], said["format"])
    assert said["text"].startswith("OPENQASM 2.0;")


def test_an_error_by_its_code(qcompile: Command) -> None:
    done = qcompile("reduce", "in.qasm", "--code", "QC302", "-t", "line:2")
    assert 0 == done.status, done.err
    assert "qreg q[3];" in done.out
    assert "h q" not in done.out
    assert "--target line:2" in done.err


def test_a_sound_circuit_is_said_to_be_one(qcompile: Command) -> None:
    done = qcompile("reduce", "in.qasm", "-o", "out.qasm")
    assert 2 == done.status
    assert "QC465" in done.err
    assert ["in.qasm"] == qcompile.files()


def test_a_file_that_cannot_be_read_is_reduced_as_text(qcompile: Command) -> None:
    qcompile.write(
        "bad.qasm", 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\nh q[0];\ncx q[0];\nx q[1];\n'
    )
    done = qcompile("reduce", "bad.qasm", "--code", "QC201")
    assert 0 == done.status, done.err
    assert "cx" in done.out
    assert "x q[1]" not in done.out
    assert "lines -> " in done.err
    # Without the code it is simply no circuit.
    assert 3 == qcompile("reduce", "bad.qasm").status


def test_a_command_decides(qcompile: Command) -> None:
    qcompile.write(
        "check.py", "import sys\nsys.exit(7 if 'ccx' in open(sys.argv[1]).read() else 1)\n"
    )
    check = f"{shlex.quote(sys.executable)} -S check.py {{}}"
    done = qcompile("reduce", "in.qasm", "--check", check, "--exit", "7", "-o", "small.qasm")
    assert 0 == done.status, done.err
    assert ["ccx"] == [op.name for op in load(qcompile.folder / "small.qasm")]
    line = done.err.splitlines()[-1].removeprefix("reproduce: ")
    assert [sys.executable, "-S", "check.py", "small.qasm"] == shlex.split(line)


def test_a_command_may_fail_on_what_readers_leave_out(qcompile: Command) -> None:
    qcompile.write("in.qasm", "// strange\nOPENQASM 2.0;\nqreg q[2];\n")
    done = qcompile("reduce", "in.qasm", "--check", "grep -q strange", "--exit", "0")
    assert "strange" == done.out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--check", "true", "--code", "QC301"], "QC407"),
        (["--exit", "1"], "QC407"),
        (["--timeout", "3s"], "QC407"),
        (["--time", "soon"], "QC402"),
        (["--steps", "0"], "QC402"),
        (["--check", "true", "--exit", "256"], "QC402"),
        (["--check", "no-such-program"], "QC466"),
        (["--check", "true"], "QC465"),
    ],
)
def test_wrong_usage(qcompile: Command, arguments: list[str], word: str) -> None:
    done = qcompile("reduce", "in.qasm", *arguments)
    assert 2 == done.status
    assert word in done.err


def test_a_budget_gives_the_best_so_far(planted: Command) -> None:
    done = planted("reduce", "big.qasm", "--passes", PASSES, "--steps", "3", "--json")
    said = json.loads(done.out)
    assert (3, "steps") == (said["attempts"], said["stopped"])
    assert 0 < said["after"]["operations"] < 120
    assert "out of steps" in done.err


@pytest.mark.parametrize(
    ("number", "status", "jobs"), [(signal.SIGINT, 130, 1), (signal.SIGTERM, 143, 2)]
)
def test_an_interrupt_writes_the_best_so_far(
    qcompile: Command, number: signal.Signals, status: int, jobs: int
) -> None:
    c = Circuit(2)
    for _ in range(64):
        c.cx(0, 1)
    dump(c, qcompile.folder / "many.qasm")
    qcompile.environment["TMPDIR"] = str(qcompile.folder / "tmp")
    (qcompile.folder / "tmp").mkdir()
    slow = textwrap.dedent(
        """
        import sys, time
        text = open(sys.argv[1]).read()
        open("runs", "a").write("x")
        time.sleep(30 if 0 < text.count("cx") <= 4 else 0.1)
        sys.exit("cx" in text)
        """
    )
    qcompile.write("slow.py", slow)
    check = f"{shlex.quote(sys.executable)} -S slow.py {{}}"
    process = qcompile.start(
        "reduce", "many.qasm", "--check", check, "-o", "small.qasm", f"-j{jobs}"
    )
    end = time.monotonic() + 60
    runs = qcompile.folder / "runs"
    while time.monotonic() < end and (not runs.exists() or len(runs.read_text()) < 6):
        time.sleep(0.02)
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert status == process.returncode, said
    assert "interrupted" in said
    left = load(qcompile.folder / "small.qasm")
    assert 0 < len(left) <= 64
    assert not [name for name in qcompile.files() if name.endswith(".tmp")]
    assert [] == list((qcompile.folder / "tmp").iterdir())


def test_the_example_of_the_documentation(qcompile: Command) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reduce.md"
    command, *said = re.findall(r"^```text\n\$ (.*?)^```", page.read_text(), re.S | re.M)[
        0
    ].splitlines()
    c = Circuit(4, 1).h(0).cx(0, 1).t(1).rz(0.0314, 2).ccx(0, 1, 2).gate("crz", [2.2], [2, 3])
    dump(c.measure(3, 0), qcompile.folder / "wide.qasm")
    done = qcompile(*shlex.split(command)[1:])
    timeless = re.compile(r"in [\d.]+ s")
    assert timeless.sub("", "\n".join(said) + "\n") == timeless.sub("", done.out + done.err)
