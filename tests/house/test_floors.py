# SPDX-License-Identifier: Apache-2.0
"""Imports run downwards, never in a circle, and heavy or optional libraries only where they are listed."""

from __future__ import annotations

import sys
from graphlib import TopologicalSorter

from .sources import Import, imports

#: The floor of each room; a room may import its own floor and the ones below.
FLOORS = {
    "_core": 0,
    "_counts": 0,
    "_gates": 0,
    "_native": 0,
    "_pictures": 0,
    "_version": 0,
    "configuration": 0,
    "error_codes": 0,
    "error_cures": 0,
    "errors": 0,
    "files": 0,
    "grammar": 0,
    "options": 0,
    "circuit": 1,
    "drawing": 2,
    "emitters": 2,
    "frontends": 2,
    "metrics": 2,
    "rebuilding": 2,
    "targets": 2,
    "timing": 2,
    "contract": 3,
    "interchange": 3,
    "noise": 4,
    "synthesis": 4,
    "verify": 4,
    "passes": 5,
    "pipeline": 6,
    "caching": 7,
    "report": 7,
    "training": 8,
    "__init__": 8,
    "__main__": 8,
    "cli": 8,
    "compiler": 8,
    "demands": 8,
    "frameworks": 8,
    "many": 8,
    "mitigation": 8,
    "pytest_plugin": 8,
    "explaining": 8,
    "reduction": 8,
    "regression": 8,
    "replacing": 8,
    "testing": 8,
}
#: Upward, inside a method: conveniences of a circuit or a result that belong to the rooms above it.
CONVENIENCES = {
    ("_pictures", "drawing"),
    ("circuit", "emitters"),
    ("circuit", "metrics"),
    ("compiler", "mitigation"),
    ("targets", "drawing"),
    ("training", "mitigation"),
}
#: Outside libraries and the rooms that may import them, and whether only inside a function.
LIBRARIES = {
    "numpy": {
        "circuit",
        "emitters",
        "frameworks",
        "frontends",
        "many",
        "mitigation",
        "passes",
        "synthesis",
        "training",
        "verify",
    },
    "lark": {"frontends"},
    "networkx": {"targets"},
    "jinja2": {"report"},
    "markupsafe": {"regression", "report"},
    "rich": {"regression", "report"},
    "platformdirs": {"caching"},
    "shtab": {"cli"},
    "tomli": {"configuration", "targets"},
    "qiskit": {"frameworks", "frontends", "emitters", "targets"},
    "sympy": {"frameworks", "frontends", "emitters"},
    "cirq": {"frameworks", "frontends", "emitters", "targets"},
    "braket": {"frontends", "emitters"},
    "scipy": {"frontends"},
    "autograd": {"frameworks"},
    "autoray": {"frameworks"},
    "jax": {"frameworks"},
    "pennylane": {"frameworks", "frontends", "emitters"},
    "torch": {"frameworks"},
    "matplotlib": {"drawing"},
    "mitiq": {"mitigation"},
    "pytest": {"pytest_plugin"},
    "pytket": {"frontends", "emitters", "targets"},
}
#: These may stand at the top of a file, which itself is imported only when it is needed.
TOP_LEVEL = {
    "regression/formats/sparkline.py": "markupsafe",
    "regression/formats/terminal.py": "rich",
    "report/terminal.py": "rich",
    "frontends": "lark",
    "training": "numpy",
    "mitigation/twirling.py": "numpy",
    "frameworks": "numpy",
    "frameworks/autograd": "autograd",
    "frameworks/cirq": "cirq",
    "frameworks/jax": "jax",
    "frameworks/pennylane": "pennylane",
    "frameworks/pennylane_trace": "autoray",
    "frameworks/qiskit": "qiskit",
    "frameworks/torch": "torch",
    "many/skeleton.py": "numpy",
    "pytest_plugin": "pytest",
}


def room(module: str) -> str:
    """Return the room of a module: its first name inside the package."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def inner() -> list[Import]:
    """Return the imports of one room by another that happen when the program runs."""
    return [
        found
        for found in imports()
        if found.imported.split(".")[0] == "qcompile"
        and not found.typing_only
        and room(found.importer) != room(found.imported)
    ]


def test_every_room_has_a_floor() -> None:
    unknown = {room(found.importer) for found in imports()} - FLOORS.keys()
    assert set() == unknown


def test_imports_run_downwards() -> None:
    upward = [
        f"{found.place}: {found.importer} imports {found.imported}"
        for found in inner()
        if FLOORS[room(found.imported)] > FLOORS[room(found.importer)]
        and not (found.lazy and (room(found.importer), room(found.imported)) in CONVENIENCES)
    ]
    assert [] == upward


def test_nobody_imports_the_front_door() -> None:
    assert [] == [f.place for f in inner() if room(f.imported) == "__init__"]


def test_rooms_form_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for found in inner():
        pair = room(found.importer), room(found.imported)
        if pair not in CONVENIENCES:
            graph.setdefault(pair[0], set()).add(pair[1])
    TopologicalSorter(graph).prepare()


def test_a_pass_imports_no_other_pass() -> None:
    wrong = [
        found.place
        for found in imports()
        if found.importer.startswith("qcompile.passes.")
        and found.imported.startswith("qcompile.passes.")
        and not found.imported.rpartition(".")[2].startswith("_")
    ]
    assert [] == wrong


def test_outside_libraries_stay_in_their_rooms_and_are_imported_late() -> None:
    wrong = []
    for found in imports():
        library = found.imported.split(".")[0]
        if found.typing_only or library in sys.stdlib_module_names | {"qcompile", "__future__"}:
            continue
        allowed = room(found.importer) in LIBRARIES.get(library, set())
        late = found.lazy or any(
            where in found.place and library == which for where, which in TOP_LEVEL.items()
        )
        if not (allowed and late):
            wrong.append(f"{found.place}: {library}")
    assert [] == wrong
