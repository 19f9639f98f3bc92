# SPDX-License-Identifier: Apache-2.0
"""The rewrite passes: one file, one pass; the kernel of the same name is in ``core/src/passes``.

Classes are loaded when they are first named (``qcompile.passes.CancelInverses``): a pipeline imports only what it
runs. Start with `cancel_inverses`.
"""

from importlib import import_module
from typing import Any

#: Pass name -> (module here, class).
TABLE: dict[str, tuple[str, str]] = {
    "absorb-permutations": ("absorb_permutations", "AbsorbPermutations"),
    "basis-translation": ("basis_translation", "BasisTranslation"),
    "block-diagonalization": ("block_diagonalization", "BlockDiagonalization"),
    "cancel-inverses": ("cancel_inverses", "CancelInverses"),
    "clifford-pushing": ("clifford_pushing", "CliffordPushing"),
    "clifford-resynthesis": ("clifford_resynthesis", "CliffordResynthesis"),
    "decompose": ("decompose", "Decompose"),
    "drop-small-rotations": ("drop_small_rotations", "DropSmallRotations"),
    "dynamical-decoupling": ("dynamical_decoupling", "DynamicalDecoupling"),
    "elide-swaps": ("elide_swaps", "ElideSwaps"),
    "insert-noise": ("insert_noise", "InsertNoise"),
    "internal-hadamard-optimization": (
        "internal_hadamard_optimization",
        "InternalHadamardOptimization",
    ),
    "known-state": ("known_state", "KnownState"),
    "linear-resynthesis": ("linear_resynthesis", "LinearResynthesis"),
    "merge-rotations": ("merge_rotations", "MergeRotations"),
    "one-qubit-fusion": ("one_qubit_fusion", "OneQubitFusion"),
    "pauli-folding": ("pauli_folding", "PauliFolding"),
    "phase-folding": ("phase_folding", "PhaseFolding"),
    "phase-polynomial-resynthesis": (
        "phase_polynomial_resynthesis",
        "PhasePolynomialResynthesis",
    ),
    "relative-phase-toffoli": ("relative_phase_toffoli", "RelativePhaseToffoli"),
    "remove-barriers": ("remove_barriers", "RemoveBarriers"),
    "remove-diagonals-before-measure": (
        "remove_diagonals_before_measure",
        "RemoveDiagonalsBeforeMeasure",
    ),
    "remove-identities": ("remove_identities", "RemoveIdentities"),
    "replacement": ("replacement", "Replacement"),
    "routing": ("routing", "Routing"),
    "schedule": ("schedule", "Schedule"),
    "two-qubit-fusion": ("two_qubit_fusion", "TwoQubitFusion"),
    "zero-ancilla-fusion": ("zero_ancilla_fusion", "ZeroAncillaFusion"),
}

_CLASSES = {cls: module for module, cls in TABLE.values()}
__all__ = ["TABLE", *_CLASSES]


def __getattr__(name: str) -> Any:
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_CLASSES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
