// SPDX-License-Identifier: Apache-2.0
//! The circuit as blocks, in one pass over its operations that looks at no numbers.
//!
//! A block is a maximal run of gates on one pair of wires. One-qubit gates belong to the block that follows them, so that
//! what a block leaves on a wire meets the next one in the axes of its own first gate; after the last block of a wire, to
//! that. Everything else is a fence. Which operations a block has is found by following its wires when it is asked for.

use super::nodes::joins;
use crate::circuit::{Circuit, Kind};
use crate::gate::Axis;
use crate::{Op, Wire};

/// No block.
pub const NONE: u32 = u32::MAX;

/// A block on two wires; or one wire of an operation that is in none.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Those of its first gate; twice the same one of a fence.
    pub wires: [Wire; 2],
    /// Its first gate on both wires; a fence's operation.
    pub first: Op,
    /// Gates on both wires; 0 of a fence.
    pub gates: u32,
    /// What stands before it and follows it on each wire.
    pub prev: [u32; 2],
    pub next: [u32; 2],
    /// Length of the longest path to it.
    pub depth: u32,
    /// By wire: the axis that all gates on it up to the last one on both wires keep, as far as names tell.
    pub axes: [Axis; 2],
    /// By wire: a bit for each axis that the one-qubit gates before it do not keep.
    lost: [u8; 2],
}

impl Block {
    pub fn is_fence(&self) -> bool {
        self.gates == 0
    }

    pub fn slot(&self, wire: Wire) -> usize {
        usize::from(self.wires[0] != wire)
    }

    /// The axis its gates keep on a wire by their names is the one that the block before it keeps there.
    pub fn goes_on(&self, before: &Block, wire: Wire) -> bool {
        let (slot, axis) = (self.slot(wire), before.axes[before.slot(wire)]);
        axis == self.axes[slot] && keeps(axis, self.lost[slot])
    }

    /// The names of its gates give it no axis on either wire.
    pub fn is_mixed(&self) -> bool {
        self.axes == [Axis::None; 2]
    }
}

/// The blocks of a circuit; one stands behind all that lead to it.
pub struct Blocks<'a> {
    pub circuit: &'a Circuit,
    list: Vec<Block>,
}

/// A wire while blocks are collected.
#[derive(Clone, Copy)]
struct Open {
    last: u32,
    /// One-qubit gates since then, and a bit for each axis that one of them does not keep.
    lone: u32,
    lost: u8,
}

