# SPDX-License-Identifier: Apache-2.0
"""The site: every public name is on a page and has a docstring, every page is listed, what pages say is so."""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    GetSetDescriptorType,
    MethodDescriptorType,
)
from typing import Any

import pytest

import qcompile
from docs.site import api, gather, pass_pages
from docs.site.links import broken
from qcompile.frontends.limits import LIMITS

from .sources import ROOT

#: Rooms whose ``__all__`` is public.
ROOMS = (
    *("caching", "circuit", "contract", "drawing", "emitters", "frontends", "many", "mitigation"),
    *("noise", "passes", "pipeline", "regression", "report", "synthesis", "synthesis.encodings"),
    *("synthesis.block_encodings", "targets", "testing", "training", "verify"),
)
HERE = [name for name in ROOMS if find_spec(f"qcompile.{name}")]
#: What a method or property of a class may be, the engine's included.
CODE = (
    *(FunctionType, property, classmethod, staticmethod, cached_property),
    *(GetSetDescriptorType, MethodDescriptorType, BuiltinFunctionType, ClassMethodDescriptorType),
)


def listed() -> dict[str, str]:
    """Return the directive of everything on the pages, by name."""
    text = "\n".join([*api.pages().values(), *pass_pages.pages().values()])
    said = re.findall(r"^\.\. (?:py:)?(\w+):: (qcompile\.[\w.]+)", text, re.M)
    return {name: kind for kind, name in said}


def test_every_public_name_is_on_a_page() -> None:
    names = listed()
    front = {f"qcompile.{name}" for name in dir(qcompile) if name != "__version__"}
    rooms = {"passes", "synthesis", "errors", "presets", *HERE}
    missing = {name for name in front if name not in names and name.partition(".")[2] not in rooms}
    own = [name for name, home in qcompile._HOMES.items() if not home.startswith("frameworks")]
    seen = {id(getattr(qcompile, name)) for name in own if f"qcompile.{name}" in names}
    ends = {name.rpartition(".")[2] for name in names}
    for room in HERE:
        module = import_module(f"qcompile.{room}")
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.ismodule(value) or id(value) in seen or name == "TABLE":
                continue
            if f"qcompile.{room}.{name}" not in names and name not in ends:
                missing.add(f"qcompile.{room}.{name}")
    assert set() == missing, "give its room a page in docs/site/api.py"


def undocumented(kind: type[Any]) -> list[str]:
    """Return the public methods and properties of a class without a docstring; those of fields are its parameters."""
    wrong = []
    for name in dir(kind):
        owner = next((base for base in kind.__mro__ if name in vars(base)), None)
        ours = owner is not None and owner.__module__.startswith("qcompile")
        if name.startswith("_") or not ours:
            continue
        value = inspect.getattr_static(kind, name)
        if isinstance(value, CODE) and not inspect.getdoc(getattr(kind, name)):
            wrong.append(name)
    return wrong


def test_everything_public_has_a_docstring() -> None:
    wrong = []
    for page in api.PAGES:
        for entry in api.entries(page):
            if entry.directive == "autodata":
                said = api.comment(entry.module, entry.name)
            else:
                said = [entry.says] if entry.says else []
            if not said:
                wrong.append(f"{entry.module}.{entry.name}")
            if entry.directive == "autoclass" and "frameworks" not in entry.module:
                kind = getattr(import_module(entry.module), entry.name)
                wrong += [f"{entry.module}.{entry.name}.{name}" for name in undocumented(kind)]
    assert [] == wrong, "names of the engine: build it again if it is older than its sources"


def test_every_page_is_listed_on_the_first() -> None:
    first = (ROOT / "docs" / "index.md").read_text()
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    listed = set(re.findall(r"^- \[[^\]]*\]\(([\w-]+\.md)\)", first, re.M))
    assert pages == listed, "list it in docs/index.md"
    assert set(gather.OUTSIDE) == set(re.findall(r"\]\(\.\./(\w+\.md)\)", first))


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def test_no_merge_was_left_half_done() -> None:
    marks = re.compile(r"^(?:<{7}|={7}|>{7})(?: \w|$)", re.M)
    bare = [re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S) for page in PAGES]
    assert [] == [page.name for page, text in zip(PAGES, bare, strict=True) if marks.search(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_anchors_are_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]*#[^)\s]*)\)", page.read_text()):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        text = (page.parent / path if path else page).read_text()
        text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        anchors = {gather.slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.M)}
        assert anchor in anchors, link


