// SPDX-License-Identifier: Apache-2.0
//! The matrix of every gate.
//!
//! Row-major; the first operand is the least significant bit of a row's or column's index.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_4};

use num_complex::Complex64;

use super::Gate;

/// A one-qubit matrix, rows first.
pub type Matrix2 = [[Complex64; 2]; 2];
/// A two-qubit matrix, rows first; bit 0 of an index is the first operand.
pub type Matrix4 = [[Complex64; 4]; 4];

const O: Complex64 = Complex64::new(0.0, 0.0);
const ONE: Complex64 = Complex64::new(1.0, 0.0);
const I: Complex64 = Complex64::new(0.0, 1.0);

fn real(x: f64) -> Complex64 {
    Complex64::new(x, 0.0)
}

/// exp(i angle).
fn phase(angle: f64) -> Complex64 {
    Complex64::from_polar(1.0, angle)
}

fn diagonal(a: Complex64, d: Complex64) -> Matrix2 {
    [[a, O], [O, d]]
}

/// exp(-i theta P / 2) for a one-qubit P with P^2 = 1.
fn rotation2(theta: f64, p: Matrix2) -> Matrix2 {
    let (s, c) = (theta / 2.0).sin_cos();
    let entry = |i: usize, j: usize| real(if i == j { c } else { 0.0 }) - I * s * p[i][j];
    [[entry(0, 0), entry(0, 1)], [entry(1, 0), entry(1, 1)]]
}

/// exp(-i theta A (x) B / 2), A on the first operand, for A^2 = B^2 = 1.
fn rotation4(theta: f64, a: Matrix2, b: Matrix2) -> Matrix4 {
    let (s, c) = (theta / 2.0).sin_cos();
    let mut m = [[O; 4]; 4];
    for (i, row) in m.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = -I * s * a[i & 1][j & 1] * b[i >> 1][j >> 1];
            if i == j {
                *entry += c;
            }
        }
    }
    m
}

/// `base` on the second operand where the first is |1>.
fn controlled4(base: Matrix2) -> Matrix4 {
    let mut m = [[O; 4]; 4];
    (m[0][0], m[2][2]) = (ONE, ONE);
    for i in 0..2 {
        for j in 0..2 {
            m[2 * i + 1][2 * j + 1] = base[i][j];
        }
    }
    m
}

/// cos(phi) X + sin(phi) Y.
fn equator(phi: f64) -> Matrix2 {
    [[O, phase(-phi)], [phase(phi), O]]
}

fn pauli_x() -> Matrix2 {
    [[O, ONE], [ONE, O]]
}

fn pauli_y() -> Matrix2 {
    [[O, -I], [I, O]]
}

fn pauli_z() -> Matrix2 {
    diagonal(ONE, -ONE)
}

fn u(theta: f64, phi: f64, lambda: f64) -> Matrix2 {
    let (s, c) = (theta / 2.0).sin_cos();
    [
        [real(c), -phase(lambda) * s],
        [phase(phi) * s, phase(phi + lambda) * c],
    ]
}

/// exp(i angle (XX + YY) / 2): a partial exchange.
fn exchange(angle: f64) -> Matrix4 {
    let (s, c) = angle.sin_cos();
    let mut m = [[O; 4]; 4];
    (m[0][0], m[3][3]) = (ONE, ONE);
    (m[1][1], m[2][2]) = (real(c), real(c));
    (m[1][2], m[2][1]) = (I * s, I * s);
    m
}

/// The permutation matrix that moves basis state `i` to `image[i]`.
fn moves(image: [usize; 4]) -> Matrix4 {
    let mut m = [[O; 4]; 4];
    for (from, to) in image.into_iter().enumerate() {
        m[to][from] = ONE;
    }
    m
}

/// `base` (on the last operands) under `controls` closed controls, as a flat matrix.
pub(crate) fn controlled(controls: usize, base: &[Complex64]) -> Vec<Complex64> {
    let inner = base.len().isqrt();
    let mask = (1 << controls) - 1;
    let size = inner << controls;
    let mut m = vec![O; size * size];
    for i in 0..size {
        if i & mask != mask {
            m[i * size + i] = ONE;
        }
    }
    for i in 0..inner {
        for j in 0..inner {
            m[(i << controls | mask) * size + (j << controls | mask)] = base[i * inner + j];
        }
    }
    m
}

fn flat<const N: usize>(m: [[Complex64; N]; N]) -> Vec<Complex64> {
    m.concat()
}

