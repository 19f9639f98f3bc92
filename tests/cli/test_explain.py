# SPDX-License-Identifier: Apache-2.0
"""``qcompile explain``: the trace, what was done to which lines, one pass, one line, JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import Command

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explain.md"
TIMES = re.compile(r"[\d.]+ ms")


def test_the_page_says_what_the_command_says(qcompile: Command) -> None:
    source, *examples = re.findall(r"^```text\n(.*?)^```", PAGE.read_text(), re.S | re.M)
    qcompile.write("ghz.qasm", source)
    for example in examples:
        command, said = example.split("\n", 1)
        done = qcompile(*command.split()[2:])
        assert 0 == done.status, done.err
        assert TIMES.sub("", said) in TIMES.sub("", done.out)
    assert 2 == len(examples)


def test_the_table_comes_first_and_the_sum_last(qcompile: Command) -> None:
    lines = qcompile("explain", "in.qasm", "-O1").out.splitlines()
    assert lines[0].startswith("pass")
    assert "     | ^ h gone" in lines
    assert any(line.startswith("in.qasm -> ") for line in lines[-6:])


def test_one_pass_in_full(qcompile: Command) -> None:
    many = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\n' + "x q[0];\n" * 40
    qcompile.write("many.qasm", many)
    short = qcompile("explain", "many.qasm", "--passes", "cancel-inverses").out
    whole = qcompile(
        "explain", "many.qasm", "--passes", "cancel-inverses", "--pass", "cancel-inverses"
    ).out
    assert (5, 40) == (short.count("x gone"), whole.count("x gone"))
    assert "35 more; `--pass cancel-inverses` lists them" in short
    assert not whole.startswith("pass ")


def test_a_pass_that_does_nothing_says_so(qcompile: Command) -> None:
    done = qcompile("explain", "in.qasm", "--passes", "elide-swaps", "--pass", "elide-swaps")
    assert "elide-swaps changed nothing\n" == done.out


def test_json_has_the_changes(qcompile: Command) -> None:
    said = json.loads(qcompile("explain", "in.qasm", "-O1", "--json").out)
    merging = next(step for step in said["passes"] if step["name"] == "merge-rotations")
    place = next(p for p in merging["changes"]["places"] if p["gone"] == ["h"])
    assert ("h q[0];", 1) == (place["source"], place["column"])
    # Only when asked: the report of a compilation stays as it was.
    plain = json.loads(qcompile("compile", "in.qasm", "-O1", "--json").out)
    assert not [step for step in plain["passes"] if "changes" in step]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--pass", "nosuch"], "QC468"),
        (["--line", "1"], "QC469"),
        (["--line", "0"], "QC402"),
        (["--json", "--line", "5"], "QC407"),
        (["--pass", "decompose", "--line", "5"], "QC407"),
    ],
)
def test_wrong_usage(qcompile: Command, arguments: list[str], code: str) -> None:
    done = qcompile("explain", "in.qasm", *arguments)
    assert 2 == done.status
    assert code in done.err


def test_colours_only_where_they_are_wanted(qcompile: Command) -> None:
    command = ("explain", "in.qasm", "--line", "5")
    assert "\x1b" not in qcompile(*command).out
    drawn = qcompile(*command, "--color", "always").out
    assert "\x1b[32m" in drawn


def test_a_format_without_places_is_written_out(qcompile: Command) -> None:
    gates = [{"gate": "h", "target": 0}] * 2
    qcompile.write(
        "in.json", json.dumps({"format": "ionq.circuit.v0", "qubits": 2, "circuit": gates})
    )
    done = qcompile("explain", "in.json", "--from", "ionq", "--passes", "cancel-inverses")
    assert 0 == done.status, done.err
    assert "written in OpenQASM 2" in done.out
    assert "h q[0];" in done.out
