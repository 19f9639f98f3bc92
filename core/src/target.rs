// SPDX-License-Identifier: Apache-2.0
//! What a circuit is compiled for: native gates, which pairs have them, in which direction and angle range.

mod calibration;
mod islands;
mod opaque;
mod pairs;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

pub use calibration::{Calibration, GateFacts, QubitFacts};
pub use pairs::{PairCost, SwapCost};

use crate::circuit::{Block, Instruction, Kind, Payload};
use crate::{Angle, Circuit, Gate, Op};

/// A set of library gates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct GateSet(u64);

impl GateSet {
    pub const EMPTY: GateSet = GateSet(0);

    pub const fn of(gates: &[Gate]) -> GateSet {
        let mut bits = 0;
        let mut i = 0;
        while i < gates.len() {
            bits |= 1 << gates[i] as u64;
            i += 1;
        }
        GateSet(bits)
    }

    #[inline]
    pub const fn contains(self, gate: Gate) -> bool {
        self.0 >> gate as u64 & 1 == 1
    }

    pub fn insert(&mut self, gate: Gate) {
        self.0 |= 1 << gate as u64;
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn union(self, other: GateSet) -> GateSet {
        GateSet(self.0 | other.0)
    }

    /// In the order of the gate table.
    pub fn iter(self) -> impl Iterator<Item = Gate> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let next = (left != 0).then(|| Gate::ALL[left.trailing_zeros() as usize])?;
            left &= left - 1;
            Some(next)
        })
    }

    /// The members on `qubits` qubits.
    #[must_use]
    pub fn on(self, qubits: usize) -> GateSet {
        self.iter().filter(|g| g.num_qubits() == qubits).collect()
    }

    /// Contains every member of `other`.
    pub const fn contains_all(self, other: GateSet) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The members that do not mind the order of their qubits.
fn symmetric(gates: GateSet) -> GateSet {
    gates.iter().filter(|g| g.record().symmetric).collect()
}

impl FromIterator<Gate> for GateSet {
    fn from_iter<I: IntoIterator<Item = Gate>>(gates: I) -> GateSet {
        let mut set = GateSet::EMPTY;
        gates.into_iter().for_each(|g| set.insert(g));
        set
    }
}

/// Limits of a gate's first angle in radians, both ends included.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AngleRange {
    pub low: f64,
    pub high: f64,
}

impl AngleRange {
    /// Slack for floats that were computed; exact multiples of pi compare exactly to within it.
    const SLACK: f64 = 1e-12;

    pub fn holds(self, angle: &Angle) -> bool {
        // A symbol's value is folded into the range when it is bound.
        angle
            .value()
            .is_none_or(|x| self.low - Self::SLACK <= x && x <= self.high + Self::SLACK)
    }
}

/// A device, or a basis for an ideal one.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    pub name: String,
    /// `None`: as many as the circuit has.
    pub qubits: Option<u32>,
    /// Native gates on one qubit and, where a pair has no entry of its own, on coupled pairs.
    pub gates: GateSet,
    /// Native gates of ordered pairs `(first operand, second operand)`; `None`: every pair has `gates`, either way
    /// round. A symmetric gate listed one way is native both ways.
    pub pairs: Option<FxHashMap<(u32, u32), GateSet>>,
    /// Allowed first angles of gates that have limits.
    pub ranges: Vec<(Gate, AngleRange)>,
    /// Native one-qubit gates by qubit where qubits differ; `None`: each has those of `gates`.
    pub sites: Option<Vec<GateSet>>,
    /// Qubits nothing may be placed on, ascending: broken ones, or such as the user keeps free.
    pub excluded: Vec<u32>,
    pub forbids: Forbids,
    pub calibration: Option<Arc<Calibration>>,
}

/// What a device refuses beside gates it does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Forbids {
    pub barriers: bool,
    /// Anything on a qubit after its measurement, a condition included.
    pub mid_circuit_measurement: bool,
    pub resets: bool,
    pub control_flow: bool,
}

impl Target {
    /// All pairs coupled, in both directions.
    pub fn all_to_all(gates: GateSet) -> Target {
        Target {
            name: "all-to-all".into(),
            qubits: None,
            gates,
            pairs: None,
            ranges: Vec::new(),
            sites: None,
            excluded: Vec::new(),
            forbids: Forbids::default(),
            calibration: None,
        }
    }

    /// Native one-qubit gates of a qubit.
    pub fn site_gates(&self, qubit: u32) -> GateSet {
        match &self.sites {
            Some(sites) => sites[qubit as usize],
            None => self.gates.on(1),
        }
    }

