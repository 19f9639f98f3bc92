// SPDX-License-Identifier: Apache-2.0
//! Runs of gates on few wires: what could be one operator.
//!
//! A run starts at a gate on two wires and follows its wires through the circuit. A gate to a further wire brings that wire
//! in as long as there is room; any other operation closes the wires it touches. A run is convex: no path leaves it and
//! comes back. That could only be through a wire that is brought in behind an operation that closed another one, and
//! such an operation lies deeper in the circuit than that one; where the depths do not exclude it, the wire is refused.

use super::nodes::joins;
use crate::circuit::Circuit;
use crate::{Op, Wire};

/// Operations of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// In the circuit's order.
    pub ops: Vec<Op>,
    pub wires: Vec<Wire>,
    /// Gates on two wires.
    pub pairs: usize,
    /// All of them share the first one's first or second wire.
    pub is_star: bool,
}

/// Places and depths of a circuit's operations.
pub struct Order<'a> {
    circuit: &'a Circuit,
    /// By operation: place in the order, and length of the longest path to it.
    place: Vec<u32>,
    depth: Vec<u32>,
    /// By operation: a unitary with known numbers on one or two wires.
    fits: Vec<bool>,
    is_start: Vec<bool>,
    /// Gates on two wires that follow no other one on the same two, in order.
    pub starts: Vec<Op>,
}

/// A wire of a run while it grows: what comes next on it.
struct Cursor {
    wire: Wire,
    next: Op,
    open: bool,
}

