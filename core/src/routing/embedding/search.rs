// SPDX-License-Identifier: Apache-2.0
//! Depth-first search with domains: place the vertex with the fewest places left, take back what does not work out.

use super::bits::{self, Rows};
use super::choice::Order;
use super::problem::Problem;
use super::region::Regions;

/// How a search ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Found,
    /// Everything was tried.
    Exhausted,
    /// The steps ran out.
    Cut,
}

pub const NOWHERE: u32 = u32::MAX;

/// A vertex being placed.
pub struct Frame {
    pub vertex: u32,
    /// Candidates in `pool`: the next one, and the end.
    pub next: usize,
    pub end: usize,
    pub trail: usize,
    pub cost: f64,
    pub rest: f64,
    pub placed: bool,
}

/// The state of one search.
pub struct Search<'p, 'a> {
    pub problem: &'p Problem<'a>,
    pub place: Vec<u32>,
    pub free: Vec<u64>,
    pub steps: u64,
    pub order: Order,
    /// What a placement has to cost less than.
    pub bound: f64,
    /// Of what is placed; under `bound` only.
    pub cost: f64,
    pub(super) domains: Rows,
    /// Rows changed, with what they were.
    pub(super) trail: Vec<u32>,
    trail_words: Vec<u64>,
    saved: Vec<u64>,
    stamp: u64,
    /// How often a vertex was left without a place: it is placed the sooner.
    pub(super) weight: Vec<u64>,
    placed: usize,
    pub(super) placed_neighbours: Vec<u32>,
    /// Vertices placed of each component.
    pub(super) begun: Vec<u32>,
    pub(super) sizes: Vec<u32>,
    /// Least costs of what is not placed.
    pub(super) rest: f64,
    regions: Regions,
    pub(super) random: u64,
    pub(super) restarted: bool,
    pub(super) frames: Vec<Frame>,
    pub(super) pool: Vec<u32>,
    mask: Vec<u64>,
}

impl<'p, 'a> Search<'p, 'a> {
    pub fn new(problem: &'p Problem<'a>) -> Search<'p, 'a> {
        let n = problem.core.len();
        Search {
            problem,
            place: vec![NOWHERE; n],
            free: problem.usable.to_vec(),
            steps: 0,
            order: Order::Tight,
            bound: f64::INFINITY,
            cost: 0.0,
            domains: problem.domains.clone(),
            trail: Vec::new(),
            trail_words: Vec::new(),
            saved: vec![0; n],
            stamp: 0,
            weight: vec![1; n],
            placed: 0,
            placed_neighbours: vec![0; n],
            begun: vec![0; problem.members.len()],
            sizes: vec![0; n],
            rest: problem.least_place.iter().chain(&problem.least_edge).sum(),
            regions: Regions::new(problem),
            random: 0x9e37_79b9_7f4a_7c15,
            restarted: false,
            frames: Vec::new(),
            pool: Vec::new(),
            mask: vec![0; problem.domains.words],
        }
    }

    /// Search for at most `limit` steps from what is placed; on `Found` the places stay, otherwise they are as before.
    pub fn run(&mut self, limit: u64) -> End {
        let floor = self.frames.len();
        let last_step = self.steps + limit;
        if !self.look_ahead() {
            return End::Exhausted;
        }
        if floor == 0 {
            // What was narrowed before any placement holds for all of them.
            self.trail.clear();
            self.trail_words.clear();
        }
        let Some(v) = self.select() else {
            return End::Found;
        };
        self.open(v);
        self.go_on(floor, last_step)
    }

    fn go_on(&mut self, floor: usize, last_step: u64) -> End {
        while self.frames.len() > floor {
            self.retract();
            let Some(frame) = self.frames.last_mut() else {
                break;
            };
            if frame.next == frame.end {
                self.close();
                continue;
            }
            if self.steps >= last_step {
                while self.frames.len() > floor {
                    self.retract();
                    self.close();
                }
                return End::Cut;
            }
            self.steps += 1;
            let (v, h) = (frame.vertex, self.pool[frame.next]);
            frame.next += 1;
            frame.placed = true;
            if self.put(v, h) && self.look_ahead() {
                match self.select() {
                    None => return End::Found,
                    Some(v) => self.open(v),
                }
            }
        }
        End::Exhausted
    }

