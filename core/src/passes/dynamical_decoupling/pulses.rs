// SPDX-License-Identifier: Apache-2.0
//! Half turns in the gates a qubit has.

use crate::target::Target;
use crate::timing::Clock;
use crate::{Angle, Gate};

/// Half turns whose product is the identity up to a phase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sequence {
    /// X X: undoes slow dephasing.
    Xx,
    /// X and back, -X: over-rotations cancel as well.
    Xpxm,
    /// X Y X Y: undoes every slow noise on one qubit.
    Xy4,
}

impl Sequence {
    pub fn named(name: &str) -> Option<Sequence> {
        match name {
            "xx" => Some(Sequence::Xx),
            "xpxm" => Some(Sequence::Xpxm),
            "xy4" => Some(Sequence::Xy4),
            _ => None,
        }
    }

    /// Axes cos(phi) X + sin(phi) Y of the half turns, phi in units of pi/2, first turn first; and the phase of their
    /// product in the same unit: X X = I, (-X) X = -I, (Y X)(Y X) = -I.
    pub fn axes(self) -> (&'static [i32], i32) {
        match self {
            Sequence::Xx => (&[0, 0], 0),
            Sequence::Xpxm => (&[0, 2], 2),
            Sequence::Xy4 => (&[0, 1, 0, 1], 2),
        }
    }
}

/// One half turn: `gates`, first one first, are `exp(i pi phase / 2) (cos(phi) X + sin(phi) Y)`.
#[derive(Clone, Debug)]
pub struct Pulse {
    pub gates: Vec<(Gate, Vec<Angle>)>,
    pub phase: i32,
    pub length: i64,
}

/// A sequence on one qubit.
#[derive(Clone, Debug)]
pub struct Train {
    pub pulses: Vec<Pulse>,
    /// Ticks of the pulses alone.
    pub length: i64,
    /// The product of all its gates is the identity times `exp(i pi / 2)` to this power.
    pub half_turns_of_phase: i32,
}

/// The sequence on every qubit of a target; `None` on those that have no gates for it, or none with a duration.
pub struct Pulses(Vec<Option<Train>>);

impl Pulses {
    pub fn new(target: &Target, sequence: Sequence, clock: Clock) -> Pulses {
        let qubits = target.qubits.unwrap_or(0);
        Pulses(
            (0..qubits)
                .map(|q| train(target, q, sequence, clock))
                .collect(),
        )
    }

    pub fn of(&self, qubit: u32) -> Option<&Train> {
        self.0.get(qubit as usize)?.as_ref()
    }
}

fn train(target: &Target, qubit: u32, sequence: Sequence, clock: Clock) -> Option<Train> {
    let (axes, product) = sequence.axes();
    let turn = |&axis: &i32| half_turn(target, qubit, axis, clock);
    let pulses = axes.iter().map(turn).collect::<Option<Vec<Pulse>>>()?;
    Some(Train {
        length: pulses.iter().map(|p| p.length).sum(),
        half_turns_of_phase: pulses.iter().map(|p| p.phase).sum::<i32>() + product,
        pulses,
    })
}

/// The shortest spelling of a half turn, then the one of fewest gates.
fn half_turn(target: &Target, qubit: u32, axis: i32, clock: Clock) -> Option<Pulse> {
    let known = target.calibration.as_deref()?;
    let timed = |(gates, phase): (Vec<(Gate, Vec<Angle>)>, i32)| {
        let mut length = 0;
        for (gate, params) in &gates {
            let allowed = target.allows(*gate, params, &[qubit]);
            let ns = known.gate(*gate, &[qubit]).duration_ns;
            length += clock.ticks(ns.filter(|_| allowed)?);
        }
        Some(Pulse {
            gates,
            phase,
            length,
        })
    };
    let all = spellings(axis).into_iter().filter_map(timed);
    all.min_by_key(|p| (p.length, p.gates.len()))
}

/// Ways to write the half turn about the axis at `axis` times pi/2, with their phase in units of pi/2.
pub(super) fn spellings(axis: i32) -> Vec<(Vec<(Gate, Vec<Angle>)>, i32)> {
    let phi = Angle::pi(axis, 2);
    let one = |gate, params: Vec<Angle>| vec![(gate, params)];
    let about_x = || {
        [
            (one(Gate::X, vec![]), 0),
            (vec![(Gate::Sx, vec![]), (Gate::Sx, vec![])], 0),
            // exp(-i pi X / 2) is -i X.
            (one(Gate::Rx, vec![Angle::PI]), -1),
        ]
    };
    let mut all = vec![
        (one(Gate::Gpi, vec![phi.clone()]), 0),
        (one(Gate::R, vec![Angle::PI, phi.clone()]), -1),
        (
            one(Gate::Phxz, vec![Angle::PI, Angle::ZERO, phi.clone()]),
            0,
        ),
        (
            one(Gate::U, vec![Angle::PI, phi.clone(), Angle::PI.sub(&phi)]),
            0,
        ),
    ];
    match axis {
        0 => all.extend(about_x()),
        1 => all.extend([
            (one(Gate::Y, vec![]), 0),
            (one(Gate::Ry, vec![Angle::PI]), -1),
        ]),
        // A turn by -pi is +i times what it turns about, -i times the opposite.
        2 => all.push((one(Gate::Rx, vec![Angle::PI.neg()]), -1)),
        _ => {}
    }
    if axis != 0 {
        for z in [Gate::Rz, Gate::P] {
            for (gates, phase) in about_x() {
                // Turned into place, and back.
                let mut turned = one(z, vec![phi.neg()]);
                turned.extend(gates);
                turned.push((z, vec![phi.clone()]));
                all.push((turned, phase));
            }
        }
    }
    all
}
