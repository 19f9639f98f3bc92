// SPDX-License-Identifier: Apache-2.0
//! Rotations, phases and X under many controls, by the cheapest construction for the ancillas at hand.
//!
//! | gate, k controls | two-qubit gates without ancilla |
//! |---|---|
//! | rotation | 2, 4, 8, 16, 24, 32, 48, 60, then 12k - 36 |
//! | phase, X | 2, 6, 14, 30, 54, 86, ...: a rotation and the phase with one control less |
//!
//! The rotation is a commutator [1, 2]: with A = R(-theta/4) and R1, R2 the X under each part of the controls,
//! `R1 A R2 A^-1 R1^-1 A R2^-1 A^-1` is R(theta) where both parts hold and the identity elsewhere. Phases of R1
//! and R2 that depend on controls only cancel. Where the second part does not hold R1 and its inverse meet,
//! so R1 may use one of its qubits as conditionally clean ancilla.
//!
//! [1] R. Vale, T. Azevedo, I. Araujo, I. Araujo, A. da Silva, "Circuit decomposition of multicontrolled special
//!     unitary single-qubit gates", IEEE TCAD 43(3), 2024, doi:10.1109/TCAD.2023.3327102.
//! [2] B. Zindorf, S. Bose, "Efficient implementation of multi-controlled quantum gates", 2024,
//!     arXiv:2404.02279.

use super::ladder;
use super::multiplexed;
use super::steps::Steps;
use crate::gate::Axis;
use crate::{Angle, Gate, Wire};

/// Qubits a construction may borrow; none of them is an operand.
#[derive(Clone, Debug, Default)]
pub struct Ancillas {
    /// In |0> before and after.
    pub clean: Vec<Wire>,
    /// In any state, given back as they were.
    pub dirty: Vec<Wire>,
    /// Only multiples of pi/4 can be written: stay with Clifford+T wherever an ancilla allows it.
    pub discrete: bool,
}

/// Largest set of controls for which the Gray code's 2^k gates beat the ladder's 6k - 8.
const GRAY_CONTROLS: usize = 4;

/// X on `target` under all controls, times phases that depend on the controls only. `helper`, in |1>
/// wherever the result matters, is needed beyond [`GRAY_CONTROLS`].
fn x_up_to_phases(controls: &[Wire], target: Wire, helper: Option<Wire>) -> Steps {
    if let [control] = *controls {
        let mut s = Steps::new();
        s.cx(control, target);
        return s;
    }
    let gray = |controls: &[Wire]| {
        let mut around = Steps::new();
        around.one(Gate::H, target);
        let mut s = Steps::new();
        s.within(&around, |s| {
            multiplexed::and_rotation(s, Axis::Z, controls, target, &Angle::PI)
        });
        s
    };
    match helper {
        Some(helper) if controls.len() > GRAY_CONTROLS => {
            let mut outer = Steps::new();
            outer.one(Gate::X, helper);
            let folded = ladder::fold(controls, helper);
            outer.append(&folded.steps);
            let mut s = Steps::new();
            s.within(&outer, |s| s.append(&gray(&folded.ends)));
            s
        }
        _ => gray(controls),
    }
}

/// Two-qubit gates of [`x_up_to_phases`].
fn x_up_to_phases_cost(controls: usize) -> usize {
    match controls {
        1 => 1,
        k if k > GRAY_CONTROLS => 6 * k - 8,
        k => 1 << k,
    }
}

/// How many controls the second part of the commutator takes; `None`: the Gray code alone is cheapest.
fn split(controls: usize) -> (Option<usize>, usize) {
    let gray = 1usize << controls.min(60);
    (1..=GRAY_CONTROLS.min(controls.saturating_sub(1)))
        .map(|second| {
            let cost = x_up_to_phases_cost(second) + x_up_to_phases_cost(controls - second);
            (Some(second), 2 * cost)
        })
        .chain([(None, gray)])
        .min_by_key(|&(_, cost)| cost)
        .expect("not empty")
}

/// Two-qubit gates of a rotation under `controls` controls without ancilla.
pub fn rotation_cost(controls: usize) -> usize {
    split(controls).1
}

