# SPDX-License-Identifier: Apache-2.0
"""A repository of three commits, checked as its CI would: as it was, better, worse; its page opened in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ci.project import Project

if TYPE_CHECKING:
    from .conftest import Opened

    Open = Callable[..., Opened]

SCHEMAS = Path(__file__).parents[1] / "files" / "reports"
CHECK = ["qcompile", "check", "--format", "md,junit,sarif,json,html", "-o", "reports/"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("demonstration"))


def said(project: Project) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((project.folder / "reports/report.json").read_text())
    return value


def test_three_commits(project: Project, opened: Open, screenshots: Path) -> None:
    assert 0 == project.run(CHECK).returncode
    assert 1 == said(project)["counts"]["same"]

    project.become("better")
    assert 0 == project.run(CHECK).returncode
    assert 1 == said(project)["counts"]["better"]
    assert 0 == project.run(["qcompile", "check", "--update", "-q"]).returncode
    project.commit("fewer gates")

    project.become("worse")
    done = project.run(CHECK)
    assert 1 == done.returncode
    (circuit,) = said(project)["circuits"]
    assert ["worse", ["source changed"]] == [circuit["standing"], circuit["causes"]]
    assert 2 == len(said(project)["history"])

    reports = project.folder / "reports"
    xmlschema = pytest.importorskip("xmlschema")
    xmlschema.XMLSchema(str(SCHEMAS / "junit.xsd")).validate(str(reports / "junit.xml"))
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((SCHEMAS / "sarif.schema.json").read_text())
    sarif = json.loads((reports / "report.sarif").read_text())
    jsonschema.Draft202012Validator(schema).validate(sarif)
    found = {result["ruleId"] for result in sarif["runs"][0]["results"]}
    assert {"QC-REG-2Q", "QC-REG-2Q-DEPTH", "QC-REG-DEPTH"} == found
    markdown = (reports / "report.md").read_text()
    row = r"\| :x: \| `circuits/chain.qasm` \| 2 -> \*\*4\*\* \(\+100.0%\) \|.*\| source changed \|"
    assert re.search(row, markdown)

    page = opened((reports / "report.html").read_text(encoding="utf-8"), color_scheme="light").page
    label = page.locator("svg.spark").get_attribute("aria-label")
    assert "two-qubit gates over 3 commits: 3, 2, 4" == label
    page.get_by_role("button", name="change of two-qubit gates").click()
    page.get_by_role("button", name="Switch to dark colours").click()
    for summary in page.locator("details.circuit[open] details.fold > summary").all():
        summary.click()
    assert 5 == page.locator(".picture svg:visible").count()
    file = screenshots / "demonstration_dark.png"
    page.screenshot(path=file, full_page=True)
    assert file.stat().st_size > 50_000
