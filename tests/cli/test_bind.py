# SPDX-License-Identifier: Apache-2.0
"""``qcompile bind``."""

from __future__ import annotations

import json

import numpy as np
import pytest

import qcompile as qc
from qcompile.training import storage
from qcompile.training.bound import Template

from .conftest import Command


@pytest.fixture
def template(qcompile: Command) -> Template:
    a, b = qc.Parameter("a"), qc.Parameter("b")
    made = qc.template(
        qc.Circuit(2).rx(a, 0).cx(0, 1).ry(a + 2 * b, 1), "line:3", basis="cz,rz,sx,x"
    )
    storage.save(made, qcompile.folder / "t.template")
    return made


def test_one_assignment_by_name(qcompile: Command, template: Template) -> None:
    qcompile.write("v.json", '{"b": 0.2, "a": 0.1}')
    run = qcompile("bind", "t.template", "--params", "v.json", "--to", "qasm2")
    assert (0, qc.dumps(template.circuit_at([0.1, 0.2]))) == (run.status, run.out)


def test_many_assignments_to_a_folder_and_to_an_array(
    qcompile: Command, template: Template
) -> None:
    rows = np.linspace(-1, 1, 24).reshape(12, 2)
    qcompile.write("v.csv", "b,a\n" + "".join(f"{b},{a}\n" for a, b in rows.tolist()))
    assert 0 == qcompile("bind", "t.template", "--params", "v.csv", "-o", "out/").status
    names = sorted(path.name for path in (qcompile.folder / "out").iterdir())
    assert [f"t-{k:02}.qasm" for k in range(12)] == names
    words = ("bind", "t.template", "--params", "v.csv", "--angles")
    assert 0 == qcompile(*words, "-o", "angles.npy").status
    assert (template.bind(rows) == np.load(qcompile.folder / "angles.npy")).all()
    text = qcompile(*words).out.splitlines()
    assert template.bind(rows).tolist() == [json.loads(line) for line in text]


def test_a_compiled_circuit_is_a_template(qcompile: Command) -> None:
    qcompile.write("c.quil", "DECLARE a REAL\nRX(2*a) 0\nCZ 0 1\n")
    np.save(qcompile.folder / "v.npy", np.array([0.25]))
    run = qcompile("bind", "c.quil", "--params", "v.npy", "--to", "qasm2")
    assert 0 == run.status
    assert "rx(0.5) q[0];" in run.out


def test_what_is_wrong_is_said(qcompile: Command, template: Template) -> None:
    assert template.parameters == ("a", "b")
    qcompile.write("torn.template", "qcompile template and nothing more")
    for words, values, code, status in (
        (("t.template",), '{"a": 1}', "QC242", 3),
        (("t.template",), '{"a": 1, "b": 2, "c": 3}', "QC242", 3),
        (("t.template",), "[1, 2, 3]", "QC230", 3),
        (("t.template",), "a;b\n1;2", "QC242", 3),
        (("t.template",), '{"a": "x", "b": 1}', "QC402", 2),
        (("t.template",), "[[1, 2], [3, 4]]", "QC407", 2),
        (("torn.template",), "[1, 2]", "QC506", 5),
    ):
        run = qcompile("bind", *words, "--params", "-", input=values)
        assert (status, True) == (run.status, code in run.err), run
