# SPDX-License-Identifier: Apache-2.0
"""Errors: how they are shown, their codes and exit statuses."""

import json
import pickle

import pytest

from qcompile import error_codes, errors
from qcompile.errors import Diagnostic, Span

ARITY = Diagnostic(
    "error",
    "QC201",
    "gate `cx` takes 2 qubits, got 3",
    Span("adder.qasm", 14, 1, 3, "cx q[0], q[1], q[2];"),
    "takes (control, target)",
    "for two controls use `ccx q[0], q[1], q[2];`",
)


def test_full_is_as_promised():
    assert ARITY.render() == (
        "error[QC201]: gate `cx` takes 2 qubits, got 3\n"
        "  --> adder.qasm:14:1\n"
        "   |\n"
        "14 | cx q[0], q[1], q[2];\n"
        "   | ^^ takes (control, target)\n"
        "   = help: for two controls use `ccx q[0], q[1], q[2];`"
    )


def test_short_is_one_line_a_tool_can_parse():
    assert ARITY.render("short") == "adder.qasm:14:1: error[QC201]: gate `cx` takes 2 qubits, got 3"


def test_json_is_one_object():
    entry = json.loads(ARITY.render("json"))
    assert entry["code"] == "QC201"
    assert (entry["path"], entry["line"], entry["column"]) == ("adder.qasm", 14, 1)
    assert "\n" not in ARITY.render("json")


def test_source_line_is_read_from_the_file_when_shown(tmp_path):
    path = tmp_path / "a.qasm"
    path.write_bytes("first\r\nsecönd h\rthird".encode())
    shown = Diagnostic("error", "QC100", "m", Span(str(path), 2, 8)).render()
    assert "2 | secönd h\n  |        ^" in shown


def test_long_lines_show_a_window_around_the_caret(tmp_path):
    path = tmp_path / "a.qasm"
    path.write_text("x" * 500_000 + "HERE" + "y" * 500_000)
    shown = Diagnostic("error", "QC100", "m", Span(str(path), 1, 500_001)).render().splitlines()
    assert len(max(shown, key=len)) < 250
    assert shown[3][shown[4].index("^") :].startswith("HERE")


def test_control_characters_are_never_printed_raw():
    evil = Diagnostic("error", "QC100", "a\x1b[31m\nb", Span("f\x07", 1, 1, None, "\x1b]0;t\x07"))
    for form in ("full", "short"):
        shown = evil.render(form)
        assert not any(c in shown for c in "\x1b\x07")
    assert "\n" not in evil.render("short")


def test_names_are_cut():
    assert len(errors.quote("a" * 5000)) == errors.QUOTE_LENGTH
    assert errors.quote("a\nb") == "a\\nb"


@pytest.mark.parametrize("entry", error_codes.CODES.values(), ids=lambda e: e.code)
def test_table_agrees_with_the_classes(entry):
    if entry.kind == "warning":
        return
    error = getattr(errors, entry.kind)("m", code=entry.code)
    assert entry.exit == error.exit_code
    assert isinstance(error, errors.QCompileError)


def test_every_class_has_a_code_of_the_table():
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.QCompileError):
            assert kind("m").code in error_codes.CODES


def test_errors_survive_pickling():
    error = errors.SemanticError("m", code="QC206", span=Span("f", 1, 2), help="h")
    back = pickle.loads(pickle.dumps(error))
    assert (back.code, back.span, back.help) == ("QC206", Span("f", 1, 2), "h")


def test_page_lists_every_code():
    page = error_codes.page()
    assert all(f"## {code}:" in page for code in error_codes.CODES)
