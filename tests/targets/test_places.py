# SPDX-License-Identifier: Apache-2.0
"""The places of values in JSON and TOML texts."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from qcompile.targets.places import places

from .chip import CHIP

TOML = """# a [comment] = 1
a.b = 1  # x = 2
"quoted key" = "]}#"
text = '''
c = 5
'''
[t.u]
when = 2025-11-01T06:30:00Z
list = [ 1, # one ]
  { on = [0, 1], error = 2 },
]
[[rows]]
k = 1
[[rows]]
k = 2
[rows.sub]
d = "x"
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("a", "b"), 2, 7),
        (("quoted key",), 3, 16),
        (("text",), 4, 8),
        (("t", "u", "when"), 8, 8),
        (("t", "u", "list", 0), 9, 10),
        (("t", "u", "list", 1, "error"), 10, 26),
        (("t", "u", "list", 1, "on", 1), 10, 14),
        (("t", "u"), 7, 1),
        (("rows", 1, "k"), 15, 5),
        (("rows", 1, "sub", "d"), 17, 5),
        (("t", "u", "missing"), 7, 1),
    ],
)
def test_places_in_toml(path: tuple, line: int, column: int) -> None:
    place = places(TOML, [path], toml=True)[path]
    before = TOML[: place.start]
    assert (line, column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_places_in_json_are_those_of_the_parser() -> None:
    document = json.loads(CHIP)

    def each(value: object, path: tuple = ()) -> list[tuple]:
        inner: Iterable[tuple] = ()
        if isinstance(value, dict | list):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
        return [path, *(p for key, part in inner for p in each(part, (*path, key)))]

    for path, place in places(CHIP, each(document), toml=False).items():
        value = document
        for step in path:
            value = value[step]
        assert value == json.loads(CHIP[place.start : place.end])
