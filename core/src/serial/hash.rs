// SPDX-License-Identifier: Apache-2.0
//! A 128-bit hash of a circuit, equal for equal circuits: places, ledger and name do not count, nor does the
//! order of independent operations. The same on every machine and in every run of one format version.

use std::hash::Hasher;

use num_complex::Complex64;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::FORMAT;
use crate::angle::{Expr, Operator, Scalar};
use crate::circuit::nesting::with_room;
use crate::circuit::operation::Duration;
use crate::circuit::{Block, Condition, Instruction, Kind, Payload, Register};
use crate::{Angle, Circuit, Symbol, Wire};

/// Hash of what `==` of circuits compares.
pub fn structural_hash(circuit: &Circuit) -> u128 {
    let mut feed = Feed(SipHasher13::new());
    feed.number(u64::from(FORMAT));
    with_room(circuit, || feed.circuit(circuit));
    feed.0.finish128().as_u128()
}

/// Values in, in a form without ambiguity: every list after its length, every choice after its number.
struct Feed(SipHasher13);

impl Feed {
    fn number(&mut self, n: u64) {
        self.0.write(&n.to_le_bytes());
    }

    fn text(&mut self, s: &str) {
        self.number(s.len() as u64);
        self.0.write(s.as_bytes());
    }

    fn real(&mut self, x: f64) {
        // 0 and -0 are equal.
        self.number((x + 0.0).to_bits());
    }

    fn numbers(&mut self, list: impl ExactSizeIterator<Item = u64>) {
        self.number(list.len() as u64);
        list.for_each(|n| self.number(n));
    }

    fn flags(&mut self, list: &[bool]) {
        self.numbers(list.iter().map(|&b| u64::from(b)));
    }

    fn wires(&mut self, list: &[Wire]) {
        self.numbers(list.iter().map(|w| u64::from(w.0)));
    }

    fn matrix(&mut self, entries: &[Complex64]) {
        self.number(entries.len() as u64);
        for z in entries {
            self.real(z.re);
            self.real(z.im);
        }
    }

    fn circuit(&mut self, c: &Circuit) {
        self.number(c.num_qubits() as u64);
        self.number(c.num_bits() as u64);
        self.angle(&c.phase);
        match &c.layout {
            None => self.number(0),
            Some(l) => {
                self.number(1);
                self.numbers(l.initial.iter().map(|&w| u64::from(w)));
                self.numbers(l.last.iter().map(|&w| u64::from(w)));
            }
        }
        self.registers(&c.qubit_registers);
        self.registers(&c.bit_registers);
        self.number(c.len() as u64);
        for op in c.canonical_order() {
            self.kind(c.kind(op));
            self.wires(c.wires(op));
            self.angles(c.params(op));
            self.payload(c.payload(op).map(|p| &**p));
        }
    }

    fn registers(&mut self, registers: &[Register]) {
        self.number(registers.len() as u64);
        for r in registers {
            self.text(&r.name);
            self.numbers(r.items.iter().map(|&i| u64::from(i)));
        }
    }

    fn kind(&mut self, kind: Kind) {
        match kind {
            // Names, not numbers: the table of gates may grow in the middle.
            Kind::Gate(g) => self.text(g.name()),
            other => {
                self.number(u64::MAX);
                self.text(&format!("{other:?}"));
            }
        }
    }

    fn angles(&mut self, angles: &[Angle]) {
        self.number(angles.len() as u64);
        angles.iter().for_each(|a| self.angle(a));
    }

    fn angle(&mut self, angle: &Angle) {
        match angle {
            Angle::Pi(r) => {
                self.number(0);
                self.number(r.num as u64);
                self.number(u64::from(r.den));
            }
            Angle::Radians(x) => {
                self.number(1);
                self.real(*x);
            }
            Angle::Symbolic(e) => {
                self.number(2);
                self.expression(e);
            }
        }
    }

    fn expression(&mut self, e: &Expr) {
        match e {
            Expr::Affine { terms, constant } => {
                self.number(0);
                self.number(terms.len() as u64);
                for (symbol, coefficient) in terms {
                    self.symbol(symbol);
                    match coefficient {
                        Scalar::Ratio { num, den } => {
                            self.number(0);
                            self.number(*num as u64);
                            self.number(*den as u64);
                        }
                        Scalar::Real(x) => {
                            self.number(1);
                            self.real(*x);
                        }
                    }
                }
                self.angle(constant);
            }
            Expr::Call {
                function, argument, ..
            } => {
                self.number(1);
                self.text(function.name());
                self.angle(argument);
            }
            Expr::Binary {
                operator,
                left,
                right,
                ..
            } => {
                self.number(2);
                self.operator(*operator);
                self.angle(left);
                self.angle(right);
            }
        }
    }

