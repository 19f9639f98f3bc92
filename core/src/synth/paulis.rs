// SPDX-License-Identifier: Apache-2.0
//! Paulis that pass through a fixed two-qubit gate, put on the side of it where they make the rest shorter.
//!
//! cz leaves Z on both of its qubits as it is, cx leaves Z on its control and X on its target; so does ecr, but for a
//! sign. Such a Pauli before the gate and again behind it changes nothing, and turns `sxdg` (`rz sx rz` where sx is
//! native) into `sx` in the runs on both sides. The runs of one qubit do not depend on the Paulis of the other: all
//! choices of both are looked at together.

use super::one_qubit::Synthesizer;
use super::steps::Steps;
use super::template::Template;
use crate::{Angle, Gate};

/// Fixed gates in one construction at most; a swap has three.
const MAX_SITES: usize = 3;

/// Paulis on the operands that a gate leaves, and whether their passing costs a sign.
fn left(gate: Gate) -> Option<([Gate; 2], [bool; 2])> {
    match gate {
        Gate::Cz => Some(([Gate::Z, Gate::Z], [false, false])),
        Gate::Cx => Some(([Gate::Z, Gate::X], [false, false])),
        // exp(-i pi ZX / 4), then X on its first operand.
        Gate::Ecr => Some(([Gate::Z, Gate::X], [true, false])),
        _ => None,
    }
}

/// The shortest template of `steps` (on wires 0 and 1) over all places of such Paulis; the first of equals.
pub fn shortest(
    steps: &Steps,
    synthesizers: &mut [Synthesizer],
    which: [u16; 2],
) -> Option<Template> {
    let plain = Template::new(steps, synthesizers, which)?;
    let sites = steps.list.iter().filter(|s| left(s.gate).is_some()).count();
    if sites == 0 || sites > MAX_SITES {
        return Some(plain);
    }
    let mut best = [0, 1].map(|wire| (plain.one_qubit_count(wire), 0));
    for mask in 1..1u8 << sites {
        let Some(other) = Template::new(&passed(steps, [mask; 2]), synthesizers, which) else {
            continue;
        };
        for (wire, best) in (0..).zip(&mut best) {
            let count = other.one_qubit_count(wire);
            if count < best.0 {
                *best = (count, mask);
            }
        }
    }
    match best.map(|(_, mask)| mask) {
        [0, 0] => Some(plain),
        masks => Template::new(&passed(steps, masks), synthesizers, which),
    }
}

/// The steps with Paulis around the gates that the bits of each wire's mask name.
fn passed(steps: &Steps, masks: [u8; 2]) -> Steps {
    let mut out = Steps::new();
    out.error = steps.error;
    out.add_phase(&steps.phase);
    let mut site = 0;
    for step in &steps.list {
        let Some((paulis, signs)) = left(step.gate) else {
            out.list.push(step.clone());
            continue;
        };
        let chosen = |i: usize| masks[step.wires[i].index()] >> site & 1 == 1;
        let around = |out: &mut Steps| {
            for i in (0..2).filter(|&i| chosen(i)) {
                out.one(paulis[i], step.wires[i]);
            }
        };
        around(&mut out);
        out.list.push(step.clone());
        around(&mut out);
        if (0..2).any(|i| chosen(i) && signs[i]) {
            out.add_phase(&Angle::PI);
        }
        site += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Place;
    use crate::{Circuit, Wire};

    #[test]
    fn every_choice_is_the_same_operator() {
        let [a, b] = [Wire::qubit(0), Wire::qubit(1)];
        let mut steps = Steps::new();
        steps.push(Gate::Rx, &[Angle::radians(0.4)], &[a]);
        steps.push(Gate::Cx, &[], &[b, a]);
        steps.push(Gate::Ry, &[Angle::radians(1.1)], &[b]);
        steps.push(Gate::Ecr, &[], &[a, b]);
        steps.push(Gate::Rx, &[Angle::radians(-0.7)], &[a]);
        steps.push(Gate::Cz, &[], &[a, b]);
        steps.add_phase(&Angle::radians(0.2));
        let unitary = |steps: &Steps| {
            let mut c = Circuit::new(2, 0);
            steps.emit(&mut c, Place::default());
            c.unitary(2).unwrap()
        };
        let wanted = unitary(&steps);
        for masks in (0..64u8).map(|m| [m & 7, m >> 3]) {
            let found = unitary(&passed(&steps, masks));
            for (x, y) in found.iter().zip(&wanted) {
                assert!((x - y).norm() < 1e-14, "{masks:?}");
            }
        }
    }
}
