// SPDX-License-Identifier: Apache-2.0
//! The Weyl (KAK) decomposition of two-qubit unitaries.
//!
//! ```text
//! U  =  exp(i phase) (left) exp(i (a XX + b YY + c ZZ)) (right)         pi/4 >= a >= b >= |c|
//! ```
//!
//! In the magic basis local gates are real orthogonal and XX, YY, ZZ are diagonal, so `T = U^T U` is
//! symmetric, its real and imaginary parts commute, and the eigenvectors of both at once give `right`. They
//! are found by Jacobi rotations that look at both matrices, which is backward stable whatever eigenvalues coincide or
//! nearly do: a basis of a nearly degenerate space is as good as another one as long as both matrices are diagonal in it. No
//! choice is random, nothing is retried.
//!
//! References: Zhang, Vala, Sastry, Whaley, "Geometric theory of nonlocal two-qubit operations", Physical Review A 67,
//! 042313, 2003, doi:10.1103/PhysRevA.67.042313. Bunse-Gerstner, Byers, Mehrmann, "Numerical methods for
//! simultaneous diagonalization", SIAM J. Matrix Anal. Appl. 14(4), 1993, doi:10.1137/0614062.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use super::euler::{Pauli, Quaternion};
use super::matrix::{C64, I, M2, M4, ZERO};

/// See the module's page. Index 0 of the local gates is the first operand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weyl {
    pub phase: f64,
    pub left: [M2; 2],
    pub right: [M2; 2],
    pub coordinates: [f64; 3],
}

/// A coordinate this close to a multiple of pi/16 is taken for it. Errors of the decomposition are below a tenth of
/// this; whoever uses it measures the difference and charges it.
const SNAP: f64 = 2e-14;

impl Weyl {
    pub fn of(u: &M4) -> Weyl {
        let mut phase = u.det().arg() / 4.0;
        let magic = to_magic(&u.scale(C64::from_polar(1.0, -phase)));
        let (eigenvalues, vectors) = eigenvectors(&magic);
        let mut angles = eigenvalues.map(|d| d.arg() / 2.0);
        // left = U P D^(-1/2) is real and orthogonal; its determinant is made +1 by the branch of one root.
        let mut left = [[0.0; 4]; 4];
        for j in 0..4 {
            let root = C64::from_polar(1.0, -angles[j]);
            for (i, row) in left.iter_mut().enumerate() {
                let x: C64 = (0..4).map(|k| magic.0[i][k] * vectors[k][j]).sum();
                row[j] = (x * root).re;
            }
        }
        if angles
            .iter()
            .map(|&x| C64::from_polar(1.0, x))
            .product::<C64>()
            .re
            < 0.0
        {
            angles[0] += PI;
            left.iter_mut().for_each(|row| row[0] = -row[0]);
        }
        // The sum is a multiple of 2 pi now; only with sum zero are the angles those of three coordinates.
        angles[0] -= (angles.iter().sum::<f64>() / (2.0 * PI)).round() * 2.0 * PI;
        let [d0, d1, _, d3] = angles;
        let mut weyl = Weyl {
            phase: 0.0,
            left: factors(&from_magic(&left)),
            right: factors(&from_magic(&transposed(&vectors))),
            coordinates: [(d0 + d1) / 2.0, (d1 + d3) / 2.0, (d0 + d3) / 2.0],
        };
        weyl.canonicalize();
        phase += weyl.phase;
        weyl.phase = phase;
        weyl
    }

    /// The matrix of the decomposition.
    pub fn matrix(&self) -> M4 {
        let middle = canonical(self.coordinates);
        let product = M4::product(&self.left[0], &self.left[1])
            * middle
            * M4::product(&self.right[0], &self.right[1]);
        product.scale(C64::from_polar(1.0, self.phase))
    }

