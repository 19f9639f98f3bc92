# SPDX-License-Identifier: Apache-2.0
"""Compiling, and templates, inside the frameworks that circuits are used from: one file, or a few, for each."""
