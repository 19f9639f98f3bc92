// SPDX-License-Identifier: Apache-2.0
//! Runs of blocks on few wires: what could be one operator.
//!
//! A run starts at a block and follows its wires through the circuit. A block that leads to a further wire brings that wire
//! in as long as there is room; anything else closes the wires it touches. A run is convex: no path leaves it and comes
//! back. That could only be through a wire that is brought in behind a block that closed another one, and such a block
//! lies deeper in the circuit than that one; where the depths do not exclude it, the wire is refused.

use smallvec::SmallVec;

use super::blocks::{Block, Blocks, NONE};
use crate::{Op, Wire};

/// Operations of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// None before one that leads to it.
    pub ops: Vec<Op>,
    pub wires: Vec<Wire>,
    /// Gates on two wires.
    pub pairs: usize,
}

/// Blocks of a run while it grows; reused from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Grown {
    /// In the order they stand in.
    pub blocks: Vec<u32>,
    /// Gates on two wires.
    pub pairs: usize,
    /// All of them share the first one's first or second wire.
    pub is_star: bool,
    cursors: SmallVec<[Cursor; 6]>,
}

/// A wire of a run while it grows: what comes next on it.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    wire: Wire,
    next: u32,
    open: bool,
}

impl Cursor {
    fn new(wire: Wire, next: u32) -> Cursor {
        let open = next != NONE;
        Cursor { wire, next, open }
    }
}

impl Grown {
    pub fn width(&self) -> usize {
        self.cursors.len()
    }

    /// Grow to the run on at most so many wires that starts at a block.
    pub fn grow(&mut self, blocks: &Blocks, start: u32, wires: usize) {
        self.blocks.clear();
        self.cursors.clear();
        let Some(first) = blocks.get(start) else {
            return;
        };
        let mut centres = [true; 2];
        self.pairs = first.gates as usize;
        self.blocks.push(start);
        for (wire, next) in first.wires.into_iter().zip(first.next) {
            self.cursors.push(Cursor::new(wire, next));
        }
        // Least depth of a block that closed a wire.
        let mut closed = u32::MAX;
        while let Some((at, index)) = self.next() {
            let Some(block) = blocks.get(index) else {
                break;
            };
            let slot = block.slot(self.cursors[at].wire);
            let other = block.wires[1 - slot];
            let found = self.cursors.iter().position(|c| c.wire == other);
            let is_allowed = !block.is_fence()
                && match found {
                    Some(other) => self.cursors[other].open,
                    None => self.cursors.len() < wires && enters(blocks, block, 1 - slot, closed),
                };
            if !is_allowed {
                self.cursors[at].open = false;
                closed = closed.min(block.depth);
                continue;
            }
            self.cursors[at] = Cursor::new(block.wires[slot], block.next[slot]);
            let cursor = Cursor::new(other, block.next[1 - slot]);
            match found {
                Some(other) => self.cursors[other] = cursor,
                None => self.cursors.push(cursor),
            }
            self.pairs += block.gates as usize;
            for (centre, wire) in centres.iter_mut().zip(&first.wires) {
                *centre &= block.wires.contains(wire);
            }
            self.blocks.push(index);
        }
        self.is_star = centres[0] || centres[1];
    }

    /// The first block that comes next on an open wire.
    fn next(&self) -> Option<(usize, u32)> {
        let mut first = None;
        let mut least = NONE;
        for (at, cursor) in self.cursors.iter().enumerate() {
            if cursor.open && cursor.next < least {
                least = cursor.next;
                first = Some((at, least));
            }
        }
        first
    }

