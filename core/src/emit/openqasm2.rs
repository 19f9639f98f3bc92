// SPDX-License-Identifier: Apache-2.0
//! OpenQASM 2.0.
//!
//! Choices where the language leaves some:
//! - Readers agree on the 23 gates of the published `qelib1.inc` only. `p`, `u` and `cp` are written under
//!   their published names `u1`, `u3`, `cu1`; any other gate gets a `gate` definition, the library's own. A reader that knows the
//!   gate may take a definition that says the same as its own for the builtin gate; ours does.
//! - A gate body cannot hold a global phase. What the bodies leave out is added to the circuit's phase, which a
//!   `// qcompile: phase` comment keeps; `// qcompile: layout` keeps the layout. Under a condition a phase
//!   has no effect, so there it is dropped.
//! - Conditions compare whole registers with one value. A block is written as one statement for each of its
//!   operations, which is right as long as none but the last writes the register.
//! - Registers that are not runs of consecutive wires are written under other names.

use std::io::Write;

use super::angle::{self, Style};
use super::condition::{self, Test};
use super::definitions::{library_body, Definitions, Item};
use super::names::{declare, indexed, Declared, Names};
use super::phases::UnsaidPhases;
use super::{push_number, swaps, EmitError, Operands, CHUNK};
use crate::circuit::nesting::with_room;
use crate::circuit::{Block, Instruction, Kind, Payload, Place};
use crate::gate::Library;
use crate::{Angle, Circuit, Gate, Op, Symbol, Wire};

const KEYWORDS: &[&str] = &[
    "OPENQASM", "include", "qreg", "creg", "gate", "opaque", "measure", "reset", "barrier", "if",
    "U", "CX", "pi", "sin", "cos", "tan", "exp", "ln", "sqrt",
];
const EXPAND: &str =
    "compile to a basis first (`--basis cx,rz,sx,x`), or write OpenQASM 3 (`--to qasm3`)";
const DYNAMIC: &str = "write OpenQASM 3 (`--to qasm3`)";

/// Write `circuit` as OpenQASM 2.0.
pub fn openqasm2(circuit: &Circuit, out: &mut (dyn Write + Send)) -> Result<(), EmitError> {
    with_room(circuit, || write(circuit, out))
}

fn write(circuit: &Circuit, out: &mut dyn Write) -> Result<(), EmitError> {
    let known = Gate::ALL.iter().filter(|&&g| is_published(g));
    let reserved = KEYWORDS.iter().copied().chain(known.map(|&g| spelling(g)));
    let mut names = Names::new(true, reserved);
    let definitions = Definitions::of(circuit, |g, _| is_published(g), false, &mut names);
    let qubits = declare(
        &mut names,
        circuit.num_qubits(),
        &circuit.qubit_registers,
        "q",
    );
    let bits = declare(&mut names, circuit.num_bits(), &circuit.bit_registers, "c");
    let (qubit_texts, bit_texts) = (indexed(&qubits), indexed(&bits));
    let operands = Operands::new(
        qubit_texts.iter().map(Vec::as_slice),
        bit_texts.iter().map(Vec::as_slice),
    );
    let mut writer = Writer {
        text: b"OPENQASM 2.0;\ninclude \"qelib1.inc\";\n".to_vec(),
        definitions: &definitions,
        qubits: &qubits,
        bits: &bits,
        prefix: Vec::new(),
    };
    writer.comments(circuit)?;
    for item in &definitions.order {
        writer.definition(item)?;
    }
    for (keyword, registers) in [("qreg", &qubits), ("creg", &bits)] {
        for r in registers {
            writeln!(writer.text, "{keyword} {}[{}];", r.name, r.len)?;
        }
    }
    let scope = Scope {
        operands,
        params: &[],
        end: b"\n",
        outermost: true,
    };
    for op in circuit.iter() {
        writer.operation(circuit, op, &scope)?;
        if writer.text.len() >= CHUNK {
            out.write_all(&writer.text)?;
            writer.text.clear();
        }
    }
    out.write_all(&writer.text)?;
    Ok(())
}

