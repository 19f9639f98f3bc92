# SPDX-License-Identifier: Apache-2.0
"""Formats that CI services read: valid, within the services' limits, and proof against names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from qcompile.errors import escape
from qcompile.regression import Aggregate, Change, Check, Entry, Limit, Standing, formats
from qcompile.regression.formats import findings, github, sarif

from .cases import HOSTILE, demo, entry, hostile, many, row

SCHEMAS = Path(__file__).parents[2] / "files" / "reports"
CHECKS = [demo, hostile, lambda: Check(entries=()), lambda: many(30)]


def read(check: Check, name: str, **options: Any) -> Any:
    return json.loads(formats.write(check, name, **options))


# GitHub's annotations


def unescaped(text: str) -> str:
    """Return what the runner makes of an escaped message."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the commands as the runner reads them."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match is not None, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {k: unescaped(v) for k, v in pairs}, unescaped(match[3])))
    return found


def test_annotations_stand_at_the_line_of_the_source() -> None:
    found = commands(formats.write(demo(), "github"))
    assert "error error error error error warning notice notice notice".split() == [
        level for level, _, _ in found
    ]
    assert found[3] == (
        "error",
        {"title": "Circuit regression", "file": "circuits/vqe_h2o.qasm", "line": "14"},
        "vqe_h2o: worse; two-qubit gates 412 -> 431 (+4.6%), allowed no change; two-qubit depth"
        " 160 -> 171 (+6.9%), allowed +2%; source changed\n"
        "reproduce: qcompile circuits/vqe_h2o.qasm -t ibm-heron-r2 --seed 7",
    )
    assert {"file": "circuits/broken.qasm", "line": "3", "title": "Circuit failed"} == found[0][1]
    assert "qcompile-baseline.json" == found[5][1]["file"]


def test_names_end_no_annotation_and_begin_none() -> None:
    text = formats.write(hostile(), "github")
    found = commands(text)
    assert [escape(name) for name in HOSTILE[:9]] == [
        unescaped(message).replace("#\\x23[", "##[").partition(": worse; ")[0]
        for _, _, message in found[:9]
    ]
    assert "##[" not in text
    for level, properties, _ in found:
        assert level == "error"
        assert set(properties) <= {"title", "file", "line"}


def test_no_more_annotations_than_github_shows_and_the_rest_is_counted() -> None:
    exactly = commands(formats.write(many(github.PER_STEP), "github"))
    assert 10 == len(exactly)
    assert not any("more" in message for _, _, message in exactly)
    found = commands(formats.write(many(30), "github"))
    assert 10 == len(found)
    assert found[0][2].startswith("circuit_00029: worse")
    assert "... 21 more, see the artefact" == found[-1][2]


def test_the_set_as_a_whole_is_annotated_at_the_baseline() -> None:
    worse = Aggregate("two_qubit", 1.02, 45, Limit(share=0.005))
    check = Check(entries=(), aggregates=(worse,), against="ci/baseline.json", folder="sub")
    ((level, properties, message),) = commands(formats.write(check, "github"))
    assert ("error", "sub/ci/baseline.json") == (level, properties["file"])
    assert "two-qubit gates of 45 circuits, geometric mean: x1.0200, allowed +0.5%" == message


# JUnit


def cases_of(check: Check) -> list[Element]:
    return list(fromstring(formats.write(check, "junit").encode()).iter("testcase"))


@pytest.mark.parametrize("make", CHECKS)
def test_junit_is_valid(make: Any) -> None:
    schema = pytest.importorskip("xmlschema").XMLSchema(str(SCHEMAS / "junit.xsd"))
    schema.validate(formats.write(make(), "junit"))


def test_junit_counts_what_it_holds() -> None:
    suite = fromstring(formats.write(demo(), "junit").encode())[0]
    held = {tag: len(list(suite.iter(tag))) for tag in ("testcase", "failure", "error", "skipped")}
    assert {"testcase": 145, "failure": 5, "error": 1, "skipped": 1} == held
    said = [suite.get(name) for name in ("tests", "failures", "errors", "skipped")]
    assert [str(number) for number in held.values()] == said


def test_junit_has_a_case_for_each_metric_and_says_what_is_wrong() -> None:
    found = {(c.get("classname"), c.get("name")): c for c in cases_of(demo())}
    failed = found["vqe_h2o", "two_qubit"].find("failure")
    assert failed is not None
    assert "two-qubit gates 412 -> 431 (+4.6%), allowed no change" == failed.get("message")
    assert failed.text is not None
    assert "reproduce: qcompile circuits/vqe_h2o.qasm -t ibm-heron-r2 --seed 7" in failed.text
    assert "source: circuits/vqe_h2o.qasm, line 14" in failed.text
    assert found["vqe_lih", "two_qubit_depth"].find("failure") is None
    assert found["broken", "compiles"].find("error") is not None
    budget = found["adder_8", "two_qubit"].find("failure")
    assert budget is not None
    assert "budget" == budget.get("type")


def wrong(check: Check) -> set[str | None]:
    tags = ("failure", "error")
    return {c.get("classname") for c in cases_of(check) if any(c.find(t) is not None for t in tags)}