    /// Move the coordinates into the chamber, the local gates and the phase along.
    fn canonicalize(&mut self) {
        for (i, axis) in Pauli::ALL.into_iter().enumerate() {
            let turns = (self.coordinates[i] / FRAC_PI_2).round();
            if turns != 0.0 {
                self.shift(i, axis, turns);
            }
            let grid = FRAC_PI_4 / 4.0;
            let near = (self.coordinates[i] / grid).round() * grid;
            if (self.coordinates[i] - near).abs() < SNAP {
                self.coordinates[i] = near;
            }
        }
        for (i, j) in [(0, 1), (1, 2), (0, 1)] {
            if self.coordinates[i].abs() < self.coordinates[j].abs() {
                self.exchange(i, j);
            }
        }
        let negative = self.coordinates.map(|x| x < 0.0);
        match (negative[0], negative[1]) {
            (true, true) => self.flip(0, 1),
            (true, false) => self.flip(0, 2),
            (false, true) => self.flip(1, 2),
            (false, false) => {}
        }
        // On the face a = pi/4 both signs of c are the same class; the positive one is taken.
        if self.coordinates[0] == FRAC_PI_4 && self.coordinates[2] < 0.0 {
            self.shift(0, Pauli::X, 1.0);
            self.flip(0, 2);
        }
    }

    /// exp(i pi/2 XX) = i XX: `turns` of them out of the coordinate into the local gates.
    fn shift(&mut self, index: usize, axis: Pauli, turns: f64) {
        self.coordinates[index] -= turns * FRAC_PI_2;
        self.phase += turns * FRAC_PI_2;
        if turns % 2.0 != 0.0 {
            let pauli = pauli(axis);
            self.right = self.right.map(|r| pauli * r);
        }
    }

    /// A quarter turn of both qubits about the third axis exchanges two coordinates.
    fn exchange(&mut self, i: usize, j: usize) {
        self.coordinates.swap(i, j);
        let turn = Quaternion::rotation(Pauli::from_index(3 - i - j), FRAC_PI_2).matrix();
        self.left = self.left.map(|l| l * turn.adjoint());
        self.right = self.right.map(|r| turn * r);
    }

    /// A Pauli on one qubit flips the signs of the two coordinates of the other axes.
    fn flip(&mut self, i: usize, j: usize) {
        self.coordinates[i] = -self.coordinates[i];
        self.coordinates[j] = -self.coordinates[j];
        let pauli = pauli(Pauli::from_index(3 - i - j));
        self.left[0] = self.left[0] * pauli;
        self.right[0] = pauli * self.right[0];
    }
}

/// exp(i (a XX + b YY + c ZZ)).
pub fn canonical([a, b, c]: [f64; 3]) -> M4 {
    let outer = C64::from_polar(1.0, c);
    let inner = C64::from_polar(1.0, -c);
    let (even, odd) = ((a - b).sin_cos(), (a + b).sin_cos());
    let mut m = [[ZERO; 4]; 4];
    (m[0][0], m[3][3]) = (outer * even.1, outer * even.1);
    (m[0][3], m[3][0]) = (outer * I * even.0, outer * I * even.0);
    (m[1][1], m[2][2]) = (inner * odd.1, inner * odd.1);
    (m[1][2], m[2][1]) = (inner * I * odd.0, inner * I * odd.0);
    M4(m)
}

/// The matrix of a Pauli.
pub fn pauli(axis: Pauli) -> M2 {
    Quaternion::rotation(axis, PI).matrix().scale(I)
}

/// `T = U^T U` in the magic basis, for U of determinant 1: its spectrum is all that is nonlocal in U.
pub fn symmetric_square(u: &M4) -> M4 {
    let phase = u.det().arg() / 4.0;
    square(&to_magic(&u.scale(C64::from_polar(1.0, -phase))))
}

/// `U^T U`.
fn square(u: &M4) -> M4 {
    let entry = |i: usize, j: usize| (0..4).map(|k| u.0[k][i] * u.0[k][j]).sum();
    let mut m: [[C64; 4]; 4] =
        std::array::from_fn(|i| std::array::from_fn(|j| if i <= j { entry(i, j) } else { ZERO }));
    for (i, j) in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)] {
        m[i][j] = m[j][i];
    }
    M4(m)
}

