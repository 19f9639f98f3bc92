# SPDX-License-Identifier: Apache-2.0
"""Malformed texts and the error each gives: code, line, column, and a word of the message."""

from __future__ import annotations

import pytest

from qcompile import error_codes
from qcompile.errors import LimitError, QCompileError
from qcompile.frontends import loads

from .readers import HEAD, both

Q = HEAD + "qreg q[3];\ncreg c[2];\n"

#: Text behind two registers (line 5 is the first of its own), code, line, column, word.
STATEMENTS = [
    ("cx q[0],,q[1];", "QC100", 5, 9, "expected a name"),
    ("x q[0],;", "QC100", 5, 8, "expected"),
    (";", "QC100", 5, 1, "unexpected `;`"),
    ("OPENQASM 2.0;", "QC102", 5, 1, "version"),
    ("x $0;", "QC104", 5, 3, "unexpected character"),
    ("x\u00a0q[0];", "QC104", 5, 2, "U+00A0"),
    ("h\u0430 q;", "QC104", 5, 2, "U+0430"),
    ('include "a;\n', "QC105", 5, 9, "unterminated"),
    ("qreg measure[1];", "QC106", 5, 6, "reserved"),
    ("gate g(pi) a { }", "QC106", 5, 8, "reserved"),
    ("qreg Q[1];", "QC107", 5, 6, "lower-case"),
    ("qubit[2] r;", "QC108", 5, 6, "OpenQASM 3"),
    ("c[0] = measure q[0];", "QC108", 5, 2, "OpenQASM 3"),
    ("bit b;", "QC108", 5, 1, "OpenQASM 3"),
    ("ctrl @ x q[0],q[1];", "QC108", 5, 6, "OpenQASM 3"),
    ("/* no */", "QC109", 5, 1, "block comments"),
    ("h q[0]\nx q[0];", "QC112", 6, 1, "`;`"),
    ("h q[0", "QC113", 5, 6, "ends"),
    ("gate g a { x a;", "QC113", 5, 16, "ends inside"),
    ("gate g a { gate k b { } }", "QC114", 5, 12, "may not stand"),
    ("gate g a { reset a; }", "QC114", 5, 12, "may not stand"),
    ("if(c==1) if(c==1) x q[0];", "QC114", 5, 10, "may not stand"),
    ("qreg r[2.0];", "QC116", 5, 8, "whole number"),
    ("qreg r[02];", "QC116", 5, 8, "leading zero"),
    ("x q[-1];", "QC100", 5, 5, "whole number"),
    ("x q[n];", "QC100", 5, 5, "whole number"),
    ("cx q[0],q[1],q[2];", "QC201", 5, 1, "takes 2 qubits, got 3"),
    ("U(0,0) q[0];", "QC202", 5, 1, "takes 3 parameters, got 2"),
    ("foo q[0];", "QC203", 5, 1, "not defined"),
    ("gate g a { g a; }", "QC203", 5, 12, "not defined"),
    ("gate h a { }", "QC204", 5, 6, "already"),
    ("creg q[1];", "QC204", 5, 6, "already"),
    ("h r;", "QC205", 5, 3, "not defined"),
    ("if(d==1) x q[0];", "QC205", 5, 4, "not defined"),
    ("x q[3];", "QC206", 5, 5, "out of range"),
    ("x q[99999999999999999999999999];", "QC206", 5, 5, "out of range"),
    ("cx q[0],q[0];", "QC207", 5, 9, "duplicate"),
    ("cx q,q[1];", "QC207", 5, 6, "duplicate"),
    ("qreg r[2];cx q,r;", "QC208", 5, 16, "different size"),
    ("measure q -> c;", "QC208", 5, 14, "size"),
    ("x c[0];", "QC209", 5, 3, "qubits"),
    ("measure c[0] -> c[1];", "QC209", 5, 9, "qubits"),
    ("qreg r[0];", "QC210", 5, 8, "zero"),
    ("rx(theta) q[0];", "QC211", 5, 4, "theta"),
    ("gate g(a) b { rx(t) b; }", "QC211", 5, 18, "`t`"),
    ("rx(1/0) q[0];", "QC212", 5, 5, "zero"),
    ("rx(1+sqrt(-2)) q[0];", "QC212", 5, 6, "`sqrt(-2)`"),
    ("gate g(a,a) b { }", "QC213", 5, 10, "duplicate"),
    ("gate g(a) a { }", "QC213", 5, 11, "duplicate"),
    ("gate g(a) b { x a; }", "QC214", 5, 17, "parameter"),
    ('include "no.inc";', "QC215", 5, 9, "cannot find"),
    ('include "/etc/passwd";', "QC216", 5, 9, "absolute"),
    ("q q[0];", "QC219", 5, 1, "register"),
    ("rz(1e300) q[0];", "QC221", 5, 4, "too large"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "word"), STATEMENTS)