def test_junit_fails_what_fails_the_check_and_nothing_else() -> None:
    broken = {"broken", "dice"}
    assert broken == wrong(demo(fail_on="never"))
    assert broken | {"adder_8"} == wrong(demo(fail_on="budget"))
    worse = broken | {"adder_8", "vqe_h2o", "vqe_lih"}
    assert worse == wrong(demo())
    assert worse | {"qft_16", "grover", "ghz", "old"} == wrong(demo(fail_on="any-change"))
    # What this run accepted does not fail it; what is over its budget does.
    assert {"broken", "adder_8", "vqe_lih"} == wrong(demo(accepted=("vqe_h2o", "adder_8", "dice")))


def test_junit_keeps_every_name() -> None:
    names = {case.get("classname") for case in cases_of(hostile())}
    assert {escape(name) for name in HOSTILE} <= names


# SARIF


@pytest.mark.parametrize("make", CHECKS)
def test_sarif_is_what_the_standard_allows(make: Any) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / "sarif.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    value = read(make(), "sarif")
    jsonschema.Draft202012Validator(schema).validate(value)
    for run in value["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert [r["ruleId"] for r in run["results"]] == [
            rules[r["ruleIndex"]] for r in run["results"]
        ]


def test_sarif_results_stand_at_the_line_of_the_source() -> None:
    (run,) = read(demo(), "sarif")["runs"]
    result = next(r for r in run["results"] if r["message"]["text"].startswith("vqe_h2o"))
    assert "QC-REG-2Q" == result["ruleId"]
    place = result["locations"][0]["physicalLocation"]
    assert {"uri": "circuits/vqe_h2o.qasm"} == place["artifactLocation"]
    assert {"startLine": 14} == place["region"]
    assert [
        "QC-FAILED",
        "QC-NONDETERMINISM",
        "QC-REG-2Q",
        "QC-REG-2Q",
        "QC-REG-2Q-DEPTH",
        "QC-BUDGET-2Q",
        "QC-REMOVED",
    ] == [r["ruleId"] for r in run["results"]]


def test_sarif_takes_what_code_scanning_takes_and_counts_the_rest() -> None:
    (run,) = read(many(sarif.MOST + 7), "sarif")["runs"]
    assert sarif.MOST == len(run["results"])
    assert run["results"][0]["message"]["text"].startswith("circuit_05006: ")
    said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert said.startswith("7 more findings")


def test_fingerprints_depend_on_circuit_and_rule_alone() -> None:
    def prints(entry: Entry) -> list[str]:
        return [f.fingerprint for f in findings.findings(Check(entries=(entry,)))]

    first = entry("a", Standing.WORSE, (10, 20), line=3)
    again = entry("a", Standing.WORSE, (10, 30), line=8, source="moved.qasm")
    other = entry("b", Standing.WORSE, (10, 20), line=3)
    both = entry("a", Standing.WORSE, (10, 20), (10, 20))
    assert prints(first) == prints(again) == prints(both)[:1]
    assert prints(first) != prints(other)
    assert 2 == len(set(prints(both)))


def test_no_name_is_a_link_or_a_placeholder() -> None:
    assert r"\[x\](y) {{0}}" == sarif.message("[x](y) {0}")
    assert "[QC201]" == sarif.message("[QC201]")


# Places


def test_python_entry_points_and_folders() -> None:
    root, below = Check(entries=()), Check(entries=(), folder="sub")
    function = entry("a", Standing.WORSE, source="project.circuits:ansatz")
    assert "project/circuits.py" == findings.place(root, function)
    assert "sub/project/circuits.py" == findings.place(below, function)
    plain = entry("a", Standing.WORSE, source="../circuits/a.qasm")
    assert "circuits/a.qasm" == findings.place(below, plain)
    assert 1 == findings.line(plain)


# GitLab, benchmark action


@pytest.mark.parametrize("make", CHECKS)
def test_code_quality_has_what_gitlab_asks_for(make: Any) -> None:
    for found in read(make(), "codequality"):
        keys = {"check_name", "description", "fingerprint", "location", "severity"}
        assert keys == set(found)
        assert found["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not found["location"]["path"].startswith("./")
        assert found["location"]["lines"]["begin"] >= 1
    prints = [found["fingerprint"] for found in read(make(), "codequality")]
    assert len(prints) == len(set(prints))


def test_code_quality_is_an_empty_list_where_nothing_is_wrong() -> None:
    assert [] == read(many(3, Standing.BETTER), "codequality")


def test_benchmarks_are_numbers_that_are_better_when_smaller() -> None:
    points = read(demo(), "bench-json")
    assert {
        "name": "vqe_h2o / two_qubit",
        "unit": "gates",
        "value": 431,
        "extra": "source changed",
    } in points
    assert not any(point["name"].startswith(("broken", "old")) for point in points)
    after = row("a", fidelity_estimate=0.75, t_count=None)
    change = Change("fidelity_estimate", 0.75, 0.75, more_is_worse=False)
    unknown = Change("t_count", None, None)
    found = Entry(
        id="a", source="a", standing=Standing.SAME, after=after, changes=(change, unknown)
    )
    point = {"name": "a / 1 - fidelity_estimate", "unit": "probability", "value": 0.25}
    assert [point] == read(Check(entries=(found,)), "bench-json")
