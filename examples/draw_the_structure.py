# SPDX-License-Identifier: Apache-2.0
"""What block diagonalization makes of an encoding, drawn without angles: every gate on one qubit is a v."""

import re
from pathlib import Path

import qcompile as qc
from qcompile.drawing import draw

HERE = Path(__file__).parent


def structure(circuit: qc.Circuit) -> str:
    """Draw a circuit of u, cx and cz without its angles."""
    text = re.sub(r"^u3?\(.*\)", "v", qc.dumps(circuit, "qasm2"), flags=re.MULTILINE)
    text = text.replace('include "qelib1.inc";', 'include "qelib1.inc";\nopaque v a;')
    return draw(qc.loads(re.sub("// qcompile:.*", "", text)), width=100)


given = qc.load(HERE / "encoding_blocks.qasm")
made = qc.compile(given)
for title, circuit in (("given", given), ("compiled", made.circuit)):
    print(
        f"{title}: {qc.stats(circuit).two_qubit} two-qubit gates, depth {qc.stats(circuit).depth}"
    )
    print(structure(circuit))