    /// Grow to all that stands before the run on its wires alone.
    ///
    /// Where a path leaves the run, it leaves behind its end, and what is before it lies deeper for no such path, by the rule
    /// for wires that are brought in.
    pub fn extend(&mut self, blocks: &Blocks) {
        for cursor in &mut self.cursors {
            let on = |index: &&u32| {
                let block = blocks.get(**index);
                block.is_some_and(|b| b.wires.contains(&cursor.wire))
            };
            let first = self.blocks.iter().find(on).and_then(|&i| blocks.get(i));
            let prev = first.map_or(NONE, |b| b.prev[b.slot(cursor.wire)]);
            *cursor = Cursor::new(cursor.wire, prev);
        }
        loop {
            let open = self.cursors.iter().filter(|c| c.open);
            let Some(index) = open.map(|c| c.next).max() else {
                break;
            };
            let Some(block) = blocks.get(index) else {
                break;
            };
            let own = |c: &&mut Cursor| c.open && c.next == index;
            let count = self.cursors.iter_mut().filter(own).count();
            let is_allowed = !block.is_fence() && count == 2;
            for cursor in self.cursors.iter_mut().filter(own) {
                match is_allowed {
                    true => *cursor = Cursor::new(cursor.wire, block.prev[block.slot(cursor.wire)]),
                    false => cursor.open = false,
                }
            }
            if is_allowed {
                self.blocks.push(index);
                self.pairs += block.gates as usize;
            }
        }
        self.blocks.sort_unstable();
    }

    /// Blocks of a run on three wires from which runs start that are part of it: what comes next is part of it, and brings
    /// in the third wire or is on none but the two.
    pub fn inner<'a>(&'a self, blocks: &'a Blocks) -> impl Iterator<Item = u32> + 'a {
        let is_part = |index: &&u32| {
            let block = blocks.get(**index);
            let next = block.map_or(NONE, |b| b.next[0].min(b.next[1]));
            self.blocks.binary_search(&next).is_ok()
        };
        self.blocks.iter().filter(is_part).copied()
    }

    /// By the names of its gates alone an axis of a wire is kept more often than not.
    pub fn shows_a_label(&self, blocks: &Blocks) -> bool {
        self.cursors.iter().any(|cursor| {
            let on = |index: &u32| {
                let block = blocks.get(*index);
                block.filter(|b| b.wires.contains(&cursor.wire))
            };
            let mut before: Option<&Block> = None;
            let (mut kept, mut broken) = (0, 0);
            for block in self.blocks.iter().filter_map(on) {
                match before
                    .replace(block)
                    .is_none_or(|b| block.goes_on(b, cursor.wire))
                {
                    true => kept += 1,
                    false => broken += 1,
                }
            }
            kept > 2 && kept > broken + 1
        })
    }

    /// Its operations, with the one-qubit gates behind them.
    pub fn run(&self, blocks: &Blocks) -> Run {
        let mut ops = Vec::with_capacity(3 * self.pairs);
        let mut last: SmallVec<[Op; 6]> = SmallVec::from_elem(Op::NONE, self.cursors.len());
        for &index in &self.blocks {
            let Some(block) = blocks.get(index) else {
                continue;
            };
            blocks.ops(block, &mut ops);
            for (last, cursor) in last.iter_mut().zip(&self.cursors) {
                if block.wires.contains(&cursor.wire) {
                    // One-qubit gates behind a block that nothing follows are its own.
                    let next = block.next[block.slot(cursor.wire)];
                    let is_followed = blocks.get(next).is_some_and(|b| !b.is_fence());
                    *last = match is_followed {
                        true => blocks.last(block),
                        false => Op::NONE,
                    };
                }
            }
        }
        for (last, cursor) in last.iter().zip(&self.cursors) {
            if last.some().is_some() {
                blocks.follow(*last, cursor.wire, &mut ops);
            }
        }
        Run {
            ops,
            wires: self.cursors.iter().map(|c| c.wire).collect(),
            pairs: self.pairs,
        }
    }
}

