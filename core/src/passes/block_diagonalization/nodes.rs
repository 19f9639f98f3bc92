// SPDX-License-Identifier: Apache-2.0
//! Blocks of a circuit with their matrices, their prices and the axes they keep.
//!
//! Numbers are computed when they are first asked for: most blocks never are.

use super::axis::{kept, named, turned, Axis, Kept};
use super::blocks::{Block, Blocks, NONE};
use crate::analysis::axes::axes;
use crate::circuit::{Circuit, Kind};
use crate::synth::matrix::M4;
use crate::synth::op_matrix::{block_matrix, one_matrix, pair_matrix};
use crate::synth::two_qubit::{self, Natives};
use crate::{Gate, Op, Wire};

/// Blocks whose gates name no axis, and that keep none, in a row; after them only one of so many is asked for one.
const PATIENCE: u32 = 8;
const IMPATIENT: u32 = 8;

/// What a block does and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    pub matrix: M4,
    /// Native two-qubit gates, as it stands or made anew.
    pub price: u32,
}

/// What was asked of a block so far.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    matrix: Option<M4>,
    price: Option<u32>,
    kept: [Option<Option<Kept>>; 2],
}

pub struct Nodes<'a> {
    pub blocks: &'a Blocks<'a>,
    natives: &'a Natives,
    /// Place of a block among those of which something is known.
    place: Vec<u32>,
    known: Vec<Known>,
    ops: Vec<Op>,
    misses: u32,
}

impl<'a> Nodes<'a> {
    pub fn of(blocks: &'a Blocks<'a>, natives: &'a Natives) -> Nodes<'a> {
        Nodes {
            blocks,
            natives,
            place: vec![NONE; blocks.len() as usize],
            known: Vec::new(),
            ops: Vec::new(),
            misses: 0,
        }
    }

    /// A block that is no fence.
    pub fn pair(&self, index: u32) -> Option<&'a Block> {
        self.blocks.get(index).filter(|b| !b.is_fence())
    }

    fn known(&mut self, index: u32) -> &mut Known {
        let place = &mut self.place[index as usize];
        if *place == NONE {
            *place = self.known.len() as u32;
            self.known.push(Known::default());
        }
        &mut self.known[*place as usize]
    }

    fn matrix(&mut self, index: u32) -> Option<M4> {
        if let Some(matrix) = self.known(index).matrix {
            return Some(matrix);
        }
        let block = self.pair(index)?;
        self.ops.clear();
        self.blocks.ops(block, &mut self.ops);
        let matrix = block_matrix(self.blocks.circuit, &self.ops, block.wires);
        self.known(index).matrix = matrix;
        matrix
    }

    /// Matrix and price of a block; `None` if it has no native form.
    pub fn numbers(&mut self, index: u32) -> Option<Numbers> {
        let matrix = self.matrix(index)?;
        if let Some(price) = self.known(index).price {
            return Some(Numbers { matrix, price });
        }
        let block = self.pair(index)?;
        self.ops.clear();
        self.blocks.ops(block, &mut self.ops);
        let price = price(self.blocks.circuit, &self.ops, &matrix, self.natives)?;
        self.known(index).price = Some(price);
        Some(Numbers { matrix, price })
    }

    /// Give a block another matrix.
    pub fn set(&mut self, index: u32, numbers: Numbers) {
        *self.known(index) = Known {
            matrix: Some(numbers.matrix),
            price: Some(numbers.price),
            kept: [None; 2],
        };
    }

    /// An axis that a block keeps on one of its wires.
    pub fn kept(&mut self, index: u32, slot: usize) -> Option<Kept> {
        let block = self.pair(index)?;
        if let Some(known) = self.known(index).kept[slot] {
            return known;
        }
        let is_new = self.known(index).matrix.is_none();
        let by_name = match (is_new, block.gates) {
            (true, 1) => {
                self.ops.clear();
                self.blocks.ops(block, &mut self.ops);
                kept_by_name(self.blocks.circuit, &self.ops, block.wires[slot])
            }
            _ => None,
        };
        let is_doubtful = is_new && block.gates > 1 && block.is_mixed();
        if is_doubtful {
            self.misses += 1;
            if self.misses > PATIENCE && self.misses % IMPATIENT != 0 {
                self.known(index).kept = [Some(None); 2];
                return None;
            }
        }
        let found = match by_name {
            Some(kept) => Some(kept),
            None => kept(&self.matrix(index)?, slot),
        };
        if is_doubtful && found.is_some() {
            self.misses = 0;
        }
        self.known(index).kept[slot] = Some(found);
        found
    }

    /// The axis a node keeps on a wire, and what follows there.
    pub fn passage(&mut self, index: u32, wire: Wire) -> Option<(Kept, u32)> {
        let block = self.blocks.get(index)?;
        let next = block.next[block.slot(wire)];
        if !block.is_fence() {
            return Some((self.kept(index, block.slot(wire))?, next));
        }
        let (circuit, op) = (self.blocks.circuit, block.first);
        if !circuit.kind(op).is_unitary() {
            return None;
        }
        let slot = circuit.qubits(op).iter().position(|&w| w == wire)?;
        let axis: Axis = named(*axes(circuit, op)?.get(slot)?)?;
        let kept = Kept {
            from: axis,
            to: axis,
        };
        Some((kept, next))
    }

    /// Native two-qubit gates of all blocks.
    pub fn price(&mut self) -> Option<u32> {
        let pairs: Vec<u32> = (0..self.blocks.len())
            .filter(|&i| self.pair(i).is_some())
            .collect();
        pairs
            .into_iter()
            .map(|i| Some(self.numbers(i)?.price))
            .sum()
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
