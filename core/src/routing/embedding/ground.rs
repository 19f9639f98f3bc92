// SPDX-License-Identifier: Apache-2.0
//! What a search has to know of a device, whatever is placed on it.
//!
//! Made when it is first asked for and kept: a device takes many patterns, and for small ones finding all this out takes
//! many times as long as placing them.

use std::sync::OnceLock;

use super::bits::{self, Rows};
use super::graph::{Graph, RADIUS};
use super::Host;

/// A device made ready for searches.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Couplings of usable qubits.
    pub(super) graph: Graph,
    pub(super) usable: Vec<u64>,
    /// Largest first.
    pub(super) degrees: Vec<usize>,
    parts: OnceLock<Parts>,
    adjacent: OnceLock<Rows>,
    likeness: OnceLock<Likeness>,
    near: OnceLock<Near>,
}

/// Hosts with more edges a vertex than this are not looked at by cycles and distances: nothing is far in them.
const DENSE: usize = 8;

impl Ground {
    pub fn new(host: &Host<'_>) -> Ground {
        let size = host.neighbours.len();
        let usable = |h: u32| !host.excluded.get(h as usize).copied().unwrap_or(false);
        let rows = host.neighbours.iter().enumerate();
        let edges = rows
            .flat_map(|(a, row)| row.iter().map(move |&b| (a as u32, b)))
            .filter(|&(a, b)| usable(a) && usable(b));
        let graph = Graph::new(size, edges);
        let mut row = vec![0; size.div_ceil(64)];
        (0..size as u32)
            .filter(|&h| usable(h))
            .for_each(|h| bits::insert(&mut row, h));
        Ground {
            degrees: graph.degrees(),
            graph,
            usable: row,
            parts: OnceLock::new(),
            adjacent: OnceLock::new(),
            likeness: OnceLock::new(),
            near: OnceLock::new(),
        }
    }

    pub(super) fn is_sparse(&self) -> bool {
        self.graph.edges() <= DENSE * self.graph.len()
    }

    pub(super) fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Parts::of(&self.graph))
    }

    pub(super) fn likeness(&self) -> &Likeness {
        let of = || Likeness::of(&self.graph, self.is_sparse());
        self.likeness.get_or_init(of)
    }

    /// Of sparse devices only.
    pub(super) fn near(&self) -> &Near {
        self.near.get_or_init(|| Near::of(&self.graph))
    }

    /// Neighbours of each vertex.
    pub(super) fn adjacent(&self) -> &Rows {
        self.adjacent.get_or_init(|| {
            let mut rows = Rows::new(self.graph.len(), self.graph.len());
            for h in 0..self.graph.len() {
                for &u in self.graph.of(h as u32) {
                    bits::insert(rows.row_mut(h), u);
                }
            }
            rows
        })
    }
}

/// Components and their sides.
#[derive(Clone, Debug)]
pub struct Parts {
    /// By vertex: its component with the side it lies on, or all of the component where there are no sides: a row of
    /// `sides`.
    pub same_side: Vec<u32>,
    pub other_side: Vec<u32>,
    pub sides: Rows,
    /// By vertex: side in its component, if that has two.
    pub side: Vec<Option<bool>>,
    /// Every vertex with neighbours has a side.
    pub all_sided: bool,
}

impl Parts {
    fn of(graph: &Graph) -> Parts {
        let size = graph.len();
        let (_, sides, members) = graph.components();
        let mut parts = Parts {
            same_side: vec![0; size],
            other_side: vec![0; size],
            sides: Rows::new(2 * members.len(), size),
            side: vec![None; size],
            all_sided: true,
        };
        for (c, list) in members.iter().enumerate() {
            for (i, &h) in list.iter().enumerate() {
                let flag = sides[c].as_ref().map(|s| s[i]);
                parts.side[h as usize] = flag;
                let (own, other) = (flag == Some(true), flag == Some(false));
                parts.same_side[h as usize] = 2 * c as u32 + u32::from(own);
                parts.other_side[h as usize] = 2 * c as u32 + u32::from(other);
                bits::insert(parts.sides.row_mut(2 * c + usize::from(own)), h);
                if flag.is_none() {
                    bits::insert(parts.sides.row_mut(2 * c + 1), h);
                    parts.all_sided &= graph.degree(h) == 0;
                }
            }
        }
        parts
    }
}

