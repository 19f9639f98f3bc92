# SPDX-License-Identifier: Apache-2.0
"""Devices in: what ``-t`` and the arguments of ``qcompile target`` mean, a name or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..configuration import is_path

if TYPE_CHECKING:
    from ..targets import Target


def chosen(word: str | None) -> Target | str | None:
    """Return the target of a file, read here once; a name stays one, since a basis may go with it."""
    if word is None or not is_path(word):
        return word
    from ..targets import Target

    return Target.from_file(word)


def named(word: str, basis: str | None = None) -> Target:
    """Return the target that a name, with a basis if it is generic, or a file stands for."""
    from ..targets import Target
    from ..targets.target import own_basis

    if not is_path(word):
        return Target.from_name(word, basis)
    if basis is not None:
        raise own_basis(word)
    return Target.from_file(word)
