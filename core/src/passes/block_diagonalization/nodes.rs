// SPDX-License-Identifier: Apache-2.0
//! The circuit as the pass reads it: blocks of gates on two wires as matrices, everything else as a fence.
//!
//! A block is a maximal run of gates on one pair of wires. One-qubit gates belong to the block that follows them, so that
//! what a block leaves on a wire meets the next one in the axes of its own first gate; after the last block of a wire, to
//! that. Numbers are computed when they are first asked for: most blocks never are.

use smallvec::SmallVec;

use super::axis::{kept, named, turned, Axis, Kept};
use crate::analysis::axes::axes;
use crate::circuit::{Circuit, Kind};
use crate::synth::matrix::M4;
use crate::synth::op_matrix::{block_matrix, one_matrix, pair_matrix};
use crate::synth::two_qubit::{self, Natives};
use crate::{Gate, Op, Wire};

/// No node.
pub const NONE: u32 = u32::MAX;

/// Most nodes of a circuit worth the pass are pairs, so they are not boxed.
#[allow(clippy::large_enum_variant)]
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
    pub ops: SmallVec<[Op; 8]>,
    /// Gates on both wires.
    pub gates: u32,
    /// The nodes that follow on each wire.
    pub next: [u32; 2],
    numbers: Option<Box<Numbers>>,
    kept: [Option<Option<Kept>>; 2],
}

/// What a block does and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    pub matrix: M4,
    /// Native two-qubit gates, as it stands or made anew.
    pub price: u32,
}

pub struct Nodes<'a> {
    circuit: &'a Circuit,
    natives: &'a Natives,
    list: Vec<Node>,
    /// For other operations: what follows on each of their wires.
    next: Vec<SmallVec<[u32; 2]>>,
}

impl Pair {
    fn new(wires: [Wire; 2]) -> Pair {
        Pair {
            wires,
            ops: SmallVec::new(),
            gates: 0,
            next: [NONE; 2],
            numbers: None,
            kept: [None; 2],
        }
    }

    pub fn slot(&self, wire: Wire) -> usize {
        usize::from(self.wires[0] != wire)
    }
}

/// A wire while blocks are collected.
#[derive(Clone, Default)]
struct Open {
    block: Option<u32>,
    /// One-qubit gates that have no block yet.
    waiting: SmallVec<[Op; 4]>,
}

