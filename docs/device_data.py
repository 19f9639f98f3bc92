# SPDX-License-Identifier: Apache-2.0
"""Build the shipped devices from public SDK packages, and compare them with what is committed.

Run by hand, in an environment that has the packages a device is read from; the others are said to be skipped::

    pip install qiskit-ibm-runtime mqt.bench cirq-google iqm-client aqt-connector qiskit-ionq pytket-quantinuum
    python docs/device_data.py          # compare
    python docs/device_data.py --write  # write qcompile/targets/devices/*.json

`qcompile/targets/devices/README.md` says what each fact is from. Topology and native gates are data; errors and
lifetimes of a snapshot are not taken over, nor are durations that were measured.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from qcompile.targets import Target

FOLDER = Path(__file__).resolve().parents[1] / "qcompile" / "targets" / "devices"
HALF_TURN = (0.0, math.pi)
QUARTER_TURN = (0.0, math.pi / 2)

Edges = Iterable[tuple[int, int]]


def ibm(fake: str, name: str, *, fractional: bool) -> Target:
    """Return an IBM device as a fake backend has it; fractional gates are those its properties know."""
    found = find_spec(
        "qiskit_ibm_runtime"
    )  # its files are read, the package need not be importable
    if found is None or found.origin is None:
        raise ImportError("no qiskit_ibm_runtime")
    folder = Path(found.origin).parent / "fake_provider" / "backends" / fake
    conf = json.loads((folder / f"conf_{fake}.json").read_text())
    props = json.loads((folder / f"props_{fake}.json").read_text())
    measured = {gate["gate"] for gate in props["gates"]}
    basis = list(conf["basis_gates"])
    if fractional:
        assert {"rx", "rzz"} <= measured, fake
        basis += ["rx", "rzz"]
    two = [gate for gate in ("cz", "ecr", "rzz") if gate in basis]
    edges = {tuple(edge) for edge in conf["coupling_map"]}
    if "ecr" not in two:
        edges = {(min(edge), max(edge)) for edge in edges}
    kind = conf["processor_type"]
    return Target(
        name,
        basis,
        conf["n_qubits"],
        [(a, b, two) for a, b in sorted(edges)],
        {"rzz": QUARTER_TURN} if fractional else None,
        source=f"{kind['family']} r{kind['revision']}: conf_{fake}.json and the gates of props_{fake}.json of "
        f"qiskit-ibm-runtime {version('qiskit-ibm-runtime')}",
    )


def willow() -> Target:
    """Return Google's Willow; qubits in the order of (row, column)."""
    import cirq_google
    from cirq_google import GridDevice
    from cirq_google.api import v2
    from google.protobuf import text_format

    file = "willow_pink_d7v1-2024_08_16_device_spec_for_grid_device.proto.txt"
    path = Path(cirq_google.__file__).parent / "devices" / "specifications" / file
    spec = v2.device_pb2.DeviceSpecification()
    text_format.Parse(path.read_text(), spec)
    qubits = sorted(GridDevice.from_proto(spec).metadata.qubit_set)
    number = {f"{q.row}_{q.col}": i for i, q in enumerate(qubits)}
    pairs = sorted(
        tuple(sorted(number[label] for label in target.ids))
        for targets in spec.valid_targets
        for target in targets.targets
        if len(target.ids) == 2
    )
    ns = {g.WhichOneof("gate"): g.gate_duration_picos / 1000 for g in spec.valid_gates}
    facts = {("cz", pair): {"duration_ns": ns["cz"]} for pair in pairs}
    for q in range(len(qubits)):
        facts["phxz", (q,)] = {"duration_ns": ns["phased_xz"]}
        facts["rz", (q,)] = {"duration_ns": 0.0}
    return Target(
        "google-willow",
        ["phxz", "rz", "cz"],
        len(qubits),
        [(a, b, ["cz"]) for a, b in pairs],
        gate_facts=facts,
        qubit_facts=[{"measure_ns": ns["meas"], "reset_ns": ns["reset"]}] * len(qubits),
        source=f"device specification willow_pink of cirq-google {version('cirq-google')}; "
        "qubits in the order of (row, column)",
    )


def iqm(register: str, name: str, published: str) -> Target:
    """Return an IQM device of the Crystal family; qubit i is QB(i+1)."""
    from mqt.bench.targets.devices import get_device

    target = get_device(register)
    edges = {(min(pair), max(pair)) for pair in target["cz"]}
    if name == "iqm-garnet":
        assert edges == garnet(), "mqt.bench and iqm-client differ"
    return Target(
        name,
        ["r", "cz"],
        target.num_qubits,
        [(a, b, ["cz"]) for a, b in sorted(edges)],
        source=f"{published}; {register} of mqt.bench {version('mqt.bench')}; qubit i is QB(i+1)",
    )


def garnet() -> set[tuple[int, int]]:
    """Return the couplings of Garnet as IQM's own package has them."""
    from iqm.qiskit_iqm.fake_backends.fake_garnet import IQMFakeGarnet

    edges = IQMFakeGarnet().coupling_map.get_edges()
    return {(min(edge), max(edge)) for edge in edges}