    /// The same gates with every pair coupled: what a circuit is simplified for before it is placed.
    #[must_use]
    pub fn ideal(&self) -> Target {
        Target {
            ranges: self.ranges.clone(),
            ..Target::all_to_all(self.gates)
        }
    }

    /// Native two-qubit gates with `a` as first operand and `b` as second.
    pub fn pair_gates(&self, a: u32, b: u32) -> GateSet {
        let Some(pairs) = &self.pairs else {
            return self.gates.on(2);
        };
        let forward = pairs.get(&(a, b)).copied().unwrap_or_default();
        match pairs.get(&(b, a)) {
            Some(&backward) => forward.union(symmetric(backward)),
            None => forward,
        }
    }

    /// Some native two-qubit gate acts on the pair, in some direction.
    pub fn coupled(&self, a: u32, b: u32) -> bool {
        let Some(pairs) = &self.pairs else {
            return !self.gates.on(2).is_empty();
        };
        let has = |pair| pairs.get(&pair).is_some_and(|gates| !gates.is_empty());
        has((a, b)) || has((b, a))
    }

    pub fn range(&self, gate: Gate) -> Option<AngleRange> {
        self.ranges
            .iter()
            .find(|(g, _)| *g == gate)
            .map(|(_, r)| *r)
    }

    /// A library gate with these angles on these qubits is native as it stands.
    pub fn allows(&self, gate: Gate, params: &[Angle], qubits: &[u32]) -> bool {
        let native = match *qubits {
            [] => self.gates.contains(gate),
            [q] => match &self.sites {
                None => self.gates.contains(gate),
                Some(sites) => sites[q as usize].contains(gate),
            },
            [a, b] => match &self.pairs {
                None => self.gates.contains(gate),
                Some(pairs) => {
                    let has = |pair| pairs.get(&pair).is_some_and(|set| set.contains(gate));
                    has((a, b)) || gate.record().symmetric && has((b, a))
                }
            },
            _ => self.pairs.is_none() && self.gates.contains(gate),
        };
        native
            && match (self.range(gate), params.first()) {
                (Some(range), Some(angle)) => range.holds(angle),
                _ => true,
            }
    }

    /// First operation of the circuit that is no native gate as it stands, has one in its blocks, or is on an excluded
    /// qubit; opaque gates (see [`Circuit::first_opaque`]) and the like aside.
    pub fn first_foreign(&self, circuit: &Circuit) -> Option<Op> {
        let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
        self.foreign_on(circuit, &wires)
    }

    /// `wires[i]` is the device's qubit under qubit i.
    fn foreign_on(&self, circuit: &Circuit, wires: &[u32]) -> Option<Op> {
        circuit.iter().find(|&op| {
            let on: SmallVec<[u32; 4]> = circuit
                .qubits(op)
                .iter()
                .map(|w| wires[w.index()])
                .collect();
            let excluded = |q: &u32| self.excluded.binary_search(q).is_ok();
            if circuit.kind(op) != Kind::Barrier && on.iter().any(excluded) {
                return true;
            }
            match circuit.kind(op) {
                Kind::Gate(g) => !self.allows(g, circuit.params(op), &on),
                kind if kind.is_control_flow() => {
                    let (qubits, bits) = (on.len() as u32, circuit.bits(op).len() as u32);
                    let mut blocks = circuit.payload(op).into_iter().flat_map(|p| p.blocks());
                    blocks.any(|block| {
                        let body = block.view(qubits, bits);
                        self.foreign_on(&body, &on).is_some()
                    })
                }
                kind => kind.is_unitary() && kind != Kind::Opaque,
            }
        })
    }

