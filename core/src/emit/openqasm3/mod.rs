// SPDX-License-Identifier: Apache-2.0
//! OpenQASM 3.
//!
//! Choices where the language, or its readers, leave some:
//! - Readers disagree on the phase of `U`, `u2` and `u3`, which matters under controls only. Statements use `u3` and
//!   `u2`; in definitions and under controls stands a gate `u` defined by gates all readers agree on.
//! - The global phase is a `gphase` statement, and once more a `pragma qcompile phase`, which our reader takes
//!   for the total whatever the statements add up to. `pragma qcompile layout` keeps the layout.
//! - Controls of any number and polarity are modifiers; gates `stdgates.inc` lacks are defined, or written with
//!   modifiers where that says it (`ctrl @ s`, `inv @ sx`).
//! - A protected region is a `box` after a `pragma qcompile region`.
//! - Names that are not legal are changed; `pragma qcompile parameter NEW OLD` keeps a parameter's.

mod blocks;
mod condition;

use std::io::Write;

use super::angle::{self, Style};
use super::definitions::{library_body, Definitions, Item};
use super::names::{declare, indexed, Declared, Names};
use super::{push_number, swaps, EmitError, Operands, CHUNK};
use crate::circuit::nesting::with_room;
use crate::circuit::operation::Duration;
use crate::circuit::{Instruction, Kind, Payload, Place};
use crate::{Angle, Circuit, Gate, Op, Symbol, Wire};

/// Words that name nothing else: keywords, types, constants, functions, and the gates of `stdgates.inc`.
const RESERVED: &str = "OPENQASM include defcalgrammar def cal defcal gate extern box let break continue if else \
    end return for while in switch case default pragma input output const readonly mutable qreg qubit creg bool \
    bit int uint float angle complex array void duration stretch gphase inv pow ctrl negctrl dim durationof delay \
    reset measure barrier nop true false im U pi tau euler π τ ℇ sin cos tan exp log sqrt arcsin arccos arctan \
    ceiling floor mod popcount rotl rotr sizeof real imag \
    p x y z h s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu CX phase cphase id u1 u2 u3";
const EXPAND: &str = "compile to a basis first (`--basis cx,rz,sx,x`)";

/// Write `circuit` as OpenQASM 3.0, or 3.1 where it has a `switch`.
pub fn openqasm3(circuit: &Circuit, out: &mut (dyn Write + Send)) -> Result<(), EmitError> {
    with_room(circuit, || write(circuit, out))
}

fn write(circuit: &Circuit, out: &mut dyn Write) -> Result<(), EmitError> {
    let mut names = Names::new(false, RESERVED.split_whitespace());
    let definitions = Definitions::of(circuit, is_known, true, &mut names);
    let qubits = declare(
        &mut names,
        circuit.num_qubits(),
        &circuit.qubit_registers,
        "q",
    );
    let bits = declare(&mut names, circuit.num_bits(), &circuit.bit_registers, "c");
    let params: Vec<(Symbol, String)> = (circuit.parameters.iter())
        .map(|p| (p.clone(), names.take(&p.name)))
        .collect();
    let (qubit_texts, bit_texts) = (indexed(&qubits), indexed(&bits));
    let mut writer = Writer {
        text: Vec::new(),
        definitions: &definitions,
        bits: &bits,
        names: names.clone(),
        indent: 0,
    };
    let version = if blocks::has_switch(circuit) {
        "3.1"
    } else {
        "3.0"
    };
    writeln!(
        writer.text,
        "OPENQASM {version};\ninclude \"stdgates.inc\";"
    )?;
    writer.pragmas(circuit, &params)?;
    for item in &definitions.order {
        writer.definition(item)?;
    }
    for (_, name) in &params {
        writeln!(writer.text, "input float {name};")?;
    }
    let scope = Scope {
        operands: Operands::new(
            qubit_texts.iter().map(Vec::as_slice),
            bit_texts.iter().map(Vec::as_slice),
        ),
        numbers: (0..circuit.num_bits() as u32).collect(),
        params: &params,
        exact: false,
        real: false,
    };
    for (keyword, registers) in [("qubit", &qubits), ("bit", &bits)] {
        for r in registers {
            writeln!(writer.text, "{keyword}[{}] {};", r.len, r.name)?;
        }
    }
    writer.aliases(circuit, &qubits, &mut names, &scope);
    writer.phase(&circuit.phase, &scope)?;
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

/// How a gate without a name in `stdgates.inc` is said with modifiers.
fn modified(gate: Gate) -> Option<&'static str> {
    Some(match gate {
        Gate::Sxdg => "inv @ sx",
        Gate::Cs => "ctrl @ s",
        Gate::Csdg => "ctrl @ sdg",
        Gate::Csx => "ctrl @ sx",
        Gate::Ccz => "ctrl(2) @ z",
        Gate::C3x => "ctrl(3) @ x",
        Gate::C3sx => "ctrl(3) @ sx",
        Gate::C4x => "ctrl(4) @ x",
        _ => return None,
    })
}