/// exp(-i angle P / 2) on `target` where all controls are |1>.
pub fn rotation(
    axis: Axis,
    angle: &Angle,
    controls: &[Wire],
    target: Wire,
    ancillas: &Ancillas,
) -> Steps {
    let mut s = Steps::new();
    if axis == Axis::X {
        let mut around = Steps::new();
        around.one(Gate::H, target);
        s.within(&around, |s| {
            s.append(&rotation(Axis::Z, angle, controls, target, ancillas))
        });
        return s;
    }
    let (second, cost) = split(controls.len());
    if let ([clean, ..], true) = (&*ancillas.clean, 6 * controls.len() < cost + 8) {
        // Two controls remain after the fold, and cost 4.
        let folded = ladder::fold(controls, *clean);
        s.within(&folded.steps, |s| {
            multiplexed::and_rotation(s, axis, &folded.ends, target, angle)
        });
        return s;
    }
    let Some(second) = second else {
        multiplexed::and_rotation(&mut s, axis, controls, target, angle);
        return s;
    };
    let (first, second) = controls.split_at(controls.len() - second);
    let r1 = x_up_to_phases(first, target, Some(second[0]));
    let r2 = x_up_to_phases(second, target, None);
    let quarter = angle.scale(1, 4);
    let back = quarter.neg();
    s.rotate(axis, &quarter, target);
    s.append_inverse(&r2);
    s.rotate(axis, &back, target);
    s.append_inverse(&r1);
    s.rotate(axis, &quarter, target);
    s.append(&r2);
    s.rotate(axis, &back, target);
    s.append(&r1);
    s
}

/// The phase `angle` where all qubits are |1>.
pub fn phase(angle: &Angle, qubits: &[Wire], ancillas: &Ancillas) -> Steps {
    let mut s = Steps::new();
    let Some((&target, controls)) = qubits.split_last() else {
        s.add_phase(angle);
        return s;
    };
    if controls.is_empty() {
        s.p(angle, target);
        return s;
    }
    if angle.modulo(2) == Angle::PI && controls.len() >= 2 {
        let mut around = Steps::new();
        around.one(Gate::H, target);
        s.within(&around, |s| s.append(&x(controls, target, ancillas)));
        return s;
    }
    if let ([clean, ..], true) = (&*ancillas.clean, controls.len() >= 3) {
        let folded = ladder::fold(qubits, *clean);
        s.within(&folded.steps, |s| {
            s.append(&phase(angle, &folded.ends, &Ancillas::default()))
        });
        return s;
    }
    phase_by_halving(&mut s, angle, qubits);
    s
}

/// p(angle) = exp(i angle / 2) rz(angle), the factor being a phase on the controls. 2^(k+1) - 2 and less.
fn phase_by_halving(s: &mut Steps, angle: &Angle, qubits: &[Wire]) {
    let (&target, controls) = qubits.split_last().expect("at least one qubit");
    if controls.is_empty() {
        s.p(angle, target);
        return;
    }
    s.append(&rotation(
        Axis::Z,
        angle,
        controls,
        target,
        &Ancillas::default(),
    ));
    phase_by_halving(s, &angle.half(), controls);
}

/// Two-qubit gates of [`phase_by_halving`] for `controls` controls.
fn halving_cost(controls: usize) -> usize {
    (1..=controls).map(rotation_cost).sum()
}

/// X on `target` under all controls.
pub fn x(controls: &[Wire], target: Wire, ancillas: &Ancillas) -> Steps {
    let k = controls.len();
    let mut s = Steps::new();
    match controls {
        [] => s.one(Gate::X, target),
        [a] => s.cx(*a, target),
        [a, b] => s.append(&ladder::ccx(*a, *b, target)),
        _ => {
            let (clean, dirty) = (&ancillas.clean, &ancillas.dirty);
            // A clean qubit serves as a dirty one as well.
            let lent: Vec<Wire> = dirty.iter().chain(clean).copied().collect();
            // Halving makes angles of pi/2^k; with an ancilla there are none below pi/4.
            let mut best = match ancillas.discrete {
                true => (usize::MAX, 0),
                false => (halving_cost(k), 0),
            };
            if !clean.is_empty() {
                best = best.min((6 * k - 6, 1));
            }
            if lent.len() >= ladder::dirty_needed(k) {
                let cost = if k == 3 { 14 } else { 8 * k - 12 };
                best = best.min((cost, 2));
            }
            if k >= 4 && !lent.is_empty() {
                best = best.min((12 * k - 18, 3));
            }
            match best.1 {
                1 => s.append(&ladder::mcx_clean(controls, target, clean[0])),
                2 => s.append(&ladder::mcx_dirty(controls, target, &lent)),
                3 => s.append(&ladder::mcx_one_dirty(controls, target, lent[0])),
                _ => {
                    let all: Vec<Wire> = controls.iter().copied().chain([target]).collect();
                    let mut around = Steps::new();
                    around.one(Gate::H, target);
                    s.within(&around, |s| phase_by_halving(s, &Angle::PI, &all));
                }
            }
        }
    }
    s
}
