// SPDX-License-Identifier: Apache-2.0
//! What two circuits begin and end with alike is taken off, up to gates on one wire and exchanges of wires.
//!
//! ```text
//! A = A' a (u x v)      a (u x v) b^-1 = u' x v'  or  (u' x v') swap
//! B = B' b              so |A - B| = |A' (u' x v') - B'|, wires of B renamed after a swap
//! ```
//!
//! A compiler moves gates on one wire from block to block, swaps wires and exchanges blocks that commute, but leaves most
//! blocks what they are: of many pairs nothing is left. How far each product is from the form above is measured and adds to the distance. What is left
//! is for the comparison in full, which what was taken off has no part in.

use num_complex::Complex64;

use super::blocks::{adjoint, kron, times, turned, Block, Blocks, Four, Two, ONE};
use super::front::{defect, Front, Passed, CLOSE};
use super::side::{Pair, Side};

/// What is left of a pair, and by how much its distance differs from the pair's at most; `None` where a matrix is not
/// unitary. Both programs must be without measurements.
pub fn peeled(pair: &Pair) -> Option<(Pair, f64)> {
    let (mut rest, mut error) = from_front(pair)?;
    // An ancilla starts in |0> and may end elsewhere: the end of a circuit is not the beginning of another.
    if !pair.a.has_ancillas() && !pair.b.has_ancillas() {
        conjugate(&mut rest.a);
        conjugate(&mut rest.b);
        let (back, more) = from_front(&rest)?;
        (rest, error) = (back, error + more);
    }
    Some((rest, error))
}

/// The conjugate of the transpose, of both circuits, is as far apart as they are.
fn conjugate(side: &mut Side) {
    let mut blocks = Blocks::of(&side.program);
    blocks.list.reverse();
    for block in &mut blocks.list {
        match block {
            Block::One(_, m) => *m = adjoint(m),
            Block::Two(_, m) => *m = adjoint(m),
            Block::Wide(u) => u.matrix = u.matrix.adjoint().into(),
        }
    }
    blocks.phase = blocks.phase.conj();
    side.program.steps = blocks.steps();
    std::mem::swap(&mut side.initial, &mut side.last);
}

fn from_front(pair: &Pair) -> Option<(Pair, f64)> {
    let mut peeling = Peeling::new(pair)?;
    let mut waiting: Vec<u32> = (0..pair.a.wires() as u32).rev().collect();
    loop {
        while let Some(wire) = waiting.pop() {
            while let Some(wires) = peeling.step(wire) {
                waiting.extend(wires);
            }
        }
        let mut all = 0..pair.a.wires() as u32;
        match all.find_map(|wire| peeling.step_behind(wire)) {
            Some(wires) => waiting.extend(wires),
            None => break,
        }
    }
    Some(peeling.rest(pair))
}

struct Peeling {
    a: Front,
    b: Front,
    /// By wire of A: where its qubit is in B, and the other way round. Ancillas are nowhere.
    to_b: Vec<Option<u32>>,
    to_a: Vec<Option<u32>>,
    /// By wire of A: what comes before its next block.
    carried: Vec<Two>,
    error: f64,
}

impl Peeling {
    fn new(pair: &Pair) -> Option<Peeling> {
        let mut to_b = vec![None; pair.a.wires()];
        let mut to_a = vec![None; pair.b.wires()];
        for (&a, &b) in pair.a.initial.iter().zip(&pair.b.initial) {
            to_b[a as usize] = Some(b);
            to_a[b as usize] = Some(a);
        }
        Some(Peeling {
            a: Front::new(&pair.a.program)?,
            b: Front::new(&pair.b.program)?,
            carried: vec![ONE; pair.a.wires()],
            to_b,
            to_a,
            error: 0.0,
        })
    }

