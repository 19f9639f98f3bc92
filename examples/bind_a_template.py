# SPDX-License-Identifier: Apache-2.0
"""A circuit compiled once and bound a thousand times, and the time that saves over compiling each time."""

from time import perf_counter

import numpy as np

import qcompile as qc

QUBITS, LAYERS, BASIS = 6, 4, "cz,rz,sx,x"

ansatz, count = qc.Circuit(QUBITS), 0
for _ in range(LAYERS):
    for q in range(QUBITS):
        ansatz.ry(qc.Parameter(f"t[{count}]"), q).rz(qc.Parameter(f"t[{count + 1}]"), q)
        count += 2
    for q in range(QUBITS - 1):
        ansatz.cx(q, q + 1)

template = qc.template(ansatz, f"line:{QUBITS}", basis=BASIS)
values = np.random.default_rng(0).uniform(-np.pi, np.pi, (1000, count))

start = perf_counter()
angles = template.bind(values)
bound = perf_counter() - start

start = perf_counter()
for row in values[:5]:
    named = dict(zip(template.parameters, row.tolist(), strict=True))
    first = qc.compile(ansatz.bind(named), target=f"line:{QUBITS}", basis=BASIS, verify="off")
compiled = (perf_counter() - start) / 5 * len(values)

print(f"{len(template.parameters)} parameters, {angles.shape[1]} slots")
print(f"gates: {len(template.circuit_at(values[4]))} bound, {len(first.circuit)} bound first")
print(f"a thousand bindings take {bound * 1e3:.1f} ms, compiling each {compiled:.1f} s")
