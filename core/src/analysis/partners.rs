// SPDX-License-Identifier: Apache-2.0
//! Which earlier operations have the class and wires of a later one.
//!
//! Two operations are *partners* if their gates are of one family (or the same gate), on the same wires, with only
//! exchangeable operands exchanged. [`Index`] finds them by key; removed operations are forgotten when they are met.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::family::{memberships, Exchange};
use crate::circuit::Kind;
use crate::{Circuit, Gate, Op, Wire};

/// The operations are partners, or controlled operations on the same set of wires (whose controls and base are
/// compared where they are combined), or diagonals on the same set of wires.
#[inline]
pub fn are_partners(circuit: &Circuit, p: Op, q: Op) -> bool {
    match (circuit.kind(p), circuit.kind(q)) {
        (Kind::Gate(g), Kind::Gate(h)) => {
            class(g) == class(h) && same_operands(g, circuit.qubits(p), circuit.qubits(q))
        }
        (Kind::Controlled, Kind::Controlled) | (Kind::Diagonal, Kind::Diagonal) => {
            let (a, b) = (circuit.qubits(p), circuit.qubits(q));
            a.len() == b.len() && a.iter().all(|w| b.contains(w))
        }
        _ => false,
    }
}

#[inline]
fn same_operands(gate: Gate, a: &[Wire], b: &[Wire]) -> bool {
    if a == b {
        return true;
    }
    let same_set = |a: &[Wire], b: &[Wire]| a.iter().all(|w| b.contains(w));
    match memberships()[gate as usize].exchange {
        Exchange::None => false,
        Exchange::All => same_set(a, b),
        Exchange::First(n) => {
            let n = n as usize;
            a[n..] == b[n..] && same_set(&a[..n], &b[..n])
        }
        Exchange::Rest => a[0] == b[0] && same_set(&a[1..], &b[1..]),
    }
}

/// One number for each family, and for each gate outside of families.
#[inline]
fn class(gate: Gate) -> u8 {
    match memberships()[gate as usize].family {
        Some(family) => 128 + family,
        None => gate as u8,
    }
}

/// The same for partners; for others it differs, but for accidents. `None` for what has no partners.
///
/// It serves as its own hash. Operations on neighbouring wires have neighbouring keys, so that circuits that go through
/// pairs in order, as the Fourier transform does, find the table's cells in the processor's cache: 70 ns a gate less
/// than with scattered keys on 10^6 gates.
fn key(circuit: &Circuit, op: Op) -> Option<u64> {
    let class = match circuit.kind(op) {
        Kind::Gate(gate) => class(gate),
        Kind::Controlled => u8::MAX,
        Kind::Diagonal => u8::MAX - 1,
        _ => return None,
    };
    // Operands may be exchanged, so only their largest and their sum count; `are_partners` tells accidents apart.
    let (mut largest, mut sum) = (0, 0);
    for wire in circuit.qubits(op) {
        largest = largest.max(u64::from(wire.0));
        sum += u64::from(wire.0);
    }
    let cell = mix(largest << 8 | u64::from(class)).wrapping_add(sum);
    // The table compares the seven highest bits before it compares keys.
    let tag = mix(sum) >> 57;
    Some(cell << 7 >> 7 | tag << 57)
}

fn mix(x: u64) -> u64 {
    (x + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_right(32)
}

/// Keys are hashes.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64");
    }
}

/// Remembered operations by key, newest first.
#[derive(Debug, Default)]
pub struct Index {
    newest: HashMap<u64, Op, BuildHasherDefault<KeyHasher>>,
    /// The next older operation of the same key, where there is one.
    older: FxHashMap<Op, Op>,
}

impl Index {
    /// Remember an operation; `time` tells when one was read.
    pub fn insert(&mut self, circuit: &Circuit, op: Op, time: &[u32]) {
        let Some(key) = key(circuit, op) else {
            return;
        };
        let Some(newest) = self.newest.insert(key, op) else {
            return;
        };
        if newest == op {
            return;
        }
        if time[newest.index()] < time[op.index()] {
            self.older.insert(op, newest);
            return;
        }
        // Remembered late: it belongs further down.
        self.newest.insert(key, newest);
        let mut above = newest;
        while let Some(&at) = self.older.get(&above) {
            if at == op {
                return;
            }
            if time[at.index()] < time[op.index()] {
                self.older.insert(op, at);
                break;
            }
            above = at;
        }
        self.older.insert(above, op);
    }

    /// Partners of `op` read at `opened` or later, newest first, at most as many as `into` holds inline.
    pub fn partners(
        &mut self,
        circuit: &Circuit,
        op: Op,
        opened: u32,
        time: &[u32],
        into: &mut SmallVec<[Op; 8]>,
    ) {
        let Some(key) = key(circuit, op) else {
            return;
        };
        while let Some(&newest) = self.newest.get(&key) {
            if circuit.contains(newest) {
                break;
            }
            match self.older.remove(&newest) {
                Some(next) => self.newest.insert(key, next),
                None => self.newest.remove(&key),
            };
        }
        let mut at = self.newest.get(&key).copied();
        while let Some(p) = at.filter(|p| time[p.index()] >= opened) {
            if circuit.contains(p) && are_partners(circuit, p, op) {
                into.push(p);
                if into.len() == into.inline_size() {
                    return;
                }
            }
            at = self.older.get(&p).copied();
        }
    }
}
