# SPDX-License-Identifier: Apache-2.0
"""Circuits from matrices, vectors and data.

`unitary`, `blocks`, `rotations`, `diagonal`, `state`, `isometry`, `permutation` and `search` take numbers and return a
`Synthesis`: the circuit, its measured error, the phases of diagonals that were left free. `ghz`, `w`, `dicke` and
`stabiliser_state` are states by name, `controlled` gates under controls. `encodings` has the data encodings by name,
`block_encodings` matrices that are not unitary. Nothing here loads numpy before an array is given.
"""

from . import block_encodings, encodings
from .blocks import blocks, diagonal, rotations
from .controlled import controlled
from .named_states import dicke, ghz, w
from .permutation import permutation
from .result import Synthesis
from .search import search
from .stabiliser import stabiliser_state
from .state import isometry, state
from .unitary import unitary

__all__ = [
    "Synthesis",
    "block_encodings",
    "blocks",
    "controlled",
    "diagonal",
    "dicke",
    "encodings",
    "ghz",
    "isometry",
    "permutation",
    "rotations",
    "search",
    "stabiliser_state",
    "state",
    "unitary",
    "w",
]
