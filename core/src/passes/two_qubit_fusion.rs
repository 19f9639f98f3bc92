// SPDX-License-Identifier: Apache-2.0
//! Fuse runs of gates on a pair of qubits into the fewest native two-qubit gates.
//!
//! 1. *Collect*, one walk in order: a block is a maximal run of numeric gates on two wires, the one-qubit gates before, between
//!    and after included. Everything else, symbols too, ends the blocks on its wires.
//! 2. *Judge and rebuild*, blocks in parallel: the block's matrix, a lower bound on its uses from a trace, and only
//!    where that is below what stands, the decomposition ([`two_qubit`]) and its local gates ([`one_qubit`]).
//! 3. *Write*, in order: a better block replaces the old one at its last two-qubit gate, where every wire
//!    of the block is at hand and no neighbour is in the way.

use num_complex::Complex64;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::one_qubit_fusion::native_gates;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Circuit, Kind, Operation, Payload};
use crate::synth::matrix::{M2, M4};
use crate::synth::one_qubit::{Emitted, Phase, Run, Synthesizer};
use crate::synth::two_qubit::{self, Natives, Use};
use crate::{Angle, Gate, GateSet, Op, Target, Wire};

/// A rebuilt block further off than this is not used: something is wrong with its matrix.
const ABSURD: f64 = 1e-9;

/// Blocks judged by one worker at a time.
const CHUNK: usize = 128;

/// Fuse two-qubit blocks where that takes fewer native two-qubit gates.
pub fn two_qubit_fusion(circuit: &mut Circuit, target: &Target) -> Result<bool, PassError> {
    let synthesizer = Synthesizer::new(native_gates(target));
    if !synthesizer.is_universal() {
        return Ok(false);
    }
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| Ok(fuse(c, target, places, &synthesizer));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(fuse(circuit, target, &wires, &synthesizer) || inside)
}

/// `places[i]` is the target's qubit under qubit i.
fn fuse(circuit: &mut Circuit, target: &Target, places: &[u32], synthesizer: &Synthesizer) -> bool {
    let blocks = collect(circuit, target, places);
    let view: &Circuit = circuit;
    let rebuilt: Vec<(&Block, Rebuilt)> = blocks
        .list
        .par_chunks(CHUNK)
        .flat_map_iter(|chunk| {
            let mut synthesizer = synthesizer.clone();
            let blocks = &blocks;
            chunk.iter().filter_map(move |block| {
                let rebuilt = rebuild(view, block, blocks, &mut synthesizer)?;
                Some((block, rebuilt))
            })
        })
        .collect();
    let mut changed = false;
    for (block, rebuilt) in rebuilt {
        if circuit.ledger.charge(rebuilt.error) {
            write(circuit, &blocks.ops[block.start..block.end], block, rebuilt);
            changed = true;
        }
    }
    changed
}

/// A run of gates on two wires.
struct Block {
    wires: [Wire; 2],
    /// Its operations, in order, in `Blocks::ops`.
    start: usize,
    end: usize,
    pairs: u32,
    natives: u32,
}

struct Blocks {
    list: Vec<Block>,
    ops: Vec<Op>,
    /// The distinct sets of native gates of pairs.
    natives: Vec<Natives>,
}

/// What is known of a wire while blocks are collected.
#[derive(Clone, Copy, Default)]
struct Open {
    block: Option<u32>,
    /// One-qubit gates since the last operation that is none, while no block is open.
    first: Option<Op>,
    count: u32,
}

