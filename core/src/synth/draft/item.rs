// SPDX-License-Identifier: Apache-2.0
//! One gate of a draft: what it does to a state, and what it commutes with.

use crate::synth::euler::Pauli;
use crate::synth::matrix::{C64, M2, ZERO};

/// One gate of a draft, on wires counted from 0.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Item {
    One(usize, M2),
    /// Control, target.
    Cx(usize, usize),
    Cz(usize, usize),
}

impl Item {
    pub(super) fn touches(&self, wire: usize) -> bool {
        match *self {
            Item::One(q, _) => q == wire,
            Item::Cx(a, b) | Item::Cz(a, b) => a == wire || b == wire,
        }
    }

    #[must_use]
    pub fn on(&self, wires: impl Fn(usize) -> usize) -> Item {
        match *self {
            Item::One(q, m) => Item::One(wires(q), m),
            Item::Cx(a, b) => Item::Cx(wires(a), wires(b)),
            Item::Cz(a, b) => Item::Cz(wires(a), wires(b)),
        }
    }

    pub(super) fn inverse(&self) -> Item {
        match *self {
            Item::One(q, m) => Item::One(q, m.adjoint()),
            pair => pair,
        }
    }

    pub(super) fn is_same_pair(&self, other: &Item) -> bool {
        match (*self, *other) {
            (Item::Cx(a, b), Item::Cx(c, d)) => (a, b) == (c, d),
            (Item::Cz(a, b), Item::Cz(c, d)) => (a, b) == (c, d) || (a, b) == (d, c),
            _ => false,
        }
    }

    /// Whether a two-qubit item commutes with `other`, by its form.
    pub(super) fn commutes(&self, other: &Item) -> bool {
        // Z-like and X-like wires of an item.
        let sides = |item: &Item| -> [Option<(usize, Pauli)>; 2] {
            match *item {
                Item::One(..) => [None, None],
                Item::Cx(c, t) => [Some((c, Pauli::Z)), Some((t, Pauli::X))],
                Item::Cz(a, b) => [Some((a, Pauli::Z)), Some((b, Pauli::Z))],
            }
        };
        let own = sides(self);
        match *other {
            Item::One(q, m) => own.iter().flatten().all(|&(wire, axis)| {
                wire != q
                    || match axis {
                        Pauli::Z => m.0[0][1] == ZERO && m.0[1][0] == ZERO,
                        _ => m.0[0][0] == m.0[1][1] && m.0[0][1] == m.0[1][0],
                    }
            }),
            _ => own.iter().flatten().all(|&(wire, axis)| {
                let mut theirs = sides(other).into_iter().flatten();
                theirs.all(|(w, a)| w != wire || a == axis)
            }),
        }
    }

    /// Apply to a state of any number of wires.
    pub fn apply(&self, state: &mut [C64]) {
        match *self {
            Item::One(q, m) => {
                let (bit, [[a, b], [c, d]]) = (1 << q, m.0);
                for chunk in state.chunks_exact_mut(2 * bit) {
                    let (low, high) = chunk.split_at_mut(bit);
                    for (x, y) in low.iter_mut().zip(high) {
                        (*x, *y) = (a * *x + b * *y, c * *x + d * *y);
                    }
                }
            }
            Item::Cx(control, target) => {
                let (c, t) = (1 << control, 1 << target);
                for i in (0..state.len()).filter(|i| i & c != 0 && i & t == 0) {
                    state.swap(i, i | t);
                }
            }
            Item::Cz(p, q) => {
                let both = 1 << p | 1 << q;
                for (i, x) in state.iter_mut().enumerate() {
                    if i & both == both {
                        *x = -*x;
                    }
                }
            }
        }
    }
}
