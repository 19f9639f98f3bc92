// SPDX-License-Identifier: Apache-2.0
//! Operations as JSON: `{"qubits": 2, "clbits": 1, "ops": [["h", [], [0]], ["measure", [], [0], [0]]]}`.
//!
//! An operation is `[name, parameters, qubits, bits]`. Gates are given by the reference names, everything else
//! a program can define is expanded to them: calls, controlled gates, gates with a definition of their own,
//! constant loops, branches (`["if", {"bits": [..], "value": v}, then, else]`, nested where the condition
//! is no plain comparison). A global phase is `["gphase", [angle], []]`, a matrix
//! `["unitary", [], qubits, [], {"re": rows, "im": rows}]`. What has no such form keeps its own name. Angles
//! are radians; one with free parameters is a text.

use std::io::Write;

use super::angle::{self, Style};
use super::{branches, push_number, EmitError, CHUNK};
use crate::circuit::nesting::with_room;
use crate::circuit::operation::Duration;
use crate::circuit::{Block, Condition, Instruction, Kind, Operation, Payload, Place};
use crate::metrics::Metrics;
use crate::{Angle, Circuit, Gate, Wire};

/// Largest number of operations expanded.
const MAX_OPERATIONS: u64 = 100_000_000;
/// Widest diagonal written as a matrix.
const MAX_DIAGONAL_QUBITS: usize = 5;

/// Write the operations of `circuit` as one JSON object and a newline.
pub fn json(circuit: &Circuit, out: &mut (dyn Write + Send)) -> Result<(), EmitError> {
    with_room(circuit, || write(circuit, out))
}

fn write(circuit: &Circuit, out: &mut dyn Write) -> Result<(), EmitError> {
    if Metrics::of(circuit).gates > MAX_OPERATIONS {
        return Err(EmitError::CannotWrite {
            language: "a list of operations",
            what: format!(
                "more than {MAX_OPERATIONS} operations, which definitions and loops expand to"
            ),
            place: Place::default(),
            help: "write OpenQASM, which keeps them",
        });
    }
    let mut w = Writer {
        text: Vec::new(),
        out,
        first: true,
    };
    let (qubits, bits) = (circuit.num_qubits(), circuit.num_bits());
    write!(
        w.text,
        "{{\"qubits\": {qubits}, \"clbits\": {bits}, \"ops\": ["
    )?;
    let wires = Wires {
        qubits: (0..qubits as u32).collect(),
        bits: (0..bits as u32).collect(),
    };
    w.circuit(circuit, &wires, &[])?;
    w.text.extend_from_slice(b"]}\n");
    w.out.write_all(&w.text)?;
    Ok(())
}

/// The top circuit's numbers of a nested circuit's wires.
struct Wires {
    qubits: Vec<u32>,
    bits: Vec<u32>,
}

impl Wires {
    fn number(&self, w: Wire) -> u32 {
        match w.is_bit() {
            true => self.bits[w.index()],
            false => self.qubits[w.index()],
        }
    }

    /// Of a block of an operation on `wires`.
    fn inside(&self, wires: &[Wire]) -> Wires {
        let of = |bits: bool| {
            let own = wires.iter().filter(|w| w.is_bit() == bits);
            own.map(|&w| self.number(w)).collect()
        };
        Wires {
            qubits: of(false),
            bits: of(true),
        }
    }
}

/// A control of everything being written: the qubit, and whether it fires on |1>.
type Control = (u32, bool);

struct Writer<'a> {
    text: Vec<u8>,
    out: &'a mut dyn Write,
    /// Nothing in the present list yet.
    first: bool,
}

