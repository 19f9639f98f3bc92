# SPDX-License-Identifier: Apache-2.0
"""Circuits compiled for every shipped device, checked against the device's file by a reader of its own."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from qcompile import Circuit, Target, compile, dumps, equivalent, loads, replace
from qcompile.targets import shipped

#: Two-qubit gates that a coupler has both ways round.
SYMMETRIC = {"cz", "rzz", "rxx", "iswap"}
ANGLES = (-math.pi / 2, math.pi, 3 * math.pi / 2, -math.pi / 4, 0.3, -2.7, 7.1)


def device(name: str) -> dict[str, Any]:
    path = Path(shipped.__file__).parent / "devices" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def faults(circuit: Circuit, said: dict[str, Any]) -> list[str]:
    """Return what of a circuit the device does not have."""
    couplers = None
    if "couplings" in said:
        couplers = {tuple(pair) for pair in said["couplings"]}
    found = []
    for op in circuit:
        if op.name == "measure":
            continue
        about, on = said["gates"].get(op.name), tuple(op.qubits)
        if about is None:
            found.append(f"{op.name} is not native")
            continue
        ways = {on, on[::-1]} if op.name in SYMMETRIC else {on}
        if len(on) == 2 and couplers is not None and not ways & couplers:
            found.append(f"{op.name} on {on}")
        if set(on) & set(said.get("excluded", ())) or max(on) >= said["qubits"]:
            found.append(f"no qubit {on}")
        low, high = about.get("range", (-math.inf, math.inf))
        if "range" in about and not low - 1e-12 <= float(op.parameters[0]) <= high + 1e-12:
            found.append(f"{op.name}({op.parameters[0]})")
    return found


def circuit(seed: int) -> Circuit:
    rng = random.Random(seed)
    made = Circuit(5)
    for _ in range(20):
        angle, pair = rng.choice(ANGLES), rng.sample(range(5), 2)
        if rng.random() < 0.5:
            name = rng.choice("cx cz swap ecr iswap ch rzz rxx cp crx".split())
            turns = name in {"rzz", "rxx", "cp", "crx"}
            made.gate(name, [angle] if turns else [], pair)
        else:
            name = rng.choice("h t sx rx ry rz u r".split())
            more = {"u": [0.3, -angle], "r": [0.4], "h": None, "t": None, "sx": None}.get(name, [])
            made.gate(name, [] if more is None else [angle, *more], pair[:1])
    return made


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("name", shipped.device_names())
def test_what_is_compiled_runs_as_it_is(name, level):
    said = device(name)
    for seed in range(3):
        program = circuit(seed)
        result = compile(program, target=name, level=level)
        assert [] == faults(result.circuit, said)
        assert equivalent(program, result.circuit), seed


@pytest.mark.parametrize("name", shipped.device_names())
def test_what_was_written_is_verified_and_placed_anew(name):
    program = circuit(7)
    written = compile(program, target=name).to_qasm2()
    read = loads(written)
    assert equivalent(program, read)
    moved = replace(read, Target.from_name(name)).circuit
    assert [] == faults(moved, device(name))
    assert equivalent(program, loads(dumps(moved, "qasm2")))
