# SPDX-License-Identifier: Apache-2.0
"""``qcompile target`` and ``-t FILE``: what they print, and every case of a device file with its exit status."""

from __future__ import annotations

import json

import pytest

from .conftest import Command

CHIP = """{
  "qcompile_target": 1,
  "name": "chip",
  "qubits": 3,
  "couplings": [[0, 1], [1, 2]],
  "gates": {"rz": {}, "sx": {}, "x": {}, "cz": {}},
  "calibration": {
    "qubits": {"at": [{"on": 0, "t1_ns": 100, "t2_ns": 90}]},
    "gates": {
      "cz": {
        "duration_ns": 68,
        "at": [
          {"on": [0, 1], "error": 0.25},
          {"on": [1, 2], "error": 0.125}
        ]
      }
    }
  }
}
"""
LINE_OF_CZ = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\ncz q[0],q[1];\ncz q[1],q[2];\n'


@pytest.fixture
def chip(qcompile: Command) -> Command:
    """The command beside a device file ``chip.json`` and a circuit that fits it."""
    qcompile.write("chip.json", CHIP)
    qcompile.write("fits.qasm", LINE_OF_CZ)
    return qcompile


def test_list_has_forms_and_devices(qcompile: Command) -> None:
    done = qcompile("target", "list")
    assert (0, "") == (done.status, done.err)
    lines = done.out.splitlines()
    assert lines[0].split() == ["target", "qubits", "couplings", "native", "gates", "source"]
    first = [line.split()[0] for line in lines[1:]]
    assert ["all:N", "line:N", "ring:N", "grid:RxC", "heavy-hex:D"] == first[-5:]
    listed = json.loads(qcompile("target", "list", "--json").out)
    assert first == [e["name"] for e in listed["devices"]] + [e["form"] for e in listed["generic"]]
    assert all(each["qubits"] and each["gates"] and each["source"] for each in listed["devices"])


def test_show_a_file(chip: Command) -> None:
    done = chip("target", "show", "chip.json")
    assert (0, "") == (done.status, done.err)
    facts = {line[:18].strip(): line[18:].strip() for line in done.out.splitlines() if line}
    assert "chip" == facts["target"]
    assert "2, 1 to 2 a qubit, 1.33 on average" == facts["couplings"]
    assert ("both", "yes") == (facts["directions"], facts["connected"])
    assert "1: 0.8750  2: 0.8750  0: 0.7500" == facts["healthiest"]
    assert "cz error" in done.out


def test_show_as_json(chip: Command) -> None:
    shown = json.loads(chip("target", "show", "chip.json", "--json").out)
    assert (3, 2, [3], 0) == (
        shown["qubits"],
        shown["couplings"],
        shown["islands"],
        shown["one_way"],
    )
    assert [[1, 0.875], [2, 0.875], [0, 0.75]] == shown["health"]
    assert {"least": 0.125, "median": 0.1875, "mean": 0.1875, "greatest": 0.25} == shown["figures"][
        "cz error"
    ]
    generic = json.loads(chip("target", "show", "grid:2x2", "--basis", "cz,rz,sx", "--json").out)
    assert (4, ["sx", "rz", "cz"], None) == (
        generic["qubits"],
        generic["gates"],
        generic["calibration_sha256"],
    )


def test_show_tells_directions_and_islands(chip: Command) -> None:
    text = CHIP.replace('"cz": {}}', '"cz": {}, "ecr": {"pairs": [[1, 0]]}}').replace(
        '"qubits": 3', '"qubits": 5'
    )
    chip.write("odd.json", text)
    done = chip("target", "show", "odd.json", "--json", "-q")
    shown = json.loads(done.out)
    assert (1, [3, 1, 1], "") == (shown["one_way"], shown["islands"], done.err)


def test_compile_and_stats_for_a_file(chip: Command) -> None:
    done = chip("fits.qasm", "-t", "chip.json", "--json")
    assert 0 == done.status, done.err
    report = json.loads(done.out)
    assert "chip" == report["target"]["name"]
    assert 64 == len(report["target"]["calibration_sha256"])
    shown = json.loads(chip("target", "show", "./chip.json", "--json").out)
    assert shown["sha256"] == report["target"]["sha256"]
    counted = chip("stats", "fits.qasm", "-t", "chip.json", "--json")
    assert 136.0 == json.loads(counted.out)["duration_ns"]


