// SPDX-License-Identifier: Apache-2.0
//! From a [`Form`] back to gates with few one-qubit Cliffords.
//!
//! What has been written is E V: V the form so far, E a frame. An item with the axis P is written as the gate whose axis is
//! the image of P under E, once that is an axis of a gate: z for rotations; z and z, z and x or x and z for C (`cz`, `cx`). Where it is
//! not, H (exchanges x and z) and S (x and y) are written first. Paulis cost nothing until a fence or the end, so a
//! frame counts as one of six permutations of the axes. What they will cost further along each wire is computed backwards
//! first, as if wires did not depend on each other; then each item takes the cheapest way, in order.

use super::form::{Form, Item, What, NONE};
use super::read::paulis;
use super::tables::{Letter, Tables, Words, STATES};
use crate::analysis::spelling::Spelling;
use crate::circuit::Place;
use crate::synth::euler::Pauli;
use crate::synth::one_qubit::Clifford;
use crate::{Angle, Circuit, Gate, Op, Wire};

/// Cheapest continuation from each state.
type Costs = [u16; STATES];

/// What writing a C as one or the other gate costs beyond it.
#[derive(Clone, Copy, Debug)]
pub struct Prices {
    pub cx: u16,
    pub cz: u16,
}

/// Write a form over the wires of `like`. `phase` is added to the form's own.
pub fn write(
    like: &Circuit,
    form: &Form,
    phase: &Angle,
    spelling: &Spelling,
    prices: Prices,
) -> Circuit {
    let mut out = like.empty_like();
    out.reserve(form.items.len());
    out.phase = like.phase.clone();
    let ahead = costs_ahead(form, like.num_qubits());
    let mut writer = Writer {
        like,
        spelling,
        prices,
        tables: Tables::get(),
        words: Words::get(),
        frames: vec![Clifford::ONE; like.num_qubits()],
        eighths: 0,
        eighth_turns: std::array::from_fn(|k| spelling.z_rotation(&Angle::pi(k as i32, 4))),
        uses: [0; 16],
        out,
    };
    let mut at = form.first;
    while at != NONE {
        let item = &form.items[at as usize];
        writer.item(item, &ahead[at as usize]);
        at = item.after;
    }
    for ((.., phase), uses) in writer.eighth_turns.iter().zip(writer.uses) {
        // Multiples of pi/8.
        writer.out.add_phase(&phase.scale((uses % 16) as i32, 1));
    }
    let left = form.eighths - writer.eighths;
    let mut out = writer.out;
    out.add_phase(phase);
    out.add_phase(&Angle::pi(left.rem_euclid(8) as i32, 4));
    out
}

/// For every item and its wires: what comes after it costs, by the state it is left in.
fn costs_ahead(form: &Form, wires: usize) -> Vec<[Costs; 2]> {
    let tables = Tables::get();
    let mut after = vec![[0; STATES]; wires];
    let mut ahead = vec![[[0; STATES]; 2]; form.items.len()];
    let mut at = form.last;
    while at != NONE {
        let item = &form.items[at as usize];
        for slot in 0..2 {
            if item.wires[slot] == NONE {
                continue;
            }
            let costs = &mut after[item.wires[slot] as usize];
            ahead[at as usize][slot] = *costs;
            if let What::Flush(frame) = &item.what {
                let target = tables.state[frame.class()];
                *costs = std::array::from_fn(|from| tables.steps[from][target]);
                continue;
            }
            let axis = item.axes[slot] as usize;
            let ([x0, x1], [z0, z1]) = (tables.to_x[axis], tables.to_z[axis]);
            let mut ends = [
                (z0, costs[z0]),
                (z1, costs[z1]),
                (x0, costs[x0]),
                (x1, costs[x1]),
            ];
            let ends: &[(usize, u16)] = match &item.what {
                What::Pair => &ends,
                // S leads from one to the other, for nothing.
                What::Turn(Angle::Pi(_)) => {
                    let least = costs[z0].min(costs[z1]);
                    (ends[0].1, ends[1].1) = (least, least);
                    &ends[..2]
                }
                _ => &ends[..2],
            };
            let mut before = [u16::MAX; STATES];
            for (steps, cost) in tables.steps.iter().zip(&mut before) {
                for &(end, left) in ends {
                    *cost = (*cost).min(steps[end] + left);
                }
            }
            // Only differences matter, and they are at most three.
            let least = before.into_iter().min().expect("not empty");
            *costs = before.map(|c| c - least);
        }
        at = item.before;
    }
    ahead
}

struct Writer<'a> {
    like: &'a Circuit,
    spelling: &'a Spelling,
    prices: Prices,
    tables: &'static Tables,
    words: &'static Words,
    frames: Vec<Clifford>,
    /// What has been written is this many pi/4 ahead of E V.
    eighths: i64,
    /// How a rotation by each multiple of pi/4 is written, and how often it was: their phases are added at the end.
    eighth_turns: [(Gate, Option<Angle>, Angle); 16],
    uses: [u64; 16],
    out: Circuit,
}

