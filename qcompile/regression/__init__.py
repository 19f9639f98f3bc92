# SPDX-License-Identifier: Apache-2.0
"""Did a circuit of the project get worse? Measured, compared with a committed baseline, judged, reported."""

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

__all__ = [
    "Aggregate",
    "Cause",
    "Change",
    "Check",
    "Entry",
    "Limit",
    "Overrun",
    "Row",
    "Snapshot",
    "Standing",
]
