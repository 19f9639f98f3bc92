// SPDX-License-Identifier: Apache-2.0
//! Counts and depths of a circuit: one linear sweep, no hashing per gate.
//!
//! What is counted
//! - a *gate* is a unitary operation; barriers are never counted, calls of user gates count as their expansion;
//! - a gate in a block counts as often as it is written, in the body of a `for` as often as it runs, in the
//!   body of a `while` once;
//! - *depth* is the longest path: every operation weighs 1, barriers (which still order) and the start and end
//!   of a qubit's life weigh 0, a control-flow operation weighs as its longest block, a loop as all its rounds;
//! - two-qubit depth weighs operations on exactly two qubits 1, T depth a gate by its T layers, all others 0;
//! - reads of a classical bit do not order each other, writes do.

mod t_cost;
mod uncounted;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::circuit::nesting::with_room;
use crate::circuit::{Definition, Kind, Payload};
use crate::{Angle, Circuit, Gate, Op, Wire};
pub use uncounted::{first_uncounted, Uncounted};

use t_cost::TCost;

/// The public metrics; names are those of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    pub qubits: u64,
    pub clbits: u64,
    /// Unitary operations: `one_qubit + two_qubit + multi_qubit`.
    pub gates: u64,
    pub one_qubit: u64,
    pub two_qubit: u64,
    pub multi_qubit: u64,
    pub depth: u64,
    pub two_qubit_depth: u64,
    /// `None` when a gate is not exactly in Clifford+T, or an angle is unbound.
    pub t_count: Option<u64>,
    pub t_depth: Option<u64>,
    pub swaps: u64,
    pub measurements: u64,
    /// Operations by name, sorted by it.
    pub counts: Vec<(String, u64)>,
}

impl Metrics {
    pub fn of(circuit: &Circuit) -> Metrics {
        with_room(circuit, || Metrics::measure(circuit))
    }

    fn measure(circuit: &Circuit) -> Metrics {
        let mut sweep = Sweep::default();
        let mut tally = Tally::default();
        let mut levels = Levels::zero(circuit);
        sweep.run(circuit, &mut levels, Some(&mut tally));
        let deepest = levels.highest();
        Metrics {
            qubits: circuit.num_qubits() as u64,
            clbits: circuit.num_bits() as u64,
            gates: tally.by_width.into_iter().fold(0, u64::saturating_add),
            one_qubit: tally.by_width[0],
            two_qubit: tally.by_width[1],
            multi_qubit: tally.by_width[2],
            depth: deepest[DEPTH] as u64,
            two_qubit_depth: deepest[TWO_QUBIT] as u64,
            t_count: tally.t_count,
            t_depth: tally.t_count.map(|_| deepest[T] as u64),
            swaps: tally.gates[Gate::Swap as usize],
            measurements: tally.others.get("measure").copied().unwrap_or(0),
            counts: tally.names(),
        }
    }
}

const DEPTH: usize = 0;
const TWO_QUBIT: usize = 1;
const T: usize = 2;

/// A length for each of the three depths.
type Level = [i64; 3];

const ZERO: Level = [0; 3];
/// Not reachable from where the sweep began; stays far below zero whatever is added.
const UNREACHED: i64 = i64::MIN / 4;
/// Longest length told apart; definitions can double their length by each line.
const LONGEST: i64 = i64::MAX / 8;

fn later(a: Level, weight: Level) -> Level {
    std::array::from_fn(|i| match a[i] < 0 {
        true => UNREACHED,
        false => (a[i] + weight[i]).min(LONGEST),
    })
}

fn highest(a: Level, b: Level) -> Level {
    std::array::from_fn(|i| a[i].max(b[i]))
}

/// Where each wire stands in the sweep.
struct Levels {
    qubits: Vec<Level>,
    /// Per bit: end of the last write, and end of the last read since.
    bits: Vec<(Level, Level)>,
}

