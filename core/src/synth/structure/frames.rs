// SPDX-License-Identifier: Apache-2.0
//! Clifford circuits before and after a matrix that put Paulis it sends to Paulis on single wires.
//!
//! A twist exp(-i pi/4 P Q) before u changes the Paulis that go in, one after u those that come out; each costs one
//! two-qubit gate. What is looked for are few twists after which the group has a basis of pairs with both
//! ends on one wire, the same one: then that wire is a label in one-qubit frames, or a factor. The sum over the lightest basis
//! of (wires of a pair, less one) is zero there and nowhere else.

use rustc_hash::FxHashSet;

use super::symmetry::{Bits, Pair, Span};
use crate::synth::draft::Draft;
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{C64, I, M2, ONE, ZERO};

/// Larger groups are not looked through.
const MOST_GENERATORS: usize = 10;
/// States kept at each step for groups of up to 32 pairs, and for larger ones.
const WIDTH: [usize; 2] = [24, 3];
/// Twists at most.
const DEPTH: usize = 24;

/// exp(-i pi/4 P Q) on two wires, P Q a product of their Paulis.
#[derive(Clone, Copy, Debug)]
struct Turn {
    on: [usize; 2],
    axes: [Pauli; 2],
}

#[derive(Clone, Debug)]
struct State {
    /// All pairs but the neutral one.
    pairs: Vec<Pair>,
    before: Vec<Turn>,
    after: Vec<Turn>,
    price: (u32, u32),
}

/// Circuits `before` and `after` such that `after^dagger u before^dagger` has every generator on a wire.
pub fn localise(qubits: usize, generators: &[Pair]) -> Option<(Draft, Draft)> {
    if generators.is_empty() || generators.len() > MOST_GENERATORS {
        return None;
    }
    let width = WIDTH[usize::from(generators.len() > 5)];
    let mut pairs = vec![Pair::default()];
    for &g in generators {
        let more: Vec<Pair> = pairs.iter().map(|p| p.times(g)).collect();
        pairs.extend(more);
    }
    pairs.remove(0);
    let mut beam = vec![State {
        price: price(&pairs, generators.len()),
        pairs,
        before: Vec::new(),
        after: Vec::new(),
    }];
    let mut seen = FxHashSet::default();
    for _ in 0..DEPTH {
        if beam[0].price.0 == 0 {
            let first = circuit(qubits, &beam[0].before);
            return Some((first, circuit(qubits, &beam[0].after).inverse()));
        }
        let mut next = Vec::new();
        for state in &beam {
            expand(qubits, generators.len(), state, &mut seen, &mut next);
        }
        next.sort_by_key(|s| s.price);
        next.truncate(width);
        if next.is_empty() {
            return None;
        }
        beam = next;
    }
    None
}

fn expand(
    qubits: usize,
    rank: usize,
    state: &State,
    seen: &mut FxHashSet<Vec<Pair>>,
    next: &mut Vec<State>,
) {
    for a in 0..qubits {
        for b in a + 1..qubits {
            for axes in Pauli::ALL.iter().flat_map(|&p| Pauli::ALL.map(|q| [p, q])) {
                let turn = Turn { on: [a, b], axes };
                for is_before in [true, false] {
                    let pairs = turn.apply(&state.pairs, is_before);
                    let price = price(&pairs, rank);
                    if price.0 > state.price.0 || !seen.insert(pairs.clone()) {
                        continue;
                    }
                    let mut new = State {
                        pairs,
                        price,
                        ..state.clone()
                    };
                    match is_before {
                        true => new.before.push(turn),
                        false => new.after.push(turn),
                    }
                    next.push(new);
                }
            }
        }
    }
}

/// The sum described above, and among equals the weight of all pairs.
fn price(pairs: &[Pair], rank: usize) -> (u32, u32) {
    let weight = |p: &Pair| p.support().count_ones();
    let total = pairs.iter().map(weight).sum();
    let (mut span, mut found, mut sum) = (Span::default(), 0, 0);
    for wanted in 1..=8 {
        for pair in pairs.iter().filter(|p| weight(p) == wanted) {
            if span.add(pair.from) {
                found += 1;
                sum += wanted - 1;
                if found == rank {
                    return (sum, total);
                }
            }
        }
    }
    (sum, total)
}

impl Turn {
    fn bits(&self) -> Bits {
        let mut bits = Bits::default();
        for (&wire, axis) in self.on.iter().zip(self.axes) {
            if axis != Pauli::Z {
                bits.x |= 1 << wire;
            }
            if axis != Pauli::X {
                bits.z |= 1 << wire;
            }
        }
        bits
    }

    fn apply(&self, pairs: &[Pair], is_before: bool) -> Vec<Pair> {
        let own = self.bits();
        let turned = |p: Bits| match ((p.x & own.z).count_ones() + (p.z & own.x).count_ones()) % 2 {
            0 => p,
            _ => Bits {
                x: p.x ^ own.x,
                z: p.z ^ own.z,
            },
        };
        let side = |p: &Pair| match is_before {
            true => Pair {
                from: turned(p.from),
                ..*p
            },
            false => Pair {
                to: turned(p.to),
                ..*p
            },
        };
        pairs.iter().map(side).collect()
    }
}

/// Twists as a circuit, the first one first.
fn circuit(qubits: usize, turns: &[Turn]) -> Draft {
    let mut draft = Draft::new(qubits);
    for turn in turns {
        for (&wire, axis) in turn.on.iter().zip(turn.axes) {
            draft.one(wire, to_z(axis).adjoint());
        }
        // exp(-i pi/4 Z Z) is cz, s on both wires, and a phase.
        draft.cz(turn.on[0], turn.on[1]);
        for (&wire, axis) in turn.on.iter().zip(turn.axes) {
            draft.one(wire, to_z(axis) * M2([[ONE, ZERO], [ZERO, I]]));
        }
        draft.phase -= std::f64::consts::FRAC_PI_4;
    }
    draft
}

/// V with V Z V^dagger the axis.
fn to_z(axis: Pauli) -> M2 {
    let h = C64::from(std::f64::consts::FRAC_1_SQRT_2);
    match axis {
        Pauli::Z => M2::IDENTITY,
        Pauli::X => M2([[h, h], [h, -h]]),
        Pauli::Y => Quaternion::rotation(Pauli::X, -std::f64::consts::FRAC_PI_2).matrix(),
    }
}
