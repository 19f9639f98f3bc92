# SPDX-License-Identifier: Apache-2.0
"""Anything as a target, and which SDK a file is of."""

from __future__ import annotations

import json
import subprocess
import sys

import networkx
import pytest

from qcompile import Circuit, Target, compile
from qcompile.errors import PipelineError
from qcompile.targets import foreign
from qcompile.targets.foreign import as_target

from .test_from_braket import GRID, IONS
from .test_from_cirq import SPECIFICATION
from .test_from_ibm import CONFIGURATION, PROPERTIES
from .test_from_pytket import ARCHITECTURE, INFO


def test_targets_names_and_graphs():
    line = Target.from_name("line:3")
    assert as_target(line) is line
    assert line == as_target("line:3")
    assert ["cz"] == as_target("line:3", "cz,rz,sx").pairs[0][2]
    assert 3 == as_target(networkx.cycle_graph(3)).num_qubits


def test_objects_of_sdks():
    qiskit = pytest.importorskip("qiskit.providers.fake_provider")

    class Backend(qiskit.GenericBackendV2):  # a class of the user's own
        pass

    backend = Backend(2, seed=1)
    assert as_target(backend) == Target.from_qiskit(backend)
    pytket = pytest.importorskip("pytket.architecture")
    assert as_target(pytket.RingArch(3), "cz,rz,sx").gates == ["sx", "rz", "cz"]
    cirq = pytest.importorskip("cirq")
    assert 2 == as_target(networkx.Graph([cirq.LineQubit.range(2)])).num_qubits


def test_files_by_their_path(tmp_path):
    line = Target.from_name("line:3")
    own, ibm = tmp_path / "line.json", tmp_path / "props.json"
    own.write_text(line.to_json())
    ibm.write_text(json.dumps(PROPERTIES))
    assert line == as_target(own)
    assert "ibm_chip" == as_target(ibm).name


def test_compile_takes_a_device_of_any_kind(tmp_path):
    circuit = Circuit(3).h(0).cx(0, 1).cx(0, 2)
    path = tmp_path / "props.json"
    path.write_text(json.dumps(PROPERTIES))
    assert "ibm_chip" == compile(circuit, target=path).target.name
    graph = networkx.path_graph(3)
    assert {"cz", "rz", "sx"} >= set(
        compile(circuit, target=graph, basis="cz,rz,sx").circuit.gate_names()
    )
    qiskit = pytest.importorskip("qiskit.providers.fake_provider")
    backend = qiskit.GenericBackendV2(4, seed=1)
    assert Target.from_qiskit(backend) == compile(circuit, target=backend).target


@pytest.mark.parametrize("value", [3, None, [("cx", 0, 1)], object()])
def test_what_is_no_device_is_refused(value):
    with pytest.raises(PipelineError, match="is no target") as caught:
        as_target(value)
    assert "QC406" == caught.value.code


def test_a_basis_beside_native_gates_is_refused():
    with pytest.raises(PipelineError, match="of its own"):
        as_target(Target.from_name("line:3"), "cz,rz,sx")


@pytest.mark.parametrize(
    ("value", "dialect"),
    [
        (PROPERTIES, "from_ibm"),
        (CONFIGURATION, "from_ibm"),
        (SPECIFICATION, "from_cirq"),
        (ARCHITECTURE, "from_pytket"),
        (INFO, "from_pytket"),
        (GRID, "from_braket"),
        (IONS, "from_braket"),
        ({"qubits": 3}, None),
        ({}, None),
    ],
)
def test_files_are_told_apart(value, dialect):
    assert dialect == foreign.recognise(json.dumps(value))


def test_files_are_read_by_their_form():
    assert 3 == foreign.read(json.dumps(PROPERTIES)).num_qubits
    assert "iqm" == foreign.read(json.dumps(GRID)).name
    with pytest.raises(PipelineError, match="no known form"):
        foreign.read("{}")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "no JSON"),
        ('{\n "qubits": [1,]}', 2, "no JSON"),
        ("[]", 1, "one JSON object"),
        ("[" * 500 + "]" * 500, None, "nested too deeply"),
    ],
)
def test_what_is_no_json_object_is_refused_at_its_place(text, line, message):
    with pytest.raises(PipelineError, match=message) as caught:
        foreign.read(text)
    assert "QC416" == caught.value.code
    if line:
        assert line == caught.value.span.line


def test_reading_files_imports_no_sdk():
    run = (
        "import sys; from qcompile.targets import foreign; "
        f"foreign.read({json.dumps(PROPERTIES)!r}); foreign.read({json.dumps(GRID)!r}); "
        f"foreign.read({json.dumps(SPECIFICATION)!r}); foreign.read({json.dumps(INFO)!r}); "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", run], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert set() == loaded & {"qiskit", "cirq", "pytket", "braket", "networkx", "numpy"}
