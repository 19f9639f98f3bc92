# SPDX-License-Identifier: Apache-2.0
"""The mirror: each kernel has one declaration in Python, of the same name, with the same options."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from qcompile.contract import Pass
from qcompile.passes import TABLE
from qcompile.pipeline import registry

from .sources import ROOT

KERNELS = ROOT / "core" / "src" / "passes"

every_pass = pytest.mark.parametrize("found", TABLE, indirect=True)


@pytest.fixture
def found(request: pytest.FixtureRequest) -> type[Pass]:
    """The class of a pass, from its name."""
    return registry.find(request.param)


def declared() -> list[type[Pass]]:
    """Return the passes that come with the package."""
    return [registry.find(name) for name in TABLE]


def calls(found: type[Pass]) -> dict[str, set[str]]:
    """Return the kernels a pass calls and the options it hands to each."""
    tree = ast.parse(Path(inspect.getfile(found)).read_text())
    result: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "kernels"
        ):
            options = {keyword.arg for keyword in node.keywords if keyword.arg}
            result.setdefault(node.func.attr, set()).update(options)
    return result


def kernel_files() -> set[str]:
    """Return the kernels of the engine: what a file of the same name hands out; other files are shared by them."""
    handed_out = re.findall(r"^pub use (\w+)::([^;]+);", (KERNELS / "mod.rs").read_text(), re.M)
    return {file for file, names in handed_out if file in re.findall(r"\w+", names)}


@every_pass
def test_names_agree(found: type[Pass]) -> None:
    file = Path(inspect.getfile(found)).stem
    assert found.name.replace("-", "_") == file
    assert found.__name__ == "".join(word.capitalize() for word in file.split("_"))


@every_pass
def test_kernels_called_exist_and_take_the_options(found: type[Pass]) -> None:
    from qcompile._native import kernels

    for kernel, options in calls(found).items():
        assert hasattr(kernels, kernel), f"{found.name} calls a kernel that is not there: {kernel}"
        signature = inspect.signature(getattr(kernels, kernel))
        assert options <= set(signature.parameters)
        own = {field.name for field in fields(found)}
        assert own <= set(signature.parameters), "an option the kernel never sees"


def test_every_kernel_has_one_declaration() -> None:
    callers: dict[str, list[str]] = {name: [] for name in kernel_files()}
    for found in declared():
        for kernel in calls(found):
            callers.setdefault(kernel, []).append(found.name)
    assert {} == {kernel: names for kernel, names in callers.items() if len(names) != 1}


def test_stub_lists_the_kernels_and_their_options() -> None:
    from qcompile._native import kernels

    tree = ast.parse((ROOT / "qcompile" / "_core.pyi").read_text())
    stub = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "kernels")
    written = {
        node.name: [argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]]
        for node in stub.body
        if isinstance(node, ast.FunctionDef)
    }
    built = {
        name: list(inspect.signature(getattr(kernels, name)).parameters)
        for name in dir(kernels)
        if not name.startswith("_")
    }
    assert built == written


def test_defaults_live_in_python_alone() -> None:
    from qcompile._native import kernels

    for name in dir(kernels):
        if name.startswith("_"):
            continue
        for parameter in inspect.signature(getattr(kernels, name)).parameters.values():
            assert parameter.default is inspect.Parameter.empty, f"{name}({parameter})"
