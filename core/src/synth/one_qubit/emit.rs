// SPDX-License-Identifier: Apache-2.0
//! Plans into gates, one style of native gate at a time.

use std::f64::consts::TAU;
use std::sync::{Arc, Mutex, PoisonError};

use super::basis::{Basis, Cost};
use super::clifford::Clifford;
use super::plan::{step_angle, Planner, Step};
use super::run::{reduced, Phase, Run, Turn};
use crate::synth::euler::Pauli;
use crate::target::GateSet;
use crate::{Angle, Gate};

/// Sets of gates whose tables are kept.
const MOST_MADE: usize = 32;

/// Taking whole turns off a float.
const WINDING_ROUNDING: f64 = 1e-15;

/// A gate on the run's qubit. Angles beyond the gate's own are zero.
#[derive(Clone, PartialEq, Debug)]
pub struct Emitted {
    pub gate: Gate,
    pub angles: [Angle; 3],
}

impl Emitted {
    fn bare(gate: Gate) -> Emitted {
        Emitted {
            gate,
            angles: [Angle::ZERO; 3],
        }
    }

    fn of(gate: Gate, first: Angle) -> Emitted {
        Emitted {
            gate,
            angles: [first, Angle::ZERO, Angle::ZERO],
        }
    }

    pub fn params(&self) -> &[Angle] {
        &self.angles[..self.gate.num_params()]
    }
}

/// The family of gates that does the work.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Style {
    /// Cliffords and rotations about fixed axes.
    Axes,
    /// One gate for everything: `u` or `phxz`.
    Whole(Gate),
    /// Rotations about any axis in the plane: `r`.
    Plane,
    /// The same by half and quarter turns only: `gpi` and `gpi2`.
    Ion,
}

/// One-qubit synthesis into one set of gates.
#[derive(Clone, Debug)]
pub struct Synthesizer {
    style: Style,
    gates: GateSet,
    /// Prices of the target's own gates.
    prices: Arc<Basis>,
    planner: Planner,
    /// Axes of the cheapest form of a rotation that has no form of its own, and its price.
    general: Option<([Pauli; 2], Cost)>,
    /// Rotations are written by no more than half a turn either way.
    within_a_turn: bool,
}

impl Synthesizer {
    /// The tables of a set are made once.
    pub fn new(gates: GateSet) -> Synthesizer {
        static MADE: Mutex<Vec<Synthesizer>> = Mutex::new(Vec::new());
        let gates = gates.on(1);
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.iter().find(|s| s.gates == gates) {
            return known.clone();
        }
        let new = Synthesizer::make(gates);
        if made.len() < MOST_MADE {
            made.push(new.clone());
        }
        new
    }

    fn make(gates: GateSet) -> Synthesizer {
        let has = |g| gates.contains(g);
        let (style, inner) = if has(Gate::U) {
            (Style::Whole(Gate::U), &[Gate::Rz, Gate::Rx][..])
        } else if has(Gate::Phxz) {
            (Style::Whole(Gate::Phxz), &[Gate::Rz, Gate::Rx][..])
        } else if has(Gate::R) {
            (Style::Plane, &[Gate::Rz, Gate::Rx][..])
        } else if has(Gate::Gpi) && has(Gate::Gpi2) {
            (Style::Ion, &[Gate::Rz, Gate::Sx, Gate::Sxdg, Gate::X][..])
        } else {
            (Style::Axes, &[][..])
        };
        let basis = match style {
            Style::Axes => Basis::new(gates),
            _ => Basis::new(GateSet::of(inner)),
        };
        let mut planner = Planner::new(basis);
        let general = cheapest_axes(&mut planner);
        Synthesizer {
            style,
            gates,
            prices: Arc::new(Basis::new(gates)),
            planner,
            general,
            within_a_turn: false,
        }
    }

    /// The same with every rotation by at most half a turn either way, for devices that limit angles.
    #[must_use]
    pub fn within_a_turn(self) -> Synthesizer {
        Synthesizer {
            within_a_turn: true,
            ..self
        }
    }

    /// The one-qubit gates synthesised into.
    pub fn gates(&self) -> GateSet {
        self.gates
    }

    /// Price of one gate of the set.
    #[inline]
    pub fn cost(&self, gate: Gate) -> Cost {
        self.prices.cost(gate)
    }

