# SPDX-License-Identifier: Apache-2.0
"""Compile once, bind many times: `template`, and what frameworks need around it."""

from .template import Slot, Template, template

__all__ = ["Slot", "Template", "template"]
