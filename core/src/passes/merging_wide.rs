// SPDX-License-Identifier: Apache-2.0
//! What two controlled operations, or two diagonals, on the same wires make together, before they are expanded.
//!
//! Controls are a set of wires with their polarities. Where the base is a power of Z the target is one of them: such an
//! operation is a phase on one basis state of all its wires. Under controls a phase is no global phase any more, so
//! bases are multiplied exactly: powers (`p`, `t`, `sx`) with powers and rotations (`rz`) with rotations, whose period is
//! 4 pi.

use smallvec::SmallVec;

use crate::analysis::family::{angle_of, membership, Turn, FAMILIES};
use crate::analysis::sum::Sum;
use crate::circuit::{Instruction, Kind, Payload};
use crate::{Circuit, Gate, Op, Wire};

/// The product is the identity, exactly.
pub fn inverse(circuit: &Circuit, p: Op, q: Op) -> bool {
    if let (Some(a), Some(b)) = (diagonal(circuit, p), diagonal(circuit, q)) {
        let order = wire_order(circuit.qubits(p), circuit.qubits(q));
        return (0..a.len()).all(|i| a[i] == -b[reordered(i, &order)]);
    }
    let (Some(a), Some(b)) = (Parts::of(circuit, p), Parts::of(circuit, q)) else {
        return false;
    };
    a.is_like(&b) && a.base.inverse().is_some_and(|inverse| inverse == *b.base)
}

/// Write the product of two partners on the first; the second is the caller's to remove. Returns how many are left.
pub fn merge(circuit: &mut Circuit, p: Op, q: Op) -> Option<u32> {
    if circuit.kind(p) == Kind::Diagonal {
        return merge_diagonals(circuit, p, q);
    }
    let (a, b) = (Parts::of(circuit, p)?, Parts::of(circuit, q)?);
    if !a.is_like(&b) {
        return None;
    }
    let (product, error) = product(a.base, b.base)?;
    let polarity = a.polarity.to_vec();
    if error > 0.0 && !circuit.ledger.charge(error) {
        return None;
    }
    match product {
        Some(base) => {
            circuit.set_instruction(p, base.controlled(&polarity));
            Some(1)
        }
        None => {
            circuit.remove(p);
            Some(0)
        }
    }
}

/// A controlled operation taken apart.
struct Parts<'a> {
    /// Sorted, with the polarity of each.
    controls: SmallVec<[(Wire, bool); 8]>,
    rest: &'a [Wire],
    base: &'a Instruction,
    /// As written.
    polarity: &'a [bool],
}

impl Parts<'_> {
    fn of(circuit: &Circuit, op: Op) -> Option<Parts<'_>> {
        let Payload::Controlled { polarity, base } = &**circuit.payload(op)? else {
            return None;
        };
        let (controls, mut rest) = circuit.qubits(op).split_at(polarity.len());
        let mut controls: SmallVec<[(Wire, bool); 8]> = controls
            .iter()
            .copied()
            .zip(polarity.iter().copied())
            .collect();
        if is_power_of_z(base) {
            controls.push((rest[0], true));
            rest = &[];
        }
        controls.sort_unstable();
        Some(Parts {
            controls,
            rest,
            base,
            polarity,
        })
    }

    /// The same but for the base.
    fn is_like(&self, other: &Parts) -> bool {
        self.controls == other.controls && self.rest == other.rest
    }
}

fn is_power_of_z(base: &Instruction) -> bool {
    let family = membership(Gate::Z).family;
    let in_family = |gate: Gate| {
        let member = membership(gate);
        member.family == family && member.turn != Turn::Rotation
    };
    base.kind.gate().is_some_and(in_family)
}

/// The exact product of two gates of a family, nothing for the identity, and a bound on the rounding of the sum.
fn product(a: &Instruction, b: &Instruction) -> Option<(Option<Instruction>, f64)> {
    let gates = [a.kind.gate()?, b.kind.gate()?];
    let [of_a, of_b] = gates.map(membership);
    let index = of_a.family?;
    let rotates = |turn: Turn| turn == Turn::Rotation;
    if of_b.family != Some(index) || rotates(of_a.turn) != rotates(of_b.turn) {
        return None;
    }
    let family = &FAMILIES[index as usize];
    // A rotation by 2 pi is -1, which counts under controls; a power by 2 pi is 1.
    let period = if rotates(of_a.turn) { 4 } else { family.period };
    let mut sum = Sum::new(period);
    sum.add(&angle_of(of_a.turn, &a.params), of_a.turn, false)?;
    sum.add(&angle_of(of_b.turn, &b.params), of_b.turn, false)?;
    let mut sum = sum.snapped();
    let (angle, _) = sum.reduce();
    let error = sum.error;
    if angle.is_zero() {
        return Some((None, error));
    }
    if rotates(of_a.turn) {
        return Some((Some(Instruction::gate(gates[0], [angle])), error));
    }
    let turns = 4 * i64::from(period);
    let named = angle.quarter_turns_of_pi().and_then(|k| {
        let same = |m: &(Gate, i8)| (k - i64::from(m.1)).rem_euclid(turns) == 0;
        family.named().find(same)
    });
    if let Some((gate, _)) = named {
        return Some((Some(Instruction::gate(gate, [])), error));
    }
    let power = family.members.iter().find(|m| m.1 == Turn::Power)?;
    Some((Some(Instruction::gate(power.0, [angle])), error))
}

fn diagonal(circuit: &Circuit, op: Op) -> Option<&[f64]> {
    match &**circuit.payload(op)? {
        Payload::Diagonal { phases } => Some(phases),
        _ => None,
    }
}

fn merge_diagonals(circuit: &mut Circuit, p: Op, q: Op) -> Option<u32> {
    let (a, b) = (diagonal(circuit, p)?, diagonal(circuit, q)?);
    let order = wire_order(circuit.qubits(p), circuit.qubits(q));
    let mut error: f64 = 0.0;
    let phases: Vec<f64> = (0..a.len())
        .map(|i| {
            let sum = a[i] + b[reordered(i, &order)];
            error = error.max(sum.abs() * f64::EPSILON);
            sum
        })
        .collect();
    let gone = phases.iter().all(|&phase| phase == 0.0);
    if error > 0.0 && !circuit.ledger.charge(error) {
        return None;
    }
    if gone {
        circuit.remove(p);
        return Some(0);
    }
    circuit.set_instruction(
        p,
        Instruction::with(Kind::Diagonal, Payload::Diagonal { phases }),
    );
    Some(1)
}

/// For each wire of `to`, its position among `from`.
fn wire_order(to: &[Wire], from: &[Wire]) -> SmallVec<[usize; 8]> {
    let position = |w: &Wire| from.iter().position(|v| v == w);
    to.iter()
        .map(|w| position(w).expect("the same wires"))
        .collect()
}

/// The basis state `i` with bit k moved to bit `order[k]`.
fn reordered(i: usize, order: &[usize]) -> usize {
    let bits = order.iter().enumerate();
    bits.fold(0, |state, (k, &to)| state | (i >> k & 1) << to)
}

#[cfg(test)]
#[path = "merging_wide_tests.rs"]
mod tests;
