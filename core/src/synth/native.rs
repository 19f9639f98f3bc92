// SPDX-License-Identifier: Apache-2.0
//! Two-qubit gates by the native two-qubit gates of a pair.
//!
//! Every two-qubit gate of the library is a product of *pair rotations* `exp(-i angle A B / 2)`, A and B Paulis,
//! and one-qubit gates. A rotation by a multiple of pi is local; by pi/2 it is a *quarter*, which any fixed native
//! gate makes; by any other angle it takes a native gate with an angle, or two quarters around a local rotation.
//!
//! | native | uses for a quarter | for any angle |
//! |---|---|---|
//! | cx, cy, cz, ecr | 1 | 2 |
//! | rzz, rxx, ryy, rzx, ms, cp, crx, cry, crz | 1 | 1 |
//! | cs, csdg, csx, siswap, siswapdg, iswap, iswapdg | 2 | 4 |
//!
//! Exchanges (iswap and its relatives) take two quarters and the swap three; both are made of native exchanges
//! where there are any.

use std::f64::consts::{FRAC_PI_2, PI};

use super::steps::Steps;
use crate::gate::{Axis, PairRotation};
use crate::target::{AngleRange, GateSet};
use crate::{Angle, Gate, Wire};

/// A native gate, and whether its operands are the pair's exchanged.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Native {
    gate: Gate,
    flipped: bool,
}

/// Gates whose single angle is that of a rotation, most useful first.
const ANGLED: [Gate; 9] = [
    Gate::Rzz,
    Gate::Rxx,
    Gate::Rzx,
    Gate::Ryy,
    Gate::Ms,
    Gate::Cp,
    Gate::Crz,
    Gate::Crx,
    Gate::Cry,
];
const QUARTERS: [Gate; 4] = [Gate::Cx, Gate::Cz, Gate::Ecr, Gate::Cy];
const EIGHTHS: [Gate; 3] = [Gate::Cs, Gate::Csdg, Gate::Csx];
const EXCHANGES: [Gate; 4] = [Gate::Siswap, Gate::Siswapdg, Gate::Iswap, Gate::Iswapdg];

/// What a pair can do.
#[derive(Clone, Debug)]
pub struct PairGates {
    quarter: Option<Native>,
    /// The quarter is native in the other direction as well, where that is another gate.
    both_ways: bool,
    eighth: Option<Native>,
    angled: Option<(Native, Option<AngleRange>)>,
    exchange: Option<Gate>,
}

fn find(order: &[Gate], forward: GateSet, backward: GateSet) -> Option<Native> {
    order.iter().find_map(|&gate| {
        let flipped = !forward.contains(gate);
        (!flipped || backward.contains(gate)).then_some(Native { gate, flipped })
    })
}

impl PairGates {
    /// `forward`: native with the pair's first qubit as first operand; `backward`: with the second.
    pub fn new(
        forward: GateSet,
        backward: GateSet,
        range: &dyn Fn(Gate) -> Option<AngleRange>,
    ) -> PairGates {
        let quarter = find(&QUARTERS, forward, backward);
        let both = |n: Native| {
            !n.gate.record().symmetric && forward.contains(n.gate) && backward.contains(n.gate)
        };
        PairGates {
            quarter,
            both_ways: quarter.is_some_and(both),
            eighth: find(&EIGHTHS, forward, backward),
            angled: find(&ANGLED, forward, backward).map(|n| (n, range(n.gate))),
            exchange: find(&EXCHANGES, forward, backward).map(|n| n.gate),
        }
    }

    /// Some native gate entangles.
    pub fn is_entangling(&self) -> bool {
        self.quarter.is_some()
            || self.eighth.is_some()
            || self.angled.is_some()
            || self.exchange.is_some()
    }

    /// Which of the forms that keep the native angle in its range fits a pair rotation by a number; 0 where there
    /// is no range.
    pub fn form(&self, angle: f64) -> u8 {
        let Some((native, Some(range))) = self.angled else {
            return 0;
        };
        (0..16)
            .find(|&form| {
                let (turns, negative) = unfold(form);
                let x = angle - f64::from(turns) * PI;
                let x = if negative { -x } else { x };
                range.holds(&Angle::radians(native_angle(native.gate, x)))
            })
            .unwrap_or(0)
    }

