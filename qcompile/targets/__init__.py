# SPDX-License-Identifier: Apache-2.0
"""Targets: what a circuit is compiled for, where that comes from, and how it is written down.

`target` is the model; `bases` and `generic` make targets from names, `shipped` finds the devices of the package,
`reading` and `writing` are the device file, `graphs` networkx. The `from_*` files read devices of other SDKs on top of
`draft`, `foreign` tells them apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from .bases import BASES, DEFAULT_BASIS
from .target import Target

__all__ = ["BASES", "DEFAULT_BASIS", "Target", "as_target"]


def as_target(obj: Any, basis: Any = None) -> Target:
    """Return the target that a value stands for: a name, a path, a graph, an SDK's device; see `foreign.as_target`."""
    if isinstance(obj, str):
        wanted = basis if basis is None or isinstance(basis, str) else tuple(basis)
        return _named(obj, wanted)
    from . import foreign

    return foreign.as_target(obj, basis)


@lru_cache(maxsize=32)
def _named(name: str, basis: str | tuple[str, ...] | None) -> Target:
    """Return the target of a name; those that come again, as in a loop over circuits, are not read again."""
    return Target.from_name(name, basis)
