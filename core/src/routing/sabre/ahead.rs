// SPDX-License-Identifier: Apache-2.0
//! What comes next, in layers.

use super::super::problem::Problem;
use super::state::{Line, State};
use super::{Heuristic, LAYERS};

/// The pairs in sight, and the buffers that finding them takes.
#[derive(Default)]
pub(super) struct Ahead {
    /// By program qubit.
    sight: Vec<Sight>,
    /// Pairs of the first layer: the swaps tried are at their qubits.
    pub leading: Vec<u32>,
    touched: Vec<u32>,
    wave: Vec<u32>,
    next: Vec<u32>,
    sorted: Vec<u32>,
    keys: Vec<u16>,
    counts: Vec<u32>,
    /// What looking ahead has changed: wires with how far they were, and nodes counted down.
    saved: Vec<(u32, Line)>,
    is_saved: Vec<bool>,
    hastened: Vec<u32>,
    /// The state, by its number of changes, that was looked ahead from.
    seen: Option<u64>,
}

/// What a qubit has in sight.
#[derive(Clone, Copy, Default)]
struct Sight {
    /// Partners and their weights, the front's first: no two of one layer.
    partners: [(u32, f32); LAYERS],
    count: u8,
    /// Layers of what is in sight.
    busy: u8,
}

/// Waves of more pairs are sorted by counting.
const FEW: usize = 24;

impl Ahead {
    /// See nothing yet.
    pub fn begin(&mut self, problem: &Problem) {
        let qubits = problem.qubits as usize;
        self.sight.clear();
        self.sight.resize(qubits, Sight::default());
        self.leading.clear();
        self.touched.clear();
        self.seen = None;
        self.is_saved.clear();
        self.is_saved.resize(problem.wires() as usize, false);
    }

    /// Partners of a qubit in sight and their weights, the front's first.
    #[inline]
    pub fn of(&self, v: u32) -> &[(u32, f32)] {
        let sight = &self.sight[v as usize];
        &sight.partners[..usize::from(sight.count)]
    }

    /// The pairs of the front and of what comes behind it, by qubit, with their weights.
    ///
    /// A qubit meets one partner at a time: ready pairs, the nearest first, are put in layers in which each qubit has one.
    pub fn look(&mut self, state: &mut State, heuristic: &Heuristic) {
        // What is ready joins the front in its order, which changes nothing here.
        if self.seen.replace(state.changes) == Some(state.changes) {
            return;
        }
        for v in self.touched.drain(..) {
            let sight = &mut self.sight[v as usize];
            (sight.count, sight.busy) = (0, 0);
        }
        self.leading.clear();
        let problem = state.problem;
        let weights = heuristic.weights();
        let mut wave = std::mem::take(&mut self.wave);
        wave.clear();
        wave.extend_from_slice(&state.front);
        let pairs = state
            .ready
            .iter()
            .filter(|&&node| problem.nodes[node as usize].pair.is_some());
        wave.extend(pairs);
        let mut next = std::mem::take(&mut self.next);
        let mut seen = 0;
        while !wave.is_empty() {
            self.nearest_first(state, &mut wave);
            for &node in &wave {
                let [a, b] = problem.nodes[node as usize].pair.expect("a pair");
                let busy = |v: u32| self.sight[v as usize].busy;
                let layer = usize::from(busy(a).max(busy(b)));
                if layer >= LAYERS {
                    continue;
                }
                if layer == 0 {
                    self.leading.push(node);
                }
                for (v, partner) in [(a, b), (b, a)] {
                    let sight = &mut self.sight[v as usize];
                    if sight.count == 0 {
                        self.touched.push(v);
                    }
                    sight.partners[usize::from(sight.count)] = (partner, weights[layer]);
                    sight.count += 1;
                    sight.busy = layer as u8 + 1;
                }
            }
            seen += wave.len();
            if seen >= heuristic.sight as usize {
                break;
            }
            next.clear();
            while let Some(node) = wave.pop() {
                self.pretend(state, node, &mut next, &mut wave);
            }
            std::mem::swap(&mut wave, &mut next);
        }
        (self.wave, self.next) = (wave, next);
        for node in self.hastened.drain(..) {
            state.waiting[node as usize] += 1;
        }
        for (wire, line) in self.saved.drain(..) {
            state.lines[wire as usize] = line;
            self.is_saved[wire as usize] = false;
        }
    }

    /// Sort pairs by distance; equal distances stay in the order they became ready.
    fn nearest_first(&mut self, state: &State, wave: &mut Vec<u32>) {
        let coupling = state.coupling;
        let place = &state.placement.place;
        self.keys.clear();
        self.keys.extend(wave.iter().map(|&node| {
            let [a, b] = state.problem.nodes[node as usize].pair.expect("a pair");
            coupling.distance(place[a as usize], place[b as usize])
        }));
        if wave.len() <= FEW {
            return insert_by(&mut self.keys, wave);
        }
        self.counts.clear();
        self.counts.resize(usize::from(coupling.diameter) + 2, 0);
        for &distance in &self.keys {
            self.counts[usize::from(distance) + 1] += 1;
        }
        for d in 1..self.counts.len() {
            self.counts[d] += self.counts[d - 1];
        }
        self.sorted.clear();
        self.sorted.resize(wave.len(), 0);
        for (&node, &key) in wave.iter().zip(&self.keys) {
            let at = &mut self.counts[usize::from(key)];
            self.sorted[*at as usize] = node;
            *at += 1;
        }
        std::mem::swap(wave, &mut self.sorted);
    }

    /// Count a node as done; pairs that become ready join `next`, and what fits anywhere joins `free`.
    fn pretend(&mut self, state: &mut State, node: u32, next: &mut Vec<u32>, free: &mut Vec<u32>) {
        let problem = state.problem;
        for &(wire, _) in &problem.nodes[node as usize].slots {
            let w = wire as usize;
            if !std::mem::replace(&mut self.is_saved[w], true) {
                self.saved.push((wire, state.lines[w]));
            }
            let line = &mut state.lines[w];
            line.left -= 1;
            if line.left > 0 {
                continue;
            }
            line.stage += 1;
            if line.stage >= problem.stages(wire) {
                continue;
            }
            let members = problem.stage(wire, line.stage);
            line.left = members.len() as u32;
            for &member in members {
                self.hastened.push(member);
                let waiting = &mut state.waiting[member as usize];
                *waiting -= 1;
                if *waiting == 0 {
                    match problem.nodes[member as usize].pair {
                        Some(_) => next.push(member),
                        None => free.push(member),
                    }
                }
            }
        }
    }
}

/// Sort by insertion: for a handful of keys, nothing is faster.
fn insert_by(keys: &mut [u16], items: &mut [u32]) {
    for i in 1..keys.len().min(items.len()) {
        let (key, item) = (keys[i], items[i]);
        let mut at = i;
        while at > 0 && keys[at - 1] > key {
            (keys[at], items[at]) = (keys[at - 1], items[at - 1]);
            at -= 1;
        }
        (keys[at], items[at]) = (key, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order() {
        let mut keys = [3, 1, 2, 1, 0, 3, 2];
        let mut items = [10, 11, 12, 13, 14, 15, 16];
        insert_by(&mut keys, &mut items);
        assert_eq!([0, 1, 1, 2, 2, 3, 3], keys);
        assert_eq!([14, 11, 13, 12, 16, 10, 15], items);
    }
}
