# SPDX-License-Identifier: Apache-2.0
"""Targets: native gates, couplings, directions and angle ranges of what a circuit is compiled for."""

from .target import BASES, DEFAULT_BASIS, Target

__all__ = ["BASES", "DEFAULT_BASIS", "Target"]
