// SPDX-License-Identifier: Apache-2.0
//! A run of one-qubit gates as an exact product of rotations and one Clifford.
//!
//! ```text
//! run  =  exp(i phase) * tail * R_pk(a_k) ... R_p2(a_2) R_p1(a_1)       p_i in {X, Y, Z}, p_i != p_(i+1)
//! ```
//!
//! The tail is a Clifford. A new Clifford gate multiplies it; a new rotation passes through it, which only renames
//! its axis, and then joins the last rotation if the axes agree. An angle that becomes a multiple of pi/2 is absorbed by
//! the tail. Angles are added as [`Angle`]s, so multiples of pi stay exact and symbols stay symbols. Every
//! library gate on one qubit is such a product, so no matrix is needed to read a run.

use std::f64::consts::{FRAC_PI_8, PI};

use smallvec::SmallVec;

use super::clifford::Clifford;
use crate::angle::PiRatio;
use crate::synth::euler::{snapped, wrapped, Pauli, Quaternion};
use crate::synth::matrix::M2;
use crate::{Angle, Gate};

/// A rotation by `angle` about `axis`; the angle is no multiple of pi/2.
#[derive(Clone, PartialEq, Debug)]
pub struct Turn {
    pub axis: Pauli,
    pub angle: Angle,
}

/// A global phase: multiples of pi/8 are counted, the rest is kept as an angle.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Phase {
    /// Units of pi/8.
    pub eighths: i64,
    pub rest: Angle,
}

impl Phase {
    #[inline]
    pub fn add(&mut self, angle: &Angle) {
        match eighths(angle) {
            Some(k) => self.eighths += k,
            None => self.rest = self.rest.add(angle).modulo(2),
        }
    }

    #[inline]
    pub fn join(&mut self, other: &Phase) {
        self.eighths += other.eighths;
        if !other.rest.is_zero() {
            self.add(&other.rest);
        }
    }

    pub fn angle(&self) -> Angle {
        let ratio = PiRatio::new(self.eighths.rem_euclid(16), 8).expect("below 2 pi");
        Angle::Pi(ratio).add(&self.rest).modulo(2)
    }
}

/// `k` with angle = k * pi/8, if there is one.
#[inline]
fn eighths(angle: &Angle) -> Option<i64> {
    match angle {
        Angle::Pi(r) if 8 % r.den == 0 => Some(i64::from(r.num) * i64::from(8 / r.den)),
        _ => None,
    }
}

/// `k` with angle = k * pi/2, if there is one.
#[inline]
fn quarters(angle: &Angle) -> Option<i64> {
    match angle {
        Angle::Pi(r) if r.den <= 2 => Some(i64::from(r.num) * i64::from(2 / r.den)),
        _ => None,
    }
}

/// See the module's page.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// First applied first.
    pub turns: SmallVec<[Turn; 4]>,
    pub tail: Clifford,
    pub phase: Phase,
    /// Bound on the operator-norm error of the float operations so far.
    pub error: f64,
}

impl Default for Run {
    fn default() -> Self {
        Run {
            turns: SmallVec::new(),
            tail: Clifford::ONE,
            phase: Phase::default(),
            error: 0.0,
        }
    }
}

impl Run {
    /// Forget everything, keeping memory.
    #[inline]
    pub fn clear(&mut self) {
        self.turns.clear();
        self.tail = Clifford::ONE;
        self.phase.eighths = 0;
        if !self.phase.rest.is_zero() {
            self.phase.rest = Angle::ZERO;
        }
        self.error = 0.0;
    }

    /// A Clifford gate `exp(i pi/8 eighths) * clifford` after the run.
    #[inline]
    fn clifford(&mut self, clifford: Clifford, eighths: i64) {
        self.tail = clifford * self.tail;
        self.phase.eighths += eighths;
    }

