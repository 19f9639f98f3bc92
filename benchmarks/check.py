# SPDX-License-Identifier: Apache-2.0
"""Is a compiler's text the circuit it was given? Asked of qcompile's oracle and of mqt.qcec, which share no code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mqt import qcec
from mqt.core import load

import qcompile

from .openqasm import Program, read, write

#: What mqt.qcec may take for one pair, seconds.
QCEC_SECONDS = 10.0
#: Verdicts of mqt.qcec in the words of qcompile.
QCEC_WORDS = {
    "equivalent": "equivalent",
    "equivalent_up_to_global_phase": "equivalent up to global phase",
    "equivalent_up_to_phase": "equivalent up to global phase",
    "not_equivalent": "not equivalent",
}


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Compare the texts at ``job["a"]`` and ``job["b"]``; return both verdicts."""
    texts = [Path(job[side]).read_text() for side in ("a", "b")]
    return {"status": "done", "oracle": _oracle(*texts), "qcec": _qcec(*texts)}


def _oracle(a: str, b: str) -> str:
    try:
        circuits = [qcompile.loads(text, format="qasm2") for text in (a, b)]
        return str(qcompile.equivalent(*circuits).verdict)
    except Exception as error:  # whatever it throws, it did not decide
        return f"undecided ({type(error).__name__})"


def _qcec(a: str, b: str) -> str:
    try:
        (first, measured), (second, _) = (_unitary_part(read(text)) for text in (a, b))
        verdict = qcec.verify(
            load(write(first)), load(write(second)), timeout=QCEC_SECONDS, nthreads=1
        ).equivalence.name
    except Exception as error:  # whatever it throws, it did not decide
        return f"undecided ({type(error).__name__})"
    if verdict == "not_equivalent" and measured:
        # Equal operators measure alike; different ones may too, by diagonal gates at the very end.
        return "undecided (measured)"
    return QCEC_WORDS.get(verdict, f"undecided ({verdict})")


def _unitary_part(program: Program) -> tuple[Program, bool]:
    """Return the gates in front of the final measurements, and whether there are such measurements."""
    measured: set[int] = set()
    gates = []
    for op in program.ops:
        if op.name == "barrier":
            continue
        if op.reads or op.name == "reset" or measured.intersection(op.qubits):
            raise ValueError("more than gates and final measurements")
        if op.name == "measure":
            measured.update(op.qubits)
        else:
            gates.append(op)
    return Program(program.num_qubits, 0, gates), bool(measured)
