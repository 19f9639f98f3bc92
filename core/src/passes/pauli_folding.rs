// SPDX-License-Identifier: Apache-2.0
//! Rotations about one Pauli are one rotation, seen through Clifford gates.
//!
//! With U the Clifford gates read so far, a rotation about P on the wires is one about `U^-1 P U` before them. Two
//! rotations merge if these Paulis are equal up to sign and commute with every rotation between them (Zhang and Chen;
//! Litinski). Tableaus of n rows tell that in O(n) a pair and O(n) a Clifford gate; here it is O(1) each:
//!
//! - Each wire has two rows of 128 bits, [tags](crate::analysis::tags) of `U^-1 X U` and `U^-1 Z U`: an independent random
//!   name for each at the start, the XOR for a product. A gate G of U takes `P` to `G^-1 P G`, so its rows are XORs of at
//!   most four of the rows before.
//! - A rotation about P, read and not merged, has a random name of its own, added to the rows that anticommute with
//!   P. From then on, the tag of every Pauli that anticommutes with it holds that name, however the rows are combined,
//!   since anticommuting with P is additive. So a tag read before and a tag read after the rotation can be equal only if the
//!   Pauli commutes with it.
//! - An operation that is neither gets new names on its wires, but for the row of the Pauli it commutes with.
//!
//! Hence equal tags mean that two rotations merge: two of p rotations that do not are taken to with a chance of at most
//! p^2 / 2^129 if SipHash-1-3 under a key is a random function. The key is a hash of the circuit, as in
//! [`phase_folding`](super::phase_folding).
//!
//! The tags do not know the sign. It is read off a tableau beside them ([`Signs`]): what disturbs a wire need not change
//! its rows, since its names are signs that commute with everything, and equal tags hold the same names. For circuits of so
//! many wires that a tableau is too large, the Pauli of the earlier rotation is carried forward to the later
//! ([`walk`]), which finds the sign and proves the merge besides. The steps of all walks are limited; beyond the limit
//! nothing merges any more. Wide circuits are shallow for their size, so the walks are short.
//!
//! Which place is kept makes no difference for what is read later: let r be the name of the merged rotation. If the sum is not
//! Clifford, r stays. If it is, r is taken off the rows again that anticommute with the Pauli (they do so now if they
//! did then), and for a sum of +-pi/2, which takes R to `+-i P R`, the tag of P is added in its place. No tag noted
//! between the two holds r: its rotation would not commute with them, and would keep them apart. So one
//! reading finds all pairs.

mod program;
mod walk;

use smallvec::SmallVec;

use self::program::{Class, Item, Program};
use self::walk::Walk;
use super::folding::{fold, reading, Term};
use super::{in_blocks, PassError};
use crate::analysis::conjugation::{Conjugation, Letter, X, Y, Z};
use crate::analysis::signs::Signs;
use crate::analysis::spelling::Spelling;
use crate::analysis::tags::{Tag, TagTable, Tags};
use crate::{Circuit, Target};

/// Limits of the work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PauliFolding {
    /// Operands looked at in all walks, for each operation of the circuit.
    pub steps: u32,
    /// Wires up to which signs are read off a tableau, without walks.
    pub tableau: u32,
}

/// Merge rotations about equal Paulis, in fewer gates; also inside blocks.
pub fn pauli_folding(
    circuit: &mut Circuit,
    target: Option<&Target>,
    options: PauliFolding,
) -> Result<bool, PassError> {
    let spelling = Spelling::of(circuit, target);
    let kernel = |c: &mut Circuit| Ok(run(c, &spelling, options));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

fn run(circuit: &mut Circuit, spelling: &Spelling, options: PauliFolding) -> bool {
    let before = circuit.len();
    let Some(program) = Program::read(circuit) else {
        return false;
    };
    let wires = circuit.num_qubits();
    let folding = Folding {
        names: Tags::new(program.key(circuit)),
        signs: (wires <= options.tableau as usize).then(|| Signs::new(wires)),
        walk: Walk::new(wires, u64::from(options.steps) * before as u64),
        rows: Vec::with_capacity(wires),
        table: TagTable::with_room(program.rotations),
        groups: Vec::with_capacity(program.rotations),
        fence: 0,
        circuit: &mut *circuit,
        program,
        spelling,
    };
    folding.run();
    circuit.len() < before
}

/// The tags of X and of Z on a wire, pulled back to the start.
#[derive(Clone, Copy, Debug)]
struct Rows {
    x: Tag,
    z: Tag,
}

/// The rotations met so far with one tag, merged into one.
#[derive(Clone, Copy, Debug)]
struct Group {
    /// The rotation; `None` if the sum has become Clifford or nothing.
    item: Option<u32>,
    /// The latest operation whose Pauli has been found to be the same: walks start here.
    latest: u32,
    /// The Pauli of the rotation is the negative of the latest one's; with a tableau, of a product of letters there.
    negative: bool,
    /// The rotation's own name.
    name: Tag,
}

struct Folding<'a> {
    circuit: &'a mut Circuit,
    program: Program,
    walk: Walk,
    signs: Option<Signs>,
    spelling: &'a Spelling,
    names: Tags,
    rows: Vec<Rows>,
    table: TagTable,
    groups: Vec<Group>,
    /// Groups that were read before this operation are not to be joined.
    fence: u32,
}

