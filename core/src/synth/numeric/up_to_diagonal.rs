// SPDX-License-Identifier: Apache-2.0
//! Multiplexed one-qubit gates up to a diagonal, in closed form: 2^k - 1 cz for k labels, as many as parameters ask for.
//!
//! V. Bergholm, J. Vartiainen, M. Mottonen, M. Salomaa, "Quantum circuits with uniformly controlled one-qubit gates", Phys.
//! Rev. A 71, 052330 (2005), doi:10.1103/PhysRevA.71.052330.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

use super::template::unit;
use crate::synth::draft::Draft;
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, M2, ZERO};

/// `blocks[x]` on wire 0 at the value x of the wires above, but for a diagonal on the side that is free (after, if both
/// are). The blocks must be unitary, and a power of two in number.
pub fn up_to_diagonal(blocks: &[M2], freedom: Freedom) -> Partial {
    if freedom.before && !freedom.after {
        let adjoints: Vec<M2> = blocks.iter().map(M2::adjoint).collect();
        let turned = up_to_diagonal(&adjoints, Freedom::AFTER);
        return Partial {
            draft: turned.draft.inverse(),
            before: turned.after.iter().map(|p| -p).collect(),
            after: Vec::new(),
        };
    }
    let (phases, rotations): (Vec<f64>, Vec<M2>) = blocks
        .iter()
        .map(|b| {
            let (q, phase) = Quaternion::from_unitary(b);
            (phase, q.matrix())
        })
        .unzip();
    let (mut draft, mut after) = cut(&rotations);
    draft.tidy();
    for (x, phase) in phases.iter().enumerate() {
        after[2 * x] += phase;
        after[2 * x + 1] += phase;
    }
    Partial {
        draft,
        before: Vec::new(),
        after,
    }
}

/// Of rotations: a circuit, and the phases of the diagonal after it.
fn cut(blocks: &[M2]) -> (Draft, Vec<f64>) {
    let labels = blocks.len().trailing_zeros() as usize;
    let mut draft = Draft::new(1 + labels);
    if labels == 0 {
        draft.one(0, blocks[0]);
        return (draft, vec![0.0; 2]);
    }
    let half = blocks.len() / 2;
    // a = r^-1 u d v and b = r u d^-1 v with d = exp(i pi/4 Z) and r = exp(i rho Z): r a b^-1 r = u (iZ) u^-1, so rho takes
    // the trace of the left side away.
    let d = M2([
        [C64::from_polar(1.0, FRAC_PI_4), ZERO],
        [ZERO, C64::from_polar(1.0, -FRAC_PI_4)],
    ]);
    let mut lefts = Vec::with_capacity(half);
    let mut rights = Vec::with_capacity(half);
    let mut turns = Vec::with_capacity(half);
    for x in 0..half {
        let (a, b) = (blocks[x], blocks[x + half]);
        let product = a * b.adjoint();
        let rho = match product.0[0][0].norm() > 1e-15 {
            true => (FRAC_PI_2 - product.0[0][0].arg()) / 2.0,
            false => 0.0,
        };
        let r = z_turn(rho);
        let u = frame(&(r * product * r));
        rights.push(d.adjoint() * u.adjoint() * r * a);
        lefts.push(u);
        turns.push(rho);
    }
    let (right, between) = cut(&rights);
    // The diagonal left over on the right passes the middle and joins the left blocks.
    for (x, u) in lefts.iter_mut().enumerate() {
        let entry = |i: usize| C64::from_polar(1.0, between[2 * x + i]);
        *u = *u * M2([[entry(0), ZERO], [ZERO, entry(1)]]);
    }
    let phases: Vec<f64> = lefts.iter().map(|u| u.det().arg() / 2.0).collect();
    let whole: Vec<M2> = lefts
        .iter()
        .zip(&phases)
        .map(|(u, &p)| u.scale(C64::from_polar(1.0, -p)))
        .collect();
    let (left, mut outer) = cut(&whole);
    draft.append(&right);
    // exp(i pi/4 Z Z) is cz between z-rotations.
    draft.cz(0, labels);
    draft.rotate(Pauli::Z, -FRAC_PI_2, 0);
    draft.rotate(Pauli::Z, -FRAC_PI_2, labels);
    draft.phase -= FRAC_PI_4;
    draft.append(&left);
    for x in 0..half {
        outer[2 * x] += phases[x];
        outer[2 * x + 1] += phases[x];
    }
    // r^-1 where the top label is 0, r where it is 1.
    let mut after = vec![0.0; 4 * half];
    for x in 0..half {
        for (i, sign) in [(0, 1.0), (1, -1.0)] {
            after[2 * x + i] = outer[2 * x + i] - sign * turns[x];
            after[2 * (x + half) + i] = outer[2 * x + i] + sign * turns[x];
        }
    }
    (draft, after)
}

/// exp(i angle Z).
fn z_turn(angle: f64) -> M2 {
    Quaternion::rotation(Pauli::Z, -2.0 * angle).matrix()
}

/// A rotation u with `m = u (iZ) u^-1` for a traceless rotation m.
fn frame(m: &M2) -> M2 {
    // m = i n.sigma. The short turn of z to n, or of -z where n is below.
    let [_, x, y, z] = Quaternion::from_unitary(m).0 .0.map(|c| -c);
    if z >= 0.0 {
        return unit([1.0 + z, -y, x, 0.0]).matrix();
    }
    let flip = Quaternion([0.0, 1.0, 0.0, 0.0]);
    (unit([1.0 - z, y, -x, 0.0]) * flip).matrix()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{block2, direct_sum, distance, from_m2, haar};

    fn check(blocks: &[M2], most: usize) {
        let whole = direct_sum(&blocks.iter().map(from_m2).collect::<Vec<_>>());
        let before = Freedom {
            before: true,
            after: false,
        };
        for freedom in [Freedom::AFTER, before] {
            let partial = up_to_diagonal(blocks, freedom);
            assert_eq!(freedom.before, !partial.before.is_empty());
            assert_eq!(freedom.after, !partial.after.is_empty());
            let off = distance(&partial.unitary(), &whole);
            assert!(off < 1e-13, "{off:e}");
            assert!(partial.draft.two_qubit_count() <= most);
        }
    }

    #[test]
    fn one_gate_less_than_blocks() {
        for labels in 0..6 {
            for seed in 0..5 {
                let block = |x: u64| block2(&haar(2, 100 * seed + x), 0, 0);
                let blocks: Vec<M2> = (0..1 << labels).map(block).collect();
                check(&blocks, (1 << labels) - 1);
            }
        }
    }

    #[test]
    fn special_blocks() {
        let x = M2([
            [C64::from(0.0), C64::from(1.0)],
            [C64::from(1.0), C64::from(0.0)],
        ]);
        let z = M2([
            [C64::from(1.0), C64::from(0.0)],
            [C64::from(0.0), C64::from(-1.0)],
        ]);
        let one = M2::IDENTITY;
        check(&[one, one, one, one], 3);
        check(&[one, x, z, x * z], 3);
        check(&[one, z, one, one, x, one, one, one], 7);
    }
}
