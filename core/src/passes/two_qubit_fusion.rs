// SPDX-License-Identifier: Apache-2.0
//! Fuse runs of gates on a pair of qubits into the fewest native two-qubit gates.
//!
//! 1. *Collect* ([`blocks`]), one walk in order: a block is a maximal run of gates on two wires, the one-qubit gates before,
//!    between and after included. Everything else ends the blocks on its wires.
//! 2. *Judge and rebuild*, blocks in parallel: the block's matrix, a lower bound on its uses from a trace, and only
//!    where that is below what stands, a new form. Where Clifford gates and the block's own rotations do it with as few
//!    gates as any form, that is the one ([`Product`]): its angles are exact. Else the decomposition ([`two_qubit`]) and
//!    its local gates ([`one_qubit`](crate::synth::one_qubit)).
//! 3. *Write*, in order: a better block replaces the old one at its last two-qubit gate, where every wire
//!    of the block is at hand and no neighbour is in the way.
//!
//! Bases without rotations by any angle, blocks with symbols, and callers who count T gates get the first form only.

mod blocks;

use num_complex::Complex64;
use rayon::prelude::*;

use super::one_qubit_fusion::native_gates;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Circuit, Kind, Operation, Payload};
use crate::synth::matrix::{M2, M4};
use crate::synth::one_qubit::{Emitted, Phase, Run, Synthesizer};
use crate::synth::two_qubit::{self, ExactWord, Natives, Product, Use, Word};
use crate::{Angle, Gate, Op, Target, Wire};
use blocks::{collect, Block, Blocks};

/// A rebuilt block further off than this is not used: something is wrong with its matrix.
const ABSURD: f64 = 1e-9;

/// Blocks judged by one worker at a time.
const CHUNK: usize = 128;

/// Fuse two-qubit blocks where that takes fewer native two-qubit gates. With `exact`, only by Clifford gates and the
/// rotations that are there, so that no T gate is added.
pub fn two_qubit_fusion(
    circuit: &mut Circuit,
    target: &Target,
    exact: bool,
) -> Result<bool, PassError> {
    let synthesizer = Synthesizer::new(native_gates(target));
    let fusion = Fusion {
        target,
        exact: exact || !synthesizer.is_universal(),
        synthesizer,
        symbols: !circuit.parameters.is_empty(),
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| Ok(fusion.run(c, places));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(fusion.run(circuit, &wires) || inside)
}

struct Fusion<'a> {
    target: &'a Target,
    synthesizer: Synthesizer,
    exact: bool,
    /// The circuit has parameters.
    symbols: bool,
}

