# SPDX-License-Identifier: Apache-2.0
"""What comes of one circuit among many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..compiler import Result
    from ..errors import QCompileError


@dataclass(frozen=True, kw_only=True)
class Item:
    """What `compile_many` made of one circuit: a result, or the error that kept it from one.

    Parameters
    ----------
    index : int
        Which of the circuits given, from 0.
    result : Result, optional
        As of `compile`; None where there is an error.
    error : QCompileError, optional
        What was wrong with this circuit; None where there is a result.
    bound : bool
        Whether the circuit's structure was compiled once and its angles put in.

    Examples
    --------
    >>> import qcompile as qc
    >>> good, bad = qc.Circuit(2).cx(0, 1).cx(0, 1), qc.Circuit(3).ccx(0, 1, 2)
    >>> [item.ok for item in qc.compile_many([good, bad], "line:2")]
    [True, False]
    """

    index: int
    result: Result | None = None
    error: QCompileError | None = None
    bound: bool = False

    @property
    def ok(self) -> bool:
        """Whether there is a result."""
        return self.error is None

    def unwrap(self) -> Result:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        assert self.result is not None
        return self.result
