// SPDX-License-Identifier: Apache-2.0
//! Native two-qubit gates: their class, and how they become the canonical gate of it.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, FRAC_PI_8};

use super::SAME;
use crate::gate::{Axis, PairRotation};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{M2, M4};
use crate::synth::weyl::{pauli, Weyl};
use crate::target::{AngleRange, GateSet};
use crate::{Angle, Gate};

/// What a native gate can be used as.
#[derive(Clone, Debug)]
pub enum Form {
    /// `exp(i phase) exp(-i angle AB/2) exp(-i local[0] A/2) exp(-i local[1] B/2)` with A, B the images of X under
    /// `frames`.
    Rotation {
        frames: [M2; 2],
        angle: f64,
        local: [f64; 2],
        phase: f64,
        /// For gates with an angle the numbers above are per radian of it, and this is what is allowed.
        range: Option<AngleRange>,
    },
    /// `canonical(class) = exp(i phase) after gate before`.
    Dressed {
        before: [M2; 2],
        after: [M2; 2],
        phase: f64,
    },
}

/// A native gate on a pair of qubits, in one direction.
#[derive(Clone, Debug)]
pub struct Native {
    pub gate: Gate,
    pub reversed: bool,
    /// Of a gate with an angle: (1, 0, 0), to be scaled.
    pub class: [f64; 3],
    pub form: Form,
}

/// The native gates of one pair, in the order they are preferred.
#[derive(Clone, Debug, Default)]
pub struct Natives(pub Vec<Native>);

/// Every angle.
const ANY: AngleRange = AngleRange {
    low: f64::NEG_INFINITY,
    high: f64::INFINITY,
};

impl Natives {
    /// `forward`: gates whose first operand is the pair's first qubit; `backward`: the other way round.
    pub fn new(
        forward: GateSet,
        backward: GateSet,
        range: &dyn Fn(Gate) -> Option<AngleRange>,
    ) -> Natives {
        let one = |gate: Gate, reversed: bool| Native::new(gate, reversed, range(gate));
        let forward_first = forward.iter().filter_map(|g| one(g, false));
        let symmetric = |g: &Gate| g.record().symmetric && forward.contains(*g);
        let then = backward.iter().filter(|g| !symmetric(g));
        let mut natives: Vec<Native> = forward_first
            .chain(then.filter_map(|g| one(g, true)))
            .collect();
        // Fixed gates before those with angles; directions last.
        natives.sort_by_key(|n| (n.gate.num_params() > 0, n.reversed));
        Natives(natives)
    }

    /// The gate is native on the pair, in some direction.
    pub fn contains(&self, gate: Gate) -> bool {
        self.0.iter().any(|n| n.gate == gate)
    }

    /// The same gate in the other direction.
    pub fn twin(&self, native: &Native) -> Option<&Native> {
        let other = |n: &&Native| n.gate == native.gate && n.reversed != native.reversed;
        self.0.iter().find(other)
    }

    /// All of them are of class (pi/4, 0, 0), as cx is.
    pub fn are_half_turns(&self) -> bool {
        let half_turn = |n: &Native| n.gate.num_params() == 0 && n.class == [FRAC_PI_4, 0.0, 0.0];
        self.0.iter().all(half_turn)
    }

    /// The fewest uses, and of which gate.
    pub fn best(&self, coordinates: &[f64; 3]) -> Option<(u32, &Native)> {
        let counted = self
            .0
            .iter()
            .filter_map(|n| Some((n.uses(coordinates)?, n)));
        counted.min_by_key(|&(uses, _)| uses)
    }
}

fn near(x: f64, y: f64) -> bool {
    (x - y).abs() <= SAME
}

impl Native {
    /// A gate with an angle may have this one.
    pub fn takes(&self, angle: f64) -> bool {
        match &self.form {
            Form::Rotation { range: Some(r), .. } => r.low <= angle && angle <= r.high,
            _ => false,
        }
    }

