# SPDX-License-Identifier: Apache-2.0
"""The pass in Qiskit's pass managers: the same operator, its layouts told, everything else kept."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import qcompile as qc

pytest.importorskip("qiskit")
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Clbit, Parameter, Qubit
from qiskit.quantum_info import Operator
from qiskit.transpiler import CouplingMap, Layout, PassManager
from qiskit.transpiler.passes import (
    ApplyLayout,
    CheckMap,
    ElidePermutations,
    EnlargeWithAncilla,
    FullAncillaAllocation,
    GatesInBasis,
    SetLayout,
)

from qcompile.frameworks.qiskit import QCompile, pass_manager

BASIS = ["cz", "rz", "sx", "x"]


def backend(qubits: int = 6) -> Any:
    from qiskit.providers.fake_provider import GenericBackendV2

    return GenericBackendV2(
        qubits,
        [*BASIS, "reset"],
        coupling_map=CouplingMap.from_line(qubits),
        control_flow=True,
        seed=1,
    )


def entangled(qubits: int = 5) -> QuantumCircuit:
    """Return a circuit that needs swaps on a line, with a phase."""
    out = QuantumCircuit(qubits, global_phase=0.3, name="wide", metadata={"run": 7})
    for q in range(qubits):
        out.h(q)
        for other in range(q + 1, qubits):
            out.cp(0.1 + q + other, q, other)
    out.swap(0, qubits - 1)
    return out


def defect(source: QuantumCircuit, out: QuantumCircuit) -> float:
    """Return how far a circuit is from its source, in Qiskit's own words for where qubits start and end."""
    width = range(1 << source.num_qubits)
    initial = final = list(range(source.num_qubits))
    if out.layout is not None:
        initial = out.layout.initial_index_layout(filter_ancillas=True)
        final = out.layout.final_index_layout(filter_ancillas=True)

    def on(places: list[int]) -> list[int]:
        return [sum((x >> i & 1) << place for i, place in enumerate(places)) for x in width]

    part = Operator(out).data[np.ix_(on(final), on(initial))]
    return float(np.abs(part - Operator(source).data).max())


def test_a_circuit_is_placed_and_routed() -> None:
    source = entangled()
    manager = PassManager([QCompile(backend()), CheckMap(backend().target), GatesInBasis(BASIS)])
    out = manager.run(source)
    assert 6 == out.num_qubits
    assert manager.property_set["is_swap_mapped"]
    assert manager.property_set["all_gates_in_basis"]
    assert defect(source, out) < 1e-12
    assert ("wide", {"run": 7}) == (out.name, out.metadata)


def test_a_layout_given_is_where_qubits_start() -> None:
    source = entangled(3)
    for layout in (
        [4, 1, 2],
        Layout({source.qubits[0]: 4, source.qubits[1]: 1, source.qubits[2]: 2}),
    ):
        out = pass_manager(backend(), layout=layout).run(source)
        assert [4, 1, 2] == out.layout.initial_index_layout(filter_ancillas=True)
        assert defect(source, out) < 1e-12


def test_a_circuit_that_was_laid_out_stays_where_it_starts() -> None:
    source = entangled(4)
    places = Layout(dict(zip(source.qubits, [5, 0, 3, 1], strict=True)))
    coupling = CouplingMap.from_line(6)
    embed = [
        SetLayout(places),
        FullAncillaAllocation(coupling),
        EnlargeWithAncilla(),
        ApplyLayout(),
    ]
    out = PassManager([*embed, QCompile(backend())]).run(source)
    assert [5, 0, 3, 1] == out.layout.initial_index_layout(filter_ancillas=True)
    assert [5, 0, 3, 1] != out.layout.final_index_layout()
    assert defect(source, out) < 1e-12
    twice = PassManager([*embed, QCompile(backend(), level=0), QCompile(backend())]).run(source)
    assert defect(source, twice) < 1e-12


def test_a_permutation_that_qiskit_took_out_before_counts() -> None:
    source = entangled(4)
    out = PassManager([ElidePermutations(), QCompile(backend())]).run(source)
    assert defect(source, out) < 1e-12


