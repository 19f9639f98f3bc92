// SPDX-License-Identifier: Apache-2.0
//! What has been read so far: the circuit, the names in force, and the limits. The scanner and the grammar's
//! semantic analysis both build through the methods here, so one statement means the same to both.

use std::sync::Arc;

use super::body::Body;
use super::limits::{Limit, Limits};
use super::names::{Action, GateEntry, Name, Names};
use crate::angle::Evaluator;
use crate::circuit::{Block, Condition, Instruction, Kind, Operation, Payload, Place, Register};
use crate::{Angle, Circuit, Wire};

/// An operand as written: a whole register, or one item of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operand {
    pub start: u32,
    /// Items of a whole register.
    pub size: u32,
    pub whole: bool,
}

impl Operand {
    /// Its wire in the i-th round of a broadcast.
    #[inline]
    fn at(self, i: u32) -> u32 {
        self.start + if self.whole { i } else { 0 }
    }
}

/// `if (register == value)`: the register's bits and the value's, lowest first. `None`: the value is too wide
/// for the register, the comparison is false.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guard {
    pub start: u32,
    pub value: Option<Vec<bool>>,
}

/// Why an operation cannot be appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Registers side by side have different sizes.
    Sizes,
    /// A qubit is given twice.
    Repeated,
    Limit(Limit),
}

/// A program being read.
#[derive(Debug)]
pub struct Program {
    pub circuit: Circuit,
    pub names: Names,
    pub limits: Limits,
    pub evaluator: Evaluator,
    /// The version line was read.
    pub started: bool,
    /// The definition being read.
    pub body: Option<Box<Body>>,
    /// Index of the source being read, for places.
    pub file: u8,
    operations: u64,
    operands: u64,
}

impl Program {
    pub fn new(limits: Limits) -> Program {
        let mut evaluator = Evaluator::default();
        evaluator.limits = limits.expression();
        Program {
            circuit: Circuit::new(0, 0),
            names: Names::default(),
            limits,
            evaluator,
            started: false,
            body: None,
            file: 0,
            operations: 0,
            operands: 0,
        }
    }

    /// Declare a register under a free name.
    pub fn declare(&mut self, name: &str, size: u32, quantum: bool) -> Result<(), Limit> {
        let have = self.circuit.num_qubits() + self.circuit.num_bits();
        if have as u64 + u64::from(size) > self.limits.qubits {
            return Err(Limit::Qubits);
        }
        let start = match quantum {
            true => self.circuit.num_qubits(),
            false => self.circuit.num_bits(),
        } as u32;
        let register = Register::new(name, start..start + size);
        for _ in 0..size {
            match quantum {
                true => self.circuit.add_qubit(),
                false => self.circuit.add_bit(),
            };
        }
        match quantum {
            true => {
                self.circuit.qubit_registers.push(register);
                self.names
                    .put(name.as_bytes(), Name::Qubits { start, size });
            }
            false => {
                self.circuit.bit_registers.push(register);
                self.names.put(name.as_bytes(), Name::Bits { start, size });
            }
        }
        Ok(())
    }

    /// The circuit that is being appended to.
    #[inline]
    pub(super) fn target(&mut self) -> &mut Circuit {
        match &mut self.body {
            Some(b) => &mut b.circuit,
            None => &mut self.circuit,
        }
    }

    /// Count `rounds` operations of `cost` library gates and `wires` operands each.
    #[inline]
    fn charge(&mut self, rounds: u32, cost: u64, wires: usize) -> Result<(), Limit> {
        let rounds = u64::from(rounds);
        let operations = self.operations.saturating_add(rounds.saturating_mul(cost));
        if operations > self.limits.operations {
            return Err(Limit::Operations);
        }
        let operands = self.operands.saturating_add(rounds * wires as u64);
        if operands > self.limits.operands {
            return Err(Limit::Operands);
        }
        self.operations = operations;
        self.operands = operands;
        Ok(())
    }

