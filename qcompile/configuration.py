# SPDX-License-Identifier: Apache-2.0
"""The configuration file: ``[tool.qcompile]`` in ``pyproject.toml``, or ``qcompile.toml``, the nearest one upwards."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from .errors import PipelineError, quote
from .options import TABLE, suggestion

if TYPE_CHECKING:
    from .options import Option

#: Tables and keys for the project as a whole, read by the gate and not by single commands.
PROJECT_KEYS = {
    "include": list,
    "exclude": list,
    "entry-points": list,
    "check": dict,
    "budget": dict,
    "circuit": dict,
}
NAMES = ("qcompile.toml", "pyproject.toml")


def configured(folder: str | None = None) -> dict[str, Any]:
    """Return the options the nearest configuration file sets, by name; empty without a file.

    Raises
    ------
    PipelineError
        QC405 for a file that is not TOML, an unknown key, or a value of the wrong kind.
    """
    found = nearest(folder or os.getcwd())
    if found is None:
        return {}
    return options_in(*found)


def options_in(path: str, table: dict[str, Any]) -> dict[str, Any]:
    """Return the options that the table of a configuration file sets, by name; what is of the project is left out.

    Raises
    ------
    PipelineError
        QC405 for an unknown key, or a value of the wrong kind.
    """
    return {
        key: _value(path, key, value) for key, value in table.items() if _known(path, key, value)
    }


def is_path(word: str) -> bool:
    """Tell device files from names: a file ends in .json or .toml, or has a separator (``./chip``)."""
    return word.lower().endswith((".json", ".toml")) or "/" in word or os.sep in word


def nearest(folder: str) -> tuple[str, dict[str, Any]] | None:
    """Return the nearest file upwards that speaks of qcompile, and its table."""
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            table = table_of(path, name)
            if table is not None:
                return path, table
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def table_of(path: str, name: str) -> dict[str, Any] | None:
    """Return our table of a configuration file; None where there is no file, or nothing of ours in it."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None  # most folders have none, and one that is not ours to read is not ours to obey
    whole = name == "qcompile.toml"
    if not whole and b"qcompile" not in data:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except ValueError as error:
        raise wrong(path, f"not TOML: {str(error)[:1].lower()}{str(error)[1:]}") from None
    table = document if whole else document.get("tool", {}).get("qcompile")
    if table is not None and not isinstance(table, dict):
        raise wrong(path, "`tool.qcompile` is not a table")
    return table


def _known(path: str, key: str, value: object) -> bool:
    """Tell options from the keys of the project; anything else is an error."""
    if key in PROJECT_KEYS:
        if not isinstance(value, PROJECT_KEYS[key]):
            kind = "a list" if PROJECT_KEYS[key] is list else "a table"
            raise wrong(path, f"`{key}` takes {kind}")
        return False
    if key in TABLE and TABLE[key].configured:
        return True
    known = [name for name, option in TABLE.items() if option.configured]
    raise wrong(
        path,
        f"unknown key `{quote(key)}`",
        help=suggestion(key, [*known, *PROJECT_KEYS]) or f"the keys are {', '.join(sorted(known))}",
    )


def _value(path: str, key: str, value: Any) -> Any:
    option = TABLE[key]
    if option.read is None:
        if isinstance(value, bool):
            return value
        raise wrong(path, f"`{key}` takes true or false")
    try:
        if option.repeat:
            return [option.parse(text, key) for text in _texts(option, value)]
        if isinstance(value, list):
            return option.parse(",".join(value), key)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise wrong(path, f"`{key}` takes {option.takes}")
        text = str(value)
        if key == "target" and is_path(text):  # relative to the file that says it
            text = os.path.join(os.path.dirname(path), text)
        return option.parse(text, key)
    except PipelineError as error:
        raise error if error.code == "QC405" else wrong(path, error.message, error.help) from None


def _texts(option: Option, value: Any) -> list[str]:
    """Return the values of an option that repeats: a list of texts, or a table of NAME = NUMBER."""
    if isinstance(value, dict):
        return [f"{name}={number}" for name, number in value.items()]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def wrong(path: str, message: str, help: str | None = None) -> PipelineError:
    """Return the error for a configuration file, with the way to it."""
    # Found by walking up from here, so the way back is short; a quotation is cut where it is long.
    place = quote(min(path, os.path.relpath(path), key=len))
    return PipelineError(f"{place}: {message}", code="QC405", help=help)