def ankaa() -> Target:
    """Return Rigetti's Ankaa-3: sites without a coupler are excluded; rx at quarter and half turns is sx, sxdg, x."""
    from mqt.bench.targets.devices import get_device

    target = get_device("rigetti_ankaa_84")
    edges = {(min(pair), max(pair)) for pair in target["iswap"]}
    missing = set(range(target.num_qubits)) - {q for edge in edges for q in edge}
    return Target(
        "rigetti-ankaa-3",
        ["rz", "sx", "sxdg", "x", "iswap"],
        target.num_qubits,
        [(a, b, ["iswap"]) for a, b in sorted(edges)],
        excluded=sorted(missing),
        source=f"rigetti_ankaa_84 of mqt.bench {version('mqt.bench')}; sites 42 and 48 have no coupler",
    )


def forte() -> Target:
    """Return IonQ's Forte."""
    from qiskit_ionq.helpers import NATIVE_2Q_BY_FAMILY, ionq_native_basis_gates

    assert NATIVE_2Q_BY_FAMILY["forte"] == "zz"
    assert {"gpi", "gpi2"} == set(ionq_native_basis_gates) - {"ms", "zz"}
    from mqt.bench.targets.devices import get_device

    return Target(
        "ionq-forte",
        ["gpi", "gpi2", "rzz"],
        get_device("ionq_forte_36").num_qubits,
        forbids=["mid-circuit-measurement", "reset", "control-flow"],
        source=f"native gates of qiskit-ionq {version('qiskit-ionq')}, ionq_forte_36 of mqt.bench "
        f"{version('mqt.bench')}, docs.ionq.com: native gates",
    )


def h2() -> Target:
    """Return Quantinuum's H2."""
    from pytket.extensions.quantinuum.backends.data import H2

    assert {"PhasedX", "Rz", "ZZPhase"} <= {op.name for op in H2.gate_set}
    return Target(
        "quantinuum-h2",
        ["r", "rz", "rzz"],
        H2.n_qubits,
        source=f"pytket-quantinuum {version('pytket-quantinuum')}, backends/data.py",
    )


def helios() -> Target:
    """Return Quantinuum's Helios."""
    return Target(
        "quantinuum-helios",
        ["r", "rz", "rzz"],
        98,
        source="Helios: A 98-qubit trapped-ion quantum computer, 2025, arXiv:2511.05465; native operations: "
        "guppylang.std.qsystem of guppylang 0.21.16",
    )


def ibex() -> Target:
    """Return AQT's IBEX; limits of angles are those its interface validates."""
    from aqt_connector.models.operations import GateR, GateRXX

    def span(model: type, field: str) -> tuple[float, float]:
        marks = model.model_fields[field].metadata
        low = next(mark.ge for mark in marks if hasattr(mark, "ge"))
        high = next(mark.le for mark in marks if hasattr(mark, "le"))
        return low * math.pi, high * math.pi

    ranges = {"r": span(GateR, "theta"), "rxx": span(GateRXX, "theta")}
    assert ranges == {"r": HALF_TURN, "rxx": QUARTER_TURN}
    return Target(
        "aqt-ibex",
        ["rz", "r", "rxx"],
        12,
        None,
        ranges,
        forbids=["barrier", "mid-circuit-measurement", "reset", "control-flow"],
        source=f"aqt-connector {version('aqt-connector')}, models/operations.py; 12 qubits: IBEX-Q1 on Amazon Braket",
    )


def lucy() -> Target:
    """Return OQC's Lucy, a ring whose couplers run one way each."""
    edges = [(0, 1), (0, 7), (1, 2), (2, 3), (4, 3), (4, 5), (6, 5), (7, 6)]
    return Target(
        "oqc-lucy",
        ["rz", "sx", "x", "ecr"],
        8,
        [(a, b, ["ecr"]) for a, b in edges],
        source="oqc_lucy_calibration.json of mqt.bench 1.1.9 (the last to have it)",
    )


DEVICES: dict[str, Callable[[], Target]] = {
    "aqt-ibex": ibex,
    "google-willow": willow,
    "ibm-eagle-r3": lambda: ibm("sherbrooke", "ibm-eagle-r3", fractional=False),
    "ibm-heron-r1": lambda: ibm("torino", "ibm-heron-r1", fractional=True),
    "ibm-heron-r2": lambda: ibm("fez", "ibm-heron-r2", fractional=True),
    "ibm-heron-r3": lambda: ibm("pittsburgh", "ibm-heron-r3", fractional=True),
    "ibm-nighthawk-r1": lambda: ibm("nighthawk", "ibm-nighthawk-r1", fractional=False),
    "ionq-forte": forte,
    "iqm-emerald": lambda: iqm("iqm_crystal_54", "iqm-emerald", "IQM Crystal 54"),
    "iqm-garnet": lambda: iqm(
        "iqm_crystal_20", "iqm-garnet", "IQM Crystal 20, IQMFakeGarnet of iqm-client"
    ),
    "oqc-lucy": lucy,
    "quantinuum-h2": h2,
    "quantinuum-helios": helios,
    "rigetti-ankaa-3": ankaa,
}


def main(write: bool) -> int:
    """Compare or write every device that can be built here; return how many differ."""
    wrong = 0
    for name, build in DEVICES.items():
        path = FOLDER / f"{name}.json"
        try:
            text = build().to_json()
        except ImportError as error:
            print(f"{name}: skipped, {error}")
            continue
        if write:
            path.write_text(text, encoding="utf-8")
        same = path.exists() and path.read_text(encoding="utf-8") == text
        wrong += not same
        print(f"{name}: {'as committed' if same else 'DIFFERS'}")
    return wrong


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]) > 0)
