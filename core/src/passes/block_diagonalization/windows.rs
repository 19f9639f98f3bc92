// SPDX-License-Identifier: Apache-2.0
//! Windows of runs on few wires that are block diagonal as a whole, in whatever way they are written.
//!
//! A run may start before the operator and end after it. So all windows are asked for labels that leave out some gates at
//! both ends ([`trace`](super::trace)), and the one that promises most is made anew from its matrix
//! ([`structure`]), where that takes fewer two-qubit gates than stand there.

use rayon::prelude::*;

use super::blocks::Blocks;
use super::nodes::Nodes;
use super::runs::{Grown, Run};
use super::trace::{Labels, Traced};
use super::word::Word;
use crate::circuit::{Circuit, Operation};
use crate::synth::dense;
use crate::synth::freedom::Freedom;
use crate::synth::steps::Step;
use crate::synth::structure;
use crate::synth::two_qubit::Natives;
use crate::{Angle, Op, Wire};

/// Two-qubit gates for a generic matrix on so many wires.
const GENERIC: [usize; 7] = [0, 0, 3, 20, 100, 444, 1868];
/// And for one that is chosen by all wires but one; where fewer stand, nothing is looked for.
const CHOSEN: [usize; 7] = [0, 0, 2, 7, 18, 41, 88];
/// The widest run.
const WIDEST: usize = 6;

/// Gates on two wires that may be left out at each end of a run with more than a generic matrix takes, where names show no
/// label on three wires, and of a run with fewer.
const PEEL: usize = 24;
const PEEL_HIDDEN: usize = 6;
const PEEL_SHORT: usize = 1;
/// Wider runs than on three wires are looked for from every so many-th place where a block on two wires starts: those with
/// enough gates have many.
const SPARSE: usize = 16;
/// Runs on three wires without labels in a row, after which only one of so many is looked at, and those whose gates' names
/// show one; of wider runs, whose states cost more, the first one tells.
const PATIENCE: usize = 1;
const IMPATIENT: usize = 32;
/// On three wires, gates that are worth a look whatever they are.
const FEW: usize = 11;
/// Times that all runs are looked at: windows that overlap wait for the next time.
const ROUNDS: usize = 4;
/// A circuit further from the matrix is not used: many such would be seen.
const CLOSE: f64 = 1e-11;
/// Rounding of one gate in a product of matrices.
const ROUNDING: f64 = 4e-16;

/// A part of a run that has labels.
pub struct Window {
    ops: Vec<Op>,
    wires: Vec<Wire>,
    /// Places of its first and last operation.
    span: (usize, usize),
    /// Gates on two wires that it should save.
    saved: usize,
}

/// What is written for a window.
struct Anew {
    operations: Vec<Operation>,
    phase: Angle,
    error: f64,
}

/// Make windows anew; whether there was one. `unit` is how many native two-qubit gates a `cx` is, `first` what is
/// [chosen] as the circuit stands, where that is known.
pub fn rewrite(
    circuit: &mut Circuit,
    mut first: Option<Chosen>,
    unit: usize,
    natives: &Natives,
) -> bool {
    let mut changed = false;
    for _ in 0..ROUNDS {
        let (windows, all) = first.take().unwrap_or_else(|| chosen(&Blocks::of(circuit)));
        let view: &Circuit = circuit;
        let made: Vec<(Window, Anew)> = windows
            .into_par_iter()
            .filter_map(|window| {
                let anew = anew(view, &window, unit, natives)?;
                Some((window, anew))
            })
            .collect();
        let ledger = &mut circuit.ledger;
        let made: Vec<(Window, Anew)> = made
            .into_iter()
            .filter(|(_, anew)| ledger.charge(anew.error))
            .collect();
        if made.is_empty() {
            break;
        }
        let ops: Vec<&[Op]> = made.iter().map(|(window, _)| &window.ops[..]).collect();
        circuit.gather(&ops);
        for (window, anew) in made {
            circuit.replace_run(&window.ops, anew.operations);
            circuit.add_phase(&anew.phase);
        }
        changed = true;
        if all {
            break;
        }
    }
    changed
}

/// Windows to be made anew in one go, and whether those are all.
pub type Chosen = (Vec<Window>, bool);

