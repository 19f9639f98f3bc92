// SPDX-License-Identifier: Apache-2.0
//! The swap to make next.

use super::super::placement::FREE;
use super::super::random::Random;
use super::ahead::Ahead;
use super::state::{State, SWAP};
use super::Heuristic;

/// Where so many pairs wait at once, swaps are made several at a time.
const MANY: usize = 120;
/// Scores closer than this are equal.
const TIE: f32 = 1e-4;

/// The swaps chosen, and the buffers that choosing takes.
pub(super) struct Choice {
    /// To be made.
    pub chosen: Vec<(u32, u32)>,
    /// By device qubit: added to the score of its swaps.
    pub decay: Vec<f32>,
    /// Swaps that help, with their scores.
    offers: Vec<(f32, u32, u32)>,
    /// By device qubit: when its swaps were last tried.
    stamp: Vec<u32>,
    stamps: u32,
}

impl Choice {
    pub fn new(qubits: u32) -> Choice {
        Choice {
            chosen: Vec::new(),
            decay: vec![0.0; qubits as usize],
            offers: Vec::new(),
            stamp: vec![0; qubits as usize],
            stamps: 0,
        }
    }

    /// The best swap at a qubit of the front; where many pairs wait, as many good ones as keep out of each other's way.
    pub fn choose(
        &mut self,
        state: &State,
        ahead: &Ahead,
        heuristic: &Heuristic,
        random: &mut Random,
    ) {
        let coupling = state.coupling;
        self.stamps += 1;
        let many = ahead.leading.len() >= MANY;
        let mut best = (f32::INFINITY, (0, 0));
        let mut ties = 0;
        self.offers.clear();
        for &node in &ahead.leading {
            let (p, q) = state.ends(node).expect("a pair");
            for p in [p, q] {
                if std::mem::replace(&mut self.stamp[p as usize], self.stamps) == self.stamps {
                    continue;
                }
                for &q in coupling.neighbours(p) {
                    // Both ends in the front: the first of the two has tried it.
                    if self.stamp[q as usize] == self.stamps {
                        continue;
                    }
                    let score = self.score(state, ahead, heuristic, p, q);
                    if many && score < 0.0 {
                        self.offers.push((score, p, q));
                    }
                    if score < best.0 - TIE {
                        best = (score, (p, q));
                        ties = 1;
                    } else if score < best.0 + TIE {
                        ties += 1;
                        if random.below(ties) == 0 {
                            best.1 = (p, q);
                        }
                    }
                }
            }
        }
        self.chosen.clear();
        self.chosen.push(best.1);
        if many {
            self.choose_more(state, ahead);
        }
    }

    /// Of the good swaps, those that neither move a qubit another one moves nor one that is about to meet it.
    fn choose_more(&mut self, state: &State, ahead: &Ahead) {
        self.stamps += 1;
        let now = self.stamps;
        let mut offers = std::mem::take(&mut self.offers);
        offers.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let first = self.chosen[0];
        let enough = offers.first().map_or(0.0, |best| 0.5 * best.0);
        let rest = offers
            .iter()
            .take_while(|o| o.0 <= enough)
            .map(|&(_, p, q)| (p, q));
        self.chosen.clear();
        for (p, q) in std::iter::once(first).chain(rest) {
            if self.stamp[p as usize] == now || self.stamp[q as usize] == now {
                continue;
            }
            self.chosen.push((p, q));
            for at in [p, q] {
                self.stamp[at as usize] = now;
                let v = state.placement.holds[at as usize];
                if v != FREE {
                    for &(partner, weight) in ahead.of(v) {
                        if weight == 1.0 {
                            self.stamp[state.placement.place[partner as usize] as usize] = now;
                        }
                    }
                }
            }
        }
        self.offers = offers;
    }

    /// What a swap changes: weighted distances, and its price.
    #[inline]
    pub fn score(
        &self,
        state: &State,
        ahead: &Ahead,
        heuristic: &Heuristic,
        p: u32,
        q: u32,
    ) -> f32 {
        let coupling = state.coupling;
        let (at_p, at_q) = (coupling.row(p), coupling.row(q));
        let (place, holds) = (&state.placement.place, &state.placement.holds);
        let (a, b) = (holds[p as usize], holds[q as usize]);
        let mut sum = 0.0;
        if a != FREE {
            for &(partner, weight) in ahead.of(a) {
                if partner != b {
                    let r = place[partner as usize] as usize;
                    sum += weight * further(at_p[r], at_q[r]);
                }
            }
        }
        if b != FREE {
            for &(partner, weight) in ahead.of(b) {
                if partner != a {
                    let r = place[partner as usize] as usize;
                    sum += weight * further(at_q[r], at_p[r]);
                }
            }
        }
        let price = match state.is_undone(p, q) {
            true => SWAP,
            false => state.price(p, q),
        };
        let price = price as f32 * coupling.harm(p, q);
        sum + heuristic.price * price + self.decay[p as usize].max(self.decay[q as usize])
    }
}

/// By how much a distance grows.
#[inline]
fn further(before: u16, after: u16) -> f32 {
    (i32::from(after) - i32::from(before)) as f32
}
