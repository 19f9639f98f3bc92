// SPDX-License-Identifier: Apache-2.0
//! Any unitary as three multiplexers of its highest wire with Hadamards between them.
//!
//! ```text
//! [x y]   [a0   ]       [1  ]       [1  ]
//! [z w] = [   a1] (H x 1)[  b] (H x 1)[  c]        b, c, a0, a1 unitary
//! ```
//!
//! A. de Vos, S. De Baerdemacker, "Block-ZXZ synthesis of an arbitrary quantum circuit", Phys. Rev. A 94, 052317 (2016),
//! doi:10.1103/PhysRevA.94.052317: with polar decompositions `x = p s`, `y = q t` (p, q positive), `c = -i s^-1 t`,
//! `a0 = (p + i q) s`. Each multiplexer is taken apart, what does not see the highest wire joins the middle one, and so do
//! the cx at the inner ends of the outer rotations: A. Krol, Z. Al-Ars, "Beyond quantum Shannon decomposition: Circuit
//! construction for n-qubit gates based on block-ZXZ decomposition", Phys. Rev. Applied 22, 034019 (2024),
//! doi:10.1103/PhysRevApplied.22.034019. Diagonals of the small unitaries move on to the next, as in A.2 of Shende,
//! Bullock, Markov, "Synthesis of quantum-logic circuits", 2006, doi:10.1109/TCAD.2005.855930.

use std::f64::consts::FRAC_1_SQRT_2;

use super::{signs, write};
use crate::synth::dense::{cosine_sine, identity, scale_columns, scale_rows, CosineSine, Matrix};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::matrix::{C64, I, M2, ONE};
use crate::synth::multiplexer::{open_rotations, rotations, Cut};

struct Zxz {
    a: [Matrix; 2],
    b: Matrix,
    c: Matrix,
}

impl Zxz {
    /// From the cosine-sine decomposition `x = l0 cos r0`, `y = -l0 sin r1`: s = l0 r0 and t = -l0 r1, whatever cosines or
    /// sines are zero. Polar decompositions of x and y apart lose digits where a singular value is small.
    fn of(u: &Matrix) -> Zxz {
        let CosineSine {
            left: [l0, l1],
            right: [r0, r1],
            angles,
        } = cosine_sine(u);
        let turned = |m: &Matrix, factor: C64, times: f64| {
            let mut m = m.clone();
            let turn = |a: &f64| factor * C64::from_polar(1.0, times * a);
            scale_rows(&mut m, &angles.iter().map(turn).collect::<Vec<_>>());
            m
        };
        Zxz {
            a: [l0 * turned(&r0, ONE, 1.0), l1 * turned(&r0, -I, 1.0)],
            b: r0.adjoint() * turned(&r0, ONE, -2.0),
            c: r0.adjoint() * turned(&r1, I, 0.0),
        }
    }
}

/// The circuit of `u` on all wires of a draft of three and more, up to a diagonal after it if `leaves_diagonal`.
pub(super) fn block_zxz(draft: &mut Draft, u: &Matrix, leaves_diagonal: bool) -> Vec<C64> {
    let h = u.nrows() / 2;
    let top = h.trailing_zeros() as usize;
    let selects: Vec<usize> = (0..top).collect();
    let zxz = Zxz::of(u);
    let before = Cut::of(&identity(h), &zxz.c);
    let after = Cut::of(&zxz.a[0], &zxz.a[1]);
    let hadamard = M2([[1.0, 1.0], [1.0, -1.0]].map(|r| r.map(|x| C64::from(x * FRAC_1_SQRT_2))));

    let turns =
        |cut: &Cut, factor: f64| -> Vec<f64> { cut.angles.iter().map(|a| a * factor).collect() };
    // Rotations last in time first: the inverse of those by the opposite angles.
    let mut last = Draft::new(draft.qubits);
    let late = open_rotations(&mut last, Pauli::Z, &turns(&after, 2.0), &selects, top);
    let last = last.inverse();

    let first = write(draft, &before.w, true);
    let early = open_rotations(draft, Pauli::Z, &turns(&before, -2.0), &selects, top);
    draft.one(top, hadamard);

    // The middle multiplexer, with the cz that the cx become behind the Hadamards.
    let middle0 = &after.w * &before.v;
    let mut middle1 = &after.w * zxz.b * &before.v;
    scale_rows(&mut middle1, &signs(late, h));
    scale_columns(&mut middle1, &signs(early, h));
    let middle = Cut::of(&middle0, &middle1);
    let next = write(draft, &taken(middle.w.clone(), &first), true);
    rotations(draft, Pauli::Z, &turns(&middle, -2.0), &selects, top);
    let next = write(draft, &taken(middle.v, &next), true);
    draft.one(top, hadamard);
    draft.append(&last);
    let left = write(draft, &taken(after.v, &next), leaves_diagonal);
    [left.as_slice(), left.as_slice()].concat()
}

fn taken(mut m: Matrix, diagonal: &[C64]) -> Matrix {
    if !diagonal.is_empty() {
        scale_columns(&mut m, diagonal);
    }
    m
}
