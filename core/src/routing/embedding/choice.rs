// SPDX-License-Identifier: Apache-2.0
//! Which vertex comes next, and in which order its places are tried.

use super::bits;
use super::problem::Bond;
use super::search::{Frame, Search, NOWHERE};

/// How places of one vertex are tried.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Along the border of what is free, so that it stays in one piece.
    Tight,
    /// As they come from the generator.
    Random,
    /// Cheapest first.
    Cheap,
}

impl Search<'_, '_> {
    /// The vertex to place next: beside what is placed, with few places for the trouble it has made; where nothing is
    /// begun, an end of a path or the middle of something else. `None`: all are placed.
    pub(super) fn select(&self) -> Option<u32> {
        let problem = self.problem;
        let mut best: Option<(u32, [u64; 4])> = None;
        for v in (0..self.place.len()).filter(|&v| self.place[v] == NOWHERE) {
            let size = u64::from(self.sizes[v]);
            let degree = problem.shape.degree(v as u32) as u64;
            let key = if self.placed_neighbours[v] > 0 || size == 1 {
                let share = (size << 16) / self.weight[v];
                let near = u64::from(self.placed_neighbours[v]);
                [
                    0,
                    if size == 1 { 0 } else { share },
                    u64::MAX - near,
                    u64::MAX - degree,
                ]
            } else if self.begun[problem.component[v] as usize] > 0 {
                [2, 0, 0, 0]
            } else {
                let component = problem.component[v] as usize;
                let large = u64::MAX - problem.members[component].len() as u64;
                if problem.is_path[component] {
                    [1, large, degree, size]
                } else {
                    [1, large, (size << 16) / (self.weight[v] + degree), 0]
                }
            };
            if best.is_none_or(|(_, least)| key < least) {
                best = Some((v as u32, key));
            }
        }
        best.map(|(v, _)| v)
    }

    /// List the places of `v` in the order they are tried.
    pub(super) fn open(&mut self, v: u32) {
        let problem = self.problem;
        let needs = problem.shape.degree(v) as u32 - self.placed_neighbours[v as usize];
        let mut listed: Vec<([u64; 3], f64, u32)> = Vec::new();
        let candidates: Vec<u32> = bits::both(self.domains.row(v as usize), &self.free).collect();
        for h in candidates {
            let room = bits::count_both(problem.adjacent.row(h as usize), &self.free);
            if room < needs {
                continue;
            }
            let (key, cost) = match self.order {
                Order::Tight => {
                    let near = self.near(h);
                    ([u64::from(room - needs), near, 0], 0.0)
                }
                Order::Random => ([self.draw(), 0, 0], 0.0),
                Order::Cheap => ([0; 3], self.added(v, h)),
            };
            // Among equals the lowest, until a restart wants others.
            let salt = match self.order {
                Order::Tight if self.restarted => self.draw(),
                _ => 0,
            };
            listed.push(([key[0], key[1], salt], cost, h));
        }
        listed.sort_by(|a, b| {
            a.1.total_cmp(&b.1)
                .then_with(|| a.0.cmp(&b.0))
                .then(a.2.cmp(&b.2))
        });
        let next = self.pool.len();
        self.pool.extend(listed.iter().map(|&(_, _, h)| h));
        self.frames.push(Frame {
            vertex: v,
            next,
            end: self.pool.len(),
            trail: self.trail.len(),
            cost: self.cost,
            rest: self.rest,
            placed: false,
        });
    }

    /// Free places around `h`.
    fn near(&self, h: u32) -> u64 {
        let balls = [Bond::Within(2), Bond::Within(4)];
        if !self.problem.has_balls() {
            return 0;
        }
        let [two, four] =
            balls.map(|b| u64::from(bits::count_both(self.problem.bond_row(b, h), &self.free)));
        two << 32 | four
    }

    /// What placing `v` at `h` adds to the cost.
    fn added(&self, v: u32, h: u32) -> f64 {
        let edges = self.problem.links[v as usize].iter().filter_map(|&(w, e)| {
            let at = self.place[w as usize];
            (at != NOWHERE).then(|| self.problem.edge_cost(e, v, h, at))
        });
        self.problem.place_cost(v, h) + edges.sum::<f64>()
    }
}
