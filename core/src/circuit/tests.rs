// SPDX-License-Identifier: Apache-2.0
//! The store against a plain list: after any edits, order and links say what the list says.

use super::{Circuit, Instruction, Kind, Operation};
use crate::{Angle, Gate, Op, Wire};

/// A small deterministic generator, so that the engine needs no crate for its own tests.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

fn random_operation(rng: &mut Random, among: &[Wire]) -> Operation {
    let mut wires = among.to_vec();
    for i in (1..wires.len()).rev() {
        wires.swap(i, rng.below(i + 1));
    }
    let count = 1 + rng.below(wires.len().min(6));
    wires.truncate(count);
    wires.sort_by_key(|w| w.is_bit());
    match (wires.len(), wires.iter().any(|w| w.is_bit())) {
        (1, false) => Operation::new(
            Instruction::gate(Gate::Rz, [Angle::radians(rng.below(100) as f64 / 7.0)]),
            wires,
        ),
        (2, false) => Operation::new(Instruction::gate(Gate::Cx, []), wires),
        (3, false) => Operation::new(Instruction::gate(Gate::Ccx, []), wires),
        _ => Operation::new(Instruction::bare(Kind::Barrier), wires),
    }
}

/// Order and every wire of the circuit agree with the list.
fn agree(circuit: &Circuit, list: &[(Op, Operation)]) {
    assert_eq!(circuit.len(), list.len());
    let order: Vec<Op> = circuit.iter().collect();
    assert_eq!(order, list.iter().map(|x| x.0).collect::<Vec<_>>());
    let wires = (0..circuit.num_qubits() as u32)
        .map(Wire::qubit)
        .chain((0..circuit.num_bits() as u32).map(Wire::bit));
    for w in wires {
        let on: Vec<Op> = list
            .iter()
            .filter(|(_, o)| o.wires.contains(&w))
            .map(|x| x.0)
            .collect();
        let mut walked = Vec::new();
        let mut op = circuit.first_on(w);
        let mut previous = Op::NONE;
        while let Some(o) = op.some() {
            let slot = circuit.slot(o, w).unwrap();
            assert_eq!(circuit.prev_on(o, slot), previous);
            walked.push(o);
            previous = o;
            op = circuit.next_on(o, slot);
        }
        assert_eq!(walked, on);
        assert_eq!(circuit.last_on(w), previous);
    }
    for (op, o) in list {
        assert_eq!(&circuit.operation(*op), o);
    }
}

#[test]
fn edits_keep_order_and_links() {
    let mut rng = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..30 {
        let mut circuit = Circuit::new(6, 2);
        let all: Vec<Wire> = (0..6)
            .map(Wire::qubit)
            .chain((0..2).map(Wire::bit))
            .collect();
        let mut list: Vec<(Op, Operation)> = Vec::new();
        for _ in 0..200 {
            let at = if list.is_empty() {
                0
            } else {
                rng.below(list.len())
            };
            match rng.below(6) {
                0 | 1 => {
                    let o = random_operation(&mut rng, &all);
                    list.push((circuit.push(o.clone()), o));
                }
                2 if !list.is_empty() => {
                    let o = random_operation(&mut rng, &list[at].1.wires.clone());
                    list.insert(at, (circuit.insert_before(list[at].0, o.clone()), o));
                }
                3 if !list.is_empty() => {
                    let o = random_operation(&mut rng, &list[at].1.wires.clone());
                    list.insert(at + 1, (circuit.insert_after(list[at].0, o.clone()), o));
                }
                4 if !list.is_empty() => {
                    circuit.remove(list.remove(at).0);
                }
                5 if !list.is_empty() && list[at].1.wires.len() == 1 => {
                    let qubit = !list[at].1.wires[0].is_bit();
                    if qubit {
                        circuit.set_gate(list[at].0, Gate::H, &[]);
                        list[at].1.instruction = Instruction::gate(Gate::H, []);
                    }
                }
                _ => {}
            }
            agree(&circuit, &list);
        }
        let before = circuit.clone();
        circuit.compact();
        assert_eq!(circuit, before);
        let renumbered: Vec<_> = circuit
            .iter()
            .zip(list)
            .map(|(op, (_, o))| (op, o))
            .collect();
        agree(&circuit, &renumbered);
    }
}

#[test]
fn equality_ignores_the_order_of_independent_operations() {
    let h = |q| Operation::gate(Gate::H, [], &[q]);
    let cx = Operation::gate(Gate::Cx, [], &[0, 1]);
    let build = |ops: &[Operation]| {
        let mut c = Circuit::new(3, 0);
        for o in ops {
            c.push(o.clone());
        }
        c
    };
    let one = build(&[h(0), h(2), cx.clone(), h(1)]);
    assert_eq!(one, build(&[h(0), cx.clone(), h(1), h(2)]));
    assert_ne!(one, build(&[cx, h(0), h(1), h(2)]));
}

#[test]
fn a_freed_slot_is_used_again() {
    let mut c = Circuit::new(2, 0);
    let a = c.push(Operation::gate(Gate::Rz, [Angle::PI], &[0]));
    c.remove(a);
    assert!(!c.contains(a));
    let b = c.push(Operation::gate(Gate::Rx, [Angle::HALF_PI], &[1]));
    assert_eq!(c.capacity(), 1);
    assert_eq!(c.params(b), &[Angle::HALF_PI]);
}

#[test]
fn barriers_over_wide_registers_stay_linear() {
    let mut c = Circuit::new(2000, 0);
    for _ in 0..500 {
        let wires = (0..2000).map(Wire::qubit);
        c.push(Operation::new(Instruction::bare(Kind::Barrier), wires));
    }
    assert_eq!(c.len(), 500);
    let middle = c.iter().nth(250).unwrap();
    c.remove(middle);
    assert_eq!(c.next_on(c.first(), 1999), c.after(c.first()));
}
