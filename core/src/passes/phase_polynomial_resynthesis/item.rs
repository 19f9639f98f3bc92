// SPDX-License-Identifier: Apache-2.0
//! The circuit as a list of small items, and back.

use smallvec::SmallVec;

use crate::analysis::family::{membership, Turn};
use crate::analysis::spelling::Spelling;
use crate::synth::phase_polynomial::{Palette, Step};
use crate::{Angle, Circuit, Gate, Op, Wire};

use super::window::{Network, Window};

/// What an item is to a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    Cx,
    Cz,
    Swap,
    H,
    X,
    Y,
    /// A z-rotation by so many pi/4.
    Eighths(u8),
    /// A z-rotation by another angle: that of the operation, negated or not.
    Turn {
        negated: bool,
    },
    /// Everything else.
    Fence,
}

/// One operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    pub shape: Shape,
    /// It stands as it was: written by copying the operation.
    pub kept: bool,
    pub wires: [u32; 2],
    /// The operation it is or comes from.
    pub op: Op,
}

impl Item {
    pub fn of(circuit: &Circuit, op: Op) -> Item {
        let shape = shape(circuit, op);
        let mut wires = [0; 2];
        if shape != Shape::Fence {
            for (to, from) in wires.iter_mut().zip(circuit.wires(op)) {
                *to = from.index() as u32;
            }
        }
        Item {
            shape,
            kept: true,
            wires,
            op,
        }
    }

    pub fn is_pair(self) -> bool {
        matches!(self.shape, Shape::Cx | Shape::Cz | Shape::Swap)
    }

    pub fn is_rotation(self) -> bool {
        matches!(self.shape, Shape::Eighths(_) | Shape::Turn { .. })
    }

    pub fn wires(&self) -> &[u32] {
        match self.is_pair() {
            true => &self.wires,
            false => &self.wires[..1],
        }
    }
}

fn shape(circuit: &Circuit, op: Op) -> Shape {
    let Some(gate) = circuit.gate(op) else {
        return Shape::Fence;
    };
    match gate {
        Gate::Cx => Shape::Cx,
        Gate::Cz => Shape::Cz,
        Gate::Swap => Shape::Swap,
        Gate::H => Shape::H,
        Gate::X => Shape::X,
        Gate::Y => Shape::Y,
        Gate::Z | Gate::S | Gate::Sdg | Gate::T | Gate::Tdg | Gate::P | Gate::Rz => {
            match eighths(circuit, op) {
                Some(k) => Shape::Eighths(k),
                None => Shape::Turn { negated: false },
            }
        }
        _ => Shape::Fence,
    }
}

/// Angle of a z-rotation in units of pi/4, if it is a multiple.
fn eighths(circuit: &Circuit, op: Op) -> Option<u8> {
    let turn = membership(circuit.gate(op)?).turn;
    let k = match turn {
        Turn::Eighths(k) => i64::from(k),
        Turn::Power | Turn::Rotation => circuit.params(op)[0].quarter_turns_of_pi()?,
    };
    Some(k.rem_euclid(8) as u8)
}

/// Global phase of a z-rotation beyond `diag(1, exp(i angle))`.
pub fn extra_phase(circuit: &Circuit, op: Op) -> Angle {
    match circuit.gate(op).map(|g| membership(g).turn) {
        Some(Turn::Rotation) => circuit.params(op)[0].half().neg(),
        _ => Angle::ZERO,
    }
}

/// Gates of a multiple of pi/4, and the global phase they lack to `diag(1, exp(i angle))`.
#[derive(Clone, Debug, Default)]
struct Spelt {
    gates: SmallVec<[(Gate, Option<Angle>); 2]>,
    phase: Angle,
}

fn spell(spelling: &Spelling, eighths: i32) -> Option<Spelt> {
    let family = membership(Gate::Z).family?;
    if let Some((a, b)) = spelling.named(family, i64::from(eighths)) {
        return Some(Spelt {
            gates: a.into_iter().chain(b).map(|g| (g, None)).collect(),
            phase: Angle::ZERO,
        });
    }
    let (gate, turn) = spelling.parametrised(family, &[])?;
    let angle = Angle::pi(eighths, 4).modulo(2);
    let phase = match turn {
        Turn::Rotation => angle.half(),
        _ => Angle::ZERO,
    };
    spelling.replaces(None, gate, Some(&angle)).then(|| Spelt {
        gates: SmallVec::from_iter([(gate, Some(angle))]),
        phase,
    })
}

