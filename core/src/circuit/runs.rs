// SPDX-License-Identifier: Apache-2.0
//! Convex sets of operations moved together and rewritten as a whole.
//!
//! A *run* is a set of operations such that no path leaves and enters it again. Runs are gathered by changing the
//! total order only, the lists of the wires stay as they are; then a run follows one upon the other in the order and
//! on each of its wires, and can be replaced at once.

use super::operation::Operation;
use super::store::Circuit;
use crate::{Op, Wire};

/// No run.
const NONE: u32 = u32::MAX;

/// What is to be written next, with what comes before it or without.
struct Visit {
    op: Op,
    open: bool,
}

impl Circuit {
    /// Change the order, not the meaning, so that the operations of each run follow one another.
    ///
    /// Runs are disjoint, each in order, and convex all at once: the graph of wires stays without cycles when every
    /// run becomes one node. What does not have to move keeps its order. O(g) for a circuit of g operations.
    pub fn gather(&mut self, runs: &[&[Op]]) {
        let mut run_of = vec![NONE; self.nodes.len()];
        for (i, run) in runs.iter().enumerate() {
            run.iter().for_each(|op| run_of[op.index()] = i as u32);
        }
        let mut order: Vec<Op> = Vec::with_capacity(self.len());
        let mut written = vec![false; self.nodes.len()];
        let mut stack: Vec<Visit> = Vec::new();
        for op in self.iter() {
            let run = run_of[op.index()];
            if run != NONE && runs[run as usize].last() != Some(&op) {
                continue;
            }
            stack.push(Visit { op, open: false });
            while let Some(Visit { op, open }) = stack.pop() {
                if written[op.index()] {
                    continue;
                }
                let run = run_of[op.index()];
                let alone = [op];
                let members = match run {
                    NONE => &alone[..],
                    _ => runs[run as usize],
                };
                if open {
                    order.extend_from_slice(members);
                    members.iter().for_each(|m| written[m.index()] = true);
                    continue;
                }
                stack.push(Visit { op, open: true });
                let before = members.iter().flat_map(|&m| self.links(m).0);
                let waiting = before
                    .filter_map(|p| p.some())
                    .filter(|p| !written[p.index()] && (run == NONE || run_of[p.index()] != run));
                stack.extend(waiting.map(|op| Visit { op, open: false }));
            }
        }
        self.set_order(&order);
    }

    /// The same operations in another order that respects the wires.
    fn set_order(&mut self, order: &[Op]) {
        debug_assert_eq!(order.len(), self.len());
        let mut before = Op::NONE;
        for (i, &op) in order.iter().enumerate() {
            let node = &mut self.nodes[op.index()];
            node.before = before;
            node.after = order.get(i + 1).copied().unwrap_or(Op::NONE);
            before = op;
        }
        self.head = order.first().copied().unwrap_or(Op::NONE);
        self.tail = before;
    }

    /// Put `operations`, on wires of the run only, in the place of a run whose operations follow one another in the
    /// order. They take over the source place of its first operation where they have none.
    pub fn replace_run(&mut self, run: &[Op], operations: impl IntoIterator<Item = Operation>) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else {
            return;
        };
        let place = self.place(first);
        let follower = self.after(last);
        // What comes next on each wire of the run, by wire.
        let mut next: Vec<(Wire, Op)> = Vec::new();
        for &op in run {
            next.extend(self.wires(op).iter().map(|&w| (w, Op::NONE)));
        }
        next.sort_unstable();
        next.dedup();
        for &op in run {
            for slot in 0..self.wires(op).len() {
                let (wire, after) = (self.wires(op)[slot], self.next_on(op, slot));
                let at = next.binary_search_by_key(&wire, |n| n.0);
                next[at.expect("listed")].1 = after;
            }
        }
        run.iter().for_each(|&op| self.remove(op));
        for mut operation in operations {
            if operation.place.line == 0 {
                operation.place = place;
            }
            self.put_between(follower, operation, &next);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::check;
    use crate::circuit::Operation;
    use crate::passes::testing::{circuit, distance, text};
    use crate::{Circuit, Gate, Op};

    fn picked(c: &Circuit, places: &[usize]) -> Vec<Op> {
        let all: Vec<Op> = c.iter().collect();
        places.iter().map(|&i| all[i]).collect()
    }

    #[test]
    fn followers_go_behind_and_predecessors_before() {
        let mut c = circuit(4, "cx 0 1; t 0; t 2; x 3; cx 1 2; t 1");
        let old = c.clone();
        let run = picked(&c, &[0, 4]);
        c.gather(&[&run]);
        assert_eq!("t 2; cx 0 1; cx 1 2; t 0; x 3; t 1", text(&c));
        assert_eq!(Ok(()), check(&c));
        assert!(distance(&old, &c) < 1e-12);
    }

    #[test]
    fn runs_wait_for_one_another() {
        let mut c = circuit(3, "cx 0 1; cx 1 2; h 0; h 2; cx 0 1; h 1; cx 2 1");
        let (first, second) = (picked(&c, &[0, 2]), picked(&c, &[1, 3]));
        c.gather(&[&second, &first]);
        let expected = "cx 0 1; h 0; cx 1 2; h 2; cx 0 1; h 1; cx 2 1";
        assert_eq!(expected, text(&c));
        assert_eq!(Ok(()), check(&c));
    }

    #[test]
    fn nothing_to_gather_changes_nothing() {
        let mut c = circuit(2, "h 0; cx 0 1; t 1");
        c.gather(&[]);
        assert_eq!("h 0; cx 0 1; t 1", text(&c));
        let mut empty = Circuit::new(2, 0);
        empty.gather(&[]);
        assert!(empty.is_empty());
        assert!(empty.first().is_none() && empty.last().is_none());
    }

    #[test]
    fn a_run_is_replaced_between_its_neighbours() {
        let mut c = circuit(3, "h 0; cx 0 1; s 1; cx 0 1; t 1; t 2");
        let run = picked(&c, &[1, 2, 3]);
        let new = [
            Operation::gate(Gate::Cz, [], &[1, 0]),
            Operation::gate(Gate::X, [], &[1]),
        ];
        c.replace_run(&run, new);
        assert_eq!("h 0; cz 1 0; x 1; t 1; t 2", text(&c));
        assert_eq!(Ok(()), check(&c));
        let all: Vec<Op> = c.iter().collect();
        c.replace_run(&all[..1], []);
        assert_eq!("cz 1 0; x 1; t 1; t 2", text(&c));
        let all: Vec<Op> = c.iter().collect();
        c.replace_run(&all, [Operation::gate(Gate::Y, [], &[2])]);
        assert_eq!("y 2", text(&c));
        assert_eq!(Ok(()), check(&c));
        c.replace_run(&[], [Operation::gate(Gate::Y, [], &[2])]);
        assert_eq!("y 2", text(&c));
    }

    #[test]
    fn a_run_at_the_end_is_replaced_at_the_end() {
        let mut c = circuit(2, "h 1; cx 0 1; cx 0 1");
        let run = picked(&c, &[1, 2]);
        c.replace_run(&run, [Operation::gate(Gate::Swap, [], &[0, 1])]);
        assert_eq!("h 1; swap 0 1", text(&c));
        assert_eq!(Ok(()), check(&c));
    }
}