fn is_known(gate: Gate, exact: bool) -> bool {
    use Gate::*;
    match gate {
        U | U2 => !exact,
        P | X | Y | Z | H | S | Sdg | T | Tdg | Sx | Rx | Ry | Rz | Cx | Cy | Cz | Cp | Crx
        | Cry | Crz | Ch | Swap | Ccx | Cswap | Cu | Cu3 | Id => true,
        other => modified(other).is_some(),
    }
}

fn cannot(what: impl Into<String>, place: Place, help: &'static str) -> EmitError {
    EmitError::CannotWrite {
        language: "OpenQASM 3",
        what: what.into(),
        place,
        help,
    }
}

/// Where statements stand.
struct Scope<'a> {
    operands: Operands,
    /// The circuit's numbers of the bits.
    numbers: Vec<u32>,
    /// What parameters and loop variables are called.
    params: &'a [(Symbol, String)],
    /// In a definition: phases count.
    exact: bool,
    /// There are integer variables about, so denominators need a point.
    real: bool,
}

struct Writer<'a> {
    text: Vec<u8>,
    definitions: &'a Definitions,
    bits: &'a [Declared],
    names: Names,
    indent: usize,
}

impl Writer<'_> {
    fn pragmas(&mut self, c: &Circuit, params: &[(Symbol, String)]) -> Result<(), EmitError> {
        if !c.phase.is_zero() {
            self.text.extend_from_slice(b"pragma qcompile phase ");
            let style = style(params, false);
            angle::push(&mut self.text, &c.phase, &style.as_style());
            self.text.push(b'\n');
        }
        if let Some(layout) = &c.layout {
            self.text
                .extend_from_slice(b"pragma qcompile layout initial");
            self.numbers(&layout.initial);
            self.text.extend_from_slice(b" final");
            self.numbers(&layout.last);
            self.text.push(b'\n');
        }
        for (symbol, name) in params.iter().filter(|(s, name)| *s.name != **name) {
            writeln!(
                self.text,
                "pragma qcompile parameter {name} {}",
                symbol.name
            )?;
        }
        Ok(())
    }

    fn numbers(&mut self, list: &[u32]) {
        for &n in list {
            self.text.push(b' ');
            push_number(&mut self.text, u64::from(n));
        }
    }

    /// Registers that share qubits with those declared.
    fn aliases(
        &mut self,
        c: &Circuit,
        declared: &[Declared],
        names: &mut Names,
        scope: &Scope<'_>,
    ) {
        let is_declared = |items: &[u32]| {
            declared.iter().any(|d| {
                items.len() == d.len as usize
                    && items.first().is_none_or(|&i| i == d.start)
                    && items.iter().zip(d.start..).all(|(&a, b)| a == b)
            })
        };
        for r in c.qubit_registers.iter().filter(|r| !r.items.is_empty()) {
            if is_declared(&r.items) {
                continue;
            }
            let name = names.take(&r.name);
            self.text
                .extend_from_slice(format!("let {name} = ").as_bytes());
            for (i, &item) in r.items.iter().enumerate() {
                if i > 0 {
                    self.text.extend_from_slice(b" ++ ");
                }
                // `q[{2}]` is a register of one, which `++` joins; `q[2]` is a qubit.
                let text = scope.operands.get(Wire::qubit(item));
                let open = text.iter().position(|&b| b == b'[').unwrap_or(text.len());
                self.text.extend_from_slice(&text[..=open]);
                self.text.push(b'{');
                self.text.extend_from_slice(&text[open + 1..text.len() - 1]);
                self.text.extend_from_slice(b"}]");
            }
            self.text.extend_from_slice(b";\n");
        }
        self.names = names.clone();
    }

    fn phase(&mut self, phase: &Angle, scope: &Scope<'_>) -> Result<(), EmitError> {
        if !phase.is_zero() {
            self.start();
            self.text.extend_from_slice(b"gphase");
            self.angles(std::slice::from_ref(phase), scope, Place::default())?;
            self.text.extend_from_slice(b";\n");
        }
        Ok(())
    }

    fn definition(&mut self, item: &Item) -> Result<(), EmitError> {
        let library;
        let (name, params, qubits, body) = match item {
            Item::Library(gate) => {
                library = library_body(*gate);
                // In alphabetical order: at least one reader (qiskit-qasm3-import 0.6) passes arguments in it.
                let params = gate.record().parameters.iter().zip(["a", "b", "c", "d"]);
                let params: Vec<_> = params
                    .map(|(p, name)| (Symbol::named(p), name.to_string()))
                    .collect();
                let qubits: Vec<_> = (0..gate.num_qubits()).map(|i| format!("q{i}")).collect();
                (gate.name(), params, qubits, library.as_ref())
            }
            Item::User(d) => {
                let mut names = Names::new(false, RESERVED.split_whitespace());
                let params: Vec<_> = (d.params.iter())
                    .map(|p| (p.clone(), names.take(&p.name)))
                    .collect();
                let qubits = d.qubits.iter().map(|q| names.take(q)).collect();
                (self.definitions.name(d), params, qubits, d.body.as_ref())
            }
        };
        let Some(body) = body else {
            let what = format!("the opaque gate `{name}`");
            return Err(cannot(
                what,
                Place::default(),
                "write OpenQASM 2 (`--to qasm2`)",
            ));
        };
        write!(self.text, "gate {name}")?;
        if !params.is_empty() {
            let params: Vec<&str> = params.iter().map(|p| p.1.as_str()).collect();
            write!(self.text, "({})", params.join(", "))?;
        }
        writeln!(self.text, " {} {{", qubits.join(", "))?;
        let scope = Scope {
            operands: Operands::new(qubits.iter().map(String::as_bytes), []),
            numbers: Vec::new(),
            params: &params,
            exact: true,
            real: false,
        };
        self.indent += 1;
        self.phase(&body.phase, &scope)?;
        for op in body.iter() {
            self.operation(body, op, &scope)?;
        }
        self.indent -= 1;
        self.text.extend_from_slice(b"}\n");
        Ok(())
    }

    fn operation(&mut self, c: &Circuit, op: Op, scope: &Scope<'_>) -> Result<(), EmitError> {
        let (qubits, place) = (c.qubits(op), c.place(op));
        if let Kind::Gate(gate) = c.kind(op) {
            self.start();
            self.gate(gate, c.params(op), scope, place)?;
            self.finish(scope, qubits);
            return Ok(());
        }
        let payload = c.payload(op).map(|p| &**p);
        match (c.kind(op), payload) {
            (Kind::Measure, _) => {
                self.start();
                self.text
                    .extend_from_slice(scope.operands.get(c.bits(op)[0]));
                self.text.extend_from_slice(b" = measure");
                self.finish(scope, qubits);
            }
            (Kind::Reset, _) => self.simple("reset", scope, qubits),
            (Kind::Barrier, _) if qubits.is_empty() => {}
            (Kind::Barrier, _) => self.simple("barrier", scope, qubits),
            (Kind::Break, _) => self.simple("break", scope, &[]),
            (Kind::Continue, _) => self.simple("continue", scope, &[]),
            (Kind::Delay, Some(Payload::Delay { duration })) => {
                let length = match duration {
                    Duration::Nanoseconds(ns) if ns.fract() == 0.0 && ns.abs() < 1e15 => {
                        format!("delay[{}ns]", *ns as i64)
                    }
                    Duration::Nanoseconds(ns) => format!("delay[{ns:?}ns]"),
                    Duration::Steps(steps) => format!("delay[{steps}dt]"),
                    Duration::Symbolic(_) => {
                        let help = "bind the parameters first";
                        return Err(cannot("a delay of symbolic length", place, help));
                    }
                };
                self.simple(&length, scope, qubits);
            }
            // Every qubit starts in |0> and lives to the end.
            (Kind::Allocate, Some(Payload::Allocate { clean })) => {
                if *clean && (self.indent > 0 || !c.prev_on(op, 0).is_none()) {
                    self.simple("reset", scope, qubits);
                }
            }
            (Kind::Release, _) => {}
            (Kind::Pulse, Some(Payload::Pulse { text })) => {
                self.text.extend_from_slice(text.trim_end().as_bytes());
                self.text.push(b'\n');
            }
            (kind, Some(payload)) if kind.is_control_flow() => {
                self.control_flow(c, op, payload, scope)?;
            }
            (kind, payload) if kind.is_unitary() || kind == Kind::Opaque => {
                self.unitary(kind, payload, b"", qubits, scope, place)?;
            }
            (kind, _) => return Err(cannot_kind(kind, place)),
        }
        Ok(())
    }

    /// A unitary other than a bare library gate, after the modifiers given.
    fn unitary(
        &mut self,
        kind: Kind,
        payload: Option<&Payload>,
        modifiers: &[u8],
        qubits: &[Wire],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        match payload {
            Some(Payload::Call { definition, params }) => {
                self.start();
                self.text.extend_from_slice(modifiers);
                let name = self.definitions.name(definition);
                self.text.extend_from_slice(name.as_bytes());
                if !params.is_empty() {
                    self.angles(params, scope, place)?;
                }
                self.finish(scope, qubits);
            }
            Some(Payload::Controlled { polarity, base }) => {
                let mut all = modifiers.to_vec();
                push_controls(&mut all, polarity);
                self.instruction(base, &all, qubits, scope, place)?;
            }
            // One controlled case for each value; the select qubits come first, as controls do.
            Some(Payload::Multiplexer { selects, cases }) => {
                for (value, case) in cases.iter().enumerate() {
                    let polarity: Vec<bool> = (0..*selects).map(|k| value >> k & 1 == 1).collect();
                    let mut all = modifiers.to_vec();
                    push_controls(&mut all, &polarity);
                    self.instruction(case, &all, qubits, scope, place)?;
                }
            }
            Some(Payload::Permutation { image }) => {
                let (controls, own) = qubits.split_at(qubits.len() - image.len());
                for (a, b) in swaps(image) {
                    self.start();
                    self.text.extend_from_slice(modifiers);
                    self.text.extend_from_slice(b"swap");
                    let wires: Vec<Wire> =
                        controls.iter().copied().chain([own[a], own[b]]).collect();
                    self.finish(scope, &wires);
                }
            }
            _ => return Err(cannot_kind(kind, place)),
        }
        Ok(())
    }

    /// An instruction under modifiers.
    fn instruction(
        &mut self,
        i: &Instruction,
        modifiers: &[u8],
        qubits: &[Wire],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        let Kind::Gate(gate) = i.kind else {
            let payload = i.payload.as_deref();
            return self.unitary(i.kind, payload, modifiers, qubits, scope, place);
        };
        self.start();
        self.text.extend_from_slice(modifiers);
        let exact = Scope {
            operands: Operands::default(),
            numbers: Vec::new(),
            exact: true,
            ..*scope
        };
        self.gate(gate, &i.params, &exact, place)?;
        self.finish(scope, qubits);
        Ok(())
    }

    /// Name and angles of a library gate.
    fn gate(
        &mut self,
        gate: Gate,
        params: &[Angle],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        let name = match gate {
            Gate::U if !scope.exact => "u3",
            Gate::Cu3 => "cu",
            Gate::U2 if scope.exact => "u",
            other => modified(other).unwrap_or(other.name()),
        };
        self.text.extend_from_slice(name.as_bytes());
        match gate {
            _ if params.is_empty() => Ok(()),
            Gate::Cu3 => {
                let all: Vec<Angle> = params.iter().cloned().chain([Angle::ZERO]).collect();
                self.angles(&all, scope, place)
            }
            Gate::U2 if scope.exact => {
                let all: Vec<Angle> = [Angle::HALF_PI].iter().chain(params).cloned().collect();
                self.angles(&all, scope, place)
            }
            _ => self.angles(params, scope, place),
        }
    }

    fn simple(&mut self, keyword: &str, scope: &Scope<'_>, qubits: &[Wire]) {
        self.start();
        self.text.extend_from_slice(keyword.as_bytes());
        match qubits.is_empty() {
            true => self.text.extend_from_slice(b";\n"),
            false => self.finish(scope, qubits),
        }
    }

    #[inline]
    fn start(&mut self) {
        for _ in 0..self.indent {
            self.text.extend_from_slice(b"  ");
        }
    }

    /// Operands and the end of the statement.
    #[inline]
    fn finish(&mut self, scope: &Scope<'_>, wires: &[Wire]) {
        self.text.push(b' ');
        scope.operands.push_list(&mut self.text, wires, b", ");
        self.text.extend_from_slice(b";\n");
    }

    fn angles(
        &mut self,
        angles: &[Angle],
        scope: &Scope<'_>,
        place: Place,
    ) -> Result<(), EmitError> {
        let named = style(scope.params, scope.real);
        self.text.push(b'(');
        for (i, a) in angles.iter().enumerate() {
            if i > 0 {
                self.text.extend_from_slice(b", ");
            }
            if a.is_symbolic() {
                let known = |s: &Symbol| scope.params.iter().any(|p| p.0 == *s);
                if let Some(free) = a.symbols().iter().find(|s| !known(s)) {
                    let what = format!("the parameter `{}`, which is not declared", free.name);
                    return Err(cannot(what, place, "declare it or bind it"));
                }
            }
            angle::push(&mut self.text, a, &named.as_style());
        }
        self.text.push(b')');
        Ok(())
    }
}

