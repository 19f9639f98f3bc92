// SPDX-License-Identifier: Apache-2.0
//! A sequence of Pauli rotations, the fewest Hadamards it needs inside, and gates that reach that.
//!
//! Where the Paulis of a maximal commuting group L are diagonal, every rotation about one of them is a z-rotation
//! between cx. A rotation about P outside of L takes one Hadamard, after which L is `(L and P's commutant) + P`. The number for a
//! given first L is least that way, and it is least of all for the L that the sequence read backwards ends with
//! (Vandaele and others, 2024).

use super::rows::{bits, Images, Row};
use crate::synth::clifford::Basic;
use crate::{Angle, Gate, Op};

/// `exp(-i angle P / 2)`.
#[derive(Clone, Debug)]
pub struct Rotation {
    pub pauli: Row,
    pub angle: Angle,
    pub op: Op,
}

/// What is written, in order.
#[derive(Clone, Debug)]
pub enum Step {
    Gate(Basic),
    /// `exp(-i angle Z / 2)` on a qubit, for the operation.
    Turn(u8, Angle, Op),
}

impl Step {
    pub fn op(&self) -> Option<Op> {
        match self {
            Step::Gate(_) => None,
            Step::Turn(.., op) => Some(*op),
        }
    }
}

/// Rotations among which the next is chosen.
const WINDOW: usize = 128;
/// Rotations looked at when the qubit of a Hadamard is chosen.
const AHEAD: usize = 12;

/// The z-strings.
pub fn diagonal(qubits: usize) -> Vec<Row> {
    (0..qubits).map(Row::z).collect()
}

/// Hadamards that rotations about these Paulis take from the group on; the group is led along.
pub fn lead<'a>(group: &mut [Row], paulis: impl Iterator<Item = &'a Row>) -> usize {
    let mut hadamards = 0;
    for pauli in paulis {
        let Some(first) = group.iter().position(|g| g.anticommutes(pauli)) else {
            continue;
        };
        let out = group[first];
        for g in group.iter_mut().skip(first + 1) {
            if g.anticommutes(pauli) {
                *g = g.times(&out);
            }
        }
        group[first] = *pauli;
        hadamards += 1;
    }
    hadamards
}

/// The group to start from.
pub fn best_start(qubits: usize, rotations: &[Rotation]) -> Vec<Row> {
    let mut group = diagonal(qubits);
    lead(&mut group, rotations.iter().rev().map(|r| &r.pauli));
    let count = |start: &[Row]| lead(&mut start.to_vec(), rotations.iter().map(|r| &r.pauli));
    let plain = diagonal(qubits);
    // Nothing to write before the first rotation, if that is as good.
    match count(&plain) <= count(&group) {
        true => plain,
        false => group,
    }
}

/// Gates and z-rotations; `whole` is led from the operator after all rotations to what is left to write.
pub struct Writer {
    /// From the frame of the rotations to that of the gates.
    frame: Images,
    pub whole: Images,
    pub steps: Vec<Step>,
}

impl Writer {
    pub fn new(whole: Images) -> Writer {
        Writer {
            frame: Images::identity(whole.x.len()),
            whole,
            steps: Vec::new(),
        }
    }

    pub fn gate(&mut self, g: Basic) {
        self.frame.apply(g);
        self.whole.divide(g);
        self.steps.push(Step::Gate(g));
    }

    pub fn rotations(&mut self, rotations: &[Rotation]) {
        let mut next = 0;
        while next < rotations.len() {
            let window = &rotations[next..(next + WINDOW).min(rotations.len())];
            let images: Vec<Row> = window.iter().map(|r| self.frame.of(&r.pauli)).collect();
            let diagonal = images.iter().take_while(|p| p.x == 0).count();
            match diagonal {
                0 => self.hadamard(&images),
                _ => self.block(&window[..diagonal], images),
            }
            next += diagonal;
        }
    }

    /// Make the first of these Paulis diagonal with one Hadamard.
    fn hadamard(&mut self, paulis: &[Row]) {
        let first = paulis[0];
        let gates = |pivot: usize| {
            let mut gates: Vec<Basic> = bits(first.x & !(1 << pivot))
                .map(|q| Basic::two(Gate::Cx, pivot as u8, q as u8))
                .collect();
            let mut row = first;
            gates.iter().for_each(|&g| row.apply(g));
            if row.z >> pivot & 1 == 1 {
                gates.push(Basic::one(Gate::S, pivot as u8));
            }
            gates.push(Basic::one(Gate::H, pivot as u8));
            gates
        };
        let weight = |&pivot: &usize| {
            let gates = gates(pivot);
            let after = paulis.iter().take(AHEAD).map(|&p| {
                let mut row = p;
                gates.iter().for_each(|&g| row.apply(g));
                row.support().count_ones()
            });
            after.sum::<u32>()
        };
        let pivot = bits(first.x)
            .min_by_key(weight)
            .expect("it is not diagonal");
        gates(pivot).into_iter().for_each(|g| self.gate(g));
    }

    /// Rotations about z-strings, which commute: always the one that takes the fewest cx.
    fn block(&mut self, rotations: &[Rotation], mut strings: Vec<Row>) {
        let mut left: Vec<usize> = (0..rotations.len()).collect();
        while !left.is_empty() {
            let lightest = left
                .iter()
                .enumerate()
                .min_by_key(|(_, &r)| strings[r].z.count_ones());
            let (at, &chosen) = lightest.expect("not empty");
            left.remove(at);
            let string = strings[chosen];
            let weight = |&target: &usize| {
                let others = string.z & !(1 << target);
                let after = left.iter().map(|&r| match strings[r].z >> target & 1 {
                    1 => (strings[r].z ^ others).count_ones(),
                    _ => strings[r].z.count_ones(),
                });
                after.sum::<u32>()
            };
            let target = match string.z.count_ones() {
                1 => string.z.trailing_zeros() as usize,
                _ => bits(string.z).min_by_key(weight).expect("no identity"),
            };
            for control in bits(string.z & !(1 << target)) {
                let g = Basic::two(Gate::Cx, control as u8, target as u8);
                left.iter().for_each(|&r| strings[r].apply(g));
                self.gate(g);
            }
            let angle = match string.negative {
                true => rotations[chosen].angle.neg(),
                false => rotations[chosen].angle.clone(),
            };
            self.steps
                .push(Step::Turn(target as u8, angle, rotations[chosen].op));
        }
    }
}
