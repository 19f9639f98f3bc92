# SPDX-License-Identifier: Apache-2.0
"""The circuits of a project: found by patterns or returned by functions, each with its options and digests."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from glob import glob
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .._version import __version__
from ..configuration import is_path
from ..errors import PipelineError, QCompileError, quote
from ..files import read_bytes
from ..options import COMPILE, TABLE
from .names import matches
from .project import decisive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..circuit import Circuit
    from ..targets import Target
    from .model import Row
    from .project import Project

TOOL = f"qcompile {__version__}"
#: Digits of the digests in a baseline: they tell versions apart, nobody is to be kept from forging them.
DIGITS = 16
_INCLUDE = re.compile(rb'\binclude\s*["\']([^"\'\n]+)["\']')


@dataclass(kw_only=True)
class Listed:
    """A circuit to be checked, not compiled yet.

    Parameters
    ----------
    id, source : str
        As in `Row`.
    options : mapping
        In force for this circuit.
    path : str, optional
        Its file.
    circuit : Circuit, optional
        What an entry point returned.
    target : Target, optional
        The device.
    source_sha256, settings_sha256 : str
        Digests.
    error : QCompileError, optional
        What kept it from being read.
    """

    id: str
    source: str
    options: Mapping[str, Any] = field(default_factory=dict)
    path: str | None = None
    circuit: Circuit | None = None
    target: Target | None = None
    source_sha256: str = ""
    settings_sha256: str = ""
    error: QCompileError | None = None

    @property
    def level(self) -> int | None:
        """The level, None for an explicit pipeline."""
        level: int | None = keywords(self.options)["level"]
        return level

    @property
    def seed(self) -> int:
        """The seed."""
        return int(self.options.get("seed", TABLE["seed"].default))

    @property
    def inputs(self) -> tuple[str | None, ...]:
        """All that decides over the result."""
        target = (None, None) if self.target is None else _said(self.target)
        return (TOOL, self.source_sha256, self.settings_sha256, *target)

    def like(self, other: Row | Listed) -> bool:
        """Return whether all that decides over the result is as it was for a row, or is for another circuit."""
        if isinstance(other, Listed):
            return self.error is None and other.error is None and self.inputs == other.inputs
        source, settings = other.source_sha256, other.settings_sha256
        then = (other.tool, source, settings, other.target, other.target_sha256)
        return self.error is None and self.inputs == then


def listed(project: Project, folder: str | None = None) -> list[Listed]:
    """Return the circuits of a project by id; what cannot be read or has no target says so in its `error`.

    Parameters
    ----------
    project : Project
    folder : str, optional
        Where the sources are, if not where the configuration is.

    Raises
    ------
    PipelineError
        QC436 if there is no circuit at all, QC440 for two of one id, QC406 and others for a target of the project.
    """
    root = project.folder if folder is None else folder
    found = [_file(name, root) for name in files(project, root)]
    if project.entry_points:
        from .entry_points import circuits_of

        found += circuits_of(project.entry_points, root)
    if not found:
        raise PipelineError(
            "there is nothing to check: the configuration lists no circuit",
            code="QC436",
            help='set `include = ["circuits/**/*.qasm"]` or `entry-points = ["module:function"]` in [tool.qcompile]',
        )
    targets = _Targets()
    targets.of(project.options)  # what is wrong with the target of all is said once
    for each in found:
        each.options = project.options_of(each.id)
        each.settings_sha256 = _digest(repr(sorted(decisive(each.options).items())).encode())
        try:
            each.target = targets.of(each.options)
        except QCompileError as error:
            each.error = each.error or error
    found.sort(key=lambda each: each.id)
    for one, other in pairwise(found):
        if one.id == other.id:
            raise PipelineError(
                f"two circuits are called `{quote(one.id)}`",
                code="QC440",
                help="rename the file, or list the entry point once",
            )
    return found


def files(project: Project, root: str) -> list[str]:
    """Return the files that the patterns find, relative to the folder and with slashes; sorted."""
    found = set()
    for pattern in project.include:
        for name in glob(pattern, root_dir=root, recursive=True):
            if os.path.isfile(os.path.join(root, name)):
                found.add(os.path.normpath(name).replace(os.sep, "/"))
    return sorted(
        name for name in found if not any(matches(pattern, name) for pattern in project.exclude)
    )


def chosen(all: Sequence[Listed], names: Sequence[str]) -> list[Listed]:
    """Return the circuits that names or patterns mean, all for none; QC439 for one that means no circuit."""
    for name in names:
        check_name(name, [each.id for each in all])
    return [each for each in all if not names or any(matches(n, each.id) for n in names)]


def check_name(name: str, known: Sequence[str]) -> None:
    """Refuse a name or pattern that means none of the circuits; QC439."""
    if any(matches(name, each) for each in known):
        return
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    raise PipelineError(
        f"no circuit of the project is called `{quote(name)}`",
        code="QC439",
        help=f"did you mean `{near[0]}`?" if near else "`qcompile check` lists them",
    )


def keywords(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `qcompile.compile` that options stand for."""
    made = {
        name.replace("-", "_"): options.get(name, TABLE[name].default)
        for name in COMPILE
        if name not in ("target", "basis")
    }
    if made["passes"] is not None or made["verbatim"]:
        made["level"] = None
    return made


