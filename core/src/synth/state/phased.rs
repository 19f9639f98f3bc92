// SPDX-License-Identifier: Apache-2.0
//! A state whose moduli are those of a simple one: that, and then a diagonal. Graph states, for one.

use super::{exact, factors, ROUNDING};
use crate::synth::diagonal;
use crate::synth::draft::Draft;
use crate::synth::matrix::C64;

/// Most wires of the factors of a simple state.
const SIMPLE: usize = 3;

pub fn synthesize(goal: &[C64]) -> Option<Draft> {
    let phase = |x: &C64| if x.norm() > ROUNDING { x.arg() } else { 0.0 };
    let phases: Vec<f64> = goal.iter().map(phase).collect();
    if phases.iter().all(|p| p.abs() < ROUNDING) {
        return None;
    }
    let moduli: Vec<C64> = goal.iter().map(|x| C64::from(x.norm())).collect();
    let simple = factors::factors(&moduli);
    if simple.iter().any(|f| f.wires.len() > SIMPLE) {
        return None;
    }
    let mut out = exact(&moduli);
    out.append(&diagonal::synthesize(&phases));
    Some(out)
}
