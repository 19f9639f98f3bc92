# SPDX-License-Identifier: Apache-2.0
"""What a pass must say: its sections, its references, its options, its contract."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from qcompile.contract import RELATIONS, UNRELATED, Pass, Property
from qcompile.passes import TABLE
from qcompile.pipeline import registry

from .sources import ROOT

SECTIONS = ("Rewrites", "Guarantees", "Cost")
every_pass = pytest.mark.parametrize("found", TABLE, indirect=True)


@pytest.fixture
def found(request: pytest.FixtureRequest) -> type[Pass]:
    """The class of a pass, from its name."""
    return registry.find(request.param)


def sections(found: type[Pass]) -> dict[str, str]:
    """Return the sections of a docstring by title."""
    parts = re.split(r"^(\w+)\n-+\n", inspect.cleandoc(found.__doc__ or ""), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@every_pass
def test_docstring_has_the_sections(found: type[Pass]) -> None:
    said = sections(found)
    assert [] == [name for name in SECTIONS if not said.get(name, "").strip()]


@every_pass
def test_every_option_is_documented_and_has_a_default(found: type[Pass]) -> None:
    said = sections(found).get("Parameters", "")
    for field in fields(found):
        assert re.search(rf"^{field.name} : ", said, re.M), f"{field.name} is not documented"
        assert MISSING is not field.default, f"{field.name} has no safe default"


@every_pass
def test_contract_is_stated(found: type[Pass]) -> None:
    for name in ("name", "requires", "preserves", "relation"):
        assert name in vars(found), f"{found.name} leaves {name} to the base class"
    assert found.relation in (*RELATIONS, UNRELATED)
    assert all(isinstance(each, Property) for each in found.requires | found.preserves)


@every_pass
def test_references_are_complete(found: type[Pass]) -> None:
    for entry in re.split(r"^\.\. \[\d+\]", sections(found).get("References", ""), flags=re.M)[1:]:
        assert re.search(r"\b(19|20)\d\d\b", entry), f"no year: {entry.strip()}"
        assert re.search(r"doi:10\.|arXiv:", entry, re.I), (
            f"no doi or arXiv number: {entry.strip()}"
        )


def test_every_pass_file_is_registered_and_tested() -> None:
    files = {p.stem for p in (ROOT / "passes").glob("*.py") if not p.stem.startswith("_")}
    assert files == {module for module, _ in TABLE.values()}
    untested = [
        name for name in files if not (ROOT / "tests" / "passes" / f"test_{name}.py").exists()
    ]
    assert [] == sorted(untested)


def test_passes_are_imported_relatively() -> None:
    wrong = [
        str(path)
        for path in (ROOT / "passes").glob("*.py")
        if re.search(r"^(from|import) (passes|qcompile)\b", Path(path).read_text(), re.M)
    ]
    assert [] == wrong
