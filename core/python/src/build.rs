// SPDX-License-Identifier: Apache-2.0
//! Building and editing circuits from Python: arguments are checked here, once.

use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList, PyTuple};
use qcompile_core::circuit::{Block, Condition, Instruction, Kind, Operation, Payload, Register};
use qcompile_core::{Circuit, Gate, Op, Symbol, Wire};

use crate::angle;
use crate::circuit::PyCircuit;
use crate::errors::{bad_argument, from_compose, Raise};
use crate::operation::{library_gate, name, PyInstruction};

/// How many qubits an instruction acts on; `None` if any number.
fn arity(i: &Instruction) -> Option<usize> {
    let log2 = |len: usize| len.trailing_zeros() as usize;
    Some(match (i.kind, i.payload.as_deref()) {
        (Kind::Gate(g), _) => g.num_qubits(),
        (_, Some(Payload::Controlled { polarity, base })) => polarity.len() + arity(base)?,
        (_, Some(Payload::Call { definition, .. })) => definition.qubits.len(),
        (_, Some(Payload::Unitary { matrix, .. })) => log2(matrix.len()) / 2,
        (_, Some(Payload::Diagonal { phases })) => log2(phases.len()),
        (_, Some(Payload::Multiplexer { selects, cases })) => {
            *selects as usize + cases.first().and_then(arity)?
        }
        (_, Some(Payload::PauliEvolution { strings, .. })) => strings.first()?.0.chars().count(),
        (_, Some(Payload::Permutation { image })) => image.len(),
        (_, Some(Payload::Channel { kraus })) => log2(kraus.first()?.len()) / 2,
        (Kind::Measure | Kind::Reset | Kind::Allocate | Kind::Release, _) => 1,
        _ => return None,
    })
}

/// Indices become wires; a repeated or missing one is an error naming it.
fn wires(c: &Circuit, what: &str, qubits: &[i64], bits: &[i64]) -> PyResult<Vec<Wire>> {
    let mut out: Vec<Wire> = Vec::with_capacity(qubits.len() + bits.len());
    let mut take = |index: i64, have: usize, kind: &str, wire: fn(u32) -> Wire| {
        if index < 0 || index as usize >= have {
            return Err(PyErr::from(
                Raise::new(
                    "SemanticError",
                    "QC232",
                    format!("{what}: {kind} {index} is out of range"),
                )
                .help(format!("the circuit has {have} {kind}s, numbered from 0")),
            ));
        }
        let w = wire(index as u32);
        if out.contains(&w) {
            return Err(Raise::new(
                "SemanticError",
                "QC232",
                format!("{what}: {kind} {index} is given twice"),
            )
            .into());
        }
        out.push(w);
        Ok(())
    };
    for &q in qubits {
        take(q, c.num_qubits(), "qubit", Wire::qubit)?;
    }
    for &b in bits {
        take(b, c.num_bits(), "bit", Wire::bit)?;
    }
    Ok(out)
}

/// Declare the parameters of every angle that an instruction carries.
fn declare(c: &mut Circuit, i: &Instruction) -> PyResult<()> {
    let mut carried = Vec::new();
    match i.payload.as_deref() {
        Some(Payload::Call { params, .. }) => carried.extend(params),
        Some(Payload::Controlled { base, .. }) => return declare(c, base),
        Some(Payload::Multiplexer { cases, .. }) => {
            return cases.iter().try_for_each(|case| declare(c, case));
        }
        Some(Payload::PauliEvolution { strings, time }) => {
            carried.extend(strings.iter().map(|(_, weight)| weight));
            carried.push(time);
        }
        _ => carried.extend(&i.params),
    }
    for a in carried.into_iter().filter(|a| a.is_symbolic()) {
        for s in a.symbols() {
            c.declare(&s).map_err(from_compose)?;
        }
    }
    Ok(())
}