    /// Append a library gate on the pair; its own angles may be symbols. Only one-qubit gates and native ones
    /// are written.
    pub fn gate(&self, out: &mut Steps, gate: Gate, params: &[Angle], on: [Wire; 2], form: u8) {
        let [a, b] = on;
        if let Some(r) = gate.pair_rotation(params) {
            self.pair_rotation(out, &r, on, form);
            return;
        }
        match gate {
            Gate::Swap => self.swap(out, on),
            Gate::Iswap => self.exchange(out, -4, on),
            Gate::Iswapdg => self.exchange(out, 4, on),
            Gate::Siswap => self.exchange(out, -2, on),
            Gate::Siswapdg => self.exchange(out, 2, on),
            Gate::Ecr => {
                self.rotate(out, [Axis::Z, Axis::X], &Angle::HALF_PI, on, 0);
                out.one(Gate::X, a);
            }
            Gate::Dcx => {
                self.cx(out, on);
                self.cx_back(out, on);
            }
            Gate::Ch => {
                let mut around = Steps::new();
                for g in [Gate::S, Gate::H, Gate::T] {
                    around.one(g, b);
                }
                out.within(&around, |s| self.cx(s, on));
            }
            Gate::Ms => {
                let mut around = Steps::new();
                around.rz(&params[0].neg(), a);
                around.rz(&params[1].neg(), b);
                out.within(&around, |s| {
                    self.rotate(s, [Axis::X, Axis::X], &params[2], on, form)
                });
            }
            Gate::Cu | Gate::Cu3 => {
                // As the later copies of `qelib1.inc` write it.
                let (theta, phi, lambda) = (&params[0], &params[1], &params[2]);
                let (sum, half) = (lambda.add(phi).half(), theta.half());
                let gamma = params.get(3).cloned().unwrap_or_default();
                out.p(&gamma.add(&sum), a);
                out.rz(&lambda.sub(phi).half(), b);
                self.cx(out, on);
                out.rz(&sum.neg(), b);
                out.rotate(Axis::Y, &half.neg(), b);
                self.cx(out, on);
                out.rotate(Axis::Y, &half, b);
                out.rz(phi, b);
            }
            _ => unreachable!("{} is a pair rotation", gate.name()),
        }
    }

    fn pair_rotation(&self, out: &mut Steps, r: &PairRotation, on: [Wire; 2], form: u8) {
        self.rotate(out, r.axes, &r.angle, on, form);
        for ((axis, angle), wire) in r.axes.into_iter().zip(&r.local).zip(on) {
            out.rotate(axis, angle, wire);
        }
        out.add_phase(&r.phase);
    }

    fn cx(&self, out: &mut Steps, on: [Wire; 2]) {
        let r = Gate::Cx.pair_rotation(&[]).expect("a pair rotation");
        self.pair_rotation(out, &r, on, 0);
    }

    /// cx with the second qubit as control. The pair keeps its order, since directions are those of the pair.
    fn cx_back(&self, out: &mut Steps, on: [Wire; 2]) {
        let mut r = Gate::Cx.pair_rotation(&[]).expect("a pair rotation");
        r.axes.reverse();
        self.pair_rotation(out, &r, on, 0);
    }

    /// exp(-i angle A B / 2).
    fn rotate(&self, out: &mut Steps, axes: [Axis; 2], angle: &Angle, on: [Wire; 2], form: u8) {
        let angle = &angle.modulo(4);
        let halves = angle
            .pi_ratio()
            .filter(|r| r.den <= 2)
            .map(|r| r.num * (2 / r.den as i32));
        match halves {
            Some(k) if k % 2 == 0 => half_turns(out, axes, k / 2, on),
            Some(k) => self.quarters(out, axes, k, on),
            None => self.any(out, axes, angle, on, form),
        }
    }

    /// exp(-i k pi A B / 4) for odd k: one use of the gate that makes quarters, and half turns.
    fn quarters(&self, out: &mut Steps, axes: [Axis; 2], k: i32, on: [Wire; 2]) {
        let Some(native) = self.quarter else {
            half_turns(out, axes, (k - 1) / 2, on);
            self.quarter_without(out, axes, on);
            return;
        };
        let Some(r) = native.gate.pair_rotation(&[]) else {
            // ecr is exp(-i pi ZX / 4), then X on its first operand.
            let (native, have) = self.towards(native, [Axis::Z, Axis::X], axes);
            let [a, b] = native.operands(on);
            within_axes(out, have, axes, on, &mut |out| {
                out.push(native.gate, &[], &[a, b]);
                out.one(Gate::X, a);
            });
            half_turns(out, axes, (k - 1) / 2, on);
            return;
        };
        let (native, have) = self.towards(native, r.axes, axes);
        let [a, b] = native.operands(on);
        within_axes(out, have, axes, on, &mut |out| {
            out.push(native.gate, &[], &[a, b]);
            undo_locals(out, &r, [a, b]);
        });
        // The gate turns by -pi/2.
        half_turns(out, axes, (k + 1) / 2, on);
    }

