// SPDX-License-Identifier: Apache-2.0
//! The shortest words of h, s, sdg, x, z for the 24 Clifford gates on one qubit.

use std::sync::OnceLock;

use super::{Basic, Tableau};
use crate::Gate;

/// Tried in this order: among equally short words the first wins.
const GATES: [Gate; 5] = [Gate::Z, Gate::X, Gate::S, Gate::Sdg, Gate::H];

/// The two rows of a local operator on a qubit: six bits.
fn key(tableau: &Tableau, qubit: usize) -> usize {
    let n = tableau.num_qubits();
    let row = |r: usize| {
        let bits = [tableau.x[qubit], tableau.z[qubit], tableau.negative];
        bits.iter().fold(0, |k, w| k << 1 | (w >> r & 1) as usize)
    };
    row(qubit) << 3 | row(n + qubit)
}

/// Word lengths to the identity, by key.
fn lengths() -> &'static [u8; 64] {
    static LENGTHS: OnceLock<[u8; 64]> = OnceLock::new();
    LENGTHS.get_or_init(|| {
        let mut lengths = [u8::MAX; 64];
        let mut layer = vec![Tableau::identity(1)];
        lengths[key(&layer[0], 0)] = 0;
        // A word reduces an operator to the identity if its inverse makes it.
        for length in 1.. {
            let mut next = Vec::new();
            for (tableau, gate) in layer.iter().flat_map(|t| GATES.map(|g| (t, g))) {
                let mut new = tableau.clone();
                new.apply(Basic::one(gate, 0).inverse());
                let entry = &mut lengths[key(&new, 0)];
                if *entry == u8::MAX {
                    *entry = length;
                    next.push(new);
                }
            }
            if next.is_empty() {
                break;
            }
            layer = next;
        }
        lengths
    })
}

/// Gates on `qubit` that take a local operator there to the identity; they are applied to it.
pub fn reduce(tableau: &mut Tableau, qubit: usize, out: &mut Vec<Basic>) {
    let lengths = lengths();
    loop {
        let length = lengths[key(tableau, qubit)];
        if length == 0 {
            return;
        }
        let shorter = GATES.into_iter().find_map(|gate| {
            let g = Basic::one(gate, qubit as u8);
            let mut new = tableau.clone();
            new.apply(g);
            (lengths[key(&new, qubit)] < length).then_some((g, new))
        });
        let (g, new) = shorter.expect("every element has a word");
        *tableau = new;
        out.push(g);
    }
}
