# SPDX-License-Identifier: Apache-2.0
"""Circuits of other packages: there and back again, and against the package's own matrices."""
