// SPDX-License-Identifier: Apache-2.0
//! Swaps at the ends of a mapped circuit become part of its layouts.
//!
//! A block on two wires after which only operations on single wires follow may be followed by a swap for nothing: what
//! comes after changes wires and so does the final layout. Together with that swap the block may take fewer gates
//! than alone (its *mirror*): none for a swap, two instead of three for a `cp` and a swap. A block before which nothing
//! else lies on its wires is the same thing in reverse, with the initial layout.
//!
//! 1. *Decide*, one walk from each end: a wire is open until a block that stays. A block on two open wires is tried
//!    with the swap; one that then takes no two-qubit gate at all leaves its wires open for the next.
//! 2. *Write* the new blocks with a real swap beside each.
//! 3. *Carry* these swaps outwards: one walk with the current name of every wire.

use super::two_qubit_fusion::blocks::{collect, Blocks};
use super::two_qubit_fusion::locals::Locals;
use super::two_qubit_fusion::rebuild::{anchor, mirrored, write, End, Rebuilt};
use super::PassError;
use crate::circuit::{Circuit, Kind, Layout};
use crate::{Gate, Op, Target, Wire};

/// Put swaps at both ends of the circuit into its layouts where that takes fewer native two-qubit gates. With `exact`,
/// blocks are rewritten by Clifford gates and the rotations that are there only. `fixed`: program qubits that start where
/// they are, by number.
pub fn absorb_permutations(
    circuit: &mut Circuit,
    target: &Target,
    exact: bool,
    fixed: &[bool],
) -> Result<bool, PassError> {
    let mut absorption = Absorption {
        target,
        fixed,
        exact,
        locals: Locals::new(target),
    };
    let last = absorption.run(circuit, End::Last);
    Ok(absorption.run(circuit, End::First) || last)
}

struct Absorption<'a> {
    target: &'a Target,
    fixed: &'a [bool],
    exact: bool,
    locals: Locals<'a>,
}

impl Absorption<'_> {
    fn run(&mut self, circuit: &mut Circuit, end: End) -> bool {
        let places: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
        let symbols = !circuit.parameters.is_empty();
        let blocks = collect(circuit, self.target, &places, symbols);
        let chosen = self.choose(circuit, &blocks, end);
        if chosen.is_empty() {
            return false;
        }
        let mut swaps = vec![false; circuit.capacity() + chosen.len()];
        for (index, rebuilt) in chosen {
            let block = &blocks.list[index];
            let ops = &blocks.ops[block.start..block.end];
            let anchor = anchor(circuit, ops);
            let swap = match end {
                End::First => circuit.insert_gate_before(anchor, Gate::Swap, &[], &block.wires),
                End::Last => circuit.insert_gate_after(anchor, Gate::Swap, &[], &block.wires),
            };
            write(circuit, ops, block.wires, rebuilt);
            if swap.index() >= swaps.len() {
                swaps.resize(swap.index() + 1, false);
            }
            swaps[swap.index()] = true;
        }
        carry(circuit, &swaps, end);
        true
    }

    /// The blocks to be mirrored, from the end inwards; what they lose is charged.
    fn choose(
        &mut self,
        circuit: &mut Circuit,
        blocks: &Blocks,
        end: End,
    ) -> Vec<(usize, Rebuilt)> {
        let mut block_of = vec![u32::MAX; circuit.capacity()];
        for (i, block) in blocks.list.iter().enumerate() {
            let ops = &blocks.ops[block.start..block.end];
            ops.iter().for_each(|op| block_of[op.index()] = i as u32);
        }
        let mut seen = vec![false; blocks.list.len()];
        let mut open = vec![true; circuit.num_qubits()];
        if end == End::First {
            let layout = circuit.layout.as_ref();
            for (qubit, _) in self.fixed.iter().enumerate().filter(|(_, f)| **f) {
                let wire =
                    layout.map_or(Some(qubit), |l| l.initial.get(qubit).map(|&w| w as usize));
                if let Some(open) = wire.and_then(|w| open.get_mut(w)) {
                    *open = false;
                }
            }
        }
        // An end with nothing open left needs no walk to the other.
        let mut count = open.iter().filter(|open| **open).count();
        let mut ledger = circuit.ledger.clone();
        let mut chosen = Vec::new();
        let mut next = match end {
            End::First => circuit.first(),
            End::Last => circuit.last(),
        };
        while let Some(op) = next.some() {
            next = match end {
                End::First => circuit.after(op),
                End::Last => circuit.before(op),
            };
            if count == 0 {
                break;
            }
            let index = block_of[op.index()] as usize;
            match *circuit.qubits(op) {
                [a, b] if index < seen.len() => {
                    if std::mem::replace(&mut seen[index], true) {
                        continue;
                    }
                    let free = open[a.index()] && open[b.index()] && self.alike(a, b);
                    let mirror = free.then(|| {
                        let block = &blocks.list[index];
                        let locals = &mut self.locals;
                        mirrored(circuit, block, blocks, end, self.exact, locals)
                    });
                    let mirror = mirror.flatten().filter(|m| ledger.charge(m.error));
                    let gone = mirror.as_ref().is_some_and(|m| m.uses() == 0);
                    chosen.extend(mirror.map(|m| (index, m)));
                    if gone {
                        continue;
                    }
                }
                _ if moves(circuit, op) => continue,
                _ => {}
            }
            for wire in circuit.qubits(op) {
                count -= usize::from(std::mem::replace(&mut open[wire.index()], false));
            }
        }
        circuit.ledger = ledger;
        chosen
    }

    /// What stands on one of the wires may stand on the other; and they are coupled, so the circuit is mapped.
    fn alike(&self, a: Wire, b: Wire) -> bool {
        let sites = self.target.sites.as_ref();
        self.target.coupled(a.0, b.0) && sites.is_none_or(|s| s[a.index()] == s[b.index()])
    }
}

