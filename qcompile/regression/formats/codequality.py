# SPDX-License-Identifier: Apache-2.0
"""GitLab's code quality report: what is wrong, shown in the changes of a merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .findings import findings
from .words import json_text

if TYPE_CHECKING:
    from ..model import Check

SEVERITIES = {"error": "major", "warning": "minor", "notice": "info"}
#: Compiling failed, or what came out is not to be relied on.
BLOCKERS = ("QC-FAILED", "QC-NONDETERMINISM")


def write(check: Check, **_: Any) -> str:
    """Return the list; an empty one where nothing is wrong, as GitLab wants it."""
    found = [
        {
            "check_name": finding.rule,
            "description": finding.message,
            "fingerprint": finding.fingerprint,
            "location": {"path": finding.path, "lines": {"begin": finding.line}},
            "severity": "blocker"
            if finding.rule in BLOCKERS and finding.level == "error"
            else SEVERITIES[finding.level],
        }
        for finding in findings(check)
    ]
    return json_text(found)
