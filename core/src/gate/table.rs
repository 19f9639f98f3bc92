// SPDX-License-Identifier: Apache-2.0
//! The table of gates. Everything that needs to know a gate by heart reads it here.

use super::record::{Axis, GateRecord, Inverse, Library};
use crate::Angle;

macro_rules! gates {
    ($($variant:ident $name:literal $aliases:expr, $library:ident, $qubits:literal, $parameters:expr,
       $inverse:expr, $axes:expr, $symmetric:literal, $help:literal;)*) => {
        /// A gate of the library; its facts are in [`Gate::record`].
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[repr(u8)]
        pub enum Gate { $($variant),* }

        impl Gate {
            /// Every gate, in the table's order.
            pub const ALL: &'static [Gate] = &[$(Gate::$variant),*];
        }

        static RECORDS: &[GateRecord] = &[$(GateRecord {
            gate: Gate::$variant,
            name: $name,
            aliases: &$aliases,
            library: Library::$library,
            qubits: $qubits,
            parameters: &$parameters,
            inverse: $inverse,
            axes: &$axes,
            symmetric: $symmetric,
            help: $help,
        }),*];
    };
}

use Axis::{Any as A, None as N, X, Y, Z};
use Inverse::{Definition, Itself, Negated, Rule};

gates! {
    Id "id" [], Qelib1, 1, [],
        Itself, [A], true, "identity";
    X "x" [], Qelib1, 1, [],
        Itself, [X], true, "Pauli X (bit flip)";
    Y "y" [], Qelib1, 1, [],
        Itself, [Y], true, "Pauli Y";
    Z "z" [], Qelib1, 1, [],
        Itself, [Z], true, "Pauli Z (phase flip)";
    H "h" [], Qelib1, 1, [],
        Itself, [N], true, "Hadamard";
    S "s" [], Qelib1, 1, [],
        Inverse::Gate(Gate::Sdg), [Z], true, "square root of Z";
    Sdg "sdg" [], Qelib1, 1, [],
        Inverse::Gate(Gate::S), [Z], true, "inverse of S";
    T "t" [], Qelib1, 1, [],
        Inverse::Gate(Gate::Tdg), [Z], true, "fourth root of Z";
    Tdg "tdg" [], Qelib1, 1, [],
        Inverse::Gate(Gate::T), [Z], true, "inverse of T";
    Sx "sx" ["v"], Qelib1Longer, 1, [],
        Inverse::Gate(Gate::Sxdg), [X], true, "square root of X";
    Sxdg "sxdg" ["vdg"], Qelib1Longer, 1, [],
        Inverse::Gate(Gate::Sx), [X], true, "inverse of the square root of X";
    P "p" ["u1", "phase"], Qelib1Longer, 1, ["lambda"],
        Negated, [Z], true, "phase on |1>: diag(1, exp(i lambda))";
    Rx "rx" [], Qelib1, 1, ["theta"],
        Negated, [X], true, "exp(-i theta X / 2)";
    Ry "ry" [], Qelib1, 1, ["theta"],
        Negated, [Y], true, "exp(-i theta Y / 2)";
    Rz "rz" [], Qelib1, 1, ["phi"],
        Negated, [Z], true, "exp(-i phi Z / 2)";
    U0 "u0" [], Qelib1Longer, 1, ["gamma"],
        Negated, [A], true, "identity that waits gamma units";
    U2 "u2" [], Qelib1, 1, ["phi", "lambda"],
        Rule(u2_inverse), [N], true, "u(pi/2, phi, lambda)";
    U "u" ["u3", "U"], Qelib1Longer, 1, ["theta", "phi", "lambda"],
        Rule(u_inverse), [N], true, "any one-qubit gate, OpenQASM 2 phase: real top-left entry";
    R "r" ["prx", "phasedx"], Native, 1, ["theta", "phi"],
        Rule(r_inverse), [N], true, "rotation by theta about cos(phi) X + sin(phi) Y";
    Gpi "gpi" [], Native, 1, ["phi"],
        Itself, [N], true, "half turn about cos(phi) X + sin(phi) Y, no phase (IonQ)";
    Gpi2 "gpi2" [], Native, 1, ["phi"],
        Rule(gpi2_inverse), [N], true, "quarter turn about cos(phi) X + sin(phi) Y (IonQ)";
    Phxz "phxz" [], Native, 1, ["x", "z", "a"],
        Rule(phxz_inverse), [N], true, "Z^z Z^a X^x Z^-a with half-turn angles in radians (Google)";
    Cx "cx" ["CX", "cnot"], Qelib1, 2, [],
        Itself, [Z, X], false, "controlled X: (control, target)";
    Cy "cy" [], Qelib1, 2, [],
        Itself, [Z, Y], false, "controlled Y: (control, target)";
    Cz "cz" [], Qelib1, 2, [],
        Itself, [Z, Z], true, "controlled Z";
    Ch "ch" [], Qelib1, 2, [],
        Itself, [Z, N], false, "controlled Hadamard: (control, target)";
    Cs "cs" [], Native, 2, [],
        Inverse::Gate(Gate::Csdg), [Z, Z], true, "controlled S";
    Csdg "csdg" [], Native, 2, [],
        Inverse::Gate(Gate::Cs), [Z, Z], true, "controlled inverse of S";
    Csx "csx" [], Qelib1Longer, 2, [],
        Definition, [Z, X], false, "controlled square root of X: (control, target)";
    Cp "cp" ["cu1", "cphase"], Qelib1Longer, 2, ["lambda"],
        Negated, [Z, Z], true, "phase on |11>";
    Crx "crx" [], Qelib1Longer, 2, ["theta"],
        Negated, [Z, X], false, "controlled rx: (control, target)";
    Cry "cry" [], Qelib1Longer, 2, ["theta"],
        Negated, [Z, Y], false, "controlled ry: (control, target)";
    Crz "crz" [], Qelib1, 2, ["phi"],
        Negated, [Z, Z], false, "controlled rz: (control, target)";
    Cu3 "cu3" [], Qelib1, 2, ["theta", "phi", "lambda"],
        Rule(u_inverse), [Z, N], false, "controlled u3: (control, target)";
    Cu "cu" [], Qelib1Longer, 2, ["theta", "phi", "lambda", "gamma"],
        Rule(cu_inverse), [Z, N], false, "controlled exp(i gamma) u: (control, target)";
    Swap "swap" [], Qelib1Longer, 2, [],
        Itself, [N, N], true, "exchange two qubits";
    Iswap "iswap" [], Native, 2, [],
        Inverse::Gate(Gate::Iswapdg), [N, N], true, "exchange with a factor i on |01>, |10>";
    Iswapdg "iswapdg" [], Native, 2, [],
        Inverse::Gate(Gate::Iswap), [N, N], true, "inverse of iswap";
    Siswap "siswap" ["sqrt_iswap"], Native, 2, [],
        Inverse::Gate(Gate::Siswapdg), [N, N], true, "square root of iswap";
    Siswapdg "siswapdg" ["sqrt_iswap_dg"], Native, 2, [],
        Inverse::Gate(Gate::Siswap), [N, N], true, "inverse of the square root of iswap";
    Ecr "ecr" [], Native, 2, [],
        Itself, [N, X], false, "echoed cross resonance: (rzx(pi/4), x on the first, rzx(-pi/4))";
    Dcx "dcx" [], Native, 2, [],
        Definition, [N, N], false, "two cx, in both directions";
    Rxx "rxx" [], Qelib1Longer, 2, ["theta"],
        Negated, [X, X], true, "exp(-i theta XX / 2)";
    Ryy "ryy" [], Native, 2, ["theta"],
        Negated, [Y, Y], true, "exp(-i theta YY / 2)";
    Rzz "rzz" ["zzphase"], Qelib1Longer, 2, ["theta"],
        Negated, [Z, Z], true, "exp(-i theta ZZ / 2)";
    Rzx "rzx" [], Native, 2, ["theta"],
        Negated, [Z, X], false, "exp(-i theta ZX / 2), Z on the first qubit";
    Ms "ms" [], Native, 2, ["phi0", "phi1", "theta"],
        Rule(ms_inverse), [N, N], false, "partially entangling Molmer-Sorensen gate (IonQ)";
    Ccx "ccx" ["toffoli"], Qelib1, 3, [],
        Itself, [Z, Z, X], false, "doubly controlled X: (control, control, target)";
    Ccz "ccz" [], Native, 3, [],
        Itself, [Z, Z, Z], true, "doubly controlled Z";
    Cswap "cswap" ["fredkin"], Qelib1Longer, 3, [],
        Itself, [Z, N, N], false, "controlled swap: (control, a, b)";
    Rccx "rccx" ["margolus"], Qelib1Longer, 3, [],
        Itself, [Z, Z, N], false, "doubly controlled X up to relative phases, 3 cx";
    C3x "c3x" ["mcx3", "cccx"], Qelib1Longer, 4, [],
        Itself, [Z, Z, Z, X], false, "triply controlled X";
    C3sx "c3sx" ["c3sqrtx"], Qelib1Longer, 4, [],
        Definition, [Z, Z, Z, X], false, "triply controlled square root of X";
    Rc3x "rc3x" ["rcccx"], Qelib1Longer, 4, [],
        Definition, [Z, Z, Z, N], false, "triply controlled X up to relative phases";
    C4x "c4x" [], Qelib1Longer, 5, [],
        Itself, [Z, Z, Z, Z, X], false, "four times controlled X";
}

