// SPDX-License-Identifier: Apache-2.0
//! Blocks of Clifford gates and rotations, written again with the fewest gates of the class of cx and every angle kept.
//!
//! ```text
//!  block  =  exp(i phase)  C  R_m ... R_2 R_1          C Clifford,  R_j = exp(-i a_j P_j / 2)
//! ```
//!
//! A word of native gates with local Cliffords in between is a path of Clifford gates W; on the way, R_j may be written on a
//! wire as soon as `W P_j W^-1` acts on that wire alone and all earlier rotations that do not commute with it are
//! written. Modulo local gates W is the set of Paulis it makes local: a *plane* of three anticommuting Paulis that end on
//! the first wire and the three that commute with those, for the second. There are 20 of them, and a native gate, with
//! p of the first plane as its axis on the first wire and q of the second on the other, takes
//!
//! ```text
//!  {p, r, s}, {q, t, u}  ->  {p, rq, sq}, {q, pt, pu}
//! ```
//!
//! so the shortest word is a shortest path; signs are found when it is written. No number is rounded: angles are only
//! negated and added, and symbols may stand for them. This is the two-qubit case of Pauli network synthesis (de
//! Brugiere, Martiel, "Faster and shorter synthesis of Hamiltonian simulation circuits", 2024, arXiv:2404.03280).
//! Among shortest paths, those that turn fewer axes before native gates come first.
//! For a Clifford block it gives the fewest gates, 0 to 3; with rotations, the fewest for writing each of them once, but
//! for ties among partial words in which different commuting rotations are written.

use smallvec::SmallVec;

use super::frame::{commute, on, single, Frame, Mask};
use super::half_turns::{mask, quarters, Factors, HalfTurn, HalfTurns};
use super::planes::{planes, Place, PLACES};
use super::Use;
use crate::synth::euler::Pauli;
use crate::synth::one_qubit::{Clifford, Phase, Run};
use crate::{Angle, Gate};

/// Most rotations of a block that is rewritten; the sets of written ones are bits of a word.
const MOST_TURNS: usize = 64;
/// Longest word looked for.
const LONGEST: u32 = 24;

/// A block in the form above; empty by default.
#[derive(Clone, Debug, Default)]
pub struct Product {
    frame: Frame,
    /// Mask and angle, first applied first.
    turns: SmallVec<[(Mask, Angle); 8]>,
    phase: Phase,
    error: f64,
}

impl Product {
    /// Then a library gate on one qubit. False for one that is no such product, as for those below.
    pub fn one(&mut self, gate: Gate, params: &[Angle], qubit: usize) -> bool {
        let mut run = Run::default();
        if !run.gate(gate, params) {
            return false;
        }
        for turn in &run.turns {
            self.rotate(single(qubit, turn.axis), &turn.angle);
        }
        self.frame.local(qubit, run.tail);
        self.phase.join(&run.phase);
        self.error += run.error;
        true
    }

    /// Then a library gate on two qubits, `reversed` with its first operand on the second qubit.
    pub fn two(&mut self, gate: Gate, params: &[Angle], reversed: bool) -> bool {
        let Some(factors) = Factors::of(gate, params) else {
            return false;
        };
        for (axes, angle) in &factors.turns {
            self.rotate(mask(*axes, reversed), angle);
        }
        self.phase.add(&factors.phase);
        true
    }

    /// Then `target` on the other qubit where `qubit` is in the eigenstate of `control` of the other sign than `minus`
    /// says: nothing, if it is in that one. exp(i pi/4 (1 - C)(1 - T)) with C the signed control.
    pub fn controlled(&mut self, qubit: usize, (control, minus): (Pauli, bool), target: Pauli) {
        let (c, t) = (single(qubit, control), single(1 - qubit, target));
        let signed = |quarters: i64| if minus { -quarters } else { quarters };
        self.frame.turn(c, signed(1));
        self.frame.turn(t, 1);
        self.frame.turn(c ^ t, signed(-1));
        self.phase.add(&Angle::pi(1, 4));
    }

    /// What `U P U^-1` is for a Pauli on one qubit, if that is a Pauli on one qubit whatever the rotations' angles are:
    /// (qubit, axis, whether negated).
    pub fn carried(&self, qubit: usize, pauli: Pauli) -> Option<(usize, Pauli, bool)> {
        let mask = single(qubit, pauli);
        if self.turns.iter().any(|(turn, _)| !commute(*turn, mask)) {
            return None;
        }
        let (image, negated) = self.frame.image(mask);
        match [on(image, 0), on(image, 1)] {
            [Some(axis), None] => Some((0, axis, negated)),
            [None, Some(axis)] => Some((1, axis, negated)),
            _ => None,
        }
    }

