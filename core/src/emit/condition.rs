// SPDX-License-Identifier: Apache-2.0
//! Conditions as the comparison of one whole register with one value.

use super::names::Declared;
use crate::circuit::Condition;

/// Registers up to this width are tried value by value.
const MAX_TRIED_BITS: u32 = 12;

/// What a condition comes down to.
#[derive(Debug, PartialEq)]
pub(super) enum Test {
    Always,
    Never,
    /// The register of that index holds the value, least significant bit first.
    Equals(usize, Vec<bool>),
}

/// `None` where the condition needs more than one comparison. `bits[i]` is the circuit's number of the i-th bit.
pub(super) fn as_test(
    condition: &Condition,
    negated: bool,
    bits: &[u32],
    registers: &[Declared],
) -> Option<Test> {
    let mut read = Vec::new();
    collect(condition, &mut read);
    let Some(&first) = read.first() else {
        return Some(match condition.evaluate(&|_| false) != negated {
            true => Test::Always,
            false => Test::Never,
        });
    };
    let inside = |r: &Declared, bit: u32| bit >= r.start && bit - r.start < r.len;
    let index = registers
        .iter()
        .position(|r| inside(r, bits[first as usize]))?;
    let register = &registers[index];
    if !read.iter().all(|&b| inside(register, bits[b as usize])) {
        return None;
    }
    let offset = |position: u32| (bits[position as usize] - register.start) as usize;
    if let (Condition::Equals { bits: order, value }, false) = (condition, negated) {
        let mut whole: Vec<Option<bool>> = vec![None; register.len as usize];
        for (&position, &v) in order.iter().zip(value) {
            whole[offset(position)] = Some(v);
        }
        if let Some(value) = whole.into_iter().collect() {
            return Some(Test::Equals(index, value));
        }
    }
    if register.len > MAX_TRIED_BITS {
        return None;
    }
    let all = 1u32 << register.len;
    let mut right = (0..all)
        .filter(|v| condition.evaluate(&|position| v >> offset(position) & 1 == 1) != negated);
    let Some(value) = right.next() else {
        return Some(Test::Never);
    };
    match right.count() as u32 + 1 {
        1 => {
            let value = (0..register.len).map(|i| value >> i & 1 == 1).collect();
            Some(Test::Equals(index, value))
        }
        n if n == all => Some(Test::Always),
        _ => None,
    }
}

/// Positions of the bits a condition reads.
fn collect(c: &Condition, into: &mut Vec<u32>) {
    match c {
        Condition::Constant(_) => {}
        Condition::Bit(b) => into.push(*b),
        Condition::Equals { bits, .. } | Condition::Less { bits, .. } => into.extend(bits),
        Condition::Not(c) => collect(c, into),
        Condition::And(cs) | Condition::Or(cs) | Condition::Xor(cs) => {
            cs.iter().for_each(|c| collect(c, into));
        }
    }
}

/// A value of any width in decimal.
pub(super) fn decimal(value: &[bool]) -> String {
    const BASE: u64 = 1_000_000_000;
    let mut digits: Vec<u64> = vec![0];
    for &bit in value.iter().rev() {
        let mut carry = u64::from(bit);
        for d in &mut digits {
            let doubled = *d * 2 + carry;
            (*d, carry) = (doubled % BASE, doubled / BASE);
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    let mut text = digits.pop().expect("one at least").to_string();
    for d in digits.iter().rev() {
        text.push_str(&format!("{d:09}"));
    }
    text
}
