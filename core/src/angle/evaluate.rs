// SPDX-License-Identifier: Apache-2.0
//! The angle evaluator: the text of an OpenQASM expression to its value. Both readers use it, on the same bytes.
//!
//! Operator precedence with two explicit stacks (Dijkstra's shunting yard), so that nesting costs memory and
//! never stack frames. Binding strength, weakest first: `+ -`, `* /`, unary `-`, `^` (to the right). Hence
//! `-2^2` is -4 and `2^3^2` is 512; an exponent may carry a sign, `2^-1`.

use super::{Angle, ExprError, Function};

/// Largest absolute value of an angle. From here on neighbouring floats are more than 0.1 apart, and what is
/// left of a number modulo 2 pi is noise.
pub const LARGEST_ANGLE: f64 = 1e15;

/// What an evaluation may cost.
#[derive(Clone, Copy, Debug)]
pub struct ExprLimits {
    /// Numbers, names and operators in the expressions of one statement.
    pub terms: usize,
    /// Operators and parentheses waiting for their right-hand side.
    pub nesting: usize,
}

impl Default for ExprLimits {
    fn default() -> Self {
        ExprLimits {
            terms: 20_000,
            nesting: 15_000,
        }
    }
}

/// Why a text has no value, and the bytes to blame: all the user's.
#[derive(Clone, Debug, PartialEq)]
pub struct EvalError {
    pub reason: EvalReason,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvalReason {
    /// Not an expression; the grammar says what is wrong.
    Syntax,
    UnknownName,
    /// More terms than [`ExprLimits::terms`].
    Terms,
    /// Deeper than [`ExprLimits::nesting`].
    Nesting,
    /// The symbolic form is over its cap.
    TooLarge,
    DivisionByZero,
    NotFinite,
    /// Beyond [`LARGEST_ANGLE`].
    TooFar,
}

/// What stands on the operator stack.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pending {
    Parenthesis,
    Call(Function),
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Power,
}

impl Pending {
    /// Binding strength; what is open binds nothing.
    fn strength(self) -> u8 {
        match self {
            Pending::Parenthesis | Pending::Call(_) => 0,
            Pending::Add | Pending::Subtract => 1,
            Pending::Multiply | Pending::Divide => 2,
            Pending::Negate => 3,
            Pending::Power => 4,
        }
    }
}

/// The stacks, kept between expressions so that evaluating one allocates nothing.
#[derive(Debug, Default)]
pub struct Evaluator {
    pub limits: ExprLimits,
    values: Vec<Angle>,
    /// Operators with the place of their sign.
    pending: Vec<(Pending, usize)>,
    /// Since [`Evaluator::begin`].
    terms: usize,
}

impl Evaluator {
    /// A statement begins: its expressions share [`ExprLimits::terms`].
    pub fn begin(&mut self) {
        self.terms = 0;
    }

    /// Count the terms of a literal that the caller reads itself; false when they are over the limit.
    #[inline]
    #[must_use]
    pub fn spend(&mut self, terms: usize) -> bool {
        self.terms += terms;
        self.terms <= self.limits.terms
    }

    /// Evaluate the expression that starts at `at`; returns its value and where it ends: at the first byte after
    /// it that is neither blank nor part of it.
    ///
    /// `names` gives the value of an identifier other than `pi` and the functions. The value is finite and, if it
    /// is a number, no larger than [`LARGEST_ANGLE`]; it is not snapped.
    pub fn evaluate(
        &mut self,
        text: &[u8],
        at: usize,
        names: &dyn Fn(&[u8]) -> Option<Angle>,
    ) -> Result<(Angle, usize), EvalError> {
        self.values.clear();
        self.pending.clear();
        let start = at;
        let end = self.read(text, at, names)?;
        let value = self.values.pop().ok_or(blame(EvalReason::Syntax, at, at))?;
        match value.value() {
            Some(x) if x.abs() > LARGEST_ANGLE => Err(blame(EvalReason::TooFar, start, end)),
            _ => Ok((value, end)),
        }
    }