    /// Rotations by other angles than quarter turns.
    pub fn num_turns(&self) -> usize {
        self.turns.len()
    }

    fn rotate(&mut self, pauli: Mask, angle: &Angle) {
        if let Some(k) = quarters(angle) {
            return self.frame.turn(pauli, k);
        }
        let (mask, negated) = self.frame.preimage(pauli);
        let angle = if negated { angle.neg() } else { angle.clone() };
        self.turns.push((mask, angle));
    }

    /// A word with fewer than `below` native gates: the one with the fewest.
    pub fn word(&self, natives: &HalfTurns, below: u32) -> Option<ExactWord> {
        if natives.is_empty() || self.turns.len() > MOST_TURNS {
            return None;
        }
        let path = self.search(natives, below.min(LONGEST + 1))?;
        Some(self.write(natives, &path))
    }

    /// Axes of the native gates, in order, as the Paulis they come from: of the shortest paths one with few gates that
    /// turn axes.
    fn search(&self, natives: &HalfTurns, below: u32) -> Option<Vec<(Mask, Mask)>> {
        let places = planes();
        let target = places.of(|pauli| self.frame.preimage(pauli).0);
        let all = match self.turns.len() {
            MOST_TURNS => u64::MAX,
            count => (1 << count) - 1,
        };
        let earlier = self.earlier();
        let start = places.of(|pauli| pauli);
        let mut nodes = vec![Node {
            place: start,
            done: self.written(&places.list[start as usize], 0, &earlier),
            from: 0,
            step: (0, 0),
            turned: 0,
            axes: std::array::from_fn(|mask| mask as Mask),
        }];
        let mut layer = 0..1;
        for length in 0..below {
            let found = nodes[layer.clone()]
                .iter()
                .position(|n| n.place == target && n.done == all);
            if let Some(found) = found {
                return Some(path(&nodes, layer.start + found));
            }
            if length + 1 == below {
                break;
            }
            let mut best: [Option<Node>; PLACES] = [None; PLACES];
            for index in layer.clone() {
                let node = nodes[index];
                let place = &places.list[node.place as usize];
                for (&to, step) in place.next.iter().flatten().zip(place.steps()) {
                    let done = self.written(&places.list[to as usize], node.done, &earlier);
                    let (native, turned) = node.fitting(natives, step);
                    let known = &mut best[to as usize];
                    let merit = (done.count_ones(), u32::MAX - turned);
                    if known.is_none_or(|k| k.merit() < merit) {
                        *known = Some(Node {
                            place: to,
                            done,
                            from: index as u32,
                            step,
                            turned,
                            axes: node.axes_after(native, step),
                        });
                    }
                }
            }
            layer = nodes.len()..nodes.len();
            nodes.extend(best.into_iter().flatten());
            layer.end = nodes.len();
        }
        None
    }

    /// For each rotation, the earlier ones it does not commute with.
    fn earlier(&self) -> SmallVec<[u64; 8]> {
        let before = |j: usize| {
            let clashes = |i: &usize| !commute(self.turns[*i].0, self.turns[j].0);
            (0..j).filter(clashes).fold(0, |set, i| set | 1 << i)
        };
        (0..self.turns.len()).map(before).collect()
    }

    /// `done` and every rotation that can be written at `place` after those.
    fn written(&self, place: &Place, mut done: u64, earlier: &[u64]) -> u64 {
        for (j, (mask, _)) in self.turns.iter().enumerate() {
            let free = done >> j & 1 == 0 && earlier[j] & !done == 0;
            if free && place.local >> mask & 1 == 1 {
                done |= 1 << j;
            }
        }
        done
    }

