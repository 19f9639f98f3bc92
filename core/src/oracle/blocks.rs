// SPDX-License-Identifier: Apache-2.0
//! Steps in a row on the same two wires, as one matrix.
//!
//! A device's gates come a dozen to a block on two wires; one matrix of the product is applied in the time of one of them.

use num_complex::Complex64;

use super::program::{Program, Step, Unitary};
use super::sparse::Sparse;

pub type Two = [[Complex64; 2]; 2];
pub type Four = [[Complex64; 4]; 4];

pub const ONE: Two = [
    [Complex64::ONE, Complex64::ZERO],
    [Complex64::ZERO, Complex64::ONE],
];

/// A matrix on wires, the first one least significant.
#[derive(Clone, Debug)]
pub enum Block {
    One(u32, Two),
    Two([u32; 2], Four),
    /// On more wires, as it was.
    Wide(Unitary),
}

/// A unitary program in blocks.
#[derive(Clone, Debug)]
pub struct Blocks {
    pub list: Vec<Block>,
    /// What it is multiplied by.
    pub phase: Complex64,
}

/// `x` after `y`.
pub fn times<const N: usize>(
    x: &[[Complex64; N]; N],
    y: &[[Complex64; N]; N],
) -> [[Complex64; N]; N] {
    let mut out = [[Complex64::ZERO; N]; N];
    for (row, x) in out.iter_mut().zip(x) {
        for (factor, y) in x.iter().zip(y) {
            for (z, y) in row.iter_mut().zip(y) {
                *z += factor * y;
            }
        }
    }
    out
}

pub fn adjoint<const N: usize>(x: &[[Complex64; N]; N]) -> [[Complex64; N]; N] {
    let mut out = *x;
    for i in 0..N {
        for j in 0..N {
            out[i][j] = x[j][i].conj();
        }
    }
    out
}

pub fn kron(high: &Two, low: &Two) -> Four {
    let mut out = [[Complex64::ZERO; 4]; 4];
    for (i, row) in out.iter_mut().enumerate() {
        for (j, z) in row.iter_mut().enumerate() {
            *z = high[i >> 1][j >> 1] * low[i & 1][j & 1];
        }
    }
    out
}

/// The same matrix with its wires named the other way round.
pub fn turned(x: &Four) -> Four {
    const OTHER: [usize; 4] = [0, 2, 1, 3];
    let mut out = *x;
    for i in 0..4 {
        for j in 0..4 {
            out[i][j] = x[OTHER[i]][OTHER[j]];
        }
    }
    out
}

impl Blocks {
    /// In the order of the program, which has to be unitary.
    pub fn of(program: &Program) -> Blocks {
        Blocks::made(program, true)
    }

    /// The same with what is first on its wire, and on no other, by itself.
    pub fn after_first(program: &Program) -> Blocks {
        Blocks::made(program, false)
    }

    fn made(program: &Program, take_first: bool) -> Blocks {
        let mut made = Making {
            list: Vec::new(),
            last: vec![None; program.qubits],
            phase: Complex64::ONE,
            take_first,
        };
        program.unitaries().for_each(|u| made.take(u));
        Blocks {
            list: made.list.into_iter().flatten().collect(),
            phase: made.phase,
        }
    }

    /// As steps.
    pub fn steps(&self) -> Vec<Step> {
        let unitary = |targets: &[u32], matrix: Vec<Complex64>| {
            Step::Unitary(Unitary {
                controls: Default::default(),
                targets: targets.into(),
                matrix: Sparse::dense(&matrix).expect("square").into(),
            })
        };
        let mut steps: Vec<Step> = self
            .list
            .iter()
            .map(|block| match block {
                Block::One(wire, m) => unitary(&[*wire], m.as_flattened().to_vec()),
                Block::Two(wires, m) => unitary(wires, m.as_flattened().to_vec()),
                Block::Wide(u) => Step::Unitary(u.clone()),
            })
            .collect();
        if self.phase != Complex64::ONE {
            steps.push(unitary(&[], vec![self.phase]));
        }
        steps
    }
}

impl Block {
    pub fn wires(&self) -> Vec<u32> {
        match self {
            Block::One(wire, _) => vec![*wire],
            Block::Two(wires, _) => wires.to_vec(),
            Block::Wide(u) => support(u),
        }
    }
}

struct Making {
    /// None: taken into a later one.
    list: Vec<Option<Block>>,
    /// By wire: the last block on it.
    last: Vec<Option<usize>>,
    phase: Complex64,
    take_first: bool,
}

impl Making {
    fn take(&mut self, u: &Unitary) {
        match *support(u) {
            [] => self.phase *= entry(u, &[], 0, 0),
            [p] => {
                let m = small::<2>(u, &[p]);
                match self.last[p as usize].and_then(|at| self.list[at].as_mut()) {
                    Some(Block::One(_, x)) => *x = times(&m, x),
                    Some(Block::Two(wires, x)) => *x = times(&beside(&m, wires[1] == p), x),
                    _ => self.open(Block::One(p, m)),
                }
            }
            [p, q] => {
                let m = small::<4>(u, &[p, q]);
                let [at, other] = [p, q].map(|w| self.last[w as usize]);
                if let (true, Some(Some(Block::Two(wires, x)))) =
                    (at == other, at.map(|at| &mut self.list[at]))
                {
                    let m = if wires[0] == p { m } else { turned(&m) };
                    *x = times(&m, x);
                    return;
                }
                let before = kron(&self.taken(other), &self.taken(at));
                self.open(Block::Two([p, q], times(&m, &before)));
            }
            _ => self.open(Block::Wide(u.clone())),
        }
    }

