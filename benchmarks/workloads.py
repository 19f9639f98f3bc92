# SPDX-License-Identifier: Apache-2.0
"""Suites of circuits as files: our own families and sizes, and the shared corpus when it is there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import families, openqasm, reversible, scale, variants

ROOT = Path(__file__).resolve().parents[1]

#: The circuits of the last published comparison that are in the corpus, by their place there.
PEERS42 = (
    *(
        f"optimize/clifford_t/{name}"
        for name in (
            "adder_8 barenco_tof_4 csum_mux_9 gf2^6_mult ham15-low hwb6 mod5_4 mod_mult_55"
            " qcla_com_7 rc_adder_6 tof_5 vbe_adder_3"
        ).split()
    ),
    *(f"optimize/qasmbench_small/{name}" for name in ("hhl_n7", "ising_n10", "qpe_n9")),
    *(f"route/qasmbench/{name}" for name in ("adder_n118", "qft_n18", "qram_n20")),
    *(f"variational/qasmbench/{name}" for name in ("qaoa_n6", "qugan_n111")),
    "route/queko/53QBT_100CYC_QSE_0",
    "route/queko/54QBT_25CYC_QSE_0",
)


@dataclass(frozen=True)
class Workload:
    """A circuit to compile.

    Parameters
    ----------
    name : str
        Row of the table.
    path : Path
        Its OpenQASM 2 text.
    """

    name: str
    path: Path


def corpus() -> Path | None:
    """Return the folder of the shared corpus, or None where there is none."""
    shared = Path(os.environ.get("QCOMPILE_TEST_SHARED") or ROOT.parent / "shared")
    folder = shared / "corpus"
    return folder if folder.is_dir() else None


def scaled(kind: str, gates: int, folder: Path) -> Workload:
    """Write one circuit of `scale` into `folder`, unless it is there already."""
    path = folder / f"{kind}_{gates}.qasm"
    if not path.exists():
        with path.open("w", newline="\n") as file:
            scale.write(kind, gates, file)
    return Workload(path.stem, path)


def suite(name: str, folder: Path, *, gates: int = 10_000) -> list[Workload]:
    """Return the circuits of a suite.

    Parameters
    ----------
    name : str
        A key of `SUITES`.
    folder : Path
        Where circuits that are made here are written.
    gates : int, default 10000
        Size of the circuits of suite ``scale``.

    Returns
    -------
    list of Workload
        Empty for a suite of the corpus where there is no corpus.
    """
    if name == "scale":
        return [scaled(kind, gates, folder) for kind in scale.KINDS]
    if name == "families":
        return [_written(family, families.text(family), folder) for family in families.FAMILIES]
    if name == "reversible":
        return [_written(each, reversible.text(each), folder) for each in reversible.CIRCUITS]
    if name in VARIANTS:
        return [
            _written(w.name, VARIANTS[name](openqasm.read(w.path.read_text())), folder / name)
            for w in suite("clifford_t", folder)
        ]
    root = corpus()
    if root is None:
        return []
    if name == "peers42":
        paths = [root / f"{place}.qasm" for place in PEERS42]
    else:
        paths = sorted((root / SUITES[name]).glob("*.qasm"), key=lambda path: path.stat().st_size)
    return [Workload(path.stem, path) for path in paths if path.exists()]


def _written(name: str, text: str, folder: Path) -> Workload:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.qasm"
    path.write_text(text)
    return Workload(name, path)


#: Suites of the Clifford+T circuits told otherwise; one draw each, the same in every run.
VARIANTS: dict[str, Callable[[openqasm.Program], str]] = {
    "relabelled": lambda program: openqasm.write(variants.relabelled(program, seed=1)[0]),
    "shuffled": lambda program: openqasm.write(variants.shuffled(program, seed=1)),
}

#: Suites by name, with the folder of the corpus for those that are one.
SUITES = {
    "families": "",
    "reversible": "",
    **dict.fromkeys(VARIANTS, ""),
    "scale": "",
    "small": "optimize/qasmbench_small",
    "clifford_t": "optimize/clifford_t",
    "peers42": "",
}
