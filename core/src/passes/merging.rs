// SPDX-License-Identifier: Apache-2.0
//! What two operations on the same wires make together. Members of a family (see
//! [`family`](crate::analysis::family)) add their angles, as [`sum`](crate::analysis::sum) says.

use smallvec::SmallVec;

use super::merging_wide;
use crate::analysis::family::{angle_of, membership, Turn, FAMILIES};
use crate::analysis::spelling::Spelling;
use crate::analysis::sum::Sum;
use crate::circuit::Kind;
use crate::gate::Inverse;
use crate::{Angle, Circuit, Gate, Op};

/// Global phase of the product of `p` and its partner `q`, if it is the identity up to that.
pub fn inverse(circuit: &Circuit, p: Op, q: Op) -> Option<Angle> {
    let (Kind::Gate(g), Kind::Gate(h)) = (circuit.kind(p), circuit.kind(q)) else {
        return merging_wide::inverse(circuit, p, q).then_some(Angle::ZERO);
    };
    let (of_p, of_q) = (membership(g), membership(h));
    if let (Some(family), true) = (of_p.family, of_p.family == of_q.family) {
        let period = FAMILIES[family as usize].period;
        if let (Turn::Eighths(j), Turn::Eighths(k)) = (of_p.turn, of_q.turn) {
            let turns = 4 * period as i32;
            return ((i32::from(j) + i32::from(k)) % turns == 0).then_some(Angle::ZERO);
        }
        let (a, b) = (
            angle_of(of_p.turn, circuit.params(p)),
            angle_of(of_q.turn, circuit.params(q)),
        );
        if opposite(&a, &b) {
            let mut rotations = Angle::ZERO;
            for (turn, angle) in [(of_p.turn, a), (of_q.turn, b)] {
                if turn == Turn::Rotation {
                    rotations = rotations.add(&angle);
                }
            }
            return Some(match period {
                2 => rotations.half().neg(),
                _ => Angle::ZERO,
            });
        }
        let sum = a.add(&b);
        if !sum.is_multiple_of(period) {
            return None;
        }
        let total = total(circuit, &[p, q])?;
        return Some(total.phase(Turn::Power, 0));
    }
    let (a, b) = (circuit.params(p), circuit.params(q));
    let zero_sum = || a.iter().zip(b).all(|(a, b)| opposite(a, b));
    let inverted = match g.record().inverse {
        Inverse::Itself => g == h && a == b,
        Inverse::Gate(inverse) => inverse == h,
        Inverse::Negated => g == h && zero_sum(),
        Inverse::Rule(rule) => g == h && rule(a) == b,
        Inverse::Definition => false,
    };
    inverted.then_some(Angle::ZERO)
}

/// The angles add up to exactly zero.
fn opposite(a: &Angle, b: &Angle) -> bool {
    match (a, b) {
        (Angle::Pi(_), Angle::Pi(_)) | (Angle::Radians(_), Angle::Radians(_)) => *a == b.neg(),
        (Angle::Symbolic(_), Angle::Symbolic(_)) => *a == b.neg() || a.neg() == *b,
        _ => false,
    }
}

/// Sum of the angles of operations of one family.
fn total(circuit: &Circuit, ops: &[Op]) -> Option<Sum> {
    let first = membership(circuit.gate(ops[0])?);
    let mut sum = Sum::new(FAMILIES[first.family? as usize].period);
    for &op in ops {
        let member = membership(circuit.gate(op)?);
        if member.family != first.family {
            return None;
        }
        let angle = angle_of(member.turn, circuit.params(op));
        sum.add(&angle, member.turn, false)?;
    }
    Some(sum.snapped())
}

/// Partners, oldest first, and a later operation of their class that can be moved back to them.
pub struct Merge<'a> {
    pub partners: &'a [Op],
    pub op: Op,
    pub spelling: &'a Spelling,
}

/// Gates to write on the partners, oldest first.
type Written = SmallVec<[(Gate, Option<Angle>); 2]>;

impl Merge<'_> {
    /// Write the product on the oldest partners and remove the others; `op` is the caller's to remove. Returns
    /// how many partners are kept; nothing is changed if that would be more than there are.
    pub fn apply(&self, circuit: &mut Circuit) -> Option<usize> {
        let (written, phase) = match self.eighths(circuit) {
            Some(done) => done,
            None => self.general(circuit)?,
        };
        circuit.add_phase(&phase);
        for (&partner, (gate, angle)) in self.partners.iter().zip(&written) {
            circuit.set_gate(partner, *gate, angle.as_slice());
        }
        for &partner in &self.partners[written.len()..] {
            circuit.remove(partner);
        }
        Some(written.len())
    }

    /// All of them named: no angle arithmetic, no phase.
    fn eighths(&self, circuit: &Circuit) -> Option<(Written, Angle)> {
        let first = membership(circuit.gate(self.op)?);
        let mut sum = 0;
        for &op in self.partners.iter().chain([&self.op]) {
            let member = membership(circuit.gate(op)?);
            let Turn::Eighths(k) = member.turn else {
                return None;
            };
            if member.family != first.family {
                return None;
            }
            sum += i64::from(k);
        }
        let written = self.named(circuit, first.family?, sum)?;
        Some((written, Angle::ZERO))
    }

    fn general(&self, circuit: &mut Circuit) -> Option<(Written, Angle)> {
        let all: SmallVec<[Op; 3]> = self.partners.iter().copied().chain([self.op]).collect();
        let mut total = total(circuit, &all)?;
        let family = membership(circuit.gate(self.op)?).family?;
        let (angle, turns) = total.reduce();
        let named = angle.quarter_turns_of_pi();
        let named = named.and_then(|k| self.named(circuit, family, k));
        let (written, kind) = match named {
            // A power whose angle is a whole number of turns is the identity, so this holds for none as well.
            Some(gates) => (gates, Turn::Power),
            None => {
                let gates: SmallVec<[Gate; 3]> =
                    all.iter().filter_map(|&o| circuit.gate(o)).collect();
                let (gate, turn) = self.spelling.parametrised(family, &gates)?;
                let old = circuit.gate(self.partners[0]);
                if !self.spelling.replaces(old, gate, Some(&angle)) {
                    return None;
                }
                (SmallVec::from_iter([(gate, Some(angle))]), turn)
            }
        };
        if total.error > 0.0 && !circuit.ledger.charge(total.error) {
            return None;
        }
        Some((written, total.phase(kind, turns)))
    }

    fn named(&self, circuit: &Circuit, family: u8, eighths: i64) -> Option<Written> {
        let (a, b) = self.spelling.named(family, eighths)?;
        let written: Written = a.into_iter().chain(b).map(|g| (g, None)).collect();
        let fits = written.len() <= self.partners.len()
            && self
                .partners
                .iter()
                .zip(&written)
                .all(|(&p, w)| self.spelling.replaces(circuit.gate(p), w.0, None));
        fits.then_some(written)
    }
}
