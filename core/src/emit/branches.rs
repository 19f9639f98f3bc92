// SPDX-License-Identifier: Apache-2.0
//! Conditions taken apart bit by bit, and put in words.

use crate::circuit::Condition;

/// The value of a condition when some bits are known; `None` while it depends on the others.
pub(super) fn decide(c: &Condition, known: &[Option<bool>]) -> Option<bool> {
    let bit = |b: u32| known[b as usize];
    // Whether all are true; a false one decides, an open one leaves it open.
    let all = |values: &mut dyn Iterator<Item = Option<bool>>| {
        let mut open = false;
        for v in values {
            match v {
                Some(false) => return Some(false),
                Some(true) => {}
                None => open = true,
            }
        }
        (!open).then_some(true)
    };
    match c {
        Condition::Constant(v) => Some(*v),
        Condition::Bit(b) => bit(*b),
        Condition::Equals { bits, value } => all(&mut bits
            .iter()
            .zip(value)
            .map(|(&b, &v)| bit(b).map(|x| x == v))),
        Condition::Less { bits, value } => {
            for (&b, &v) in bits.iter().zip(value).rev() {
                match bit(b) {
                    Some(x) if x != v => return Some(v),
                    Some(_) => {}
                    None => return None,
                }
            }
            Some(false)
        }
        Condition::Not(c) => decide(c, known).map(|v| !v),
        Condition::And(cs) => all(&mut cs.iter().map(|c| decide(c, known))),
        Condition::Or(cs) => {
            all(&mut cs.iter().map(|c| decide(c, known).map(|v| !v))).map(|none| !none)
        }
        Condition::Xor(cs) => cs
            .iter()
            .try_fold(false, |sum, c| Some(sum ^ decide(c, known)?)),
    }
}

/// The bit to look at next in a condition that is not decided.
pub(super) fn first_open(c: &Condition, known: &[Option<bool>]) -> u32 {
    fn find(c: &Condition, known: &[Option<bool>]) -> Option<u32> {
        let open = |b: &&u32| known[**b as usize].is_none();
        match c {
            Condition::Constant(_) => None,
            Condition::Bit(b) => Some(b).filter(open).copied(),
            // From the most significant: that is how a comparison is decided.
            Condition::Equals { bits, .. } | Condition::Less { bits, .. } => {
                bits.iter().rev().find(open).copied()
            }
            Condition::Not(c) => find(c, known),
            Condition::And(cs) | Condition::Or(cs) | Condition::Xor(cs) => (cs.iter())
                .filter(|c| decide(c, known).is_none())
                .find_map(|c| find(c, known)),
        }
    }
    find(c, known).expect("an undecided condition reads an unknown bit")
}

/// In words. `bit` names a bit of the operation, `whole` the register that consists of exactly the bits given.
pub fn describe_condition(
    c: &Condition,
    bit: &dyn Fn(u32) -> String,
    whole: &dyn Fn(&[u32]) -> Option<String>,
) -> String {
    let register = |list: &[u32]| {
        whole(list).unwrap_or_else(|| {
            let all: Vec<String> = list.iter().rev().map(|&b| bit(b)).collect();
            all.join(" ")
        })
    };
    let join = |cs: &[Condition], with: &str| {
        let inner = |c| match c {
            &Condition::Bit(b) => bit(b),
            c => format!("({})", describe_condition(c, bit, whole)),
        };
        let all: Vec<String> = cs.iter().map(inner).collect();
        all.join(with)
    };
    match c {
        Condition::Constant(v) => v.to_string(),
        Condition::Bit(b) => bit(*b),
        Condition::Equals { bits, value } => {
            format!("{} == {}", register(bits), super::condition::decimal(value))
        }
        Condition::Less { bits, value } => {
            format!("{} < {}", register(bits), super::condition::decimal(value))
        }
        Condition::Not(c) => match &**c {
            Condition::Bit(b) => format!("!{}", bit(*b)),
            c => format!("!({})", describe_condition(c, bit, whole)),
        },
        Condition::And(cs) => join(cs, " && "),
        Condition::Or(cs) => join(cs, " || "),
        Condition::Xor(cs) => join(cs, " ^ "),
    }
}
