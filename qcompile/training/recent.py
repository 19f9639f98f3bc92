# SPDX-License-Identifier: Apache-2.0
"""`Recent`: the values made last, by key; bounded, and safe among threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A cache that makes what it does not hold, and forgets what was not asked for longest.

    Of several threads that ask for one key at once, one makes the value and the others wait for it. A value that could
    not be made is not kept.

    Parameters
    ----------
    most : int
        How many values it holds.

    Examples
    --------
    >>> squares = Recent(2)
    >>> [squares.get(n, lambda: n * n) for n in (2, 3, 2, 4)], len(squares)
    ([4, 9, 4, 16], 2)
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._held: OrderedDict[Hashable, Future[Value]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key; the first who asks makes it."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                promise = self._held[key] = Future()
                while len(self._held) > self.most:
                    self._held.popitem(last=False)
            else:
                self._held.move_to_end(key)
        if found is not None:
            return found.result()
        try:
            value = make()
        except BaseException as e:
            with self._lock:
                if self._held.get(key) is promise:
                    del self._held[key]
            promise.set_exception(e)
            raise
        promise.set_result(value)
        return value

    def __contains__(self, key: Hashable) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)