/// No path from a block of depth `closed` or more leads to what stands before a block on a wire.
fn enters(blocks: &Blocks, block: &Block, slot: usize, closed: u32) -> bool {
    let before = blocks.get(block.prev[slot]);
    before.is_none_or(|b| b.depth < closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::circuit;

    fn lengths(text: &str, qubits: u32, wires: usize) -> (usize, usize) {
        let c = circuit(qubits, text);
        let blocks = Blocks::of(&c);
        let mut grown = Grown::default();
        grown.grow(&blocks, 0, wires);
        let run = grown.run(&blocks);
        (run.ops.len(), run.wires.len())
    }

    #[test]
    fn grows_to_so_many_wires() {
        let text = "h 0; cx 0 1; h 0; cx 1 2; cx 2 3; cx 0 1; cx 1 2";
        assert_eq!((3, 2), lengths(text, 4, 2));
        assert_eq!((5, 3), lengths(text, 4, 3));
        assert_eq!((7, 4), lengths(text, 4, 4));
    }

    #[test]
    fn extends_to_what_is_before() {
        let c = circuit(4, "cx 0 3; cx 0 1; t 1; cx 1 2; cx 0 1; cx 1 2; cx 2 3");
        let blocks = Blocks::of(&c);
        let mut grown = Grown::default();
        grown.grow(&blocks, 4, 3);
        assert_eq!((2, 3), (grown.blocks.len(), grown.width()));
        grown.grow(&blocks, 3, 3);
        grown.extend(&blocks);
        assert_eq!((vec![1, 2, 3, 4], 3), (grown.blocks.clone(), grown.width()));
        assert_eq!((5, 4), (grown.run(&blocks).ops.len(), grown.pairs));
    }

    #[test]
    fn stays_convex() {
        // The barrier closes wire 0 and leads to wire 2.
        let text = "cx 0 1; barrier 0 2; cx 1 2; cx 1 2";
        assert_eq!((1, 2), lengths(text, 3, 3));
        let text = "cx 0 1; cx 0 3; cx 3 2; cx 1 2; h 1";
        assert_eq!((1, 2), lengths(text, 4, 2));
        assert_eq!((2, 3), lengths(text, 4, 3));
        let text = "cx 0 1; cx 1 2; barrier 0 3; cx 1 2; cx 0 1; h 2";
        assert_eq!((4, 3), lengths(text, 4, 3));
    }

    #[test]
    fn takes_one_qubit_gates_at_both_ends() {
        let c = circuit(3, "h 0; s 1; cx 0 1; t 0; cx 1 0; h 1; cx 1 2; h 2");
        let blocks = Blocks::of(&c);
        let mut grown = Grown::default();
        grown.grow(&blocks, 0, 2);
        let run = grown.run(&blocks);
        let places: Vec<usize> = run.ops.iter().map(|op| op.index()).collect();
        assert_eq!(vec![0, 1, 2, 3, 4, 5], places);
        assert_eq!((2, true), (grown.pairs, grown.is_star));
    }

    #[test]
    fn has_runs_inside() {
        // From 1 2 the next wire is 0 as well, from 0 2 and what follows it is 3.
        let c = circuit(4, "cx 0 1; cx 1 2; cx 0 1; cx 0 2; cx 2 3; cx 0 1");
        let blocks = Blocks::of(&c);
        let mut grown = Grown::default();
        grown.grow(&blocks, 0, 3);
        assert_eq!(vec![0, 1, 2, 3, 5], grown.blocks);
        assert_eq!(vec![0, 1, 2], grown.inner(&blocks).collect::<Vec<u32>>());
    }

    #[test]
    fn shows_labels_by_names() {
        let shows = |text: &str| {
            let c = circuit(3, text);
            let blocks = Blocks::of(&c);
            let mut grown = Grown::default();
            grown.grow(&blocks, 0, 3);
            grown.shows_a_label(&blocks)
        };
        assert!(shows(
            "cx 0 2; u(1,2,3) 2; cx 1 2; u(1,2,3) 2; cx 0 2; t 0; u(1,2,3) 2; cx 1 2; cx 0 2"
        ));
        assert!(!shows(
            "cx 0 2; h 0; h 2; cx 1 2; h 1; h 2; cx 0 2; h 0; h 2; cx 1 2; h 1; h 2; cx 0 2"
        ));
    }
}