    /// What is in a block on one wire, which goes; other blocks stay.
    fn taken(&mut self, at: Option<usize>) -> Two {
        match at.map(|at| &mut self.list[at]) {
            Some(block @ Some(Block::One(..))) if self.take_first => match block.take() {
                Some(Block::One(_, m)) => m,
                _ => unreachable!("matched above"),
            },
            _ => ONE,
        }
    }

    fn open(&mut self, block: Block) {
        for wire in block.wires() {
            self.last[wire as usize] = Some(self.list.len());
        }
        self.list.push(Some(block));
    }
}

/// A matrix on the higher wire of two, or on the lower.
pub fn beside(m: &Two, high: bool) -> Four {
    match high {
        true => kron(m, &ONE),
        false => kron(&ONE, m),
    }
}

/// The wires, each once.
fn support(u: &Unitary) -> Vec<u32> {
    let mut wires = u.targets.to_vec();
    for &(wire, _) in &u.controls {
        if !wires.contains(&wire) {
            wires.push(wire);
        }
    }
    wires
}

/// The matrix of `u` over its wires, controls as well.
fn small<const N: usize>(u: &Unitary, wires: &[u32]) -> [[Complex64; N]; N] {
    let mut out = [[Complex64::ZERO; N]; N];
    for (i, row) in out.iter_mut().enumerate() {
        for (j, z) in row.iter_mut().enumerate() {
            *z = entry(u, wires, i, j);
        }
    }
    out
}

/// An entry of it; bit k of `row` and `column` is the value of `wires[k]`.
fn entry(u: &Unitary, wires: &[u32], row: usize, column: usize) -> Complex64 {
    let value = |state: usize, wire: u32| {
        let at = wires.iter().position(|&w| w == wire);
        at.is_some_and(|at| state >> at & 1 == 1)
    };
    let stays = if row == column {
        Complex64::ONE
    } else {
        Complex64::ZERO
    };
    let others = wires.iter().filter(|w| !u.targets.contains(w));
    let alike = |w: &u32| value(row, *w) == value(column, *w);
    if !others.clone().all(alike) {
        return Complex64::ZERO;
    }
    if !u.controls.iter().all(|&(w, on)| value(column, w) == on) {
        return stays;
    }
    let own = |state: usize| {
        let bits = u.targets.iter().enumerate();
        bits.fold(0, |n, (i, &t)| n | u32::from(value(state, t)) << i)
    };
    let find = |state: usize| u.matrix.active.binary_search(&own(state)).ok();
    match (find(row), find(column)) {
        (Some(i), Some(j)) => {
            let entries = &u.matrix.rows[i];
            let found = entries.iter().find(|(at, _)| *at as usize == j);
            found.map_or(Complex64::ZERO, |(_, z)| *z)
        }
        _ => stays,
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::{Columns, Scratch};
    use super::*;
    use crate::circuit::{Instruction, Operation};
    use crate::{Angle, Circuit, Gate, Wire};

    fn every_column(steps: &[Step], qubits: usize) -> Columns {
        let mut columns = Columns::zero(qubits, 1 << qubits);
        (0..1 << qubits).for_each(|k| columns.set(k, k, Complex64::ONE));
        let mut scratch = Scratch::default();
        for step in steps {
            if let Step::Unitary(u) = step {
                columns.apply(u, &mut scratch);
            }
        }
        columns
    }

    #[test]
    fn blocks_are_what_they_are_made_of() {
        let mut c = Circuit::new(4, 0);
        let g = |gate, params: &[f64], qubits: &[u32]| {
            Operation::gate(gate, params.iter().map(|&p| Angle::radians(p)), qubits)
        };
        c.push(g(Gate::U, &[0.3, 0.2, -1.1], &[1]));
        c.push(g(Gate::Cx, &[], &[1, 0]));
        c.push(g(Gate::Sx, &[], &[1]));
        c.push(g(Gate::Crx, &[0.7], &[0, 1]));
        c.push(g(Gate::H, &[], &[3]));
        c.push(g(Gate::Cx, &[], &[1, 2]));
        // In the first block still, whose other wire has gone on.
        c.push(g(Gate::T, &[], &[0]));
        c.push(g(Gate::Ccx, &[], &[0, 2, 3]));
        c.push(g(Gate::Rz, &[0.9], &[3]));
        let off = Instruction::gate(Gate::Rx, [Angle::radians(0.4)]).controlled(&[false]);
        c.push(Operation::new(off, [Wire::qubit(2), Wire::qubit(3)]));
        c.add_phase(&Angle::radians(0.6));
        let program = Program::new(&c, 0).expect("known gates");
        let blocks = Blocks::of(&program);
        let wires: Vec<Vec<u32>> = blocks.list.iter().map(Block::wires).collect();
        let widths: Vec<usize> = wires.iter().map(Vec::len).collect();
        assert_eq!(vec![2, 1, 2, 3, 2], widths);
        let mut off = every_column(&program.steps, 4);
        let made = every_column(&blocks.steps(), 4);
        off.add_scaled(&made, -Complex64::ONE);
        assert!(off.weight() < 1e-28, "{}", off.weight());
    }
}