    /// The direction of a gate about `axes` that leaves fewer of them to be turned into `want`, with its own axes in
    /// the order of the pair.
    fn towards(&self, native: Native, axes: [Axis; 2], want: [Axis; 2]) -> (Native, [Axis; 2]) {
        let turned = |n: &Native| {
            let have = n.axes(axes);
            (0..2).filter(|&i| have[i] != want[i]).count()
        };
        let other = Native {
            flipped: !native.flipped,
            ..native
        };
        let best = match self.both_ways && turned(&other) < turned(&native) {
            true => other,
            false => native,
        };
        (best, best.axes(axes))
    }

    /// exp(-i pi A B / 4) where no gate makes a quarter by itself.
    fn quarter_without(&self, out: &mut Steps, axes: [Axis; 2], on: [Wire; 2]) {
        if self.angled.is_some() {
            let form = self.form(FRAC_PI_2);
            self.angled(out, axes, &Angle::HALF_PI, on, form);
        } else if let Some(native) = self.eighth {
            let [a, b] = native.operands(on);
            let r = native.gate.pair_rotation(&[]).expect("a pair rotation");
            within_axes(out, native.axes(r.axes), axes, on, &mut |out| {
                for _ in 0..2 {
                    out.push(native.gate, &[], &[a, b]);
                    undo_locals(out, &r, [a, b]);
                }
                // Each turns by -pi/4, csdg by pi/4.
                if r.angle == Angle::pi(-1, 4) {
                    half_turns(out, r.axes, 1, [a, b]);
                }
            });
        } else if let Some(gate) = self.exchange {
            self.quarter_by_exchanges(out, gate, axes, on);
        } else {
            unreachable!("callers ask for an entangling gate first");
        }
    }

    fn quarter_by_exchanges(&self, out: &mut Steps, gate: Gate, axes: [Axis; 2], on: [Wire; 2]) {
        let [a, b] = on;
        if matches!(gate, Gate::Siswap | Gate::Siswapdg) {
            // X on one qubit between two of them turns YY round: exp(+-i pi XX / 4) is left.
            within_axes(out, [Axis::X, Axis::X], axes, on, &mut |out| {
                for _ in 0..2 {
                    out.push(gate, &[], &[a, b]);
                    out.one(Gate::X, a);
                }
                if gate == Gate::Siswap {
                    half_turns(out, [Axis::X, Axis::X], 1, on);
                }
            });
            return;
        }
        // iswap = swap cz (s s), so iswap (sdg h on b, sdg on a) iswap (sdg sdg) = cz h cz, h on a, and that is h and
        // XZ = -i Y on a where b is set: exp(-i pi Y / 4) exp(i pi YZ / 4).
        let iswap = |out: &mut Steps| {
            // Z on one qubit around the inverse makes it iswap.
            let mut round = Steps::new();
            if gate == Gate::Iswapdg {
                round.one(Gate::Z, a);
            }
            out.within(&round, |out| out.push(gate, &[], &[a, b]));
        };
        within_axes(out, [Axis::Y, Axis::Z], axes, on, &mut |out| {
            out.one(Gate::Sdg, a);
            out.one(Gate::Sdg, b);
            iswap(out);
            out.one(Gate::H, b);
            out.one(Gate::Sdg, b);
            out.one(Gate::Sdg, a);
            iswap(out);
            out.one(Gate::H, a);
            out.rotate(Axis::Y, &Angle::HALF_PI.neg(), a);
            half_turns(out, [Axis::Y, Axis::Z], 1, on);
        });
    }