    /// (pulses, gates) of a price.
    #[inline]
    pub fn parts(&self, cost: Cost) -> (u32, u32) {
        self.prices.parts(cost)
    }

    /// `new` costs less than `old` in pulses or gates and no more in either.
    #[inline]
    pub fn is_better(&self, new: Cost, old: Cost) -> bool {
        let ((new_pulses, new_gates), (pulses, gates)) = (self.parts(new), self.parts(old));
        new_pulses <= pulses && new_gates <= gates && new != old
    }

    /// Every one-qubit unitary can be written.
    pub fn is_universal(&self) -> bool {
        self.general.is_some()
    }

    /// Write the best form of `run` into `out`: gates in order, price, and global phase left over.
    ///
    /// `None` where the gates cannot express it. With `exact`, a Clifford+T run is never turned into floating
    /// angles. The run may be rewritten (its error then includes that).
    pub fn synthesize(
        &mut self,
        run: &mut Run,
        exact: bool,
        out: &mut Vec<Emitted>,
    ) -> Option<(Cost, Phase)> {
        out.clear();
        self.collapse(run, exact);
        let mut phase = Phase {
            eighths: if run.tail.is_negative() { 8 } else { 0 },
            rest: Angle::ZERO,
        };
        phase.join(&run.phase);
        let (plan, basis) = self.planner.plan(run)?;
        // The emitted gates are `exp(i made)` times the run's rotations.
        let mut made = Phase {
            eighths: plan.eighths,
            rest: Angle::ZERO,
        };
        let price = plan.cost;
        match self.style {
            Style::Axes => {
                for &step in &plan.steps {
                    axes_step(basis, self.gates, step, run, out, &mut made);
                }
            }
            _ => {
                let word = word(basis, &plan.steps, &run.turns, &mut made);
                match self.style {
                    Style::Whole(gate) => whole(gate, self.gates, &word, out, &mut made),
                    _ => in_plane(self.style, self.gates, &word, out, &mut made),
                }
            }
        }
        phase.eighths -= made.eighths;
        if !made.rest.is_zero() {
            phase.add(&made.rest.neg());
        }
        if self.within_a_turn {
            run.error += wind_back(out, &mut phase);
        }
        let cost = match self.style {
            Style::Axes => price,
            _ => out
                .iter()
                .fold(Cost::NOTHING, |sum, e| sum.plus(self.prices.cost(e.gate))),
        };
        Some((cost, phase))
    }

    /// Replace a run of numbers by Euler angles where that is cheaper than its own rotations.
    fn collapse(&mut self, run: &mut Run, exact: bool) {
        let Some((axes, general)) = self.general else {
            return;
        };
        if run.turns.len() < 2 || !run.is_numeric() {
            return;
        }
        if exact && self.style == Style::Axes && run.is_clifford_t() {
            return;
        }
        let own = match run.turns.len() {
            2 | 3 => self.planner.plan(run).map(|(p, _)| p.cost),
            _ => None,
        };
        if own.is_none_or(|own| own > general) {
            run.collapse(axes);
        }
    }
}

/// Bring rotations into half a turn either way; a whole turn is a sign. Returns the rounding.
fn wind_back(out: &mut [Emitted], phase: &mut Phase) -> f64 {
    let mut error = 0.0;
    for emitted in out {
        if !matches!(emitted.gate, Gate::Rx | Gate::Ry | Gate::Rz | Gate::P) {
            continue;
        }
        let angle = &emitted.angles[0];
        let (Some(value), near) = (angle.value(), angle.modulo(2)) else {
            continue;
        };
        let turns = ((value - near.value().unwrap_or(value)) / TAU).round();
        if turns != 0.0 {
            if emitted.gate != Gate::P && turns.rem_euclid(2.0) == 1.0 {
                phase.eighths += 8;
            }
            if matches!(near, Angle::Radians(_)) {
                error += WINDING_ROUNDING;
            }
            emitted.angles[0] = near;
        }
    }
    error
}

fn cheapest_axes(planner: &mut Planner) -> Option<([Pauli; 2], Cost)> {
    let generic = Angle::radians(0.3);
    let mut best: Option<([Pauli; 2], Cost)> = None;
    // About z first: among equals the first is kept.
    for first in [Pauli::Z, Pauli::X, Pauli::Y] {
        for second in Pauli::ALL.into_iter().filter(|&p| p != first) {
            let turns = [first, second, first].map(|axis| Turn {
                axis,
                angle: generic.clone(),
            });
            let run = Run {
                turns: turns.into_iter().collect(),
                ..Run::default()
            };
            let Some(cost) = planner.plan(&run).map(|(p, _)| p.cost) else {
                continue;
            };
            if best.is_none_or(|(_, known)| cost < known) {
                best = Some(([first, second], cost));
            }
        }
    }
    best
}