/// Controls as modifiers, equal neighbours together: `ctrl(2) @ negctrl @ `.
fn push_controls(text: &mut Vec<u8>, polarity: &[bool]) {
    for run in polarity.chunk_by(|a, b| a == b) {
        text.extend_from_slice(if run[0] { b"ctrl" } else { b"negctrl" });
        if run.len() > 1 {
            text.push(b'(');
            push_number(text, run.len() as u64);
            text.push(b')');
        }
        text.extend_from_slice(b" @ ");
    }
}

/// The style of angles over named parameters.
fn style(params: &[(Symbol, String)], real: bool) -> NamedStyle<impl Fn(&Symbol) -> String + '_> {
    NamedStyle {
        name: move |s: &Symbol| {
            let found = params.iter().rev().find(|p| p.0 == *s);
            found.map_or_else(|| s.name.to_string(), |p| p.1.clone())
        },
        real,
    }
}

struct NamedStyle<F> {
    name: F,
    real: bool,
}

impl<F: Fn(&Symbol) -> String> NamedStyle<F> {
    fn as_style(&self) -> Style<'_> {
        Style {
            power: "**",
            logarithm: "log",
            real_denominators: self.real,
            symbol: &self.name,
        }
    }
}

fn cannot_kind(kind: Kind, place: Place) -> EmitError {
    let (what, help) = match kind {
        Kind::Channel => ("a noise channel", "remove it"),
        Kind::Unitary => ("a gate given by its matrix", EXPAND),
        Kind::Diagonal => ("a diagonal gate", EXPAND),
        Kind::PauliEvolution => ("a Pauli evolution", EXPAND),
        _ => ("this operation", EXPAND),
    };
    cannot(what, place, help)
}
