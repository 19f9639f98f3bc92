# SPDX-License-Identifier: Apache-2.0
"""The baseline file: what is written is read back, what is broken is an error with its line, never a traceback."""

from __future__ import annotations

import json
import random
import string
from dataclasses import replace
from pathlib import Path

import pytest

from qcompile.errors import FileError, PipelineError
from qcompile.regression import Baseline, Row
from qcompile.regression.baseline import Header, common, parse

NAME = "qcompile-baseline.json"


def row(name: str, **more: object) -> Row:
    values: dict[str, object] = {
        "source": name,
        "source_sha256": "51d0",
        "settings_sha256": "9c1e",
        "output_sha256": "3f9a",
        "target": "chip",
        "target_sha256": "77ab",
        "tool": "qcompile 0.1.0",
        "level": 2,
        "seed": 0,
        "metrics": {"depth": 7, "two_qubit": 3},
    }
    return Row(id=name, **{**values, **more})  # type: ignore[arg-type]


def baseline(*rows: Row) -> Baseline:
    return Baseline(header=common(rows), rows={each.id: each for each in rows})


def text() -> str:
    return baseline(row("a"), row("b", level=None, target=None, target_sha256=None)).to_text()


def random_rows(rng: random.Random) -> list[Row]:
    def word(letters: str = string.ascii_letters + '"\\\n\u00e9\u4e2d/,]}[') -> str:
        return "".join(rng.choice(letters) for _ in range(rng.randint(1, 8)))

    rows = []
    for k in range(rng.randint(0, 12)):
        target = rng.choice([None, "chip", "line:5", word()])
        rows.append(
            row(
                f"{word()}{k}",
                source=word(),
                source_sha256=word("0123456789abcdef"),
                settings_sha256=rng.choice(["9c1e", "77"]),
                target=target,
                target_sha256=None if target is None else rng.choice(["aa", "bb"]),
                tool=rng.choice(["qcompile 1", "qcompile 2"]),
                level=rng.choice([None, 0, 1, 2]),
                seed=rng.choice([0, 7, 2**64 - 1]),
                metrics={
                    name: rng.choice([0, 5, 10**9, 0.1, 1e-9, rng.random()])
                    for name in rng.sample(["depth", "two_qubit", "gates", "x"], rng.randint(0, 4))
                },
            )
        )
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_is_read_back(seed: int) -> None:
    rng = random.Random(seed)
    rows = random_rows(rng)
    made = baseline(*rows)
    written = made.to_text()
    assert made == parse(written.encode(), NAME)
    json.loads(written)
    assert len(rows) + 2 == written.count("\n")
    rng.shuffle(rows)
    assert written == baseline(*rows).to_text(), "the order of the rows decides nothing"
    # A file that some other tool laid out anew is still the same baseline.
    assert made == parse(json.dumps(json.loads(written), indent=2).encode(), NAME)
    # One row more is one line more, whichever header there is.
    more = made.with_rows([row("new", tool="qcompile 3", level=1)])
    assert 1 == len(set(more.to_text().splitlines()) - set(written.splitlines()))
    assert more == parse(more.to_text().encode(), NAME)


def test_the_layout_is_one_sorted_line_a_circuit() -> None:
    lines = text().splitlines()
    assert ["[", ",", ",", "]"] == [line[0] for line in lines]
    for line in lines[:3]:
        said = json.loads(line[1:])
        assert sorted(said) == list(said)
    assert ["a", "b"] == [json.loads(line[1:])["id"] for line in lines[1:3]]
    assert {"level": None, "target": None} == {
        key: json.loads(lines[2][1:])[key] for key in ("level", "target")
    }
    assert {"id", "metrics", "output", "sha256", "sum"} == json.loads(lines[1][1:]).keys()


def test_a_row_that_is_accepted_leaves_the_header() -> None:
    made = baseline(row("a"), row("b")).with_rows(
        [row("a", tool="qcompile 9", settings_sha256="0")]
    )
    assert baseline(row("a"), row("b")).to_text().splitlines()[0] == made.to_text().splitlines()[0]
    assert made == parse(made.to_text().encode(), NAME)
    assert ["b"] == list(made.with_rows([], without=["a"]).rows)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ('"depth":7', '"depth":6', "QC431", 2, "changed by hand"),
        ('"seed":0', '"seed":1', "QC431", 1, "changed by hand"),
        ('"id":"b"', '"id":"c"', "QC431", 3, "changed by hand"),
        ('"output":"3f9a"', '"output":"3f9a', "QC430", 2, "not JSON"),
        ("\n]", "", "QC430", 3, "cut short"),
        ("3}", "", "QC430", 2, "not JSON"),
        ("\n]", "\nx\n]", "QC430", 4, "begins with a comma"),
        ("\n]", "\n]\n]", "QC430", 4, "begins with a comma"),
        (",{", "<<<<<<< HEAD\n,{", "QC432", 2, "merge conflict"),
        (",{", "=======\n,{", "QC432", 2, "merge conflict"),
        ("\n]", "\n>>>>>>> topic\n]", "QC432", 4, "merge conflict"),
        ('"schema":1', '"schema":2', "QC433", 1, "schema 2, and this version reads up to 1"),
        ('"schema":1', '"schema":"1"', "QC430", 1, "has a `schema`"),
        ('"depth":7', '"depth":NaN', "QC430", 2, "not JSON: there is no NaN in it"),
        ('"depth":7', '"depth":1e999', "QC431", 2, "changed by hand"),
        (",{", ",[{", "QC430", 2, "not JSON"),
        (",{", ",3\n,{", "QC430", 2, "is no object"),
    ],
)
def test_what_is_broken_names_the_line_and_the_remedy(
    old: str, new: str, code: str, line: int, said: str
) -> None:
    broken = text().replace(old, new, 1)
    with pytest.raises(PipelineError) as caught:
        parse(broken.encode(), NAME)
    error = caught.value
    assert (code, NAME, line) == (error.code, error.span.path, error.span.line)  # type: ignore[union-attr]
    assert said in error.message
    assert error.help
    assert 2 == error.exit_code


