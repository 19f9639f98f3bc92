// SPDX-License-Identifier: Apache-2.0
//! Sums of angles of members of one family, and the global phase that is left when the sum is written as a gate.
//!
//! A member is `exp(i phase) exp(-i angle G / 2)`, where a power has half its angle as phase and a rotation none (see
//! [`family`](super::family)). A term may stand under a minus, where an X or another Clifford gate has turned G
//! into -G: `exp(i phase) exp(+i angle G / 2)`. With A' = A - 2 pi k the angle written for the signed sum A, the
//! phase left over is, summed over the terms,
//!
//! ```text
//! written as a power (p, t, cx):  phase - (signed angle) / 2          as a rotation (rz):  phase - pi k
//! ```
//!
//! since a power carries half its angle as phase and a rotation by 2 pi is -1. Families of period 4 pi have no phase.

use super::family::Turn;
use crate::angle::Expr;
use crate::Angle;

/// Sums of symbolic angles are not made larger than this: merging n gates of n parameters stays linear.
const MAX_TERMS: usize = 64;

/// Signed sum of the angles of members of one family.
#[derive(Debug)]
pub struct Sum {
    pub angle: Angle,
    /// Bound on the rounding made on the way.
    pub error: f64,
    /// Twice the sum of the phases.
    powers: Angle,
    /// The sum of `phase - (signed angle) / 2`.
    rest: Angle,
    period: u32,
}

impl Sum {
    /// Of no terms. `period`: the family's.
    pub fn new(period: u32) -> Sum {
        Sum {
            angle: Angle::ZERO,
            error: 0.0,
            powers: Angle::ZERO,
            rest: Angle::ZERO,
            period,
        }
    }

    /// Add a term; `None` if the sum would have too many symbols.
    pub fn add(&mut self, angle: &Angle, turn: Turn, negative: bool) -> Option<()> {
        if terms(angle) + terms(&self.angle) > MAX_TERMS {
            return None;
        }
        match (turn, negative) {
            (Turn::Rotation, false) => self.rest = self.rest.sub(&angle.half()),
            (Turn::Rotation, true) => self.rest = self.rest.add(&angle.half()),
            (_, false) => self.powers = self.powers.add(angle),
            (_, true) => {
                self.powers = self.powers.add(angle);
                self.rest = self.rest.add(angle);
            }
        }
        let first = self.angle.is_zero();
        self.angle = match negative {
            true => self.angle.sub(angle),
            false => self.angle.add(angle),
        };
        // Rounding of the sum, and of a multiple of pi that became a float in it.
        if !first && !matches!(self.angle, Angle::Pi(_)) {
            self.error += (number(&self.angle).abs() + number(angle).abs()) * f64::EPSILON;
        }
        Some(())
    }

    /// All terms are in: a float beside a multiple of pi is taken for it, and that charged.
    #[must_use]
    pub fn snapped(mut self) -> Sum {
        let (angle, moved) = self.angle.snapped();
        self.angle = angle;
        self.error += moved;
        self
    }

    /// Global phase left over when the angle is written, less `turns` times the period, by a member of a kind.
    pub fn phase(&self, written: Turn, turns: i64) -> Angle {
        match written {
            _ if self.period == 4 => Angle::ZERO,
            Turn::Eighths(_) | Turn::Power => self.rest.clone(),
            Turn::Rotation => self.powers.half().add(&Angle::pi((turns % 2) as i32, 1)),
        }
    }

    /// The angle in (-period/2, period/2] and how many periods were taken off; the rounding of that is charged.
    pub fn reduce(&mut self) -> (Angle, i64) {
        let reduced = self.angle.modulo(self.period);
        let off = match (&self.angle, &reduced) {
            (Angle::Pi(a), Angle::Pi(b)) => {
                (i64::from(a.num) - i64::from(b.num)) / i64::from(a.den) / i64::from(self.period)
            }
            (a, b) => {
                let period = std::f64::consts::PI * f64::from(self.period);
                ((number(a) - number(b)) / period).round() as i64
            }
        };
        if !matches!(reduced, Angle::Pi(_)) {
            self.error += off.abs() as f64 * f64::EPSILON;
        }
        (reduced, off)
    }
}

/// The numeric part of an angle.
fn number(angle: &Angle) -> f64 {
    match angle {
        Angle::Symbolic(e) => match &**e {
            Expr::Affine { constant, .. } => constant.value().unwrap_or(0.0),
            _ => 0.0,
        },
        _ => angle.value().unwrap_or(0.0),
    }
}

