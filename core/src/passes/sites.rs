// SPDX-License-Identifier: Apache-2.0
//! What may be written on each qubit: qubits with the same native one-qubit gates share a synthesizer.

use super::one_qubit_fusion::native_gates_among;
use crate::synth::one_qubit::Synthesizer;
use crate::target::{GateSet, Target};
use crate::{Angle, Gate};

/// The kinds of sites of a target. On one whose qubits are all alike there is one kind.
#[derive(Clone)]
pub struct Sites<'a> {
    target: &'a Target,
    kinds: Vec<Synthesizer>,
    /// Native gates of each kind.
    gates: Vec<GateSet>,
    /// Kind of each qubit; empty where all are alike.
    of: Vec<u16>,
}

impl<'a> Sites<'a> {
    pub fn new(target: &'a Target) -> Sites<'a> {
        let alike = [target.gates.on(1)];
        let sets = target.sites.as_deref().unwrap_or(&alike);
        let mut gates: Vec<GateSet> = Vec::new();
        let mut of = Vec::with_capacity(sets.len());
        for &set in sets {
            let known = gates.iter().position(|&g| g == set).unwrap_or_else(|| {
                gates.push(set);
                gates.len() - 1
            });
            of.push(known as u16);
        }
        if gates.len() < 2 {
            of.clear();
        }
        let limited = target.ranges.iter().any(|(g, _)| g.num_qubits() == 1);
        let synthesizer = |&set: &GateSet| {
            let own = Synthesizer::new(native_gates_among(target, set));
            match limited {
                true => own.within_a_turn(),
                false => own,
            }
        };
        Sites {
            target,
            kinds: gates.iter().map(synthesizer).collect(),
            gates,
            of,
        }
    }

    /// All qubits are alike.
    pub fn alike(&self) -> bool {
        self.of.is_empty()
    }

    /// Kind of a qubit of the device.
    #[inline]
    pub fn kind(&self, qubit: u32) -> u16 {
        self.of.get(qubit as usize).copied().unwrap_or(0)
    }

    #[inline]
    pub fn at(&mut self, kind: u16) -> &mut Synthesizer {
        &mut self.kinds[usize::from(kind)]
    }

    #[inline]
    pub fn of_kind(&self, kind: u16) -> &Synthesizer {
        &self.kinds[usize::from(kind)]
    }

    pub fn synthesizers(&mut self) -> &mut [Synthesizer] {
        &mut self.kinds
    }

    /// A one-qubit gate is native on a kind of site as it stands.
    #[inline]
    pub fn holds(&self, kind: u16, gate: Gate, params: &[Angle]) -> bool {
        self.gates[usize::from(kind)].contains(gate)
            && (self.target.ranges.is_empty()
                || match (self.target.range(gate), params.first()) {
                    (Some(range), Some(angle)) => range.holds(angle),
                    _ => true,
                })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::AngleRange;

    #[test]
    fn qubits_with_the_same_gates_are_of_one_kind() {
        let (a, b) = (GateSet::of(&[Gate::U]), GateSet::of(&[Gate::Rz, Gate::Sx]));
        let mut target = Target::all_to_all(a.union(b));
        assert!(Sites::new(&target).alike());
        target.sites = Some(vec![a, b, a]);
        let mut sites = Sites::new(&target);
        assert_eq!([0, 1, 0, 0], [0, 1, 2, 9].map(|q| sites.kind(q)));
        assert_eq!((a, b), (sites.at(0).gates(), sites.at(1).gates()));
        assert!(sites.holds(0, Gate::U, &[]) && !sites.holds(1, Gate::U, &[]));
        target.sites = Some(vec![b, b]);
        assert!(Sites::new(&target).alike());
        assert_eq!(b, Sites::new(&target).at(0).gates());
    }

    #[test]
    fn angles_out_of_range_are_not_native() {
        let mut target = Target::all_to_all(GateSet::of(&[Gate::Rz]));
        let pi = std::f64::consts::PI;
        target.ranges = vec![(Gate::Rz, AngleRange { low: -pi, high: pi })];
        let sites = Sites::new(&target);
        assert!(sites.holds(0, Gate::Rz, &[Angle::pi(1, 1)]));
        assert!(!sites.holds(0, Gate::Rz, &[Angle::pi(5, 4)]));
    }
}