/// How gates are written.
pub struct Writer {
    /// For each multiple of pi/4.
    eighths: Vec<Option<Spelt>>,
    /// As a gate of its own, or as a cx between two h; or not at all.
    cz: Option<bool>,
}

impl Writer {
    /// `None` where a cx cannot be written.
    pub fn new(spelling: &Spelling) -> Option<Writer> {
        let has = |gate: Gate| spelling.at_hand(gate);
        let eighths = (0..8).map(|k| spell(spelling, k)).collect();
        let cz = if has(Gate::Cz) {
            Some(true)
        } else {
            has(Gate::H).then_some(false)
        };
        has(Gate::Cx).then_some(Writer { eighths, cz })
    }

    pub fn palette(&self) -> Palette {
        Palette {
            cz: self.cz.is_some(),
        }
    }

    /// All rotations have gates at hand.
    pub fn can_write(&self, steps: &[Step]) -> bool {
        steps.iter().all(|step| match step {
            Step::Eighths(_, k) => self.eighths[usize::from(*k)].is_some(),
            _ => true,
        })
    }

    /// Items of a new network.
    pub fn items(&self, steps: &[Step], network: &Network, window: &Window) -> Vec<Item> {
        let mut items = Vec::with_capacity(steps.len());
        let wire = |q: u8| window.wires[usize::from(q)];
        let mut put = |shape: Shape, a: u8, b: u8, op: Op| {
            items.push(Item {
                shape,
                kept: false,
                wires: [wire(a), wire(b)],
                op,
            });
        };
        let origin = window.inside[0].op;
        for &step in steps {
            match step {
                Step::Cx(c, t) => put(Shape::Cx, c, t, origin),
                Step::Swap(a, b) => put(Shape::Swap, a, b, origin),
                Step::Cz(a, b) if self.cz == Some(true) => put(Shape::Cz, a, b, origin),
                Step::Cz(a, b) => {
                    put(Shape::H, b, b, origin);
                    put(Shape::Cx, a, b, origin);
                    put(Shape::H, b, b, origin);
                }
                Step::H(q) => put(Shape::H, q, q, origin),
                Step::Eighths(q, k) => put(Shape::Eighths(k), q, q, origin),
                Step::Turn(q, label) => {
                    let (op, negated) = network.turns[usize::from(label)];
                    put(Shape::Turn { negated }, q, q, op);
                }
            }
        }
        for q in 0..window.wires.len() {
            if network.flipped >> q & 1 == 1 {
                put(Shape::X, q as u8, q as u8, origin);
            }
        }
        items
    }

    /// The circuit of a list of items.
    pub fn rebuild(&self, circuit: &Circuit, items: &[Item]) -> Circuit {
        let mut out = circuit.empty_like();
        out.phase = circuit.phase.clone();
        out.reserve(items.len());
        for item in items {
            if item.kept {
                out.push(circuit.operation(item.op));
            } else {
                self.write(circuit, *item, &mut out);
            }
        }
        out
    }

    fn write(&self, circuit: &Circuit, item: Item, out: &mut Circuit) {
        let place = circuit.place(item.op);
        let wires = item.wires.map(Wire::qubit);
        let mut push = |gate: Gate, params: &[Angle]| {
            out.push_gate(gate, params, &wires[..gate.num_qubits()], place);
        };
        match item.shape {
            Shape::Cx => push(Gate::Cx, &[]),
            Shape::Cz => push(Gate::Cz, &[]),
            Shape::Swap => push(Gate::Swap, &[]),
            Shape::H => push(Gate::H, &[]),
            Shape::X => push(Gate::X, &[]),
            Shape::Y => push(Gate::Y, &[]),
            Shape::Eighths(k) => {
                if let Some(spelt) = &self.eighths[usize::from(k)] {
                    for (gate, angle) in &spelt.gates {
                        push(*gate, angle.as_slice());
                    }
                    out.add_phase(&spelt.phase);
                }
            }
            Shape::Turn { negated } => {
                let angle = &circuit.params(item.op)[0];
                let angle = if negated { angle.neg() } else { angle.clone() };
                if let Some(gate) = circuit.gate(item.op) {
                    push(gate, &[angle]);
                }
            }
            Shape::Fence => {
                out.push(circuit.operation(item.op));
            }
        }
    }
}