/// Size of a symbolic angle; one that is not affine does not take part in sums.
fn terms(angle: &Angle) -> usize {
    match angle {
        Angle::Symbolic(e) => match &**e {
            Expr::Affine { terms, .. } => terms.len(),
            _ => MAX_TERMS + 1,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Symbol;
    use num_complex::Complex64;

    /// exp(i phase) exp(-i angle Z / 2) on |0>, as a member with this turn.
    fn on_zero(turn: Turn, angle: f64, negative: bool) -> Complex64 {
        let phase = if turn == Turn::Rotation {
            0.0
        } else {
            angle / 2.0
        };
        let sign = if negative { -1.0 } else { 1.0 };
        Complex64::cis(phase - sign * angle / 2.0)
    }

    #[test]
    fn the_phase_left_over_is_exact() {
        let turns = [Turn::Power, Turn::Rotation, Turn::Eighths(3)];
        let angle = |turn: Turn, x: f64| match turn {
            Turn::Eighths(k) => Angle::pi(i32::from(k), 4),
            _ => Angle::radians(x),
        };
        for a in turns {
            for b in turns {
                for written in turns {
                    for signs in 0..4 {
                        let (na, nb) = (signs & 1 == 1, signs & 2 == 2);
                        let (x, y) = (angle(a, 5.0), angle(b, -7.5));
                        let mut sum = Sum::new(2);
                        sum.add(&x, a, na).expect("no symbols");
                        sum.add(&y, b, nb).expect("no symbols");
                        let (reduced, off) = sum.reduce();
                        let value = |a: &Angle| a.value().expect("a number");
                        let apart = on_zero(a, value(&x), na) * on_zero(b, value(&y), nb);
                        let together = on_zero(written, value(&reduced), false)
                            * Complex64::cis(value(&sum.phase(written, off)));
                        assert!((apart - together).norm() < 1e-12, "{a:?} {b:?} {written:?}");
                        assert!(value(&reduced).abs() <= std::f64::consts::PI);
                        assert!(sum.error < 1e-14);
                    }
                }
            }
        }
        let mut sum = Sum::new(4);
        sum.add(&Angle::pi(5, 1), Turn::Rotation, false)
            .expect("no symbols");
        assert_eq!((Angle::pi(1, 1), 1), sum.reduce());
        assert_eq!(Angle::ZERO, sum.phase(Turn::Rotation, 1));
        assert_eq!(0.0, sum.error);
        assert_eq!(Angle::PI, Sum::new(2).phase(Turn::Rotation, 3));
    }

    #[test]
    fn rounding_is_counted() {
        let mut sum = Sum::new(2);
        for x in [0.1, 0.2, -0.3] {
            sum.add(&Angle::radians(x), Turn::Power, false)
                .expect("no symbols");
        }
        let before = sum.error;
        let bound = (0.3 + 0.2 + 0.3 + 6e-17) * f64::EPSILON;
        assert!((before - bound).abs() < 1e-20, "{before}");
        let sum = sum.snapped();
        assert_eq!(Angle::ZERO, sum.angle);
        assert!(sum.error > before && sum.error < before + 1e-16);
        let mut far = Sum::new(2);
        far.add(&Angle::radians(100.0), Turn::Power, false)
            .expect("no symbols");
        let before = far.error;
        assert_eq!(16, far.reduce().1);
        assert!((far.error - before - 16.0 * f64::EPSILON).abs() < 1e-20);
    }

    #[test]
    fn symbols_are_limited() {
        let symbol = |i: usize| Angle::symbol(Symbol::named(&format!("a{i}")));
        let mut sum = Sum::new(2);
        for i in 0..64 {
            assert!(sum.add(&symbol(i), Turn::Power, false).is_some());
        }
        assert!(sum.add(&symbol(64), Turn::Power, false).is_none());
        assert_eq!(64, sum.angle.symbols().len());
        let product = symbol(0).mul(&symbol(1)).expect("small");
        assert!(Sum::new(2).add(&product, Turn::Power, false).is_none());
        let mut shifted = Sum::new(2);
        let angle = symbol(0).add(&Angle::radians(5.0));
        shifted.add(&angle, Turn::Power, false).expect("one symbol");
        assert_eq!(1, shifted.reduce().1);
        assert_eq!(f64::EPSILON, shifted.error);
    }
}
