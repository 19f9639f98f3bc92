# SPDX-License-Identifier: Apache-2.0
"""`freeze` and `thaw`: parameters folded in and back, over one family of templates."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from math import pi

import numpy as np
import pytest

import qcompile as qc
from qcompile.errors import SemanticError
from qcompile.training import family

from .test_template import ansatz, counts, named, values_of

BASIS = "cz,rz,sx,x"


def test_frozen_parts_are_compiled_as_numbers_are() -> None:
    # The backbone is a block that is more than any operator of two qubits needs.
    circuit = ansatz(2, 6)
    tpl = qc.template(circuit, basis=BASIS, blocks="keep")
    frozen = {f"t[{k}]": 0.1 + 0.2 * k for k in range(24)}
    tuned = tpl.freeze(frozen)
    assert circuit.parameters[24:] == list(tuned.parameters)
    assert (6, 3) == (counts(tpl.circuit)["cz"], counts(tuned.circuit)["cz"])
    at = np.linspace(-1, 2, 4)
    bound = circuit.bind({**frozen, **dict(zip(tuned.parameters, at.tolist(), strict=True))})
    assert qc.equivalent(bound, tuned.circuit_at(at), relation="operator")
    first = qc.compile(bound, basis=BASIS).circuit
    assert counts(first) == counts(tuned.circuit_at(at))


def test_as_when_they_are_frozen_at_first() -> None:
    circuit = ansatz(4, 3)
    frozen = {f"t[{k}]": 0.3 * k for k in range(16)}
    tpl = qc.template(circuit, "line:5", basis=BASIS)
    tuned = tpl.freeze(frozen)
    direct = qc.template(circuit, "line:5", basis=BASIS, frozen=frozen)
    assert direct.parameters == tuned.parameters
    assert direct.circuit.to_bytes() == tuned.circuit.to_bytes()
    values = values_of(circuit)[16:]
    assert np.array_equal(direct.bind(values), tuned.bind(values))
    assert circuit.parameters == list(direct.thaw().parameters)


def test_what_is_known_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    circuit = ansatz(3, 2)
    tpl = qc.template(circuit, basis=BASIS)
    tuned = tpl.freeze({"t[0]": 0.5, "t[1]": 1.0})
    half = tuned.thaw(["t[1]"])
    monkeypatch.setattr(family, "compile_circuit", None)
    assert tuned is tpl.freeze({qc.Parameter("t[1]"): 1.0, "t[0]": 0.5})
    assert tuned is tpl.freeze({"t[0]": 0.5}).freeze({"t[1]": 1.0})
    assert half is tpl.freeze({"t[0]": 0.5})
    assert [tpl, tpl] == [half.thaw(), tuned.thaw()]
    assert {"t[0]": 0.5} == half.frozen
    monkeypatch.undo()
    assert tuned is not tuned.freeze({"t[1]": 1.5})
    assert 1.5 == tuned.freeze({"t[1]": 1.5}).frozen["t[1]"]


def test_columns_keep_their_order() -> None:
    a, b, c = (qc.Parameter(name) for name in "abc")
    circuit = qc.Circuit(1).rx(a, 0).ry(b, 0).rx(c, 0)
    tpl = qc.template(circuit, basis=BASIS, parameters=["c", "a", "b"])
    assert ("c", "b") == tpl.freeze({a: 0.25}).parameters
    assert ("c", "a", "b") == tpl.freeze({a: 0.25}).thaw([a]).parameters
    frozen = qc.template(circuit, basis=BASIS, parameters=["c", "b"], frozen={"a": 0.25})
    assert ("c", "b") == frozen.parameters
    assert ("c", "b", "a") == frozen.thaw().parameters


def test_all_may_be_frozen() -> None:
    circuit = ansatz(2, 1)
    values = values_of(circuit)
    done = qc.template(circuit, basis=BASIS).freeze(named(circuit, values))
    assert ((), 1) == (done.parameters, len(done.slots))
    assert (3, 1) == done.bind(np.empty((3, 0))).shape
    assert qc.equivalent(circuit.bind(named(circuit, values)), done.circuit_at([]))


def test_names_that_do_not_fit_are_said() -> None:
    tpl = qc.template(ansatz(2, 1), basis=BASIS)
    with pytest.raises(SemanticError, match="no parameter is called `x`") as caught:
        tpl.freeze({"x": 0.0})
    assert "QC242" == caught.value.code
    with pytest.raises(SemanticError, match=r"`t\[1\]` is not frozen") as caught:
        tpl.freeze({"t[0]": 0.0}).thaw(["t[1]"])
    assert "QC244" == caught.value.code


def test_frozen_and_special() -> None:
    circuit = ansatz(3, 2)
    tuned = qc.template(circuit, basis=BASIS).freeze({"t[0]": 0.5})
    values = np.full(len(tuned.parameters), pi / 2)
    special = tuned.specialise(values)
    assert len(special.circuit) < len(tuned.circuit)
    assert {"t[0]": 0.5} == special.frozen
    bound = circuit.bind({"t[0]": 0.5, **dict.fromkeys(tuned.parameters, pi / 2)})
    assert qc.equivalent(bound, special.circuit_at(values))
    assert special.thaw() is tuned.thaw()


def test_members_are_bounded_and_shared_by_threads() -> None:
    circuit = qc.Circuit(1).rx(qc.Parameter("a"), 0).rz(qc.Parameter("b"), 0)
    tpl = qc.template(circuit, basis=BASIS)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda k: tpl.freeze({"a": 0.1 * (k % 5)}), range(40)))
    assert 5 == len({id(one) for one in found})
    for k in range(100):
        tpl.freeze({"a": 0.01 * k})
    assert family.MOST_MEMBERS == len(tpl._family._members)


def test_families_pickle() -> None:
    circuit = ansatz(3, 1)
    tuned = qc.template(circuit, "line:3", basis=BASIS).freeze({"t[0]": 0.5})
    again = pickle.loads(pickle.dumps(tuned))
    assert tuned.circuit.to_bytes() == again.circuit.to_bytes()
    assert tuned.thaw().circuit.to_bytes() == again.thaw().circuit.to_bytes()
    assert again.thaw() is again.thaw()


def test_parameters_inside_control_flow_may_be_frozen() -> None:
    circuit = qc.Circuit(1, 1).ry(qc.Parameter("b"), 0).measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.rx(qc.Parameter("a"), 0)
    assert ("b",) == qc.template(circuit, frozen={"a": 0.5}).parameters
    with pytest.raises(SemanticError, match="inside control flow"):
        qc.template(circuit)
