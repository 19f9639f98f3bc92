# SPDX-License-Identifier: Apache-2.0
"""Device files in: what they say, and that what is wrong is said with its place."""

from __future__ import annotations

import io
import math
import warnings
from pathlib import Path

import pytest

from qcompile import Target
from qcompile.errors import FileError, LimitError, PipelineError, QCompileWarning

from .chip import CHIP, read


def chip(old: str, new: str) -> str:
    """Return the file with one place changed."""
    assert 1 == CHIP.count(old)
    return CHIP.replace(old, new)


def refused(text: str, name: str = "chip.json") -> tuple[str, str, str, PipelineError]:
    """Return code, place and text of the error for a file."""
    with pytest.raises(PipelineError) as caught:
        read(text, name)
    error = caught.value
    assert 2 == error.exit_code
    return error.code, str(error.span), error.message, error


def warned(text: str) -> list[tuple[str, str, str]]:
    """Return code, place and text of the warnings for a file that is read all the same."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        read(text)
    assert all(w.category is QCompileWarning for w in seen)
    found = [w.message.diagnostic for w in seen]
    return [(d.code, str(d.span), d.message) for d in found]


def test_a_file_says_all_of_it() -> None:
    cz, sx = {"duration_ns": 68.0}, {"error": 0.001, "duration_ns": 32.0}
    expected = Target(
        "chip",
        ["rz", "sx", "x", "cz", "ecr", "rzz"],
        3,
        [(0, 1, ["cz", "rzz"]), (1, 2, ["cz", "rzz"]), (1, 0, ["ecr"])],
        {"rzz": (0.0, math.pi / 2)},
        sites=[["rz", "sx", "x"], ["rz", "sx"], ["rz", "sx", "x"]],
        excluded=[2],
        forbids=["barrier"],
        gate_facts={
            **{("sx", (q,)): sx for q in range(3)},
            ("cz", (0, 1)): {"error": 0.01, **cz},
            ("cz", (1, 2)): {"error": 0.02, **cz},
            ("ecr", (1, 0)): {"error": 0.03},
        },
        qubit_facts=[
            {"t1_ns": 1e5, "t2_ns": 9e4, "measure_ns": 700.0},
            {"t1_ns": 1e5, "readout_error": 0.02, "measure_ns": 700.0},
            {"measure_ns": 700.0},
        ],
        source="invented",
        calibrated="2025-11-01",
    )
    assert expected == read(CHIP)


def test_the_format_is_known_by_name_then_by_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(CHIP)
    (tmp_path / "b").write_text(read(CHIP).to_toml())
    (tmp_path / "c.toml").write_text(CHIP)
    assert read(CHIP) == Target.from_file(tmp_path / "a") == Target.from_file(str(tmp_path / "b"))
    with pytest.raises(PipelineError, match="not TOML"):
        Target.from_file(tmp_path / "c.toml")
    with pytest.raises(FileError, match="there is no file"):
        Target.from_file(tmp_path / "d.json")


def test_line_ends_and_byte_order_marks_do_not_matter() -> None:
    assert read(CHIP) == read("\ufeff" + CHIP.replace("\n", "\r\n"))
    toml = read(CHIP).to_toml()
    assert read(CHIP) == read("\ufeff" + toml.replace("\n", "\r\n"), "chip.toml")


def test_a_file_without_a_name_is_called_after_itself() -> None:
    assert "my-chip" == read(chip('  "name": "chip",\n', ""), "some/where/my-chip.json").name


# ---- reliability: the cases of device files


def test_63_one_coupling_with_two_figures_is_refused() -> None:
    other_way_round = chip('{"on": [2, 1], "error": 0.02}', '{"on": [1, 0], "error": 0.02}')
    code, place, message, error = refused(other_way_round)
    assert ("QC419", "chip.json:32:35") == (code, place)
    assert "a second figure for one place: 0.02, and 0.01 before" == message
    assert "calibration.gates.cz.at[1].error" == error.note
    # The same figure, or another kind of figure, is no contradiction.
    read(chip('{"on": [2, 1], "error": 0.02}', '{"on": [1, 0], "error": 0.01}'))
    more = chip('{"on": [2, 1], "error": 0.02}', '{"on": [1, 0], "duration_ns": 80}')
    assert {"error": 0.01, "duration_ns": 80.0} == read(more).gate_facts[("cz", (0, 1))]


def test_63_keys_that_stand_twice_are_refused() -> None:
    code, place, message, _ = refused(chip('"x": {"qubits": [0, 2]}', '"rz": {}'))
    assert ("QC416", "chip.json:10:5", "`rz` stands twice") == (code, place, message)
    code, place, message, _ = refused(chip('"x": {"qubits": [0, 2]}', '"cnot": {}, "cx": {}'))
    assert ("QC416", "chip.json:10:17") == (code, place)
    assert "`cx` is another name of `cnot`, which stands here too" == message


def test_64_couplings_one_way_only_are_fine() -> None:
    target = read(CHIP)
    assert [(1, 0)] == [(a, b) for a, b, gates in target.pairs or () if "ecr" in gates]
    both = read(chip('{"pairs": [[1, 0]]}', '{"pairs": [[1, 0]], "both_directions": true}'))
    assert [(0, 1), (1, 0)] == [(a, b) for a, b, gates in both.pairs or () if "ecr" in gates]


#: As `WRONG` below.
WRONG_TIMES = {
    '"duration_ns": 68': [
        ('"duration_ns": -68', "QC417", "29:24", "this time is 0 or more nanoseconds, got -68.0"),
        ('"duration_ns": NaN', "QC417", "29:24", "nan is no figure"),
        ('"duration_ns": 1e999', "QC417", "29:24", "inf is no figure"),
        ('"duration": 68', "QC416", "29:9", "`duration` is no time in nanoseconds"),
        ('"duration_us": 68', "QC416", "29:9", "`duration_us` is no time in nanoseconds"),
        ('"duration_ns": "68 ns"', "QC416", "29:24", "a text where a number is expected"),
    ],
    '{"on": 0, "t1_ns": 100000': [
        ('{"on": 0, "t1_ns": 0', "QC417", "22:28", "this time is more than 0 nanoseconds, got 0.0"),
        ('{"on": 0, "t1": 100000', "QC416", "22:19", "`t1` is no time in nanoseconds"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "message"),
    [(old, *row) for old, rows in WRONG_TIMES.items() for row in rows],
)
def test_65_durations(old: str, new: str, code: str, place: str, message: str) -> None:
    found = refused(chip(old, new))
    assert (code, f"chip.json:{place}", message) == found[:3]


def test_65_a_duration_of_zero_is_virtual_on_one_qubit_and_doubtful_on_two() -> None:
    assert [] == warned(chip('"duration_ns": 32', '"duration_ns": 0'))
    message = "`cz` on [0, 1] takes no time"
    text = chip('"duration_ns": 68', '"duration_ns": 0')
    assert [("QC263", "chip.json:29:24", message)] == warned(text)


def test_66_t2_above_twice_t1_is_a_warning() -> None:
    message = "T2 of qubit 0, 200001 ns, is above twice its T1, 100000 ns"
    text = chip('"t2_ns": 90000', '"t2_ns": 200001')
    assert [("QC260", "chip.json:22:45", message)] == warned(text)
    assert [] == warned(chip('"t2_ns": 90000', '"t2_ns": 200000'))


def test_67_an_old_calibration_is_no_matter_of_reading() -> None:
    assert [] == warned(chip("2025-11-01", "1999-01-01"))
    found = refused(chip("2025-11-01", "2025-13-01"))
    assert ("QC416", "chip.json:18:13", "it is no date") == found[:3]


def test_68_a_million_couplings_take_seconds() -> None:
    line = ",".join(f"[{q},{q + 1}]" for q in range(1_000_000))
    text = (
        f'{{"qcompile_target": 1, "qubits": 1000001, "gates": {{"rz": {{}}, "sx": {{}}, "cz": {{}}}},'
        f' "couplings": [{line}], "calibration": {{"gates": {{"cz": {{"error": 0.01}}}}}}}}'
    )
    target = read(text)
    # It takes some seconds; a reader that compares each with each would need days.
    assert 1_000_000 == len(target.pairs or ())


@pytest.mark.parametrize("rate", [0, 1])
def test_70_error_rates_of_nothing_but_0_or_1(rate: int) -> None:
    text = CHIP
    for old in ("0.001", "0.01}", "0.02}\n        ]\n      },", "0.03"):
        text = text.replace(f'"error": {old}', f'"error": {rate}{old.lstrip("0.123456789")}')
    assert [("QC263", "chip.json:26:14", f"every error rate is {rate}")] == warned(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        target = read(text)
    assert all(worth in (0.0, 1.0, 0.98) for worth in target.health())


def test_71_an_unknown_gate_is_answered_with_the_nearest() -> None:
    code, place, message, error = refused(chip('"ecr": {"pairs"', '"ecrr": {"pairs"'))
    assert ("QC406", "chip.json:12:5") == (code, place)
    assert ("no native gate is called `ecrr`", "did you mean `ecr`?") == (message, error.help)
    error = refused(chip('"x": {"qubits": [0, 2]}', '"measure": {}'))[3]
    assert "calibration.qubits" in (error.help or "")


@pytest.mark.parametrize(
    ("gates", "has"),
    [
        ('"cz": {}', "no gate on one qubit"),
        ('"cz": {}, "rz": {}', "only rz on one qubit"),
        ('"cz": {}, "h": {}, "s": {}', "only h, s on one qubit"),
    ],
)
def test_72_gates_without_freedom_are_refused(gates: str, has: str) -> None:
    text = f'{{"qcompile_target": 1,\n "gates": {{{gates}}}, "qubits": 2}}'
    found = refused(text)
    assert ("QC420", "chip.json:2:11") == found[:2]
    assert f"the device has {has}: not every circuit can be written so" == found[2]


def test_72_clifford_t_is_freedom_enough() -> None:
    read('{"qcompile_target": 1, "gates": {"h": {}, "t": {}, "tdg": {}, "cx": {}}, "qubits": 2}')


def test_a_device_in_islands_is_read_with_a_warning() -> None:
    text = '{"qcompile_target": 1, "qubits": 5, "couplings": [[0, 1], [2, 3]],\n "gates": {"u": {}, "cz": {}}}'
    message = "the device is in 3 parts, of 2, 2, 1 qubits, that no coupling joins"
    assert [("QC262", "chip.json:1:50", message)] == warned(text)
    # Qubits that are out of use are no island.
    joined = text.replace('"qubits": 5', '"qubits": 5, "excluded": [2, 3, 4]')
    assert [] == warned(joined)


def test_a_qubit_alone_is_a_device() -> None:
    target = read('{"qcompile_target": 1, "qubits": 1, "couplings": [], "gates": {"u": {}}}')
    assert (1, []) == (target.num_qubits, target.pairs)


def test_a_qubit_with_few_gates_is_a_warning() -> None:
    text = chip('"sx": {},', '"sx": {"qubits": [0, 1]},').replace(
        '"sx": {"error"', '"rz": {"error"'
    )
    assert [("QC263", "chip.json:7:12", "qubit 2: only x, rz on one qubit")] == warned(text)


#: What a place is changed to, with the code, the place and the text of the error, by what stands there.
WRONG = {
    "[[0, 1], [1, 2]]": [
        ("[[0, 1], [1, 1]]", "QC418", "6:25", "qubit 1 is coupled with itself"),
        ("[[0, 1], [1, 3]]", "QC418", "6:29", "there is no qubit 3"),
        ("[[0, 1], [1, -1]]", "QC418", "6:29", "there is no qubit -1"),
        ("[[0, 1], [1, 2, 0]]", "QC416", "6:25", "a coupling is a pair of qubits, such as [0, 1]"),
        ("[[0, 1], [1, true]]", "QC416", "6:29", "true or false where the number of a qubit is expected"),
        ("{}", "QC416", "6:16", "a table where a list is expected"),
    ],
    '"pairs": [[1, 0]]': [
        ('"pairs": [[0, 0]]', "QC418", "12:23", "qubit 0 is coupled with itself"),
    ],
    '"error": 0.001': [
        ('"error": -0.001', "QC417", "27:23", "an error rate is between 0 and 1, got -0.001"),
        ('"error": 1.001', "QC417", "27:23", "an error rate is between 0 and 1, got 1.001"),
        ('"error": NaN', "QC417", "27:23", "nan is no figure"),
        ('"error": Infinity', "QC417", "27:23", "inf is no figure"),
        ('"error": null', "QC416", "27:23", "null where a number is expected"),
        ('"eror": 0.001', "QC416", "27:14", "unknown key `eror`"),
    ],
    '"readout_error": 0.02': [
        ('"readout_error": 2', "QC417", "23:53", "an error rate is between 0 and 1, got 2.0"),
    ],
    '{"on": [0, 1], "error"': [
        ('{"on": [0, 2], "error"', "QC418", "31:18", "there is no `cz` on [0, 2]"),
        ('{"on": 0, "error"', "QC416", "31:18", "a coupling is a pair of qubits, such as [0, 1]"),
        ('{"error"', "QC416", "31:11", "the row does not say what it is about"),
    ],
    '"sx": {"error"': [
        ('"h": {"error"', "QC418", "27:7", "the device has no `h`"),
    ],
    '"qubits": [0, 2]': [
        ('"qubits": [0, 3]', "QC418", "10:25", "there is no qubit 3"),
    ],
    '"range": [0, 1.5': [
        ('"range": [2, 1.5', "QC417", "13:22", "the lowest angle is above the highest"),
        ('"range": [0, 1, 1.5', "QC416", "13:22", "a range is its lowest and its highest angle, such as [0, 1.57]"),
    ],
    '"sx": {},': [
        ('"sx": {"range": [0, 1]},', "QC417", "9:21", "`sx` has no angle to limit"),
        ('"sx": {"error": 0.1},', "QC416", "9:12", "unknown key `error`"),
        ('"sx": 5,', "QC416", "9:11", "a number where a table is expected"),
    ],
    '"excluded": [2]': [
        ('"excluded": [3]', "QC418", "15:16", "there is no qubit 3"),
        ('"exclude": [2]', "QC416", "15:3", "unknown key `exclude`"),
    ],
    '["barrier"]': [
        ('["barriers"]', "QC416", "16:15", "no device forbids `barriers`"),
    ],
    '"qubits": 3': [
        ('"qubits": 0', "QC416", "5:13", "0 is not between 1 and 10000000"),
        ('"qubits": 3.0', "QC416", "5:13", "a number where a whole number is expected"),
        ('"qubits": null', "QC416", "6:16", "couplings need a number of `qubits`"),
    ],
    '"name": "chip"': [
        ('"name": 5', "QC416", "3:11", "a number where a text is expected"),
        ('"name": "\\ud800"', "QC416", "3:11", "half a surrogate pair is no character"),
    ],
    '"qcompile_target": 1': [
        ('"qcompile_target": 2', "QC416", "2:22", "version 2 of the device file; this qcompile reads 1"),
    ],
    '"qcompile_target": 1,': [
        ("", "QC416", "1:1", "no device file of qcompile: it has no `qcompile_target`"),
    ],
    '"forbids"': [
        ("forbids", "QC416", "16:3", "not JSON: expecting property name enclosed in double quotes"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "message"),
    [(old, *row) for old, rows in WRONG.items() for row in rows],
)
def test_what_is_wrong_is_said_with_its_place(
    old: str, new: str, code: str, place: str, message: str
) -> None:
    assert (code, f"chip.json:{place}", message) == refused(chip(old, new))[:3]


@pytest.mark.parametrize(
    ("text", "code", "place", "message"),
    [
        ("", "QC416", "x.json:1:1", "not JSON: expecting value"),
        ("[]", "QC416", "x.json:1:1", "no device file of qcompile: it has no `qcompile_target`"),
        ("5", "QC416", "x.json:1:1", "no device file of qcompile: it has no `qcompile_target`"),
        ('{"qcompile_target": true}', "QC416", "x.json:1:21", "version True of the device file; this qcompile reads 1"),
        ('{"qcompile_target": 1}', "QC416", "x.json:1:1", "the device has no `gates`"),
        ("1" * 5000, "QC416", "x.json:1:1", "not JSON: exceeds the limit"),
    ],
)  # fmt: skip
def test_small_files(text: str, code: str, place: str, message: str) -> None:
    found = refused(text, "x.json")
    assert (code, place, message) == (found[0], found[1], found[2][: len(message)])


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(PipelineError, match="byte 3 is not UTF-8") as caught:
        Target.from_file(io.BytesIO(b'{"\n\xff'))
    assert ("QC416", 2) == (caught.value.code, caught.value.span.line)


@pytest.mark.parametrize("name", ["x.json", "x.toml"])
def test_deep_nesting_is_a_limit(name: str) -> None:
    with pytest.raises(LimitError) as caught:
        read("a = " * (name == "x.toml") + "[" * 200_000, name)
    assert ("QC605", 6) == (caught.value.code, caught.value.exit_code)


def test_the_first_of_many_errors_says_how_many_there_are() -> None:
    text = chip("[[0, 1], [1, 2]]", "[[0, 0], [1, 1], [2, 2]]")
    error = refused(text)[3]
    assert "qubit 0 is coupled with itself" == error.message
    assert ("2 more; `qcompile target validate` lists them",) == error.trail


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        (
            "on = [1, 2], error = 0.02",
            "on = [1, 2], error = 2",
            "error",
            "between 0 and 1, got 2.0",
        ),
        ("barrier", "barriers", '"barriers"', "no device forbids `barriers`"),
        ("[0, 1.5707963267948966]", "[0, inf]", "inf", "inf is no figure"),
        ("[gates.ecr]", "[gates.ecrr]", "[gates.ecrr]", "no native gate is called `ecrr`"),
        ("t1_ns = 100000, t2_ns", "t1 = 100000, t2_ns", "t1 =", "`t1` is no time"),
    ],
)
def test_toml_has_places_too(old: str, new: str, place: str, message: str) -> None:
    text = read(CHIP).to_toml()
    assert old in text
    text = text.replace(old, new, 1)
    _, where, said, _ = refused(text, "chip.toml")
    assert message in said
    line, column = map(int, where.split(":")[1:])
    shown = text.splitlines()[line - 1][column - 1 :]
    assert shown.startswith(place) or (place == "error" and shown.startswith("2 }"))


def test_toml_syntax_has_a_place() -> None:
    found = refused("qcompile_target = 1\nname = = 5\n", "chip.toml")
    assert ("QC416", "chip.toml:2:8", "not TOML: invalid value") == found[:3]


def test_toml_dates_are_dates() -> None:
    text = read(CHIP).to_toml()
    for date in ("2025-11-01", "2025-11-01T06:30:00+00:00", "2025-11-01T06:30:00"):
        assert date == read(text.replace('"2025-11-01"', date), "x.toml").calibrated
