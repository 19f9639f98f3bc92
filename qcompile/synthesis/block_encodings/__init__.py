# SPDX-License-Identifier: Apache-2.0
"""Matrices that are not unitary, in the corner of a circuit with ancillas.

Each function returns a `BlockEncoding`: with the ancillas starting and found in zero, the system sees
``A / scale``.
"""

from .dilation import dilation
from .encoding import BlockEncoding
from .fable import fable
from .pauli_sum import pauli_sum

__all__ = ["BlockEncoding", "dilation", "fable", "pauli_sum"]
