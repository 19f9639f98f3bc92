# SPDX-License-Identifier: Apache-2.0
"""One process: compiles the cases it is told on standard input, prints a line of digests for each.

Started by `runner`, with the number of threads and the seed of Python's hashes in its environment.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from time import process_time
from typing import Any

#: Native gates of generic devices.
BASIS = "cz,rz,sx,x"
#: What a report may have another value of.
FREE = {"seconds", "peak_memory_bytes"}


def main() -> int:
    """Read ``{"cases": ..., "jobs": ..., "backwards": ..., "keep": ...}`` and answer it."""
    asked = json.load(sys.stdin)
    numbered = list(enumerate(asked["cases"]))
    if asked["backwards"]:
        numbered.reverse()
    results = _alone(numbered) if asked["jobs"] is None else _many(numbered, asked["jobs"])
    begun = process_time()
    for number, text, report in results:
        if asked["keep"]:
            Path(asked["keep"], f"{number}.qasm").write_text(text)
            Path(asked["keep"], f"{number}.json").write_text(report)
        now = process_time()
        line = {"case": number, "text": digest(text), "report": digest(report), "cpu": now - begun}
        begun = now
        print(json.dumps(line), flush=True)
    return 0


def digest(text: str) -> str:
    """Return what two texts are compared by."""
    return sha256(text.encode()).hexdigest()


def settled(value: Any) -> Any:
    """Return a report without times and memory."""
    if isinstance(value, dict):
        return {key: settled(each) for key, each in value.items() if key not in FREE}
    return [settled(each) for each in value] if isinstance(value, list) else value


def _options(level: int, device: str | None) -> dict[str, Any]:
    return {"target": device, "basis": BASIS if device and ":" in device else None, "level": level}


def _alone(numbered: list[Any]) -> Any:
    for number, case in numbered:
        yield number, *_one(*case)


def _one(path: str, level: int, device: str | None) -> tuple[str, str]:
    import qcompile as qc

    try:
        return _said(qc.compile(qc.load(path), **_options(level, device)))
    except qc.errors.QCompileError as error:
        return error.render(), ""


def _many(numbered: list[Any], jobs: int) -> Any:
    import qcompile as qc

    def asked(entry: Any) -> tuple[int, str]:
        return entry[1][1], entry[1][2] or ""

    for (level, device), group in groupby(sorted(numbered, key=asked), asked):
        entries = list(group)
        circuits = [qc.load(path) for _, (path, _, _) in entries]
        options = _options(level, device or None)
        # Bound or not is decided by what else is in the batch; a result that is not bound is that of `compile`.
        items = qc.compile_many(circuits, jobs=jobs, bind=False, trace="auto", **options)
        for (number, _), item in zip(entries, items, strict=True):
            if item.ok:
                yield number, *_said(item.unwrap())
            else:
                yield number, item.error.render(), ""


def _said(result: Any) -> tuple[str, str]:
    report = settled(result.report.to_dict())
    return result.to_qasm3(), json.dumps(report, sort_keys=True, indent=1)


if __name__ == "__main__":
    sys.exit(main())
