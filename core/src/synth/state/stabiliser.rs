// SPDX-License-Identifier: Apache-2.0
//! Stabiliser states: amplitudes of one modulus on an affine space, whose phases are powers of i by a quadratic form.
//!
//! Such a state is a graph state up to gates on one wire: the edges are the products of the form, and the sums that the
//! other wires of the space are (J. Dehaene, B. De Moor, "Clifford group, stabilizer states, and linear and quadratic
//! operations over GF(2)", Phys. Rev. A 68, 042318, 2003, doi:10.1103/PhysRevA.68.042318).

use std::f64::consts::FRAC_PI_2;

use super::graph::{members, shortened, toggle, Change, Near, Turn};
use crate::synth::draft::Draft;
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{C64, I, M2, ONE, ZERO};

/// A modulus or phase this close to what it should be is that.
const SAME: f64 = 1e-7;

/// Gates on one wire, one each, after the state of a graph.
struct Graph {
    near: Near,
    local: Vec<M2>,
}

/// A two-qubit gate, whether its angle is positive, and the gates on one wire after it.
struct Layer {
    turn: Turn,
    is_positive: bool,
    local: Vec<M2>,
}

/// The circuit, if the state is one. O(2^n n) time, and what `shortened` takes.
pub fn synthesize(goal: &[C64]) -> Option<Draft> {
    let mut graph = Graph::of(goal)?;
    // What comes after the graph state, last first.
    let mut after: Vec<Layer> = Vec::new();
    for change in shortened(&graph.near) {
        match change {
            Change::Complement(vertex) => graph.complement(vertex),
            Change::Turn(turn) => after.push(graph.take(turn)),
        }
    }
    let mut draft = Draft::new(graph.near.len());
    graph.write(&mut draft);
    for layer in after.iter().rev() {
        layer.write(&mut draft);
    }
    let made = draft.state();
    let overlap: C64 = made.iter().zip(goal).map(|(x, y)| x.conj() * y).sum();
    draft.phase += overlap.arg();
    Some(draft)
}

impl Graph {
    /// A basis vector of the space for each wire that counts through it, by that wire; the other wires of the space are sums.
    fn of(goal: &[C64]) -> Option<Graph> {
        let wires = goal.len().trailing_zeros() as usize;
        let largest = goal.iter().map(C64::norm_sqr).fold(0.0, f64::max).sqrt();
        let is_in = |x: &C64| x.norm() > SAME * largest;
        let first = goal.iter().position(is_in)?;
        let size = goal.iter().filter(|x| is_in(x)).count();
        if !size.is_power_of_two() {
            return None;
        }
        let inside = (0..goal.len()).filter(|&i| is_in(&goal[i]));
        let basis = basis(inside.map(|i| i ^ first), size.trailing_zeros() as usize)?;
        let clear = |at: usize, &(pivot, vector): &(usize, usize)| match at >> pivot & 1 {
            0 => at,
            _ => at ^ vector,
        };
        let base = basis.iter().fold(first, clear);
        let form = Form::of(goal, base, &basis)?;
        let mut near = vec![0; wires];
        let mut local = vec![M2::IDENTITY; wires];
        for (i, &(pivot, vector)) in basis.iter().enumerate() {
            let products = members(form.products[i]).map(|j| 1 << basis[j].0);
            near[pivot] = products.sum::<u32>() | (vector ^ 1 << pivot) as u32;
            local[pivot] = M2([[ONE, ZERO], [ZERO, I.powi(i32::from(form.linear[i]))]]);
        }
        for wire in (0..wires).filter(|&w| basis.iter().all(|b| b.0 != w)) {
            let of_pivots = basis.iter().filter(|b| b.1 >> wire & 1 == 1);
            near[wire] = of_pivots.map(|b| 1 << b.0).sum();
            let flip = base >> wire & 1 == 1;
            local[wire] = if flip { x() * hadamard() } else { hadamard() };
        }
        Some(Graph { near, local })
    }

    /// Join or part the neighbours of a vertex: |G> is exp(i pi/4 X) on it and exp(-i pi/4 Z) on them, after the new graph.
    fn complement(&mut self, vertex: usize) {
        let set = self.near[vertex];
        self.then_before(vertex, Pauli::X, -FRAC_PI_2);
        for v in members(set) {
            self.then_before(v, Pauli::Z, FRAC_PI_2);
        }
        toggle(&mut self.near, set);
    }

    fn then_before(&mut self, wire: usize, axis: Pauli, angle: f64) {
        self.local[wire] = self.local[wire] * Quaternion::rotation(axis, angle).matrix();
    }

    /// |G> is exp(i pi/4 P), or its inverse, after S on the set, after the graph with the set toggled.
    fn take(&mut self, turn: Turn) -> Layer {
        let set = turn.set(&self.near);
        let [a, b] = turn.on;
        let is_joined = self.near[a] >> b & 1 == 1;
        // Two X that are joined pass each other's Z; two Y bring i twice as well.
        let is_positive = match turn.axes {
            [Pauli::X, Pauli::X] => !is_joined,
            [Pauli::Y, Pauli::Y] => is_joined,
            _ => true,
        };
        let mut inner = vec![M2::IDENTITY; self.near.len()];
        for v in members(set) {
            inner[v] = s();
        }
        toggle(&mut self.near, set);
        Layer {
            turn,
            is_positive,
            local: std::mem::replace(&mut self.local, inner),
        }
    }

