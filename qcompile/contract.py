# SPDX-License-Identifier: Apache-2.0
"""What a pass must say: the `Pass` class, properties, relations, and the context it runs in.

A pass is a frozen dataclass. Its fields are its options; pipeline text (``phase-folding{max_parities=8}``), the
command line and the documentation are made from them. Start with any file in ``passes/``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from .circuit import Circuit
    from .targets import Target

__all__ = [
    "LAYOUT",
    "NATIVE_GATES",
    "PARAMETERS",
    "RELATIONS",
    "TIMING",
    "TOPOLOGY",
    "TWO_QUBIT",
    "UNITARY",
    "UNRELATED",
    "Context",
    "Pass",
    "Property",
    "weaker",
]


class Property(str, Enum):
    """A fact about a circuit that a pass may need and may keep."""

    #: No measurement, reset or classical condition.
    UNITARY = "unitary"
    #: The recorded layouts are right.
    LAYOUT = "layout"
    #: Every gate acts on at most two qubits.
    TWO_QUBIT = "two-qubit"
    #: Every gate is native to the target, in a legal direction and angle range.
    NATIVE_GATES = "native-gates"
    #: Every two-qubit gate lies on a coupled pair.
    TOPOLOGY = "topology"
    #: Parameters are the ones that were there, and free.
    PARAMETERS = "parameters"
    #: Operations have start times.
    TIMING = "timing"

    def __str__(self) -> str:
        return self.value


UNITARY = Property.UNITARY
LAYOUT = Property.LAYOUT
TWO_QUBIT = Property.TWO_QUBIT
NATIVE_GATES = Property.NATIVE_GATES
TOPOLOGY = Property.TOPOLOGY
PARAMETERS = Property.PARAMETERS
TIMING = Property.TIMING

#: Strongest first: what two circuits can be said to share.
RELATIONS = ("operator", "layout", "instrument", "outcomes", "from-zero")
#: The relation of a pass that means to change what a circuit does, by noise; nothing is compared then.
UNRELATED = "none"


def weaker(a: str, b: str) -> str:
    """Return the weaker of two relations.

    Examples
    --------
    >>> weaker("operator", "instrument")
    'instrument'
    """
    return max(a, b, key=(*RELATIONS, UNRELATED).index)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a pass may know beside the circuit.

    Parameters
    ----------
    target : Target
        What the circuit is compiled for; an ideal all-to-all basis where the user named no device.
    objective : str, default "two-qubit"
        What is made small first.
    seed : int, default 0
        The only source of randomness.
    layout : tuple of (int or None), default ()
        Device qubits on which the first program qubits start; None: wherever it is best.
    """

    target: Target
    objective: str = "two-qubit"
    seed: int = 0
    layout: tuple[int | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pass(ABC):
    """A rewrite of a circuit, in place.

    Subclasses are frozen dataclasses whose fields are the options. They state their ``name``, what they
    ``requires`` and ``preserves``, and the strongest ``relation`` between input and output they keep.
    """

    name: ClassVar[str]
    requires: ClassVar[frozenset[Property]] = frozenset()
    #: Properties that still hold afterwards if they held before.
    preserves: ClassVar[frozenset[Property]] = frozenset()
    #: Properties that hold afterwards whatever held before.
    establishes: ClassVar[frozenset[Property]] = frozenset()
    relation: ClassVar[str] = "operator"

    @abstractmethod
    def run(self, circuit: Circuit, context: Context) -> bool:
        """Rewrite ``circuit`` in place.

        Returns
        -------
        bool
            Whether anything changed; ``False`` promises that nothing did.
        """

    def alike(self, before: int, circuit: Circuit) -> Iterable[Pass]:
        """Return passes that would have made the same ``circuit`` of the one, of ``before`` operations, that this got.

        A pass with other options, say, where these played no part. What none is said of is run.
        """
        return ()

    @property
    def options(self) -> dict[str, Any]:
        """The options by name."""
        return {name: getattr(self, name) for name, _ in _defaults(type(self))}

    def __str__(self) -> str:
        changed = [
            f"{name}={_text(getattr(self, name))}"
            for name, default in _defaults(type(self))
            if name != "passes" and getattr(self, name) != default
        ]
        return self.name + ("{" + ",".join(changed) + "}" if changed else "")


@lru_cache(maxsize=1024)
def _defaults(kind: type[Pass]) -> tuple[tuple[str, Any], ...]:
    """Return the names of a pass's options and their defaults."""
    return tuple((f.name, f.default) for f in fields(kind))


def _text(value: Any) -> str:
    """Return an option as pipeline text has it: what is no plain word or number in quotes."""
    text = str(value)
    return f'"{text}"' if isinstance(value, str) and not re.fullmatch(r"\w[\w.-]*", text) else text