def _said(target: Target) -> tuple[str, str]:
    return target.name, target_digest(target)


def target_digest(target: Target) -> str:
    """Return the digest of a device."""
    return target.sha256()[:DIGITS]


def circuit_digest(circuit: Circuit) -> str:
    """Return the digest of a circuit that has no text: of what it does, in whatever order it was written down."""
    from ..caching import anonymous

    named = anonymous(circuit)
    return (circuit if named is None else named[0]).structural_hash()[:DIGITS]


def file_digest(path: str) -> str:
    """Return the digest of a circuit's file, and of the files it includes."""
    data = _text(path)
    # A text without files of its own has the digest that sha256sum shows.
    parts, seen = [data], {os.path.realpath(path)}
    for name in _INCLUDE.findall(data):
        parts += _included(os.path.dirname(path), os.fsdecode(name), seen)
    if len(parts) == 1:
        return _digest(data)
    return _digest(b"".join(sha256(part).digest() for part in parts))


def includes(path: str, data: bytes) -> bool:
    """Return whether a text includes a file beside it; the library's own are no files."""
    folder = os.path.dirname(path)
    names = (os.fsdecode(name) for name in _INCLUDE.findall(data))
    return any(os.path.isfile(os.path.join(folder, name)) for name in names)


def _text(path: str) -> bytes:
    """Return a file with the line ends it has in git: on Windows git may write others."""
    return read_bytes(path).replace(b"\r\n", b"\n")


def _included(folder: str, name: str, seen: set[str]) -> list[bytes]:
    path = os.path.join(folder, name)
    real = os.path.realpath(path)
    if os.path.isabs(name) or real in seen or not os.path.isfile(path):
        return []  # the library's own, or the reader's to complain about
    seen.add(real)
    data = _text(path)
    parts = [data]
    for inner in _INCLUDE.findall(data):
        parts += _included(os.path.dirname(path), os.fsdecode(inner), seen)
        if os.path.dirname(path) != folder:  # also looked for beside the file that is compiled
            parts += _included(folder, os.fsdecode(inner), seen)
    return parts


def _file(name: str, root: str) -> Listed:
    path = os.path.join(root, name)
    found = Listed(id=name, source=name, path=path)
    try:
        found.source_sha256 = file_digest(path)
    except QCompileError as error:
        found.error = error
    return found


class _Targets:
    """The devices of a project, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None], Target | QCompileError] = {}

    def of(self, options: Mapping[str, Any]) -> Target | None:
        """Return what a circuit is compiled for; raises what is wrong with it."""
        name, basis = options.get("target"), options.get("basis")
        if name is None:
            return None
        if (name, basis) not in self._known:
            self._known[name, basis] = self._read(name, basis)
        made = self._known[name, basis]
        if isinstance(made, QCompileError):
            raise made
        return made

    @staticmethod
    def _read(name: str, basis: str | None) -> Target | QCompileError:
        from ..targets import Target
        from ..targets.target import own_basis

        try:
            if not is_path(name):
                return Target.from_name(name, basis)
            return Target.from_file(name) if basis is None else own_basis(name)
        except QCompileError as error:
            return error


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:DIGITS]