def test_the_file_in_a_configuration_is_relative_to_it(chip: Command) -> None:
    chip.write("qcompile.toml", 'target = "devices/chip.json"\n')
    chip.write("devices/chip.json", CHIP)
    chip.write("circuits/fits.qasm", LINE_OF_CZ)
    inner = Command(chip.folder / "circuits")
    assert "chip" == json.loads(inner("fits.qasm", "--json").out)["target"]["name"]


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["in.qasm", "-t", "nosuch.json"], 5, "QC503"),
        (["in.qasm", "-t", "../secret"], 5, "QC503"),
        (["in.qasm", "-t", "chip.json", "--basis", "cz,rz,sx"], 2, "QC407"),
        (["target"], 2, "QC401"),
        (["target", "lst"], 2, "QC401"),
        (["target", "show"], 2, "QC401"),
        (["target", "show", "a", "b"], 2, "QC401"),
        (["target", "show", "nosuch"], 2, "QC406"),
        (["target", "show", "chip.json", "--basis", "cz,rz,sx"], 2, "QC407"),
        (["target", "show", "chip.json", "-o", "x.json"], 2, "QC407"),
        (["target", "validate"], 2, "QC401"),
        (["target", "validate", "nosuch"], 2, "QC406"),
        (["target", "validate", "nosuch.json"], 5, "QC503"),
        (["target", "validate", "chip.json", "--max-age", "soon"], 2, "QC402"),
        (["target", "import", "chip.json", "--from", "qasm"], 2, "QC408"),
        (["target", "import", "chip.json", "-o", "x.txt"], 2, "QC408"),
        (["target", "import", "in.qasm", "--from", "ibm"], 2, "QC416"),
        (["target", "import", "chip.json", "chip.json"], 2, "QC401"),
        (["target", "import", "other.json"], 2, "QC416"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_usage(chip: Command, arguments: list[str], status: int, code: str) -> None:
    chip.write("other.json", '{"answer": 42}')
    before = chip.files()
    done = chip(*arguments)
    assert (status, "") == (done.status, done.out)
    assert done.err.startswith(f"error[{code}]: "), done.err
    assert before == chip.files()


#: Case of the list in reliability's section on devices, change of the file, code, place.
REFUSED = [
    ("63", ('{"on": [1, 2], "error": 0.125}', '{"on": [1, 0], "error": 0.125}'), "QC419", "14:35"),
    ("65-negative", ('"duration_ns": 68', '"duration_ns": -1'), "QC417", "11:24"),
    ("65-no-unit", ('"duration_ns": 68', '"duration": 68'), "QC416", "11:9"),
    ("65-zero-t1", ('"t1_ns": 100', '"t1_ns": 0'), "QC417", "8:42"),
    ("70-two", ('"error": 0.25', '"error": 2'), "QC417", "13:35"),
    ("71-gate", ('"sx": {}', '"xs": {}'), "QC406", "6:23"),
    ("72", ('"rz": {}, "sx": {}, "x": {}, "cz"', '"cz"'), "QC420", "6:12"),
    ("self-loop", ("[[0, 1], [1, 2]]", "[[0, 1], [1, 1]]"), "QC418", "5:25"),
    ("missing-qubit", ("[[0, 1], [1, 2]]", "[[0, 1], [1, 7]]"), "QC418", "5:29"),
    ("nan", ('"error": 0.25', '"error": NaN'), "QC417", "13:35"),
    ("syntax", ('"qubits": 3,', '"qubits": 3'), "QC416", "5:3"),
]
DOUBTED = [
    ("65-zero", ('"duration_ns": 68', '"duration_ns": 0'), "QC263", "11:24"),
    ("66", ('"t2_ns": 90', '"t2_ns": 201'), "QC260", "8:56"),
    ("67", ('"calibration": {', '"calibration": {"date": "2020-01-01",'), "QC261", "7:27"),
    ("70-zero", ("0.25}", "0}"), "QC263", "9:14"),
    ("islands", ("[[0, 1], [1, 2]]", "[[0, 1]]"), "QC262", "5:16"),
]


def changed(change: tuple[str, str], case: str) -> str:
    """Return the device file with one thing wrong."""
    assert change[0] in CHIP
    text = CHIP.replace(*change)
    if case == "70-zero":
        text = text.replace("0.125", "0")
    if case == "islands":
        text = text.replace(',\n          {"on": [1, 2], "error": 0.125}', "")
    return text


@pytest.mark.parametrize(("case", "change", "code", "place"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused_with_its_place(
    chip: Command, case: str, change: tuple[str, str], code: str, place: str
) -> None:
    chip.write("chip.json", changed(change, case))
    for command in (["target", "validate", "chip.json"], ["fits.qasm", "-t", "chip.json"]):
        done = chip(*command, "--message-format", "short")
        assert (2, "") == (done.status, done.out)
        assert done.err.startswith(f"chip.json:{place}: error[{code}]: "), done.err


@pytest.mark.parametrize(("case", "change", "code", "place"), DOUBTED, ids=[c[0] for c in DOUBTED])
def test_doubted_with_its_place(
    chip: Command, case: str, change: tuple[str, str], code: str, place: str
) -> None:
    chip.write("chip.json", changed(change, case))
    done = chip("target", "validate", "chip.json", "--message-format", "short")
    assert (0, "") == (done.status, done.out)
    assert done.err.startswith(f"chip.json:{place}: warning[{code}]: "), done.err
    read = chip("stats", "fits.qasm", "-t", "chip.json", "--message-format", "short")
    assert 0 == read.status
    # What day it is only validate asks.
    assert (f"warning[{code}]" in read.err) == (code != "QC261")


def test_64_one_direction_is_fine(chip: Command) -> None:
    chip.write("chip.json", CHIP.replace('"cz": {}}', '"cz": {}, "cx": {"pairs": [[0, 1]]}}'))
    done = chip("target", "validate", "chip.json")
    assert (0, "chip.json: chip, 3 qubits, 2 couplings, 5 native gates\n") == (
        done.status,
        done.err,
    )


def test_67_the_limit_is_an_option(chip: Command) -> None:
    old = ('"calibration": {', '"calibration": {"date": "2020-01-01",')
    chip.write("chip.json", CHIP.replace(*old))
    assert "QC261" in chip("target", "validate", "chip.json").err
    assert "QC261" not in chip("target", "validate", "chip.json", "--max-age", "1e6").err


def test_69_the_name_of_a_device_is_no_path(chip: Command) -> None:
    chip.write("devices/chip.json", CHIP.replace('"name": "chip"', '"name": "../../chip"'))
    shown = json.loads(chip("target", "show", "devices/chip.json", "--json").out)
    assert "../../chip" == shown["name"]
    assert 2 == chip("target", "show", "chip").status


def test_71_an_unknown_device_offers_the_nearest(qcompile: Command) -> None:
    done = qcompile("in.qasm", "-t", "heavyhex:3")
    assert 2 == done.status
    assert "did you mean heavy-hex:D" in done.err


def test_validate_says_everything(chip: Command) -> None:
    chip.write("bad.json", CHIP.replace("0.25", "2").replace("0.125", "-1").replace("68", '"68"'))
    done = chip("target", "validate", "bad.json", "chip.json", "--message-format", "json")
    found = [json.loads(line) for line in done.err.splitlines()]
    assert 2 == done.status
    assert [("QC416", 11), ("QC417", 13), ("QC417", 14)] == [(e["code"], e["line"]) for e in found]
    assert "calibration.gates.cz.at[0].error" == found[1]["note"]


def test_import_of_our_own_changes_the_form(chip: Command) -> None:
    done = chip("target", "import", "chip.json", "-o", "chip.toml")
    assert (0, "") == (done.status, done.out)
    assert 0 == chip("target", "import", "chip.toml", "-o", "again.json").status
    one, other = (
        chip("target", "show", name, "--json").out for name in ("chip.json", "again.json")
    )
    assert one == other
    assert (chip.folder / "again.json").read_text() == chip("target", "import", "chip.toml").out


def test_import_of_a_foreign_file(qcompile: Command) -> None:
    architecture = {
        "nodes": [["q", [0]], ["q", [1]]],
        "links": [{"link": [["q", [0]], ["q", [1]]], "weight": 1}],
    }
    qcompile.write("theirs.json", json.dumps(architecture))
    done = qcompile("target", "import", "theirs.json", "-o", "ours.json")
    assert 0 == done.status, done.err
    assert 2 == json.loads(qcompile("target", "show", "ours.json", "--json").out)["qubits"]
    assert 2 == qcompile("target", "import", "theirs.json", "--from", "braket").status
