// SPDX-License-Identifier: Apache-2.0
//! Whether what is free has room for what is left.
//!
//! Pattern vertices without a place fall into pieces, free places into regions. A piece lies in one region, next to
//! the places of its neighbours; a piece that is a path can be no longer than the longest chain of blocks
//! (two-connected parts) that starts where it starts. In a bipartite block a path takes from both sides in turn, which
//! tells how much of a honeycomb or a grid it can cover.

use super::bits;
use super::problem::Problem;
use super::search::NOWHERE;

/// Pieces that are paths are looked at more closely from this length on.
const LONG: usize = 3;

/// Scratch of one search.
pub struct Regions {
    region: Vec<u32>,
    sizes: Vec<u32>,
    loads: Vec<u32>,
    piece_seen: Vec<bool>,
    list: Vec<u32>,
    anchors: Vec<(u32, u32)>,
    chain: Chain,
}

impl Regions {
    pub fn new(problem: &Problem<'_>) -> Regions {
        Regions {
            region: vec![NOWHERE; problem.device.len()],
            sizes: Vec::new(),
            loads: Vec::new(),
            piece_seen: vec![false; problem.core.len()],
            list: Vec::new(),
            anchors: Vec::new(),
            chain: Chain::new(problem.device.len()),
        }
    }

    pub fn fit(&mut self, problem: &Problem<'_>, place: &[u32], free: &[u64]) -> bool {
        self.label(problem, free);
        self.loads.clear();
        self.loads.resize(self.sizes.len(), 0);
        self.piece_seen.fill(false);
        for v in 0..place.len() {
            if place[v] == NOWHERE && !self.piece_seen[v] {
                self.gather(problem, place, v as u32);
                if !self.piece_fits(problem, place, free) {
                    return false;
                }
            }
        }
        true
    }

    /// Number the regions of free places.
    fn label(&mut self, problem: &Problem<'_>, free: &[u64]) {
        self.region.fill(NOWHERE);
        self.sizes.clear();
        for start in bits::both(free, free) {
            if self.region[start as usize] != NOWHERE {
                continue;
            }
            let id = self.sizes.len() as u32;
            self.region[start as usize] = id;
            self.list.clear();
            self.list.push(start);
            let mut at = 0;
            while at < self.list.len() {
                let h = self.list[at];
                at += 1;
                for &u in problem.device.of(h) {
                    if self.region[u as usize] == NOWHERE && bits::contains(free, u) {
                        self.region[u as usize] = id;
                        self.list.push(u);
                    }
                }
            }
            self.sizes.push(self.list.len() as u32);
        }
    }

    /// The piece of `start` into `list`, and into `anchors` its vertices beside placed ones with the places of those.
    fn gather(&mut self, problem: &Problem<'_>, place: &[u32], start: u32) {
        self.list.clear();
        self.anchors.clear();
        self.list.push(start);
        self.piece_seen[start as usize] = true;
        let mut at = 0;
        while at < self.list.len() {
            let v = self.list[at];
            at += 1;
            for &w in problem.shape.of(v) {
                if place[w as usize] != NOWHERE {
                    self.anchors.push((v, place[w as usize]));
                } else if !std::mem::replace(&mut self.piece_seen[w as usize], true) {
                    self.list.push(w);
                }
            }
        }
    }

    fn piece_fits(&mut self, problem: &Problem<'_>, place: &[u32], free: &[u64]) -> bool {
        let size = self.list.len() as u32;
        let Some(&(_, first)) = self.anchors.first() else {
            return self.sizes.iter().any(|&s| s >= size);
        };
        let beside = |at: u32, r: u32, region: &[u32]| {
            problem
                .device
                .of(at)
                .iter()
                .any(|&u| region[u as usize] == r)
        };
        let mut open: Option<u32> = None;
        let mut several = false;
        for &u in problem.device.of(first) {
            let r = self.region[u as usize];
            if r == NOWHERE
                || open == Some(r)
                || self.sizes[r as usize] < size
                || !self
                    .anchors
                    .iter()
                    .all(|&(_, at)| beside(at, r, &self.region))
            {
                continue;
            }
            several |= open.is_some();
            open = Some(r);
        }
        let Some(r) = open else {
            return false;
        };
        if !several {
            self.loads[r as usize] += size;
            if self.loads[r as usize] > self.sizes[r as usize] {
                return false;
            }
        }
        if self.list.len() < LONG || !self.is_path(problem, place) {
            return true;
        }
        match *self.anchors {
            [(_, from)] => self.chain.longest(problem, free, from, None) >= size,
            [(_, from), (_, to)] if from != to => {
                self.chain.longest(problem, free, from, Some(to)) >= size
            }
            _ => true,
        }
    }

