// SPDX-License-Identifier: Apache-2.0
//! The circuit as the pass reads it: blocks of gates on two wires as matrices, everything else as a fence.
//!
//! A block is a maximal run of gates on one pair of wires. One-qubit gates belong to the block that follows them, so that
//! what a block leaves on a wire meets the next one in the axes of its own first gate; after the last block of a wire, to
//! that.

use rayon::prelude::*;
use smallvec::SmallVec;

use super::axis::{kept, named, Axis, Kept};
use crate::analysis::axes::axes;
use crate::circuit::{Circuit, Kind};
use crate::synth::matrix::M4;
use crate::synth::op_matrix::{block_matrix, pair_matrix};
use crate::synth::two_qubit::{self, Natives};
use crate::{Gate, Op, Wire};

/// No node.
pub const NONE: u32 = u32::MAX;

/// Blocks read by one worker at a time.
const CHUNK: usize = 64;

#[derive(Clone, Debug)]
pub enum Node {
    Pair(Pair),
    /// Anything but a unitary on two wires whose numbers are known.
    Other(Op),
}

/// A block on two wires, its first wire least significant.
#[derive(Clone, Debug)]
pub struct Pair {
    pub wires: [Wire; 2],
    pub ops: Vec<Op>,
    pub matrix: M4,
    /// Native two-qubit gates it takes, as it stands or made anew.
    pub price: u32,
    /// An axis of each wire that is kept.
    pub kept: [Option<Kept>; 2],
    /// The nodes that follow on each wire.
    pub next: [u32; 2],
}

pub struct Nodes {
    pub list: Vec<Node>,
    /// For other operations: what follows on each of their wires.
    next: Vec<SmallVec<[u32; 4]>>,
}

impl Pair {
    pub fn slot(&self, wire: Wire) -> usize {
        usize::from(self.wires[0] != wire)
    }

    /// Read again what follows from the matrix.
    pub fn refresh(&mut self) {
        self.kept = [0, 1].map(|slot| kept(&self.matrix, slot));
    }
}

/// A wire while blocks are collected.
#[derive(Clone, Default)]
struct Open {
    block: Option<u32>,
    /// One-qubit gates that have no block yet.
    waiting: SmallVec<[Op; 4]>,
}

impl Nodes {
    /// `None` if the target cannot make a block.
    pub fn of(circuit: &Circuit, natives: &Natives) -> Option<Nodes> {
        let mut list: Vec<Node> = Vec::new();
        let mut open = vec![Open::default(); circuit.num_qubits()];
        for op in circuit.iter() {
            match *circuit.wires(op) {
                [q] if joins(circuit, op) => open[q.index()].waiting.push(op),
                [a, b] if joins(circuit, op) && !b.is_bit() => {
                    let (x, y) = (open[a.index()].block, open[b.index()].block);
                    let block = match x.filter(|_| x == y) {
                        Some(block) => block,
                        None => {
                            list.push(Node::Pair(Pair::new([a, b])));
                            list.len() as u32 - 1
                        }
                    };
                    if let Node::Pair(pair) = &mut list[block as usize] {
                        for wire in [a, b] {
                            let open = &mut open[wire.index()];
                            pair.ops.extend(open.waiting.drain(..));
                            open.block = Some(block);
                        }
                        pair.ops.push(op);
                    }
                }
                _ => {
                    for wire in circuit.qubits(op) {
                        close(&mut open[wire.index()], &mut list);
                    }
                    list.push(Node::Other(op));
                }
            }
        }
        for open in &mut open {
            close(open, &mut list);
        }
        read(circuit, &mut list, natives)?;
        let mut nodes = Nodes {
            next: Vec::new(),
            list,
        };
        nodes.link(circuit);
        Some(nodes)
    }

