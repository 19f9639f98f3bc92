// SPDX-License-Identifier: Apache-2.0
//! Convex regions of gates that satisfy a predicate: what can be resynthesised as a whole.
//!
//! Operations are read in order. One that *fits* joins the regions open on its wires, which become one; one that does
//! not closes the regions on the wires it touches, and on those only.
//!
//! A region must be *convex*: no path of wires leaves and enters it again, else it could not be written in one piece.
//! Every operation has a *level* that never falls along a wire and rises by at least one where a wire leaves a region.
//! A path that left a region can then never come back, and all regions may be written in one piece at the same time.
//!
//! - An operation that does not fit takes the lowest level its predecessors allow.
//! - All operations of a region have the region's level. It may rise as long as it stays below that of all that
//!   follows the region on a wire: below its *ceiling*.
//!
//! The levels may forbid what would be convex, where circuits of very different depth meet; never the other way round.
//!
//! ```text
//!  0  --cx---t-------      t: level 1, so the region of level 0 that has the first cx has ceiling 1
//!  1  --cx------cx---      second cx: joins, wire 2 has nothing of level 1 before it
//!  2  ----------cx---
//! ```

use crate::circuit::{Circuit, Operation};
use crate::{Op, Wire};

/// What a region may grow to, and from when on it is listed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At most so many qubits.
    pub qubits: u32,
    /// At most so many operations.
    pub ops: u32,
    /// Only regions with at least so many operations on two or more qubits are listed.
    pub pairs: u32,
}

/// The regions of a circuit, by their first operations.
#[derive(Debug)]
pub struct Regions {
    /// Operations of all regions, region by region.
    ops: Vec<Op>,
    wires: Vec<Wire>,
    /// Ends in `ops` and `wires`.
    ends: Vec<(u32, u32)>,
}

/// One region.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// In the circuit's order.
    pub ops: &'a [Op],
    /// Its qubits, rising; the place in this list is the qubit's local number.
    pub wires: &'a [Wire],
}

impl Region<'_> {
    /// Local number of a qubit of the region.
    #[inline]
    pub fn local(&self, wire: Wire) -> usize {
        let found = self.wires.binary_search(&wire);
        found.expect("a wire of the region")
    }
}

impl Regions {
    /// Collect regions of the operations that fit. Operations with classical bits never do. O(g) for g operations.
    pub fn collect(circuit: &Circuit, limits: Limits, fits: impl FnMut(Op) -> bool) -> Regions {
        let mut growth = Growth::new(circuit, limits);
        growth.run(fits);
        growth.list()
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, index: usize) -> Region<'_> {
        let start = match index {
            0 => (0, 0),
            _ => self.ends[index - 1],
        };
        let end = self.ends[index];
        Region {
            ops: &self.ops[start.0 as usize..end.0 as usize],
            wires: &self.wires[start.1 as usize..end.1 as usize],
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = Region<'_>> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// Replace regions, given by their index, by operations on their wires. The circuit is as it was when the
    /// regions were collected; afterwards only those not replaced could still be used. O(g).
    pub fn rewrite(
        &self,
        circuit: &mut Circuit,
        new: impl IntoIterator<Item = (usize, Vec<Operation>)>,
    ) {
        let new: Vec<(usize, Vec<Operation>)> = new.into_iter().collect();
        if new.is_empty() {
            return;
        }
        let runs: Vec<&[Op]> = new.iter().map(|(i, _)| self.get(*i).ops).collect();
        circuit.gather(&runs);
        for ((_, operations), run) in new.into_iter().zip(runs) {
            circuit.replace_run(run, operations);
        }
    }
}

const NONE: u32 = u32::MAX;

/// A region while it grows, or a link to the one it became part of.
#[derive(Clone, Copy, Debug)]
struct Seed {
    parent: u32,
    level: u32,
    /// Highest level it may have.
    ceiling: u32,
    qubits: u32,
    ops: u32,
    pairs: u32,
}

/// What stands last on a wire: an operation of a region, or an outsider (or nothing) with its level.
#[derive(Clone, Copy, Debug)]
struct Tip {
    region: u32,
    level: u32,
}

struct Growth<'a> {
    circuit: &'a Circuit,
    limits: Limits,
    seeds: Vec<Seed>,
    /// Qubits, then bits.
    tips: Vec<Tip>,
    /// Operations of regions, in order, with a seed of their region.
    members: Vec<(u32, Op)>,
    /// Regions open on the wires of the operation at hand.
    open: Vec<u32>,
}

