// SPDX-License-Identifier: Apache-2.0
//! The better form of one block: its price, its matrix, its exact form, and how a new form is written in its place.

use super::blocks::{Block, Blocks};
use super::kit::Kit;
use super::score::{Aim, Score};
use crate::circuit::{Circuit, Operation};
use crate::synth::matrix::{M2, M4};
use crate::synth::one_qubit::{Emitted, Phase, Run, Synthesizer};
use crate::synth::op_matrix::{block_matrix, pair_matrix};
use crate::synth::two_qubit::{self, ExactWord, Natives, Product, Use, Wanted, Word};
use crate::{Angle, Gate, Op, Target, Wire};

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
    score: Score,
}

/// What is asked of new forms.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Only Clifford gates and the rotations that are there.
    pub exact: bool,
    /// A form with as many two-qubit gates may be better as well.
    pub as_many: bool,
    /// The same where errors are known.
    pub errors: bool,
    pub aim: Aim,
}

/// The better form of a block, if there is one.
pub fn rebuild(
    circuit: &Circuit,
    block: &Block,
    blocks: &Blocks,
    target: &Target,
    asked: Asked,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    let (ops, kit) = blocks.of(block);
    let as_many = asked.as_many || asked.errors && kit.has_errors();
    let choice = kit.has_errors() && kit.natives.0.len() > 1;
    if block.pairs < 2 && !(as_many && choice) {
        return None;
    }
    let stands = price(circuit, ops, &kit.natives)?;
    let old = as_many
        .then(|| standing(circuit, ops, block, kit, target, synthesizer))
        .flatten();
    let bar = match old {
        None => Bar::below(stands),
        Some(old) => Bar {
            old: Some(old),
            as_many_rounded: !ops.iter().all(|&op| is_clifford_t(circuit, op)),
            aim: asked.aim,
            below: match asked.aim {
                Aim::Likeliest if kit.has_errors() => stands.max(3) + 1,
                _ => stands + 1,
            },
            stands,
        },
    };
    let mut product = Product::default();
    if block.symbolic {
        read(&mut product, circuit, ops, block.wires)?;
        let form = best(exact_forms(&product, kit, bar.below, synthesizer), bar.aim)?;
        let form = Some(form).filter(|f| bar.passes(f, true))?;
        return form.if_legal(&bar, block, target);
    }
    let u = block_matrix(circuit, ops, block.wires)?;
    if two_qubit::lower_bound(&u, &kit.natives) >= bar.below {
        return None;
    }
    let product = || {
        read(&mut product, circuit, ops, block.wires)?;
        Some(product)
    };
    better(&u, product, kit, &bar, asked.exact, synthesizer)?.if_legal(&bar, block, target)
}

/// What the block costs as it stands; `None` where something in it is not native as it stands.
fn standing(
    circuit: &Circuit,
    ops: &[Op],
    block: &Block,
    kit: &Kit,
    target: &Target,
    synthesizer: &Synthesizer,
) -> Option<Score> {
    let mut score = Score::default();
    for &op in ops {
        let gate = circuit.gate(op)?;
        let (wires, params) = (circuit.wires(op), circuit.params(op));
        let second = wires[0] != block.wires[0];
        let [a, b] = block.places;
        let places = if second { [b, a] } else { [a, b] };
        if !target.allows(gate, params, &places[..wires.len()]) {
            return None;
        }
        match wires.len() {
            1 => score.one(kit, gate, usize::from(second), pulses(gate, synthesizer)),
            _ => score.two(kit, gate, second),
        }
    }
    Some(score)
}

fn pulses(gate: Gate, synthesizer: &Synthesizer) -> u32 {
    synthesizer.parts(synthesizer.cost(gate)).0
}

fn is_clifford_t(circuit: &Circuit, op: Op) -> bool {
    let exact = |a: &Angle| a.quarter_turns_of_pi().is_some();
    circuit.gate(op).is_some() && circuit.params(op).iter().all(exact)
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
    let (ops, kit) = blocks.of(block);
    let stands = price(circuit, ops, &kit.natives)?;
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
        let fewest = alone.word(&kit.half_turns[0], stands);
        let plain = fewest.map_or(stands, |w| w.uses.len() as u32);
        let forms = exact_forms(&with_swap()?, kit, plain, synthesizer);
        return best(forms, Aim::Fewest);
    }
    let u = block_matrix(circuit, ops, block.wires)?;
    let plain = stands.min(two_qubit::uses(&u, &kit.natives)?);
    let swap = M4(Gate::Swap.matrix4(&[])?);
    let mirror = match end {
        End::First => u * swap,
        End::Last => swap * u,
    };
    let bar = Bar::below(plain);
    better(&mirror, with_swap, kit, &bar, exact, synthesizer)
}

/// What a new form has to beat.
struct Bar {
    /// The form that stands, where it is native: one with as many gates may be better.
    old: Option<Score>,
    /// Such a form may have other angles than the block.
    as_many_rounded: bool,
    aim: Aim,
    /// Uses of new forms are fewer than this.
    below: u32,
    /// Uses of the form that stands.
    stands: u32,
}

