# SPDX-License-Identifier: Apache-2.0
"""Times and memory beside the baseline, in a file of their own: they differ from machine to machine, counts do not."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from ..files import read_bytes, write_whole
from .limits import TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .measuring import Measured

SCHEMA = 1


def read(path: str) -> dict[str, dict[str, float]]:
    """Return the times by id; nothing where there is no file, or none that can be understood."""
    if not os.path.isfile(path):
        return {}
    try:
        said = json.loads(read_bytes(path))
        if said["schema"] != SCHEMA:
            return {}
        return {
            name: {key: float(own[key]) for key in TIMES if key in own}
            for name, own in said["circuits"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}  # figures of one machine: made again by the next update


def write(path: str, known: Mapping[str, Mapping[str, float]], new: Iterable[Measured]) -> None:
    """Write the times of circuits just measured over those that are known, a circuit a line."""
    times = {**known, **{each.listed.id: each.times for each in new if each.times}}
    lines = [
        f"{json.dumps(name)}:{json.dumps(dict(times[name]), sort_keys=True)}"
        for name in sorted(times)
    ]
    body = ",\n".join(lines)
    write_whole(path, f'{{"circuits":{{\n{body}\n}},"schema":{SCHEMA}}}\n')


def told(known: Mapping[str, Mapping[str, float]], new: Iterable[Measured]) -> str:
    """Return what compiling took, before and now, over the circuits known on both sides; nothing without any."""
    pairs = [
        (known[each.listed.id]["seconds"], each.times["seconds"])
        for each in new
        if "seconds" in known.get(each.listed.id, {}) and "seconds" in each.times
    ]
    if not pairs:
        return ""
    before, now = (sum(side) for side in zip(*pairs, strict=True))
    return f"compiling took {now:.3g} s, {before:.3g} s when the baseline was written"
