// SPDX-License-Identifier: Apache-2.0
//! Pairs of Toffoli gates that undo each other are written up to a relative phase.
//!
//! CCZ is, in units of T, the phase `a + b + t - (a+b) - (a+t) - (b+t) + (a+b+t)` of the parities of its wires. The four
//! terms with t alone are made by gates that only target t:
//!
//! ```text
//! four = cx(b,t) T' cx(a,t) T cx(b,t) T' cx(a,t) T    =           CS'(a,b) CCZ     (T' is the inverse of T)
//! three = T cx(b,t) T' cx(a,t) T cx(b,t) T'           = CX(a,t)   CS'(a,b) CCZ     its own inverse
//! ```
//!
//! Between a first and a second CCZ on the same wires let there be M. Then CCZ M CCZ is
//!
//! - M, if M commutes with CCZ: every operation of M is diagonal on each of a, b, t that it touches;
//! - `CZ(a,b) M`, if M flips t, does nothing else to it, and commutes with CZ(a,b);
//! - `four^-1 M four`, if M commutes with CS(a,b): every operation of M is diagonal on a and on b, where it touches
//!   them. What it does to t does not matter; it may measure it;
//! - `three M three`, if M commutes with CX(a,t) as well: every operation of M has the axis X on t.
//!
//! The axes are meant between the CCZs; Hadamard gates on a wire exchange X and Z, and a ccx is a CCZ between two of them on
//! its target. Most uncomputations have a target that is only a control in between, which is the last case: 6 cx and 7 T
//! become 3 and 4. (Maslov, "Advantages of using relative-phase Toffoli gates with an application to multiple control
//! Toffoli optimization", Physical Review A 93, 022311, 2016, doi:10.1103/PhysRevA.93.022311.)
//!
//! 1. *Find* ([`recognise`]): ccx, ccz, and the same spelt out in cx and T gates, in one walk.
//! 2. *Pair*, in one round for each form, in order: the newest one on the same wires that is not paired yet, if what is
//!    between allows it. Other CCZs there count as one operation each. A pair that lies within another changes nothing for that. Of two that cross, each
//!    is judged by what the other becomes: `four` is diagonal as CCZ is, `three` is not on t.
//! 3. *Write* both of a pair. One without a partner stays as it is.
//!
//! Cost: O(g) time for g gates: at most [`recognise`]'s 40 operations are read from each cx on, and at most [`BETWEEN`]
//! on each wire of a pair.

mod recognise;
mod write;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{in_blocks, is_discrete, PassError};
use crate::analysis::axes::{axes, may_leave};
use crate::gate::Axis;
use crate::{Circuit, Gate, Op, Target, Wire};
use recognise::{starting_at, Spelt};
use write::write;

/// Operations looked at on a wire between the two of a pair.
const BETWEEN: usize = 512;

/// T gates of each form. A spelt CCZ with fewer, counting those left over, was folded with others; it is left alone.
const ODD: u32 = 4;

/// Write pairs of doubly controlled gates that undo each other with fewer gates, where the target has to spell them out.
pub fn relative_phase_toffoli(circuit: &mut Circuit, target: &Target) -> Result<bool, PassError> {
    let has = |gate| target.gates.contains(gate);
    let native = has(Gate::Ccx) || has(Gate::Ccz);
    let no_t = is_discrete(target) && !(has(Gate::T) && has(Gate::Tdg) && has(Gate::H));
    if native || no_t {
        return Ok(false);
    }
    let kernel = |c: &mut Circuit| Ok(rewrite(c));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(rewrite(circuit) || inside)
}

fn rewrite(circuit: &mut Circuit) -> bool {
    let found = Found::of(circuit);
    let pairs = found.pairs(circuit);
    for (first, second, form) in &pairs {
        write(circuit, &found.list[*first], form, false);
        write(circuit, &found.list[*second], form, true);
    }
    !pairs.is_empty()
}

/// A CCZ: a gate, with Hadamard gates on its target if it is a ccx, or spelt out.
#[derive(Debug)]
struct Toffoli {
    /// Sorted.
    wires: [Wire; 3],
    target: Option<Wire>,
    gate: Op,
    spelt: Option<Spelt>,
    time: u32,
}

impl Toffoli {
    fn axis(&self, wire: Wire) -> Axis {
        match self.target {
            Some(target) if target == wire => Axis::X,
            _ => Axis::Z,
        }
    }

