// SPDX-License-Identifier: Apache-2.0
//! Diagonals left behind by a block on two wires, and taken in by the next block there or by measurements.
//!
//! Any block is exp(-i t AB) times one that takes two `cx` at most, and one where a qubit chooses what is done to the
//! other (U(2) + U(2)) is exp(-i t AB) times one `cx` (V. Shende, S. Bullock, I. Markov, "Synthesis of quantum-logic
//! circuits", IEEE TCAD 25, 2006, doi:10.1109/TCAD.2005.855930, appendix A). A and B are axes of the two wires, and may
//! be any: those that everything on the way to the next block on the same wires keeps. There the factor costs nothing.

use std::f64::consts::FRAC_PI_4;

use super::axis::{frame, sign, turn, Axis};
use super::nodes::{Nodes, Numbers};
use crate::circuit::{Circuit, Kind};
use crate::synth::matrix::{C64, M4};
use crate::synth::two_qubit::Natives;
use crate::synth::weyl::{symmetric_square, Weyl};
use crate::{Op, Wire};

/// Nodes looked at on the way of a factor, for each wire.
const REACH: usize = 24;

/// Blocks whose gates name no axis, and that leave no factor behind, in a row; after them only one of so many is looked at.
const PATIENCE: u32 = 2;
const IMPATIENT: u32 = 32;

/// Weyl coordinates closer than this to 0 are 0, after a factor was chosen to make them so; the difference is measured.
const ROUNDING: f64 = 1e-10;

/// What takes a factor in.
#[derive(Clone, Copy, PartialEq, Debug)]
enum End {
    Node(u32),
    Measured,
}

/// The way of a factor along one wire: the axis it has where it starts and where it ends; none if it may have any.
#[derive(Clone, Copy, Debug)]
struct Way {
    axes: Option<(Axis, Axis)>,
    end: End,
}

/// A factor split off a block.
struct Split {
    angle: f64,
    rest: M4,
    price: u32,
}

pub struct Pushing<'a> {
    pub circuit: &'a Circuit,
    pub natives: &'a Natives,
    /// Factors may end in measurements.
    pub measured: bool,
}