/// Columns of the magic basis: |00>+|11>, i(|01>+|10>), |01>-|10>, i(|00>-|11>), over sqrt 2.
fn to_magic(u: &M4) -> M4 {
    let mut half = [[ZERO; 4]; 4];
    for (row, u) in half.iter_mut().zip(&u.0) {
        *row = [
            u[0] + u[3],
            I * (u[1] + u[2]),
            u[1] - u[2],
            I * (u[0] - u[3]),
        ];
    }
    let mut m = [[ZERO; 4]; 4];
    for j in 0..4 {
        let w = [half[0][j], half[1][j], half[2][j], half[3][j]];
        (m[0][j], m[1][j]) = ((w[0] + w[3]) * 0.5, -I * (w[1] + w[2]) * 0.5);
        (m[2][j], m[3][j]) = ((w[1] - w[2]) * 0.5, -I * (w[0] - w[3]) * 0.5);
    }
    M4(m)
}

/// The inverse of `to_magic` for a real matrix.
fn from_magic(k: &[[f64; 4]; 4]) -> M4 {
    let c = C64::new;
    let mut half = [[ZERO; 4]; 4];
    for (row, k) in half.iter_mut().zip(k) {
        *row = [
            c(k[0], -k[3]),
            c(k[2], -k[1]),
            c(-k[2], -k[1]),
            c(k[0], k[3]),
        ];
    }
    let mut m = [[ZERO; 4]; 4];
    for j in 0..4 {
        let w = [half[0][j], half[1][j], half[2][j], half[3][j]];
        (m[0][j], m[1][j]) = ((w[0] + I * w[3]) * 0.5, (I * w[1] + w[2]) * 0.5);
        (m[2][j], m[3][j]) = ((I * w[1] - w[2]) * 0.5, (w[0] - I * w[3]) * 0.5);
    }
    M4(m)
}

fn transposed(m: &[[f64; 4]; 4]) -> [[f64; 4]; 4] {
    std::array::from_fn(|i| std::array::from_fn(|j| m[j][i]))
}

/// The two factors, in SU(2), of a product of one-qubit gates of determinant 1: (first, second) operand.
fn factors(m: &M4) -> [M2; 2] {
    let block = |i: usize, j: usize| {
        M2([
            [m.0[2 * i][2 * j], m.0[2 * i][2 * j + 1]],
            [m.0[2 * i + 1][2 * j], m.0[2 * i + 1][2 * j + 1]],
        ])
    };
    // Every block is an entry of the second factor times the first; in its first row one has modulus >= 1/sqrt 2.
    let (a, b) = (block(0, 0), block(0, 1));
    let (det_a, det_b) = (a.det(), b.det());
    let (large, det) = match det_a.norm_sqr() >= det_b.norm_sqr() {
        true => (a, det_a),
        false => (b, det_b),
    };
    let first = Quaternion::from_unitary(&large.scale(det.sqrt().inv()))
        .0
        .matrix();
    let entry = |i, j| {
        let product = first.adjoint() * block(i, j);
        (product.0[0][0] + product.0[1][1]) * 0.5
    };
    let second = M2([[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]]);
    let (second, sign) = Quaternion::from_unitary(&second);
    // The phase of the second factor is 0 or pi, as both determinants are 1.
    let second = second.matrix();
    match sign.abs() > FRAC_PI_4 {
        true => [first, second.scale(C64::from_polar(1.0, sign))],
        false => [first, second],
    }
}

type Real4 = [[f64; 4]; 4];

/// Rotations after which rounding is all that is left; about 20 are usual.
const ROTATIONS: usize = 200;

/// Square of an entry off the diagonals that is rounding: entries of modulus 1 after some rotations.
const NEGLIGIBLE: f64 = 2.5e-31;

/// Below this a pair that gains nothing is rounding too.
const SMALL: f64 = 1e-28;

const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];

