# SPDX-License-Identifier: Apache-2.0
"""A CI gate: fail when a circuit needs more two-qubit gates, or gets deeper, than the committed baseline says.

Run it with ``--update`` to accept the counts of today.
"""

import json
import sys
from pathlib import Path

import qcompile as qc

CIRCUITS = sorted(Path(__file__).parent.glob("*.qasm"))
BASELINE = Path("qcompile-baseline.json")

counts = {}
for path in CIRCUITS:
    after = qc.compile(qc.load(path), basis="cz,rz,sx,x", level=2).report.after
    counts[path.name] = {"two_qubit": after.two_qubit, "depth": after.depth}
    print(f"{path.name}: {after.two_qubit} two-qubit gates, depth {after.depth}")

if "--update" in sys.argv or not BASELINE.exists():
    BASELINE.write_text(json.dumps(counts, indent=2, sort_keys=True) + "\n")
    sys.exit(0)

baseline = json.loads(BASELINE.read_text())
worse = [
    f"{name}: {metric} {baseline[name][metric]} -> {value}"
    for name, metrics in counts.items()
    for metric, value in metrics.items()
    if value > baseline.get(name, metrics)[metric]
]
print("\n".join(worse) or "no circuit got worse")
sys.exit(bool(worse))
