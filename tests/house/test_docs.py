# SPDX-License-Identifier: Apache-2.0
"""The documentation is the program's: generated pages are current, links lead somewhere, options exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from .sources import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_current() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    stale = [
        name
        for name, text in reference.pages().items()
        if (ROOT / "docs" / name).read_text() != text
    ]
    assert [] == stale, "run `make docs`"


def test_links_lead_to_files_that_are_there() -> None:
    broken = [
        f"{page.name}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text())
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert [] == broken


def test_options_in_the_documents_exist() -> None:
    from qcompile.cli import COMMANDS
    from qcompile.cli.dispatch import load, parser

    known = {"--help", "--version", "--update"}
    for name in COMMANDS:
        for action in parser(name, load(name))._actions:
            known.update(action.option_strings)
    unknown = {
        (page.name, option)
        for page in (
            ROOT / "README.md",
            Path(ROOT / "docs" / "cli.md"),
            ROOT / "docs" / "architecture.md",
        )
        for option in re.findall(r"(?<![\w-])--[a-z][\w-]*", page.read_text())
        if option not in known
    }
    assert set() == unknown
