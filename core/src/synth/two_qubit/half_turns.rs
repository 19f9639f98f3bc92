// SPDX-License-Identifier: Apache-2.0
//! Two-qubit gates as products of Pauli rotations; those of the class of cx among the native ones.

use std::f64::consts::FRAC_PI_2;

use smallvec::SmallVec;

use super::frame::{single, Mask};
use super::native::Native;
use super::{Natives, Use};
use crate::gate::{Axis, PairRotation};
use crate::synth::euler::Pauli;
use crate::{Angle, Gate};

/// `k` with angle = k * pi/2, if there is one.
pub fn quarters(angle: &Angle) -> Option<i64> {
    angle
        .quarter_turns_of_pi()
        .filter(|k| k % 2 == 0)
        .map(|k| k / 2)
}

/// Paulis on the operands of a gate, as a mask over the pair.
pub fn mask([a, b]: [Option<Pauli>; 2], reversed: bool) -> Mask {
    let at = |qubit: usize, pauli: Option<Pauli>| pauli.map_or(0, |p| single(qubit, p));
    at(usize::from(reversed), a) | at(usize::from(!reversed), b)
}

/// A two-qubit gate as a product of rotations that come one after the other.
pub struct Factors {
    pub turns: SmallVec<[([Option<Pauli>; 2], Angle); 3]>,
    pub phase: Angle,
}

impl Factors {
    pub fn of(gate: Gate, params: &[Angle]) -> Option<Factors> {
        use Pauli::{X, Y, Z};
        let both = |turns: &[(Pauli, i32)], unit: u32, phase: Angle| {
            let turn = |&(p, k): &(Pauli, i32)| ([Some(p), Some(p)], Angle::pi(k, unit));
            let turns = turns.iter().map(turn).collect();
            Some(Factors { turns, phase })
        };
        match gate {
            // exp(i pi/4 (XX + YY + ZZ)) is 1 on the triplet and -1 on the singlet, times exp(i pi/4).
            Gate::Swap => both(&[(X, -1), (Y, -1), (Z, -1)], 2, Angle::pi(-1, 4)),
            Gate::Iswap => both(&[(X, -1), (Y, -1)], 2, Angle::ZERO),
            Gate::Iswapdg => both(&[(X, 1), (Y, 1)], 2, Angle::ZERO),
            Gate::Siswap => both(&[(X, -1), (Y, -1)], 4, Angle::ZERO),
            Gate::Siswapdg => both(&[(X, 1), (Y, 1)], 4, Angle::ZERO),
            // X on the first operand after exp(-i pi/4 ZX).
            Gate::Ecr => Some(Factors {
                turns: SmallVec::from_iter([
                    ([Some(Z), Some(X)], Angle::HALF_PI),
                    ([Some(X), None], Angle::PI),
                ]),
                phase: Angle::HALF_PI,
            }),
            _ => gate.pair_rotation(params).and_then(Factors::of_pair),
        }
    }

    fn of_pair(pair: PairRotation) -> Option<Factors> {
        let axis = |a: Axis| match a {
            Axis::X => Some(Pauli::X),
            Axis::Y => Some(Pauli::Y),
            Axis::Z => Some(Pauli::Z),
            Axis::Any | Axis::None => None,
        };
        let [a, b] = pair.axes.map(axis);
        let [local_a, local_b] = pair.local;
        let turns = [
            ([a, b], pair.angle),
            ([a, None], local_a),
            ([None, b], local_b),
        ];
        Some(Factors {
            turns: turns.into_iter().filter(|t| !t.1.is_zero()).collect(),
            phase: pair.phase,
        })
    }
}

/// A native gate of the class of cx: without an angle, or with one that makes it a quarter turn about two Paulis.
#[derive(Clone, Debug)]
pub struct HalfTurn {
    pub gate: Use,
    /// On the first and second qubit of the pair.
    pub axes: [Pauli; 2],
    /// Quarter turns that come one after the other.
    pub turns: SmallVec<[(Mask, i64); 3]>,
    pub phase: Angle,
}

/// The native gates of a pair that exact words are made of.
#[derive(Clone, Debug)]
pub struct HalfTurns(Vec<HalfTurn>);

impl HalfTurns {
    pub fn of(natives: &Natives) -> HalfTurns {
        let half_turn = |native: &Native| {
            let (gate, reversed) = (native.gate, native.reversed);
            let params: &[Angle] = match gate {
                Gate::Cx | Gate::Cy | Gate::Cz | Gate::Ecr => &[],
                Gate::Rxx | Gate::Ryy | Gate::Rzz | Gate::Rzx if native.takes(FRAC_PI_2) => {
                    &[Angle::HALF_PI]
                }
                _ => return None,
            };
            let factors = Factors::of(gate, params)?;
            let mut axes = factors.turns[0].0.map(|p| p.expect("on both"));
            if reversed {
                axes.reverse();
            }
            let turn = |(p, a): &([Option<Pauli>; 2], Angle)| {
                (mask(*p, reversed), quarters(a).expect("Clifford"))
            };
            Some(HalfTurn {
                gate: Use {
                    gate,
                    angles: [params.len() as f64 * FRAC_PI_2, 0.0, 0.0],
                    reversed,
                },
                axes,
                turns: factors.turns.iter().map(turn).collect(),
                phase: factors.phase,
            })
        };
        HalfTurns(natives.0.iter().filter_map(half_turn).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them alone; none if there is only one.
    pub fn each(&self) -> Vec<HalfTurns> {
        let alone = |n: &HalfTurn| HalfTurns(vec![n.clone()]);
        let several = self.0.iter().filter(|_| self.0.len() > 1);
        several.map(alone).collect()
    }

    /// The gate with the most of these axes; among equals the first.
    pub fn nearest(&self, axes: [Pauli; 2]) -> &HalfTurn {
        let misses = |n: &&HalfTurn| (0..2).filter(|&i| n.axes[i] != axes[i]).count();
        self.0.iter().min_by_key(misses).expect("not empty")
    }
}
