# SPDX-License-Identifier: Apache-2.0
"""``qcompile synth``: arrays of every format in, circuits out, errors with the file's name."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import numpy as np
import pytest

import qcompile as qc
from tests.synthesis.simulate import haar
from tests.synthesis.simulate import state as simulated
from tests.synthesis.simulate import unitary as dense

from .conftest import Command


def npy(array: Any) -> bytes:
    out = BytesIO()
    np.save(out, np.asarray(array))
    return out.getvalue()


def read(text: str) -> Any:
    return dense(qc.loads(text))


def close(a: Any, b: Any) -> None:
    assert np.abs(np.asarray(a) - np.asarray(b)).max() < 1e-8


def as_text(u: Any) -> str:
    return "\n".join(", ".join(str(complex(x)).strip("()") for x in row) for row in u)


@pytest.mark.parametrize("form", ["npy", "npz", "json", "csv"])
def test_a_matrix_of_any_format(qcompile: Command, form: str) -> None:
    u = haar(4, 5)
    path = qcompile.folder / f"u.{form}"
    if form == "npy":
        path.write_bytes(npy(u))
    elif form == "npz":
        np.savez(path, u)
    elif form == "json":
        path.write_text(json.dumps({"real": u.real.tolist(), "imag": u.imag.tolist()}))
    else:
        path.write_text(as_text(u))
    done = qcompile("synth", "unitary", path.name)
    assert 0 == done.status, done.err
    close(u, read(done.out))
    assert f"u.{form}: unitary on 2 qubits: two-qubit 3" in done.err


def test_a_diagonal_to_a_file(qcompile: Command) -> None:
    (qcompile.folder / "p.json").write_text("[0, 0.1, 0.2, 0.3]")
    done = qcompile("synth", "diagonal", "p.json", "-o", "p.qasm", "--report", "r.json")
    assert (0, "") == (done.status, done.out)
    close(np.diag(np.exp([0, 0.1j, 0.2j, 0.3j])), dense(qc.load(qcompile.folder / "p.qasm")))
    report = json.loads((qcompile.folder / "r.json").read_text())
    assert 0 == report["after"]["two_qubit"]
    assert "p.json" == report["source"]["path"]


def test_blocks_for_a_target(qcompile: Command) -> None:
    parts = [haar(2, 1), haar(2, 2)]
    (qcompile.folder / "b.npy").write_bytes(npy(parts))
    done = qcompile("synth", "blocks", "b.npy", "--basis", "cz,rz,sx,x", "--left", "left.json",
                   "--free", "diagonal-after")  # fmt: skip
    assert 0 == done.status, done.err
    left = json.loads((qcompile.folder / "left.json").read_text())
    made = np.exp(1j * np.array(left["after"]))[:, None] * read(done.out)
    close(np.block([[parts[0], np.zeros((2, 2))], [np.zeros((2, 2)), parts[1]]]), made)
    assert {"cz", "rz", "sx", "x"} >= set(qc.loads(done.out).gate_names())


def test_a_state_within_an_error(qcompile: Command) -> None:
    grid = np.exp(-(((np.arange(32) - 14.0) / 6.0) ** 2))
    (qcompile.folder / "v.json").write_text(json.dumps(grid.tolist()))
    assert 3 == qcompile("synth", "state", "v.json").status
    done = qcompile("synth", "state", "v.json", "--normalize", "--error", "0.01")
    assert 0 == done.status, done.err
    made = simulated(qc.loads(done.out))
    assert np.linalg.norm(made - grid / np.linalg.norm(grid)) <= 0.01
    (qcompile.folder / "ghz.json").write_text('{"000": 0.6, "111": "0.8j"}')
    done = qcompile("synth", "state", "ghz.json", "--json")
    assert 2 == json.loads(done.out)["after"]["two_qubit"]


def test_arrays_of_an_archive_are_blocks(qcompile: Command) -> None:
    np.savez(qcompile.folder / "parts.npz", haar(2, 1), haar(2, 1))
    done = qcompile("synth", "blocks", "parts.npz")
    assert 0 == done.status, done.err
    close(np.kron(np.eye(2), haar(2, 1)), read(done.out))
    assert 2 == qcompile("synth", "unitary", "parts.npz").status


def test_an_operator_on_levels(qcompile: Command) -> None:
    (qcompile.folder / "u.npy").write_bytes(npy(haar(3, 1)))
    done = qcompile("synth", "unitary", "u.npy", "--levels", "3")
    assert 0 == done.status, done.err
    assert "two-qubit 2" in done.err


def test_standard_input(qcompile: Command) -> None:
    done = qcompile("synth", "unitary", "-", input="0 1\n1 0\n")
    assert 0 == done.status, done.err


@pytest.mark.parametrize(
    ("data", "words", "status", "said"),
    [
        (npy([[1, 1], [0, 1]]), ["unitary"], 3, "error[QC236]: a.npy: the matrix is"),
        (npy(np.eye(3)), ["unitary"], 3, "error[QC237]: a.npy: the number of rows is 3"),
        (b"\x93NUMPY junk", ["unitary"], 3, "error[QC121]: `a.npy` holds no array"),
        (b"1 2\n3\n", ["unitary"], 3, "different numbers of columns"),
        (b"", ["diagonal"], 3, "it is empty"),
        (npy(np.array([None], dtype=object)), ["unitary"], 3, "error[QC121]"),
        (npy([1, 2, 3]), ["diagonal"], 3, "error[QC237]: a.npy"),
        (npy(np.eye(2)), ["diagonal", "--levels", "2"], 2, "`--levels` is for `synth unitary`"),
        (npy(np.eye(2)), ["unitary", "--free", "all"], 2, "error[QC401]"),
    ],
)
def test_what_is_wrong_is_said(
    qcompile: Command, data: bytes, words: list[str], status: int, said: str
) -> None:
    (qcompile.folder / "a.npy").write_bytes(data)
    done = qcompile("synth", words[0], "a.npy", *words[1:], "-o", "out.qasm")
    assert status == done.status
    assert said in done.err
    assert not (qcompile.folder / "out.qasm").exists()


def test_a_file_that_is_not_there(qcompile: Command) -> None:
    assert 5 == qcompile("synth", "unitary", "no.npy").status