impl Levels {
    fn zero(c: &Circuit) -> Levels {
        Levels {
            qubits: vec![ZERO; c.num_qubits()],
            bits: vec![(ZERO, ZERO); c.num_bits()],
        }
    }

    fn highest(&self) -> Level {
        let qubits = self.qubits.iter().copied();
        let bits = self.bits.iter().map(|&(w, r)| highest(w, r));
        qubits.chain(bits).fold(ZERO, highest)
    }
}

/// What has been counted.
#[derive(Clone)]
struct Tally {
    gates: [u64; Gate::ALL.len()],
    others: BTreeMap<String, u64>,
    /// Gates on one, two, and more qubits.
    by_width: [u64; 3],
    t_count: Option<u64>,
}

impl Default for Tally {
    fn default() -> Self {
        Tally {
            gates: [0; Gate::ALL.len()],
            others: BTreeMap::new(),
            by_width: [0; 3],
            t_count: Some(0),
        }
    }
}

impl Tally {
    #[inline]
    fn gate(&mut self, qubits: usize, cost: TCost) {
        if qubits > 0 {
            self.by_width[qubits.min(3) - 1] += 1;
        }
        self.t_count = self.t_count.zip(cost).map(|(sum, (t, _))| sum + t);
    }

    fn other(&mut self, name: String) {
        *self.others.entry(name).or_default() += 1;
    }

    fn add(&mut self, other: &Tally, times: u64) {
        let plus = |a: &mut u64, b: u64| *a = a.saturating_add(b.saturating_mul(times));
        for (a, &b) in self.gates.iter_mut().zip(&other.gates) {
            plus(a, b);
        }
        for (a, &b) in self.by_width.iter_mut().zip(&other.by_width) {
            plus(a, b);
        }
        for (name, &count) in &other.others {
            plus(self.others.entry(name.clone()).or_default(), count);
        }
        let both = self.t_count.zip(other.t_count);
        self.t_count = both.map(|(a, b)| a.saturating_add(b.saturating_mul(times)));
    }

    fn names(self) -> Vec<(String, u64)> {
        let mut all = self.others;
        for (gate, &count) in Gate::ALL.iter().zip(&self.gates) {
            if count > 0 {
                *all.entry(gate.name().to_string()).or_default() += count;
            }
        }
        all.into_iter().filter(|&(_, n)| n > 0).collect()
    }
}

/// A definition seen from outside: its counts, and the longest path from each of its qubits to each.
struct Profile {
    tally: Tally,
    /// `paths[from][to]`.
    paths: Vec<Vec<Level>>,
}

/// One instance of a definition: the definition's address (kept alive by the circuit) and the angles.
type Instance = (*const Definition, Vec<Angle>);

#[derive(Default)]
struct Sweep {
    /// Profiles of calls met, by definition; a scan of the few instances of each.
    profiles: Vec<(Instance, Arc<Profile>)>,
}

impl Sweep {
    fn run(&mut self, c: &Circuit, levels: &mut Levels, mut tally: Option<&mut Tally>) {
        for op in c.iter() {
            match c.kind(op) {
                Kind::Gate(gate) => {
                    let wires = c.wires(op);
                    // One gate outside Clifford+T settles the matter for all.
                    let open = tally.as_deref().is_none_or(|t| t.t_count.is_some());
                    let cost = match open {
                        true => t_cost::of_gate(gate, c.params(op)),
                        false => None,
                    };
                    if let Some(tally) = tally.as_deref_mut() {
                        tally.gates[gate as usize] += 1;
                        tally.gate(wires.len(), cost);
                    }
                    let two = i64::from(wires.len() == 2);
                    let layers = cost.map_or(0, |(_, depth)| depth as i64);
                    advance_qubits(&mut levels.qubits, wires, [1, two, layers]);
                }
                Kind::Call => self.call(c, op, levels, tally.as_deref_mut()),
                kind if kind.is_control_flow() => {
                    self.control_flow(c, op, levels, tally.as_deref_mut());
                }
                kind => other(c, op, kind, levels, tally.as_deref_mut()),
            }
        }
    }

