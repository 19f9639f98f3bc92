// SPDX-License-Identifier: Apache-2.0
//! Library gates under controls.
//!
//! Only what has to be is controlled: of a gate `V G V^-1`, G alone.

use super::expand::{Expander, NoExpansion};
use super::ladder;
use super::multi_controlled::{phase, rotation, x, Ancillas};
use super::one_qubit_matrix::Tilted;
use super::steps::Steps;
use crate::circuit::Instruction;
use crate::gate::Axis;
use crate::{Angle, Gate, Wire};

/// Controls a library gate has of its own, and the gate under them.
fn own_controls(gate: Gate) -> Option<(usize, Gate)> {
    Some(match gate {
        Gate::Cx => (1, Gate::X),
        Gate::Cy => (1, Gate::Y),
        Gate::Cz => (1, Gate::Z),
        Gate::Ch => (1, Gate::H),
        Gate::Cs => (1, Gate::S),
        Gate::Csdg => (1, Gate::Sdg),
        Gate::Csx => (1, Gate::Sx),
        Gate::Cp => (1, Gate::P),
        Gate::Crx => (1, Gate::Rx),
        Gate::Cry => (1, Gate::Ry),
        Gate::Crz => (1, Gate::Rz),
        Gate::Cu3 => (1, Gate::U),
        Gate::Ccx => (2, Gate::X),
        Gate::Ccz => (2, Gate::Z),
        Gate::Cswap => (1, Gate::Swap),
        Gate::C3x => (3, Gate::X),
        Gate::C3sx => (3, Gate::Sx),
        Gate::C4x => (4, Gate::X),
        _ => return None,
    })
}

fn joined(a: &[Wire], b: &[Wire]) -> Vec<Wire> {
    a.iter().chain(b).copied().collect()
}

/// Append a library gate on `on` under closed controls.
pub(super) fn gate(
    expander: &Expander<'_>,
    out: &mut Steps,
    gate: Gate,
    params: &[Angle],
    controls: &[Wire],
    on: &[Wire],
) -> Result<(), NoExpansion> {
    if controls.is_empty() && on.len() <= 2 {
        out.push(gate, params, on);
        return Ok(());
    }
    if let Some((count, base)) = own_controls(gate) {
        let (own, on) = on.split_at(count);
        return under(expander, out, base, params, &joined(controls, own), on);
    }
    under(expander, out, gate, params, controls, on)
}

