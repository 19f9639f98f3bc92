// SPDX-License-Identifier: Apache-2.0
//! Twists as gates: cx and cz between as few gates on one qubit as are needed.

use super::twist::{Axis, Frame, Twist, X, Y, Z};
use super::{one_qubit, Basic, Tableau};
use crate::target::GateSet;
use crate::Gate;

/// Two-qubit gates to write twists with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spelling {
    pub cx: bool,
    pub cz: bool,
}

/// How a twist is written: its gate, whether its operands are exchanged, and the axes it has on the twist's qubits.
type Form = (Gate, bool, [Axis; 2]);

const FORMS: [Form; 3] = [
    (Gate::Cx, false, [Z, X]),
    (Gate::Cx, true, [X, Z]),
    (Gate::Cz, false, [Z, Z]),
];

/// Gates that turn one axis into another.
fn turn(from: Axis, to: Axis) -> &'static [Gate] {
    match (from, to) {
        (Y, Z) => &[Gate::S, Gate::H],
        (Y, X) => &[Gate::S],
        (from, to) if from == to => &[],
        _ => &[Gate::H],
    }
}

impl Spelling {
    /// All of its gates are in the set.
    pub fn is_within(self, gates: GateSet) -> bool {
        (!self.cx || gates.contains(Gate::Cx)) && (!self.cz || gates.contains(Gate::Cz))
    }

    fn form(self, axes: [Axis; 2]) -> Form {
        let allowed = FORMS.iter().filter(|f| match f.0 {
            Gate::Cx => self.cx,
            _ => self.cz,
        });
        let cost = |f: &&Form| turn(axes[0], f.2[0]).len() + turn(axes[1], f.2[1]).len();
        *allowed.min_by_key(cost).unwrap_or(&FORMS[0])
    }

    /// The circuit whose inverse has this tableau, from the twists it is made of up to Paulis and last gates on single
    /// qubits. `None` where the twists do not make it.
    pub fn write(self, twists: &[Twist], inverse: Tableau) -> Option<Vec<Basic>> {
        let n = inverse.num_qubits();
        let mut left = inverse;
        let mut out = Vec::new();
        let mut frames = vec![Frame::ONE; n];
        for &twist in twists {
            self.one(twist, &mut frames, |g| {
                left.apply(g);
                out.push(g);
            });
        }
        let local = (0..n).all(|q| {
            let own = 1u128 << q | 1 << (n + q);
            left.x[q] & !own == 0 && left.z[q] & !own == 0
        });
        if !local {
            return None;
        }
        (0..n).for_each(|q| one_qubit::reduce(&mut left, q, &mut out));
        Some(out)
    }

    /// Gates that twists and then the gates `local` on single qubits are written with, Paulis not counted.
    pub fn count(self, twists: &[Twist], local: &[Frame]) -> usize {
        let mut frames = vec![Frame::ONE; local.len()];
        let mut count = 0;
        for &twist in twists {
            self.one(twist, &mut frames, |_| count += 1);
        }
        let left = frames.iter().zip(local).map(|(f, l)| f.inverse().then(*l));
        count + left.map(Frame::length).sum::<usize>()
    }

    /// From axes before the first twist to axes when all are written.
    pub fn frames(self, qubits: usize, twists: &[Twist]) -> Vec<Frame> {
        let mut frames = vec![Frame::ONE; qubits];
        for &twist in twists {
            self.one(twist, &mut frames, |_| {});
        }
        frames
    }

    /// One twist, its axes those before the first gate; `frames` lead from these to axes now.
    fn one(self, twist: Twist, frames: &mut [Frame], mut write: impl FnMut(Basic)) {
        let now = twist.seen(frames);
        let (gate, exchanged, axes) = self.form(now.axes);
        for i in 0..2 {
            let frame = &mut frames[usize::from(now.on[i])];
            for &g in turn(now.axes[i], axes[i]) {
                write(Basic::one(g, now.on[i]));
                *frame = match g {
                    Gate::H => frame.then_h(),
                    _ => frame.then_quarter(Z),
                };
            }
            // The gate is the twist and a quarter turn about its axis.
            *frame = frame.then_quarter(axes[i]);
        }
        let [a, b] = now.on;
        write(match exchanged {
            true => Basic::two(gate, b, a),
            false => Basic::two(gate, a, b),
        });
    }
}
