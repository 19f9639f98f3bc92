# SPDX-License-Identifier: Apache-2.0
"""Is a compiler's text the circuit it was given? Asked of judges that share no code.

``oracle`` is qcompile's own, which may choose its method; ``dense`` the same told to multiply matrices out, phase
included; ``qcec`` mqt.qcec; ``rotations`` `rotations.equal`; ``pyzx`` the reduction of one circuit after the other's
inverse to nothing. The last three compare up to the global phase.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mqt import qcec
from mqt.core import load

import qcompile
from qcompile.verify import Limits

from . import rotations
from .openqasm import Program, read, write

#: What mqt.qcec may take for one pair, seconds.
QCEC_SECONDS = 10.0
#: Matrices are multiplied out up to so many qubits.
DENSE_QUBITS = 15
UP_TO_PHASE = "equivalent up to global phase"
#: Verdicts of mqt.qcec in the words of qcompile.
QCEC_WORDS = {
    "equivalent": "equivalent",
    "equivalent_up_to_global_phase": "equivalent up to global phase",
    "equivalent_up_to_phase": "equivalent up to global phase",
    "not_equivalent": "not equivalent",
}


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Compare the texts at ``job["a"]`` and ``job["b"]``; return the verdicts of ``job["by"]``."""
    texts = [Path(job[side]).read_text() for side in ("a", "b")]
    judges = job.get("by", ("oracle", "qcec"))
    return {"status": "done", **{judge: _asked(judge, *texts) for judge in judges}}


def _asked(judge: str, a: str, b: str) -> str:
    try:
        return JUDGES[judge](a, b)
    except Exception as error:  # whatever it throws, it did not decide
        return f"undecided ({type(error).__name__})"


def _oracle(a: str, b: str, **options: Any) -> str:
    circuits = [qcompile.loads(text, format="qasm2") for text in (a, b)]
    return str(qcompile.equivalent(*circuits, **options).verdict)


def _dense(a: str, b: str) -> str:
    return _oracle(a, b, method="dense", limits=Limits(operator_qubits=DENSE_QUBITS))


def _rotations(a: str, b: str) -> str:
    (first, _), (second, _) = (_unitary_part(read(text)) for text in (a, b))
    return UP_TO_PHASE if rotations.equal(first, second) else "undecided"


def _pyzx(a: str, b: str) -> str:
    import pyzx

    (first, _), (second, _) = (_unitary_part(read(text)) for text in (a, b))
    one, other = (pyzx.Circuit.from_qasm(write(part)).to_basic_gates() for part in (first, second))
    return UP_TO_PHASE if one.verify_equality(other) else "undecided"


def _qcec(a: str, b: str) -> str:
    (first, measured), (second, _) = (_unitary_part(read(text)) for text in (a, b))
    verdict = qcec.verify(
        load(write(first)), load(write(second)), timeout=QCEC_SECONDS, nthreads=1
    ).equivalence.name
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


JUDGES: dict[str, Callable[[str, str], str]] = {
    "oracle": _oracle,
    "dense": _dense,
    "qcec": _qcec,
    "rotations": _rotations,
    "pyzx": _pyzx,
}