/// Windows of which one ends before the next one starts, so that all can be written in one go, those first that save
/// most; and whether that is all of them.
pub fn chosen(blocks: &Blocks) -> Chosen {
    let mut windows = windows_of(blocks);
    if windows.is_empty() {
        return (windows, true);
    }
    let mut place = vec![0; blocks.circuit.capacity()];
    for (at, op) in blocks.circuit.iter().enumerate() {
        place[op.index()] = at;
    }
    for window in &mut windows {
        window.ops.sort_unstable_by_key(|op| place[op.index()]);
        if let (Some(first), Some(last)) = (window.ops.first(), window.ops.last()) {
            window.span = (place[first.index()], place[last.index()]);
        }
    }
    windows.sort_by_key(|w| (usize::MAX - w.saved, w.span));
    let count = windows.len();
    let mut chosen: Vec<Window> = Vec::new();
    for window in windows {
        let apart = |other: &Window| other.span.1 < window.span.0 || window.span.1 < other.span.0;
        if chosen.iter().all(apart) {
            chosen.push(window);
        }
    }
    let all = chosen.len() == count;
    chosen.sort_by_key(|w| w.span);
    (chosen, all)
}

/// The windows of all runs that are looked at: those that show labels by names, and of others only some where there have
/// been no labels for a while.
fn windows_of(blocks: &Blocks) -> Vec<Window> {
    let (narrow, wide): (Vec<Grown>, Vec<Grown>) =
        runs(blocks).into_iter().partition(|g| g.width() == 3);
    let look = |grown: &Grown, shown: bool| {
        let run = grown.run(blocks);
        window(blocks.circuit, &run, shown)
    };
    let (first, rest) = wide.split_at(wide.len().min(1));
    let mut windows: Vec<Window> = first.par_iter().filter_map(|g| look(g, true)).collect();
    let is_worth_it = !windows.is_empty();
    let found = rest.par_iter().enumerate().filter_map(|(i, grown)| {
        let is_asked = is_worth_it || (i + 1) % IMPATIENT == 0 || grown.shows_a_label(blocks);
        is_asked.then(|| look(grown, true)).flatten()
    });
    windows.par_extend(found);
    let mut misses = 0;
    for (i, grown) in narrow.iter().enumerate() {
        let shown = grown.shows_a_label(blocks);
        if shown || misses < PATIENCE || i % IMPATIENT == 0 {
            let found = look(grown, shown);
            misses = if found.is_some() { 0 } else { misses + 1 };
            windows.extend(found);
        }
    }
    windows
}

/// Runs with enough gates for a look.
fn runs(blocks: &Blocks) -> Vec<Grown> {
    let mut runs = Vec::new();
    let mut grown = Grown::default();
    // By block, a bit for each width of runs that had it.
    let mut seen = vec![0_u8; blocks.len() as usize];
    let all: usize = blocks.iter().map(|(_, block)| block.gates as usize).sum();
    let widest = (4..=WIDEST).rev().find(|&n| is_worth_a_matrix(all, n));
    let starts = blocks.iter().filter(|(_, block)| !block.is_fence());
    for (i, (start, _)) in starts.enumerate() {
        let widths = widest.filter(|_| i % SPARSE == 0).unwrap_or(3);
        for n in (3..=widths).rev() {
            if seen[start as usize] & 1 << n != 0 {
                continue;
            }
            grown.grow(blocks, start, n);
            if n > 4 && 2 * grown.pairs <= GENERIC[4] {
                // Nor is there enough for four or five wires.
                seen[start as usize] |= 1 << 4 | 1 << 5;
            }
            let dense = is_dense(&grown, n);
            if dense {
                grown.extend(blocks);
            }
            if n > 3 || dense {
                grown
                    .blocks
                    .iter()
                    .for_each(|&b| seen[b as usize] |= 1 << n);
            }
            if n == 3 && grown.pairs <= CHOSEN[3] {
                // Runs that are part of this one are as short.
                grown.inner(blocks).for_each(|b| seen[b as usize] |= 1 << 3);
            }
            if dense && (n == 3 || is_worth_a_matrix(grown.pairs, n)) {
                runs.push(grown.clone());
            }
        }
    }
    runs
}

/// So many gates on n wires are an eighth more than any matrix takes.
fn is_worth_a_matrix(pairs: usize, n: usize) -> bool {
    pairs > GENERIC[n] + GENERIC[n] / 8
}

