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
pub const WIDEST: usize = 6;

/// Gates on two wires that may be left out at each end of a run with more than a generic matrix takes, and of another.
const PEEL: usize = 24;
const PEEL_SHORT: usize = 3;
/// Windows of a run made anew at most, the most promising first.
const TRIES: usize = 3;
/// Times that all runs are looked at.
const ROUNDS: usize = 4;
/// Rounding of one gate in a product of matrices.
const ROUNDING: f64 = 4e-16;

/// Operations that are better written otherwise.
pub struct Found {
    pub ops: Vec<Op>,
    pub operations: Vec<Operation>,
    pub phase: Angle,
    pub error: f64,
}

/// Make windows of at most so many wires anew; whether there was one.
pub fn rewrite_all(circuit: &mut Circuit, wires: usize, unit: usize, natives: &Natives) -> bool {
    let mut changed = false;
    for _ in 0..ROUNDS {
        let order = Order::of(circuit);
        let view: &Circuit = circuit;
        let found: Vec<Found> = dense_runs(view, &order, wires)
            .par_iter()
            .filter_map(|run| rewrite(view, run, unit, natives))
            .collect();
        let count = found.len();
        // Operators of which one ends before the next one starts can be written in one go.
        let mut chosen: Vec<Found> = Vec::new();
        let mut end = None;
        for one in found {
            let place = |op: Option<&Op>| order.place(*op.expect("a window has gates"));
            if end < Some(place(one.ops.first())) && circuit.ledger.charge(one.error) {
                end = Some(place(one.ops.last()));
                chosen.push(one);
            }
        }
        let gathered: Vec<&[Op]> = chosen.iter().map(|f| &f.ops[..]).collect();
        if gathered.is_empty() {
            return changed;
        }
        changed = true;
        circuit.gather(&gathered);
        let all = chosen.len() == count;
        for one in chosen {
            circuit.replace_run(&one.ops, one.operations);
            circuit.add_phase(&one.phase);
        }
        if all {
            return true;
        }
    }
    changed
}

/// Runs with enough gates for a look, by their first ones.
fn dense_runs(circuit: &Circuit, order: &Order, wires: usize) -> Vec<Run> {
    let mut covered = vec![false; circuit.capacity()];
    let mut runs = Vec::new();
    for &start in &order.starts {
        if covered[start.index()] {
            continue;
        }
        let run = order.run(start, wires);
        let n = run.wires.len();
        let least = match n {
            0..=2 => continue,
            3 | 4 => CHOSEN[n],
            // What is wider is worth a look only where any matrix would take less.
            _ => GENERIC[n],
        };
        if run.pairs > least {
            run.ops.iter().for_each(|op| covered[op.index()] = true);
            runs.push(run);
        }
    }
    runs
}

/// Native two-qubit gates of operations once neighbours on the same wires are fused.
fn price(circuit: &Circuit, ops: &[Op], wires: &[Wire], natives: &Natives) -> Option<usize> {
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

/// The best window of a run, made anew. `unit` is how many native two-qubit gates a `cx` is.
fn rewrite(circuit: &Circuit, run: &Run, unit: usize, natives: &Natives) -> Option<Found> {
    let word = Word::of(circuit, run)?;
    let n = word.qubits;
    let total = word.pairs.len();
    let peel = if total > GENERIC[n] { PEEL } else { PEEL_SHORT };
    let traced = Traced::of(&word, peel.min(total / 2));
    let mut labels = Labels::new(&traced);
    // What is saved, and how much is left out in front and at the back.
    let mut windows: Vec<(usize, usize, usize)> = Vec::new();
    for front in 0..traced.front.len() {
        for back in 0..traced.back.len() {
            let kept = total - front - back;
            let count = labels.count(front, back);
            let expected = expected(n, count);
            if count > 0 && kept > expected {
                windows.push((kept - expected, front, back));
            }
        }
    }
    windows.sort_by_key(|&(saved, front, back)| (usize::MAX - saved, front + back, front));
    windows.iter().take(TRIES).find_map(|&(_, front, back)| {
        let first = match front {
            0 => 0,
            _ => word.pairs[front - 1].1 + 1,
        };
        let last = match back {
            0 => run.ops.len(),
            _ => word.pairs[total - back].1,
        };
        let ops = &run.ops[first..last];
        anew(circuit, ops, &run.wires, unit, natives)
    })
}

fn anew(
    circuit: &Circuit,
    ops: &[Op],
    wires: &[Wire],
    unit: usize,
    natives: &Natives,
) -> Option<Found> {
    let stands = price(circuit, ops, wires, natives)?;
    let run = Run {
        ops: ops.to_vec(),
        wires: wires.to_vec(),
        pairs: 0,
    };
    let matrix = Word::of(circuit, &run)?.matrix();
    let draft = structure::synthesize(&matrix, Freedom::NONE).draft;
    if draft.two_qubit_count() * unit >= stands {
        return None;
    }
    let steps = draft.to_steps(wires);
    let rounding = ops.len() as f64 * ROUNDING;
    let error = dense::distance(&draft.unitary(), &matrix) + steps.error + rounding;
    let operation = |step: &Step| {
        let qubits: Vec<u32> = step.wires.iter().map(|w| w.0).collect();
        Operation::gate(step.gate, step.params.iter().cloned(), &qubits)
    };
    Some(Found {
        ops: run.ops,
        operations: steps.list.iter().map(operation).collect(),
        phase: steps.phase,
        error,
    })
}

/// Two-qubit gates to expect for blocks chosen by so many labels of n wires.
fn expected(n: usize, labels: usize) -> usize {
    match n - labels {
        0 => (1 << n) - 2,
        1 => CHOSEN[n],
        // Taken apart label by label: twice what one label less takes, and rotations.
        data => {
            let mut gates = GENERIC[data];
            for have in data..n {
                gates = 2 * gates + (data << (have - 1)) / 2;
            }
            gates.min(GENERIC[n])
        }
    }
}