    fn read(
        &mut self,
        text: &[u8],
        start: usize,
        names: &dyn Fn(&[u8]) -> Option<Angle>,
    ) -> Result<usize, EvalError> {
        let mut at = start;
        loop {
            at = self.operand(text, blanks(text, at), names)?;
            // Operators and closing parentheses, up to the next operand.
            loop {
                at = blanks(text, at);
                let operator = match text.get(at) {
                    Some(b'+') => Pending::Add,
                    Some(b'-') => Pending::Subtract,
                    Some(b'*') => Pending::Multiply,
                    Some(b'/') => Pending::Divide,
                    Some(b'^') => Pending::Power,
                    Some(b')') => {
                        self.reduce(0, start, at)?;
                        match self.pending.pop() {
                            None => return Ok(at),
                            Some((Pending::Call(function), from)) => {
                                let argument = self.pop();
                                let value = argument.apply(function);
                                self.values
                                    .push(value.map_err(|e| failed(e, from, at + 1))?);
                            }
                            Some(_) => {}
                        }
                        at += 1;
                        continue;
                    }
                    _ => {
                        self.reduce(0, start, at)?;
                        return match self.pending.is_empty() {
                            true => Ok(at),
                            false => Err(blame(EvalReason::Syntax, at, at)),
                        };
                    }
                };
                // `^` groups to the right: an equal one on the stack waits.
                let stronger = operator.strength() + u8::from(operator == Pending::Power);
                self.reduce(stronger, start, at)?;
                self.push(operator, at)?;
                at += 1;
                break;
            }
        }
    }

    /// Signs, opening parentheses and functions, then one number or name; returns where it ends.
    fn operand(
        &mut self,
        text: &[u8],
        mut at: usize,
        names: &dyn Fn(&[u8]) -> Option<Angle>,
    ) -> Result<usize, EvalError> {
        loop {
            let Some(&byte) = text.get(at) else {
                return Err(blame(EvalReason::Syntax, at, at));
            };
            match byte {
                b'-' => self.push(Pending::Negate, at)?,
                b'(' => self.push(Pending::Parenthesis, at)?,
                b'0'..=b'9' | b'.' => {
                    let (value, end) =
                        number(text, at).ok_or(blame(EvalReason::Syntax, at, at + 1))?;
                    let value = finite(value).map_err(|e| failed(e, at, end))?;
                    self.push_value(value, at)?;
                    return Ok(end);
                }
                b'a'..=b'z' => {
                    let end = at + word(&text[at..]);
                    let name = &text[at..end];
                    let function = std::str::from_utf8(name).ok().and_then(Function::from_name);
                    if let Some(function) = function {
                        let open = blanks(text, end);
                        if text.get(open) != Some(&b'(') {
                            return Err(blame(EvalReason::Syntax, open, open + 1));
                        }
                        self.push(Pending::Call(function), at)?;
                        at = blanks(text, open + 1);
                        continue;
                    }
                    let value = match name {
                        b"pi" => Some(Angle::PI),
                        _ => names(name),
                    };
                    let value = value.ok_or(blame(EvalReason::UnknownName, at, end))?;
                    self.push_value(value, at)?;
                    return Ok(end);
                }
                _ => return Err(blame(EvalReason::Syntax, at, at + 1)),
            }
            at = blanks(text, at + 1);
        }
    }

    fn push(&mut self, operator: Pending, at: usize) -> Result<(), EvalError> {
        if self.pending.len() >= self.limits.nesting {
            return Err(blame(EvalReason::Nesting, at, at + 1));
        }
        self.count(at)?;
        self.pending.push((operator, at));
        Ok(())
    }

    fn push_value(&mut self, value: Angle, at: usize) -> Result<(), EvalError> {
        self.count(at)?;
        self.values.push(value);
        Ok(())
    }

