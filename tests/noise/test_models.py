# SPDX-License-Identifier: Apache-2.0
"""Noise models: what they answer, files in and out, and what they refuse with its place."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import qcompile as qc
from qcompile.errors import SemanticError
from qcompile.noise import NoiseModel
from qcompile.noise.device import relaxed

JSON = """{
  "qcompile_noise": 1,
  "one_qubit": {"depolarizing": 0.001},
  "two_qubit": {"depolarizing": 0.01, "bit_flip": 0.5},
  "measure": {"bit_flip": 0.02},
  "gates": {"CX": {"phase_flip": 0.03}, "id": {}},
  "at": [{"gate": "cz", "on": [0, 1], "channels": {"bit_flip": 0.25}}],
  "times": [{"on": 2, "t1_ns": 1000, "t2_ns": 1500}, {"on": 3, "t1_ns": 10}]
}
"""
TOML = """qcompile_noise = 1
one_qubit = {depolarizing = 0.001}
measure = {bit_flip = 0.02}

[two_qubit]
depolarizing = 0.01
bit_flip = 0.5

[gates]
cx = {phase_flip = 0.03}
id = {}

[[at]]
gate = "cz"
on = [0, 1]
channels = {bit_flip = 0.25}

[[times]]
on = 2
t1_ns = 1000
t2_ns = 1500

