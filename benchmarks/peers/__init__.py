# SPDX-License-Identifier: Apache-2.0
"""The compilers that are compared, one file each: read a text, compile, write a text.

Every one is told to keep the qubits in place and to assume nothing about the input state, which is what qcompile
promises by default. A compiler that cannot write {cx, rz, sx, x} itself has its one-qubit gates spelt in it afterwards,
untimed (`finish`).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol, runtime_checkable

#: What everyone compiles to.
BASIS = ("cx", "rz", "sx", "x")


class Compiler(Protocol):
    """One compiler at one setting."""

    def read(self, text: str) -> Any:
        """Return the compiler's own circuit for an OpenQASM 2 text."""

    def compile(self, circuit: Any) -> Any:
        """Return a compiled circuit, the given one left as it was."""

    def write(self, circuit: Any) -> str:
        """Return OpenQASM 2."""


@runtime_checkable
class Counting(Protocol):
    """A compiler that ends in something that is no circuit, of which only the T count can be compared."""

    def t_count(self, circuit: Any) -> int:
        """Return the T gates of a compiled circuit."""


class UnreadableError(Exception):
    """The compiler has no way to read or to represent this circuit; said in the table, not a failure."""


@dataclass(frozen=True)
class Peer:
    """A name in the table.

    Parameters
    ----------
    name : str
        Column of the table.
    module : str
        File of this room whose ``compiler(setting)`` makes it.
    setting : str
        Level or recipe.
    packages : tuple of str
        Distributions whose versions are printed.
    """

    name: str
    module: str
    setting: str
    packages: tuple[str, ...]

    def load(self) -> ModuleType:
        """Import the compiler."""
        return import_module(f"{__name__}.{self.module}")

    def compiler(self) -> Compiler:
        """Set the compiler up."""
        made: Compiler = self.load().compiler(self.setting)
        return made


PEERS = {
    peer.name: peer
    for peer in (
        Peer("qcompile-O0", "ours", "0", ("qcompile",)),
        Peer("qcompile-O1", "ours", "1", ("qcompile",)),
        Peer("qcompile-O2", "ours", "2", ("qcompile",)),
        Peer("qcompile-t-count", "ours", "t-count", ("qcompile",)),
        Peer("qiskit-O1", "by_qiskit", "1", ("qiskit",)),
        Peer("qiskit-O2", "by_qiskit", "2", ("qiskit",)),
        Peer("qiskit-O3", "by_qiskit", "3", ("qiskit",)),
        Peer("tket-synthesise", "by_tket", "synthesise", ("pytket",)),
        Peer("tket-full", "by_tket", "full", ("pytket",)),
        Peer("cirq", "by_cirq", "cz", ("cirq-core",)),
        Peer("pyzx-teleport", "by_pyzx", "teleport", ("pyzx",)),
        Peer("pyzx-full", "by_pyzx", "full", ("pyzx",)),
    )
}
