// SPDX-License-Identifier: Apache-2.0
//! How a power of a family is written in the gates at hand.

use super::family::{membership, memberships, Turn, FAMILIES};
use crate::gate::{named_rotation, Axis, Gate};
use crate::target::{AngleRange, GateSet, Target};
use crate::{Angle, Circuit};

/// At most two gates of a family without parameters.
pub type Named = (Option<Gate>, Option<Gate>);

/// For every family: the shortest spelling of each multiple of pi/4, and the gates with a parameter.
#[derive(Debug)]
pub struct Spelling {
    /// Indexed by family and `angle / (pi/4)` modulo 8 or 16.
    named: Vec<[Option<Named>; 16]>,
    hand: GateSet,
    ranges: Vec<(Gate, AngleRange)>,
    /// Pairs of qubits differ in their gates.
    pairwise: bool,
    /// One-qubit gates that only some qubits have.
    somewhere: GateSet,
}

impl Spelling {
    /// The gates at hand are the target's if the circuit is already made of them; else those of the circuit
    /// and all library gates that are powers of one of them (`t` brings `s`, `z` and the inverses).
    pub fn of(circuit: &Circuit, target: Option<&Target>) -> Spelling {
        let used = circuit.gates_used();
        match target {
            Some(target) if native_gates(target).contains_all(used) => {
                let all = native_gates(target);
                let lacking = |gate: &Gate| {
                    let sites = target.sites.iter().flatten();
                    gate.num_qubits() == 1 && !sites.copied().all(|site| site.contains(*gate))
                };
                Spelling {
                    ranges: target.ranges.clone(),
                    pairwise: target.pairs.is_some(),
                    somewhere: all.iter().filter(lacking).collect(),
                    ..Spelling::new(all)
                }
            }
            _ => Spelling::new(powers(used)),
        }
    }

    fn new(hand: GateSet) -> Spelling {
        let named = FAMILIES
            .iter()
            .map(|family| {
                let turns = 4 * family.period as i32;
                let mut table = [None; 16];
                table[0] = Some((None, None));
                let at_hand: Vec<_> = family.named().filter(|m| hand.contains(m.0)).collect();
                let mut offer = |eighths: i32, spelling: Named| {
                    let slot = &mut table[eighths.rem_euclid(turns) as usize];
                    *slot = slot.or(Some(spelling));
                };
                for &(gate, k) in &at_hand {
                    offer(k.into(), (Some(gate), None));
                }
                for (i, &(a, j)) in at_hand.iter().enumerate() {
                    for &(b, k) in &at_hand[i..] {
                        offer(i32::from(j) + i32::from(k), (Some(a), Some(b)));
                    }
                }
                table
            })
            .collect();
        Spelling {
            named,
            hand,
            ranges: Vec::new(),
            pairwise: false,
            somewhere: GateSet::default(),
        }
    }

    /// The gate may be written.
    pub fn at_hand(&self, gate: Gate) -> bool {
        self.hand.contains(gate)
    }

    /// Shortest spelling of `eighths` times pi/4 without parameters.
    #[inline]
    pub fn named(&self, family: u8, eighths: i64) -> Option<Named> {
        let turns = 4 * i64::from(FAMILIES[family as usize].period);
        self.named[family as usize][eighths.rem_euclid(turns) as usize]
    }

    /// The member with a parameter to use: the first of `wanted` that is one and at hand, else any at hand, else
    /// any of `wanted`.
    pub fn parametrised(&self, family: u8, wanted: &[Gate]) -> Option<(Gate, Turn)> {
        let takes_angle = |g: &Gate| !matches!(membership(*g).turn, Turn::Eighths(_));
        let mut own = wanted.iter().copied().filter(takes_angle);
        let mut any = FAMILIES[family as usize].members.iter().map(|m| m.0);
        own.clone()
            .find(|&g| self.hand.contains(g))
            .or_else(|| any.find(|g| takes_angle(g) && self.hand.contains(*g)))
            .or_else(|| own.next())
            .map(|g| (g, membership(g).turn))
    }

    /// A one-qubit gate written as one gate at hand: gate, parameters, and the global phase left over.
    pub fn one_qubit(&self, gate: Gate, params: &[Angle]) -> Option<(Gate, Vec<Angle>, Angle)> {
        if self.hand.contains(gate) {
            let fits = self.replaces(None, gate, params.first());
            return fits.then(|| (gate, params.to_vec(), Angle::ZERO));
        }
        let member = membership(gate);
        let turn = gate.rotation(params)?;
        let (to, written) = self.parametrised(member.family?, &[])?;
        let angle = turn.angle.modulo(2);
        let turns = turn.angle.sub(&angle).half();
        let phase = match written {
            // A power brings half its angle as phase.
            Turn::Power => turn.phase.sub(&turn.angle.half()),
            _ => turn.phase.sub(&turns),
        };
        let fits = self.replaces(None, to, Some(&angle));
        fits.then(|| (to, vec![angle], phase.modulo(2)))
    }

