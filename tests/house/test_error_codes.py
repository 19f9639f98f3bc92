# SPDX-License-Identifier: Apache-2.0
"""Every code raised anywhere is in the table, under the class that raises it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from qcompile import errors
from qcompile.error_codes import CODES
from qcompile.error_cures import CURES

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


def test_every_code_has_a_cause_an_example_and_a_cure() -> None:
    empty = [
        entry.code
        for entry in CODES.values()
        if not (entry.meaning.strip() and entry.example.strip() and entry.cure.strip())
    ]
    assert [] == empty, "write the cure in qcompile/error_cures.py"
    assert [] == sorted(set(CURES) - set(CODES)), "cures of codes that are not in the table"


def test_cures_name_options_and_commands_that_exist() -> None:
    from qcompile.cli import COMMANDS
    from qcompile.cli.dispatch import load, parser

    known = {
        option
        for name in COMMANDS
        for a in parser(name, load(name))._actions
        for option in a.option_strings
    }
    for code, cure in CURES.items():
        typed = " ".join(re.findall(r"`([^`]*)`", cure))
        for option in re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", typed):
            if option not in known and not typed.startswith(("iconv", "ls ")):
                raise AssertionError(f"{code}: no command has {option}")
        for command in re.findall(r"\bqcompile ([a-z]+)\b", typed):
            assert command in COMMANDS, f"{code}: no command {command}"
