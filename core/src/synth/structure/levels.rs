// SPDX-License-Identifier: Apache-2.0
//! Operators on d levels in 2^n basis states, those that are not used being free; and which basis state is which level.

use super::choice::cost;
use super::{framed, search, sums, synthesize, LIMIT, MOST_WIRES};
use crate::synth::dense::{identity, Matrix};
use crate::synth::draft::{phase_gate, Draft};
use crate::synth::freedom::Freedom;
use crate::synth::matrix::C64;

/// How levels are numbered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LevelMap {
    /// Level i is the number i.
    Binary,
    /// Neighbouring levels differ in one bit.
    Gray,
    /// Level i is a 1 on wire i alone.
    Unary,
    /// Levels that the operator mixes make up a sub-cube: some wires are theirs, the others have fixed values.
    Cubes,
}

impl LevelMap {
    pub const ALL: [LevelMap; 4] = [
        LevelMap::Binary,
        LevelMap::Gray,
        LevelMap::Cubes,
        LevelMap::Unary,
    ];
}

/// An operator on levels as a circuit.
#[derive(Clone, Debug)]
pub struct Levels {
    pub map: LevelMap,
    /// The basis state of each level.
    pub states: Vec<usize>,
    pub draft: Draft,
}

/// The circuit with the fewest two-qubit gates, then the least depth, over the maps given, the first one among equals. What
/// it does to basis states that are no level is free. `None` if no map fits on seven wires.
pub fn free_levels(u: &Matrix, maps: &[LevelMap]) -> Option<Levels> {
    let mut best: Option<Levels> = None;
    for &map in maps {
        let Some(states) = states(u, map) else {
            continue;
        };
        if best.as_ref().is_some_and(|b| b.states == states) {
            continue;
        }
        for draft in circuits(u, map, &states) {
            let is_less = best.as_ref().is_none_or(|b| cost(&draft) < cost(&b.draft));
            if is_less && off(u, &states, &draft) < LIMIT {
                let states = states.clone();
                best = Some(Levels { map, states, draft });
            }
        }
    }
    best
}

/// The basis states of the levels, if the map is one for this operator.
fn states(u: &Matrix, map: LevelMap) -> Option<Vec<usize>> {
    let d = u.nrows();
    let mixed = mixed(u);
    match map {
        LevelMap::Binary => Some((0..d).collect()),
        LevelMap::Gray => Some((0..d).map(|i| i ^ i >> 1).collect()),
        // More than two levels in one-hot code take more gates than any other code does.
        LevelMap::Unary => {
            let is_fit = d <= MOST_WIRES && mixed.iter().all(|part| part.len() <= 2);
            is_fit.then(|| (0..d).map(|i| 1 << i).collect())
        }
        LevelMap::Cubes => {
            let mut parts = mixed;
            parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
            let mut states = vec![0; d];
            let mut at = 0;
            for part in &parts {
                // The largest first, so that each begins at a multiple of its own size.
                part.iter()
                    .enumerate()
                    .for_each(|(i, &level)| states[level] = at + i);
                at += part.len().next_power_of_two();
            }
            (at <= d.next_power_of_two()).then_some(states)
        }
    }
}

/// Levels that the operator mixes.
fn mixed(u: &Matrix) -> Vec<Vec<usize>> {
    let both = Matrix::from_fn(u.nrows(), u.nrows(), |i, j| match i == j {
        true => C64::from(1.0),
        false => u[(i, j)],
    });
    sums::classes(&both).into_iter().map(|c| c.1).collect()
}

fn circuits(u: &Matrix, map: LevelMap, states: &[usize]) -> Vec<Draft> {
    if map == LevelMap::Unary {
        return unary(u).into_iter().collect();
    }
    let size = states
        .iter()
        .max()
        .map_or(1, |m| (m + 1).next_power_of_two());
    if size > 1 << MOST_WIRES {
        return Vec::new();
    }
    let mut whole = identity(size);
    for (i, &row) in states.iter().enumerate() {
        for (j, &column) in states.iter().enumerate() {
            whole[(row, column)] = u[(i, j)];
        }
    }
    let with_identity = synthesize(&whole, Freedom::NONE).draft;
    let count = with_identity.two_qubit_count();
    let mut out = vec![with_identity];
    if states.len() < size {
        let found = search::on_levels(u, states, framed::wires(&whole), count);
        out.extend(found.map(|p| p.draft));
    }
    out
}

/// One-hot code: a phase on a wire for a level of its own, and an exchange between two wires for two that are mixed.
fn unary(u: &Matrix) -> Option<Draft> {
    let mut draft = Draft::new(u.nrows());
    for part in mixed(u) {
        if let [level] = part[..] {
            draft.one(level, phase_gate(u[(level, level)].arg()));
            continue;
        }
        // Where the 1 is elsewhere, nothing happens.
        let mut pair = identity(3);
        for i in 0..2 {
            for j in 0..2 {
                pair[(1 + i, 1 + j)] = u[(part[i], part[j])];
            }
        }
        let exchange = search::on_levels(&pair, &[0, 1, 2], 2, 4)?;
        draft.append_on(&exchange.draft, &part);
    }
    draft.tidy();
    Some(draft)
}

/// How far a circuit is from the operator on its levels.
fn off(u: &Matrix, states: &[usize], draft: &Draft) -> f64 {
    let all = draft.unitary();
    let mut sum = 0.0;
    for (j, &column) in states.iter().enumerate() {
        for (i, &row) in states.iter().enumerate() {
            sum += (all[(row, column)] - u[(i, j)]).norm_sqr();
        }
    }
    sum.sqrt()
}