def test_two_rows_of_one_circuit_name_both_lines() -> None:
    lines = text().splitlines()
    with pytest.raises(PipelineError, match="a second row for `a`, after line 2") as caught:
        parse("\n".join([*lines[:3], lines[1], lines[3]]).encode(), NAME)
    assert ("QC435", 4) == (caught.value.code, caught.value.span.line)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"3", b"\xff\xfe", b"null", b"[" * 100_000, b"[3]", b"[{}]", b"[{}\n]"],
    ids=lambda data: repr(data[:8]),
)
def test_what_is_no_baseline_at_all(data: bytes) -> None:
    with pytest.raises(PipelineError, match="QC430"):
        parse(data, NAME)


def test_values_of_the_wrong_kind_with_a_sum_that_fits() -> None:
    from qcompile.regression.baseline import _line

    lines = text().splitlines()
    good = {key: value for key, value in json.loads(lines[1][1:]).items() if key != "sum"}
    for key, value in [
        ("id", 3),
        ("id", None),
        ("metrics", []),
        ("metrics", {"depth": "7"}),
        ("metrics", {"depth": True}),
        ("output", 3),
        ("seed", "0"),
        ("seed", True),
        ("level", 1.5),
        ("target", 3),
        ("nosuch", 3),
    ]:
        wrong = "," + _line({**good, key: value})
        with pytest.raises(PipelineError, match="QC430") as caught:
            parse("\n".join([lines[0], wrong, "]"]).encode(), NAME)
        assert 2 == caught.value.span.line  # type: ignore[union-attr]
    for key in ("id", "metrics", "output", "sha256"):
        less = "," + _line({name: value for name, value in good.items() if name != key})
        with pytest.raises(PipelineError, match=f"`{key}` is missing"):
            parse("\n".join([lines[0], less, "]"]).encode(), NAME)


@pytest.mark.parametrize("seed", range(40))
def test_fuzzed_files_are_read_or_refused_never_misread(seed: int) -> None:
    rng = random.Random(seed)
    made = baseline(*random_rows(rng), row("last"))
    data = bytearray(made.to_text().encode())
    refused: list[PipelineError] = []
    for _ in range(30):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(broken))
            match rng.randrange(4):
                case 0:
                    broken[at] = rng.randrange(256)
                case 1:
                    del broken[at : at + rng.randint(1, 40)]
                case 2:
                    broken[at:at] = rng.choice([b"\n", b",", b"{}", b'"', b"null", b"[", b"1e9"])
                case 3:
                    broken[at:at] = broken[: rng.randrange(len(broken))]
        try:
            found = parse(bytes(broken), NAME)
        except PipelineError as error:
            refused.append(error)
            continue
        # What is read is made of lines that were written: rows may be missing, none may be another.
        for name, each in found.rows.items():
            assert made.rows.get(name) == each or found.header != made.header
    assert refused
    assert all(error.span is not None and error.render("full") for error in refused)


def test_an_update_is_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / NAME
    baseline(row("a")).write(str(path))
    assert baseline(row("a")) == Baseline.read(str(path))
    bad = replace(row("b"), metrics={"depth": float("nan")})
    with pytest.raises(ValueError):
        baseline(bad).write(str(path))
    assert [NAME] == [each.name for each in tmp_path.iterdir()]
    assert baseline(row("a")) == Baseline.read(str(path))
    with pytest.raises(FileError):
        Baseline.read(str(tmp_path / "nosuch.json"))
    with pytest.raises(FileError):
        Baseline.read(str(tmp_path))


def test_common_takes_what_most_rows_have() -> None:
    rows = [
        row("a", seed=1),
        row("b", seed=2),
        row("c", seed=2, target="line:5", target_sha256="0"),
    ]
    assert Header(
        tool="qcompile 0.1.0",
        level=2,
        seed=2,
        settings="9c1e",
        target="chip",
        targets={"chip": "77ab", "line:5": "0"},
    ) == common(rows)
