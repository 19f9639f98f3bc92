// SPDX-License-Identifier: Apache-2.0
//! Which runs of gates lie on two wires, and what is native there.

use rustc_hash::FxHashMap;

use super::kit::Kit;
use crate::circuit::{Circuit, Kind};
use crate::{Gate, GateSet, Op, Target, Wire};

/// A run of gates on two wires.
pub struct Block {
    pub wires: [Wire; 2],
    /// Its operations, in order, in `Blocks::ops`.
    pub start: usize,
    pub end: usize,
    /// Two-qubit gates among them.
    pub pairs: u32,
    /// Index into `Blocks::kits`.
    pub kit: u32,
    /// The target's qubits under the wires.
    pub places: [u32; 2],
    /// It has symbols among its angles.
    pub symbolic: bool,
}

pub struct Blocks {
    pub list: Vec<Block>,
    pub ops: Vec<Op>,
    /// What pairs have; pairs that have the same share one.
    pub kits: Vec<Kit>,
}

impl Blocks {
    /// The operations of a block, and what its pair has.
    pub fn of(&self, block: &Block) -> (&[Op], &Kit) {
        let ops = &self.ops[block.start..block.end];
        (ops, &self.kits[block.kit as usize])
    }
}

/// What is known of a wire while blocks are collected.
#[derive(Clone, Copy, Default)]
struct Open {
    block: Option<u32>,
    /// One-qubit gates since the last operation that is none, while no block is open.
    first: Option<Op>,
    count: u32,
}

/// Maximal runs of unitaries of one or two qubits on two wires; those with symbols end a run, unless `symbols` are taken
/// for numbers. `places[i]` is the target's qubit under qubit i.
pub fn collect(circuit: &Circuit, target: &Target, places: &[u32], symbols: bool) -> Blocks {
    let mut open = vec![Open::default(); circuit.num_qubits()];
    let mut list: Vec<Block> = Vec::new();
    // (block, operation) as they come; sorted by block afterwards.
    let mut members: Vec<(u32, Op)> = Vec::with_capacity(circuit.len());
    let mut kits = Kits::new(target);
    for op in circuit.iter() {
        match *circuit.wires(op) {
            [q] if may_join(circuit, op, symbols) => {
                let state = &mut open[q.index()];
                match state.block {
                    Some(block) => members.push((block, op)),
                    None => {
                        state.first = state.first.or(Some(op));
                        state.count += 1;
                    }
                }
            }
            [a, b] if may_join(circuit, op, symbols) => {
                let (x, y) = (open[a.index()], open[b.index()]);
                if let (Some(p), Some(q)) = (x.block, y.block) {
                    if p == q {
                        members.push((p, op));
                        list[p as usize].pairs += 1;
                        continue;
                    }
                }
                let block = list.len() as u32;
                for (wire, state) in [(a, x), (b, y)] {
                    let mut next = state.first;
                    for _ in 0..state.count {
                        let before = next.expect("counted");
                        members.push((block, before));
                        next = Some(circuit.next_on(before, 0));
                    }
                    open[wire.index()] = Open {
                        block: Some(block),
                        ..Open::default()
                    };
                }
                members.push((block, op));
                list.push(Block {
                    wires: [a, b],
                    start: 0,
                    end: 0,
                    pairs: 1,
                    kit: kits.of(places[a.index()], places[b.index()]),
                    places: [a, b].map(|w| places[w.index()]),
                    symbolic: false,
                });
            }
            _ => {
                for q in circuit.qubits(op) {
                    open[q.index()] = Open::default();
                }
            }
        }
    }
    let ops = by_block(&members, &mut list);
    if symbols {
        for block in &mut list {
            let mut own = ops[block.start..block.end].iter();
            block.symbolic = own.any(|&op| is_symbolic(circuit, op));
        }
    }
    Blocks {
        list,
        ops,
        kits: kits.list,
    }
}

/// Sort by counting; the order within a block stays.
fn by_block(members: &[(u32, Op)], list: &mut [Block]) -> Vec<Op> {
    for (block, _) in members {
        list[*block as usize].end += 1;
    }
    let mut start = 0;
    for block in list.iter_mut() {
        let size = block.end;
        (block.start, block.end) = (start, start);
        start += size;
    }
    let mut ops = vec![Op::NONE; members.len()];
    for (block, op) in members {
        let end = &mut list[*block as usize].end;
        ops[*end] = *op;
        *end += 1;
    }
    ops
}

/// A unitary of one or two qubits, all numbers known but for symbols that are allowed.
fn may_join(circuit: &Circuit, op: Op, symbols: bool) -> bool {
    match circuit.kind(op) {
        // u0 is a delay.
        Kind::Gate(Gate::U0) => false,
        Kind::Gate(_) => symbols || !is_symbolic(circuit, op),
        Kind::Unitary => true,
        _ => false,
    }
}

fn is_symbolic(circuit: &Circuit, op: Op) -> bool {
    circuit.kind(op).gate().is_some() && circuit.params(op).iter().any(|a| a.is_symbolic())
}

/// What pairs have, each made once.
struct Kits<'a> {
    target: &'a Target,
    list: Vec<Kit>,
    known: FxHashMap<Key, u32>,
    /// Some pair has errors of its own.
    measured: bool,
}

/// Gates either way round, and the pair itself where pairs differ in their errors.
type Key = (GateSet, GateSet, Option<(u32, u32)>);

impl<'a> Kits<'a> {
    fn new(target: &'a Target) -> Self {
        let figures = target.calibration.iter().flat_map(|c| &c.gates);
        let mut of_pairs = figures.filter(|((_, [a, b]), _)| a != b);
        Kits {
            target,
            list: Vec::new(),
            known: FxHashMap::default(),
            measured: of_pairs.any(|(_, facts)| facts.error.is_some()),
        }
    }

    fn of(&mut self, a: u32, b: u32) -> u32 {
        let target = self.target;
        if target.pairs.is_none() && !self.measured && !self.list.is_empty() {
            return 0;
        }
        let pair = self.measured.then_some((a, b));
        let key = (target.pair_gates(a, b), target.pair_gates(b, a), pair);
        *self.known.entry(key).or_insert_with(|| {
            self.list.push(Kit::of(target, a, b));
            self.list.len() as u32 - 1
        })
    }
}
