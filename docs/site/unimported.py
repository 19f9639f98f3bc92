# SPDX-License-Identifier: Apache-2.0
"""Pages about other packages, made without them: modules are read and not imported."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from inspect import cleandoc
from pathlib import Path

import qcompile

Definition = ast.ClassDef | ast.FunctionDef


def definitions(room: str) -> dict[str, Definition]:
    """Return the public definitions of a room by name: its ``__all__``, or all it defines."""
    spec = find_spec(f"qcompile.{room}")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    own = {node.name: node for node in tree.body if isinstance(node, Definition)}
    said = [name for name in own if not name.startswith("_")]
    for node in tree.body:
        if isinstance(node, ast.Assign):
            name = ast.unparse(node.targets[0])
            if name == "__all__":
                said = ast.literal_eval(node.value)
            elif (
                name in qcompile._HOMES
            ):  # a function that the other package made something else of
                own[name] = next(
                    own[each] for each in own if f"({each})" in ast.unparse(node.value)
                )
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            for alias in node.names:
                if alias.name in said:
                    beside = f"{room.rpartition('.')[0]}.{node.module}"
                    own[alias.name] = definitions(beside)[alias.name]
    return {name: own[name] for name in said}


def first(node: Definition) -> str:
    """Return the first line of a docstring."""
    return (ast.get_docstring(node) or "").partition("\n")[0]


def directive(module: str, name: str, node: Definition) -> list[str]:
    """Return a definition as autodoc would write it, without types."""
    if isinstance(node, ast.FunctionDef):
        return [f".. py:function:: {module}.{name}({_arguments(node)})", "", *_body(node), ""]
    lines = [f".. py:class:: {module}.{name}({_of_class(node)})", "", *_body(node), ""]
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.name.startswith("_"):
            continue
        if any(ast.unparse(each).endswith("property") for each in method.decorator_list):
            head = f".. py:property:: {method.name}"
        else:
            head = f".. py:method:: {method.name}({_arguments(method)})"
        lines += [f"   {line}".rstrip() for line in (head, "", *_body(method), "")]
    return lines


def _arguments(node: ast.FunctionDef) -> str:
    args = node.args
    for each in [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]:
        if each is not None:
            each.annotation = None
    if args.args and args.args[0].arg in ("self", "cls"):
        del args.args[0]
    return ast.unparse(args)


def _of_class(node: ast.ClassDef) -> str:
    for each in node.body:
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            return _arguments(each)
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    return ", ".join(
        ast.unparse(each.target) + (f"={ast.unparse(each.value)}" if each.value else "")
        for each in fields
        if not ast.unparse(each.target).startswith("_")
    )


def _body(node: Definition) -> list[str]:
    from sphinx.ext.napoleon import Config, NumpyDocstring

    from .crosslinks import tidied

    text = tidied(cleandoc(ast.get_docstring(node) or "").split("\n"))
    config = Config(napoleon_use_param=False, napoleon_use_rtype=False)
    found = NumpyDocstring("\n".join(text), config, what="function", name=node.name)
    return [f"   {line}".rstrip() for line in found.lines()]
