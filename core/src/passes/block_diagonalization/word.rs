// SPDX-License-Identifier: Apache-2.0
//! The gates of a run as numbers on wires counted from 0, and their action on amplitudes.

use super::runs::Run;
use crate::circuit::Circuit;
use crate::synth::dense::Matrix;
use crate::synth::draft::Item;
use crate::synth::matrix::{C64, M2, M4};
use crate::synth::op_matrix::{one_matrix, pair_matrix};
use crate::{Gate, Op, Wire};

#[derive(Clone, Copy, Debug)]
pub enum Letter {
    Item(Item),
    /// The first wire least significant.
    Pair(usize, usize, M4),
}

impl Letter {
    pub fn read(circuit: &Circuit, op: Op, wires: &[Wire]) -> Option<Letter> {
        let local = |w: Wire| wires.iter().position(|&x| x == w);
        Some(match *circuit.wires(op) {
            [q] => Letter::Item(Item::One(local(q)?, one_matrix(circuit, op)?)),
            [a, b] => {
                let (a, b) = (local(a)?, local(b)?);
                match circuit.gate(op) {
                    Some(Gate::Cx) => Letter::Item(Item::Cx(a, b)),
                    Some(Gate::Cz) => Letter::Item(Item::Cz(a, b)),
                    _ => Letter::Pair(a, b, pair_matrix(circuit, op)?),
                }
            }
            _ => return None,
        })
    }

    /// The two wires of a gate on two.
    pub fn pair(&self) -> Option<[usize; 2]> {
        match *self {
            Letter::Item(Item::One(..)) => None,
            Letter::Item(Item::Cx(a, b) | Item::Cz(a, b)) | Letter::Pair(a, b, _) => Some([a, b]),
        }
    }

    pub fn apply(&self, state: &mut [C64]) {
        match self {
            Letter::Item(item) => item.apply(state),
            Letter::Pair(a, b, m) => {
                let (x, y) = (1 << a, 1 << b);
                for base in (0..state.len()).filter(|i| i & (x | y) == 0) {
                    let at = [base, base | x, base | y, base | x | y];
                    let old = at.map(|i| state[i]);
                    for (i, row) in at.iter().zip(&m.0) {
                        state[*i] = row.iter().zip(&old).map(|(m, v)| m * v).sum();
                    }
                }
            }
        }
    }
}

/// The gates of a run; one-qubit gates that follow one another as one.
pub struct Word {
    pub qubits: usize,
    pub letters: Vec<Letter>,
    /// Places of the gates on two wires among the letters, and among the run's operations.
    pub pairs: Vec<(usize, usize)>,
}

impl Word {
    pub fn of(circuit: &Circuit, run: &Run) -> Option<Word> {
        let qubits = run.wires.len();
        let mut word = Word {
            qubits,
            letters: Vec::with_capacity(run.ops.len()),
            pairs: Vec::with_capacity(run.pairs),
        };
        let mut waiting: Vec<Option<M2>> = vec![None; qubits];
        for (at, &op) in run.ops.iter().enumerate() {
            let letter = Letter::read(circuit, op, &run.wires)?;
            match letter {
                Letter::Item(Item::One(q, m)) => {
                    waiting[q] = Some(waiting[q].map_or(m, |before| m * before));
                }
                _ => {
                    for q in letter.pair().into_iter().flatten() {
                        word.flush(q, &mut waiting);
                    }
                    word.pairs.push((word.letters.len(), at));
                    word.letters.push(letter);
                }
            }
        }
        (0..qubits).for_each(|q| word.flush(q, &mut waiting));
        Some(word)
    }

    fn flush(&mut self, wire: usize, waiting: &mut [Option<M2>]) {
        if let Some(m) = waiting[wire].take() {
            self.letters.push(Letter::Item(Item::One(wire, m)));
        }
    }

    /// The matrix of the word. O(g 4^n) time.
    pub fn matrix(&self) -> Matrix {
        let size = 1 << self.qubits;
        let mut m = Matrix::identity(size, size);
        // Columns one after the other are one register with as many wires more.
        let all = m.as_mut_slice();
        self.letters.iter().for_each(|letter| letter.apply(all));
        m
    }
}