    /// Take off what comes next on a wire of A, in either circuit or in both; the wires that were freed.
    fn step(&mut self, wire: u32) -> Option<Vec<u32>> {
        let place = self.to_b[wire as usize]?;
        let of_a = self.a.next(wire).cloned();
        let of_b = self.b.next(place).cloned();
        match (&of_a, &of_b) {
            (Some(Block::One(_, m)), _) => {
                self.carried[wire as usize] = times(m, &self.carried[wire as usize]);
                self.a.drop_next(wire);
                return Some(vec![wire]);
            }
            (_, Some(Block::One(_, m))) => {
                self.error += defect(m);
                self.carried[wire as usize] = times(&self.carried[wire as usize], &adjoint(m));
                self.b.drop_next(place);
                return Some(vec![wire]);
            }
            _ => {}
        }
        let of_a = of_a.and_then(|block| self.pair_of(block, false));
        let of_b = of_b.and_then(|block| self.pair_of(block, true));
        if let (Some((p, m)), Some((q, n))) = (&of_a, &of_b) {
            if p == q {
                return Some(self.take_both(*p, m, n));
            }
        }
        let alone = of_a.and_then(|(wires, m)| {
            self.settle(wires, &times(&m, &self.before(wires)), 0.0)?;
            self.a.drop_next(wire);
            Some(wires.to_vec())
        });
        alone.or_else(|| {
            let (wires, n) = of_b?;
            self.settle(wires, &times(&self.before(wires), &adjoint(&n)), defect(&n))?;
            self.b.drop_next(place);
            Some(wires.to_vec())
        })
    }

    /// The same for a block of B and one of A that stands behind others.
    fn step_behind(&mut self, wire: u32) -> Option<Vec<u32>> {
        let place = self.to_b[wire as usize]?;
        let (wires, n) = self.pair_of(self.b.next(place)?.clone(), true)?;
        let Passed {
            at,
            own,
            others,
            error,
        } = self.a.behind(wires)?;
        for (other, changed) in others {
            if let Some(Block::Two(_, m)) = &mut self.a.blocks[other] {
                *m = changed;
            }
        }
        self.error += error;
        // Now it is next.
        for wire in wires {
            self.a.leave(wire, at);
            self.a.queues[wire as usize].push_front(at);
        }
        Some(self.take_both(wires, &own, &n))
    }

    /// A block on two wires, on wires of A in ascending order.
    fn pair_of(&self, block: Block, of_b: bool) -> Option<([u32; 2], Four)> {
        let Block::Two(wires, m) = block else {
            return None;
        };
        let [p, q] = match of_b {
            false => wires.map(Some),
            true => wires.map(|w| self.to_a[w as usize]),
        };
        let (p, q) = (p?, q?);
        (self.to_b[p as usize].is_some() && self.to_b[q as usize].is_some()).then(|| match p < q {
            true => ([p, q], m),
            false => ([q, p], turned(&m)),
        })
    }

    /// What is carried on two wires.
    fn before(&self, [p, q]: [u32; 2]) -> Four {
        kron(&self.carried[q as usize], &self.carried[p as usize])
    }

    /// Carry a matrix on from here, if it is a product; it may be `off` from what it stands for.
    fn settle(&mut self, [p, q]: [u32; 2], m: &Four, off: f64) -> Option<()> {
        let (high, low, is_swapped, error) = product(m)?;
        self.error += off + error;
        self.carried[p as usize] = low;
        self.carried[q as usize] = high;
        if is_swapped {
            let places = [p, q].map(|w| self.to_b[w as usize].expect("a wire of both"));
            for (wire, place) in [(q, places[0]), (p, places[1])] {
                self.to_b[wire as usize] = Some(place);
                self.to_a[place as usize] = Some(wire);
            }
        }
        Some(())
    }

