// SPDX-License-Identifier: Apache-2.0
//! The routed circuit: every operation on the device qubits of its moment, swaps where the router put them.

use crate::circuit::{Circuit, Layout, Operation};
use crate::{Gate, Op, Wire};

use super::placement::Placement;
use super::reading::Reading;
use super::sabre::Step;
use super::search::Routing;

/// Write a routing of `circuit`, which was read as `reading`, on `device` qubits.
pub fn write(circuit: &Circuit, reading: &Reading, routing: &Routing, device: u32) -> Circuit {
    let mut out = Circuit::new(device, circuit.num_bits() as u32);
    out.name = circuit.name.clone();
    out.bit_registers = circuit.bit_registers.clone();
    out.phase = circuit.phase.clone();
    out.ledger = circuit.ledger.clone();
    out.parameters = circuit.parameters.clone();
    out.sources = circuit.sources.clone();
    out.reserve(circuit.len() + routing.swaps as usize);
    let mut writer = Writer {
        circuit,
        reading,
        out,
        placement: routing.start.clone(),
        left: (0..circuit.num_qubits() as u32)
            .map(|w| reading.problem.stage_size(w, 0))
            .collect(),
    };
    (0..circuit.num_qubits()).for_each(|wire| writer.reach(wire, 0));
    for step in &routing.steps {
        match *step {
            Step::Node(node) => writer.node(node),
            Step::Swap(p, q) => {
                writer.out.push_gate(
                    Gate::Swap,
                    &[],
                    &[Wire::qubit(p), Wire::qubit(q)],
                    Default::default(),
                );
                writer.placement.swap(p, q);
            }
        }
    }
    let (mut out, last) = (writer.out, writer.placement);
    // Program qubits the input had already placed go on from where they were.
    let (initial, end) = match &circuit.layout {
        Some(layout) => (layout.initial.clone(), layout.last.clone()),
        None => {
            let plain: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
            (plain.clone(), plain)
        }
    };
    let at = |wires: Vec<u32>, places: &Placement| {
        wires.iter().map(|&w| places.place[w as usize]).collect()
    };
    out.layout = Some(Layout {
        initial: at(initial, &routing.start),
        last: at(end, &last),
    });
    out
}

struct Writer<'a> {
    circuit: &'a Circuit,
    reading: &'a Reading,
    out: Circuit,
    placement: Placement,
    /// By wire: nodes left in its stage.
    left: Vec<u32>,
}

impl Writer<'_> {
    /// A qubit reaches a stage: what stands before it is written.
    fn reach(&mut self, wire: usize, stage: usize) {
        for &op in &self.reading.before[wire][stage] {
            self.op(op);
        }
    }

    fn node(&mut self, index: u32) {
        for &op in &self.reading.nodes[index as usize] {
            self.op(op);
        }
        let slots = &self.reading.problem.nodes[index as usize].slots;
        for &(wire, stage) in slots.iter().filter(|s| s.0 < self.reading.problem.qubits) {
            let left = &mut self.left[wire as usize];
            *left -= 1;
            if *left == 0 {
                self.left[wire as usize] = self.reading.problem.stage_size(wire, stage + 1);
                self.reach(wire as usize, stage as usize + 1);
            }
        }
    }

    fn op(&mut self, op: Op) {
        let mut operation: Operation = self.circuit.operation(op);
        for w in operation.wires.iter_mut().filter(|w| !w.is_bit()) {
            *w = Wire::qubit(self.placement.place[w.index()]);
        }
        self.out.push(operation);
    }
}
