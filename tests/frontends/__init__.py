# SPDX-License-Identifier: Apache-2.0
"""Tests of reading: errors, both readers of OpenQASM 2, bad input."""
