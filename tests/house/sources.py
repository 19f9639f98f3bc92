# SPDX-License-Identifier: Apache-2.0
"""The sources as the house tests read them: files, modules, and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Folders at the top that are installed inside the package.
MAPPED = {"passes": "qcompile.passes", "grammar": "qcompile.grammar"}


@dataclass(frozen=True)
class Import:
    """One import in the sources: who, whom, where, and when it happens."""

    importer: str
    imported: str
    place: str
    lazy: bool
    typing_only: bool


def python_files() -> dict[str, Path]:
    """Return the files of the package, the mapped folders included, by module name."""
    found: dict[str, Path] = {}
    for folder, package in {"qcompile": "qcompile", **MAPPED}.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = [package, *path.relative_to(ROOT / folder).with_suffix("").parts]
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports() -> list[Import]:
    """Return every import the package makes of itself or of others."""
    modules = python_files()
    return [found for name, path in modules.items() for found in _imports_of(name, path, modules)]


def _imports_of(name: str, path: Path, modules: dict[str, Path]) -> Iterator[Import]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node, lazy, typing_only in _walk(ast.parse(path.read_text()), False, False):
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, place, lazy, typing_only)
            continue
        base = node.module or ""
        if node.level:
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1]
            base = ".".join([*above, base]) if base else ".".join(above)
        for alias in node.names:
            inside = f"{base}.{alias.name}"
            known = inside in modules or inside == "qcompile._core"
            yield Import(name, inside if known else base, place, lazy, typing_only)


def _walk(
    node: ast.AST, lazy: bool, typing_only: bool
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, lazy, typing_only
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _walk(child, lazy, True)
        else:
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _walk(child, lazy or inner, typing_only)
