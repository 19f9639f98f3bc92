// SPDX-License-Identifier: Apache-2.0
//! The better form of one block: its price, its matrix, its exact form, and how a new form is written in its place.

use super::blocks::{Block, Blocks};
use crate::circuit::{Circuit, Operation};
use crate::synth::matrix::{M2, M4};
use crate::synth::one_qubit::{Emitted, Phase, Run, Synthesizer};
use crate::synth::op_matrix::{block_matrix, pair_matrix};
use crate::synth::two_qubit::{self, ExactWord, HalfTurns, Natives, Product, Use, Word};
use crate::{Angle, Gate, Op, Wire};

/// A rebuilt block further off than this is not used: something is wrong with its matrix.
const ABSURD: f64 = 1e-9;

/// One step of a new block.
pub enum Piece {
    One { wire: usize, gate: Emitted },
    Two(Use),
}

/// A block's new form.
pub struct Rebuilt {
    pieces: Vec<Piece>,
    phase: Phase,
    /// Bound on what is lost to rounding.
    pub error: f64,
}

/// The better form of a block, if there is one.
pub fn rebuild(
    circuit: &Circuit,
    block: &Block,
    blocks: &Blocks,
    exact: bool,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    if block.pairs < 2 {
        return None;
    }
    let ops = &blocks.ops[block.start..block.end];
    let natives = &blocks.natives[block.natives as usize];
    let stands = price(circuit, ops, &natives.0)?;
    let mut product = Product::default();
    if block.symbolic {
        read(&mut product, circuit, ops, block.wires)?;
        return kept(product.word(&natives.1, stands)?, synthesizer);
    }
    let u = block_matrix(circuit, ops, block.wires)?;
    if two_qubit::lower_bound(&u, &natives.0) >= stands {
        return None;
    }
    let product = || {
        read(&mut product, circuit, ops, block.wires)?;
        Some(product)
    };
    better(&u, product, natives, stands, exact, synthesizer)
}

/// An end of a block.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum End {
    First,
    Last,
}

/// The block together with a swap at one of its ends, if that takes fewer gates than any form of the block alone.
pub fn mirrored(
    circuit: &Circuit,
    block: &Block,
    blocks: &Blocks,
    end: End,
    exact: bool,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    let ops = &blocks.ops[block.start..block.end];
    let natives = &blocks.natives[block.natives as usize];
    let stands = price(circuit, ops, &natives.0)?;
    let with_swap = || {
        let mut product = Product::default();
        let swap = |p: &mut Product, when: End| end != when || p.two(Gate::Swap, &[], false);
        let whole = swap(&mut product, End::First)
            && read(&mut product, circuit, ops, block.wires).is_some()
            && swap(&mut product, End::Last);
        whole.then_some(product)
    };
    if block.symbolic || exact {
        let mut alone = Product::default();
        read(&mut alone, circuit, ops, block.wires)?;
        let best = alone.word(&natives.1, stands);
        let plain = best.map_or(stands, |w| w.uses.len() as u32);
        return kept(with_swap()?.word(&natives.1, plain)?, synthesizer);
    }
    let u = block_matrix(circuit, ops, block.wires)?;
    let plain = stands.min(two_qubit::uses(&u, &natives.0)?);
    let swap = M4(Gate::Swap.matrix4(&[])?);
    let mirror = match end {
        End::First => u * swap,
        End::Last => swap * u,
    };
    better(&mirror, with_swap, natives, plain, exact, synthesizer)
}

/// A form of `u` with fewer than `below` gates. `product` gives it as Clifford gates and rotations.
pub fn better(
    u: &M4,
    product: impl FnOnce() -> Option<Product>,
    (natives, half_turns): &(Natives, HalfTurns),
    below: u32,
    exact: bool,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    if exact {
        return kept(product()?.word(half_turns, below)?, synthesizer);
    }
    let word = two_qubit::synthesize(u, natives, below)?;
    let fewest = word.uses.len() as u32;
    // Between n gates there is room for so many rotations; more are no reason to search.
    let room = 6 * (word.uses.len() + 1);
    product()
        .filter(|p| p.num_turns() <= room)
        .and_then(|p| kept(p.word(half_turns, fewest + 1)?, synthesizer))
        .or_else(|| rounded(&word, u, synthesizer))
}