/// There are so many gates that there may be too many.
fn is_dense(grown: &Grown, n: usize) -> bool {
    let (pairs, blocks) = (grown.pairs, grown.blocks.len());
    grown.width() == n
        && match n {
            3 => pairs > FEW && blocks > 4 || pairs > CHOSEN[3] && blocks > 3 && grown.is_star,
            _ => 2 * pairs > GENERIC[n],
        }
}

/// The window of a run that promises most.
fn window(circuit: &Circuit, run: &Run, shown: bool) -> Option<Window> {
    let word = Word::of(circuit, run)?;
    let n = word.qubits;
    let total = word.pairs.len();
    let peel = match (total > GENERIC[n], shown) {
        (true, true) => PEEL,
        (true, false) => PEEL_HIDDEN,
        (false, _) => PEEL_SHORT,
    };
    let traced = Traced::of(&word, peel.min(total / 2));
    let mut labels = Labels::new(&traced);
    // What is saved, and how much is left out in front and at the back.
    let mut best = (0, 0, 0);
    for front in 0..traced.front.len() {
        for back in 0..traced.back.len() {
            let kept = total - front - back;
            if kept.saturating_sub(expected(n, n)) < best.0.max(1) {
                continue;
            }
            let saved = kept.saturating_sub(expected(n, labels.count(front, back)));
            let is_closer = front + back < best.1 + best.2;
            if saved > best.0 || saved == best.0 && saved > 0 && is_closer {
                best = (saved, front, back);
            }
        }
    }
    let (saved, front, back) = best;
    if saved == 0 {
        return None;
    }
    let first = match front {
        0 => 0,
        _ => word.pairs[front - 1].1 + 1,
    };
    let last = match back {
        0 => run.ops.len(),
        _ => word.pairs[total - back].1,
    };
    Some(Window {
        span: (0, 0),
        wires: run.wires.clone(),
        ops: run.ops[first..last].to_vec(),
        saved,
    })
}

/// Native two-qubit gates of operations once neighbours on the same wires are fused.
pub fn price(circuit: &Circuit, ops: &[Op], wires: &[Wire], natives: &Natives) -> Option<usize> {
    let mut alone = Circuit::new(wires.len() as u32, 0);
    for &op in ops {
        let mut operation = circuit.operation(op);
        for wire in &mut operation.wires {
            *wire = Wire::qubit(wires.iter().position(|w| w == wire)? as u32);
        }
        alone.push(operation);
    }
    let blocks = Blocks::of(&alone);
    Some(Nodes::of(&blocks, natives).price()? as usize)
}

/// The window from its matrix, if that takes fewer two-qubit gates.
fn anew(circuit: &Circuit, window: &Window, unit: usize, natives: &Natives) -> Option<Anew> {
    let Window { ops, wires, .. } = window;
    let stands = price(circuit, ops, wires, natives)?;
    let run = Run {
        ops: ops.clone(),
        wires: wires.clone(),
        pairs: 0,
    };
    let matrix = Word::of(circuit, &run)?.matrix();
    // A generic matrix may have a shorter circuit too, but what is looked for here is structure.
    if !structure::is_structured(&matrix) {
        return None;
    }
    let draft = structure::synthesize(&matrix, Freedom::NONE).draft;
    if draft.two_qubit_count() * unit >= stands {
        return None;
    }
    let steps = draft.to_steps(wires);
    let off = dense::distance(&draft.unitary(), &matrix);
    if off > CLOSE {
        return None;
    }
    let error = off + steps.error + ops.len() as f64 * ROUNDING;
    let operation = |step: &Step| {
        let qubits: Vec<u32> = step.wires.iter().map(|w| w.0).collect();
        Operation::gate(step.gate, step.params.iter().cloned(), &qubits)
    };
    Some(Anew {
        operations: steps.list.iter().map(operation).collect(),
        phase: steps.phase,
        error,
    })
}

/// Two-qubit gates to expect for blocks chosen by so many labels of n wires; without labels, no better form is known.
fn expected(n: usize, labels: usize) -> usize {
    match (n, n - labels) {
        (_, 0) => (1 << n) - 2,
        (_, 1) => CHOSEN[n],
        (_, 2) => [3, 9, 25, 65, 161][n - 2],
        (4..=6, 3) => [52, 128, 280][n - 4],
        (5..=6, 4) => [224, 496][n - 5],
        (6, 5) => 960,
        _ => usize::MAX,
    }
}
