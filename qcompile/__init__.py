# SPDX-License-Identifier: Apache-2.0
"""qcompile: a quantum circuit compiler and optimizer.

The front door: names are resolved when they are first used, so that importing the package loads nothing but
this file. Start with `load`, `Circuit`, `compile` and `equivalent`.

PYTEST_DONT_REWRITE: a program may import this before it starts pytest, which would warn that it is too late.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__

if TYPE_CHECKING:
    from . import errors as errors
    from . import passes as passes
    from . import synthesis as synthesis
    from .circuit import Angle as Angle
    from .circuit import Circuit as Circuit
    from .circuit import Parameter as Parameter
    from .compiler import Result as Result
    from .compiler import compile as compile
    from .emitters import dump as dump
    from .emitters import dumps as dumps
    from .emitters.einsum import to_einsum as to_einsum
    from .frameworks.pennylane import qnode as qnode
    from .frameworks.pennylane import qnode_transform as qnode_transform
    from .frontends import load as load
    from .frontends import loads as loads
    from .frontends.from_braket import from_braket as from_braket
    from .frontends.from_cirq import from_cirq as from_cirq
    from .frontends.from_pennylane import from_pennylane as from_pennylane
    from .frontends.from_pytket import from_pytket as from_pytket
    from .frontends.from_qiskit import from_qiskit as from_qiskit
    from .many import compile_many as compile_many
    from .metrics import Metrics as Metrics
    from .metrics import stats as stats
    from .pipeline import Pipeline as Pipeline
    from .pipeline import presets as presets
    from .replacing import replace as replace
    from .report import Layout as Layout
    from .report import map_observable as map_observable
    from .synthesis.front import block_diagonal as block_diagonal
    from .synthesis.front import diagonal as diagonal
    from .synthesis.front import prepare_state as prepare_state
    from .synthesis.front import synthesize as synthesize
    from .targets import Target as Target
    from .training.template import template as template
    from .verify import Verdict as Verdict
    from .verify import equivalent as equivalent

#: Where each public name lives.
_HOMES = {
    "Angle": "circuit",
    "Circuit": "circuit",
    "Layout": "report",
    "Metrics": "metrics",
    "Parameter": "circuit",
    "Pipeline": "pipeline",
    "Result": "compiler",
    "Target": "targets",
    "Verdict": "verify",
    "block_diagonal": "synthesis.front",
    "compile": "compiler",
    "compile_many": "many",
    "diagonal": "synthesis.front",
    "dump": "emitters",
    "dumps": "emitters",
    "equivalent": "verify",
    "from_braket": "frontends.from_braket",
    "from_cirq": "frontends.from_cirq",
    "from_pennylane": "frontends.from_pennylane",
    "from_pytket": "frontends.from_pytket",
    "from_qiskit": "frontends.from_qiskit",
    "load": "frontends",
    "loads": "frontends",
    "map_observable": "report",
    "prepare_state": "synthesis.front",
    "qnode": "frameworks.pennylane",
    "qnode_transform": "frameworks.pennylane",
    "replace": "replacing",
    "stats": "metrics",
    "synthesize": "synthesis.front",
    "to_einsum": "emitters.einsum",
    "template": "training.template",
}
_ROOMS = ("errors", "passes", "synthesis")

__all__ = ["__version__", "presets", *_ROOMS, *_HOMES]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    elif name in _ROOMS:
        value = import_module(f".{name}", __name__)
    elif name == "presets":
        value = import_module(".pipeline.presets", __name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
