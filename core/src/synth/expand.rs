// SPDX-License-Identifier: Apache-2.0
//! Any unitary instruction as one- and two-qubit library gates.

use crate::circuit::{Circuit, Instruction, Kind, Payload};
use crate::{Angle, Gate, Wire};

use super::controlled;
use super::matrix::{M2, M4};
use super::multi_controlled::{phase, Ancillas};
use super::multiplexed;
use super::one_qubit_matrix::Turn;
use super::steps::Steps;
use super::two_qubit::{self, Natives};
use super::weyl::Weyl;
use super::wide;
use crate::gate::{Axis, Matrix2};
use crate::target::GateSet;

/// Why an instruction has no expansion.
#[derive(Clone, Debug, PartialEq)]
pub enum NoExpansion {
    /// In words, for the user.
    Because(String),
    /// More steps than the caller allowed.
    TooLarge,
}

/// Definitions nested deeper than this under a control are refused.
const MAX_NESTING: u32 = 200;
/// Widest selection, diagonal or table expanded entry by entry.
const MAX_TABLE_QUBITS: usize = 24;

/// What every expansion needs to know.
pub struct Expander<'a> {
    pub ancillas: &'a Ancillas,
    /// Most steps to write.
    pub limit: usize,
    depth: u32,
}

/// Expand `instruction` on `wires`.
pub fn expand(
    instruction: &Instruction,
    wires: &[Wire],
    ancillas: &Ancillas,
    limit: usize,
) -> Result<Steps, NoExpansion> {
    let mut out = Steps::new();
    let expander = Expander {
        ancillas,
        limit,
        depth: 0,
    };
    expander.under(&mut out, instruction, &[], wires)?;
    Ok(out)
}

