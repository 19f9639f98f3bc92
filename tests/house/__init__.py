# SPDX-License-Identifier: Apache-2.0
"""The house tests: what holds for the sources as a whole."""