    /// A rotation after the run.
    pub fn rotate(&mut self, axis: Pauli, angle: &Angle) {
        if let Some(k) = quarters(angle) {
            self.tail = Clifford::quarter(axis, k) * self.tail;
            return;
        }
        let (axis, negated) = self.tail.inverse().image(axis);
        let angle = if negated { angle.neg() } else { angle.clone() };
        match self.turns.last_mut() {
            Some(top) if top.axis == axis => {
                let sum = self.error + join(&mut top.angle, &angle);
                self.error = sum;
                let Some(k) = quarters(&top.angle) else {
                    return;
                };
                self.turns.pop();
                self.tail = self.tail * Clifford::quarter(axis, k);
            }
            _ => self.turns.push(Turn { axis, angle }),
        }
    }

    /// A library gate after the run. False, and nothing done, for a gate that is not a plain unitary of one
    /// qubit (`u0` is a delay).
    pub fn gate(&mut self, gate: Gate, params: &[Angle]) -> bool {
        use Pauli::{X, Y, Z};
        match gate {
            Gate::Id => {}
            Gate::X => self.clifford(Clifford::quarter(X, 2), 4),
            Gate::Y => self.clifford(Clifford::quarter(Y, 2), 4),
            Gate::Z => self.clifford(Clifford::quarter(Z, 2), 4),
            Gate::H => self.clifford(Clifford::hadamard(), 4),
            Gate::S => self.clifford(Clifford::quarter(Z, 1), 2),
            Gate::Sdg => self.clifford(Clifford::quarter(Z, -1), -2),
            Gate::Sx => self.clifford(Clifford::quarter(X, 1), 2),
            Gate::Sxdg => self.clifford(Clifford::quarter(X, -1), -2),
            Gate::T => {
                self.rotate(Z, &Angle::QUARTER_PI);
                self.phase.eighths += 1;
            }
            Gate::Tdg => {
                self.rotate(Z, &Angle::pi(-1, 4));
                self.phase.eighths -= 1;
            }
            Gate::P => {
                self.rotate(Z, &params[0]);
                self.phase.add(&params[0].half());
            }
            Gate::Rx => self.rotate(X, &params[0]),
            Gate::Ry => self.rotate(Y, &params[0]),
            Gate::Rz => self.rotate(Z, &params[0]),
            Gate::U2 => self.u(&Angle::HALF_PI, &params[0], &params[1]),
            Gate::U => self.u(&params[0], &params[1], &params[2]),
            Gate::R => self.turn_in_plane(&params[0], &params[1]),
            Gate::Gpi => {
                self.turn_in_plane(&Angle::PI, &params[0]);
                self.phase.eighths += 4;
            }
            Gate::Gpi2 => self.turn_in_plane(&Angle::HALF_PI, &params[0]),
            Gate::Phxz => {
                let [x, z, a] = [&params[0], &params[1], &params[2]];
                self.rotate(Z, &a.neg());
                self.rotate(X, x);
                self.rotate(Z, &a.add(z));
                self.phase.add(&x.add(z).half());
            }
            _ => return false,
        }
        true
    }

    /// u(theta, phi, lambda) = exp(i (phi + lambda)/2) Rz(phi) Ry(theta) Rz(lambda).
    fn u(&mut self, theta: &Angle, phi: &Angle, lambda: &Angle) {
        self.rotate(Pauli::Z, lambda);
        self.rotate(Pauli::Y, theta);
        self.rotate(Pauli::Z, phi);
        self.phase.add(&phi.add(lambda).half());
    }

    /// r(theta, phi) = Rz(phi) Rx(theta) Rz(-phi).
    fn turn_in_plane(&mut self, theta: &Angle, phi: &Angle) {
        self.rotate(Pauli::Z, &phi.neg());
        self.rotate(Pauli::X, theta);
        self.rotate(Pauli::Z, phi);
    }

    /// A unitary matrix after the run, as Euler angles.
    pub fn unitary(&mut self, matrix: &M2) {
        let (rotation, phase) = Quaternion::from_unitary(matrix);
        self.quaternion(rotation, [Pauli::Z, Pauli::X]);
        let (angle, off) = snapped(phase);
        self.phase.add(&angle);
        self.error += off + ROUNDING;
    }

