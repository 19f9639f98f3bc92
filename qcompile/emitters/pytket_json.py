# SPDX-License-Identifier: Apache-2.0
"""The JSON of pytket's circuits, as ``Circuit.to_dict`` gives it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .to_pytket import to_pytket

if TYPE_CHECKING:
    from ..circuit import Circuit


def write(circuit: Circuit) -> str:
    """Return the text; angles have the 15 digits that pytket writes."""
    return json.dumps(to_pytket(circuit).to_dict(), indent=1) + "\n"
