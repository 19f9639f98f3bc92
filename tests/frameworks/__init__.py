# SPDX-License-Identifier: Apache-2.0
"""Compiling and templates inside the frameworks circuits are used from."""
