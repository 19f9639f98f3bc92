# SPDX-License-Identifier: Apache-2.0
"""Circuits from matrices, vectors and data, against plain numpy."""
