# SPDX-License-Identifier: Apache-2.0
"""Circuits in: `load` from a file, `loads` from text.

``` text
  bytes --> text.py: is it text, which format --> openqasm2.py: statement by statement
                                                    |-> the engine's scanner (core/src/scan/)
                                                    `-> step.py (grammar) -> meaning.py   for the rest, and for errors
```

Lark is imported only when the scanner leaves something to the grammar.
"""

from .limits import LIMITS
from .text import detect, load, loads

__all__ = ["LIMITS", "detect", "load", "loads"]