impl<'a> Nodes<'a> {
    pub fn of(circuit: &'a Circuit, natives: &'a Natives) -> Nodes<'a> {
        let mut list: Vec<Node> = Vec::new();
        let mut open = vec![Open::default(); circuit.num_qubits()];
        for op in circuit.iter() {
            match *circuit.wires(op) {
                [q] if joins(circuit, op) => open[q.index()].waiting.push(op),
                [a, b] if joins(circuit, op) => {
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
                        pair.gates += 1;
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
        let mut nodes = Nodes {
            circuit,
            natives,
            next: Vec::new(),
            list,
        };
        nodes.link();
        nodes
    }

    fn link(&mut self) {
        let mut after = vec![NONE; self.circuit.num_qubits()];
        self.next = vec![SmallVec::new(); self.list.len()];
        for i in (0..self.list.len()).rev() {
            match &mut self.list[i] {
                Node::Pair(pair) => {
                    for (slot, wire) in pair.wires.iter().enumerate() {
                        pair.next[slot] = std::mem::replace(&mut after[wire.index()], i as u32);
                    }
                }
                Node::Other(op) => {
                    for wire in self.circuit.qubits(*op) {
                        let next = std::mem::replace(&mut after[wire.index()], i as u32);
                        self.next[i].push(next);
                    }
                }
            }
        }
    }

    pub fn len(&self) -> u32 {
        self.list.len() as u32
    }

    pub fn node(&self, index: u32) -> Option<&Node> {
        self.list.get(index as usize)
    }

    pub fn pair(&self, index: u32) -> Option<&Pair> {
        match self.node(index)? {
            Node::Pair(pair) => Some(pair),
            Node::Other(_) => None,
        }
    }

    fn pair_mut(&mut self, index: u32) -> Option<&mut Pair> {
        match self.list.get_mut(index as usize)? {
            Node::Pair(pair) => Some(pair),
            Node::Other(_) => None,
        }
    }

    /// Matrix and price of a block; `None` if it has no native form.
    pub fn numbers(&mut self, index: u32) -> Option<Numbers> {
        let (circuit, natives) = (self.circuit, self.natives);
        let pair = self.pair_mut(index)?;
        if let Some(numbers) = &pair.numbers {
            return Some(**numbers);
        }
        let matrix = block_matrix(circuit, &pair.ops, pair.wires)?;
        let price = price(circuit, &pair.ops, &matrix, natives)?;
        let numbers = Numbers { matrix, price };
        pair.numbers = Some(Box::new(numbers));
        Some(numbers)
    }

    /// Give a block another matrix.
    pub fn set(&mut self, index: u32, numbers: Numbers) {
        if let Some(pair) = self.pair_mut(index) {
            pair.numbers = Some(Box::new(numbers));
            pair.kept = [None; 2];
        }
    }

    /// An axis that a block keeps on one of its wires.
    pub fn kept(&mut self, index: u32, slot: usize) -> Option<Kept> {
        let circuit = self.circuit;
        let pair = self.pair_mut(index)?;
        if let Some(known) = pair.kept[slot] {
            return known;
        }
        let by_name = match (&pair.numbers, pair.gates) {
            (None, 1) => kept_by_name(circuit, &pair.ops, pair.wires[slot]),
            _ => None,
        };
        let found = by_name.or_else(|| kept(&self.numbers(index)?.matrix, slot));
        if let Some(pair) = self.pair_mut(index) {
            pair.kept[slot] = Some(found);
        }
        found
    }

    /// The axis a node keeps on a wire, and what follows there.
    pub fn passage(&mut self, index: u32, wire: Wire) -> Option<(Kept, u32)> {
        match self.list.get(index as usize)? {
            Node::Pair(pair) => {
                let slot = pair.slot(wire);
                let next = pair.next[slot];
                Some((self.kept(index, slot)?, next))
            }
            Node::Other(op) => {
                if !self.circuit.kind(*op).is_unitary() {
                    return None;
                }
                let slot = self.circuit.qubits(*op).iter().position(|&w| w == wire)?;
                let axis: Axis = named(*axes(self.circuit, *op)?.get(slot)?)?;
                let kept = Kept {
                    from: axis,
                    to: axis,
                };
                Some((kept, self.next[index as usize][slot]))
            }
        }
    }

    /// Native two-qubit gates of all blocks.
    pub fn price(&mut self) -> Option<u32> {
        let pairs: Vec<u32> = (0..self.len())
            .filter(|&i| self.pair(i).is_some())
            .collect();
        pairs
            .into_iter()
            .map(|i| Some(self.numbers(i)?.price))
            .sum()
    }
}

fn close(open: &mut Open, list: &mut Vec<Node>) {
    let waiting = std::mem::take(&mut open.waiting);
    match open.block.take().map(|b| &mut list[b as usize]) {
        Some(Node::Pair(pair)) => pair.ops.extend(waiting),
        _ => list.extend(waiting.into_iter().map(Node::Other)),
    }
}

/// A gate or matrix with known numbers. Those on one or two qubits are what blocks are made of.
pub fn joins(circuit: &Circuit, op: Op) -> bool {
    match circuit.kind(op) {
        // u0 is a delay.
        Kind::Gate(Gate::U0) => false,
        Kind::Gate(_) => !circuit.params(op).iter().any(|a| a.is_symbolic()),
        Kind::Unitary => true,
        _ => false,
    }
}

/// The axis that a block with one gate on two wires keeps on a wire, by the gate's name.
fn kept_by_name(circuit: &Circuit, ops: &[Op], wire: Wire) -> Option<Kept> {
    let at = ops.iter().position(|&op| circuit.wires(op).len() == 2)?;
    let slot = circuit.slot(ops[at], wire)?;
    let axis = named(circuit.gate(ops[at])?.record().axes[slot])?;
    let (mut from, mut to) = (axis, axis);
    let here = |op: &&Op| circuit.wires(**op)[0] == wire;
    for &op in ops[..at].iter().rev().filter(here) {
        from = turned(&one_matrix(circuit, op)?.adjoint(), &from);
    }
    for &op in ops[at + 1..].iter().filter(here) {
        to = turned(&one_matrix(circuit, op)?, &to);
    }
    Some(Kept { from, to })
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
        _ if two_qubit::lower_bound(matrix, natives) >= stands => Some(stands),
        _ => Some(stands.min(two_qubit::uses(matrix, natives)?)),
    }
}
