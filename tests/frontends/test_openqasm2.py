# SPDX-License-Identifier: Apache-2.0
"""What OpenQASM 2 texts mean."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import pytest

from qcompile import dumps, errors
from qcompile.errors import Diagnostic, InputError, QCompileError
from qcompile.frontends import detect, load, loads

from .readers import HEAD, both


def ops(text: str, scanner: bool = True) -> list[tuple[object, ...]]:
    circuit = loads(text, scanner=scanner)
    return [(op.name, list(op.parameters), list(op.qubits), list(op.bits)) for op in circuit]


def test_statements(scanner: bool) -> None:
    text = (
        HEAD
        + "qreg a[2]; qreg b[2]; creg c[2]; h a; cx a,b; u1(pi/2) b[1]; reset a; measure b -> c; barrier a,b[0];"
    )
    assert [
        ("h", [], [0], []),
        ("h", [], [1], []),
        ("cx", [], [0, 2], []),
        ("cx", [], [1, 3], []),
        ("p", [math.pi / 2], [3], []),
        ("reset", [], [0], []),
        ("reset", [], [1], []),
        ("measure", [], [2], [0]),
        ("measure", [], [3], [1]),
        ("barrier", [], [0, 1, 2], []),
    ] == ops(text, scanner)


def test_registers_keep_their_names(scanner: bool) -> None:
    circuit = loads("OPENQASM 2.0;qreg b[1];qreg a[2];creg m[3];", scanner=scanner)
    assert [("b", [0]), ("a", [1, 2])] == circuit.qubit_registers
    assert [("m", [0, 1, 2])] == circuit.bit_registers


def test_a_definition_is_kept_and_its_own_name_wins(scanner: bool) -> None:
    text = HEAD + "gate swap a,b { cx a,b; }\nqreg p[2];\nswap p[0],p[1];\nx p[0];"
    circuit = loads(text, scanner=scanner)
    assert ["swap", "x"] == [op.name for op in circuit]
    assert "gate swap" in dumps(circuit)


def test_a_comparison_that_cannot_hold_is_false_and_warned_of(scanner: bool) -> None:
    seen: list[Diagnostic] = []
    text = HEAD + "qreg q[1];creg c[2];\nif(c==9) x q[0];"
    circuit = loads(text, scanner=scanner, on_warning=seen.append)
    assert ["QC250"] == [d.code for d in seen]
    assert ["if"] == [op.name for op in circuit]
    with pytest.warns(errors.QCompileWarning, match="never equals"):
        loads(text, scanner=scanner)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark(end: str, scanner: bool) -> None:
    circuit = loads("\ufeff" + (HEAD + "qreg q[1];\nx q;").replace("\n", end), scanner=scanner)
    assert [(4, 1)] == [op.place for op in circuit]


def test_includes(tmp_path: Path, scanner: bool) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.inc").write_text('include "b.inc";\ngate two a { one a; one a; }\n')
    (tmp_path / "sub" / "b.inc").write_text("gate one a { U(0,0,0) a; }")
    main = tmp_path / "main.qasm"
    main.write_text('OPENQASM 2.0;\ninclude "sub/a.inc";\nqreg q[1];\ntwo q[0];\n')
    assert ["two"] == [op.name for op in load(main, scanner=scanner)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('include "main.qasm";', "QC217"),
        ('include "loop.inc";', "QC217"),
        ('include "sub";', "QC218"),
        ('include "../outside.inc";', "QC216"),
        ('include "link.inc";', "QC216"),
        ('include "missing.inc";', "QC215"),
        ('include "bad.inc";', "QC203"),
        ('include "half.inc";', "QC113"),
        ('include "open.inc";\nx q;', "QC113"),
        ('include "picture.inc";', "QC110"),
    ],
)
def test_includes_that_fail(tmp_path: Path, text: str, code: str, scanner: bool) -> None:
    folder = tmp_path / "program"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "outside.inc").write_text("")
    (folder / "link.inc").symlink_to(tmp_path / "outside.inc")
    (folder / "loop.inc").write_text('include "loop.inc";')
    (folder / "bad.inc").write_text("\n  nosuch q;")
    (folder / "half.inc").write_text("qreg r[1")
    (folder / "open.inc").write_text("gate g a {")
    (folder / "picture.inc").write_bytes(b"\x89PNG\r\n\x1a\n")
    main = folder / "main.qasm"
    main.write_text("OPENQASM 2.0;\nqreg q[1];\n" + text)
    with pytest.raises(InputError) as caught:
        load(main, scanner=scanner)
    error = caught.value
    assert code == error.code
    if code in ("QC203", "QC113", "QC110"):
        assert error.span is not None
        assert str(error.span.path).endswith(".inc")
        assert f"included from {main}:3:9" in error.render()


def test_include_depth_and_number_are_limited(tmp_path: Path) -> None:
    for i in range(70):
        (tmp_path / f"f{i}.inc").write_text(f'include "f{i + 1}.inc";\n')
    (tmp_path / "f70.inc").write_text("")
    main = tmp_path / "main.qasm"
    main.write_text('OPENQASM 2.0;\ninclude "f0.inc";')
    with pytest.raises(errors.LimitError, match="64"):
        load(main)
    for i in range(40):
        (tmp_path / f"f{i}.inc").write_text(f'include "f{i + 1}.inc";\n' * 2)
    (tmp_path / "f40.inc").write_text("")
    with pytest.raises(errors.LimitError, match="1000 included files"):
        load(main, limits={"includes": 1000})


def test_phase_and_layout_comments_are_restored(scanner: bool) -> None:
    text = (
        HEAD
        + "// qcompile: phase pi/4\n// qcompile: layout initial 2 0 1 final 0 1 2\nqreg q[3];\nh q[0];\n"
    )
    circuit = loads(text, scanner=scanner)
    assert math.pi / 4 == circuit.phase
    assert ([2, 0, 1], [0, 1, 2]) == circuit.layouts
    assert circuit == loads(dumps(circuit), scanner=scanner)


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("phase x", "QC115"),
        ("layout 1 2", "QC115"),
        ("layout initial 0 0 final 0 1", "QC220"),
        ("layout initial 0 7 final 0 1", "QC220"),
    ],
)
def test_comments_that_are_wrong(comment: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        loads(f"OPENQASM 2.0;\n// qcompile: {comment}\nqreg q[2];")
    assert caught.value.span is not None
    assert (code, 2) == (caught.value.code, caught.value.span.line)


def test_lenient_reading(scanner: bool) -> None:
    text = "qreg q[2];;\nCX q[0],q[1],;\n"
    assert 1 == len(loads(text, lenient=True, scanner=scanner))
    with pytest.raises(InputError):
        loads(text, scanner=scanner)


def test_formats_are_told_by_name_then_content() -> None:
    assert "qasm3" == detect(b"", "a.qasm3")
    assert "qasm3" == detect(b"// c\nOPENQASM 3.1;")
    assert "qasm3" == detect(b"qubit q;")
    assert "json" == detect(b' {"qubits": 1}')
    assert "qasm2" == detect(b"OPENQASM 2.0;", "a.qasm")


def test_open_files_and_missing_ones(tmp_path: Path) -> None:
    assert 1 == load(io.StringIO("OPENQASM 2.0; qreg q[1];")).num_qubits
    assert 1 == load(io.BytesIO(b"OPENQASM 2.0; qreg q[1];")).num_qubits
    for path, code in ((tmp_path / "none.qasm", "QC503"), (tmp_path, "QC504")):
        with pytest.raises(errors.FileError) as caught:
            load(path)
        assert code == caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x1f\x8b\x08\x00rest", "QC110"),
        (b"\x89PNG\r\n\x1a\n", "QC110"),
        (b"OPENQASM 2.0;\nqreg q[1];\0", "QC110"),
        (b"OPENQASM 2.0;\nqreg \xff[1];", "QC111"),
        ("OPENQASM 2.0;".encode("utf-16"), "QC110"),
        (b'{"qubits": 1}', "QC120"),
    ],
)
def test_what_is_not_text(data: bytes, code: str) -> None:
    with pytest.raises(QCompileError) as caught:
        loads(data)
    assert code == caught.value.code
    assert caught.value.span is not None


def test_invalid_bytes_in_a_comment_are_warned_of() -> None:
    seen: list[Diagnostic] = []
    circuit = loads(b"OPENQASM 2.0; // caf\xe9\nqreg q[1];", on_warning=seen.append)
    assert (1, ["QC251"]) == (circuit.num_qubits, [d.code for d in seen])
    with pytest.raises(InputError) as caught:
        loads(b"OPENQASM 2.0; // caf\xe9\nqreg \xff[1];", on_warning=seen.append)
    assert "QC111" == caught.value.code


@pytest.mark.parametrize(
    "tail",
    [
        "a" * 3_000_000,
        "rx(" + "1+" * 2_000_000,
        "rx(" + "(" * 2_000_000,
        "barrier " + "q," * 2_000_000,
        'include "' + "y" * 3_000_000,
        "qreg r[" + "9" * 3_000_000,
        "// " + "x" * 3_000_000,
    ],
    ids=["name", "terms", "nesting", "list", "string", "number", "comment"],
)
def test_endless_lines_end(tail: str) -> None:
    text = HEAD + "qreg q[1];" + tail
    if tail.startswith("//"):
        assert 1 == loads(text).num_qubits
        return
    with pytest.raises(QCompileError) as caught:
        loads(text)
    assert len(caught.value.render()) < 2000


def test_bombs_are_refused_before_they_go_off() -> None:
    double = "".join(f"gate g{i} a {{ g{i - 1} a; g{i - 1} a; }}\n" for i in range(1, 60))
    deep = "".join(f"gate g{i} a {{ g{i - 1} a; }}\n" for i in range(1, 4000))
    start = HEAD + "qreg q[10000];\ngate g0 a { x a; }\n"
    for text in (double + "g50 q[0];", deep, "barrier q;\n" * 11_000, "h q;\n" * 2_001):
        with pytest.raises(errors.LimitError) as caught:
            loads(start + text)
        assert caught.value.span is not None


def test_against_qiskit() -> None:
    qasm2 = pytest.importorskip("qiskit.qasm2")
    np = pytest.importorskip("numpy")
    from qiskit.quantum_info import Operator

    rng = random.Random(5)
    names = {"h": (0, 1), "u3": (3, 1), "u2": (2, 1), "cu1": (1, 2), "crz": (1, 2), "ccx": (0, 3), "rzz": (1, 2),
             "cu3": (3, 2), "sx": (0, 1), "cswap": (0, 3), "csx": (0, 2), "rx": (1, 1), "c3x": (0, 4), "cu": (4, 2),
             "rccx": (0, 3), "c3sqrtx": (0, 4)}  # fmt: skip
    for _ in range(10):
        lines = [
            "gate mine(t) a,b { rz(t/2) a; cx a,b; rz(-t^2) b; }",
            "qreg q[4];",
            "mine(0.3) q[2],q[0];",
        ]
        for _ in range(12):
            name = rng.choice(list(names))
            angles, qubits = names[name]
            written = ",".join(
                rng.choice(("pi/3", "-0.7", "2*pi/5+0.1", "sin(0.3)")) for _ in range(angles)
            )
            operands = ",".join(f"q[{i}]" for i in rng.sample(range(4), qubits))
            lines.append(f"{name}{f'({written})' if written else ''} {operands};")
        text = HEAD + "\n".join(lines)
        theirs = qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)
        again = qasm2.loads(
            dumps(both(text)[1]), custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS
        )
        product = Operator(theirs).data.conj().T @ Operator(again).data
        assert abs(abs(np.trace(product)) / 16 - 1) < 1e-9
