// SPDX-License-Identifier: Apache-2.0
//! The truth of a condition, read a second time.

use crate::circuit::Condition;

/// Whether `condition` holds where `bit(i)` is the i-th classical wire of its owner.
pub fn holds(condition: &Condition, bit: &dyn Fn(u32) -> bool) -> bool {
    match condition {
        Condition::Constant(value) => *value,
        Condition::Bit(i) => bit(*i),
        Condition::Equals { bits, value } => {
            bits.len() == value.len() && compare(bits, value, bit) == std::cmp::Ordering::Equal
        }
        Condition::Less { bits, value } => compare(bits, value, bit) == std::cmp::Ordering::Less,
        Condition::Not(inner) => !holds(inner, bit),
        Condition::And(all) => !all.iter().any(|c| !holds(c, bit)),
        Condition::Or(any) => any.iter().any(|c| holds(c, bit)),
        Condition::Xor(list) => list.iter().filter(|c| holds(c, bit)).count() % 2 == 1,
    }
}

/// The number the bits spell against `value`, both least significant first.
fn compare(bits: &[u32], value: &[bool], bit: &dyn Fn(u32) -> bool) -> std::cmp::Ordering {
    let spelled = bits.iter().rev().map(|&b| bit(b));
    spelled.cmp(value.iter().rev().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_read_the_last_bit_as_the_highest() {
        // The bits spell 2; the register is 2 bits wide.
        let two = |i: u32| i == 1;
        let less = |value: [bool; 2]| Condition::Less {
            bits: vec![0, 1],
            value: value.to_vec(),
        };
        assert!(holds(&less([true, true]), &two));
        assert!(!holds(&less([true, false]), &two));
        assert!(!holds(&less([false, true]), &two));
        let equals = Condition::Equals {
            bits: vec![0, 1],
            value: vec![false, true],
        };
        assert!(holds(&equals, &two));
        assert!(!holds(&Condition::Not(Box::new(equals)), &two));
    }
}
