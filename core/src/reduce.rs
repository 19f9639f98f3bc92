// SPDX-License-Identifier: Apache-2.0
//! Smaller circuits from a circuit: the steps by which a failing one is reduced.
//!
//! Operations are numbered in the order they are written, the operations of a block after their owner. None of
//! the steps keeps the circuit's meaning; whoever searches decides which results still fail.

use std::convert::Infallible;
use std::sync::Arc;

use crate::circuit::{Block, Instruction, Operation, Payload};
use crate::{Angle, Circuit, Wire};

/// What becomes of the operation of a number; its blocks have been rewritten already.
type Rewrite<'a> = dyn FnMut(usize, Operation) -> Vec<Operation> + 'a;

/// Number of operations, those of blocks included.
pub fn size(circuit: &Circuit) -> usize {
    let mut count = 0;
    rewritten(circuit, &mut 0, &mut |_, o| {
        count += 1;
        vec![o]
    });
    count
}

/// Only the operations with `keep[number]`; what is missing at the end is dropped.
pub fn kept(circuit: &Circuit, keep: &[bool]) -> Circuit {
    rewritten(circuit, &mut 0, &mut |number, o| match keep.get(number) {
        Some(true) => vec![o],
        _ => Vec::new(),
    })
}

/// Control flow number `number` replaced by the content of its block number `block`. `None` if it has none.
pub fn hoisted(circuit: &Circuit, number: usize, block: usize) -> Option<Circuit> {
    let mut found = false;
    let out = rewritten(circuit, &mut 0, &mut |n, o| {
        let content = (n == number)
            .then(|| blocks(&o.instruction).into_iter().nth(block))
            .flatten();
        let Some(content) = content else {
            return vec![o];
        };
        found = true;
        let qubits = o.wires.iter().take_while(|w| !w.is_bit()).count();
        let body = content.to_circuit(qubits as u32, (o.wires.len() - qubits) as u32);
        body.iter()
            .map(|op| {
                let mut inner = body.operation(op);
                for w in &mut inner.wires {
                    *w = o.wires[w.index() + if w.is_bit() { qubits } else { 0 }];
                }
                inner
            })
            .collect()
    });
    found.then_some(out)
}

/// Angles of library gates, those under controls included, with the number of their operation.
pub fn angles(circuit: &Circuit) -> Vec<(usize, usize, Angle)> {
    let mut list = Vec::new();
    rewritten(circuit, &mut 0, &mut |number, o| {
        let own = gate_of(&o.instruction).params.iter().cloned().enumerate();
        list.extend(own.map(|(k, angle)| (number, k, angle)));
        vec![o]
    });
    list
}

/// Angle `k` of operation `number` changed.
pub fn with_angle(circuit: &Circuit, number: usize, k: usize, angle: &Angle) -> Circuit {
    rewritten(circuit, &mut 0, &mut |n, mut o| {
        if n == number {
            o.instruction = changed(&o.instruction, k, angle);
        }
        vec![o]
    })
}

/// Without the qubits and bits that no operation uses. Layouts stay right only where there are none.
pub fn narrowed(circuit: &Circuit) -> Circuit {
    let mut qubits = vec![None; circuit.num_qubits()];
    let mut bits = vec![None; circuit.num_bits()];
    let used = circuit.iter().flat_map(|op| circuit.wires(op));
    for w in used {
        match w.is_bit() {
            true => bits[w.index()] = Some(0),
            false => qubits[w.index()] = Some(0),
        }
    }
    let count = |list: &mut Vec<Option<u32>>| {
        let mut next = 0;
        for number in list.iter_mut().flatten() {
            *number = next;
            next += 1;
        }
        next
    };
    let mut out = Circuit::new(count(&mut qubits), count(&mut bits));
    out.phase = circuit.phase.clone();
    out.parameters = circuit.parameters.clone();
    for op in circuit.iter() {
        let mut o = circuit.operation(op);
        for w in &mut o.wires {
            *w = match w.is_bit() {
                true => Wire::bit(bits[w.index()].expect("used")),
                false => Wire::qubit(qubits[w.index()].expect("used")),
            };
        }
        out.push(o);
    }
    out
}

