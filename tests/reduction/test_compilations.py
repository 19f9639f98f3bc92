# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass

import pytest

import qcompile as qc
from qcompile import Circuit, Pipeline
from qcompile.contract import Context, Pass
from qcompile.errors import InternalError, PipelineError, QCompileError
from qcompile.reduction import Compilation, Fault, reduce_compilation

from .plants import PlantedCrash, PlantedHadamards, PlantedInBlocks, PlantedMerging, large


def among(planted: Pass) -> Pipeline:
    """Return a pipeline with a wrong pass in its middle."""
    before, after = "cancel-inverses", "decompose, merge-rotations, basis-translation"
    return Pipeline([*Pipeline(before), planted, *Pipeline(after)])


@pytest.mark.parametrize(
    ("planted", "seed", "qubits", "flow", "most"),
    [
        (PlantedHadamards(), 1, 8, False, 3),
        (PlantedHadamards(), 2, 12, False, 3),
        (PlantedHadamards(), 3, 10, True, 3),
        (PlantedMerging(), 4, 8, False, 4),
        (PlantedCrash(), 5, 10, False, 2),
        (PlantedInBlocks(), 6, 8, True, 4),
    ],
    ids=lambda value: value.name if isinstance(value, Pass) else None,
)
def test_a_planted_fault_in_2000_gates(
    planted: Pass, seed: int, qubits: int, flow: bool, most: int
) -> None:
    c = large(seed, qubits, flow=flow, hidden=planted.name)
    # A budget in steps stands for the minute: an attempt is a compilation and a comparison.
    small = reduce_compilation(c, passes=among(planted), steps=600)
    assert small.stopped is None, str(small)
    assert len(small.circuit) <= most, str(small)
    assert planted.name == str(small.options["passes"])
    assert small.fault.is_like(Compilation(small.options).fault(small.circuit))
    with pytest.raises(QCompileError):
        qc.compile(small.circuit, **{**small.options, "verify": "full"})


@dataclass(frozen=True, kw_only=True)
class Loud(Pass):
    """Raise an error of our own kind."""

    name = "loud"
    word: str = "three"

    def run(self, circuit: Circuit, context: Context) -> bool:
        if len(circuit) > 3:
            raise InternalError(f"{len(circuit)} operations, `{self.word}` at most")
        return False


def test_crashes_are_told_apart_by_their_words_alone() -> None:
    c = large(1, 4, 40)
    small = reduce_compilation(c, passes=Pipeline([Loud(word="four")]))
    assert 4 == len(small.circuit)
    assert ("crash", "QC900") == (small.fault.kind, small.fault.code)
    # The option is not needed for it.
    assert "loud" == str(small.options["passes"])
    fault = Fault("crash", "QC900", "index 7 of `cx`")
    assert fault.is_like(Fault("crash", "QC900", "index 12 of `ccx`"))
    assert not fault.is_like(Fault("crash", "QC900", "no index"))
    assert not fault.is_like(Fault("verification", "QC900", "index 7 of `cx`"))
    assert not fault.is_like(None)


def test_a_certain_error_is_reduced_with_its_options() -> None:
    c = large(1, 6, 60)
    small = reduce_compilation(c, code="QC302", target="line:3", seed=9, level=1)
    assert (4, "error", 0) == (small.circuit.num_qubits, small.fault.kind, small.options["seed"])
    assert "line:3" == small.options["target"]
    assert 1 == len(small.options["passes"])


def test_a_level_becomes_the_passes_that_matter() -> None:
    c = large(1, 4, 40)
    small = reduce_compilation(c, code="QC415", objective="t-count")
    assert 1 == len(small.circuit)
    assert small.options["level"] in (0, None)


def test_combinators_are_opened() -> None:
    pipeline = Pipeline("fixed-point(cancel-inverses, merge-rotations), sequence(decompose)")
    inner = Pipeline([*pipeline, type(pipeline.passes[1])(passes=(Loud(), *pipeline.passes))])
    small = reduce_compilation(large(1, 4, 40), passes=inner)
    assert "loud" == str(small.options["passes"])


def test_what_is_worse_than_the_plain_translation_is_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    c = Circuit(3).cx(0, 1).cx(1, 2).h(2)
    assert Compilation().fault(c) is None
    from qcompile.reduction import faults

    real = faults.cost
    calls = iter([(9.0,), (1.0,)])
    monkeypatch.setattr(faults, "cost", lambda *_: next(calls))
    fault = Compilation().fault(c)
    assert fault is not None
    assert "worse" == fault.kind
    assert real is not faults.cost


def test_verification_can_be_left_out() -> None:
    c = Circuit(2).h(0).cx(0, 1).h(0)
    wrong = Pipeline([PlantedHadamards()])
    assert Compilation({"passes": wrong, "verify": "off"}).fault(c) is None
    for verify in ("auto", "full"):
        fault = Compilation({"passes": wrong, "verify": verify}).fault(c)
        assert fault is not None
        assert "verification" == fault.kind


def test_other_errors_are_no_faults_unless_asked_for() -> None:
    c = Circuit(3).ccx(0, 1, 2)
    assert Compilation({"target": "line:2"}).fault(c) is None
    with pytest.raises(PipelineError) as caught:
        reduce_compilation(c, target="line:2")
    assert "QC465" == caught.value.code
    assert "refused with QC302" in caught.value.message
