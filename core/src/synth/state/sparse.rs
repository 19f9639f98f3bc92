// SPDX-License-Identifier: Apache-2.0
//! States with few nonzero amplitudes.
//!
//! Where these lie in an affine subspace of dimension d over GF(2), the state is one on d wires, whose parities the others are
//! ([`on_hull`]). Where r parities tell them apart, the state is one on r wires, and every other wire is a function of their
//! values ([`by_address`]); such a function is written on a fresh wire up to phases, by half turns chosen by r wires, and the
//! phases are put into the amplitudes before.
//!
//! Compare E. Malvetti, R. Iten, R. Colbeck, "Quantum circuits for sparse isometries", Quantum 5, 412, 2021,
//! doi:10.22331/q-2021-03-15-412, which moves the nonzero amplitudes together, too; and N. Gleinig, T. Hoefler, "An efficient
//! algorithm for sparse quantum state preparation", DAC 2021, doi:10.1109/DAC18074.2021.9586240.

use std::f64::consts::PI;

use super::signs;
use super::{exact, gathered, ROUNDING};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::gauss::Gauss;
use crate::synth::matrix::{C64, ONE, ZERO};

/// Most nonzero amplitudes of a sparse state.
const MOST: usize = 512;
/// Sets of pivots, and of addresses, that are tried.
const TRIES: usize = 400;
const ADDRESSES: usize = 24;
/// Parities more than the fewest that could tell the points apart.
const SPARE: usize = 2;

fn support(goal: &[C64]) -> Vec<usize> {
    let is_there = |x: &usize| goal[*x].norm() > ROUNDING;
    (0..goal.len()).filter(is_there).collect()
}

/// A state on the affine hull of its support, if that is not everything.
pub fn on_hull(goal: &[C64]) -> Option<Draft> {
    let n = goal.len().trailing_zeros() as usize;
    let points = support(goal);
    if points.len() > goal.len() / 2 {
        return None;
    }
    let base = points[0];
    let span = echelon(points.iter().map(|x| x ^ base));
    if span.len() == n {
        return None;
    }
    // Wires whose values determine all others, and the network for these that takes the fewest cx.
    let mut best: Option<(Vec<(usize, usize)>, Vec<usize>)> = None;
    for pivots in information_sets(&span, n) {
        let steps = network(&span, &pivots, n);
        if best.as_ref().is_none_or(|b| steps.len() < b.0.len()) {
            best = Some((steps, pivots));
        }
    }
    let (steps, pivots) = best?;
    let mut inner = vec![ZERO; 1 << pivots.len()];
    for &x in &points {
        inner[gathered(x ^ base, &pivots)] = goal[x];
    }
    let mut out = Draft::new(n);
    out.append_on(&exact(&inner), &pivots);
    steps.iter().for_each(|&(c, t)| out.cx(c, t));
    flip(&mut out, base);
    Some(out)
}

fn flip(out: &mut Draft, wires: usize) {
    for q in (0..out.qubits).filter(|q| wires >> q & 1 == 1) {
        out.rotate(Pauli::X, PI, q);
        out.phase += PI / 2.0;
    }
}

/// A basis of the span, each vector with a bit that no other has.
fn echelon(vectors: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut basis: Vec<usize> = Vec::new();
    for v in vectors {
        let rest = basis.iter().fold(v, |v, &b| v.min(v ^ b));
        if rest != 0 {
            let top = 1 << rest.ilog2();
            basis
                .iter_mut()
                .filter(|b| **b & top != 0)
                .for_each(|b| *b ^= rest);
            basis.push(rest);
        }
    }
    basis
}

/// Sets of wires on which no two vectors of the span agree, as many wires as its dimension.
fn information_sets(span: &[usize], n: usize) -> Vec<Vec<usize>> {
    let d = span.len();
    // Column q: the coefficients of wire q over the basis.
    let column = |q: usize| -> usize { (0..d).map(|i| (span[i] >> q & 1) << i).sum() };
    let mut found = Vec::new();
    let mut chosen: Vec<usize> = Vec::new();
    fn go(
        column: &dyn Fn(usize) -> usize,
        chosen: &mut Vec<usize>,
        from: usize,
        (n, d): (usize, usize),
        found: &mut Vec<Vec<usize>>,
    ) {
        if chosen.len() == d {
            found.push(chosen.clone());
            return;
        }
        for q in from..n {
            if found.len() >= TRIES {
                return;
            }
            let columns = chosen.iter().chain([&q]).map(|&q| column(q));
            if echelon(columns).len() == chosen.len() + 1 {
                chosen.push(q);
                go(column, chosen, q + 1, (n, d), found);
                chosen.pop();
            }
        }
    }
    go(&column, &mut chosen, 0, (n, d), &mut found);
    found
}

