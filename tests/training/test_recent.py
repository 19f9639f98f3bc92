# SPDX-License-Identifier: Apache-2.0
"""`Recent`: a bounded cache in which one of several threads makes what all wait for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from qcompile.training.recent import Recent


def test_the_one_not_asked_for_longest_goes() -> None:
    cache: Recent[int] = Recent(2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: 1)
    assert ("a" in cache, "b" in cache, "c" in cache) == (True, False, True)
    assert 2 == len(cache)


def test_one_makes_it() -> None:
    cache: Recent[int] = Recent(2)
    begun, go, made = Event(), Event(), []

    def make() -> int:
        made.append(1)
        begun.set()
        assert go.wait(5)
        return 7

    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(cache.get, "a", make) for _ in range(3)]
        assert begun.wait(5)
        assert 8 == cache.get("b", lambda: 8)
        go.set()
        assert [7, 7, 7] == [f.result(5) for f in futures]
    assert [1] == made


def test_what_fails_is_not_kept() -> None:
    cache: Recent[int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 // 0)
    assert 0 == len(cache)
    assert 3 == cache.get("a", lambda: 3)