    /// After `Found`: take the last placement back and look for the next, above the first `floor` placements.
    pub fn resume(&mut self, floor: usize, limit: u64) -> End {
        self.go_on(floor, self.steps + limit)
    }

    /// Placements made or being tried.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// The vertex that comes first, and its places in the order they are tried.
    pub fn roots(&mut self) -> Option<(u32, Vec<u32>)> {
        if !self.look_ahead() {
            return None;
        }
        let v = self.select()?;
        self.open(v);
        let places = self.pool.clone();
        self.close();
        Some((v, places))
    }

    /// Take everything back.
    pub fn clear(&mut self) {
        while !self.frames.is_empty() {
            self.retract();
            self.close();
        }
    }

    /// Place `v` at `h` for good, before the search; false if nothing can follow.
    pub fn pin(&mut self, v: u32, h: u32) -> bool {
        self.frames.push(Frame {
            vertex: v,
            next: self.pool.len(),
            end: self.pool.len(),
            trail: self.trail.len(),
            cost: self.cost,
            rest: self.rest,
            placed: true,
        });
        bits::contains(self.domains.row(v as usize), h)
            && bits::contains(&self.free, h)
            && self.put(v, h)
    }

    pub fn reseed(&mut self, seed: u64) {
        self.random = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        self.restarted = true;
    }