impl Writer<'_> {
    fn item(&mut self, item: &Item, ahead: &[Costs; 2]) {
        match &item.what {
            What::Fence => {
                self.out.push(self.like.operation(item.op));
            }
            What::Flush(frame) => self.flush(item.wires[0], *frame),
            What::Turn(angle) => self.turn(item, angle, &ahead[0]),
            What::Pair => self.pair(item, ahead),
        }
    }

    /// Where the angle is exact, a quarter turn more or less is to be had for nothing: `t` or `tdg`.
    fn turn(&mut self, item: &Item, angle: &Angle, ahead: &Costs) {
        let (wire, axis) = (item.wires[0], item.axes[0]);
        let steps = &self.tables.steps[self.state(wire)];
        let exact = matches!(angle, Angle::Pi(_));
        let [z0, z1] = self.tables.to_z[axis as usize];
        let way = |to: usize, left: usize| (steps[to] + ahead[left], steps[to], to != left, to);
        let mut best = way(z0, z0).min(way(z1, z1));
        if exact {
            best = best.min(way(z0, z1)).min(way(z1, z0));
        }
        let (_, _, more, to) = best;
        self.walk(item.op, wire, to, item.under(0));
        let frame = &mut self.frames[wire as usize];
        let (_, negated) = frame.image(axis);
        let mut angle = if negated { angle.neg() } else { angle.clone() };
        if more {
            let quarters = if angle.value().is_some_and(|a| a > 0.0) {
                -1
            } else {
                1
            };
            angle = angle.add(&Angle::pi(quarters, 2));
            *frame = Clifford::quarter(Pauli::Z, quarters.into()) * *frame;
        }
        self.z_rotation(item.op, wire, &angle);
    }

    fn pair(&mut self, item: &Item, ahead: &[Costs; 2]) {
        // Per wire the best way to z and the best way to x: total, steps now, state.
        let ways = [0, 1].map(|k| {
            let steps = &self.tables.steps[self.state(item.wires[k])];
            let axis = item.axes[k] as usize;
            let way = |to: usize| (steps[to] + ahead[k][to], steps[to], to);
            let best = |[s, t]: [usize; 2]| way(s).min(way(t));
            (best(self.tables.to_z[axis]), best(self.tables.to_x[axis]))
        });
        let [(za, xa), (zb, xb)] = ways;
        let price = |a: (u16, u16, usize), b: (u16, u16, usize), price: u16| {
            (a.0 + b.0 + price, a.1 + b.1 + price)
        };
        let both = price(za, zb, self.prices.cz);
        let forward = price(za, xb, self.prices.cx);
        let backward = price(xa, zb, self.prices.cx);
        let (to, gate, turned) = match both.min(forward).min(backward) {
            best if best == both => ([za.2, zb.2], Gate::Cz, false),
            best if best == forward => ([za.2, xb.2], Gate::Cx, false),
            _ => ([xa.2, zb.2], Gate::Cx, true),
        };
        let [a, b] = item.wires;
        self.walk(item.op, a, to[0], item.under(0));
        self.walk(item.op, b, to[1], item.under(1));
        let negated = [0, 1].map(|k| {
            let frame = self.frames[item.wires[k] as usize];
            frame.image(item.axes[k]).1
        });
        self.push(item.op, gate, &[], &if turned { [b, a] } else { [a, b] });
        let wires = item.wires.map(|w| w as usize);
        self.eighths += paulis(&mut self.frames, wires, item.axes, negated);
    }

    /// Write the frame of a wire out: what is left is the identity.
    fn flush(&mut self, wire: u32, wanted: Clifford) {
        let missing = wanted * self.frames[wire as usize].inverse();
        for k in 0..self.words.of[missing.class()].len() {
            let letter = self.words.of[missing.class()][k];
            self.letter(Op::NONE, wire, letter);
        }
        if self.frames[wire as usize] != wanted {
            self.eighths += 4;
        }
        self.frames[wire as usize] = Clifford::ONE;
    }

    fn state(&self, wire: u32) -> usize {
        self.tables.state[self.frames[wire as usize].class()]
    }

    /// Write H and S until the frame of a wire is in a state. S or its inverse: what leads back to the frame
    /// `read` that the item stood under, so that no Pauli is left between the two; else what does not negate its axis.
    fn walk(&mut self, op: Op, wire: u32, to: usize, (read, axis): (Clifford, Pauli)) {
        while let Some(gate) = self.tables.toward[self.state(wire)][to] {
            let letter = match gate {
                Gate::H => Letter::H,
                _ => {
                    let after = Clifford::quarter(Pauli::Z, 1) * self.frames[wire as usize];
                    let back = match self.tables.pauli[(after * read.inverse()).class()] {
                        Some(left) => left,
                        None => after.image(axis).1,
                    };
                    Letter::Z(if back { 3 } else { 1 })
                }
            };
            self.letter(op, wire, letter);
        }
    }

    fn letter(&mut self, op: Op, wire: u32, letter: Letter) {
        let (clifford, eighths) = letter.clifford();
        match letter {
            Letter::H => self.push(op, Gate::H, &[], &[wire]),
            Letter::X => self.push(op, Gate::X, &[], &[wire]),
            Letter::Z(quarters) => {
                // Without the phase that naming it brings: the letter is a rotation.
                self.z_rotation(op, wire, &Angle::pi(i32::from(quarters), 2));
            }
        }
        let frame = &mut self.frames[wire as usize];
        *frame = clifford * *frame;
        self.eighths += eighths;
    }

    /// exp(-i angle Z / 2) in the gates at hand.
    fn z_rotation(&mut self, op: Op, wire: u32, angle: &Angle) {
        let Some(eighths) = angle.quarter_turns_of_pi() else {
            let (gate, params, phase) = self.spelling.z_rotation(angle);
            self.out.add_phase(&phase);
            return self.push(op, gate, params.as_slice(), &[wire]);
        };
        let eighths = eighths.rem_euclid(16) as usize;
        self.uses[eighths] += 1;
        let (gate, params, _) = self.eighth_turns[eighths].clone();
        self.push(op, gate, params.as_slice(), &[wire]);
    }

    fn push(&mut self, op: Op, gate: Gate, params: &[Angle], wires: &[u32]) {
        let place = op.some().map_or(Place::default(), |op| self.like.place(op));
        let wires: smallvec::SmallVec<[Wire; 2]> = wires.iter().map(|&w| Wire::qubit(w)).collect();
        self.out.push_gate(gate, params, &wires, place);
    }
}
