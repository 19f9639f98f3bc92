# SPDX-License-Identifier: Apache-2.0
"""The noise model of a device: what its figures say about gates, readout and waiting.

A gate relaxes its qubits for as long as it takes: amplitude and phase damping from T1 and T2. What its error rate says
beyond that is depolarizing. The error rate e is taken as the average infidelity of the gate, so that the entanglement
fidelity of all channels together is 1 - e (d + 1) / d for d = 2**n (equation 3 of [1]_); where relaxation alone is
worse than that, there is nothing beyond it. Readout errors flip a bit before the measurement.

References
----------
.. [1] Nielsen, "A simple formula for the average gate fidelity of a quantum dynamical operation", Physics Letters A
   303(4), 2002, doi:10.1016/S0375-9601(02)01272-0
"""

from __future__ import annotations

from math import exp, inf
from typing import TYPE_CHECKING

from .model import NoiseModel

if TYPE_CHECKING:
    from ..targets import Target


def model_of(target: Target) -> NoiseModel:
    """Return the noise model of a device; empty for one that says nothing."""
    qubits = target.qubit_facts or []
    times = {}
    at: dict[tuple[str, tuple[int, ...]], dict[str, float]] = {}
    for q, facts in enumerate(qubits):
        t1 = facts.get("t1_ns", inf)
        t2 = min(facts.get("t2_ns", 2 * t1), 2 * t1)
        if min(t1, t2) < inf:
            times[q] = (t1, t2)
        if facts.get("readout_error"):
            at["measure", (q,)] = {"bit_flip": facts["readout_error"]}
        reset = relaxed(*times.get(q, (inf, inf)), facts.get("reset_ns", 0.0))
        if reset:
            at["reset", (q,)] = reset
    for (gate, on), facts in target.gate_facts.items():
        channels = _of_gate(facts, [times.get(q, (inf, inf)) for q in on])
        if channels:
            at[gate, tuple(on)] = channels
    return NoiseModel(at=at, times=times)


def relaxed(t1: float, t2: float, nanoseconds: float) -> dict[str, float]:
    """Return what waiting does to a qubit.

    Examples
    --------
    >>> relaxed(float("inf"), float("inf"), 100.0)
    {}
    >>> sorted(relaxed(1000.0, 1000.0, 100.0))
    ['amplitude_damping', 'phase_damping']
    """
    if nanoseconds <= 0:
        return {}
    decay = 1 - exp(-nanoseconds / t1)
    # Amplitude damping takes the square root of 1 - decay from a coherence, the rest is dephasing.
    dephasing = 1 - exp(nanoseconds / t1 - 2 * nanoseconds / t2)
    found = {"amplitude_damping": decay, "phase_damping": max(0.0, dephasing)}
    return {name: value for name, value in found.items() if value > 0}


def _of_gate(facts: dict[str, float], times: list[tuple[float, float]]) -> dict[str, float]:
    """Return the channels of a gate; its qubits relax alike, as the worse of them."""
    nanoseconds = facts.get("duration_ns", 0.0)
    t1, t2 = min(t for t, _ in times), min(t for _, t in times)
    channels = relaxed(t1, min(t2, 2 * t1), nanoseconds)
    error = facts.get("error", 0.0)
    n = len(times)
    side = 2**n
    kept = 1 - channels.get("amplitude_damping", 0.0)
    coherence = (kept * (1 - channels.get("phase_damping", 0.0))) ** 0.5
    alone = ((1 + kept + 2 * coherence) / 4) ** n
    wanted = 1 - error * (side + 1) / side
    # With depolarizing of strength s: (1 - s) alone + s / 4**n; s is p 4**n / (4**n - 1).
    strength = (alone - wanted) / (alone - 1 / side**2)
    if error > 0 and strength > 0:
        channels["depolarizing"] = min(1.0, strength * (1 - 1 / side**2))
    return channels