    /// Take off the next block of both circuits, or make one of B of them.
    fn take_both(&mut self, wires: [u32; 2], m: &Four, n: &Four) -> Vec<u32> {
        let [p, q] = wires;
        let place = self.to_b[p as usize].expect("a wire of both");
        let both = times(m, &self.before(wires));
        self.a.drop_next(p);
        if self
            .settle(wires, &times(&both, &adjoint(n)), defect(n))
            .is_some()
        {
            self.b.drop_next(place);
            return wires.to_vec();
        }
        self.error += defect(&both);
        self.carried[p as usize] = ONE;
        self.carried[q as usize] = ONE;
        let left = times(n, &adjoint(&both));
        let next = self.b.queues[place as usize].front();
        if let Some(Block::Two(wires, m)) = next.and_then(|at| self.b.blocks[*at].as_mut()) {
            *m = if wires[0] == place {
                left
            } else {
                turned(&left)
            };
        }
        wires.to_vec()
    }

    /// What is left, with what is carried first, and the error.
    fn rest(mut self, pair: &Pair) -> (Pair, f64) {
        let mut phase = self.a.phase * self.b.phase.conj();
        self.error += (self.b.phase.norm() - 1.0).abs();
        let mut list = Vec::new();
        for (wire, m) in self.carried.iter().enumerate() {
            let scalar = m[0][0];
            let error = (m[1][1] - scalar).norm() + m[0][1].norm() + m[1][0].norm();
            if error <= CLOSE {
                self.error += error;
                phase *= scalar;
            } else {
                list.push(Block::One(wire as u32, *m));
            }
        }
        list.extend(self.a.blocks.into_iter().flatten());
        let steps = |list, phase| Blocks { list, phase }.steps();
        let mut rest = pair.clone();
        rest.a.program.steps = steps(list, phase);
        rest.b.program.steps = steps(
            self.b.blocks.into_iter().flatten().collect(),
            Complex64::ONE,
        );
        for (i, wire) in rest.a.initial.iter().enumerate() {
            rest.b.initial[i] = self.to_b[*wire as usize].expect("a qubit is in both");
        }
        rest.compact();
        (rest, self.error)
    }
}

/// Factors of a product, high and low, the factors exchanged or not, and how far from it the matrix is.
fn product(m: &Four) -> Option<(Two, Two, bool, f64)> {
    let straight = factors(m);
    if straight.2 <= CLOSE {
        return Some((straight.0, straight.1, false, straight.2));
    }
    let mut crossed = *m;
    crossed.iter_mut().for_each(|row| row.swap(1, 2));
    let (high, low, error) = factors(&crossed);
    (error <= CLOSE).then_some((high, low, true, error))
}

/// The product that has the direction of the largest of the four blocks.
fn factors(m: &Four) -> (Two, Two, f64) {
    let part = |i: usize, j: usize| -> Two {
        let row = |k: usize| [m[2 * i + k][2 * j], m[2 * i + k][2 * j + 1]];
        [row(0), row(1)]
    };
    let square = |x: &Two| x.as_flattened().iter().map(|z| z.norm_sqr()).sum::<f64>();
    let places = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let parts = places.map(|(i, j)| part(i, j));
    let largest = parts.iter().max_by(|x, y| square(x).total_cmp(&square(y)));
    let largest = largest.expect("four");
    let scale = (2.0 / square(largest)).sqrt();
    let low: Two = largest.map(|row| row.map(|z| z * scale));
    let along = |x: &Two| -> Complex64 {
        let both = x.as_flattened().iter().zip(low.as_flattened());
        both.map(|(z, l)| z * l.conj()).sum::<Complex64>() / 2.0
    };
    let [a, b, c, d] = parts.each_ref().map(along);
    let high = [[a, b], [c, d]];
    let made = kron(&high, &low);
    let both = m.as_flattened().iter().zip(made.as_flattened());
    let off: f64 = both.map(|(x, y)| (x - y).norm_sqr()).sum();
    (high, low, off.sqrt())
}

#[cfg(test)]
#[path = "peeling_tests.rs"]
mod tests;