/// Then the operations of a block, as Clifford gates and rotations; `None` where one is no such product.
pub fn read(product: &mut Product, circuit: &Circuit, ops: &[Op], wires: [Wire; 2]) -> Option<()> {
    for &op in ops {
        let (gate, params) = (circuit.gate(op)?, circuit.params(op));
        let reversed = circuit.wires(op)[0] != wires[0];
        let read = match circuit.wires(op).len() {
            1 => product.one(gate, params, usize::from(reversed)),
            _ => product.two(gate, params, reversed),
        };
        read.then_some(())?;
    }
    Some(())
}

/// A word with the block's own angles.
pub fn kept(mut word: ExactWord, synthesizer: &mut Synthesizer) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt {
        pieces: Vec::new(),
        phase: word.phase,
        error: word.error,
    };
    rebuilt.write(&mut word.locals, &word.uses, true, synthesizer)?;
    Some(rebuilt)
}

/// A word with angles from a decomposition.
pub fn rounded(word: &Word, u: &M4, synthesizer: &mut Synthesizer) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt {
        pieces: Vec::new(),
        phase: Phase::default(),
        error: word.matrix().distance(u),
    };
    add_phase(&mut rebuilt.phase, &mut rebuilt.error, word.phase);
    let run = |local: &M2| {
        let mut run = Run::default();
        run.unitary(local);
        run
    };
    let mut locals: Vec<[Run; 2]> = word.locals.iter().map(|l| l.each_ref().map(run)).collect();
    rebuilt.write(&mut locals, &word.uses, false, synthesizer)?;
    (rebuilt.error < ABSURD).then_some(rebuilt)
}

impl Rebuilt {
    /// Native two-qubit gates in it.
    pub fn uses(&self) -> usize {
        let pairs = self.pieces.iter().filter(|p| matches!(p, Piece::Two(_)));
        pairs.count()
    }

    /// Local gates around the uses of native gates.
    fn write(
        &mut self,
        locals: &mut [[Run; 2]],
        uses: &[Use],
        exact: bool,
        synthesizer: &mut Synthesizer,
    ) -> Option<()> {
        let mut out = Vec::new();
        for (i, runs) in locals.iter_mut().enumerate() {
            for (wire, run) in runs.iter_mut().enumerate() {
                let (_, left) = synthesizer.synthesize(run, exact, &mut out)?;
                self.phase.join(&left);
                self.error += run.error;
                let gates = out.drain(..).map(|gate| Piece::One { wire, gate });
                self.pieces.extend(gates);
            }
            self.pieces.extend(uses.get(i).copied().map(Piece::Two));
        }
        Some(())
    }
}

fn add_phase(phase: &mut Phase, error: &mut f64, value: f64) {
    let (angle, off) = crate::synth::euler::snapped(value);
    phase.add(&angle);
    *error += off;
}

/// Native two-qubit gates the block takes as it stands; `None` where something in it has no native form.
pub fn price(circuit: &Circuit, ops: &[Op], natives: &Natives) -> Option<u32> {
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

/// The block's last two-qubit gate: what follows the block on one of its wires comes after it, what precedes it before.
pub fn anchor(circuit: &Circuit, ops: &[Op]) -> Op {
    let pairs = |&&op: &&Op| circuit.wires(op).len() == 2;
    *ops.iter()
        .rev()
        .find(pairs)
        .expect("a block has two-qubit gates")
}

/// Replace the operations of a block.
pub fn write(circuit: &mut Circuit, ops: &[Op], block: &Block, rebuilt: Rebuilt) {
    let anchor = anchor(circuit, ops);
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
