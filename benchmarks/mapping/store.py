# SPDX-License-Identifier: Apache-2.0
"""Results on disk, written after every one of them: an interrupted run keeps what it has."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

#: A result by seed: counts and seconds, or one word for why there are none.
Results = dict[str, dict[str, Any]]
ABOUT = "about"
PACKAGES = ("qiskit", "pytket", "mqt.qcec", "mqt-qcec", "stim")


class Store:
    """Results by circuit, device, side and seed, as ``{"CIRCUIT|DEVICE": {SIDE: {SEED: …}}}``.

    Parameters
    ----------
    path : Path, optional
        File to keep them in; read first if it is there.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.data: dict[str, dict[str, Results]] = {}
        if path is not None and path.exists():
            self.data = json.loads(path.read_text())

    def of(self, circuit: str, device: str, side: str) -> Results:
        """Return what is known of a side, by seed."""
        return self.data.get(f"{circuit}|{device}", {}).get(side, {})

    def put(self, circuit: str, device: str, side: str, seed: int, result: dict[str, Any]) -> None:
        """Add a result and write the file."""
        place = self.data.setdefault(f"{circuit}|{device}", {})
        place.setdefault(side, {})[str(seed)] = result
        self.write()

    def write(self, **about: Any) -> None:
        """Write the file; `about` is kept beside the results."""
        if about:
            self.data[ABOUT] = about
        if self.path is not None:
            beside = self.path.with_name(self.path.name + ".part")
            beside.write_text(json.dumps(self.data, indent=0) + "\n")
            os.replace(beside, self.path)


def surroundings(**more: Any) -> dict[str, Any]:
    """Return versions and machine, for the file and the head of a report."""
    import qcompile

    found: dict[str, Any] = {"qcompile": qcompile.__version__, "python": platform.python_version()}
    installed = {each.metadata["Name"].lower(): each.version for each in distributions()}
    found |= {package: installed[package] for package in PACKAGES if package in installed}
    return {**found, "machine": platform.machine(), "cores": os.cpu_count(), **more}