impl<'a> Blocks<'a> {
    pub fn of(circuit: &'a Circuit) -> Blocks<'a> {
        let nothing = Open {
            last: NONE,
            lone: 0,
            lost: 0,
        };
        let mut open = vec![nothing; circuit.num_qubits()];
        // Depth reached on classical bits.
        let mut reached = vec![0; circuit.num_bits()];
        let list = Vec::with_capacity(circuit.len() / 3);
        let mut blocks = Blocks { circuit, list };
        for op in circuit.iter() {
            match *circuit.wires(op) {
                [q] if !q.is_bit() && joins(circuit, op) => {
                    let open = &mut open[q.index()];
                    open.lone += 1;
                    open.lost |= lost(axes(circuit, op)[0]);
                }
                [a, b] if !b.is_bit() && joins(circuit, op) => {
                    let (x, y) = (open[a.index()], open[b.index()]);
                    let at = blocks.join(op, [a, b], [x, y]);
                    for wire in [a, b] {
                        let last = at;
                        open[wire.index()] = Open { last, ..nothing };
                    }
                }
                _ => blocks.fence(op, &mut open, &mut reached),
            }
        }
        blocks
    }

    /// A gate on two wires becomes part of their last block or a new one.
    fn join(&mut self, op: Op, wires: [Wire; 2], open: [Open; 2]) -> u32 {
        let named = axes(self.circuit, op);
        let last = open[0].last;
        if last == open[1].last && last != NONE && !self.list[last as usize].is_fence() {
            let block = &mut self.list[last as usize];
            block.gates += 1;
            for (slot, axis) in block.axes.iter_mut().enumerate() {
                let operand = usize::from(block.wires[slot] != wires[0]);
                if *axis != named[operand] || !keeps(*axis, open[operand].lost) {
                    *axis = Axis::None;
                }
            }
            return last;
        }
        let at = self.list.len() as u32;
        let depth = open.iter().map(|o| self.depth(o.last)).max();
        for (wire, open) in wires.iter().zip(&open) {
            self.lead(*wire, open.last, at);
        }
        self.list.push(Block {
            wires,
            first: op,
            gates: 1,
            prev: open.map(|o| o.last),
            next: [NONE; 2],
            depth: depth.unwrap_or(0) + 1,
            axes: named,
            lost: open.map(|o| o.lost),
        });
        at
    }

    /// An operation that is in no block, and the one-qubit gates before it that are in none either.
    fn fence(&mut self, op: Op, open: &mut [Open], reached: &mut [u32]) {
        let circuit = self.circuit;
        for (slot, wire) in circuit.qubits(op).iter().enumerate() {
            let Open { last, lone, .. } = open[wire.index()];
            if lone > 0 && (last == NONE || self.list[last as usize].is_fence()) {
                let mut gates = vec![circuit.prev_on(op, slot)];
                for _ in 1..lone {
                    gates.push(circuit.prev_on(gates[gates.len() - 1], 0));
                }
                for &gate in gates.iter().rev() {
                    let depth = self.depth(open[wire.index()].last) + 1;
                    self.post(gate, *wire, depth, open);
                }
            }
        }
        let qubits = circuit.qubits(op);
        let before = qubits.iter().map(|w| self.depth(open[w.index()].last));
        let bits = circuit.bits(op).iter().map(|w| reached[w.index()]);
        let depth = before.chain(bits).max().unwrap_or(0) + 1;
        qubits.iter().for_each(|&w| self.post(op, w, depth, open));
        for bit in circuit.bits(op) {
            reached[bit.index()] = depth;
        }
    }

    /// One wire of a fence.
    fn post(&mut self, op: Op, wire: Wire, depth: u32, open: &mut [Open]) {
        let at = self.list.len() as u32;
        let open = &mut open[wire.index()];
        self.lead(wire, open.last, at);
        self.list.push(Block {
            wires: [wire; 2],
            first: op,
            gates: 0,
            prev: [open.last; 2],
            next: [NONE; 2],
            depth,
            axes: [Axis::None; 2],
            lost: [0; 2],
        });
        *open = Open {
            last: at,
            lone: 0,
            lost: 0,
        };
    }

    fn lead(&mut self, wire: Wire, from: u32, to: u32) {
        if let Some(block) = self.list.get_mut(from as usize) {
            block.next[block.slot(wire)] = to;
        }
    }

    fn depth(&self, at: u32) -> u32 {
        self.get(at).map_or(0, |b| b.depth)
    }

    pub fn len(&self) -> u32 {
        self.list.len() as u32
    }

    pub fn get(&self, at: u32) -> Option<&Block> {
        self.list.get(at as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, &Block)> {
        (0..).zip(&self.list)
    }

    /// The last gate of a block on both wires.
    pub fn last(&self, block: &Block) -> Op {
        let mut gate = block.first;
        for _ in 1..block.gates {
            gate = self.after(gate, block.wires[0]);
        }
        gate
    }

    /// Append the operations of a block.
    pub fn ops(&self, block: &Block, out: &mut Vec<Op>) {
        let circuit = self.circuit;
        for slot in 0..2 {
            let start = out.len();
            let mut op = circuit.prev_on(block.first, slot);
            while let Some(gate) = op.some().filter(|&gate| self.is_lone(gate)) {
                out.push(gate);
                op = circuit.prev_on(gate, 0);
            }
            out[start..].reverse();
        }
        let mut gate = block.first;
        for _ in 1..block.gates {
            out.push(gate);
            let mut next = Op::NONE;
            for wire in block.wires {
                next = self.follow(gate, wire, out);
            }
            gate = next;
        }
        out.push(gate);
        for (wire, next) in block.wires.into_iter().zip(block.next) {
            if self.get(next).is_none_or(Block::is_fence) {
                self.follow(gate, wire, out);
            }
        }
    }

    /// What follows a gate on a wire, behind one-qubit gates.
    fn after(&self, gate: Op, wire: Wire) -> Op {
        self.follow(gate, wire, &mut Vec::new())
    }

    /// Append the one-qubit gates behind a gate on a wire; what follows those.
    pub fn follow(&self, gate: Op, wire: Wire, out: &mut Vec<Op>) -> Op {
        let circuit = self.circuit;
        let slot = usize::from(circuit.wires(gate)[0] != wire);
        let mut op = circuit.next_on(gate, slot);
        while let Some(lone) = op.some().filter(|&op| self.is_lone(op)) {
            out.push(lone);
            op = circuit.next_on(lone, 0);
        }
        op
    }

    fn is_lone(&self, op: Op) -> bool {
        self.circuit.wires(op).len() == 1 && joins(self.circuit, op)
    }
}

/// The axes of a gate or matrix on one or two wires, by its name.
fn axes(circuit: &Circuit, op: Op) -> [Axis; 2] {
    match circuit.kind(op) {
        Kind::Gate(gate) => match *gate.record().axes {
            [a] => [a; 2],
            [a, b] => [a, b],
            _ => [Axis::None; 2],
        },
        _ => [Axis::None; 2],
    }
}

/// A bit for each axis that what keeps this one does not keep.
fn lost(axis: Axis) -> u8 {
    match axis {
        Axis::X => 0b110,
        Axis::Y => 0b101,
        Axis::Z => 0b011,
        Axis::Any => 0,
        Axis::None => 0b111,
    }
}

/// The axis is none of those that are lost.
fn keeps(axis: Axis, lost: u8) -> bool {
    match axis {
        Axis::X => lost & 0b001 == 0,
        Axis::Y => lost & 0b010 == 0,
        Axis::Z => lost & 0b100 == 0,
        Axis::Any => lost == 0,
        Axis::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::circuit;

    fn ops(blocks: &Blocks, at: u32) -> Vec<usize> {
        let mut ops = Vec::new();
        blocks.ops(blocks.get(at).expect("there"), &mut ops);
        ops.iter().map(|op| op.index()).collect()
    }

    #[test]
    fn takes_one_qubit_gates_before_it() {
        let c = circuit(3, "h 1; h 0; cx 0 1; t 1; cx 1 0; s 0; s 1; cx 1 2; h 2");
        let blocks = Blocks::of(&c);
        assert_eq!(2, blocks.len());
        // What stands behind the last block of a wire is its own.
        assert_eq!(vec![1, 0, 2, 3, 4, 5], ops(&blocks, 0));
        assert_eq!(vec![6, 7, 8], ops(&blocks, 1));
        let [a, b] = [0, 1].map(|at| *blocks.get(at).expect("there"));
        assert_eq!((2, 1, [NONE, 1]), (a.gates, a.depth, a.next));
        assert_eq!((1, 2, [0, NONE]), (b.gates, b.depth, b.prev));
    }

    #[test]
    fn fences_end_blocks() {
        let c = circuit(
            2,
            "h 0; barrier 0; t 0; barrier 0 1; cx 0 1; barrier 1; cx 0 1; h 0",
        );
        let blocks = Blocks::of(&c);
        // A gate before a fence with no block to be part of is one of its own.
        let gates: Vec<u32> = blocks.iter().map(|(_, b)| b.gates).collect();
        assert_eq!(vec![0, 0, 0, 0, 0, 1, 0, 1], gates);
        let depths: Vec<u32> = blocks.iter().map(|(_, b)| b.depth).collect();
        assert_eq!(vec![1, 2, 3, 4, 4, 5, 6, 7], depths);
        assert_eq!(vec![6, 7], ops(&blocks, 7));
    }

    #[test]
    fn names_tell_axes() {
        let axes = |text: &str| {
            let c = circuit(2, text);
            Blocks::of(&c).get(0).expect("one").axes
        };
        assert_eq!([Axis::Z, Axis::X], axes("cx 0 1; t 0; sx 1; cx 0 1"));
        assert_eq!([Axis::Z, Axis::None], axes("cx 0 1; t 1; cx 0 1"));
        assert_eq!([Axis::None; 2], axes("cx 0 1; cx 1 0"));
        assert_eq!([Axis::Z, Axis::X], axes("h 0; cx 0 1; h 1"));
        let c = circuit(3, "cx 0 1; t 0; cx 0 2; h 0; cx 0 1");
        let blocks = Blocks::of(&c);
        let [a, b, c] = [0, 1, 2].map(|at| *blocks.get(at).expect("there"));
        assert!(b.goes_on(&a, Wire::qubit(0)) && !c.goes_on(&b, Wire::qubit(0)));
    }
}
