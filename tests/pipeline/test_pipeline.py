# SPDX-License-Identifier: Apache-2.0
"""Running pipelines: contracts, traces, proofs, and passes of users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest

from qcompile import Circuit, Pipeline, Target
from qcompile.contract import NATIVE_GATES, Context, Pass
from qcompile.errors import PipelineError, VerificationError
from qcompile.pipeline import BestOf, FixedPoint, IfProperty, Sequence


@dataclass(frozen=True, kw_only=True)
class RemoveOneX(Pass):
    """Remove two neighbouring x gates (the first pair), or, told to be wrong, one of them."""

    name: ClassVar[str] = "remove-one-x"
    wrong: bool = False

    def run(self, circuit, context):
        ops = [op for op in circuit if op.name == "x"]
        if len(ops) < 2:
            return False
        for op in ops[: 1 if self.wrong else 2]:
            circuit.remove(op.index)
        return True


@dataclass(frozen=True, kw_only=True)
class NeedsNative(Pass):
    """Does nothing, on native circuits."""

    name: ClassVar[str] = "needs-native"
    requires = frozenset({NATIVE_GATES})

    def run(self, circuit, context):
        return False


@dataclass(frozen=True, kw_only=True)
class Raises(Pass):
    """Raises."""

    name: ClassVar[str] = "raises"

    def run(self, circuit, context):
        raise ZeroDivisionError("oops")


CONTEXT = Context(target=Target.from_basis("cx,rz,sx,x"))


def xs(count):
    c = Circuit(1)
    for _ in range(count):
        c.x(0)
    return c


def test_the_input_is_left_as_it_is():
    c = xs(3)
    out, _ = Pipeline([RemoveOneX()]).run(c, CONTEXT)
    assert (len(c), len(out)) == (3, 1)


def test_the_trace_tells_what_happened():
    _, trace = Pipeline([RemoveOneX(), RemoveOneX()]).run(xs(3), CONTEXT)
    assert [(s.name, s.changed, s.before.gates, s.after.gates) for s in trace.steps] == [
        ("remove-one-x", True, 3, 1),
        ("remove-one-x", False, 1, 1),
    ]


def test_a_fixed_point_ends_when_nothing_changes():
    out, trace = Pipeline([FixedPoint(passes=(RemoveOneX(),))]).run(xs(7), CONTEXT)
    assert len(out) == 1
    assert [s.changed for s in trace.steps] == [True, True, True, False]


def test_a_fixed_point_has_a_last_round():
    out, _ = Pipeline([FixedPoint(passes=(RemoveOneX(),), rounds=2)]).run(xs(7), CONTEXT)
    assert len(out) == 3


def test_the_best_of_several_includes_doing_nothing():
    twice = Sequence(passes=(RemoveOneX(), RemoveOneX()))
    out, _ = Pipeline([BestOf(passes=(RemoveOneX(), twice))]).run(xs(5), CONTEXT)
    assert len(out) == 1
    out, _ = Pipeline([BestOf(passes=(RemoveOneX(),))]).run(xs(1), CONTEXT)
    assert len(out) == 1


def test_a_condition_decides():
    small = IfProperty(
        passes=(RemoveOneX(),), label="small", condition=lambda circuit, _: len(circuit) < 4
    )
    assert len(Pipeline([small]).run(xs(3), CONTEXT)[0]) == 1
    assert len(Pipeline([small]).run(xs(5), CONTEXT)[0]) == 5


def test_needs_are_checked_before_the_run():
    with pytest.raises(PipelineError, match="native-gates") as caught:
        Pipeline([NeedsNative()]).run(Circuit(1).h(0), CONTEXT)
    assert "basis-translation" in caught.value.help
    Pipeline([NeedsNative()]).run(Circuit(1).x(0), CONTEXT)


def test_a_pass_that_raises_is_named():
    with pytest.raises(PipelineError, match="`raises` raised ZeroDivisionError: oops"):
        Pipeline([Raises()]).run(xs(1), CONTEXT)


def test_verification_names_the_wrong_pass():
    with pytest.raises(VerificationError, match="remove-one-x"):
        Pipeline([RemoveOneX(wrong=True)]).run(xs(2), CONTEXT, verify=True)
    _, trace = Pipeline([RemoveOneX()]).run(xs(2), CONTEXT, verify=True)
    assert trace.steps[0].verdict.verdict == "equivalent"


@pytest.mark.parametrize(("count", "kept"), [(5, ["remove-one-x"] * 2), (1, [])])
def test_the_trace_of_the_best_is_that_of_the_winner(count, kept):
    twice = Sequence(passes=(RemoveOneX(), RemoveOneX()))
    _, trace = Pipeline([BestOf(passes=(RemoveOneX(), twice)), NeedsNative()]).run(
        xs(count), Context(target=Target.from_basis("x"))
    )
    assert [*kept, "needs-native"] == [step.name for step in trace.steps]
