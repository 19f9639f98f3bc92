# SPDX-License-Identifier: Apache-2.0
"""Values of parameters from a file: one assignment or many, by name or in order."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PipelineError, QCompileError, SemanticError, Span, quote
from .words import check_names, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def read_values(data: bytes, name: str, parameters: Sequence[str]) -> NDArray[np.float64]:
    """Return the values of a file.

    Parameters
    ----------
    data : bytes
        JSON: an object of numbers by name, of lists of numbers by name, a list of numbers in the order of the
        parameters, or a list of such objects or lists. CSV: a row for each assignment, under names, or in order. A
        ``.npy`` array of one or two dimensions.
    name : str
        The file's; ``.csv`` and ``.npy`` are told by its end or by the content.
    parameters : sequence of str
        The columns.

    Returns
    -------
    ndarray of float64, shape (parameters,) or (assignments, parameters)

    Raises
    ------
    PipelineError
        QC402 for what is no table of numbers.
    SemanticError
        QC242 for a name that is unknown or missing, QC230 for a wrong number of values.

    Examples
    --------
    >>> read_values(b'{"b": 2, "a": [0.5, 1]}', "v.json", ["a", "b"]).tolist()
    [[0.5, 2.0], [1.0, 2.0]]
    >>> read_values(b"0.5, 1", "v.csv", ["a", "b"]).tolist()
    [[0.5, 1.0]]
    """
    try:
        if data.startswith(b"\x93NUMPY"):
            made: Any = np.load(io.BytesIO(data), allow_pickle=False)
        elif name.lower().endswith(".csv") or data.lstrip()[:1] not in (b"{", b"["):
            made = _from_csv(data.decode("utf-8-sig"), parameters)
        else:
            made = _from_json(json.loads(data.decode("utf-8-sig")), parameters)
        values = np.asarray(made, dtype=np.float64)
    except QCompileError as error:
        if error.span is None:
            error.span = Span(name, 1, 1)
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise PipelineError(
            f"`{name}` holds no table of values: {error}",
            code="QC402",
            help="give JSON, CSV or .npy; docs/many.md shows each",
        ) from error
    if values.ndim not in (1, 2) or values.shape[-1] != len(parameters):
        raise SemanticError(
            f"there are {len(parameters)} parameters, and values of shape {values.shape}",
            code="QC230",
            help="give a value for each, in a row for each assignment",
        )
    if not np.isfinite(values).all():
        raise PipelineError(f"`{name}` has values that are not finite", code="QC402")
    return values


def lines_of(angles: NDArray[np.float64]) -> str:
    """Return one JSON line for each row."""
    rows = angles if angles.ndim == 2 else angles[None]
    return "".join(json.dumps(row) + "\n" for row in rows.tolist())


def npy_of(angles: NDArray[np.float64]) -> bytes:
    """Return an array as the bytes of a ``.npy`` file."""
    whole = io.BytesIO()
    np.save(whole, angles, allow_pickle=False)
    return whole.getvalue()


def _from_json(said: Any, parameters: Sequence[str]) -> Any:
    if isinstance(said, dict):
        _check(said, parameters)
        columns = np.broadcast_arrays(*(np.asarray(said[p], dtype=float) for p in parameters))
        return np.stack(columns, axis=-1)
    if isinstance(said, list) and said and all(isinstance(each, dict) for each in said):
        for each in said:
            _check(each, parameters)
        return [[each[p] for p in parameters] for each in said]
    return said


def _from_csv(text: str, parameters: Sequence[str]) -> Any:
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        raise ValueError("it is empty")
    first = [cell.strip() for cell in rows[0]]
    if all(_is_number(cell) for cell in first):
        return [[float(cell) for cell in row] for row in rows]
    _check(dict.fromkeys(first, 0.0), parameters)
    order = [first.index(p) for p in parameters]
    return [[float(row[k]) for k in order] for row in rows[1:]]


def _check(named: dict[str, Any], parameters: Sequence[str]) -> None:
    check_names(dict.fromkeys(named, 0.0), parameters)
    missing = [p for p in parameters if p not in named]
    if missing:
        raise SemanticError(
            f"no value for `{quote(missing[0])}`",
            code="QC242",
            help=f"the parameters are {listed(parameters)}",
        )


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
