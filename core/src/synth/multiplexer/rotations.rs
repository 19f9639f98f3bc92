// SPDX-License-Identifier: Apache-2.0
//! Rotations of one wire about one axis, by angles that the values of other wires choose.
//!
//! A rotation between two gates that reverse its axis is the rotation by the opposite angle, so rotations by the Walsh
//! transform of the angles stand between cx (or cz) from the selects, one for each parity of them, and a Gray code passes
//! all parities with one gate each (M. Mottonen, J. Vartiainen, V. Bergholm, M. Salomaa, "Quantum circuits for general
//! multiqubit gates", Phys. Rev. Lett. 93, 130502, 2004, doi:10.1103/PhysRevLett.93.130502). Parities without a rotation
//! are passed over.

use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;

/// Rotations of angles whose absolute values sum to no more than this are left out: half of it bounds the error.
const NEGLIGIBLE: f64 = 2e-12;

/// `exp(-i angles[v] axis/2)` on `target` where the wires `selects` spell v, the first one least significant: one two-qubit
/// gate for each select's value, 2^k, and fewer where the Walsh transform of the angles has zeros.
pub fn rotations(draft: &mut Draft, axis: Pauli, angles: &[f64], selects: &[usize], target: usize) {
    let left = open_rotations(draft, axis, angles, selects, target);
    reverse(draft, axis, left, selects, target);
}

/// The same without the gates at its end that reverse the axis, the parity of which is returned: bit i for a gate between
/// `selects[i]` and `target`, cx for Z and cz for X and Y. 2^k - 1 two-qubit gates at most.
pub fn open_rotations(
    draft: &mut Draft,
    axis: Pauli,
    angles: &[f64],
    selects: &[usize],
    target: usize,
) -> usize {
    open_terms(draft, axis, &walsh(angles), selects, target).0
}

/// The same by the Walsh transform of the angles, `terms[s]` for each set s of selects; with the parity comes how far the
/// terms that are left out may put it off, in operator norm.
pub fn open_terms(
    draft: &mut Draft,
    axis: Pauli,
    terms: &[f64],
    selects: &[usize],
    target: usize,
) -> (usize, f64) {
    debug_assert_eq!(terms.len(), 1 << selects.len());
    let mut parity = 0;
    let mut is_left_out = vec![true; terms.len()];
    for set in path(terms) {
        reverse(draft, axis, parity ^ set, selects, target);
        draft.rotate(axis, terms[set], target);
        is_left_out[set] = false;
        parity = set;
    }
    let left_out = terms.iter().zip(is_left_out).filter(|t| t.1);
    (parity, left_out.map(|t| t.0.abs()).sum::<f64>() / 2.0)
}

/// The number of two-qubit gates that rotations by these terms take.
pub fn terms_cost(terms: &[f64]) -> usize {
    length(&path(terms)) as usize
}

/// The gates that [`open_rotations`] left.
pub fn reverse(draft: &mut Draft, axis: Pauli, parity: usize, selects: &[usize], target: usize) {
    for (i, &select) in selects.iter().enumerate() {
        if parity >> i & 1 == 1 {
            match axis {
                Pauli::Z => draft.cx(select, target),
                _ => draft.cz(select, target),
            }
        }
    }
}

/// `out[s]` = mean over v of (-1)^|s & v| `values[v]`.
pub(crate) fn walsh(values: &[f64]) -> Vec<f64> {
    let mut out = values.to_vec();
    let mut step = 1;
    while step < out.len() {
        for i in (0..out.len()).filter(|i| i & step == 0) {
            (out[i], out[i | step]) = (out[i] + out[i | step], out[i] - out[i | step]);
        }
        step *= 2;
    }
    let scale = 1.0 / out.len() as f64;
    out.iter_mut().for_each(|x| *x *= scale);
    out
}

/// The parities with a rotation, in the order of the Gray code or of nearest neighbours, whichever is shorter.
fn path(turns: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_by(|&a, &b| turns[a].abs().total_cmp(&turns[b].abs()));
    let mut sum = 0.0;
    let mut is_kept = vec![true; turns.len()];
    for &set in &order {
        sum += turns[set].abs();
        if sum > NEGLIGIBLE {
            break;
        }
        is_kept[set] = false;
    }
    let gray: Vec<usize> = (0..turns.len())
        .map(|i| i ^ (i >> 1))
        .filter(|&set| is_kept[set])
        .collect();
    // Nearest neighbours take quadratic time, and a full spectrum has nothing to gain.
    if gray.len() == turns.len() || gray.len() > 512 {
        return gray;
    }
    let near = neighbours(&gray);
    if length(&near) < length(&gray) {
        near
    } else {
        gray
    }
}

