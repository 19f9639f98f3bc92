# SPDX-License-Identifier: Apache-2.0
"""What must hold of a compiled circuit, whatever the input."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from itertools import pairwise

import qcompile as qc
from qcompile import Circuit, Pipeline, Target
from qcompile.contract import Context
from qcompile.emitters import dumps
from qcompile.errors import QCompileError, TargetError
from qcompile.frontends import loads
from qcompile.metrics import cost, stats
from qcompile.pipeline import presets

from . import fitting, reread
from .generator import KINDS, Case

#: Largest error of an exact compilation.
TOLERANCE = 1e-9
#: Forms a compiled circuit is written in and read back from.
FORMS = ("qasm2",)
#: Every so many cases OpenQASM 3 is read by Qiskit: slow, and gates are few. Shares no factor with the kinds.
FOREIGN_EVERY = 7


@dataclass(frozen=True)
class Finding:
    """A law that was broken.

    Parameters
    ----------
    law : str
        ``"equivalent"``, ``"phase"``, ``"decided"``, ``"error"``, ``"text"``, ``"never-worse"``, ``"deterministic"``,
        ``"input"``, ``"crash"``, ``"device"``, ``"dense"``, ``"places"`` or ``"fits"``.
    pipeline : str
        Level or pipeline text under which it broke.
    detail : str
        One line for people.
    """

    law: str
    pipeline: str
    detail: str

    def __str__(self) -> str:
        return f"[{self.law}] {self.pipeline}: {self.detail}"


@dataclass
class Outcome:
    """What checking one case came to."""

    compiled: int = 0
    worst: float = 0.0
    refused: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def levels(pipeline: str) -> list[str]:
    """Return the single pipelines that ``pipeline`` stands for: ``all`` is every level."""
    return [f"O{k}" for k in presets.NUMBERS] if pipeline == "all" else [pipeline]


def is_level(pipeline: str) -> bool:
    """Return whether a pipeline is a level, whose results run on their target."""
    return pipeline[:1] == "O" and pipeline[1:].isdigit()


def promised(pipeline: str) -> str | None:
    """Return ``from-zero`` if a pass of the pipeline promises no more, else None: the strongest there is."""
    if is_level(pipeline):
        return None
    weakest = any(p.relation == "from-zero" for p in Pipeline(pipeline))
    return "from-zero" if weakest else None


def compiled(case: Case, pipeline: str) -> Circuit:
    """Return the case's circuit compiled by a level (``O2``) or by pipeline text."""
    if is_level(pipeline):
        return qc.compile(
            case.circuit,
            target=case.target,
            basis=case.basis,
            level=int(pipeline[1:]),
            objective=case.objective,
            verify="off",
            layout=case.layout,
            min_health=case.min_health,
        ).circuit
    target = case.target or (
        Target.like(case.circuit) if case.basis is None else Target.from_basis(case.basis)
    )
    if case.min_health:
        target = target.healthy(case.min_health)
    context = Context(target=target, objective=case.objective, layout=case.layout)
    return Pipeline(pipeline).run(case.circuit, context)[0]


def check(case: Case, pipeline: str) -> Outcome:
    """Compile a case and try every law on the result."""
    outcome = Outcome()
    before = case.circuit.copy()
    results: list[tuple[str, Circuit]] = []
    for name in levels(pipeline):
        out = _attempt(case, name, outcome)
        if out is not None:
            results.append((name, out))
    outcome.compiled = len(results)
    for name, out in results:
        _equivalent(case, name, out, outcome)
        if is_level(name):
            for law, detail in fitting.broken(case, out):
                outcome.findings.append(Finding(law, name, detail))
    if results:
        # One of them, by turns: writing, reading and comparing cost as much as all the rest.
        name, out = results[case.index // len(KINDS) % len(results)]
        _text(case, name, out, outcome)
        if compiled(case, name).to_bytes() != out.to_bytes():
            outcome.findings.append(Finding("deterministic", name, "two runs, two circuits"))
    _never_worse(results, case.objective, outcome)
    if case.circuit != before:
        outcome.findings.append(Finding("input", pipeline, "the caller's circuit was changed"))
    return outcome


def _attempt(case: Case, name: str, outcome: Outcome) -> Circuit | None:
    """Compile; a target may refuse, anything else that is raised is a crash."""
    try:
        return compiled(case, name)
    except TargetError as e:
        outcome.refused.append(f"{name}: {fitting.wording(e)}" if case.spec else f"{name}: {e}")
        if case.spec and (detail := fitting.refused(case, e)):
            outcome.findings.append(Finding("fits", name, detail))
    except QCompileError as e:
        outcome.findings.append(Finding("crash", name, f"{e.code}: {e}"))
    except Exception:
        outcome.findings.append(Finding("crash", name, traceback.format_exc(limit=-2)))
    return None


def _equivalent(case: Case, name: str, out: Circuit, outcome: Outcome, law: str = "") -> None:
    pairs = [(case.circuit.bind(v), out.bind(v)) for v in case.values] or [(case.circuit, out)]
    relation = promised(name.split(" as ")[0])
    for a, b in pairs:
        verdict = qc.equivalent(a, b, relation=relation)
        broken = {
            "equivalent": "" if (verdict.error or 0.0) < TOLERANCE else "error",
            "equivalent up to global phase": "phase",
            "not equivalent": "equivalent",
            "undecided": "decided",
        }[verdict.verdict]
        if broken:
            outcome.findings.append(Finding(law or broken, name, str(verdict)))
        if verdict:
            outcome.worst = max(outcome.worst, verdict.error or 0.0)


def _text(case: Case, name: str, out: Circuit, outcome: Outcome) -> None:
    """What a file says is what its reader gets."""
    if case.index % FOREIGN_EVERY == 0 and reread.readable(out):
        try:
            detail = reread.difference(out)
        except Exception as e:
            detail = f"Qiskit does not read it: {e}"
        if detail:
            outcome.findings.append(Finding("text", f"{name} as qasm3", detail))
    for form in FORMS:
        try:
            text = dumps(out, form)
        except QCompileError:
            # OpenQASM 2 has no words for blocks and parameters.
            continue
        try:
            again = loads(text, format=form)
        except QCompileError as e:
            outcome.findings.append(Finding("text", name, f"{form} is not read: {e}"))
            continue
        _equivalent(case, f"{name} as {form}", Circuit.from_core(again), outcome, "text")


def _never_worse(results: list[tuple[str, Circuit]], objective: str, outcome: Outcome) -> None:
    costs = [(name, cost(stats(out), objective)) for name, out in results]
    for (low, before), (high, after) in pairwise(costs):
        if after > before:
            detail = f"{after} after {before} of {low} ({objective}, two_qubit, depth, gates)"
            outcome.findings.append(Finding("never-worse", high, detail))