    /// The first and last of its operations on a wire.
    fn ends(&self, circuit: &Circuit, wire: Wire) -> (Op, Op) {
        let Some(spelt) = &self.spelt else {
            return (self.gate, self.gate);
        };
        let on_wire = |op: &&Op| circuit.slot(**op, wire).is_some();
        let first = spelt.ops.iter().find(on_wire);
        let last = spelt.ops.iter().rev().find(on_wire);
        (*first.expect("used"), *last.expect("used"))
    }
}

/// How both of a pair are written, over (a, b, t).
#[derive(Clone, Copy, PartialEq, Debug)]
enum Form {
    Nothing,
    /// Only the second, as CZ of these.
    Flip([Wire; 2]),
    Three([Wire; 3]),
    Four([Wire; 3]),
}

impl Form {
    const LAST_RANK: u8 = 2;

    /// In which round of pairing it is made: the ones that save most come first.
    fn rank(self) -> u8 {
        match self {
            Form::Nothing | Form::Flip(_) => 0,
            Form::Three(_) => 1,
            Form::Four(_) => Form::LAST_RANK,
        }
    }
}

struct Found {
    list: Vec<Toffoli>,
    /// By operation: 1 + index of the CCZ it belongs to.
    part_of: Vec<u32>,
    /// Times of operations that may leave the block of the circuit.
    leaves: Vec<u32>,
}

impl Found {
    fn of(circuit: &Circuit) -> Found {
        let mut time = vec![0; circuit.capacity()];
        for (now, op) in circuit.iter().enumerate() {
            time[op.index()] = now as u32;
        }
        let mut found = Found {
            list: Vec::new(),
            part_of: vec![0; circuit.capacity()],
            leaves: Vec::new(),
        };
        for op in circuit.iter() {
            let now = time[op.index()];
            let target = match circuit.gate(op) {
                Some(Gate::Cx) if found.part_of[op.index()] == 0 => {
                    let taken = |op: Op| found.part_of[op.index()] > 0;
                    match starting_at(circuit, op, &time, &taken) {
                        Some(spelt) if ODD + spelt.odd_rest() <= spelt.odd => {
                            found.add_spelt(spelt, now);
                        }
                        _ => {}
                    }
                    continue;
                }
                Some(Gate::Ccx) => Some(circuit.qubits(op)[2]),
                Some(Gate::Ccz) => None,
                Some(_) => continue,
                None => {
                    if may_leave(circuit, op) {
                        found.leaves.push(now);
                    }
                    continue;
                }
            };
            let mut wires: [Wire; 3] = circuit.qubits(op).try_into().expect("three qubits");
            wires.sort_unstable();
            found.part_of[op.index()] = found.list.len() as u32 + 1;
            found.list.push(Toffoli {
                wires,
                target,
                gate: op,
                spelt: None,
                time: now,
            });
        }
        found
    }

    fn add_spelt(&mut self, spelt: Spelt, time: u32) {
        for op in &spelt.ops {
            self.part_of[op.index()] = self.list.len() as u32 + 1;
        }
        let mut wires = spelt.wires;
        wires.sort_unstable();
        self.list.push(Toffoli {
            wires,
            target: None,
            gate: Op::NONE,
            spelt: Some(spelt),
            time,
        });
    }

    /// Indices of pairs in `list`, earlier one first.
    fn pairs(&self, circuit: &Circuit) -> Vec<(usize, usize, Form)> {
        let mut made = Made {
            pairs: Vec::new(),
            partner: vec![None; self.list.len()],
            pinned: vec![SmallVec::new(); self.list.len()],
        };
        for rank in 0..=Form::LAST_RANK {
            // Those on the same wires that are not paired, newest last.
            let mut waiting: FxHashMap<[Wire; 3], Vec<usize>> = FxHashMap::default();
            for (second, toffoli) in self.list.iter().enumerate() {
                if made.partner[second].is_some() {
                    continue;
                }
                let waiting = waiting.entry(toffoli.wires).or_default();
                let first = waiting.last().copied();
                match first {
                    Some(first) if self.pair(circuit, first, second, rank, &mut made) => {
                        waiting.pop();
                    }
                    _ => waiting.push(second),
                }
            }
        }
        made.pairs
    }

