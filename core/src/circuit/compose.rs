// SPDX-License-Identifier: Apache-2.0
//! Joining, inverting, controlling and binding circuits.

use std::sync::Arc;

use super::operation::{Definition, Instruction, Kind, Operation, Payload};
use super::{Block, Circuit};
use crate::angle::ExprError;
use crate::gate::Inverse;
use crate::{Angle, Gate, Op, Symbol, Wire};

/// Why circuits cannot be joined or inverted. All are the caller's fault.
#[derive(Clone, Debug, PartialEq)]
pub enum ComposeError {
    /// The number of wires given is not the circuit's.
    WireCount {
        expected: usize,
        got: usize,
    },
    /// A wire the circuit lacks, or one given twice.
    BadWire(Wire),
    /// Two different parameters of one name.
    ParameterClash(Arc<str>),
    /// An operation that has no inverse or cannot be controlled.
    NotUnitary {
        kind: Kind,
        line: u32,
    },
    Expression(ExprError),
}

impl std::fmt::Display for ComposeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ComposeError::WireCount { expected, got } => {
                write!(f, "expected {expected} wires, got {got}")
            }
            ComposeError::BadWire(w) => write!(f, "wire {w:?} is missing or given twice"),
            ComposeError::ParameterClash(name) => {
                write!(f, "two different parameters are called `{name}`")
            }
            ComposeError::NotUnitary { kind, .. } => {
                write!(f, "{kind:?} has no inverse and cannot be controlled")
            }
            ComposeError::Expression(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for ComposeError {}

impl From<ExprError> for ComposeError {
    fn from(e: ExprError) -> Self {
        ComposeError::Expression(e)
    }
}

impl Circuit {
    /// Declare a parameter; one of that name and another identity is an error.
    pub fn declare(&mut self, symbol: &Symbol) -> Result<(), ComposeError> {
        match self.parameters.iter().find(|p| p.name == symbol.name) {
            Some(p) if p.identity == symbol.identity => Ok(()),
            Some(_) => Err(ComposeError::ParameterClash(symbol.name.clone())),
            None => {
                self.parameters.push(symbol.clone());
                Ok(())
            }
        }
    }

    /// Append `other`: its qubit i becomes `qubits[i]`, its bit i `bits[i]`. Nothing changes on error.
    pub fn compose(
        &mut self,
        other: &Circuit,
        qubits: &[u32],
        bits: &[u32],
    ) -> Result<(), ComposeError> {
        let check = |given: &[u32], wanted: usize, have: usize, wire: fn(u32) -> Wire| {
            if given.len() != wanted {
                return Err(ComposeError::WireCount {
                    expected: wanted,
                    got: given.len(),
                });
            }
            let mut seen = vec![false; have];
            for &g in given {
                if g as usize >= have || std::mem::replace(&mut seen[g as usize], true) {
                    return Err(ComposeError::BadWire(wire(g)));
                }
            }
            Ok(())
        };
        check(qubits, other.num_qubits(), self.num_qubits(), Wire::qubit)?;
        check(bits, other.num_bits(), self.num_bits(), Wire::bit)?;
        let declared = self.parameters.len();
        for p in &other.parameters {
            if let Err(e) = self.declare(p) {
                self.parameters.truncate(declared);
                return Err(e);
            }
        }
        let first_source = self.sources.len();
        self.sources.extend(other.sources.iter().cloned());
        self.add_phase(&other.phase);
        self.ledger.record(other.ledger.bound);
        for op in other.iter() {
            let mut o = other.operation(op);
            for w in &mut o.wires {
                *w = match w.is_bit() {
                    true => Wire::bit(bits[w.index()]),
                    false => Wire::qubit(qubits[w.index()]),
                };
            }
            o.place.file = o.place.file.saturating_add(first_source.min(255) as u8);
            self.push(o);
        }
        Ok(())
    }

    /// The inverse: operations inverted in reverse order, phase negated, layout turned round.
    pub fn inverse(&self) -> Result<Circuit, ComposeError> {
        let mut c = self.empty_like();
        c.phase = self.phase.neg();
        if let Some(layout) = &mut c.layout {
            std::mem::swap(&mut layout.initial, &mut layout.last);
        }
        let mut op = self.last();
        while let Some(o) = op.some() {
            for inverse in self.inverse_of(o)? {
                c.push(inverse);
            }
            op = self.before(o);
        }
        Ok(c)
    }

    fn inverse_of(&self, op: Op) -> Result<Vec<Operation>, ComposeError> {
        let o = self.operation(op);
        if o.instruction.kind == Kind::Gate(Gate::Dcx) {
            let flipped = Operation {
                wires: o.wires.iter().rev().copied().collect(),
                ..o
            };
            return Ok(vec![flipped]);
        }
        let inverse = o.instruction.inverse().ok_or(ComposeError::NotUnitary {
            kind: o.instruction.kind,
            line: o.place.line,
        })?;
        Ok(vec![Operation {
            instruction: inverse,
            ..o
        }])
    }

    /// Replace symbols by values everywhere, blocks and definitions' calls included.
    pub fn bind(&self, lookup: &dyn Fn(&Symbol) -> Option<Angle>) -> Result<Circuit, ComposeError> {
        let mut c = self.empty_like();
        c.parameters.clear();
        for p in &self.parameters {
            match lookup(p) {
                None => c.declare(p)?,
                Some(a) => {
                    for s in a.symbols() {
                        c.declare(&s)?;
                    }
                }
            }
        }
        c.phase = self.phase.bind(lookup)?.modulo(2);
        for op in self.iter() {
            let mut o = self.operation(op);
            o.instruction = o.instruction.bind(lookup)?;
            c.push(o);
        }
        Ok(c)
    }
}

impl Instruction {
    /// The inverse on the same wires, or `None` where there is none.
    pub fn inverse(&self) -> Option<Instruction> {
        if let Kind::Gate(gate) = self.kind {
            return Some(match gate.record().inverse {
                Inverse::Itself => self.clone(),
                Inverse::Gate(g) => Instruction::gate(g, []),
                Inverse::Negated => Instruction::gate(gate, self.params.iter().map(Angle::neg)),
                Inverse::Rule(rule) => Instruction::gate(gate, rule(&self.params)),
                Inverse::Definition => match gate {
                    Gate::Csx => Instruction::gate(Gate::Sxdg, []).controlled(&[true]),
                    Gate::C3sx => Instruction::gate(Gate::Sxdg, []).controlled(&[true; 3]),
                    _ => {
                        return gate
                            .definition()?
                            .inverse()
                            .ok()
                            .map(|body| call(gate.name(), body))
                    }
                },
            });
        }
        let payload = match &**self.payload.as_ref()? {
            Payload::Controlled { polarity, base } => {
                return Some(base.inverse()?.controlled(polarity));
            }
            Payload::Call { definition, params } => Payload::Call {
                definition: Arc::new(definition.inverse()?),
                params: params.clone(),
            },
            Payload::Unitary { matrix, label } => {
                let d = matrix.len().isqrt();
                let adjoint = (0..d * d)
                    .map(|i| matrix[(i % d) * d + i / d].conj())
                    .collect();
                Payload::Unitary {
                    matrix: adjoint,
                    label: label.clone(),
                }
            }
            Payload::Diagonal { phases } => Payload::Diagonal {
                phases: phases.iter().map(|p| -p).collect(),
            },
            Payload::Multiplexer { selects, cases } => Payload::Multiplexer {
                selects: *selects,
                cases: cases
                    .iter()
                    .map(Instruction::inverse)
                    .collect::<Option<_>>()?,
            },
            Payload::PauliEvolution { strings, time } => Payload::PauliEvolution {
                strings: strings.iter().rev().cloned().collect(),
                time: time.neg(),
            },
            Payload::Permutation { image } => {
                let mut inverse = vec![0; image.len()];
                for (i, &to) in image.iter().enumerate() {
                    inverse[to as usize] = i as u32;
                }
                Payload::Permutation { image: inverse }
            }
            Payload::Delay { .. } => return Some(self.clone()),
            Payload::Region {
                body: Block::Body(c),
                label,
            } => Payload::Region {
                body: Block::body(c.inverse().ok()?),
                label: label.clone(),
            },
            _ => return None,
        };
        Some(Instruction {
            payload: Some(Arc::new(payload)),
            ..self.clone()
        })
        .or_else(|| (self.kind == Kind::Barrier).then(|| self.clone()))
    }

    /// Replace symbols by values.
    pub fn bind(
        &self,
        lookup: &dyn Fn(&Symbol) -> Option<Angle>,
    ) -> Result<Instruction, ComposeError> {
        let mut out = self.clone();
        for p in &mut out.params {
            *p = p.bind(lookup)?;
        }
        let Some(payload) = &self.payload else {
            return Ok(out);
        };
        let mut block = |b: &Block| -> Result<Block, ComposeError> {
            Ok(match b {
                Block::Body(c) => Block::body(c.bind(lookup)?),
                Block::Single { instruction, bits } => Block::Single {
                    instruction: instruction.bind(lookup)?,
                    bits: bits.clone(),
                },
            })
        };
        let bound = match &**payload {
            Payload::Controlled { polarity, base } => Payload::Controlled {
                polarity: polarity.clone(),
                base: base.bind(lookup)?,
            },
            Payload::Call { definition, params } => Payload::Call {
                definition: definition.clone(),
                params: params
                    .iter()
                    .map(|p| p.bind(lookup))
                    .collect::<Result<_, _>>()?,
            },
            Payload::Multiplexer { selects, cases } => Payload::Multiplexer {
                selects: *selects,
                cases: cases
                    .iter()
                    .map(|c| c.bind(lookup))
                    .collect::<Result<_, _>>()?,
            },
            Payload::PauliEvolution { strings, time } => Payload::PauliEvolution {
                strings: strings
                    .iter()
                    .map(|(s, a)| Ok((s.clone(), a.bind(lookup)?)))
                    .collect::<Result<_, ExprError>>()?,
                time: time.bind(lookup)?,
            },
            other => other.with_blocks(&mut block)?,
        };
        out.payload = Some(Arc::new(bound));
        Ok(out)
    }
}

impl Definition {
    fn inverse(&self) -> Option<Definition> {
        let name = match self.name.strip_suffix("_inverse") {
            Some(plain) => Arc::from(plain),
            None => Arc::from(format!("{}_inverse", self.name)),
        };
        Some(Definition {
            name,
            body: Some(self.body.as_ref()?.inverse().ok()?),
            ..self.clone()
        })
    }

    /// The body with `params` in the place of the formal ones.
    pub fn instantiate(&self, params: &[Angle]) -> Result<Option<Circuit>, ComposeError> {
        let Some(body) = &self.body else {
            return Ok(None);
        };
        if self.params.is_empty() {
            return Ok(Some(body.clone()));
        }
        let value = |s: &Symbol| {
            self.params
                .iter()
                .position(|p| p == s)
                .map(|i| params[i].clone())
        };
        Ok(Some(body.bind(&value)?))
    }
}

/// A call of an ad-hoc gate without parameters.
fn call(name: &str, body: Circuit) -> Instruction {
    let definition = Definition {
        name: Arc::from(format!("{name}_inverse")),
        params: Vec::new(),
        qubits: (0..body.num_qubits())
            .map(|i| Arc::from(format!("q{i}")))
            .collect(),
        body: Some(body),
    };
    Instruction::with(
        Kind::Call,
        Payload::Call {
            definition: Arc::new(definition),
            params: Vec::new(),
        },
    )
}