/// cx that give every wire its parity of the pivots: the wire next that needs the fewest parities that are there.
fn network(span: &[usize], pivots: &[usize], n: usize) -> Vec<(usize, usize)> {
    // Vectors with one pivot set each: wire q is the sum of the pivots whose vector has it.
    let d = span.len();
    let mut rows = span.to_vec();
    for (i, &p) in pivots.iter().enumerate() {
        let at = (i..d)
            .find(|&j| rows[j] >> p & 1 == 1)
            .expect("an information set");
        rows.swap(i, at);
        let row = rows[i];
        for (j, other) in rows.iter_mut().enumerate() {
            if j != i && *other >> p & 1 == 1 {
                *other ^= row;
            }
        }
    }
    let function = |q: usize| -> usize { (0..d).map(|i| (rows[i] >> q & 1) << i).sum() };
    let mut there: Vec<(usize, usize)> = pivots
        .iter()
        .enumerate()
        .map(|(i, &p)| (p, 1 << i))
        .collect();
    let mut left: Vec<usize> = (0..n)
        .filter(|q| !pivots.contains(q) && function(*q) != 0)
        .collect();
    let mut steps = Vec::new();
    while !left.is_empty() {
        let sums = left.iter().map(|&q| shortest_sum(&there, function(q), d));
        let (at, sum) = sums
            .enumerate()
            .min_by_key(|(_, s)| s.len())
            .expect("wires are left");
        let q = left.remove(at);
        steps.extend(sum.iter().map(|&c| (c, q)));
        there.push((q, function(q)));
    }
    steps
}

/// The fewest wires whose parities sum to `goal`, by breadth first.
fn shortest_sum(there: &[(usize, usize)], goal: usize, d: usize) -> Vec<usize> {
    let mut from: Vec<Option<usize>> = vec![None; 1 << d];
    let mut layer = vec![0usize];
    while from[goal].is_none() {
        let mut next = Vec::new();
        for &v in &layer {
            for (i, &(_, f)) in there.iter().enumerate() {
                let w = v ^ f;
                if w != 0 && from[w].is_none() {
                    from[w] = Some(i);
                    next.push(w);
                }
            }
        }
        layer = next;
    }
    let mut out = Vec::new();
    let mut v = goal;
    while v != 0 {
        let (q, f) = there[from[v].expect("reached")];
        out.push(q);
        v ^= f;
    }
    out
}

/// A state on the fewest wires that can tell its nonzero amplitudes apart, the others being functions of them.
pub fn by_address(goal: &[C64]) -> Option<Draft> {
    let n = goal.len().trailing_zeros() as usize;
    let points = support(goal);
    let r = points.len().next_power_of_two().trailing_zeros() as usize;
    if points.len() > MOST {
        return None;
    }
    // Where no so few parities tell the points apart, or none were found, one or two more may.
    let widths = (r..=r + SPARE).filter(|width| width + 2 <= n);
    let mut tries = widths.flat_map(|width| [(width, light_first(n)), (width, mixed(n))]);
    let (masks, expansion) = tries.find_map(|(width, order)| {
        let drafts = addresses(&points, &order, width)
            .into_iter()
            .filter_map(|masks| expansion(&points, n, &masks).map(|e| (masks, e)));
        drafts.min_by_key(|(_, e)| e.draft.two_qubit_count())
    })?;
    let masks = &masks;
    let mut inner = vec![ZERO; 1 << masks.len()];
    // Phases that the expansion gives.
    let mut state = vec![ZERO; goal.len()];
    for &x in &points {
        state[scattered_address(x, masks, &expansion.wires)] = ONE;
    }
    expansion
        .draft
        .items()
        .iter()
        .for_each(|item| item.apply(&mut state));
    let whole = C64::from_polar(1.0, expansion.draft.phase);
    for &x in &points {
        inner[address(x, masks)] = goal[x] * (state[x] * whole).conj();
    }
    let mut out = Draft::new(n);
    out.append_on(&exact(&inner), &expansion.wires);
    out.append(&expansion.draft);
    Some(out)
}

fn address(x: usize, masks: &[usize]) -> usize {
    let bits = masks.iter().enumerate();
    bits.map(|(i, m)| ((x & m).count_ones() as usize & 1) << i)
        .sum()
}

fn scattered_address(x: usize, masks: &[usize], wires: &[usize]) -> usize {
    super::scattered(address(x, masks), wires)
}

