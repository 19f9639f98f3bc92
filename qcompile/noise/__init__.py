# SPDX-License-Identifier: Apache-2.0
"""Noise models: which channels follow which operations. The pass `insert-noise` puts them into circuits.

Start with `NoiseModel`; `channels` has the names, `device` makes models of targets. See docs/mitigation.md.
"""

from .channels import NAMES, channel
from .model import NoiseModel

__all__ = ["NAMES", "NoiseModel", "channel"]
