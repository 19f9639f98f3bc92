# SPDX-License-Identifier: Apache-2.0
"""What all formats say: order, numbers, causes, and names that cannot give orders."""

from __future__ import annotations

import pytest

from qcompile.errors import PipelineError
from qcompile.regression import Cause, Change, Check, Entry, Limit, Standing, formats
from qcompile.regression.formats import words

from .cases import HOSTILE, demo, entry, hostile, many, row


def test_what_matters_most_comes_first_and_the_largest_regression_before_smaller_ones() -> None:
    told = [e.id for e in words.told(demo())]
    expected = "broken dice vqe_lih vqe_h2o adder_8 ghz old qft_16 grover".split()
    assert expected == told


def test_fidelity_that_halves_weighs_as_much_as_gates_that_double() -> None:
    def lost(id: str, before: float, after: float) -> Entry:
        change = Change("fidelity_estimate", before, after, more_is_worse=False)
        return Entry(id=id, source=id, standing=Standing.WORSE, changes=(change,))

    less, more = lost("a", 0.9, 0.8), lost("b", 0.9, 0.1)
    assert ["b", "a"] == [e.id for e in words.ordered([less, more])]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "-"), (0, "0"), (12345, "12345"), (3.0, "3"), (0.31214, "0.3121"), (1234.5, "1234")],
)
def test_numbers(value: float | None, shown: str) -> None:
    assert shown == words.number(value)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (412, 431, "412 -> 431 (+4.6%)"),
        (0, 3, "0 -> 3 (+3)"),
        (None, 3, "- -> 3"),
        (3, None, "3 -> -"),
        (5, 5, "5"),
        (None, None, "-"),
    ],
)
def test_changes(before: int | None, after: int | None, shown: str) -> None:
    assert shown == words.moved(Change("two_qubit", before, after))


def test_causes_name_what_changed() -> None:
    old, new = row("a"), row("a")
    after = {"tool": "qcompile 0.3.1", "target": "ibm-heron-r3", "level": None, "seed": 8}
    new = type(new)(**{**vars(new), **after})
    causes = (Cause.SOURCE, Cause.TOOL, Cause.TARGET, Cause.SETTINGS)
    found = entry("a", Standing.CHANGED, before=old, after=new, causes=causes)
    expected = [
        "source changed",
        "qcompile 0.3.0 -> 0.3.1",
        "target ibm-heron-r2 -> ibm-heron-r3",
        "level 2 -> none, seed 7 -> 8",
    ]
    assert expected == words.causes(found)


def test_the_headline_counts_and_leaves_out_what_circuits_disagree_on() -> None:
    assert "Circuit report: no circuits" == words.headline(Check(entries=()))
    one = entry("a", Standing.SAME)
    other = entry("b", Standing.SAME, after=type(row("b"))(**{**vars(row("b")), "seed": 8}))
    check = Check(entries=(one, other), target="line:3")
    assert "Circuit report: 2 same (target line:3, level 2)" == words.headline(check)


def test_columns_are_dropped_where_nothing_moved() -> None:
    changes = tuple(Change(f"m{i}", 1, 2 if i == 7 else 1, Limit()) for i in range(9))
    found = Entry(id="a", source="a", standing=Standing.WORSE, changes=changes)
    check = Check(entries=(found,))
    assert ["m0", "m1", "m7"] == words.metrics(check, check.entries, 3)


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [
        ("regression", "error error error error notice warning notice notice notice"),
        ("budget", "error error warning error notice warning notice notice notice"),
        ("any-change", "error error error error error error error error notice"),
        ("never", "error error warning warning notice warning notice notice notice"),
    ],
)
def test_how_much_each_standing_counts(fail_on: str, expected: str) -> None:
    check = Check(entries=(), fail_on=fail_on)
    found = [words.severity(check, entry("a", standing)) for standing in Standing]
    assert expected.split() == found


def test_a_stale_baseline_is_an_error_where_the_check_says_so() -> None:
    better = entry("a", Standing.BETTER)
    why = "a: better, and the baseline does not have it yet"
    assert "notice" == words.severity(Check(entries=(better,)), better)
    assert "error" == words.severity(Check(entries=(better,), reasons=(why,)), better)
    odd = entry("b: c", Standing.NEW)
    said = ["b: c: new, and the baseline does not have it yet"]
    assert "error" == words.severity(Check(entries=(odd,), reasons=said), odd)


def test_the_same_counts_by_another_circuit_are_told_where_any_change_counts() -> None:
    other = type(row("a"))(**{**vars(row("a")), "output_sha256": "ff"})
    same = entry("a", Standing.SAME, after=other)
    check = Check(entries=(same, entry("b", Standing.SAME)), fail_on="any-change")
    assert [same] == words.told(check)
    assert ["b"] == [e.id for e in words.untold(check)]
    assert "error" == words.severity(check, same)
    assert "the same counts, another output" in formats.write(check, "table")
    assert [] == words.told(Check(entries=(same,)))


def test_what_to_accept_is_one_command() -> None:
    assert "qcompile check --accept vqe_lih --accept vqe_h2o" == words.accept(demo())
    assert "qcompile check --accept vqe_h2o" == words.accept(demo(accepted=("vqe_lih",)))
    assert "qcompile check --update" == words.accept(many(4))
    assert words.accept(many(4, Standing.BETTER)) is None
    only = Check(entries=(entry("it's $(x)", Standing.WORSE),))
    assert """qcompile check --accept 'it'"'"'s $(x)'""" == words.accept(only)


def test_no_name_gives_orders_to_the_reader_of_a_log() -> None:
    for name in HOSTILE:
        shown = words.plain(name)
        assert shown.isprintable()
        assert "##[" not in shown
        assert not any(word.startswith("::") for word in shown.split())


def test_an_unknown_format_is_an_error_that_lists_them() -> None:
    with pytest.raises(PipelineError, match="no report format `docx`") as caught:
        formats.write(demo(), "docx")
    assert "QC408" == caught.value.code
    assert "junit" in str(caught.value.help)


def test_formats_are_known_by_file_names() -> None:
    for name, file in formats.FILE_NAMES.items():
        if name not in ("github", "bench-json"):
            assert name == formats.of_path(f"some/{file}")
    assert "json" == formats.of_path("anything.JSON")
    assert formats.of_path("anything.docx") is None


@pytest.mark.parametrize("name", formats.NAMES)
@pytest.mark.parametrize("make", [demo, hostile, lambda: Check(entries=()), lambda: many(30)])
def test_every_format_is_text_that_repeats_itself(name: str, make: object) -> None:
    assert callable(make)
    text = formats.write(make(), name)
    assert text == formats.write(make(), name)
    assert text.encode() or name == "github"
    assert name == "github" or text.endswith("\n")
