// SPDX-License-Identifier: Apache-2.0
//! Unitaries on two wires: three cx, two up to a diagonal, fewer where the Weyl coordinates allow.

use std::f64::consts::FRAC_PI_4;

use crate::synth::draft::Draft;
use crate::synth::matrix::{C64, I, M4, ZERO};
use crate::synth::two_qubit::{self, Natives};
use crate::synth::weyl::Weyl;
use crate::target::GateSet;
use crate::Gate;

/// Coordinates this close to those of a cheaper class are taken for them.
const SNAP: f64 = 3e-12;

/// `u` with the fewest cx.
pub(super) fn exact(draft: &mut Draft, u: &M4) {
    let natives = Natives::new(GateSet::of(&[Gate::Cx]), GateSet::EMPTY, &|_| None);
    let snapped = snap(u);
    let word = two_qubit::synthesize(snapped.as_ref().unwrap_or(u), &natives, u32::MAX)
        .expect("cx is universal");
    draft.phase += word.phase;
    for (i, locals) in word.locals.iter().enumerate() {
        draft.one(0, locals[0]);
        draft.one(1, locals[1]);
        if let Some(used) = word.uses.get(i) {
            let (control, target) = if used.reversed { (1, 0) } else { (0, 1) };
            draft.cx(control, target);
        }
    }
}

/// A matrix of a cheaper class within noise of `u`.
fn snap(u: &M4) -> Option<M4> {
    let mut weyl = Weyl::of(u);
    let before = weyl.coordinates;
    let [a, b, c] = &mut weyl.coordinates;
    if c.abs() < SNAP {
        *c = 0.0;
        if b.abs() < SNAP {
            *b = 0.0;
            for special in [0.0, FRAC_PI_4] {
                if (*a - special).abs() < SNAP {
                    *a = special;
                }
            }
        }
    }
    (weyl.coordinates != before).then(|| weyl.matrix())
}

/// Two cx and less for `diag(left)^-1 u`; `left` is returned.
pub(super) fn up_to_diagonal(draft: &mut Draft, u: &M4) -> [C64; 4] {
    let (t1, t2) = traces(u);
    let mut best: Option<(u32, f64, M4)> = None;
    for psi in candidates(t1, t2) {
        let (psi, turned) = refined(u, psi);
        let uses = cx_count(&turned);
        if best.as_ref().is_none_or(|b| uses < b.0) {
            best = Some((uses, psi, turned));
        }
    }
    let (_, psi, turned) = best.expect("there are candidates");
    exact(draft, &turned);
    zz(psi).map(|x| x.conj())
}

/// Near the identity the trace says little about the last Weyl coordinate; secants take that to zero where it is small.
fn refined(u: &M4, psi: f64) -> (f64, M4) {
    let mut now = (psi, turn(u, psi));
    let mut c = Weyl::of(&now.1).coordinates[2];
    if !(SNAP..1e-6).contains(&c.abs()) {
        return now;
    }
    let mut step = c;
    for _ in 0..8 {
        let next = turn(u, now.0 + step);
        let other = Weyl::of(&next).coordinates[2];
        let slope = (other - c) / step;
        now = (now.0 + step, next);
        c = other;
        if c.abs() < 1e-15 || slope == 0.0 {
            break;
        }
        step = -c / slope;
    }
    now
}

/// The fewest cx that make `u`.
pub(crate) fn cx_count(u: &M4) -> u32 {
    let [a, b, c] = Weyl::of(u).coordinates.map(f64::abs);
    match () {
        () if c > SNAP => 3,
        () if b > SNAP => 2,
        () if a < SNAP => 0,
        () if (a - FRAC_PI_4).abs() < SNAP => 1,
        () => 2,
    }
}

/// The diagonal of exp(-i psi ZZ / 2).
fn zz(psi: f64) -> [C64; 4] {
    let (even, odd) = (
        C64::from_polar(1.0, -psi / 2.0),
        C64::from_polar(1.0, psi / 2.0),
    );
    [even, odd, odd, even]
}

fn turn(u: &M4, psi: f64) -> M4 {
    let d = zz(psi);
    M4(std::array::from_fn(|i| u.0[i].map(|x| x * d[i])))
}

/// With `g = u YY u^T YY` of u of determinant 1: the traces of g and of ZZ g.
///
/// Of `exp(-i psi ZZ/2) u` the trace of g is cos(psi) t1 - i sin(psi) t2: 0 or 4 for one cx or none, real for two
/// (Shende, Markov, Bullock, "Minimal universal two-qubit CNOT-based circuits", Physical Review A 69, 062321, 2004,
/// doi:10.1103/PhysRevA.69.062321).
fn traces(u: &M4) -> (C64, C64) {
    let u = u.scale(C64::from_polar(1.0, -u.det().arg() / 4.0));
    // YY is -1 on the outer and +1 on the inner antidiagonal.
    let sign = [-1.0, 1.0, 1.0, -1.0];
    let diagonal: [C64; 4] = std::array::from_fn(|i| {
        (0..4)
            .map(|k| u.0[i][k] * u.0[3 - i][3 - k] * sign[k] * sign[i])
            .sum()
    });
    let [a, b, c, d] = diagonal;
    (a + b + c + d, a - b - c + d)
}

fn candidates(t1: C64, t2: C64) -> Vec<f64> {
    // Real trace first: with it two cx are enough. It is left alone if it is real already.
    let mut out = Vec::with_capacity(4);
    if t1.im.abs() < SNAP {
        out.push(0.0);
    }
    if t1.im.abs() + t2.re.abs() > SNAP {
        out.push(t1.im.atan2(t2.re));
    }
    // Zero: t1 cos = i t2 sin.
    let it2 = I * t2;
    if t1 != ZERO && (it2 / t1).im.abs() < 1e-6 {
        out.push(1f64.atan2((it2 / t1).re));
    }
    // Largest: |t1 cos - i t2 sin|.
    let (x, y) = (t1.norm_sqr() - t2.norm_sqr(), -2.0 * (t1 * it2.conj()).re);
    out.push(0.5 * y.atan2(x));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{distance, haar, to_m4};
    use crate::synth::weyl::canonical;

    #[test]
    fn class_of_a_canonical_gate() {
        for (coordinates, count) in [
            ([0.0; 3], 0),
            ([FRAC_PI_4, 1e-13, 0.0], 1),
            ([0.3, 0.2, -1e-13], 2),
            ([0.3, 0.2, 1e-8], 3),
        ] {
            let mut draft = Draft::new(2);
            exact(&mut draft, &canonical(coordinates));
            assert_eq!(count, draft.two_qubit_count());
        }
    }

    #[test]
    fn haar_pairs() {
        for seed in 0..200 {
            let u = haar(4, seed);
            let mut draft = Draft::new(2);
            exact(&mut draft, &to_m4(&u));
            assert_eq!(3, draft.two_qubit_count());
            assert!(distance(&u, &draft.unitary()) < 1e-14);
            let mut draft = Draft::new(2);
            let left = up_to_diagonal(&mut draft, &to_m4(&u));
            assert_eq!(2, draft.two_qubit_count());
            let mut back = draft.unitary();
            crate::synth::dense::scale_rows(&mut back, &left);
            assert!(distance(&u, &back) < 1e-13, "{:e}", distance(&u, &back));
        }
    }
}