    /// A rotation given by its quaternion after the run, written as Euler angles about two axes.
    fn quaternion(&mut self, rotation: Quaternion, [first, second]: [Pauli; 2]) {
        let [mut a, mut middle, mut b] = rotation.euler(first, second);
        // Near 0 and pi only the sum or the difference of the outer angles means anything: it is put into one.
        let exact = snapped(middle).0;
        if exact.is_zero() {
            (a, b) = (a + b, 0.0);
        } else if exact == Angle::PI {
            (a, b) = (a - b, 0.0);
        }
        for (axis, angle) in [(first, &mut b), (second, &mut middle), (first, &mut a)] {
            let (angle, off) = snapped(*angle);
            self.rotate(axis, &angle);
            self.error += off / 2.0;
        }
        self.error += 4.0 * ROUNDING;
    }

    /// Nothing but a phase.
    #[inline]
    pub fn is_identity(&self) -> bool {
        self.turns.is_empty() && self.tail.class() == 0
    }

    /// Every angle is a number.
    pub fn is_numeric(&self) -> bool {
        self.turns.iter().all(|t| !t.angle.is_symbolic())
    }

    /// Every angle is a multiple of pi/4: the run is Clifford+T.
    pub fn is_clifford_t(&self) -> bool {
        let exact = |t: &Turn| matches!(t.angle, Angle::Pi(r) if 4 % r.den == 0);
        self.turns.iter().all(exact)
    }

    /// Rewrite a run of numbers as at most three rotations, about the two axes in turn.
    pub fn collapse(&mut self, axes: [Pauli; 2]) {
        let mut product = Quaternion::ONE;
        for turn in &self.turns {
            let angle = turn.angle.value().expect("only numbers are collapsed");
            product = Quaternion::rotation(turn.axis, angle) * product;
        }
        product = self.tail.quaternion() * product;
        self.error += self.turns.len() as f64 * ROUNDING;
        self.turns.clear();
        self.tail = Clifford::ONE;
        self.quaternion(product, axes);
    }
}

/// One rounding of a rotation, generously.
const ROUNDING: f64 = 4.5e-16;

/// Add to an angle of rotation; returns the error made.
#[inline]
fn join(sum: &mut Angle, angle: &Angle) -> f64 {
    match (&*sum, angle) {
        (Angle::Pi(_), Angle::Pi(_)) | (Angle::Symbolic(_), _) | (_, Angle::Symbolic(_)) => {
            *sum = sum.add(angle);
            0.0
        }
        _ => {
            let exact = sum.value().expect("a number") + angle.value().expect("a number");
            let (snapped, off) = Angle::radians(exact).snapped();
            // Two full turns are the identity, sign included; reducing keeps long sums precise.
            *sum = snapped.modulo(4);
            off + exact.abs() * f64::EPSILON
        }
    }
}

/// The representative in (-pi, pi] of an angle of rotation, and whether the sign of the rotation changed.
pub fn reduced(angle: &Angle) -> (Angle, bool) {
    match angle {
        Angle::Pi(r) => {
            let small = r.modulo(2);
            let turns = (i64::from(r.num) - i64::from(small.num)) / (2 * i64::from(r.den));
            (Angle::Pi(small), turns % 2 != 0)
        }
        Angle::Radians(x) => {
            let small = wrapped(*x);
            let turns = ((x - small) / (2.0 * PI)).round();
            (Angle::radians(small), turns % 2.0 != 0.0)
        }
        // The constant term of an expression is reduced by full periods only, so the sign stays.
        Angle::Symbolic(_) => (angle.modulo(4), false),
    }
}

impl Run {
    /// The matrix; `None` with symbols.
    pub fn matrix(&self) -> Option<M2> {
        let mut product = Quaternion::ONE;
        for turn in &self.turns {
            product = Quaternion::rotation(turn.axis, turn.angle.value()?) * product;
        }
        let phase =
            self.phase.eighths.rem_euclid(16) as f64 * FRAC_PI_8 + self.phase.rest.value()?;
        let rotation = (self.tail.quaternion() * product).matrix();
        Some(rotation.scale(crate::synth::matrix::C64::from_polar(1.0, phase)))
    }
}