/// u(theta, phi, lambda)^-1 = u(-theta, -lambda, -phi); the same holds under a control.
fn u_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].neg(), a[2].neg(), a[1].neg()]
}

/// u2(phi, lambda)^-1 = u2(-lambda - pi, pi - phi).
fn u2_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[1].neg().sub(&Angle::PI), Angle::PI.sub(&a[0])]
}

fn r_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].neg(), a[1].clone()]
}

fn gpi2_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].add(&Angle::PI)]
}

/// Z^z Z^a X^x Z^-a inverted is Z^-z Z^(a+z) X^-x Z^-(a+z).
fn phxz_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].neg(), a[1].neg(), a[2].add(&a[1])]
}

fn cu_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].neg(), a[2].neg(), a[1].neg(), a[3].neg()]
}

fn ms_inverse(a: &[Angle]) -> Vec<Angle> {
    vec![a[0].clone(), a[1].clone(), a[2].neg()]
}

impl Gate {
    #[inline]
    pub fn record(self) -> &'static GateRecord {
        &RECORDS[self as usize]
    }

    /// The canonical name.
    #[inline]
    pub fn name(self) -> &'static str {
        self.record().name
    }

    #[inline]
    pub fn num_qubits(self) -> usize {
        self.record().qubits as usize
    }

    #[inline]
    pub fn num_params(self) -> usize {
        self.record().parameters.len()
    }

    /// Commutation axis of operand `slot`.
    #[inline]
    pub fn axis(self, slot: usize) -> Axis {
        self.record().axes[slot]
    }

    /// Diagonal in the computational basis, whatever the angles.
    pub fn is_diagonal(self) -> bool {
        self.record()
            .axes
            .iter()
            .all(|a| matches!(a, Axis::Z | Axis::Any))
    }

    /// Find a gate by its canonical name or an alias.
    pub fn from_name(name: &str) -> Option<Gate> {
        // A linear scan of 55 records costs about as much as hashing the name, and readers cache it.
        RECORDS
            .iter()
            .find(|r| r.name == name || r.aliases.contains(&name))
            .map(|r| r.gate)
    }
}
