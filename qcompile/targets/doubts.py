# SPDX-License-Identifier: Apache-2.0
"""What is possible in a device but hardly meant: said as warnings, refused nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .bases import has_one_qubit_freedom
from .figures import age_in_days

if TYPE_CHECKING:
    from .findings import Findings
    from .places import Path
    from .target import Target


def doubts(target: Target, document: Any, found: Findings) -> None:
    """Warn of what is doubtful in a target that was read from a document."""
    _lifetimes(target, document, found)
    _figures(target, document, found)
    _freedom(target, found)
    parts = target.islands()
    if len(parts) > 1:
        sizes = [len(part) for part in parts]
        shown = ", ".join(map(str, sizes[:5])) + (", ..." if len(sizes) > 5 else "")
        message = f"the device is in {len(parts)} parts, of {shown} qubits, that no coupling joins"
        where = ("couplings",) if "couplings" in document else ("gates",)
        found.warn("QC262", message, where, help="a circuit is placed within one of them")


def too_old(target: Target, max_age_days: float, found: Findings) -> None:
    """Warn of a calibration that is older than so many days, or of tomorrow."""
    if target.calibrated is None:
        return
    age = age_in_days(target.calibrated)
    where = ("calibration", "date")
    if age > max_age_days:
        message = f"the calibration is {age:.0f} days old"
        help = f"get a fresh one; up to {max_age_days:g} days are fine (--max-age)"
        found.warn("QC261", message, where, help=help)
    elif age < -1.0:  # a day off is a time zone
        found.warn("QC263", "the calibration is of the future", where)


def _lifetimes(target: Target, document: Any, found: Findings) -> None:
    for qubit, (t1, t2, _, _, measure_ns) in enumerate(target.qubit_rows()):
        if found.full:
            return
        if t1 is not None and t2 is not None and t2 > 2.0 * t1 * (1.0 + 1e-9):
            message = f"T2 of qubit {qubit}, {t2:g} ns, is above twice its T1, {t1:g} ns"
            found.warn("QC260", message, _row(document, ("qubits",), qubit, "t2_ns"))
        if measure_ns == 0.0:
            message = f"a measurement of qubit {qubit} takes no time"
            found.warn("QC263", message, _row(document, ("qubits",), qubit, "measure_ns"))


def _figures(target: Target, document: Any, found: Findings) -> None:
    known: set[float] = set()
    for gate, a, b, error, duration_ns in target.gate_rows():
        if error is not None:
            known.add(error)
        if a != b and duration_ns == 0.0 and not found.full:
            message = f"`{gate}` on [{a}, {b}] takes no time"
            where = _row(document, ("gates", gate), [a, b], "duration_ns")
            found.warn("QC263", message, where)
    for rate in (0.0, 1.0):
        if known == {rate}:
            message = f"every error rate is {rate:g}"
            help = "leave out what is not known" if not rate else None
            found.warn("QC263", message, ("calibration", "gates"), help=help)


def _freedom(target: Target, found: Findings) -> None:
    """Warn of qubits whose own gates are too few; other qubits may make up for it, but hardly any circuit can."""
    poor: dict[tuple[str, ...], list[int]] = {}
    for qubit, names in enumerate(target.sites or ()):
        poor.setdefault(tuple(names), []).append(qubit)
    for singles, qubits in poor.items():
        if not has_one_qubit_freedom(singles):
            has = f"only {', '.join(singles)}" if singles else "no gate"
            more = f" and {len(qubits) - 1} more" if qubits[1:] else ""
            message = f"qubit {qubits[0]}{more}: {has} on one qubit"
            found.warn("QC263", message, ("gates",), help="exclude what cannot be used: `excluded`")


def _row(document: Any, table: Path, on: Any, key: str) -> Path:
    """Return the path of a figure: in the row of its place, else the one all places share."""
    path: Path = ("calibration", *table)
    said = document
    for step in path:
        said = said.get(step, {})
    for i, row in enumerate(said.get("at", ())):
        if row["on"] in (on, on[::-1] if isinstance(on, list) else on) and key in row:
            return (*path, "at", i, key)
    return (*path, key)
