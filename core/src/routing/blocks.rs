// SPDX-License-Identifier: Apache-2.0
//! Routing inside the blocks of control flow.
//!
//! A block begins and ends in the placement of its moment, whichever branch is taken and however often it runs: the swaps
//! made inside are taken back at its end. Device qubits the swaps pass over become wires of the operation. Where a loop may
//! be left in the middle, every gate takes its swaps back at once, so that each way out finds the same placement.

use std::convert::Infallible;
use std::sync::Arc;

use crate::circuit::{Block, Circuit, Instruction, Kind, Operation, Payload};
use crate::synth::two_qubit::Natives;
use crate::{Gate, Op, Wire};

use super::coupling::Coupling;
use super::placement::{Placement, FREE};
use super::random::Random;
use super::reading::{needs_coupling, read, Blocks};
use super::sabre::{Router, Step};
use super::search::{Routing, PORTFOLIO};
use super::writing::write_body;

/// What routing a block needs to know.
pub struct Inside<'a> {
    pub coupling: &'a Coupling,
    pub natives: &'a Natives,
}

/// Pairs of an operation's qubits that have to meet inside its blocks, by position.
pub fn pairs_inside(circuit: &Circuit, op: Op) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    if !circuit.kind(op).is_control_flow() {
        return pairs;
    }
    let (qubits, bits) = (
        circuit.qubits(op).len() as u32,
        circuit.bits(op).len() as u32,
    );
    for block in circuit.payload(op).into_iter().flat_map(|p| p.blocks()) {
        let body = block.view(qubits, bits);
        for inner in body.iter() {
            let wires = body.qubits(inner);
            match *wires {
                [a, b] if needs_coupling(&body, inner) => pairs.push((a.0, b.0)),
                _ => pairs.extend(
                    pairs_inside(&body, inner)
                        .into_iter()
                        .map(|(a, b)| (wires[a as usize].0, wires[b as usize].0)),
                ),
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The operation on device wires, its blocks routed from `placement` and back to it. `placement` is of the owner's qubits.
pub fn rerouted(circuit: &Circuit, op: Op, placement: &Placement, inside: &Inside) -> Operation {
    let own: Vec<u32> = circuit
        .qubits(op)
        .iter()
        .map(|w| placement.place[w.index()])
        .collect();
    let bits: Vec<Wire> = circuit.bits(op).to_vec();
    let payload = circuit
        .payload(op)
        .cloned()
        .expect("control flow has a payload");
    let local = Placement::new(own.clone(), inside.coupling.qubits());
    let steady = may_be_left(&payload);
    let route = |block: &Block| {
        let body = block.to_circuit(own.len() as u32, bits.len() as u32);
        match steady {
            true => steadily(&body, &local, inside),
            false => freely(&body, &local, inside),
        }
    };
    let blocks: Vec<Circuit> = payload.blocks().map(route).collect();
    // The operation's own qubits, then those its blocks touch beside them.
    let mut wires = own;
    let mut position = vec![FREE; inside.coupling.qubits() as usize];
    wires
        .iter()
        .enumerate()
        .for_each(|(i, &q)| position[q as usize] = i as u32);
    for q in blocks
        .iter()
        .flat_map(|b| b.iter().flat_map(|op| b.qubits(op)))
    {
        if position[q.index()] == FREE {
            position[q.index()] = wires.len() as u32;
            wires.push(q.0);
        }
    }
    let mut narrowed = blocks
        .iter()
        .map(|b| Block::body(narrow(b, &position, wires.len() as u32)));
    let mut next = |_: &Block| Ok::<_, Infallible>(narrowed.next().expect("one for each block"));
    let payload = payload
        .with_blocks(&mut next)
        .unwrap_or_else(|no| match no {});
    let instruction = Instruction {
        kind: circuit.kind(op),
        params: Default::default(),
        payload: Some(Arc::new(payload)),
    };
    let mut operation = Operation::new(instruction, wires.into_iter().map(Wire::qubit).chain(bits));
    operation.place = circuit.place(op);
    operation
}

/// Swaps where the search puts them, all taken back at the end.
fn freely(body: &Circuit, start: &Placement, inside: &Inside) -> Circuit {
    let reading = read(body, &Blocks::of(body, inside.natives), true);
    let mut router = Router::new(inside.coupling);
    let best = PORTFOLIO
        .iter()
        .map(|heuristic| {
            let mut random = Random::new(0, 0);
            router.run(&reading.problem, start, heuristic, &mut random, true)
        })
        .min_by_key(|routed| (routed.swaps, routed.cost))
        .expect("a portfolio");
    let back: Vec<Step> = best
        .steps
        .iter()
        .rev()
        .copied()
        .filter(Step::is_swap)
        .collect();
    let routing = Routing {
        start: start.clone(),
        steps: best.steps.into_iter().chain(back).collect(),
        swaps: 2 * best.swaps,
        cost: 2 * best.cost,
    };
    write_body(body, &reading, &routing, inside)
}

/// Each gate brings its qubits together and takes them back.
fn steadily(body: &Circuit, start: &Placement, inside: &Inside) -> Circuit {
    let coupling = inside.coupling;
    let mut out = empty(body, coupling.qubits());
    for op in body.iter() {
        let mut placement = start.clone();
        let mut path = Vec::new();
        if let &[a, b] = body.qubits(op) {
            if needs_coupling(body, op) {
                let goal = placement.place[b.index()];
                while coupling.distance(placement.place[a.index()], goal) > 1 {
                    let from = placement.place[a.index()];
                    let closer =
                        |q: &&u32| coupling.distance(**q, goal) < coupling.distance(from, goal);
                    let to = *coupling
                        .neighbours(from)
                        .iter()
                        .find(closer)
                        .expect("a path");
                    placement.swap(from, to);
                    path.push((from, to));
                }
            }
        }
        path.iter().for_each(|&(p, q)| swap(&mut out, p, q));
        out.push(moved(body, op, &placement, inside));
        path.iter().rev().for_each(|&(p, q)| swap(&mut out, p, q));
    }
    out
}

/// An operation where its qubits are now, its blocks routed.
pub fn moved(circuit: &Circuit, op: Op, placement: &Placement, inside: &Inside) -> Operation {
    let inner = circuit.kind(op).is_control_flow() && circuit.kind(op) != Kind::Region;
    let place = |q: u32| placement.place[q as usize];
    let wires = circuit.qubits(op);
    let fits = |(a, b): (u32, u32)| {
        inside
            .coupling
            .coupled(place(wires[a as usize].0), place(wires[b as usize].0))
    };
    if inner && !pairs_inside(circuit, op).into_iter().all(fits) {
        return rerouted(circuit, op, placement, inside);
    }
    let mut operation = circuit.operation(op);
    for w in operation.wires.iter_mut().filter(|w| !w.is_bit()) {
        *w = Wire::qubit(place(w.0));
    }
    operation
}

fn swap(out: &mut Circuit, p: u32, q: u32) {
    out.push_gate(
        Gate::Swap,
        &[],
        &[Wire::qubit(p), Wire::qubit(q)],
        Default::default(),
    );
}

/// The body's wires on the device, and nothing on them.
pub fn empty(body: &Circuit, device: u32) -> Circuit {
    let mut out = Circuit::new(device, body.num_bits() as u32);
    out.name = body.name.clone();
    out.bit_registers = body.bit_registers.clone();
    out.phase = body.phase.clone();
    out.ledger = body.ledger.clone();
    out.parameters = body.parameters.clone();
    out.sources = body.sources.clone();
    out
}

/// A body on device wires, on the wires of its owner alone.
///
/// What may end the body early takes all of them, those that came in beside the old ones too: nothing may move across it.
fn narrow(body: &Circuit, position: &[u32], qubits: u32) -> Circuit {
    let mut out = empty(body, qubits);
    for op in body.iter() {
        let mut operation = body.operation(op);
        for w in operation.wires.iter_mut().filter(|w| !w.is_bit()) {
            *w = Wire::qubit(position[w.index()]);
        }
        let kind = operation.instruction.kind;
        if leaves(kind, operation.instruction.payload.as_deref()) {
            match kind.is_control_flow() {
                true => widen(&mut operation, qubits),
                false => {
                    let all = (0..qubits).map(Wire::qubit);
                    let bits = (0..body.num_bits() as u32).map(Wire::bit);
                    operation.wires = all.chain(bits).collect();
                }
            }
        }
        out.push(operation);
    }
    out
}

/// Give control flow the wires it lacks of so many; its blocks, too.
fn widen(operation: &mut Operation, qubits: u32) {
    let (mut wires, bits): (Vec<Wire>, Vec<Wire>) =
        operation.wires.iter().partition(|w| !w.is_bit());
    let own: Vec<u32> = (0..wires.len() as u32).collect();
    let missing = (0..qubits).map(Wire::qubit).filter(|w| !wires.contains(w));
    let missing: Vec<Wire> = missing.collect();
    wires.extend(missing);
    let payload = operation.instruction.payload.as_deref();
    let payload = payload.expect("control flow has a payload");
    let mut wide = |block: &Block| {
        let body = block.to_circuit(own.len() as u32, bits.len() as u32);
        Ok::<_, Infallible>(Block::body(narrow(&body, &own, qubits)))
    };
    let payload = payload
        .with_blocks(&mut wide)
        .unwrap_or_else(|no| match no {});
    operation.instruction.payload = Some(Arc::new(payload));
    operation.wires = wires.into_iter().chain(bits).collect();
}

/// A break or continue somewhere inside ends a run of the block early.
fn may_be_left(payload: &Payload) -> bool {
    payload.blocks().any(|block| match block {
        Block::Single { instruction, .. } => {
            leaves(instruction.kind, instruction.payload.as_deref())
        }
        Block::Body(body) => body
            .iter()
            .any(|op| leaves(body.kind(op), body.payload(op).map(|p| &**p))),
    })
}

fn leaves(kind: Kind, payload: Option<&Payload>) -> bool {
    matches!(kind, Kind::Break | Kind::Continue)
        || (kind.is_control_flow() && payload.is_some_and(may_be_left))
}

#[cfg(test)]
#[path = "blocks_tests.rs"]
mod tests;