    fn operator(&mut self, operator: Operator) {
        self.number(operator.symbol() as u64);
    }

    fn symbol(&mut self, symbol: &Symbol) {
        self.text(&symbol.name);
        self.number(symbol.identity);
    }

    fn instruction(&mut self, i: &Instruction) {
        self.kind(i.kind);
        self.angles(&i.params);
        self.payload(i.payload.as_deref());
    }

    /// The kind, fed before, says which payload follows.
    fn payload(&mut self, payload: Option<&Payload>) {
        let Some(payload) = payload else { return };
        match payload {
            Payload::Controlled { polarity, base } => {
                self.flags(polarity);
                self.instruction(base);
            }
            Payload::Call { definition, params } => {
                self.text(&definition.name);
                self.number(definition.params.len() as u64);
                definition.params.iter().for_each(|p| self.symbol(p));
                self.number(definition.qubits.len() as u64);
                definition.qubits.iter().for_each(|q| self.text(q));
                self.optional(definition.body.as_ref(), Feed::circuit);
                self.angles(params);
            }
            Payload::Unitary { matrix, label } => {
                self.matrix(matrix);
                self.optional(label.as_ref(), |f, l| f.text(l));
            }
            Payload::Diagonal { phases } => {
                self.number(phases.len() as u64);
                phases.iter().for_each(|&p| self.real(p));
            }
            Payload::Multiplexer { selects, cases } => {
                self.number(u64::from(*selects));
                self.number(cases.len() as u64);
                cases.iter().for_each(|c| self.instruction(c));
            }
            Payload::PauliEvolution { strings, time } => {
                self.number(strings.len() as u64);
                for (string, coefficient) in strings {
                    self.text(string);
                    self.angle(coefficient);
                }
                self.angle(time);
            }
            Payload::Permutation { image } => self.numbers(image.iter().map(|&i| u64::from(i))),
            Payload::Channel { kraus } => {
                self.number(kraus.len() as u64);
                kraus.iter().for_each(|k| self.matrix(k));
            }
            Payload::Delay { duration } => match duration {
                Duration::Nanoseconds(ns) => {
                    self.number(0);
                    self.real(*ns);
                }
                Duration::Steps(steps) => {
                    self.number(1);
                    self.number(*steps);
                }
                Duration::Symbolic(a) => {
                    self.number(2);
                    self.angle(a);
                }
            },
            Payload::Pulse { text } => self.text(text),
            Payload::Allocate { clean } => self.number(u64::from(*clean)),
            Payload::If {
                condition,
                then,
                otherwise,
            } => {
                self.condition(condition);
                self.block(then);
                self.optional(otherwise.as_ref(), Feed::block);
            }
            Payload::For {
                variable,
                values,
                body,
            } => {
                self.optional(variable.as_ref(), Feed::symbol);
                self.numbers(values.iter().map(|&v| v as u64));
                self.block(body);
            }
            Payload::While { condition, body } => {
                self.condition(condition);
                self.block(body);
            }
            Payload::Switch {
                bits,
                cases,
                default,
            } => {
                self.numbers(bits.iter().map(|&b| u64::from(b)));
                self.number(cases.len() as u64);
                for (values, block) in cases {
                    self.numbers(values.iter().copied());
                    self.block(block);
                }
                self.optional(default.as_ref(), Feed::block);
            }
            Payload::Region { body, label } => {
                self.block(body);
                self.text(label);
            }
        }
    }

    fn optional<T>(&mut self, value: Option<&T>, feed: impl FnOnce(&mut Self, &T)) {
        self.number(u64::from(value.is_some()));
        if let Some(v) = value {
            feed(self, v);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Single { instruction, bits } => {
                self.number(0);
                self.instruction(instruction);
                self.numbers(bits.iter().map(|&b| u64::from(b)));
            }
            Block::Body(c) => {
                self.number(1);
                self.circuit(c);
            }
        }
    }

    fn condition(&mut self, c: &Condition) {
        let mut list = |number: u64, cs: &[Condition]| {
            self.number(number);
            self.number(cs.len() as u64);
            cs.iter().for_each(|c| self.condition(c));
        };
        match c {
            Condition::And(cs) => list(0, cs),
            Condition::Or(cs) => list(1, cs),
            Condition::Xor(cs) => list(2, cs),
            Condition::Not(c) => list(3, std::slice::from_ref(c)),
            Condition::Constant(v) => {
                self.number(4);
                self.number(u64::from(*v));
            }
            Condition::Bit(b) => {
                self.number(5);
                self.number(u64::from(*b));
            }
            Condition::Equals { bits, value } | Condition::Less { bits, value } => {
                self.number(6 + u64::from(matches!(c, Condition::Less { .. })));
                self.numbers(bits.iter().map(|&b| u64::from(b)));
                self.flags(value);
            }
        }
    }
}
