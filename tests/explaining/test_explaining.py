# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

import qcompile as qc
from qcompile import Circuit, Parameter
from qcompile.errors import PipelineError
from qcompile.explaining import explain
from qcompile.explaining.words import effect_words, tally
from qcompile.pipeline.changes import Changes, Effect, Item, compare, listing

TEXT = """OPENQASM 2.0;
include "qelib1.inc";
gate pair a,b { h a; cx a,b; }
qreg q[4];
creg c[2];
pair q[0],q[1];
cx q[0],q[2];
rz(0.4) q[2]; rz(0.3) q[2];
cx q[0],q[3];
t q[3];
measure q[0] -> c[0];
if(c==1) pair q[2],q[3];
"""


def done(passes: str, text: str = TEXT) -> dict[tuple[int, int] | None, str]:
    """Return what passes did to a text, in words by place."""
    c = qc.loads(text)
    out = qc.compile(c, passes=passes, verify="off").circuit
    return {effect.place: effect_words(effect) for effect in compare(c, out).effects}


def test_merged_and_vanished() -> None:
    assert {(8, 1): "rz(0.4) -> rz(0.7)", (8, 15): "rz(0.3) gone"} == done("merge-rotations")


def test_definitions_are_expanded_in_blocks_too() -> None:
    # Inside the block, what has no place of its own has that of the condition.
    assert {(6, 1): "pair -> cx, h", (12, 1): "pair -> cx, h"} == done("decompose")


def test_swaps_are_told_at_the_gate_they_make_room_for() -> None:
    told = explain(qc.loads(TEXT), text=TEXT, target="line:4", level=0, layout=[0, 1, 2, 3])
    (routing,) = told.only("routing")
    assert routing.changes is not None
    assert 0 == sum(routing.changes.gone().values())
    assert {"swap"} == set(routing.changes.added())
    carried = {e.place: len(e.carried) for e in routing.changes.effects if e.carried}
    assert routing.changes.added()["swap"] == sum(carried.values())
    assert set(carried) <= {(7, 1), (9, 1), (12, 1)}
    assert "needs 1 swap to get there" in told.to_text(only="routing")


def test_operations_that_only_move_are_counted_and_not_listed() -> None:
    a, b = qc.loads(TEXT), qc.loads(TEXT.replace("cx q[0],q[3];", "cx q[1],q[3];"))
    (effect,) = compare(a, b).effects
    assert ((9, 1), 1, 0, "on other qubits") == (
        effect.place,
        effect.moved,
        effect.weight,
        effect_words(effect),
    )
    assert 1 == compare(a, b).moved()


def test_what_stays_is_no_change() -> None:
    c = qc.loads(TEXT)
    assert Changes(()) == compare(c, c.copy())


def test_swaps_that_stand_before_another_gate_than_before_are_no_change() -> None:
    head = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[3];\n'
    after = qc.loads(head + "cx q[0],q[1];\ncx q[1],q[2];\n")
    c = Circuit(3).swap(0, 1).compose(after)
    first = next(op for op in c if op.place == (2, 1))
    without = c.copy()
    without.remove(first.index)
    # The swap was for line 2 and is now for line 3.
    assert {(2, 1)} == set(listing(c)[1])
    assert {(3, 1)} == set(listing(without)[1])
    assert [((2, 1), "cx gone")] == [
        (e.place, effect_words(e)) for e in compare(c, without).effects
    ]
    # What comes after all of them is for none.
    assert {None} == set(listing(Circuit(3).swap(0, 1))[0])


def test_largest_effects_come_first() -> None:
    c = qc.loads(TEXT)
    effects = compare(c, Circuit(4, 2)).effects
    # The condition and what is in it are of one place.
    assert [((12, 1), 20), ((6, 1), 10), ((7, 1), 10), ((9, 1), 10), ((11, 1), 1)] == [
        (e.place, e.weight) for e in effects if e.place not in ((8, 1), (8, 15), (10, 1))
    ]
    assert sorted((-e.weight, e.place) for e in effects) == [(-e.weight, e.place) for e in effects]


def test_controls_and_parameters_have_names() -> None:
    c = Circuit(4).rz(Parameter("a") * 2, 0)
    c.append(qc.circuit.Instruction.gate("h").controlled([True, True, False]), [0, 1, 2, 3])
    items = [item for items in listing(c)[0].values() for item in items]
    assert {"rz(2*a)", "h under 3 controls"} == {item.text for item in items}
    assert {"rz(2*a)", "h under 3 controls"} == {item.short for item in items}


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(place=None, added=(Item("x", (), (0,), ()),) * 2), "2 x new"),
        (
            Effect(place=None, changed=((Item("cx", (), (0, 1), ()), Item("cx", (), (1, 0), ())),)),
            "cx turned round",
        ),
        (
            Effect(
                place=None,
                changed=((Item("rz", (1.0,), (0,), ()), Item("rz", (1.23456789,), (0,), ())),),
            ),
            "rz(1.0) -> rz(1.23457)",
        ),
        (
            Effect(
                place=None,
                gone=(Item("swap", (), (0, 1), ()),),
                carried=(Item("cx", (), (0, 1), ()),) * 3,
            ),
            "swap -> 3 cx on the way there",
        ),
        (Effect(place=None, gone=(Item("h", (), (0,), ()),) * 2), "2 h gone"),
    ],
)
def test_words(effect: Effect, words: str) -> None:
    assert words.replace("rz(1.0)", "rz(1)") == effect_words(effect)


