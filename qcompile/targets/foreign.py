# SPDX-License-Identifier: Apache-2.0
"""Whatever names or describes a device, as a target: `as_target` for objects, `read` for the files of other SDKs.

Objects are known by the packages their classes are from, so that no SDK is imported to look.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from ..errors import PipelineError, quote
from .sdk_text import Document
from .target import Target

#: Packages whose objects are known.
PACKAGES = ("qiskit", "cirq", "pytket", "braket", "networkx")
#: The modules that read files, asked in this order whether one is theirs.
DIALECTS = ("from_ibm", "from_cirq", "from_pytket", "from_braket")


def as_target(obj: Any, basis: Iterable[str] | str | None = None) -> Target:
    """Return the target that a value stands for.

    Parameters
    ----------
    obj : Target, str, path, networkx.Graph, or a device of Qiskit, Cirq, pytket or Amazon Braket
        A text is the name of a device or a generic form; a path is a file of ours or of another SDK.
    basis : iterable of str, or str, optional
        Native gates of what has none of its own.

    Raises
    ------
    PipelineError
        QC406 for an unknown name or a value that is no device, QC407 for a basis beside native gates.
    """
    if isinstance(obj, str):
        return Target.from_name(obj, basis)
    package = package_of(obj)
    if basis is not None and (isinstance(obj, (Target, os.PathLike)) or package == "braket"):
        raise PipelineError("the target has native gates of its own", code="QC407")
    if isinstance(obj, Target):
        return obj
    if isinstance(obj, os.PathLike):
        from .imports import read_foreign

        return read_foreign([os.fspath(obj)])
    if package is None:
        raise PipelineError(
            f"a {quote(type(obj).__name__)} is no target",
            code="QC406",
            help="give a Target, a name, a path, a graph, or a device of Qiskit, Cirq, pytket or Braket",
        )
    if package == "networkx" and all(isinstance(node, int) for node in obj.nodes):
        return Target.from_graph(obj, basis)
    if package == "braket":
        return Target.from_braket(obj)
    if package == "qiskit":
        return Target.from_qiskit(obj, basis)
    if package == "pytket":
        return Target.from_pytket(obj, basis)
    return Target.from_cirq(obj, basis)


def package_of(obj: Any) -> str | None:
    """Return the package an object is of, by its class and those above it."""
    for each in type(obj).__mro__:
        package = each.__module__.partition(".")[0]
        if package in PACKAGES:
            return package
    return None


def recognise(text: str, path: str | None = None) -> str | None:
    """Return the module that reads a file of another SDK; None for a file of no known form."""
    value = Document(text, path).value
    for dialect in DIALECTS:
        if import_module(f".{dialect}", __package__).recognise(value):
            return dialect
    return None


def read(text: str, path: str | None = None) -> Target:
    """Return the target of another SDK's device file.

    Raises
    ------
    PipelineError
        QC416 to QC420 for what is wrong, with the place.
    """
    dialect = recognise(text, path)
    if dialect is None:
        raise PipelineError(
            "a device file of no known form",
            code="QC416",
            help="known are IBM's properties and configuration, Google's device specification, "
            "pytket's architecture and backend info, and Amazon Braket's capabilities",
        )
    target: Target = import_module(f".{dialect}", __package__).read(text, path=path)
    return target
