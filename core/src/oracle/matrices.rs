// SPDX-License-Identifier: Apache-2.0
//! What each gate of the library does, written down a second time.
//!
//! The oracle must not believe the tables the passes use, so this one is from the literature's definitions
//! and keyed by name. A gate is a number of closed controls, which are its first operands, and a base
//! matrix over the rest, row-major, the first of them least significant.

use num_complex::Complex64;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, FRAC_PI_4};

const O: Complex64 = Complex64::new(0.0, 0.0);
const ONE: Complex64 = Complex64::new(1.0, 0.0);
const I: Complex64 = Complex64::new(0.0, 1.0);

/// Controls and base matrix of the library gate `name` at the angles `a`; `None` for a name it lacks.
pub fn gate(name: &str, a: &[f64]) -> Option<(usize, Vec<Complex64>)> {
    let plain = |m: Vec<Complex64>| Some((0, m));
    let under = |controls: usize, m: Vec<Complex64>| Some((controls, m));
    match name {
        "id" | "u0" => plain(vec![ONE, O, O, ONE]),
        "x" => plain(pauli('X')),
        "y" => plain(pauli('Y')),
        "z" => plain(pauli('Z')),
        "h" => plain(hadamard()),
        "s" => plain(diagonal(I)),
        "sdg" => plain(diagonal(-I)),
        "t" => plain(diagonal(cis(FRAC_PI_4))),
        "tdg" => plain(diagonal(cis(-FRAC_PI_4))),
        "sx" => plain(root_x(1.0)),
        "sxdg" => plain(root_x(-1.0)),
        "p" => plain(diagonal(cis(a[0]))),
        "rx" => plain(rotation("X", a[0])),
        "ry" => plain(rotation("Y", a[0])),
        "rz" => plain(rotation("Z", a[0])),
        "u2" => plain(euler(FRAC_PI_2, a[0], a[1])),
        "u" => plain(euler(a[0], a[1], a[2])),
        "r" => plain(equatorial(a[0], a[1])),
        "gpi" => plain(half_turn(a[0])),
        "gpi2" => plain(equatorial(FRAC_PI_2, a[0])),
        "phxz" => plain(phased_xz(a[0], a[1], a[2])),
        "cx" => under(1, pauli('X')),
        "cy" => under(1, pauli('Y')),
        "cz" => under(1, pauli('Z')),
        "ch" => under(1, hadamard()),
        "cs" => under(1, diagonal(I)),
        "csdg" => under(1, diagonal(-I)),
        "csx" => under(1, root_x(1.0)),
        "cp" => under(1, diagonal(cis(a[0]))),
        "crx" => under(1, rotation("X", a[0])),
        "cry" => under(1, rotation("Y", a[0])),
        "crz" => under(1, rotation("Z", a[0])),
        "cu3" => under(1, euler(a[0], a[1], a[2])),
        "cu" => {
            let gamma = cis(a[3]);
            under(
                1,
                euler(a[0], a[1], a[2]).iter().map(|z| z * gamma).collect(),
            )
        }
        "swap" => plain(exchange(O, ONE)),
        "iswap" => plain(exchange(O, I)),
        "iswapdg" => plain(exchange(O, -I)),
        "siswap" => plain(exchange(real(FRAC_1_SQRT_2), I * FRAC_1_SQRT_2)),
        "siswapdg" => plain(exchange(real(FRAC_1_SQRT_2), -I * FRAC_1_SQRT_2)),
        "ecr" => plain(echoed_cross_resonance()),
        // cx(a, b), then cx(b, a): |01> -> |10>, |10> -> |11>, |11> -> |01>.
        "dcx" => plain(moves(4, &[(1, 2, ONE), (2, 3, ONE), (3, 1, ONE)])),
        "rxx" => plain(rotation("XX", a[0])),
        "ryy" => plain(rotation("YY", a[0])),
        "rzz" => plain(rotation("ZZ", a[0])),
        "rzx" => plain(rotation("ZX", a[0])),
        "ms" => plain(molmer_sorensen(a[0], a[1], a[2])),
        "ccx" => under(2, pauli('X')),
        "ccz" => under(2, pauli('Z')),
        "cswap" => under(1, exchange(O, ONE)),
        // Margolus: |011> -> i |111>, |111> -> -i |011>, and a sign on |101>.
        "rccx" => plain(moves(8, &[(3, 7, I), (7, 3, -I), (5, 5, -ONE)])),
        "c3x" => under(3, pauli('X')),
        "c3sx" => under(3, root_x(1.0)),
        "rc3x" => plain(moves(
            16,
            &[(3, 3, I), (11, 11, -I), (15, 7, ONE), (7, 15, -ONE)],
        )),
        "c4x" => under(4, pauli('X')),
        _ => None,
    }
}

/// exp(-i angle/2 P) for a Pauli string, one letter per qubit, first qubit first.
pub fn rotation(letters: &str, angle: f64) -> Vec<Complex64> {
    let (sin, cos) = (angle / 2.0).sin_cos();
    let string = letters
        .chars()
        .fold(vec![ONE], |low, letter| kron(&pauli(letter), &low));
    let dim = side(&string);
    let mut m: Vec<Complex64> = string
        .iter()
        .map(|z| z * Complex64::new(0.0, -sin))
        .collect();
    for i in 0..dim {
        m[i * dim + i] += cos;
    }
    m
}

/// The Pauli matrix of a letter I, X, Y or Z.
pub fn pauli(letter: char) -> Vec<Complex64> {
    match letter {
        'X' => vec![O, ONE, ONE, O],
        'Y' => vec![O, -I, I, O],
        'Z' => vec![ONE, O, O, -ONE],
        _ => vec![ONE, O, O, ONE],
    }
}

