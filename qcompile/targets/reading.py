# SPDX-License-Identifier: Apache-2.0
"""Device files in: bytes -> document -> target, and everything that is wrong or doubtful on the way.

docs/targets.md describes the format; `document` makes the target of a document, `doubts` says what is hardly meant.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from typing import IO, TYPE_CHECKING, Any

from ..errors import LimitError, PipelineError, QCompileWarning
from ..files import read_bytes
from .checks import Repeated
from .document import MARK, target_of
from .doubts import doubts, too_old
from .findings import Findings, TooManyError

if TYPE_CHECKING:
    from ..errors import Diagnostic
    from .target import Target


def read_file(file: str | os.PathLike[str] | IO[Any]) -> Target:
    """Return the target of a device file; warn of what is doubtful, raise the first of what is wrong."""
    target, found = _examined(*_contents(file))
    placed = found.placed()
    if found.errors:
        first = placed[0].error()
        if len(found.errors) > 1:
            first.trail = (f"{len(found.errors) - 1} more; `qcompile target validate` lists them",)
        raise first
    told: set[str] = set()
    for each in placed:
        if each.code not in told:  # one of a kind is enough here; validate lists them all
            told.add(each.code)
            warnings.warn(QCompileWarning(each.diagnostic()), stacklevel=3)
    assert target is not None
    return target


def examine(
    data: bytes, name: str | None, *, max_age_days: float | None = None
) -> tuple[Target | None, list[Diagnostic]]:
    """Return the target of a device file, None if it is none, and all there is to say about the file.

    Parameters
    ----------
    data : bytes
    name : str or None
        What the file is called.
    max_age_days : float, optional
        A calibration older than this is warned of. Without it the clock is not read.

    Raises
    ------
    PipelineError
        QC416 for a text that does not even parse.
    """
    target, found = _examined(data, name)
    if max_age_days is not None and target is not None:
        too_old(target, max_age_days, found)
    placed = found.placed()
    return None if found.errors else target, [each.diagnostic() for each in placed]


def _contents(file: str | os.PathLike[str] | IO[Any]) -> tuple[bytes, str | None]:
    if isinstance(file, str | os.PathLike):
        return read_bytes(file), os.fspath(file)
    data = file.read()
    name = getattr(file, "name", None)
    return data.encode() if isinstance(data, str) else data, name if isinstance(name, str) else None


def _examined(data: bytes, name: str | None) -> tuple[Target | None, Findings]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise PipelineError(message, code="QC416", path=name, line=line, column=1) from None
    text = text.replace("\r\n", "\n")
    toml = is_toml(text, name)
    found = Findings(text, name, toml=toml)
    parsed = parse(found)
    target = None
    try:
        target = target_of(parsed, found)
        if target is not None and not found.errors:
            doubts(target, parsed, found)
    except TooManyError:
        pass
    return target, found


def parse(found: Findings) -> Any:
    """Return the document of a text; QC416 with a place for one that does not parse."""
    return _parse_toml(found) if found.toml else _parse_json(found)


def is_toml(text: str, name: str | None) -> bool:
    """Tell TOML from JSON by the file's name, else by its first character."""
    suffix = os.path.splitext(name or "")[1].lower()
    if suffix in (".json", ".toml"):
        return suffix == ".toml"
    return not text.lstrip().startswith("{")


def _parse_json(found: Findings) -> Any:
    import json

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        return made if len(made) == len(pairs) else Repeated(pairs)

    try:
        return json.loads(found.text, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        message = f"not JSON: {_lower(error.msg)}"
        raise _syntax(found, message, error.pos) from None
    except RecursionError:
        raise LimitError("the JSON is nested too deeply", code="QC605") from None
    except ValueError as error:  # an integer of thousands of digits
        raise _syntax(found, f"not JSON: {_lower(str(error))}", 0) from None


_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _parse_toml(found: Findings) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(found.text)
    except RecursionError:
        raise LimitError("the TOML is nested too deeply", code="QC605") from None
    except ValueError as error:
        said = str(error)
        at = len(found.text)
        place = _TOML_PLACE.search(said)
        if place and place[1]:
            starts = [0, *(m.end() for m in re.finditer("\n", found.text))]
            at = starts[int(place[1]) - 1] + int(place[2]) - 1
        message = f"not TOML: {_lower(_TOML_PLACE.sub('', said))}"
        raise _syntax(found, message, at) from None


def _syntax(found: Findings, message: str, at: int) -> PipelineError:
    help = f'a device file starts with "{MARK}": 1' if not found.text.strip() else None
    return PipelineError(message, code="QC416", span=found.span(at, at + 1), help=help)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
