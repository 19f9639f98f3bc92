# SPDX-License-Identifier: Apache-2.0
"""Data encodings by name, for training code: a circuit with parameters, and the map from data to their values.

Each function returns an `Encoding`. Its circuit is compiled once; for every sample the compiled circuit is bound with
``encoding.values(x)``, or a whole batch of values comes from ``encoding.angles(x)``. Rotations are
``exp(-1j * angle * P / 2)``, feature i is on qubit i, and qubit 0 is the least significant bit of a basis state.
"""

from .amplitude import amplitude
from .angle import angle, basis
from .encoding import Encoding
from .interaction import iqp, zz_feature_map
from .layers import reuploading, strongly_entangling
from .levels import level_amplitude

__all__ = [
    "Encoding",
    "amplitude",
    "angle",
    "basis",
    "iqp",
    "level_amplitude",
    "reuploading",
    "strongly_entangling",
    "zz_feature_map",
]
