# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qcompile import Circuit
from qcompile.errors import PipelineError
from qcompile.reduction import Command, reduce, reduce_lines, reduce_text

from .plants import large


def test_lines_then_words() -> None:
    text = "// here\nqreg q[3];\ncx q[0], q[1], q[2]; h q[0];\nx q[1];\n"
    small = reduce_text(text, lambda t: "cx" in t and t.count("q") >= 2)
    assert 2 == small.text.count("q")
    assert "cx" in small.text
    assert len(small.text) <= len("cxqq")
    assert str(small).startswith("4 lines -> 1 line (")


def test_a_text_of_ten_thousand_lines() -> None:
    lines = [f"h q[{k}];\n" for k in range(10_000)]
    small = reduce_text("".join(lines), lambda t: "q[77]" in t and "q[9001]" in t, steps=400)
    assert small.stopped is None
    assert "q[77]q[9001]" == small.text


def test_lines_alone() -> None:
    assert "b\nd\n" == reduce_lines(
        "a\nb\nc\nd\n", lambda t: {"b\n", "d\n"} <= set(t.splitlines(True))
    )
    assert "a\nb\n" == reduce_lines("a\nb\n", lambda t: True, seconds=-1)


@pytest.fixture
def script(tmp_path: Path) -> str:
    """A command that exits with the number of cx, 3 at most; that of a file with a t kills itself."""
    path = tmp_path / "with space.py"
    path.write_text(
        "import os, sys, time\n"
        "text = open(sys.argv[1]).read()\n"
        "if 't q' in text: os.kill(os.getpid(), 9)\n"
        "if 'sdg' in text: time.sleep(60)\n"
        "sys.exit(min(text.count('cx'), 3))\n"
    )
    return f"'{sys.executable}' -S '{path}' {{}}"


def test_any_exit_status_but_zero_is_a_failure(script: str) -> None:
    command = Command(script)
    assert not command.fails(Circuit(2).h(0))
    assert command.fails(Circuit(2).cx(0, 1))
    assert command.fails_on_text("cx")
    assert command.fails_on_bytes(b"\xffcx")


def test_a_status_can_be_asked_for(script: str) -> None:
    command = Command(script, status=2)
    assert not command.fails(Circuit(2).cx(0, 1))
    assert command.fails(Circuit(2).cx(0, 1).cx(0, 1))
    assert Command(script, status=128 + 9).fails(Circuit(2).t(0))


def test_what_takes_too_long_does_not_fail(script: str) -> None:
    assert not Command(script, seconds=0.5).fails(Circuit(2).sdg(0))


def test_what_the_format_cannot_hold_does_not_fail(script: str) -> None:
    c = Circuit(2, 1).cx(0, 1)
    with c.while_(c.bit(0) == 1):
        c.h(0).measure(0, 0)
    assert not Command(script).fails(c)
    assert Command(script, format="qasm3").fails(c)


def test_a_circuit_is_reduced_by_a_command(script: str) -> None:
    command = Command(script, status=3)
    c = Circuit(5)
    for k in range(12):
        c.h(k % 5).cx(k % 5, (k + 1) % 5)
    small = reduce(c, command.fails, jobs=2)
    assert {"cx"} == {op.name for op in small.circuit}
    assert 3 == len(small.circuit)
    assert command.line("a b.qasm").endswith(" 'a b.qasm'")


@pytest.mark.parametrize("text", ["", "  ", "'open", "no-such-program-anywhere {}"])
def test_what_cannot_be_run_is_refused(text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        Command(text).fails(large(1, 3, 5))
    assert "QC466" == caught.value.code