impl Bar {
    /// Fewer gates than `stands`.
    fn below(stands: u32) -> Bar {
        Bar {
            old: None,
            as_many_rounded: false,
            aim: Aim::Fewest,
            below: stands,
            stands,
        }
    }

    fn passes(&self, form: &Rebuilt, exact: bool) -> bool {
        match &self.old {
            None => form.score.uses < self.stands,
            Some(old) => {
                let fewer = form.score.uses < self.stands;
                (exact || fewer || self.as_many_rounded) && form.score.improves(old, self.aim)
            }
        }
    }
}

/// A form of `u` that passes the bar; with its own angles, unless others take fewer gates or are likelier to be right.
/// `product` gives it as Clifford gates and rotations.
fn better(
    u: &M4,
    product: impl FnOnce() -> Option<Product>,
    kit: &Kit,
    bar: &Bar,
    exact: bool,
    synthesizer: &mut Synthesizer,
) -> Option<Rebuilt> {
    if exact {
        let form = best(
            exact_forms(&product()?, kit, bar.below, synthesizer),
            bar.aim,
        )?;
        return Some(form).filter(|f| bar.passes(f, true));
    }
    let wanted = Wanted {
        below: bar.below,
        longer: bar.aim == Aim::Likeliest && kit.has_errors(),
        by_direction: kit.has_errors(),
    };
    let words = two_qubit::words(u, &kit.natives, wanted);
    let fewest = words.iter().map(|w| w.uses.len() as u32).min()?;
    let below = if wanted.longer { bar.below } else { fewest + 1 };
    // Between n gates there is room for so many rotations; more are no reason to search.
    let room = 6 * below as usize;
    let same_angles = product()
        .filter(|p| p.num_turns() <= room)
        .and_then(|p| best(exact_forms(&p, kit, below, synthesizer), bar.aim));
    let passes = |f: &Rebuilt, exact: bool| bar.passes(f, exact);
    if !kit.has_errors() && same_angles.as_ref().is_some_and(|f| passes(f, true)) {
        return same_angles;
    }
    if !bar.as_many_rounded && !wanted.longer && fewest >= bar.stands {
        return same_angles.filter(|f| passes(f, true));
    }
    let rounded = words.iter().filter_map(|w| rounded(w, u, synthesizer));
    let other = best(scored(rounded.collect(), kit, synthesizer), bar.aim);
    let prefers_other = match (&same_angles, &other) {
        (Some(same), Some(other)) => other.score.weigh(&same.score, bar.aim).is_lt(),
        (same, _) => same.is_none(),
    };
    let same_angles = same_angles.filter(|f| passes(f, true));
    let other = other.filter(|f| passes(f, false));
    match prefers_other {
        true => other.or(same_angles),
        false => same_angles.or(other),
    }
}

/// The best of some forms; among equals the first.
fn best(forms: Vec<Rebuilt>, aim: Aim) -> Option<Rebuilt> {
    forms
        .into_iter()
        .min_by(|a, b| a.score.compare(&b.score, aim))
}

fn scored(mut forms: Vec<Rebuilt>, kit: &Kit, synthesizer: &Synthesizer) -> Vec<Rebuilt> {
    for form in &mut forms {
        for piece in &form.pieces {
            match piece {
                Piece::One { wire, gate } => {
                    form.score
                        .one(kit, gate.gate, *wire, pulses(gate.gate, synthesizer));
                }
                Piece::Two(used) => form.score.two(kit, used.gate, used.reversed),
            }
        }
    }
    forms
}

/// Words with fewer than `below` gates that keep a block's own angles.
fn exact_forms(
    product: &Product,
    kit: &Kit,
    below: u32,
    synthesizer: &mut Synthesizer,
) -> Vec<Rebuilt> {
    let words = kit.half_turns.iter();
    let forms = words
        .filter_map(|half_turns| kept(product.word(half_turns, below)?, synthesizer))
        .collect();
    scored(forms, kit, synthesizer)
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
        score: Score::default(),
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
        score: Score::default(),
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

    /// Itself, unless it would take the place of native gates with gates that are not.
    fn if_legal(self, bar: &Bar, block: &Block, target: &Target) -> Option<Rebuilt> {
        let [a, b] = block.places;
        let legal = |piece: &Piece| match piece {
            Piece::One { wire, gate } => {
                target.allows(gate.gate, gate.params(), &[block.places[*wire]])
            }
            Piece::Two(used) => {
                let on = if used.reversed { [b, a] } else { [a, b] };
                let angles = used.angles[..used.gate.num_params()].iter();
                let angles: Vec<Angle> = angles.map(|&x| Angle::radians(x).snapped().0).collect();
                target.allows(used.gate, &angles, &on)
            }
        };
        let kept = bar.old.is_none() || self.pieces.iter().all(legal);
        kept.then_some(self)
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
pub fn write(circuit: &mut Circuit, ops: &[Op], wires: [Wire; 2], rebuilt: Rebuilt) {
    let anchor = anchor(circuit, ops);
    for &op in ops.iter().filter(|&&op| op != anchor) {
        circuit.remove(op);
    }
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
    circuit.replace(anchor, operations);
    circuit.add_phase(&rebuilt.phase.angle());
}
