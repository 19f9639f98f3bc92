# SPDX-License-Identifier: Apache-2.0
"""The stress test of templates and caches, for a moment; the benchmark runs it for minutes."""

from __future__ import annotations

import numpy as np

import qcompile as qc
from benchmarks.training import stress
from benchmarks.training.ansatz import ansatz


def test_threads_and_processes_share_a_template_and_a_cache() -> None:
    found = stress.run(1.0, threads=2, processes=1)
    bad = ("wrong angles", "lost entries", "wrong entries", "failed", "damaged or unusable")
    assert {} == {name: found[name] for name in bad if found[name]}, found
    assert found["assignments"] > 0
    assert found["entries"] > 0


def test_a_wrong_angle_is_noticed() -> None:
    template = qc.template(ansatz(stress.QUBITS, stress.LAYERS), "line:4", basis="cz,rz,sx,x")
    values = np.linspace(-1, 1, len(template.parameters))
    angles = template.bind(values)
    right = np.abs(stress._native(template, angles) - stress._source(values)).max()
    assert right < stress.CLOSE
    for slot in range(0, len(angles), 7):
        wrong = angles.copy()
        wrong[slot] += 1e-6
        apart = np.abs(stress._native(template, wrong) - stress._source(values)).max()
        assert apart > 100 * stress.CLOSE