fn axes_step(
    basis: &Basis,
    gates: GateSet,
    step: Step,
    run: &Run,
    out: &mut Vec<Emitted>,
    made: &mut Phase,
) {
    match step {
        Step::Fixed(g) => {
            let g = &basis.generators[usize::from(g)];
            out.push(match &g.angle {
                None => Emitted::bare(g.gate),
                Some(a) => Emitted::of(g.gate, a.clone()),
            });
        }
        Step::Turn {
            turn,
            axis,
            negated,
            quarters,
        } => {
            let angle = &run.turns[turn as usize].angle;
            let (angle, flipped) = step_angle(angle, negated, quarters);
            if flipped {
                made.eighths += 8;
            }
            match axis {
                Pauli::Z => about_z(gates, angle, out, made),
                _ => {
                    let gate = basis.turns[axis as usize].expect("the plan uses what is there");
                    out.push(Emitted::of(gate, angle));
                }
            }
        }
    }
}

/// `Rz(angle)`, the angle in (-pi, pi], as one gate; nothing for angle zero.
fn about_z(gates: GateSet, angle: Angle, out: &mut Vec<Emitted>, made: &mut Phase) {
    if angle.is_zero() {
        return;
    }
    let named = match angle.quarter_turns_of_pi() {
        Some(1) => Some(Gate::T),
        Some(-1) => Some(Gate::Tdg),
        Some(2) => Some(Gate::S),
        Some(-2) => Some(Gate::Sdg),
        Some(4) => Some(Gate::Z),
        _ => None,
    };
    if let Some(gate) = named.filter(|&g| gates.contains(g)) {
        made.eighths += angle.quarter_turns_of_pi().expect("it has a name");
        out.push(Emitted::bare(gate));
        return;
    }
    if gates.contains(Gate::Rz) {
        out.push(Emitted::of(Gate::Rz, angle));
        return;
    }
    // The others are diag(1, exp(i angle)).
    made.add(&angle.half());
    if gates.contains(Gate::P) {
        out.push(Emitted::of(Gate::P, angle));
    } else if gates.contains(Gate::U) {
        out.push(Emitted {
            gate: Gate::U,
            angles: [Angle::ZERO, Angle::ZERO, angle],
        });
    } else {
        out.push(Emitted {
            gate: Gate::Phxz,
            angles: [Angle::ZERO, angle, Angle::ZERO],
        });
    }
}

/// Rotations about z and x in turn: `z[0]` is applied first, then `x[0]`, `z[1]`, ... and the last of `z`.
struct Word {
    /// One more than `x`.
    z: Vec<Angle>,
    x: Vec<Angle>,
}

/// A plan over rotations about z and x as a word of them.
fn word(basis: &Basis, steps: &[Step], turns: &[Turn], made: &mut Phase) -> Word {
    let mut word = Word {
        z: vec![Angle::ZERO],
        x: Vec::new(),
    };
    let mut push = |axis: Pauli, angle: &Angle| match axis {
        Pauli::X => {
            word.x.push(angle.clone());
            word.z.push(Angle::ZERO);
        }
        _ => {
            let z = word.z.last_mut().expect("never empty");
            *z = z.add(angle);
        }
    };
    for &step in steps {
        match step {
            Step::Fixed(g) => {
                let g = &basis.generators[usize::from(g)];
                // Generators here are quarter turns about x or z; their named gates' phases are not emitted.
                made.eighths -= g.eighths;
                let (axis, quarters) = [(Pauli::X, 1), (Pauli::X, -1), (Pauli::X, 2)]
                    .into_iter()
                    .chain([(Pauli::Z, 1), (Pauli::Z, -1), (Pauli::Z, 2)])
                    .find(|&(axis, k)| Clifford::quarter(axis, k) == g.clifford)
                    .expect("a quarter turn");
                push(axis, &Angle::pi(quarters as i32, 2));
            }
            Step::Turn {
                turn,
                axis,
                negated,
                quarters,
            } => {
                let (angle, flipped) = step_angle(&turns[turn as usize].angle, negated, quarters);
                if flipped {
                    made.eighths += 8;
                }
                push(axis, &angle);
            }
        }
    }
    word
}

