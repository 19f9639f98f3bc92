# SPDX-License-Identifier: Apache-2.0
"""Devices that come with the package, by name; and the names near a wrong one.

A name is looked up in the list of what is there and never joined to a path, so that ``../x`` is an unknown name.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache

from ..errors import PipelineError, quote
from .generic import FORMS

_FOLDER = os.path.join(os.path.dirname(__file__), "devices")
_SUFFIX = ".json"


@cache
def device_names() -> tuple[str, ...]:
    """Return the names of the devices, sorted."""
    try:
        found = os.listdir(_FOLDER)
    except FileNotFoundError:
        return ()
    return tuple(sorted(name[: -len(_SUFFIX)] for name in found if name.endswith(_SUFFIX)))


def device_file(name: str) -> str | None:
    """Return the path of a device's file; None if there is no such device. Case and ``_`` for ``-`` do not matter."""
    wanted = plain(name)
    known = next((each for each in device_names() if plain(each) == wanted), None)
    return None if known is None else os.path.join(_FOLDER, known + _SUFFIX)


def plain(name: str) -> str:
    """Return a name without what does not matter in it."""
    return name.lower().replace("_", "-")


def unknown(name: str) -> PipelineError:
    """Return the error for a name that is neither a device nor a generic form, with the nearest ones."""
    forms = [form.pattern for form in FORMS.values()]
    kind, colon, _ = plain(name).partition(":")
    near = []
    if colon:
        kinds = get_close_matches(kind, FORMS, n=1, cutoff=0.5)
        near = [f"{FORMS[each].pattern} ({FORMS[each].help})" for each in kinds]
    if not near:
        words = {plain(each): each for each in [*device_names(), *FORMS]}
        found = [words[each] for each in get_close_matches(kind, words, n=3, cutoff=0.5)]
        near = [FORMS[each].pattern if each in FORMS else each for each in found]
    listed = " or ".join(filter(None, (", ".join(near[:-1]), *near[-1:])))
    said = f"did you mean {listed}? " if near else ""
    listed = f"generic targets are {', '.join(forms[:-1])} and {forms[-1]}"
    return PipelineError(
        f"no target is called `{quote(name)}`",
        code="QC406",
        help=f"{said}{listed}; `qcompile target list` shows all",
    )
