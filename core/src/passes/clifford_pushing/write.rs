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
use crate::analysis::family::{membership, Turn};
use crate::analysis::spelling::Spelling;
use crate::circuit::Place;
use crate::gate::{named_rotation, Axis};
use crate::synth::euler::Pauli;
use crate::synth::one_qubit::Clifford;
use crate::{Angle, Circuit, Gate, Op, Wire};

/// Permutations of the axes: how Cliffords act when signs do not count.
const STATES: usize = 6;
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
        tables: Tables::new(),
        words: Words::new(),
        frames: vec![Clifford::ONE; like.num_qubits()],
        eighths: 0,
        out,
    };
    let mut at = form.first;
    while at != NONE {
        let item = &form.items[at as usize];
        writer.item(item, &ahead[at as usize]);
        at = item.after;
    }
    let left = form.eighths - writer.eighths;
    let mut out = writer.out;
    out.add_phase(phase);
    out.add_phase(&Angle::pi(left.rem_euclid(8) as i32, 4));
    out
}

struct Tables {
    /// State of each class.
    state: [usize; 24],
    /// Image of an axis in a state.
    image: [[Pauli; 3]; STATES],
    /// How many of H and S lead from one state to another, and which of them is first.
    steps: [[u16; STATES]; STATES],
    toward: [[Option<Gate>; STATES]; STATES],
    /// The state after S.
    turned: [usize; STATES],
    /// For the classes of Paulis: whether it is Z or Y.
    pauli: [Option<bool>; 24],
}

impl Tables {
    fn new() -> Tables {
        let classes: Vec<Clifford> = (0..24).map(Clifford::of_class).collect();
        let axes = |c: Clifford| Pauli::ALL.map(|p| c.image(p).0);
        let mut images: Vec<[Pauli; 3]> = Vec::new();
        for &c in &classes {
            if !images.contains(&axes(c)) {
                images.push(axes(c));
            }
        }
        let find = |c: Clifford| {
            images
                .iter()
                .position(|&i| i == axes(c))
                .expect("all are there")
        };
        let state: [usize; 24] = std::array::from_fn(|class| find(classes[class]));
        let steps_of = |c: Clifford| {
            [
                (Gate::H, Clifford::hadamard() * c),
                (Gate::S, Clifford::quarter(Pauli::Z, 1) * c),
            ]
        };
        let mut steps = [[u16::MAX; STATES]; STATES];
        let mut toward = [[None; STATES]; STATES];
        // Relax until nothing changes; the longest way has three steps.
        for target in 0..STATES {
            steps[target][target] = 0;
            for _ in 0..3 {
                for &c in &classes {
                    let from = find(c);
                    for (gate, next) in steps_of(c) {
                        let length = steps[find(next)][target].saturating_add(1);
                        if length < steps[from][target] {
                            steps[from][target] = length;
                            toward[from][target] = Some(gate);
                        }
                    }
                }
            }
        }
        Tables {
            state,
            image: std::array::from_fn(|i| images[i]),
            steps,
            toward,
            turned: std::array::from_fn(|i| {
                let class = (0..24).find(|&class| state[class] == i);
                let class = class.expect("every state has classes");
                find(Clifford::quarter(Pauli::Z, 1) * classes[class])
            }),
            pauli: std::array::from_fn(|class| {
                let is = |p: Pauli| Clifford::quarter(p, 2).class() == class;
                let trivial = class == Clifford::ONE.class() || is(Pauli::X);
                match is(Pauli::Y) || is(Pauli::Z) {
                    true => Some(true),
                    false => trivial.then_some(false),
                }
            }),
        }
    }
}

