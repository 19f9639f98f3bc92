# SPDX-License-Identifier: Apache-2.0
"""Every code raised anywhere is in the table, under the class that raises it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from qcompile import errors
from qcompile.error_codes import CODES

RAISE = re.compile(r'Raise::new\(\s*"(\w+)",\s*"(QC\d+)"')


def python_raises(root: Path) -> list[tuple[str, str, str]]:
    """Return (place, class, code) of every ``Kind(..., code="QC...")`` in the sources."""
    found = []
    for path in [*root.glob("qcompile/**/*.py"), *root.glob("passes/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            for keyword in node.keywords:
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    place = f"{path.relative_to(root)}:{node.lineno}"
                    found.append((place, node.func.id, keyword.value.value))
    return [entry for entry in found if hasattr(errors, entry[1])]


def rust_raises(root: Path) -> list[tuple[str, str, str]]:
    """Return the same for ``Raise::new("Kind", "QC...", ...)`` at the border."""
    return [
        (str(path.relative_to(root)), match[1], match[2])
        for path in root.glob("core/python/src/**/*.rs")
        for match in RAISE.finditer(path.read_text())
    ]


def test_every_code_raised_is_in_the_table_under_its_class(root: Path) -> None:
    raised = python_raises(root) + rust_raises(root)
    assert len(raised) > 20
    wrong = [entry for entry in raised if entry[2] not in CODES or CODES[entry[2]].kind != entry[1]]
    assert [] == wrong
