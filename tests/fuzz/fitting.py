# SPDX-License-Identifier: Apache-2.0
"""Judges what came out for a device: by its own words, by plain linear algebra, and whether a refusal was right."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from qcompile import Circuit
from qcompile.emitters import dumps
from qcompile.errors import QCompileError, TargetError

from .devices import Spec, fits

if TYPE_CHECKING:
    from .generator import Case

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
#: Matrices are multiplied out up to so many qubits of the device.
MAX_QUBITS = 6
TOLERANCE = 1e-8

if "benchmarks" not in sys.modules:
    # The judges belong to the benchmarks, which are no part of the package and on no path.
    _found = spec_from_file_location(
        "benchmarks", BENCHMARKS / "__init__.py", submodule_search_locations=[str(BENCHMARKS)]
    )
    assert _found is not None
    assert _found.loader is not None
    sys.modules["benchmarks"] = module_from_spec(_found)
    _found.loader.exec_module(sys.modules["benchmarks"])


def broken(case: Case, out: Circuit) -> Iterator[tuple[str, str]]:
    """Yield each law a mapped circuit breaks, and how."""
    if case.spec is None:
        return
    from benchmarks.mapping.checker import check

    initial = (out.layouts or ([],))[0]
    for q, place in enumerate(case.layout):
        if place is not None and initial[q] != place:
            yield "places", f"qubit {q} is on {initial[q]}, not on {place} as the user said"
            break
    try:
        text = dumps(out, "qasm2")
    except QCompileError:
        text = dumps(out, "qasm3")
    for finding in check(text, _device(case.spec))[:1]:
        yield "device", str(finding)
    if out.num_qubits <= MAX_QUBITS and not out.num_bits and text.startswith("OPENQASM 2"):
        yield from _dense(case.circuit, text)


def _device(spec: Spec) -> object:
    from benchmarks.mapping.checker import Device

    return Device(
        spec.qubits,
        tuple(map(frozenset, spec.sites)),
        {pair: frozenset(names) for pair, names in spec.couplers.items()},
        spec.ranges,
        spec.excluded,
        spec.forbids,
    )


def _dense(before: Circuit, text: str) -> Iterator[tuple[str, str]]:
    from benchmarks import openqasm
    from benchmarks.mapping import dense
    from benchmarks.mapping.text import read

    try:
        source = openqasm.read(dumps(before, "qasm2"))
    except QCompileError:
        return
    program = read(text)
    if program.initial is None or program.final is None:
        return
    plain = range(before.num_qubits)
    initial, final = before.layouts or (plain, plain)
    try:
        a = dense.block(source, initial, final)
        b = dense.block(openqasm.read(text), program.initial, program.final)
    except dense.TooLargeError:
        return
    if (apart := dense.apart(a, b)) > TOLERANCE:
        yield "dense", f"matrices differ by {apart:.1e}"


def refused(case: Case, error: TargetError) -> str:
    """Return what is wrong with a refusal; nothing if the circuit need not fit."""
    spec = case.spec
    if spec is None or spec.forbids or not fits(case.circuit, spec, case.layout):
        return ""
    return f"it fits, and was refused: {error}"


def wording(error: TargetError) -> str:
    """Return a refusal without its numbers, so that each wording is told once."""
    return re.sub(r"\d+", "N", str(error))
