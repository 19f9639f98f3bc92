# SPDX-License-Identifier: Apache-2.0
"""Assertions about circuits, for tests of any kind: plain functions that raise `AssertionError`.

Circuits are given as anything: a path, OpenQASM text, a `Circuit`, a `Result`, or a circuit of another package. They
are measured as they are; with a target or any other option of `compile` they are compiled first.

The pytest plugin (`qcompile.pytest_plugin`) makes the same assertions, and remembers what circuits cost.
"""

from .asserts import (
    assert_budget,
    assert_count,
    assert_depth,
    assert_equivalent,
    assert_no_worse,
)

__all__ = [
    "assert_budget",
    "assert_count",
    "assert_depth",
    "assert_equivalent",
    "assert_no_worse",
]