    /// Call a gate; `angles` and `operands` are as many as it takes. The angles are snapped, and what that
    /// changes is recorded.
    pub fn call(
        &mut self,
        gate: u32,
        angles: &mut [Angle],
        operands: &[Operand],
        guard: Option<&Guard>,
        place: Place,
    ) -> Result<(), Refusal> {
        let rounds = rounds(operands)?;
        if repeats(operands) {
            return Err(Refusal::Repeated);
        }
        let entry = self.names.gate(gate);
        let (cost, mut error) = (entry.cost.max(1), entry.error);
        let guarded = guard.and_then(|g| g.value.as_ref()).map_or(0, Vec::len);
        // A body holds a call as one operation; it is expanded where the definition is called.
        let stored = if self.body.is_some() { 1 } else { cost };
        self.charge(rounds, stored, operands.len() + guarded)
            .map_err(Refusal::Limit)?;
        if let Some(b) = &mut self.body {
            let entry = self.names.gate(gate);
            b.cost = b.cost.saturating_add(cost);
            b.depth = b.depth.max(entry.depth);
        }
        for a in angles.iter_mut() {
            let (snapped, change) = std::mem::take(a).snapped();
            *a = snapped;
            error += change;
        }
        if error > 0.0 {
            self.target().ledger.record(error * f64::from(rounds));
        }
        if let (Action::Library(g), None) = (&self.names.gate(gate).action, guard) {
            let g = *g;
            let mut wires = [Wire(0); 5];
            for i in 0..rounds {
                for (w, o) in wires.iter_mut().zip(operands) {
                    *w = Wire::qubit(o.at(i));
                }
                self.target()
                    .push_gate(g, angles, &wires[..operands.len()], place);
            }
            return Ok(());
        }
        let instruction = instruction(self.names.gate_mut(gate), angles);
        for i in 0..rounds {
            let wires = operands.iter().map(|o| Wire::qubit(o.at(i)));
            let operation = Operation::new(instruction.clone(), wires).at(place);
            self.append(operation, guard);
        }
        Ok(())
    }

    /// `measure qubits -> bits`: one to one, or two registers of one size.
    pub fn measure(
        &mut self,
        qubit: Operand,
        bit: Operand,
        guard: Option<&Guard>,
        place: Place,
    ) -> Result<(), Refusal> {
        if qubit.whole != bit.whole || (qubit.whole && qubit.size != bit.size) {
            return Err(Refusal::Sizes);
        }
        let rounds = if qubit.whole { qubit.size } else { 1 };
        let guarded = guard.and_then(|g| g.value.as_ref()).map_or(0, Vec::len);
        self.charge(rounds, 1, 2 + guarded)
            .map_err(Refusal::Limit)?;
        for i in 0..rounds {
            let wires = [Wire::qubit(qubit.at(i)), Wire::bit(bit.at(i))];
            let measure = Operation::new(Instruction::bare(Kind::Measure), wires).at(place);
            self.append(measure, guard);
        }
        Ok(())
    }

    pub fn reset(
        &mut self,
        qubit: Operand,
        guard: Option<&Guard>,
        place: Place,
    ) -> Result<(), Refusal> {
        let rounds = if qubit.whole { qubit.size } else { 1 };
        let guarded = guard.and_then(|g| g.value.as_ref()).map_or(0, Vec::len);
        self.charge(rounds, 1, 1 + guarded)
            .map_err(Refusal::Limit)?;
        for i in 0..rounds {
            let reset = Instruction::bare(Kind::Reset);
            self.append(
                Operation::new(reset, [Wire::qubit(qubit.at(i))]).at(place),
                guard,
            );
        }
        Ok(())
    }

    /// A barrier over every qubit named; naming one twice says nothing new.
    pub fn barrier(&mut self, operands: &[Operand], place: Place) -> Result<(), Refusal> {
        let width: u64 = operands
            .iter()
            .map(|o| u64::from(if o.whole { o.size } else { 1 }))
            .sum();
        self.charge(1, 1, width as usize).map_err(Refusal::Limit)?;
        let mut wires = Vec::with_capacity(width as usize);
        for o in operands {
            let size = if o.whole { o.size } else { 1 };
            wires.extend((0..size).map(|i| Wire::qubit(o.start + i)));
        }
        // In the order named, which is ascending for registers in order; only then is the check free.
        if wires.windows(2).any(|w| w[0] >= w[1]) {
            let mut seen = rustc_hash::FxHashSet::default();
            wires.retain(|&w| seen.insert(w));
        }
        self.target()
            .push(Operation::new(Instruction::bare(Kind::Barrier), wires).at(place));
        Ok(())
    }

