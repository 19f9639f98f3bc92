// SPDX-License-Identifier: Apache-2.0
//! Which windows get which sequence, so that couplings between waiting neighbours average out as well.
//!
//! Half turns flip the sign of the noise a qubit sees. Colours are sign functions of a window taken as one turn of a clock:
//! colour 0 is the square wave with the sign of a cosine, colour 1 that of a sine, colours 2 and 3 those of twice the
//! frequency (Walsh functions). Each averages to zero, and so does the product of any two: the coupling between two
//! qubits of different colours, whose windows coincide, is undone to first order. Where windows only overlap it is
//! undone in part.
//!
//! An echoed gate (`ecr`) turns its first qubit over halfway: a window of colour 1 that is there already.
//!
//! Windows are coloured as they start, greedily: the colour that shares the least time with coupled neighbours
//! of the same colour, of those the one the qubit has in a two-colouring of the device (most devices have one, and two
//! colours are then enough), then the first, which has the fewest pulses.

use std::collections::VecDeque;

use crate::target::Target;
use crate::Wire;

/// A sign function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub u8);

const COLOURS: u8 = 4;

impl Colour {
    /// That of a gate that turns its qubit over halfway.
    const ECHO: Colour = Colour(1);

    /// How often the sequence is repeated.
    pub fn rounds(self) -> i64 {
        1 << (self.0 / 2)
    }

    /// `rest` ticks of waiting shared out around `count` turns, one wait more than turns: turns at 1/2n, 3/2n, ... of the
    /// window or at 1/n, 2/n, ..., 1. Waits are multiples of `grain` but for what is left over, in the last one.
    pub fn waits(self, rest: i64, count: i64, grain: i64) -> Vec<i64> {
        let shift = i64::from(self.0 % 2);
        let mut waits = Vec::with_capacity(count as usize + 1);
        let mut before = 0;
        for turn in 0..count {
            let exact = i128::from(rest) * i128::from(2 * turn + 1 + shift);
            let nearest = (exact / i128::from(2 * count) + i128::from(grain / 2)) as i64;
            let until = (nearest / grain * grain).min(rest / grain * grain);
            waits.push(until - before);
            before = until;
        }
        waits.push(rest - before);
        waits
    }
}

/// What is known of a device's couplings.
pub struct Stagger {
    /// Neighbours of each qubit, ascending; empty where sequences are not staggered, or couplings not known.
    neighbours: Vec<Vec<u32>>,
    /// A two-colouring where there is one.
    parity: Vec<u8>,
}

impl Stagger {
    pub fn new(target: &Target, staggered: bool) -> Stagger {
        let qubits = target.qubits.unwrap_or(0) as usize;
        let mut neighbours = vec![Vec::new(); qubits];
        for &(a, b) in target
            .pairs
            .iter()
            .filter(|_| staggered)
            .flat_map(|p| p.keys())
        {
            neighbours[a as usize].push(b);
            neighbours[b as usize].push(a);
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        let parity = parities(&neighbours);
        Stagger { neighbours, parity }
    }

    /// For a circuit whose wires are these qubits of the device.
    pub fn placed<'a>(&'a self, wires: &'a [u32]) -> Chosen<'a> {
        let mut wire_of = vec![None; self.neighbours.len()];
        for (wire, &qubit) in wires.iter().enumerate() {
            if let Some(slot) = wire_of.get_mut(qubit as usize) {
                *slot = Some(wire as u32);
            }
        }
        Chosen {
            stagger: self,
            wires,
            wire_of,
            windows: vec![Vec::new(); wires.len()],
            echoes: vec![Vec::new(); wires.len()],
        }
    }
}

/// Distances from the least qubit of each part of the device, modulo 2.
fn parities(neighbours: &[Vec<u32>]) -> Vec<u8> {
    let mut parity = vec![None; neighbours.len()];
    let mut queue = VecDeque::new();
    for first in 0..neighbours.len() {
        if parity[first].is_none() {
            parity[first] = Some(0);
            queue.push_back(first);
        }
        while let Some(q) = queue.pop_front() {
            let other = parity[q].map(|p| 1 - p);
            for &next in &neighbours[q] {
                if parity[next as usize].is_none() {
                    parity[next as usize] = other;
                    queue.push_back(next as usize);
                }
            }
        }
    }
    parity.into_iter().map(|p| p.unwrap_or(0)).collect()
}

/// The colours given so far.
pub struct Chosen<'a> {
    stagger: &'a Stagger,
    wires: &'a [u32],
    wire_of: Vec<Option<u32>>,
    /// Windows of each wire, as they start.
    windows: Vec<Vec<(i64, i64, Colour)>>,
    /// Echoed gates of each wire, as they start.
    echoes: Vec<Vec<(i64, i64)>>,
}

impl Chosen<'_> {
    /// A gate turns the wire over halfway; it starts no earlier than those told before.
    pub fn echo(&mut self, wire: Wire, start: i64, end: i64) {
        self.echoes[wire.index()].push((start, end));
    }

    /// A colour for a window that starts no earlier than those before; `None` if none fits.
    pub fn choose(
        &mut self,
        wire: Wire,
        start: i64,
        end: i64,
        fits: &dyn Fn(Colour) -> bool,
    ) -> Option<Colour> {
        let qubit = self.wires[wire.index()] as usize;
        let no_one = Vec::new();
        let neighbours = self.stagger.neighbours.get(qubit).unwrap_or(&no_one);
        let mut shared = [0i64; COLOURS as usize];
        for &next in neighbours {
            let Some(other) = self.wire_of[next as usize] else {
                continue;
            };
            let windows = self.windows[other as usize].iter().rev();
            for &(from, to, colour) in windows.take_while(|w| w.1 > start) {
                shared[colour.0 as usize] += to.min(end) - from.max(start);
            }
            let echoes = &self.echoes[other as usize];
            let over = echoes.partition_point(|e| e.1 <= start);
            for &(from, to) in echoes[over..].iter().take_while(|e| e.0 < end) {
                shared[Colour::ECHO.0 as usize] += to.min(end) - from.max(start);
            }
        }
        let colours = match neighbours.is_empty() {
            true => 1,
            false => COLOURS,
        };
        let parity = self.stagger.parity.get(qubit).copied().unwrap_or(0);
        let colour = (0..colours)
            .map(Colour)
            .filter(|&c| fits(c))
            .min_by_key(|c| (shared[c.0 as usize], c.0 != parity, c.0))?;
        self.windows[wire.index()].push((start, end, colour));
        Some(colour)
    }
}
