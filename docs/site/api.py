# SPDX-License-Identifier: Apache-2.0
"""The pages of the API: which room's names stand on which, written so that no public name can be forgotten.

A room's public names are its ``__all__``, or what its module defines without an underscore. What the front door
``qcompile`` offers is listed there, under the name users write.
"""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import qcompile

from . import unimported


@dataclass(frozen=True)
class Page:
    """A page of the API: its file, its title, and the rooms whose names are on it."""

    file: str
    title: str
    rooms: tuple[str, ...]


PAGES = (
    Page("circuits", "Circuits", ("circuit", "drawing")),
    Page("compiling", "Compiling", ("compiler", "report", "metrics", "timing", "replacing")),
    Page("pipelines", "Pipelines and passes", ("contract", "pipeline", "pipeline.presets")),
    Page("files", "Reading and writing", ("frontends", "emitters", "emitters.einsum")),
    Page(
        "packages",
        "Other packages",
        (
            "frontends.from_braket",
            "frontends.from_cirq",
            "frontends.from_pennylane",
            "frontends.from_pytket",
            "frontends.from_qiskit",
            "frameworks.cirq",
            "frameworks.qiskit",
            "frameworks.pennylane",
            "frameworks.torch",
            "frameworks.jax",
        ),
    ),
    Page("targets", "Targets", ("targets",)),
    Page("verifying", "Verifying", ("verify",)),
    Page("training", "Training", ("training",)),
    Page("many", "Many circuits and caches", ("many", "caching")),
    Page(
        "synthesis",
        "Synthesis",
        ("synthesis", "synthesis.encodings", "synthesis.block_encodings", "synthesis.front"),
    ),
    Page("mitigation", "Noise and mitigation", ("mitigation", "noise")),
    Page(
        "regression",
        "Checks in CI",
        ("regression", "regression.formats", "testing", "pytest_plugin.circuits"),
    ),
    Page("explaining", "Explaining and reducing", ("explaining", "reduction")),
    Page("errors", "Errors", ("errors", "error_codes")),
)


@dataclass(frozen=True)
class Entry:
    """A public thing: where it is listed, its name there, how autodoc calls it, and its first line."""

    module: str
    name: str
    directive: str
    says: str
    #: The whole directive, where autodoc cannot import the thing.
    written: tuple[str, ...] = ()


def public(room: str) -> dict[str, Any]:
    """Return the public things of a room by name, modules inside it excepted; none where there is no such room."""
    if find_spec(f"qcompile.{room}") is None:
        return {}
    module = import_module(f"qcompile.{room}")
    said = getattr(module, "__all__", None)
    if ".from_" in room:  # a reader has one public name, at the front door
        said = [name for name, home in qcompile._HOMES.items() if home == room]
    if said is None:
        said = [
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
        ]
    found = {name: getattr(module, name) for name in said}
    return {name: value for name, value in found.items() if not inspect.ismodule(value)}


def front_door() -> dict[str, tuple[str, str]]:
    """Return the names of the front door that are no modules: the room each is from, and its name there."""
    homes: dict[str, str] = qcompile._HOMES
    return {name: (home, name) for name, home in homes.items()}


def entries(page: Page) -> list[Entry]:
    """Return what stands on a page."""
    front = front_door()
    optional = {home for home, _ in front.values() if home.startswith("frameworks")}
    values = {
        id(getattr(qcompile, name)): name
        for name, (home, _) in front.items()
        if home not in optional
    }
    found: dict[tuple[str, str], Entry] = {}
    for room in page.rooms:
        if room.startswith("frameworks."):
            for name, node in unimported.definitions(room).items():
                where = "qcompile" if front.get(name, ("",))[0] == room else f"qcompile.{room}"
                lines = tuple(unimported.directive(where, name, node))
                found[where, name] = Entry(where, name, "", unimported.first(node), lines)
            continue
        for name, value in public(room).items():
            home = values.get(id(value))
            where, name = ("qcompile", home) if home else (f"qcompile.{room}", name)
            found[where, name] = Entry(where, name, directive(value), first(value))
    return sorted(found.values(), key=lambda entry: entry.module)


