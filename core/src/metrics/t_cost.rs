// SPDX-License-Identifier: Apache-2.0
//! T gates a gate stands for in Clifford+T: how many, and in how many layers.

use crate::angle::Angle;
use crate::circuit::{Instruction, Kind, Payload};
use crate::Gate;

/// T count and T depth of one gate; `None` where the gate is not exactly in Clifford+T without ancillas.
pub type TCost = Option<(u64, u64)>;

const CLIFFORD: TCost = Some((0, 0));
/// A Toffoli without ancillas: 7 T in 3 layers, see M. Amy, D. Maslov, M. Mosca, M. Roetteler, "A
/// meet-in-the-middle algorithm for fast synthesis of depth-optimal quantum circuits", IEEE TCAD 32(6),
/// 2013, doi:10.1109/TCAD.2013.2244643.
const TOFFOLI: TCost = Some((7, 3));

/// Cost of a library gate.
pub fn of_gate(gate: Gate, params: &[Angle]) -> TCost {
    match gate {
        Gate::Id
        | Gate::X
        | Gate::Y
        | Gate::Z
        | Gate::H
        | Gate::S
        | Gate::Sdg
        | Gate::Sx
        | Gate::Sxdg
        | Gate::U0
        | Gate::Cx
        | Gate::Cy
        | Gate::Cz
        | Gate::Swap
        | Gate::Iswap
        | Gate::Iswapdg
        | Gate::Ecr
        | Gate::Dcx => CLIFFORD,
        Gate::T | Gate::Tdg => Some((1, 1)),
        Gate::P
        | Gate::Rx
        | Gate::Ry
        | Gate::Rz
        | Gate::Rxx
        | Gate::Ryy
        | Gate::Rzz
        | Gate::Rzx => in_a_row(&[&params[0]]),
        Gate::U2 => in_a_row(&[&params[0], &params[1]]),
        Gate::U => one_qubit(&params[0], &params[1], &params[2]),
        Gate::R => axis_in_plane(&params[0], &[&params[1]]),
        Gate::Gpi => axis_in_plane(&Angle::PI, &[&params[0]]),
        Gate::Gpi2 => axis_in_plane(&Angle::HALF_PI, &[&params[0]]),
        Gate::Ms => axis_in_plane(&params[2], &[&params[0], &params[1]]),
        // Z^z Z^a X^x Z^-a; without the X the two Z^a cancel.
        Gate::Phxz if is_whole_turn(&params[0]) => in_a_row(&[&params[1]]),
        Gate::Phxz => in_a_row(&[&params[1].add(&params[2]), &params[0], &params[2].neg()]),
        // sqrt(iswap) = rxx(-pi/4) ryy(-pi/4), and the two commute.
        Gate::Siswap | Gate::Siswapdg => Some((2, 1)),
        Gate::Ch => Some((2, 2)),
        Gate::Cs | Gate::Csdg | Gate::Csx => Some((3, 2)),
        Gate::Cp => controlled_phase(&params[0]),
        Gate::Crx | Gate::Cry | Gate::Crz => halves(&[&params[0], &params[0].neg()]),
        Gate::Cu3 => controlled_u(&params[0], &params[1], &params[2], &Angle::ZERO),
        Gate::Cu => controlled_u(&params[0], &params[1], &params[2], &params[3]),
        Gate::Ccx | Gate::Ccz | Gate::Cswap => TOFFOLI,
        Gate::Rccx => Some((4, 4)),
        Gate::Rc3x => Some((8, 8)),
        // Determinant -1 or an eighth of pi inside: not in Clifford+T without an ancilla.
        Gate::C3x | Gate::C3sx | Gate::C4x => None,
    }
}

/// Cost of any other unitary instruction; calls are the caller's to expand.
pub fn of_instruction(kind: Kind, payload: Option<&Payload>) -> TCost {
    match (kind, payload) {
        // Open controls cost Clifford gates only, so the closed gate decides.
        (Kind::Controlled, Some(Payload::Controlled { polarity, base })) => {
            let closed = base.clone().controlled(&vec![true; polarity.len()]);
            match closed {
                Instruction {
                    kind: Kind::Gate(g),
                    params,
                    ..
                } => of_gate(g, &params),
                _ => None,
            }
        }
        (Kind::Permutation, _) => CLIFFORD,
        _ => None,
    }
}

/// Rotations one after the other: each odd multiple of pi/4 is a T.
fn in_a_row(angles: &[&Angle]) -> TCost {
    let mut odd = 0;
    for a in angles {
        odd += a.quarter_turns_of_pi()?.rem_euclid(2) as u64;
    }
    Some((odd, odd))
}

fn is_whole_turn(a: &Angle) -> bool {
    a.is_multiple_of(2)
}

/// rz(phi) ry(theta) rz(lambda) up to phase.
fn one_qubit(theta: &Angle, phi: &Angle, lambda: &Angle) -> TCost {
    if is_whole_turn(theta) {
        return in_a_row(&[&phi.add(lambda)]);
    }
    if theta.is_multiple_of(1) {
        return in_a_row(&[&phi.sub(lambda)]);
    }
    in_a_row(&[phi, theta, lambda])
}

/// A rotation by `theta` about an axis turned by `phis` in the XY plane: rz(phi) rx(theta) rz(-phi) on each wire.
fn axis_in_plane(theta: &Angle, phis: &[&Angle]) -> TCost {
    let (mut count, mut depth) = in_a_row(&[theta])?;
    if is_whole_turn(theta) {
        return CLIFFORD;
    }
    let mut turned = 0;
    for phi in phis {
        // A half turn: X rz(-2 phi), so the two z-rotations are one by twice the angle.
        let odd = match theta.is_multiple_of(1) && phis.len() == 1 {
            true => in_a_row(&[&phi.double()])?.0,
            false => 2 * in_a_row(&[phi])?.0,
        };
        count += odd;
        turned = turned.max(odd);
    }
    depth += turned;
    Some((count, depth))
}

/// diag(1, 1, 1, e^{i a}).
fn controlled_phase(a: &Angle) -> TCost {
    match a.quarter_turns_of_pi()?.rem_euclid(8) {
        0 | 4 => CLIFFORD,
        2 | 6 => Some((3, 2)),
        _ => None,
    }
}

/// Rotations by half of each angle, one after the other.
fn halves(angles: &[&Angle]) -> TCost {
    let mut odd = 0;
    for a in angles {
        odd += in_a_row(&[&a.half()])?.0;
    }
    Some((odd, odd))
}

/// The textbook form: p on the control, and A cx B cx C on the target with A = u(theta/2, phi, 0),
/// B = u(-theta/2, 0, -(phi+lambda)/2), C = p((lambda-phi)/2).
fn controlled_u(theta: &Angle, phi: &Angle, lambda: &Angle, gamma: &Angle) -> TCost {
    let mean = phi.add(lambda).half();
    let control = in_a_row(&[&gamma.add(&mean)])?;
    let target = [
        one_qubit(&theta.half(), phi, &Angle::ZERO)?,
        one_qubit(&theta.half().neg(), &Angle::ZERO, &mean.neg())?,
        in_a_row(&[&lambda.sub(phi).half()])?,
    ];
    let on_target: u64 = target.iter().map(|t| t.0).sum();
    Some((control.0 + on_target, on_target.max(control.0)))
}
