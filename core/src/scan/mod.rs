// SPDX-License-Identifier: Apache-2.0
//! The scanner: what fills real OpenQASM 2 files, read in one pass over the bytes.
//!
//! ```text
//!   text --> scan --> Program (circuit, names, limits) <-- the grammar's semantic analysis
//!             \---- at anything it does not like: back to the start of the statement ----/
//! ```
//!
//! It takes the version line, the known header, registers, gate definitions, opaque declarations, gate calls,
//! `if`, measure, reset and barrier, and it never reports an error: what it cannot take it leaves to the grammar
//! (`grammar/openqasm2.lark` and `qcompile/frontends`), which either accepts the statement or says what is wrong,
//! and gives control back. A statement here is one step: in a definition, its head, each call, its end.
//!
//! Nothing is allocated per statement but what the circuit keeps. Measured: see `benchmarks/`.
//!
//! Files: [`cursor`] bytes and lines, [`names`] and [`header`] what names mean, [`program`] what is built, [`body`]
//! definitions, [`limits`], [`laws`] what any bytes must keep, and here the statements.

pub mod body;
pub mod cursor;
pub mod header;
pub mod laws;
pub mod limits;
pub mod names;
pub mod program;

use std::sync::Arc;

pub use cursor::Cursor;
pub use limits::{Limit, Limits};
pub use program::{Guard, Operand, Program, Refusal};

use body::Body;
use names::{Keyword, Name};

use crate::angle::number;
use crate::circuit::Place;
use crate::{Angle, Symbol};

/// Why the scanner stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// At the end of the text.
    End,
    /// At the start of a statement it leaves to the grammar.
    Statement,
    /// After `budget` statements; call again.
    Budget,
}

/// Read statements from `cursor` on, at most `budget` of them.
pub fn scan(program: &mut Program, text: &[u8], cursor: &mut Cursor, budget: usize) -> Stop {
    let mut scanner = Scanner {
        program,
        text,
        cursor: *cursor,
        operands: Vec::new(),
        angles: Vec::new(),
    };
    let mut stop = Stop::Budget;
    for _ in 0..budget {
        scanner.cursor.blanks(text);
        *cursor = scanner.cursor;
        if cursor.at >= text.len() {
            stop = Stop::End;
            break;
        }
        if scanner.statement().is_none() {
            stop = Stop::Statement;
            break;
        }
    }
    if stop == Stop::Budget {
        *cursor = scanner.cursor;
    }
    stop
}

/// Name, formal parameters and formal qubits of a definition.
type Signature<'t> = (&'t str, Vec<Symbol>, Vec<Arc<str>>);

/// `None` from any method: not for the scanner.
struct Scanner<'p, 't> {
    program: &'p mut Program,
    text: &'t [u8],
    cursor: Cursor,
    /// Operands and angles of the statement at hand; kept to reuse their memory.
    operands: Vec<Operand>,
    angles: Vec<Angle>,
}

