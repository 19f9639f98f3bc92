# SPDX-License-Identifier: Apache-2.0
"""The circuits behind the rows of a check, read and compiled again for those who draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import QCompileError
from .listing import listed
from .measuring import compiled, read
from .project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..circuit import Circuit
    from .listing import Listed
    from .model import Entry

#: Operations of a circuit, as it was compiled, that is compiled once more for its pictures.
LARGEST = 20_000


def circuits(
    folder: str = ".", options: Mapping[str, Any] | None = None
) -> Callable[[Entry], tuple[Circuit, Circuit] | None]:
    """Return what gives the circuit of an entry as it was given and as it is compiled.

    Parameters
    ----------
    folder, options
        Those of the check.

    Returns
    -------
    callable (Entry) -> (Circuit, Circuit) or None
        None where there is no result, where it is too large, or where it cannot be made again.
    """
    known: dict[str, Listed] = {}

    def both(entry: Entry) -> tuple[Circuit, Circuit] | None:
        if entry.report is None or entry.report.after.gates > LARGEST:
            return None
        try:
            if not known:
                project = Project.find(folder).with_options(options or {})
                known.update({each.id: each for each in listed(project)})
            one = known[entry.id]
            given = one.circuit if one.circuit is not None else read(one)[0]
            return given.copy(), compiled(one).circuit
        except (QCompileError, KeyError):
            return None

    return both
