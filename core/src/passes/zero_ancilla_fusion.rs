// SPDX-License-Identifier: Apache-2.0
//! Blocks on two wires of which one is known to be in |0>: they may do anything to |1>.
//!
//! A wire of a mapped circuit that no program qubit starts on is in |0>, and so is one after a reset. One walk with the
//! state of every wire of which one is known: a block with a known input is rebuilt as the cheapest unitary that
//! agrees with it there ([`isometry`]), at most two `cx` where three are usual, so a swap into an empty place takes two. What
//! comes out in one state whatever the other qubit was (the place that a swap leaves) is known in turn.
//!
//! States that Clifford gates and commuting rotations lead to are followed as signed Paulis: they are exact, they need no
//! numbers for angles, and blocks beside them are completed by controlled Paulis that never fire.

use super::two_qubit_fusion::blocks::{collect, Block, Blocks};
use super::two_qubit_fusion::locals::Locals;
use super::two_qubit_fusion::rebuild::{kept, price, read, rounded, write, Rebuilt};
use super::PassError;
use crate::circuit::{Circuit, Kind, Payload};
use crate::synth::euler::Pauli;
use crate::synth::op_matrix::block_matrix;
use crate::synth::two_qubit::isometry::{completions, distance_on, eigenstate, outputs, State};
use crate::synth::two_qubit::{self, Product};
use crate::{Op, Target};

/// Rebuild blocks beside wires in a known state where that takes fewer native two-qubit gates. With `exact`, only by
/// Clifford gates and the rotations that are there.
pub fn zero_ancilla_fusion(
    circuit: &mut Circuit,
    target: &Target,
    exact: bool,
) -> Result<bool, PassError> {
    let mut known = vec![None; circuit.num_qubits()];
    if let Some(layout) = &circuit.layout {
        known.fill(Some(Known::ZERO));
        layout
            .initial
            .iter()
            .for_each(|&w| known[w as usize] = None);
    }
    let resets = |op| matches!(circuit.kind(op), Kind::Reset | Kind::Allocate);
    if known.iter().all(Option::is_none) && !circuit.iter().any(resets) {
        return Ok(false);
    }
    let places: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let blocks = collect(circuit, target, &places, !circuit.parameters.is_empty());
    let mut walk = Walk {
        known,
        exact,
        locals: Locals::new(target),
    };
    let mut changed = false;
    for (index, rebuilt) in walk.run(circuit, &blocks) {
        if circuit.ledger.charge(rebuilt.error) {
            let block = &blocks.list[index];
            write(
                circuit,
                &blocks.ops[block.start..block.end],
                block.wires,
                rebuilt,
            );
            changed = true;
        }
    }
    Ok(changed)
}

/// The state of a wire.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Known {
    state: State,
    /// If it is an eigenstate of a Pauli, exactly: which one, and whether of the eigenvalue -1.
    pauli: Option<(Pauli, bool)>,
    /// Bound on how far the wire is from it.
    error: f64,
}

impl Known {
    const ZERO: Known = Known {
        state: [crate::synth::matrix::ONE, crate::synth::matrix::ZERO],
        pauli: Some((Pauli::Z, false)),
        error: 0.0,
    };

    fn eigenstate(axis: Pauli, minus: bool) -> Known {
        Known {
            state: eigenstate(axis, minus),
            pauli: Some((axis, minus)),
            error: 0.0,
        }
    }
}

/// What one more block adds to the error of a state that is followed by numbers.
const ROUNDING: f64 = 1e-14;

struct Walk<'a> {
    known: Vec<Option<Known>>,
    exact: bool,
    locals: Locals<'a>,
}

