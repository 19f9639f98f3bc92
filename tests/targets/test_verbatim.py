# SPDX-License-Identifier: Apache-2.0
"""`compile(verbatim=True)`: nothing is changed, and everything that does not fit is said."""

from __future__ import annotations

import pytest

from qcompile import Circuit, Target, compile
from qcompile.errors import PipelineError, TargetError

#: cx one way round only; sx on two of three qubits; rzz between two, up to a quarter turn.
CHIP = Target(
    "chip",
    ["rz", "sx", "cx", "rzz"],
    3,
    [(0, 1, ["cx"]), (1, 2, ["rzz"])],
    {"rzz": (0.0, 1.5)},
    sites=[["rz", "sx"], ["rz", "sx"], ["rz"]],
    forbids=["reset"],
)


def test_what_fits_is_returned_as_it_is() -> None:
    # Level 0 would cancel nothing either, but a level would place it anew.
    c = Circuit(3).sx(0).sx(0).cx(0, 1).cx(0, 1).rzz(0.5, 1, 2)
    result = compile(c, target=CHIP, verbatim=True)
    assert c == result.circuit
    assert (0, 1, 2) == result.layout.initial == result.layout.final
    assert [] == result.report.passes
    assert (None, True) == (result.report.options["level"], result.report.options["verbatim"])


def with_reset() -> Circuit:
    c = Circuit(1)
    c.reset(0)
    return c


@pytest.mark.parametrize(
    ("circuit", "code", "message"),
    [
        (Circuit(1).h(0), "QC301", "`h` is no gate of target `chip`"),
        (Circuit(3).sx(2), "QC301", "`sx` on qubit 2, where target `chip` does not have it"),
        (Circuit(4), "QC302", "the circuit has 4 qubits, target `chip` has 3"),
        (Circuit(2).cx(1, 0), "QC303", "`cx` on qubits 1 and 0"),
        (Circuit(3).cx(0, 2), "QC303", "`cx` on qubits 0 and 2"),
        (Circuit(2).rzz(0.5, 0, 1), "QC303", "`rzz` on qubits 0 and 1"),
        (Circuit(3).rzz(1.6, 1, 2), "QC304", "the angle 1.6 of `rzz`: target `chip` has 0 to 1.5"),
        (Circuit(3).rzz(1.6, 2, 1), "QC304", "the angle 1.6 of `rzz`"),
        (with_reset(), "QC309", "reset, which target `chip` forbids"),
    ],
)
def test_what_does_not_fit_is_refused(circuit: Circuit, code: str, message: str) -> None:
    with pytest.raises(TargetError) as caught:
        compile(circuit, target=CHIP, verbatim=True)
    assert code == caught.value.code
    assert caught.value.message.startswith(message)


def test_excluded_qubits_are_not_used() -> None:
    c = Circuit(3).rz(1, 0).sx(1)
    assert c == compile(c, target=CHIP.without([2]), verbatim=True).circuit
    with pytest.raises(TargetError, match="`sx` on qubit 1, which is excluded") as caught:
        compile(c.copy().rz(1, 0), target=CHIP.without([1]), verbatim=True)
    assert "QC302" != caught.value.code


@pytest.mark.parametrize(
    "others", [{"target": None}, {"level": 0}, {"passes": "decompose"}, {"layout": [1]}]
)
def test_contradictions(others: dict[str, object]) -> None:
    with pytest.raises(PipelineError) as caught:
        compile(Circuit(1), verbatim=True, **{"target": CHIP, **others})  # type: ignore[arg-type]
    assert "QC407" == caught.value.code


def test_health_needs_a_calibration() -> None:
    with pytest.raises(PipelineError, match="`chip` has no calibration") as caught:
        compile(Circuit(1), target=CHIP, min_health=0.5)
    assert "QC425" == caught.value.code
    with pytest.raises(PipelineError, match="there is no target") as caught:
        compile(Circuit(1), min_health=0.5)
    assert "QC407" == caught.value.code


@pytest.mark.parametrize("wrong", [-0.1, 1.5, float("nan")])
def test_a_health_is_between_0_and_1(wrong: float) -> None:
    with pytest.raises(PipelineError, match="a health is between 0 and 1") as caught:
        compile(Circuit(1), target=CHIP, min_health=wrong)
    assert "QC402" == caught.value.code
