# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

import qcompile as qc
from qcompile.caching import Cache
from qcompile.errors import FileError, PipelineError
from qcompile.training import storage
from qcompile.training.values import read_values


def ansatz(measured: bool = False) -> qc.Circuit:
    a, b = qc.Parameter("a"), qc.Parameter("b")
    c = qc.Circuit(3, 1).ry(a, 0).rz(b, 0).cx(0, 1).ry(a - b / 3, 1).cx(1, 2).rx(b, 2)
    return c.measure(2, 0) if measured else c


@pytest.mark.parametrize("target", [None, "line:4", "ibm-heron-r1", "ionq-forte"])
@pytest.mark.parametrize("measured", [False, True])
def test_what_is_read_does_what_was_written(target: str | None, measured: bool) -> None:
    made = qc.template(ansatz(measured), target, cache=Cache())
    again = storage.from_bytes(storage.to_bytes(made))
    x = np.linspace(-1, 1, 10).reshape(5, 2)
    assert (made.bind(x) == again.bind(x)).all()
    assert made.circuit_at(x[0]) == again.circuit_at(x[0])
    assert (made.parameters, made.slots, made.layout) == (
        again.parameters,
        again.slots,
        again.layout,
    )
    assert made.target == again.target
    mine, theirs = made.report.to_dict(), again.report.to_dict()
    assert mine == theirs
    assert made.freeze({"b": 0.5}).circuit_at([0.1]) == again.freeze({"b": 0.5}).circuit_at([0.1])
    assert storage.to_bytes(made) == storage.to_bytes(again)


def test_frozen_and_specialised_ones_too(tmp_path: Path) -> None:
    made = qc.template(ansatz(), "line:4", frozen={"a": 0.25})
    storage.save(made, tmp_path / "t")
    assert made.circuit_at([0.5]) == storage.load(tmp_path / "t").circuit_at([0.5])
    assert {"a": 0.25} == storage.load(tmp_path / "t").frozen
    special = qc.template(ansatz(), "line:4").specialise([0.0, 0.3])
    again = storage.from_bytes(storage.to_bytes(special))
    assert special.circuit_at([0.0, 0.7]) == again.circuit_at([0.0, 0.7])
    with pytest.raises(qc.errors.SemanticError):
        again.bind([0.1, 0.7])


def test_what_is_no_template_is_refused() -> None:
    whole = storage.to_bytes(qc.template(ansatz()))
    head = len(storage.MAGIC)
    rest = whole[head + 34 :]
    cut = rest[:-1]
    for wrong, why in (
        (b"", "begin"),
        (whole[:head] + b"\x09\x00" + whole[head + 2 :], "version 9"),
        (whole[:-1], "damaged"),
        (whole[:200] + b"x" + whole[201:], "damaged"),
        (whole[: head + 2] + sha256(cut).digest() + cut, "hold"),
        (whole[: head + 2] + sha256(b"").digest(), "hold"),
    ):
        with pytest.raises(FileError, match=why) as caught:
            storage.from_bytes(wrong)
        assert "QC506" == caught.value.code


def test_a_compiled_circuit_is_a_template_of_its_own_angles() -> None:
    c = ansatz()
    made = storage.of_compiled(c)
    assert c.bind({"a": 0.3, "b": 0.4}) == made.circuit_at([0.3, 0.4])
    assert [0.3, 0.4] == made.bind([0.3, 0.4])[:2].tolist()
    inside = qc.Circuit(1, 1).measure(0, 0)
    with inside.if_(inside.bit(0) == 1):
        inside.rx(qc.Parameter("a"), 0)
    with pytest.raises(qc.errors.SemanticError):
        storage.of_compiled(inside)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"b": 2, "a": 1}', [1, 2]),
        ('{"b": [2, 3], "a": 1}', [[1, 2], [1, 3]]),
        ("[1, 2]", [1, 2]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ('[{"a": 1, "b": 2}]', [[1, 2]]),
        ("b,a\n2,1\n4,3\n", [[1, 2], [3, 4]]),
        ("1,2\n", [[1, 2]]),
    ],
)
def test_values_are_read(text: str, values: list[object]) -> None:
    assert values == read_values(text.encode(), "v", ["a", "b"]).tolist()


@pytest.mark.parametrize(
    "text", ["", "[1, [2]]", '{"a": [1, 2], "b": [1, 2, 3]}', "[1, NaN]", "[1", "1,x"]
)
def test_what_are_no_values_is_refused(text: str) -> None:
    with pytest.raises((PipelineError, qc.errors.SemanticError)):
        read_values(text.encode(), "v", ["a", "b"])


@pytest.mark.parametrize(
    ("text", "what"),
    [('{"a": 1}', "no value for `b`"), ('{"a": 1, "b": 2, "c": 3}', "no parameter is called `c`")],
)
def test_wrong_names_are_told_with_the_file_and_the_parameters(text: str, what: str) -> None:
    with pytest.raises(qc.errors.SemanticError) as told:
        read_values(text.encode(), "v.json", ["a", "b"])
    error = told.value
    assert (error.code, error.message) == ("QC242", what)
    assert error.span is not None
    assert error.span.path == "v.json"
    assert error.help == "the parameters are a, b"