/// `gate`, which has no controls of its own, under `controls`, which may be none for a wide gate.
fn under(
    expander: &Expander<'_>,
    out: &mut Steps,
    gate: Gate,
    params: &[Angle],
    controls: &[Wire],
    on: &[Wire],
) -> Result<(), NoExpansion> {
    let ancillas = expander.ancillas;
    if controls.len() + on.len() == 2 && controls.len() == 1 {
        // cu3 and cu, cp and crz, ... stay what they are.
        let named = Instruction::gate(gate, params.iter().cloned()).controlled(&[true]);
        if let Some(library) = named.kind.gate() {
            out.push(library, &named.params, &joined(controls, on));
            return Ok(());
        }
    }
    let target = on[0];
    let all = joined(controls, &on[..1]);
    let mut around = Steps::new();
    match gate {
        Gate::Id | Gate::U0 => {}
        Gate::X => out.append(&x(controls, target, ancillas)),
        Gate::Y => {
            around.one(Gate::Sdg, target);
            out.within(&around, |s| s.append(&x(controls, target, ancillas)));
        }
        Gate::H => {
            for g in [Gate::S, Gate::H, Gate::T] {
                around.one(g, target);
            }
            out.within(&around, |s| s.append(&x(controls, target, ancillas)));
        }
        Gate::Z | Gate::S | Gate::Sdg | Gate::T | Gate::Tdg | Gate::P => {
            let angle = gate.rotation(params).expect("a power of Z").angle;
            out.append(&phase(&angle, &all, ancillas));
        }
        Gate::Sx | Gate::Sxdg => {
            let angle = gate.rotation(params).expect("a power of X").angle;
            around.one(Gate::H, target);
            out.within(&around, |s| s.append(&phase(&angle, &all, ancillas)));
        }
        Gate::Rx | Gate::Ry | Gate::Rz => {
            let r = gate.rotation(params).expect("a rotation");
            out.append(&rotation(r.axis, &r.angle, controls, target, ancillas));
        }
        Gate::R => {
            around.rz(&params[1].neg(), target);
            out.within(&around, |s| {
                s.append(&rotation(Axis::X, &params[0], controls, target, ancillas))
            });
        }
        Gate::Gpi => {
            around.rz(&params[0].neg(), target);
            out.within(&around, |s| s.append(&x(controls, target, ancillas)));
        }
        Gate::Gpi2 => {
            around.rz(&params[0].neg(), target);
            out.within(&around, |s| {
                let quarter = Angle::HALF_PI;
                s.append(&rotation(Axis::X, &quarter, controls, target, ancillas))
            });
        }
        Gate::Phxz => {
            // P(z) A H P(x) H A^-1 with A = P(a).
            let (power, z, axis) = (&params[0], &params[1], &params[2]);
            around.rz(&axis.neg(), target);
            around.one(Gate::H, target);
            out.within(&around, |s| s.append(&phase(power, &all, ancillas)));
            out.append(&phase(z, &all, ancillas));
        }
        Gate::U2 => u(
            out,
            &Angle::HALF_PI,
            &params[0],
            &params[1],
            controls,
            target,
            ancillas,
        ),
        Gate::U => u(
            out, &params[0], &params[1], &params[2], controls, target, ancillas,
        ),
        Gate::Swap if controls.len() == 1 => fredkin(out, controls[0], on[0], on[1]),
        Gate::Swap => {
            around.cx(on[1], on[0]);
            out.within(&around, |s| s.append(&x(&all, on[1], ancillas)));
        }
        Gate::Iswap | Gate::Iswapdg | Gate::Siswap | Gate::Siswapdg => {
            // An exchange is a rotation about X between two cx, which single out |01> and |10>.
            let eighths = match gate {
                Gate::Iswap => -4,
                Gate::Iswapdg => 4,
                Gate::Siswap => -2,
                _ => 2,
            };
            around.cx(on[0], on[1]);
            let (all, angle) = (joined(controls, &on[1..]), Angle::pi(eighths, 4));
            out.within(&around, |s| {
                s.append(&rotation(Axis::X, &angle, &all, on[0], ancillas))
            });
        }
        Gate::Ecr => {
            around.push(Gate::Rzx, &[Angle::QUARTER_PI], on);
            out.within(&around, |s| s.append(&x(controls, on[0], ancillas)));
        }
        Gate::Rxx => pauli_rotation(expander, out, "XX", &params[0], controls, on),
        Gate::Ryy => pauli_rotation(expander, out, "YY", &params[0], controls, on),
        Gate::Rzz => pauli_rotation(expander, out, "ZZ", &params[0], controls, on),
        Gate::Rzx => pauli_rotation(expander, out, "ZX", &params[0], controls, on),
        Gate::Ms => {
            for (angle, &wire) in params.iter().zip(on) {
                around.rz(&angle.neg(), wire);
            }
            out.within(&around, |s| {
                pauli_rotation(expander, s, "XX", &params[2], controls, on)
            });
        }
        Gate::Rccx if controls.is_empty() => out.append(&ladder::toggle2(on[0], on[1], on[2])),
        Gate::Rc3x if controls.is_empty() => {
            out.append(&ladder::toggle3(on[0], on[1], on[2], on[3]))
        }
        _ => expander.definition(out, gate, params, controls, on)?,
    }
    Ok(())
}