/// What tells early that a vertex cannot take the part of another.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// Shortest cycle through each vertex, and how many vertices lie around it; empty for graphs that are not sparse.
    pub cycles: Vec<u32>,
    pub balls: Vec<[u32; RADIUS + 1]>,
    degrees: Vec<Vec<usize>>,
}

impl Likeness {
    pub fn of(graph: &Graph, sparse: bool) -> Likeness {
        let vertices = 0..graph.len() as u32;
        let mut seen = graph.unseen();
        let around = vertices.clone().filter(|_| sparse);
        Likeness {
            cycles: match sparse {
                true => graph.shortest_cycles(),
                false => Vec::new(),
            },
            balls: around.map(|v| graph.ball_sizes(v, &mut seen)).collect(),
            degrees: vertices.map(|v| graph.neighbour_degrees(v)).collect(),
        }
    }

    /// Degrees of a vertex's neighbours, largest first.
    pub fn degrees(&self, v: u32) -> &[usize] {
        &self.degrees[v as usize]
    }
}

/// What lies near each vertex.
#[derive(Clone, Debug)]
pub struct Near {
    /// `balls[r]`: what lies within r + 2 steps.
    pub balls: Vec<Rows>,
    /// What has two neighbours in common with it.
    pub squares: Rows,
}

impl Near {
    fn of(graph: &Graph) -> Near {
        let size = graph.len();
        let mut balls: Vec<Rows> = (2..=RADIUS).map(|_| Rows::new(size, size)).collect();
        let mut squares = Rows::new(size, size);
        let mut seen = graph.unseen();
        let mut common = vec![0u32; size];
        for h in 0..size as u32 {
            graph.within(h, RADIUS as u32, &mut seen, |u, d| {
                for r in (d.max(2)..=RADIUS as u32).filter(|_| u != h) {
                    bits::insert(balls[r as usize - 2].row_mut(h as usize), u);
                }
            });
            for u in graph.twice(h, &mut common) {
                bits::insert(squares.row_mut(h as usize), u);
            }
        }
        Near { balls, squares }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{find, find_from, Pattern};
    use super::*;

    #[test]
    fn one_ground_takes_many_patterns() {
        // A ring of six with a tail, and one qubit nothing may be placed on.
        let edges = [
            (0, 1),
            (1, 2),
            (2, 3),
            (3, 4),
            (4, 5),
            (5, 0),
            (5, 6),
            (6, 7),
        ];
        let mut rows = vec![Vec::new(); 8];
        for &(a, b) in &edges {
            rows[a as usize].push(b);
            rows[b as usize].push(a);
        }
        let mut excluded = vec![false; 8];
        excluded[7] = true;
        let host = Host {
            neighbours: &rows,
            excluded: &excluded,
        };
        let ground = Ground::new(&host);
        let line = |n: u32| -> Vec<(u32, u32, u32)> { (1..n).map(|v| (v - 1, v, 1)).collect() };
        let ring =
            |n: u32| -> Vec<(u32, u32, u32)> { (0..n).map(|v| (v, (v + 1) % n, 1)).collect() };
        let cases = [
            (7, line(7), true),
            (8, line(8), false),
            (6, ring(6), true),
            (5, ring(5), false),
            (4, vec![(0, 1, 1), (0, 2, 1), (0, 3, 1)], true),
        ];
        for (qubits, edges, fits) in cases {
            let pattern = Pattern {
                qubits,
                edges,
                fixed: Vec::new(),
            };
            let found = find_from(&pattern, &ground, 1_000, None, None);
            assert_eq!(fits, found.places.is_some(), "{pattern:?}");
            assert_eq!(find(&pattern, &host, 1_000, None), found);
        }
    }

    #[test]
    fn sides_of_what_has_sides() {
        let graph = |n: usize, edges: &[(u32, u32)]| Graph::new(n, edges.iter().copied());
        let square = Parts::of(&graph(5, &[(0, 1), (1, 2), (2, 3), (3, 0)]));
        assert!(square.all_sided);
        assert_eq!(square.side[0], square.side[2]);
        assert_ne!(square.side[0], square.side[1]);
        assert_eq!(square.same_side[0], square.other_side[1]);
        let triangle = Parts::of(&graph(4, &[(0, 1), (1, 2), (2, 0)]));
        assert_eq!((false, None), (triangle.all_sided, triangle.side[1]));
    }
}
