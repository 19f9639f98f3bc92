// SPDX-License-Identifier: Apache-2.0
//! Wires of a mapped circuit on which nothing is and nothing happens: they need no place on the next device.

use crate::circuit::{Circuit, Kind, Layout};
use crate::Wire;

use super::blocks::empty;
use super::placement::FREE;

/// The circuit without its spare wires; `None` if it has none, as every circuit without layouts.
pub fn without_spares(circuit: &Circuit) -> Option<Circuit> {
    let layout = circuit.layout.as_ref()?;
    let mut used = vec![false; circuit.num_qubits()];
    for &wire in layout.initial.iter().chain(&layout.last) {
        used[wire as usize] = true;
    }
    for op in circuit.iter() {
        if circuit.kind(op) != Kind::Barrier {
            circuit
                .qubits(op)
                .iter()
                .for_each(|w| used[w.index()] = true);
        }
    }
    if !used.contains(&false) {
        return None;
    }
    let mut number = vec![FREE; used.len()];
    let mut kept = 0;
    for (number, _) in number.iter_mut().zip(&used).filter(|(_, used)| **used) {
        *number = kept;
        kept += 1;
    }
    let mut out = empty(circuit, kept);
    for op in circuit.iter() {
        let mut operation = circuit.operation(op);
        operation.wires.retain(|w| w.is_bit() || used[w.index()]);
        if operation.wires.is_empty() && !circuit.qubits(op).is_empty() {
            continue;
        }
        for w in operation.wires.iter_mut().filter(|w| !w.is_bit()) {
            *w = Wire::qubit(number[w.index()]);
        }
        out.push(operation);
    }
    let renumbered = |wires: &[u32]| wires.iter().map(|&w| number[w as usize]).collect();
    out.layout = Some(Layout {
        initial: renumbered(&layout.initial),
        last: renumbered(&layout.last),
    });
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Instruction, Operation};
    use crate::Gate;

    #[test]
    fn only_what_is_idle_goes() {
        let mut c = Circuit::new(5, 1);
        let barrier = Instruction::bare(Kind::Barrier);
        c.push(Operation::new(barrier.clone(), [0, 1, 4].map(Wire::qubit)));
        c.push(Operation::new(barrier, [Wire::qubit(0)]));
        c.push(Operation::gate(Gate::Cx, Vec::new(), &[4, 2]));
        assert!(without_spares(&c).is_none());
        c.layout = Some(Layout {
            initial: vec![1],
            last: vec![4],
        });
        let out = without_spares(&c).unwrap();
        assert_eq!((3, 1), (out.num_qubits(), out.num_bits()));
        let wires: Vec<Vec<u32>> = out
            .iter()
            .map(|op| out.qubits(op).iter().map(|w| w.0).collect())
            .collect();
        assert_eq!(vec![vec![0, 2], vec![2, 1]], wires);
        let layout = out.layout.clone().unwrap();
        assert_eq!((vec![0], vec![2]), (layout.initial, layout.last));
        assert!(without_spares(&out).is_none());
    }
}
