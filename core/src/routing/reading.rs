// SPDX-License-Identifier: Apache-2.0
//! A circuit as a routing problem, and the list of operations behind each node.
//!
//! A maximal run of gates on one pair of qubits is one node, from its first two-qubit gate to its last, with its matrix's
//! price in native gates, alone and with a swap behind it. One-qubit gates between nodes are no nodes: they are written
//! when their wire reaches the stage they stand before. Everything else on several wires, or on a bit, is a node that
//! fits anywhere.

use smallvec::SmallVec;

use super::blocks::pairs_inside;
use super::problem::{Node, Problem};
use crate::analysis::axes::axes;
use crate::circuit::{Circuit, Kind};
use crate::gate::Axis;
use crate::synth::euler::Pauli;
use crate::synth::matrix::{M2, M4};
use crate::synth::op_matrix::block_matrix;
use crate::synth::two_qubit::{uses, Natives};
use crate::synth::weyl::pauli;
use crate::{Gate, Op, Wire};

/// A circuit read.
pub struct Reading {
    pub problem: Problem,
    /// Operations of each node, in order.
    pub nodes: Vec<Vec<Op>>,
    /// By qubit and stage: one-qubit operations to be written when the wire reaches the stage; one more list than there
    /// are stages, the last for the end.
    pub before: Vec<Vec<Vec<Op>>>,
}

/// The Paulis something commutes with on a wire: a set of X, Y, Z.
type Axes = u8;
const PAULIS: [Pauli; 3] = [Pauli::X, Pauli::Y, Pauli::Z];
const ALL: Axes = 7;
/// Commutators up to this are rounding. What commutes only nearly stays where it is: an exchange is charged to no ledger.
const EXACT: f64 = 1e-13;

fn axes_of(axis: Axis) -> Axes {
    match axis {
        Axis::Any => ALL,
        Axis::X => 1,
        Axis::Y => 2,
        Axis::Z => 4,
        Axis::None => 0,
    }
}

/// Read a circuit whose unitaries are on one or two qubits, and whose blocks are `blocks`. With `relaxed`, nodes that
/// commute share a stage.
pub fn read(circuit: &Circuit, blocks: &Blocks, relaxed: bool) -> Reading {
    let mut reader = Reader {
        circuit,
        relaxed,
        lines: vec![Line::default(); circuit.num_qubits() + circuit.num_bits()],
        nodes: Vec::new(),
        ops: Vec::new(),
        inner: Vec::new(),
        before: vec![vec![Vec::new()]; circuit.num_qubits()],
    };
    let mut seen = vec![false; blocks.list.len()];
    for op in circuit.iter() {
        match blocks.of[op.index()] {
            Some(block) => {
                if !std::mem::replace(&mut seen[block as usize], true) {
                    reader.block(&blocks.list[block as usize], &blocks.facts[block as usize]);
                }
            }
            None if circuit.wires(op).len() == 1 => reader.alone(op),
            None => reader.fence(op),
        }
    }
    for (lists, line) in reader.before.iter_mut().zip(&reader.lines) {
        lists.resize(line.stages as usize + 1, Vec::new());
    }
    let (qubits, wires) = (circuit.num_qubits() as u32, reader.lines.len() as u32);
    let mut problem = Problem::new(qubits, wires, reader.nodes);
    problem.inner = reader.inner;
    Reading {
        problem,
        nodes: reader.ops,
        before: reader.before,
    }
}

/// What is known of a wire while it is read.
#[derive(Clone, Copy, Default)]
struct Line {
    /// Stages begun.
    stages: u32,
    /// What all of the last stage commutes with; one-qubit operations after it have to as well, or the next node begins
    /// a stage.
    open: Axes,
}

struct Reader<'a> {
    circuit: &'a Circuit,
    relaxed: bool,
    lines: Vec<Line>,
    nodes: Vec<Node>,
    ops: Vec<Vec<Op>>,
    inner: Vec<(u32, u32)>,
    before: Vec<Vec<Vec<Op>>>,
}

