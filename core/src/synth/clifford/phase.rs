// SPDX-License-Identifier: Apache-2.0
//! The global phase of Clifford circuits, exactly, by a state written as a sum over affine forms.
//!
//! A stabilizer state is, with `w = exp(i pi/4)` and r bits x,
//!
//! ```text
//!  w^k 2^(-r/2)  sum over x  i^(l.x) (-1)^(sum of Q_ij x_i x_j, i < j)  |R x + t>
//! ```
//!
//! (Dehaene, De Moor, "Clifford group, stabilizer states, and linear and quadratic operations over GF(2)", Physical
//! Review A 68, 042318, 2003, doi:10.1103/PhysRevA.68.042318). Each bit x_i has a qubit of its own, its *pivot*,
//! on which R x is x_i alone: so R is injective, and the state of |0...0> is reached only as r = 0, t = 0.
//! Diagonal gates and cx change the forms; h adds a bit and may sum another one out. O(n) words a gate.

use super::{Basic, MAX_QUBITS};
use crate::Gate;

/// `k` such that the product of the gates is `w^k` times the identity. The gates must make up the identity up to
/// phase; `None` where the state of |0...0> shows that they do not.
pub fn of_identity(qubits: usize, gates: impl IntoIterator<Item = Basic>) -> Option<u8> {
    let mut state = State::zero(qubits);
    gates.into_iter().for_each(|g| state.apply(g));
    state.phase_of_zero()
}

/// A form over the bits.
type Form = u128;

/// The state above.
#[derive(Clone, Debug)]
struct State {
    /// k modulo 8.
    eighths: u8,
    /// Rows of R, by qubit.
    rows: Vec<Form>,
    shift: Vec<bool>,
    /// l modulo 4 and Q, by bit.
    linear: Vec<u8>,
    quadratic: Vec<Form>,
    /// The qubit that is a bit's pivot.
    pivots: Vec<usize>,
    live: Form,
}

/// The bits of a form, lowest first.
fn bits(mut form: Form) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = form.trailing_zeros();
        form &= form.wrapping_sub(1);
        (bit < Form::BITS).then_some(bit as usize)
    })
}

impl State {
    fn zero(qubits: usize) -> State {
        assert!(qubits <= MAX_QUBITS);
        // One bit more than qubits while h is applied.
        let slots = qubits + 1;
        State {
            eighths: 0,
            rows: vec![0; qubits],
            shift: vec![false; qubits],
            linear: vec![0; slots],
            quadratic: vec![0; slots],
            pivots: vec![usize::MAX; slots],
            live: 0,
        }
    }

    fn phase_of_zero(&self) -> Option<u8> {
        let zero = self.live == 0 && !self.shift.contains(&true);
        zero.then_some(self.eighths)
    }

    fn turn_by(&mut self, eighths: u8) {
        self.eighths = (self.eighths + eighths) % 8;
    }

    fn apply(&mut self, g: Basic) {
        let [a, b] = g.on.map(usize::from);
        let (row, shift) = (self.rows[a], self.shift[a]);
        match g.gate {
            Gate::X => self.shift[a] ^= true,
            Gate::Z => self.turn(row, shift, 2),
            Gate::Y => {
                self.turn(row, shift, 2);
                self.shift[a] ^= true;
                self.turn_by(2);
            }
            Gate::S => self.turn(row, shift, 1),
            Gate::Sdg => self.turn(row, shift, 3),
            Gate::Cz => self.product(row, shift, self.rows[b], self.shift[b]),
            Gate::Cx => {
                self.rows[b] ^= row;
                self.shift[b] ^= shift;
                if let Some(bit) = self.bit_of(b) {
                    self.settle(bit);
                }
            }
            Gate::Swap => {
                self.rows.swap(a, b);
                self.shift.swap(a, b);
                for pivot in &mut self.pivots {
                    *pivot = match *pivot {
                        q if q == a => b,
                        q if q == b => a,
                        q => q,
                    };
                }
            }
            Gate::H => self.hadamard(a),
            gate => unreachable!("{} is not basic", gate.name()),
        }
    }