fn push(c: &mut Circuit, i: Instruction, qubits: &[i64], bits: &[i64]) -> PyResult<u32> {
    let what = name(&i);
    if let Some(n) = arity(&i) {
        if n != qubits.len() {
            let message = format!("gate `{what}` takes {n} qubits, got {}", qubits.len());
            return Err(Raise::new("SemanticError", "QC201", message).into());
        }
    }
    if i.kind == Kind::Measure && bits.len() != 1 {
        return Err(bad_argument("a measurement writes one bit"));
    }
    let mut wires = wires(c, &what, qubits, bits)?;
    if matches!(i.kind, Kind::Break | Kind::Continue) {
        // What follows on any wire may not happen, so nothing on any wire moves across.
        wires = (0..c.num_qubits() as u32)
            .map(Wire::qubit)
            .chain((0..c.num_bits() as u32).map(Wire::bit))
            .collect();
    }
    declare(c, &i)?;
    Ok(c.push(Operation::new(i, wires)).0)
}

#[pymethods]
impl PyCircuit {
    /// Add qubits, in a register if it is named; returns their numbers.
    #[pyo3(signature = (count, name = None))]
    fn add_qubits(&self, count: u32, name: Option<&str>) -> PyResult<Vec<u32>> {
        self.write(|c| {
            let items: Vec<u32> = (0..count).map(|_| c.add_qubit()).collect();
            if let Some(n) = name {
                c.qubit_registers
                    .push(Register::new(n, items.iter().copied()));
            }
            Ok(items)
        })
    }

    /// Add bits, in a register if it is named; returns their numbers.
    #[pyo3(signature = (count, name = None))]
    fn add_bits(&self, count: u32, name: Option<&str>) -> PyResult<Vec<u32>> {
        self.write(|c| {
            let items: Vec<u32> = (0..count).map(|_| c.add_bit()).collect();
            if let Some(n) = name {
                c.bit_registers
                    .push(Register::new(n, items.iter().copied()));
            }
            Ok(items)
        })
    }

    /// Append a library gate.
    fn append_gate(
        &self,
        name: &str,
        params: Vec<Bound<'_, PyAny>>,
        qubits: Vec<i64>,
    ) -> PyResult<u32> {
        let i = library_gate(name, &params)?;
        self.write(|c| push(c, i, &qubits, &[]))
    }

    /// Append any instruction.
    #[pyo3(signature = (instruction, qubits, bits = Vec::new()))]
    fn append(
        &self,
        instruction: &PyInstruction,
        qubits: Vec<i64>,
        bits: Vec<i64>,
    ) -> PyResult<u32> {
        self.write(|c| push(c, instruction.0.clone(), &qubits, &bits))
    }

    /// Declare a parameter that no gate uses yet.
    #[pyo3(signature = (name, identity = 0))]
    fn declare_parameter(&self, name: &str, identity: u64) -> PyResult<()> {
        let symbol = Symbol {
            name: name.into(),
            identity,
        };
        self.write(|c| c.declare(&symbol).map_err(from_compose))
    }

    /// Append another circuit; its qubit i becomes `qubits[i]`, its bit i `bits[i]`.
    fn compose_onto(&self, other: &PyCircuit, qubits: Vec<u32>, bits: Vec<u32>) -> PyResult<()> {
        let other = other.read()?;
        self.write(|c| c.compose(&other, &qubits, &bits).map_err(from_compose))
    }

    /// Append an `if`: blocks are circuits of this circuit's width; only wires they use become the operation's.
    #[pyo3(signature = (condition, then, otherwise = None))]
    fn append_if(
        &self,
        condition: &Bound<'_, PyAny>,
        then: &PyCircuit,
        otherwise: Option<&PyCircuit>,
    ) -> PyResult<u32> {
        let bodies = [Some(then), otherwise]
            .into_iter()
            .flatten()
            .map(PyCircuit::read);
        let bodies = bodies.collect::<PyResult<Vec<_>>>()?;
        self.write(|c| {
            let mut used = Used::new(c);
            let condition = used.condition(condition)?;
            let mut blocks = used.blocks(c, &bodies)?.into_iter();
            let payload = Payload::If {
                condition: used.localise(condition),
                then: blocks.next().expect("one block at least"),
                otherwise: blocks.next(),
            };
            Ok(c.push(Operation::new(
                Instruction::with(Kind::If, payload),
                used.wires(),
            ))
            .0)
        })
    }