    pub(super) fn draw(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn save(&mut self, q: u32) {
        if self.saved[q as usize] != self.stamp {
            self.saved[q as usize] = self.stamp;
            self.trail.push(q);
            self.trail_words
                .extend_from_slice(self.domains.row(q as usize));
        }
    }

    /// Narrow the domain of `q` to `self.mask`; false if nothing free is left of it.
    fn narrow(&mut self, q: u32) -> bool {
        self.save(q);
        let row = self.domains.row_mut(q as usize);
        let mut left = 0;
        for ((word, mask), free) in row.iter_mut().zip(&self.mask).zip(&self.free) {
            *word &= mask;
            left |= *word & free;
        }
        if left == 0 {
            self.weight[q as usize] += 1;
        }
        left != 0
    }

    fn put(&mut self, v: u32, h: u32) -> bool {
        let problem = self.problem;
        self.stamp += 1;
        self.place[v as usize] = h;
        bits::remove(&mut self.free, h);
        self.placed += 1;
        let component = problem.component[v as usize] as usize;
        self.begun[component] += 1;
        let first = self.begun[component] == 1;
        for &w in problem.shape.of(v) {
            self.placed_neighbours[w as usize] += 1;
        }
        if problem.score.is_some() {
            self.cost += problem.place_cost(v, h);
            self.rest -= problem.least_place[v as usize];
            for &(w, e) in &problem.links[v as usize] {
                let at = self.place[w as usize];
                if at != NOWHERE {
                    self.cost += problem.edge_cost(e, v, h, at);
                    self.rest -= problem.least_edge[e as usize];
                }
            }
            // Not `<`: what cannot be placed costs infinitely much.
            if self.cost == f64::INFINITY || self.cost + self.rest >= self.bound {
                return false;
            }
        }
        for &(w, e) in &problem.links[v as usize] {
            if self.place[w as usize] != NOWHERE {
                continue;
            }
            self.mask.copy_from_slice(problem.adjacent.row(h as usize));
            if problem.score.is_some() {
                for &u in problem.device.of(h) {
                    if problem.edge_cost(e, v, h, u) == f64::INFINITY {
                        bits::remove(&mut self.mask, u);
                    }
                }
            }
            if !self.narrow(w) {
                return false;
            }
        }
        for &(w, bond) in &problem.bonds[v as usize] {
            if self.place[w as usize] == NOWHERE {
                self.mask.copy_from_slice(problem.bond_row(bond, h));
                if !self.narrow(w) {
                    return false;
                }
            }
        }
        !first || self.choose_side(v, h, component)
    }

    /// The first vertex of a component decides on which side of the host each of the others lies.
    fn choose_side(&mut self, v: u32, h: u32, component: usize) -> bool {
        let problem = self.problem;
        for &w in &problem.members[component] {
            if self.place[w as usize] != NOWHERE {
                continue;
            }
            let other = problem.side[w as usize] != problem.side[v as usize];
            let row = match other {
                true => problem.parts.other_side[h as usize],
                false => problem.parts.same_side[h as usize],
            };
            self.mask
                .copy_from_slice(problem.parts.sides.row(row as usize));
            if !self.narrow(w) {
                return false;
            }
        }
        true
    }

    /// Whether what is left can still be placed, as far as that is told cheaply.
    fn look_ahead(&mut self) -> bool {
        self.all_different() && self.regions.fit(self.problem, &self.place, &self.free)
    }

    /// Every set of vertices needs as many places: checked for the sets of smallest domains, whose places are then
    /// taken from the others.
    fn all_different(&mut self) -> bool {
        let left = self.problem.core.len() - self.placed;
        let mut by_size: Vec<(u32, u32)> = Vec::new();
        for v in 0..self.place.len() {
            if self.place[v] == NOWHERE {
                let size = bits::count_both(self.domains.row(v), &self.free);
                self.sizes[v] = size;
                if size == 0 {
                    self.weight[v] += 1;
                    return false;
                }
                // A domain larger than what is left to place excludes nothing.
                if size as usize <= left {
                    by_size.push((size, v as u32));
                }
            }
        }
        let words = self.mask.len();
        let (mut union, mut taken) = (vec![0u64; words], vec![0u64; words]);
        let mut members = 0;
        let mut any_taken = false;
        by_size.sort_unstable();
        for (_, v) in by_size {
            if any_taken {
                let row = self.domains.row(v as usize);
                if row.iter().zip(&taken).any(|(r, t)| r & t != 0) {
                    for (mask, t) in self.mask.iter_mut().zip(&taken) {
                        *mask = !t;
                    }
                    if !self.narrow(v) {
                        return false;
                    }
                    self.sizes[v as usize] =
                        bits::count_both(self.domains.row(v as usize), &self.free);
                }
            }
            let row = self.domains.row(v as usize);
            for ((u, r), f) in union.iter_mut().zip(row).zip(&self.free) {
                *u |= r & f;
            }
            members += 1;
            let size = bits::count(&union);
            if size < members {
                self.weight[v as usize] += 1;
                return false;
            }
            if size == members {
                taken.iter_mut().zip(&union).for_each(|(t, u)| *t |= u);
                union.fill(0);
                members = 0;
                any_taken = true;
            }
        }
        true
    }

    /// Take back the placement of the last frame.
    fn retract(&mut self) {
        let Some(frame) = self.frames.last_mut().filter(|f| f.placed) else {
            return;
        };
        frame.placed = false;
        let (v, trail) = (frame.vertex, frame.trail);
        let (cost, rest) = (frame.cost, frame.rest);
        let problem = self.problem;
        while self.trail.len() > trail {
            let q = self.trail.pop().expect("longer than the mark");
            let words = self.domains.words;
            let from = self.trail_words.len() - words;
            self.domains
                .row_mut(q as usize)
                .copy_from_slice(&self.trail_words[from..]);
            self.trail_words.truncate(from);
            self.saved[q as usize] = 0;
        }
        (self.cost, self.rest) = (cost, rest);
        bits::insert(&mut self.free, self.place[v as usize]);
        self.place[v as usize] = NOWHERE;
        self.placed -= 1;
        let component = problem.component[v as usize];
        for &w in problem.shape.of(v) {
            self.placed_neighbours[w as usize] -= 1;
        }
        self.begun[component as usize] -= 1;
    }

    fn close(&mut self) {
        self.frames.pop();
        let first = self.frames.last().map_or(0, |f| f.end);
        self.pool.truncate(first);
    }
}
