// SPDX-License-Identifier: Apache-2.0
//! One-qubit gates chosen by labels, up to a diagonal: one cz for each value but one.
//!
//! V. Bergholm, J. Vartiainen, M. Mottonen, M. Salomaa, "Quantum circuits with uniformly controlled one-qubit gates",
//! Phys. Rev. A 71, 052330 (2005), doi:10.1103/PhysRevA.71.052330. A pair of blocks (a, b) is `r^-1 u v` and `-i r^-1 ...`
//! of the same u and v around a cz:
//!
//! ```text
//! a = r^-1 u v        b = -i r u Z v        r a b^-1 r = (u S^-1) diag(i, -i) (u S^-1)^-1
//! ```
//!
//! which the diagonal r makes possible: it gives `r a b^-1 r` determinant 1 and trace 0. All that is diagonal commutes with
//! the labels and is kept to the end.

use std::f64::consts::FRAC_PI_4;

use crate::synth::draft::Draft;
use crate::synth::matrix::{C64, I, M2, ONE, ZERO};

/// Entries off the diagonal below this are none.
const NOTHING: f64 = 1e-12;

/// Block x where the wires 1.. of the draft spell x, on wire 0: 2^k - 1 cz. The diagonal that is left, to be applied
/// after, has an entry for each basis state.
pub(super) fn ladder(draft: &mut Draft, blocks: &[M2]) -> Vec<C64> {
    if let [block] = blocks {
        draft.one(0, *block);
        return vec![ONE; 2];
    }
    let half = blocks.len() / 2;
    let top = half.trailing_zeros() as usize + 1;
    let pairs = || blocks[..half].iter().zip(&blocks[half..]);
    if pairs().all(|(a, b)| is_diagonal(&(*b * a.adjoint()))) {
        // The blocks of a pair differ by a diagonal: no gate from this label.
        let low = ladder(draft, &blocks[..half]);
        let high = pairs().zip(low.chunks(2)).flat_map(|((a, b), d)| {
            let x = (*b * a.adjoint()).0;
            [d[0] * unit(x[0][0]), d[1] * unit(x[1][1])]
        });
        let high: Vec<C64> = high.collect();
        return low.into_iter().chain(high).collect();
    }
    let cuts: Vec<Cut> = pairs().map(|(a, b)| Cut::of(a, b)).collect();
    let inner: Vec<M2> = cuts.iter().map(|c| c.v).collect();
    let before = ladder(draft, &inner);
    draft.cz(0, top);
    let outer: Vec<M2> = cuts
        .iter()
        .zip(before.chunks(2))
        .map(|(c, d)| c.u * M2([[d[0], ZERO], [ZERO, d[1]]]))
        .collect();
    let after = ladder(draft, &outer);
    let low = cuts.iter().zip(after.chunks(2));
    let high = low.clone();
    low.flat_map(|(c, d)| [d[0] * c.r[0].conj(), d[1] * c.r[1].conj()])
        .chain(high.flat_map(|(c, d)| [d[0] * c.r[0] * -I, d[1] * c.r[1] * -I]))
        .collect()
}

fn is_diagonal(m: &M2) -> bool {
    m.0[0][1].norm() + m.0[1][0].norm() < NOTHING
}

fn unit(x: C64) -> C64 {
    x / x.norm()
}

/// See the module's page.
struct Cut {
    u: M2,
    v: M2,
    r: [C64; 2],
}

impl Cut {
    fn of(a: &M2, b: &M2) -> Cut {
        let x = *a * b.adjoint();
        // r0^2 r1^2 det x = 1 and r0^2 x00 + r1^2 x11 = 0, where |x00| = |x11|.
        let sum = -x.det().arg();
        let difference = if x.0[0][0].norm() > 1e-14 {
            (-x.0[1][1]).arg() - x.0[0][0].arg()
        } else {
            0.0
        };
        let r = [sum + difference, sum - difference].map(|p| C64::from_polar(1.0, p / 4.0));
        let m = |i: usize, j: usize| x.0[i][j] * r[i] * r[j];
        // m = i (2P - 1): P projects on the first column of the frame.
        let c = ((m(0, 0) - m(1, 1)) * -I * 0.5).re;
        let s = (m(1, 0) * -I + (m(0, 1) * -I).conj()) * 0.5;
        let (p, q) = if c >= 0.0 {
            (C64::from(1.0 + c), s)
        } else {
            (s.conj(), C64::from(1.0 - c))
        };
        let norm = (p.norm_sqr() + q.norm_sqr()).sqrt();
        let (p, q) = (p / norm, q / norm);
        let frame = M2([[p, -q.conj()], [q, p.conj()]]);
        let eighth = [FRAC_PI_4, -FRAC_PI_4].map(|t| C64::from_polar(1.0, t));
        let u = frame * M2([[eighth[0], ZERO], [ZERO, eighth[1]]]);
        let turned = M2([a.0[0].map(|e| e * r[0]), a.0[1].map(|e| e * r[1])]);
        Cut {
            u,
            v: u.adjoint() * turned,
            r,
        }
    }
}
