# SPDX-License-Identifier: Apache-2.0
"""Write the reference pages from the program itself: ``docs/errors.md``, ``passes.md`` and ``devices.md``.

A house test compares what is committed with what this would write.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def pages() -> dict[str, str]:
    """Return the text of every generated page, by file name."""
    from qcompile.error_codes import page

    return {
        "errors.md": page().rstrip("\n") + "\n",
        "passes.md": passes(),
        "devices.md": devices(),
        "pictures/circuit.svg": circuit_picture(),
        "pictures/map.svg": map_picture(),
    }


def circuit_picture() -> str:
    """Return the drawing that `drawing.md` shows."""
    from qcompile import Circuit, Parameter

    circuit = Circuit(
        {"q": 3}, {"c": 2}, name="A circuit with measurements, a condition and a loop"
    )
    circuit.h(0).cx(0, 1).ry(Parameter("theta") / 2, 2).rzz(0.5, 0, 2).swap(1, 2).barrier()
    circuit.measure(0, 0)
    with circuit.if_(circuit.bit(0) == 1):
        circuit.x(1)
    with circuit.while_(circuit.bit(1) == 0):
        circuit.h(1).cz(1, 2).measure(1, 1)
    return circuit.draw("svg") + "\n"


def map_picture() -> str:
    """Return the map that `drawing.md` shows; its figures are made up."""
    from qcompile import Circuit, Target
    from qcompile.drawing import device_map
    from qcompile.targets.positions import couplings

    garnet = Target.from_name("iqm-garnet")
    pairs = couplings(garnet)
    errors: dict[tuple[int, ...], float] = {
        pair: 0.002 * 1.13 ** (7 * k % 23) for k, pair in enumerate(pairs)
    }
    chip = Target(
        "example chip",
        garnet.gates,
        20,
        garnet.pairs,
        gate_facts={("cz", pair): {"error": error} for pair, error in errors.items()},
        qubit_facts=[{"readout_error": 0.01 * 1.2 ** (5 * q % 13)} for q in range(20)],
    )
    circuit = Circuit(20)
    for k, (a, b) in enumerate(((3, 8), (8, 9), (9, 4), (9, 14), (14, 13), (13, 8), (9, 10))):
        for _ in range(1 + 5 * k % 7):
            circuit.cz(a, b)
    circuit.layouts = ([3, 8, 9, 4, 14], [8, 13, 9, 4, 10])
    return device_map(chip, circuit=circuit) + "\n"


def devices() -> str:
    """Return the page of the devices that come with the package."""
    from qcompile.targets import Target
    from qcompile.targets.shipped import device_names

    lines = [
        "# Devices",
        "",
        "Names for `--target`, `Target.from_name` and `compile(..., target=...)`. Topology and native gates are data",
        "with the package; errors, lifetimes and measured durations are of one day and come with your own snapshot,",
        "an object or file of an SDK: `Target.from_qiskit`, `from_ibm`, `from_cirq`, `from_pytket`, `from_braket`.",
        "`qcompile/targets/devices/README.md` has the relation of each native gate to the library's, fact by fact.",
        "",
        "| name | qubits | couplings (most neighbours) | native gates | limits | source |",
        "|---|---|---|---|---|---|",
    ]
    for name in device_names():
        target = Target.from_name(name)
        degree = max(len(set(nodes)) for _, nodes in target.graph().to_undirected().adjacency())
        pairs = target.graph().to_undirected().number_of_edges()
        usable = (target.num_qubits or 0) - len(target.excluded)
        spare = f" ({usable} usable)" if target.excluded else ""
        wiring = "every pair" if target.pairs is None else f"{pairs} ({degree})"
        limits = [f"`{gate}` {low:.5g} to {high:.5g}" for gate, low, high in target.ranges]
        limits += [f"no {word}" for word in target.forbids]
        cells = [
            f"`{name}`",
            f"{target.num_qubits}{spare}",
            wiring,
            " ".join(f"`{gate}`" for gate in target.gates),
            ", ".join(limits),
            str(target.source),
        ]
        lines.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    return "\n".join(lines) + "\n"


def passes() -> str:
    """Return the page of all passes."""
    from qcompile.cli.passes import describe, summary
    from qcompile.passes import TABLE
    from qcompile.pipeline import presets, registry
    from qcompile.targets import Target

    device = Target.from_name("line:2")
    found = [registry.find(name) for name in sorted(TABLE)]
    lines = [
        "# Passes",
        "",
        "The same text as `qcompile passes NAME`. `--passes` runs a pipeline such as `decompose,merge-rotations`;",
        "the levels are pipelines too:",
        "",
        *(f"- `-O{number}`: {presets.level(number)}" for number in presets.NUMBERS),
        "",
        "and for a device, where circuits are placed and routed:",
        "",
        *(f"- `-O{number}`: {presets.level(number, device)}" for number in presets.NUMBERS),
        "",
        "| pass | keeps | what it does |",
        "|---|---|---|",
        *(f"| [{each.name}](#{each.name}) | {each.relation} | {summary(each)} |" for each in found),
        "",
    ]
    for each in found:
        body = describe(each).split("\n", 3)[3].rstrip("\n")
        lines += [f"## {each.name}", "", "```text", body, "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")
