# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from math import inf, nan

from qcompile.regression import Change, Check, Entry, Limit, Standing, formats

from .cases import HOSTILE, demo, hostile, row


def read(check: Check) -> dict[str, object]:
    value = json.loads(formats.write(check, "json"), parse_constant=lambda word: 1 / 0)
    assert isinstance(value, dict)
    return value


def test_the_fields() -> None:
    text = formats.write(demo(), "json")
    value = json.loads(text)
    assert json.dumps(value, sort_keys=True, indent=2) + "\n" == text
    assert [1, False, 49] == [value["schema"], value["passed"], len(value["circuits"])]
    assert 2 == value["counts"]["worse"]
    circuit = next(c for c in value["circuits"] if c["id"] == "vqe_h2o")
    assert {
        "metric": "two_qubit",
        "before": 412,
        "after": 431,
        "ratio": 431 / 412,
        "limit": {"absolute": 0.0, "share": 0.0},
        "gates": True,
        "more_is_worse": True,
        "exceeds": True,
    } == circuit["changes"][0]
    assert ["source changed"] == circuit["causes"]
    assert {"two_qubit": 431, "two_qubit_depth": 171} == circuit["after"]["metrics"]
    failed = next(c for c in value["circuits"] if c["id"] == "broken")
    assert ["QC201", 3] == [failed["error"]["code"], failed["error"]["line"]]
    assert failed["after"] is None


def test_numbers_that_json_has_not_are_null() -> None:
    change = Change("fidelity_estimate", nan, inf, Limit(absolute=inf))
    entry = Entry(
        id="a", source="a", standing=Standing.SAME, after=row("a", x=inf), changes=[change]
    )
    circuit = read(Check(entries=[entry]))["circuits"][0]  # type: ignore[index]
    assert circuit["changes"][0]["limit"]["absolute"] is None
    assert circuit["changes"][0]["before"] is None
    assert circuit["after"]["metrics"]["x"] is None


def test_names_are_kept_as_they_are() -> None:
    circuits = read(hostile())["circuits"]
    assert isinstance(circuits, list)
    assert sorted(HOSTILE) == [circuit["id"] for circuit in circuits]
