# SPDX-License-Identifier: Apache-2.0
"""The options of commands: the table they share with the configuration file is `qcompile.options`, two floors down."""

from __future__ import annotations

from ..options import COMPILE, READ, SPEAK, TABLE, Option, suggestion

__all__ = ["COMPILE", "READ", "SPEAK", "TABLE", "Option", "suggestion"]