impl Reader<'_> {
    /// Enter a node on a wire; its stage.
    fn enter(&mut self, wire: usize, axes: Axes) -> u32 {
        let line = &mut self.lines[wire];
        line.open &= axes;
        if line.open == 0 || !self.relaxed {
            line.stages += 1;
            line.open = axes;
        }
        line.stages - 1
    }

    fn wire(&self, wire: crate::Wire) -> usize {
        match wire.is_bit() {
            true => self.circuit.num_qubits() + wire.index(),
            false => wire.index(),
        }
    }

    /// An operation on one qubit, outside of blocks.
    fn alone(&mut self, op: Op) {
        let wire = self.wire(self.circuit.wires(op)[0]);
        if wire >= self.before.len() {
            return self.fence(op);
        }
        let own = axes(self.circuit, op).map_or(0, |a| axes_of(a[0]));
        let line = &mut self.lines[wire];
        // What commutes with the whole stage may as well stand before it, unless the order is to stay.
        let stage = match line.open & own {
            _ if !self.relaxed => line.stages,
            0 => line.stages,
            _ => line.stages - 1,
        };
        line.open &= own;
        let lists = &mut self.before[wire];
        lists.resize(lists.len().max(stage as usize + 1), Vec::new());
        lists[stage as usize].push(op);
    }

    fn fence(&mut self, op: Op) {
        let wires: SmallVec<[usize; 4]> = self
            .circuit
            .wires(op)
            .iter()
            .map(|&w| self.wire(w))
            .collect();
        let slots = wires
            .iter()
            .map(|&w| (w as u32, self.enter(w, 0)))
            .collect();
        let pair = match self.circuit.qubits(op) {
            &[a, b] if needs_coupling(self.circuit, op) => Some([a.0, b.0]),
            _ => None,
        };
        let on = self.circuit.qubits(op);
        if pair.is_none() {
            let inside = pairs_inside(self.circuit, op).into_iter();
            self.inner
                .extend(inside.map(|(a, b)| (on[a as usize].0, on[b as usize].0)));
        }
        self.nodes.push(Node {
            pair,
            uses: 1,
            mirror: 4,
            slots,
        });
        self.ops.push(vec![op]);
    }

    fn block(&mut self, block: &Block, facts: &Facts) {
        let slots = [0, 1].map(|i| {
            let wire = block.pair[i] as usize;
            (wire as u32, self.enter(wire, facts.axes[i]))
        });
        self.nodes.push(Node {
            pair: Some(block.pair),
            uses: facts.uses,
            mirror: facts.mirror,
            slots: SmallVec::from(slots),
        });
        self.ops.push(block.ops.clone());
    }
}

/// Whether an operation on two qubits makes them meet: a gate, or control flow with one inside; not a barrier, say.
pub fn needs_coupling(circuit: &Circuit, op: Op) -> bool {
    let kind = circuit.kind(op);
    kind.is_unitary() || kind == Kind::Opaque || !pairs_inside(circuit, op).is_empty()
}

/// A run of gates on one pair.
struct Block {
    pair: [u32; 2],
    ops: Vec<Op>,
}

/// Runs of gates on one pair, and what each costs and commutes with.
pub struct Blocks {
    list: Vec<Block>,
    facts: Vec<Facts>,
    /// By operation.
    of: Vec<Option<u32>>,
}

