# SPDX-License-Identifier: Apache-2.0
"""The committed baseline: JSON with one circuit a line, so that differences and merge conflicts stay on their lines.

``` text
[{"level": 2, "schema": 1, "seed": 0, "settings": ..., "sum": ..., "target": ..., "targets": {...}, "tool": ...}
,{"id": "circuits/adder.qasm", "metrics": {...}, "output": ..., "sha256": ..., "sum": ...}
,{...}
]
```

The first line says what most rows have in common, a row what it has besides or otherwise: accepting one circuit
touches one line. The comma stands in front, so that adding a last row does not touch the one before. Every line carries
a sum of itself, by which an edit by hand is noticed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, Span, quote
from ..files import read_bytes, write_whole
from .model import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Raised when a field changes its meaning or goes.
SCHEMA = 1
#: The code of a file that a later version wrote: it is never written over.
LATER = "QC433"
REMEDY = "run `qcompile check --update` to write it anew, and look at the difference"
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_ROW_KEYS = frozenset(
    "id level metrics output seed settings sha256 source sum target target_sha256 tool".split()
)
_HEADER_KEYS = frozenset("level schema seed settings sum target targets tool".split())
_SUM_DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the rows of a baseline have in common.

    Parameters
    ----------
    tool : str
        ``"qcompile 0.3.0"``.
    level : int or None
    seed : int
    settings : str
        Digest of the options.
    target : str or None
        The device's name.
    targets : mapping of str to str
        The digest of each device by its name.
    """

    tool: str
    level: int | None = None
    seed: int = 0
    settings: str = ""
    target: str | None = None
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The rows that were accepted.

    Parameters
    ----------
    header : Header
    rows : mapping of str to Row
        By id.

    Examples
    --------
    >>> row = Row(
    ...     id="a.qasm", source="a.qasm", source_sha256="51d0", settings_sha256="9c1e", output_sha256="3f9a",
    ...     target=None, target_sha256=None, tool="qcompile 0.1.0", level=2, seed=0, metrics={"two_qubit": 3},
    ... )
    >>> made = Baseline(header=common([row]), rows={row.id: row})
    >>> print(made.to_text().splitlines()[1])
    ,{"id":"a.qasm","metrics":{"two_qubit":3},"output":"3f9a","sha256":"51d0","sum":"28e63898"}
    >>> parse(made.to_text().encode(), "qcompile-baseline.json") == made
    True
    """

    header: Header
    rows: Mapping[str, Row] = field(default_factory=dict)

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Read a file.

        Raises
        ------
        FileError
            QC501, QC503, QC504 if it cannot be read.
        PipelineError
            QC430 to QC433 and QC435 for what is wrong in it, with the line.
        """
        return parse(read_bytes(path), path)

    def with_rows(self, rows: Iterable[Row], without: Iterable[str] = ()) -> Baseline:
        """Return a baseline with these rows in the place of its own, and without some; the header stays."""
        gone = set(without)
        kept = {name: row for name, row in self.rows.items() if name not in gone}
        return replace(self, rows={**kept, **{row.id: row for row in rows}})

    def to_text(self) -> str:
        """Return the file's text: the same for the same rows, whatever order they came in."""
        lines = [_line(_header_fields(self.header))]
        lines += [_line(_row_fields(self.rows[name], self.header)) for name in sorted(self.rows)]
        return "[" + "\n,".join(lines) + "\n]\n"

    def write(self, path: str) -> None:
        """Write the file: the old bytes stay until all of the new ones are there."""
        write_whole(path, self.to_text())


def common(rows: Iterable[Row]) -> Header:
    """Return the header that leaves the least to the rows: of each value the one most of them have."""
    known = list(rows)

    def most(values: list[Any], otherwise: Any) -> Any:
        # Among as many, the first by its text: the order of the rows decides nothing.
        return max(sorted(set(values), key=repr), key=values.count) if values else otherwise

    targets: dict[str, str] = {}
    for name in sorted({row.target for row in known if row.target is not None}):
        digests = [row.target_sha256 for row in known if row.target == name]
        targets[name] = most(digests, "") or ""
    return Header(
        tool=most([row.tool for row in known], "qcompile"),
        level=most([row.level for row in known], None),
        seed=most([row.seed for row in known], 0),
        settings=most([row.settings_sha256 for row in known], ""),
        target=most([row.target for row in known], None),
        targets=targets,
    )


