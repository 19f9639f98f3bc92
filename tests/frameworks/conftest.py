# SPDX-License-Identifier: Apache-2.0
"""Entry points of the package, also where it runs from its folder and is not installed."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest


@pytest.fixture
def plugins(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let Qiskit find the plugins that pyproject.toml declares."""
    found = entry_points(group="qiskit.transpiler.optimization")
    if any(entry.value.startswith("qcompile.") for entry in found):
        return
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    groups = tomllib.loads((root / "pyproject.toml").read_text())["project"]["entry-points"]
    text = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in groups.items()
    )
    folder = tmp_path_factory.mktemp("installed")
    info = folder / "declared-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: declared\nVersion: 0\n")
    (info / "entry_points.txt").write_text(text)
    monkeypatch.syspath_prepend(str(folder))
