# SPDX-License-Identifier: Apache-2.0
"""The stages of Qiskit's preset pass managers, by ``init_method="qcompile"`` and the like.

They are entry points of the installed package; `transpile` and `generate_preset_pass_manager` find them by name.

============  ======================================================================================================
stage         what it does
============  ======================================================================================================
init          a level's rewriting for the gates of the target, as if every pair were coupled
layout        a whole level: places, routes, translates and settles; what the next stages find is finished
routing       swaps, for a circuit that was laid out
translation   a circuit in the target's gates, and no more than linear-time clean-up
optimization  a whole level, for a circuit that was laid out, which stays where it starts
============  ======================================================================================================

Qiskit's optimization level 0 is level 0 here, 1 is 1, 2 and 3 are 2. What `transpile` is told of approximation is not
used: nothing is approximated.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from qiskit.transpiler import PassManager
from qiskit.transpiler.preset_passmanagers.plugin import PassManagerStagePlugin


class _Stage(PassManagerStagePlugin):  # type: ignore[misc]
    """A stage that is one pass."""

    def pass_manager(self, pass_manager_config: Any, optimization_level: int | None = None) -> Any:
        """Return the pass manager of the stage; None where there is nothing to do."""
        # Qiskit loads the stages it finds even where they are not used.
        from ..pipeline.presets import NUMBERS
        from .qiskit import QCompile
        from .qiskit_targets import target_of

        config = pass_manager_config
        level = NUMBERS[-1] if optimization_level is None else min(optimization_level, NUMBERS[-1])
        loose = (config.basis_gates, config.coupling_map) if config.target is None else ()
        options = self.options(config, target_of(config.target, *loose), level)
        if options is None:
            return None
        # Qiskit's -1 is a fixed seed as well.
        seed = max(config.seed_transpiler or 0, 0)
        return PassManager([QCompile(**options, seed=seed)])

    @abstractmethod
    def options(self, config: Any, target: Any, level: int) -> dict[str, Any] | None:
        """Return what the pass is told; None for no pass."""


class Init(_Stage):
    """Rewrite a circuit before it is placed."""

    def options(self, config: Any, target: Any, level: int) -> dict[str, Any]:
        """Return a level for the target without couplings."""
        return {"target": None if target is None else target.ideal(), "level": level}


class Layout(_Stage):
    """Compile a circuit, so that nothing is left to do."""

    def options(self, config: Any, target: Any, level: int) -> dict[str, Any]:
        """Return a level, from the layout given."""
        return {"target": target, "level": level, "layout": config.initial_layout}


class Routing(_Stage):
    """Bring together what has to meet."""

    def options(self, config: Any, target: Any, level: int) -> dict[str, Any] | None:
        """Return the one pass that does so; None without couplings."""
        if target is None or target.pairs is None:
            return None
        return {"target": target, "passes": f"routing{{effort={min(level, 1)}}}"}


class Translation(_Stage):
    """Write a circuit in the target's gates."""

    def options(self, config: Any, target: Any, level: int) -> dict[str, Any]:
        """Return a level of linear time."""
        return {"target": target, "level": min(level, 1)}


class Optimization(_Stage):
    """Make a circuit smaller where it lies."""

    def options(self, config: Any, target: Any, level: int) -> dict[str, Any] | None:
        """Return a level; None at level 0."""
        return {"target": target, "level": level} if level else None
