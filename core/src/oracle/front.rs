// SPDX-License-Identifier: Apache-2.0
//! The blocks of a program that are still to come, by wire.

use std::collections::VecDeque;

use num_complex::Complex64;

use super::blocks::{adjoint, times, turned, Block, Blocks, Four};
use super::program::Program;
use super::sparse::Sparse;

/// Blocks further from unitary than this are not worked with, and steps on the way are no further from what they stand for.
pub const CLOSE: f64 = 1e-11;
/// Blocks of a wire that one may have to pass.
const REACH: usize = 8;

/// One of the circuits on its way.
pub struct Front {
    pub blocks: Vec<Option<Block>>,
    /// By wire: blocks left, the next one first.
    pub queues: Vec<VecDeque<usize>>,
    pub phase: Complex64,
}

impl Front {
    pub fn new(program: &Program) -> Option<Front> {
        let Blocks { list, phase } = Blocks::after_first(program);
        // A comparison that fails is one with something that is not a number.
        let unitary = list.iter().all(|block| match block {
            Block::One(_, m) => defect(m) <= CLOSE,
            Block::Two(_, m) => defect(m) <= CLOSE,
            Block::Wide(u) => wide_defect(&u.matrix) <= CLOSE,
        });
        if !unitary {
            return None;
        }
        let mut queues = vec![VecDeque::new(); program.qubits];
        for (at, block) in list.iter().enumerate() {
            for wire in block.wires() {
                queues[wire as usize].push_back(at);
            }
        }
        Some(Front {
            blocks: list.into_iter().map(Some).collect(),
            queues,
            phase,
        })
    }

    /// The next block on a wire, if it is the next one on all of its wires.
    pub fn next(&self, wire: u32) -> Option<&Block> {
        let first = |w: u32| self.queues[w as usize].front();
        let at = first(wire)?;
        let block = self.blocks[*at].as_ref()?;
        let free = block.wires().into_iter().all(|w| first(w) == Some(at));
        free.then_some(block)
    }

    /// The first block on both wires, if it may be done before those that stand before it; with it what becomes of them.
    pub fn behind(&self, [p, q]: [u32; 2]) -> Option<Passed> {
        let on_both = |at: &&usize| match &self.blocks[**at] {
            Some(Block::Two(wires, _)) => wires.contains(&p) && wires.contains(&q),
            _ => false,
        };
        let at = *self.queues[p as usize].iter().take(REACH).find(on_both)?;
        let Some(Block::Two(wires, own)) = &self.blocks[at] else {
            return None;
        };
        let own = if wires[0] == p { *own } else { turned(own) };
        let mut passed = Passed {
            at,
            own,
            others: Vec::new(),
            error: 0.0,
        };
        for wire in [p, q] {
            let queue = &self.queues[wire as usize];
            let before = queue.iter().position(|&i| i == at)?;
            if before > REACH {
                return None;
            }
            for &other in queue.iter().take(before) {
                let Some(Block::Two(wires, m)) = &self.blocks[other] else {
                    return None;
                };
                let of_shared = |m: &Four| match wires[0] == wire {
                    true => *m,
                    false => turned(m),
                };
                let of_wire = if wire == p { own } else { turned(&own) };
                let (m, error) = past(&of_wire, &of_shared(m))?;
                passed.others.push((other, of_shared(&m)));
                passed.error += error;
            }
        }
        Some(passed)
    }

    fn drop(&mut self, at: usize) {
        let block = self.blocks[at].take();
        for wire in block.iter().flat_map(Block::wires) {
            self.leave(wire, at);
        }
    }

    pub fn leave(&mut self, wire: u32, at: usize) {
        let queue = &mut self.queues[wire as usize];
        if let Some(i) = queue.iter().position(|&other| other == at) {
            queue.remove(i);
        }
    }

    pub fn drop_next(&mut self, wire: u32) {
        if let Some(&at) = self.queues[wire as usize].front() {
            self.drop(at);
        }
    }
}

/// A block that others let pass.
pub struct Passed {
    pub at: usize,
    pub own: Four,
    /// What the others are afterwards.
    pub others: Vec<(usize, Four)>,
    pub error: f64,
}

/// `x y = y' x` where the first wire is that of both: y', and how far it is from that; `None` if there is none.
pub fn past(x: &Four, y: &Four) -> Option<(Four, f64)> {
    type Eight = [[Complex64; 8]; 8];
    // Bits: the wire of both, the other one of y, the other one of x.
    let spread = |m: &Four, bit: usize, other: usize| -> Eight {
        let mut out = [[Complex64::ZERO; 8]; 8];
        for (i, row) in out.iter_mut().enumerate() {
            for (j, z) in row.iter_mut().enumerate() {
                if (i ^ j) >> other & 1 == 0 {
                    let at = |k: usize| k & 1 | (k >> bit & 1) << 1;
                    *z = m[at(i)][at(j)];
                }
            }
        }
        out
    };
    let x = spread(x, 2, 1);
    let product = times(&times(&x, &spread(y, 1, 2)), &adjoint(&x));
    let mut out = [[Complex64::ZERO; 4]; 4];
    for (i, row) in out.iter_mut().enumerate() {
        row.copy_from_slice(&product[i][..4]);
    }
    let made = spread(&out, 1, 2);
    let both = product.as_flattened().iter().zip(made.as_flattened());
    let off = both.map(|(a, b)| (a - b).norm_sqr()).sum::<f64>().sqrt();
    (off <= CLOSE).then_some((out, off))
}

/// How far a matrix is from a unitary one.
pub fn defect<const N: usize>(m: &[[Complex64; N]; N]) -> f64 {
    let product = times(m, &adjoint(m));
    let one = |i: usize, j: usize| if i == j { 1.0 } else { 0.0 };
    let entries = (0..N * N).map(|k| (k / N, k % N));
    let square: f64 = entries
        .map(|(i, j)| (product[i][j] - one(i, j)).norm_sqr())
        .sum();
    square.sqrt()
}

/// The same for larger ones of few entries; not a number for those of many.
fn wide_defect(m: &Sparse) -> f64 {
    if m.rows.len() > 64 {
        return f64::NAN;
    }
    let product = |x: &[(u32, Complex64)], y: &[(u32, Complex64)]| -> Complex64 {
        let other = |at: u32| y.iter().find(|(j, _)| *j == at);
        x.iter()
            .filter_map(|(at, z)| Some(z * other(*at)?.1.conj()))
            .sum()
    };
    let mut square = 0.0;
    for (i, x) in m.rows.iter().enumerate() {
        for (j, y) in m.rows.iter().enumerate() {
            let one = if i == j { 1.0 } else { 0.0 };
            square += (product(x, y) - one).norm_sqr();
        }
    }
    square.sqrt()
}