[[times]]
on = 3
t1_ns = 10
"""


def test_the_most_particular_counts() -> None:
    model = NoiseModel.from_dict(json.loads(JSON))
    assert {"bit_flip": 0.5, "depolarizing": 0.01} == model.behind("cp", (4, 5))
    assert ["bit_flip", "depolarizing"] == list(model.behind("cp", (4, 5)))
    assert {"phase_flip": 0.03} == model.behind("cx", (0, 1))
    assert {"bit_flip": 0.25} == model.behind("cz", (1, 0))
    assert {} == model.behind("id", (0,))
    assert {"depolarizing": 0.001} == model.behind("h", (0,))
    assert {"bit_flip": 0.02} == model.behind("measure", (7,))
    assert {} == model.behind("reset", (7,)) == model.behind("ccx", (0, 1, 2))
    assert {2: (1000.0, 1500.0), 3: (10.0, 20.0)} == model.times


def test_files_in_both_forms_and_back(tmp_path: Path) -> None:
    (tmp_path / "n.json").write_text(JSON)
    (tmp_path / "n.toml").write_text(TOML)
    model = NoiseModel.from_file(tmp_path / "n.json")
    assert model == NoiseModel.from_file(tmp_path / "n.toml")
    assert model == NoiseModel.from_dict(model.to_dict())
    assert model == NoiseModel.from_dict(json.loads(json.dumps(model.to_dict())))


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "message"),
    [
        ("0.001", "1.5", "QC272", 3, "one_qubit.depolarizing: `1.5` is no probability from 0 to 1"),
        ("0.001", "-1e-9", "QC272", 3, "one_qubit.depolarizing"),
        ("0.001", '"x"', "QC272", 3, "one_qubit.depolarizing"),
        ("0.001", "true", "QC272", 3, "one_qubit.depolarizing"),
        ("0.25", "2", "QC272", 7, "at[0].channels.bit_flip: `2` is no probability"),
        ("1500", "2001", "QC272", 8, "times[0].t2_ns: T2 = 2001.0 is above 2 T1"),
        ("1000", "0", "QC272", 8, "times[0].t1_ns: `0` is no time above 0"),
        ("phase_flip", "phaseflip", "QC273", 6, "gates.CX.phaseflip: there is no such key"),
        ('"CX"', '"CY2"', "QC273", 6, "no gate of the library is called `CY2`"),
        ('"measure"', '"measured"', "QC273", 5, "there is no such key"),
        ("[0, 1]", "[0, -1]", "QC273", 7, "qubits are whole numbers"),
        ("[0, 1]", "0", "QC273", 7, "a list is expected"),
        ('{"bit_flip": 0.02}', "3", "QC273", 5, "a table is expected"),
        ('noise": 1', 'noise": 2', "QC273", 1, "no noise model"),
        ('"measure":', '"measure"', "QC273", 5, "not JSON"),
    ],
)
def test_what_is_refused_has_a_place(
    tmp_path: Path, old: str, new: str, code: str, line: int, message: str
) -> None:
    path = tmp_path / "n.json"
    assert old in JSON
    path.write_text(JSON.replace(old, new, 1))
    with pytest.raises(SemanticError) as caught:
        NoiseModel.from_file(path)
    assert code == caught.value.code
    assert message in caught.value.message
    assert line == caught.value.span.line


def test_models_made_in_python_are_checked_too() -> None:
    for wrong, code in [
        ({"one_qubit": {"bit_flip": 1.1}}, "QC272"),
        ({"one_qubit": {"bitflip": 0.1}}, "QC273"),
        ({"gates": {"nosuch": {}}}, "QC273"),
        ({"at": {("cx", (0, 1)): {"bit_flip": float("nan")}}}, "QC272"),
        ({"times": {0: (1.0, 2.5)}}, "QC272"),
    ]:
        with pytest.raises(SemanticError) as caught:
            NoiseModel(**wrong)  # type: ignore[arg-type]
        assert code == caught.value.code


def entanglement_fidelity(channels: Any, qubits: int) -> float:
    """Return that of channels in a row, from how Paulis come out of them: an independent way."""
    import itertools

    import numpy as np

    paulis = {
        "I": np.eye(2),
        "X": np.array([[0, 1], [1, 0]]),
        "Y": np.array([[0, -1j], [1j, 0]]),
        "Z": np.diag([1, -1]),
    }
    total = 0.0
    for letters in itertools.product("IXYZ", repeat=qubits):
        operator = np.eye(1)
        for letter in letters:
            operator = np.kron(operator, paulis[letter])
        out = operator.astype(complex)
        for name, value in channels.items():
            if name == "depolarizing":
                s = value * 4**qubits / (4**qubits - 1)
                out = (1 - s) * out + s * np.trace(out) * np.eye(2**qubits) / 2**qubits
                continue
            root = math.sqrt(1 - value)
            kraus = {
                "amplitude_damping": [
                    np.diag([1, root]),
                    np.array([[0, math.sqrt(value)], [0, 0]]),
                ],
                "phase_damping": [np.diag([1, root]), np.diag([0, math.sqrt(value)])],
            }[name]
            for q in range(qubits):
                big = [
                    np.kron(np.kron(np.eye(2**q), k), np.eye(2 ** (qubits - q - 1))) for k in kraus
                ]
                out = sum(k @ out @ k.conj().T for k in big)
        total += np.trace(operator @ out).real / 2**qubits
    return total / 4**qubits


def test_a_device_has_the_error_rates_it_says() -> None:
    target = qc.Target(
        "t",
        ["cz", "sx"],
        2,
        [(0, 1, ["cz"])],
        gate_facts={
            ("sx", (0,)): {"error": 1e-3, "duration_ns": 30},
            ("sx", (1,)): {"error": 1e-9, "duration_ns": 30},
            ("cz", (0, 1)): {"error": 1e-2, "duration_ns": 70},
        },
        qubit_facts=[
            {"t1_ns": 1e5, "t2_ns": 8e4, "readout_error": 0.03, "reset_ns": 1000},
            {"t1_ns": 2e5, "readout_error": 0.0},
        ],
    )
    model = NoiseModel.from_target(target)
    for gate, on, error in [("sx", (0,), 1e-3), ("cz", (0, 1), 1e-2)]:
        n = len(on)
        fidelity = entanglement_fidelity(model.behind(gate, on), n)
        assert 1 - error == pytest.approx((2**n * fidelity + 1) / (2**n + 1), abs=1e-12)
    assert ["amplitude_damping"] == [n for n in model.behind("sx", (1,)) if n != "phase_damping"]
    assert {"bit_flip": 0.03} == model.behind("measure", (0,))
    assert {} == model.behind("measure", (1,))
    assert model.behind("reset", (0,))
    assert {0: (1e5, 8e4), 1: (2e5, 4e5)} == model.times
    assert NoiseModel() == NoiseModel.from_target(qc.Target.from_name("line:3"))


def test_waiting_decays_as_t1_and_t2_say() -> None:
    found = relaxed(1000.0, 700.0, 150.0)
    assert math.exp(-0.15) == pytest.approx(1 - found["amplitude_damping"])
    left = (1 - found["amplitude_damping"]) * (1 - found["phase_damping"])
    assert math.exp(-150 / 700) == pytest.approx(math.sqrt(left))
    assert {"amplitude_damping"} == set(relaxed(1000.0, 2000.0, 150.0))