impl Folding<'_> {
    fn run(mut self) {
        for _ in 0..self.circuit.num_qubits() {
            let (x, z) = (self.names.fresh(), self.names.fresh());
            self.rows.push(Rows { x, z });
        }
        for item in 0..self.program.items.len() {
            match self.program.items[item].class {
                Class::Identity => {}
                Class::Clifford(number) => self.conjugate(item, number),
                Class::Turn(number) => {
                    if !self.join(item, false) {
                        self.conjugate(item, number);
                    }
                }
                Class::Rotation => {
                    self.join(item, true);
                }
                Class::Permutation => self.permute(item),
                Class::Other => self.disturb(item),
                Class::Leave => {
                    self.disturb(item);
                    self.fence = item as u32;
                }
            }
        }
    }

    #[inline]
    fn rows_at(&mut self, slot: usize) -> &mut Rows {
        &mut self.rows[self.program.slots[slot].wire as usize]
    }

    #[inline]
    fn conjugate(&mut self, item: usize, number: u32) {
        let slots = self.program.slots_of(item);
        let table: &Conjugation = self.program.cliffords.table(number);
        let pulled = table.pulled;
        if let Some(signs) = &mut self.signs {
            let wires = [slots.start, slots.end - 1].map(|s| self.program.slots[s].wire as usize);
            signs.conjugate(&wires[..slots.len()], table);
        }
        let a = *self.rows_at(slots.start);
        if slots.len() == 1 {
            let sum = |mask: u8| pick(a.x, mask, 0) ^ pick(a.z, mask, 1);
            *self.rows_at(slots.start) = Rows {
                x: sum(pulled[0]),
                z: sum(pulled[1]),
            };
            return;
        }
        let b = *self.rows_at(slots.start + 1);
        let sum = |mask: u8| {
            pick(a.x, mask, 0) ^ pick(a.z, mask, 1) ^ pick(b.x, mask, 2) ^ pick(b.z, mask, 3)
        };
        *self.rows_at(slots.start) = Rows {
            x: sum(pulled[0]),
            z: sum(pulled[1]),
        };
        *self.rows_at(slots.start + 1) = Rows {
            x: sum(pulled[2]),
            z: sum(pulled[3]),
        };
    }

    fn permute(&mut self, item: usize) {
        let slots = &self.program.slots[self.program.slots_of(item)];
        let wires = slots.iter().map(|s| s.wire as usize);
        let old: Vec<Rows> = wires.clone().map(|w| self.rows[w]).collect();
        // Where there is nothing to permute by, the walk goes no further; so the rows may be anything.
        let image = program::image(self.circuit, self.program.items[item].op).unwrap_or_default();
        for (rows, &to) in old.into_iter().zip(image) {
            self.rows[slots[to as usize].wire as usize] = rows;
        }
        if let Some(signs) = &mut self.signs {
            let wires: Vec<usize> = slots.iter().map(|s| s.wire as usize).collect();
            signs.permute(&wires, image);
        }
    }

    /// New names, but for what commutes.
    fn disturb(&mut self, item: usize) {
        for slot in self.program.slots_of(item) {
            let fixed = self.program.slots[slot].fixed;
            let keeps = |letter: Letter| fixed >> (letter - 1) & 1 == 1;
            if keeps(X) && keeps(Z) {
                continue;
            }
            let (one, two) = (self.names.fresh(), self.names.fresh());
            let rows = self.rows_at(slot);
            match (keeps(X), keeps(Z), keeps(Y)) {
                (true, _, _) => rows.z = one,
                (_, true, _) => rows.x = one,
                (_, _, true) => {
                    rows.x ^= one;
                    rows.z ^= one;
                }
                _ => *rows = Rows { x: one, z: two },
            }
        }
    }

    /// The tag of a rotation's Pauli.
    #[inline]
    fn tag(&mut self, item: usize) -> Tag {
        let mut tag = 0;
        for slot in self.program.slots_of(item) {
            let letter = self.program.letter(slot);
            let rows = self.rows_at(slot);
            tag ^= pick(rows.x, letter, 0) ^ pick(rows.z, letter, 1);
        }
        tag
    }

    /// Add a name to all rows that anticommute with a rotation's Pauli.
    #[inline]
    fn mark(&mut self, item: usize, name: Tag) {
        for slot in self.program.slots_of(item) {
            let letter = self.program.letter(slot);
            let rows = self.rows_at(slot);
            rows.x ^= pick(name, letter, 1);
            rows.z ^= pick(name, letter, 0);
        }
    }

    /// Join a rotation with the one of its tag, if that removes a gate; else, if it is to be `noted`, it stands for
    /// its tag from now on. Returns whether it was joined.
    #[inline]
    fn join(&mut self, item: usize, noted: bool) -> bool {
        let tag = self.tag(item);
        let number = match noted {
            true => self.table.number(tag),
            false => match self.table.find(tag) {
                Some(number) => number,
                None => return false,
            },
        };
        if let Some(&group) = self.groups.get(number) {
            if self.merge(item, number, group, tag) {
                return true;
            }
        }
        if noted {
            let group = Group {
                item: Some(item as u32),
                latest: item as u32,
                negative: self.is_negative(item),
                name: self.names.fresh(),
            };
            self.mark(item, group.name);
            match self.groups.get_mut(number) {
                Some(old) => *old = group,
                None => self.groups.push(group),
            }
        }
        false
    }

    /// Join a rotation with that of a group, if it is the same and that removes a gate.
    fn merge(&mut self, item: usize, number: usize, group: Group, tag: Tag) -> bool {
        let Some(first) = group.item.filter(|_| group.latest >= self.fence) else {
            return false;
        };
        let Some(negative) = self.compare(&group, item) else {
            return false;
        };
        let found = &mut self.groups[number];
        found.latest = item as u32;
        if self.signs.is_none() {
            found.negative = negative;
        }
        let ops = [first as usize, item].map(|i| self.program.items[i].op);
        let terms =
            [(ops[0], negative), (ops[1], false)].map(|(op, negative)| Term { op, negative });
        // The first place, but one qubit rather than two.
        let width = |op| self.circuit.qubits(op).len();
        let best = usize::from(width(ops[1]) < width(ops[0]));
        let mut places = [best, 1 - best].into_iter();
        let Some((kept, standing)) = places.find_map(|kept| {
            let standing = fold(self.circuit, self.spelling, &terms, kept)?;
            Some((kept, standing))
        }) else {
            return false;
        };
        let (kept, gone) = match kept {
            0 => (first as usize, item),
            _ => (item, first as usize),
        };
        self.program.items[gone].class = Class::Identity;
        self.program.items[kept].class = match standing.first() {
            Some(&op) => self.class(op),
            None => Class::Identity,
        };
        self.settle(item, number, (kept, negative && kept != item), tag);
        true
    }

    /// Whether the Pauli of a group's rotation is the negative of that at `item`; `None` if that was not found out.
    fn compare(&mut self, group: &Group, item: usize) -> Option<bool> {
        let turned = match self.signs {
            Some(_) => self.is_negative(item),
            None => {
                let from = group.latest as usize;
                self.walk.carry(self.circuit, &self.program, from, item)?
            }
        };
        Some(group.negative ^ turned)
    }

    /// The wires and letters of a rotation's Pauli.
    fn pauli(&self, item: usize) -> (SmallVec<[usize; 2]>, u8) {
        let slots = self.program.slots_of(item);
        let letters = slots.clone().map(|s| self.program.letter(s));
        let string = letters.rev().fold(0, |string, l| string << 2 | l);
        let wires = slots.map(|s| self.program.slots[s].wire as usize);
        (wires.collect(), string)
    }

    /// With a tableau: a rotation's Pauli is the negative of a product of letters at the start.
    fn is_negative(&mut self, item: usize) -> bool {
        let (wires, string) = self.pauli(item);
        let signs = self.signs.as_mut();
        signs.is_some_and(|signs| signs.is_negative(&wires, string))
    }

    fn class(&mut self, op: crate::Op) -> Class {
        match self.circuit.gate(op) {
            Some(gate) => self.program.class(gate, self.circuit.params(op)),
            None => Class::Other,
        }
    }

    /// Bring rows and group up to date after a merge at `item` that left something, or nothing, at `kept`, where the
    /// Pauli is the negative of the item's or not.
    fn settle(&mut self, item: usize, number: usize, (kept, negative): (usize, bool), tag: Tag) {
        let Item { op, class, .. } = self.program.items[kept];
        if class == Class::Rotation {
            if kept == item {
                let sign = self.is_negative(item);
                let group = &mut self.groups[number];
                (group.item, group.negative) = (Some(item as u32), sign);
            }
            return;
        }
        let quarters = match class {
            Class::Identity => 0,
            _ => self.quarters(op),
        };
        let name = self.groups[number].name;
        let odd = quarters % 2 != 0;
        self.mark(item, if odd { name ^ tag } else { name });
        let (wires, string) = self.pauli(item);
        if let Some(signs) = &mut self.signs {
            signs.turn(&wires, string, if negative { -quarters } else { quarters });
        }
        self.groups[number].item = None;
    }

    /// The angle of a Clifford rotation in units of pi/2.
    fn quarters(&self, op: crate::Op) -> i64 {
        let read = self
            .circuit
            .gate(op)
            .and_then(|g| reading(g, self.circuit.params(op)));
        let eighths = read.and_then(|r| r.angle.quarter_turns_of_pi());
        eighths.unwrap_or(0) / 2
    }
}

/// The tag, if a bit is set.
#[inline]
fn pick(tag: Tag, mask: u8, bit: u8) -> Tag {
    tag & Tag::from(mask >> bit & 1).wrapping_neg()
}

#[cfg(test)]
mod tests;
