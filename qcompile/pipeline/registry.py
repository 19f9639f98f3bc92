# SPDX-License-Identifier: Apache-2.0
"""Passes by name: the built-in table, and those of other packages.

The built-in table is static, so that a pipeline imports only the passes it runs. Other packages register theirs
through the entry-point group ``qcompile.passes``; a name that is taken is an error naming both.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..contract import Pass
from ..errors import PipelineError
from ..passes import TABLE

GROUP = "qcompile.passes"


def names() -> list[str]:
    """Return the names of all passes, built in and registered, sorted."""
    return sorted({*TABLE, *_foreign()})


def find(name: str) -> type[Pass]:
    """Return the class of a pass.

    Raises
    ------
    PipelineError
        QC403 for an unknown name, with the nearest ones; QC414 for a name registered twice.
    """
    foreign = {} if name in TABLE else _foreign()
    if name in TABLE:
        module, cls = TABLE[name]
        return _checked(getattr(import_module(f"..passes.{module}", __package__), cls))
    if name in foreign:
        return _checked(foreign[name].load())
    from difflib import get_close_matches

    near = get_close_matches(name, names(), n=3)
    raise PipelineError(
        f"no pass is called `{name}`",
        code="QC403",
        help=f"did you mean {' or '.join(f'`{n}`' for n in near)}?"
        if near
        else "`qcompile passes` lists them",
    )


def _checked(cls: Any) -> type[Pass]:
    if not (isinstance(cls, type) and issubclass(cls, Pass)):
        raise PipelineError(f"`{cls!r}` is not a pass", code="QC414")
    return cls


def _foreign() -> dict[str, Any]:
    from importlib.metadata import entry_points

    found: dict[str, Any] = {}
    for entry in entry_points(group=GROUP):
        taken = TABLE.get(entry.name) or found.get(entry.name)
        if taken is not None:
            raise PipelineError(
                f"two passes are called `{entry.name}`: {taken} and {entry.value}", code="QC414"
            )
        found[entry.name] = entry
    return found
