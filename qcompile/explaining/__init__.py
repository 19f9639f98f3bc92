# SPDX-License-Identifier: Apache-2.0
"""What each pass did to a circuit, with the lines of the source it did it to: `explain`."""

from .explanation import Explanation, explain

__all__ = ["Explanation", "explain"]
