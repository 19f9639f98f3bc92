// SPDX-License-Identifier: Apache-2.0
//! Angles as the OpenQASM languages write them.

use std::io::Write;

use super::push_number;
use crate::angle::{Expr, Function, Operator, PiRatio, Scalar};
use crate::{Angle, Symbol};

/// Where the languages differ, and what symbols are called.
pub(super) struct Style<'a> {
    /// `^` or `**`.
    pub power: &'static str,
    /// `ln` or `log`.
    pub logarithm: &'static str,
    /// `a/2.0` for `a/2`, which of integers would be one.
    pub real_denominators: bool,
    pub symbol: &'a dyn Fn(&Symbol) -> String,
}

/// Multiples of pi as `3*pi/4`, floats in the shortest form that reads back the same.
pub(super) fn push(text: &mut Vec<u8>, angle: &Angle, style: &Style<'_>) {
    match angle {
        Angle::Pi(r) => push_pi(text, *r),
        Angle::Radians(x) => push_float(text, *x),
        Angle::Symbolic(e) => push_expression(text, e, style),
    }
}

fn push_pi(text: &mut Vec<u8>, r: PiRatio) {
    if r.num == 0 {
        return text.push(b'0');
    }
    if r.num < 0 {
        text.push(b'-');
    }
    if r.num.unsigned_abs() != 1 {
        push_number(text, u64::from(r.num.unsigned_abs()));
        text.push(b'*');
    }
    text.extend_from_slice(b"pi");
    if r.den != 1 {
        text.push(b'/');
        push_number(text, u64::from(r.den));
    }
}

/// With a point always: the grammar of OpenQASM 2 knows no `1e-7`.
pub(super) fn push_float(text: &mut Vec<u8>, x: f64) {
    let start = text.len();
    write!(text, "{x:?}").expect("a vector takes all");
    if let Some(e) = text[start..].iter().position(|&b| b == b'e') {
        if !text[start..start + e].contains(&b'.') {
            text.splice(start + e..start + e, *b".0");
        }
    }
}

fn push_expression(text: &mut Vec<u8>, e: &Expr, style: &Style<'_>) {
    match e {
        Expr::Affine { terms, constant } => {
            for (i, (symbol, coefficient)) in terms.iter().enumerate() {
                let negative = coefficient.value() < 0.0;
                match (i, negative) {
                    (0, false) => {}
                    (0, true) => text.push(b'-'),
                    (_, false) => text.extend_from_slice(b" + "),
                    (_, true) => text.extend_from_slice(b" - "),
                }
                push_term(text, *coefficient, &(style.symbol)(symbol));
                if style.real_denominators
                    && matches!(coefficient, Scalar::Ratio { den, .. } if *den != 1)
                {
                    text.extend_from_slice(b".0");
                }
            }
            let value = constant.value().unwrap_or(0.0);
            if value != 0.0 {
                text.extend_from_slice(if value < 0.0 { b" - " } else { b" + " });
                let size = if value < 0.0 {
                    &constant.neg()
                } else {
                    constant
                };
                push(text, size, style);
            }
        }
        Expr::Call {
            function, argument, ..
        } => {
            let name = match function {
                Function::Ln => style.logarithm,
                other => other.name(),
            };
            text.extend_from_slice(name.as_bytes());
            text.push(b'(');
            push(text, argument, style);
            text.push(b')');
        }
        Expr::Binary {
            operator,
            left,
            right,
            ..
        } => {
            push_operand(text, left, style);
            match operator {
                Operator::Pow => text.extend_from_slice(style.power.as_bytes()),
                Operator::Div if style.real_denominators => text.extend_from_slice(b" / 1.0 / "),
                other => write!(text, " {} ", other.symbol()).expect("a vector takes all"),
            }
            push_operand(text, right, style);
        }
    }
}

/// The size of a coefficient times a symbol.
fn push_term(text: &mut Vec<u8>, coefficient: Scalar, symbol: &str) {
    let mut denominator = 1;
    match coefficient {
        Scalar::Ratio { num, den } => {
            denominator = den;
            if num.unsigned_abs() != 1 {
                push_number(text, num.unsigned_abs());
                text.push(b'*');
            }
        }
        Scalar::Real(x) => {
            push_float(text, x.abs());
            text.push(b'*');
        }
    }
    text.extend_from_slice(symbol.as_bytes());
    if denominator != 1 {
        text.push(b'/');
        push_number(text, denominator.unsigned_abs());
    }
}

fn push_operand(text: &mut Vec<u8>, angle: &Angle, style: &Style<'_>) {
    let plain = match angle {
        Angle::Pi(r) => r.num >= 0 && r.den == 1 && r.num <= 1,
        Angle::Radians(x) => *x >= 0.0,
        Angle::Symbolic(e) => match &**e {
            Expr::Call { .. } => true,
            Expr::Affine { terms, constant } => {
                constant.is_zero() && terms.len() == 1 && terms[0].1.is_one()
            }
            Expr::Binary { .. } => false,
        },
    };
    if plain {
        return push(text, angle, style);
    }
    text.push(b'(');
    push(text, angle, style);
    text.push(b')');
}
