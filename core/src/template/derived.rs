// SPDX-License-Identifier: Apache-2.0
//! Parameters that are functions of others.

use super::euler::Turns;
use super::pair::Operator;
use crate::{Angle, Symbol};

/// Angles that are computed from others.
#[derive(Clone, Debug, PartialEq)]
pub enum Derived {
    /// Three Euler angles of a run on one qubit.
    Turns(Turns),
    /// Local gates and coordinates of a block on two qubits.
    Pair(Operator),
}

/// Names of derived parameters begin with this, which no language allows in a name.
const MARK: char = '%';

/// The name of a part of what is derived as number so and so.
pub fn name(number: usize, part: &str) -> Symbol {
    Symbol::named(&format!("{MARK}{number}.{part}"))
}

impl Derived {
    /// What is derived.
    pub fn outputs(&self) -> &[Symbol] {
        match self {
            Derived::Turns(turns) => &turns.outputs,
            Derived::Pair(operator) => &operator.outputs,
        }
    }

    /// The angles it is derived from.
    pub fn inputs(&self) -> Vec<&Angle> {
        match self {
            Derived::Turns(turns) => turns.turns.iter().map(|(_, angle)| angle).collect(),
            Derived::Pair(operator) => operator.angles().collect(),
        }
    }
}