    /// Append a loop that runs a circuit over the same wires as long as a condition holds.
    #[pyo3(signature = (condition, body))]
    fn append_while(&self, condition: &Bound<'_, PyAny>, body: &PyCircuit) -> PyResult<u32> {
        let bodies = [body.read()?];
        self.write(|c| {
            let mut used = Used::new(c);
            let condition = used.condition(condition)?;
            let body = used.blocks(c, &bodies)?.pop().expect("one block");
            let payload = Payload::While {
                condition: used.localise(condition),
                body,
            };
            Ok(c.push(Operation::new(
                Instruction::with(Kind::While, payload),
                used.wires(),
            ))
            .0)
        })
    }

    /// Append a loop over integers; `variable` is the parameter the body may use.
    #[pyo3(signature = (values, body, variable = None))]
    fn append_for(
        &self,
        values: Vec<i64>,
        body: &PyCircuit,
        variable: Option<&str>,
    ) -> PyResult<u32> {
        let bodies = [body.read()?];
        self.write(|c| {
            let mut used = Used::new(c);
            let body = used.blocks(c, &bodies)?.pop().expect("one block");
            let payload = Payload::For {
                variable: variable.map(Symbol::named),
                values,
                body,
            };
            Ok(c.push(Operation::new(
                Instruction::with(Kind::For, payload),
                used.wires(),
            ))
            .0)
        })
    }

