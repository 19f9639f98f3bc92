// SPDX-License-Identifier: Apache-2.0
//! Paulis on a pair of qubits, and what Clifford gates make of them.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2};

use crate::synth::euler::Pauli;
use crate::synth::matrix::{C64, M2};
use crate::synth::one_qubit::Clifford;

/// A Pauli on two qubits without its sign: bits x, z of the first qubit, then of the second; Y has both.
pub type Mask = u8;

/// Codes of X, Y, Z in two bits, in the order of [`Pauli`].
const CODES: [u8; 3] = [1, 3, 2];

/// `pauli` on one of the two qubits.
pub fn single(qubit: usize, pauli: Pauli) -> Mask {
    CODES[pauli as usize] << (2 * qubit)
}

/// The Pauli a mask has on a qubit.
pub fn on(mask: Mask, qubit: usize) -> Option<Pauli> {
    let code = mask >> (2 * qubit) & 3;
    Pauli::ALL.into_iter().find(|&p| CODES[p as usize] == code)
}

pub fn commute(a: Mask, b: Mask) -> bool {
    let z_as_x = b >> 1 & 0b0101 | (b & 0b0101) << 1;
    (a & z_as_x).count_ones() % 2 == 0
}

/// `k` with P Q = i^k (PQ), PQ the Pauli of mask `p ^ q`.
fn product_power(p: Mask, q: Mask) -> u8 {
    // Rows and columns 1, X, Z, Y: XZ = -iY, ZX = iY, and so on in turn.
    const POWERS: [[u8; 4]; 4] = [[0, 0, 0, 0], [0, 0, 3, 1], [0, 1, 0, 3], [0, 3, 1, 0]];
    let at = |shift: u8| POWERS[usize::from(p >> shift & 3)][usize::from(q >> shift & 3)];
    (at(0) + at(2)) % 4
}

/// Mask and whether negated.
pub type Signed = (Mask, bool);

/// A Clifford gate on two qubits: `W P W^-1` for every Pauli P, and what the SU(4) form of it, a product of
/// quarter turns, makes of one fixed vector, from which phases are told.
#[derive(Clone, Debug)]
pub struct Frame {
    images: [Signed; 16],
    vector: [C64; 4],
}

/// The identity.
impl Default for Frame {
    fn default() -> Frame {
        let c = C64::new;
        Frame {
            images: std::array::from_fn(|mask| (mask as Mask, false)),
            vector: [c(0.9, 0.1), c(0.2, 0.3), c(-0.4, 0.5), c(0.1, -0.7)],
        }
    }
}

impl Frame {
    /// `W P W^-1`.
    pub fn image(&self, mask: Mask) -> Signed {
        self.images[usize::from(mask)]
    }

    /// `W^-1 P W`.
    pub fn preimage(&self, mask: Mask) -> Signed {
        let found = self.images.iter().position(|&(to, _)| to == mask);
        let from = found.expect("a permutation");
        (from as Mask, self.images[from].1)
    }

    /// Then exp(-i pi/4 quarters P).
    pub fn turn(&mut self, pauli: Mask, quarters: i64) {
        let k = quarters.rem_euclid(4);
        for (mask, negated) in &mut self.images {
            if k == 0 || commute(pauli, *mask) {
                continue;
            }
            // For k = 1 it becomes -i P Q, for k = 3 the negative of that, for k = 2 it is -Q.
            let power = product_power(pauli, *mask);
            *negated ^= match k {
                1 => power == 3,
                2 => true,
                _ => power == 1,
            };
            if k != 2 {
                *mask ^= pauli;
            }
        }
        let (sin, cos) = (quarters as f64 * FRAC_PI_2 / 2.0).sin_cos();
        let turned = applied(pauli, &self.vector);
        for (v, p) in self.vector.iter_mut().zip(turned) {
            *v = *v * cos - C64::i() * p * sin;
        }
    }

    /// Then a Clifford gate on one of the qubits.
    pub fn local(&mut self, qubit: usize, clifford: Clifford) {
        for (mask, negated) in &mut self.images {
            if let Some(pauli) = on(*mask, qubit) {
                let (to, flips) = clifford.image(pauli);
                *mask ^= single(qubit, pauli) ^ single(qubit, to);
                *negated ^= flips;
            }
        }
        let M2(m) = clifford.quaternion().matrix();
        let bit = 1 << qubit;
        for i in (0..4).filter(|i| i & bit == 0) {
            let (a, b) = (self.vector[i], self.vector[i | bit]);
            self.vector[i] = m[0][0] * a + m[0][1] * b;
            self.vector[i | bit] = m[1][0] * a + m[1][1] * b;
        }
    }

