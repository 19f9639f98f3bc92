// SPDX-License-Identifier: Apache-2.0
//! Gates as rotations about Pauli axes, and the exact names of the special angles.

use super::{Axis, Gate};
use crate::Angle;

/// exp(i phase) exp(-i angle P / 2), P the Pauli of `axis`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rotation {
    pub axis: Axis,
    pub angle: Angle,
    pub phase: Angle,
}

/// exp(i phase) exp(-i angle A B / 2) exp(-i local0 A / 2) exp(-i local1 B / 2), with A and B the Paulis of
/// `axes` on the first and second operand. All four factors commute.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRotation {
    pub axes: [Axis; 2],
    pub angle: Angle,
    pub local: [Angle; 2],
    pub phase: Angle,
}

/// What to write for a rotation: a library gate (none for the identity), its angle if it takes one, and the
/// global phase left over.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub gate: Option<Gate>,
    pub angle: Option<Angle>,
    pub phase: Angle,
}

impl Named {
    pub fn params(&self) -> &[Angle] {
        self.angle.as_slice()
    }
}

impl Gate {
    /// The one-qubit gate as a rotation about X, Y or Z; `None` if it is none (whatever may hold for its
    /// special angles) and for the identity.
    pub fn rotation(self, params: &[Angle]) -> Option<Rotation> {
        use Axis::{X, Y, Z};
        // A power of a Pauli: exp(i a (1 - P) / 2), a rotation by `a` with half of it as phase.
        let power = |axis, eighths: i32| {
            let angle = Angle::pi(eighths, 4);
            let phase = angle.half();
            Some(Rotation { axis, angle, phase })
        };
        let plain = |axis, angle: &Angle| {
            Some(Rotation {
                axis,
                angle: angle.clone(),
                phase: Angle::ZERO,
            })
        };
        match self {
            Gate::X => power(X, 4),
            Gate::Y => power(Y, 4),
            Gate::Z => power(Z, 4),
            Gate::S => power(Z, 2),
            Gate::Sdg => power(Z, -2),
            Gate::T => power(Z, 1),
            Gate::Tdg => power(Z, -1),
            Gate::Sx => power(X, 2),
            Gate::Sxdg => power(X, -2),
            Gate::P => Some(Rotation {
                axis: Z,
                angle: params[0].clone(),
                phase: params[0].half(),
            }),
            Gate::Rx => plain(X, &params[0]),
            Gate::Ry => plain(Y, &params[0]),
            Gate::Rz => plain(Z, &params[0]),
            Gate::U if params[0].is_zero() => {
                let angle = params[1].add(&params[2]);
                let phase = angle.half();
                Some(Rotation {
                    axis: Z,
                    angle,
                    phase,
                })
            }
            Gate::R if params[1].is_zero() => plain(X, &params[0]),
            Gate::R if params[1] == Angle::HALF_PI => plain(Y, &params[0]),
            Gate::Gpi2 if params[0].is_zero() => plain(X, &Angle::HALF_PI),
            Gate::Gpi2 if params[0] == Angle::HALF_PI => plain(Y, &Angle::HALF_PI),
            Gate::Gpi if params[0].is_zero() => power(X, 4),
            Gate::Gpi if params[0] == Angle::HALF_PI => power(Y, 4),
            _ => None,
        }
    }

    /// The two-qubit gate as a rotation about a pair of axes, with rotations beside it.
    pub fn pair_rotation(self, params: &[Angle]) -> Option<PairRotation> {
        use Axis::{X, Y, Z};
        let plain = |a, b| {
            Some(PairRotation {
                axes: [a, b],
                angle: params[0].clone(),
                local: [Angle::ZERO, Angle::ZERO],
                phase: Angle::ZERO,
            })
        };
        // exp(i a (1 - A)(1 - B) / 4): a where both A and B are -1.
        let power = |a, b, angle: Angle| {
            Some(PairRotation {
                axes: [a, b],
                angle: angle.half().neg(),
                local: [angle.half(), angle.half()],
                phase: angle.scale(1, 4),
            })
        };
        // exp(-i a (1 - Z) B / 4): rotation by a about B where the control is set.
        let controlled = |b| {
            Some(PairRotation {
                axes: [Z, b],
                angle: params[0].half().neg(),
                local: [Angle::ZERO, params[0].half()],
                phase: Angle::ZERO,
            })
        };
        match self {
            Gate::Rxx => plain(X, X),
            Gate::Ryy => plain(Y, Y),
            Gate::Rzz => plain(Z, Z),
            Gate::Rzx => plain(Z, X),
            Gate::Cx => power(Z, X, Angle::PI),
            Gate::Cy => power(Z, Y, Angle::PI),
            Gate::Cz => power(Z, Z, Angle::PI),
            Gate::Cs => power(Z, Z, Angle::HALF_PI),
            Gate::Csdg => power(Z, Z, Angle::HALF_PI.neg()),
            Gate::Csx => power(Z, X, Angle::HALF_PI),
            Gate::Cp => power(Z, Z, params[0].clone()),
            Gate::Crx => controlled(X),
            Gate::Cry => controlled(Y),
            Gate::Crz => controlled(Z),
            _ => None,
        }
    }

    /// The rotation gate about an axis.
    pub fn about(axis: Axis) -> Option<Gate> {
        match axis {
            Axis::X => Some(Gate::Rx),
            Axis::Y => Some(Gate::Ry),
            Axis::Z => Some(Gate::Rz),
            Axis::Any | Axis::None => None,
        }
    }
}

/// The simplest library gate for a rotation about X, Y or Z: a name without angles for the multiples of
/// pi/4 that have one, else the rotation gate with its angle reduced to (-2 pi, 2 pi].
pub fn named_rotation(axis: Axis, angle: &Angle) -> Named {
    let reduced = angle.modulo(4);
    let gate = |gate: Option<Gate>| Named {
        gate,
        angle: None,
        // A power of a Pauli, the same for angles 2 pi apart, is the rotation times exp(i angle / 2).
        phase: reduced.half().neg().modulo(2),
    };
    let turns = reduced.quarter_turns_of_pi().map(|k| k.rem_euclid(8));
    match (axis, turns) {
        (_, Some(0)) => gate(None),
        (Axis::X, Some(4)) => gate(Some(Gate::X)),
        (Axis::Y, Some(4)) => gate(Some(Gate::Y)),
        (Axis::Z, Some(4)) => gate(Some(Gate::Z)),
        (Axis::X, Some(2)) => gate(Some(Gate::Sx)),
        (Axis::X, Some(6)) => gate(Some(Gate::Sxdg)),
        (Axis::Z, Some(1)) => gate(Some(Gate::T)),
        (Axis::Z, Some(2)) => gate(Some(Gate::S)),
        (Axis::Z, Some(6)) => gate(Some(Gate::Sdg)),
        (Axis::Z, Some(7)) => gate(Some(Gate::Tdg)),
        _ => Named {
            gate: Gate::about(axis),
            angle: Some(reduced),
            phase: Angle::ZERO,
        },
    }
}
