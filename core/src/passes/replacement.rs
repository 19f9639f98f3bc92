// SPDX-License-Identifier: Apache-2.0
//! A mapped circuit moves to a better place on its device, as it is: no gate changes but the qubits it acts on.
//!
//! The wires in use and the pairs that meet are a pattern; it is looked for on the device where every gate stays native,
//! in its direction and on its pair, and the likeliest of those places to give the right result is taken
//! ([`crate::routing::embedding`]). Wires without gates take what is left.

mod demand;
mod prices;
#[cfg(test)]
mod tests;

use super::PassError;
use crate::circuit::{Circuit, Layout};
use crate::routing::embedding::{self, Ground, Host, Pattern};
use crate::timing::{estimate, Estimate};
use crate::{Target, Wire};
use demand::Demand;
use prices::Prices;

#[derive(Clone, Copy, Debug)]
pub struct Replacement {
    /// Placements tried.
    pub steps: u64,
}

/// What came of looking for a better place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moved {
    /// The circuit was changed.
    pub changed: bool,
    /// Probability that all goes well where it was, as far as figures are known; `None` if it does not run there.
    pub before: Option<f64>,
    /// Where it is now; `None` if it fits nowhere.
    pub after: Option<f64>,
}

/// As [`relocate`], on targets with calibration only.
pub fn replacement(
    circuit: &mut Circuit,
    target: &Target,
    options: Replacement,
) -> Result<bool, PassError> {
    let mapped = target.pairs.is_some() && target.qubits == Some(circuit.num_qubits() as u32);
    if target.calibration.is_none() || !mapped {
        return Ok(false);
    }
    Ok(relocate(circuit, target, options).changed)
}

/// Move a mapped circuit to the best place found on `target`, which may be another device than the one it was mapped to.
/// It stays where it is if that is as good, and also if it fits nowhere.
pub fn relocate(circuit: &mut Circuit, target: &Target, options: Replacement) -> Moved {
    let width = circuit.num_qubits() as u32;
    let qubits = target.qubits.unwrap_or(width);
    let demand = Demand::of(circuit, target);
    let nowhere = Moved {
        changed: false,
        before: None,
        after: None,
    };
    if demand.foreign {
        return nowhere;
    }
    let layout = circuit
        .layout
        .clone()
        .unwrap_or_else(|| Layout::identity(width));
    let mut taken = demand.used.clone();
    if width > qubits {
        // Not every wire has a place there, but every program qubit needs one, with gates or without.
        for &w in layout.initial.iter().chain(&layout.last) {
            taken[w as usize] = true;
        }
    }
    let vertices: Vec<u32> = (0..width).filter(|&w| taken[w as usize]).collect();
    let mut number = vec![u32::MAX; width as usize];
    for (i, &w) in vertices.iter().enumerate() {
        number[w as usize] = i as u32;
    }
    let mut edges: Vec<(u32, u32)> = demand.pairs.keys().copied().collect();
    edges.sort_unstable();
    let prices = Prices::new(&demand, &vertices, &edges, target, qubits);
    let mut excluded = vec![false; qubits as usize];
    for &q in target.excluded.iter().filter(|&&q| q < qubits) {
        excluded[q as usize] = true;
    }
    let fixed_here = demand::speaks_of_places(circuit);
    let pattern = Pattern {
        qubits: vertices.len() as u32,
        edges: edges
            .iter()
            .map(|&(a, b)| (number[a as usize], number[b as usize], 1))
            .collect(),
        fixed: vertices
            .iter()
            .map(|&w| (fixed_here || demand.held[w as usize]).then_some(w))
            .collect(),
    };
    let host = Host {
        neighbours: &prices.neighbours,
        excluded: &excluded,
    };
    let here = Some(vertices.clone()).filter(|_| vertices.iter().all(|&w| w < qubits));
    let cost_here = here
        .as_ref()
        .filter(|at| at.iter().all(|&h| !excluded[h as usize]))
        .map(|at| embedding::cost(&pattern, at, &prices))
        .filter(|c| c.is_finite());
    let start = here.filter(|_| cost_here.is_some());
    let found = embedding::find_from(
        &pattern,
        &Ground::new(&host),
        options.steps,
        Some(&prices),
        start,
    );
    let before = cost_here.map(|c| (-c).exp());
    let Some(places) = found.places else {
        return Moved { before, ..nowhere };
    };
    let (places, cost) = match cost_here {
        Some(here) if found.cost >= here - GAIN => (vertices.clone(), here),
        _ => (places, found.cost),
    };
    let changed = places != vertices || width != qubits;
    if changed {
        let here = estimate(circuit, target);
        let moved = apply(circuit, &layout, &vertices, &places, target);
        // How long a qubit waits was taken from where it was.
        if cost_here.is_some() && worse(estimate(&moved, target), here) {
            return Moved {
                changed: false,
                before,
                after: before,
            };
        }
        *circuit = moved;
    }
    Moved {
        changed,
        before,
        after: Some((-cost).exp()),
    }
}