    fn write(&self, natives: &HalfTurns, path: &[(Mask, Mask)]) -> ExactWord {
        let mut word = ExactWord::default();
        let mut w = Frame::default();
        let earlier = self.earlier();
        let mut done = 0;
        let mut runs = [Run::default(), Run::default()];
        for step in path.iter().map(Some).chain([None]) {
            for (j, (mask, angle)) in self.turns.iter().enumerate() {
                let (image, negated) = w.image(*mask);
                let free = done >> j & 1 == 0 && earlier[j] & !done == 0;
                let wires = [on(image, 0), on(image, 1)];
                let (qubit, axis) = match wires {
                    [Some(axis), None] if free => (0, axis),
                    [None, Some(axis)] if free => (1, axis),
                    _ => continue,
                };
                let angle = if negated { angle.neg() } else { angle.clone() };
                runs[qubit].rotate(axis, &angle);
                done |= 1 << j;
            }
            let Some(&(p, q)) = step else {
                break;
            };
            let axes = [on(w.image(p).0, 0), on(w.image(q).0, 1)];
            let axes = axes.map(|axis| axis.expect("local on its wire"));
            let native = natives.nearest(axes);
            for qubit in 0..2 {
                let c = between(axes[qubit], native.axes[qubit]);
                runs[qubit].tail = c * runs[qubit].tail;
                w.local(qubit, c);
            }
            for (pauli, quarters) in &native.turns {
                w.turn(*pauli, *quarters);
            }
            word.phase.add(&native.phase.neg());
            word.locals.push(std::mem::take(&mut runs));
            word.uses.push(native.gate);
        }
        for (qubit, run) in runs.iter_mut().enumerate() {
            let c = w.difference(&self.frame, qubit);
            run.tail = c * run.tail;
            w.local(qubit, c);
        }
        word.locals.push(runs);
        word.phase.join(&self.phase);
        word.phase.eighths += 4 * self.frame.phase_over(&w);
        word.error = self.error;
        word
    }
}

/// `exp(i phase) locals[n] uses[n-1] ... uses[0] locals[0]`, every local gate an exact run.
#[derive(Clone, Debug, Default)]
pub struct ExactWord {
    pub locals: SmallVec<[[Run; 2]; 4]>,
    pub uses: SmallVec<[Use; 3]>,
    pub phase: Phase,
    /// Bound on the rounding of angles that are no multiples of pi.
    pub error: f64,
}

/// A Clifford gate that takes one axis to another, up to sign: a Hadamard or a quarter turn.
fn between(from: Pauli, to: Pauli) -> Clifford {
    use Pauli::{X, Y, Z};
    match (from, to) {
        _ if from == to => Clifford::ONE,
        (X, Z) | (Z, X) => Clifford::hadamard(),
        (Y, Z) | (Z, Y) => Clifford::quarter(X, 1),
        _ => Clifford::quarter(Z, 1),
    }
}

#[derive(Clone, Copy)]
struct Node {
    place: u8,
    /// Rotations written.
    done: u64,
    from: u32,
    step: (Mask, Mask),
    /// Gates on one qubit that bring axes to those of native gates.
    turned: u32,
    /// What W makes of each Pauli, but for signs.
    axes: [Mask; 16],
}

impl Node {
    fn merit(&self) -> (u32, u32) {
        (self.done.count_ones(), u32::MAX - self.turned)
    }

    /// The Paulis a step comes down to, on each wire.
    fn ends(&self, (p, q): (Mask, Mask)) -> [Pauli; 2] {
        let axes = [
            on(self.axes[usize::from(p)], 0),
            on(self.axes[usize::from(q)], 1),
        ];
        axes.map(|axis| axis.expect("local on its wire"))
    }

    /// The native gate for a step, and `turned` after it.
    fn fitting<'a>(&self, natives: &'a HalfTurns, step: (Mask, Mask)) -> (&'a HalfTurn, u32) {
        let ends = self.ends(step);
        let native = natives.nearest(ends);
        let misses = (0..2).filter(|&i| native.axes[i] != ends[i]).count();
        (native, self.turned + misses as u32)
    }

    fn axes_after(&self, native: &HalfTurn, step: (Mask, Mask)) -> [Mask; 16] {
        let ends = self.ends(step);
        self.axes.map(|mut mask| {
            for qubit in 0..2 {
                // What takes one axis to another takes that to the first, and leaves the third.
                let (from, to) = (ends[qubit], native.axes[qubit]);
                match on(mask, qubit) {
                    Some(axis) if from != to && (axis == from || axis == to) => {
                        mask ^= single(qubit, from) ^ single(qubit, to);
                    }
                    _ => {}
                }
            }
            for &(pauli, quarters) in &native.turns {
                if quarters % 2 != 0 && !commute(pauli, mask) {
                    mask ^= pauli;
                }
            }
            mask
        })
    }
}

fn path(nodes: &[Node], mut at: usize) -> Vec<(Mask, Mask)> {
    let mut steps = Vec::new();
    while at > 0 {
        steps.push(nodes[at].step);
        at = nodes[at].from as usize;
    }
    steps.reverse();
    steps
}

#[cfg(test)]
#[path = "exact_tests.rs"]
mod tests;
