# SPDX-License-Identifier: Apache-2.0
"""The scanner and the grammar give the same circuit, the same places, the same errors."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from .readers import HEAD, both

NAMES = ("h", "x", "rz", "u3", "cx", "ccx", "swap", "g", "k", "nosuch", "U", "CX", "measure", "q")
ANGLES = (
    "pi",
    "-pi/4",
    "0.25",
    "3*pi/7",
    "1/0",
    "2^3^-1",
    "sin(pi/2)",
    "01",
    "t",
    "1e400",
    "(1+2)*3",
)
OPERANDS = (
    "q",
    "q[0]",
    "q[1]",
    "q[2]",
    "q[9]",
    "r",
    "r[0]",
    "c",
    "c[0]",
    "nosuch",
    "q[01]",
    "q [ 1 ]",
)
STATEMENTS = (
    "measure {o} -> {o};",
    "reset {o};",
    "barrier {o},{o};",
    "if(c==1) {n} {o};",
    "if(c==9) x {o};",
    "if ( c == 2 ) measure {o} -> {o};",
    "qreg {n}[2];",
    "creg d[3];",
    "gate {n} a,b {{ cx a,b; rz(pi/3) a; }}",
    "gate g(t) a {{ rz(t/2) a; u3(t,-t,{a}) a; barrier a; }}",
    "gate k a,{n} {{ {n} a; }}",
    "opaque {n}(t) a,b;",
    'include "qelib1.inc";',
    "// comment",
    "{n} {o} , // half\n {o};",
)
NOISE = (
    ";",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "->",
    "==",
    "\r",
    "\n",
    "é",
    '"',
    "/*",
    "0",
    "pi",
    "=",
    "@",
    "\x0b",
)
RIGHT = (
    "h q;",
    "cx q,r;",
    "cx q[0] , r;",
    "rz({a}) q[1];",
    "u3(0.1,-pi/8,1.5707963267948966) r[2];",
    "measure q -> c;",
    "measure q[1]->c[2];",
    "if(c==5) cx q[0],q[1];",
    "if(c==1) measure q[0] -> c[0];",
    "reset r[1];",
    "barrier q,r[0],q[1];",
    "U(0,0,{a}) q[0];",
    "swap q[0],r[0];",
)


def statement(rng: random.Random) -> str:
    """Make a statement, right or wrong."""
    fill = {"n": rng.choice(NAMES), "o": rng.choice(OPERANDS), "a": rng.choice(ANGLES)}
    which = rng.random()
    if which < 0.6:
        return rng.choice(RIGHT).format(a=rng.choice(("pi", "-3*pi/4", ".5e-1", "2^3^-1")))
    if which < 0.8:
        return rng.choice(STATEMENTS).format(**fill)
    angles = ",".join(rng.choice(ANGLES) for _ in range(rng.choice((0, 0, 1, 1, 3))))
    operands = ",".join(rng.choice(OPERANDS) for _ in range(rng.choice((1, 1, 2, 2, 3))))
    return f"{fill['n']}{f'({angles})' if angles else ''} {operands};"


def program(rng: random.Random) -> str:
    """Make a program whose statements are mostly right, some spoilt by a stray token."""
    lines = [HEAD + "qreg q[3];\nqreg r[3];\ncreg c[3];"]
    for _ in range(rng.randrange(1, 6)):
        line = statement(rng)
        if rng.random() < 0.1:
            at = rng.randrange(len(line) + 1)
            line = line[:at] + rng.choice(NOISE) + line[at + rng.randrange(2) :]
        lines.append(line)
    return rng.choice(("\n", "\r\n", "\r", " ")).join(lines)


@pytest.mark.parametrize("seed", range(40))
def test_generated_programs(seed: int) -> None:
    rng = random.Random(seed)
    kinds = set()
    for _ in range(60):
        text = program(rng)
        kinds.add(both(text)[0])
    assert "circuit" in kinds
    assert len(kinds) > 1


@pytest.mark.parametrize("seed", range(10))
def test_lenient_reading(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        text = program(rng).replace(";", rng.choice((";;", ",;", ";")))
        both(text, lenient=True)


def corpus(shared: Path) -> list[Path]:
    """Return the OpenQASM 2 files of the corpus that the grammar reads in reasonable time."""
    files = sorted((shared / "corpus").rglob("*.qasm"))
    texts = [f for f in files if b"OPENQASM 2" in f.read_bytes()[:4096]]
    return [f for f in texts if f.stat().st_size < 60_000]


def test_corpus(shared: Path) -> None:
    files = corpus(shared)
    assert len(files) > 150
    for file in files:
        both(file.read_bytes(), path=file)


def test_conformance_cases(shared: Path) -> None:
    files = sorted((shared / "conformance").glob("q2-*.qasm"))
    assert len(files) > 100
    for file in files:
        both(file.read_bytes(), path=file)


def test_the_environment_turns_the_scanner_off(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    code = "import sys, qcompile; qcompile.loads('OPENQASM 2.0; qreg q[1];'); print('lark' in sys.modules)"
    for value, used in (("off", "True"), ("on", "False")):
        monkeypatch.setenv("QCOMPILE_SCANNER", value)
        done = subprocess.run(
            [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
        )
        assert used == done.stdout.strip()