def parse(data: bytes, path: str) -> Baseline:
    """Return the baseline that the bytes of a file are; `path` is what messages call it.

    Raises
    ------
    PipelineError
        QC430 what cannot be understood, QC431 a line whose sum is wrong, QC432 a merge that was not finished, QC433
        a later version's file, QC435 two rows for one circuit.
    """
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if line[:7] in _MARKERS and line[7:8] in (b"", b" ", b"\r"):
            raise _wrong(
                path,
                number,
                lines,
                "a merge conflict that was not resolved",
                code="QC432",
                help="keep either side of each conflict, or both rows of different circuits; then "
                "`qcompile check --update` writes what is true",
            )
    objects = _objects(data, lines, path)
    if not objects:
        raise _wrong(path, 1, lines, "the file is empty", help=REMEDY)
    number, first = objects[0]
    header = _header(first, _Place(path, number, lines))
    rows: dict[str, Row] = {}
    seen: dict[str, int] = {}
    for number, said in objects[1:]:
        row = _row(said, header, _Place(path, number, lines))
        if row.id in seen:
            raise _wrong(
                path,
                number,
                lines,
                f"a second row for `{quote(row.id)}`, after line {seen[row.id]}",
                code="QC435",
                help="remove one of the two lines; a merge keeps both where both sides changed it",
            )
        seen[row.id] = number
        rows[row.id] = row
    return Baseline(header=header, rows=rows)


