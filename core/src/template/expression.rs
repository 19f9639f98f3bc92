// SPDX-License-Identifier: Apache-2.0
//! Expressions that are not affine, as a list of steps on a stack.

use serde::{Deserialize, Serialize};

use crate::angle::{Function, Operator};

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Push the value of an affine row.
    Row(u32),
    /// Replace the two on top by one.
    Binary(Operator),
    /// Replace the one on top.
    Call(Function),
}

/// A value and its derivative along one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dual {
    pub value: f64,
    pub slope: f64,
}

impl Dual {
    fn binary(self, operator: Operator, other: Dual) -> Dual {
        let (a, b) = (self, other);
        let (value, slope) = match operator {
            Operator::Add => (a.value + b.value, a.slope + b.slope),
            Operator::Mul => (a.value * b.value, a.slope * b.value + a.value * b.slope),
            Operator::Div => {
                let value = a.value / b.value;
                (value, (a.slope - value * b.slope) / b.value)
            }
            Operator::Pow => a.power(b),
        };
        Dual { value, slope }
    }

    fn power(self, exponent: Dual) -> (f64, f64) {
        let value = self.value.powf(exponent.value);
        let mut slope = 0.0;
        // A constant base or exponent adds nothing, also where the other's logarithm or power is not finite.
        if self.slope != 0.0 {
            slope += exponent.value * self.value.powf(exponent.value - 1.0) * self.slope;
        }
        if exponent.slope != 0.0 {
            slope += value * self.value.ln() * exponent.slope;
        }
        (value, slope)
    }

    fn call(self, function: Function) -> Dual {
        let x = self.value;
        let (value, rate) = match function {
            Function::Sin => (x.sin(), x.cos()),
            Function::Cos => (x.cos(), -x.sin()),
            Function::Tan => (x.tan(), 1.0 + x.tan() * x.tan()),
            Function::Exp => (x.exp(), x.exp()),
            Function::Ln => (x.ln(), 1.0 / x),
            Function::Sqrt => (x.sqrt(), 0.5 / x.sqrt()),
        };
        let slope = if self.slope == 0.0 {
            0.0
        } else {
            rate * self.slope
        };
        Dual { value, slope }
    }
}

/// Run the steps; `row` gives an affine row's value.
pub fn evaluate(steps: &[Step], row: impl Fn(u32) -> Dual) -> Dual {
    let mut stack: Vec<Dual> = Vec::with_capacity(8);
    for step in steps {
        let made = match step {
            Step::Row(r) => row(*r),
            Step::Call(function) => stack.pop().unwrap_or_default().call(*function),
            Step::Binary(operator) => {
                let right = stack.pop().unwrap_or_default();
                stack.pop().unwrap_or_default().binary(*operator, right)
            }
        };
        stack.push(made);
    }
    stack.pop().unwrap_or_default()
}
