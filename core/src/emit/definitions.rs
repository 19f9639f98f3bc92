// SPDX-License-Identifier: Apache-2.0
//! Which gates a text has to define, in an order in which each stands before its use.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use crate::circuit::{Definition, Instruction, Kind, Payload};
use crate::{Circuit, Gate, Op};

/// A gate to be defined.
pub(super) enum Item {
    /// A library gate the language's headers lack.
    Library(Gate),
    User(Arc<Definition>),
}

/// All definitions of a text.
pub(super) struct Definitions {
    pub order: Vec<Item>,
    /// Names of user gates by the definition's address, which the circuit keeps alive.
    names: FxHashMap<*const Definition, Arc<str>>,
    /// Library gates used, defined or known.
    pub used: [bool; Gate::ALL.len()],
}

impl Definitions {
    /// Of everything `circuit` calls, in a language that has the gates `known`, and control modifiers or not.
    pub fn of(
        circuit: &Circuit,
        known: fn(Gate) -> bool,
        modifiers: bool,
        names: &mut Names,
    ) -> Definitions {
        let mut collector = Collector {
            known,
            modifiers,
            seen: FxHashSet::default(),
            found: Definitions {
                order: Vec::new(),
                names: FxHashMap::default(),
                used: [false; Gate::ALL.len()],
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

struct Collector {
    known: fn(Gate) -> bool,
    modifiers: bool,
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

    fn instruction(&mut self, i: &Instruction) {
        match (i.kind, &i.payload) {
            (Kind::Gate(g), _) => self.gate(g),
            (_, Some(payload)) => self.payload(payload),
            _ => {}
        }
    }

    fn payload(&mut self, payload: &Payload) {
        match payload {
            Payload::Call { definition, .. } => {
                if self.seen.insert(Arc::as_ptr(definition)) {
                    if let Some(body) = &definition.body {
                        self.circuit(body);
                    }
                    self.found.order.push(Item::User(definition.clone()));
                }
            }
            Payload::Controlled { base, .. } if self.modifiers => self.instruction(base),
            Payload::Controlled { polarity, base } => {
                let closed = base.clone().controlled(&vec![true; polarity.len()]);
                if closed.kind != Kind::Controlled {
                    self.instruction(&closed);
                }
            }
            // Written as swaps.
            Payload::Permutation { .. } => self.gate(Gate::Swap),
            Payload::Multiplexer { cases, .. } => cases.iter().for_each(|c| self.instruction(c)),
            _ => {}
        }
    }

    #[inline]
    fn gate(&mut self, gate: Gate) {
        if std::mem::replace(&mut self.found.used[gate as usize], true) || (self.known)(gate) {
            return;
        }
        self.circuit(&gate.definition());
        self.found.order.push(Item::Library(gate));
    }
}
