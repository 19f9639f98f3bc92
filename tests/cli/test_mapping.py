# SPDX-License-Identifier: Apache-2.0
"""Circuits on devices at the terminal: each refusal points at the line that does not fit."""

from __future__ import annotations

import json

import pytest

from .conftest import Command

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n// three in a row\nqreg q[3];\n'
CHAIN = HEAD + "cx q[0],q[1];\ncx q[1],q[2];\n"
#: A pair and a qubit by itself.
ISLANDS = {
    "qcompile_target": 1,
    "qubits": 3,
    "couplings": [[0, 1]],
    "gates": {"rz": {}, "sx": {}, "cx": {}},
}


@pytest.mark.parametrize(
    ("arguments", "place", "code", "marked"),
    [
        (["-t", "line:2"], "4:1", "QC302", "^" * len("qreg q[3];")),
        (["-t", "islands.json"], "5:1", "QC308", "^^"),
        (["-t", "islands.json", "--verbatim"], "6:1", "QC303", "^^"),
        (["-t", "line:3", "--basis", "cz,rz,sx", "--verbatim"], "5:1", "QC301", "^^"),
    ],
)
def test_what_does_not_fit_is_shown(
    qcompile: Command, arguments: list[str], place: str, code: str, marked: str
) -> None:
    qcompile.write("chain.qasm", CHAIN)
    qcompile.write("islands.json", json.dumps(ISLANDS))
    done = qcompile("chain.qasm", *arguments, "-q", "-o", "out.qasm")
    assert 4 == done.status
    assert f"error[{code}]" in done.err
    assert f"--> chain.qasm:{place}\n" in done.err
    assert marked in [line.partition("| ")[2] for line in done.err.splitlines()]
    assert not (qcompile.folder / "out.qasm").exists()


@pytest.mark.parametrize("more", [[], ["-O0"], ["--verbatim"]])
def test_an_opaque_gate_is_shown(qcompile: Command, more: list[str]) -> None:
    head = HEAD.replace("// three in a row", "opaque pulse(x) a, b, c;")
    qcompile.write("opaque.qasm", head + "cx q[0],q[1];\n  pulse(0.5) q[2],q[0],q[1];\n")
    done = qcompile("opaque.qasm", "-t", "line:3", *more, "-q", "-o", "out.qasm")
    assert 4 == done.status
    assert "error[QC305]: `pulse` is an opaque gate, which target `line:3` does not" in done.err
    assert "--> opaque.qasm:6:3\n" in done.err
    assert not (qcompile.folder / "out.qasm").exists()
    assert 0 == qcompile("opaque.qasm", "-q", "-o", "out.qasm").status


def test_verbatim_writes_what_it_read(qcompile: Command) -> None:
    qcompile.write("chain.qasm", CHAIN)
    assert 0 == qcompile("chain.qasm", "-t", "line:4", "-o", "mapped.qasm").status
    done = qcompile("mapped.qasm", "-t", "line:4", "--verbatim", "-o", "again.qasm")
    assert 0 == done.status
    mapped = (qcompile.folder / "mapped.qasm").read_text()
    assert mapped == (qcompile.folder / "again.qasm").read_text()


@pytest.mark.parametrize("other", [["-O1"], ["--passes", "decompose"], ["--layout", "0,1,2"]])
def test_verbatim_contradicts_what_would_change_it(qcompile: Command, other: list[str]) -> None:
    done = qcompile("in.qasm", "-t", "line:9", "--verbatim", *other)
    assert 2 == done.status
    assert "`--verbatim` contradicts `--" in done.err
