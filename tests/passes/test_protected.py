# SPDX-License-Identifier: Apache-2.0
"""What is protected comes out of every pass, level and target gate for gate, or is refused with its label."""

from __future__ import annotations

import random
from typing import Any

import pytest

import qcompile as qc
from qcompile.contract import Context
from qcompile.errors import TargetError
from qcompile.mitigation import fold
from qcompile.passes import TABLE

BASIS = "cz,rz,sx,x"
PAIRS = [(a, b) for b in range(4) for a in range(b)]
PLACES = {"cz": PAIRS, **{gate: [(q,) for q in range(4)] for gate in ("rz", "sx", "x")}}
#: Every native gate takes a time, as scheduling needs.
TIMED = qc.Target(
    "timed",
    list(PLACES),
    4,
    [(a, b, ["cz"]) for a, b in PAIRS],
    gate_facts={
        (gate, on): {"duration_ns": 50.0, "error": 1e-3} for gate in PLACES for on in PLACES[gate]
    },
)


def native(rng: random.Random, circuit: qc.Circuit, wires: list[int], gates: int) -> None:
    """Append native gates, many of them pairs that cancel."""
    for _ in range(gates):
        a = rng.choice(wires)
        kind = rng.randrange(4)
        if kind == 0 and len(wires) > 1:
            b = rng.choice([w for w in wires if w != a])
            circuit.cz(a, b).cz(a, b)
        elif kind == 1:
            circuit.rz(0.3, a).rz(-0.3, a)
        elif kind == 2:
            circuit.sx(a).sx(a)
        else:
            circuit.x(a).x(a)


def program(seed: int, *, widest: int = 2, plain: bool = True) -> qc.Circuit:
    """Return a circuit with protected regions among other gates."""
    rng = random.Random(seed)
    circuit = qc.Circuit(4)
    for label in ("first", "second", ""):
        for _ in range(3):
            a, b = rng.sample(range(4), 2)
            circuit.cz(a, b).sx(a).rz(0.7, b)
            if not plain:
                circuit.h(a).cx(b, a).t(b).ccx(*rng.sample(range(4), 3))
        with circuit.protected(label):
            native(rng, circuit, rng.sample(range(4), rng.randint(1, widest)), 4)
    return circuit


def kept(circuit: Any) -> list[Any]:
    """Return what stands in each protected region: label, then names and angles, in an order that routing leaves."""
    return sorted(
        [op.contents["label"], *((o.name, [str(p) for p in o.parameters]) for o in op.blocks[0])]
        for op in circuit
        if op.name == "region"
    )


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"insert-noise"}))
def test_every_pass_keeps_what_is_protected(name: str) -> None:
    for seed in range(4):
        plain = program(seed)
        folded = [fold(plain, 3, where, target=TIMED) for where in ("two-qubit", "global")]
        for circuit in (plain, *folded):
            out, _ = qc.Pipeline(name).run(circuit, Context(target=TIMED))
            assert kept(circuit) == kept(out)
            assert [] == out.violations()
            if name not in ("known-state",):
                verdict = qc.equivalent(circuit, out, relation="layout")
                assert "not equivalent" != verdict.verdict, verdict


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("target", ["all:4", "line:5", "grid:2x3", "ring:4"])
def test_every_level_and_target_keeps_what_is_protected(target: str, level: int) -> None:
    for seed in range(5):
        circuit = program(seed, plain=False)
        result = qc.compile(circuit, target=target, basis=BASIS, level=level, verify="off")
        assert kept(circuit) == kept(result.circuit)
        verdict = qc.equivalent(circuit, result.circuit, relation="layout")
        assert "not equivalent" != verdict.verdict, verdict


def test_wide_regions_are_kept_or_refused_with_their_label() -> None:
    refused = []
    for seed in range(10):
        circuit = program(seed, widest=4)
        try:
            result = qc.compile(circuit, target="line:4", basis=BASIS)
        except TargetError as error:
            refused.append((error.code, "protected region" in error.message))
        else:
            assert kept(circuit) == kept(result.circuit)
    assert {("QC303", True)} == set(refused)
    assert len(refused) < 10


def test_foreign_gates_in_a_region_are_named() -> None:
    circuit = qc.Circuit(2)
    with circuit.protected("mine"):
        circuit.h(0).cz(0, 1)
    with pytest.raises(TargetError) as caught:
        qc.compile(circuit, target="line:2", basis=BASIS)
    assert "QC301" == caught.value.code
    assert "`h` in the protected region `mine` is no gate" in caught.value.message
    assert "cz" in (caught.value.help or "")


@pytest.mark.parametrize("device", ["ionq-forte", "aqt-ibex"])
def test_a_region_is_no_measurement(device: str) -> None:
    circuit = qc.Circuit(2, 2).h(0).cx(0, 1).h(0)
    result = qc.compile(circuit.measure([0, 1], [0, 1]), target=device)
    again = qc.compile(result.fold(3).circuit, target=device)
    assert 3 == again.report.after.two_qubit
