// SPDX-License-Identifier: Apache-2.0
//! Expressions over named parameters: affine with exact coefficients where they are affine, a tree with
//! a size cap where they are not.

use std::sync::Arc;

use super::{Angle, PiRatio, Scalar};

/// Largest number of nodes a non-affine expression may have.
pub const MAX_EXPRESSION_NODES: u32 = 10_000;

/// A named parameter. Two symbols are the same only if name and identity agree; a circuit holds at most
/// one identity of a name.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Symbol {
    pub name: Arc<str>,
    /// 0 for parameters that came from text; else drawn when the parameter was made.
    pub identity: u64,
}

impl Symbol {
    pub fn named(name: &str) -> Symbol {
        Symbol {
            name: Arc::from(name),
            identity: 0,
        }
    }
}

/// Functions the OpenQASM languages share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Function {
    Sin,
    Cos,
    Tan,
    Exp,
    Ln,
    Sqrt,
}

impl Function {
    pub fn name(self) -> &'static str {
        match self {
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Tan => "tan",
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Sqrt => "sqrt",
        }
    }

    pub fn from_name(name: &str) -> Option<Function> {
        [
            Function::Sin,
            Function::Cos,
            Function::Tan,
            Function::Exp,
            Function::Ln,
            Function::Sqrt,
        ]
        .into_iter()
        .find(|f| f.name() == name)
    }

    fn call(self, x: f64) -> f64 {
        match self {
            Function::Sin => x.sin(),
            Function::Cos => x.cos(),
            Function::Tan => x.tan(),
            Function::Exp => x.exp(),
            Function::Ln => x.ln(),
            Function::Sqrt => x.sqrt(),
        }
    }
}

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExprError {
    /// The user divided by zero.
    DivisionByZero,
    /// The value is not a finite real number (`ln(-1)`, `0^-1`, overflow).
    NotFinite,
    /// More than [`MAX_EXPRESSION_NODES`] nodes.
    TooLarge,
}

impl std::fmt::Display for ExprError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ExprError::DivisionByZero => "division by zero",
            ExprError::NotFinite => "the value is not a finite real number",
            ExprError::TooLarge => "the expression has too many terms",
        })
    }
}

impl std::error::Error for ExprError {}

/// An expression with at least one symbol in it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Expr {
    /// `sum coefficient * symbol + constant`; terms sorted by symbol, no zero coefficient, at least one
    /// term; the constant is numeric.
    Affine {
        terms: Vec<(Symbol, Scalar)>,
        constant: Angle,
    },
    Call {
        function: Function,
        argument: Angle,
        nodes: u32,
    },
    Binary {
        operator: Operator,
        left: Angle,
        right: Angle,
        nodes: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Operator {
    Add,
    Mul,
    Div,
    Pow,
}

impl Operator {
    pub fn symbol(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Mul => '*',
            Operator::Div => '/',
            Operator::Pow => '^',
        }
    }
}

impl Expr {
    pub fn symbol(symbol: Symbol) -> Expr {
        Expr::Affine {
            terms: vec![(symbol, Scalar::ONE)],
            constant: Angle::ZERO,
        }
    }

    fn nodes(&self) -> u32 {
        match self {
            Expr::Affine { terms, .. } => terms.len() as u32 + 1,
            Expr::Call { nodes, .. } | Expr::Binary { nodes, .. } => *nodes,
        }
    }

    pub(super) fn symbols(&self) -> Vec<Symbol> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all.sort();
        all.dedup();
        all
    }

    fn collect(&self, into: &mut Vec<Symbol>) {
        let mut visit = |a: &Angle| {
            if let Angle::Symbolic(e) = a {
                e.collect(into);
            }
        };
        match self {
            Expr::Affine { terms, .. } => into.extend(terms.iter().map(|(s, _)| s.clone())),
            Expr::Call { argument, .. } => visit(argument),
            Expr::Binary { left, right, .. } => {
                visit(left);
                visit(right);
            }
        }
    }

    pub(super) fn with_constant(&self, change: impl Fn(&Angle) -> Angle) -> Angle {
        let mut e = self.clone();
        if let Expr::Affine { constant, .. } = &mut e {
            *constant = change(constant);
        }
        Angle::Symbolic(Arc::new(e))
    }

    pub(super) fn bind(
        &self,
        lookup: &dyn Fn(&Symbol) -> Option<Angle>,
    ) -> Result<Angle, ExprError> {
        match self {
            Expr::Affine { terms, constant } => {
                let mut sum = constant.clone();
                for (symbol, coefficient) in terms {
                    let value = lookup(symbol).unwrap_or_else(|| Angle::symbol(symbol.clone()));
                    sum = sum.add(&scale(&value, *coefficient));
                }
                finite(sum)
            }
            Expr::Call {
                function, argument, ..
            } => apply(*function, &argument.bind(lookup)?),
            Expr::Binary {
                operator,
                left,
                right,
                ..
            } => {
                let (a, b) = (left.bind(lookup)?, right.bind(lookup)?);
                match operator {
                    Operator::Add => finite(a.add(&b)),
                    Operator::Mul => mul(&a, &b),
                    Operator::Div => div(&a, &b),
                    Operator::Pow => pow(&a, &b),
                }
            }
        }
    }
}

