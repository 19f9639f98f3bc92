// SPDX-License-Identifier: Apache-2.0
//! Control flow: conditions on classical bits, and blocks.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::operation::Instruction;
use super::Circuit;

/// A truth value over the bits of the operation that owns it. Bits are named by their position among the
/// operation's classical wires, so relabelling the operation relabels the condition.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Condition {
    /// Decided already (an OpenQASM 2 comparison with a value too wide for its register is `false`).
    Constant(bool),
    Bit(u32),
    /// The bits, least significant first, spell `value`.
    Equals {
        bits: Vec<u32>,
        value: Vec<bool>,
    },
    /// Unsigned comparison of the bits with `value`.
    Less {
        bits: Vec<u32>,
        value: Vec<bool>,
    },
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Xor(Vec<Condition>),
}

impl Condition {
    /// Value for one assignment; `bit(i)` is the i-th classical wire of the operation.
    pub fn evaluate(&self, bit: &dyn Fn(u32) -> bool) -> bool {
        match self {
            Condition::Constant(v) => *v,
            Condition::Bit(i) => bit(*i),
            Condition::Equals { bits, value } => bits.iter().zip(value).all(|(&b, &v)| bit(b) == v),
            Condition::Less { bits, value } => bits
                .iter()
                .zip(value)
                .rev()
                .find(|(&b, &v)| bit(b) != v)
                .is_some_and(|(_, &v)| v),
            Condition::Not(c) => !c.evaluate(bit),
            Condition::And(cs) => cs.iter().all(|c| c.evaluate(bit)),
            Condition::Or(cs) => cs.iter().any(|c| c.evaluate(bit)),
            Condition::Xor(cs) => cs.iter().fold(false, |acc, c| acc ^ c.evaluate(bit)),
        }
    }

    /// Largest bit position it reads, plus one.
    pub fn width(&self) -> u32 {
        match self {
            Condition::Constant(_) => 0,
            Condition::Bit(i) => i + 1,
            Condition::Equals { bits, .. } | Condition::Less { bits, .. } => {
                bits.iter().map(|b| b + 1).max().unwrap_or(0)
            }
            Condition::Not(c) => c.width(),
            Condition::And(cs) | Condition::Or(cs) | Condition::Xor(cs) => {
                cs.iter().map(Condition::width).max().unwrap_or(0)
            }
        }
    }
}

/// Operations owned by another operation. Its wires are the owner's: qubit i of the block is the owner's
/// i-th qubit, bit i its i-th bit. The block's global phase is applied when the block runs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Block {
    /// The compact form: one instruction on all of the owner's qubits in order, then on the bits listed.
    Single {
        instruction: Instruction,
        bits: Vec<u32>,
    },
    Body(Arc<Circuit>),
}

impl Block {
    pub fn body(circuit: Circuit) -> Block {
        Block::Body(Arc::new(circuit))
    }

    /// As a circuit of `qubits` qubits and `bits` bits, borrowed where it is one.
    pub fn view(&self, qubits: u32, bits: u32) -> Cow<'_, Circuit> {
        match self {
            Block::Body(c) => Cow::Borrowed(c),
            Block::Single { .. } => Cow::Owned(self.to_circuit(qubits, bits)),
        }
    }

    /// As a circuit of `qubits` qubits and `bits` bits.
    pub fn to_circuit(&self, qubits: u32, bits: u32) -> Circuit {
        match self {
            Block::Body(c) => (**c).clone(),
            Block::Single {
                instruction,
                bits: own,
            } => {
                let mut c = Circuit::new(qubits, bits);
                let wires = (0..qubits)
                    .map(crate::Wire::qubit)
                    .chain(own.iter().map(|&b| crate::Wire::bit(b)));
                c.push(super::Operation::new(instruction.clone(), wires));
                c
            }
        }
    }
}
