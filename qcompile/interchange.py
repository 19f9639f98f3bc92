# SPDX-License-Identifier: Apache-2.0
"""Circuits of other packages: told by their class, read and written by the file of that package.

No package is imported to find out what an object is: whoever holds one has imported it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from .circuit import Circuit
from .errors import SemanticError, quote

if TYPE_CHECKING:
    from ._native import CoreCircuit


class Package(NamedTuple):
    """Where a package's circuits are read and written."""

    #: The top of the modules its classes come from.
    root: str
    #: Its classes of circuits.
    classes: tuple[str, ...]


#: By the name in `from_…` and `to_…`.
PACKAGES = {
    "braket": Package("braket", ("Circuit",)),
    "cirq": Package("cirq", ("Circuit", "FrozenCircuit")),
    "pennylane": Package("pennylane", ("QuantumScript", "QuantumTape")),
    "pytket": Package("pytket", ("Circuit",)),
    "qiskit": Package("qiskit", ("QuantumCircuit",)),
}


@dataclass(frozen=True)
class Origin:
    """What a circuit was made from, so that a result can be given back in kind.

    Parameters
    ----------
    package : str
        A name of `PACKAGES`.
    source : object
        The circuit as the user gave it, left as it was.
    """

    package: str
    source: Any

    def write(self, circuit: CoreCircuit) -> Any:
        """Return a circuit as the package's, over the parameters of the source."""
        own = getattr(import_module(f".emitters.to_{self.package}", __package__), "like", None)
        if own is None:
            return write(circuit, self.package)
        # What only the reader can tell of the source, where the writer wants to know it.
        reader = import_module(f".frontends.from_{self.package}", __package__)
        kept = getattr(reader, "kept", None)
        return (
            own(circuit, self.source)
            if kept is None
            else own(circuit, self.source, kept(self.source))
        )


def package_of(obj: Any) -> str | None:
    """Return the package a circuit is of, by its class and those above it."""
    for kind in type(obj).__mro__:
        root = kind.__module__.partition(".")[0]
        for name, package in PACKAGES.items():
            if root == package.root and kind.__name__ in package.classes:
                return name
    return None


def read(obj: Any) -> tuple[Circuit, Origin | None]:
    """Return a circuit of ours, and where it is from; our own come back as they are.

    Raises
    ------
    SemanticError
        QC230 if it is no circuit of any package, QC240 for what has no equivalent.
    """
    if isinstance(obj, Circuit):
        return obj, None
    package = package_of(obj)
    if package is None:
        names = ", ".join(PACKAGES)
        raise SemanticError(
            f"a {quote(type(obj).__name__)} is no circuit",
            code="QC230",
            help=f"give a Circuit, or one of {names}; a file is read by `qcompile.load`, a text by `qcompile.loads`",
        )
    module = import_module(f".frontends.from_{package}", __package__)
    return getattr(module, f"from_{package}")(obj), Origin(package, obj)


def write(circuit: CoreCircuit, package: str) -> Any:
    """Return a circuit as another package's.

    Raises
    ------
    PipelineError
        QC411 if the package is not installed, QC409 for what it cannot hold.
    """
    module = import_module(f".emitters.to_{package}", __package__)
    return getattr(module, f"to_{package}")(circuit)