/// `high` on the more significant qubits, `low` on the less significant ones.
pub fn kron(high: &[Complex64], low: &[Complex64]) -> Vec<Complex64> {
    let (dh, dl) = (side(high), side(low));
    let dim = dh * dl;
    (0..dim * dim)
        .map(|k| {
            let (row, column) = (k / dim, k % dim);
            high[(row / dl) * dh + column / dl] * low[(row % dl) * dl + column % dl]
        })
        .collect()
}

/// Side of a square matrix of a power of two.
pub fn side(matrix: &[Complex64]) -> usize {
    1 << (matrix.len().trailing_zeros() / 2)
}

fn cis(angle: f64) -> Complex64 {
    let (sin, cos) = angle.sin_cos();
    Complex64::new(cos, sin)
}

fn real(x: f64) -> Complex64 {
    Complex64::new(x, 0.0)
}

fn diagonal(one: Complex64) -> Vec<Complex64> {
    vec![ONE, O, O, one]
}

fn hadamard() -> Vec<Complex64> {
    let h = real(FRAC_1_SQRT_2);
    vec![h, h, h, -h]
}

/// sqrt(X) with eigenvalue 1 on |+>; `sign` -1 for its inverse.
fn root_x(sign: f64) -> Vec<Complex64> {
    let (a, b) = (
        Complex64::new(0.5, 0.5 * sign),
        Complex64::new(0.5, -0.5 * sign),
    );
    vec![a, b, b, a]
}

/// OpenQASM 2's u3: real top-left entry.
fn euler(theta: f64, phi: f64, lambda: f64) -> Vec<Complex64> {
    let (sin, cos) = (theta / 2.0).sin_cos();
    vec![
        real(cos),
        -cis(lambda) * sin,
        cis(phi) * sin,
        cis(phi + lambda) * cos,
    ]
}

/// exp(-i theta/2 (cos phi X + sin phi Y)).
fn equatorial(theta: f64, phi: f64) -> Vec<Complex64> {
    let (sin, cos) = (theta / 2.0).sin_cos();
    let off = Complex64::new(0.0, -sin);
    vec![real(cos), off * cis(-phi), off * cis(phi), real(cos)]
}

/// cos phi X + sin phi Y.
fn half_turn(phi: f64) -> Vec<Complex64> {
    vec![O, cis(-phi), cis(phi), O]
}

/// Z^z Z^a X^x Z^-a where W^t = diag(1, exp(i t)) in W's eigenbasis.
fn phased_xz(x: f64, z: f64, a: f64) -> Vec<Complex64> {
    let plus = (ONE + cis(x)) * 0.5;
    let minus = (ONE - cis(x)) * 0.5;
    vec![plus, minus * cis(-a), minus * cis(z + a), plus * cis(z)]
}

/// The two-qubit gate with `stay` and `go` on the block of |01>, |10>.
fn exchange(stay: Complex64, go: Complex64) -> Vec<Complex64> {
    let mut m = moves(4, &[]);
    (m[5], m[10], m[6], m[9]) = (stay, stay, go, go);
    m
}

/// (IX - XY)/sqrt 2 with the first qubit written last.
fn echoed_cross_resonance() -> Vec<Complex64> {
    let (ix, xy) = (
        kron(&pauli('I'), &pauli('X')),
        kron(&pauli('X'), &pauli('Y')),
    );
    ix.iter()
        .zip(&xy)
        .map(|(a, b)| (a - b) * FRAC_1_SQRT_2)
        .collect()
}

/// exp(-i theta/2 gpi(phi0) gpi(phi1)).
fn molmer_sorensen(phi0: f64, phi1: f64, theta: f64) -> Vec<Complex64> {
    let (sin, cos) = (theta / 2.0).sin_cos();
    let mut m: Vec<Complex64> = kron(&half_turn(phi1), &half_turn(phi0))
        .iter()
        .map(|z| z * Complex64::new(0.0, -sin))
        .collect();
    for i in 0..4 {
        m[i * 4 + i] += cos;
    }
    m
}

/// Identity but for the basis states listed: (from, to, factor).
fn moves(dim: usize, list: &[(usize, usize, Complex64)]) -> Vec<Complex64> {
    let mut m = vec![O; dim * dim];
    for i in 0..dim {
        m[i * dim + i] = ONE;
    }
    for &(from, _, _) in list {
        m[from * dim + from] = O;
    }
    for &(from, to, factor) in list {
        m[to * dim + from] = factor;
    }
    m
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gate;

    #[test]
    fn every_library_gate_is_here_and_unitary() {
        let angles = [0.3, -1.1, 2.7, 0.9];
        for g in Gate::ALL {
            let (controls, m) = gate(g.name(), &angles[..g.num_params()])
                .unwrap_or_else(|| panic!("{} is missing", g.name()));
            let dim = side(&m);
            assert_eq!(g.num_qubits(), controls + dim.trailing_zeros() as usize);
            for i in 0..dim {
                for j in 0..dim {
                    let dot: Complex64 = (0..dim)
                        .map(|k| m[k * dim + i].conj() * m[k * dim + j])
                        .sum();
                    let expected = f64::from(i == j);
                    assert!((dot - expected).norm() < 1e-15, "{}", g.name());
                }
            }
        }
    }

    #[test]
    fn no_gate_by_another_name() {
        assert_eq!(None, gate("nothing", &[]));
    }
}
