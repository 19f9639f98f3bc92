# SPDX-License-Identifier: Apache-2.0
"""Both readers on one text."""

from __future__ import annotations

from typing import Any

from qcompile import errors
from qcompile.frontends import loads

HEAD = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


def outcome(text: str | bytes, scanner: bool, **options: Any) -> tuple[Any, ...]:
    """Return what reading gives: the circuit and all that equality leaves out, or the error; and the warnings."""
    warnings: list[str] = []

    def warn(diagnostic: errors.Diagnostic) -> None:
        warnings.append(diagnostic.render())

    try:
        circuit = loads(text, scanner=scanner, on_warning=warn, **options)
    except errors.QCompileError as error:
        return type(error).__name__, error.code, error.render(), warnings
    places = [op.place for op in circuit]
    return "circuit", circuit, places, circuit.error_bound, warnings


def both(text: str | bytes, **options: Any) -> tuple[Any, ...]:
    """Return the outcome, having checked that it does not depend on the scanner."""
    on, off = outcome(text, True, **options), outcome(text, False, **options)
    assert on == off
    return on
