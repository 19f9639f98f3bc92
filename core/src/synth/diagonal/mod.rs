// SPDX-License-Identifier: Apache-2.0
//! Diagonal unitaries, from the phases of basis states.
//!
//! ```text
//!  phases --representatives--> Walsh spectra --rounding, half turns, cz--> terms --tours, parity networks, search--> network
//!       \--coefficients of products of bits--> phases under controls
//! ```
//!
//! A term `exp(i w Z...Z)` is a rotation of a parity; terms that vanish cost nothing, one-wire terms no two-qubit gate.
//! What is made is read back, gate by gate, and compared with what was asked for.

mod network;
mod parities;
mod products;
mod reading;
mod spectrum;
#[cfg(test)]
mod tests;
mod tours;
mod woven;

use network::{Network, Op};
use reading::{readings, Reading};
pub use spectrum::walsh;
use spectrum::{signed_sums, wrapped};
use tours::Term;

use super::draft::Draft;
use super::gauss::Gauss;
use super::linear;
use super::matrix::C64;
use super::phase_polynomial::Effort;

/// Most wires and terms of a network that is searched for.
const SEARCHED_WIRES: usize = 6;
const SEARCHED_TERMS: usize = 26;
/// Most wires for which more than Gray codes is tried.
const TRIED_WIRES: usize = 12;
/// A result further from what was asked is thrown away.
const CLOSE: f64 = 1e-10;

/// `diag(exp(i phases))` for 2^n phases, wire q being bit q of the index; exact up to rounding, global phase included.
///
/// 2^n - 2 two-qubit gates at most. O(n 2^n) time where nothing is special.
pub fn synthesize(phases: &[f64]) -> Draft {
    assert!(phases.len().is_power_of_two(), "2^n phases");
    let qubits = phases.len().trailing_zeros() as usize;
    let readings = readings(phases);
    let networks = readings.iter().flat_map(|r| candidates(qubits, r));
    let is_right = |n: &Network| {
        n.phases()
            .is_some_and(|found| deviation(&found, phases) < CLOSE)
    };
    let best = networks
        .filter(is_right)
        .map(|n| (n.pairs(), n))
        .min_by_key(|(pairs, _)| *pairs)
        .map(|(_, n)| n);
    let best = best.unwrap_or_else(|| plain(phases));
    if (3..=TRIED_WIRES).contains(&qubits) {
        let rest = |phases: &[f64]| {
            let all = spectrum_reading(phases);
            candidates(qubits, &all)
                .into_iter()
                .min_by_key(Network::pairs)
                .unwrap_or_default()
        };
        let found = products::draft(phases, best.pairs(), &rest);
        if let Some(draft) = found.filter(|d| is_diagonal(d, phases)) {
            return draft;
        }
    }
    best.draft()
}

/// As [`synthesize`], up to an error: the draft, and the operator norm of the difference, at most `error`.
///
/// Terms are left out, the smallest first, while the phases that are lost stay within the bound; J. Welch, D. Greenbaum,
/// S. Mostame, A. Aspuru-Guzik, New J. Phys. 16, 033040, 2014, doi:10.1088/1367-2630/16/3/033040.
pub fn approximate(phases: &[f64], error: f64) -> (Draft, f64) {
    let exact = synthesize(phases);
    let mut best = (exact, 0.0);
    // exp(i a) and 1 are 2 sin(a / 2) apart.
    let room = 2.0 * (error.clamp(0.0, 1.9) / 2.0).asin();
    for lift in [phases.to_vec(), spectrum::unrolled(phases)] {
        let kept = signed_sums(truncated(walsh(&lift), room));
        let off = deviation(&kept, phases);
        let bound = 2.0 * (off / 2.0).sin();
        if bound <= error {
            let draft = synthesize(&kept);
            if draft.two_qubit_count() < best.0.two_qubit_count() {
                best = (draft, bound);
            }
        }
    }
    best
}

/// The spectrum without terms whose sum stays within `room` of a constant.
fn truncated(mut w: Vec<f64>, room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (1..w.len()).filter(|s| s.count_ones() > 1).collect();
    order.sort_by(|&a, &b| w[a].abs().total_cmp(&w[b].abs()).then(a.cmp(&b)));
    let sums = |order: &[usize]| -> (f64, f64) {
        let mut dropped = vec![0.0; w.len()];
        order.iter().for_each(|&s| dropped[s] = w[s]);
        range(&signed_sums(dropped))
    };
    // Half of the range is what a better global phase leaves.
    let is_within = |(low, high): (f64, f64)| high - low <= 2.0 * room;
    let (mut few, mut many) = (0, order.len() + 1);
    while many - few > 1 {
        let middle = (few + many) / 2;
        match is_within(sums(&order[..middle])) {
            true => few = middle,
            false => many = middle,
        }
    }
    let (low, high) = sums(&order[..few]);
    w[0] += (low + high) / 2.0;
    order[..few].iter().for_each(|&s| w[s] = 0.0);
    w
}

fn range(values: &[f64]) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    values
        .iter()
        .fold(start, |(low, high), &x| (low.min(x), high.max(x)))
}

/// The largest distance of two lists of phases.
fn deviation(a: &[f64], b: &[f64]) -> f64 {
    let off = |(x, y): (&f64, &f64)| wrapped(x - y).abs();
    a.iter().zip(b).map(off).fold(0.0, f64::max)
}

