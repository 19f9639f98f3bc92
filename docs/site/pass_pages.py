# SPDX-License-Identifier: Apache-2.0
"""The pages of the passes: what each promises, what it does to a small circuit, its documentation."""

from __future__ import annotations

import re

import qcompile as qc
from qcompile.cli.passes import contract, summary
from qcompile.contract import Pass
from qcompile.passes import TABLE
from qcompile.pipeline import presets, registry

from .gather import DOCS
from .pictures import PICTURES

#: Metrics shown below a picture, and what they are called there.
COUNTED = {"gates": "gates", "two_qubit": "two-qubit gates", "depth": "depth", "t_count": "T gates"}


def pages() -> dict[str, str]:
    """Return the text of every page, by file name."""
    written = {f"{name}.rst": page(registry.find(name)) for name in sorted(TABLE)}
    return {"index.md": index(), **written}


def index() -> str:
    """Return the table of all passes, and the levels."""
    head = (DOCS / "passes.md").read_text(encoding="utf-8").partition("\n## ")[0]
    table = "\n".join(line for line in head.splitlines() if line.startswith("|"))
    levels = head[head.index("- `-O0`") : head.index("| pass")]
    lines = [
        "# Passes",
        "",
        "What each rewrites, guarantees and costs, as `qcompile passes NAME` says it, with a picture.",
        "",
        re.sub(r"\]\(#([\w-]+)\)", r"](\1.rst)", table),
        "",
        "## Levels",
        "",
        "`--passes` runs a pipeline such as `decompose,merge-rotations`. The levels are pipelines, too:",
        "",
        levels,
        *("```{toctree}", ":hidden:", "", *sorted(TABLE), "```", ""),
    ]
    return "\n".join(lines)


def page(found: type[Pass]) -> str:
    """Return the page of a pass."""
    said = contract(found)
    lines = [found.name, "=" * len(found.name), "", f"**{summary(found)}.**", ""]
    lines += [".. list-table::", "   :class: contract", "   :stub-columns: 1", ""]
    for what in ("requires", "preserves", "establishes"):
        lines += [f"   * - {what}", f"     - {', '.join(said[what]) or 'nothing'}"]
    lines[-6:-6] = ["   * - keeps", f"     - {said['relation']}"]
    runs = [f"``-O{n}``" for n in presets.NUMBERS if _in_level(found.name, n)]
    lines += ["   * - runs in", f"     - {', '.join(runs) or 'no level: on request'}", ""]
    lines += _picture(found.name)
    lines += ["Documentation", "-------------", ""]
    lines += [f".. autoclass:: {found.__module__}.{found.__name__}", "   :no-members:", ""]
    return "\n".join(lines)


def _in_level(name: str, number: int) -> bool:
    device = qc.Target.from_name("line:2")
    texts = (str(presets.level(number)), str(presets.level(number, device)))
    return any(re.search(rf"(?<![\w-]){name}(?![\w-])", text) for text in texts)


def _picture(name: str) -> list[str]:
    picture = PICTURES[name]
    before, after, _ = picture.before_and_after(name)
    says = re.sub(r"`+", "``", picture.says)
    lines = ["On a small circuit", "------------------", "", says, ""]
    for title, circuit in (("before", before), ("after", after)):
        lines += [f".. rubric:: {title}", "", *_drawing(circuit), ""]
    a, b = qc.stats(before), qc.stats(after)
    lines += [".. list-table::", "   :header-rows: 1", "", "   * -"]
    lines += [f"     - {title}" for title in COUNTED.values()]
    for title, counts in (("before", a), ("after", b)):
        lines += [f"   * - {title}"]
        no_figure = "\\-"
        values = [getattr(counts, what) for what in COUNTED]
        lines += [f"     - {no_figure if value is None else value}" for value in values]
    return [*lines, ""]


def _drawing(circuit: qc.Circuit) -> list[str]:
    from qcompile.drawing import svg

    lines = [".. raw:: html", "", *(f"   {line}" for line in svg(circuit, fold=900).split("\n"))]
    if circuit.layouts is not None:
        initial, final = (", ".join(map(str, wires)) for wires in circuit.layouts)
        lines += ["", f"Program qubits start on wires {initial} and end on wires {final}."]
    return lines
