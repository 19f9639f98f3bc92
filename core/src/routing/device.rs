// SPDX-License-Identifier: Apache-2.0
//! A target made ready for routing.
//!
//! Distances between all qubits of a device, and what searches for places want to know of it, take far longer to find out
//! than a small circuit takes to route: who has many circuits for a target makes this once.

use crate::synth::two_qubit::Natives;
use crate::{GateSet, Target};

use super::coupling::Coupling;
use super::remembered::{Fit, Remembered, Runs};

/// What routing has to know of a target.
#[derive(Clone, Debug)]
pub struct Device {
    pub(super) coupling: Coupling,
    /// What blocks are priced in.
    pub(super) natives: Natives,
    pub(super) fits: Remembered<Fit>,
    pub(super) runs: Remembered<Runs>,
}

impl Device {
    /// `None` where every pair is coupled.
    pub fn of(target: &Target) -> Option<Device> {
        Some(Device {
            coupling: Coupling::of(target)?,
            natives: usual_natives(target),
            fits: Remembered::default(),
            runs: Remembered::default(),
        })
    }
}

/// The native gates most pairs have, which blocks are priced in.
fn usual_natives(target: &Target) -> Natives {
    let range = |g| target.range(g);
    let mut counts: Vec<((GateSet, GateSet), u32)> = Vec::new();
    let mut pairs: Vec<(u32, u32)> = target.pairs.iter().flatten().map(|(&p, _)| p).collect();
    pairs.sort_unstable();
    for (a, b) in pairs {
        let key = (target.pair_gates(a, b), target.pair_gates(b, a));
        match counts.iter_mut().find(|(k, _)| *k == key) {
            Some((_, count)) => *count += 1,
            None => counts.push((key, 1)),
        }
    }
    let all = target.gates.on(2);
    let usual = counts.iter().rev().max_by_key(|(_, count)| *count);
    let (forward, backward) = usual.map_or((all, all), |(key, _)| *key);
    Natives::new(forward, backward, &range)
}