    /// Append a switch over the value of `bits` (least significant first).
    #[pyo3(signature = (bits, cases, default = None))]
    fn append_switch(
        &self,
        bits: Vec<i64>,
        cases: Vec<(Vec<u64>, PyRef<'_, PyCircuit>)>,
        default: Option<&PyCircuit>,
    ) -> PyResult<u32> {
        let bodies = cases
            .iter()
            .map(|(_, b)| b.read())
            .chain(default.map(PyCircuit::read));
        let bodies = bodies.collect::<PyResult<Vec<_>>>()?;
        self.write(|c| {
            wires(c, "switch", &[], &bits)?;
            let mut used = Used::new(c);
            for &b in &bits {
                used.bits[b as usize] = true;
            }
            let mut blocks = used.blocks(c, &bodies)?.into_iter();
            let cases = cases
                .iter()
                .map(|(v, _)| v.clone())
                .zip(blocks.by_ref())
                .collect();
            let selector = bits.iter().map(|&b| used.bit_position(b as u32)).collect();
            let payload = Payload::Switch {
                bits: selector,
                cases,
                default: blocks.next(),
            };
            Ok(c.push(Operation::new(
                Instruction::with(Kind::Switch, payload),
                used.wires(),
            ))
            .0)
        })
    }

    /// Append a protected region: kept as written by every pass.
    #[pyo3(signature = (body, label = String::new()))]
    fn append_region(&self, body: &PyCircuit, label: String) -> PyResult<u32> {
        let bodies = [body.read()?];
        self.write(|c| {
            let mut used = Used::new(c);
            let body = used.blocks(c, &bodies)?.pop().expect("one block");
            let payload = Payload::Region { body, label };
            Ok(c.push(Operation::new(
                Instruction::with(Kind::Region, payload),
                used.wires(),
            ))
            .0)
        })
    }

    /// Take an operation out.
    fn remove(&self, index: u32) -> PyResult<()> {
        self.write(|c| {
            at(c, index)?;
            c.remove(Op(index));
            Ok(())
        })
    }

    /// Put instructions in the place of an operation: [(instruction, [operand positions])].
    fn substitute(
        &self,
        index: u32,
        instructions: Vec<(PyRef<'_, PyInstruction>, Vec<usize>)>,
    ) -> PyResult<()> {
        self.write(|c| {
            at(c, index)?;
            let own = c.wires(Op(index)).to_vec();
            let mut operations = Vec::with_capacity(instructions.len());
            for (i, operands) in &instructions {
                let wires = operands
                    .iter()
                    .map(|&k| own.get(k).copied())
                    .collect::<Option<Vec<_>>>();
                let wires = wires.ok_or_else(|| bad_argument("an operand the operation lacks"))?;
                let distinct = wires
                    .iter()
                    .enumerate()
                    .all(|(k, w)| !wires[..k].contains(w));
                let qubits = wires.iter().filter(|w| !w.is_bit()).count();
                if arity(&i.0).is_some_and(|n| n != qubits) || !distinct {
                    return Err(bad_argument(format!("wrong operands for `{}`", name(&i.0))));
                }
                operations.push(Operation::new(i.0.clone(), wires));
            }
            for o in &operations {
                declare(c, &o.instruction)?;
            }
            c.replace(Op(index), operations);
            Ok(())
        })
    }

    /// Add to the global phase.
    fn add_phase(&self, phase: &Bound<'_, PyAny>) -> PyResult<()> {
        let phase = angle::extract(phase)?;
        self.write(|c| {
            c.add_phase(&phase);
            Ok(())
        })
    }
}

fn at(c: &Circuit, index: u32) -> PyResult<()> {
    if c.contains(Op(index)) {
        Ok(())
    } else {
        Err(bad_argument(format!(
            "the circuit has no operation {index}"
        )))
    }
}

/// Wires that the parts of a control-flow operation use.
struct Used {
    qubits: Vec<bool>,
    bits: Vec<bool>,
}

impl Used {
    fn new(c: &Circuit) -> Used {
        Used {
            qubits: vec![false; c.num_qubits()],
            bits: vec![false; c.num_bits()],
        }
    }

    /// Read a condition and mark its bits; positions are still the circuit's.
    ///
    /// Forms: a bit number; `("equals", [bits], value)`, `("less", [bits], value)`, `("not", c)`,
    /// `("and" | "or" | "xor", [c, ...])`; True and False.
    fn condition(&mut self, value: &Bound<'_, PyAny>) -> PyResult<Condition> {
        if let Ok(b) = value.cast::<pyo3::types::PyBool>() {
            return Ok(Condition::Constant(b.is_true()));
        }
        if value.cast::<PyInt>().is_ok() {
            return Ok(Condition::Bit(self.bit(value.extract()?)?));
        }
        let wrong = || bad_argument("not a condition");
        let parts = value.cast::<PyTuple>().map_err(|_| wrong())?;
        let head: String = parts.get_item(0)?.extract()?;
        let list = |k: usize| -> PyResult<Bound<'_, PyList>> {
            parts
                .get_item(k)?
                .cast_into::<PyList>()
                .map_err(|_| wrong())
        };
        match head.as_str() {
            "equals" | "less" => {
                let bits = list(1)?
                    .iter()
                    .map(|b| self.bit(b.extract()?))
                    .collect::<PyResult<Vec<u32>>>()?;
                let number = parts.get_item(2)?;
                let negative: bool = number.lt(0)?;
                let wide: usize = number.call_method0("bit_length")?.extract()?;
                if negative || wide > bits.len() {
                    // No register value equals a number too wide for it, and each is less than it.
                    return Ok(Condition::Constant(head == "less" && !negative));
                }
                let value = (0..bits.len())
                    .map(|k| number.rshift(k)?.bitand(1)?.is_truthy())
                    .collect::<PyResult<_>>()?;
                Ok(match head.as_str() {
                    "equals" => Condition::Equals { bits, value },
                    _ => Condition::Less { bits, value },
                })
            }
            "not" => Ok(Condition::Not(Box::new(
                self.condition(&parts.get_item(1)?)?,
            ))),
            "and" | "or" | "xor" => {
                let cs = list(1)?
                    .iter()
                    .map(|c| self.condition(&c))
                    .collect::<PyResult<Vec<_>>>()?;
                Ok(match head.as_str() {
                    "and" => Condition::And(cs),
                    "or" => Condition::Or(cs),
                    _ => Condition::Xor(cs),
                })
            }
            _ => Err(wrong()),
        }
    }

    fn bit(&mut self, index: i64) -> PyResult<u32> {
        if index < 0 || index as usize >= self.bits.len() {
            return Err(bad_argument(format!("bit {index} is out of range")));
        }
        self.bits[index as usize] = true;
        Ok(index as u32)
    }

    fn bit_position(&self, bit: u32) -> u32 {
        self.bits[..bit as usize].iter().filter(|&&u| u).count() as u32
    }

    /// Rename the circuit's bits to positions among the used ones.
    fn localise(&self, c: Condition) -> Condition {
        let all = |bits: Vec<u32>| bits.into_iter().map(|b| self.bit_position(b)).collect();
        let each = |cs: Vec<Condition>| cs.into_iter().map(|c| self.localise(c)).collect();
        match c {
            Condition::Constant(v) => Condition::Constant(v),
            Condition::Bit(b) => Condition::Bit(self.bit_position(b)),
            Condition::Equals { bits, value } => Condition::Equals {
                bits: all(bits),
                value,
            },
            Condition::Less { bits, value } => Condition::Less {
                bits: all(bits),
                value,
            },
            Condition::Not(c) => Condition::Not(Box::new(self.localise(*c))),
            Condition::And(cs) => Condition::And(each(cs)),
            Condition::Or(cs) => Condition::Or(each(cs)),
            Condition::Xor(cs) => Condition::Xor(each(cs)),
        }
    }

    /// Mark the wires of the bodies, and cut the bodies down to the wires marked.
    fn blocks(
        &mut self,
        c: &mut Circuit,
        bodies: &[std::sync::Arc<Circuit>],
    ) -> PyResult<Vec<Block>> {
        for b in bodies {
            if b.num_qubits() != self.qubits.len() || b.num_bits() != self.bits.len() {
                return Err(bad_argument(
                    "a block is as wide as the circuit it goes into",
                ));
            }
            for w in b.iter().flat_map(|op| b.wires(op)) {
                match w.is_bit() {
                    true => self.bits[w.index()] = true,
                    false => self.qubits[w.index()] = true,
                }
            }
            for p in &b.parameters {
                c.declare(p).map_err(from_compose)?;
            }
        }
        let position = |used: &[bool]| -> Vec<u32> {
            let mut next = 0;
            used.iter()
                .map(|&u| {
                    if u {
                        next += 1;
                        next - 1
                    } else {
                        u32::MAX
                    }
                })
                .collect()
        };
        let (qubits, bits) = (position(&self.qubits), position(&self.bits));
        Ok(bodies
            .iter()
            .map(|b| {
                let count = |used: &[bool]| used.iter().filter(|&&u| u).count() as u32;
                let mut small = Circuit::new(count(&self.qubits), count(&self.bits));
                small.phase = b.phase.clone();
                small.parameters = b.parameters.clone();
                for op in b.iter() {
                    let mut o = b.operation(op);
                    for w in &mut o.wires {
                        *w = match w.is_bit() {
                            true => Wire::bit(bits[w.index()]),
                            false => Wire::qubit(qubits[w.index()]),
                        };
                    }
                    small.push(o);
                }
                Block::body(small)
            })
            .collect())
    }

    fn wires(&self) -> Vec<Wire> {
        let marked = |used: &[bool], wire: fn(u32) -> Wire| -> Vec<Wire> {
            used.iter()
                .enumerate()
                .filter(|(_, &u)| u)
                .map(|(i, _)| wire(i as u32))
                .collect()
        };
        let mut all = marked(&self.qubits, Wire::qubit);
        all.extend(marked(&self.bits, Wire::bit));
        all
    }
}

/// Look a library gate's canonical name up.
#[pyfunction]
pub fn canonical_name(name: &str) -> Option<&'static str> {
    Gate::from_name(name).map(Gate::name)
}
