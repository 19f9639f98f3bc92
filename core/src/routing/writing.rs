// SPDX-License-Identifier: Apache-2.0
//! The routed circuit: every operation on the device qubits of its moment, swaps where the router put them.

use crate::circuit::{Circuit, Layout};
use crate::{Gate, Op, Wire};

use super::blocks::{empty, moved, Inside};
use super::placement::Placement;
use super::reading::Reading;
use super::sabre::Step;
use super::search::Routing;

/// Write a routing of `circuit`, which was read as `reading`, with its layouts.
pub fn write(circuit: &Circuit, reading: &Reading, routing: &Routing, inside: &Inside) -> Circuit {
    let (mut out, last) = write_steps(circuit, reading, routing, inside);
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

/// As [`write`], for a block, which has no layouts of its own.
pub fn write_body(
    body: &Circuit,
    reading: &Reading,
    routing: &Routing,
    inside: &Inside,
) -> Circuit {
    write_steps(body, reading, routing, inside).0
}

/// The operations, and where program qubits are in the end.
fn write_steps(
    circuit: &Circuit,
    reading: &Reading,
    routing: &Routing,
    inside: &Inside,
) -> (Circuit, Placement) {
    let mut out = empty(circuit, inside.coupling.qubits());
    out.reserve(circuit.len() + routing.swaps as usize);
    let mut writer = Writer {
        circuit,
        reading,
        inside,
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
                let wires = [Wire::qubit(p), Wire::qubit(q)];
                writer
                    .out
                    .push_gate(Gate::Swap, &[], &wires, Default::default());
                writer.placement.swap(p, q);
            }
        }
    }
    (writer.out, writer.placement)
}

struct Writer<'a> {
    circuit: &'a Circuit,
    reading: &'a Reading,
    inside: &'a Inside<'a>,
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
        let operation = moved(self.circuit, op, &self.placement, self.inside);
        self.out.push(operation);
    }
}