def test_statement(text: str, code: str, line: int, column: int, word: str) -> None:
    with pytest.raises(QCompileError) as caught:
        loads(Q + text)
    error = caught.value
    assert error.span is not None
    assert (code, line, column) == (error.code, error.span.line, error.span.column)
    assert word in error.message
    both(Q + text)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "QC101", 1, 1),
        ("// nothing\n", "QC101", 2, 1),
        ("qreg q[1];", "QC101", 1, 1),
        ("openqasm 2.0;", "QC101", 1, 1),
        ("OPENQASM 2.1;", "QC103", 1, 10),
        ("OPENQASM 3.0;\nqubit q;", "QC103", 1, 10),
        ("OPENQASM 2.0;\rh q;", "QC203", 2, 1),
        ("\ufeffOPENQASM 2.0; h q;", "QC203", 1, 15),
        ("OPENQASM 2.0; // é\n\tgate é", "QC104", 2, 7),
    ],
)
def test_text(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(QCompileError) as caught:
        loads(text)
    assert caught.value.span is not None
    assert (code, line, column) == (
        caught.value.code,
        caught.value.span.line,
        caught.value.span.column,
    )
    both(text)


def test_the_first_error_in_source_order_is_the_one() -> None:
    for first, second in (("foo q;", "h q[0"), ("h q[9];", "cx ,;")):
        assert loads_code(Q + first + "\n" + second) == loads_code(Q + first)


def loads_code(text: str) -> str:
    with pytest.raises(QCompileError) as caught:
        loads(text)
    return caught.value.code


EXAMPLES = [
    entry
    for entry in error_codes.CODES.values()
    if entry.example.startswith("OPENQASM") or entry.code == "QC101"
]


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda e: e.code)
def test_examples_of_the_table_show_their_code(entry: error_codes.ErrorCode) -> None:
    if entry.code in ("QC217", "QC218", "QC250", "QC305"):
        return  # these need files, or are found later than reading
    assert entry.code == loads_code(entry.example)


def test_help_names_what_was_meant() -> None:
    for text, help in (
        ("OPENQASM 2.0;qreg q[1];h q;", "qelib1.inc"),
        (Q + "xc q[0];", "did you mean"),
        (Q + 'include "stdgates.inc";', "OpenQASM 3"),
    ):
        with pytest.raises(QCompileError) as caught:
            loads(text)
        assert help in str(caught.value.help)


def test_limits_can_be_set_and_are_named() -> None:
    for text, name in (
        (Q, "qubits"),
        (Q + "h q;", "operations"),
        (Q + "barrier q;", "operands"),
        (Q + "rx(1+1+1) q;", "terms"),
        (Q + "rx(-(-(1))) q;", "nesting"),
        (Q + "barrier q[0],q[1],q[2];", "list"),
        (Q + "qreg longname[1];", "name"),
        (Q + "gate a b { } gate d e { a e; } gate f h { d h; }", "depth"),
        (Q, "bytes"),
    ):
        with pytest.raises(LimitError) as caught:
            loads(text, limits={name: 2})
        assert f"--limit {name}=" in str(caught.value.help)
        assert 6 == caught.value.exit_code
        both(text, limits={name: 2})
