// SPDX-License-Identifier: Apache-2.0
//! Graph states with few edges: up to gates on one wire, and after single two-qubit gates.
//!
//! Gates on one wire take the graph state of G to that of G with the neighbours of a vertex joined where they were not and
//! the other way round (M. Van den Nest, J. Dehaene, B. De Moor, "Graphical description of the action of local Clifford
//! transformations on graph states", Phys. Rev. A 69, 022316, 2004, doi:10.1103/PhysRevA.69.022316). A rotation by a quarter
//! turn about two Paulis, X beside Z, X beside X or Y beside Y, is one about Z on a set of vertices there, for X on a vertex does
//! to the state what Z on its neighbours does; and that joins all of the set, at the cost of one two-qubit gate.

use std::collections::BTreeSet;

use crate::synth::euler::Pauli;

/// Neighbours of each vertex, as sets.
pub type Near = Vec<u32>;

/// A quarter turn about a Pauli on each of two vertices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    pub axes: [Pauli; 2],
    pub on: [usize; 2],
}

/// One change of a graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The neighbours of a vertex are joined, or parted: gates on one wire.
    Complement(usize),
    /// A two-qubit gate.
    Turn(Turn),
}

pub fn members(set: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |&v| set >> v & 1 == 1)
}

/// Join the members of a set that are apart, and part those that are joined.
pub fn toggle(near: &mut Near, set: u32) {
    for v in members(set) {
        near[v] ^= set & !(1 << v);
    }
}

pub fn count_edges(near: &Near) -> u32 {
    near.iter().map(|set| set.count_ones()).sum::<u32>() / 2
}

impl Turn {
    /// The vertices that it joins.
    pub fn set(&self, near: &Near) -> u32 {
        let side = |i: usize| match self.axes[i] {
            Pauli::Z => 1 << self.on[i],
            Pauli::X => near[self.on[i]],
            Pauli::Y => near[self.on[i]] | 1 << self.on[i],
        };
        side(0) ^ side(1)
    }
}

/// All two-qubit changes of a graph.
fn turns(count: usize) -> impl Iterator<Item = Turn> {
    use Pauli::{X, Y, Z};
    let pairs = (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)));
    pairs.flat_map(|(a, b)| {
        let turn = |axes, on| Turn { axes, on };
        [
            turn([Z, Z], [a, b]),
            turn([Z, X], [a, b]),
            turn([Z, X], [b, a]),
            turn([X, X], [a, b]),
            turn([Y, Y], [a, b]),
        ]
    })
}

/// Complement vertices, one or along an edge, as long as edges become fewer; which ones.
fn descend(near: &mut Near) -> Vec<Change> {
    let mut done = Vec::new();
    loop {
        let before = count_edges(near);
        let single = (0..near.len()).map(|a| vec![a]);
        let along = (0..near.len()).flat_map(|a| {
            members(near[a] >> a << a)
                .map(move |b| vec![a, b, a])
                .collect::<Vec<_>>()
        });
        let mut best: Option<(u32, Vec<usize>, Near)> = None;
        for vertices in single.chain(along) {
            let mut tried = near.clone();
            for &a in &vertices {
                let set = tried[a];
                toggle(&mut tried, set);
            }
            let now = count_edges(&tried);
            if now < best.as_ref().map_or(before, |b| b.0) {
                best = Some((now, vertices, tried));
            }
        }
        let Some((_, vertices, found)) = best else {
            return done;
        };
        *near = found;
        done.extend(vertices.into_iter().map(Change::Complement));
    }
}

/// A graph on the way to none.
struct Node {
    near: Near,
    from: usize,
    changes: Vec<Change>,
}

/// Changes after which the edges that are left and the two-qubit gates that were used are few together. Graphs with the
/// fewest edges are gone on from, after each two-qubit gate; O(n^5) time for each of them.
pub fn shortened(near: &Near) -> Vec<Change> {
    let width = match near.len() {
        ..=8 => 16,
        9..=12 => 3,
        13..=16 => 1,
        _ => 0,
    };
    let mut start = near.clone();
    let changes = descend(&mut start);
    let mut nodes = vec![Node {
        near: start,
        from: 0,
        changes,
    }];
    let mut layer = 0..usize::from(width > 0);
    let (mut best, mut best_cost) = (0, count_edges(&nodes[0].near));
    let mut used = 0;
    while !layer.is_empty() && used + 1 < best_cost {
        used += 1;
        let mut seen = BTreeSet::new();
        let mut found: Vec<(u32, Node)> = Vec::new();
        for from in layer.clone() {
            for turn in turns(near.len()) {
                let mut next = nodes[from].near.clone();
                let set = turn.set(&next);
                toggle(&mut next, set);
                let mut changes = vec![Change::Turn(turn)];
                changes.extend(descend(&mut next));
                if seen.insert(next.clone()) {
                    let near = next;
                    let edges = count_edges(&near);
                    let node = Node {
                        near,
                        from,
                        changes,
                    };
                    found.push((edges, node));
                }
            }
        }
        found.sort_by_key(|f| f.0);
        found.truncate(width);
        let first = nodes.len();
        for (edges, node) in found {
            if used + edges < best_cost {
                (best, best_cost) = (nodes.len(), used + edges);
            }
            nodes.push(node);
        }
        layer = first..nodes.len();
    }
    let mut way = Vec::new();
    loop {
        way.push(&nodes[best].changes);
        if best == 0 {
            break;
        }
        best = nodes[best].from;
    }
    way.into_iter().rev().flatten().copied().collect()
}
