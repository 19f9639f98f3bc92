// SPDX-License-Identifier: Apache-2.0
//! Angles: exact multiples of pi where they can be, symbols, floating point otherwise.
//!
//! An [`Angle`] is also the value type of the angle evaluator: a plain number is `Radians`.
//! Arithmetic keeps a multiple of pi exact as long as numerator and denominator fit 32 bits, and
//! keeps an expression affine in its symbols (with exact rational coefficients) as long as it is.

mod evaluate;
mod expr;
mod ratio;
#[cfg(test)]
mod tests;

pub use evaluate::{number, EvalError, EvalReason, Evaluator, ExprLimits, LARGEST_ANGLE};
pub use expr::{Expr, ExprError, Function, Operator, Symbol, MAX_EXPRESSION_NODES};
pub use ratio::{PiRatio, Scalar};

use std::f64::consts::PI;
use std::sync::Arc;

/// Denominator of the grid floats are snapped to: 2^16 * 3 * 5.
const SNAP_GRID: f64 = 983_040.0;
/// Largest distance (relative above 1) at which a float is taken for the multiple of pi beside it.
/// Texts with 15 significant digits are off by up to 5e-15 relative; random angles come this close to
/// the grid about once in 10^8.
pub const SNAP_TOLERANCE: f64 = 1e-14;

/// An angle in radians.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Angle {
    /// An exact multiple of pi.
    Pi(PiRatio),
    /// Any other number. Never NaN or infinite inside a circuit.
    Radians(f64),
    /// An expression over named parameters.
    Symbolic(Arc<Expr>),
}

impl Default for Angle {
    fn default() -> Self {
        Angle::ZERO
    }
}

impl Angle {
    pub const ZERO: Angle = Angle::Pi(PiRatio::ZERO);
    pub const PI: Angle = Angle::Pi(PiRatio::raw(1, 1));
    pub const HALF_PI: Angle = Angle::Pi(PiRatio::raw(1, 2));
    pub const QUARTER_PI: Angle = Angle::Pi(PiRatio::raw(1, 4));

    /// `num / den * pi`; `den` must not be 0.
    pub fn pi(num: i32, den: u32) -> Angle {
        Angle::Pi(PiRatio::new(i64::from(num), i64::from(den)).expect("32-bit parts fit"))
    }

    /// A number, kept as it is (0 becomes the exact zero).
    pub fn radians(value: f64) -> Angle {
        if value == 0.0 {
            Angle::ZERO
        } else {
            Angle::Radians(value)
        }
    }

    /// A symbol standing alone.
    pub fn symbol(symbol: Symbol) -> Angle {
        Angle::Symbolic(Arc::new(Expr::symbol(symbol)))
    }

    /// Snap a number to the exact multiple of pi beside it, if there is one.
    ///
    /// Returns the angle and the absolute change made, which the reader charges to the ledger.
    pub fn snapped(self) -> (Angle, f64) {
        let Angle::Radians(x) = self else {
            return (self, 0.0);
        };
        let steps = (x / PI * SNAP_GRID).round();
        if steps.abs() >= 1e15 {
            return (self, 0.0);
        }
        let off = (x - steps * (PI / SNAP_GRID)).abs();
        if off > SNAP_TOLERANCE * x.abs().max(1.0) {
            return (self, 0.0);
        }
        match PiRatio::new(steps as i64, SNAP_GRID as i64) {
            Some(r) => (Angle::Pi(r), off),
            None => (self, 0.0),
        }
    }

    /// Value in radians; `None` while symbols are unbound.
    #[inline]
    pub fn value(&self) -> Option<f64> {
        match self {
            Angle::Pi(r) => Some(r.radians()),
            Angle::Radians(x) => Some(*x),
            Angle::Symbolic(_) => None,
        }
    }

    #[inline]
    pub fn is_symbolic(&self) -> bool {
        matches!(self, Angle::Symbolic(_))
    }