/// Each rotation about x, with the z rotations after it, as one `u` or `phxz`.
fn whole(gate: Gate, gates: GateSet, word: &Word, out: &mut Vec<Emitted>, made: &mut Phase) {
    if word.x.is_empty() {
        let (angle, flipped) = reduced(&word.z[0]);
        made.eighths += if flipped { 8 } else { 0 };
        about_z(gates, angle, out, made);
        return;
    }
    for (i, theta) in word.x.iter().enumerate() {
        let before = if i == 0 { &word.z[0] } else { &Angle::ZERO };
        let after = &word.z[i + 1];
        let (theta, flipped) = reduced(theta);
        made.eighths += if flipped { 8 } else { 0 };
        let sum = before.add(after);
        if gate == Gate::Phxz {
            // phxz(x, z, a) = exp(i (x + z)/2) Rz(z + a) Rx(x) Rz(-a), periodic in 2 pi in each angle.
            made.add(&sum.add(&theta).half());
            out.push(Emitted {
                gate,
                angles: [theta, sum.modulo(2), before.neg().modulo(2)],
            });
            continue;
        }
        // Rz(a) Rx(t) Rz(b) = exp(-i (a + b)/2) u(t, a - pi/2, b + pi/2), periodic in the last two.
        made.add(&sum.half());
        let mut phi = after.sub(&Angle::HALF_PI);
        let mut lambda = before.add(&Angle::HALF_PI);
        let mut theta = theta;
        if theta.value().is_some_and(|t| t < 0.0) {
            theta = theta.neg();
            phi = phi.add(&Angle::PI);
            lambda = lambda.sub(&Angle::PI);
        }
        let (phi, lambda) = (phi.modulo(2), lambda.modulo(2));
        out.push(match theta == Angle::HALF_PI && gates.contains(Gate::U2) {
            true => Emitted {
                gate: Gate::U2,
                angles: [phi, lambda, Angle::ZERO],
            },
            false => Emitted {
                gate,
                angles: [theta, phi, lambda],
            },
        });
    }
}

/// Pulses about axes in the plane; z rotations move the axes of later pulses, and what is left of them at the
/// end is a frame change, or goes into the last pulse: `Rz(s) r(t, f) = -r(pi, f + s/2) r(t + pi, f)`.
fn in_plane(style: Style, gates: GateSet, word: &Word, out: &mut Vec<Emitted>, made: &mut Phase) {
    let mut frame = word.z[0].clone();
    let mut pulses: Vec<(Angle, Angle)> = Vec::with_capacity(word.x.len() + 1);
    for (theta, z) in word.x.iter().zip(&word.z[1..]) {
        pulses.push((theta.clone(), frame.neg()));
        frame = frame.add(z);
    }
    let free = [Gate::Rz, Gate::P].into_iter().any(|g| gates.contains(g));
    let (rest, flipped) = reduced(&frame);
    if flipped {
        made.eighths += 8;
    }
    if !free && !rest.is_zero() {
        let (theta, phi) = pulses.pop().unwrap_or((Angle::ZERO, Angle::ZERO));
        let moved = phi.add(&rest.half());
        let (turned, over) = reduced(&theta.add(&Angle::PI));
        // A half turn takes the rotation in whole: r(2 pi, f) = -1.
        made.eighths += if over { 0 } else { 8 };
        if !turned.is_zero() {
            pulses.push((turned, phi));
        }
        pulses.push((Angle::PI, moved));
    }
    for (theta, phi) in pulses {
        let (mut theta, flipped) = reduced(&theta);
        let mut phi = phi;
        if flipped {
            made.eighths += 8;
        }
        if theta.value().is_some_and(|t| t < 0.0) {
            theta = theta.neg();
            phi = phi.add(&Angle::PI);
        }
        let phi = phi.modulo(2);
        out.push(match (style, theta == Angle::PI) {
            (Style::Plane, _) => Emitted {
                gate: Gate::R,
                angles: [theta, phi, Angle::ZERO],
            },
            (_, true) => {
                made.eighths += 4;
                Emitted::of(Gate::Gpi, phi)
            }
            (_, false) => Emitted::of(Gate::Gpi2, phi),
        });
    }
    if free {
        about_z(gates, rest, out, made);
    }
}