/// All parities of n wires, those of few wires first.
fn light_first(n: usize) -> Vec<usize> {
    let mut masks: Vec<usize> = (1..1usize << n).collect();
    masks.sort_by_key(|m| m.count_ones());
    masks
}

/// All parities of n wires in no order, where those of few wires lead nowhere.
fn mixed(n: usize) -> Vec<usize> {
    let mut random = Gauss::new(n as u64);
    let mut masks: Vec<(u64, usize)> = (1..1usize << n).map(|m| (random.bits(), m)).collect();
    masks.sort_unstable();
    masks.into_iter().map(|(_, m)| m).collect()
}

/// Parities that tell all points apart, the first ones found of those given.
fn addresses(points: &[usize], masks: &[usize], r: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut budget = 200_000usize;
    fn go(
        (points, masks, r): (&[usize], &[usize], usize),
        from: usize,
        chosen: &mut Vec<usize>,
        found: &mut Vec<Vec<usize>>,
        budget: &mut usize,
    ) {
        if chosen.len() == r {
            found.push(chosen.clone());
            return;
        }
        let room = 1 << (r - chosen.len() - 1);
        let mut counts = vec![0usize; 2 << chosen.len()];
        for (at, &mask) in masks.iter().enumerate().skip(from) {
            if found.len() >= ADDRESSES || *budget == 0 {
                return;
            }
            *budget -= 1;
            chosen.push(mask);
            counts.fill(0);
            points.iter().for_each(|&x| counts[address(x, chosen)] += 1);
            if counts.iter().all(|&c| c <= room) {
                go((points, masks, r), at + 1, chosen, found, budget);
            }
            chosen.pop();
        }
    }
    go(
        (points, masks, r),
        0,
        &mut Vec::new(),
        &mut found,
        &mut budget,
    );
    found
}

struct Expansion {
    /// Where the address goes in.
    wires: Vec<usize>,
    draft: Draft,
}

/// From the address on some wires, the others in |0>, to the point, up to a phase for each.
fn expansion(points: &[usize], n: usize, masks: &[usize]) -> Option<Expansion> {
    // Each parity on a wire that no other has, after elimination; the masks stay what they are.
    let mut reduced = masks.to_vec();
    let mut wires = Vec::new();
    for i in 0..reduced.len() {
        let own = reduced[i];
        if own == 0 {
            return None;
        }
        // The wire that fewest others have.
        let uses = |q: usize| reduced.iter().filter(|m| *m >> q & 1 == 1).count();
        let wire = (0..n)
            .filter(|q| own >> q & 1 == 1)
            .min_by_key(|&q| uses(q))?;
        wires.push(wire);
        for (j, m) in reduced.iter_mut().enumerate() {
            if j != i && *m >> wire & 1 == 1 {
                *m ^= own;
            }
        }
    }
    let mut draft = Draft::new(n);
    // Other wires first, as functions of the address.
    let others = (0..n).filter(|q| !wires.contains(q));
    for q in others {
        let mut values = vec![None; 1 << masks.len()];
        points
            .iter()
            .for_each(|&x| values[address(x, masks)] = Some(x >> q & 1 == 1));
        function(&mut draft, &values, &wires, q);
    }
    // Then the parities become the wires' own values: undo the elimination, and take away the other wires.
    let mut map = crate::synth::linear::Matrix::identity(n);
    for (i, &m) in masks.iter().enumerate() {
        map.rows[wires[i]] = m as u64;
    }
    let back = crate::synth::linear::synthesize(&map.inverse()?, usize::MAX)?;
    back.iter()
        .for_each(|s| draft.cx(s.control.into(), s.target.into()));
    draft.tidy();
    Some(Expansion { wires, draft })
}

/// Flip `target`, in |0>, where the value is true, up to phases: rotations of its parities with the wires, conjugated by cz, of
/// which those at the ends do nothing that counts.
fn function(out: &mut Draft, values: &[Option<bool>], wires: &[usize], target: usize) {
    let angles = signs::half_turns(values);
    let terms: Vec<(usize, f64)> = angles
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, a)| a.abs() > ROUNDING)
        .collect();
    let mut now = None;
    for (set, angle) in signs::path(&terms, wires.len()) {
        if let Some(before) = now {
            let changed: usize = before ^ set;
            for (i, &q) in wires.iter().enumerate() {
                if changed >> i & 1 == 1 {
                    out.cz(q, target);
                }
            }
        }
        out.rotate(Pauli::Y, angle, target);
        now = Some(set);
    }
}