impl Writer<'_> {
    fn circuit(
        &mut self,
        c: &Circuit,
        wires: &Wires,
        controls: &[Control],
    ) -> Result<(), EmitError> {
        self.phase(&c.phase, controls);
        for op in c.iter() {
            match c.kind(op) {
                Kind::Gate(g) => {
                    let qubits = c.wires(op).iter().map(|&w| wires.number(w));
                    self.gate(g, c.params(op), &qubits.collect::<Vec<_>>(), controls)?;
                }
                _ => self.operation(&c.operation(op), wires, controls)?,
            }
            if self.text.len() >= CHUNK {
                self.out.write_all(&self.text)?;
                self.text.clear();
            }
        }
        Ok(())
    }

    fn operation(
        &mut self,
        o: &Operation,
        wires: &Wires,
        controls: &[Control],
    ) -> Result<(), EmitError> {
        let inside = wires.inside(&o.wires);
        let (qubits, bits) = (&inside.qubits, &inside.bits);
        let kind = o.instruction.kind;
        if kind.is_unitary() {
            return self.unitary(&o.instruction, qubits, controls);
        }
        let view = |b: &Block| b.view(qubits.len() as u32, bits.len() as u32).into_owned();
        match o.instruction.payload.as_deref() {
            Some(Payload::If {
                condition,
                then,
                otherwise,
            }) => self.branch(
                condition,
                &mut vec![None; bits.len()],
                &inside,
                &mut |w, yes| {
                    let block = if yes { Some(then) } else { otherwise.as_ref() };
                    block.map_or(Ok(()), |b| w.circuit(&view(b), &inside, controls))
                },
            ),
            Some(Payload::Switch {
                bits: selector,
                cases,
                default,
            }) => {
                let number = |wires: &Wires| -> Vec<u32> {
                    selector.iter().map(|&b| wires.bits[b as usize]).collect()
                };
                let selector = number(&inside);
                let cases: Vec<(u64, &Block)> = (cases.iter())
                    .flat_map(|(values, block)| values.iter().map(move |&v| (v, block)))
                    .collect();
                self.cases(&selector, &cases, &mut |w, case| {
                    let block = case.or(default.as_ref());
                    block.map_or(Ok(()), |b| w.circuit(&view(b), &inside, controls))
                })
            }
            Some(Payload::For {
                variable,
                values,
                body,
            }) => {
                let body = view(body);
                for &value in values {
                    match variable {
                        None => self.circuit(&body, &inside, controls)?,
                        Some(v) => {
                            let number = Angle::radians(value as f64);
                            let bound = body
                                .bind(&|s| (s == v).then(|| number.clone()))
                                .map_err(|e| cannot(e.to_string(), o.place))?;
                            self.circuit(&bound, &inside, controls)?;
                        }
                    }
                }
                Ok(())
            }
            Some(Payload::While { condition, body }) => {
                self.start("while");
                self.text.extend_from_slice(b", ");
                let name = |b: u32| format!("c{}", bits[b as usize]);
                self.quoted(&branches::describe_condition(condition, &name, &|_| None));
                self.list(&mut |w| w.circuit(&view(body), &inside, controls))?;
                self.text.push(b']');
                Ok(())
            }
            Some(Payload::Region { body, .. }) => self.circuit(&view(body), &inside, controls),
            payload => {
                self.start(&name_of(kind, payload));
                self.text.extend_from_slice(b", [");
                match payload {
                    Some(Payload::Delay { duration }) => match duration {
                        Duration::Nanoseconds(ns) => write!(self.text, "{ns:?}")?,
                        Duration::Steps(steps) => push_number(&mut self.text, *steps),
                        Duration::Symbolic(a) => self.angle(a),
                    },
                    Some(Payload::Call { params, .. }) => self.angles(params),
                    _ => {}
                }
                self.text.push(b']');
                self.numbers(qubits);
                if !bits.is_empty() {
                    self.numbers(bits);
                }
                self.text.push(b']');
                Ok(())
            }
        }
    }

    /// A unitary instruction on the qubits of those numbers.
    fn unitary(
        &mut self,
        i: &Instruction,
        qubits: &[u32],
        controls: &[Control],
    ) -> Result<(), EmitError> {
        let here = || Wires {
            qubits: qubits.to_vec(),
            bits: Vec::new(),
        };
        match i.payload.as_deref() {
            None => match i.kind {
                Kind::Gate(g) => self.gate(g, &i.params, qubits, controls),
                _ => Ok(()),
            },
            Some(Payload::Controlled { polarity, base }) => {
                let own = qubits.iter().copied().zip(polarity.iter().copied());
                let all: Vec<Control> = controls.iter().copied().chain(own).collect();
                self.unitary(base, &qubits[polarity.len()..], &all)
            }
            Some(Payload::Call { definition, params }) => match definition.instantiate(params) {
                Ok(Some(body)) => self.circuit(&body, &here(), controls),
                Ok(None) => self.closed(controls, |w, closed| {
                    w.plain(&definition.name, params, qubits, closed);
                    Ok(())
                }),
                Err(e) => Err(cannot(e.to_string(), Place::default())),
            },
            Some(Payload::Multiplexer { selects, cases }) => {
                let (select, rest) = qubits.split_at(*selects as usize);
                for (value, case) in cases.iter().enumerate() {
                    let own = (0..).zip(select).map(|(k, &q)| (q, value >> k & 1 == 1));
                    let all: Vec<Control> = controls.iter().copied().chain(own).collect();
                    self.unitary(case, rest, &all)?;
                }
                Ok(())
            }
            Some(Payload::Permutation { image }) => {
                for (a, b) in super::swaps(image) {
                    self.gate(Gate::Swap, &[], &[qubits[a], qubits[b]], controls)?;
                }
                Ok(())
            }
            Some(Payload::Unitary { matrix, .. }) => {
                let entry = |r: usize, c: usize, d: usize| matrix[r * d + c];
                self.matrix(qubits, controls, &entry)
            }
            Some(Payload::Diagonal { phases }) if qubits.len() <= MAX_DIAGONAL_QUBITS => {
                let entry = |r: usize, c: usize, _| match r == c {
                    true => num_complex::Complex64::cis(phases[r]),
                    false => num_complex::Complex64::default(),
                };
                self.matrix(qubits, controls, &entry)
            }
            Some(payload) => {
                let payload = payload.clone();
                self.closed(controls, |w, closed| {
                    w.rare(&payload, qubits, closed);
                    Ok(())
                })
            }
        }
    }

    fn gate(
        &mut self,
        gate: Gate,
        params: &[Angle],
        qubits: &[u32],
        controls: &[Control],
    ) -> Result<(), EmitError> {
        if is_reference(gate) {
            let name = match gate {
                Gate::U0 => return Ok(()),
                other => other.name(),
            };
            if controls.is_empty() {
                self.plain(name, params, qubits, &[]);
                return Ok(());
            }
            return self.closed(controls, |w, closed| {
                w.plain(name, params, qubits, closed);
                Ok(())
            });
        }
        let body = gate.definition().expect("only reference gates have none");
        let formal = gate.record().parameters;
        let value = |s: &crate::Symbol| {
            let i = formal.iter().position(|p| **p == *s.name)?;
            Some(params[i].clone())
        };
        let bound = body
            .bind(&value)
            .map_err(|e| cannot(e.to_string(), Place::default()))?;
        let wires = Wires {
            qubits: qubits.to_vec(),
            bits: Vec::new(),
        };
        self.circuit(&bound, &wires, controls)
    }

    fn phase(&mut self, phase: &Angle, controls: &[Control]) {
        if phase.is_zero() {
            return;
        }
        let Some(((last, polarity), others)) = controls.split_last() else {
            self.plain("gphase", std::slice::from_ref(phase), &[], &[]);
            return;
        };
        // A phase under controls is a phase gate on one of them.
        let flipped: Vec<Control> = [(*last, *polarity)].into();
        let done = self.closed(&flipped, |w, _| {
            w.closed(others, |w, closed| {
                w.plain("p", std::slice::from_ref(phase), &[*last], closed);
                Ok(())
            })
        });
        done.expect("nothing in it fails");
    }

    /// Write with every control closed: x gates around for the open ones.
    fn closed(
        &mut self,
        controls: &[Control],
        inner: impl FnOnce(&mut Self, &[u32]) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let open: Vec<u32> = controls.iter().filter(|c| !c.1).map(|c| c.0).collect();
        let all: Vec<u32> = controls.iter().map(|c| c.0).collect();
        open.iter().for_each(|&q| self.plain("x", &[], &[q], &[]));
        inner(self, &all)?;
        open.iter().for_each(|&q| self.plain("x", &[], &[q], &[]));
        Ok(())
    }

    /// `[name, params, qubits]`, with `c` or `cN` before the name for controls.
    fn plain(&mut self, name: &str, params: &[Angle], qubits: &[u32], controls: &[u32]) {
        match controls.len() {
            0 => self.start(name),
            1 => self.start(&format!("c{name}")),
            n => self.start(&format!("c{n}{name}")),
        }
        self.text.extend_from_slice(b", [");
        self.angles(params);
        self.text.extend_from_slice(b"], [");
        self.bare_numbers(controls.iter().chain(qubits));
        self.text.extend_from_slice(b"]]");
    }

    fn matrix(
        &mut self,
        qubits: &[u32],
        controls: &[Control],
        entry: &dyn Fn(usize, usize, usize) -> num_complex::Complex64,
    ) -> Result<(), EmitError> {
        let d = 1usize << qubits.len();
        let free = controls.len();
        let size = d << free;
        let pattern = (0..).zip(controls).map(|(k, c)| usize::from(c.1) << k);
        let fires: usize = pattern.sum();
        let full = |r: usize, c: usize| {
            let mask = (1 << free) - 1;
            match (r & mask == fires, c & mask == fires) {
                (true, true) => entry(r >> free, c >> free, d),
                _ => num_complex::Complex64::from(f64::from(u8::from(r == c))),
            }
        };
        self.start("unitary");
        self.text.extend_from_slice(b", [], [");
        let numbers: Vec<u32> = controls
            .iter()
            .map(|c| c.0)
            .chain(qubits.iter().copied())
            .collect();
        self.bare_numbers(numbers.iter());
        self.text.extend_from_slice(b"], [], {");
        for (part, key) in ["\"re\": [", "], \"im\": ["].iter().enumerate() {
            self.text.extend_from_slice(key.as_bytes());
            for r in 0..size {
                self.text
                    .extend_from_slice(if r == 0 { b"[" } else { b", [" });
                for c in 0..size {
                    let z = full(r, c);
                    let x = if part == 0 { z.re } else { z.im };
                    if c > 0 {
                        self.text.extend_from_slice(b", ");
                    }
                    write!(self.text, "{x:?}")?;
                }
                self.text.push(b']');
            }
        }
        self.text.extend_from_slice(b"]}]");
        Ok(())
    }

    /// A unitary without a reference form, under its own name.
    fn rare(&mut self, payload: &Payload, qubits: &[u32], controls: &[u32]) {
        match payload {
            Payload::PauliEvolution { strings, time } => {
                self.start(&format!("{}pauli_evolution", "c".repeat(controls.len())));
                self.text.extend_from_slice(b", [");
                self.angle(time);
                for (string, coefficient) in strings {
                    self.text.extend_from_slice(b", [");
                    self.quoted(string);
                    self.text.extend_from_slice(b", ");
                    self.angle(coefficient);
                    self.text.push(b']');
                }
            }
            Payload::Diagonal { phases } => {
                self.start(&format!("{}diagonal", "c".repeat(controls.len())));
                self.text.extend_from_slice(b", [");
                let phases: Vec<Angle> = phases.iter().map(|&p| Angle::radians(p)).collect();
                self.angles(&phases);
            }
            _ => {
                self.start("unknown");
                self.text.extend_from_slice(b", [");
            }
        }
        self.text.push(b']');
        let all: Vec<u32> = controls.iter().chain(qubits).copied().collect();
        self.numbers(&all);
        self.text.push(b']');
    }

    /// A condition as nested comparisons of one bit each; a plain comparison stays one.
    fn branch(
        &mut self,
        condition: &Condition,
        known: &mut Vec<Option<bool>>,
        inside: &Wires,
        block: &mut dyn FnMut(&mut Self, bool) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        if let Some(decided) = branches::decide(condition, known) {
            return block(self, decided);
        }
        let (bits, value, next) = match condition {
            Condition::Equals { bits, value } if known.iter().all(Option::is_none) => {
                (bits.clone(), value.clone(), None)
            }
            _ => {
                let bit = branches::first_open(condition, known);
                (vec![bit], vec![true], Some(bit))
            }
        };
        let numbers: Vec<u32> = bits.iter().map(|&b| inside.bits[b as usize]).collect();
        self.comparison(&numbers, &super::condition::decimal(&value));
        for side in [true, false] {
            let first = self.open();
            match next {
                None => block(self, side)?,
                Some(bit) => {
                    known[bit as usize] = Some(side);
                    self.branch(condition, known, inside, block)?;
                    known[bit as usize] = None;
                }
            }
            self.close(first);
        }
        self.text.push(b']');
        Ok(())
    }

    fn cases(
        &mut self,
        selector: &[u32],
        cases: &[(u64, &Block)],
        block: &mut dyn FnMut(&mut Self, Option<&Block>) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let mut firsts = Vec::new();
        for (value, case) in cases {
            self.comparison(selector, &value.to_string());
            let first = self.open();
            block(self, Some(case))?;
            self.close(first);
            firsts.push(self.open());
        }
        block(self, None)?;
        for first in firsts.into_iter().rev() {
            self.close(first);
            self.text.push(b']');
        }
        Ok(())
    }

    fn comparison(&mut self, bits: &[u32], value: &str) {
        self.start("if");
        self.text.extend_from_slice(b", {\"bits\": [");
        self.bare_numbers(bits.iter());
        self.text.extend_from_slice(b"], \"value\": ");
        self.text.extend_from_slice(value.as_bytes());
        self.text.push(b'}');
    }

    fn list(
        &mut self,
        inner: &mut dyn FnMut(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let first = self.open();
        inner(self)?;
        self.close(first);
        Ok(())
    }

    /// Begin a list inside an operation; returns what [`Writer::close`] needs.
    fn open(&mut self) -> bool {
        self.text.extend_from_slice(b", [");
        std::mem::replace(&mut self.first, true)
    }

    fn close(&mut self, first: bool) {
        self.text.push(b']');
        self.first = first;
    }

    /// `["name"`, after a comma where one is due.
    fn start(&mut self, name: &str) {
        if !std::mem::replace(&mut self.first, false) {
            self.text.extend_from_slice(b", ");
        }
        self.text.push(b'[');
        self.quoted(name);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push(b'"');
        for c in text.chars() {
            match c {
                '"' | '\\' => write!(self.text, "\\{c}"),
                c if c < ' ' => write!(self.text, "\\u{:04x}", c as u32),
                c => write!(self.text, "{c}"),
            }
            .expect("a vector takes all");
        }
        self.text.push(b'"');
    }

    fn numbers(&mut self, numbers: &[u32]) {
        self.text.extend_from_slice(b", [");
        self.bare_numbers(numbers.iter());
        self.text.push(b']');
    }

    fn bare_numbers<'n>(&mut self, numbers: impl Iterator<Item = &'n u32>) {
        for (i, &n) in numbers.enumerate() {
            if i > 0 {
                self.text.extend_from_slice(b", ");
            }
            push_number(&mut self.text, u64::from(n));
        }
    }

    fn angles(&mut self, angles: &[Angle]) {
        for (i, a) in angles.iter().enumerate() {
            if i > 0 {
                self.text.extend_from_slice(b", ");
            }
            self.angle(a);
        }
    }

    fn angle(&mut self, angle: &Angle) {
        match angle.value() {
            Some(x) => write!(self.text, "{x:?}").expect("a vector takes all"),
            None => {
                let mut text = Vec::new();
                let style = Style {
                    power: "**",
                    logarithm: "log",
                    real_denominators: false,
                    symbol: &|s| s.name.to_string(),
                };
                angle::push(&mut text, angle, &style);
                self.quoted(&String::from_utf8_lossy(&text));
            }
        }
    }
}

/// Gates whose name is one of the reference names, or a reference name under controls.
fn is_reference(gate: Gate) -> bool {
    !matches!(
        gate,
        Gate::R
            | Gate::Gpi
            | Gate::Gpi2
            | Gate::Phxz
            | Gate::Iswap
            | Gate::Iswapdg
            | Gate::Siswap
            | Gate::Siswapdg
            | Gate::Ecr
            | Gate::Dcx
            | Gate::Rzx
            | Gate::Ms
            | Gate::Rccx
            | Gate::Rc3x
    )
}

fn name_of(kind: Kind, payload: Option<&Payload>) -> String {
    match payload {
        Some(Payload::Call { definition, .. }) => definition.name.to_string(),
        _ => format!("{kind:?}").to_lowercase(),
    }
}

fn cannot(what: String, place: Place) -> EmitError {
    EmitError::CannotWrite {
        language: "a list of operations",
        what,
        place,
        help: "write OpenQASM 3 (`--to qasm3`)",
    }
}
