# SPDX-License-Identifier: Apache-2.0
"""Templates as bytes and as files: JSON and the engine's own serialisations, nothing that runs code when it is read.

``` text
"qcompile template" | version, u16 LE | SHA-256 of the rest | lengths of the parts, u64 LE each | parts:
   JSON of names, frozen values and options | targets of the result and of the family, as JSON
   | source of the family | source | circuit as compiled, and report | circuit with runs merged | program
   | pattern of special angles: program, angles; empty where there is none
```
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from .._native import AngleProgram, CoreCircuit, DerivedAngles, has_inner_slots
from ..caching.entries import pack, unpack
from ..circuit import Circuit
from ..compiler import Result
from ..errors import FileError, QCompileError, SemanticError, quote
from ..files import read_bytes, write_whole
from ..metrics import stats
from ..report import Layout, Report
from ..report.report import dump_json, plain
from ..targets import Target
from .bound import Template
from .family import Family, Made
from .special import Pattern

if TYPE_CHECKING:
    import os

MAGIC = b"qcompile template"
VERSION = 1
_PARTS = 10
_HEAD = len(MAGIC) + 2 + 32
#: Options that are not of the template: where results were kept.
_PASSING = ("cache", "source")


def to_bytes(template: Template) -> bytes:
    """Return a template as bytes.

    Examples
    --------
    >>> import qcompile as qc
    >>> from qcompile.training import storage
    >>> a = qc.Parameter("a")
    >>> tpl = qc.template(qc.Circuit(1).h(0).rx(a, 0), basis="rz,sx,x,cz")
    >>> again = storage.from_bytes(storage.to_bytes(tpl))
    >>> bool((again.bind([0.3]) == tpl.bind([0.3])).all())
    True
    """
    made, family, pattern = template._made, template._family, template._pattern
    options = {name: value for name, value in family.options.items() if name not in _PASSING}
    said = {
        "names": list(family.names),
        "verify": family.verify,
        "options": plain(options),
        "frozen": template.frozen,
        "tol": None if pattern is None else pattern.tol,
    }
    parts = (
        dump_json(said).encode(),
        _target_to(made.result.target),
        _target_to(family.target),
        family.source.to_bytes(),
        made.source.to_bytes(),
        pack(made.result.circuit, made.result.report),
        made.circuit.to_bytes(),
        made.program.to_bytes(),
        b"" if pattern is None else pattern.angles.to_bytes(),
        b"" if pattern is None else pattern.fixed.astype("<f8").tobytes(),
    )
    rest = b"".join(len(part).to_bytes(8, "little") for part in parts) + b"".join(parts)
    return MAGIC + VERSION.to_bytes(2, "little") + sha256(rest).digest() + rest


def from_bytes(data: bytes, name: str = "the bytes") -> Template:
    """Return the template of bytes; `to_bytes` has an example.

    Parameters
    ----------
    data : bytes
    name : str
        What to call them in an error.

    Raises
    ------
    FileError
        QC506 for bytes that are no template, or of another version, or damaged.
    """
    if not data.startswith(MAGIC):
        raise _no_template(name, "it does not begin as one")
    version = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 2], "little")
    if version != VERSION:
        raise _no_template(name, f"it is of version {version}, this is {VERSION}")
    rest = data[_HEAD:]
    if sha256(rest).digest() != data[_HEAD - 32 : _HEAD]:
        raise _no_template(name, "it is damaged")
    try:
        return _template_of(rest)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, QCompileError) as error:
        raise _no_template(name, "it does not hold what it should") from error


def save(template: Template, path: str | os.PathLike[str]) -> None:
    """Write a template to a file, which `load` and ``qcompile bind`` read."""
    write_whole(path, to_bytes(template))


def load(path: str | os.PathLike[str]) -> Template:
    """Return the template of a file.

    Raises
    ------
    FileError
        QC503 if there is none, QC506 if it is something else.
    """
    return from_bytes(read_bytes(path), f"`{quote(path)}`")


def of_compiled(circuit: Circuit) -> Template:
    """Return the template of a circuit that is compiled already, its angles expressions over parameters.

    Raises
    ------
    SemanticError
        QC241 for parameters inside control flow.
    """
    if has_inner_slots(circuit):
        raise SemanticError(
            "parameters inside control flow, which templates do not reach",
            code="QC241",
            help="bind them before compiling",
        )
    target = Target.like(circuit)
    counts = stats(circuit)
    initial, final = circuit.layouts or (list(range(circuit.num_qubits)),) * 2
    report = Report(
        before=counts,
        after=counts,
        layout=Layout(tuple(initial), tuple(final), circuit.num_qubits),
        passes=(),
        options={"level": 0, "objective": "two-qubit", "relation": "layout"},
        target=target,
    )
    names = tuple(circuit.parameters)
    family = Family(circuit, target, names, "off", {"level": 0, "trace": "times"})
    result = Result(circuit=circuit, report=report, target=target)
    program = AngleProgram(circuit, list(names), DerivedAngles())
    return Template(Made(circuit, result, circuit, program), family, {})


def _template_of(rest: bytes) -> Template:
    ends = [int.from_bytes(rest[8 * k : 8 * k + 8], "little") for k in range(_PARTS)]
    start, parts = 8 * _PARTS, []
    for length in ends:
        parts.append(rest[start : start + length])
        start += length
    if start != len(rest):
        raise ValueError("parts that do not add up")
    said = json.loads(parts[0])
    goal, own = (_target_from(part) for part in parts[1:3])
    unpacked = unpack(parts[5], goal)
    if unpacked is None:
        raise ValueError("no circuit and report")
    circuit, report = unpacked
    options = said["options"]
    if options.get("layout") is not None:
        options["layout"] = tuple(options["layout"])
    family = Family(_circuit(parts[3]), own, tuple(said["names"]), str(said["verify"]), options)
    made = Made(
        _circuit(parts[4]),
        Result(circuit=circuit, report=report, target=goal),
        _circuit(parts[6]),
        AngleProgram.from_bytes(parts[7]),
    )
    pattern = None
    if said["tol"] is not None:
        fixed = np.frombuffer(parts[9], dtype="<f8").astype(np.float64)
        pattern = Pattern(AngleProgram.from_bytes(parts[8]), fixed, float(said["tol"]))
    return Template(made, family, said["frozen"], pattern)


def _circuit(data: bytes) -> Circuit:
    return Circuit.from_core(CoreCircuit.from_bytes(data))


def _target_to(target: Target) -> bytes:
    said = target._said()
    facts = [[gate, list(on), known] for (gate, on), known in said["gate_facts"].items()]
    return dump_json({**said, "gate_facts": facts}).encode()


def _target_from(data: bytes) -> Target:
    said: dict[str, Any] = json.loads(data)
    facts = {(gate, tuple(on)): known for gate, on, known in said["gate_facts"]}
    ranges = {name: (low, high) for name, (low, high) in said["ranges"].items()}
    return Target(**{**said, "gate_facts": facts, "ranges": ranges})


def _no_template(name: str, why: str) -> FileError:
    return FileError(
        f"{name} is no template: {why}",
        code="QC506",
        help="make it again with `qcompile.training.storage.save`",
    )
