# SPDX-License-Identifier: Apache-2.0
"""What every test may use: the shared corpus and conformance cases, where they are present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path | None:
    """Return the folder of shared data: `QCOMPILE_TEST_SHARED`, or `shared/` beside the repository."""
    named = os.environ.get("QCOMPILE_TEST_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; a test that needs it is skipped where it is missing."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("no shared data; set QCOMPILE_TEST_SHARED")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT
