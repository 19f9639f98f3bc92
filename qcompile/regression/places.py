# SPDX-License-Identifier: Apache-2.0
"""Where a project lies in its repository: services that show a report know paths from the root of that."""

from __future__ import annotations

import os


def below_the_repository(folder: str) -> str:
    """Return the way to a folder from the root of its git repository; empty at the root, or without a repository."""
    start = os.path.abspath(folder)
    top = start
    while not os.path.exists(os.path.join(top, ".git")):
        parent = os.path.dirname(top)
        if parent == top:
            return ""
        top = parent
    inside = os.path.relpath(start, top).replace(os.sep, "/")
    return "" if inside == "." else inside
