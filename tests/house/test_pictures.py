# SPDX-License-Identifier: Apache-2.0
"""The small circuits that show what each pass does: changed by it, and the same in the sense it declares."""

from __future__ import annotations

import pytest

from docs.site.pictures import PICTURES
from qcompile.contract import UNRELATED
from qcompile.passes import TABLE
from qcompile.pipeline.registry import find


def test_every_pass_has_a_picture() -> None:
    assert set(TABLE) == set(PICTURES), "docs/site/pictures.py"


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_shows_a_change_that_keeps_what_the_pass_declares(name: str) -> None:
    picture = PICTURES[name]
    before, after, changed = picture.before_and_after(name)
    assert changed
    assert before != after
    assert picture.holds(name) is (None if find(name).relation == UNRELATED else True)
    assert len(before) <= 16, "small enough to be read"
    assert picture.says.endswith(".")


def test_a_picture_that_broke_the_circuit_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = find("cancel-inverses")
    monkeypatch.setattr(found, "run", lambda self, circuit, context: bool(circuit.x(0)))
    assert PICTURES["cancel-inverses"].holds("cancel-inverses") is False