impl Blocks {
    pub fn of(circuit: &Circuit, natives: &Natives) -> Blocks {
        let mut list: Vec<Block> = Vec::new();
        let mut of = vec![None; circuit.capacity()];
        let n = circuit.num_qubits();
        let mut open: Vec<Option<u32>> = vec![None; n];
        // One-qubit gates since the open block's last gate: they join it if it goes on.
        let mut waiting: Vec<SmallVec<[Op; 4]>> = vec![SmallVec::new(); n];
        for op in circuit.iter() {
            match *circuit.wires(op) {
                [q] if !q.is_bit() && may_join(circuit, op) => {
                    if open[q.index()].is_some() {
                        waiting[q.index()].push(op);
                    }
                }
                [a, b] if !b.is_bit() && may_join(circuit, op) => {
                    let (x, y) = (open[a.index()], open[b.index()]);
                    let block = match (x, y) {
                        (Some(p), Some(q)) if p == q => {
                            for wire in [a, b] {
                                for one in waiting[wire.index()].drain(..) {
                                    of[one.index()] = Some(p);
                                    list[p as usize].ops.push(one);
                                }
                            }
                            p
                        }
                        _ => {
                            list.push(Block {
                                pair: [a.0, b.0],
                                ops: Vec::new(),
                            });
                            list.len() as u32 - 1
                        }
                    };
                    for wire in [a, b] {
                        open[wire.index()] = Some(block);
                        waiting[wire.index()].clear();
                    }
                    of[op.index()] = Some(block);
                    list[block as usize].ops.push(op);
                }
                _ => {
                    for q in circuit.qubits(op) {
                        open[q.index()] = None;
                        waiting[q.index()].clear();
                    }
                }
            }
        }
        let facts = list.iter().map(|block| Facts::of(circuit, block, natives));
        Blocks {
            facts: facts.collect(),
            list,
            of,
        }
    }
}

/// A unitary of one or two qubits.
fn may_join(circuit: &Circuit, op: Op) -> bool {
    match circuit.kind(op) {
        Kind::Gate(Gate::U0) => false,
        kind => matches!(kind, Kind::Gate(_) | Kind::Unitary),
    }
}

/// What a block costs and commutes with.
struct Facts {
    uses: u8,
    mirror: u8,
    axes: [Axes; 2],
}

impl Facts {
    fn of(circuit: &Circuit, block: &Block, natives: &Natives) -> Facts {
        match block_matrix(circuit, &block.ops, block.pair.map(Wire::qubit)) {
            Some(u) => Facts::of_matrix(&u, natives),
            None => Facts::of_gates(circuit, block),
        }
    }

    fn of_matrix(u: &M4, natives: &Natives) -> Facts {
        let price = |u: &M4| uses(u, natives).unwrap_or(3).min(6) as u8;
        let swapped = swap() * *u;
        Facts {
            uses: price(u),
            mirror: price(&swapped),
            axes: [0, 1].map(|qubit| {
                let commutes = |p: &Pauli| {
                    let p = on(qubit, &pauli(*p));
                    (p * *u).distance(&(*u * p)) < EXACT
                };
                let bits = PAULIS.iter().enumerate().filter(|(_, p)| commutes(p));
                bits.fold(0, |set, (i, _)| set | 1 << i)
            }),
        }
    }

    /// With symbols: what holds for any value.
    fn of_gates(circuit: &Circuit, block: &Block) -> Facts {
        let mut facts = Facts {
            uses: 0,
            mirror: 0,
            axes: [ALL; 2],
        };
        for &op in &block.ops {
            let wires = circuit.wires(op);
            let own = axes(circuit, op);
            for (slot, wire) in wires.iter().enumerate() {
                let i = usize::from(wire.0 != block.pair[0]);
                facts.axes[i] &= own.as_ref().map_or(0, |a| axes_of(a[slot]));
            }
            if wires.len() == 2 {
                let symbols = circuit.params(op).iter().any(|a| a.is_symbolic());
                facts.uses += if symbols { 2 } else { 1 };
            }
        }
        facts.uses = facts.uses.min(3);
        facts.mirror = (facts.uses + 1).min(3);
        facts
    }
}

fn swap() -> M4 {
    M4(Gate::Swap.matrix4(&[]).expect("a two-qubit gate"))
}

fn on(qubit: usize, m: &M2) -> M4 {
    match qubit {
        0 => M4::product(m, &M2::IDENTITY),
        _ => M4::product(&M2::IDENTITY, m),
    }
}
