// SPDX-License-Identifier: Apache-2.0
//! What a set of gates can do on one qubit by Cliffords and by rotations about fixed axes.

use smallvec::SmallVec;

use super::clifford::{Clifford, CLASSES};
use crate::synth::euler::Pauli;
use crate::target::GateSet;
use crate::{Angle, Gate};

/// Price of a gate sequence, ordered by what matters first: pulses then gates, or, where no frame change is
/// free (no continuous rotation about z), gates then pulses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Cost(pub u32);

impl Cost {
    pub const NOTHING: Cost = Cost(0);

    #[inline]
    #[must_use]
    pub fn plus(self, other: Cost) -> Cost {
        Cost(self.0 + other.0)
    }
}

/// A Clifford gate of the basis: `exp(i pi/8 eighths) * clifford`.
#[derive(Clone, Debug)]
pub struct Generator {
    pub gate: Gate,
    /// Absent for gates without parameters.
    pub angle: Option<Angle>,
    pub clifford: Clifford,
    pub eighths: i64,
    pub cost: Cost,
}

/// The cheapest way to a Clifford: generators, first applied first. Their product is
/// `exp(i pi/8 eighths)` times the positive lift of the class.
#[derive(Clone, Debug)]
pub struct Sequence {
    pub generators: SmallVec<[u8; 6]>,
    pub eighths: i64,
    pub cost: Cost,
}

/// See the module's page.
#[derive(Clone, Debug)]
pub struct Basis {
    pub gates: GateSet,
    pub generators: Vec<Generator>,
    /// Rotations by any angle, by axis.
    pub turns: [Option<Gate>; 3],
    /// Without a rotation about z: whether t and tdg are there.
    pub eighth_turns: [bool; 2],
    /// By class; `None` where the generators do not reach.
    pub cliffords: [Option<Sequence>; CLASSES],
    pulses_first: bool,
}

impl Basis {
    pub fn new(gates: GateSet) -> Basis {
        let first = |list: &[Gate]| list.iter().copied().find(|&g| gates.contains(g));
        let mut basis = Basis {
            gates,
            generators: Vec::new(),
            turns: [
                first(&[Gate::Rx]),
                first(&[Gate::Ry]),
                first(&[Gate::Rz, Gate::P]),
            ],
            eighth_turns: [gates.contains(Gate::T), gates.contains(Gate::Tdg)],
            cliffords: Default::default(),
            pulses_first: first(&[Gate::Rz, Gate::P]).is_some(),
        };
        basis.collect_generators();
        basis.search();
        basis
    }

    /// Price of one gate of the basis.
    #[inline]
    pub fn cost(&self, gate: Gate) -> Cost {
        self.price(u32::from(is_pulse(gate)), 1)
    }

    #[inline]
    pub fn price(&self, pulses: u32, gates: u32) -> Cost {
        match self.pulses_first {
            true => Cost(pulses << 16 | gates),
            false => Cost(gates << 16 | pulses),
        }
    }

    /// (pulses, gates) of a price.
    #[inline]
    pub fn parts(&self, cost: Cost) -> (u32, u32) {
        let (high, low) = (cost.0 >> 16, cost.0 & 0xffff);
        match self.pulses_first {
            true => (high, low),
            false => (low, high),
        }
    }

    fn collect_generators(&mut self) {
        use Pauli::{X, Y, Z};
        // Named gates first: among equals the first found is kept.
        let named = [
            (Gate::Z, Z, 2),
            (Gate::S, Z, 1),
            (Gate::Sdg, Z, -1),
            (Gate::X, X, 2),
            (Gate::Sx, X, 1),
            (Gate::Sxdg, X, -1),
            (Gate::Y, Y, 2),
        ];
        for (gate, axis, quarters) in named {
            if self.gates.contains(gate) {
                self.generator(gate, None, Clifford::quarter(axis, quarters), 2 * quarters);
            }
        }
        if self.gates.contains(Gate::H) {
            self.generator(Gate::H, None, Clifford::hadamard(), 4);
        }
        for (axis, gate) in Pauli::ALL.into_iter().zip(self.turns) {
            let Some(gate) = gate else { continue };
            for quarters in [1, -1, 2] {
                let angle = Angle::pi(quarters as i32, 2);
                let eighths = if gate == Gate::P { 2 * quarters } else { 0 };
                self.generator(
                    gate,
                    Some(angle),
                    Clifford::quarter(axis, quarters),
                    eighths,
                );
            }
        }
    }

    fn generator(&mut self, gate: Gate, angle: Option<Angle>, clifford: Clifford, eighths: i64) {
        self.generators.push(Generator {
            gate,
            angle,
            clifford,
            eighths,
            cost: self.cost(gate),
        });
    }

    /// Shortest paths from the identity over the 24 classes, by relaxing until nothing changes.
    fn search(&mut self) {
        self.cliffords[0] = Some(Sequence {
            generators: SmallVec::new(),
            eighths: 0,
            cost: Cost::NOTHING,
        });
        let mut changed = true;
        while changed {
            changed = false;
            for class in 0..CLASSES {
                let Some(path) = self.cliffords[class].clone() else {
                    continue;
                };
                for (i, g) in self.generators.iter().enumerate() {
                    let product = g.clifford * Clifford::of_class(class);
                    let cost = path.cost.plus(g.cost);
                    let known = &self.cliffords[product.class()];
                    if known.as_ref().is_some_and(|k| k.cost <= cost) {
                        continue;
                    }
                    let mut generators = path.generators.clone();
                    generators.push(i as u8);
                    let sign = if product.is_negative() { 8 } else { 0 };
                    self.cliffords[product.class()] = Some(Sequence {
                        generators,
                        eighths: path.eighths + g.eighths + sign,
                        cost,
                    });
                    changed = true;
                }
            }
        }
    }
}

/// Not diagonal, so played on the qubit rather than kept in its frame.
#[inline]
pub fn is_pulse(gate: Gate) -> bool {
    !matches!(
        gate,
        Gate::Id | Gate::Z | Gate::S | Gate::Sdg | Gate::T | Gate::Tdg | Gate::Rz | Gate::P
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulses(gates: &[Gate]) -> Vec<u32> {
        let basis = Basis::new(GateSet::of(gates));
        let mut counts: Vec<u32> = basis
            .cliffords
            .iter()
            .map(|s| basis.parts(s.as_ref().expect("reached").cost).0)
            .collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn every_clifford_takes_at_most_one_pulse_with_quarter_and_half_turns() {
        let mut expected = vec![0; 4];
        expected.extend([1; 20]);
        assert_eq!(expected, pulses(&[Gate::Rz, Gate::Sx, Gate::X]));
        assert_eq!(expected, pulses(&[Gate::P, Gate::Rx]));
        assert_eq!(expected, pulses(&[Gate::S, Gate::Sx, Gate::X, Gate::Rz]));
    }

    #[test]
    fn a_basis_without_superpositions_does_not_reach_them() {
        let basis = Basis::new(GateSet::of(&[Gate::X, Gate::Rz]));
        assert_eq!(8, basis.cliffords.iter().flatten().count());
    }
}
