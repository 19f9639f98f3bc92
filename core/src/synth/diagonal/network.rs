// SPDX-License-Identifier: Apache-2.0
//! Networks of cx, cz and z-rotations that leave every basis state where it is.

use super::spectrum::signed_sums;
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Op {
    /// `exp(i angle Z)`.
    Turn(usize, f64),
    /// Control, target.
    Cx(usize, usize),
    Cz(usize, usize),
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Network {
    pub qubits: usize,
    pub ops: Vec<Op>,
    pub phase: f64,
}

impl Network {
    pub fn new(qubits: usize) -> Network {
        Network {
            qubits,
            ops: Vec::new(),
            phase: 0.0,
        }
    }

    pub fn pairs(&self) -> usize {
        let is_pair = |op: &&Op| !matches!(op, Op::Turn(..));
        self.ops.iter().filter(is_pair).count()
    }

    /// Leave out pairs of equal cx with nothing between them that does not commute.
    pub fn cancel(&mut self) {
        let mut gone = vec![false; self.ops.len()];
        // Candidates for the next cx of the same kind, by target.
        let mut open: Vec<Vec<usize>> = vec![Vec::new(); self.qubits];
        for (i, &op) in self.ops.iter().enumerate() {
            match op {
                Op::Turn(q, _) => open[q].clear(),
                Op::Cz(a, b) => [a, b].iter().for_each(|&q| open[q].clear()),
                Op::Cx(c, t) => {
                    // The wire serves as a control: what it was target of is final; what it controls is over at t.
                    open[c].clear();
                    let ops = &self.ops;
                    open.iter_mut().for_each(|list| {
                        list.retain(|&j| !matches!(ops[j], Op::Cx(d, _) if d == t))
                    });
                    let same = open[t].iter().position(|&j| self.ops[j] == op);
                    match same {
                        Some(at) => {
                            let j = open[t].remove(at);
                            (gone[i], gone[j]) = (true, true);
                        }
                        None => open[t].push(i),
                    }
                }
            }
        }
        let mut at = 0;
        self.ops.retain(|_| {
            at += 1;
            !gone[at - 1]
        });
    }

    /// The phases it gives to basis states, read off from the parities on its wires; `None` if it moves states.
    pub fn phases(&self) -> Option<Vec<f64>> {
        let mut parity: Vec<usize> = (0..self.qubits).map(|q| 1 << q).collect();
        let mut spectrum = vec![0.0; 1 << self.qubits];
        spectrum[0] = self.phase;
        for &op in &self.ops {
            match op {
                Op::Turn(q, angle) => spectrum[parity[q]] += angle,
                Op::Cx(c, t) => parity[t] ^= parity[c],
                Op::Cz(a, b) => {
                    let quarter = std::f64::consts::FRAC_PI_4;
                    spectrum[0] += quarter;
                    spectrum[parity[a]] -= quarter;
                    spectrum[parity[b]] -= quarter;
                    spectrum[parity[a] ^ parity[b]] += quarter;
                }
            }
        }
        let is_still = parity.iter().enumerate().all(|(q, &p)| p == 1 << q);
        is_still.then(|| signed_sums(spectrum))
    }

    /// As a draft of small depth: what commutes by being diagonal, or by having the same target, may change places.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::new(self.qubits);
        draft.phase = self.phase;
        for &i in &self.schedule() {
            match self.ops[i] {
                Op::Turn(q, angle) => draft.rotate(Pauli::Z, -2.0 * angle, q),
                Op::Cx(c, t) => draft.cx(c, t),
                Op::Cz(a, b) => draft.cz(a, b),
            }
        }
        draft
    }

    /// List scheduling, the longest rest first. On each wire operations form groups of those that commute.
    fn schedule(&self) -> Vec<usize> {
        let groups = Groups::of(self);
        let rest = groups.longest_rests(self);
        let mut at = vec![0; self.qubits];
        let mut left: Vec<Vec<usize>> = groups.sizes.clone();
        let mut is_done = vec![false; self.ops.len()];
        let mut order = Vec::with_capacity(self.ops.len());
        let is_ready = |i: usize, at: &[usize]| {
            let on = groups.of[i];
            on.iter().flatten().all(|&(q, g)| at[q] == g)
        };
        let mut ready: Vec<usize> = (0..self.ops.len()).filter(|&i| is_ready(i, &at)).collect();
        while order.len() < self.ops.len() {
            ready.sort_by_key(|&i| (std::cmp::Reverse(rest[i]), i));
            let mut is_busy = vec![false; self.qubits];
            let mut waiting = Vec::new();
            let mut opened = Vec::new();
            for &i in &ready {
                let on = groups.of[i];
                if on.iter().flatten().any(|&(q, _)| is_busy[q]) {
                    waiting.push(i);
                    continue;
                }
                on.iter().flatten().for_each(|&(q, _)| is_busy[q] = true);
                is_done[i] = true;
                order.push(i);
                for &(q, g) in on.iter().flatten() {
                    left[q][g] -= 1;
                    if left[q][g] == 0 {
                        opened.push(q);
                    }
                }
            }
            ready = waiting;
            for q in opened {
                at[q] += 1;
                let members = groups.members[q].get(at[q]).into_iter().flatten();
                ready.extend(members.filter(|&&i| is_ready(i, &at)));
            }
            ready.sort_unstable();
            ready.dedup();
            ready.retain(|&i| !is_done[i]);
        }
        order
    }
}

/// The operations on each wire, cut where one that is diagonal there follows one that is not.
struct Groups {
    members: Vec<Vec<Vec<usize>>>,
    sizes: Vec<Vec<usize>>,
    /// Wires of each operation, and which group it belongs to there.
    of: Vec<[Option<(usize, usize)>; 2]>,
}

impl Groups {
    fn of(network: &Network) -> Groups {
        let mut members: Vec<Vec<Vec<usize>>> = vec![Vec::new(); network.qubits];
        let mut last = vec![None; network.qubits];
        let mut of = Vec::with_capacity(network.ops.len());
        for (i, op) in network.ops.iter().enumerate() {
            let on = match *op {
                Op::Turn(q, _) => [Some((q, true)), None],
                Op::Cx(c, t) => [Some((c, true)), Some((t, false))],
                Op::Cz(a, b) => [Some((a, true)), Some((b, true))],
            };
            of.push(on.map(|wire| {
                wire.map(|(q, is_diagonal)| {
                    if last[q] != Some(is_diagonal) {
                        last[q] = Some(is_diagonal);
                        members[q].push(Vec::new());
                    }
                    let g = members[q].len() - 1;
                    members[q][g].push(i);
                    (q, g)
                })
            }));
        }
        let sizes = members
            .iter()
            .map(|groups| groups.iter().map(Vec::len).collect())
            .collect();
        Groups { members, sizes, of }
    }

    /// Operations that must follow each, on the longest path.
    fn longest_rests(&self, network: &Network) -> Vec<usize> {
        let mut rest = vec![0; network.ops.len()];
        // The longest rest in each group so far, backwards; operations come in an order of time.
        let mut longest: Vec<Vec<usize>> = self
            .sizes
            .iter()
            .map(|groups| vec![0; groups.len() + 1])
            .collect();
        for i in (0..network.ops.len()).rev() {
            let after = self.of[i].iter().flatten();
            rest[i] = after.map(|&(q, g)| longest[q][g + 1]).max().unwrap_or(0) + 1;
            for &(q, g) in self.of[i].iter().flatten() {
                longest[q][g] = longest[q][g].max(rest[i]);
            }
        }
        rest
    }
}
