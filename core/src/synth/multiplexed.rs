// SPDX-License-Identifier: Apache-2.0
//! Rotations chosen by the values of other qubits, and diagonals, by Gray codes.
//!
//! M. Mottonen, J. Vartiainen, V. Bergholm, M. Salomaa, "Quantum circuits for general multiqubit gates",
//! Phys. Rev. Lett. 93, 130502 (2004), doi:10.1103/PhysRevLett.93.130502.

use super::steps::Steps;
use crate::gate::Axis;
use crate::{Angle, Wire};

/// Rotations by `angle(s)` of the parity of the target with each set s of selects, in the order of a Gray
/// code: 2^k cx. X on the target must reverse the axis (Y or Z).
fn gray_walk(
    out: &mut Steps,
    axis: Axis,
    selects: &[Wire],
    target: Wire,
    angle: &dyn Fn(usize) -> Angle,
) {
    let n = 1usize << selects.len();
    for i in 0..n {
        out.rotate(axis, &angle(i ^ (i >> 1)), target);
        if n > 1 {
            // The last step, from 100..0 back to 0, changes the top bit.
            let changed = ((i + 1).trailing_zeros() as usize).min(selects.len() - 1);
            out.cx(selects[changed], target);
        }
    }
}

/// Rotation by `angle` where all selects are |1>: 2^k cx.
pub(super) fn and_rotation(
    out: &mut Steps,
    axis: Axis,
    selects: &[Wire],
    target: Wire,
    angle: &Angle,
) {
    let share = angle.scale(1, 1 << selects.len());
    let negative = share.neg();
    gray_walk(out, axis, selects, target, &|set| {
        if set.count_ones() % 2 == 0 {
            share.clone()
        } else {
            negative.clone()
        }
    });
}

/// Rotation by `angles[v]` where the selects spell v (first one least significant): 2^k cx.
pub fn rotations(out: &mut Steps, axis: Axis, selects: &[Wire], target: Wire, angles: &[Angle]) {
    let transformed = walsh(angles);
    gray_walk(out, axis, selects, target, &|set| transformed[set].clone());
}

/// The phases `phases[v]` of the basis states v: 2^k - 2 cx on k qubits.
pub fn diagonal(out: &mut Steps, qubits: &[Wire], phases: &[f64]) {
    let Some((&target, selects)) = qubits.split_last() else {
        out.add_phase(&Angle::radians(phases[0]).snapped().0);
        return;
    };
    let (low, high) = phases.split_at(phases.len() / 2);
    let angles: Vec<Angle> = low
        .iter()
        .zip(high)
        .map(|(a, b)| Angle::radians(b - a).snapped().0)
        .collect();
    rotations(out, Axis::Z, selects, target, &angles);
    let means: Vec<f64> = low.iter().zip(high).map(|(a, b)| (a + b) / 2.0).collect();
    diagonal(out, selects, &means);
}

/// `out[s]` = mean over v of (-1)^|s & v| `angles[v]`.
fn walsh(angles: &[Angle]) -> Vec<Angle> {
    let mut a = angles.to_vec();
    let mut step = 1;
    while step < a.len() {
        for i in (0..a.len()).filter(|i| i & step == 0) {
            let (sum, difference) = (a[i].add(&a[i | step]), a[i].sub(&a[i | step]));
            (a[i], a[i | step]) = (sum, difference);
        }
        step *= 2;
    }
    a.iter().map(|x| x.scale(1, angles.len() as u32)).collect()
}
