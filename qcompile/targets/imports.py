# SPDX-License-Identifier: Apache-2.0
"""Files of other tools, by the name of their format or by their content, made targets."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

from ..errors import PipelineError, quote
from ..files import read_bytes
from . import foreign
from .checks import nearest
from .document import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .target import Target

#: Module by name of the format; "own" is ours.
FORMATS = {"own": None, **{name.removeprefix("from_"): name for name in foreign.DIALECTS}}


def read_foreign(paths: Sequence[str], form: str | None = None) -> Target:
    """Return the target of a file, or of the two files that IBM has for one device.

    Parameters
    ----------
    paths : sequence of str
        One file; for ``ibm`` two, properties and configuration in either order.
    form : str, optional
        A name of `FORMATS`; told by the content without it.

    Raises
    ------
    PipelineError
        QC408 for an unknown format, QC416 to QC420 for what is wrong in the file.
    """
    from .target import Target

    if form is not None and form not in FORMATS:
        raise PipelineError(
            f"no device format is called `{quote(form)}`",
            code="QC408",
            help=nearest(form, FORMATS) or f"formats are {', '.join(FORMATS)}",
        )
    path = paths[0]
    texts = [_text(each) for each in paths]
    if form is None and _is_ours(texts[0]):
        form = "own"
    if form is None:
        found = foreign.recognise(texts[0], path)
        form = None if found is None else found.removeprefix("from_")
    if len(paths) > 1 and form != "ibm":
        message = f"unexpected `{quote(paths[1])}`"
        raise PipelineError(message, code="QC401", help="two files make one device with --from ibm")
    if form == "own":
        return Target.from_file(path)
    if form == "ibm" and len(texts) > 1:
        target: Target = import_module(".from_ibm", __package__).read(*texts, path=path)
        return target
    if form is None:
        return foreign.read(texts[0], path)  # which says what is known
    made: Target = import_module(f".{FORMATS[form]}", __package__).read(texts[0], path=path)
    return made


def _text(path: str) -> str:
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        raise PipelineError(message, code="QC416", path=path, line=line, column=1) from None


def _is_ours(text: str) -> bool:
    """Tell our own files: TOML is always ours, JSON by the key that says so."""
    if not text.lstrip().startswith("{"):
        return True
    try:
        return MARK in json.loads(text)
    except (ValueError, RecursionError):
        return False  # the reader of the format says what is wrong, and where
