// SPDX-License-Identifier: Apache-2.0
//! Which device qubits are neighbours, and how far apart any two are.

use std::collections::VecDeque;
use std::sync::OnceLock;

use super::embedding::{Ground, Host};
use crate::Target;

/// Further than any path: no path leads there.
pub const FAR: u16 = u16::MAX;

/// The couplings of a device, directions left out: a gate can be turned round, a missing coupling cannot be made.
#[derive(Clone, Debug)]
pub struct Coupling {
    neighbours: Vec<Vec<u32>>,
    /// `qubits` by `qubits`, row by row.
    distance: Vec<u16>,
    /// Nothing may be placed here.
    pub excluded: Vec<bool>,
    /// Connected component of each qubit; excluded ones are alone.
    pub island: Vec<u32>,
    pub diameter: u16,
    /// Along `neighbours`: how bad the pair's gates are, on average 1; `None` where nothing was measured.
    harm: Option<Vec<Vec<f32>>>,
    /// For searches for places; made when there is the first.
    ground: OnceLock<Ground>,
}

impl Coupling {
    /// From undirected `edges`; those of excluded qubits are left out. O(n (n + edges)).
    pub fn new(qubits: u32, edges: &[(u32, u32)], excluded: &[u32]) -> Coupling {
        let n = qubits as usize;
        let mut out = vec![false; n];
        excluded.iter().for_each(|&q| out[q as usize] = true);
        let mut neighbours = vec![Vec::new(); n];
        for &(a, b) in edges {
            if a != b && !out[a as usize] && !out[b as usize] {
                neighbours[a as usize].push(b);
                neighbours[b as usize].push(a);
            }
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        let mut coupling = Coupling {
            distance: vec![FAR; n * n],
            island: vec![u32::MAX; n],
            neighbours,
            excluded: out,
            diameter: 0,
            harm: None,
            ground: OnceLock::new(),
        };
        (0..qubits).for_each(|q| coupling.measure(q));
        coupling
    }

    /// The couplings of a target for `qubits` wires; `None` where every pair is coupled.
    pub fn of(target: &Target) -> Option<Coupling> {
        let (pairs, qubits) = (target.pairs.as_ref()?, target.qubits?);
        let mut edges: Vec<(u32, u32)> = pairs
            .iter()
            .filter(|(_, gates)| !gates.on(2).is_empty())
            .map(|(&(a, b), _)| (a.min(b), a.max(b)))
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut coupling = Coupling::new(qubits, &edges, &target.excluded);
        coupling.weigh(target);
        Some(coupling)
    }

    /// Take in the errors of a calibration. A pair without a figure counts as the worst that has one.
    fn weigh(&mut self, target: &Target) {
        if target.calibration.is_none() {
            return;
        }
        let error = |a: u32, b: u32| target.pair_cost(a, b)?.error;
        let list = |(a, row): (usize, &Vec<u32>)| -> Vec<Option<f64>> {
            // Minus the logarithm of the fidelity, so that figures add up; an error of 1 is as bad as it gets.
            let harm = |e: f64| -(1.0 - e).max(1e-6).ln();
            row.iter().map(|&b| error(a as u32, b).map(harm)).collect()
        };
        let rows: Vec<Vec<Option<f64>>> = self.neighbours.iter().enumerate().map(list).collect();
        let known: Vec<f64> = rows.iter().flatten().flatten().copied().collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        if mean <= 0.0 {
            return;
        }
        let worst = known.iter().copied().fold(0.0, f64::max);
        let scaled = |row: &Vec<Option<f64>>| -> Vec<f32> {
            let figure = |h: &Option<f64>| (h.unwrap_or(worst) / mean) as f32;
            row.iter().map(figure).collect()
        };
        self.harm = Some(rows.iter().map(scaled).collect());
    }

    pub fn is_measured(&self) -> bool {
        self.harm.is_some()
    }

    /// How bad gates of a coupled pair are, on average 1.
    #[inline]
    pub fn harm(&self, a: u32, b: u32) -> f32 {
        let Some(harm) = &self.harm else {
            return 1.0;
        };
        let slot = self.neighbours[a as usize].iter().position(|&q| q == b);
        slot.map_or(1.0, |i| harm[a as usize][i])
    }

    /// Distances from one qubit, breadth first.
    fn measure(&mut self, from: u32) {
        let n = self.neighbours.len();
        let row = &mut self.distance[from as usize * n..][..n];
        row[from as usize] = 0;
        let mut queue = VecDeque::from([from]);
        while let Some(q) = queue.pop_front() {
            let next = row[q as usize] + 1;
            for &r in &self.neighbours[q as usize] {
                if row[r as usize] == FAR {
                    row[r as usize] = next;
                    self.diameter = self.diameter.max(next);
                    queue.push_back(r);
                }
            }
        }
        if self.island[from as usize] == u32::MAX {
            for (q, &d) in row.iter().enumerate() {
                if d != FAR {
                    self.island[q] = from;
                }
            }
        }
    }

    pub fn qubits(&self) -> u32 {
        self.neighbours.len() as u32
    }

    /// Ascending.
    #[inline]
    pub fn neighbours(&self, q: u32) -> &[u32] {
        &self.neighbours[q as usize]
    }

    pub fn all_neighbours(&self) -> &[Vec<u32>] {
        &self.neighbours
    }

    pub fn ground(&self) -> &Ground {
        self.ground.get_or_init(|| {
            Ground::new(&Host {
                neighbours: &self.neighbours,
                excluded: &self.excluded,
            })
        })
    }

    /// Couplings on the shortest way; [`FAR`] if there is none.
    #[inline]
    pub fn distance(&self, a: u32, b: u32) -> u16 {
        self.distance[a as usize * self.neighbours.len() + b as usize]
    }

    #[inline]
    pub fn coupled(&self, a: u32, b: u32) -> bool {
        self.distance(a, b) == 1
    }

    /// Distances from one qubit to all.
    #[inline]
    pub fn row(&self, a: u32) -> &[u16] {
        let n = self.neighbours.len();
        &self.distance[a as usize * n..][..n]
    }

    /// Islands, largest first: their qubits ascending. Excluded qubits are on none.
    pub fn islands(&self) -> Vec<Vec<u32>> {
        let mut lists: Vec<Vec<u32>> = Vec::new();
        let mut index = vec![usize::MAX; self.neighbours.len()];
        for q in 0..self.qubits() {
            if self.excluded[q as usize] {
                continue;
            }
            let root = self.island[q as usize] as usize;
            if index[root] == usize::MAX {
                index[root] = lists.len();
                lists.push(Vec::new());
            }
            lists[index[root]].push(q);
        }
        lists.sort_by_key(|list| (std::cmp::Reverse(list.len()), list[0]));
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_islands() {
        let c = Coupling::new(6, &[(0, 1), (2, 1), (1, 2), (4, 5), (3, 4)], &[3]);
        assert_eq!(&[0, 2], c.neighbours(1));
        assert_eq!(
            (2, FAR, 1),
            (c.distance(0, 2), c.distance(0, 4), c.distance(4, 5))
        );
        assert_eq!(vec![vec![0, 1, 2], vec![4, 5]], c.islands());
        assert_eq!(2, c.diameter);
        assert!(c.coupled(1, 2) && !c.coupled(3, 4) && !c.coupled(1, 1));
    }
}