    /// exp(-i angle A B / 2) by any angle.
    fn any(&self, out: &mut Steps, axes: [Axis; 2], angle: &Angle, on: [Wire; 2], form: u8) {
        if self.angled.is_some() {
            self.angled(out, axes, angle, on, form);
            return;
        }
        // cx turns Z on its target into ZZ, and X on its control into XX, from which Y is only a phase gate away.
        let by_control = axes.iter().all(|&axis| axis != Axis::Z);
        let (start, axis, wire) = match by_control {
            true => ([Axis::X, Axis::X], Axis::X, on[0]),
            false => ([Axis::Z, Axis::Z], Axis::Z, on[1]),
        };
        within_axes(out, start, axes, on, &mut |out| {
            self.cx(out, on);
            out.rotate(axis, angle, wire);
            self.cx(out, on);
        });
    }

    fn angled(&self, out: &mut Steps, axes: [Axis; 2], angle: &Angle, on: [Wire; 2], form: u8) {
        let (native, range) = self.angled.expect("the caller looked");
        let [a, b] = native.operands(on);
        let (turns, negative) = unfold(form);
        let mut inner = angle.sub(&Angle::pi(turns, 1));
        if negative {
            inner = inner.neg();
        }
        if range.is_none() {
            // A turn by 2 pi is the phase pi.
            let reduced = inner.modulo(2);
            let turns = inner.sub(&reduced).value().unwrap_or(0.0) / (2.0 * PI);
            if turns.round() % 2.0 != 0.0 {
                out.add_phase(&Angle::PI);
            }
            inner = reduced;
        }
        let zero = Angle::ZERO;
        let params = match native.gate {
            Gate::Ms => vec![zero.clone(), zero, inner],
            Gate::Rzz | Gate::Rxx | Gate::Ryy | Gate::Rzx => vec![inner],
            _ => vec![inner.scale(-2, 1)],
        };
        let r = match native.gate {
            Gate::Ms => Gate::Rxx.pair_rotation(&params[2..]),
            gate => gate.pair_rotation(&params),
        }
        .expect("gates with an angle are pair rotations");
        within_axes(out, native.axes(r.axes), axes, on, &mut |out| {
            let mut round = Steps::new();
            if negative {
                round.one(turner(r.axes[0]), a);
            }
            out.within(&round, |out| {
                out.push(native.gate, &params, &[a, b]);
                undo_locals(out, &r, [a, b]);
            });
            half_turns(out, r.axes, turns, [a, b]);
        });
    }

    /// exp(-i angle (XX + YY) / 2), the angle in units of pi/8: a native exchange, or two quarters.
    fn exchange(&self, out: &mut Steps, eighths: i32, on: [Wire; 2]) {
        let [a, b] = on;
        let native = match self.exchange {
            Some(g @ (Gate::Siswap | Gate::Siswapdg)) => Some((g, 2)),
            Some(g) if eighths.abs() == 4 => Some((g, 4)),
            _ => None,
        };
        if let Some((gate, size)) = native {
            let forward = matches!(gate, Gate::Siswap | Gate::Iswap);
            let mut round = Steps::new();
            if forward != (eighths < 0) {
                round.one(Gate::Z, a);
            }
            out.within(&round, |out| {
                for _ in 0..eighths.abs() / size {
                    out.push(gate, &[], &[a, b]);
                }
            });
            return;
        }
        let angle = Angle::pi(eighths, 8);
        if self.quarter.is_none() && self.angled.is_some() {
            self.rotate(out, [Axis::X, Axis::X], &angle, on, self.form_of(&angle));
            self.rotate(out, [Axis::Y, Axis::Y], &angle, on, self.form_of(&angle));
            return;
        }
        // cx turns X on its control into XX and Z on its target into ZZ; a quarter about X turns ZZ into YY.
        let mut around = Steps::new();
        around.one(Gate::Sx, a);
        around.one(Gate::Sx, b);
        out.within(&around, |out| {
            self.cx(out, on);
            out.rotate(Axis::X, &angle, a);
            out.rz(&angle, b);
            self.cx(out, on);
        });
    }

    fn form_of(&self, angle: &Angle) -> u8 {
        angle.value().map_or(0, |x| self.form(x))
    }