impl<'a> Order<'a> {
    pub fn of(circuit: &'a Circuit) -> Order<'a> {
        let mut order = Order {
            circuit,
            place: vec![0; circuit.capacity()],
            depth: vec![0; circuit.capacity()],
            fits: vec![false; circuit.capacity()],
            is_start: vec![false; circuit.capacity()],
            starts: Vec::new(),
        };
        // What stood last on a wire that was no one-qubit gate.
        let mut last = vec![Op::NONE; circuit.num_qubits()];
        let mut reached = vec![0; circuit.num_qubits() + circuit.num_bits()];
        for (place, op) in circuit.iter().enumerate() {
            let wires = circuit.wires(op);
            let at = |w: &Wire| match w.is_bit() {
                true => circuit.num_qubits() + w.index(),
                false => w.index(),
            };
            let depth = wires.iter().map(|w| reached[at(w)]).max().unwrap_or(0) + 1;
            wires.iter().for_each(|w| reached[at(w)] = depth);
            (order.place[op.index()], order.depth[op.index()]) = (place as u32, depth);
            let fits = wires.len() <= 2 && joins(circuit, op);
            order.fits[op.index()] = fits;
            if let ([a, b], true) = (circuit.qubits(op), fits) {
                let before = (last[a.index()], last[b.index()]);
                if before.0 != before.1 || before.0.is_none() {
                    order.starts.push(op);
                    order.is_start[op.index()] = true;
                }
            }
            if wires.len() > 1 || !fits {
                circuit.qubits(op).iter().for_each(|w| last[w.index()] = op);
            }
        }
        order
    }

    pub fn place(&self, op: Op) -> u32 {
        self.place[op.index()]
    }

    /// The run on at most so many wires that starts at a gate on two.
    pub fn run(&self, start: Op, wires: usize) -> Run {
        let circuit = self.circuit;
        let mut run = Run {
            ops: vec![start],
            wires: circuit.wires(start).to_vec(),
            pairs: 1,
            is_star: true,
        };
        let mut centres = [true; 2];
        let mut cursors: Vec<Cursor> = Vec::with_capacity(wires);
        for (slot, &wire) in circuit.wires(start).iter().enumerate() {
            let next = circuit.next_on(start, slot);
            let open = next.some().is_some();
            cursors.push(Cursor { wire, next, open });
        }
        // Least depth of an operation that closed a wire.
        let mut closed = u32::MAX;
        loop {
            let open = cursors.iter().enumerate().filter(|(_, c)| c.open);
            let Some((at, _)) = open.min_by_key(|(_, c)| self.place(c.next)) else {
                return run;
            };
            let op = cursors[at].next;
            if !self.fits[op.index()] {
                cursors[at].open = false;
                closed = closed.min(self.depth[op.index()]);
                continue;
            }
            let own = circuit.wires(op);
            let allowed = own
                .iter()
                .all(|&w| match cursors.iter().find(|c| c.wire == w) {
                    Some(cursor) => cursor.open,
                    None => cursors.len() < wires && self.enters(op, w, closed),
                });
            if !allowed {
                cursors[at].open = false;
                closed = closed.min(self.depth[op.index()]);
                continue;
            }
            for (slot, &wire) in own.iter().enumerate() {
                let next = circuit.next_on(op, slot);
                let open = next.some().is_some();
                match cursors.iter_mut().find(|c| c.wire == wire) {
                    Some(cursor) => (cursor.next, cursor.open) = (next, open),
                    None => {
                        cursors.push(Cursor { wire, next, open });
                        run.wires.push(wire);
                    }
                }
            }
            if own.len() == 2 {
                run.pairs += 1;
                for (centre, wire) in centres.iter_mut().zip(&run.wires) {
                    *centre &= own.contains(wire);
                }
                run.is_star = centres[0] || centres[1];
            }
            run.ops.push(op);
        }
    }

    /// A run together with all that stands before it on its wires alone.
    ///
    /// Where a path leaves the run, it leaves behind its end, and what is before it lies deeper for no such path, by the rule
    /// for wires that are brought in.
    pub fn extended(&self, run: Run) -> Run {
        let circuit = self.circuit;
        let before = |op: Op, wire: Wire| {
            let slot = circuit.slot(op, wire).expect("a wire of the operation");
            circuit.prev_on(op, slot)
        };
        let mut cursors: Vec<Cursor> = Vec::with_capacity(run.wires.len());
        for &wire in &run.wires {
            let first = run
                .ops
                .iter()
                .find(|&&op| circuit.wires(op).contains(&wire));
            let next = first.map_or(Op::NONE, |&op| before(op, wire));
            let open = next.some().is_some();
            cursors.push(Cursor { wire, next, open });
        }
        let mut all = run;
        loop {
            let open = cursors.iter().enumerate().filter(|(_, c)| c.open);
            let Some((at, _)) = open.max_by_key(|(_, c)| self.place(c.next)) else {
                all.ops.sort_by_key(|&op| self.place(op));
                return all;
            };
            let op = cursors[at].next;
            let own = circuit.wires(op);
            let is_open = |w: &Wire| cursors.iter().any(|c| c.wire == *w && c.open);
            if !self.fits[op.index()] || !own.iter().all(is_open) {
                cursors[at].open = false;
                continue;
            }
            all.ops.push(op);
            all.pairs += usize::from(own.len() == 2);
            for cursor in cursors.iter_mut().filter(|c| own.contains(&c.wire)) {
                cursor.next = before(op, cursor.wire);
                cursor.open = cursor.next.some().is_some();
            }
        }
    }

    /// Places where a gate on two wires follows no other one on the same two, among operations.
    pub fn blocks(&self, ops: &[Op]) -> usize {
        ops.iter().filter(|op| self.is_start[op.index()]).count()
    }

    /// No path from an operation of depth `closed` or more leads to what stands before `op` on a wire.
    fn enters(&self, op: Op, wire: Wire, closed: u32) -> bool {
        let slot = self
            .circuit
            .slot(op, wire)
            .expect("a wire of the operation");
        let before = self.circuit.prev_on(op, slot).some();
        before.is_none_or(|b| self.depth[b.index()] < closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::circuit;

    fn lengths(text: &str, qubits: u32, wires: usize) -> (usize, usize) {
        let c = circuit(qubits, text);
        let order = Order::of(&c);
        let run = order.run(order.starts[0], wires);
        (run.ops.len(), run.wires.len())
    }

    #[test]
    fn grows_to_so_many_wires() {
        let text = "h 0; cx 0 1; h 0; cx 1 2; cx 2 3; cx 0 1; cx 1 2";
        assert_eq!((2, 2), lengths(text, 4, 2));
        assert_eq!((4, 3), lengths(text, 4, 3));
        assert_eq!((6, 4), lengths(text, 4, 4));
    }

    #[test]
    fn extends_to_what_is_before() {
        let c = circuit(4, "cx 0 3; cx 0 1; t 1; cx 1 2; cx 0 1; cx 1 2; cx 2 3");
        let order = Order::of(&c);
        let late = order.run(order.starts[4], 3);
        assert_eq!((2, 3), (late.ops.len(), late.wires.len()));
        let run = order.run(order.starts[3], 3);
        let all = order.extended(run);
        assert_eq!((5, 3), (all.ops.len(), all.wires.len()));
        assert_eq!(4, order.blocks(&all.ops));
    }

    #[test]
    fn stays_convex() {
        // The barrier closes wire 0 and leads to wire 2.
        let text = "cx 0 1; barrier 0 2; cx 1 2; cx 1 2";
        assert_eq!((1, 2), lengths(text, 3, 3));
        let text = "cx 0 1; cx 0 3; cx 3 2; cx 1 2; h 1";
        assert_eq!((1, 2), lengths(text, 4, 2));
        assert_eq!((2, 3), lengths(text, 4, 3));
        let text = "cx 0 1; cx 1 2; barrier 0 3; cx 1 2; cx 0 1; h 2";
        assert_eq!((4, 3), lengths(text, 4, 3));
    }
}