fn collect(circuit: &Circuit, target: &Target, places: &[u32]) -> Blocks {
    let mut open = vec![Open::default(); circuit.num_qubits()];
    let mut list: Vec<Block> = Vec::new();
    // (block, operation) as they come; sorted by block afterwards.
    let mut members: Vec<(u32, Op)> = Vec::with_capacity(circuit.len());
    let mut sets = NativeSets::new(target);
    for op in circuit.iter() {
        match *circuit.wires(op) {
            [q] if is_numeric(circuit, op) => {
                let state = &mut open[q.index()];
                match state.block {
                    Some(block) => members.push((block, op)),
                    None => {
                        state.first = state.first.or(Some(op));
                        state.count += 1;
                    }
                }
            }
            [a, b] if is_numeric(circuit, op) => {
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
                    natives: sets.of(places[a.index()], places[b.index()]),
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
    Blocks {
        list,
        ops,
        natives: sets.list,
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

/// A unitary of one or two qubits, all numbers known.
fn is_numeric(circuit: &Circuit, op: Op) -> bool {
    match circuit.kind(op) {
        // u0 is a delay.
        Kind::Gate(Gate::U0) => false,
        Kind::Gate(_) => circuit.params(op).iter().all(|a| !a.is_symbolic()),
        Kind::Unitary => true,
        _ => false,
    }
}

/// Native gates by pair, each set made once.
struct NativeSets<'a> {
    target: &'a Target,
    list: Vec<Natives>,
    known: FxHashMap<(GateSet, GateSet), u32>,
}

impl<'a> NativeSets<'a> {
    fn new(target: &'a Target) -> Self {
        NativeSets {
            target,
            list: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    fn of(&mut self, a: u32, b: u32) -> u32 {
        let target = self.target;
        if target.pairs.is_none() && !self.list.is_empty() {
            return 0;
        }
        let mut key = (target.pair_gates(a, b), target.pair_gates(b, a));
        if key.0.is_empty() && key.1.is_empty() {
            // Not coupled, so not routed yet: any pair may become any other.
            key = (target.gates.on(2), target.gates.on(2));
        }
        *self.known.entry(key).or_insert_with(|| {
            self.list
                .push(Natives::new(key.0, key.1, &|g| target.range(g)));
            self.list.len() as u32 - 1
        })
    }
}

/// One step of a new block.
enum Piece {
    One { wire: usize, gate: Emitted },
    Two(Use),
}

struct Rebuilt {
    pieces: Vec<Piece>,
    phase: Phase,
    error: f64,
}

/// The better form of a block, if there is one.
fn rebuild(
    circuit: &Circuit,
    block: &Block,
    blocks: &Blocks,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    if block.pairs < 2 {
        return None;
    }
    let ops = &blocks.ops[block.start..block.end];
    let natives = &blocks.natives[block.natives as usize];
    let stands = price(circuit, ops, natives)?;
    let u = matrix(circuit, ops, block.wires)?;
    if two_qubit::lower_bound(&u, natives) >= stands {
        return None;
    }
    let word = two_qubit::synthesize(&u, natives, stands)?;
    let mut error = word.matrix().distance(&u);
    let mut pieces = Vec::new();
    let mut phase = Phase::default();
    add_phase(&mut phase, &mut error, word.phase);
    let mut out = Vec::new();
    for (i, locals) in word.locals.iter().enumerate() {
        for (wire, local) in locals.iter().enumerate() {
            let mut run = Run::default();
            run.unitary(local);
            let (_, left) = synthesizer.synthesize(&mut run, false, &mut out)?;
            phase.join(&left);
            error += run.error;
            pieces.extend(out.drain(..).map(|gate| Piece::One { wire, gate }));
        }
        pieces.extend(word.uses.get(i).copied().map(Piece::Two));
    }
    (error < ABSURD).then_some(Rebuilt {
        pieces,
        phase,
        error,
    })
}

fn add_phase(phase: &mut Phase, error: &mut f64, value: f64) {
    let (angle, off) = crate::synth::euler::snapped(value);
    phase.add(&angle);
    *error += off;
}

/// Native two-qubit gates the block takes as it stands; `None` where something in it has no native form.
fn price(circuit: &Circuit, ops: &[Op], natives: &Natives) -> Option<u32> {
    let mut sum = 0;
    for &op in ops {
        if circuit.wires(op).len() < 2 {
            continue;
        }
        sum += match circuit.gate(op) {
            Some(gate) if natives.contains(gate) => 1,
            _ => two_qubit::uses(&pair_matrix(circuit, op)?, natives)?,
        };
    }
    Some(sum)
}

/// The block's matrix over its wires.
fn matrix(circuit: &Circuit, ops: &[Op], wires: [Wire; 2]) -> Option<M4> {
    let mut u = M4::IDENTITY;
    for &op in ops {
        match *circuit.wires(op) {
            [q] => u.then_one(&one_matrix(circuit, op)?, usize::from(q != wires[0])),
            [a, _] => {
                let reversed = a != wires[0];
                match circuit.kind(op) {
                    Kind::Gate(Gate::Cx) => u.then_cx(usize::from(reversed)),
                    _ => {
                        let m = pair_matrix(circuit, op)?;
                        u = if reversed { m.exchanged() } else { m } * u;
                    }
                }
            }
            _ => return None,
        }
    }
    Some(u)
}

fn values(circuit: &Circuit, op: Op) -> Option<([f64; 4], usize)> {
    let mut values = [0.0; 4];
    let params = circuit.params(op);
    for (value, angle) in values.iter_mut().zip(params) {
        *value = angle.value()?;
    }
    Some((values, params.len()))
}

fn written(circuit: &Circuit, op: Op) -> Option<&[Complex64]> {
    match circuit.payload(op).map(|p| &**p) {
        Some(Payload::Unitary { matrix, .. }) => Some(matrix),
        _ => None,
    }
}

fn one_matrix(circuit: &Circuit, op: Op) -> Option<M2> {
    match circuit.kind(op) {
        Kind::Gate(gate) => {
            let (values, count) = values(circuit, op)?;
            gate.matrix2(&values[..count]).map(M2)
        }
        _ => {
            let m = written(circuit, op)?;
            Some(M2([[m[0], m[1]], [m[2], m[3]]]))
        }
    }
}

/// The matrix of a two-qubit operation over its own operands.
fn pair_matrix(circuit: &Circuit, op: Op) -> Option<M4> {
    match circuit.kind(op) {
        Kind::Gate(gate) => {
            let (values, count) = values(circuit, op)?;
            gate.matrix4(&values[..count]).map(M4)
        }
        _ => {
            let m = written(circuit, op)?;
            Some(M4(std::array::from_fn(|i| {
                std::array::from_fn(|j| m[4 * i + j])
            })))
        }
    }
}

/// Replace the operations of a block.
fn write(circuit: &mut Circuit, ops: &[Op], block: &Block, rebuilt: Rebuilt) {
    // Whatever follows the block on one of its wires comes after this gate, and whatever precedes it comes before.
    let anchor = ops.iter().rev().find(|&&op| circuit.wires(op).len() == 2);
    let anchor = *anchor.expect("a block has two-qubit gates");
    for &op in ops.iter().filter(|&&op| op != anchor) {
        circuit.remove(op);
    }
    let [a, b] = block.wires.map(|w| w.0);
    let operations = rebuilt.pieces.iter().map(|piece| match piece {
        Piece::One { wire, gate } => {
            let qubit = [a, b][*wire];
            Operation::gate(gate.gate, gate.params().iter().cloned(), &[qubit])
        }
        Piece::Two(used) => {
            let qubits = if used.reversed { [b, a] } else { [a, b] };
            let count = used.gate.num_params();
            let angles = used.angles[..count].iter();
            Operation::gate(
                used.gate,
                angles.map(|&x| Angle::radians(x).snapped().0),
                &qubits,
            )
        }
    });
    circuit.replace(anchor, operations);
    circuit.add_phase(&rebuilt.phase.angle());
}