impl Pushing<'_> {
    /// Change the matrices of blocks so that together they take fewer two-qubit gates; those that were changed.
    pub fn run(&self, nodes: &mut Nodes) -> Vec<u32> {
        let mut changed = Vec::new();
        let mut misses = 0;
        for (index, block) in nodes.blocks.iter().filter(|(_, b)| b.gates > 1) {
            if !self.may_meet(nodes, index) {
                continue;
            }
            let is_doubtful = block.is_mixed();
            misses += u32::from(is_doubtful);
            if is_doubtful && misses > PATIENCE && misses % IMPATIENT != 0 {
                continue;
            }
            let before = changed.len();
            self.visit(nodes, index, &mut changed);
            if is_doubtful && changed.len() > before {
                misses = 0;
            }
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    fn visit(&self, nodes: &mut Nodes, index: u32, changed: &mut Vec<u32>) -> Option<()> {
        let (axes, there, end) = self.way(nodes, index)?;
        let own = nodes.numbers(index)?;
        let split = self.split(&own.matrix, &axes, own.price)?;
        let mut gain = i64::from(own.price) - i64::from(split.price);
        let mut taken = None;
        if let End::Node(at) = end {
            let next = nodes.numbers(at)?;
            let is_same_way = nodes.pair(at)?.wires == nodes.pair(index)?.wires;
            let [a, b] = match is_same_way {
                true => there,
                false => [there[1], there[0]],
            };
            let matrix = next.matrix * turn(split.angle, &a, &b);
            let price = self.price(&matrix)?;
            let then = Numbers { matrix, price };
            gain += i64::from(self.prospect(nodes, at)?);
            nodes.set(at, then);
            let prospect = self.prospect(nodes, at);
            nodes.set(at, next);
            gain -= i64::from(prospect?);
            taken = Some((at, then));
        }
        if gain > 0 {
            let (matrix, price) = (split.rest, split.price);
            nodes.set(index, Numbers { matrix, price });
            changed.push(index);
            if let Some((at, then)) = taken {
                nodes.set(at, then);
                changed.push(at);
            }
        }
        Some(())
    }

    /// What a block takes if it can leave a factor behind in turn.
    fn prospect(&self, nodes: &mut Nodes, index: u32) -> Option<u32> {
        let own = nodes.numbers(index)?;
        let split = self
            .way(nodes, index)
            .and_then(|(axes, ..)| self.split(&own.matrix, &axes, own.price));
        Some(split.map_or(own.price, |s| s.price))
    }

    /// The axes of a factor after a block and where it is taken in, and what takes it.
    fn way(&self, nodes: &mut Nodes, index: u32) -> Option<([Axis; 2], [Axis; 2], End)> {
        let wires = nodes.pair(index)?.wires;
        let first = self.along(nodes, index, 0)?;
        let second = self.along(nodes, index, 1)?;
        if first.end != second.end {
            return None;
        }
        let mut from = [Axis::z(); 2];
        let mut to = [Axis::z(); 2];
        for (slot, way) in [first, second].iter().enumerate() {
            (from[slot], to[slot]) = match (way.axes, way.end) {
                (Some(axes), _) => axes,
                (None, end) => {
                    let own = nodes.kept(index, slot).map(|k| k.to);
                    let axis = own.or_else(|| match end {
                        End::Node(at) => {
                            let there = nodes.pair(at)?.slot(wires[slot]);
                            nodes.kept(at, there).map(|k| k.from)
                        }
                        End::Measured => None,
                    });
                    let axis = axis.unwrap_or_else(Axis::z);
                    (axis, axis)
                }
            };
        }
        Some((from, to, first.end))
    }

    /// Follow a wire until the other block on the same wires or a measurement, as long as one axis is kept.
    fn along(&self, nodes: &mut Nodes, index: u32, slot: usize) -> Option<Way> {
        let pair = nodes.pair(index)?;
        let (wires, wire) = (pair.wires, pair.wires[slot]);
        let mut axes: Option<(Axis, Axis)> = None;
        let mut at = pair.next[slot];
        for _ in 0..REACH {
            match self.end(nodes, at, wires, wire)? {
                None => (),
                Some(End::Measured) => {
                    let start = match axes {
                        None => Axis::z(),
                        Some((from, to)) => from * sign(&to, &Axis::z())?,
                    };
                    return Some(Way {
                        axes: Some((start, Axis::z())),
                        end: End::Measured,
                    });
                }
                Some(end) => return Some(Way { axes, end }),
            }
            let (kept, next) = nodes.passage(at, wire)?;
            axes = Some(match axes {
                None => (kept.from, kept.to),
                Some((from, to)) => (from, kept.to * sign(&to, &kept.from)?),
            });
            at = next;
        }
        None
    }

    /// What ends the way of a factor along one of two wires, if this does.
    fn end(&self, nodes: &Nodes, at: u32, wires: [Wire; 2], wire: Wire) -> Option<Option<End>> {
        let next = nodes.blocks.get(at)?;
        let ends = match next.is_fence() {
            true => self.measured && is_last_look(self.circuit, next.first, wire),
            false => next.wires.contains(&wires[0]) && next.wires.contains(&wires[1]),
        };
        Some(ends.then_some(match next.is_fence() {
            true => End::Measured,
            false => End::Node(at),
        }))
    }

    /// The ways along both wires end in one place if all on them keep an axis.
    fn may_meet(&self, nodes: &Nodes, index: u32) -> bool {
        let far = |slot: usize| {
            let pair = nodes.pair(index)?;
            let (wires, wire) = (pair.wires, pair.wires[slot]);
            let mut at = pair.next[slot];
            for _ in 0..REACH {
                if let Some(end) = self.end(nodes, at, wires, wire)? {
                    return Some(end);
                }
                let next = nodes.blocks.get(at)?;
                if next.is_fence() && !self.circuit.kind(next.first).is_unitary() {
                    return None;
                }
                at = next.next[next.slot(wire)];
            }
            None
        };
        let first = far(0);
        first.is_some() && first == far(1)
    }

    /// The factor exp(-i angle AB) that leaves fewer than `below` gates, if there is one.
    fn split(&self, m: &M4, axes: &[Axis; 2], below: u32) -> Option<Split> {
        // In axes where the factor is diagonal, the trace of the symmetric square is a cos + b sin of twice the angle.
        let back = [0, 1].map(|slot| frame(&axes[slot]).adjoint());
        let phase = C64::from_polar(1.0, -m.det().arg() / 4.0);
        let m0 = M4::product(&back[0], &back[1]) * m.scale(phase);
        let z = Axis::z();
        let a = symmetric_square(&m0).trace();
        let b = symmetric_square(&(turn(-FRAC_PI_4, &z, &z) * m0)).trace();
        // Real for any angle: what is left may be one gate (trace 0) or none (the largest one).
        let is_real = a.im.abs() < ROUNDING && b.im.abs() < ROUNDING;
        let angles = match is_real {
            true => [(-a.re).atan2(b.re), b.re.atan2(a.re)],
            false => [(-a.im).atan2(b.im), (-a.re).atan2(b.re)],
        };
        // One real trace, at two gates, is the one there is.
        let fewest = if is_real { 0 } else { 1 };
        if below <= fewest || self.natives.are_half_turns() && !is_real && below < 3 {
            return None;
        }
        let mut best: Option<Split> = None;
        for angle in angles.map(|twice| twice / 2.0) {
            let limit = best.as_ref().map_or(below, |s| s.price);
            let rest = turn(-angle, &axes[0], &axes[1]) * *m;
            let price = self.price(&rest).filter(|&p| p < limit);
            if let Some(price) = price {
                best = Some(Split { angle, rest, price });
            }
        }
        best
    }

    /// Native gates for a matrix that may be off by rounding.
    fn price(&self, m: &M4) -> Option<u32> {
        let mut coordinates = Weyl::of(m).coordinates;
        coordinates.iter_mut().for_each(|c| *c = exact(*c));
        self.natives.best(&coordinates).map(|(uses, _)| uses)
    }
}

/// A Weyl coordinate that is exactly 0 or pi/4 where it nearly is.
fn exact(c: f64) -> f64 {
    let near = [0.0, FRAC_PI_4, -FRAC_PI_4];
    let found = near.into_iter().find(|x| (c - x).abs() < ROUNDING);
    found.unwrap_or(c)
}

/// A matrix whose Weyl coordinates are exactly 0 or pi/4 where they nearly are.
pub fn rounded(m: &M4) -> M4 {
    let mut weyl = Weyl::of(m);
    let before = weyl.coordinates;
    weyl.coordinates = before.map(exact);
    match weyl.coordinates == before {
        true => *m,
        false => weyl.matrix(),
    }
}

/// The operation measures a wire that is not used afterwards.
fn is_last_look(circuit: &Circuit, op: Op, wire: Wire) -> bool {
    if circuit.kind(op) != Kind::Measure {
        return false;
    }
    let mut next = following(circuit, op, wire);
    while let Some(op) = next {
        if circuit.kind(op) != Kind::Barrier {
            return false;
        }
        next = following(circuit, op, wire);
    }
    true
}

fn following(circuit: &Circuit, op: Op, wire: Wire) -> Option<Op> {
    circuit.next_on(op, circuit.slot(op, wire)?).some()
}
