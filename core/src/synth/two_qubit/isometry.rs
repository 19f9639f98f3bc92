// SPDX-License-Identifier: Apache-2.0
//! Two-qubit unitaries of which only what they do to known inputs counts.
//!
//! With qubit z in a known state a unitary U is as good as any V that agrees with it there. Let `M(x)` be the 2x2 matrix of
//! amplitudes of `U (x (x) z)` over both qubits; `det M(x)` is a quadratic form in x.
//!
//! | uses of a gate of class (pi/4, 0, 0) | if |
//! |---|---|
//! | 0 | z comes out in one state whatever x is |
//! | 1 | the form vanishes at two orthogonal x, whose images are orthogonal on the other qubit (or, an exchange of the qubits later, on z) |
//! | 2 | always: `U exp(-i t ZZ)` has a real trace invariant for some t, and differs from U by a rotation of the other qubit |
//!
//! References: Iten, Colbeck, Kukuljan, Home, Christandl, "Quantum circuits for isometries", Physical Review A 93, 032318,
//! 2016, doi:10.1103/PhysRevA.93.032318 (the counts). Shende, Bullock, Markov, "Recognizing small-circuit structure in
//! two-qubit operators", Physical Review A 70, 012310, 2004, doi:10.1103/PhysRevA.70.012310 (two up to a diagonal).

use smallvec::SmallVec;

use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{C64, I, M2, M4, ONE, ZERO};
use crate::synth::weyl::{canonical, symmetric_square};
use crate::Gate;

/// A pure state of one qubit.
pub type State = [C64; 2];

/// Overlaps and determinants below this are taken for zero; the difference is measured.
const SMALL: f64 = 1e-9;

/// A unitary further from what was asked than this is none of the answers.
const CLOSE: f64 = 1e-12;

/// Unitaries that agree with `u` on the inputs where qubits with a known state are in it; among them one that takes the
/// fewest uses of a gate of class (pi/4, 0, 0).
pub fn completions(u: &M4, known: &[Option<State>; 2]) -> SmallVec<[M4; 5]> {
    let mut found: SmallVec<[M4; 5]> = SmallVec::new();
    match known {
        [None, None] => {}
        [Some(a), Some(b)] => found.push(prepared(u, a, b)),
        [None, Some(z)] => found.extend(one_known(u, z)),
        [Some(z), None] => found.extend(one_known(&u.exchanged(), z).map(|v| v.exchanged())),
    }
    found.retain(|v| distance_on(u, v, known) < CLOSE);
    found
}

/// Frobenius norm of the difference on inputs with these states.
pub fn distance_on(u: &M4, v: &M4, known: &[Option<State>; 2]) -> f64 {
    let basis = |known: &Option<State>| match known {
        Some(state) => smallvec::smallvec![*state],
        None => SmallVec::<[State; 2]>::from_slice(&[[ONE, ZERO], [ZERO, ONE]]),
    };
    let mut sum = 0.0;
    for a in basis(&known[0]) {
        for b in basis(&known[1]) {
            let (x, y) = (image(u, &a, &b), image(v, &a, &b));
            let parts = x.iter().zip(&y).map(|(x, y)| (x - y).norm_sqr());
            sum += parts.sum::<f64>();
        }
    }
    sum.sqrt()
}

/// States the qubits come out in, where they come out alone in one and the same state.
pub fn outputs(u: &M4, known: &[Option<State>; 2]) -> [Option<State>; 2] {
    let images: SmallVec<[[C64; 4]; 2]> = match known {
        [Some(a), Some(b)] => smallvec::smallvec![image(u, a, b)],
        [None, Some(z)] => [[ONE, ZERO], [ZERO, ONE]]
            .map(|x| image(u, &x, z))
            .into_iter()
            .collect(),
        [Some(z), None] => [[ONE, ZERO], [ZERO, ONE]]
            .map(|x| image(u, z, &x))
            .into_iter()
            .collect(),
        [None, None] => return [None, None],
    };
    // The amplitudes of one qubit, for every value of everything else.
    let of = |qubit: usize| {
        let rows: SmallVec<[State; 4]> = images
            .iter()
            .flat_map(|v| {
                [0, 1].map(|other| match qubit {
                    0 => [v[2 * other], v[2 * other + 1]],
                    _ => [v[other], v[2 + other]],
                })
            })
            .collect();
        common(&rows)
    };
    [of(0), of(1)]
}

/// The direction of vectors that all have the same.
fn common(rows: &[State]) -> Option<State> {
    let largest = rows.iter().max_by(|a, b| norm(a).total_cmp(&norm(b)))?;
    let direction = scaled(largest, norm(largest).recip());
    let across = perpendicular(&direction);
    let along = |row: &State| inner(&across, row).norm() < CLOSE;
    rows.iter().all(along).then_some(direction)
}