/// Steps from the empty set along `path` and back.
fn length(path: &[usize]) -> u32 {
    let mut at = 0;
    let mut sum = 0;
    for &set in path.iter().chain(&[0]) {
        sum += (at ^ set).count_ones();
        at = set;
    }
    sum
}

fn neighbours(sets: &[usize]) -> Vec<usize> {
    let mut open = sets.to_vec();
    let mut at = 0usize;
    let mut path = Vec::with_capacity(sets.len());
    while !open.is_empty() {
        let nearest = (0..open.len()).min_by_key(|&i| ((at ^ open[i]).count_ones(), open[i]));
        at = open.remove(nearest.expect("not empty"));
        path.push(at);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{direct_sum, distance, from_m2, identity, on_wires};
    use crate::synth::euler::Quaternion;
    use crate::synth::gauss::Gauss;

    #[test]
    fn one_gate_for_each_value_of_the_selects() {
        for axis in Pauli::ALL {
            for k in 0..=10 {
                let mut random = Gauss::new(k as u64);
                let angles: Vec<f64> = (0..1 << k).map(|_| random.angle()).collect();
                let selects: Vec<usize> = (1..=k).collect();
                let mut whole = Draft::new(k + 1);
                rotations(&mut whole, axis, &angles, &selects, 0);
                assert_eq!(if k == 0 { 0 } else { 1 << k }, whole.two_qubit_count());
                let mut open = Draft::new(k + 1);
                let left = open_rotations(&mut open, axis, &angles, &selects, 0);
                assert_eq!((1 << k) - 1, open.two_qubit_count());
                assert_eq!(u32::from(k > 0), left.count_ones());
                if k <= 6 {
                    let blocks: Vec<_> = angles
                        .iter()
                        .map(|&a| from_m2(&Quaternion::rotation(axis, a).matrix()))
                        .collect();
                    let expected = direct_sum(&blocks);
                    assert!(distance(&expected, &whole.unitary()) < 1e-13);
                    reverse(&mut open, axis, left, &selects, 0);
                    assert!(distance(&expected, &open.unitary()) < 1e-13);
                }
            }
        }
    }

    #[test]
    fn parities_without_a_rotation_are_passed_over() {
        // exp(-i ZZZZ t/2), then with noise.
        for noise in [0.0, 1e-13] {
            let mut random = Gauss::new(3);
            let angles: Vec<f64> = (0..8u32)
                .map(|v| 0.7 - 1.4 * f64::from(v.count_ones() % 2) + noise * random.normal())
                .collect();
            let mut draft = Draft::new(4);
            rotations(&mut draft, Pauli::Z, &angles, &[3, 0, 1], 2);
            assert_eq!(6, draft.two_qubit_count());
            assert_eq!(7, draft.items().len());
        }
        let mut draft = Draft::new(3);
        rotations(&mut draft, Pauli::Y, &[0.0; 4], &[1, 2], 0);
        assert!(draft.items().is_empty());
        rotations(&mut draft, Pauli::Y, &[0.4; 4], &[1, 2], 0);
        assert_eq!(1, draft.items().len());
        let expected = on_wires(&draft.unitary(), &[0, 1, 2], 3);
        assert!(distance(&expected, &identity(8)) > 0.1);
    }

    #[test]
    fn terms_that_are_small_together_are_left_out() {
        let mut terms = [0.3, 0.0, 1e-12, -0.4, 0.0, 1.1e-12, 0.0, 0.5];
        for (off, cost) in [(5e-13, 6), (5.5e-13, 6)] {
            let mut draft = Draft::new(4);
            let (parity, lost) = open_terms(&mut draft, Pauli::Y, &terms, &[1, 2, 3], 0);
            reverse(&mut draft, Pauli::Y, parity, &[1, 2, 3], 0);
            assert!((lost - off).abs() < 1e-20, "{lost:e}");
            assert_eq!((cost, cost), (draft.two_qubit_count(), terms_cost(&terms)));
            terms[5] = 1e-13;
        }
    }
}
