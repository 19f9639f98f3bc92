// SPDX-License-Identifier: Apache-2.0
//! The check that one rotation can be moved to the place of another, and the sign its Pauli has there.
//!
//! The Pauli is carried forward along its wires, operation by operation in their order: a Clifford gate conjugates it, a
//! rotation must commute with it, anything else must leave each of its letters fixed. Operations that a
//! letter simply passes are jumped over by the links of the [`Program`].

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::program::{image, Class, Program, END};
use crate::analysis::conjugation::{Letter, NEGATIVE};
use crate::Circuit;

/// Where the Pauli stands on a wire.
#[derive(Clone, Copy)]
struct Place {
    letter: Letter,
    /// The next slot to look at.
    next: u32,
}

const NOWHERE: Place = Place {
    letter: 0,
    next: END,
};

/// Carries Paulis; its arrays are used again for each.
pub struct Walk {
    places: Vec<Place>,
    /// Wires whose place was set, some more than once.
    touched: Vec<u32>,
    /// Wires with a letter now.
    weight: usize,
    due: BinaryHeap<Reverse<u32>>,
    /// The first slot that is not looked at.
    limit: u32,
    negative: bool,
    /// How many operands may still be looked at, over all walks.
    pub steps: u64,
}

impl Walk {
    pub fn new(wires: usize, steps: u64) -> Walk {
        Walk {
            places: vec![NOWHERE; wires],
            touched: Vec::new(),
            weight: 0,
            due: BinaryHeap::new(),
            limit: 0,
            negative: false,
            steps,
        }
    }

    /// Carry the Pauli of the rotation `from` to the later rotation `to`. `Some(negative)` if it arrives as the Pauli
    /// of `to`, or its negative.
    pub fn carry(
        &mut self,
        circuit: &Circuit,
        program: &Program,
        from: usize,
        to: usize,
    ) -> Option<bool> {
        self.limit = program.items[to].start;
        self.negative = false;
        for slot in program.slots_of(from) {
            self.place(program, slot, program.letter(slot));
        }
        let arrived = self.run(circuit, program) && self.stands_at(program, to);
        for &wire in &self.touched {
            self.places[wire as usize] = NOWHERE;
        }
        self.touched.clear();
        self.weight = 0;
        self.due.clear();
        arrived.then_some(self.negative)
    }

    /// Go on until nothing is left before the limit; `false` if something does not commute, or no step is left.
    fn run(&mut self, circuit: &Circuit, program: &Program) -> bool {
        while let Some(Reverse(at)) = self.due.pop() {
            let at = at as usize;
            if self.places[program.slots[at].wire as usize].next != at as u32 {
                // Another wire of the operation came first.
                continue;
            }
            let item = program.slots[at].item as usize;
            let Some(steps) = self.steps.checked_sub(program.slots_of(item).len() as u64) else {
                return false;
            };
            self.steps = steps;
            if !self.pass(circuit, program, item) {
                return false;
            }
        }
        true
    }

    /// Take the Pauli past one operation, if it can be.
    fn pass(&mut self, circuit: &Circuit, program: &Program, item: usize) -> bool {
        let slots = program.slots_of(item);
        let here = |walk: &Walk, slot: usize| {
            let place = walk.places[program.slots[slot].wire as usize];
            place.letter
        };
        match program.items[item].class {
            Class::Identity => {}
            Class::Clifford(number) | Class::Turn(number) => {
                let mut string = 0;
                for (i, slot) in slots.clone().enumerate() {
                    string |= here(self, slot) << (2 * i);
                }
                let image = program.cliffords.table(number).image[string as usize];
                self.negative ^= image & NEGATIVE != 0;
                for (i, slot) in slots.enumerate() {
                    self.place(program, slot, image >> (2 * i) & 3);
                }
                return true;
            }
            Class::Rotation => {
                let differs = |slot: &usize| {
                    let letter = here(self, *slot);
                    letter != 0 && letter != program.letter(*slot)
                };
                if slots.clone().filter(differs).count() % 2 == 1 {
                    return false;
                }
            }
            Class::Permutation => {
                let letters: Vec<Letter> = slots.clone().map(|s| here(self, s)).collect();
                let Some(image) = image(circuit, program.items[item].op) else {
                    return false;
                };
                for (letter, &to) in letters.into_iter().zip(image) {
                    self.place(program, slots.start + to as usize, letter);
                }
                return true;
            }
            Class::Other | Class::Leave => {
                let stays = |slot: usize| {
                    let letter = here(self, slot);
                    letter == 0 || program.slots[slot].fixed >> (letter - 1) & 1 == 1
                };
                if !slots.clone().all(stays) {
                    return false;
                }
            }
        }
        for slot in slots {
            self.place(program, slot, here(self, slot));
        }
        true
    }

    /// Set the letter on a wire that leaves the operation of a slot.
    #[inline]
    fn place(&mut self, program: &Program, at: usize, letter: Letter) {
        let slot = &program.slots[at];
        let place = &mut self.places[slot.wire as usize];
        self.weight -= usize::from(place.letter != 0);
        if letter == 0 {
            *place = NOWHERE;
            return;
        }
        self.weight += 1;
        let next = slot.next[usize::from(letter) - 1];
        if place.letter == 0 {
            self.touched.push(slot.wire);
        }
        // Where it was due already, it still is.
        if next < self.limit && next != place.next {
            self.due.push(Reverse(next));
        }
        *place = Place { letter, next };
    }

    /// The Pauli is that of a rotation, sign aside.
    fn stands_at(&self, program: &Program, item: usize) -> bool {
        let mut slots = program.slots_of(item);
        self.weight == slots.len()
            && slots.all(|s| {
                let wire = program.slots[s].wire as usize;
                self.places[wire].letter == program.letter(s)
            })
    }
}
