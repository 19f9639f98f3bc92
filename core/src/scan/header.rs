// SPDX-License-Identifier: Apache-2.0
//! The gates of the OpenQASM 2 header.

use crate::Gate;

/// The file name that brings them in.
pub const QELIB1: &str = "qelib1.inc";

/// Where a gate name comes from; decides who may take it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// `U` and `CX`: always there.
    Builtin,
    /// The published header.
    Published,
    /// Added by longer copies of the header; a program's own declaration of the name wins.
    Longer,
    /// Defined or declared opaque by the program.
    Program,
}

/// Names of the published `qelib1.inc`.
pub(super) const PUBLISHED: [(&str, Gate); 23] = [
    ("u3", Gate::U),
    ("u2", Gate::U2),
    ("u1", Gate::P),
    ("cx", Gate::Cx),
    ("id", Gate::Id),
    ("x", Gate::X),
    ("y", Gate::Y),
    ("z", Gate::Z),
    ("h", Gate::H),
    ("s", Gate::S),
    ("sdg", Gate::Sdg),
    ("t", Gate::T),
    ("tdg", Gate::Tdg),
    ("rx", Gate::Rx),
    ("ry", Gate::Ry),
    ("rz", Gate::Rz),
    ("cz", Gate::Cz),
    ("cy", Gate::Cy),
    ("ch", Gate::Ch),
    ("ccx", Gate::Ccx),
    ("crz", Gate::Crz),
    ("cu1", Gate::Cp),
    ("cu3", Gate::Cu3),
];

/// Names the longer copies add.
pub(super) const LONGER: [(&str, Gate); 19] = [
    ("u0", Gate::U0),
    ("u", Gate::U),
    ("p", Gate::P),
    ("sx", Gate::Sx),
    ("sxdg", Gate::Sxdg),
    ("swap", Gate::Swap),
    ("cswap", Gate::Cswap),
    ("crx", Gate::Crx),
    ("cry", Gate::Cry),
    ("cp", Gate::Cp),
    ("csx", Gate::Csx),
    ("cu", Gate::Cu),
    ("rxx", Gate::Rxx),
    ("rzz", Gate::Rzz),
    ("rccx", Gate::Rccx),
    ("rc3x", Gate::Rc3x),
    ("c3x", Gate::C3x),
    ("c3sqrtx", Gate::C3sx),
    ("c4x", Gate::C4x),
];