/// Whether a draft is the diagonal of these phases, by what it does to a vector without symmetries.
fn is_diagonal(draft: &Draft, phases: &[f64]) -> bool {
    let mut random = Gauss::new(1);
    let start: Vec<C64> = phases.iter().map(|_| random.complex()).collect();
    let mut state = start.clone();
    draft.items().iter().for_each(|item| item.apply(&mut state));
    let off = |((x, y), p): ((&C64, &C64), &f64)| {
        (x * C64::from_polar(1.0, draft.phase) - y * C64::from_polar(1.0, *p)).norm()
    };
    let worst = state
        .iter()
        .zip(&start)
        .zip(phases)
        .map(off)
        .fold(0.0, f64::max);
    worst < CLOSE
}

/// The terms of one representative as it is.
fn spectrum_reading(phases: &[f64]) -> Reading {
    readings(phases)
        .into_iter()
        .min_by_key(|r| r.terms.len())
        .unwrap_or_default()
}

/// Every Walsh term by Gray codes.
fn plain(phases: &[f64]) -> Network {
    woven::network(phases.len().trailing_zeros() as usize, &walsh(phases))
}

/// Networks of one representative.
fn candidates(qubits: usize, reading: &Reading) -> Vec<Network> {
    let terms = &reading.terms;
    let natural: Vec<usize> = (0..qubits).collect();
    let is_dense = terms.len() + qubits + 1 >= 1 << qubits;
    let mut found = match is_dense {
        true => {
            let mut spectrum = vec![0.0; 1 << qubits];
            terms.iter().for_each(|&(set, w)| spectrum[set] = w);
            vec![woven::network(qubits, &spectrum)]
        }
        false => vec![tours::network(qubits, terms, &natural)],
    };
    if !terms.is_empty() && !is_dense && qubits <= TRIED_WIRES {
        found.push(tours::network(qubits, terms, &reordered(qubits, terms)));
        found.extend(parities::recursive(qubits, terms));
        found.extend(on_span(qubits, terms));
    }
    found.iter_mut().for_each(Network::cancel);
    let mut finished: Vec<Network> = found.into_iter().map(|n| finish(n, reading)).collect();
    let is_small = (1..=SEARCHED_TERMS).contains(&(terms.len() + reading.cz.len()));
    if is_small && qubits <= SEARCHED_WIRES {
        let mut effort = Effort {
            width: 12,
            left: 60_000,
        };
        let start = finished.iter().min_by_key(|n| n.pairs()).cloned();
        finished.extend(start.and_then(|n| parities::searched(&n, &mut effort)));
    }
    finished
}

/// With the one-wire terms and cz in front.
fn finish(network: Network, reading: &Reading) -> Network {
    let mut out = Network::new(network.qubits);
    out.phase = network.phase + reading.phase;
    let local = reading.local.iter();
    out.ops
        .extend(local.map(|&(set, w)| Op::Turn(set.trailing_zeros() as usize, w)));
    out.ops
        .extend(reading.cz.iter().map(|&(a, b)| Op::Cz(a, b)));
    out.ops.extend(network.ops);
    out
}

/// Wires in the order in which exchanges of neighbours no longer shorten the tours.
fn reordered(qubits: usize, terms: &[Term]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..qubits).rev().collect();
    let uses = |q: usize| terms.iter().filter(|t| t.0 >> q & 1 == 1).count();
    order.sort_by_key(|&q| std::cmp::Reverse(uses(q)));
    if terms.len() > SEARCHED_TERMS {
        return order;
    }
    let price = |order: &[usize]| tours::network(qubits, terms, order).pairs();
    let mut least = price(&order);
    loop {
        let before = least;
        for i in 0..qubits {
            for j in i + 1..qubits {
                order.swap(i, j);
                let now = price(&order);
                if now < least {
                    least = now;
                } else {
                    order.swap(i, j);
                }
            }
        }
        if least == before {
            return order;
        }
    }
}

/// Where the terms are sums of a few parities: those on as many wires, and a diagonal of these wires.
fn on_span(qubits: usize, terms: &[Term]) -> Option<Network> {
    // Reduced echelon form: each row has a wire that no other has.
    let mut rows: Vec<(usize, usize)> = Vec::new();
    for &(set, _) in terms {
        let rest = rows.iter().fold(
            set,
            |s, &(wire, row)| if s >> wire & 1 == 1 { s ^ row } else { s },
        );
        if rest != 0 {
            let wire = rest.trailing_zeros() as usize;
            for (_, row) in rows.iter_mut().filter(|(_, row)| row >> wire & 1 == 1) {
                *row ^= rest;
            }
            rows.push((wire, rest));
        }
    }
    let union = terms.iter().fold(0, |all, t| all | t.0);
    if rows.len() == union.count_ones() as usize {
        return None;
    }
    let mut map = linear::Matrix::identity(qubits);
    rows.iter()
        .for_each(|&(wire, row)| map.rows[wire] = row as u64);
    let there = linear::synthesize(&map, usize::MAX)?;
    let pivots: usize = rows.iter().map(|&(wire, _)| 1 << wire).sum();
    let inner: Vec<Term> = terms.iter().map(|&(set, w)| (set & pivots, w)).collect();
    let order: Vec<usize> = (0..qubits).collect();
    let cx = |s: &linear::Cx| Op::Cx(s.control.into(), s.target.into());
    let mut out = Network::new(qubits);
    out.ops.extend(there.iter().map(cx));
    out.ops.extend(tours::network(qubits, &inner, &order).ops);
    out.ops.extend(there.iter().rev().map(cx));
    Some(out)
}
