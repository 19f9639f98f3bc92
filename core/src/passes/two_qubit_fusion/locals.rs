// SPDX-License-Identifier: Apache-2.0
//! Gates on single qubits around the two-qubit gates of a block, each written in what its own qubit has.

use super::super::sites::Sites;
use crate::synth::one_qubit::Synthesizer;
use crate::{Gate, Target};

/// The synthesizers of a pair of qubits; those of qubits 0 and 1 at first.
#[derive(Clone)]
pub struct Locals<'a> {
    sites: Sites<'a>,
    kinds: [u16; 2],
}

impl<'a> Locals<'a> {
    pub fn new(target: &'a Target) -> Locals<'a> {
        let sites = Sites::new(target);
        let kinds = [0, 1].map(|q| sites.kind(q));
        Locals { sites, kinds }
    }

    /// From here on for the pair on these qubits of the device.
    pub fn move_to(&mut self, places: [u32; 2]) {
        self.kinds = places.map(|q| self.sites.kind(q));
    }

    /// What writes on a wire of the pair.
    pub fn on(&mut self, wire: usize) -> &mut Synthesizer {
        self.sites.at(self.kinds[wire])
    }

    /// Pulses that a gate on a wire takes.
    pub fn pulses(&self, wire: usize, gate: Gate) -> u32 {
        let synthesizer = self.sites.of_kind(self.kinds[wire]);
        synthesizer.parts(synthesizer.cost(gate)).0
    }

    /// Both write any gate.
    pub fn are_universal(&self) -> bool {
        let mut both = self.kinds.iter();
        both.all(|&kind| self.sites.of_kind(kind).is_universal())
    }
}
