// SPDX-License-Identifier: Apache-2.0
//! Where a circuit of cx, cz, x and T gates contains a doubly controlled Z, spelt out.
//!
//! From each cx on, operations are read along its two wires and a third, which is that of the first cx that
//! leaves the two. They are kept as affine forms of the inputs, and the phase as a table f over the eight basis states, in
//! units of pi/4. A block is found when the forms are the inputs again and
//!
//! ```text
//! f(x) = f(0) + l_0 x_0 + l_1 x_1 + l_2 x_2 + 4 x_0 x_1 x_2     (mod 8)
//! ```
//!
//! so it is a ccz, and the rotations `l` of its wires.

use crate::analysis::family::{membership, Turn};
use crate::{Circuit, Gate, Op, Wire};

/// Two-qubit gates of the longest spelling looked at, and of the shortest there is.
const MOST_PAIRS: u32 = 8;
const FEWEST_PAIRS: u32 = 6;
/// Operations read from one cx on.
const MOST_OPS: usize = 40;

/// A ccz spelt out.
#[derive(Clone, Debug)]
pub struct Spelt {
    pub wires: [Wire; 3],
    /// In order.
    pub ops: Vec<Op>,
    /// Rotations beside the ccz, by wire, in units of pi/4.
    pub rest: [u8; 3],
    /// Global phase beside it, in units of pi/8.
    pub phase: i32,
    /// Rotations by odd multiples of pi/4 among the operations.
    pub odd: u32,
    /// The one of `ops` in whose place in the order the block can be written.
    pub anchor: Op,
}

impl Spelt {
    /// T gates beside the ccz.
    pub fn odd_rest(&self) -> u32 {
        self.rest.iter().map(|k| u32::from(k % 2)).sum()
    }
}

/// The spelling that starts with `first`, a cx. `time` orders operations; `taken` ones are not used.
pub fn starting_at(
    circuit: &Circuit,
    first: Op,
    time: &[u32],
    taken: &dyn Fn(Op) -> bool,
) -> Option<Spelt> {
    let mut read = Reading::new(circuit.qubits(first));
    let mut next = first;
    loop {
        if taken(next) || read.ops.len() == MOST_OPS || !read.take(circuit, next) {
            return None;
        }
        if read.is_ccz() {
            read.take_rotations(circuit, taken);
            return read.finish(circuit, time);
        }
        next = read.following(circuit, time)?;
    }
}

struct Reading {
    wires: Vec<Wire>,
    /// Last operation read, by wire.
    last: [Op; 3],
    ops: Vec<Op>,
    /// Value of each wire: bits 0 to 2 are inputs, bit 3 is 1.
    forms: [u8; 3],
    /// In units of pi/4, by basis state of the inputs.
    phases: [u8; 8],
    /// In units of pi/8, for every state.
    global: i32,
    pairs: u32,
    odd: u32,
}

impl Reading {
    fn new(wires: &[Wire]) -> Reading {
        Reading {
            wires: wires.to_vec(),
            last: [Op::NONE; 3],
            ops: Vec::new(),
            forms: [1, 2, 4],
            phases: [0; 8],
            global: 0,
            pairs: 0,
            odd: 0,
        }
    }

    /// Position of a wire; a third one is adopted.
    fn position(&mut self, wire: Wire) -> Option<usize> {
        let known = self.wires.iter().position(|&w| w == wire);
        if known.is_none() && self.wires.len() < 3 {
            self.wires.push(wire);
            return Some(2);
        }
        known
    }

    /// Read an operation. False where it has no place in such a block.
    fn take(&mut self, circuit: &Circuit, op: Op) -> bool {
        let Some(gate) = circuit.gate(op) else {
            return false;
        };
        let qubits = circuit.qubits(op);
        let mut at = [0; 2];
        if qubits.len() > 2 {
            return false;
        }
        for (place, &wire) in at.iter_mut().zip(qubits) {
            match self.position(wire) {
                Some(position) => *place = position,
                None => return false,
            }
        }
        let [a, b] = at;
        match gate {
            Gate::Cx => self.forms[b] ^= self.forms[a],
            Gate::Cz => self.add_phase(4, |forms, x| value(forms[a], x) & value(forms[b], x)),
            Gate::X => self.forms[a] ^= 8,
            _ => {
                let Some((k, global)) = eighths(circuit, op) else {
                    return false;
                };
                self.odd += u32::from(k % 2);
                self.global += global;
                self.add_phase(k, |forms, x| value(forms[a], x));
            }
        }
        self.pairs += u32::from(qubits.len() == 2);
        for &position in &at[..qubits.len()] {
            self.last[position] = op;
        }
        self.ops.push(op);
        self.pairs <= MOST_PAIRS
    }

