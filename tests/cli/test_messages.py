# SPDX-License-Identifier: Apache-2.0
"""Errors as people, tools and programs read them."""

from __future__ import annotations

import json

from .conftest import ADDER, Command

BROKEN = ADDER.replace("cx q[0],q[1];", "cx q[0],q[1],q[2];")


def test_full_shows_the_line_and_a_caret(qcompile: Command) -> None:
    qcompile.write("bad.qasm", BROKEN)
    lines = qcompile("bad.qasm").err.splitlines()
    assert lines[0].startswith("error[QC2")
    assert " --> bad.qasm:7:1" == lines[1]
    assert "7 | cx q[0],q[1],q[2];" == lines[3]
    assert lines[4].startswith("  | ^")


def test_short_is_one_line(qcompile: Command) -> None:
    qcompile.write("bad.qasm", BROKEN)
    for place in (
        ["bad.qasm", "--message-format", "short"],
        ["--message-format=short", "compile", "bad.qasm"],
    ):
        done = qcompile(*place)
        assert 1 == len(done.err.splitlines())
        assert done.err.startswith("bad.qasm:7:1: error[QC2")


def test_json_is_one_object_a_line(qcompile: Command) -> None:
    qcompile.write("bad.qasm", BROKEN)
    done = qcompile("bad.qasm", "nosuch.qasm", "--message-format", "json", "-o", "out/")
    first, second = map(json.loads, done.err.splitlines())
    assert ("error", "bad.qasm", 7, 1) == tuple(
        first[key] for key in ("severity", "path", "line", "column")
    )
    assert "QC503" == second["code"]


def test_format_holds_for_usage_errors_too(qcompile: Command) -> None:
    assert "QC402" == json.loads(qcompile("in.qasm", "-O9", "--message-format", "json").err)["code"]
    qcompile.environment["QCOMPILE_MESSAGE_FORMAT"] = "json"
    assert "QC401" == json.loads(qcompile("--nosuch").err)["code"]


def test_suggestions(qcompile: Command) -> None:
    assert "did you mean `--level`?" in qcompile("in.qasm", "--levle", "1").err
    assert "did you mean `two-qubit`?" in qcompile("in.qasm", "--objective", "two_qubit").err
    assert "cancel-inverses" in qcompile("in.qasm", "--passes", "cancel-inverse").err


def test_nothing_untrusted_is_printed_raw(qcompile: Command) -> None:
    qcompile.write("bad.qasm", ADDER + "\x1b[31mred q[0];\n")
    qcompile.write("\x1b[31mname.qasm", "nosuch")
    for name in ("bad.qasm", "\x1b[31mname.qasm"):
        assert "\x1b" not in qcompile(name).err


def test_source_line_of_standard_input(qcompile: Command) -> None:
    done = qcompile("-", input=BROKEN)
    assert 3 == done.status
    assert "<stdin>:7:1" in done.err
    assert "cx q[0],q[1],q[2];" in done.err


def test_quiet_says_nothing_but_errors(qcompile: Command) -> None:
    assert "" == qcompile("in.qasm", "-q").err
    assert "error[" in qcompile("nosuch.qasm", "-q").err


def test_talk_is_on_standard_error_and_the_product_alone_on_standard_output(
    qcompile: Command,
) -> None:
    done = qcompile("in.qasm", "-v")
    assert done.out.startswith("OPENQASM 2.0;\n")
    assert "in.qasm" in done.err
    assert "in.qasm" not in done.out


def test_an_angle_that_t_gates_cannot_make_is_shown(qcompile: Command) -> None:
    arguments = ["--basis", "clifford+t", "--objective", "t-count"]
    done = qcompile("in.qasm", *arguments)
    assert 2 == done.status
    assert " --> in.qasm:9:1" in done.err
    assert "choose another objective" in done.err
    qcompile.write("exact.qasm", ADDER.replace("rz(0.3)", "rz(3*pi/4)"))
    assert 0 == qcompile("exact.qasm", *arguments).status
