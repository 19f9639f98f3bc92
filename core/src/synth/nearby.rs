// SPDX-License-Identifier: Apache-2.0
//! Simpler unitaries near one: what an allowed error may be spent on.

use std::f64::consts::FRAC_PI_4;

use super::dense::{self, Matrix};
use super::matrix::C64;
use super::weyl::Weyl;

/// Unitaries that are about `error` from `u` and may take fewer gates: without the small parts of its entries, and on two wires
/// in the classes of fewer cx. Whoever takes one measures the distance.
pub fn nearby(u: &Matrix, error: f64) -> Vec<Matrix> {
    let mut found = without_small_parts(u, error);
    if u.nrows() == 4 {
        let weyl = Weyl::of(&dense::to_m4(u));
        let [a, b, _] = weyl.coordinates;
        for coordinates in [[a, b, 0.0], [FRAC_PI_4, 0.0, 0.0], [0.0; 3]] {
            let turned = Weyl {
                coordinates,
                ..weyl
            };
            found.push(dense::from_m4(&turned.matrix()));
        }
    }
    found
}

fn without_small_parts(u: &Matrix, error: f64) -> Vec<Matrix> {
    let mut found: Vec<Matrix> = Vec::new();
    let mut last = u.clone();
    for cut in [0.0625, 0.125, 0.25, 0.5, 1.0].map(|share| share * error) {
        let part = |x: f64| if x.abs() > cut { x } else { 0.0 };
        let kept = u.map(|x| C64::new(part(x.re), part(x.im)));
        if kept != last && dense::defect(&kept) < 0.5 {
            found.push(dense::nearest_unitary(&kept));
        }
        last = kept;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{direct_sum, distance, from_m4, haar, tensor};
    use crate::synth::weyl::canonical;

    #[test]
    fn small_parts_go_and_the_rest_stays_unitary() {
        let blocks = direct_sum(&[haar(4, 1), haar(4, 2)]);
        let noisy = dense::nearest_unitary(&(&blocks + haar(8, 3) * C64::from(1e-4)));
        let found = nearby(&noisy, 1e-3);
        assert!(!found.is_empty());
        let is_clean = |m: &Matrix| (0..4).all(|i| (4..8).all(|j| m[(i, j)].norm() == 0.0));
        for m in &found {
            assert!(dense::defect(m) < 1e-13);
            assert!(distance(m, &noisy) < 1e-3);
        }
        assert!(found.iter().any(is_clean));
        assert!(nearby(&blocks, 1e-9).is_empty());
    }

    #[test]
    fn weak_couplings_go_behind_any_frame() {
        let frame = |seed| tensor(&haar(2, seed), &haar(2, seed + 1));
        let u = frame(1) * from_m4(&canonical([1e-4, 5e-5, 1e-5])) * frame(3);
        let near = nearby(&u, 1e-3);
        let product = frame(1) * frame(3);
        assert!(near.iter().any(|m| distance(m, &product) < 1e-10));
        assert_eq!(4, near.len());
    }
}