fn finite(a: Angle) -> Result<Angle, ExprError> {
    match a {
        Angle::Radians(x) if !x.is_finite() => Err(ExprError::NotFinite),
        a => Ok(a),
    }
}

fn nodes(a: &Angle) -> u32 {
    match a {
        Angle::Symbolic(e) => e.nodes(),
        _ => 1,
    }
}

fn tree(operator: Operator, left: &Angle, right: &Angle) -> Result<Angle, ExprError> {
    let nodes = nodes(left).saturating_add(nodes(right)).saturating_add(1);
    if nodes > MAX_EXPRESSION_NODES {
        return Err(ExprError::TooLarge);
    }
    Ok(Angle::Symbolic(Arc::new(Expr::Binary {
        operator,
        left: left.clone(),
        right: right.clone(),
        nodes,
    })))
}

fn affine(terms: Vec<(Symbol, Scalar)>, constant: Angle) -> Angle {
    if terms.is_empty() {
        constant
    } else {
        Angle::Symbolic(Arc::new(Expr::Affine { terms, constant }))
    }
}

/// Sum of two angles of which at least one has symbols.
pub(super) fn add(a: &Angle, b: &Angle) -> Angle {
    let (left, right) = match (a, b) {
        (Angle::Symbolic(x), Angle::Symbolic(y)) => match (&**x, &**y) {
            (
                Expr::Affine {
                    terms: s,
                    constant: c,
                },
                Expr::Affine {
                    terms: t,
                    constant: d,
                },
            ) => {
                return affine(merge(s, t), c.add(d));
            }
            _ => (a, b),
        },
        (Angle::Symbolic(x), n) | (n, Angle::Symbolic(x)) => {
            if n.is_zero() {
                return Angle::Symbolic(x.clone());
            }
            if let Expr::Affine { terms, constant } = &**x {
                return affine(terms.clone(), constant.add(n));
            }
            (a, b)
        }
        _ => unreachable!("numbers are added by Angle::add"),
    };
    // A sum beyond the cap cannot be refused here; it is unreachable for operands within it but for the
    // last doubling, so the cap is checked where trees multiply (`mul`, `bind`).
    let nodes = nodes(left).saturating_add(nodes(right)).saturating_add(1);
    Angle::Symbolic(Arc::new(Expr::Binary {
        operator: Operator::Add,
        left: left.clone(),
        right: right.clone(),
        nodes,
    }))
}

fn merge(a: &[(Symbol, Scalar)], b: &[(Symbol, Scalar)]) -> Vec<(Symbol, Scalar)> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let order = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) => x.0.cmp(&y.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        match order {
            std::cmp::Ordering::Less => {
                out.push(a[i].clone());
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                out.push(b[j].clone());
                j += 1;
            }
            std::cmp::Ordering::Equal => {
                let sum = a[i].1.add(b[j].1);
                if !sum.is_zero() {
                    out.push((a[i].0.clone(), sum));
                }
                i += 1;
                j += 1;
            }
        }
    }
    out
}

/// `factor * a`, exact where it can be.
pub(super) fn scale(a: &Angle, factor: Scalar) -> Angle {
    if factor.is_one() {
        return a.clone();
    }
    match (a, factor) {
        _ if factor.is_zero() => Angle::ZERO,
        (Angle::Pi(r), Scalar::Ratio { num, den }) => {
            let exact = i64::from(r.num)
                .checked_mul(num)
                .zip(i64::from(r.den).checked_mul(den))
                .and_then(|(n, d)| PiRatio::new(n, d));
            exact.map_or_else(|| Angle::radians(r.radians() * factor.value()), Angle::Pi)
        }
        (Angle::Pi(r), _) => Angle::radians(r.radians() * factor.value()),
        // Divide rather than multiply by a rounded reciprocal: x/3 is then correctly rounded.
        (Angle::Radians(x), Scalar::Ratio { num, den }) => {
            Angle::radians(x * num as f64 / den as f64)
        }
        (Angle::Radians(x), Scalar::Real(f)) => Angle::radians(x * f),
        (Angle::Symbolic(e), _) => match &**e {
            Expr::Affine { terms, constant } => affine(
                terms
                    .iter()
                    .map(|(s, c)| (s.clone(), c.mul(factor)))
                    .collect(),
                scale(constant, factor),
            ),
            _ => Angle::Symbolic(Arc::new(Expr::Binary {
                operator: Operator::Mul,
                left: a.clone(),
                right: Angle::radians(factor.value()),
                nodes: nodes(a).saturating_add(2),
            })),
        },
    }
}

