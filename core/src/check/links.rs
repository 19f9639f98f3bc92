// SPDX-License-Identifier: Apache-2.0
//! The rules about order, wires and links.

use super::Checker;
use crate::{Circuit, Op, Wire};

impl Checker {
    /// Returns whether the circuit can be walked.
    pub(super) fn links(&mut self, c: &Circuit) -> bool {
        let before = self.found.len();
        let Some(position) = self.order(c) else {
            return false;
        };
        for op in c.iter() {
            self.place = c.place(op);
            self.wires(c, op);
        }
        if self.found.len() > before {
            return false;
        }
        // How many operations each list has to hold.
        let mut expected = vec![0usize; c.num_qubits() + c.num_bits()];
        let slot = |w: Wire| w.index() + if w.is_bit() { c.num_qubits() } else { 0 };
        for w in c.iter().flat_map(|op| c.wires(op)) {
            expected[slot(*w)] += 1;
        }
        let qubits = (0..c.num_qubits() as u32).map(Wire::qubit);
        for w in qubits.chain((0..c.num_bits() as u32).map(Wire::bit)) {
            self.list(c, w, &position, expected[slot(w)]);
        }
        self.found.len() == before
    }

    /// The place of each operation in the order; `None` if the order is broken.
    fn order(&mut self, c: &Circuit) -> Option<Vec<usize>> {
        let mut position = vec![usize::MAX; c.capacity()];
        let (mut op, mut previous, mut count) = (c.first(), Op::NONE, 0);
        while let Some(o) = op.some() {
            if !c.contains(o) || position[o.index()] != usize::MAX || c.before(o) != previous {
                self.violation("order", format!("the list is broken at {o:?}"));
                return None;
            }
            position[o.index()] = count;
            (previous, op, count) = (o, c.after(o), count + 1);
        }
        if count != c.len() || c.last() != previous {
            let detail = format!("the list holds {count} of {} operations", c.len());
            self.violation("order", detail);
            return None;
        }
        Some(position)
    }

    fn wires(&mut self, c: &Circuit, op: Op) {
        let wires = c.wires(op);
        let exists = |w: &Wire| match w.is_bit() {
            true => w.index() < c.num_bits(),
            false => w.index() < c.num_qubits(),
        };
        if !wires.iter().all(exists) {
            self.violation("wires", format!("{wires:?} are not all the circuit's"));
        }
        let qubits = c.qubits(op).len();
        if wires[..qubits].iter().any(|w| w.is_bit()) || wires[qubits..].iter().any(|w| !w.is_bit())
        {
            self.violation("wires", "qubits do not come first");
        }
        let mut sorted: Vec<u32> = wires.iter().map(|w| w.0).collect();
        sorted.sort_unstable();
        if sorted.windows(2).any(|w| w[0] == w[1]) {
            self.violation("wires", format!("{wires:?} are not distinct"));
        }
    }

    fn list(&mut self, c: &Circuit, wire: Wire, position: &[usize], expected: usize) {
        let (mut op, mut previous, mut count) = (c.first_on(wire), Op::NONE, 0);
        while let Some(o) = op.some() {
            let slot = match c.contains(o) {
                true => c.slot(o, wire),
                false => None,
            };
            let later = previous
                .some()
                .is_none_or(|p| position[p.index()] < position[o.index()]);
            let Some(slot) = slot.filter(|&s| later && c.prev_on(o, s) == previous) else {
                return self.violation("links", format!("the list of {wire:?} is broken at {o:?}"));
            };
            (previous, op, count) = (o, c.next_on(o, slot), count + 1);
        }
        if count != expected || c.last_on(wire) != previous {
            let detail = format!("the list of {wire:?} holds {count} of {expected} operations");
            self.violation("links", detail);
        }
    }
}
