// SPDX-License-Identifier: Apache-2.0
//! The better form of one block: its price, its matrix, its exact form, and which of the new forms is best.

mod form;

pub use form::{anchor, kept, put, rounded, write, Piece, Rebuilt};

use super::blocks::{Block, Blocks};
use super::kit::Kit;
use super::locals::Locals;
use super::score::{Aim, Score};
use crate::circuit::Circuit;
use crate::synth::matrix::M4;
use crate::synth::op_matrix::{block_matrix, pair_matrix};
use crate::synth::two_qubit::{self, Natives, Product, Wanted};
use crate::{Angle, Gate, Op, Target, Wire};

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
    locals: &mut Locals,
) -> Option<Rebuilt> {
    let (ops, kit) = blocks.of(block);
    let as_many = asked.as_many || asked.errors && kit.has_errors();
    let choice = kit.has_errors() && kit.natives.0.len() > 1;
    if block.pairs < 2 && !(as_many && choice) {
        return None;
    }
    locals.move_to(block.places);
    let stands = price(circuit, ops, &kit.natives)?;
    let old = as_many
        .then(|| standing(circuit, ops, block, kit, target, locals))
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
        let form = best(exact_forms(&product, kit, bar.below, locals), bar.aim)?;
        return Some(form).filter(|f| bar.passes(f, true) && bar.stays_native(f, block, target));
    }
    let u = block_matrix(circuit, ops, block.wires)?;
    if two_qubit::lower_bound(&u, &kit.natives) >= bar.below {
        return None;
    }
    let product = || {
        read(&mut product, circuit, ops, block.wires)?;
        Some(product)
    };
    let exact = asked.exact || !locals.are_universal();
    better(&u, product, kit, &bar, exact, locals).filter(|f| bar.stays_native(f, block, target))
}

/// What the block costs as it stands; `None` where something in it is not native as it stands.
fn standing(
    circuit: &Circuit,
    ops: &[Op],
    block: &Block,
    kit: &Kit,
    target: &Target,
    locals: &Locals,
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
            1 => score.one(
                kit,
                gate,
                usize::from(second),
                locals.pulses(usize::from(second), gate),
            ),
            _ => score.two(kit, gate, second),
        }
    }
    Some(score)
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
    locals: &mut Locals,
) -> Option<Rebuilt> {
    let (ops, kit) = blocks.of(block);
    locals.move_to(block.places);
    let exact = exact || !locals.are_universal();
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
        let forms = exact_forms(&with_swap()?, kit, plain, locals);
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
    better(&mirror, with_swap, kit, &bar, exact, locals)
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

    /// Native gates are not replaced by gates that are not.
    fn stays_native(&self, form: &Rebuilt, block: &Block, target: &Target) -> bool {
        self.old.is_none() || form.is_native(block, target)
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
    locals: &mut Locals,
) -> Option<Rebuilt> {
    if exact {
        let form = best(exact_forms(&product()?, kit, bar.below, locals), bar.aim)?;
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
        .and_then(|p| best(exact_forms(&p, kit, below, locals), bar.aim));
    let passes = |f: &Rebuilt, exact: bool| bar.passes(f, exact);
    if !kit.has_errors() && same_angles.as_ref().is_some_and(|f| passes(f, true)) {
        return same_angles;
    }
    if !bar.as_many_rounded && !wanted.longer && fewest >= bar.stands {
        return same_angles.filter(|f| passes(f, true));
    }
    let rounded = words.iter().filter_map(|w| rounded(w, u, locals));
    let other = best(scored(rounded.collect(), kit, locals), bar.aim);
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

fn scored(mut forms: Vec<Rebuilt>, kit: &Kit, locals: &Locals) -> Vec<Rebuilt> {
    for form in &mut forms {
        for piece in &form.pieces {
            match piece {
                Piece::One { wire, gate } => {
                    form.score
                        .one(kit, gate.gate, *wire, locals.pulses(*wire, gate.gate));
                }
                Piece::Two(used) => form.score.two(kit, used.gate, used.reversed),
            }
        }
    }
    forms
}

/// Words with fewer than `below` gates that keep a block's own angles.
fn exact_forms(product: &Product, kit: &Kit, below: u32, locals: &mut Locals) -> Vec<Rebuilt> {
    let words = kit.half_turns.iter();
    let forms = words
        .filter_map(|half_turns| kept(product.word(half_turns, below)?, locals))
        .collect();
    scored(forms, kit, locals)
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
