// SPDX-License-Identifier: Apache-2.0
//! Beam search for a short sequence of cx that meets every function of a network.
//!
//! A term is done when it may be (nothing it anticommutes with comes before it) and its string has weight 1, an h when both
//! of its strings have weight 1, the whole when the outputs are the wires'. The weights of all strings are counted at
//! once, in the bits of three words.
//!
//! A cx makes at most one Z string of weight 1, and one X string. So the different Z strings that still have more weight bound
//! the number of cx to come from below, and states that cannot beat what stands are dropped.

use rustc_hash::FxHashSet;

use super::strings::{bit, Problem, State, Strings};
use super::MAX_WIRES;

/// Price of a term that stands on no wire, of each wire too many under a string of an h, beside 1 for each wire in
/// which an output's string differs from its own. Found by trial on arithmetic circuits; terms to come weigh as
/// much as those that can be done at once, which keeps the way to them short.
const TERM_WEIGHT: u32 = 14;
const H_WEIGHT: u32 = 4;

/// Skeletons of one length that are tried; they differ in what they can carry.
const FINISHES: usize = 8;

/// What a search may cost: children scored, in all and kept at each depth.
#[derive(Clone, Debug)]
pub struct Effort {
    /// States kept at each depth.
    pub width: usize,
    /// States that may still be scored.
    pub left: u64,
}

impl Effort {
    pub fn spend(&mut self, states: u64) {
        self.left = self.left.saturating_sub(states);
    }
}

/// A gate of a skeleton: everything but terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    Cx(u8, u8),
    /// Wire, and which h of the network it is.
    H(u8, u8),
}

impl Problem {
    /// Find skeletons of fewer than `stands` cx. Each is shown to `finish`, which answers the price of the network
    /// it made of it; the search goes on while it may still find a cheaper one.
    pub fn search(
        &self,
        stands: usize,
        effort: &mut Effort,
        finish: &mut dyn FnMut(&[Move]) -> Option<usize>,
    ) {
        let mut limit = stands;
        // Every kept state with its parent: the way back to the start.
        let mut tree: Vec<(u32, (u8, u8))> = vec![(0, (0, 0))];
        let mut start = self.start.clone();
        self.advance(&mut start, &mut |_, _| {});
        if self.is_done(&start) {
            finish(&self.replay(&[]));
            return;
        }
        let mut layer = vec![(0u32, start)];
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        for depth in 1.. {
            if depth >= limit {
                return;
            }
            let mut children: Vec<(u32, u32, u8, u8)> = Vec::new();
            for (parent, (_, state)) in layer.iter().enumerate() {
                // What may still be met when this cx is spent.
                let room = limit - 1 - depth;
                effort.left = effort.left.saturating_sub(self.children(
                    state,
                    room as u32,
                    &mut |c, t, score| {
                        children.push((score, parent as u32, c, t));
                    },
                ));
            }
            if effort.left == 0 {
                return;
            }
            // Ties by parent and wires: the same on every run. More than these are never looked at but where many are equal.
            let most = 6 * effort.width;
            if children.len() > most {
                children.select_nth_unstable(most);
                children.truncate(most);
            }
            children.sort_unstable();
            let mut next: Vec<(u32, u32, State)> = Vec::new();
            let mut done = 0;
            for &(_, parent, c, t) in &children {
                let (node, state) = &layer[parent as usize];
                let mut child = state.clone();
                child.cx(usize::from(c), usize::from(t));
                self.advance(&mut child, &mut |_, _| {});
                if !seen.insert(fingerprint(&child)) {
                    continue;
                }
                let id = tree.len() as u32;
                tree.push((*node, (c, t)));
                if self.is_done(&child) {
                    let moves = way(&tree, id);
                    if let Some(price) = finish(&self.replay(&moves)) {
                        limit = limit.min(price);
                    }
                    if limit <= depth + 1 {
                        return;
                    }
                    done += 1;
                    if done == FINISHES {
                        break;
                    }
                    continue;
                }
                if let Some(score) = self.score(&child, (limit - 1 - depth) as u32) {
                    next.push((score, id, child));
                }
                if next.len() >= 2 * effort.width {
                    break;
                }
            }
            next.sort_by_key(|n| (n.0, n.1));
            next.truncate(effort.width);
            if next.is_empty() {
                return;
            }
            layer = next.into_iter().map(|(_, id, s)| (id, s)).collect();
        }
    }

    fn is_done(&self, state: &State) -> bool {
        state.pending == 0
            && (0..self.wires).all(|q| {
                let own = self.masks.own[q];
                (state.z[q] | state.x[q]) & self.masks.outputs == own
            })
    }

    /// The cx worth trying: those that shorten some string at hand, or an output;
    /// those that leave more than `room` to meet are not offered. Says how many were looked at.
    fn children(&self, state: &State, room: u32, offer: &mut dyn FnMut(u8, u8, u32)) -> u64 {
        let mut looked = 0;
        let outputs = self.masks.outputs;
        let displaced = |q: usize| (state.z[q] | state.x[q]) & outputs != self.masks.own[q];
        let asked = match state.ready {
            0 => self.masks.outputs,
            ready => ready | self.masks.outputs,
        };
        for c in 0..self.wires {
            for t in 0..self.wires {
                if c == t {
                    continue;
                }
                let worth = match &self.couplings {
                    None => {
                        let shorter = (state.z[c] & state.z[t]) | (state.x[c] & state.x[t]);
                        // Outputs on each other's wires get home by longer strings.
                        let exchange = state.pending == 0 && displaced(c) && displaced(t);
                        shorter & asked != 0 || exchange
                    }
                    // Few enough to try whatever moves a string: to get nearer it may grow.
                    Some((couplings, _)) => {
                        couplings.has(c, t) && (state.z[t] | state.x[c]) & asked != 0
                    }
                };
                if !worth {
                    continue;
                }
                let (old_z, old_x) = (state.z[c], state.x[t]);
                let mut child = View {
                    z: &state.z,
                    x: &state.x,
                    c,
                    t,
                    new_z: old_z ^ state.z[t],
                    new_x: old_x ^ state.x[c],
                };
                looked += 1;
                if let Some(score) = self.score_of(&mut child, state.pending, room) {
                    offer(c as u8, t as u8, score);
                }
            }
        }
        looked
    }

