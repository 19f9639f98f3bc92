// SPDX-License-Identifier: Apache-2.0
//! A block's new form: local gates around native two-qubit gates, and how it is written in the block's place.

use super::super::blocks::Block;
use super::super::locals::Locals;
use super::super::score::Score;
use crate::circuit::{Circuit, Operation};
use crate::synth::matrix::{M2, M4};
use crate::synth::one_qubit::{Emitted, Phase, Run};
use crate::synth::two_qubit::{ExactWord, Use, Word};
use crate::{Angle, Op, Target, Wire};

/// A rebuilt block further off than this is not used: something is wrong with its matrix.
const ABSURD: f64 = 1e-9;

/// One step of a new block.
pub enum Piece {
    One { wire: usize, gate: Emitted },
    Two(Use),
}

/// A block's new form.
pub struct Rebuilt {
    pub(super) pieces: Vec<Piece>,
    phase: Phase,
    /// Bound on what is lost to rounding.
    pub error: f64,
    pub(super) score: Score,
}

/// A word with the block's own angles.
pub fn kept(mut word: ExactWord, locals: &mut Locals) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt {
        pieces: Vec::new(),
        phase: word.phase,
        error: word.error,
        score: Score::default(),
    };
    rebuilt.write(&mut word.locals, &word.uses, true, locals)?;
    Some(rebuilt)
}

/// A word with angles from a decomposition.
pub fn rounded(word: &Word, u: &M4, locals: &mut Locals) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt {
        pieces: Vec::new(),
        phase: Phase::default(),
        error: word.matrix().distance(u),
        score: Score::default(),
    };
    add_phase(&mut rebuilt.phase, &mut rebuilt.error, word.phase);
    let run = |local: &M2| {
        let mut run = Run::default();
        run.unitary(local);
        run
    };
    let mut runs: Vec<[Run; 2]> = word.locals.iter().map(|l| l.each_ref().map(run)).collect();
    rebuilt.write(&mut runs, &word.uses, false, locals)?;
    (rebuilt.error < ABSURD).then_some(rebuilt)
}

impl Rebuilt {
    /// Native two-qubit gates in it.
    pub fn uses(&self) -> usize {
        let pairs = self.pieces.iter().filter(|p| matches!(p, Piece::Two(_)));
        pairs.count()
    }

    /// Whether every gate of it is native where the block stands.
    pub(super) fn is_native(&self, block: &Block, target: &Target) -> bool {
        let [a, b] = block.places;
        self.pieces.iter().all(|piece| match piece {
            Piece::One { wire, gate } => {
                target.allows(gate.gate, gate.params(), &[block.places[*wire]])
            }
            Piece::Two(used) => {
                let on = if used.reversed { [b, a] } else { [a, b] };
                let angles = used.angles[..used.gate.num_params()].iter();
                let angles: Vec<Angle> = angles.map(|&x| Angle::radians(x).snapped().0).collect();
                target.allows(used.gate, &angles, &on)
            }
        })
    }

    /// Local gates around the uses of native gates.
    fn write(
        &mut self,
        runs: &mut [[Run; 2]],
        uses: &[Use],
        exact: bool,
        locals: &mut Locals,
    ) -> Option<()> {
        let mut out = Vec::new();
        for (i, runs) in runs.iter_mut().enumerate() {
            for (wire, run) in runs.iter_mut().enumerate() {
                let (_, left) = locals.on(wire).synthesize(run, exact, &mut out)?;
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

/// The block's last two-qubit gate: what follows the block on one of its wires comes after it, what precedes it before.
pub fn anchor(circuit: &Circuit, ops: &[Op]) -> Op {
    let pairs = |&&op: &&Op| circuit.wires(op).len() == 2;
    *ops.iter()
        .rev()
        .find(pairs)
        .expect("a block has two-qubit gates")
}

/// Replace the operations of a block.
pub fn write(circuit: &mut Circuit, ops: &[Op], wires: [Wire; 2], rebuilt: Rebuilt) {
    let [a, b] = wires.map(|w| w.0);
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
    put(circuit, ops, operations);
    circuit.add_phase(&rebuilt.phase.angle());
}

/// Put operations on its wires in the place of a block.
pub fn put(circuit: &mut Circuit, ops: &[Op], operations: impl IntoIterator<Item = Operation>) {
    let anchor = anchor(circuit, ops);
    for &op in ops.iter().filter(|&&op| op != anchor) {
        circuit.remove(op);
    }
    circuit.replace(anchor, operations);
}
