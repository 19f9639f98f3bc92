// SPDX-License-Identifier: Apache-2.0
//! All parities by Gray codes of all targets at once.
//!
//! A target goes through the sets of wires below it. While it goes through those of a half, with or without the highest, that
//! one is not looked at and may be a target itself, on the same walk over the wires below both. So the walks of all targets
//! fit in the time of the longest, but for the controls they share.

use super::network::{Network, Op};

/// Most wires for which all weaves are tried; each halves the choice of where a target joins.
const TRIED: usize = 6;

/// The network of a whole Walsh spectrum with the least depth of several weaves.
pub fn network(qubits: usize, spectrum: &[f64]) -> Network {
    let weaves = match qubits {
        0..=1 => 1,
        2..=TRIED => 1 << (qubits - 1),
        _ => 1,
    };
    (0..weaves)
        .map(|weave| weave_of(qubits, spectrum, weave))
        .min_by_key(|n| n.draft().depth())
        .expect("one at least")
}

fn weave_of(qubits: usize, spectrum: &[f64], weave: usize) -> Network {
    let mut out = Network::new(qubits);
    out.phase = spectrum[0];
    let Some(top) = qubits.checked_sub(1) else {
        return out;
    };
    let mut walk = Walk {
        out,
        spectrum,
        weave,
        has_joined: vec![false; qubits],
        now: vec![0; qubits],
    };
    walk.has_joined[top] = true;
    walk.go(&mut vec![top], top);
    walk.close(top, top);
    walk.out
}

struct Walk<'a> {
    out: Network,
    spectrum: &'a [f64],
    /// Bit q: wire q joins in the first half of a walk.
    weave: usize,
    has_joined: Vec<bool>,
    /// The wires that each target is added up of, without itself.
    now: Vec<usize>,
}

impl Walk<'_> {
    /// Take the targets through all sets of the wires below `level`: from none to the highest alone, or
    /// the other way: both are the same steps.
    fn go(&mut self, targets: &mut Vec<usize>, level: usize) {
        let Some(highest) = level.checked_sub(1) else {
            for &t in targets.iter() {
                let angle = self.spectrum[self.now[t] | 1 << t];
                self.out.ops.push(Op::Turn(t, angle));
            }
            return;
        };
        let is_first = self.weave >> highest & 1 == 1;
        let joins = !std::mem::replace(&mut self.has_joined[highest], true);
        let count = targets.len();
        if joins && is_first {
            targets.push(highest);
        }
        self.go(targets, highest);
        targets.truncate(count);
        if joins && is_first {
            self.close(highest, highest);
        }
        for &t in targets.iter() {
            self.toggle(highest, t);
        }
        if joins && !is_first {
            self.close(highest, highest);
            targets.push(highest);
        }
        self.go(targets, highest);
        targets.truncate(count);
    }

    /// The step of a target between no wire and the highest of those below `level`.
    fn close(&mut self, target: usize, level: usize) {
        if let Some(highest) = level.checked_sub(1) {
            self.toggle(highest, target);
        }
    }

    fn toggle(&mut self, control: usize, target: usize) {
        self.now[target] ^= 1 << control;
        self.out.ops.push(Op::Cx(control, target));
    }
}
