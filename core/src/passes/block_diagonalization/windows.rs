// SPDX-License-Identifier: Apache-2.0
//! Windows of runs on few wires that are block diagonal as a whole, in whatever way they are written.
//!
//! A run may start before the operator and end after it. So all windows are asked for labels that leave out some gates at
//! both ends ([`trace`](super::trace)), and the one that promises most is made anew from its matrix
//! ([`structure`]), where that takes fewer two-qubit gates than stand there.

use rayon::prelude::*;

use super::nodes::Nodes;
use super::runs::{Order, Run};
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

/// Gates on two wires that may be left out at each end of a run with more than a generic matrix takes, and of another.
const PEEL: usize = 24;
const PEEL_SHORT: usize = 1;
/// Wider runs than on three wires are looked for from every so many-th place where a block on two wires starts: those with
/// enough gates have many.
const SPARSE: usize = 16;
/// Short runs without labels in a row, after which only one of so many is looked at.
const PATIENCE: usize = 8;
const IMPATIENT: usize = 4;
/// On three wires, gates that are worth a look whatever they are.
const FEW: usize = 11;
/// Times that all runs are looked at: windows that overlap wait for the next time.
const ROUNDS: usize = 4;
/// A circuit further from the matrix is not used: many such would be seen.
const CLOSE: f64 = 1e-11;
/// Rounding of one gate in a product of matrices.
const ROUNDING: f64 = 4e-16;

/// A part of a run that has labels.
struct Window {
    ops: Vec<Op>,
    wires: Vec<Wire>,
    /// Places of its first and last operation.
    span: (u32, u32),
    /// Gates on two wires that it should save.
    saved: usize,
}

/// What is written for a window.
struct Anew {
    operations: Vec<Operation>,
    phase: Angle,
    error: f64,
}

/// Make windows anew; whether there was one. `unit` is how many native two-qubit gates a `cx` is.
pub fn rewrite(circuit: &mut Circuit, unit: usize, natives: &Natives) -> bool {
    let mut changed = false;
    for _ in 0..ROUNDS {
        let (windows, all) = chosen(circuit);
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

/// Windows of which one ends before the next one starts, so that all can be written in one go, those first that save
/// most; and whether that is all of them.
fn chosen(circuit: &Circuit) -> (Vec<Window>, bool) {
    let order = Order::of(circuit);
    let mut windows = windows_of(circuit, &order);
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

/// The windows of all runs that are looked at. Where short runs have none for a while, only some of them are.
fn windows_of(circuit: &Circuit, order: &Order) -> Vec<Window> {
    let is_short = |run: &Run| run.pairs <= GENERIC[3];
    let (short, long): (Vec<Run>, Vec<Run>) = runs(circuit, order).into_iter().partition(is_short);
    let mut windows: Vec<Window> = long
        .par_iter()
        .filter_map(|run| window(circuit, order, run))
        .collect();
    let mut misses = 0;
    for (i, run) in short.iter().enumerate() {
        if misses < PATIENCE || i % IMPATIENT == 0 {
            let found = window(circuit, order, run);
            misses = if found.is_some() { 0 } else { misses + 1 };
            windows.extend(found);
        }
    }
    windows
}

/// Runs with enough gates for a look.
fn runs(circuit: &Circuit, order: &Order) -> Vec<Run> {
    let mut runs = Vec::new();
    // By operation, a bit for each width of runs that had it.
    let mut seen = vec![0_u8; circuit.capacity()];
    for (i, &start) in order.starts.iter().enumerate() {
        let widths = if i % SPARSE == 0 { WIDEST } else { 3 };
        for n in (3..=widths).rev() {
            if seen[start.index()] & 1 << n != 0 {
                continue;
            }
            let run = order.run(start, n);
            if n == WIDEST && 2 * run.pairs <= GENERIC[4] {
                // Nor is there enough for four or five wires.
                seen[start.index()] |= 1 << 4 | 1 << 5;
            }
            if n > 3 {
                run.ops.iter().for_each(|op| seen[op.index()] |= 1 << n);
            }
            let found = is_dense(order, run, n);
            let Some(run) = found else { continue };
            run.ops.iter().for_each(|op| seen[op.index()] |= 1 << n);
            if n == 3 || run.pairs > GENERIC[n] + GENERIC[n] / 8 {
                runs.push(run);
            }
        }
    }
    runs
}

/// The run with all that is before it, if there are so many gates that there may be too many.
fn is_dense(order: &Order, run: Run, n: usize) -> Option<Run> {
    if run.wires.len() < n {
        return None;
    }
    let enough = match n {
        3 => {
            let blocks = order.blocks(&run.ops);
            run.pairs > FEW && blocks > 4 || run.pairs > CHOSEN[3] && blocks > 3 && run.is_star
        }
        _ => 2 * run.pairs > GENERIC[n],
    };
    enough.then(|| order.extended(run))
}

/// The window of a run that promises most.
fn window(circuit: &Circuit, order: &Order, run: &Run) -> Option<Window> {
    let word = Word::of(circuit, run)?;
    let n = word.qubits;
    let total = word.pairs.len();
    let peel = if total > GENERIC[n] { PEEL } else { PEEL_SHORT };
    let traced = Traced::of(&word, peel.min(total / 2));
    let mut labels = Labels::new(&traced);
    // What is saved, and how much is left out in front and at the back.
    let mut best = (0, 0, 0);
    for front in 0..traced.front.len() {
        for back in 0..traced.back.len() {
            let kept = total - front - back;
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
    let ops = run.ops[first..last].to_vec();
    Some(Window {
        span: (order.place(ops[0]), order.place(*ops.last()?)),
        wires: run.wires.clone(),
        ops,
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
    Some(Nodes::of(&alone, natives).price()? as usize)
}

/// The window from its matrix, if that takes fewer two-qubit gates.
fn anew(circuit: &Circuit, window: &Window, unit: usize, natives: &Natives) -> Option<Anew> {
    let Window { ops, wires, .. } = window;
    let stands = price(circuit, ops, wires, natives)?;
    let run = Run {
        ops: ops.clone(),
        wires: wires.clone(),
        pairs: 0,
        is_star: false,
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
