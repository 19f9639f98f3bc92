# SPDX-License-Identifier: Apache-2.0
"""Functions of the project that return circuits: found, called elsewhere, told of when they fail."""

from __future__ import annotations

import sys

import pytest

from qcompile.regression import Cause, Standing

from .conftest import Folder

BUILD = """
import qcompile as qc

print("noise of the user's own")

def build(angle={angle}, rounds={rounds}):
    circuit = qc.Circuit(rounds + 1).h(0)
    for k in range(rounds):
        circuit.rx(angle, k).cx(k, k + 1)
    return circuit

def family():
    return {{"small": build(), "large": build(rounds={rounds} + 2)}}

def several():
    return [build(), build(0.7)]

def symbolic():
    return qc.Circuit(2).rz(qc.Parameter("theta"), 0).cx(0, 1)

def text():
    return "OPENQASM 2.0; qreg q[2]; CX q[0],q[1];"

def empty():
    return []

def wrong():
    return 3

def some():
    return [build(), 3]

def broken():
    raise ValueError("no such molecule")

def leaves():
    raise SystemExit(0)

def dies():
    import os
    os._exit(9)

notes = "no function"

class Factory:
    @staticmethod
    def make():
        return build()
"""


def project(folder: Folder, *entries: str, angle: float = 0.3, rounds: int = 2) -> Folder:
    folder.configure(f"entry-points = {list(entries)!r}", include="[]")
    folder.write("ansatz.py", BUILD.format(angle=angle, rounds=rounds))
    return folder


def test_a_circuit_a_dict_a_list_a_text(folder: Folder, capfd: pytest.CaptureFixture[str]) -> None:
    names = ["ansatz:build", "ansatz:family", "ansatz:several", "ansatz:text"]
    made = project(folder, *names, "ansatz:symbolic", "ansatz:Factory.make").check(update=True)
    assert [
        "ansatz:Factory.make",
        "ansatz:build",
        "ansatz:family/large",
        "ansatz:family/small",
        "ansatz:several/0",
        "ansatz:several/1",
        "ansatz:symbolic",
        "ansatz:text",
    ] == [entry.id for entry in made.entries]
    assert {Standing.NEW} == {entry.standing for entry in made.entries}
    assert "ansatz:family" == made.entries[2].source
    assert "ansatz" not in sys.modules
    out, err = capfd.readouterr()
    assert ("", "noise of the user's own\n") == (out, err)
    again = folder.check(only_changed=True)
    assert {Standing.SAME} == {entry.standing for entry in again.entries}
    assert "8 of 8 circuits were not compiled" in again.notes[0]


def test_a_change_of_the_function_is_a_changed_source(folder: Folder) -> None:
    project(folder, "ansatz:build", "ansatz:family").check(update=True)
    made = project(folder, "ansatz:build", "ansatz:family", rounds=3).check()
    assert 1 == made.exit_code
    assert {(Standing.WORSE, (Cause.SOURCE,))} == {
        (entry.standing, tuple(entry.causes)) for entry in made.entries
    }
    same = project(folder, "ansatz:build", "ansatz:family").check()
    assert 0 == same.exit_code


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        ("ansatz", "QC437", "`ansatz` is no entry point"),
        ("ansatz:", "QC437", "is no entry point"),
        ("nosuch:build", "QC437", "there is no module `nosuch`"),
        ("ansatz.sub:build", "QC437", "there is no module `ansatz.sub`"),
        ("ansatz:nosuch", "QC437", "has no function `nosuch`"),
        ("ansatz:notes", "QC437", "is no function"),
        ("ansatz:empty", "QC438", "returned no circuits"),
        ("ansatz:wrong", "QC438", "a int is no circuit"),
        ("ansatz:some", "QC438", "what `ansatz:some/1` returned cannot be read"),
        ("ansatz:broken", "QC438", "raised ValueError: no such molecule"),
        ("ansatz:leaves", "QC438", "raised SystemExit"),
        ("ansatz:dies", "QC438", "ended with status 9"),
    ],
)
def test_what_goes_wrong_stays_with_the_entry(
    folder: Folder, entry: str, code: str, said: str
) -> None:
    made = project(folder, "ansatz:build", entry).check(update=True)
    assert Standing.NEW is next(e for e in made.entries if e.id == "ansatz:build").standing
    (failed,) = made.of(Standing.FAILED)
    assert failed.error is not None
    assert (code, 2, 2) == (failed.error.code, failed.exit_code, made.exit_code)
    assert said in failed.error.message
    assert failed.error.help
    if entry == "ansatz:broken":
        assert failed.error.span is not None
        assert str(failed.error.span.path).endswith("ansatz.py")
        assert 'raise ValueError("no such molecule")' in failed.error.render()


def test_one_entry_point_twice(folder: Folder) -> None:
    from qcompile.errors import PipelineError

    with pytest.raises(PipelineError, match="QC440"):
        project(folder, "ansatz:build", "ansatz:build").check(update=True)


def test_circuits_of_other_packages(folder: Folder) -> None:
    pytest.importorskip("qiskit")
    folder.configure('entry-points = ["qk:build"]', include="[]")
    folder.write(
        "qk.py",
        "from qiskit import QuantumCircuit\nfrom qiskit.circuit import Parameter\n"
        "def build():\n    c = QuantumCircuit(2)\n    c.cx(0, 1)\n    c.rz(Parameter('a'), 1)\n    return {'x': c}\n",
    )
    folder.check(update=True)
    made = folder.check(only_changed=True)
    assert [("qk:build/x", Standing.SAME)] == [(e.id, e.standing) for e in made.entries]
    assert "1 of 1 circuits were not compiled" in made.notes[0], "parameters are known by name"


def test_rows_of_a_function_that_failed_are_not_gone(folder: Folder) -> None:
    project(folder, "ansatz:build", "ansatz:family").check(update=True)
    kept = folder.baseline
    folder.write("ansatz.py", BUILD.format(angle=0.3, rounds=2) + "\nfamily = broken\n")
    made = folder.check(update=True)
    assert {"ansatz:build": Standing.SAME, "ansatz:family": Standing.FAILED} == {
        entry.id: entry.standing for entry in made.entries
    }
    assert kept == folder.baseline


def test_the_order_of_sets_is_fixed(folder: Folder) -> None:
    folder.configure('entry-points = ["sets:build"]', include="[]")
    folder.write(
        "sets.py",
        "import qcompile as qc\n\ndef build():\n    c = qc.Circuit(8)\n    order = {f'q{k}' for k in range(8)}\n"
        "    for k, name in enumerate(order):\n        c.rx(0.1 * k, int(name[1:]))\n    return c\n",
    )
    folder.check(update=True)
    assert [()] * 3 == [tuple(folder.check().entries[0].causes) for _ in range(3)]
