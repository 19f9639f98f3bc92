# SPDX-License-Identifier: Apache-2.0
"""What the tests of reading share."""

from __future__ import annotations

import pytest


@pytest.fixture(params=[True, False], ids=["scanner", "grammar"])
def scanner(request: pytest.FixtureRequest) -> bool:
    """The scanner on and off."""
    return bool(request.param)
