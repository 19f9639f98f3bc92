// SPDX-License-Identifier: Apache-2.0
//! Out of a standstill: where scores lead in circles, the nearest pair is brought together whatever it costs (the release
//! valve of LightSABRE).

use super::super::coupling::FAR;
use super::state::{State, Undo};

/// Take back the swaps that led nowhere, and bring the nearest pair of the front together.
pub(super) fn force(state: &mut State, undo: &mut Vec<Undo>) {
    while let Some(swap) = undo.pop() {
        state.take_back(swap);
    }
    let coupling = state.coupling;
    let nearest = state.front.iter().min_by_key(|&&node| {
        let (p, q) = state.ends(node).expect("a pair");
        (coupling.distance(p, q), node)
    });
    let ends = nearest.and_then(|&node| state.ends(node));
    let (mut p, mut q) = ends.expect("a blocked pair");
    debug_assert_ne!(coupling.distance(p, q), FAR, "on different islands");
    let mut first = true;
    while coupling.distance(p, q) > 1 {
        let (from, to) = if first { (&mut p, q) } else { (&mut q, p) };
        let closer = |r: &&u32| coupling.distance(**r, to) < coupling.distance(*from, to);
        let step = *coupling
            .neighbours(*from)
            .iter()
            .find(closer)
            .expect("a path");
        state.swap(*from, step);
        *from = step;
        first = !first;
    }
    // Others may fit by now as well.
    state.wait_again();
}
