# SPDX-License-Identifier: Apache-2.0
"""Circuits out: `dumps` to text, `dump` to a file. The writers are in the engine (`core/src/emit/`)."""

from .losses import losses
from .text import FORMATS, SUFFIXES, dump, dumps, format_of

__all__ = ["FORMATS", "SUFFIXES", "dump", "dumps", "format_of", "losses"]
