# SPDX-License-Identifier: Apache-2.0
"""Targets: what a circuit is compiled for, where that comes from, and how it is written down.

`target` is the model; `bases` and `generic` make targets from names, `shipped` finds the devices that come with the
package, `reading` and `writing` are the device file, `graphs` networkx.
"""

from .bases import BASES, DEFAULT_BASIS
from .target import Target

__all__ = ["BASES", "DEFAULT_BASIS", "Target"]