    fn add_phase(&mut self, eighths: u8, of: impl Fn(&[u8; 3], u8) -> u8) {
        for x in 0..8 {
            let phase = &mut self.phases[usize::from(x)];
            *phase = (*phase + eighths * of(&self.forms, x)) % 8;
        }
    }

    /// The earliest operation after those read.
    fn following(&self, circuit: &Circuit, time: &[u32]) -> Option<Op> {
        let next = |position: usize| self.next_on(circuit, position);
        (0..self.wires.len())
            .filter_map(next)
            .min_by_key(|op| time[op.index()])
    }

    fn next_on(&self, circuit: &Circuit, position: usize) -> Option<Op> {
        let last = self.last[position].some()?;
        let slot = circuit.slot(last, self.wires[position])?;
        circuit.next_on(last, slot).some()
    }

    fn is_ccz(&self) -> bool {
        if self.pairs < FEWEST_PAIRS || self.forms != [1, 2, 4] {
            return false;
        }
        let f = |x: usize| i32::from(self.phases[x]);
        let pair = |i: usize, j: usize| f(i | j) - f(i) - f(j) + f(0);
        let triple = f(7) - f(0) - (1..3).map(|i| f(1 << i) - f(0)).sum::<i32>() - (f(1) - f(0));
        let pairs = [pair(1, 2), pair(1, 4), pair(2, 4)];
        pairs.iter().all(|q| q % 8 == 0) && (triple - 4) % 8 == 0
    }

    /// Take in rotations before and after the block that belong to the ones left over: they make those smaller.
    fn take_rotations(&mut self, circuit: &Circuit, taken: &dyn Fn(Op) -> bool) {
        let fits = |rest: u8, op: Op| {
            let size = |k: u8| k.min(8 - k);
            let sum = (rest + eighths(circuit, op)?.0) % 8;
            (!taken(op) && size(sum) < size(rest)).then_some(sum)
        };
        for position in 0..3 {
            while let Some(op) = previous(circuit, &self.ops, self.wires[position]).some() {
                let Some(sum) = fits(self.rest(position), op) else {
                    break;
                };
                let added = 8 + sum - self.rest(position);
                self.odd += u32::from(added % 2);
                self.global += eighths(circuit, op).map_or(0, |(_, global)| global);
                for x in (0..8).filter(|x| x >> position & 1 == 1) {
                    self.phases[x] = (self.phases[x] + added) % 8;
                }
                self.ops.insert(0, op);
            }
            while let Some(op) = self.next_on(circuit, position) {
                if fits(self.rest(position), op).is_none() || !self.take(circuit, op) {
                    break;
                }
            }
        }
    }

    /// l of a wire.
    fn rest(&self, position: usize) -> u8 {
        (8 + self.phases[1 << position] - self.phases[0]) % 8
    }

    /// The block, if it can be written at one place: everything before it on its wires comes before everything after it.
    fn finish(self, circuit: &Circuit, time: &[u32]) -> Option<Spelt> {
        let wires: [Wire; 3] = self.wires.as_slice().try_into().ok()?;
        let at = |op: Op| time[op.index()];
        let after = (0..3).filter_map(|i| self.next_on(circuit, i).map(at));
        let end = after.min().unwrap_or(u32::MAX);
        let before = wires.map(|w| previous(circuit, &self.ops, w));
        let start = before.into_iter().filter_map(Op::some).map(at).max();
        let anchor = self.ops.iter().rev().copied().find(|&op| at(op) < end)?;
        start.is_none_or(|start| start < at(anchor)).then(|| Spelt {
            wires,
            rest: [self.rest(0), self.rest(1), self.rest(2)],
            phase: 2 * i32::from(self.phases[0]) + self.global,
            odd: self.odd,
            ops: self.ops,
            anchor,
        })
    }
}

/// The operation before `ops` on a wire.
pub fn previous(circuit: &Circuit, ops: &[Op], wire: Wire) -> Op {
    let slot_of_first = ops
        .iter()
        .find_map(|&op| Some((op, circuit.slot(op, wire)?)));
    let (op, slot) = slot_of_first.expect("every wire of a block is used");
    circuit.prev_on(op, slot)
}

fn value(form: u8, x: u8) -> u8 {
    (form & (x | 8)).count_ones() as u8 % 2
}

/// `k` in 0..8 with the gate the k-th power of T, and the global phase it has beside that in units of pi/8.
fn eighths(circuit: &Circuit, op: Op) -> Option<(u8, i32)> {
    let member = membership(circuit.gate(op)?);
    if member.family != membership(Gate::T).family {
        return None;
    }
    let turn = || circuit.params(op)[0].modulo(4).quarter_turns_of_pi();
    let (k, global) = match member.turn {
        Turn::Eighths(k) => (i64::from(k), 0),
        Turn::Power => (turn()?, 0),
        Turn::Rotation => (turn()?, -turn()?),
    };
    Some((k.rem_euclid(8) as u8, global as i32))
}
