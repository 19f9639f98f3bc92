// SPDX-License-Identifier: Apache-2.0
//! What the demands of a circuit cost at each place of a target: minus the logarithm of the probability that all goes
//! well, waiting included, infinite where a gate is not native.

use rustc_hash::FxHashMap;

use super::demand::Demand;
use crate::routing::embedding::Score;
use crate::target::Calibration;
use crate::timing::waiting;
use crate::{Gate, Target};

pub struct Prices {
    qubits: usize,
    /// Coupled qubits, ascending.
    pub neighbours: Vec<Vec<u32>>,
    /// By gate: by qubit and by position among its neighbours, with the qubit as first operand.
    pairs: FxHashMap<Gate, Vec<Vec<f64>>>,
    /// By vertex and qubit.
    places: Vec<f64>,
    /// By edge: gate, whether it is given the other way round, how often.
    edges: Vec<Vec<(Gate, bool, f64)>>,
}

impl Prices {
    /// `vertices`: wires of the circuit to be placed; `edges`: pairs of them, as in the demand.
    pub fn new(
        demand: &Demand,
        vertices: &[u32],
        edges: &[(u32, u32)],
        target: &Target,
        qubits: u32,
    ) -> Prices {
        let neighbours = couplings(target, qubits);
        let used = edges.iter().flat_map(|e| demand.pairs[e].keys());
        let mut gates: Vec<Gate> = used.map(|&(g, _)| g).collect();
        gates.sort_unstable();
        gates.dedup();
        let known = target.calibration.as_deref();
        let worst = known.map_or([0.0; 2], worst_errors);
        let pairs = gates
            .into_iter()
            .map(|g| (g, pair_prices(target, g, &neighbours, worst[1])))
            .collect();
        let places = vertices
            .iter()
            .flat_map(|&w| (0..qubits).map(move |q| (w, q)))
            .map(|(w, q)| place_price(demand, w, target, q, worst[0]))
            .collect();
        let edges = edges
            .iter()
            .map(|e| {
                let mut list: Vec<_> = demand.pairs[e]
                    .iter()
                    .map(|(&(g, forward), &times)| (g, !forward, times))
                    .collect();
                list.sort_unstable_by_key(|&(g, turned, _)| (g, turned));
                list
            })
            .collect();
        Prices {
            qubits: qubits as usize,
            neighbours,
            pairs,
            places,
            edges,
        }
    }
}

impl Score for Prices {
    fn edge(&self, edge: usize, a: u32, b: u32) -> f64 {
        let price = |gate: &Gate, a: u32, b: u32| {
            let at = self.neighbours[a as usize].binary_search(&b);
            at.map_or(f64::INFINITY, |i| self.pairs[gate][a as usize][i])
        };
        self.edges[edge]
            .iter()
            .map(|(gate, turned, times)| {
                let (first, second) = if *turned { (b, a) } else { (a, b) };
                times * price(gate, first, second)
            })
            .sum()
    }

    fn place(&self, qubit: u32, at: u32) -> f64 {
        self.places[qubit as usize * self.qubits + at as usize]
    }
}

fn couplings(target: &Target, qubits: u32) -> Vec<Vec<u32>> {
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); qubits as usize];
    match &target.pairs {
        Some(pairs) => {
            for &(a, b) in pairs.keys().filter(|&&(a, b)| a.max(b) < qubits) {
                rows[a as usize].push(b);
                rows[b as usize].push(a);
            }
        }
        None => {
            for (a, row) in rows.iter_mut().enumerate() {
                row.extend((0..qubits).filter(|&b| b as usize != a));
            }
        }
    }
    for row in &mut rows {
        row.sort_unstable();
        row.dedup();
    }
    rows
}

/// Largest errors below 1 that are known of gates on one and on two qubits: what is not known is taken to be as bad.
fn worst_errors(known: &Calibration) -> [f64; 2] {
    let mut worst = [0.0; 2];
    for (&(_, [a, b]), facts) in &known.gates {
        let error = facts.error.filter(|&e| e < 1.0).unwrap_or(0.0);
        let slot: &mut f64 = &mut worst[usize::from(a != b)];
        *slot = slot.max(error);
    }
    worst
}

fn loss(error: f64) -> f64 {
    -(1.0 - error).ln()
}

fn pair_prices(target: &Target, gate: Gate, rows: &[Vec<u32>], worst: f64) -> Vec<Vec<f64>> {
    let price = |a: u32, b: u32| {
        if !target.pair_gates(a, b).contains(gate) {
            return f64::INFINITY;
        }
        let facts = target.calibration.as_deref().map(|c| c.gate(gate, &[a, b]));
        loss(facts.map_or(0.0, |f| f.error.unwrap_or(worst)))
    };
    rows.iter()
        .enumerate()
        .map(|(a, row)| row.iter().map(|&b| price(a as u32, b)).collect())
        .collect()
}

fn place_price(demand: &Demand, wire: u32, target: &Target, at: u32, worst: f64) -> f64 {
    let native = target.site_gates(at);
    let known = target.calibration.as_deref();
    let mut gates: Vec<_> = demand.alone[wire as usize].iter().collect();
    gates.sort_unstable_by_key(|(&g, _)| g);
    let mut total = 0.0;
    for (&gate, &times) in gates {
        if !native.contains(gate) {
            return f64::INFINITY;
        }
        let error = known.map_or(0.0, |c| c.gate(gate, &[at]).error.unwrap_or(worst));
        total += times * loss(error);
    }
    let measured = demand.measured[wire as usize];
    if measured > 0.0 {
        let error = known.and_then(|c| c.qubit(at).readout_error);
        total += measured * loss(error.unwrap_or(0.0));
    }
    let idle = demand.idle[wire as usize];
    if let Some(known) = known.filter(|_| idle > 0.0) {
        total -= waiting(idle, known.qubit(at));
    }
    total
}