def test_the_files_that_contributing_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    named = set(re.findall(r"`([\w.-]+/[\w./-]*\w\.\w+)`", text))
    assert len(named) > 40
    assert set() == {name for name in named if not (ROOT / name).is_file()}
    folders = set(re.findall(r"`((?:[\w.-]+/)+)`", text))
    assert set() == {name for name in folders if not (ROOT / name).is_dir()}
    for target in re.findall(r"\bmake ([a-z]+)", text):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M), target


def test_the_walks_lead_to_what_they_say() -> None:
    for path, what in {
        "passes/__init__.py": '"cancel-inverses"',
        "core/src/passes/mod.rs": "pub use cancel_inverses",
        "core/python/src/kernels.rs": "fn cancel_inverses",
        "qcompile/_core.pyi": "def cancel_inverses",
        "core/src/gate/table.rs": "Siswap ",
        "core/src/gate/matrix.rs": "Gate::Siswap",
        "core/src/gate/definition.rs": "Siswap",
        "core/src/oracle/matrices.rs": '"siswap"',
        "core/src/analysis/family.rs": "Gate::Siswap",
        "core/src/analysis/spelling.rs": "Gate::Siswap",
        "core/src/synth/native.rs": "Gate::Siswap",
        "core/src/metrics/t_cost.rs": "Gate::Siswap",
        "core/src/emit/json.rs": "Gate::Siswap",
        "qcompile/_gates.py": "def siswap",
        "qcompile/drawing/labels.py": '"siswap"',
        "qcompile/frontends/cirq_gates.py": '"siswap"',
        "qcompile/emitters/cirq_gates.py": '"siswap"',
        "qcompile/emitters/matrices.py": '"siswap"',
        "docs/device_data.py": "def iqm",
        "qcompile/targets/devices/README.md": "`iqm-garnet`",
        "tests/targets/test_devices.py": '"iqm-garnet"',
        "qcompile/frontends/text.py": '"quil": "quil"',
        "qcompile/emitters/text.py": '"quil": "quil"',
        "qcompile/emitters/losses.py": '"quil"',
        "qcompile/options.py": "quil",
        "qcompile/cli/outputs.py": '"quil"',
        "qcompile/cli/batch.py": '".quil"',
        "tests/sdks/formats.py": '"quil"',
        "tests/sdks/oracles.py": "def quil_matrix",
        "docs/packages.md": "Quil",
    }.items():
        assert what in (ROOT / path).read_text(), path
        assert f"`{path}`" in (ROOT / "CONTRIBUTING.md").read_text(), path


def test_the_limits_of_the_security_page_are_the_programs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", (ROOT / "SECURITY.md").read_text(), re.M)
    assert LIMITS == {name: int(figure) for name, figure in rows}


def test_every_fragment_is_of_a_known_kind_and_says_something() -> None:
    kinds = gather.kinds()
    table = (ROOT / "changelog.d" / "README.md").read_text()
    assert set() == {kind for kind in kinds if f"`{kind}`" not in table}
    for path in (ROOT / "changelog.d").iterdir():
        if path.name in ("README.md", "template.jinja"):
            continue
        _, kind, ending = path.name.rsplit(".", 2)
        assert (kind in kinds, ending) == (True, "md"), path.name
        text = path.read_text().strip()
        assert text[0].isupper() or text[0] in "`@", path.name
        assert text.endswith((".", "`")), path.name


def test_links_of_a_built_site_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here">1</a> <a href="#no">2</a> <a href="https://x.y">3</a>'
    )
    (tmp_path / "b.html").write_text('<p id="here"></p><img src="gone.svg"><a href="a.html">4</a>')
    assert ["a.html: #no", "b.html: gone.svg"] == broken(tmp_path)


def test_links_become_links_between_pages() -> None:
    text = "[a](targets.md#x) [b](passes.md#schedule) [c](../examples/own_pass.py) [d](../SECURITY.md) [e](../Makefile)"
    assert gather.relinked(text, Path("docs"), "../") == (
        "[a](../targets.md#x) [b](../passes/schedule.rst) [c](../examples.md#own_passpy) [d](../security.md) e"
    )
    assert gather.relinked("```text\n[a](b.md)\n```", Path("docs")) == "```text\n[a](b.md)\n```"