    fn count(&mut self, at: usize) -> Result<(), EvalError> {
        match self.spend(1) {
            true => Ok(()),
            false => Err(blame(EvalReason::Terms, at, at + 1)),
        }
    }

    /// Apply what waits and binds at least as strongly as `strength` (0: all down to what is open).
    fn reduce(&mut self, strength: u8, start: usize, end: usize) -> Result<(), EvalError> {
        while let Some(&(operator, at)) = self.pending.last() {
            if operator.strength() < strength.max(1) {
                return Ok(());
            }
            self.pending.pop();
            let right = self.pop();
            let value = match operator {
                Pending::Negate => Ok(right.neg()),
                Pending::Add => finite(self.pop().add(&right)),
                Pending::Subtract => finite(self.pop().sub(&right)),
                Pending::Multiply => self.pop().mul(&right),
                Pending::Divide => self.pop().div(&right),
                Pending::Power => self.pop().pow(&right),
                Pending::Parenthesis | Pending::Call(_) => {
                    unreachable!("open ones have strength 0")
                }
            };
            let value = value.map_err(|e| match e {
                ExprError::DivisionByZero => failed(e, at, at + 1),
                _ => failed(e, start, end),
            })?;
            self.values.push(value);
        }
        Ok(())
    }

    fn pop(&mut self) -> Angle {
        self.values.pop().expect("every operator has its operands")
    }
}

fn finite(value: Angle) -> Result<Angle, ExprError> {
    match value.value() {
        Some(x) if !x.is_finite() => Err(ExprError::NotFinite),
        _ => Ok(value),
    }
}

fn blame(reason: EvalReason, start: usize, end: usize) -> EvalError {
    EvalError { reason, start, end }
}

fn failed(e: ExprError, start: usize, end: usize) -> EvalError {
    let reason = match e {
        ExprError::DivisionByZero => EvalReason::DivisionByZero,
        ExprError::NotFinite => EvalReason::NotFinite,
        ExprError::TooLarge => EvalReason::TooLarge,
    };
    blame(reason, start, end)
}

/// Skip blanks, line ends and comments.
#[inline]
fn blanks(text: &[u8], mut at: usize) -> usize {
    loop {
        match text.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) => at += 1,
            Some(b'/') if text.get(at + 1) == Some(&b'/') => {
                let rest = &text[at..];
                at += rest
                    .iter()
                    .position(|&b| b == b'\n' || b == b'\r')
                    .unwrap_or(rest.len());
            }
            _ => return at,
        }
    }
}

/// Length of the identifier at the start.
#[inline]
fn word(text: &[u8]) -> usize {
    text.iter()
        .position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))
        .unwrap_or(text.len())
}