    fn call(&mut self, c: &Circuit, op: Op, levels: &mut Levels, tally: Option<&mut Tally>) {
        let Some(Payload::Call { definition, params }) = c.payload(op).map(|p| &**p) else {
            return other(c, op, Kind::Call, levels, tally);
        };
        let Some(profile) = self.profile(definition, params) else {
            return other(c, op, Kind::Call, levels, tally);
        };
        if let Some(tally) = tally {
            tally.add(&profile.tally, 1);
        }
        let wires = c.qubits(op);
        let before: Vec<Level> = wires.iter().map(|w| levels.qubits[w.index()]).collect();
        for (to, w) in wires.iter().enumerate() {
            levels.qubits[w.index()] = (0..wires.len())
                .map(|from| through(before[from], profile.paths[from][to]))
                .fold([UNREACHED; 3], highest);
        }
    }

    /// `None` for a definition that cannot be expanded (a body missing, an angle without a value).
    fn profile(&mut self, definition: &Arc<Definition>, params: &[Angle]) -> Option<Arc<Profile>> {
        let address = Arc::as_ptr(definition);
        let same = |(d, a): &Instance| std::ptr::eq(*d, address) && a == params;
        if let Some((_, found)) = self.profiles.iter().rev().find(|(i, _)| same(i)) {
            return Some(found.clone());
        }
        let body = definition.instantiate(params).ok()??;
        let width = body.num_qubits();
        let mut tally = Tally::default();
        let mut paths = Vec::with_capacity(width);
        for from in 0..width {
            let mut levels = Levels::zero(&body);
            levels.qubits.fill([UNREACHED; 3]);
            levels.qubits[from] = ZERO;
            self.run(&body, &mut levels, (from == 0).then_some(&mut tally));
            paths.push(levels.qubits);
        }
        let profile = Arc::new(Profile { tally, paths });
        // Bounded, so that a million calls with as many different angles stay linear.
        if self.profiles.len() == 64 {
            self.profiles.remove(0);
        }
        self.profiles
            .push(((address, params.to_vec()), profile.clone()));
        Some(profile)
    }

    fn control_flow(
        &mut self,
        c: &Circuit,
        op: Op,
        levels: &mut Levels,
        tally: Option<&mut Tally>,
    ) {
        let payload = c.payload(op).expect("control flow has a payload");
        let rounds = match &**payload {
            Payload::For { values, .. } => values.len() as u64,
            _ => 1,
        };
        let (qubits, bits) = (c.qubits(op).len() as u32, c.bits(op).len() as u32);
        let mut inner = Tally::default();
        let mut weight = ZERO;
        let mut written = vec![false; bits as usize];
        for block in payload.blocks() {
            let body = block.view(qubits, bits);
            let mut own = Levels::zero(&body);
            self.run(&body, &mut own, Some(&mut inner));
            weight = highest(weight, own.highest());
            mark_written(&body, &mut written);
        }
        if let Some(tally) = tally {
            tally.add(&inner, rounds);
        }
        let rounds = i64::try_from(rounds).unwrap_or(LONGEST);
        let weight = weight.map(|w| w.saturating_mul(rounds).min(LONGEST));
        let write = |i: usize| written[i];
        advance(levels, c.qubits(op), c.bits(op), &write, weight);
    }
}

/// `a`, then a path of the given lengths; unreached if either is.
fn through(a: Level, path: Level) -> Level {
    std::array::from_fn(|i| match a[i] < 0 || path[i] < 0 {
        true => UNREACHED,
        false => (a[i] + path[i]).min(LONGEST),
    })
}

