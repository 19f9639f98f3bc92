# SPDX-License-Identifier: Apache-2.0
"""Block-diagonal encodings and synthesis from matrices and states, each figure beside its goal and the peers'."""