/// A literal and where it ends; it may be infinite. A whole number has no leading zero; a number touches no letter
/// behind it.
#[inline]
pub fn number(text: &[u8], at: usize) -> Option<(Angle, usize)> {
    let mut end = at;
    let mut whole: u64 = 0;
    while let Some(d @ b'0'..=b'9') = text.get(end) {
        whole = whole.wrapping_mul(10).wrapping_add(u64::from(d - b'0'));
        end += 1;
    }
    let digits = end - at;
    let point = text.get(end) == Some(&b'.');
    if point {
        end += 1;
        while text.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        if end - at == 1 {
            return None;
        }
    }
    let exponent = matches!(text.get(end), Some(b'e' | b'E'));
    if exponent {
        end += 1;
        if matches!(text.get(end), Some(b'+' | b'-')) {
            end += 1;
        }
        let first = end;
        while text.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        if end == first {
            return None;
        }
    }
    if matches!(text.get(end), Some(b'.' | b'_' | b'a'..=b'z' | b'A'..=b'Z')) {
        return None;
    }
    if !point && !exponent {
        if digits > 1 && text[at] == b'0' {
            return None;
        }
        // Up to 2^53 the conversion is exact.
        if digits <= 15 {
            return Some((Angle::radians(whole as f64), end));
        }
    }
    let value: f64 = std::str::from_utf8(&text[at..end]).ok()?.parse().ok()?;
    Some((Angle::radians(value), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Symbol;

    fn value(text: &str) -> Result<Angle, EvalReason> {
        let names = |n: &[u8]| {
            (n.starts_with(b"t"))
                .then(|| Angle::symbol(Symbol::named(std::str::from_utf8(n).unwrap())))
        };
        let result = Evaluator::default().evaluate(text.as_bytes(), 0, &names);
        result
            .map(|(a, end)| {
                assert_eq!(text.len(), end, "{text}");
                a
            })
            .map_err(|e| e.reason)
    }

    #[test]
    fn precedence_and_grouping() {
        for (text, expected) in [
            ("3-2-1.5", -0.5),
            ("1+2*3-4/8", 6.5),
            ("2^3", 8.0),
            ("-2^2", -4.0),
            ("2^3^2/100", 5.12),
            ("2^-1", 0.5),
            ("2^-1*3", 1.5),
            ("-(-0.5)", 0.5),
            ("--0.5", 0.5),
            ("2*-3", -6.0),
            ("2*(1+2)", 6.0),
            ("8/2/2", 2.0),
            (".25", 0.25),
            ("2.E+0", 2.0),
            ("2.e-1", 0.2),
            ("2e-1", 0.2),
            ("sqrt(sin(0.5)^2+cos(0.5)^2)", 1.0),
            ("ln(exp(1))", 1.0),
            ("100000000000000000000000000*0", 0.0),
            (" 1 // one\n + 2 ", 3.0),
        ] {
            let got = value(text).unwrap().value().unwrap();
            assert!((got - expected).abs() < 1e-15, "{text}: {got}");
        }
    }

    #[test]
    fn multiples_of_pi_are_exact() {
        assert_eq!(Ok(Angle::pi(3, 4)), value("3*pi/4"));
        assert_eq!(Ok(Angle::pi(-1, 4)), value("-pi/4"));
        assert_eq!(Ok(Angle::pi(5, 6)), value("pi/2+pi/3"));
        assert_eq!(Ok(Angle::pi(1, 8)), value("0.125*pi"));
        assert_eq!(Ok(Angle::ZERO), value("sin(pi)"));
    }

    #[test]
    fn names_give_affine_expressions() {
        let a = value("(theta-pi/2)/2 + theta/2").unwrap();
        assert_eq!("theta - pi/4", a.to_string());
    }

    #[test]
    fn errors_are_told_apart() {
        for (text, reason) in [
            ("", EvalReason::Syntax),
            ("pi/", EvalReason::Syntax),
            ("(1", EvalReason::Syntax),
            ("1..2", EvalReason::Syntax),
            ("01", EvalReason::Syntax),
            ("2pi", EvalReason::Syntax),
            ("sin 0.1", EvalReason::Syntax),
            ("+1", EvalReason::Syntax),
            ("e", EvalReason::UnknownName),
            ("1/0", EvalReason::DivisionByZero),
            ("1/(pi-pi)", EvalReason::DivisionByZero),
            ("sqrt(-2)", EvalReason::NotFinite),
            ("10^400", EvalReason::NotFinite),
            ("1e400", EvalReason::NotFinite),
            ("1e300", EvalReason::TooFar),
        ] {
            assert_eq!(Err(reason), value(text), "{text}");
        }
    }

    #[test]
    fn depth_is_limited_by_memory_only() {
        let deep = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
        assert_eq!(Ok(Angle::radians(1.0)), value(&deep(14_000)));
        assert_eq!(Err(EvalReason::Nesting), value(&deep(30_000)));
        assert_eq!(
            Ok(Angle::radians(0.5)),
            value(&format!("{}0.5", "-".repeat(10_000)))
        );
        assert_eq!(
            Err(EvalReason::Terms),
            value(&format!("1{}", "+1".repeat(60_000)))
        );
    }
}
