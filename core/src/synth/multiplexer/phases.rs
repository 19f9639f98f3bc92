// SPDX-License-Identifier: Apache-2.0
//! Phases of basis states.

use std::f64::consts::PI;

use super::rotations::rotations;
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::matrix::C64;

/// `exp(i angles[v])` where `wires` spell v: 2^k - 2 cx at most.
pub(super) fn phases(draft: &mut Draft, wires: &[usize], angles: &[f64]) {
    let Some((&target, selects)) = wires.split_last() else {
        draft.phase += angles[0];
        return;
    };
    let (low, high) = angles.split_at(angles.len() / 2);
    let turns: Vec<f64> = low.iter().zip(high).map(|(a, b)| b - a).collect();
    rotations(draft, Pauli::Z, &turns, selects, target);
    let means: Vec<f64> = low.iter().zip(high).map(|(a, b)| (a + b) / 2.0).collect();
    phases(draft, selects, &means);
}

/// Arguments in (-pi, pi], a half turn positive whatever noise says.
pub(super) fn principal(entries: &[C64]) -> Vec<f64> {
    let one = |x: &C64| {
        let angle = x.arg();
        if angle < 1e-9 - PI {
            angle + 2.0 * PI
        } else {
            angle
        }
    };
    entries.iter().map(one).collect()
}
