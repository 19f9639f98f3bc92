# SPDX-License-Identifier: Apache-2.0
"""What a compiled result depends on, as one key: circuit, target, options and version."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .._native import _core
from .._version import __version__
from ..report.report import dump_json, plain

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..targets import Target

#: Raised when entries are written in another way.
FORMAT = 1


def key_of(circuit: Circuit, target: Target | None, options: dict[str, Any], kind: str) -> str:
    """Return the key of what is made of a circuit.

    Parameters
    ----------
    circuit : Circuit
        All of it counts, its name and source places included: what comes back is what would have been made.
    target : Target or None
    options : dict
        Values that JSON can hold, or whose text says all.
    kind : str
        What is made.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    said = {
        "format": FORMAT,
        "kind": kind,
        "version": __version__,
        "engine": _core.__version__,
        "target": None if target is None else target.sha256(),
        "options": plain(options),
    }
    return sha256(dump_json(said).encode() + b"\0" + circuit.to_bytes()).hexdigest()