    fn score(&self, state: &State, room: u32) -> Option<u32> {
        let mut view = View {
            z: &state.z,
            x: &state.x,
            c: 0,
            t: 0,
            new_z: state.z[0],
            new_x: state.x[0],
        };
        self.score_of(&mut view, state.pending, room)
    }

    /// How far a state is from done; `None` if it takes more than `room` cx.
    fn score_of(&self, view: &mut View, pending: Strings, room: u32) -> Option<u32> {
        if let Some((_, trees)) = &self.couplings {
            return self.score_by_trees(trees, view, pending, room);
        }
        let (mut ones, mut twos, mut fours) = (0, 0, 0);
        let (mut any_z, mut any_x) = (0, 0);
        let mut own = 0;
        for q in 0..self.wires {
            let (z, x) = view.strings(q);
            any_z |= z;
            any_x |= x;
            let s = z | x;
            own |= s & self.masks.own[q];
            let carry = ones & s;
            ones ^= s;
            // Weights from 8 on count as some number above 3.
            fours |= twos & carry;
            twos ^= carry;
        }
        // A cx makes one Z string of weight 1 and one X string.
        let long = (twos | fours) & (pending | self.masks.outputs);
        let to_meet = |of: Strings| (long & of).count_ones();
        let z = to_meet(self.masks.distinct_z & !any_x);
        if z.max(to_meet(self.masks.distinct_x & !any_z)) > room {
            return None;
        }
        let weight = |mask: Strings| {
            (ones & mask).count_ones()
                + 2 * (twos & mask).count_ones()
                + 4 * (fours & mask).count_ones()
        };
        // Entries in which the outputs' supports differ from the identity.
        let off = weight(self.masks.outputs) + 2 * self.wires as u32 - 2 * own.count_ones();
        let (terms, hadamards) = (self.masks.terms & pending, self.masks.hadamards & pending);
        Some(
            TERM_WEIGHT * to_meet(terms)
                + H_WEIGHT * (weight(hadamards) - hadamards.count_ones())
                + off,
        )
    }

    /// Do everything that can be done without a cx; h are reported.
    fn advance(&self, state: &mut State, report: &mut dyn FnMut(u8, u8)) {
        loop {
            let (mut ones, mut more) = (0, 0);
            for q in 0..self.wires {
                let s = state.z[q] | state.x[q];
                more |= ones & s;
                ones |= s;
            }
            let single = ones & !more & state.ready;
            let terms = single & self.masks.terms;
            let both = single & (single >> 1) & self.masks.hadamards & self.first_of_h();
            if terms == 0 && both == 0 {
                return;
            }
            state.pending &= !terms;
            state.clear(terms);
            if both != 0 {
                // One at a time: an h may change the strings of the next.
                let i = both.trailing_zeros() as usize;
                let q = (0..self.wires)
                    .find(|&q| state.z[q] & bit(i) != 0)
                    .expect("of weight 1");
                state.pending &= !(3 << i);
                state.clear(3 << i);
                let (z, x) = (state.z[q], state.x[q]);
                (state.z[q], state.x[q]) = (x, z);
                report(q as u8, ((i - self.terms) / 2) as u8);
            }
            self.refresh(state);
        }
    }

    /// The skeleton of a sequence of cx, in the order of time.
    fn replay(&self, moves: &[(u8, u8)]) -> Vec<Move> {
        let mut out = Vec::with_capacity(moves.len() + self.hadamards);
        let mut state = self.start.clone();
        self.advance(&mut state, &mut |q, k| out.push(Move::H(q, k)));
        for &(c, t) in moves {
            out.push(Move::Cx(c, t));
            state.cx(usize::from(c), usize::from(t));
            self.advance(&mut state, &mut |q, k| out.push(Move::H(q, k)));
        }
        if self.backward {
            out.reverse();
        }
        out
    }
}

fn way(tree: &[(u32, (u8, u8))], mut id: u32) -> Vec<(u8, u8)> {
    let mut moves = Vec::new();
    while id != 0 {
        let (parent, cx) = tree[id as usize];
        moves.push(cx);
        id = parent;
    }
    moves.reverse();
    moves
}

fn fingerprint(state: &State) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    state.hash(&mut hasher);
    hasher.finish()
}

/// A state after one more cx, without copying it.
pub struct View<'a> {
    z: &'a [Strings; MAX_WIRES],
    x: &'a [Strings; MAX_WIRES],
    c: usize,
    t: usize,
    new_z: Strings,
    new_x: Strings,
}

impl View<'_> {
    #[inline]
    pub fn strings(&self, q: usize) -> (Strings, Strings) {
        let z = if q == self.c { self.new_z } else { self.z[q] };
        let x = if q == self.t { self.new_x } else { self.x[q] };
        (z, x)
    }
}
