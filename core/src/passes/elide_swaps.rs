// SPDX-License-Identifier: Apache-2.0
//! Swaps become a renaming of wires, recorded in the final layout.
//!
//! One walk over the order with the current name of every wire. A swap exchanges two names and vanishes, a
//! permutation moves several; every other operation is copied onto the names of the moment. What is left at the
//! end is a permutation of the outputs, which the layout keeps. Three `cx` that spell a swap count as one.
//!
//! Blocks keep their swaps: a block's layout at entry and exit is the identity. O(g).

use crate::circuit::{Circuit, Kind, Layout, Payload};
use crate::{Gate, Op, Wire};

use super::PassError;

/// Take out every swap and permutation outside of blocks; returns whether there was one.
pub fn elide_swaps(circuit: &mut Circuit) -> Result<bool, PassError> {
    if !circuit
        .iter()
        .any(|op| starts_swap(circuit, op).is_some() || is_permutation(circuit, op))
    {
        return Ok(false);
    }
    let mut out = circuit.empty_like();
    out.phase = circuit.phase.clone();
    out.reserve(circuit.len());
    let mut place: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let mut skipped = vec![false; circuit.capacity()];
    for op in circuit.iter() {
        if skipped[op.index()] {
            continue;
        }
        if let Some(rest) = starts_swap(circuit, op) {
            let wires = circuit.wires(op);
            place.swap(wires[0].index(), wires[1].index());
            rest.into_iter()
                .flatten()
                .for_each(|o| skipped[o.index()] = true);
        } else if let Some(Payload::Permutation { image }) = circuit.payload(op).map(|p| &**p) {
            let wires = circuit.wires(op);
            let old: Vec<u32> = wires.iter().map(|w| place[w.index()]).collect();
            // The state of operand i moves to operand image[i]: that wire is now the name i had.
            for (i, &to) in image.iter().enumerate() {
                place[wires[to as usize].index()] = old[i];
            }
        } else {
            let mut o = circuit.operation(op);
            for w in o.wires.iter_mut().filter(|w| !w.is_bit()) {
                *w = Wire::qubit(place[w.index()]);
            }
            out.push(o);
        }
    }
    let layout = out
        .layout
        .take()
        .unwrap_or_else(|| Layout::identity(place.len() as u32));
    let last = layout.last.iter().map(|&w| place[w as usize]).collect();
    // A layout of fewer qubits than wires says which wires are ancillas, so it is kept even where it is the identity.
    let whole = layout.initial.len() == place.len();
    out.layout = Some(Layout { last, ..layout }).filter(|l| !whole || !l.is_identity());
    *circuit = out;
    Ok(true)
}

fn is_permutation(circuit: &Circuit, op: Op) -> bool {
    circuit.kind(op) == Kind::Permutation
}

/// If a swap starts at `op`: the two `cx` that complete it, or none for a `swap` gate.
fn starts_swap(circuit: &Circuit, op: Op) -> Option<[Option<Op>; 2]> {
    match circuit.gate(op)? {
        Gate::Swap => Some([None, None]),
        Gate::Cx => {
            let second = both_next(circuit, op)?;
            let third = both_next(circuit, second)?;
            let (a, b, c) = (
                circuit.wires(op),
                circuit.wires(second),
                circuit.wires(third),
            );
            let is_cx = |o| circuit.gate(o) == Some(Gate::Cx);
            (is_cx(second) && is_cx(third) && a[0] == b[1] && a == c)
                .then_some([Some(second), Some(third)])
        }
        _ => None,
    }
}

/// The operation that follows `op` on both of its wires.
fn both_next(circuit: &Circuit, op: Op) -> Option<Op> {
    let next = circuit.next_on(op, 0).some()?;
    (circuit.next_on(op, 1) == next && circuit.wires(next).len() == 2).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::circuit;

    #[test]
    fn ancillas_stay_ancillas() {
        let mut c = circuit(3, "swap 0 2");
        c.layout = Some(Layout {
            initial: vec![0],
            last: vec![2],
        });
        assert!(elide_swaps(&mut c).expect("no options"));
        let layout = c
            .layout
            .clone()
            .expect("one of three wires is a program qubit");
        assert_eq!((vec![0], vec![0]), (layout.initial, layout.last));
        let mut whole = circuit(2, "swap 0 1; swap 0 1");
        assert!(elide_swaps(&mut whole).expect("no options"));
        assert_eq!(None, whole.layout);
    }
}