/// `u` under controls: a rotation about a turned axis, and its phase on the controls. With symbols, two
/// rotations.
fn u(
    out: &mut Steps,
    theta: &Angle,
    phi: &Angle,
    lambda: &Angle,
    controls: &[Wire],
    target: Wire,
    ancillas: &Ancillas,
) {
    let sum = phi.add(lambda);
    let mut around = Steps::new();
    let numbers = (theta.value(), phi.value(), lambda.value());
    if let (Some(t), Some(p), Some(l)) = numbers {
        if !theta.is_zero() && !sum.is_multiple_of(4) {
            let tilted = Tilted::of_u(t, p, l);
            let mut angle = |x: f64| {
                let (angle, off) = Angle::radians(x).snapped();
                out.error += off + f64::EPSILON;
                angle
            };
            let turn = angle(tilted.angle);
            let (azimuth, polar) = (angle(tilted.azimuth), angle(tilted.polar));
            around.rz(&azimuth.neg(), target);
            around.rotate(Axis::Y, &polar.neg(), target);
            out.within(&around, |s| {
                s.append(&rotation(Axis::Z, &turn, controls, target, ancillas))
            });
            out.append(&phase(&sum.half(), controls, ancillas));
            return;
        }
    }
    // rz(phi) ry(theta) rz(-phi) and rz(phi + lambda).
    if !sum.is_zero() {
        out.append(&rotation(Axis::Z, &sum, controls, target, ancillas));
        out.append(&phase(&sum.half(), controls, ancillas));
    }
    if !theta.is_zero() {
        around.rz(&phi.neg(), target);
        out.within(&around, |s| {
            s.append(&rotation(Axis::Y, theta, controls, target, ancillas))
        });
    }
}

/// Controlled swap, seven cx: of the eight of `cx ccx cx`, the first two meet over a Hadamard and are
/// one controlled ZX.
fn fredkin(out: &mut Steps, control: Wire, a: Wire, b: Wire) {
    out.one(Gate::H, a);
    out.one(Gate::Sdg, a);
    out.one(Gate::Sdg, b);
    out.cx(b, a);
    out.one(Gate::S, a);
    out.one(Gate::H, a);
    // What is left of the ccx after its Hadamard and first cx.
    out.one(Gate::H, b);
    out.list
        .extend(ladder::ccx(control, a, b).list.into_iter().skip(2));
    out.cx(b, a);
}

/// exp(-i angle P / 2) under controls, P a Pauli string with a letter a wire: a ladder of cx to one wire.
pub(super) fn pauli_rotation(
    expander: &Expander<'_>,
    out: &mut Steps,
    letters: &str,
    angle: &Angle,
    controls: &[Wire],
    on: &[Wire],
) {
    let mut around = Steps::new();
    let mut support = Vec::new();
    for (letter, &wire) in letters.chars().zip(on) {
        match letter {
            'X' => around.one(Gate::H, wire),
            'Y' => around.one(Gate::Sx, wire),
            'Z' => {}
            _ => continue,
        }
        support.push(wire);
    }
    let Some((&last, others)) = support.split_last() else {
        out.append(&phase(&angle.half().neg(), controls, expander.ancillas));
        return;
    };
    // Without controls the innermost pair is a two-qubit rotation, which some devices have.
    let paired = if controls.is_empty() {
        others.last()
    } else {
        None
    };
    let ladder = &others[..others.len() - usize::from(paired.is_some())];
    for pair in ladder.windows(2) {
        around.cx(pair[0], pair[1]);
    }
    if let Some(&end) = ladder.last() {
        around.cx(end, *paired.unwrap_or(&last));
    }
    out.within(&around, |s| match paired {
        Some(&other) => s.push(Gate::Rzz, std::slice::from_ref(angle), &[other, last]),
        None => s.append(&rotation(Axis::Z, angle, controls, last, expander.ancillas)),
    });
}