def _objects(data: bytes, lines: list[bytes], path: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the objects of the file with their lines; a file that was laid out anew is read as a whole."""
    if not (len(lines) > 1 and lines[0].startswith(b"[{") and lines[0].rstrip().endswith(b"}")):
        return [(_line_of(lines, said), said) for said in _loaded_whole(data, lines, path)]
    found = [(1, _loaded(lines[0][1:], _Place(path, 1, lines)))]
    last = max(n for n, line in enumerate(lines, 1) if line.strip())
    for number, line in enumerate(lines[1:last], 2):
        place = _Place(path, number, lines)
        if number == last and line.strip() == b"]":
            return found
        if not line.startswith(b","):
            raise place.wrong("a line of the baseline begins with a comma, and this does not")
        found.append((number, _loaded(line[1:], place)))
    raise _Place(path, last, lines).wrong("the baseline is cut short: `]` is missing")


class _Place:
    """A line of the file, for messages."""

    def __init__(self, path: str, number: int, lines: list[bytes]) -> None:
        self.path, self.number, self.lines = path, number, lines

    def wrong(self, message: str, code: str = "QC430", help: str = REMEDY) -> PipelineError:
        return _wrong(self.path, self.number, self.lines, message, code=code, help=help)


def _loaded(body: bytes, place: _Place) -> dict[str, Any]:
    try:
        said = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise place.wrong(f"this line of the baseline is not JSON: {_reason(error)}") from None
    if not isinstance(said, dict):
        raise place.wrong("this line of the baseline is no object")
    return said


def _loaded_whole(data: bytes, lines: list[bytes], path: str) -> list[dict[str, Any]]:
    try:
        said = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        number = min(getattr(error, "lineno", 1), len(lines))
        raise _Place(path, number, lines).wrong(
            f"the baseline is not JSON: {_reason(error)}"
        ) from None
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise _Place(path, 1, lines).wrong("the baseline is no list of objects")
    return said


def _line_of(lines: list[bytes], said: dict[str, Any]) -> int:
    """Return the line that a file of another layout has an object on, as near as its id tells."""
    name = json.dumps(said.get("id"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return next((n for n, line in enumerate(lines, 1) if b'"id"' in line and name in line), 1)


def _refuse(constant: str) -> Any:
    raise ValueError(f"there is no {constant} in it")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    text = getattr(error, "msg", None) or str(error)
    return text[:1].lower() + text[1:]


def _header(said: dict[str, Any], place: _Place) -> Header:
    schema = said.get("schema")
    if type(schema) is not int:
        raise place.wrong(
            "the first line of a baseline has a `schema`, and this has none",
            help="name a baseline, or run `qcompile check --update` to make one",
        )
    if schema > SCHEMA:
        raise place.wrong(
            f"the baseline is of schema {schema}, and this version reads up to {SCHEMA}",
            code="QC433",
            help="use the version of qcompile that wrote it, or a later one",
        )
    _check_sum(said, place)
    _check_keys(said, _HEADER_KEYS, place)
    targets = said.get("targets", {})
    if not isinstance(targets, dict) or not all(isinstance(v, str) for v in targets.values()):
        raise place.wrong("`targets` is a table of digests")
    return Header(
        tool=_field(said, "tool", str, place),
        level=_field(said, "level", (int, type(None)), place),
        seed=_field(said, "seed", int, place),
        settings=_field(said, "settings", str, place),
        target=_field(said, "target", (str, type(None)), place),
        targets=targets,
    )


def _row(said: dict[str, Any], header: Header, place: _Place) -> Row:
    _check_sum(said, place)
    _check_keys(said, _ROW_KEYS, place)
    name = _field(said, "id", str, place)
    metrics = _field(said, "metrics", dict, place)
    for metric, value in metrics.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise place.wrong(f"the metric `{quote(metric)}` is no number")
    target = _field(said, "target", (str, type(None)), place, header.target)
    shared = None if target is None else header.targets.get(target)
    return Row(
        id=name,
        source=_field(said, "source", str, place, name),
        source_sha256=_field(said, "sha256", str, place),
        settings_sha256=_field(said, "settings", str, place, header.settings),
        output_sha256=_field(said, "output", str, place),
        target=target,
        target_sha256=_field(said, "target_sha256", (str, type(None)), place, shared),
        tool=_field(said, "tool", str, place, header.tool),
        level=_field(said, "level", (int, type(None)), place, header.level),
        seed=_field(said, "seed", int, place, header.seed),
        metrics=metrics,
    )


_MISSING = object()


def _field(
    said: dict[str, Any], key: str, kind: Any, place: _Place, otherwise: Any = _MISSING
) -> Any:
    value = said.get(key, otherwise)
    if value is _MISSING:
        raise place.wrong(f"`{key}` is missing")
    if isinstance(value, bool) or not isinstance(value, kind):
        raise place.wrong(f"`{key}` has a value of the wrong kind")
    return value


def _check_keys(said: dict[str, Any], known: frozenset[str], place: _Place) -> None:
    for key in said:
        if key not in known:
            raise place.wrong(f"`{quote(key)}` is no field of a baseline")


def _check_sum(said: dict[str, Any], place: _Place) -> None:
    try:
        fits = said.get("sum") == _sum(said)
    except (ValueError, RecursionError):  # a number that is not finite, or nesting without end
        fits = False
    if not fits:
        raise place.wrong(
            "this line of the baseline was changed by hand: its sum does not fit",
            code="QC431",
            help="undo the edit, or run `qcompile check --update` to write what is true; to accept one circuit on "
            "purpose, `qcompile check --accept ID`",
        )


def _sum(said: dict[str, Any]) -> str:
    body = {key: value for key, value in said.items() if key != "sum"}
    return sha256(_dump(body).encode("utf-8", "surrogatepass")).hexdigest()[:_SUM_DIGITS]


def _line(said: dict[str, Any]) -> str:
    return _dump({**said, "sum": _sum(said)})


def _dump(said: dict[str, Any]) -> str:
    # Escaped, so that a line stays a line whatever a file is called.
    return json.dumps(said, sort_keys=True, allow_nan=False, separators=(",", ":"))


def _header_fields(header: Header) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "tool": header.tool,
        "level": header.level,
        "seed": header.seed,
        "settings": header.settings,
        "target": header.target,
        "targets": dict(header.targets),
    }


def _row_fields(row: Row, header: Header) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": row.id,
        "sha256": row.source_sha256,
        "output": row.output_sha256,
        "metrics": {name: value for name, value in row.metrics.items() if value is not None},
    }
    shared = None if row.target is None else header.targets.get(row.target)
    deviations = (
        ("source", row.source, row.id),
        ("tool", row.tool, header.tool),
        ("level", row.level, header.level),
        ("seed", row.seed, header.seed),
        ("settings", row.settings_sha256, header.settings),
        ("target", row.target, header.target),
        ("target_sha256", row.target_sha256, shared),
    )
    said |= {key: own for key, own, usual in deviations if own != usual}
    return said


def _wrong(
    path: str, number: int, lines: list[bytes], message: str, *, code: str = "QC430", help: str
) -> PipelineError:
    excerpt = lines[number - 1].decode("utf-8", "backslashreplace").rstrip("\r")
    span = Span(path, number, 1, None, excerpt)
    return PipelineError(message, code=code, span=span, help=help)