const NOWHERE: u32 = u32::MAX;
/// Logarithms of fidelities closer than this are not worth a move.
const GAIN: f64 = 1e-9;

fn worse(moved: Estimate, here: Estimate) -> bool {
    moved.unknown_errors == here.unknown_errors
        && matches!((moved.fidelity, here.fidelity), (Some(a), Some(b)) if a < b)
}

/// The circuit with wire `vertices[i]` on `places[i]` of the target; wires in no use fill the rest.
fn apply(
    circuit: &Circuit,
    layout: &Layout,
    vertices: &[u32],
    places: &[u32],
    target: &Target,
) -> Circuit {
    let qubits = target.qubits.unwrap_or(circuit.num_qubits() as u32);
    let width = circuit.num_qubits();
    let mut to = vec![NOWHERE; width];
    let mut free = vec![true; qubits as usize];
    for (&w, &h) in vertices.iter().zip(places) {
        to[w as usize] = h;
        free[h as usize] = false;
    }
    // What is left has no gates: it stays where it is if it can, and program qubits come before others.
    let excluded = |h: u32| target.excluded.contains(&h);
    let mut program = vec![false; width];
    for &w in layout.initial.iter().chain(&layout.last) {
        program[w as usize] = true;
    }
    for w in 0..width.min(qubits as usize) {
        let stays = to[w] == NOWHERE && free[w] && !(program[w] && excluded(w as u32));
        if stays {
            to[w] = w as u32;
            free[w] = false;
        }
    }
    let mut rest: Vec<u32> = (0..qubits).filter(|&h| free[h as usize]).collect();
    rest.sort_by_key(|&h| excluded(h));
    let mut idle: Vec<usize> = (0..width).filter(|&w| to[w] == NOWHERE).collect();
    idle.sort_by_key(|&w| !program[w]);
    for (w, h) in idle.into_iter().zip(rest) {
        to[w] = h;
    }
    let mut out = Circuit::new(qubits, circuit.num_bits() as u32);
    out.name = circuit.name.clone();
    out.bit_registers = circuit.bit_registers.clone();
    if width == qubits as usize {
        out.qubit_registers = circuit.qubit_registers.clone();
    }
    out.ledger = circuit.ledger.clone();
    out.parameters = circuit.parameters.clone();
    out.sources = circuit.sources.clone();
    out.phase = circuit.phase.clone();
    out.reserve(circuit.len());
    for op in circuit.iter() {
        let mut o = circuit.operation(op);
        let renamed = o.wires.iter().filter_map(|&w| match w.is_bit() {
            true => Some(w),
            false => Some(to[w.index()])
                .filter(|&h| h != NOWHERE)
                .map(Wire::qubit),
        });
        o.wires = renamed.collect();
        out.push(o);
    }
    let moved = |list: &[u32]| list.iter().map(|&w| to[w as usize]).collect();
    out.layout = Some(Layout {
        initial: moved(&layout.initial),
        last: moved(&layout.last),
    });
    out
}
