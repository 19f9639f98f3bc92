// SPDX-License-Identifier: Apache-2.0
//! Conditions as OpenQASM 3 expressions.

use super::super::condition::decimal;
use super::super::names::Declared;
use super::Scope;
use crate::circuit::Condition;
use crate::Wire;

/// Widest register compared as a number; wider ones bit by bit.
const MAX_NUMBER_BITS: usize = 32;

/// The text of a condition; operands of operators stand in parentheses where they need them.
pub(super) fn expression(c: &Condition, scope: &Scope<'_>, registers: &[Declared]) -> String {
    let bit = |i: u32| String::from_utf8_lossy(scope.operands.get(Wire::bit(i))).into_owned();
    let operand = |c: &Condition| {
        let text = expression(c, scope, registers);
        match c {
            Condition::Bit(_) | Condition::Constant(_) | Condition::Not(_) => text,
            _ => format!("({text})"),
        }
    };
    let join = |cs: &[Condition], with: &str, empty: &str| match cs {
        [] => empty.to_string(),
        [one] => expression(one, scope, registers),
        many => many.iter().map(operand).collect::<Vec<_>>().join(with),
    };
    match c {
        Condition::Constant(v) => v.to_string(),
        Condition::Bit(i) => bit(*i),
        Condition::Equals { bits, value } => match whole(bits, scope, registers) {
            Some(register) => format!("{register} == {}", decimal(value)),
            None => {
                let literal = |(&b, &v): (&u32, &bool)| match v {
                    true => bit(b),
                    false => format!("!{}", bit(b)),
                };
                let all: Vec<String> = bits.iter().zip(value).map(literal).collect();
                match all.is_empty() {
                    true => "true".into(),
                    false => all.join(" && "),
                }
            }
        },
        Condition::Less { bits, value } => match whole(bits, scope, registers) {
            Some(register) => format!("{register} < {}", decimal(value)),
            None => less(bits, value, &bit),
        },
        Condition::Not(c) => format!("!{}", operand(c)),
        Condition::And(cs) => join(cs, " && ", "true"),
        Condition::Or(cs) => join(cs, " || ", "false"),
        // Of truth values, "different" is exclusive or.
        Condition::Xor(cs) => match cs.split_first() {
            None => "false".into(),
            Some((first, rest)) => rest.iter().fold(operand(first), |text, c| {
                let text = match text.contains("!=") {
                    true => format!("({text})"),
                    false => text,
                };
                format!("{text} != {}", operand(c))
            }),
        },
    }
}

/// Unsigned comparison bit by bit: from the least significant on, `!b && ...` below a 0 and `!b || ...` below a 1.
fn less(bits: &[u32], value: &[bool], bit: &dyn Fn(u32) -> String) -> String {
    let mut text = String::from("false");
    for (&b, &v) in bits.iter().zip(value) {
        text = match (v, text.as_str()) {
            (true, "false") => format!("!{}", bit(b)),
            (true, _) => format!("!{} || ({text})", bit(b)),
            (false, "false") => continue,
            (false, _) => format!("!{} && ({text})", bit(b)),
        };
    }
    text
}

/// The name of the register that consists of exactly these bits in order.
pub(super) fn whole<'r>(
    bits: &[u32],
    scope: &Scope<'_>,
    registers: &'r [Declared],
) -> Option<&'r str> {
    let first = scope.numbers[*bits.first()? as usize];
    let register = registers
        .iter()
        .find(|r| r.start == first && r.len as usize == bits.len())?;
    let in_order = bits
        .iter()
        .zip(first..)
        .all(|(&b, number)| scope.numbers[b as usize] == number);
    (in_order && bits.len() <= MAX_NUMBER_BITS).then_some(&register.name)
}
