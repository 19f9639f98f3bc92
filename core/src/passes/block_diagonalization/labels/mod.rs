// SPDX-License-Identifier: Apache-2.0
//! Regions in which most wires hold labels, as affine maps, phases and blocks, and made anew from these.
//!
//! ```text
//! circuit -> walk: regions -> word: what gates do to labels and data -> cut: the part that promises most
//!         -> table: phases, and blocks by functions of the labels -> promise: is it worth a circuit
//!         -> emit: the least circuit of the table
//! ```
//!
//! No matrix of all wires is made: a word of g gates on k labels and m wires of data takes O(2^k 4^m g) time.

mod bits;
mod cut;
mod emit;
mod promise;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod walk;
mod word;

use std::ops::Range;

use rayon::prelude::*;

use super::windows;
use crate::circuit::{Circuit, Operation};
use crate::synth::draft::Draft;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::C64;
use crate::synth::steps::Step;
use crate::synth::two_qubit::Natives;
use crate::{Angle, Op, Wire};
use steps::Steps;
use table::Table;
use walk::Region;
use word::Word;

use super::word::Letter;

/// Most wires of data.
const DATA: usize = 3;
/// Times that regions with one wire of data, and with more, are looked for: those in one another's way wait.
const ROUNDS: [usize; DATA] = [3, 1, 1];
/// Times in a row that some label chooses what is done to data which is mixed in between; with fewer there is nothing to
/// find.
const REPEATED: usize = 2;
/// A circuit further from the gates is not used.
const CLOSE: f64 = 1e-11;
/// Rounding of one gate in a product of matrices.
const ROUNDING: f64 = 4e-16;
/// Random states that a circuit is compared on.
const STATES: usize = 4;

/// What is written for a part of a region.
struct Anew {
    ops: Vec<Op>,
    operations: Vec<Operation>,
    phase: Angle,
    error: f64,
    saved: usize,
}

/// Make regions anew; whether there was one. `unit` is how many native two-qubit gates a `cx` is.
pub fn rewrite(circuit: &mut Circuit, unit: usize, natives: &Natives) -> bool {
    let mut changed = false;
    let mut steps = Steps::of(circuit);
    if steps.most_chosen(circuit.num_qubits()) < REPEATED {
        return false;
    }
    for data in 1..=DATA {
        for _ in 0..ROUNDS[data - 1] {
            let regions = walk::regions(circuit, &steps, data, cut::pays);
            if regions.is_empty() || !round(circuit, &regions, unit, natives) {
                break;
            }
            changed = true;
            steps = Steps::of(circuit);
        }
    }
    changed
}

fn round(circuit: &mut Circuit, regions: &[Region], unit: usize, natives: &Natives) -> bool {
    let view: &Circuit = circuit;
    let mut made: Vec<Anew> = regions
        .par_iter()
        .filter_map(|region| anew(view, region, unit, natives))
        .collect();
    // Those that save most first; of regions that lie around one another, only one is written at a time.
    made.sort_by_key(|m| usize::MAX - m.saved);
    let place = places(circuit);
    let span = |m: &Anew| {
        (
            place[m.ops[0].index()],
            place[m.ops[m.ops.len() - 1].index()],
        )
    };
    let mut chosen: Vec<Anew> = Vec::new();
    for anew in made {
        let (first, last) = span(&anew);
        let apart = |other: &Anew| span(other).1 < first || last < span(other).0;
        if chosen.iter().all(apart) && circuit.ledger.charge(anew.error) {
            chosen.push(anew);
        }
    }
    if chosen.is_empty() {
        return false;
    }
    let ops: Vec<&[Op]> = chosen.iter().map(|m| &m.ops[..]).collect();
    circuit.gather(&ops);
    for anew in chosen {
        circuit.replace_run(&anew.ops, anew.operations);
        circuit.add_phase(&anew.phase);
    }
    true
}

fn places(circuit: &Circuit) -> Vec<u32> {
    let mut place = vec![0; circuit.capacity()];
    for (i, op) in circuit.iter().enumerate() {
        place[op.index()] = i as u32;
    }
    place
}

/// The part of a region that saves most, made anew: found by quick circuits, and then searched for a better one.
fn anew(circuit: &Circuit, region: &Region, unit: usize, natives: &Natives) -> Option<Anew> {
    let whole = Word::of_region(circuit, region)?;
    let made = |ops: Range<usize>, is_searched: bool| {
        let ops = &region.ops[ops];
        part(circuit, ops, &region.data, unit, natives, is_searched)
    };
    let parts: Vec<Range<usize>> = cut::cuts(&whole)
        .into_iter()
        .map(|cut| whole.acts[cut.start].op..whole.acts[cut.end - 1].op + 1)
        .collect();
    let quick = parts
        .iter()
        .filter_map(|part| Some((part, made(part.clone(), false)?)))
        .min_by_key(|(_, made)| usize::MAX - made.saved);
    let (part, quick) = match quick {
        Some((part, quick)) => (part, Some(quick)),
        None => (parts.first()?, None),
    };
    let searched = made(part.clone(), true);
    let saved = |made: &Option<Anew>| made.as_ref().map_or(0, |m| m.saved);
    match saved(&searched) > saved(&quick) {
        true => searched,
        false => quick,
    }
}

fn part(
    circuit: &Circuit,
    ops: &[Op],
    data: &[Wire],
    unit: usize,
    natives: &Natives,
    is_searched: bool,
) -> Option<Anew> {
    let word = Word::of(circuit, ops, data)?;
    let table = Table::of(&word)?;
    let stands = windows::price(circuit, ops, &word.wires, natives)?;
    if promise::least(word.data, &table) * unit >= stands {
        return None;
    }
    let is_generic = promise::generic(word.data, table.choosers.len()) * unit < stands;
    if is_searched && !is_generic {
        return None;
    }
    let draft = emit::best(&word, &table, is_searched)?;
    let saved = stands
        .checked_sub(draft.two_qubit_count() * unit)
        .filter(|&s| s > 0)?;
    let off = distance(circuit, ops, &word.wires, &draft)?;
    if off > CLOSE {
        return None;
    }
    let steps = draft.to_steps(&word.wires);
    let operation = |step: &Step| {
        let qubits: Vec<u32> = step.wires.iter().map(|w| w.0).collect();
        Operation::gate(step.gate, step.params.iter().cloned(), &qubits)
    };
    Some(Anew {
        ops: ops.to_vec(),
        operations: steps.list.iter().map(operation).collect(),
        phase: steps.phase,
        error: off + steps.error + ops.len() as f64 * ROUNDING,
        saved,
    })
}

/// Twice the root mean square of what random states show of the Frobenius distance of gates and a circuit of them.
fn distance(circuit: &Circuit, ops: &[Op], wires: &[Wire], draft: &Draft) -> Option<f64> {
    let size = 1 << wires.len();
    let mut random = Gauss::new(size as u64);
    let start: Vec<C64> = (0..STATES * size).map(|_| random.complex()).collect();
    let mut made = start.clone();
    draft.items().iter().for_each(|item| item.apply(&mut made));
    let factor = C64::from_polar(1.0, draft.phase);
    let mut expected = start;
    for &op in ops {
        Letter::read(circuit, op, wires)?.apply(&mut expected);
    }
    let off = made
        .iter()
        .zip(&expected)
        .map(|(a, b)| (a * factor - b).norm_sqr());
    // A complex number here has a mean square of 2.
    Some(2.0 * (off.sum::<f64>() / (2.0 * STATES as f64)).sqrt())
}