    /// `k` with `self = i^k other`; the two must rename all Paulis alike.
    pub fn phase_over(&self, other: &Frame) -> i64 {
        debug_assert_eq!(self.images, other.images);
        let size = |i: &usize| (self.vector[*i].norm() * 1e6) as i64;
        let largest = (0..4).max_by_key(size).expect("four entries");
        let ratio = self.vector[largest] / other.vector[largest];
        debug_assert!((ratio.norm() - 1.0).abs() < FRAC_1_SQRT_2 / 100.0);
        (ratio.arg() / FRAC_PI_2).round() as i64
    }

    /// The Clifford gate on `qubit` that takes this frame to `to` there; the two differ by local gates.
    pub fn difference(&self, to: &Frame, qubit: usize) -> Clifford {
        let image = |pauli| {
            let (from, negated) = self.preimage(single(qubit, pauli));
            let (mask, flips) = to.image(from);
            (on(mask, qubit), negated ^ flips)
        };
        let wanted = [Pauli::X, Pauli::Z].map(image);
        let fits = |c: &Clifford| {
            [Pauli::X, Pauli::Z].into_iter().zip(wanted).all(|(p, w)| {
                let (axis, negated) = c.image(p);
                (Some(axis), negated) == w
            })
        };
        let mut all = (0..24).map(Clifford::of_class);
        all.find(fits).expect("local gates")
    }
}

/// P v.
fn applied(pauli: Mask, v: &[C64; 4]) -> [C64; 4] {
    let spread = |bits: u8| usize::from(bits & 1 | bits >> 1 & 2);
    let (x, z) = (spread(pauli), spread(pauli >> 1));
    let y = C64::i().powu((x & z).count_ones());
    std::array::from_fn(|to| {
        let from = to ^ x;
        let sign = if (from & z).count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        };
        y * sign * v[from]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entry by entry, P Q = i^k (PQ) on vectors.
    #[test]
    fn products_of_paulis() {
        let v = Frame::default().vector;
        for p in 0..16 {
            for q in 0..16 {
                let (left, right) = (applied(p, &applied(q, &v)), applied(p ^ q, &v));
                let factor = C64::i().powu(product_power(p, q).into());
                assert!(left
                    .iter()
                    .zip(right)
                    .all(|(a, b)| (a - b * factor).norm() < 1e-12));
                assert_eq!(
                    commute(p, q),
                    (product_power(p, q) + 4 - product_power(q, p)) % 4 == 0
                );
            }
        }
    }

    /// W P = (W P W^-1) W on the vector, for each quarter turn and each local gate.
    #[test]
    fn images_are_conjugations() {
        let start = Frame::default();
        let mut frames = Vec::new();
        for pauli in 1..16 {
            for quarters in -3..5 {
                let mut frame = start.clone();
                frame.turn(pauli, quarters);
                frames.push((frame, Some((pauli, quarters)), None));
            }
        }
        for class in 0..24 {
            for qubit in 0..2 {
                let mut frame = start.clone();
                let clifford = Clifford::of_class(class);
                frame.local(qubit, clifford);
                frames.push((frame, None, Some((qubit, clifford))));
            }
        }
        for (frame, turn, local) in frames {
            for p in 0..16 {
                let mut after = start.clone();
                after.vector = applied(p, &start.vector);
                if let Some((pauli, quarters)) = turn {
                    after.turn(pauli, quarters);
                }
                if let Some((qubit, clifford)) = local {
                    after.local(qubit, clifford);
                }
                let (mask, negated) = frame.image(p);
                let sign = if negated { -1.0 } else { 1.0 };
                let before = applied(mask, &frame.vector).map(|x| x * sign);
                assert!(after
                    .vector
                    .iter()
                    .zip(before)
                    .all(|(a, b)| (a - b).norm() < 1e-12));
                assert_eq!((p, negated), frame.preimage(mask));
            }
        }
    }

    #[test]
    fn differences_are_local() {
        for (a, b) in [(3, 5), (0, 23), (17, 4)] {
            let (mut from, mut to) = (Frame::default(), Frame::default());
            from.local(0, Clifford::of_class(a));
            to.local(0, Clifford::of_class(b));
            let c = from.difference(&to, 0);
            from.local(0, c);
            assert_eq!(from.images, to.images);
            assert_eq!(0, from.phase_over(&to) % 2);
            assert_eq!(Clifford::ONE, from.difference(&to, 1));
        }
    }
}