    /// A path whose anchors are at its ends, one at each at most.
    fn is_path(&self, problem: &Problem<'_>, place: &[u32]) -> bool {
        let inner = |v: u32| {
            problem
                .shape
                .of(v)
                .iter()
                .filter(|&&w| place[w as usize] == NOWHERE)
                .count()
        };
        let mut ends = 0;
        for &v in &self.list {
            match inner(v) {
                1 => ends += 1,
                2 => {}
                _ => return false,
            }
        }
        ends == 2
            && self.anchors.len() <= 2
            && self.anchors.iter().all(|&(v, _)| inner(v) == 1)
            && (self.anchors.len() < 2 || self.anchors[0].0 != self.anchors[1].0)
    }
}

/// Longest path bounds by the tree of blocks (Hopcroft and Tarjan, "Algorithm 447: efficient algorithms for graph
/// manipulation", 1973, doi:10.1145/362248.362272).
struct Chain {
    order: Vec<u32>,
    low: Vec<u32>,
    /// Most places of a path that leaves the vertex downwards; with a goal: most on the way to it.
    below: Vec<u32>,
    to_goal: Vec<Option<u32>>,
    met: Vec<u32>,
    stack: Vec<u32>,
    /// Vertex, the one before it, index of its next neighbour.
    path: Vec<(u32, u32, usize)>,
}

impl Chain {
    fn new(places: usize) -> Chain {
        Chain {
            order: vec![0; places],
            low: vec![0; places],
            below: vec![0; places],
            to_goal: vec![None; places],
            met: Vec::new(),
            stack: Vec::new(),
            path: Vec::new(),
        }
    }

    /// At least as many free places as any path has that starts beside `from`, and ends beside `goal` where one is
    /// given (which is not counted).
    fn longest(
        &mut self,
        problem: &Problem<'_>,
        free: &[u64],
        from: u32,
        goal: Option<u32>,
    ) -> u32 {
        let root = from;
        self.visit(root, NOWHERE, goal);
        let mut clock = 1;
        self.order[root as usize] = clock;
        while let Some(&mut (v, before, ref mut next)) = self.path.last_mut() {
            let Some(&u) = problem.device.of(v).get(*next) else {
                self.path.pop();
                if before != NOWHERE {
                    let low = self.low[v as usize];
                    if low >= self.order[before as usize] {
                        self.close_block(problem, before, v, goal);
                    }
                    let up = &mut self.low[before as usize];
                    *up = (*up).min(low);
                }
                continue;
            };
            *next += 1;
            if u == before || !(bits::contains(free, u) || Some(u) == goal || u == root) {
                continue;
            }
            if self.order[u as usize] == 0 {
                clock += 1;
                self.order[u as usize] = clock;
                self.visit(u, v, goal);
                self.low[u as usize] = clock;
            } else {
                let seen = self.order[u as usize];
                let low = &mut self.low[v as usize];
                *low = (*low).min(seen);
            }
        }
        let found = match goal {
            None => self.below[root as usize],
            Some(_) => self.to_goal[root as usize].map_or(0, |n| n - 1),
        };
        for v in self.met.drain(..) {
            self.order[v as usize] = 0;
        }
        self.stack.clear();
        found
    }

    fn visit(&mut self, v: u32, before: u32, goal: Option<u32>) {
        self.met.push(v);
        self.stack.push(v);
        self.below[v as usize] = 0;
        self.to_goal[v as usize] = (Some(v) == goal).then_some(0);
        self.low[v as usize] = if before == NOWHERE { 1 } else { 0 };
        self.path.push((v, before, 0));
    }

    /// A block hangs at `top`, first entered through `first`: what a path through it gains.
    fn close_block(&mut self, problem: &Problem<'_>, top: u32, first: u32, goal: Option<u32>) {
        let side = |v: u32| problem.parts.side[v as usize];
        let (mut same, mut other) = (0, 0);
        let (mut exit, mut goal_exit) = (0, None);
        loop {
            let v = self.stack.pop().expect("the block is on the stack");
            if side(v) == side(top) {
                same += 1;
            } else {
                other += 1;
            }
            exit = exit.max(self.below[v as usize]);
            if let Some(n) = self.to_goal[v as usize] {
                goal_exit = Some(goal_exit.unwrap_or(0).max(n));
            }
            if v == first {
                break;
            }
        }
        // From `top` a path goes to the other side, back, and so on.
        let cover: u32 = match side(top) {
            Some(_) if other > same => 2 * same + 1,
            Some(_) => 2 * other,
            None => same + other,
        };
        let top = top as usize;
        self.below[top] = self.below[top].max(cover + exit);
        if goal.is_some() {
            if let Some(n) = goal_exit {
                self.to_goal[top] = Some(self.to_goal[top].unwrap_or(0).max(cover + n));
            }
        }
    }
}
