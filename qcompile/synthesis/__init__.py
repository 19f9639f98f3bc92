# SPDX-License-Identifier: Apache-2.0
"""Circuits from matrices, vectors and data.

`encodings` has the data encodings by name. Nothing here loads numpy before an array is given.
"""

from . import encodings

__all__ = ["encodings"]