/// Which bits a circuit writes, blocks included.
pub(crate) fn mark_written(c: &Circuit, written: &mut [bool]) {
    for op in c.iter() {
        let bits = c.bits(op);
        if bits.is_empty() || c.kind(op) == Kind::Barrier {
            continue;
        }
        match (c.kind(op), c.payload(op).map(|p| &**p)) {
            (kind, Some(payload)) if kind.is_control_flow() => {
                for block in payload.blocks() {
                    let body = block.view(c.qubits(op).len() as u32, bits.len() as u32);
                    let mut inner = vec![false; bits.len()];
                    mark_written(&body, &mut inner);
                    for (w, _) in bits.iter().zip(inner).filter(|(_, x)| *x) {
                        written[w.index()] = true;
                    }
                }
            }
            _ => bits.iter().for_each(|w| written[w.index()] = true),
        }
    }
}

/// Any operation that is neither a library gate, an expandable call nor control flow.
fn other(c: &Circuit, op: Op, kind: Kind, levels: &mut Levels, tally: Option<&mut Tally>) {
    let qubits = c.qubits(op);
    let payload = c.payload(op).map(|p| &**p);
    let unitary = kind.is_unitary() || kind == Kind::Opaque;
    let cost = match unitary {
        true => t_cost::of_instruction(kind, payload),
        false => Some((0, 0)),
    };
    let weightless = matches!(kind, Kind::Barrier | Kind::Allocate | Kind::Release);
    if let Some(tally) = tally.filter(|_| !weightless) {
        tally.other(name_of(kind, payload));
        if unitary {
            tally.gate(qubits.len(), cost);
        }
    }
    let weight = match weightless {
        true => ZERO,
        false => {
            let two = i64::from(unitary && qubits.len() == 2);
            [1, two, cost.map_or(0, |(_, depth)| depth as i64)]
        }
    };
    let write = |_| kind != Kind::Barrier;
    advance(levels, qubits, c.bits(op), &write, weight);
}

/// A library gate: its weight is so small that neither the longest length nor "unreached" needs a look here.
#[inline]
fn advance_qubits(levels: &mut [Level], wires: &[Wire], weight: Level) {
    let plus = |a: Level| -> Level { std::array::from_fn(|i| a[i] + weight[i]) };
    match *wires {
        [q] => levels[q.index()] = plus(levels[q.index()]),
        [p, q] => {
            let end = plus(highest(levels[p.index()], levels[q.index()]));
            levels[p.index()] = end;
            levels[q.index()] = end;
        }
        _ => {
            let all = wires.iter().map(|w| levels[w.index()]);
            let end = plus(all.fold([UNREACHED; 3], highest));
            for w in wires {
                levels[w.index()] = end;
            }
        }
    }
}

fn advance(
    levels: &mut Levels,
    qubits: &[Wire],
    bits: &[Wire],
    write: &dyn Fn(usize) -> bool,
    weight: Level,
) {
    let mut start = [UNREACHED; 3];
    for w in qubits {
        start = highest(start, levels.qubits[w.index()]);
    }
    for (i, w) in bits.iter().enumerate() {
        let (written, read) = levels.bits[w.index()];
        start = highest(start, written);
        if write(i) {
            start = highest(start, read);
        }
    }
    let end = later(start, weight);
    for w in qubits {
        levels.qubits[w.index()] = end;
    }
    for (i, w) in bits.iter().enumerate() {
        let (written, read) = &mut levels.bits[w.index()];
        match write(i) {
            true => *written = end,
            false => *read = highest(*read, end),
        }
    }
}

/// The name an operation is counted under.
pub(crate) fn name_of(kind: Kind, payload: Option<&Payload>) -> String {
    match (kind, payload) {
        (Kind::Gate(g), _) => g.name().into(),
        (_, Some(Payload::Call { definition, .. })) => definition.name.to_string(),
        (_, Some(Payload::Controlled { polarity, base })) => {
            let inner = name_of(base.kind, base.payload.as_deref());
            match polarity.len() {
                1 => format!("c{inner}"),
                n => format!("c{n}{inner}"),
            }
        }
        (Kind::PauliEvolution, _) => "pauli_evolution".into(),
        (other, _) => format!("{other:?}").to_lowercase(),
    }
}

#[cfg(test)]
mod tests;
