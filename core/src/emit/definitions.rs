// SPDX-License-Identifier: Apache-2.0
//! Which gates a text has to define, in an order in which each stands before its use.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use crate::circuit::{Definition, Instruction, Kind, Operation, Payload};
use crate::gate::Library;
use crate::{Angle, Circuit, Gate, Op, Symbol};

/// A gate to be defined.
pub(super) enum Item {
    /// A library gate the language's headers lack.
    Library(Gate),
    User(Arc<Definition>),
}

/// Whether a language has a gate; `true`: also inside a definition or under controls, where its phase counts.
pub(super) type Known = fn(Gate, bool) -> bool;

/// All definitions of a text.
pub(super) struct Definitions {
    pub order: Vec<Item>,
    /// Names of user gates by the definition's address, which the circuit keeps alive.
    names: FxHashMap<*const Definition, Arc<str>>,
}

impl Definitions {
    /// Of everything `circuit` calls, in a language that has the gates `known`, and control modifiers or not.
    pub fn of(circuit: &Circuit, known: Known, modifiers: bool, names: &mut Names) -> Definitions {
        let mut collector = Collector {
            known,
            modifiers,
            inside: false,
            used: [[false; Gate::ALL.len()]; 2],
            seen: FxHashSet::default(),
            found: Definitions {
                order: Vec::new(),
                names: FxHashMap::default(),
            },
        };
        collector.circuit(circuit);
        let mut found = collector.found;
        // Library gates keep their names, so they come first.
        for item in &found.order {
            if let Item::Library(g) = item {
                names.reserve(g.name());
            }
        }
        found.name_users(names);
        found
    }

    pub fn name(&self, definition: &Arc<Definition>) -> &str {
        &self.names[&Arc::as_ptr(definition)]
    }

    /// Name user gates; those that say the same under the same name become one.
    fn name_users(&mut self, names: &mut Names) {
        let mut by_name: FxHashMap<Arc<str>, Vec<Arc<Definition>>> = FxHashMap::default();
        let order = std::mem::take(&mut self.order);
        for item in order {
            let Item::User(d) = item else {
                self.order.push(item);
                continue;
            };
            let same = by_name.entry(d.name.clone()).or_default();
            let name = match same.iter().find(|other| ***other == *d) {
                Some(other) => self.names[&Arc::as_ptr(other)].clone(),
                None => {
                    same.push(d.clone());
                    self.order.push(Item::User(d.clone()));
                    Arc::from(names.take(&d.name))
                }
            };
            self.names.insert(Arc::as_ptr(&d), name);
        }
    }
}

/// What we write as the body of a library gate's definition; `None` for gates no text has to define.
pub(super) fn library_body(gate: Gate) -> Option<Circuit> {
    if let Some(body) = gate.definition() {
        return Some(body);
    }
    // Gates the library defines others by, but a header may lack.
    if gate == Gate::U {
        let [theta, phi, lambda] =
            ["theta", "phi", "lambda"].map(|n| Angle::symbol(Symbol::named(n)));
        let mut body = Circuit::new(1, 0);
        for (g, angle) in [(Gate::P, lambda), (Gate::Ry, theta), (Gate::P, phi)] {
            body.push(Operation::gate(g, [angle], &[0]));
        }
        return Some(body);
    }
    // H and its like turn Z into X.
    let (side, phase) = match gate {
        Gate::Sx => (Gate::Sdg, Angle::QUARTER_PI),
        Gate::Sxdg => (Gate::S, Angle::QUARTER_PI.neg()),
        _ => return None,
    };
    let mut body = Circuit::new(1, 0);
    for g in [side, Gate::H, side] {
        body.push(Operation::gate(g, [], &[0]));
    }
    body.phase = phase;
    Some(body)
}

/// The library gate a definition in a file stands for: it has the gate's name, and says gate for gate what we
/// write as the definition of that gate. Phases, which a body cannot always hold, are not compared.
pub fn defines_library_gate(definition: &Definition) -> Option<Gate> {
    let gate = Gate::from_name(&definition.name).filter(|g| g.name() == &*definition.name)?;
    let record = gate.record();
    if record.library == Library::Qelib1
        || definition.params.len() != record.parameters.len()
        || definition.qubits.len() != gate.num_qubits()
    {
        return None;
    }
    let params: Vec<Angle> = (record.parameters.iter())
        .map(|p| Angle::symbol(Symbol::named(p)))
        .collect();
    let (theirs, ours) = (definition.instantiate(&params).ok()??, library_body(gate)?);
    let same = |(a, b): (Op, Op)| {
        theirs.kind(a) == ours.kind(b)
            && theirs.wires(a) == ours.wires(b)
            && theirs.params(a) == ours.params(b)
    };
    let equal = theirs.len() == ours.len() && theirs.iter().zip(ours.iter()).all(same);
    equal.then_some(gate)
}

struct Collector {
    known: Known,
    modifiers: bool,
    /// In a definition, or under controls.
    inside: bool,
    /// Library gates met outside and inside.
    used: [[bool; Gate::ALL.len()]; 2],
    seen: FxHashSet<*const Definition>,
    found: Definitions,
}

impl Collector {
    fn circuit(&mut self, c: &Circuit) {
        for op in c.iter() {
            match c.kind(op) {
                Kind::Gate(g) => self.gate(g),
                Kind::Measure | Kind::Reset | Kind::Barrier => {}
                _ => self.operation(c, op),
            }
        }
    }

    fn operation(&mut self, c: &Circuit, op: Op) {
        let Some(payload) = c.payload(op) else {
            return;
        };
        self.payload(payload);
        let (qubits, bits) = (c.qubits(op).len() as u32, c.bits(op).len() as u32);
        for block in payload.blocks() {
            self.circuit(&block.view(qubits, bits));
        }
    }

    /// Something inside a definition or under controls.
    fn nested(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.inside, true);
        visit(self);
        self.inside = before;
    }

    fn instruction(&mut self, i: &Instruction) {
        match (i.kind, &i.payload) {
            (Kind::Gate(g), _) => self.gate(g),
            (_, Some(payload)) => self.payload(payload),
            _ => {}
        }
    }

    fn payload(&mut self, payload: &Payload) {
        match payload {
            Payload::Call { definition, .. } if self.seen.insert(Arc::as_ptr(definition)) => {
                if let Some(body) = &definition.body {
                    self.nested(|c| c.circuit(body));
                }
                self.found.order.push(Item::User(definition.clone()));
            }
            Payload::Controlled { base, .. } if self.modifiers => {
                self.nested(|c| c.instruction(base))
            }
            Payload::Controlled { polarity, base } => {
                let closed = base.clone().controlled(&vec![true; polarity.len()]);
                if closed.kind != Kind::Controlled {
                    self.instruction(&closed);
                }
            }
            // Written as swaps.
            Payload::Permutation { .. } => self.gate(Gate::Swap),
            Payload::Multiplexer { cases, .. } => {
                self.nested(|c| cases.iter().for_each(|case| c.instruction(case)));
            }
            _ => {}
        }
    }

    #[inline]
    fn gate(&mut self, gate: Gate) {
        if std::mem::replace(
            &mut self.used[usize::from(self.inside)][gate as usize],
            true,
        ) || (self.known)(gate, self.inside)
        {
            return;
        }
        let gate = if gate == Gate::U2 { Gate::U } else { gate };
        if self
            .found
            .order
            .iter()
            .any(|i| matches!(i, Item::Library(g) if *g == gate))
        {
            return;
        }
        if let Some(body) = library_body(gate) {
            self.nested(|c| c.circuit(&body));
        }
        self.found.order.push(Item::Library(gate));
    }
}