/// What joining a set of regions would lead to.
struct Plan {
    level: u32,
    ceiling: u32,
    qubits: u32,
    ops: u32,
    pairs: u32,
}

impl<'a> Growth<'a> {
    fn new(circuit: &'a Circuit, limits: Limits) -> Growth<'a> {
        let nothing = Tip {
            region: NONE,
            level: 0,
        };
        Growth {
            circuit,
            limits,
            seeds: Vec::new(),
            tips: vec![nothing; circuit.num_qubits() + circuit.num_bits()],
            members: Vec::with_capacity(circuit.len()),
            open: Vec::new(),
        }
    }

    fn run(&mut self, mut fits: impl FnMut(Op) -> bool) {
        let circuit = self.circuit;
        for op in circuit.iter() {
            let wires = circuit.wires(op);
            let qubits = circuit.qubits(op).len();
            if qubits > 0 && qubits == wires.len() && fits(op) {
                self.join(op, wires);
            } else {
                self.close(wires);
            }
        }
    }

    #[inline]
    fn place(&self, wire: Wire) -> usize {
        match wire.is_bit() {
            true => self.circuit.num_qubits() + wire.index(),
            false => wire.index(),
        }
    }

    fn root(&mut self, mut seed: u32) -> u32 {
        loop {
            let parent = self.seeds[seed as usize].parent;
            if parent == seed {
                return seed;
            }
            let above = self.seeds[parent as usize].parent;
            self.seeds[seed as usize].parent = above;
            seed = above;
        }
    }

    /// The region open on a wire.
    #[inline]
    fn open_on(&mut self, wire: Wire) -> Option<u32> {
        let place = self.place(wire);
        let region = self.tips[place].region;
        (region != NONE).then(|| self.root(region))
    }

    /// An outsider: the regions on its wires go on elsewhere, but not behind it.
    fn close(&mut self, wires: &[Wire]) {
        let mut level = 0;
        for &w in wires {
            level = level.max(match self.open_on(w) {
                Some(region) => self.seeds[region as usize].level + 1,
                None => self.tips[self.place(w)].level,
            });
        }
        for &w in wires {
            if let Some(region) = self.open_on(w) {
                let seed = &mut self.seeds[region as usize];
                seed.ceiling = seed.ceiling.min(level - 1);
            }
            let place = self.place(w);
            self.tips[place] = Tip {
                region: NONE,
                level,
            };
        }
    }

    fn join(&mut self, op: Op, wires: &[Wire]) {
        let mut floor = 0;
        let mut fresh = 0;
        let mut open = std::mem::take(&mut self.open);
        open.clear();
        for &w in wires {
            match self.open_on(w) {
                Some(region) if open.contains(&region) => {}
                Some(region) => open.push(region),
                None => {
                    fresh += 1;
                    floor = floor.max(self.tips[self.place(w)].level);
                }
            }
        }
        let region = self.home(&mut open, floor, fresh, wires);
        if wires.len() > 1 {
            self.seeds[region as usize].pairs += 1;
        }
        self.seeds[region as usize].ops += 1;
        self.members.push((region, op));
        for &w in wires {
            let place = self.place(w);
            self.tips[place].region = region;
        }
        self.open = open;
    }

    /// The region an operation belongs to: all that are open on its wires as one; else the one among them with the
    /// most pairs; else a new one.
    fn home(&mut self, open: &mut [u32], floor: u32, fresh: u32, wires: &[Wire]) -> u32 {
        if !open.is_empty() {
            if let Some(plan) = self.plan(open, floor, fresh) {
                return self.merge(open, &plan);
            }
        }
        let above = |region: &u32, seeds: &[Seed]| seeds[*region as usize].level + 1;
        if open.len() > 1 {
            open.sort_by_key(|&r| (u32::MAX - self.seeds[r as usize].pairs, r));
            for i in 0..open.len() {
                let others = open.iter().enumerate().filter(|&(j, _)| j != i);
                let floor = others.fold(floor, |f, (_, r)| f.max(above(r, &self.seeds)));
                let own = wires.iter().filter(|&&w| self.open_on(w) == Some(open[i]));
                let fresh = (wires.len() - own.count()) as u32;
                if let Some(plan) = self.plan(&open[i..=i], floor, fresh) {
                    let region = self.merge(&open[i..=i], &plan);
                    self.limit(open, region);
                    return region;
                }
            }
        }
        let level = open.iter().fold(floor, |f, r| f.max(above(r, &self.seeds)));
        let region = self.seeds.len() as u32;
        self.seeds.push(Seed {
            parent: region,
            level,
            ceiling: u32::MAX,
            qubits: wires.len() as u32,
            ops: 0,
            pairs: 0,
        });
        self.limit(open, region);
        region
    }

    /// All but `region` itself stay below it.
    fn limit(&mut self, open: &[u32], region: u32) {
        let level = self.seeds[region as usize].level;
        for &r in open.iter().filter(|&&r| r != region) {
            let seed = &mut self.seeds[r as usize];
            seed.ceiling = seed.ceiling.min(level - 1);
        }
    }

    /// The regions as one with one operation more and `fresh` further qubits, if levels and limits allow it.
    fn plan(&self, open: &[u32], floor: u32, fresh: u32) -> Option<Plan> {
        let mut plan = Plan {
            level: floor,
            ceiling: u32::MAX,
            qubits: fresh,
            ops: 0,
            pairs: 0,
        };
        for &region in open {
            let seed = &self.seeds[region as usize];
            plan.level = plan.level.max(seed.level);
            plan.ceiling = plan.ceiling.min(seed.ceiling);
            plan.qubits += seed.qubits;
            plan.ops += seed.ops;
            plan.pairs += seed.pairs;
        }
        let allowed = plan.level <= plan.ceiling
            && plan.qubits <= self.limits.qubits
            && plan.ops < self.limits.ops;
        allowed.then_some(plan)
    }

    fn merge(&mut self, open: &[u32], plan: &Plan) -> u32 {
        // The oldest stays, so that chains of parents are short.
        let region = open.iter().copied().min().expect("one at least");
        for &r in open {
            self.seeds[r as usize].parent = region;
        }
        self.seeds[region as usize] = Seed {
            parent: region,
            level: plan.level,
            ceiling: plan.ceiling,
            qubits: plan.qubits,
            ops: plan.ops,
            pairs: plan.pairs,
        };
        region
    }

    /// Sort operations by region, by counting; the order within a region stays.
    fn list(mut self) -> Regions {
        let mut number = vec![NONE; self.seeds.len()];
        let mut ends: Vec<(u32, u32)> = Vec::new();
        let members = std::mem::take(&mut self.members);
        let mut total = 0;
        for &(seed, _) in &members {
            let root = self.root(seed) as usize;
            if self.seeds[root].pairs >= self.limits.pairs && number[root] == NONE {
                number[root] = ends.len() as u32;
                // Where its operations begin.
                ends.push((total, 0));
                total += self.seeds[root].ops;
            }
        }
        let mut ops = vec![Op::NONE; total as usize];
        for &(seed, op) in &members {
            let root = self.root(seed) as usize;
            if number[root] != NONE {
                let next = &mut ends[number[root] as usize].0;
                ops[*next as usize] = op;
                *next += 1;
            }
        }
        let mut wires: Vec<Wire> = Vec::new();
        let mut seen = vec![NONE; self.circuit.num_qubits()];
        let mut start = 0;
        for (i, end) in ends.iter_mut().enumerate() {
            let first = wires.len();
            for &op in &ops[start..end.0 as usize] {
                for &w in self.circuit.wires(op) {
                    if seen[w.index()] != i as u32 {
                        seen[w.index()] = i as u32;
                        wires.push(w);
                    }
                }
            }
            wires[first..].sort_unstable();
            end.1 = wires.len() as u32;
            start = end.0 as usize;
        }
        Regions { ops, wires, ends }
    }
}

#[cfg(test)]
#[path = "regions_tests.rs"]
mod tests;
