// SPDX-License-Identifier: Apache-2.0
//! The one-qubit Clifford group inside SU(2): 24 rotations of the cube, each with two signs.
//!
//! Sign included, the 48 elements (the binary octahedral group) are closed under multiplication, so products
//! of Clifford gates are exact table look-ups.

use std::sync::OnceLock;

use crate::synth::euler::{Pauli, Quaternion};

/// One of the 48 elements: the class modulo sign times two, plus one for the negative lift.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Clifford(u8);

/// Number of classes modulo sign.
pub const CLASSES: usize = 24;

struct Tables {
    quaternions: [Quaternion; 2 * CLASSES],
    products: [[u8; 2 * CLASSES]; 2 * CLASSES],
    inverses: [u8; 2 * CLASSES],
    /// `images[c][p]`: (axis, negated) of `c p c^-1`.
    images: [[(Pauli, bool); 3]; CLASSES],
    /// `quarters[p][j]`: rotation about p by j quarter turns.
    quarters: [[u8; 8]; 3],
}

impl Clifford {
    pub const ONE: Clifford = Clifford(0);

    /// The lift of class `class` that the tables call positive.
    #[inline]
    pub fn of_class(class: usize) -> Clifford {
        Clifford(2 * class as u8)
    }

    /// Index modulo sign, in 0..24; 0 is the identity.
    #[inline]
    pub fn class(self) -> usize {
        usize::from(self.0 >> 1)
    }

    /// The negative of two.
    #[inline]
    pub fn is_negative(self) -> bool {
        self.0 & 1 == 1
    }

    /// Rotation about `axis` by `quarters` quarter turns (taken modulo 8: two full turns).
    #[inline]
    pub fn quarter(axis: Pauli, quarters: i64) -> Clifford {
        Clifford(tables().quarters[axis as usize][quarters.rem_euclid(8) as usize])
    }

    /// Half a turn about the axis between X and Z: the Hadamard gate divided by i.
    pub fn hadamard() -> Clifford {
        // Y quarter turn first, then half a turn about X: (-i X)(1 - i Y)/sqrt 2 = -i (X + Z)/sqrt 2.
        Clifford::quarter(Pauli::X, 2) * Clifford::quarter(Pauli::Y, 1)
    }

    #[inline]
    #[must_use]
    pub fn inverse(self) -> Clifford {
        Clifford(tables().inverses[usize::from(self.0)])
    }

    /// `self p self^-1` as an axis and whether it is negated.
    #[inline]
    pub fn image(self, axis: Pauli) -> (Pauli, bool) {
        tables().images[self.class()][axis as usize]
    }

    #[inline]
    pub fn quaternion(self) -> Quaternion {
        tables().quaternions[usize::from(self.0)]
    }
}

impl std::ops::Mul for Clifford {
    type Output = Clifford;

    #[inline]
    fn mul(self, right: Clifford) -> Clifford {
        Clifford(tables().products[usize::from(self.0)][usize::from(right.0)])
    }
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(build)
}

/// Close the quarter turns about X and Z under multiplication, then tabulate.
fn build() -> Tables {
    let generators =
        [Pauli::X, Pauli::Z].map(|p| Quaternion::rotation(p, std::f64::consts::FRAC_PI_2));
    let near = |a: Quaternion, b: Quaternion| a.0.iter().zip(b.0).all(|(x, y)| (x - y).abs() < 0.1);
    let negative = |q: Quaternion| Quaternion(q.0.map(|x| -x));
    let mut elements = vec![Quaternion::ONE, negative(Quaternion::ONE)];
    let mut next = 0;
    while next < elements.len() {
        for g in generators {
            let product = exact(g * elements[next]);
            if !elements.iter().any(|&e| near(e, product)) {
                elements.extend([product, negative(product)]);
            }
        }
        next += 1;
    }
    let find = |q: Quaternion| {
        let index = elements.iter().position(|&e| near(e, q));
        index.expect("the group is closed") as u8
    };
    let conjugated = |class: usize, axis: Pauli| {
        let (c, half) = (
            elements[2 * class],
            Quaternion::rotation(axis, std::f64::consts::PI),
        );
        let image = (c * half * c.inverse()).0;
        let axis = (0..3).find(|&i| image[1 + i].abs() > 0.5);
        let axis = axis.expect("a Clifford maps Paulis to Paulis");
        (Pauli::from_index(axis), image[1 + axis] < 0.0)
    };
    Tables {
        quaternions: std::array::from_fn(|i| elements[i]),
        products: std::array::from_fn(|i| std::array::from_fn(|j| find(elements[i] * elements[j]))),
        inverses: std::array::from_fn(|i| find(elements[i].inverse())),
        images: std::array::from_fn(|c| Pauli::ALL.map(|p| conjugated(c, p))),
        quarters: Pauli::ALL.map(|p| {
            std::array::from_fn(|j| {
                find(Quaternion::rotation(
                    p,
                    j as f64 * std::f64::consts::FRAC_PI_2,
                ))
            })
        }),
    }
}

/// Components rounded to the only values they can have.
fn exact(q: Quaternion) -> Quaternion {
    const VALUES: [f64; 4] = [0.0, 0.5, std::f64::consts::FRAC_1_SQRT_2, 1.0];
    Quaternion(q.0.map(|x| {
        let nearest = VALUES
            .into_iter()
            .min_by(|a, b| (a - x.abs()).abs().total_cmp(&(b - x.abs()).abs()));
        nearest.expect("not empty") * x.signum()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::matrix::{C64, I, M2};

    fn all() -> impl Iterator<Item = Clifford> {
        (0..2 * CLASSES as u8).map(Clifford)
    }

    #[test]
    fn tables_agree_with_matrices() {
        for a in all() {
            let m = a.quaternion().matrix();
            assert!((m * a.inverse().quaternion().matrix()).distance(&M2::IDENTITY) < 1e-15);
            for b in all() {
                let product = (a * b).quaternion().matrix();
                assert!(product.distance(&(m * b.quaternion().matrix())) < 1e-15);
            }
            for p in Pauli::ALL {
                let (image, negated) = a.image(p);
                let angle = if negated { -0.3 } else { 0.3 };
                let left = a.quaternion() * Quaternion::rotation(p, 0.3);
                let right = Quaternion::rotation(image, angle) * a.quaternion();
                assert!(left.matrix().distance(&right.matrix()) < 1e-15);
            }
        }
    }

    #[test]
    fn hadamard_is_half_a_turn() {
        let h = Clifford::hadamard().quaternion().matrix().scale(I);
        let r = std::f64::consts::FRAC_1_SQRT_2;
        let x = |v: f64| C64::new(v, 0.0);
        let expected = M2([[x(r), x(r)], [x(r), x(-r)]]);
        assert!(h.distance(&expected) < 1e-15);
    }
}