    /// exp(i pi/4) times quarters about XX, YY and ZZ, backwards.
    fn swap(&self, out: &mut Steps, on: [Wire; 2]) {
        let back = Angle::HALF_PI.neg();
        match self.exchange {
            Some(Gate::Siswap | Gate::Siswapdg) if self.quarter.is_none() => {
                // Three square roots, each about two of the three axes.
                for pair in [[Axis::X, Axis::Y], [Axis::Y, Axis::Z], [Axis::Z, Axis::X]] {
                    let mut turn = Steps::new();
                    for &w in &on {
                        cycle(&mut turn, pair[0], w);
                    }
                    out.append_inverse(&turn);
                    self.exchange(out, -2, on);
                    out.append(&turn);
                }
            }
            Some(Gate::Iswap | Gate::Iswapdg) => {
                self.exchange(out, -4, on);
                self.rotate(out, [Axis::Z, Axis::Z], &back, on, self.form_of(&back));
            }
            _ if self.quarter.is_none() && self.angled.is_some() => {
                for axis in [Axis::X, Axis::Y, Axis::Z] {
                    self.rotate(out, [axis, axis], &back, on, self.form_of(&back));
                }
            }
            _ => {
                self.cx(out, on);
                self.cx_back(out, on);
                self.cx(out, on);
                return;
            }
        }
        out.add_phase(&Angle::pi(-1, 4));
    }
}

impl Native {
    fn operands(self, [a, b]: [Wire; 2]) -> [Wire; 2] {
        if self.flipped {
            [b, a]
        } else {
            [a, b]
        }
    }

    /// Axes of the native gate in the order of the pair.
    fn axes(self, [first, second]: [Axis; 2]) -> [Axis; 2] {
        if self.flipped {
            [second, first]
        } else {
            [first, second]
        }
    }
}

/// Half turns taken off and sign of a form.
fn unfold(form: u8) -> (i32, bool) {
    // 0, 1, -1, 2, -2, ..: the fewest half turns first.
    let step = i32::from(form / 2);
    let turns = if step % 2 == 1 {
        (step + 1) / 2
    } else {
        -step / 2
    };
    (turns, form % 2 == 1)
}

fn native_angle(gate: Gate, pair: f64) -> f64 {
    match gate {
        Gate::Cp | Gate::Crx | Gate::Cry | Gate::Crz => -2.0 * pair,
        _ => pair,
    }
}

/// exp(-i k pi A B / 2) = (-i A B)^k.
fn half_turns(out: &mut Steps, axes: [Axis; 2], k: i32, on: [Wire; 2]) {
    if k.rem_euclid(2) == 1 {
        for (axis, wire) in axes.into_iter().zip(on) {
            out.one(pauli(axis), wire);
        }
    }
    // (-i AB)^k = AB (-i)^k for odd k and (-i)^k for even k, since (AB)^2 = 1.
    out.add_phase(&Angle::pi(-k, 2));
}

fn pauli(axis: Axis) -> Gate {
    match axis {
        Axis::X => Gate::X,
        Axis::Y => Gate::Y,
        _ => Gate::Z,
    }
}

/// A Pauli that turns the axis round.
fn turner(axis: Axis) -> Gate {
    match axis {
        Axis::X => Gate::Z,
        _ => Gate::X,
    }
}

/// Take back what a gate does beside its pair rotation.
fn undo_locals(out: &mut Steps, r: &PairRotation, on: [Wire; 2]) {
    for ((axis, angle), wire) in r.axes.into_iter().zip(&r.local).zip(on) {
        out.rotate(axis, &angle.neg(), wire);
    }
    out.add_phase(&r.phase.neg());
}

/// Append what `inner` writes with each axis `have` turned into `want`.
fn within_axes(
    out: &mut Steps,
    have: [Axis; 2],
    want: [Axis; 2],
    on: [Wire; 2],
    inner: &mut dyn FnMut(&mut Steps),
) {
    let mut turn = Steps::new();
    for ((have, want), wire) in have.into_iter().zip(want).zip(on) {
        let gate = match (have, want) {
            (Axis::Z, Axis::X) | (Axis::X, Axis::Z) => Gate::H,
            (Axis::X, Axis::Y) => Gate::S,
            (Axis::Y, Axis::X) => Gate::Sdg,
            (Axis::Y, Axis::Z) => Gate::Sx,
            (Axis::Z, Axis::Y) => Gate::Sxdg,
            _ => continue,
        };
        turn.one(gate, wire);
    }
    out.append_inverse(&turn);
    inner(out);
    out.append(&turn);
}

/// Turns X, Y into `to` and the axis after it.
fn cycle(out: &mut Steps, to: Axis, on: Wire) {
    match to {
        Axis::X => {}
        // X -> Y -> Z -> X.
        Axis::Y => {
            out.one(Gate::Sx, on);
            out.one(Gate::S, on);
        }
        _ => {
            out.one(Gate::Sdg, on);
            out.one(Gate::Sxdg, on);
        }
    }
}
