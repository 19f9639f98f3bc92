// SPDX-License-Identifier: Apache-2.0
//! Windows of cx, cz, swap, x, h and z-rotations are rebuilt with fewer two-qubit gates.
//!
//! One pass over the order, left to right, by two stacks: what is done, and what is to come. At each two-qubit gate a
//! window is collected ([`window`]): gates on a few wires that nothing outside has to stand between. Its network is
//! rebuilt by [`phase_polynomial`](crate::synth::phase_polynomial) and takes the window's place only if it has fewer
//! two-qubit gates. Windows that were seen before, up to the names of their wires and angles, are answered from memory.

mod item;
#[cfg(test)]
mod tests;
mod window;

use rustc_hash::FxHashMap;

use super::rebuilding::uses;
use super::{in_placed_blocks, PassError};
use crate::analysis::spelling::Spelling;
use crate::synth::phase_polynomial::{
    pairs, resynthesise, Couplings, Effort, Step, MAX_COUPLED, MAX_WIRES,
};
use crate::{Angle, Circuit, Gate, Target};
use item::{Item, Writer};
use window::{Collector, Limits, Window};

/// Passes over the circuit, as long as one changes something.
const ROUNDS: usize = 3;

/// States granted for each two-qubit gate that goes: where much is found, more is looked for.
const STATES_PER_GAIN: u64 = 500;

/// What a window costs before any search, as states: this, and a quarter for each item looked at.
const WINDOW_STATES: u64 = 20;

/// Sizes and budgets.
#[derive(Clone, Copy, Debug)]
pub struct Resynthesis {
    /// Most wires of a window, at most 12.
    pub wires: usize,
    /// Most gates of a window.
    pub gates: usize,
    /// States kept at each depth of the search.
    pub width: usize,
    /// States scored for a circuit of any size; each two-qubit gate that goes grants some more.
    pub states: u64,
}

/// Rebuild windows where that takes fewer two-qubit gates.
pub fn phase_polynomial_resynthesis(
    circuit: &mut Circuit,
    target: Option<&Target>,
    options: Resynthesis,
) -> Result<bool, PassError> {
    if !(2..=MAX_WIRES).contains(&options.wires) {
        return Err(PassError::BadOption {
            option: "wires",
            reason: format!("{} is not from 2 to {MAX_WIRES}", options.wires),
        });
    }
    let spelling = Spelling::of(circuit, target);
    let device = target.filter(|t| is_routed(circuit, t)).map(Device::of);
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| {
        let place = device.as_ref().map(|device| (device, places));
        Ok(resynthesise_windows(c, &spelling, place, options))
    };
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(kernel(circuit, &wires)? || inside)
}

/// The circuit lies on the target's couplings, and is to stay there.
fn is_routed(circuit: &Circuit, target: &Target) -> bool {
    target.pairs.is_some()
        && circuit.iter().all(|op| match *circuit.qubits(op) {
            [a, b] if circuit.kind(op).is_unitary() => target.coupled(a.0, b.0),
            _ => true,
        })
}

/// A device that the circuit lies on.
struct Device<'a> {
    target: &'a Target,
    /// A swap takes three cx, and may as well be those.
    spelt_swaps: bool,
}

impl Device<'_> {
    fn of(target: &Target) -> Device<'_> {
        let [cx, swap] = [Gate::Cx, Gate::Swap].map(|gate| uses(target, gate));
        Device {
            target,
            spelt_swaps: cx.zip(swap).is_none_or(|(cx, swap)| 3 * cx <= swap),
        }
    }
}

/// `device`, and its qubits under those of the circuit.
fn resynthesise_windows(
    circuit: &mut Circuit,
    spelling: &Spelling,
    device: Option<(&Device, &[u32])>,
    options: Resynthesis,
) -> bool {
    let mut items: Vec<Item> = circuit.iter().map(|op| Item::of(circuit, op)).collect();
    let worth = items.iter().filter(|i| i.is_pair()).count() > 1;
    let Some(writer) = Writer::new(spelling).filter(|_| worth) else {
        return false;
    };
    let mut effort = Effort {
        width: options.width,
        left: options.states,
    };
    let mut phase = Angle::ZERO;
    let mut memory = Memory::default();
    let mut changed = false;
    for _ in 0..ROUNDS {
        let mut sweep = Sweep {
            circuit,
            writer: &writer,
            device,
            limits: Limits {
                wires: match device {
                    Some(_) => options.wires.min(MAX_COUPLED),
                    None => options.wires,
                },
                gates: options.gates,
            },
            phase: &mut phase,
            memory: &mut memory,
            effort: &mut effort,
            changed: false,
        };
        items = sweep.run(items);
        if !sweep.changed {
            break;
        }
        changed = true;
    }
    if changed {
        *circuit = writer.rebuild(circuit, &items);
        circuit.add_phase(&phase);
    }
    changed
}

/// Most windows remembered: some 20 MB.
const MEMORY: usize = 1 << 16;

/// Answers to windows: the new network, if there is a better one.
type Memory = FxHashMap<(usize, Option<Couplings>, Vec<Step>), Option<Vec<Step>>>;

struct Sweep<'a> {
    circuit: &'a Circuit,
    writer: &'a Writer,
    device: Option<(&'a Device<'a>, &'a [u32])>,
    limits: Limits,
    phase: &'a mut Angle,
    memory: &'a mut Memory,
    effort: &'a mut Effort,
    changed: bool,
}

impl Sweep<'_> {
    fn run(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut done = Vec::with_capacity(items.len());
        let mut coming = items;
        coming.reverse();
        let mut collector = Collector::new(self.circuit);
        while let Some(&item) = coming.last() {
            if item.is_pair() && self.effort.left > 0 {
                let window = collector.collect(&coming, self.limits);
                self.effort.spend(WINDOW_STATES + window.scanned as u64 / 4);
                if self.rebuild(&window, &mut coming) {
                    self.changed = true;
                    continue;
                }
            }
            coming.pop();
            done.push(item);
        }
        done
    }

    /// Put a better network in the place of a window; says whether there was one.
    fn rebuild(&mut self, window: &Window, coming: &mut Vec<Item>) -> bool {
        if window.pairs < 2 {
            return false;
        }
        let spelt_swaps = self.device.is_some_and(|(device, _)| device.spelt_swaps);
        let network = window.network(self.circuit, spelt_swaps);
        let stands = pairs(&network.steps);
        let wires = window.wires.len();
        let couplings = self.device.map(|(device, places)| {
            let place = |q: usize| places[window.wires[q] as usize];
            Couplings::of(wires, |a, b| device.target.coupled(place(a), place(b)))
        });
        let key = (wires, couplings, network.steps.clone());
        let answer = match self.memory.get(&key) {
            Some(answer) => answer.clone(),
            None => {
                let answer = resynthesise(
                    wires,
                    &network.steps,
                    self.writer.palette(),
                    couplings.as_ref(),
                    self.effort,
                );
                let answer = answer.filter(|steps| self.writer.can_write(steps));
                if self.memory.len() < MEMORY {
                    self.memory.insert(key, answer.clone());
                }
                answer
            }
        };
        let Some(steps) = answer else {
            return false;
        };
        let gain = stands - pairs(&steps);
        self.effort.left += STATES_PER_GAIN * gain as u64;
        let items = self.writer.items(&steps, &network, window);
        *self.phase = self.phase.add(&network.phase).modulo(2);
        coming.truncate(coming.len() - window.scanned);
        coming.extend(window.after.iter().rev());
        coming.extend(items.iter().rev());
        coming.extend(window.before.iter().rev());
        true
    }
}