    /// First operation of a kind the device refuses, or with one in its blocks, and what it is.
    pub fn first_forbidden(&self, circuit: &Circuit) -> Option<(Op, &'static str)> {
        let forbids = self.forbids;
        let (mut measured, mut written) = (
            vec![false; circuit.num_qubits()],
            vec![false; circuit.num_bits()],
        );
        circuit.iter().find_map(|op| {
            let kind = circuit.kind(op);
            let (qubits, bits) = (circuit.qubits(op), circuit.bits(op));
            let waits = !matches!(kind, Kind::Barrier | Kind::Delay);
            let late = waits && qubits.iter().any(|w| measured[w.index()]);
            let asks = kind.is_control_flow() && bits.iter().any(|w| written[w.index()]);
            // A protected region has no condition: it measures what is measured inside.
            if kind == Kind::Measure
                || kind.is_control_flow() && (kind != Kind::Region || !bits.is_empty())
            {
                qubits.iter().for_each(|w| measured[w.index()] = true);
                bits.iter().for_each(|w| written[w.index()] = true);
            }
            let what = match kind {
                Kind::Barrier if forbids.barriers => "barrier",
                Kind::Reset if forbids.resets => "reset",
                kind if kind.is_control_flow() && kind != Kind::Region && forbids.control_flow => {
                    "control-flow"
                }
                _ if forbids.mid_circuit_measurement && (late || asks) => "mid-circuit-measurement",
                kind if kind.is_control_flow() => {
                    let (n, m) = (qubits.len() as u32, bits.len() as u32);
                    let mut blocks = circuit.payload(op).into_iter().flat_map(|p| p.blocks());
                    let inside = |b: &Block| self.first_forbidden(&b.view(n, m));
                    blocks.find_map(inside)?.1
                }
                _ => return None,
            };
            Some((op, what))
        })
    }
}

impl Circuit {
    /// First gate on three or more qubits, blocks included; protected regions are kept as written.
    pub fn first_wide(&self) -> Option<Op> {
        self.iter().find(|&op| {
            let kind = self.kind(op);
            let (qubits, bits) = (self.qubits(op).len(), self.bits(op).len());
            if kind.is_control_flow() && kind != Kind::Region {
                let mut blocks = self.payload(op).into_iter().flat_map(|p| p.blocks());
                let wide = |b: &Block| b.view(qubits as u32, bits as u32).first_wide().is_some();
                return qubits > 2 && blocks.any(wide);
            }
            qubits > 2 && (kind.is_unitary() || kind == Kind::Opaque)
        })
    }

    /// Library gates used anywhere in the circuit: in its operations, blocks and called definitions.
    pub fn gates_used(&self) -> GateSet {
        let mut used = GateSet::EMPTY;
        for op in self.iter() {
            match self.kind(op) {
                Kind::Gate(g) => used.insert(g),
                _ => used = used.union(gates_of(&self.instruction(op))),
            }
        }
        used
    }
}

fn gates_of(instruction: &Instruction) -> GateSet {
    let block = |b: &Block| match b {
        Block::Body(c) => c.gates_used(),
        Block::Single { instruction, .. } => gates_of(instruction),
    };
    if let Kind::Gate(g) = instruction.kind {
        return GateSet::of(&[g]);
    }
    match instruction.payload.as_deref() {
        Some(Payload::Call { definition, .. }) => definition
            .body
            .as_ref()
            .map(Circuit::gates_used)
            .unwrap_or_default(),
        Some(Payload::If {
            then, otherwise, ..
        }) => block(then).union(otherwise.as_ref().map(block).unwrap_or_default()),
        Some(Payload::For { body, .. } | Payload::While { body, .. }) => block(body),
        Some(Payload::Switch { cases, default, .. }) => cases
            .iter()
            .map(|(_, b)| b)
            .chain(default)
            .fold(GateSet::EMPTY, |set, b| set.union(block(b))),
        // What is controlled, multiplexed or given by a matrix is spelt in whatever the basis has.
        _ => GateSet::EMPTY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_in_the_order_of_the_table() {
        for (number, &gate) in Gate::ALL.iter().enumerate() {
            assert_eq!(number, gate as usize);
        }
        let all: GateSet = Gate::ALL.iter().rev().copied().collect();
        assert!(all.iter().eq(Gate::ALL.iter().copied()));
        assert_eq!(0, GateSet::EMPTY.iter().count());
    }

    #[test]
    fn symmetric_gates_are_native_both_ways() {
        let both = GateSet::of(&[Gate::Cz, Gate::Cx]);
        let mut target = Target::all_to_all(both.union(GateSet::of(&[Gate::Rz])));
        assert!(both == target.pair_gates(0, 5) && target.coupled(0, 5));
        target.pairs = Some(
            [((0, 1), both), ((2, 1), GateSet::EMPTY)]
                .into_iter()
                .collect(),
        );
        assert_eq!(both, target.pair_gates(0, 1));
        assert_eq!(GateSet::of(&[Gate::Cz]), target.pair_gates(1, 0));
        let coupled = [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)].map(|(a, b)| target.coupled(a, b));
        assert_eq!([true, true, false, false, false], coupled);
        target.pairs = None;
        target.gates = GateSet::of(&[Gate::Rz]);
        assert!(!target.coupled(0, 1));
    }
}
