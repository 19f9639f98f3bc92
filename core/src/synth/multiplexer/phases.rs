// SPDX-License-Identifier: Apache-2.0
//! Phases of basis states.

use std::f64::consts::PI;

use crate::synth::diagonal;
use crate::synth::draft::Draft;
use crate::synth::matrix::C64;

/// `exp(i angles[v])` where `wires` spell v.
pub(super) fn diagonal_on(draft: &mut Draft, wires: &[usize], angles: &[f64]) {
    draft.append_on(&diagonal::synthesize(angles), wires);
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
