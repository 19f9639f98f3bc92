// SPDX-License-Identifier: Apache-2.0
//! Identifiers: what a language accepts, told apart from each other; and registers as it declares them.

use rustc_hash::FxHashSet;

use crate::circuit::Register;

/// Makes names legal and unique.
#[derive(Default, Clone)]
pub(super) struct Names {
    taken: FxHashSet<String>,
    /// OpenQASM 2: ASCII, and a lower-case letter first.
    strict: bool,
}

impl Names {
    /// `reserved` can be no one's name.
    pub fn new<'a>(strict: bool, reserved: impl IntoIterator<Item = &'a str>) -> Names {
        Names {
            taken: reserved.into_iter().map(String::from).collect(),
            strict,
        }
    }

    /// Reserve a name as it is.
    pub fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_string());
    }

    /// `wish` itself where it is legal and free, else the nearest that is.
    pub fn take(&mut self, wish: &str) -> String {
        let legal = self.legal(wish);
        let mut name = legal.clone();
        let mut number = 0;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{legal}_{number}");
        }
        name
    }

    fn legal(&self, wish: &str) -> String {
        let allowed = |c: char| match self.strict {
            true => c.is_ascii_alphanumeric() || c == '_',
            false => c.is_alphanumeric() || c == '_',
        };
        let mut name: String = wish
            .chars()
            .map(|c| if allowed(c) { c } else { '_' })
            .collect();
        while name.ends_with('_') && !wish.ends_with('_') {
            name.pop();
        }
        let first = name.chars().next();
        let starts_well = first.is_some_and(|c| match self.strict {
            true => c.is_ascii_lowercase(),
            false => c.is_alphabetic() || c == '_',
        });
        match (starts_well, first) {
            (true, _) => name,
            (false, Some(c)) if c.is_ascii_uppercase() => {
                format!("{}{}", c.to_ascii_lowercase(), &name[1..])
            }
            _ => format!("v{name}"),
        }
    }
}

/// A declaration: `len` wires from `start` on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declared {
    pub name: String,
    pub start: u32,
    pub len: u32,
}

/// Declarations that number the wires as the circuit does: its registers where they are runs of wires in
/// order, and registers called `fallback` for the wires between.
pub(super) fn declare(
    names: &mut Names,
    wires: usize,
    registers: &[Register],
    fallback: &str,
) -> Vec<Declared> {
    // The longest run that starts at each wire; the first declared among equals.
    let mut at: Vec<Option<&Register>> = vec![None; wires];
    for r in registers.iter().filter(|r| is_run(r, wires)) {
        let slot = &mut at[r.items[0] as usize];
        if slot.is_none_or(|s| s.items.len() < r.items.len()) {
            *slot = Some(r);
        }
    }
    let mut all = Vec::new();
    let mut next = 0;
    while next < wires {
        let (wish, len) = match at[next] {
            Some(r) => (&*r.name, r.items.len()),
            None => {
                let gap = at[next..].iter().take_while(|r| r.is_none()).count();
                (fallback, gap)
            }
        };
        all.push(Declared {
            name: names.take(wish),
            start: next as u32,
            len: len as u32,
        });
        next += len;
    }
    all
}

fn is_run(r: &Register, wires: usize) -> bool {
    let Some(&first) = r.items.first() else {
        return false;
    };
    first as usize + r.items.len() <= wires && (first..).zip(&r.items).all(|(i, &item)| i == item)
}

/// Texts of the wires of declared registers: `name[i]`.
pub(super) fn indexed(registers: &[Declared]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for r in registers {
        for i in 0..r.len {
            let mut text = r.name.clone().into_bytes();
            text.push(b'[');
            super::push_number(&mut text, u64::from(i));
            text.push(b']');
            all.push(text);
        }
    }
    all
}