/// In the published header, possibly under another of its names.
fn is_published(gate: Gate) -> bool {
    gate.record().library == Library::Qelib1 || matches!(gate, Gate::P | Gate::U | Gate::Cp)
}

#[inline]
fn spelling(gate: Gate) -> &'static str {
    match gate {
        Gate::P => "u1",
        Gate::U => "u3",
        Gate::Cp => "cu1",
        other => other.name(),
    }
}

fn cannot(what: impl Into<String>, place: Place, help: &'static str) -> EmitError {
    EmitError::CannotWrite {
        language: "OpenQASM 2",
        what: what.into(),
        place,
        help,
    }
}

/// Names of the qubits of a definition we write for a library gate.
const FORMAL: [&[u8]; 5] = [b"q0", b"q1", b"q2", b"q3", b"q4"];

/// Where statements stand: at the top, or in the body of a definition.
struct Scope<'a> {
    operands: Operands,
    /// Formal parameters and what they are called; the only symbols there are.
    params: &'a [(Symbol, String)],
    /// What follows a statement.
    end: &'static [u8],
    /// Wires are numbered as the circuit's.
    outermost: bool,
}

/// Label of a region in which a gate and its inverse alternate between barriers (`qcompile.circuit.FOLDED`).
const FOLDED: &str = "folded";

struct Writer<'a> {
    text: Vec<u8>,
    definitions: &'a Definitions,
    qubits: &'a [Declared],
    bits: &'a [Declared],
    /// `if(c==1) `, inside a block.
    prefix: Vec<u8>,
}