    /// Exactly zero (not modulo anything).
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self, Angle::Pi(r) if r.num == 0)
    }

    /// The exact multiple of pi, if it is one.
    #[inline]
    pub fn pi_ratio(&self) -> Option<PiRatio> {
        match self {
            Angle::Pi(r) => Some(*r),
            _ => None,
        }
    }

    /// `k` with angle = k * pi/4, if there is one.
    pub fn quarter_turns_of_pi(&self) -> Option<i64> {
        let r = self.pi_ratio()?;
        (4 % r.den == 0).then(|| i64::from(r.num) * i64::from(4 / r.den))
    }

    /// The representative in (-period/2, period/2], `period` in units of pi (2 or 4).
    ///
    /// Exact for multiples of pi; a float is reduced only if it lies outside. Symbols: the constant term
    /// is reduced.
    #[must_use]
    pub fn modulo(&self, period_pi: u32) -> Angle {
        match self {
            Angle::Pi(r) => Angle::Pi(r.modulo(period_pi)),
            Angle::Radians(x) => {
                let period = PI * f64::from(period_pi);
                if x.abs() <= period / 2.0 {
                    self.clone()
                } else {
                    Angle::radians(x - (x / period).round() * period)
                }
            }
            Angle::Symbolic(e) => e.with_constant(|c| c.modulo(period_pi)),
        }
    }

    /// Zero modulo `period_pi * pi`, exactly.
    pub fn is_multiple_of(&self, period_pi: u32) -> bool {
        match self {
            Angle::Pi(r) => r.den == 1 && i64::from(r.num) % i64::from(period_pi) == 0,
            _ => false,
        }
    }

    /// Symbols in the angle, sorted by name, without repetition.
    pub fn symbols(&self) -> Vec<Symbol> {
        match self {
            Angle::Symbolic(e) => e.symbols(),
            _ => Vec::new(),
        }
    }

    /// Substitute values for symbols; symbols that `lookup` does not know stay.
    pub fn bind(&self, lookup: &dyn Fn(&Symbol) -> Option<Angle>) -> Result<Angle, ExprError> {
        match self {
            Angle::Symbolic(e) => e.bind(lookup),
            _ => Ok(self.clone()),
        }
    }

    #[must_use]
    pub fn add(&self, other: &Angle) -> Angle {
        match (self, other) {
            (Angle::Pi(a), Angle::Pi(b)) => match a.checked_add(*b) {
                Some(r) => Angle::Pi(r),
                None => Angle::radians(a.radians() + b.radians()),
            },
            (Angle::Symbolic(_), _) | (_, Angle::Symbolic(_)) => expr::add(self, other),
            _ if self.is_zero() => other.clone(),
            _ if other.is_zero() => self.clone(),
            _ => Angle::radians(self.number() + other.number()),
        }
    }

    #[must_use]
    pub fn neg(&self) -> Angle {
        match self {
            Angle::Pi(r) => Angle::Pi(r.neg()),
            Angle::Radians(x) => Angle::Radians(-x),
            Angle::Symbolic(_) => expr::scale(self, Scalar::MINUS_ONE),
        }
    }

    #[must_use]
    pub fn sub(&self, other: &Angle) -> Angle {
        self.add(&other.neg())
    }

    /// The angle times `num / den`.
    #[must_use]
    pub fn scale(&self, num: i32, den: u32) -> Angle {
        match self {
            Angle::Pi(r) => match PiRatio::new(
                i64::from(r.num) * i64::from(num),
                i64::from(r.den) * i64::from(den),
            ) {
                Some(r) => Angle::Pi(r),
                None => Angle::radians(r.radians() * f64::from(num) / f64::from(den)),
            },
            Angle::Radians(x) => Angle::radians(x * f64::from(num) / f64::from(den)),
            Angle::Symbolic(_) => expr::scale(self, Scalar::ratio(num.into(), den.into())),
        }
    }

    #[must_use]
    pub fn half(&self) -> Angle {
        self.scale(1, 2)
    }

    #[must_use]
    pub fn double(&self) -> Angle {
        self.scale(2, 1)
    }

    /// Product, as the evaluator needs it: a number times an angle, or any two expressions.
    pub fn mul(&self, other: &Angle) -> Result<Angle, ExprError> {
        expr::mul(self, other)
    }

    pub fn div(&self, other: &Angle) -> Result<Angle, ExprError> {
        expr::div(self, other)
    }

    pub fn pow(&self, other: &Angle) -> Result<Angle, ExprError> {
        expr::pow(self, other)
    }

    pub fn apply(&self, function: Function) -> Result<Angle, ExprError> {
        expr::apply(function, self)
    }

    /// Value of a number; symbols are the caller's to exclude.
    fn number(&self) -> f64 {
        self.value().expect("not symbolic")
    }

    /// A key that is equal exactly for equal numeric angles (bitwise), for hashing.
    pub fn bits(&self) -> Option<u64> {
        match self {
            Angle::Pi(r) => Some((r.num as u32 as u64) << 32 | u64::from(r.den)),
            Angle::Radians(x) => Some(x.to_bits()),
            Angle::Symbolic(_) => None,
        }
    }
}

impl From<PiRatio> for Angle {
    fn from(r: PiRatio) -> Angle {
        Angle::Pi(r)
    }
}