/// May change wires: an operation on one qubit, or a barrier. What speaks of a certain qubit of the device may not.
fn moves(circuit: &Circuit, op: Op) -> bool {
    let kind = circuit.kind(op);
    let single = circuit.qubits(op).len() == 1;
    if kind == Kind::Barrier {
        return true;
    }
    match kind {
        Kind::Pulse | Kind::Opaque | Kind::Region | Kind::Allocate | Kind::Release => false,
        _ if kind.is_control_flow() => {
            let bits = circuit.bits(op).len() as u32;
            let payload = circuit.payload(op).expect("control flow has a payload");
            let mut bodies = payload.blocks().map(|block| block.view(1, bits));
            single && bodies.all(|body| body.iter().all(|op| moves(&body, op)))
        }
        _ => single,
    }
}

/// Take the marked swaps out: towards the end, or towards the start.
fn carry(circuit: &mut Circuit, swaps: &[bool], end: End) {
    let marked = |op: Op| swaps.get(op.index()).is_some_and(|&m| m);
    let mut out = circuit.empty_like();
    out.phase = circuit.phase.clone();
    out.reserve(circuit.len());
    let start: Vec<u32> = match end {
        End::Last => (0..circuit.num_qubits() as u32).collect(),
        End::First => {
            let mut place: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
            let mut next = circuit.last();
            while let Some(op) = next.some() {
                if marked(op) {
                    exchange(&mut place, circuit.wires(op));
                }
                next = circuit.before(op);
            }
            place
        }
    };
    let mut place = start.clone();
    for op in circuit.iter() {
        if marked(op) {
            exchange(&mut place, circuit.wires(op));
            continue;
        }
        let mut operation = circuit.operation(op);
        for wire in operation.wires.iter_mut().filter(|w| !w.is_bit()) {
            *wire = Wire::qubit(place[wire.index()]);
        }
        out.push(operation);
    }
    // A layout that was there stays, even where it is the identity now: it says that the circuit is mapped.
    let mapped = out.layout.is_some();
    let layout = out
        .layout
        .take()
        .unwrap_or_else(|| Layout::identity(place.len() as u32));
    let on = |wires: &[u32], place: &[u32]| wires.iter().map(|&w| place[w as usize]).collect();
    let layout = Layout {
        initial: on(&layout.initial, &start),
        last: on(&layout.last, &place),
    };
    out.layout = Some(layout).filter(|l| mapped || !l.is_identity());
    *circuit = out;
}

fn exchange(place: &mut [u32], wires: &[Wire]) {
    place.swap(wires[0].index(), wires[1].index());
}

#[cfg(test)]
#[path = "absorb_permutations_tests.rs"]
mod tests;
