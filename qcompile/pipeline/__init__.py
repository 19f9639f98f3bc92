# SPDX-License-Identifier: Apache-2.0
"""Pipelines: orders of passes, run, traced and proven.

`pipeline` runs them, `combinators` builds passes from passes, `text` reads them, `registry` finds passes by name,
and `presets` alone decides the order of passes of each level.
"""

from .combinators import BestOf, FixedPoint, IfChanged, IfProperty, Sequence
from .memo import Memo
from .pipeline import Pipeline
from .trace import Step, Trace

__all__ = [
    "BestOf",
    "FixedPoint",
    "IfChanged",
    "IfProperty",
    "Memo",
    "Pipeline",
    "Sequence",
    "Step",
    "Trace",
]
