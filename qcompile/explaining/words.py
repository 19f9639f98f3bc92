# SPDX-License-Identifier: Apache-2.0
"""What a pass did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..metrics import Metrics
    from ..pipeline.changes import Changes, Effect, Item

#: Kinds of operations named one by one; the rest is counted.
MOST_NAMED = 4
#: Counts around a pass that are told where they changed.
TOLD = {"gates": "gates", "two_qubit": "two-qubit", "depth": "depth", "t_count": "T-count"}


def effect_words(effect: Effect) -> str:
    """Return what became of the operations of one place.

    Examples
    --------
    >>> from qcompile.pipeline.changes import Effect, Item
    >>> cx, h = Item("cx", (), (0, 1), ()), Item("h", (), (1,), ())
    >>> cz, swap = Item("cz", (), (0, 1), ()), Item("swap", (), (1, 2), ())
    >>> effect_words(Effect(place=(3, 1), gone=(cx,), added=(h, cz, h), carried=(swap,)))
    'cx -> 2 h, cz; needs 1 swap to get there'
    >>> effect_words(Effect(place=(4, 1), gone=(h,)))
    'h gone'
    """
    said = []
    if effect.gone and effect.added:
        said.append(f"{_named(effect.gone)} -> {_named(effect.added)}")
    elif effect.gone and effect.carried:
        said.append(f"{_named(effect.gone)} -> {_named(effect.carried)} on the way there")
    elif effect.gone:
        said.append(f"{_named(effect.gone)} gone")
    elif effect.added:
        said.append(f"{_counted(effect.added)} new")
    if len(effect.changed) == 1:
        ((before, after),) = effect.changed
        turned = before.angles == after.angles
        said.append(
            f"{before.short} turned round" if turned else f"{before.short} -> {after.short}"
        )
    elif effect.changed:
        said.append(f"{_counted(after for _, after in effect.changed)} changed")
    if effect.carried and (effect.added or not effect.gone):
        said.append(f"needs {_counted(effect.carried)} to get there")
    if effect.moved and not said:
        said.append("on other qubits")
    return "; ".join(said)


def _named(items: tuple[Item, ...]) -> str:
    """Return a single operation with its angles, several by name and number."""
    if len(items) == 1:
        return items[0].short
    names = Counter(item.name for item in items)
    return tally(names, ones=False)


def _counted(items: Iterable[Item]) -> str:
    return tally(Counter(item.name for item in items))


def tally(counts: Mapping[str, int], *, ones: bool = True) -> str:
    """Return numbers of operations, most first: ``4 h, 2 cx``.

    Examples
    --------
    >>> tally({"cx": 2, "h": 4}), tally({"cx": 1, "h": 2}, ones=False)
    ('4 h, 2 cx', '2 h, cx')
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{n} {name}" if ones or n > 1 else name for name, n in ordered[:MOST_NAMED]]
    rest = sum(n for _, n in ordered[MOST_NAMED:])
    return ", ".join([*told, *([f"{rest} others"] if rest else [])])


def totals(changes: Changes) -> str:
    """Return what a pass did to the whole circuit: what is gone, new, and changed."""
    said = [
        f"{word} {tally(counts)}"
        for word, counts in (
            ("gone:", changes.gone()),
            ("new:", changes.added()),
            ("changed:", changes.changed()),
        )
        if counts
    ]
    moved = changes.moved()
    if moved:
        said.append(f"on other qubits: {moved}")
    return "; ".join(said) or "only what has no place in the source"


def difference(before: Metrics | None, after: Metrics | None) -> str:
    """Return the counts that changed: ``gates 9 -> 6, depth 5 -> 4``."""
    if before is None or after is None:
        return ""
    sides = before.to_dict(), after.to_dict()
    return ", ".join(
        f"{word} {'-' if one is None else one} -> {'-' if other is None else other}"
        for key, word in TOLD.items()
        if (one := sides[0].get(key)) != (other := sides[1].get(key))
    )