impl Fusion<'_> {
    /// `places[i]` is the target's qubit under qubit i.
    fn run(&self, circuit: &mut Circuit, places: &[u32]) -> bool {
        let with_symbols = self.symbols && self.fuse(circuit, places, true);
        self.fuse(circuit, places, false) || with_symbols
    }

    /// Blocks with `symbols`, or those without.
    fn fuse(&self, circuit: &mut Circuit, places: &[u32], symbols: bool) -> bool {
        let blocks = collect(circuit, self.target, places, symbols);
        let view: &Circuit = circuit;
        let rebuilt: Vec<(&Block, Rebuilt)> = blocks
            .list
            .par_chunks(CHUNK)
            .flat_map_iter(|chunk| {
                let mut synthesizer = self.synthesizer.clone();
                let blocks = &blocks;
                let chunk = chunk.iter().filter(move |block| block.symbolic == symbols);
                chunk.filter_map(move |block| {
                    let rebuilt = rebuild(view, block, blocks, self.exact, &mut synthesizer)?;
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
    exact: bool,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    if block.pairs < 2 {
        return None;
    }
    let ops = &blocks.ops[block.start..block.end];
    let (natives, half_turns) = &blocks.natives[block.natives as usize];
    let stands = price(circuit, ops, natives)?;
    if block.symbolic {
        let word = product(circuit, ops, block.wires)?.word(half_turns, stands)?;
        return kept(word, synthesizer);
    }
    let u = matrix(circuit, ops, block.wires)?;
    if two_qubit::lower_bound(&u, natives) >= stands {
        return None;
    }
    if exact {
        let word = product(circuit, ops, block.wires)?.word(half_turns, stands)?;
        return kept(word, synthesizer);
    }
    let word = two_qubit::synthesize(&u, natives, stands)?;
    let fewest = word.uses.len() as u32;
    // Between n gates there is room for so many rotations; more are no reason to search.
    let room = 6 * (word.uses.len() + 1);
    product(circuit, ops, block.wires)
        .filter(|p| p.num_turns() <= room)
        .and_then(|p| kept(p.word(half_turns, fewest + 1)?, synthesizer))
        .or_else(|| rounded(&word, &u, synthesizer))
}

/// The block as Clifford gates and rotations.
fn product(circuit: &Circuit, ops: &[Op], wires: [Wire; 2]) -> Option<Product> {
    let mut product = Product::default();
    for &op in ops {
        let (gate, params) = (circuit.gate(op)?, circuit.params(op));
        let reversed = circuit.wires(op)[0] != wires[0];
        let read = match circuit.wires(op).len() {
            1 => product.one(gate, params, usize::from(reversed)),
            _ => product.two(gate, params, reversed),
        };
        if !read {
            return None;
        }
    }
    Some(product)
}

/// A word with the block's own angles.
fn kept(mut word: ExactWord, synthesizer: &mut Synthesizer) -> Option<Rebuilt> {
    let mut rebuilt = Rebuilt {
        pieces: Vec::new(),
        phase: word.phase,
        error: word.error,
    };
    rebuilt.write(&mut word.locals, &word.uses, true, synthesizer)?;
    Some(rebuilt)
}

/// A word with angles from a decomposition.
fn rounded(word: &Word, u: &M4, synthesizer: &mut Synthesizer) -> Option<Rebuilt> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, distance, text};
    use crate::GateSet;

    fn check(gates: &[Gate], exact: bool, before: &str, after: &str) {
        let target = Target::all_to_all(GateSet::of(gates));
        let old = circuit(3, before);
        let mut new = old.clone();
        let changed = two_qubit_fusion(&mut new, &target, exact).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        assert!(distance(&old, &new) < 1e-12, "{before}");
        assert_eq!(0.0, new.ledger.bound);
    }

    const CLIFFORD_T: [Gate; 8] = [
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::T,
        Gate::Tdg,
        Gate::X,
        Gate::Z,
        Gate::Cx,
    ];

    #[test]
    fn exact_forms() {
        let check = |before, after| check(&CLIFFORD_T, false, before, after);
        check("cx 0 1; t 0; cx 0 1", "t 0");
        check("cx 0 1; t 1; cx 0 1", "cx 0 1; t 1; cx 0 1");
        check("cx 0 1; cx 1 0; cx 0 1; cx 1 0", "cx 1 0; cx 0 1");
        check("cx 0 1; h 0; h 1; cx 1 0; h 0; h 1", "");
        check("h 2; cx 0 1; cx 0 2; cx 0 1", "h 2; cx 0 1; cx 0 2; cx 0 1");
        check("cx 0 1; barrier 0; cx 0 1", "cx 0 1; barrier 0; cx 0 1");
    }

    #[test]
    fn a_decomposition_only_where_t_gates_do_not_count() {
        let gates = [Gate::Rz, Gate::Sx, Gate::X, Gate::Cx];
        let block = "rz(1/4) 0; sx 0; rz(1/4) 1; sx 1; cx 0 1; ".repeat(5);
        let target = Target::all_to_all(GateSet::of(&gates));
        for (exact, fewest) in [(false, 2), (true, 4)] {
            let old = circuit(2, &block);
            let mut new = old.clone();
            two_qubit_fusion(&mut new, &target, exact).expect("no options");
            assert!(distance(&old, &new) < 1e-9);
            let uses = new.iter().filter(|&op| new.qubits(op).len() == 2).count();
            assert_eq!(fewest, uses);
            assert_eq!(exact, new.ledger.bound == 0.0);
        }
    }

    #[test]
    fn symbols() {
        let gates = GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]);
        let mut c = circuit(2, "cx 0 1; rz(a) 0; cx 0 1");
        c.parameters = vec![crate::Symbol::named("a")];
        assert!(two_qubit_fusion(&mut c, &Target::all_to_all(gates), false).expect("no options"));
        assert_eq!("rz(a) 0", text(&c));
    }
}
