# SPDX-License-Identifier: Apache-2.0
"""A CI gate: circuits against a committed baseline; one gets worse, is told of, and is accepted on purpose.

A project does the same with ``qcompile check`` and a few lines of configuration; docs/ci.md has both.
"""

import shutil
from pathlib import Path

from qcompile.regression import Standing, check, formats

CONFIGURATION = """
basis = ["cz", "rz", "sx", "x"]
include = ["circuits/*.qasm"]

[check.tolerance]
two_qubit = "0"
depth = "+2%"

[budget.qft_5]
two_qubit = 40
"""

project = Path("ci_gate_project")
(project / "circuits").mkdir(parents=True, exist_ok=True)
for path in Path(__file__).parent.glob("[aq]*.qasm"):
    shutil.copy(path, project / "circuits")
(project / "qcompile.toml").write_text(CONFIGURATION)

check(str(project), update=True)  # the baseline: to be committed
assert check(str(project)).exit_code == 0

adder = project / "circuits" / "adder_4.qasm"
carry = "majority a[2],b[3],a[3];\n"
adder.write_text(adder.read_text().replace(carry, 2 * carry))
found = check(str(project))
print(formats.write(found, "table"), end="")
print("a CI job would exit with", found.exit_code)

for entry in found.of(Standing.WORSE):
    print("to see it:", entry.reproduce)
assert check(str(project), accept=["adder_4"]).exit_code == 0
