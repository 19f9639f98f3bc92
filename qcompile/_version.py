# SPDX-License-Identifier: Apache-2.0
"""The version, in a file of its own so that ``qcompile --version`` reads nothing else."""

__version__ = "0.1.0"