    fn append(&mut self, operation: Operation, guard: Option<&Guard>) {
        let operation = match guard {
            Some(g) => guarded(operation, g),
            None => operation,
        };
        self.target().push(operation);
    }
}

fn instruction(entry: &mut GateEntry, angles: &[Angle]) -> Instruction {
    let (definition, shared) = match &mut entry.action {
        Action::Library(g) => return Instruction::gate(*g, angles.iter().cloned()),
        Action::Defined(definition, shared) => (definition, shared),
    };
    let payload = shared.clone().unwrap_or_else(|| {
        Arc::new(Payload::Call {
            definition: definition.clone(),
            params: angles.to_vec(),
        })
    });
    if angles.is_empty() {
        *shared = Some(payload.clone());
    }
    Instruction {
        kind: match definition.body {
            Some(_) => Kind::Call,
            None => Kind::Opaque,
        },
        params: Default::default(),
        payload: Some(payload),
    }
}

/// The compact conditional: one instruction on the operation's qubits, its bits among the condition's.
fn guarded(operation: Operation, guard: &Guard) -> Operation {
    let qubits = operation.wires.iter().copied().filter(|w| !w.is_bit());
    let own = operation.wires.iter().copied().filter(|w| w.is_bit());
    let size = guard.value.as_ref().map_or(0, |v| v.len() as u32);
    let mut bits: Vec<Wire> = (0..size).map(|i| Wire::bit(guard.start + i)).collect();
    let mut positions = Vec::new();
    for b in own {
        let at = bits.iter().position(|&w| w == b).unwrap_or(bits.len());
        if at == bits.len() {
            bits.push(b);
        }
        positions.push(at as u32);
    }
    let condition = match &guard.value {
        Some(value) => Condition::Equals {
            bits: (0..size).collect(),
            value: value.clone(),
        },
        None => Condition::Constant(false),
    };
    let payload = Payload::If {
        condition,
        then: Block::Single {
            instruction: operation.instruction.clone(),
            bits: positions,
        },
        otherwise: None,
    };
    Operation::new(
        Instruction::with(Kind::If, payload),
        qubits.chain(bits.iter().copied()),
    )
    .at(operation.place)
}

/// How often a statement with these operands repeats: once, or once per item of the registers.
fn rounds(operands: &[Operand]) -> Result<u32, Refusal> {
    let mut sizes = operands.iter().filter(|o| o.whole).map(|o| o.size);
    let Some(first) = sizes.next() else {
        return Ok(1);
    };
    match sizes.all(|s| s == first) {
        true => Ok(first),
        false => Err(Refusal::Sizes),
    }
}

/// Whether some round of the broadcast names a qubit twice. Registers do not overlap, so it is enough to look
/// at pairs.
fn repeats(operands: &[Operand]) -> bool {
    let clash = |a: &Operand, b: &Operand| match (a.whole, b.whole) {
        (false, false) | (true, true) => a.start == b.start,
        (true, false) => (a.start..a.start + a.size).contains(&b.start),
        (false, true) => (b.start..b.start + b.size).contains(&a.start),
    };
    if operands.len() <= 16 {
        let pairs = operands.iter().enumerate();
        return pairs
            .skip(1)
            .any(|(i, b)| operands[..i].iter().any(|a| clash(a, b)));
    }
    // Sorted, a clash is between neighbours: a whole register before the items inside it.
    let mut sorted = operands.to_vec();
    sorted.sort_unstable_by_key(|o| (o.start, !o.whole));
    let mut register: Option<Operand> = None;
    for pair in sorted.windows(2) {
        if pair[0].whole {
            register = Some(pair[0]);
        }
        if clash(&pair[0], &pair[1]) || register.is_some_and(|r| clash(&r, &pair[1])) {
            return true;
        }
    }
    false
}