fn image(u: &M4, first: &State, second: &State) -> [C64; 4] {
    let input: [C64; 4] = std::array::from_fn(|i| first[i & 1] * second[i >> 1]);
    std::array::from_fn(|row| (0..4).map(|k| u.0[row][k] * input[k]).sum())
}

/// Completions with the second qubit in state `z`.
fn one_known(u: &M4, z: &State) -> impl Iterator<Item = M4> {
    let prepare = M4::product(&M2::IDENTITY, &with_first_column(z));
    let back = prepare.adjoint();
    let u = *u * prepare;
    // amplitudes[x][i][j]: first qubit in i and second in j, from first in x and second in 0.
    let amplitudes = [0, 1].map(|x| [0, 1].map(|i| [0, 1].map(|j| u.0[i + 2 * j][x])));
    let exchanged = amplitudes.map(|m| [0, 1].map(|i| [0, 1].map(|j| m[j][i])));
    let swap = M4(Gate::Swap.matrix4(&[]).expect("two qubits"));
    let alone = apart(&amplitudes);
    let once = steered(&amplitudes);
    let once_exchanged = steered(&exchanged).map(|v| swap * v);
    let twice = Pauli::ALL.map(|axis| Some(flattened(&u, axis)));
    let all = [alone, once, once_exchanged].into_iter().chain(twice);
    all.flatten().map(move |v| v * back)
}

/// A product of one-qubit gates, for amplitudes that all have the same state of the second qubit.
fn apart(m: &[[State; 2]; 2]) -> Option<M4> {
    let rows = [m[0][0], m[0][1], m[1][0], m[1][1]];
    let state = common(&rows)?;
    let first = M2([0, 1].map(|i| [0, 1].map(|x| inner(&state, &m[x][i]))));
    Some(M4::product(&first, &with_first_column(&state)))
}

/// The first qubit steers the second between two states, which takes one gate of class (pi/4, 0, 0).
fn steered(m: &[[State; 2]; 2]) -> Option<M4> {
    let det = |a: &[State; 2], b: &[State; 2]| a[0][0] * b[1][1] - a[0][1] * b[1][0];
    let (q0, q2) = (det(&m[0], &m[0]), det(&m[1], &m[1]));
    let q1 = det(&m[0], &m[1]) + det(&m[1], &m[0]);
    let root = (q1 * q1 - q0 * q2 * 4.0).sqrt();
    let (plus, minus) = (q1 + root, q1 - root);
    let larger = if plus.norm() > minus.norm() {
        plus
    } else {
        minus
    };
    let w = larger * -0.5;
    let zeros = [[q2, w], [w, q0]];
    if zeros.iter().any(|x| norm(x) < SMALL) {
        return None;
    }
    let [x, y] = zeros.map(|x| scaled(&x, norm(&x).recip()));
    if inner(&x, &y).norm() > SMALL {
        return None;
    }
    let y = perpendicular(&x);
    let split = |x: &State| {
        let rows = [0, 1].map(|i| [0, 1].map(|j| x[0] * m[0][i][j] + x[1] * m[1][i][j]));
        let state = common(&rows)?;
        Some((rows.map(|row| inner(&state, &row)), state))
    };
    let ((a, u), (b, v)) = (split(&x)?, split(&y)?);
    if inner(&a, &b).norm() > SMALL {
        return None;
    }
    // Of all gates that take the state u to v one that is half a turn, so of class (pi/4, 0, 0) when controlled.
    let to = with_first_column(&u);
    let w = {
        let m = to.adjoint().0;
        [0, 1].map(|i| m[i][0] * v[0] + m[i][1] * v[1])
    };
    let phase = match w[0].norm() > SMALL {
        true => w[0] / w[0].norm(),
        false => ONE,
    };
    let [c, s] = w.map(|x| x / phase);
    let turn = M2([[c, s.conj()], [s, -c]]).scale(phase);
    let on =
        |out: &State, from: &State| M2([0, 1].map(|i| [0, 1].map(|j| out[i] * from[j].conj())));
    let sum = |a: M4, b: M4| {
        M4(std::array::from_fn(|i| {
            std::array::from_fn(|j| a.0[i][j] + b.0[i][j])
        }))
    };
    Some(sum(
        M4::product(&on(&a, &x), &to),
        M4::product(&on(&b, &y), &(to * turn)),
    ))
}