    fn write(&self, draft: &mut Draft) {
        for wire in 0..self.near.len() {
            draft.one(wire, hadamard());
        }
        let mut left = self.near.clone();
        // Edges that share no wire, then the next ones.
        while left.iter().any(|&set| set != 0) {
            let mut busy = 0u32;
            for a in 0..left.len() {
                let free = members(left[a] & !busy).find(|_| busy >> a & 1 == 0);
                if let Some(b) = free {
                    draft.cz(a, b);
                    busy |= 1 << a | 1 << b;
                    left[a] ^= 1 << b;
                    left[b] ^= 1 << a;
                }
            }
        }
        write_local(draft, &self.local);
    }
}

impl Layer {
    /// exp(i pi/4 ZZ) is cz between rotations, and other Paulis are Z in other frames.
    fn write(&self, draft: &mut Draft) {
        let angle = if self.is_positive {
            -FRAC_PI_2
        } else {
            FRAC_PI_2
        };
        let frame = |axis| match axis {
            Pauli::Z => M2::IDENTITY,
            Pauli::X => hadamard(),
            Pauli::Y => s() * hadamard(),
        };
        let sides = [0, 1].map(|i| (self.turn.on[i], frame(self.turn.axes[i])));
        for (wire, frame) in sides {
            draft.one(wire, frame.adjoint());
            draft.rotate(Pauli::Z, angle, wire);
        }
        draft.cz(sides[0].0, sides[1].0);
        for (wire, frame) in sides {
            draft.one(wire, frame);
        }
        write_local(draft, &self.local);
    }
}

fn write_local(draft: &mut Draft, local: &[M2]) {
    for (wire, &gate) in local.iter().enumerate() {
        draft.one(wire, gate);
    }
}

fn hadamard() -> M2 {
    M2([[ONE, ONE], [ONE, -ONE]]).scale(C64::from(std::f64::consts::FRAC_1_SQRT_2))
}

fn s() -> M2 {
    M2([[ONE, ZERO], [ZERO, I]])
}

fn x() -> M2 {
    M2([[ZERO, ONE], [ONE, ZERO]])
}

/// A basis of the space that vectors span, if its dimension is this: each with a bit, its highest, that no other one has.
fn basis(vectors: impl Iterator<Item = usize>, dimension: usize) -> Option<Vec<(usize, usize)>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for vector in vectors {
        let rest = found.iter().fold(
            vector,
            |v, &(pivot, b)| if v >> pivot & 1 == 1 { v ^ b } else { v },
        );
        if rest == 0 {
            continue;
        }
        if found.len() == dimension {
            return None;
        }
        let pivot = rest.ilog2() as usize;
        for (_, other) in &mut found {
            if *other >> pivot & 1 == 1 {
                *other ^= rest;
            }
        }
        found.push((pivot, rest));
    }
    (found.len() == dimension).then_some(found)
}

/// Phases i^(sum of `linear` v_i + 2 sum of `products` v_i v_j).
struct Form {
    linear: Vec<u8>,
    /// The j of each i, both ways.
    products: Vec<u32>,
}

impl Form {
    /// The phases of the amplitudes at `base` and sums of basis vectors, if they have that form.
    fn of(goal: &[C64], base: usize, basis: &[(usize, usize)]) -> Option<Form> {
        let origin = goal[base];
        let quarter = |at: usize| -> Option<u8> {
            let ratio = goal[at] / origin;
            let turns = (ratio.arg() / FRAC_PI_2).round().rem_euclid(4.0) as u8;
            ((ratio - I.powi(i32::from(turns))).norm() < SAME).then_some(turns)
        };
        let count = basis.len();
        let linear: Vec<u8> = basis
            .iter()
            .map(|b| quarter(base ^ b.1))
            .collect::<Option<_>>()?;
        let mut products = vec![0u32; count];
        for i in 0..count {
            for j in 0..i {
                let both = quarter(base ^ basis[i].1 ^ basis[j].1)?;
                match (8 + both - linear[i] - linear[j]) % 4 {
                    0 => {}
                    2 => {
                        products[i] |= 1 << j;
                        products[j] |= 1 << i;
                    }
                    _ => return None,
                }
            }
        }
        // Each value from the one without its lowest bit.
        let mut known = vec![(base, 0u8); 1 << count];
        for v in 1..known.len() {
            let low = v.trailing_zeros() as usize;
            let (at, turns) = known[v & (v - 1)];
            let crossed = (products[low] & (v & (v - 1)) as u32).count_ones() % 2;
            known[v] = (
                at ^ basis[low].1,
                (turns + linear[low] + 2 * crossed as u8) % 4,
            );
            if quarter(known[v].0)? != known[v].1 {
                return None;
            }
        }
        Some(Form { linear, products })
    }
}