    /// `exp(-i angle Z / 2)` as one gate, at hand where that can be: gate, angle, and the global phase left over.
    pub fn z_rotation(&self, angle: &Angle) -> (Gate, Option<Angle>, Angle) {
        let family = membership(Gate::Rz).family.expect("rz has a family");
        let reduced = angle.modulo(2);
        let eighths = reduced.quarter_turns_of_pi();
        if let Some((Some(gate), None)) = eighths.and_then(|k| self.named(family, k)) {
            return (gate, None, angle.half().neg());
        }
        match self.parametrised(family, &[]) {
            Some((gate, Turn::Rotation)) => {
                let phase = angle.sub(&reduced).half();
                (gate, Some(reduced), phase)
            }
            Some((gate, _)) => (gate, Some(reduced), angle.half().neg()),
            // Nothing about z is at hand yet: the library's own name.
            None => {
                let named = named_rotation(Axis::Z, angle);
                (named.gate.unwrap_or(Gate::Id), named.angle, named.phase)
            }
        }
    }

    /// `new` may stand on the wires of an operation that is `old` now.
    pub fn replaces(&self, old: Option<Gate>, new: Gate, angle: Option<&Angle>) -> bool {
        let there = match new.num_qubits() {
            1 => !self.somewhere.contains(new),
            _ => !self.pairwise,
        };
        (there || old == Some(new))
            && angle.is_none_or(|a| {
                let mut limits = self.ranges.iter().filter(|r| r.0 == new);
                limits.all(|(_, range)| range.holds(a))
            })
    }
}

/// All gates of a target, on any pair.
pub fn native_gates(target: &Target) -> GateSet {
    let on_pairs = target.pairs.iter().flat_map(|pairs| pairs.values());
    on_pairs.fold(target.gates, |set, &gates| set.union(gates))
}

/// The gates, and those of the library that are powers of one of them.
fn powers(gates: GateSet) -> GateSet {
    let mut hand = gates;
    for gate in gates.iter() {
        let member = memberships()[gate as usize];
        let (Some(family), Turn::Eighths(k)) = (member.family, member.turn) else {
            continue;
        };
        let family = &FAMILIES[family as usize];
        let turns = 4 * family.period as i32;
        for power in 1..turns {
            let eighths = (i32::from(k) * power).rem_euclid(turns);
            family
                .named()
                .filter(|&(_, j)| i32::from(j).rem_euclid(turns) == eighths)
                .for_each(|(g, _)| hand.insert(g));
        }
    }
    hand
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_close_a_set() {
        let set = |gates: &[Gate]| powers(GateSet::of(gates));
        assert_eq!(
            set(&[Gate::T]),
            GateSet::of(&[Gate::T, Gate::Tdg, Gate::S, Gate::Sdg, Gate::Z])
        );
        assert_eq!(set(&[Gate::X, Gate::Rz]), GateSet::of(&[Gate::X, Gate::Rz]));
        assert_eq!(
            set(&[Gate::Siswap]),
            GateSet::of(&[Gate::Iswap, Gate::Iswapdg, Gate::Siswap, Gate::Siswapdg])
        );
    }

    #[test]
    fn three_eighths_take_two_gates() {
        let spelling = Spelling::new(powers(GateSet::of(&[Gate::T])));
        let z = membership(Gate::Z).family.expect("z has a family");
        assert_eq!(spelling.named(z, 8), Some((None, None)));
        assert_eq!(spelling.named(z, -1), Some((Some(Gate::Tdg), None)));
        assert!(matches!(spelling.named(z, 3), Some((Some(_), Some(_)))));
        assert_eq!(spelling.parametrised(z, &[Gate::T]), None);
    }

    #[test]
    fn a_native_circuit_stays_native() {
        let mut circuit = Circuit::new(1, 0);
        circuit.push(crate::circuit::Operation::gate(Gate::Sx, [], &[0]));
        let target = Target::all_to_all(GateSet::of(&[Gate::Sx, Gate::X, Gate::Rz, Gate::Cx]));
        let spelling = Spelling::of(&circuit, Some(&target));
        let x = membership(Gate::X).family.expect("x has a family");
        assert_eq!(spelling.named(x, -2), Some((Some(Gate::X), Some(Gate::Sx))));
        let free = Spelling::of(&circuit, None);
        assert_eq!(free.named(x, -2), Some((Some(Gate::Sxdg), None)));
    }
}
