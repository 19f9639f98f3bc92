# SPDX-License-Identifier: Apache-2.0
"""Whether this circuit is that circuit.

The engine's oracle answers, by code that shares nothing with the passes; this room asks it. Start at
`equivalent`.
"""

from .equivalence import CHEAP, Limits, cheap, equivalent
from .verdict import VERDICTS, Verdict

__all__ = ["CHEAP", "VERDICTS", "Limits", "Verdict", "cheap", "equivalent"]
