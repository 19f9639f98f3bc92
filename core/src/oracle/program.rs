// SPDX-License-Identifier: Apache-2.0
//! A circuit made flat: matrices on qubits, and jumps.
//!
//! Calls, controls, multiplexers and Pauli evolutions become small matrices under controls; `for` is unrolled;
//! `if`, `switch`, `while`, `break` and `continue` become jumps. Fences without an effect on the state
//! (barrier, delay) vanish. What has no known meaning (opaque and pulse calls) is an [`Unfit`].

use std::sync::Arc;

use num_complex::Complex64;
use smallvec::SmallVec;

use super::condition::holds;
use super::matrices;
use super::sparse::Sparse;
use crate::circuit::{Block, Condition, Kind, Operation, Payload};
use crate::{Angle, Circuit, Symbol, Wire};

/// Instructions a circuit may unfold to.
const MAX_STEPS: usize = 20_000_000;
/// Nesting of calls and blocks.
const MAX_DEPTH: usize = 200;
/// Qubits of one matrix.
const MAX_MATRIX_QUBITS: usize = 12;

/// Why a circuit has no flat form.
#[derive(Clone, Debug, PartialEq)]
pub enum Unfit {
    /// An operation whose effect nobody wrote down.
    Unknown { kind: Kind, line: u32 },
    /// It unfolds to more than a limit allows.
    TooLarge(&'static str),
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unfit::Unknown { kind, line: 0 } => write!(f, "{kind:?} has no known effect"),
            Unfit::Unknown { kind, line } => {
                write!(f, "{kind:?} in line {line} has no known effect")
            }
            Unfit::TooLarge(what) => write!(f, "too large: {what}"),
        }
    }
}

/// A matrix on `targets` (the first one least significant), applied where every control has its value.
#[derive(Clone, Debug)]
pub struct Unitary {
    pub controls: SmallVec<[(u32, bool); 2]>,
    pub targets: SmallVec<[u32; 4]>,
    pub matrix: Arc<Sparse>,
}

#[derive(Clone, Debug)]
pub enum Step {
    Unitary(Unitary),
    Measure {
        qubit: u32,
        bit: u32,
    },
    Reset {
        qubit: u32,
    },
    /// Kraus operators on `targets`.
    Channel {
        targets: Vec<u32>,
        kraus: Vec<Arc<Sparse>>,
    },
    /// Go on at `to` unless the condition holds.
    Unless {
        test: Test,
        to: u32,
    },
    Jump {
        to: u32,
    },
}

/// A condition with the bits it is about.
#[derive(Clone, Debug)]
pub enum Test {
    Condition {
        condition: Condition,
        bits: Arc<[u32]>,
    },
    /// The bits, least significant first, spell one of the values.
    OneOf { bits: Arc<[u32]>, values: Vec<u64> },
}

impl Test {
    pub fn passes(&self, record: u128) -> bool {
        let read =
            |bits: &[u32], i: u32| bits.get(i as usize).is_some_and(|&b| record >> b & 1 == 1);
        match self {
            Test::Condition { condition, bits } => holds(condition, &|i| read(bits, i)),
            Test::OneOf { bits, values } => {
                let value = (0..bits.len().min(64) as u32)
                    .filter(|&i| read(bits, i))
                    .fold(0u64, |v, i| v | 1 << i);
                values.contains(&value)
            }
        }
    }
}

/// The flat form of a circuit over `qubits` wires.
#[derive(Clone, Debug)]
pub struct Program {
    pub qubits: usize,
    pub bits: usize,
    pub steps: Vec<Step>,
    /// Values were made up for unbound parameters.
    pub symbolic: bool,
}

