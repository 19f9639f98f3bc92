// SPDX-License-Identifier: Apache-2.0
//! Two or three square roots of iswap.
//!
//! Huang, Wang, Wu, Ding, Ye, Kong, Zhang, Ni, Song, Shi, Zhao, Deng, Chen, "Towards ultra-high fidelity quantum operations:
//! SQiSW gate as a native two-qubit gate", Physical Review Letters 130, 070601, 2023, arXiv:2105.06074: two uses reach
//! exactly the part `a >= b + |c|` of the chamber, with the local gates of their equation for the interleaver.

use std::f64::consts::{FRAC_PI_4, FRAC_PI_8};

use super::native::Native;
use super::templates::{native_as_its_class, Builder};
use super::SAME;
use crate::synth::euler::Pauli;
use crate::synth::weyl::{self, Weyl};

/// 1, 2 or 3 for coordinates in the chamber that are not all zero.
pub fn uses([a, b, c]: &[f64; 3]) -> u32 {
    let near = |x: f64, y: f64| (x - y).abs() <= SAME;
    if near(*a, FRAC_PI_8) && near(*b, FRAC_PI_8) && near(*c, 0.0) {
        1
    } else if within(&[*a, *b, *c]) {
        2
    } else {
        3
    }
}

/// In the part that two uses reach.
fn within([a, b, c]: &[f64; 3]) -> bool {
    *a >= b + c.abs() - SAME
}

/// The canonical gate of these coordinates by `uses` of a gate of class (pi/8, pi/8, 0).
pub fn canonical(b: &mut Builder, coordinates: [f64; 3], native: &Native, uses: u32) {
    match uses {
        1 => native_as_its_class(b, native),
        2 => two(b, coordinates, native),
        _ => three(b, coordinates, native),
    }
}

/// S (Rz(g) Rx(al) Rz(g) (x) Rx(be)) S has the class asked for; its own decomposition tells the gates around it.
fn two(b: &mut Builder, coordinates: [f64; 3], native: &Native) {
    let [alpha, beta, gamma] = interleaver(coordinates);
    let mut inner = Builder::new();
    sandwich(&mut inner, native, [alpha, beta, gamma]);
    let made = Weyl::of(&inner.word().matrix());
    b.phase -= made.phase;
    b.locals(made.right.map(|m| m.adjoint()));
    sandwich(b, native, [alpha, beta, gamma]);
    b.locals(made.left.map(|m| m.adjoint()));
}

fn sandwich(b: &mut Builder, native: &Native, [alpha, beta, gamma]: [f64; 3]) {
    native_as_its_class(b, native);
    b.rotate(0, Pauli::Z, gamma);
    b.rotate(0, Pauli::X, alpha);
    b.rotate(0, Pauli::Z, gamma);
    b.rotate(1, Pauli::X, beta);
    native_as_its_class(b, native);
}

/// Angles between the two uses, from the coordinates (section "Analytical decomposition" of the paper).
///
/// The paper gives cosines, `cos al, be = cos 2x - cos 2y + cos 2z +- 2 sqrt C`. Near 0 and pi an angle is lost in its
/// cosine, so here `1 - cos` and `1 + cos` are written as sums of terms that are not negative: with
/// `P = sin(x+y-z) sin(x-y+z)` and `Q = sin(x+y+z) sin(x-y-z)`, C = P Q and
/// `(sqrt P - sqrt Q)^2 = (sin 2y sin 2z / (sqrt P + sqrt Q))^2`.
fn interleaver([x, y, z]: [f64; 3]) -> [f64; 3] {
    let square = |v: f64| v * v;
    // Not negative in exact arithmetic where two uses suffice.
    let root_p = ((x + y - z).sin() * (x - y + z).sin()).max(0.0).sqrt();
    let root_q = ((x + y + z).sin() * (x - y - z).sin()).max(0.0).sqrt();
    let roots = root_p + root_q;
    let difference = match roots > 0.0 {
        true => square((2.0 * y).sin() * (2.0 * z).sin() / roots) / 2.0,
        false => 0.0,
    };
    let cos_2x = (2.0 * (FRAC_PI_4 - x)).sin();
    let alpha = (
        difference + 2.0 * square(z.sin() * y.cos()),
        square(x.cos()) + (y + z).sin() * (y - z).sin() + root_p * root_q,
    );
    let beta = (
        (x + y).sin() * (x - y).sin() + square(z.sin()) + root_p * root_q,
        cos_2x + difference + 2.0 * square(y.sin() * z.cos()),
    );
    let angle = |(less, more): (f64, f64)| 2.0 * less.max(0.0).sqrt().atan2(more.max(0.0).sqrt());
    let along = 2.0 * x.cos() * z.cos() * y.sin();
    let across = (cos_2x * (2.0 * y).cos() * (2.0 * z).cos()).max(0.0).sqrt();
    [
        angle(alpha),
        angle(beta),
        across.atan2(if z < 0.0 { -along } else { along }),
    ]
}

/// canonical(v) = canonical(v - s) canonical(s): one use makes s, a permutation of (+-pi/8, +-pi/8, 0); some s leaves a
/// rest that two uses make.
fn three(b: &mut Builder, v: [f64; 3], native: &Native) {
    let (shift, rest) = shifts()
        .map(|s| {
            let rest = [v[0] - s[0], v[1] - s[1], v[2] - s[2]];
            (s, Weyl::of(&weyl::canonical(rest)))
        })
        .max_by(|(_, p), (_, q)| margin(p).total_cmp(&margin(q)))
        .expect("twelve");
    let one = Weyl::of(&weyl::canonical(shift));
    b.phase += one.phase + rest.phase;
    b.locals(one.right);
    native_as_its_class(b, native);
    b.locals(one.left);
    b.locals(rest.right);
    two(b, rest.coordinates, native);
    b.locals(rest.left);
}

/// How far inside the part that two uses reach.
fn margin(w: &Weyl) -> f64 {
    let [a, b, c] = w.coordinates;
    a - b - c.abs()
}

fn shifts() -> impl Iterator<Item = [f64; 3]> {
    let signs = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
    [(0, 1), (0, 2), (1, 2)]
        .into_iter()
        .flat_map(move |(i, j)| {
            signs.into_iter().map(move |(p, q)| {
                let mut s = [0.0; 3];
                (s[i], s[j]) = (p * FRAC_PI_8, q * FRAC_PI_8);
                s
            })
        })
}
