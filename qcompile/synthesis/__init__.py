# SPDX-License-Identifier: Apache-2.0
"""Circuits from matrices, vectors and data.

`encodings` has the data encodings by name, `block_encodings` matrices that are not unitary. Nothing here loads numpy
before an array is given.
"""

from . import block_encodings, encodings

__all__ = ["block_encodings", "encodings"]
