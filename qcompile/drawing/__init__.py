# SPDX-License-Identifier: Apache-2.0
"""Text drawings of circuits.

`layout` turns operations into items in columns, `items` draws one item, `canvas` joins lines where they meet.
"""

from .text import draw

__all__ = ["draw"]