impl Walk<'_> {
    /// Blocks with their new forms, in order.
    fn run(&mut self, circuit: &Circuit, blocks: &Blocks) -> Vec<(usize, Rebuilt)> {
        let mut block_of = vec![u32::MAX; circuit.capacity()];
        for (i, block) in blocks.list.iter().enumerate() {
            let ops = &blocks.ops[block.start..block.end];
            ops.iter().for_each(|op| block_of[op.index()] = i as u32);
        }
        let mut seen = vec![false; blocks.list.len()];
        let mut found = Vec::new();
        for op in circuit.iter() {
            let index = block_of[op.index()] as usize;
            if index < seen.len() {
                if circuit.qubits(op).len() == 2 && !std::mem::replace(&mut seen[index], true) {
                    found.extend(self.visit(circuit, blocks, index).map(|r| (index, r)));
                }
                continue;
            }
            match circuit.kind(op) {
                Kind::Barrier | Kind::Delay => {}
                Kind::Reset => self.set(circuit, op, Some(Known::ZERO)),
                Kind::Allocate => {
                    let payload = circuit.payload(op).map(|p| &**p);
                    let clean = matches!(payload, Some(Payload::Allocate { clean: true }));
                    self.set(circuit, op, clean.then_some(Known::ZERO));
                }
                // A state of the computational basis is not changed by looking.
                Kind::Measure => {
                    let known = self.known[circuit.qubits(op)[0].index()];
                    let stays = |k: &Known| matches!(k.pauli, Some((Pauli::Z, _)));
                    self.set(circuit, op, known.filter(stays));
                }
                _ => self.set(circuit, op, None),
            }
        }
        found
    }

    fn set(&mut self, circuit: &Circuit, op: Op, known: Option<Known>) {
        for wire in circuit.qubits(op) {
            self.known[wire.index()] = known;
        }
    }

    /// The block's new form, if there is a better one; and what is known of its wires after it.
    fn visit(&mut self, circuit: &Circuit, blocks: &Blocks, index: usize) -> Option<Rebuilt> {
        let block = &blocks.list[index];
        let known = block.wires.map(|w| self.known[w.index()]);
        if known == [None, None] {
            return None;
        }
        let ops = &blocks.ops[block.start..block.end];
        let mut product = Product::default();
        let product = read(&mut product, circuit, ops, block.wires).map(|()| product);
        let u = (!block.symbolic)
            .then(|| block_matrix(circuit, ops, block.wires))
            .flatten();
        let after = followed(product.as_ref(), u.as_ref(), &known);
        for (wire, after) in block.wires.iter().zip(after) {
            self.known[wire.index()] = after;
        }
        self.rebuild(circuit, blocks, block, &known)
    }

    fn rebuild(
        &mut self,
        circuit: &Circuit,
        blocks: &Blocks,
        block: &Block,
        known: &[Option<Known>; 2],
    ) -> Option<Rebuilt> {
        let (ops, kit) = blocks.of(block);
        let (natives, half_turns) = (&kit.natives, &kit.half_turns[0]);
        let stands = price(circuit, ops, natives).filter(|&gates| gates > 0)?;
        let exactly = |below: u32| {
            let words = completed(known).filter_map(|mut product| {
                read(&mut product, circuit, ops, block.wires)?;
                product.word(half_turns, below)
            });
            words.min_by_key(|word| word.uses.len())
        };
        self.locals.move_to(block.places);
        if block.symbolic || self.exact || !self.locals.are_universal() {
            return kept(exactly(stands)?, &mut self.locals);
        }
        let u = block_matrix(circuit, ops, block.wires)?;
        let states = known.map(|k| k.map(|k| k.state));
        let error: f64 = known.iter().flatten().map(|k| k.error).sum();
        let words = completions(&u, &states).into_iter().filter_map(|v| {
            let word = two_qubit::synthesize(&v, natives, stands)?;
            Some((word, v))
        });
        let rounded_best = words.min_by_key(|(word, _)| word.uses.len());
        let fewest = rounded_best
            .as_ref()
            .map_or(stands - 1, |(w, _)| w.uses.len() as u32);
        if let Some(rebuilt) = exactly(fewest + 1).and_then(|w| kept(w, &mut self.locals)) {
            return Some(rebuilt);
        }
        let (word, v) = rounded_best?;
        let mut rebuilt = rounded(&word, &v, &mut self.locals)?;
        rebuilt.error += error + distance_on(&u, &v, &states);
        Some(rebuilt)
    }
}

/// Starts of products that do nothing to the known states: nothing, and Paulis controlled by those of one qubit, then by
/// those of the other.
fn completed(known: &[Option<Known>; 2]) -> impl Iterator<Item = Product> {
    let controls = known.map(|k| k.and_then(|k| k.pauli));
    let choices = |control: Option<(Pauli, bool)>| match control {
        Some(_) => vec![None, Some(Pauli::X), Some(Pauli::Y), Some(Pauli::Z)],
        None => vec![None],
    };
    let (first, second) = (choices(controls[0]), choices(controls[1]));
    first.into_iter().flat_map(move |p| {
        let second = second.clone();
        second.into_iter().map(move |q| {
            let mut product = Product::default();
            for (qubit, target) in [(0, p), (1, q)] {
                if let (Some(control), Some(target)) = (controls[qubit], target) {
                    product.controlled(qubit, control, target);
                }
            }
            product
        })
    })
}

/// What is known of the wires of a block after it.
fn followed(
    product: Option<&Product>,
    u: Option<&crate::synth::matrix::M4>,
    known: &[Option<Known>; 2],
) -> [Option<Known>; 2] {
    let mut after = [None; 2];
    if let Some(product) = product {
        for (qubit, known) in known.iter().enumerate() {
            let pauli = known.and_then(|k| k.pauli);
            let carried = pauli.and_then(|(axis, minus)| {
                let (to, axis, negated) = product.carried(qubit, axis)?;
                Some((to, Known::eigenstate(axis, minus ^ negated)))
            });
            if let Some((to, known)) = carried {
                after[to] = Some(known);
            }
        }
    }
    if let Some(u) = u {
        let error: f64 = known.iter().flatten().map(|k| k.error).sum();
        let states = outputs(u, &known.map(|k| k.map(|k| k.state)));
        for (after, state) in after.iter_mut().zip(states) {
            *after = after.or(state.map(|state| Known {
                state,
                pauli: None,
                error: error + ROUNDING,
            }));
        }
    }
    after
}

#[cfg(test)]
#[path = "zero_ancilla_fusion_tests.rs"]
mod tests;