    /// The bit whose pivot a qubit is.
    fn bit_of(&self, qubit: usize) -> Option<usize> {
        bits(self.live).find(|&b| self.pivots[b] == qubit)
    }

    /// A factor i^(quarters (form + constant)), the sum modulo 2.
    fn turn(&mut self, form: Form, constant: bool, quarters: u8) {
        let mut quarters = quarters % 4;
        if constant {
            self.turn_by(2 * quarters);
            quarters = (4 - quarters) % 4;
        }
        for bit in bits(form) {
            self.linear[bit] = (self.linear[bit] + quarters) % 4;
            if quarters % 2 == 1 {
                // Integers: x + y modulo 2 is x + y - 2 x y.
                self.quadratic[bit] ^= form & !(1 << bit);
            }
        }
    }

    /// A factor (-1)^((f + c)(g + d)).
    fn product(&mut self, f: Form, c: bool, g: Form, d: bool) {
        if d {
            self.turn(f, c, 2);
        }
        if c {
            self.turn(g, false, 2);
        }
        for bit in bits(f) {
            self.quadratic[bit] ^= g & !(1 << bit);
        }
        for bit in bits(g) {
            self.quadratic[bit] ^= f & !(1 << bit);
        }
        for bit in bits(f & g) {
            self.linear[bit] = (self.linear[bit] + 2) % 4;
        }
    }

    /// Take a bit's factors out of the sum: its l and its row of Q.
    fn take(&mut self, bit: usize) -> (u8, Form) {
        let partners = std::mem::take(&mut self.quadratic[bit]);
        for other in bits(partners) {
            self.quadratic[other] &= !(1 << bit);
        }
        (std::mem::take(&mut self.linear[bit]), partners)
    }

    /// Find a bit a pivot after rows changed, if some row still has it.
    fn settle(&mut self, bit: usize) -> bool {
        let Some(qubit) = self.rows.iter().position(|row| row >> bit & 1 == 1) else {
            return false;
        };
        self.pivots[bit] = qubit;
        let others = self.rows[qubit] & !(1 << bit);
        if others != 0 {
            // The whole row becomes the bit: what was the bit is now bit + others.
            let (linear, partners) = self.take(bit);
            for row in &mut self.rows {
                if *row >> bit & 1 == 1 {
                    *row ^= others;
                }
            }
            self.turn(1 << bit | others, false, linear);
            self.product(1 << bit | others, false, partners, false);
        }
        true
    }

    fn hadamard(&mut self, qubit: usize) {
        let new = (!self.live).trailing_zeros() as usize;
        let old = self.bit_of(qubit);
        self.product(1 << new, false, self.rows[qubit], self.shift[qubit]);
        self.live |= 1 << new;
        self.pivots[new] = qubit;
        self.rows[qubit] = 1 << new;
        self.shift[qubit] = false;
        if let Some(old) = old {
            if !self.settle(old) {
                self.sum_out(old, new, qubit);
            }
        }
    }

    /// Sum over a bit that no row has; `new` is the bit on `qubit` it was multiplied with.
    fn sum_out(&mut self, old: usize, new: usize, qubit: usize) {
        let (linear, partners) = self.take(old);
        self.live &= !(1 << old);
        match linear {
            // 1 + i (-1)^y = sqrt(2) w (-i)^y.
            1 => {
                self.turn_by(1);
                self.turn(partners, false, 3);
            }
            3 => {
                self.turn_by(7);
                self.turn(partners, false, 1);
            }
            // 1 + (-1)^(y + c) = 2 where y = c: the new bit is that of the others and c.
            _ => {
                let (rest, constant) = (partners & !(1 << new), linear == 2);
                let (linear, partners) = self.take(new);
                self.live &= !(1 << new);
                self.turn(rest, constant, linear);
                self.product(rest, constant, partners, false);
                self.rows[qubit] = rest;
                self.shift[qubit] = constant;
            }
        }
    }
}