impl Expander<'_> {
    /// Append `instruction` on `on`, under closed controls.
    pub(super) fn under(
        &self,
        out: &mut Steps,
        instruction: &Instruction,
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        if out.list.len() > self.limit {
            return Err(NoExpansion::TooLarge);
        }
        if let Kind::Gate(gate) = instruction.kind {
            return controlled::gate(self, out, gate, &instruction.params, controls, on);
        }
        let Some(payload) = instruction.payload.as_deref() else {
            return Err(not_unitary());
        };
        match payload {
            Payload::Controlled { polarity, base } => {
                let (own, on) = on.split_at(polarity.len());
                let mut flips = Steps::new();
                for (&wire, &closed) in own.iter().zip(polarity) {
                    if !closed {
                        flips.one(Gate::X, wire);
                    }
                }
                let all: Vec<Wire> = controls.iter().chain(own).copied().collect();
                let mut inner = Steps::new();
                self.deeper()?.under(&mut inner, base, &all, on)?;
                out.within(&flips, |s| s.append(&inner));
                Ok(())
            }
            Payload::Call { definition, params } => {
                let body = definition
                    .instantiate(params)
                    .map_err(|e| NoExpansion::Because(e.to_string()))?
                    .ok_or_else(|| {
                        NoExpansion::Because("a gate without a body under a control".into())
                    })?;
                self.body(out, &body, controls, on)
            }
            Payload::Unitary { matrix, .. } if on.len() == 1 => {
                let matrix = [[matrix[0], matrix[1]], [matrix[2], matrix[3]]];
                self.one_qubit_unitary(out, matrix, controls, on[0])
            }
            Payload::Unitary { matrix, .. } if on.len() == 2 => {
                let rows: [_; 4] =
                    std::array::from_fn(|i| std::array::from_fn(|j| matrix[4 * i + j]));
                self.two_qubit_unitary(out, &M4(rows), controls, on)
            }
            Payload::Unitary { matrix, .. } => wide::unitary(self, out, matrix, controls, on),
            Payload::Diagonal { phases } => self.diagonal(out, phases, controls, on),
            Payload::Multiplexer { selects, cases } => {
                self.multiplexer(out, *selects as usize, cases, controls, on)
            }
            Payload::PauliEvolution { strings, time } => {
                for (letters, coefficient) in strings {
                    let angle = coefficient
                        .mul(time)
                        .map_err(|e| NoExpansion::Because(e.to_string()))?
                        .double();
                    controlled::pauli_rotation(self, out, letters, &angle, controls, on);
                }
                Ok(())
            }
            Payload::Permutation { image } => {
                let mut done = vec![false; image.len()];
                for start in 0..image.len() {
                    // The state of wire i moves to image[i]: swap along the cycle from its start.
                    let mut at = image[start] as usize;
                    while !std::mem::replace(&mut done[at], true) && at != start {
                        let pair = [on[start], on[at]];
                        controlled::gate(self, out, Gate::Swap, &[], controls, &pair)?;
                        at = image[at] as usize;
                    }
                }
                Ok(())
            }
            _ => Err(not_unitary()),
        }
    }

    fn one_qubit_unitary(
        &self,
        out: &mut Steps,
        matrix: Matrix2,
        controls: &[Wire],
        on: Wire,
    ) -> Result<(), NoExpansion> {
        let turn = Turn::of_matrix(matrix);
        out.error += turn.error;
        controlled::gate(self, out, Gate::U, &turn.u, controls, &[on])?;
        out.append(&phase(&turn.phase, controls, self.ancillas));
        Ok(())
    }

    /// Three cx and less without controls; under controls the canonical form, each factor controlled.
    fn two_qubit_unitary(
        &self,
        out: &mut Steps,
        matrix: &M4,
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        if controls.is_empty() {
            let cx = Natives::new(GateSet::of(&[Gate::Cx]), GateSet::EMPTY, &|_| None);
            let word = two_qubit::synthesize(matrix, &cx, u32::MAX).expect("cx is universal");
            out.error += word.matrix().distance(matrix);
            out.add_phase(&Angle::radians(word.phase).snapped().0);
            for (i, local) in word.locals.iter().enumerate() {
                for (m, &wire) in local.iter().zip(on) {
                    if m.distance(&M2::IDENTITY) > 0.0 {
                        self.one_qubit_unitary(out, m.0, controls, wire)?;
                    }
                }
                if let Some(native) = word.uses.get(i) {
                    let (control, target) = match native.reversed {
                        true => (on[1], on[0]),
                        false => (on[0], on[1]),
                    };
                    out.cx(control, target);
                }
            }
            return Ok(());
        }
        let weyl = Weyl::of(matrix);
        out.error += weyl.matrix().distance(matrix);
        for (m, &wire) in weyl.right.iter().zip(on) {
            self.one_qubit_unitary(out, m.0, controls, wire)?;
        }
        for (letters, coordinate) in ["XX", "YY", "ZZ"].into_iter().zip(weyl.coordinates) {
            if coordinate != 0.0 {
                let (angle, off) = Angle::radians(-2.0 * coordinate).snapped();
                out.error += off;
                controlled::pauli_rotation(self, out, letters, &angle, controls, on);
            }
        }
        for (m, &wire) in weyl.left.iter().zip(on) {
            self.one_qubit_unitary(out, m.0, controls, wire)?;
        }
        let (angle, off) = Angle::radians(weyl.phase).snapped();
        out.error += off;
        out.append(&phase(&angle, controls, self.ancillas));
        Ok(())
    }

    /// Append every operation of a body, each under the controls.
    fn body(
        &self,
        out: &mut Steps,
        body: &Circuit,
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        for op in body.iter() {
            if body.kind(op) == Kind::Barrier {
                continue;
            }
            let wires: Vec<Wire> = body.qubits(op).iter().map(|w| on[w.index()]).collect();
            let mut ancillas = self.ancillas.clone();
            ancillas
                .dirty
                .extend(on.iter().filter(|w| !wires.contains(w)));
            let expander = Expander {
                ancillas: &ancillas,
                ..self.deeper()?
            };
            expander.under(out, &body.instruction(op), controls, &wires)?;
        }
        out.append(&phase(&body.phase, controls, self.ancillas));
        Ok(())
    }

    fn deeper(&self) -> Result<Expander<'_>, NoExpansion> {
        if self.depth == MAX_NESTING {
            return Err(NoExpansion::Because(format!(
                "gates are nested more than {MAX_NESTING} deep under a control"
            )));
        }
        Ok(Expander {
            depth: self.depth + 1,
            ..*self
        })
    }

    /// A gate as its definition in the library, each step under the controls.
    pub(super) fn definition(
        &self,
        out: &mut Steps,
        gate: Gate,
        params: &[Angle],
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        let names = gate.record().parameters;
        let body = gate
            .definition()
            .expect("base gates are expanded by name")
            .bind(&|s| {
                let i = names.iter().position(|n| **n == *s.name)?;
                Some(params[i].clone())
            })
            .map_err(|e| NoExpansion::Because(e.to_string()))?;
        self.body(out, &body, controls, on)
    }

    fn diagonal(
        &self,
        out: &mut Steps,
        phases: &[f64],
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        let width = on.len() + controls.len();
        if width > MAX_TABLE_QUBITS || 2usize << width > self.limit {
            return Err(NoExpansion::TooLarge);
        }
        // The controls as most significant bits: zero unless all are set.
        let mut all = vec![0.0; 1 << width];
        let from = all.len() - phases.len();
        all[from..].copy_from_slice(phases);
        let wires: Vec<Wire> = on.iter().chain(controls).copied().collect();
        multiplexed::diagonal(out, &wires, &all);
        Ok(())
    }

    fn multiplexer(
        &self,
        out: &mut Steps,
        selects: usize,
        cases: &[Instruction],
        controls: &[Wire],
        on: &[Wire],
    ) -> Result<(), NoExpansion> {
        let (own, on) = on.split_at(selects);
        let width = own.len() + controls.len();
        if width > MAX_TABLE_QUBITS || 2usize << width > self.limit {
            return Err(NoExpansion::TooLarge);
        }
        let all: Vec<Wire> = own.iter().chain(controls).copied().collect();
        if let Some((axis, given)) = same_axis(cases) {
            let mut angles = vec![Angle::ZERO; 1 << width];
            let from = angles.len() - given.len();
            angles[from..].clone_from_slice(&given);
            let mut around = Steps::new();
            if axis == Axis::X {
                around.one(Gate::H, on[0]);
            }
            let axis = if axis == Axis::X { Axis::Z } else { axis };
            out.within(&around, |s| {
                multiplexed::rotations(s, axis, &all, on[0], &angles)
            });
            return Ok(());
        }
        let closed = self.closed_form(cases, &all, controls.len(), on);
        let mut each = Steps::new();
        for (value, case) in cases.iter().enumerate() {
            let polarity: Vec<bool> = (0..selects).map(|i| value >> i & 1 == 1).collect();
            let selected = case.clone().controlled(&polarity);
            let wires: Vec<Wire> = own.iter().chain(on).copied().collect();
            self.deeper()?
                .under(&mut each, &selected, controls, &wires)?;
        }
        match closed {
            Some(closed) if closed.two_qubit_count() < each.two_qubit_count() => {
                out.append(&closed)
            }
            _ => out.append(&each),
        }
        Ok(())
    }
}

/// All cases are rotations about one axis, without phases: the axis and their angles.
fn same_axis(cases: &[Instruction]) -> Option<(Axis, Vec<Angle>)> {
    let rotations: Vec<_> = cases
        .iter()
        .map(|c| c.kind.gate()?.rotation(&c.params))
        .collect::<Option<_>>()?;
    let axis = rotations.first()?.axis;
    rotations
        .iter()
        .all(|r| r.axis == axis && r.phase.is_zero())
        .then(|| (axis, rotations.into_iter().map(|r| r.angle).collect()))
}

fn not_unitary() -> NoExpansion {
    NoExpansion::Because("it is not unitary".into())
}
