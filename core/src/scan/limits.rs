// SPDX-License-Identifier: Apache-2.0
//! What a file may cost; every figure can be changed by the user.

use crate::angle::ExprLimits;

/// Which limit was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// Qubits and bits declared.
    Qubits,
    /// Operations, definitions expanded.
    Operations,
    /// Operands of all operations.
    Operands,
    /// Definitions that call each other.
    Depth,
}

/// The limits, generous enough for every circuit that fits two gigabytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Qubits and classical bits together.
    pub qubits: u64,
    /// Operations once registers and definitions are expanded.
    pub operations: u64,
    /// Operands of all operations as stored; a barrier over n qubits has n.
    pub operands: u64,
    /// Longest chain of definitions calling each other.
    pub depth: u32,
    /// Operators and parentheses open at once in an expression.
    pub nesting: usize,
    /// Numbers, names and operators in the expressions of one statement.
    pub terms: usize,
    /// Entries of one list: operands, angles, formal arguments.
    pub list: usize,
    /// Bytes of one name.
    pub name: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let expression = ExprLimits::default();
        Limits {
            qubits: 1 << 24,
            operations: 20_000_000,
            operands: 100_000_000,
            depth: 2_500,
            nesting: expression.nesting,
            terms: expression.terms,
            list: 1 << 15,
            name: 1 << 20,
        }
    }
}

impl Limits {
    pub(super) fn expression(&self) -> ExprLimits {
        ExprLimits {
            terms: self.terms,
            nesting: self.nesting,
        }
    }
}