    fn link(&mut self, circuit: &Circuit) {
        let mut after = vec![NONE; circuit.num_qubits()];
        self.next = vec![SmallVec::new(); self.list.len()];
        for i in (0..self.list.len()).rev() {
            match &mut self.list[i] {
                Node::Pair(pair) => {
                    for (slot, wire) in pair.wires.iter().enumerate() {
                        pair.next[slot] = std::mem::replace(&mut after[wire.index()], i as u32);
                    }
                }
                Node::Other(op) => {
                    for wire in circuit.qubits(*op) {
                        let next = std::mem::replace(&mut after[wire.index()], i as u32);
                        self.next[i].push(next);
                    }
                }
            }
        }
    }

    pub fn pair(&self, index: u32) -> Option<&Pair> {
        match self.list.get(index as usize)? {
            Node::Pair(pair) => Some(pair),
            Node::Other(_) => None,
        }
    }

    pub fn pair_mut(&mut self, index: u32) -> Option<&mut Pair> {
        match self.list.get_mut(index as usize)? {
            Node::Pair(pair) => Some(pair),
            Node::Other(_) => None,
        }
    }

    /// The axis a node keeps on a wire, and what follows there.
    pub fn passage(&self, circuit: &Circuit, index: u32, wire: Wire) -> Option<(Kept, u32)> {
        match self.list.get(index as usize)? {
            Node::Pair(pair) => {
                let slot = pair.slot(wire);
                Some((pair.kept[slot]?, pair.next[slot]))
            }
            Node::Other(op) => {
                if !circuit.kind(*op).is_unitary() {
                    return None;
                }
                let slot = circuit.qubits(*op).iter().position(|&w| w == wire)?;
                let axis: Axis = named(*axes(circuit, *op)?.get(slot)?)?;
                let kept = Kept {
                    from: axis,
                    to: axis,
                };
                Some((kept, self.next[index as usize][slot]))
            }
        }
    }
}

impl Pair {
    fn new(wires: [Wire; 2]) -> Pair {
        Pair {
            wires,
            ops: Vec::new(),
            matrix: M4::IDENTITY,
            price: 0,
            kept: [None; 2],
            next: [NONE; 2],
        }
    }
}

fn close(open: &mut Open, list: &mut Vec<Node>) {
    let waiting = std::mem::take(&mut open.waiting);
    match open.block.take().map(|b| &mut list[b as usize]) {
        Some(Node::Pair(pair)) => pair.ops.extend(waiting),
        _ => list.extend(waiting.into_iter().map(Node::Other)),
    }
}

/// A unitary of one or two qubits, all numbers known.
fn joins(circuit: &Circuit, op: Op) -> bool {
    match circuit.kind(op) {
        // u0 is a delay.
        Kind::Gate(Gate::U0) => false,
        Kind::Gate(_) => !circuit.params(op).iter().any(|a| a.is_symbolic()),
        Kind::Unitary => true,
        _ => false,
    }
}

/// The numbers of the blocks, in parallel; `None` if one of them has no native form.
fn read(circuit: &Circuit, list: &mut [Node], natives: &Natives) -> Option<()> {
    let read = |node: &mut Node| {
        if let Node::Pair(pair) = node {
            pair.matrix = block_matrix(circuit, &pair.ops, pair.wires)?;
            pair.price = price(circuit, &pair.ops, &pair.matrix, natives)?;
            pair.refresh();
        }
        Some(())
    };
    let chunks = list.par_chunks_mut(CHUNK);
    chunks
        .map(|chunk| chunk.iter_mut().try_for_each(read))
        .collect()
}

/// Native two-qubit gates for a block, as it stands or made anew.
fn price(circuit: &Circuit, ops: &[Op], matrix: &M4, natives: &Natives) -> Option<u32> {
    let mut stands = 0;
    for &op in ops.iter().filter(|&&op| circuit.wires(op).len() == 2) {
        stands += match circuit.gate(op) {
            Some(gate) if natives.contains(gate) => 1,
            _ => two_qubit::uses(&pair_matrix(circuit, op)?, natives)?,
        };
    }
    match stands {
        0 | 1 => Some(stands),
        _ => Some(stands.min(two_qubit::uses(matrix, natives)?)),
    }
}
