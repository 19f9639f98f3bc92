# SPDX-License-Identifier: Apache-2.0
"""Every gate of the library as a builder method; `tests/house` checks this page against the gate table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._native import Angle

    AngleLike: TypeAlias = "float | Angle"


class GateMethods:
    """Builder methods of `qcompile.Circuit`: angles first, then qubits; each returns the circuit."""

    if TYPE_CHECKING:

        def append_gate(self, name: str, params: list[Any], qubits: list[int]) -> int: ...

    def id(self, qubit: int) -> Self:
        """Identity."""
        self.append_gate("id", [], [qubit])
        return self

    def x(self, qubit: int) -> Self:
        """Pauli X (bit flip)."""
        self.append_gate("x", [], [qubit])
        return self

    def y(self, qubit: int) -> Self:
        """Pauli Y."""
        self.append_gate("y", [], [qubit])
        return self

    def z(self, qubit: int) -> Self:
        """Pauli Z (phase flip)."""
        self.append_gate("z", [], [qubit])
        return self

    def h(self, qubit: int) -> Self:
        """Hadamard."""
        self.append_gate("h", [], [qubit])
        return self

    def s(self, qubit: int) -> Self:
        """Square root of Z."""
        self.append_gate("s", [], [qubit])
        return self

    def sdg(self, qubit: int) -> Self:
        """Inverse of S."""
        self.append_gate("sdg", [], [qubit])
        return self

    def t(self, qubit: int) -> Self:
        """Fourth root of Z."""
        self.append_gate("t", [], [qubit])
        return self

    def tdg(self, qubit: int) -> Self:
        """Inverse of T."""
        self.append_gate("tdg", [], [qubit])
        return self

    def sx(self, qubit: int) -> Self:
        """Square root of X."""
        self.append_gate("sx", [], [qubit])
        return self

    def sxdg(self, qubit: int) -> Self:
        """Inverse of the square root of X."""
        self.append_gate("sxdg", [], [qubit])
        return self

    def p(self, lam: AngleLike, qubit: int) -> Self:
        """Phase on |1>: diag(1, exp(i lambda))."""
        self.append_gate("p", [lam], [qubit])
        return self

    def u1(self, lam: AngleLike, qubit: int) -> Self:
        """Same as `p`."""
        self.append_gate("p", [lam], [qubit])
        return self

    def rx(self, theta: AngleLike, qubit: int) -> Self:
        """Exp(-i theta X / 2)."""
        self.append_gate("rx", [theta], [qubit])
        return self

    def ry(self, theta: AngleLike, qubit: int) -> Self:
        """Exp(-i theta Y / 2)."""
        self.append_gate("ry", [theta], [qubit])
        return self

    def rz(self, phi: AngleLike, qubit: int) -> Self:
        """Exp(-i phi Z / 2)."""
        self.append_gate("rz", [phi], [qubit])
        return self

    def u0(self, gamma: AngleLike, qubit: int) -> Self:
        """Identity that waits gamma units."""
        self.append_gate("u0", [gamma], [qubit])
        return self

    def u2(self, phi: AngleLike, lam: AngleLike, qubit: int) -> Self:
        """U(pi/2, phi, lambda)."""
        self.append_gate("u2", [phi, lam], [qubit])
        return self

    def u(self, theta: AngleLike, phi: AngleLike, lam: AngleLike, qubit: int) -> Self:
        """Any one-qubit gate, OpenQASM 2 phase: real top-left entry."""
        self.append_gate("u", [theta, phi, lam], [qubit])
        return self

    def u3(self, theta: AngleLike, phi: AngleLike, lam: AngleLike, qubit: int) -> Self:
        """Same as `u`."""
        self.append_gate("u", [theta, phi, lam], [qubit])
        return self

    def r(self, theta: AngleLike, phi: AngleLike, qubit: int) -> Self:
        """Rotation by theta about cos(phi) X + sin(phi) Y."""
        self.append_gate("r", [theta, phi], [qubit])
        return self

    def prx(self, theta: AngleLike, phi: AngleLike, qubit: int) -> Self:
        """Same as `r`."""
        self.append_gate("r", [theta, phi], [qubit])
        return self

    def gpi(self, phi: AngleLike, qubit: int) -> Self:
        """Half turn about cos(phi) X + sin(phi) Y, no phase (IonQ)."""
        self.append_gate("gpi", [phi], [qubit])
        return self

    def gpi2(self, phi: AngleLike, qubit: int) -> Self:
        """Quarter turn about cos(phi) X + sin(phi) Y (IonQ)."""
        self.append_gate("gpi2", [phi], [qubit])
        return self

    def phxz(self, x: AngleLike, z: AngleLike, a: AngleLike, qubit: int) -> Self:
        """Z^z Z^a X^x Z^-a with half-turn angles in radians (Google)."""
        self.append_gate("phxz", [x, z, a], [qubit])
        return self

    def cx(self, control: int, target: int) -> Self:
        """Controlled X: (control, target)."""
        self.append_gate("cx", [], [control, target])
        return self

    def cnot(self, control: int, target: int) -> Self:
        """Same as `cx`."""
        self.append_gate("cx", [], [control, target])
        return self

    def cy(self, control: int, target: int) -> Self:
        """Controlled Y: (control, target)."""
        self.append_gate("cy", [], [control, target])
        return self

    def cz(self, control: int, target: int) -> Self:
        """Controlled Z."""
        self.append_gate("cz", [], [control, target])
        return self

    def ch(self, control: int, target: int) -> Self:
        """Controlled Hadamard: (control, target)."""
        self.append_gate("ch", [], [control, target])
        return self

    def cs(self, control: int, target: int) -> Self:
        """Controlled S."""
        self.append_gate("cs", [], [control, target])
        return self

    def csdg(self, control: int, target: int) -> Self:
        """Controlled inverse of S."""
        self.append_gate("csdg", [], [control, target])
        return self

    def csx(self, control: int, target: int) -> Self:
        """Controlled square root of X: (control, target)."""
        self.append_gate("csx", [], [control, target])
        return self

    def cp(self, lam: AngleLike, control: int, target: int) -> Self:
        """Phase on |11>."""
        self.append_gate("cp", [lam], [control, target])
        return self

    def cphase(self, lam: AngleLike, control: int, target: int) -> Self:
        """Same as `cp`."""
        self.append_gate("cp", [lam], [control, target])
        return self

    def crx(self, theta: AngleLike, control: int, target: int) -> Self:
        """Controlled rx: (control, target)."""
        self.append_gate("crx", [theta], [control, target])
        return self

    def cry(self, theta: AngleLike, control: int, target: int) -> Self:
        """Controlled ry: (control, target)."""
        self.append_gate("cry", [theta], [control, target])
        return self

    def crz(self, phi: AngleLike, control: int, target: int) -> Self:
        """Controlled rz: (control, target)."""
        self.append_gate("crz", [phi], [control, target])
        return self

    def cu3(
        self, theta: AngleLike, phi: AngleLike, lam: AngleLike, control: int, target: int
    ) -> Self:
        """Controlled u3: (control, target)."""
        self.append_gate("cu3", [theta, phi, lam], [control, target])
        return self

    def cu(
        self,
        theta: AngleLike,
        phi: AngleLike,
        lam: AngleLike,
        gamma: AngleLike,
        control: int,
        target: int,
    ) -> Self:
        """Controlled exp(i gamma) u: (control, target)."""
        self.append_gate("cu", [theta, phi, lam, gamma], [control, target])
        return self

    def swap(self, first: int, second: int) -> Self:
        """Exchange two qubits."""
        self.append_gate("swap", [], [first, second])
        return self

    def iswap(self, first: int, second: int) -> Self:
        """Exchange with a factor i on |01>, |10>."""
        self.append_gate("iswap", [], [first, second])
        return self

    def iswapdg(self, first: int, second: int) -> Self:
        """Inverse of iswap."""
        self.append_gate("iswapdg", [], [first, second])
        return self

    def siswap(self, first: int, second: int) -> Self:
        """Square root of iswap."""
        self.append_gate("siswap", [], [first, second])
        return self

    def siswapdg(self, first: int, second: int) -> Self:
        """Inverse of the square root of iswap."""
        self.append_gate("siswapdg", [], [first, second])
        return self

    def ecr(self, first: int, second: int) -> Self:
        """Echoed cross resonance: (rzx(pi/4), x on the first, rzx(-pi/4))."""
        self.append_gate("ecr", [], [first, second])
        return self

    def dcx(self, first: int, second: int) -> Self:
        """Two cx, in both directions."""
        self.append_gate("dcx", [], [first, second])
        return self

    def rxx(self, theta: AngleLike, first: int, second: int) -> Self:
        """Exp(-i theta XX / 2)."""
        self.append_gate("rxx", [theta], [first, second])
        return self

    def ryy(self, theta: AngleLike, first: int, second: int) -> Self:
        """Exp(-i theta YY / 2)."""
        self.append_gate("ryy", [theta], [first, second])
        return self

    def rzz(self, theta: AngleLike, first: int, second: int) -> Self:
        """Exp(-i theta ZZ / 2)."""
        self.append_gate("rzz", [theta], [first, second])
        return self

    def rzx(self, theta: AngleLike, first: int, second: int) -> Self:
        """Exp(-i theta ZX / 2), Z on the first qubit."""
        self.append_gate("rzx", [theta], [first, second])
        return self

    def ms(
        self, phi0: AngleLike, phi1: AngleLike, theta: AngleLike, first: int, second: int
    ) -> Self:
        """Partially entangling Molmer-Sorensen gate (IonQ)."""
        self.append_gate("ms", [phi0, phi1, theta], [first, second])
        return self

    def ccx(self, control1: int, control2: int, target: int) -> Self:
        """Doubly controlled X: (control, control, target)."""
        self.append_gate("ccx", [], [control1, control2, target])
        return self

    def toffoli(self, control1: int, control2: int, target: int) -> Self:
        """Same as `ccx`."""
        self.append_gate("ccx", [], [control1, control2, target])
        return self

    def ccz(self, control1: int, control2: int, target: int) -> Self:
        """Doubly controlled Z."""
        self.append_gate("ccz", [], [control1, control2, target])
        return self

    def cswap(self, control: int, first: int, second: int) -> Self:
        """Controlled swap: (control, a, b)."""
        self.append_gate("cswap", [], [control, first, second])
        return self

    def rccx(self, control1: int, control2: int, target: int) -> Self:
        """Doubly controlled X up to relative phases, 3 cx."""
        self.append_gate("rccx", [], [control1, control2, target])
        return self

    def c3x(self, control1: int, control2: int, control3: int, target: int) -> Self:
        """Triply controlled X."""
        self.append_gate("c3x", [], [control1, control2, control3, target])
        return self

    def c3sx(self, control1: int, control2: int, control3: int, target: int) -> Self:
        """Triply controlled square root of X."""
        self.append_gate("c3sx", [], [control1, control2, control3, target])
        return self

    def rc3x(self, control1: int, control2: int, control3: int, target: int) -> Self:
        """Triply controlled X up to relative phases."""
        self.append_gate("rc3x", [], [control1, control2, control3, target])
        return self

    def c4x(self, control1: int, control2: int, control3: int, control4: int, target: int) -> Self:
        """Four times controlled X."""
        self.append_gate("c4x", [], [control1, control2, control3, control4, target])
        return self
