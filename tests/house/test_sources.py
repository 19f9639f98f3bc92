# SPDX-License-Identifier: Apache-2.0
"""What every source file has: a licence line, a size one can read, a package that ships it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from .sources import ROOT, python_files

LICENCE = "SPDX-License-Identifier: Apache-2.0"
SOURCES = {".py", ".rs", ".toml", ".lark", ".pyi"}
#: Lines; a longer file is asking for a new room. Tables of data may be longer.
LONGEST = {".py": 500, ".rs": 800}
TABLES = {"core/src/gate/table.rs"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError\(\)|todo!|unimplemented!)")


def tracked() -> list[Path]:
    """Return the source files under version control, or on disk where there is none."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in SOURCES and path.exists()]


def test_every_source_names_its_licence_first() -> None:
    wrong = [str(p) for p in tracked() if LICENCE not in "".join(p.read_text().splitlines()[:2])]
    assert [] == wrong


def test_no_file_outgrows_its_reader() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked()
        if (lines := len(path.read_text().splitlines())) > LONGEST.get(path.suffix, lines)
        and str(path.relative_to(ROOT)) not in TABLES
    }
    assert {} == long


def test_nothing_is_left_unfinished() -> None:
    here = Path(__file__).resolve()
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path != here
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert [] == wrong


def test_every_module_says_what_it_is_for() -> None:
    import ast

    silent = [
        n for n, p in python_files().items() if not ast.get_docstring(ast.parse(p.read_text()))
    ]
    assert [] == silent


def test_one_version_everywhere() -> None:
    from qcompile import __version__

    cargo = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.M)
    assert cargo is not None
    assert __version__ == cargo[1]
