// SPDX-License-Identifier: Apache-2.0
//! Clifford circuits as products of twists, up to Paulis and one last Clifford gate on each qubit.

use super::Basic;
use crate::Gate;

/// A Pauli: bit 0 for X, bit 1 for Z; the product of two is their sum modulo 2.
pub type Axis = u8;

pub const X: Axis = 1;
pub const Z: Axis = 2;
pub const Y: Axis = 3;

/// `exp(-i pi/4 P Q)`, P and Q Paulis on two qubits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Twist {
    pub on: [u8; 2],
    pub axes: [Axis; 2],
}

impl Twist {
    pub fn new(on: [u8; 2], axes: [Axis; 2]) -> Twist {
        debug_assert!(on[0] != on[1] && axes.iter().all(|a| (X..=Y).contains(a)));
        Twist { on, axes }
    }

    /// Axes seen through a change of frame on each qubit.
    #[must_use]
    pub fn seen(self, frames: &[Frame]) -> Twist {
        let axis = |i: usize| frames[usize::from(self.on[i])].map(self.axes[i]);
        Twist {
            axes: [axis(0), axis(1)],
            ..self
        }
    }
}

/// A Clifford gate on one qubit modulo Paulis: where it takes X, Z and Y.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame([Axis; 4]);

impl Frame {
    pub const ONE: Frame = Frame([0, X, Z, Y]);

    /// Takes X and Z to these.
    pub fn new(x: Axis, z: Axis) -> Frame {
        debug_assert!(x != 0 && z != 0 && x != z);
        Frame([0, x, z, x ^ z])
    }

    #[inline]
    pub fn map(self, axis: Axis) -> Axis {
        self.0[usize::from(axis)]
    }

    #[must_use]
    pub fn inverse(self) -> Frame {
        let mut inverse = [0; 4];
        for axis in X..=Y {
            inverse[usize::from(self.map(axis))] = axis;
        }
        Frame(inverse)
    }

    /// A quarter turn about `axis`, then `self`: the other two axes exchanged.
    #[must_use]
    pub fn after_quarter(self, axis: Axis) -> Frame {
        Frame([0, X, Z, Y].map(|a| match a {
            0 => 0,
            a if a == axis => self.map(a),
            a => self.map(a ^ axis),
        }))
    }

    /// `self`, then a quarter turn about `axis`.
    #[must_use]
    pub fn then_quarter(self, axis: Axis) -> Frame {
        Frame(self.0.map(|a| match a {
            a if a == axis || a == 0 => a,
            a => a ^ axis,
        }))
    }

    /// `self`, then `next`.
    #[must_use]
    pub fn then(self, next: Frame) -> Frame {
        Frame(self.0.map(|a| next.map(a)))
    }

    /// Gates h and s it takes.
    pub fn length(self) -> usize {
        match self.map(X) {
            X => [0, 3][usize::from(self.map(Z) != Z)],
            Y => [1, 2][usize::from(self.map(Z) != Z)],
            _ => [1, 2][usize::from(self.map(Z) != X)],
        }
    }

    /// `self`, then h.
    #[must_use]
    pub fn then_h(self) -> Frame {
        Frame(self.0.map(|a| a >> 1 | (a & 1) << 1))
    }

    /// h, then `self`.
    #[must_use]
    pub fn after_h(self) -> Frame {
        Frame::new(self.map(Z), self.map(X))
    }
}

/// Twists that make up a circuit, in the order of time, axes as they are before its first gate.
pub fn twists(qubits: usize, gates: &[Basic]) -> Vec<Twist> {
    // From axes at this time to axes before the first gate.
    let mut frames = vec![Frame::ONE; qubits];
    let mut out = Vec::new();
    for g in gates {
        let [a, b] = g.on;
        let mut twist = |axes, frames: &[Frame]| out.push(Twist::new([a, b], axes).seen(frames));
        let frame = |q: u8| usize::from(q);
        match g.gate {
            Gate::H => frames[frame(a)] = frames[frame(a)].after_h(),
            Gate::S | Gate::Sdg => frames[frame(a)] = frames[frame(a)].after_quarter(Z),
            Gate::Cx | Gate::Cz => {
                // The gate is a twist and quarter turns about its axes.
                let axes = [Z, if g.gate == Gate::Cx { X } else { Z }];
                twist(axes, &frames);
                for (q, axis) in [(a, axes[0]), (b, axes[1])] {
                    frames[frame(q)] = frames[frame(q)].after_quarter(axis);
                }
            }
            Gate::Swap => [X, Y, Z]
                .iter()
                .for_each(|&axis| twist([axis, axis], &frames)),
            _ => {}
        }
    }
    out
}