/// Eigenvalues of `U^T U` and an orthogonal matrix of determinant 1 whose columns are its eigenvectors.
///
/// The largest entry off the diagonals goes first (classical Jacobi). Cyclic sweeps were tried: where an eigenvalue
/// is double they turn its eigenvectors about at random, and converge no faster than linearly.
fn eigenvectors(u: &M4) -> ([C64; 4], Real4) {
    let t = square(u);
    let mut parts: [Real4; 2] = [
        t.0.map(|row| row.map(|x| x.re)),
        t.0.map(|row| row.map(|x| x.im)),
    ];
    let mut vectors: Real4 = std::array::from_fn(|i| std::array::from_fn(|j| f64::from(i == j)));
    // Pairs whose rotation, both matrices considered, gained nothing since another pair was rotated.
    let mut stuck = [false; 6];
    for _ in 0..ROTATIONS {
        let sizes = PAIRS.map(|pair| off_diagonal(&parts, pair));
        let largest = |open: &dyn Fn(usize) -> bool| {
            let candidates = (0..6).filter(|&i| open(i) && sizes[i] > NEGLIGIBLE);
            candidates.max_by(|&i, &j| sizes[i].total_cmp(&sizes[j]))
        };
        // Where the two together point nowhere (possible far from the solution only), one combination decides.
        let (pair, combined) = match (largest(&|i| !stuck[i]), largest(&|_| true)) {
            (Some(i), _) => (i, false),
            (None, Some(i)) if sizes[i] > SMALL => (i, true),
            _ => break,
        };
        let (p, q) = PAIRS[pair];
        let (cos, sin) = angle(&parts, p, q, combined);
        parts.iter_mut().for_each(|m| conjugate(m, p, q, cos, sin));
        for row in &mut vectors {
            (row[p], row[q]) = (cos * row[p] + sin * row[q], cos * row[q] - sin * row[p]);
        }
        if off_diagonal(&parts, (p, q)) > 0.9 * sizes[pair] && !combined {
            stuck[pair] = true;
        } else {
            stuck = [false; 6];
        }
    }
    // Rotations keep the determinant at 1.
    let eigenvalues = std::array::from_fn(|i| C64::new(parts[0][i][i], parts[1][i][i]));
    (eigenvalues, vectors)
}

fn off_diagonal(parts: &[Real4; 2], (p, q): (usize, usize)) -> f64 {
    parts[0][p][q] * parts[0][p][q] + parts[1][p][q] * parts[1][p][q]
}

/// The (cos, sin) of the rotation of coordinates p and q that leaves least off the diagonals of both matrices.
fn angle(parts: &[Real4; 2], p: usize, q: usize, combined: bool) -> (f64, f64) {
    let h = parts.each_ref().map(|m| [m[p][p] - m[q][q], 2.0 * m[p][q]]);
    let (on, off) = match combined {
        false => (
            h[0][0] * h[0][0] - h[0][1] * h[0][1] + h[1][0] * h[1][0] - h[1][1] * h[1][1],
            2.0 * (h[0][0] * h[0][1] + h[1][0] * h[1][1]),
        ),
        true => {
            // An arbitrary combination without symmetry of its own.
            let [x, y] = [0.82, 0.57];
            let g = [x * h[0][0] + y * h[1][0], x * h[0][1] + y * h[1][1]];
            (g[0] * g[0] - g[1] * g[1], 2.0 * g[0] * g[1])
        }
    };
    let norm = on.hypot(off);
    if norm == 0.0 {
        return (1.0, 0.0);
    }
    // (on, off) is norm * (cos, sin) of four times the angle: halve it twice, without trigonometry.
    let cos4 = on / norm;
    let (cos2, sin2) = if cos4 > 0.0 {
        let cos2 = ((1.0 + cos4) / 2.0).sqrt();
        (cos2, off / norm / (2.0 * cos2))
    } else {
        let sin2 = ((1.0 - cos4) / 2.0).sqrt().copysign(off);
        (off / norm / (2.0 * sin2), sin2)
    };
    let cos = ((1.0 + cos2) / 2.0).sqrt();
    (cos, sin2 / (2.0 * cos))
}

/// `R^T m R` for the rotation of coordinates p and q.
fn conjugate(m: &mut Real4, p: usize, q: usize, cos: f64, sin: f64) {
    for row in m.iter_mut() {
        (row[p], row[q]) = (cos * row[p] + sin * row[q], cos * row[q] - sin * row[p]);
    }
    let (x, y) = (m[p], m[q]);
    m[p] = std::array::from_fn(|k| cos * x[k] + sin * y[k]);
    m[q] = std::array::from_fn(|k| cos * y[k] - sin * x[k]);
}

#[cfg(test)]
#[path = "weyl_tests.rs"]
pub(crate) mod tests;
