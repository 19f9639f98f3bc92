# SPDX-License-Identifier: Apache-2.0
"""Did a circuit of the project get worse? Measured, compared with a committed baseline, judged, reported.

``` text
project (configuration) --listing--> circuits with their digests --measuring--> rows
baseline, or revisions (git) ------------------------------------------------------'--judging--> Check --> formats
```

`check` does all of it. The model is what formats are written from; nothing here prints.
"""

from .baseline import Baseline
from .checking import check
from .model import (
    Aggregate,
    Cause,
    Change,
    Check,
    Entry,
    Limit,
    Overrun,
    Row,
    Snapshot,
    Standing,
)
from .project import Project

__all__ = [
    "Aggregate",
    "Baseline",
    "Cause",
    "Change",
    "Check",
    "Entry",
    "Limit",
    "Overrun",
    "Project",
    "Row",
    "Snapshot",
    "Standing",
    "check",
]