fn rewritten(circuit: &Circuit, number: &mut usize, f: &mut Rewrite) -> Circuit {
    let mut out = circuit.empty_like();
    out.phase = circuit.phase.clone();
    for op in circuit.iter() {
        let mut o = circuit.operation(op);
        let own = *number;
        *number += 1;
        let qubits = circuit.qubits(op).len() as u32;
        let bits = circuit.bits(op).len() as u32;
        let mut inside = |b: &Block| {
            let body = rewritten(&b.to_circuit(qubits, bits), number, f);
            Ok::<_, Infallible>(Block::body(body))
        };
        if let Some(payload) = o.instruction.payload.as_deref() {
            let payload = payload.with_blocks(&mut inside);
            o.instruction.payload = Some(Arc::new(payload.unwrap_or_else(|no| match no {})));
        }
        for new in f(own, o) {
            out.push(new);
        }
    }
    out
}

fn blocks(instruction: &Instruction) -> Vec<Block> {
    let payload = instruction.payload.as_deref();
    payload.map_or_else(Vec::new, |p| p.blocks().cloned().collect())
}

/// The gate under the controls.
fn gate_of(instruction: &Instruction) -> &Instruction {
    match instruction.payload.as_deref() {
        Some(Payload::Controlled { base, .. }) => gate_of(base),
        _ => instruction,
    }
}

fn changed(instruction: &Instruction, k: usize, angle: &Angle) -> Instruction {
    if let Some(Payload::Controlled { polarity, base }) = instruction.payload.as_deref() {
        return changed(base, k, angle).controlled(polarity);
    }
    let mut out = instruction.clone();
    if let Some(own) = out.params.get_mut(k) {
        *own = angle.clone();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Condition, Kind};
    use crate::Gate;

    /// h 1; if (c[0]) { x 1; rz(0.5) 1 }; cx 1, 2
    fn sample() -> Circuit {
        let mut body = Circuit::new(1, 1);
        body.push(Operation::gate(Gate::X, [], &[0]));
        body.push(Operation::gate(Gate::Rz, [Angle::radians(0.5)], &[0]));
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then: Block::body(body),
            otherwise: None,
        };
        let mut c = Circuit::new(4, 1);
        c.push(Operation::gate(Gate::H, [], &[1]));
        c.push(Operation::new(
            Instruction::with(Kind::If, payload),
            [Wire::qubit(1), Wire::bit(0)],
        ));
        c.push(Operation::gate(Gate::Cx, [], &[1, 2]));
        c
    }

    fn names(c: &Circuit) -> Vec<Option<Gate>> {
        c.iter().map(|op| c.gate(op)).collect()
    }

    #[test]
    fn operations_of_blocks_are_dropped_one_by_one() {
        let c = sample();
        assert_eq!(5, size(&c));
        assert_eq!(c, kept(&c, &[true; 5]));
        let without_x = kept(&c, &[true, true, false, true, false]);
        assert_eq!(3, size(&without_x));
        assert_eq!(vec![(2, 0, Angle::radians(0.5))], angles(&without_x));
    }

    #[test]
    fn a_block_takes_the_place_of_its_owner() {
        let c = hoisted(&sample(), 1, 0).unwrap();
        let expected = vec![Some(Gate::H), Some(Gate::X), Some(Gate::Rz), Some(Gate::Cx)];
        assert_eq!(expected, names(&c));
        assert_eq!(None, hoisted(&sample(), 0, 0));
        assert_eq!(None, hoisted(&sample(), 1, 1));
    }

    #[test]
    fn angles_change_inside_blocks() {
        let c = with_angle(&sample(), 3, 0, &Angle::PI);
        assert_eq!(vec![(3, 0, Angle::PI)], angles(&c));
    }

    #[test]
    fn unused_wires_go() {
        let c = narrowed(&hoisted(&sample(), 1, 0).unwrap());
        assert_eq!((2, 0), (c.num_qubits(), c.num_bits()));
        assert_eq!(&[Wire::qubit(0), Wire::qubit(1)], c.wires(c.last()));
    }
}