def directive(value: Any) -> str:
    """Return the autodoc directive for a public thing."""
    if inspect.isclass(value):
        return "autoexception" if issubclass(value, BaseException) else "autoclass"
    return "autofunction" if inspect.isroutine(value) else "autodata"


def pages() -> dict[str, str]:
    """Return the text of every page of the API, by file name."""
    written = {f"{page.file}.rst": text for page in PAGES if (text := _page(page))}
    return {"index.rst": _index(), **written}


def _page(page: Page) -> str:
    listed = entries(page)
    if not listed:
        return ""
    lines = [page.title, "=" * len(page.title), ""]
    modules = sorted({entry.module for entry in listed}, key=lambda m: (m != "qcompile", m))
    for module in modules:
        if len(modules) > 1:
            heading = f"``{module}``"
            lines += [heading, "-" * len(heading), ""]
            if module != "qcompile" and not module.startswith("qcompile.frameworks"):
                lines += [first(import_module(module)), ""]
        lines += [f".. py:currentmodule:: {module}", ""]
        for entry in listed:
            if entry.module == module:
                lines += _entry(entry)
    return "\n".join(lines)


def _entry(entry: Entry) -> list[str]:
    if entry.written:
        return list(entry.written)
    if entry.directive == "autodata":
        said = comment(entry.module, entry.name)
        first, _, rest = "\n".join(said).partition("\n\n")
        lines = [f".. py:data:: {entry.module}.{entry.name}", "", *first.split("\n")]
        if rest:
            lines += ["", ".. code-block:: none", "", *(f"   {line}" for line in rest.split("\n"))]
        return [lines[0], *(f"   {line}".rstrip() for line in lines[1:]), ""]
    lines = [f".. {entry.directive}:: {entry.module}.{entry.name}"]
    if entry.directive in ("autoclass", "autoexception"):
        lines.append("   :inherited-members: " + ",".join(sorted(_BUILTIN)))
    return [*lines, ""]


def comment(room: str, name: str) -> list[str]:
    """Return the ``#:`` lines above a constant, where it is defined in a room."""
    value = getattr(import_module(room), name)
    if isinstance(value, Enum):
        return [f"Short for `{type(value).__name__}.{value.name}`."]
    for module in [m for key, m in sys.modules.items() if key.startswith("qcompile")]:
        if vars(module).get(name) is value and module.__file__:
            lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
            for at, line in enumerate(lines):
                if re.match(rf"{name}\b[^(]*=", line):
                    start = at
                    while lines[start - 1].startswith("#:"):
                        start -= 1
                    if start < at:
                        return [each[2:].removeprefix(" ") for each in lines[start:at]]
    return []


#: Classes whose methods every Python programmer knows, and those of other packages.
_BUILTIN = {
    *("BaseException", "Enum", "Mapping", "Module", "Sequence", "TransformationPass"),
    *("object", "str", "tuple"),
}


def first(value: Any) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(value) or "").partition("\n")[0]


def _index() -> str:
    lines = [
        "API",
        "===",
        "",
        "``import qcompile as qc`` loads nothing but the front door: each name below is loaded when it is first used.",
        "What else is public stands in the rooms of the pages at the side; what is on none of them may change.",
        "",
        ".. toctree::",
        "   :hidden:",
        "",
        *(f"   {page.file}" for page in PAGES if entries(page)),
        "",
        ".. list-table::",
        "   :widths: 30 70",
        "",
    ]
    rows = {
        entry.name: (f"`qcompile.{entry.name}`", entry.says)
        for page in PAGES
        for entry in entries(page)
        if entry.module == "qcompile"
    }
    for name in sorted(set(dir(qcompile)) - set(qcompile._HOMES) - {"__version__"}):
        rows[name] = (_room_link(name), first(getattr(qcompile, name)))
    for _, (link, says) in sorted(rows.items()):
        lines += [f"   * - {link}", f"     - {says}"]
    return "\n".join([*lines, ""])


def _room_link(name: str) -> str:
    if name == "passes":
        return ":doc:`passes </passes/index>`"
    files = {room.rpartition(".")[2]: page.file for page in PAGES for room in page.rooms}
    return f":doc:`{name} <{files[name]}>`"