impl Writer<'_> {
    fn comments(&mut self, c: &Circuit) -> Result<(), EmitError> {
        let phase = UnsaidPhases::default()
            .of_circuit(c)
            .map_err(|e| cannot(format!("the global phase: {e}"), Place::default(), DYNAMIC))?;
        let phase = phase.modulo(2);
        if !phase.is_zero() {
            self.text.extend_from_slice(b"// qcompile: phase ");
            self.angle(&phase, &[], Place::default())?;
            self.text.push(b'\n');
        }
        if let Some(layout) = &c.layout {
            self.text.extend_from_slice(b"// qcompile: layout initial");
            self.numbers(&layout.initial);
            self.text.extend_from_slice(b" final");
            self.numbers(&layout.last);
            self.text.push(b'\n');
        }
        Ok(())
    }

    fn numbers(&mut self, list: &[u32]) {
        for &n in list {
            self.text.push(b' ');
            push_number(&mut self.text, u64::from(n));
        }
    }

    fn definition(&mut self, item: &Item) -> Result<(), EmitError> {
        let library;
        let (name, params, qubits, body) = match item {
            Item::Library(gate) => {
                library = library_body(*gate);
                let params = gate.record().parameters.iter();
                let params = params.map(|p| (Symbol::named(p), p.to_string())).collect();
                let qubits: Vec<_> = FORMAL[..gate.num_qubits()]
                    .iter()
                    .map(|q| q.to_vec())
                    .collect();
                (gate.name(), params, qubits, library.as_ref())
            }
            Item::User(d) => {
                let mut names = Names::new(true, KEYWORDS.iter().copied());
                let params: Vec<_> = (d.params.iter())
                    .map(|p| (p.clone(), names.take(&p.name)))
                    .collect();
                let qubits = d
                    .qubits
                    .iter()
                    .map(|q| names.take(q).into_bytes())
                    .collect();
                (self.definitions.name(d), params, qubits, d.body.as_ref())
            }
        };
        write!(
            self.text,
            "{} {name}",
            if body.is_some() { "gate" } else { "opaque" }
        )?;
        if !params.is_empty() {
            let params: Vec<&str> = params.iter().map(|p| p.1.as_str()).collect();
            write!(self.text, "({})", params.join(","))?;
        }
        self.text.push(b' ');
        self.text.extend_from_slice(&qubits.join(&b','));
        let Some(body) = body else {
            self.text.extend_from_slice(b";\n");
            return Ok(());
        };
        self.text.extend_from_slice(b" { ");
        let scope = Scope {
            operands: Operands::new(qubits.iter().map(Vec::as_slice), []),
            params: &params,
            end: b" ",
            outermost: false,
        };
        for op in body.iter() {
            self.operation(body, op, &scope)?;
        }
        self.text.extend_from_slice(b"}\n");
        Ok(())
    }

    #[inline]
    fn operation(&mut self, c: &Circuit, op: Op, scope: &Scope<'_>) -> Result<(), EmitError> {
        match c.kind(op) {
            Kind::Gate(g) => {
                self.text.extend_from_slice(&self.prefix);
                self.text.extend_from_slice(spelling(g).as_bytes());
                let params = c.params(op);
                if !params.is_empty() {
                    self.angles(params, scope, c.place(op))?;
                }
                self.finish(scope, c.qubits(op));
                Ok(())
            }
            _ => self.other(c, op, scope),
        }
    }

    fn other(&mut self, c: &Circuit, op: Op, scope: &Scope<'_>) -> Result<(), EmitError> {
        let (qubits, place) = (c.qubits(op), c.place(op));
        match (c.kind(op), c.payload(op).map(|p| &**p)) {
            (Kind::Call | Kind::Opaque, Some(Payload::Call { definition, params })) => {
                self.text.extend_from_slice(&self.prefix);
                let name = self.definitions.name(definition);
                self.text.extend_from_slice(name.as_bytes());
                if !params.is_empty() {
                    self.angles(params, scope, place)?;
                }
                self.finish(scope, qubits);
                Ok(())
            }
            (Kind::Controlled, Some(Payload::Controlled { polarity, base })) => {
                self.controlled(polarity, base, qubits, scope, place)
            }
            (Kind::Measure, _) => {
                self.text.extend_from_slice(&self.prefix);
                self.text.extend_from_slice(b"measure ");
                self.text.extend_from_slice(scope.operands.get(qubits[0]));
                self.text.extend_from_slice(b" -> ");
                self.text
                    .extend_from_slice(scope.operands.get(c.bits(op)[0]));
                self.text.push(b';');
                self.text.extend_from_slice(scope.end);
                Ok(())
            }
            (Kind::Reset, _) => {
                self.text.extend_from_slice(&self.prefix);
                self.text.extend_from_slice(b"reset");
                self.finish(scope, qubits);
                Ok(())
            }
            // A barrier under a condition is none of the language's; without one it says no less.
            (Kind::Barrier, _) if qubits.is_empty() => Ok(()),
            (Kind::Barrier, _) => {
                self.text.extend_from_slice(b"barrier");
                self.barrier(qubits, scope);
                Ok(())
            }
            (Kind::Permutation, Some(Payload::Permutation { image })) => {
                for (a, b) in swaps(image) {
                    self.text.extend_from_slice(&self.prefix);
                    self.text.extend_from_slice(b"swap");
                    self.finish(scope, &[qubits[a], qubits[b]]);
                }
                Ok(())
            }
            (Kind::If, Some(Payload::If { .. })) => self.conditional(c, op, scope),
            (Kind::Region, Some(Payload::Region { body, label })) => {
                self.region(c, op, body, label, scope)
            }
            // Every qubit of the language starts in |0> and lives to the end.
            (Kind::Allocate, _) if c.prev_on(op, 0).is_none() && self.prefix.is_empty() => Ok(()),
            (Kind::Allocate, Some(Payload::Allocate { clean: true })) => {
                self.text.extend_from_slice(&self.prefix);
                self.text.extend_from_slice(b"reset");
                self.finish(scope, qubits);
                Ok(())
            }
            (Kind::Allocate | Kind::Release, _) => Ok(()),
            (kind, _) => Err(cannot_kind(kind, place)),
        }
    }

    /// A controlled gate that has a name once its open controls are closed by x gates around it.
    fn controlled(
        &mut self,
        polarity: &[bool],
        base: &Instruction,
        qubits: &[Wire],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        let closed = base.clone().controlled(&vec![true; polarity.len()]);
        let Kind::Gate(gate) = closed.kind else {
            return Err(cannot(
                format!("a gate with {} controls", polarity.len()),
                place,
                EXPAND,
            ));
        };
        let open: Vec<Wire> = (polarity.iter().zip(qubits))
            .filter(|(&closed, _)| !closed)
            .map(|(_, &w)| w)
            .collect();
        let flip = |writer: &mut Self| {
            for &w in &open {
                writer.text.extend_from_slice(&writer.prefix);
                writer.text.push(b'x');
                writer.finish(scope, &[w]);
            }
        };
        flip(self);
        self.text.extend_from_slice(&self.prefix);
        self.text.extend_from_slice(spelling(gate).as_bytes());
        if !closed.params.is_empty() {
            self.angles(&closed.params, scope, place)?;
        }
        self.finish(scope, qubits);
        flip(self);
        Ok(())
    }

    /// Operands of a barrier; whole registers by their names.
    fn barrier(&mut self, qubits: &[Wire], scope: &Scope<'_>) {
        let mut separator: &[u8] = b" ";
        let mut at = 0;
        while at < qubits.len() {
            self.text.extend_from_slice(separator);
            separator = b",";
            let whole = self.qubits.iter().find(|r| {
                let run = qubits[at..].iter().take(r.len as usize);
                scope.outermost
                    && qubits[at].0 == r.start
                    && run.len() == r.len as usize
                    && run.zip(r.start..).all(|(w, i)| w.0 == i)
            });
            match whole {
                Some(r) => {
                    self.text.extend_from_slice(r.name.as_bytes());
                    at += r.len as usize;
                }
                None => {
                    self.text.extend_from_slice(scope.operands.get(qubits[at]));
                    at += 1;
                }
            }
        }
        self.text.push(b';');
        self.text.extend_from_slice(scope.end);
    }

    fn conditional(&mut self, c: &Circuit, op: Op, scope: &Scope<'_>) -> Result<(), EmitError> {
        let place = c.place(op);
        let Some(Payload::If {
            condition,
            then,
            otherwise,
        }) = c.payload(op).map(|p| &**p)
        else {
            return Err(cannot_kind(Kind::If, place));
        };
        if !self.prefix.is_empty() {
            return Err(cannot("a condition inside another", place, DYNAMIC));
        }
        let bits: Vec<u32> = c.bits(op).iter().map(|w| w.index() as u32).collect();
        let blocks = [(Some(then), false), (otherwise.as_ref(), true)];
        for (block, negated) in blocks {
            let Some(block) = block else { continue };
            let test = condition::as_test(condition, negated, &bits, self.bits);
            let register = match test {
                Some(Test::Never) => continue,
                Some(Test::Always) => None,
                Some(Test::Equals(index, value)) => {
                    let r = &self.bits[index];
                    self.prefix = format!("if({}=={}) ", r.name, condition::decimal(&value)).into();
                    Some(r.start..r.start + r.len)
                }
                None => {
                    let what = match negated {
                        false => "a condition other than one whole register equal to one value",
                        true => "an `else` branch",
                    };
                    return Err(cannot(what, place, DYNAMIC));
                }
            };
            let done = self.block(c, op, block, register, scope);
            self.prefix.clear();
            let writes = done?;
            if writes && !negated && otherwise.is_some() {
                let what = "an `else` after a block that measures into the register tested";
                return Err(cannot(what, place, DYNAMIC));
            }
        }
        Ok(())
    }

    /// What is protected, between barriers. What was folded has them inside.
    fn region(
        &mut self,
        c: &Circuit,
        op: Op,
        body: &Block,
        label: &str,
        scope: &Scope<'_>,
    ) -> Result<(), EmitError> {
        let qubits = c.qubits(op);
        let fence = |writer: &mut Self| {
            if label != FOLDED && !qubits.is_empty() {
                writer.text.extend_from_slice(b"barrier");
                writer.barrier(qubits, scope);
            }
        };
        fence(self);
        self.block(c, op, body, None, scope)?;
        fence(self);
        Ok(())
    }

    /// The operations of a block, each with the prefix. Returns whether they write the register tested.
    fn block(
        &mut self,
        c: &Circuit,
        op: Op,
        block: &Block,
        register: Option<std::ops::Range<u32>>,
        scope: &Scope<'_>,
    ) -> Result<bool, EmitError> {
        let (qubits, bits) = (c.qubits(op), c.bits(op));
        let body = block.view(qubits.len() as u32, bits.len() as u32);
        let inner = Scope {
            operands: scope.operands.select(c.wires(op)),
            params: &[],
            end: b"\n",
            outermost: false,
        };
        let mut written = false;
        for o in body.iter() {
            if written {
                let what = "a block that goes on after measuring into the register tested";
                return Err(cannot(what, c.place(op), DYNAMIC));
            }
            self.operation(&body, o, &inner)?;
            let numbers = body.bits(o).iter().map(|w| bits[w.index()].index() as u32);
            let tested = |b: u32| register.as_ref().is_some_and(|r| r.contains(&b));
            written = body.kind(o) != Kind::Barrier && numbers.into_iter().any(tested);
        }
        Ok(written)
    }

    /// Operands and the end of the statement.
    #[inline]
    fn finish(&mut self, scope: &Scope<'_>, wires: &[Wire]) {
        self.text.push(b' ');
        scope.operands.push_list(&mut self.text, wires, b",");
        self.text.push(b';');
        self.text.extend_from_slice(scope.end);
    }

    fn angles(
        &mut self,
        params: &[Angle],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        self.text.push(b'(');
        for (i, p) in params.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            self.angle(p, scope.params, place)?;
        }
        self.text.push(b')');
        Ok(())
    }

    #[inline]
    fn angle(
        &mut self,
        angle: &Angle,
        params: &[(Symbol, String)],
        place: Place,
    ) -> Result<(), EmitError> {
        let name_of = |s: &Symbol| params.iter().find(|p| p.0 == *s).map(|p| p.1.clone());
        if angle.is_symbolic() {
            if let Some(free) = angle.symbols().iter().find(|s| name_of(s).is_none()) {
                return Err(cannot(
                    format!("the parameter `{}`", free.name),
                    place,
                    "bind it to a number, or write OpenQASM 3 (`--to qasm3`)",
                ));
            }
        }
        let style = Style {
            power: "^",
            logarithm: "ln",
            real_denominators: false,
            symbol: &|s| name_of(s).unwrap_or_default(),
        };
        angle::push(&mut self.text, angle, &style);
        Ok(())
    }
}

fn cannot_kind(kind: Kind, place: Place) -> EmitError {
    let (what, help) = match kind {
        Kind::For | Kind::While | Kind::Break | Kind::Continue => ("a loop", DYNAMIC),
        Kind::Switch => ("a `switch`", DYNAMIC),
        Kind::Delay => ("a delay", DYNAMIC),
        Kind::Pulse => ("calibration", DYNAMIC),
        Kind::Channel => ("a noise channel", "remove it"),
        Kind::Unitary => ("a gate given by its matrix", EXPAND),
        Kind::Diagonal => ("a diagonal gate", EXPAND),
        Kind::Multiplexer => ("a multiplexer", EXPAND),
        Kind::PauliEvolution => ("a Pauli evolution", EXPAND),
        _ => ("this operation", EXPAND),
    };
    cannot(what, place, help)
}
