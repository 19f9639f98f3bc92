# SPDX-License-Identifier: Apache-2.0
"""``python -m benchmarks.compare``: qcompile and its peers on the same circuits in one run.

Every compiler runs each circuit in a process of its own; its text is counted by `counter` and checked by two oracles.
Writes a Markdown table to standard output, and everything measured as JSON where asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import counter, openqasm, table
from .peers import PEERS
from .worker import Worker
from .workloads import SUITES, Workload, suite

Row = dict[str, Any]

#: A check may take this long; past it the row stays undecided.
CHECK_SECONDS = 60.0


def compare(
    workloads: Iterable[Workload],
    peers: Iterable[str],
    *,
    limit: float = 60.0,
    repeat: int = 3,
    checks: bool = True,
) -> Iterator[Row]:
    """Compile every circuit with every peer.

    Parameters
    ----------
    workloads : iterable of Workload
        Circuits.
    peers : iterable of str
        Keys of `PEERS`.
    limit : float, default 60.0
        Seconds each peer has for a circuit: reading, all repetitions, writing.
    repeat : int, default 3
        The shortest of this many compilations counts.
    checks : bool, default True
        Whether results are compared with their circuit.

    Yields
    ------
    dict
        ``circuit``, ``peer``, ``status``, times, memory, counts, verdicts.
    """
    with tempfile.TemporaryDirectory() as folder, Worker("check") as checker:
        workers = {peer: Worker(peer) for peer in peers}
        try:
            for workload in workloads:
                for peer, worker in workers.items():
                    out = Path(folder) / f"{peer}.qasm"
                    row = worker.run(
                        source=str(workload.path), out=str(out), repeat=repeat, limit=limit
                    )
                    if row["status"] == "done":
                        row |= asdict(counter.count(openqasm.read(out.read_text())))
                        if checks:
                            row["checked"] = _checked(checker, workload.path, out)
                    yield {"circuit": workload.name, "peer": peer, **row}
        finally:
            for worker in workers.values():
                worker.__exit__()


def _checked(checker: Worker, source: Path, out: Path) -> dict[str, str]:
    result = checker.run(a=str(source), b=str(out), limit=CHECK_SECONDS)
    if result["status"] != "done":
        return {
            "oracle": f"undecided ({result['status']})",
            "qcec": f"undecided ({result.get('message', 'timeout')})",
        }
    return {"oracle": result["oracle"], "qcec": result["qcec"]}


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("--suite", nargs="+", choices=list(SUITES), default=["families"])
    parser.add_argument(
        "--peers", nargs="+", choices=list(PEERS), default=list(PEERS), metavar="PEER"
    )
    parser.add_argument("--circuits", nargs="+", metavar="NAME", help="only these of the suite")
    parser.add_argument("--most", type=int, metavar="N", help="only the N smallest of each suite")
    parser.add_argument("--gates", type=int, default=10_000, help="size for suite `scale`")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds a circuit and peer")
    parser.add_argument("--repeat", type=int, default=3, help="the shortest of so many counts")
    parser.add_argument("--no-checks", action="store_true", help="do not compare results")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.suite:
            workloads = suite(name, Path(folder), gates=options.gates)
            if not workloads:
                print(f"suite {name}: the corpus is not here", file=sys.stderr)
            if options.circuits:
                workloads = [w for w in workloads if w.name in options.circuits]
            for row in compare(
                workloads[: options.most],
                options.peers,
                limit=options.limit,
                repeat=options.repeat,
                checks=not options.no_checks,
            ):
                rows.append({"suite": name, **row})
                print(table.line(row), file=sys.stderr)
                if options.json:
                    # After every row: an interrupted run keeps what it has.
                    options.json.write_text(json.dumps(rows, indent=1) + "\n")
    print(table.versions(options.peers))
    for name in options.suite:
        part = [row for row in rows if row["suite"] == name]
        if part:
            print(f"\n## {name}\n\n{table.summary(part)}\n\n{table.per_circuit(part)}")
    return int(any(table.wrong(row) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