pub(super) fn mul(a: &Angle, b: &Angle) -> Result<Angle, ExprError> {
    match (a, b) {
        (Angle::Radians(x), _) => finite(scale(b, Scalar::from_f64(*x))),
        (_, Angle::Radians(x)) => finite(scale(a, Scalar::from_f64(*x))),
        (Angle::Pi(r), Angle::Pi(s)) => finite(Angle::radians(r.radians() * s.radians())),
        (Angle::Pi(r), Angle::Symbolic(_)) => Ok(scale(b, Scalar::Real(r.radians()))),
        (Angle::Symbolic(_), Angle::Pi(r)) => Ok(scale(a, Scalar::Real(r.radians()))),
        (Angle::Symbolic(_), Angle::Symbolic(_)) => tree(Operator::Mul, a, b),
    }
}

pub(super) fn div(a: &Angle, b: &Angle) -> Result<Angle, ExprError> {
    match b {
        Angle::Pi(r) if r.num == 0 => Err(ExprError::DivisionByZero),
        Angle::Radians(0.0) => Err(ExprError::DivisionByZero),
        Angle::Radians(x) => match Scalar::from_f64(*x) {
            s @ Scalar::Ratio { .. } => finite(scale(a, s.recip().expect("not zero"))),
            Scalar::Real(x) => match a {
                Angle::Symbolic(_) => finite(scale(a, Scalar::Real(1.0 / x))),
                _ => finite(Angle::radians(a.number() / x)),
            },
        },
        Angle::Pi(s) => match a {
            // pi/pi is the number 1, not an angle.
            Angle::Symbolic(_) => finite(scale(a, Scalar::Real(1.0 / s.radians()))),
            Angle::Pi(r) => finite(Angle::radians(
                f64::from(r.num) * f64::from(s.den) / (f64::from(r.den) * f64::from(s.num)),
            )),
            Angle::Radians(x) => finite(Angle::radians(x / s.radians())),
        },
        Angle::Symbolic(_) => tree(Operator::Div, a, b),
    }
}

pub(super) fn pow(a: &Angle, b: &Angle) -> Result<Angle, ExprError> {
    match (a.value(), b.value()) {
        (Some(x), Some(y)) => finite(Angle::radians(x.powf(y))),
        (None, Some(1.0)) => Ok(a.clone()),
        _ => tree(Operator::Pow, a, b),
    }
}

pub(super) fn apply(function: Function, a: &Angle) -> Result<Angle, ExprError> {
    match a {
        Angle::Symbolic(e) => {
            let nodes = e.nodes() + 1;
            if nodes > MAX_EXPRESSION_NODES {
                return Err(ExprError::TooLarge);
            }
            Ok(Angle::Symbolic(Arc::new(Expr::Call {
                function,
                argument: a.clone(),
                nodes,
            })))
        }
        // sin(pi) and the like come out exact, not 1.2e-16.
        Angle::Pi(r) if function == Function::Sin && r.den == 1 => Ok(Angle::ZERO),
        Angle::Pi(r) if function == Function::Tan && r.den == 1 => Ok(Angle::ZERO),
        Angle::Pi(r) if function == Function::Cos && r.den == 2 => Ok(Angle::ZERO),
        _ => finite(Angle::radians(function.call(a.number()))),
    }
}

impl std::fmt::Display for Expr {
    /// As OpenQASM 3 and our own reader take it; multiples of pi are spelt with `pi`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Expr::Affine { terms, constant } => {
                for (i, (symbol, coefficient)) in terms.iter().enumerate() {
                    let v = coefficient.value();
                    if i > 0 {
                        f.write_str(if v < 0.0 { " - " } else { " + " })?;
                    } else if v < 0.0 {
                        f.write_str("-")?;
                    }
                    match coefficient {
                        Scalar::Ratio { num, den } => {
                            let num = num.unsigned_abs();
                            if num != 1 {
                                write!(f, "{num}*")?;
                            }
                            f.write_str(&symbol.name)?;
                            if *den != 1 {
                                write!(f, "/{den}")?;
                            }
                        }
                        Scalar::Real(x) => write!(f, "{:?}*{}", x.abs(), symbol.name)?,
                    }
                }
                match constant.value().unwrap_or(0.0) {
                    0.0 => Ok(()),
                    v if v < 0.0 => write!(f, " - {}", constant.neg()),
                    _ => write!(f, " + {constant}"),
                }
            }
            Expr::Call {
                function, argument, ..
            } => write!(f, "{}({argument})", function.name()),
            Expr::Binary {
                operator,
                left,
                right,
                ..
            } => {
                write!(f, "({left}) {} ({right})", operator.symbol())
            }
        }
    }
}

impl std::fmt::Display for Angle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Angle::Pi(PiRatio { num: 0, .. }) => f.write_str("0"),
            Angle::Pi(PiRatio { num, den }) => {
                match num {
                    1 => f.write_str("pi")?,
                    -1 => f.write_str("-pi")?,
                    _ => write!(f, "{num}*pi")?,
                }
                if *den != 1 {
                    write!(f, "/{den}")?;
                }
                Ok(())
            }
            // Debug prints the shortest text that reads back as the same float, always with a point or exponent.
            Angle::Radians(x) => write!(f, "{x:?}"),
            Angle::Symbolic(e) => write!(f, "{e}"),
        }
    }
}