impl<'t> Scanner<'_, 't> {
    #[inline]
    fn statement(&mut self) -> Option<()> {
        let place = self.cursor.place(self.program.file);
        if self.program.body.is_some() {
            return self.body_statement(place);
        }
        let name = match self.text[self.cursor.at] {
            b'a'..=b'z' | b'A'..=b'Z' => self.cursor.word(self.text),
            _ => return None,
        };
        let meaning = self.program.names.get(name)?;
        if !self.program.started {
            return self.version(meaning);
        }
        match meaning {
            Name::Gate(gate) => self.call(gate, None, place),
            Name::Keyword(keyword) => match keyword {
                Keyword::Qreg => self.register(true),
                Keyword::Creg => self.register(false),
                Keyword::Measure => self.measure(None, place),
                Keyword::Reset => self.reset(None, place),
                Keyword::Barrier => self.barrier(place),
                Keyword::If => self.conditional(place),
                Keyword::Gate => self.gate_head(),
                Keyword::Opaque => self.opaque(),
                Keyword::Include => self.include(),
                Keyword::OpenQasm | Keyword::Value => None,
            },
            Name::Qubits { .. } | Name::Bits { .. } => None,
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> Option<()> {
        self.cursor.take(self.text, byte)
    }

    /// The semicolon; the blanks behind it belong to the next statement.
    #[inline]
    fn end(&mut self) -> Option<()> {
        if self.text.get(self.cursor.at) != Some(&b';') {
            return None;
        }
        self.cursor.at += 1;
        Some(())
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.get(self.cursor.at).copied()
    }

    /// `OPENQASM 2.0;`
    fn version(&mut self, meaning: Name) -> Option<()> {
        if meaning != Name::Keyword(Keyword::OpenQasm) {
            return None;
        }
        if !self.text[self.cursor.at..].starts_with(b"2.0") {
            return None;
        }
        self.cursor.at += 3;
        self.cursor.blanks(self.text);
        self.end()?;
        self.program.started = true;
        Some(())
    }

    /// `include "qelib1.inc";`
    fn include(&mut self) -> Option<()> {
        if !self.text[self.cursor.at..].starts_with(b"\"qelib1.inc\"") {
            return None;
        }
        self.cursor.at += header::QELIB1.len() + 2;
        self.cursor.blanks(self.text);
        self.end()?;
        match self.program.names.include_header() {
            None => Some(()),
            Some(_) => None,
        }
    }

    /// `qreg name[size];`
    fn register(&mut self, quantum: bool) -> Option<()> {
        let name = self.fresh_name()?;
        self.take(b'[')?;
        let size = self.cursor.integer(self.text)?;
        self.take(b']')?;
        self.end()?;
        let size = u32::try_from(size).ok().filter(|&s| s > 0)?;
        self.program.declare(name, size, quantum).ok()
    }

    /// A name that may be declared.
    fn fresh_name(&mut self) -> Option<&'t str> {
        let name = self.identifier()?;
        self.program.names.is_free(name.as_bytes()).then_some(name)
    }

    fn identifier(&mut self) -> Option<&'t str> {
        let name = self.cursor.name(self.text)?;
        if name.len() > self.program.limits.name {
            return None;
        }
        std::str::from_utf8(name).ok()
    }

    /// `gate name(params) qubits {`
    fn gate_head(&mut self) -> Option<()> {
        let (name, params, qubits) = self.signature()?;
        if self.peek() != Some(b'{') {
            return None;
        }
        self.cursor.at += 1;
        self.program.body = Some(Box::new(Body::new(name, params, qubits)));
        Some(())
    }

    /// `opaque name(params) qubits;`
    fn opaque(&mut self) -> Option<()> {
        let (name, params, qubits) = self.signature()?;
        self.end()?;
        self.program.opaque(name, params, qubits);
        Some(())
    }

    /// `name(params) qubits`
    fn signature(&mut self) -> Option<Signature<'t>> {
        let name = self.fresh_name()?;
        let mut params: Vec<&str> = Vec::new();
        if self.take(b'(').is_some() && self.take(b')').is_none() {
            params = self.formals(&[])?;
            self.take(b')')?;
        }
        let qubits = self.formals(&params)?;
        Some((
            name,
            params.into_iter().map(Symbol::named).collect(),
            qubits.into_iter().map(Arc::from).collect(),
        ))
    }

    /// Distinct names that are no keywords and not among `taken`. Long lists are rare and left to the grammar.
    fn formals(&mut self, taken: &[&str]) -> Option<Vec<&'t str>> {
        const LONGEST: usize = 64;
        let mut names: Vec<&str> = Vec::new();
        loop {
            let name = self.identifier()?;
            let keyword = matches!(
                self.program.names.get(name.as_bytes()),
                Some(Name::Keyword(_))
            );
            let repeated = names.contains(&name) || taken.contains(&name);
            if keyword || repeated || names.len() == LONGEST {
                return None;
            }
            names.push(name);
            if self.take(b',').is_none() {
                return Some(names);
            }
        }
    }

    /// A call or a barrier in a definition, or its closing brace.
    fn body_statement(&mut self, place: Place) -> Option<()> {
        match self.peek()? {
            b'}' => {
                self.cursor.at += 1;
                self.program.end_gate().ok()
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let name = self.cursor.word(self.text);
                match self.program.names.get(name)? {
                    Name::Gate(gate) => self.call(gate, None, place),
                    Name::Keyword(Keyword::Barrier) => self.barrier(place),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The rest of a gate call.
    #[inline]
    fn call(&mut self, gate: u32, guard: Option<&Guard>, place: Place) -> Option<()> {
        let entry = self.program.names.gate(gate);
        let (params, qubits) = (entry.params as usize, entry.qubits as usize);
        if self.peek() == Some(b'(') {
            self.angles()?;
        } else {
            self.angles.clear();
        }
        if self.angles.len() != params {
            return None;
        }
        self.qubit_operands()?;
        if self.operands.len() != qubits {
            return None;
        }
        self.end()?;
        self.program
            .call(gate, &mut self.angles, &self.operands, guard, place)
            .ok()
    }

    /// `(expression, ...)`
    fn angles(&mut self) -> Option<()> {
        self.angles.clear();
        self.program.evaluator.begin();
        self.take(b'(')?;
        if self.take(b')').is_some() {
            return Some(());
        }
        loop {
            let angle = self.expression()?;
            if self.angles.len() >= self.program.limits.list {
                return None;
            }
            self.angles.push(angle);
            if self.take(b',').is_none() {
                return self.take(b')');
            }
        }
    }

    #[inline]
    fn expression(&mut self) -> Option<Angle> {
        // Most are a number alone.
        let at = self.cursor.at;
        let negative = self.peek() == Some(b'-');
        if let Some((value, end)) = number(self.text, at + usize::from(negative)) {
            if matches!(self.text.get(end), Some(b')' | b',')) {
                self.cursor.at = end;
                let value = if negative { value.neg() } else { value };
                let within = value
                    .value()
                    .is_some_and(|x| x.abs() <= crate::angle::LARGEST_ANGLE);
                let within = self.program.evaluator.spend(1 + usize::from(negative)) && within;
                return within.then_some(value);
            }
        }
        let Program {
            evaluator, body, ..
        } = &mut *self.program;
        let names = |name: &[u8]| body.as_ref()?.parameter(name);
        let (value, end) = evaluator.evaluate(self.text, at, &names).ok()?;
        self.cursor.move_to(self.text, end);
        Some(value)
    }

    /// Qubit operands, as many as there are.
    #[inline]
    fn qubit_operands(&mut self) -> Option<()> {
        self.operands.clear();
        loop {
            let operand = self.operand(true)?;
            if self.operands.len() >= self.program.limits.list {
                return None;
            }
            self.operands.push(operand);
            if self.take(b',').is_none() {
                return Some(());
            }
        }
    }

    #[inline]
    fn operand(&mut self, quantum: bool) -> Option<Operand> {
        let name = self.cursor.name(self.text)?;
        if let Some(body) = &self.program.body {
            let start = body.qubit(name)?;
            return Some(Operand {
                start,
                size: 1,
                whole: false,
            });
        }
        let (start, size) = match self.program.names.get(name)? {
            Name::Qubits { start, size } if quantum => (start, size),
            Name::Bits { start, size } if !quantum => (start, size),
            _ => return None,
        };
        if self.peek() != Some(b'[') {
            return Some(Operand {
                start,
                size,
                whole: true,
            });
        }
        self.cursor.at += 1;
        self.cursor.blanks(self.text);
        let index = self.cursor.integer(self.text)?;
        self.take(b']')?;
        (index < u64::from(size)).then_some(Operand {
            start: start + index as u32,
            size: 1,
            whole: false,
        })
    }

    fn measure(&mut self, guard: Option<&Guard>, place: Place) -> Option<()> {
        let qubit = self.operand(true)?;
        if !self.text[self.cursor.at..].starts_with(b"->") {
            return None;
        }
        self.cursor.at += 2;
        self.cursor.blanks(self.text);
        let bit = self.operand(false)?;
        self.end()?;
        self.program.measure(qubit, bit, guard, place).ok()
    }

    fn reset(&mut self, guard: Option<&Guard>, place: Place) -> Option<()> {
        let qubit = self.operand(true)?;
        self.end()?;
        self.program.reset(qubit, guard, place).ok()
    }

    fn barrier(&mut self, place: Place) -> Option<()> {
        self.qubit_operands()?;
        self.end()?;
        self.program.barrier(&self.operands, place).ok()
    }

    /// `if (register == value)` and the operation it guards. A value too wide for the register is the grammar's,
    /// which warns of it.
    fn conditional(&mut self, place: Place) -> Option<()> {
        self.take(b'(')?;
        let name = self.cursor.name(self.text)?;
        let Name::Bits { start, size } = self.program.names.get(name)? else {
            return None;
        };
        if !self.text[self.cursor.at..].starts_with(b"==") {
            return None;
        }
        self.cursor.at += 2;
        self.cursor.blanks(self.text);
        let value = self.cursor.integer(self.text)?;
        self.take(b')')?;
        if size < 64 && value >> size != 0 {
            return None;
        }
        let value = (0..size).map(|i| i < 64 && value >> i & 1 == 1).collect();
        let guard = Guard {
            start,
            value: Some(value),
        };
        match self.text.get(self.cursor.at)? {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            _ => return None,
        }
        let name = self.cursor.word(self.text);
        match self.program.names.get(name)? {
            Name::Gate(gate) => self.call(gate, Some(&guard), place),
            Name::Keyword(Keyword::Measure) => self.measure(Some(&guard), place),
            Name::Keyword(Keyword::Reset) => self.reset(Some(&guard), place),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