/// U exp(-i t PP), P the axis, with t such that two gates of class (pi/4, 0, 0) make it, and a rotation of the first
/// qubit that undoes it where the second is in |0>.
fn flattened(u: &M4, axis: Pauli) -> M4 {
    // Turn the axis on the first qubit to Z; the second has Z, of which |0> is an eigenstate.
    let turn = match axis {
        Pauli::X => Quaternion::rotation(Pauli::Y, std::f64::consts::FRAC_PI_2).matrix(),
        Pauli::Y => Quaternion::rotation(Pauli::X, -std::f64::consts::FRAC_PI_2).matrix(),
        Pauli::Z => M2::IDENTITY,
    };
    let local = M4::product(&turn, &M2::IDENTITY);
    let u = *u * local;
    let t = symmetric_square(&u);
    let along = t.0[0][0] - t.0[1][1] - t.0[2][2] + t.0[3][3];
    let angle = t.trace().im.atan2(along.re) / 2.0;
    let back = Quaternion::rotation(Pauli::Z, -2.0 * angle).matrix();
    u * canonical([0.0, 0.0, -angle]) * M4::product(&back, &M2::IDENTITY) * local.adjoint()
}

/// A unitary that makes the same state of `a` and `b`: one gate of class (pi/4, 0, 0), none for a product.
fn prepared(u: &M4, a: &State, b: &State) -> M4 {
    let state = image(u, a, b);
    let rows = [[state[0], state[2]], [state[1], state[3]]];
    let (first, second, angle) = schmidt(&rows);
    let rotation = Quaternion::rotation(Pauli::Y, 2.0 * angle).matrix();
    let mut v = M4::product(&rotation, &M2::IDENTITY);
    if angle > CLOSE {
        v.then_cx(0);
    } else {
        v = M4::IDENTITY;
    }
    let back = M4::product(
        &with_first_column(a).adjoint(),
        &with_first_column(b).adjoint(),
    );
    M4::product(&first, &second) * v * back
}

/// `m = A diag(cos t, sin t) B^T` for a matrix of norm 1, t at most pi/4.
fn schmidt(m: &[State; 2]) -> (M2, M2, f64) {
    // Columns of B: eigenvectors of the Hermitian matrix with entries sum_i conj(m_ij) m_ik, conjugated.
    let gram = |j: usize, k: usize| m[0][j].conj() * m[0][k] + m[1][j].conj() * m[1][k];
    let half = (gram(0, 0).re - gram(1, 1).re) / 2.0;
    let off = gram(0, 1);
    let size = half.hypot(off.norm());
    let vector = match (half >= 0.0, size > 0.0) {
        (_, false) => [ONE, ZERO],
        (true, _) => [C64::from(half + size), off.conj()],
        (false, _) => [off, C64::from(size - half)],
    };
    let vector = scaled(&vector, norm(&vector).recip());
    let across = perpendicular(&vector);
    let image = |v: &State| [0, 1].map(|i| m[i][0] * v[0] + m[i][1] * v[1]);
    let (x, y) = (image(&vector), image(&across));
    let (cos, sin) = (norm(&x), norm(&y));
    let a = scaled(&x, cos.recip());
    let beside = perpendicular(&a);
    // The second column carries the phase of what is there.
    let along = inner(&beside, &y);
    let phase = match along.norm() > 0.0 {
        true => along / along.norm(),
        false => ONE,
    };
    let first = M2([[a[0], beside[0] * phase], [a[1], beside[1] * phase]]);
    let second = M2([
        [vector[0].conj(), across[0].conj()],
        [vector[1].conj(), across[1].conj()],
    ]);
    (first, second, sin.atan2(cos))
}

fn with_first_column(v: &State) -> M2 {
    let w = perpendicular(v);
    M2([[v[0], w[0]], [v[1], w[1]]])
}

fn perpendicular(v: &State) -> State {
    [-v[1].conj(), v[0].conj()]
}

fn inner(a: &State, b: &State) -> C64 {
    a[0].conj() * b[0] + a[1].conj() * b[1]
}

fn norm(v: &State) -> f64 {
    (v[0].norm_sqr() + v[1].norm_sqr()).sqrt()
}

fn scaled(v: &State, factor: f64) -> State {
    v.map(|x| x * factor)
}

/// The eigenstate of a Pauli; `minus` for the eigenvalue -1.
pub fn eigenstate(axis: Pauli, minus: bool) -> State {
    let root = C64::from(std::f64::consts::FRAC_1_SQRT_2);
    let sign = if minus { -root } else { root };
    match (axis, minus) {
        (Pauli::X, _) => [root, sign],
        (Pauli::Y, _) => [root, I * sign],
        (Pauli::Z, false) => [ONE, ZERO],
        (Pauli::Z, true) => [ZERO, ONE],
    }
}

#[cfg(test)]
#[path = "isometry_tests.rs"]
mod tests;
