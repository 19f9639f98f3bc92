// SPDX-License-Identifier: Apache-2.0
//! What is written down about a gate.

use super::Gate;

/// The Pauli a gate commutes with on one of its operands.
///
/// If two gates have the same axis on every wire they share, they commute: both are block diagonal in
/// the same basis of those wires, and their blocks act on different qubits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Axis {
    X,
    Y,
    Z,
    /// Commutes with every Pauli there (the identity).
    Any,
    /// With none, or it depends on the angles.
    None,
}

/// How the inverse is written in the library.
#[derive(Clone, Copy, Debug)]
pub enum Inverse {
    /// The gate itself.
    Itself,
    /// Another gate without parameters.
    Gate(Gate),
    /// The same gate with every angle negated.
    Negated,
    /// The same gate, parameters rearranged by a rule of its own (`u`, `cu`, `r`-like gates).
    Rule(fn(&[crate::Angle]) -> Vec<crate::Angle>),
    /// Not in the library as one gate: reverse the definition.
    Definition,
}

/// Where a name comes from; a header's reader accepts only its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Library {
    /// The 23 gates of the published `qelib1.inc`.
    Qelib1,
    /// Added by the longer copies of `qelib1.inc` in circulation; a user's own definition wins.
    Qelib1Longer,
    /// A native gate of a device, or a name other SDKs use; in no OpenQASM 2 header.
    Native,
}

/// One gate of the library.
#[derive(Debug)]
pub struct GateRecord {
    pub gate: Gate,
    /// The canonical name: how we print it.
    pub name: &'static str,
    /// Other spellings readers and the builder accept.
    pub aliases: &'static [&'static str],
    pub library: Library,
    pub qubits: u8,
    /// Names of the angle parameters, in order.
    pub parameters: &'static [&'static str],
    pub inverse: Inverse,
    /// Commutation axis of each operand, valid for every value of the parameters.
    pub axes: &'static [Axis],
    /// Unchanged when its operands are permuted in any way.
    pub symmetric: bool,
    /// One sentence for people.
    pub help: &'static str,
}
