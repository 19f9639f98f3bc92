# SPDX-License-Identifier: Apache-2.0
"""Arrays from files: .npy and .npz of numpy, .json, and text with commas or spaces.

The format is known by the file's first bytes, so that standard input serves as well. Nothing is ever unpickled.
"""

from __future__ import annotations

import io
import json
from typing import Any

from ..errors import ParseError, quote

#: Bytes of a file that are read.
MOST_BYTES = 1 << 30


def arrays_from(data: bytes, name: str) -> list[Any]:
    r"""Return the arrays of a file: all of an archive, one of any other.

    In JSON a complex number is a text such as ``"0.5+0.5j"``, or all of an array is under ``"real"`` and ``"imag"``;
    in a text file it is the same without quotes.

    Parameters
    ----------
    data : bytes
        What is in the file.
    name : str
        What it is called in messages.

    Raises
    ------
    ParseError
        QC121 if the bytes are no array.

    Examples
    --------
    >>> arrays_from(b"1, 0\n0, 1j\n", "in.csv")[0].tolist()
    [[(1+0j), 0j], [0j, 1j]]
    """
    import zipfile

    import numpy as np

    try:
        if data.startswith(b"\x93NUMPY"):
            return [np.load(io.BytesIO(data), allow_pickle=False)]
        if data.startswith(b"PK"):
            with np.load(io.BytesIO(data), allow_pickle=False) as archive:
                return [archive[key] for key in archive.files]
        text = data.decode("utf-8-sig")
        if text.lstrip()[:1] in ("[", "{"):
            return [_from_json(json.loads(text))]
        return [_from_lines(text)]
    except (ValueError, KeyError, TypeError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ParseError(
            f"`{quote(name)}` holds no array of numbers: {_short(error)}",
            code="QC121",
            help="a .npy or .npz file of numbers, JSON lists, or text with a row a line",
        ) from None


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _from_json(value: Any) -> Any:
    """Return an array of nested lists, or of a mapping from bit strings to amplitudes as it is."""
    import numpy as np

    if isinstance(value, dict):
        if value.keys() == {"real", "imag"}:
            return np.array(value["real"], dtype=float) + 1j * np.array(value["imag"], dtype=float)
        return {str(key): _number(entry) for key, entry in value.items()}
    return _nested(value)


def _nested(value: Any) -> Any:
    if isinstance(value, list):
        return [_nested(entry) for entry in value]
    return _number(value)


def _number(value: Any) -> complex | float:
    if isinstance(value, str):
        return complex(value.replace(" ", "").replace("i", "j"))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"`{quote(value)}` is no number")
    return float(value)


def _from_lines(text: str) -> Any:
    import numpy as np

    rows = []
    for line in text.splitlines():
        words = line.partition("#")[0].replace(",", " ").replace(";", " ").split()
        if words:
            rows.append([complex(word.replace("i", "j")) for word in words])
    if not rows:
        raise ValueError("it is empty")
    if len({len(row) for row in rows}) != 1:
        raise ValueError("its lines have different numbers of columns")
    array = np.array(rows)
    if not array.imag.any():
        array = array.real
    return array.ravel() if 1 in array.shape else array  # one row or one column is a list
