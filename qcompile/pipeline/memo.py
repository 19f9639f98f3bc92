# SPDX-License-Identifier: Apache-2.0
"""`Memo`: several pipelines on one circuit run no pass twice on the same circuit.

Levels begin alike, and what one of them leaves as it is another finds as it was. A circuit's *state* is how it came to
be: the state it was in before, and the pass that changed it. Passes are deterministic, so circuits of one state are
equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..circuit import Circuit
    from ..contract import Context, Pass
    from .trace import Step

#: Larger circuits are not kept; comparing states is for small ones, of which there are many.
MOST_OPERATIONS = 5_000


class Done(NamedTuple):
    """What a pass did."""

    state: object
    #: The circuit afterwards; None where nothing changed.
    circuit: Circuit | None
    step: Step


class Memo:
    """What passes did to circuits that began as one.

    Parameters
    ----------
    start : Circuit
        What every pipeline is run on.
    """

    def __init__(self, start: Circuit) -> None:
        self._done: dict[tuple[object, Pass, int], Done] = {}
        #: By identity, which is held so that no other gets it: the number of an equal context.
        self._contexts: dict[int, tuple[Context, int]] = {}
        #: By identity of the handle, which is held so that no other gets it.
        self._states: dict[int, tuple[Circuit, object]] = {}
        self._start = object()
        self.is_used = len(start) <= MOST_OPERATIONS

    def begin(self, circuit: Circuit) -> None:
        """Take a circuit for one every pipeline begins with."""
        self._states[id(circuit)] = circuit, self._start

    def same(self, circuit: Circuit, other: Circuit) -> None:
        """Take a circuit for what another is."""
        self._states[id(circuit)] = circuit, self._state(other)

    def find(self, p: Pass, circuit: Circuit, context: Context) -> Done | None:
        """Return what the pass did to the same circuit before, having done it to this one; None if it has not run."""
        done = self._done.get((self._state(circuit), p, self._number(context)))
        if done is not None and done.circuit is not None:
            circuit._adopt(done.circuit)
            self._states[id(circuit)] = circuit, done.state
        return done

    def note(self, p: Pass, before: int, circuit: Circuit, context: Context, step: Step) -> None:
        """Keep what the pass did to a circuit of so many operations before."""
        state = old = self._state(circuit)
        kept = None
        if step.changed:
            state, kept = object(), circuit.copy()
            self._states[id(circuit)] = circuit, state
        for alike in (p, *p.alike(before, circuit)):
            self._done.setdefault((old, alike, self._number(context)), Done(state, kept, step))

    def _number(self, context: Context) -> int:
        found = self._contexts.get(id(context))
        if found is None:
            known = list(self._contexts.values())
            number = next((n for other, n in known if other == context), len(known))
            found = self._contexts[id(context)] = context, number
        return found[1]

    def _state(self, circuit: Circuit) -> object:
        found = self._states.get(id(circuit))
        return found[1] if found is not None else object()