impl Program {
    /// Flatten `circuit`; unbound parameters get a value drawn from their name and `sample`.
    pub fn new(circuit: &Circuit, sample: u64) -> Result<Program, Unfit> {
        let mut flat = Flattener {
            steps: Vec::with_capacity(circuit.len()),
            symbolic: false,
            sample,
            depth: 0,
            loops: Vec::new(),
        };
        let scope = Scope {
            qubits: (0..circuit.num_qubits() as u32).collect(),
            bits: (0..circuit.num_bits() as u32).collect(),
            controls: SmallVec::new(),
            values: Vec::new(),
            closed: false,
        };
        flat.circuit(circuit, &scope)?;
        Ok(Program {
            qubits: circuit.num_qubits(),
            bits: circuit.num_bits(),
            steps: flat.steps,
            symbolic: flat.symbolic,
        })
    }

    pub fn is_unitary(&self) -> bool {
        self.steps.iter().all(|s| matches!(s, Step::Unitary(_)))
    }

    pub fn unitaries(&self) -> impl Iterator<Item = &Unitary> {
        self.steps.iter().filter_map(|s| match s {
            Step::Unitary(u) => Some(u),
            _ => None,
        })
    }
}

/// What the wires and symbols of the circuit being flattened stand for.
struct Scope {
    qubits: Vec<u32>,
    bits: Vec<u32>,
    controls: SmallVec<[(u32, bool); 2]>,
    values: Vec<(Symbol, f64)>,
    /// In a definition: symbols other than `values` are nobody's.
    closed: bool,
}

/// Jumps that wait for their destination: of the innermost loop, or of one iteration.
#[derive(Default)]
struct Waiting {
    breaks: Vec<usize>,
    continues: Vec<usize>,
}

struct Flattener {
    steps: Vec<Step>,
    symbolic: bool,
    sample: u64,
    depth: usize,
    loops: Vec<Waiting>,
}

