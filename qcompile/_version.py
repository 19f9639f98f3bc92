# SPDX-License-Identifier: Apache-2.0
"""The version, on the ground floor: reports and crash files name it, and `qcompile` shows it."""

__version__ = "0.1.0"