/// For every item and its wires: what comes after it costs, by the state it is left in.
fn costs_ahead(form: &Form, wires: usize) -> Vec<[Costs; 2]> {
    let tables = Tables::new();
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
            let left = |to: usize| match (&item.what, tables.image[to][axis]) {
                (What::Turn(Angle::Pi(_)), Pauli::Z) => {
                    Some(costs[to].min(costs[tables.turned[to]]))
                }
                (_, Pauli::Z) | (What::Pair, Pauli::X) => Some(costs[to]),
                _ => None,
            };
            let before: Costs = std::array::from_fn(|from| {
                let ways = (0..STATES).filter_map(|to| Some(tables.steps[from][to] + left(to)?));
                ways.min().expect("every axis can be turned to z")
            });
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
    tables: Tables,
    words: Words,
    frames: Vec<Clifford>,
    /// What has been written is this many pi/4 ahead of E V.
    eighths: i64,
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
        let from = self.state(wire);
        let exact = matches!(angle, Angle::Pi(_));
        let ways = (0..STATES).filter(|&to| self.tables.image[to][axis as usize] == Pauli::Z);
        let ways = ways.flat_map(|to| [(to, false), (to, true)]);
        let (to, more) = ways
            .filter(|&(_, more)| exact || !more)
            .min_by_key(|&(to, more)| {
                let steps = self.tables.steps[from][to];
                let left = if more { self.tables.turned[to] } else { to };
                (steps + ahead[left], steps, more)
            })
            .expect("every axis can be turned to z");
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
        let from = item.wires.map(|w| self.state(w));
        let mut best: Option<((u16, u16), [usize; 2], [Pauli; 2])> = None;
        for to_a in 0..STATES {
            for to_b in 0..STATES {
                let to = [to_a, to_b];
                let images = [0, 1].map(|k| self.tables.image[to[k]][item.axes[k] as usize]);
                let price = match images {
                    [Pauli::Z, Pauli::Z] => self.prices.cz,
                    [Pauli::Z, Pauli::X] | [Pauli::X, Pauli::Z] => self.prices.cx,
                    _ => continue,
                };
                let steps = [0, 1].map(|k| self.tables.steps[from[k]][to[k]]);
                let now = steps[0] + steps[1] + price;
                let cost = (now + ahead[0][to_a] + ahead[1][to_b], now);
                if best.is_none_or(|b| cost < b.0) {
                    best = Some((cost, to, images));
                }
            }
        }
        let (_, to, images) = best.expect("every axis can be turned to z");
        let [a, b] = item.wires;
        self.walk(item.op, a, to[0], item.under(0));
        self.walk(item.op, b, to[1], item.under(1));
        let negated = [0, 1].map(|k| {
            let frame = self.frames[item.wires[k] as usize];
            frame.image(item.axes[k]).1
        });
        match images {
            [Pauli::Z, Pauli::Z] => self.push(item.op, Gate::Cz, &[], &[a, b]),
            [Pauli::Z, _] => self.push(item.op, Gate::Cx, &[], &[a, b]),
            _ => self.push(item.op, Gate::Cx, &[], &[b, a]),
        }
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
        let family = membership(Gate::Rz).family.expect("rz has a family");
        let reduced = angle.modulo(2);
        let named = reduced
            .quarter_turns_of_pi()
            .and_then(|k| self.spelling.named(family, k));
        if let Some((Some(gate), None)) = named {
            self.out.add_phase(&angle.half().neg());
            return self.push(op, gate, &[], &[wire]);
        }
        let Some((gate, turn)) = self.spelling.parametrised(family, &[]) else {
            // Nothing about z is at hand yet: the library's own name.
            let named = named_rotation(Axis::Z, angle);
            self.out.add_phase(&named.phase);
            if let Some(gate) = named.gate {
                self.push(op, gate, named.params(), &[wire]);
            }
            return;
        };
        match turn {
            Turn::Rotation => self.out.add_phase(&angle.sub(&reduced).half()),
            _ => self.out.add_phase(&angle.half().neg()),
        }
        self.push(op, gate, &[reduced], &[wire]);
    }

    fn push(&mut self, op: Op, gate: Gate, params: &[Angle], wires: &[u32]) {
        let place = op.some().map_or(Place::default(), |op| self.like.place(op));
        let wires: smallvec::SmallVec<[Wire; 2]> = wires.iter().map(|&w| Wire::qubit(w)).collect();
        self.out.push_gate(gate, params, &wires, place);
    }
}

/// What one-qubit Cliffords are spelt in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Letter {
    H,
    X,
    /// A rotation about z by so many quarter turns.
    Z(u8),
}

impl Letter {
    /// As an element of SU(2), and the gate's phase beside it in units of pi/4.
    fn clifford(self) -> (Clifford, i64) {
        match self {
            Letter::H => (Clifford::hadamard(), 2),
            Letter::X => (Clifford::quarter(Pauli::X, 2), 2),
            Letter::Z(quarters) => (Clifford::quarter(Pauli::Z, quarters.into()), 0),
        }
    }
}

/// The shortest word for each class; of those, one that starts with a rotation about z, which may merge with what
/// stands before.
struct Words {
    of: Vec<Vec<Letter>>,
}

impl Words {
    fn new() -> Words {
        let letters = [
            Letter::Z(2),
            Letter::Z(1),
            Letter::Z(3),
            Letter::X,
            Letter::H,
        ];
        let mut of: Vec<Option<Vec<Letter>>> = vec![None; 24];
        of[Clifford::ONE.class()] = Some(Vec::new());
        let mut reached = vec![Clifford::ONE];
        let mut next = 0;
        while next < reached.len() {
            let c = reached[next];
            let word = of[c.class()].clone().expect("it was reached");
            for letter in letters {
                let longer = letter.clifford().0 * c;
                if of[longer.class()].is_none() {
                    of[longer.class()] = Some(word.iter().copied().chain([letter]).collect());
                    reached.push(longer);
                }
            }
            next += 1;
        }
        Words {
            of: of
                .into_iter()
                .map(|w| w.expect("h, s and x make all"))
                .collect(),
        }
    }
}