impl Flattener {
    fn circuit(&mut self, c: &Circuit, scope: &Scope) -> Result<(), Unfit> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unfit::TooLarge("nesting"));
        }
        let phase = self.number(&c.phase, scope);
        if phase != 0.0 {
            self.matrix(vec![cis(phase)], &[], &scope.controls)?;
        }
        for op in c.iter() {
            let o = c.operation(op);
            let qubits: SmallVec<[u32; 4]> = c
                .qubits(op)
                .iter()
                .map(|w| scope.qubits[w.index()])
                .collect();
            let bits: SmallVec<[u32; 4]> =
                c.bits(op).iter().map(|w| scope.bits[w.index()]).collect();
            self.operation(&o, &qubits, &bits, scope)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn operation(
        &mut self,
        o: &Operation,
        qubits: &[u32],
        bits: &[u32],
        scope: &Scope,
    ) -> Result<(), Unfit> {
        let unknown = Unfit::Unknown {
            kind: o.instruction.kind,
            line: o.place.line,
        };
        if self.steps.len() > MAX_STEPS {
            return Err(Unfit::TooLarge("operations"));
        }
        match (o.instruction.kind, o.instruction.payload.as_deref()) {
            (Kind::Gate(gate), _) => {
                let angles: SmallVec<[f64; 4]> = o
                    .instruction
                    .params
                    .iter()
                    .map(|a| self.number(a, scope))
                    .collect();
                let (own, matrix) = matrices::gate(gate.name(), &angles).ok_or(unknown)?;
                let mut controls = scope.controls.clone();
                controls.extend(qubits[..own].iter().map(|&q| (q, true)));
                self.matrix(matrix, &qubits[own..], &controls)
            }
            (Kind::Controlled, Some(Payload::Controlled { polarity, base })) => {
                let (own, rest) = qubits.split_at(polarity.len());
                let mut controls = scope.controls.clone();
                controls.extend(own.iter().copied().zip(polarity.iter().copied()));
                self.under(base, rest, bits, controls, scope)
            }
            (Kind::Multiplexer, Some(Payload::Multiplexer { selects, cases })) => {
                let (select, rest) = qubits.split_at(*selects as usize);
                for (value, case) in cases.iter().enumerate() {
                    let mut controls = scope.controls.clone();
                    controls.extend(
                        select
                            .iter()
                            .enumerate()
                            .map(|(i, &q)| (q, value >> i & 1 == 1)),
                    );
                    self.under(case, rest, bits, controls, scope)?;
                }
                Ok(())
            }
            (Kind::Call, Some(Payload::Call { definition, params })) => {
                let body = definition.body.as_ref().ok_or(unknown)?;
                let values = definition
                    .params
                    .iter()
                    .cloned()
                    .zip(params.iter().map(|p| self.number(p, scope)))
                    .collect();
                let inner = Scope {
                    qubits: qubits.to_vec(),
                    bits: bits.to_vec(),
                    controls: scope.controls.clone(),
                    values,
                    closed: true,
                };
                self.circuit(body, &inner)
            }
            (Kind::Unitary, Some(Payload::Unitary { matrix, .. })) => {
                if matrix.len() != 1 << (2 * qubits.len()) {
                    return Err(unknown);
                }
                self.matrix(matrix.clone(), qubits, &scope.controls)
            }
            (Kind::Diagonal, Some(Payload::Diagonal { phases })) => {
                if phases.len() != 1 << qubits.len() || qubits.len() > 20 {
                    return Err(unknown);
                }
                let sparse = Sparse::diagonal(phases.iter().map(|&p| cis(p)));
                self.push(sparse, qubits, &scope.controls)
            }
            (Kind::Permutation, Some(Payload::Permutation { image })) => {
                self.permutation(image, qubits, &scope.controls)
            }
            (Kind::PauliEvolution, Some(Payload::PauliEvolution { strings, time })) => {
                let time = self.number(time, scope);
                for (letters, coefficient) in strings {
                    let angle = 2.0 * time * self.number(coefficient, scope);
                    let (targets, letters): (SmallVec<[u32; 4]>, String) = qubits
                        .iter()
                        .zip(letters.chars())
                        .filter(|(_, l)| *l != 'I')
                        .map(|(&q, l)| (q, l))
                        .unzip();
                    if targets.len() > MAX_MATRIX_QUBITS {
                        return Err(Unfit::TooLarge("Pauli string"));
                    }
                    let sparse = Sparse::pauli_rotation(&letters, angle);
                    self.push(sparse, &targets, &scope.controls)?;
                }
                Ok(())
            }
            (Kind::Barrier | Kind::Delay, _) => Ok(()),
            _ if !scope.controls.is_empty() => Err(unknown),
            (Kind::Measure, _) if !bits.is_empty() => {
                self.steps.push(Step::Measure {
                    qubit: qubits[0],
                    bit: bits[0],
                });
                Ok(())
            }
            // A clean qubit begins in |0> whatever its wire held; a released one is thrown away.
            (Kind::Allocate, Some(Payload::Allocate { clean: false })) => Ok(()),
            (Kind::Reset | Kind::Allocate | Kind::Release, _) => {
                let resets = qubits.iter().map(|&qubit| Step::Reset { qubit });
                self.steps.extend(resets);
                Ok(())
            }
            (Kind::Channel, Some(Payload::Channel { kraus })) => {
                let kraus = kraus
                    .iter()
                    .map(|m| Sparse::dense(m).map(Arc::new))
                    .collect::<Option<_>>()
                    .ok_or(unknown)?;
                self.steps.push(Step::Channel {
                    targets: qubits.to_vec(),
                    kraus,
                });
                Ok(())
            }
            (_, Some(payload)) => self.flow(payload, qubits, bits, scope, unknown),
            (Kind::Break | Kind::Continue, None) => {
                let at = self.steps.len();
                let waiting = self.loops.last_mut().ok_or(unknown)?;
                match o.instruction.kind {
                    Kind::Break => waiting.breaks.push(at),
                    _ => waiting.continues.push(at),
                }
                self.steps.push(Step::Jump { to: 0 });
                Ok(())
            }
            _ => Err(unknown),
        }
    }

    /// Operations that own blocks.
    fn flow(
        &mut self,
        payload: &Payload,
        qubits: &[u32],
        bits: &[u32],
        scope: &Scope,
        unknown: Unfit,
    ) -> Result<(), Unfit> {
        let own: Arc<[u32]> = bits.into();
        let test = |condition: &Condition| Test::Condition {
            condition: condition.clone(),
            bits: own.clone(),
        };
        match payload {
            Payload::Region { body, .. } => self.block(body, qubits, bits, scope, None),
            Payload::If {
                condition,
                then,
                otherwise,
            } => {
                let skip = self.unless(test(condition));
                self.block(then, qubits, bits, scope, None)?;
                let Some(otherwise) = otherwise else {
                    self.land(skip);
                    return Ok(());
                };
                let end = self.jump();
                self.land(skip);
                self.block(otherwise, qubits, bits, scope, None)?;
                self.land(end);
                Ok(())
            }
            Payload::Switch {
                bits: selector,
                cases,
                default,
            } => {
                let selector: Arc<[u32]> = selector.iter().map(|&i| bits[i as usize]).collect();
                let mut ends = Vec::new();
                for (values, block) in cases {
                    let skip = self.unless(Test::OneOf {
                        bits: selector.clone(),
                        values: values.clone(),
                    });
                    self.block(block, qubits, bits, scope, None)?;
                    ends.push(self.jump());
                    self.land(skip);
                }
                if let Some(block) = default {
                    self.block(block, qubits, bits, scope, None)?;
                }
                ends.into_iter().for_each(|e| self.land(e));
                Ok(())
            }
            Payload::For {
                variable,
                values,
                body,
            } => {
                let mut breaks = Vec::new();
                for &value in values {
                    self.loops.push(Waiting::default());
                    let binding = variable.as_ref().map(|v| (v.clone(), value as f64));
                    self.block(body, qubits, bits, scope, binding)?;
                    let waiting = self.loops.pop().expect("pushed above");
                    waiting.continues.into_iter().for_each(|c| self.land(c));
                    breaks.extend(waiting.breaks);
                }
                breaks.into_iter().for_each(|b| self.land(b));
                Ok(())
            }
            Payload::While { condition, body } => {
                let start = self.steps.len();
                let leave = self.unless(test(condition));
                self.loops.push(Waiting::default());
                self.block(body, qubits, bits, scope, None)?;
                let waiting = self.loops.pop().expect("pushed above");
                waiting.continues.into_iter().for_each(|c| self.land(c));
                self.steps.push(Step::Jump { to: start as u32 });
                self.land(leave);
                waiting.breaks.into_iter().for_each(|b| self.land(b));
                Ok(())
            }
            _ => Err(unknown),
        }
    }

    fn block(
        &mut self,
        block: &Block,
        qubits: &[u32],
        bits: &[u32],
        scope: &Scope,
        binding: Option<(Symbol, f64)>,
    ) -> Result<(), Unfit> {
        let inner = Scope {
            qubits: qubits.to_vec(),
            bits: bits.to_vec(),
            controls: SmallVec::new(),
            // The newest binding first: it hides outer ones of its name.
            values: binding
                .into_iter()
                .chain(scope.values.iter().cloned())
                .collect(),
            closed: scope.closed,
        };
        match block {
            Block::Body(c) => self.circuit(c, &inner),
            Block::Single {
                instruction,
                bits: own,
            } => {
                let bits: Vec<u32> = own.iter().map(|&i| bits[i as usize]).collect();
                let o = Operation::new(instruction.clone(), std::iter::empty::<Wire>());
                self.operation(&o, qubits, &bits, &inner)
            }
        }
    }

    /// An instruction under more controls.
    fn under(
        &mut self,
        base: &crate::circuit::Instruction,
        qubits: &[u32],
        bits: &[u32],
        controls: SmallVec<[(u32, bool); 2]>,
        scope: &Scope,
    ) -> Result<(), Unfit> {
        let inner = Scope {
            qubits: Vec::new(),
            bits: Vec::new(),
            controls,
            values: scope.values.clone(),
            closed: scope.closed,
        };
        let o = Operation::new(base.clone(), std::iter::empty::<Wire>());
        self.operation(&o, qubits, bits, &inner)
    }

    /// The state of wire i moves to wire `image[i]`: cycle by cycle, as exchanges with the cycle's first wire.
    fn permutation(
        &mut self,
        image: &[u32],
        qubits: &[u32],
        controls: &[(u32, bool)],
    ) -> Result<(), Unfit> {
        let mut seen = vec![false; image.len()];
        for start in 0..image.len() {
            let mut at = start;
            while !std::mem::replace(&mut seen[at], true) {
                at = image[at] as usize;
                if at != start {
                    let (_, swap) = matrices::gate("swap", &[]).expect("in the table");
                    self.matrix(swap, &[qubits[start], qubits[at]], controls)?;
                }
            }
        }
        Ok(())
    }

    fn matrix(
        &mut self,
        matrix: Vec<Complex64>,
        targets: &[u32],
        controls: &[(u32, bool)],
    ) -> Result<(), Unfit> {
        if targets.len() > MAX_MATRIX_QUBITS {
            return Err(Unfit::TooLarge("matrix"));
        }
        let sparse = Sparse::dense(&matrix).expect("dimension checked");
        self.push(sparse, targets, controls)
    }

    fn push(
        &mut self,
        matrix: Sparse,
        targets: &[u32],
        controls: &[(u32, bool)],
    ) -> Result<(), Unfit> {
        if !matrix.is_identity() {
            self.steps.push(Step::Unitary(Unitary {
                controls: controls.into(),
                targets: targets.into(),
                matrix: Arc::new(matrix),
            }));
        }
        Ok(())
    }

    fn unless(&mut self, test: Test) -> usize {
        self.steps.push(Step::Unless { test, to: 0 });
        self.steps.len() - 1
    }

    fn jump(&mut self) -> usize {
        self.steps.push(Step::Jump { to: 0 });
        self.steps.len() - 1
    }

    /// Let the jump at `at` arrive here.
    fn land(&mut self, at: usize) {
        let here = self.steps.len() as u32;
        match &mut self.steps[at] {
            Step::Jump { to } | Step::Unless { to, .. } => *to = here,
            _ => unreachable!("only jumps wait"),
        }
    }

    fn number(&mut self, angle: &Angle, scope: &Scope) -> f64 {
        if let Some(value) = angle.value() {
            return value;
        }
        let sample = self.sample;
        let made = std::cell::Cell::new(false);
        let lookup = |s: &Symbol| {
            let known = scope.values.iter().find(|(name, _)| name == s);
            Some(Angle::radians(match known {
                Some((_, value)) => *value,
                None => {
                    made.set(true);
                    value_of_name(&s.name, sample)
                }
            }))
        };
        let value = angle.bind(&lookup).ok().and_then(|a| a.value());
        self.symbolic |= made.get() && !scope.closed;
        // An expression without a value there (a logarithm of a negative number) is taken as not-a-number and
        // spoils every comparison, which ends undecided.
        value.unwrap_or(f64::NAN)
    }
}

/// A value in (-4, 4) for an unbound parameter.
fn value_of_name(name: &str, sample: u64) -> f64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64 ^ sample.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 29;
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^= hash >> 32;
    (hash >> 11) as f64 / (1u64 << 53) as f64 * 8.0 - 4.0
}

fn cis(angle: f64) -> Complex64 {
    let (sin, cos) = angle.sin_cos();
    Complex64::new(cos, sin)
}
