# SPDX-License-Identifier: Apache-2.0
"""A sweep in Cirq over a circuit that is compiled once for all of its points."""

from time import perf_counter

import numpy as np

try:
    import cirq
    import sympy
except ImportError:
    print('this example needs Cirq: pip install "qcompile[cirq]"')
    raise SystemExit(0) from None

from qcompile.frameworks.cirq import SweepTemplate

POINTS, ROUNDS = 25, 2
qubits = cirq.GridQubit.rect(2, 3)
gamma, beta = sympy.symbols("gamma beta")
pairs = [(p, q) for p in qubits for q in qubits if p < q and p.is_adjacent(q)]

circuit = cirq.Circuit(cirq.H.on_each(*qubits))
for k in range(ROUNDS):
    circuit.append(cirq.ZZPowGate(exponent=gamma * (k + 1) / ROUNDS)(p, q) for p, q in pairs)
    circuit.append(cirq.rx(2 * beta * (1 - k / ROUNDS))(q) for q in qubits)
cut = sum(0.5 - 0.5 * cirq.Z(p) * cirq.Z(q) for p, q in pairs)

sweep = cirq.Linspace("gamma", 0, 1, POINTS) * cirq.Linspace("beta", 0, np.pi / 2, POINTS)
gateset = cirq.CZTargetGateset()

start = perf_counter()
compiled = SweepTemplate(circuit, gateset=gateset)
once = perf_counter() - start
start = perf_counter()
points = compiled.sweep(sweep)
made = perf_counter() - start

few = points[:: len(points) // 40]
found = cirq.Simulator().simulate_expectation_values_sweep(compiled.circuit, [cut], few)
best = int(np.argmax([value[0].real for value in found]))
print(f"the best cut of {len(found)} points: {found[best][0].real:.3f} of {len(pairs)} at", end=" ")
print({key: round(few[best].value_of(key), 3) for key in ("gamma", "beta")})

start = perf_counter()
resolvers = list(sweep)[8 * POINTS + 5 :][:2]
for resolver in resolvers:
    bound = cirq.resolve_parameters(circuit, resolver)
    theirs = cirq.optimize_for_target_gateset(bound, gateset=gateset)
each = (perf_counter() - start) / len(resolvers) * len(points)


def two_qubit(of: cirq.Circuit) -> int:
    return sum(len(op.qubits) == 2 for op in of.all_operations())


print(f"two-qubit gates: {two_qubit(compiled.circuit)} here, {two_qubit(theirs)} in Cirq", end="; ")
print(f"all gates: {sum(1 for _ in compiled.circuit.all_operations())} and", end=" ")
print(sum(1 for _ in theirs.all_operations()))
print(f"{len(points)} points: compiled in {once:.2f} s, the sweep made in {made:.2f} s;", end=" ")
print(f"compiling each in Cirq would take {each:.0f} s")
