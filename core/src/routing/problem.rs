// SPDX-License-Identifier: Apache-2.0
//! What routing has to know of a circuit: which pairs have to meet, and what has to wait for what.
//!
//! ```text
//!  wire 0   | A  B | C |        stages: nodes of one stage commute on that wire and may come in any order
//!  wire 1   | A | C    |        a node is ready when all its wires have reached its stage
//! ```
//!
//! Two nodes that share wires lie in one stage on each of them only if they are block diagonal in the same Pauli basis
//! there, so exchanging them changes nothing. Stages need no edges between nodes, of which there would be quadratically
//! many.

use smallvec::SmallVec;

/// Something that has to wait for its wires.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// The two qubits that have to be neighbours; `None` for what fits anywhere (a barrier, a measurement).
    pub pair: Option<[u32; 2]>,
    /// Native two-qubit gates it takes.
    pub uses: u8,
    /// Native two-qubit gates it takes together with a swap of its qubits.
    pub mirror: u8,
    /// Its wires and its stage on each.
    pub slots: SmallVec<[(u32, u32); 2]>,
}

/// A circuit as the router sees it. Wires are the qubits, then the classical bits.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    pub qubits: u32,
    pub nodes: Vec<Node>,
    /// Pairs that have to meet inside of nodes (in blocks of control flow), in which the swaps for it are made.
    pub inner: Vec<(u32, u32)>,
    /// By wire: its first stage in `starts`; the end of the last wire comes last.
    rows: Vec<u32>,
    /// By stage: its first node in `members`; behind the last stage of each wire, their end.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Problem {
    /// `nodes` say their stages; every stage of a wire below its last has a node.
    pub fn new(qubits: u32, wires: u32, nodes: Vec<Node>) -> Problem {
        let mut counts: Vec<Vec<u32>> = vec![Vec::new(); wires as usize];
        for &(wire, stage) in nodes.iter().flat_map(|n| &n.slots) {
            let row = &mut counts[wire as usize];
            row.resize(row.len().max(stage as usize + 1), 0);
            row[stage as usize] += 1;
        }
        let (mut rows, mut starts) = (vec![0], Vec::new());
        let mut total = 0;
        for row in &counts {
            for count in row {
                starts.push(total);
                total += count;
            }
            starts.push(total);
            rows.push(starts.len() as u32);
        }
        let mut next = starts.clone();
        let mut members = vec![0; total as usize];
        for (index, node) in nodes.iter().enumerate() {
            for &(wire, stage) in &node.slots {
                let at = &mut next[(rows[wire as usize] + stage) as usize];
                members[*at as usize] = index as u32;
                *at += 1;
            }
        }
        Problem {
            qubits,
            nodes,
            inner: Vec::new(),
            rows,
            starts,
            members,
        }
    }

    pub fn wires(&self) -> u32 {
        self.rows.len() as u32 - 1
    }

    #[inline]
    pub fn stages(&self, wire: u32) -> u32 {
        self.rows[wire as usize + 1] - self.rows[wire as usize] - 1
    }

    /// The nodes of a stage.
    #[inline]
    pub fn stage(&self, wire: u32, stage: u32) -> &[u32] {
        let at = (self.rows[wire as usize] + stage) as usize;
        let (from, to) = (self.starts[at], self.starts[at + 1]);
        &self.members[from as usize..to as usize]
    }

    /// Number of nodes of a stage; 0 beyond the last.
    pub fn stage_size(&self, wire: u32, stage: u32) -> u32 {
        match stage < self.stages(wire) {
            true => self.stage(wire, stage).len() as u32,
            false => 0,
        }
    }

    /// The same circuit from its end to its start. Nodes keep their numbers.
    #[must_use]
    pub fn reversed(&self) -> Problem {
        let mut nodes = self.nodes.clone();
        for (wire, stage) in nodes.iter_mut().flat_map(|n| n.slots.iter_mut()) {
            *stage = self.stages(*wire) - 1 - *stage;
        }
        Problem::new(self.qubits, self.wires(), nodes)
    }

    /// Pairs that have to meet, with how often; ascending.
    pub fn interactions(&self) -> Vec<(u32, u32, u32)> {
        let mut pairs: Vec<(u32, u32)> = self
            .nodes
            .iter()
            .filter_map(|n| n.pair)
            .chain(self.inner.iter().map(|&(a, b)| [a, b]))
            .map(|[a, b]| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs
            .chunk_by(|x, y| x == y)
            .map(|same| (same[0].0, same[0].1, same.len() as u32))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(pair: [u32; 2], slots: &[(u32, u32)]) -> Node {
        Node {
            pair: Some(pair),
            uses: 1,
            mirror: 2,
            slots: slots.iter().copied().collect(),
        }
    }

    #[test]
    fn stages_both_ways() {
        let nodes = vec![
            node([0, 1], &[(0, 0), (1, 0)]),
            node([0, 2], &[(0, 0), (2, 0)]),
            node([1, 0], &[(1, 1), (0, 1)]),
        ];
        let p = Problem::new(3, 3, nodes);
        assert_eq!((2, 2, 1), (p.stages(0), p.stages(1), p.stages(2)));
        assert_eq!((&[0, 1][..], &[2][..]), (p.stage(0, 0), p.stage(0, 1)));
        let r = p.reversed();
        assert_eq!((&[2][..], &[0, 1][..]), (r.stage(0, 0), r.stage(0, 1)));
        assert_eq!(vec![(0, 1, 2), (0, 2, 1)], p.interactions());
    }
}