    /// Make a pair, if what is between the two allows a form of this rank.
    fn pair(
        &self,
        circuit: &Circuit,
        first: usize,
        second: usize,
        rank: u8,
        made: &mut Made,
    ) -> bool {
        let (start, end) = (self.list[first].time, self.list[second].time);
        let next_leave = self.leaves.partition_point(|&time| time < start);
        if self.leaves.get(next_leave).is_some_and(|&time| time < end) {
            return false;
        }
        let wires = self.list[first].wires;
        let along = wires.map(|wire| self.between(circuit, first, second, wire, made));
        let not_z: SmallVec<[usize; 3]> = (0..3).filter(|&i| !along[i].z).collect();
        let others = |t: usize| [wires[(t + 1) % 3], wires[(t + 2) % 3]];
        let with_target = |t: usize| [wires[(t + 1) % 3], wires[(t + 2) % 3], wires[t]];
        let form = match *not_z {
            [] => Form::Nothing,
            [t] if along[t].flips => Form::Flip(others(t)),
            [t] if along[t].x && !made.is_pinned(first, second, wires[t]) => {
                Form::Three(with_target(t))
            }
            [t] => Form::Four(with_target(t)),
            _ => return false,
        };
        if form.rank() > rank {
            return false;
        }
        for (wire, along) in wires.iter().zip(&along) {
            if along.z || along.x {
                for &index in &along.met {
                    made.pinned[index].push((*wire, first, second));
                }
            }
        }
        made.pairs.push((first, second, form));
        made.partner[first] = Some((second, form));
        made.partner[second] = Some((first, form));
        true
    }

    /// With which axes everything on a wire between the two commutes.
    fn between(
        &self,
        circuit: &Circuit,
        first: usize,
        second: usize,
        wire: Wire,
        made: &Made,
    ) -> Along {
        let mut along = Along {
            z: true,
            x: true,
            flips: false,
            met: SmallVec::new(),
        };
        let (mut odd, mut only_flips) = (false, true);
        let (from, to) = (&self.list[first], &self.list[second]);
        let (end, _) = to.ends(circuit, wire);
        let (_, mut last) = from.ends(circuit, wire);
        // Whether X and Z are exchanged.
        let mut turned = from.target == Some(wire);
        for _ in 0..BETWEEN {
            let slot = circuit.slot(last, wire).expect("on the wire");
            let op = circuit.next_on(last, slot);
            if op == end {
                let whole = turned == (to.target == Some(wire));
                along.z &= whole;
                along.x &= whole;
                along.flips = whole && only_flips && odd;
                return along;
            }
            last = op;
            let axis = match self.part_of[op.index()] {
                0 if circuit.gate(op) == Some(Gate::H) => {
                    turned = !turned;
                    continue;
                }
                0 => axis_of(circuit, op, wire),
                part => {
                    let index = part as usize - 1;
                    let toffoli = &self.list[index];
                    (_, last) = toffoli.ends(circuit, wire);
                    along.met.push(index);
                    match made.partner[index] {
                        Some((_, Form::Nothing)) => Axis::Any,
                        // Pairs that cross: the other one will be written in its form.
                        Some((partner, Form::Three([.., t])))
                            if t == wire && !(first..second).contains(&partner) =>
                        {
                            Axis::None
                        }
                        // Alone, diagonal in its form too, or all of its pair is in between.
                        _ => toffoli.axis(wire),
                    }
                }
            };
            let (z, x, flip) = match turned {
                false => (Axis::Z, Axis::X, Gate::X),
                true => (Axis::X, Axis::Z, Gate::Z),
            };
            odd = !odd;
            only_flips &= circuit.gate(op) == Some(flip);
            along.z &= axis == z || axis == Axis::Any;
            along.x &= axis == x || axis == Axis::Any;
            if !along.z && !along.x {
                return along;
            }
        }
        (along.z, along.x) = (false, false);
        along
    }
}

/// What has been decided.
struct Made {
    pairs: Vec<(usize, usize, Form)>,
    partner: Vec<Option<(usize, Form)>>,
    /// Wires on which a pair around it counts on its axis, and that pair.
    pinned: Vec<SmallVec<[(Wire, usize, usize); 3]>>,
}

impl Made {
    /// A pair around only one of the two counts on its axis on the wire, so that it may not be written as `three` with
    /// that as target.
    fn is_pinned(&self, first: usize, second: usize, wire: Wire) -> bool {
        let around_one = |&(pinned, from, to): &(Wire, usize, usize)| {
            pinned == wire && !(from < first && second < to)
        };
        let pins = [first, second].map(|i| &self.pinned[i]);
        pins.into_iter().flatten().any(around_one)
    }
}

struct Along {
    z: bool,
    x: bool,
    /// It is an odd number of flips and nothing else.
    flips: bool,
    /// Indices of CCZs on the way.
    met: SmallVec<[usize; 4]>,
}

fn axis_of(circuit: &Circuit, op: Op, wire: Wire) -> Axis {
    let slot = circuit.slot(op, wire).expect("on the wire");
    match circuit.gate(op) {
        Some(gate) => gate.axis(slot),
        None => axes(circuit, op).map_or(Axis::None, |axes| axes[slot]),
    }
}

#[cfg(test)]
mod tests;