def test_without_couplings_qubits_keep_their_places() -> None:
    source = QuantumCircuit(QuantumRegister(2, "a"), QuantumRegister(1, "b"))
    source.h(0)
    source.swap(0, 2)
    source.cx(2, 1)
    for manager in (pass_manager(basis=BASIS), pass_manager()):
        out = manager.run(source)
        assert (source.qregs, source.qubits, None) == (out.qregs, out.qubits, out.layout)
        assert np.abs(Operator(out).data - Operator(source).data).max() < 1e-12
    assert {"cz", "rz", "sx", "x"} >= set(pass_manager(basis=BASIS).run(source).count_ops())


def test_parameters_are_the_very_same() -> None:
    theta = Parameter("theta")
    source = entangled(4)
    source.rx(2 * theta, 1)
    source.global_phase += theta
    out = pass_manager(backend()).run(source)
    assert {theta} == set(out.parameters)
    assert (
        defect(source.assign_parameters({theta: 0.7}), out.assign_parameters({theta: 0.7})) < 1e-12
    )


def test_registers_that_share_bits_and_bits_of_none_are_kept() -> None:
    bits = [Clbit(), Clbit(), Clbit()]
    source = QuantumCircuit([Qubit(), Qubit()], bits)
    shared = [
        ClassicalRegister(bits=bits[:2], name="m"),
        ClassicalRegister(bits=bits[1:], name="n"),
    ]
    for register in shared:
        source.add_register(register)
    source.h(0)
    source.cx(0, 1)
    source.measure([0, 1], [0, 2])
    with source.if_test((shared[0], 1)):
        source.x(0)
    source.measure(0, 1)
    out = pass_manager(basis=[*BASIS, "if_else"]).run(source)
    assert (source.qubits, source.clbits, source.cregs) == (out.qubits, out.clbits, out.cregs)
    assert qc.equivalent(qc.from_qiskit(source), qc.from_qiskit(out), relation="instrument")


def test_control_flow_is_compiled_inside() -> None:
    source = QuantumCircuit(3, 2)
    source.h(0)
    source.measure(0, 0)
    with source.if_test((source.clbits[0], 1)) as otherwise:
        source.h(2)
        source.cx(2, 1)
        source.h(2)
        source.h(2)
    with otherwise:
        source.cx(0, 2)
    with source.while_loop((source.clbits[1], 0)):
        source.ry(0.3, 1)
        source.measure(1, 1)
    out = pass_manager(backend(4)).run(source)
    names = {"if_else", "while_loop"}
    assert names <= set(out.count_ops())
    blocks = [block for item in out.data if item.name in names for block in item.operation.blocks]
    assert {*BASIS, "measure"} >= {name for block in blocks for name in block.count_ops()}
    assert "equivalent" == qc.equivalent(qc.from_qiskit(source), qc.from_qiskit(out)).verdict


def test_symmetric_gates_stand_as_the_device_lists_them() -> None:
    from qiskit.providers.fake_provider import GenericBackendV2

    one_way = CouplingMap([[1, 0], [1, 2], [3, 2]])
    device = GenericBackendV2(4, [*BASIS], coupling_map=one_way, control_flow=True, seed=1)
    source = entangled(4)
    source.add_register(ClassicalRegister(1, "c"))
    source.measure(0, 0)
    with source.if_test((source.clbits[0], 1)):
        source.cx(1, 2)
        source.cz(0, 3)
    for out in (pass_manager(device).run(source), qc.compile(source, target=device).to_same()):
        flows = [item for item in out.data if hasattr(item.operation, "blocks")]
        inside = [
            (inner.operation.name, [item.qubits[block.find_bit(q).index] for q in inner.qubits])
            for item in flows
            for block in item.operation.blocks
            for inner in block.data
        ]
        pairs = [(item.operation.name, list(item.qubits)) for item in out.data] + inside
        found = {tuple(out.find_bit(q).index for q in on) for name, on in pairs if name == "cz"}
        assert flows
        assert found <= set(one_way.get_edges())


def test_pass_managers_pickle() -> None:
    manager = pickle.loads(pickle.dumps(pass_manager(backend(), level=1)))
    assert defect(entangled(4), manager.run(entangled(4))) < 1e-12


def test_errors_are_ours() -> None:
    with pytest.raises(qc.errors.TargetError, match="QC302"):
        pass_manager(backend(3)).run(entangled(5))
