# SPDX-License-Identifier: Apache-2.0
"""Faults of the compiler: it crashes, its result is another circuit, or worse than the plain translation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..compiler import compile
from ..contract import UNRELATED
from ..errors import InternalError, QCompileError, VerificationError
from ..metrics import cost, stats
from ..verify import CHEAP, equivalent
from ..verify.equivalence import Limits

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..compiler import Result

#: A pass of the user's own raised an exception.
PASS_RAISED = "QC412"
DIFFERENT = "QC701"
#: Two random inputs tell nearly all wrong circuits from right ones, in a fraction of the time of a proof.
QUICK = Limits(stimuli=2, work=3e8)
THOROUGH = Limits(stimuli=2)


@dataclass(frozen=True)
class Fault:
    """What went wrong.

    Parameters
    ----------
    kind : {"crash", "verification", "worse", "error", "command"}
        An exception, a result that is not the circuit given or is worse than its plain translation, a certain error, or
        whatever a command of the user's says.
    code : str or None
        Of an error.
    message : str
        In words.
    """

    kind: str
    code: str | None
    message: str

    def is_like(self, other: Fault | None) -> bool:
        """Return whether another fault is of the same origin as far as can be seen.

        Crashes are told apart by their messages, numbers and quoted names aside.
        """
        if other is None or (self.kind, self.code) != (other.kind, other.code):
            return False
        return self.kind != "crash" or _wording(self.message) == _wording(other.message)


def _wording(message: str) -> str:
    return re.sub(r"\d+|`[^`]*`|'[^']*'", "#", message)


@dataclass(frozen=True)
class Compilation:
    """A way to compile, and which of its faults are of interest.

    Parameters
    ----------
    options : dict
        Keywords of `qcompile.compile`. With ``verify="off"`` results are not looked at, with "full" every pass is
        proven; else results are compared with the circuit, by random inputs first.
    code : str, optional
        Only errors of this code.
    limits : Limits
        How hard to look for an input that shows a difference.

    Examples
    --------
    >>> import qcompile as qc
    >>> wide = Compilation({"target": "line:2"}, "QC302")
    >>> wide.fault(qc.Circuit(3).h(0).h(1).h(2)).kind
    'error'
    >>> wide.fault(qc.Circuit(2).h(0)) is None
    True
    """

    options: dict[str, Any] = field(default_factory=dict)
    code: str | None = None
    limits: Limits = QUICK

    def fault(self, circuit: Circuit) -> Fault | None:
        """Compile a circuit and return what goes wrong; None for nothing of interest."""
        asked = self.options.get("verify", "auto")
        try:
            result = compile(
                circuit, **{**self.options, "verify": "full" if asked == "full" else "off"}
            )
        except QCompileError as error:
            return self._of_error(error)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            return Fault("crash", "QC900", said) if self.code in (None, "QC900") else None
        if self.code not in (None, DIFFERENT):
            return None
        if asked != "off" and (message := self._difference(circuit, result)):
            return Fault("verification", DIFFERENT, message)
        return self._worse(circuit, result) if self.code is None else None

    def refusal(self, circuit: Circuit) -> QCompileError | None:
        """Return the error with which a circuit is refused, whether of interest or not."""
        try:
            compile(circuit, **{**self.options, "verify": "off"})
        except QCompileError as error:
            return error
        return None

    def _of_error(self, error: QCompileError) -> Fault | None:
        if isinstance(error, InternalError) or error.code == PASS_RAISED:
            kind = "crash"
        elif isinstance(error, VerificationError) and error.code == DIFFERENT:
            kind = "verification"
        else:
            kind = "error"
        wanted = kind != "error" if self.code is None else error.code == self.code
        return Fault(kind, error.code, error.message) if wanted else None

    def _difference(self, circuit: Circuit, result: Result) -> str | None:
        relation = result.report.options["relation"]
        if relation == UNRELATED:
            return None
        tolerance = float(self.options.get("error") or 0.0)
        for method, limits in (("stimuli", self.limits), ("auto", CHEAP)):
            verdict = equivalent(
                circuit,
                result.circuit,
                relation=relation,
                method=method,
                tolerance=tolerance,
                limits=limits,
            )
            if verdict.verdict == "not equivalent":
                return f"the result is not equivalent to the input ({verdict.method}: {verdict.witness})"
        return None

    def _worse(self, circuit: Circuit, result: Result) -> Fault | None:
        """Compare with the plain translation, which levels promise not to be worse than."""
        if not result.report.options["level"]:
            return None
        plain = compile(circuit, **{**self.options, "level": 0, "verify": "off"})
        objective = result.report.options["objective"]
        ours, theirs = (cost(stats(c.circuit, result.target), objective) for c in (result, plain))
        if ours <= theirs:
            return None
        return Fault(
            "worse", None, f"the result costs {ours}, the plain translation {theirs} ({objective})"
        )
