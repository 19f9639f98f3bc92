# SPDX-License-Identifier: Apache-2.0
"""What a compilation is asked for: words it takes, options that contradict each other, figures it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import index
from typing import TYPE_CHECKING, Any

from .contract import RELATIONS
from .errors import PipelineError
from .metrics import OBJECTIVES
from .targets import Target, as_target
from .targets.target import own_basis

if TYPE_CHECKING:
    from .circuit import Circuit

#: Objectives for circuits exactly in Clifford+T.
COUNTING_T = ("t-count", "t-depth")
#: Words that options take.
WORDS = {
    "objective": tuple(OBJECTIVES),
    "relation": (None, *RELATIONS),
    "permutation": (None, "keep", "free"),
}


def check_words(**options: str | None) -> None:
    """Refuse a word that an option does not take; QC402."""
    for name, word in options.items():
        if word not in WORDS[name]:
            raise PipelineError(
                f"there is no {name} `{word}`",
                code="QC402",
                help=f"it is one of {', '.join(filter(None, WORDS[name]))}",
            )


def check_verbatim(target: object, **others: object) -> None:
    """Refuse to check a circuit as it stands without a target, or with options that would change it; QC407."""
    if target is None:
        raise PipelineError(
            "verbatim checks a circuit against a target, and there is none",
            code="QC407",
            help="name a device, or a generic target such as line:5",
        )
    for name, value in others.items():
        if value:
            raise PipelineError(
                f"verbatim contradicts {name}: the circuit stays as it is",
                code="QC407",
                help="give one of the two",
            )


def places(layout: Iterable[int | None] | None) -> tuple[int | None, ...]:
    """Return the places of the first program qubits; QC402 for what is no list of qubits."""
    given = () if layout is None else layout
    try:
        if isinstance(given, (str, Mapping)):
            raise TypeError
        return tuple(None if q is None else index(q) for q in given)
    except TypeError:
        raise PipelineError(
            f"a layout is a list of device qubits, or None for any, got `{layout!r}`",
            code="QC402",
            help="give the device qubit of each program qubit, such as [3, None, 1]",
        ) from None


def goal(
    circuit: Circuit,
    target: Target | str | Any | None,
    basis: Iterable[str] | str | None,
    min_health: float,
) -> Target:
    """Return the target that is meant, without the qubits that are not healthy enough.

    Raises
    ------
    PipelineError
        QC407 for a basis or a health with a target that has none to choose; QC425 if its qubits' health is not known.
    """
    if not 0.0 <= min_health <= 1.0:
        raise PipelineError(f"a health is between 0 and 1, got {min_health}", code="QC402")
    if target is None:
        if min_health > 0:
            raise PipelineError(
                "a least health is for a device, and there is no target",
                code="QC407",
                help="name a device file with a calibration",
            )
        return Target.like(circuit) if basis is None else Target.from_basis(basis)
    if not isinstance(target, Target):
        target = as_target(target, basis)
    elif basis is not None:
        raise own_basis(target.name)
    return healthy(target, min_health) if min_health > 0 else target


def check_permutation(asked: str | None, target: Target, *, routed: bool) -> None:
    """Refuse to keep qubits where they start when a circuit is routed on couplings; QC407."""
    if routed and asked == "keep" and target.has_couplings:
        raise PipelineError(
            f"circuits routed on the couplings of target `{target.name}` end in a permutation of their qubits",
            code="QC407",
            help="leave out `keep`: the final layout says where each qubit ends",
        )


def healthy(target: Target, least: float) -> Target:
    """Return the target without the qubits below a health; QC425 if it has no figures to tell."""
    if target.calibration_sha256() is None:
        raise PipelineError(
            f"target `{target.name}` has no calibration, so the health of its qubits is not known",
            code="QC425",
            help="give a device file with a calibration, or leave out --min-health",
        )
    return target.healthy(least)


def check_counted(circuit: Circuit, objective: str, *, given: bool) -> None:
    """Refuse what has no T-count; matrices and the like are judged by what synthesis made of them."""
    found = circuit.first_uncounted() if objective in COUNTING_T else None
    if found is None:
        return
    name, place, may_be_exact = found
    if given and may_be_exact:
        return
    line, column = place or (None, None)
    raise PipelineError(
        f"`{name}` is not exactly in Clifford+T, so there is no T-count to make small",
        code="QC415",
        note="exact is what multiples of pi/4 make without ancillas",
        help=f"give exact angles, bind parameters first, or choose another objective than {objective}; rotations are"
        " not approximated by T gates",
        line=line,
        column=column,
    )


def check_measured(target: Target, objective: str) -> None:
    """Refuse to make small, or large, what the target tells nothing of."""
    errors, durations = target.figures()
    if (objective == "fidelity" and not errors) or (objective == "duration" and not durations):
        missing = "error rates" if objective == "fidelity" else "durations"
        raise PipelineError(
            f"target `{target.name}` has no {missing}, so there is no {objective} to compare",
            code="QC425",
            help="give a device file with a calibration, or choose another objective",
        )
