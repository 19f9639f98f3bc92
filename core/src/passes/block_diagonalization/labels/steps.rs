// SPDX-License-Identifier: Apache-2.0
//! What the gates of a circuit do to the wires they act on, as sweeps for labels see them.

use super::super::nodes::joins;
use crate::circuit::Circuit;
use crate::gate::Axis;
use crate::{Angle, Gate, Op};

/// Angles this close to a multiple of pi, in turns by pi, are one: what is made of a region is measured.
const NEAR: f64 = 1e-12;

/// What a gate does to a wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is diagonal there.
    Chooses,
    /// The same with X.
    Flips,
    /// Target of a cx.
    Takes,
    Mixes,
}

/// An operation as sweeps see it.
#[derive(Clone, Copy)]
pub enum Step {
    One(Op, u32, Role),
    Two(Op, [u32; 2], [Role; 2]),
    Fence(Op),
}

/// A circuit as sweeps see it.
pub struct Steps(pub Vec<Step>);

impl Steps {
    pub fn of(circuit: &Circuit) -> Steps {
        let step = |op: Op| match *circuit.wires(op) {
            [q] if joins(circuit, op) => Step::One(op, q.0, role(circuit, op)),
            [a, b] if joins(circuit, op) => Step::Two(op, [a.0, b.0], roles(circuit, op)),
            _ => Step::Fence(op),
        };
        Steps(circuit.iter().map(step).collect())
    }

    /// Most times that a wire, as long as it is a label, chooses what is done to wires that were mixed just before.
    pub fn most_chosen(&self, wires: usize) -> usize {
        let mut chosen = vec![0; wires];
        let mut is_mixed = vec![false; wires];
        let mut most = 0;
        for step in &self.0 {
            match *step {
                Step::One(_, wire, Role::Mixes) => {
                    chosen[wire as usize] = 0;
                    is_mixed[wire as usize] = true;
                }
                Step::Two(_, on, roles) => {
                    let on = on.map(|w| w as usize);
                    let were_mixed = on.map(|w| is_mixed[w]);
                    for (i, role) in roles.into_iter().enumerate() {
                        is_mixed[on[i]] = role == Role::Mixes;
                        match role {
                            Role::Mixes => chosen[on[i]] = 0,
                            Role::Chooses if were_mixed[1 - i] || roles[1 - i] == Role::Mixes => {
                                chosen[on[i]] += 1;
                                most = most.max(chosen[on[i]]);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        most
    }
}

fn role(circuit: &Circuit, op: Op) -> Role {
    let Some(gate) = circuit.gate(op) else {
        return Role::Mixes;
    };
    // The first angle's half turns, if it is that.
    let half_turns = |a: &Angle| {
        let turns = a.value()? / std::f64::consts::PI;
        ((turns - turns.round()).abs() < NEAR).then_some(turns.round())
    };
    match gate {
        Gate::X | Gate::Y => Role::Flips,
        Gate::U | Gate::Rx | Gate::Ry => match circuit.params(op).first().and_then(half_turns) {
            Some(turns) if turns.rem_euclid(2.0) == 0.0 => Role::Chooses,
            Some(_) => Role::Flips,
            None => Role::Mixes,
        },
        _ if matches!(gate.record().axes[0], Axis::Z | Axis::Any) => Role::Chooses,
        _ => Role::Mixes,
    }
}

fn roles(circuit: &Circuit, op: Op) -> [Role; 2] {
    match circuit.gate(op) {
        Some(Gate::Cx) => [Role::Chooses, Role::Takes],
        Some(gate) => {
            let axes = &gate.record().axes;
            [axes[0], axes[1]].map(|axis| match axis {
                Axis::Z | Axis::Any => Role::Chooses,
                _ => Role::Mixes,
            })
        }
        None => [Role::Mixes; 2],
    }
}
