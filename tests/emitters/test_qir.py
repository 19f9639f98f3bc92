# SPDX-License-Identifier: Apache-2.0
"""QIR's base profile out, read and verified by PyQIR, and what the profile has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcompile import Circuit, Parameter, dump, dumps
from qcompile._native import Definition, Instruction
from qcompile.emitters import losses
from qcompile.errors import PipelineError
from tests.sdks.oracles import qir_circuit


def test_measurements_come_last_with_labelled_results() -> None:
    pytest.importorskip("pyqir")
    circuit = Circuit({"q": 3}, {"a": 2, 'b"': 2})
    circuit.h(2).measure(2, 3).cx(0, 1).measure(0, 0)
    text = dumps(circuit, "qir")
    gates, measured = qir_circuit(text, 3)
    assert ["h", "cx"] == [op.name for op in gates]
    # Results are numbered along the measured bits: bit 0, then bit 3.
    assert [(0, 0), (2, 1)] == measured
    assert 'c"a[0]\\00"' in text
    assert 'c"b\\22[1]\\00"' in text
    assert '"required_num_results"="2"' in text
    assert 'c"results\\00"' in text


def test_the_profile_is_said() -> None:
    pyqir = pytest.importorskip("pyqir")
    module = pyqir.Module.from_ir(pyqir.Context(), dumps(Circuit(2).h(0), "qir"))
    assert 2 == pyqir.qir_major_version(module)
    assert '"qir_profiles"="base_profile"' in str(module)
    assert pyqir.required_num_results(module.functions[0]) == 0


def test_angles_lose_nothing() -> None:
    pytest.importorskip("pyqir")
    (op,) = qir_circuit(dumps(Circuit(1).rx(0.1, 0), "qir"), 1)[0]
    assert [0.1] == op.parameters


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda c: c.measure(0, 0).x(0), r"operation 2 \(`x`\) uses qubit 0 after its measurement"),
        (
            lambda c: c.measure(0, 0).measure(1, 0),
            r"operation 2 \(`measure`\) measures into bit 0 a",
        ),
        (lambda c: c.reset(0), r"operation 1 \(`reset`\) is no gate"),
        (lambda c: c.append_if(True, Circuit(2, 1).x(0)), r"operation 1 \(`if`\)"),
        (lambda c: c.append_for([1], Circuit(2, 1).x(0)), r"operation 1 \(`for`\)"),
        (lambda c: c.rx(Parameter("a"), 0), r"operation 1 \(`rx`\) has an angle that is not known"),
        (lambda c: c.gate("rzz", [Parameter("a")], [0, 1]), r"operation 1 \(`rzz`\) has an angle"),
        (
            lambda c: c.append(Instruction.call(Definition("magic", [], ["a"])), [0]),
            r"operation 1 \(`magic`\) cannot be written",
        ),
    ],
)
def test_what_the_base_profile_has_not(make: object, said: str) -> None:
    circuit = Circuit(2, 1).h(1)
    make(circuit)  # type: ignore[operator]
    with pytest.raises(PipelineError, match=said) as caught:
        dumps(circuit, "qir")
    assert "QC409" == caught.value.code


def test_files_and_losses(tmp_path: Path) -> None:
    circuit = Circuit(1).h(0).barrier()
    dump(circuit, tmp_path / "out.ll")
    assert (tmp_path / "out.ll").read_text() == dumps(circuit, "qir")
    assert 2 == len(losses(circuit, "qir"))
