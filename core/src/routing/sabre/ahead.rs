// SPDX-License-Identifier: Apache-2.0
//! What comes next, in layers.

use super::super::problem::Problem;
use super::state::State;
use super::{Heuristic, LAYERS};

/// The pairs in sight, and the buffers that finding them takes.
#[derive(Default)]
pub(super) struct Ahead {
    /// By program qubit: partners in sight and their weight, the front's first.
    pub sight: Vec<Vec<(u32, f32)>>,
    /// Pairs of the first layer: the swaps tried are at their qubits.
    pub leading: Vec<u32>,
    touched: Vec<u32>,
    /// By program qubit: layers of what is in sight.
    busy: Vec<u8>,
    wave: Vec<u32>,
    next: Vec<u32>,
    sorted: Vec<u32>,
    keys: Vec<u16>,
    counts: Vec<u32>,
    /// What looking ahead has changed: wires with their stage and count, and nodes counted down.
    saved: Vec<(u32, u32, u32)>,
    is_saved: Vec<bool>,
    hastened: Vec<u32>,
}

impl Ahead {
    /// See nothing yet.
    pub fn begin(&mut self, problem: &Problem) {
        let qubits = problem.qubits as usize;
        self.sight.resize(qubits, Vec::new());
        self.sight.iter_mut().for_each(Vec::clear);
        self.leading.clear();
        self.touched.clear();
        self.busy.clear();
        self.busy.resize(qubits, 0);
        self.is_saved.clear();
        self.is_saved.resize(problem.wires() as usize, false);
    }

    /// The pairs of the front and of what comes behind it, by qubit, with their weights.
    ///
    /// A qubit meets one partner at a time: ready pairs, the nearest first, are put in layers in which each qubit has one.
    pub fn look(&mut self, state: &mut State, heuristic: &Heuristic) {
        for v in self.touched.drain(..) {
            self.sight[v as usize].clear();
            self.busy[v as usize] = 0;
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
                let layer = self.busy[a as usize].max(self.busy[b as usize]) as usize;
                if layer >= LAYERS {
                    continue;
                }
                if layer == 0 {
                    self.leading.push(node);
                }
                for (v, partner) in [(a, b), (b, a)] {
                    if self.sight[v as usize].is_empty() {
                        self.touched.push(v);
                    }
                    self.sight[v as usize].push((partner, weights[layer]));
                    self.busy[v as usize] = layer as u8 + 1;
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
        for (wire, stage, left) in self.saved.drain(..) {
            (state.stage[wire as usize], state.left[wire as usize]) = (stage, left);
            self.is_saved[wire as usize] = false;
        }
    }

    /// Sort pairs by distance, by counting; equal distances stay in the order they became ready.
    fn nearest_first(&mut self, state: &State, wave: &mut Vec<u32>) {
        let coupling = state.coupling;
        let place = &state.placement.place;
        self.counts.clear();
        self.counts.resize(usize::from(coupling.diameter) + 2, 0);
        self.keys.clear();
        for &node in wave.iter() {
            let [a, b] = state.problem.nodes[node as usize].pair.expect("a pair");
            let distance = coupling.distance(place[a as usize], place[b as usize]);
            self.keys.push(distance);
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
                self.saved.push((wire, state.stage[w], state.left[w]));
            }
            state.left[w] -= 1;
            if state.left[w] > 0 {
                continue;
            }
            state.stage[w] += 1;
            if state.stage[w] >= problem.stages(wire) {
                continue;
            }
            let members = problem.stage(wire, state.stage[w]);
            state.left[w] = members.len() as u32;
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
