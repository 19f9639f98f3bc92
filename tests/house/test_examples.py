# SPDX-License-Identifier: Apache-2.0
"""Examples in docstrings, and the programs in ``examples/``, run as they are printed."""

from __future__ import annotations

import doctest
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qcompile import interchange

from .sources import ROOT, python_files

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
WITH_EXAMPLES = sorted(name for name, path in python_files().items() if ">>> " in path.read_text())


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_docstring_examples(name: str) -> None:
    package = re.sub(r".*\.(from_|to_|frameworks\.)", "", name)
    if package != name:
        known = interchange.PACKAGES.get(package.partition("_")[0])
        pytest.importorskip(package.partition("_")[0] if known is None else known.root)
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=OPTIONS)
    assert (True, 0) == (tried > 0, failed)


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_python_in_the_documentation(page: Path, tmp_path: Path) -> None:
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE):
        done = subprocess.run(
            [sys.executable, "-P", "-c", block],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.stem
)
def test_example_program(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", str(path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert "" != done.stdout
