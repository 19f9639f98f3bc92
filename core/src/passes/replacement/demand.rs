// SPDX-License-Identifier: Apache-2.0
//! What a mapped circuit asks of the places it lies on.

use rustc_hash::FxHashMap;

use crate::circuit::nesting::with_room;
use crate::circuit::{Block, Instruction, Kind, Payload};
use crate::timing::{has_durations, usage, Clock};
use crate::{Circuit, Gate, Target, Wire};

/// Gates counted by wire and by pair; blocks count as often as they run, bodies of `while` once.
#[derive(Default)]
pub struct Demand {
    /// By wire: anything happens to it.
    pub used: Vec<bool>,
    /// By wire: it may not be moved, for what acts on it speaks of this place or is not known.
    pub held: Vec<bool>,
    /// By wire: gates with how often.
    pub alone: Vec<FxHashMap<Gate, f64>>,
    pub measured: Vec<f64>,
    /// By wire: how long it waits, in ns, where it is now; 0 where that is not known.
    pub idle: Vec<f64>,
    /// By pair, lower wire first: gate, and whether its first operand is the lower wire, with how often.
    pub pairs: FxHashMap<(u32, u32), FxHashMap<(Gate, bool), f64>>,
    /// A gate that is native nowhere on the target, be it for its angle or for its kind.
    pub foreign: bool,
}

impl Demand {
    pub fn of(circuit: &Circuit, target: &Target) -> Demand {
        let wires = circuit.num_qubits();
        let mut demand = Demand {
            used: vec![false; wires],
            held: vec![false; wires],
            alone: vec![FxHashMap::default(); wires],
            measured: vec![0.0; wires],
            idle: idle(circuit, target),
            ..Demand::default()
        };
        let plain: Vec<u32> = (0..wires as u32).collect();
        with_room(circuit, || demand.read(circuit, &plain, 1.0, target));
        demand
    }

    /// Count a circuit whose qubit i lies on `wires[i]` and that runs `times` times.
    fn read(&mut self, circuit: &Circuit, wires: &[u32], times: f64, target: &Target) {
        for op in circuit.iter() {
            let on: Vec<u32> = circuit
                .qubits(op)
                .iter()
                .map(|w| wires[w.index()])
                .collect();
            let bits = circuit.wires(op).len() - on.len();
            self.count(&circuit.instruction(op), &on, bits, times, target);
        }
    }

    fn count(
        &mut self,
        instruction: &Instruction,
        on: &[u32],
        bits: usize,
        times: f64,
        target: &Target,
    ) {
        if instruction.kind != Kind::Barrier {
            on.iter().for_each(|&w| self.used[w as usize] = true);
        }
        match (instruction.kind, instruction.payload.as_deref()) {
            (Kind::Gate(gate), _) => {
                let angle = instruction.params.first();
                let in_range = match (target.range(gate), angle) {
                    (Some(range), Some(angle)) => range.holds(angle),
                    _ => true,
                };
                self.foreign |= !in_range;
                match *on {
                    [] => {}
                    [w] => *self.alone[w as usize].entry(gate).or_default() += times,
                    [a, b] => {
                        let entry = self.pairs.entry((a.min(b), a.max(b))).or_default();
                        *entry.entry((gate, a < b)).or_default() += times;
                    }
                    _ => self.foreign |= target.pairs.is_some() || !target.gates.contains(gate),
                }
            }
            (Kind::Measure, _) => self.measured[on[0] as usize] += times,
            (Kind::Barrier | Kind::Reset | Kind::Delay, _) => {}
            (
                _,
                Some(
                    payload @ (Payload::If { .. }
                    | Payload::For { .. }
                    | Payload::While { .. }
                    | Payload::Switch { .. }),
                ),
            ) => {
                let times = match payload {
                    Payload::For { values, .. } => times * values.len() as f64,
                    _ => times,
                };
                for block in payload.blocks() {
                    self.count_block(block, on, bits, times, target);
                }
            }
            _ => on.iter().for_each(|&w| self.held[w as usize] = true),
        }
    }

    fn count_block(&mut self, block: &Block, on: &[u32], bits: usize, times: f64, target: &Target) {
        match block {
            Block::Single { instruction, .. } => self.count(instruction, on, 0, times, target),
            Block::Body(body) => {
                debug_assert_eq!((on.len(), bits), (body.num_qubits(), body.num_bits()));
                self.read(body, on, times, target);
            }
        }
    }
}

fn idle(circuit: &Circuit, target: &Target) -> Vec<f64> {
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let clock = Clock::FINE;
    let here = target.qubits == Some(wires.len() as u32) && has_durations(target);
    match here.then(|| with_room(circuit, || usage(circuit, target, &wires, clock))) {
        Some(Ok((all, _))) => all.iter().map(|u| clock.ns(u.idle())).collect(),
        _ => vec![0.0; wires.len()],
    }
}

/// Calibration text names places of its own, on no wire.
pub fn speaks_of_places(circuit: &Circuit) -> bool {
    circuit.iter().any(|op| {
        circuit.kind(op) == Kind::Pulse && circuit.qubits(op).iter().all(|w: &Wire| w.is_bit())
    })
}