def test_many_names_are_summed_up() -> None:
    assert "5 a, 4 b, 3 c, 2 d, 2 others" == tally({"f": 1, "a": 5, "b": 4, "c": 3, "d": 2, "e": 1})


def test_the_source_is_shown_with_a_caret() -> None:
    said = explain(qc.loads(TEXT), text=TEXT, passes="merge-rotations").to_text().splitlines()
    assert "gone: 1 rz; changed: 1 rz" in said[1]
    assert "   8 | rz(0.4) q[2]; rz(0.3) q[2];" == said[2]
    assert "     | ^^ rz(0.4) -> rz(0.7)" == said[3]
    assert "     |               ^^ rz(0.3) gone" == said[5]


def test_long_lines_are_cut_around_the_caret() -> None:
    text = TEXT.replace("rz(0.3)", " " * 300 + "rz(0.3)")
    told = explain(qc.loads(text), text=text, passes="merge-rotations")
    lines = ["".join(piece for piece, _ in line) for line in told.lines(width=40)]
    assert max(map(len, lines[2::2])) <= 40
    (at,) = [k for k, line in enumerate(lines) if "rz(0.3) gone" in line]
    column = lines[at].index("^")
    assert "rz" == lines[at - 1][column : column + 2]


def test_a_line_is_followed_to_its_end() -> None:
    told = explain(
        qc.loads(TEXT),
        text=TEXT,
        passes="merge-rotations,decompose,basis-translation",
        basis="cz,rz,sx,x",
    )
    assert told.to_text(line=8).splitlines()[1:] == [
        "  merge-rotations  rz(0.4) -> rz(0.7)",
        "  merge-rotations  rz(0.3) gone",
        "  in the end: rz(0.7) 2",
    ]
    assert "on qubits 0, 2" in told.to_text(line=7)


@pytest.mark.parametrize(
    ("asked", "code"), [({"only": "routing"}, "QC468"), ({"line": 1}, "QC469")]
)
def test_what_is_not_there_is_refused(asked: dict[str, object], code: str) -> None:
    told = explain(qc.loads(TEXT), text=TEXT, passes="merge-rotations")
    with pytest.raises(PipelineError) as caught:
        told.to_text(**asked)  # type: ignore[arg-type]
    assert code == caught.value.code


def test_a_circuit_without_source_is_written_out() -> None:
    told = explain(Circuit(2).h(0).h(0).cx(0, 1), passes="cancel-inverses")
    assert told.written
    assert "h q[0];" in str(told)
    assert "### cancel-inverses" in told.to_markdown()
    assert "| 4 | `h q[0];` | h gone |" in told.to_markdown()
    # What OpenQASM 2 cannot say is explained without lines.
    c = Circuit(2, 1).h(0).h(0)
    with c.while_(c.bit(0) == 1):
        c.x(1)
    told = explain(c, passes="cancel-inverses")
    assert ((), False) == (told.source, told.written)
    assert "without a place in the source: 2 h gone" in str(told)


def test_json_has_places_and_their_source() -> None:
    told = explain(qc.loads(TEXT), text=TEXT, passes="merge-rotations,cancel-inverses").to_dict()
    merging, cancelling = told["passes"]
    assert "changes" not in cancelling
    assert ({"rz": 1}, {}, {"rz": 1}, 0) == tuple(
        merging["changes"][key] for key in ("gone", "added", "changed", "moved")
    )
    first, second = merging["changes"]["places"]
    assert (8, 1, [["rz(0.4)", "rz(0.7)"]]) == (first["line"], first["column"], first["changed"])
    assert "rz(0.4) q[2]; rz(0.3) q[2];" == second["source"]


def test_a_level_that_wins_over_the_one_asked_for_is_explained_as_well() -> None:
    c = qc.loads(TEXT)
    report = qc.compile(c, trace="changes", objective="depth", level=2).report
    assert all((step.changes is not None) == step.changed for step in report.passes)
    assert all(step.before is not None for step in report.passes)
    assert all(step.changes is None for step in qc.compile(c).report.passes)


def test_the_result_is_that_of_compile() -> None:
    c = qc.loads(TEXT)
    told = explain(c, text=TEXT, target="line:4")
    assert qc.compile(c, target="line:4").circuit.to_bytes() == told.result.circuit.to_bytes()


def test_an_empty_circuit_before_a_pass_is_what_it_was() -> None:
    from dataclasses import dataclass

    from qcompile.contract import Context, Pass

    @dataclass(frozen=True, kw_only=True)
    class Adding(Pass):
        """Add two h, which changes nothing."""

        name = "adding"

        def run(self, circuit: Circuit, context: Context) -> bool:
            circuit.h(0).h(0)
            return True

    told = explain(Circuit(1), passes=qc.Pipeline([Adding()]))
    (step,) = told.steps
    assert step.changes is not None
    assert {"h": 2} == step.changes.added()
    assert {} == step.changes.gone()
