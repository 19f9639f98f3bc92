// SPDX-License-Identifier: Apache-2.0
//! What holds of every circuit, and the code that looks.
//!
//! - [ ] **order**: the operations form one list; walking back visits the same ones
//! - [ ] **wires**: those of an operation exist, are distinct, qubits first
//! - [ ] **links**: the list of a wire holds exactly the operations on it, in the circuit's order
//! - [ ] **arity**: an operation has as many qubits, bits and angles as its kind and payload ask for
//! - [ ] **payload**: of the kind it belongs to, and well shaped: matrices square, unitary and finite, permutations
//!   bijective, Kraus operators complete, strings of I X Y Z
//! - [ ] **angles**: finite
//! - [ ] **conditions**: read bits the operation has; values as wide as the bits they are compared with
//! - [ ] **blocks**: as wide as their owner, valid themselves; `break` and `continue` inside loops only
//! - [ ] **definitions**: bodies as wide as the qubit list, of unitary operations and barriers, over the formal parameters
//! - [ ] **parameters**: declared once a name; every symbol used is declared, a loop's variable, or formal
//! - [ ] **layout**: initial and final are injective, into the qubits, equally long
//! - [ ] **registers**: of distinct existing wires
//! - [ ] **ledger**: bound and budget are numbers and not negative
//!
//! Passes are run with this between them in tests; what comes from outside (bytes, batch edits) goes through it always.

mod instruction;
mod links;

use rustc_hash::FxHashSet;

use crate::circuit::nesting::with_room;
use crate::circuit::{Definition, Kind, Place, Register};
use crate::{Angle, Circuit, Symbol};

/// A rule of the list above, broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The rule's name in the list.
    pub rule: &'static str,
    pub detail: String,
    /// Source place of the operation, if it is about one.
    pub place: Place,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.rule, self.detail)?;
        match self.place.line {
            0 => Ok(()),
            line => write!(f, " (line {line})"),
        }
    }
}

/// Look at everything; O(g) but for matrices, which are multiplied out.
pub fn check(circuit: &Circuit) -> Result<(), Vec<Violation>> {
    let found = with_room(circuit, || {
        let mut checker = Checker::default();
        checker.top(circuit);
        checker.found
    });
    match found.is_empty() {
        true => Ok(()),
        false => Err(found),
    }
}

/// Where a circuit stands.
#[derive(Clone, Default)]
struct Context {
    /// Symbols in scope beside the circuit's own parameters.
    symbols: Vec<Symbol>,
    in_loop: bool,
    in_definition: bool,
}

#[derive(Default)]
struct Checker {
    found: Vec<Violation>,
    /// Definitions looked at already; the circuit keeps them alive.
    definitions: FxHashSet<*const Definition>,
    place: Place,
}

impl Checker {
    fn violation(&mut self, rule: &'static str, detail: impl Into<String>) {
        self.found.push(Violation {
            rule,
            detail: detail.into(),
            place: self.place,
        });
    }

    fn top(&mut self, c: &Circuit) {
        for (i, p) in c.parameters.iter().enumerate() {
            if c.parameters[..i].iter().any(|q| q.name == p.name) {
                self.violation("parameters", format!("`{}` is declared twice", p.name));
            }
        }
        self.registers("qubit", &c.qubit_registers, c.num_qubits());
        self.registers("bit", &c.bit_registers, c.num_bits());
        if let Some(layout) = &c.layout {
            if layout.initial.len() != layout.last.len() {
                self.violation("layout", "initial and final differ in length");
            }
            for (side, list) in [("initial", &layout.initial), ("final", &layout.last)] {
                if !distinct_below(list, c.num_qubits()) {
                    self.violation("layout", format!("{side} is not injective into the qubits"));
                }
            }
        }
        let ledger = [c.ledger.bound, c.ledger.budget];
        if ledger.iter().any(|x| x.is_nan() || *x < 0.0) {
            self.violation("ledger", "the bound or the budget is negative or no number");
        }
        let context = Context {
            symbols: c.parameters.clone(),
            ..Context::default()
        };
        self.circuit(c, &context);
    }

    /// A circuit at the top, of a block or of a definition.
    fn circuit(&mut self, c: &Circuit, context: &Context) {
        self.angle(&c.phase, context);
        if !self.links(c) {
            return;
        }
        for op in c.iter() {
            self.place = c.place(op);
            let instruction = c.instruction(op);
            let (qubits, bits) = (c.qubits(op).len(), c.bits(op).len());
            self.instruction(&instruction, qubits, bits, context);
        }
        self.place = Place::default();
    }

    fn definition(&mut self, d: &Definition) {
        if !self.definitions.insert(d) {
            return;
        }
        for (i, p) in d.params.iter().enumerate() {
            if d.params[..i].contains(p) {
                let detail = format!("`{}` has two parameters `{}`", d.name, p.name);
                self.violation("definitions", detail);
            }
        }
        let Some(body) = &d.body else { return };
        if body.num_qubits() != d.qubits.len() || body.num_bits() != 0 {
            let detail = format!("the body of `{}` is not as wide as its qubit list", d.name);
            self.violation("definitions", detail);
        }
        let place = self.place;
        let context = Context {
            symbols: d.params.clone(),
            in_loop: false,
            in_definition: true,
        };
        self.circuit(body, &context);
        self.place = place;
    }

    fn angle(&mut self, angle: &Angle, context: &Context) {
        if angle.value().is_some_and(|x| !x.is_finite()) {
            self.violation("angles", format!("{angle} is not finite"));
        }
        if !angle.is_symbolic() {
            return;
        }
        for s in angle.symbols() {
            if !context.symbols.contains(&s) {
                self.violation("parameters", format!("`{}` is not declared", s.name));
            }
        }
    }

    fn registers(&mut self, what: &str, registers: &[Register], wires: usize) {
        for r in registers {
            if !distinct_below(&r.items, wires) {
                let detail = format!("{what} register `{}` repeats an item or lacks one", r.name);
                self.violation("registers", detail);
            }
        }
    }
}

/// Whether a kind may stand in the body of a gate.
fn fits_definition(kind: Kind) -> bool {
    kind.is_unitary() || matches!(kind, Kind::Barrier | Kind::Opaque)
}

/// Pairwise different numbers below `limit`.
fn distinct_below(list: &[u32], limit: usize) -> bool {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|w| w[0] != w[1]) && sorted.last().is_none_or(|&i| (i as usize) < limit)
}

#[cfg(test)]
mod tests;