    fn new(gate: Gate, reversed: bool, range: Option<AngleRange>) -> Option<Native> {
        if gate.num_qubits() != 2 {
            return None;
        }
        let native = |class, form| {
            Some(Native {
                gate,
                reversed,
                class,
                form,
            })
        };
        // ms(0, 0, t) = rxx(t).
        let rotating = if gate == Gate::Ms { Gate::Rxx } else { gate };
        let unit = vec![Angle::radians(1.0); rotating.num_params()];
        let pair = match rotating.num_params() {
            0 | 1 => rotating.pair_rotation(&unit),
            _ => None,
        };
        if let Some(pair) = pair {
            let form = rotation(&pair, reversed, rotating.num_params() == 1, range);
            let class = match rotating.num_params() {
                0 => [pair.angle.value()?.abs() / 2.0, 0.0, 0.0],
                _ => [1.0, 0.0, 0.0],
            };
            return native(class, form);
        }
        if gate.num_params() > 0 {
            return None;
        }
        if gate == Gate::Ecr {
            return native([FRAC_PI_4, 0.0, 0.0], echoed(reversed));
        }
        let matrix = M4(gate.matrix4(&[])?);
        let weyl = Weyl::of(&if reversed { matrix.exchanged() } else { matrix });
        native(
            weyl.coordinates,
            Form::Dressed {
                before: weyl.right.map(|m| m.adjoint()),
                after: weyl.left.map(|m| m.adjoint()),
                phase: -weyl.phase,
            },
        )
    }

    pub fn is_class(&self, class: [f64; 3]) -> bool {
        self.gate.num_params() == 0 && same(&self.class, &class)
    }

    /// How many of this gate make a gate with these coordinates; `None` if this is not known to us.
    pub fn uses(&self, coordinates: &[f64; 3]) -> Option<u32> {
        let zeros = coordinates.iter().filter(|&&x| near(x, 0.0)).count();
        if zeros == 3 {
            return Some(0);
        }
        if let Form::Rotation {
            angle,
            range: Some(range),
            ..
        } = &self.form
        {
            let fits = |&c: &f64| near(c, 0.0) || fitting(c, *angle, *range).is_some();
            return coordinates.iter().all(fits).then_some(3 - zeros as u32);
        }
        if same(coordinates, &self.class) {
            return Some(1);
        }
        if self.is_class([FRAC_PI_4, 0.0, 0.0]) || self.is_class([FRAC_PI_4, FRAC_PI_4, 0.0]) {
            return Some(if zeros > 0 { 2 } else { 3 });
        }
        if self.is_class([FRAC_PI_8, FRAC_PI_8, 0.0]) {
            return Some(super::sqrt_iswap::uses(coordinates));
        }
        None
    }
}

pub fn same(a: &[f64; 3], b: &[f64; 3]) -> bool {
    a.iter().zip(b).all(|(&x, &y)| near(x, y))
}

/// The gate's angle for `exp(i c XX)`, and whether it makes `exp(-i c XX)` instead (a flip on one qubit turns one into
/// the other).
pub fn fitting(c: f64, slope: f64, range: AngleRange) -> Option<(f64, bool)> {
    let angle = -2.0 * c / slope;
    [(angle, false), (-angle, true)]
        .into_iter()
        .find(|(a, _)| range.low <= *a && *a <= range.high)
}

fn frame(axis: Axis) -> Option<M2> {
    Some(match axis {
        Axis::X => M2::IDENTITY,
        Axis::Y => Quaternion::rotation(Pauli::Z, FRAC_PI_2).matrix(),
        Axis::Z => Quaternion::rotation(Pauli::Y, -FRAC_PI_2).matrix(),
        _ => return None,
    })
}

fn rotation(pair: &PairRotation, reversed: bool, angled: bool, range: Option<AngleRange>) -> Form {
    let value = |a: &Angle| a.value().expect("made from numbers");
    let mut frames = pair.axes.map(|a| frame(a).expect("an axis of rotation"));
    let mut local = pair.local.each_ref().map(value);
    if reversed {
        frames.reverse();
        local.reverse();
    }
    Form::Rotation {
        frames,
        angle: value(&pair.angle),
        local,
        phase: value(&pair.phase),
        range: angled.then(|| range.unwrap_or(ANY)),
    }
}

/// ecr = X exp(-i pi/4 ZX), X on the first operand; so ecr X = exp(i pi/4 ZX).
fn echoed(reversed: bool) -> Form {
    let to_z = frame(Axis::Z).expect("an axis");
    let mut before = [pauli(Pauli::X) * to_z, M2::IDENTITY];
    let mut after = [to_z.adjoint(), M2::IDENTITY];
    if reversed {
        before.reverse();
        after.reverse();
    }
    Form::Dressed {
        before,
        after,
        phase: 0.0,
    }
}
