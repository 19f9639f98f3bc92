// SPDX-License-Identifier: Apache-2.0
//! Diagonals left behind by a block on two wires, and taken in by the next block there or by measurements.
//!
//! Any block is exp(-i t AB) times one that takes two `cx` at most, and one where a qubit chooses what is done to the
//! other (U(2) + U(2)) is exp(-i t AB) times one `cx` (V. Shende, S. Bullock, I. Markov, "Synthesis of quantum-logic
//! circuits", IEEE TCAD 25, 2006, doi:10.1109/TCAD.2005.855930, appendix A). A and B are axes of the two wires, and may
//! be any: those that everything on the way to the next block on the same wires keeps. There the factor costs nothing.

use std::f64::consts::FRAC_PI_4;

use super::axis::{frame, sign, turn, Axis};
use super::nodes::{Nodes, Pair, NONE};
use crate::circuit::{Circuit, Kind};
use crate::synth::matrix::{C64, M4};
use crate::synth::two_qubit::{self, Natives};
use crate::synth::weyl::{symmetric_square, Weyl};
use crate::{Op, Wire};

/// Nodes looked at on the way of a factor, for each wire.
const REACH: usize = 24;

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
        for index in 0..nodes.list.len() as u32 {
            let Some(pair) = nodes.pair(index).filter(|p| p.price > 0) else {
                continue;
            };
            let Some((axes, there, end)) = self.way(nodes, pair) else {
                continue;
            };
            let before = pair.price;
            let Some(split) = self.split(&pair.matrix, &axes, before) else {
                continue;
            };
            let mut gain = i64::from(before) - i64::from(split.price);
            let mut taken = None;
            if let End::Node(at) = end {
                let Some(next) = nodes.pair(at) else { continue };
                let factor = self.factor(pair, next, &there, split.angle);
                let matrix = next.matrix * factor;
                let (Some(now), Some(then)) = (
                    self.prospect(nodes, next, &next.matrix),
                    self.prospect(nodes, next, &matrix),
                ) else {
                    continue;
                };
                gain += i64::from(now) - i64::from(then);
                taken = Some((at, matrix));
            }
            if gain <= 0 {
                continue;
            }
            self.set(nodes, index, split.rest, split.price, &mut changed);
            if let Some((at, matrix)) = taken {
                let price = two_qubit::uses(&rounded(&matrix), self.natives);
                let price = price.expect("a block had a price before");
                self.set(nodes, at, matrix, price, &mut changed);
            }
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    fn set(&self, nodes: &mut Nodes, at: u32, matrix: M4, price: u32, changed: &mut Vec<u32>) {
        if let Some(pair) = nodes.pair_mut(at) {
            (pair.matrix, pair.price) = (matrix, price);
            pair.refresh();
            changed.push(at);
        }
    }

    /// The factor as the next block meets it.
    fn factor(&self, pair: &Pair, next: &Pair, axes: &[Axis; 2], angle: f64) -> M4 {
        match next.wires == pair.wires {
            true => turn(angle, &axes[0], &axes[1]),
            false => turn(angle, &axes[1], &axes[0]),
        }
    }

    /// What a block with this matrix would take if it could leave a factor behind in turn.
    fn prospect(&self, nodes: &Nodes, pair: &Pair, matrix: &M4) -> Option<u32> {
        let price = two_qubit::uses(&rounded(matrix), self.natives)?;
        let mut with = pair.clone();
        with.matrix = *matrix;
        with.refresh();
        let split = self
            .way(nodes, &with)
            .and_then(|(axes, ..)| self.split(matrix, &axes, price));
        Some(split.map_or(price, |s| s.price))
    }

    /// The axes of a factor after a block and where it is taken in, and what takes it.
    fn way(&self, nodes: &Nodes, pair: &Pair) -> Option<([Axis; 2], [Axis; 2], End)> {
        let first = self.along(nodes, pair, 0)?;
        let second = self.along(nodes, pair, 1)?;
        if first.end != second.end {
            return None;
        }
        let mut from = [Axis::z(); 2];
        let mut to = [Axis::z(); 2];
        for (slot, way) in [first, second].iter().enumerate() {
            (from[slot], to[slot]) = way.axes.unwrap_or_else(|| {
                let own = pair.kept[slot].map(|k| k.to);
                let axis = own.or_else(|| match way.end {
                    End::Node(at) => {
                        let next = nodes.pair(at)?;
                        next.kept[next.slot(pair.wires[slot])].map(|k| k.from)
                    }
                    End::Measured => None,
                });
                let axis = axis.unwrap_or_else(Axis::z);
                (axis, axis)
            });
        }
        Some((from, to, first.end))
    }

    /// Follow a wire until the other block on the same wires or a measurement, as long as one axis is kept.
    fn along(&self, nodes: &Nodes, pair: &Pair, slot: usize) -> Option<Way> {
        let wire = pair.wires[slot];
        let mut axes: Option<(Axis, Axis)> = None;
        let mut at = pair.next[slot];
        for _ in 0..REACH {
            if at == NONE {
                return None;
            }
            if let Some(next) = nodes.pair(at) {
                if next.wires.contains(&pair.wires[0]) && next.wires.contains(&pair.wires[1]) {
                    let end = End::Node(at);
                    return Some(Way { axes, end });
                }
            }
            if self.measured && is_last_look(self.circuit, nodes, at, wire) {
                let start = match axes {
                    None => Axis::z(),
                    Some((from, to)) => from * sign(&to, &Axis::z())?,
                };
                return Some(Way {
                    axes: Some((start, Axis::z())),
                    end: End::Measured,
                });
            }
            let (kept, next) = nodes.passage(self.circuit, at, wire)?;
            axes = Some(match axes {
                None => (kept.from, kept.to),
                Some((from, to)) => (from, kept.to * sign(&to, &kept.from)?),
            });
            at = next;
        }
        None
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
        let angles = [
            (-a.im).atan2(b.im),
            (-a.re).atan2(b.re),
            b.re.atan2(a.re),
            b.im.atan2(a.im),
        ];
        let mut best: Option<Split> = None;
        for angle in angles.map(|twice| twice / 2.0) {
            let limit = best.as_ref().map_or(below, |s| s.price);
            let rest = rounded(&(turn(-angle, &axes[0], &axes[1]) * *m));
            let price = two_qubit::uses(&rest, self.natives).filter(|&p| p < limit);
            if let Some(price) = price {
                best = Some(Split { angle, rest, price });
            }
        }
        best
    }
}

/// A matrix whose Weyl coordinates are exactly 0 or pi/4 where they nearly are.
pub fn rounded(m: &M4) -> M4 {
    let mut weyl = Weyl::of(m);
    let mut changed = false;
    for c in &mut weyl.coordinates {
        for exact in [0.0, FRAC_PI_4, -FRAC_PI_4] {
            if *c != exact && (*c - exact).abs() < ROUNDING {
                *c = exact;
                changed = true;
            }
        }
    }
    match changed {
        true => weyl.matrix(),
        false => *m,
    }
}

/// The node measures a wire that is not used afterwards.
fn is_last_look(circuit: &Circuit, nodes: &Nodes, at: u32, wire: Wire) -> bool {
    let Some(super::nodes::Node::Other(op)) = nodes.list.get(at as usize) else {
        return false;
    };
    if circuit.kind(*op) != Kind::Measure {
        return false;
    }
    let mut next = following(circuit, *op, wire);
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
