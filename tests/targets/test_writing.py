# SPDX-License-Identifier: Apache-2.0
"""Device files out: what is written is read back equal, and can be looked at."""

from __future__ import annotations

import math
import random

import pytest

from qcompile import Target

from .chip import read


def random_target(seed: int) -> Target:
    """Return a target with a little of everything, or of nothing."""
    draw = random.Random(seed)
    n = draw.randrange(1, 7)
    singles = ["rz", "sx", *draw.sample(["x", "h", "rx", "r"], 2)]
    doubles = draw.sample(["cx", "cz", "ecr", "rzz", "iswap"], draw.randrange(0, 4))
    every = [(a, b) for a in range(n) for b in range(n) if a != b]
    pairs = None
    if draw.random() < 0.8:
        pairs = []
        for a, b in every:
            names = [g for g in doubles if draw.random() < draw.choice([0.3, 0.9])]
            pairs.append((a, b, names))
    sites = None
    if draw.random() < 0.5:
        sites = [["rz", "sx", *(g for g in singles if draw.random() < 0.7)] for _ in range(n)]
    bare = Target("t", [*singles, *doubles], n, pairs, sites=sites)
    places_ = [(g, (q,)) for q in range(n) for g in (bare.sites or [singles] * n)[q]]
    if bare.pairs is None:
        places_ += [(g, pair) for g in doubles for pair in every if pair[0] < pair[1]]
    else:
        places_ += [(g, (a, b)) for a, b, names in bare.pairs for g in names]
    rate = draw.choice([0.0, 0.5, 1.0])
    shared = draw.random() < 0.5
    facts = {
        place: {
            "error": 0.001 if shared else draw.random(),
            **({"duration_ns": draw.choice([0.5, 32.0])} if draw.random() < rate else {}),
        }
        for place in places_
        if draw.random() < rate
    }
    qubit_facts = [
        {k: draw.choice([0.25, 0.5]) for k in ("t1_ns", "readout_error", "reset_ns") if draw.random() < rate}
        for _ in range(n)
    ]  # fmt: skip
    words = ["barrier", "reset", "control-flow", "mid-circuit-measurement"]
    return Target(
        draw.choice(["t", 'quo"ted', "tab\tand é", "\x7f\x01", ""]),
        [*singles, *doubles],
        n,
        pairs,
        {"rzz": (-0.1, math.pi / 2)} if "rzz" in doubles else {},
        sites=sites,
        excluded=[q for q in range(n) if draw.random() < 0.2],
        forbids=draw.sample(words, draw.randrange(0, 3)),
        gate_facts=facts,
        qubit_facts=qubit_facts,
        source=draw.choice([None, "somewhere\nin two lines", "a # b"]),
        calibrated=draw.choice([None, "2025-11-01", "2025-11-01T06:30:00+00:00"]),
    )


@pytest.mark.filterwarnings("ignore::qcompile.errors.QCompileWarning")
@pytest.mark.parametrize("seed", range(200))
def test_written_and_read_again_it_is_equal(seed: int) -> None:
    target = random_target(seed)
    assert target == read(target.to_json())
    assert target == read(target.to_toml(), "chip.toml")


@pytest.mark.parametrize("name", ["line:1", "all:4", "ring:5", "grid:3x3", "heavy-hex:5"])
@pytest.mark.parametrize("basis", ["cx,rz,sx,x", "cz,rz,sx", "h,s,t,tdg,cx", "ccx,h,t,tdg,ecr"])
def test_generic_targets_are_written_and_read(name: str, basis: str) -> None:
    target = Target.from_name(name, basis)
    assert target == read(target.to_json())
    assert target == read(target.to_toml(), "x.toml")


def test_a_basis_alone_is_written_and_read() -> None:
    target = Target.from_basis("cz,rz,sx")
    assert target == read(target.to_json())


def test_a_file_can_be_looked_at() -> None:
    facts = {("cz", (a, b)): {"error": 0.001 * (a + 1), "duration_ns": 68.0}
             for a, b, _ in Target.from_name("line:3", "cz,rz,sx").pairs or ()}  # fmt: skip
    target = Target("l", ["rz", "sx", "cz"], 3, [(0, 1, ["cz"]), (1, 2, ["cz"])], gate_facts=facts)
    assert """{
  "qcompile_target": 1,
  "name": "l",
  "qubits": 3,
  "couplings": [[0, 1], [1, 2]],
  "gates": {"sx": {}, "rz": {}, "cz": {}},
  "calibration": {
    "gates": {
      "cz": {
        "duration_ns": 68,
        "at": [
          {"on": [0, 1], "error": 0.001},
          {"on": [1, 2], "error": 0.002}
        ]
      }
    }
  }
}
""" == target.to_json()
    assert len(Target.from_name("grid:12x13", "cz,rz,sx").to_json().splitlines()) < 60
