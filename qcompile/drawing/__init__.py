# SPDX-License-Identifier: Apache-2.0
"""Pictures of circuits, devices and compilations.

``` text
operations -> layout (items in columns) -> picture (rows, columns, what is left out) -> text, svg, quantikz
```

`layout` decides once where everything stands; the writers know how wide things are and what they look like.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bars import depth_profile as depth_profile
    from .bars import waterfall as waterfall
    from .maps import device_map as device_map
    from .pictures import Drawing as Drawing
    from .pictures import Svg as Svg
    from .pictures import drawn as drawn
    from .quantikz import quantikz as quantikz
    from .text import draw as draw
    from .vector import svg as svg

#: Where each public name lives: `print` of a circuit loads the drawing in characters alone.
_HOMES = {
    "Drawing": "pictures",
    "Svg": "pictures",
    "depth_profile": "bars",
    "device_map": "maps",
    "draw": "text",
    "drawn": "pictures",
    "quantikz": "quantikz",
    "svg": "vector",
    "waterfall": "bars",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
