# SPDX-License-Identifier: Apache-2.0
"""The table and the picture of docs/synthesis.md are what the example files give."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import qcompile as qc

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "synthesis.md").read_text()
ROWS = re.findall(r"^\|[^|]*\| (encoding_\w+\.qasm) \|(.*)\|$", PAGE, flags=re.MULTILINE)


def figures(circuit: qc.Circuit) -> tuple[str, str]:
    """Return ``cx + cz`` and the depth without measurements, as the table writes them."""
    names = Counter(op.name for op in circuit)
    assert set(names) <= {"u", "cx", "cz", "measure"}
    depth = qc.stats(circuit).depth - (names["measure"] > 0)
    return f"{names['cx']} + {names['cz']}", str(depth)


def test_every_example_is_in_the_table() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(
        path.name for path in (ROOT / "examples").glob("encoding_*.qasm")
    )


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table(name: str, row: str) -> None:
    cells = [cell.strip() for cell in row.split("|")]
    given = qc.load(ROOT / "examples" / name)
    made = qc.compile(given)
    assert [*figures(given), *figures(made.circuit)] == [*cells[:2], *cells[4:]]
    # Both peers stay above.
    assert made.report.after.two_qubit < min(map(int, cells[2].split(",")))
    relation = "instrument" if "measured" in name else "operator"
    assert qc.equivalent(given, made.circuit, relation=relation).verdict == "equivalent"


def test_the_picture() -> None:
    program = ROOT / "examples" / "draw_the_structure.py"
    done = subprocess.run(
        [sys.executable, "-P", str(program)], capture_output=True, text=True, check=True
    )
    assert f"```text\n{done.stdout}```\n" in PAGE