impl Gate {
    /// Matrix of a one-qubit gate; `None` for a wider one.
    pub fn matrix2(self, params: &[f64]) -> Option<Matrix2> {
        debug_assert_eq!(params.len(), self.num_params());
        let h = real(FRAC_1_SQRT_2);
        Some(match self {
            Gate::Id | Gate::U0 => diagonal(ONE, ONE),
            Gate::X => pauli_x(),
            Gate::Y => pauli_y(),
            Gate::Z => pauli_z(),
            Gate::H => [[h, h], [h, -h]],
            Gate::S => diagonal(ONE, I),
            Gate::Sdg => diagonal(ONE, -I),
            Gate::T => diagonal(ONE, Complex64::new(FRAC_1_SQRT_2, FRAC_1_SQRT_2)),
            Gate::Tdg => diagonal(ONE, Complex64::new(FRAC_1_SQRT_2, -FRAC_1_SQRT_2)),
            Gate::Sx | Gate::Sxdg => {
                let sign = if self == Gate::Sx { 0.5 } else { -0.5 };
                let (a, b) = (Complex64::new(0.5, sign), Complex64::new(0.5, -sign));
                [[a, b], [b, a]]
            }
            Gate::P => diagonal(ONE, phase(params[0])),
            Gate::Rx => rotation2(params[0], pauli_x()),
            Gate::Ry => rotation2(params[0], pauli_y()),
            Gate::Rz => diagonal(phase(-params[0] / 2.0), phase(params[0] / 2.0)),
            Gate::U2 => u(FRAC_PI_2, params[0], params[1]),
            Gate::U => u(params[0], params[1], params[2]),
            Gate::R => rotation2(params[0], equator(params[1])),
            Gate::Gpi => equator(params[0]),
            Gate::Gpi2 => rotation2(FRAC_PI_2, equator(params[0])),
            Gate::Phxz => {
                // Z^z Z^a X^x Z^-a, and X^x = exp(i x / 2) rx(x).
                let (x, z, a) = (params[0], params[1], params[2]);
                let (s, c) = (x / 2.0).sin_cos();
                let g = phase(x / 2.0);
                [
                    [g * c, -I * g * s * phase(-a)],
                    [-I * g * s * phase(a + z), g * c * phase(z)],
                ]
            }
            _ => return None,
        })
    }

    /// Matrix of a two-qubit gate; `None` for any other.
    pub fn matrix4(self, params: &[f64]) -> Option<Matrix4> {
        debug_assert_eq!(params.len(), self.num_params());
        let base = |gate: Gate, params: &[f64]| controlled4(gate.matrix2(params).expect("1q"));
        Some(match self {
            Gate::Cx => base(Gate::X, &[]),
            Gate::Cy => base(Gate::Y, &[]),
            Gate::Cz => base(Gate::Z, &[]),
            Gate::Ch => base(Gate::H, &[]),
            Gate::Cs => base(Gate::S, &[]),
            Gate::Csdg => base(Gate::Sdg, &[]),
            Gate::Csx => base(Gate::Sx, &[]),
            Gate::Cp => base(Gate::P, params),
            Gate::Crx => base(Gate::Rx, params),
            Gate::Cry => base(Gate::Ry, params),
            Gate::Crz => base(Gate::Rz, params),
            Gate::Cu3 => base(Gate::U, params),
            Gate::Cu => {
                let g = phase(params[3]);
                controlled4(u(params[0], params[1], params[2]).map(|row| row.map(|x| g * x)))
            }
            Gate::Swap => moves([0, 2, 1, 3]),
            Gate::Iswap => exchange(FRAC_PI_2),
            Gate::Iswapdg => exchange(-FRAC_PI_2),
            Gate::Siswap => exchange(FRAC_PI_4),
            Gate::Siswapdg => exchange(-FRAC_PI_4),
            Gate::Ecr => {
                // (X (x) 1 - Y (x) X) / sqrt 2, first operand on the left.
                let (h, ih) = (real(FRAC_1_SQRT_2), I * FRAC_1_SQRT_2);
                [[O, h, O, ih], [h, O, -ih, O], [O, ih, O, h], [-ih, O, h, O]]
            }
            Gate::Dcx => moves([0, 2, 3, 1]),
            Gate::Rxx => rotation4(params[0], pauli_x(), pauli_x()),
            Gate::Ryy => rotation4(params[0], pauli_y(), pauli_y()),
            Gate::Rzz => rotation4(params[0], pauli_z(), pauli_z()),
            Gate::Rzx => rotation4(params[0], pauli_z(), pauli_x()),
            Gate::Ms => rotation4(params[2], equator(params[0]), equator(params[1])),
            _ => return None,
        })
    }

    /// The matrix, row-major, 2^k x 2^k.
    pub fn matrix(self, params: &[f64]) -> Vec<Complex64> {
        if let Some(m) = self.matrix2(params) {
            return flat(m);
        }
        if let Some(m) = self.matrix4(params) {
            return flat(m);
        }
        let base = |gate: Gate| gate.matrix(&[]);
        match self {
            Gate::Ccx => controlled(2, &base(Gate::X)),
            Gate::Ccz => controlled(2, &base(Gate::Z)),
            Gate::Cswap => controlled(1, &base(Gate::Swap)),
            Gate::C3x => controlled(3, &base(Gate::X)),
            Gate::C3sx => controlled(3, &base(Gate::Sx)),
            Gate::C4x => controlled(4, &base(Gate::X)),
            // X up to phases: -Z where only the first control is set, Y where both are.
            Gate::Rccx => select(&[diagonal(ONE, ONE), pauli_z(), diagonal(ONE, ONE), pauli_y()]),
            Gate::Rc3x => {
                let mut cases = [diagonal(ONE, ONE); 8];
                // With the first two set the target feels the phases of the T gates between the controls.
                cases[0b011] = diagonal(I, -I);
                cases[0b111] = [[O, ONE], [-ONE, O]];
                select(&cases)
            }
            _ => unreachable!("gates of one and two qubits are done above"),
        }
    }
}

/// One case on the last operand for each value of the ones before.
fn select(cases: &[Matrix2]) -> Vec<Complex64> {
    let (n, size) = (cases.len(), 2 * cases.len());
    let mut m = vec![O; size * size];
    for (value, case) in cases.iter().enumerate() {
        for (i, row) in case.iter().enumerate() {
            for (j, &entry) in row.iter().enumerate() {
                m[(i * n + value) * size + j * n + value] = entry;
            }
        }
    }
    m
}
