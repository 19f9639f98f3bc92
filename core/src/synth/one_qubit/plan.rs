// SPDX-License-Identifier: Apache-2.0
//! How the rotations of a run become rotations and Cliffords of a basis.
//!
//! A rotation about any Pauli axis is a rotation about an axis the basis has, between two Cliffords; Cliffords in
//! between two rotations join, and quarter turns about a rotation's own axis join it for nothing. Which Cliffords
//! to choose is a shortest path: after the first i rotations the gates emitted so far amount to `D_i R_i ... R_1`
//! for some Clifford D_i, and that D_i is the state.
//!
//! ```text
//!  D_0 = 1      D_i = A(quarters) G D_(i-1),   G D_(i-1) p_i (..)^-1 = +-A      last: G = tail D_k^-1
//! ```
//!
//! The path depends on the axes and the tail only, never on the angles (where the basis has rotations by any angle), so
//! a plan for up to three rotations is found once per shape and kept: there are 528 shapes.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::basis::{Basis, Cost};
use super::clifford::{Clifford, CLASSES};
use super::run::{reduced, Run, Turn};
use crate::angle::PiRatio;
use crate::synth::euler::Pauli;
use crate::Angle;

/// One step of a plan.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Step {
    /// Generator of the basis by index.
    Fixed(u8),
    /// Rotation number `turn` of the run as `R_axis(+-angle + quarters * pi/2)`.
    Turn {
        turn: u32,
        axis: Pauli,
        negated: bool,
        quarters: u8,
    },
}

/// Steps, first applied first; their product is `exp(i pi/8 eighths) * tail * R_k ... R_1`.
#[derive(Clone, Debug)]
pub struct Plan {
    pub steps: SmallVec<[Step; 8]>,
    pub eighths: i64,
    pub cost: Cost,
}

/// Plans by shape; `None` where the basis cannot express it.
type Plans = FxHashMap<u32, Option<Plan>>;

/// Plans for one basis. What a copy finds, all copies know.
#[derive(Clone, Debug)]
pub struct Planner {
    pub basis: Arc<Basis>,
    kept: Plans,
    shared: Arc<Mutex<Plans>>,
}

/// Longest run whose plan is kept.
const KEPT_TURNS: usize = 3;

/// What stands in the way of `R_axis(angle)` being one gate: nothing, or its number of eighth turns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Any,
    /// Odd multiple of pi/4, modulo 8, in a basis that has no other rotations.
    Eighths(u8),
}

impl Planner {
    pub fn new(basis: Basis) -> Planner {
        Planner {
            basis: Arc::new(basis),
            kept: Plans::default(),
            shared: Arc::default(),
        }
    }

    /// The cheapest plan and the basis it is written in; `None` if the basis cannot express the run.
    pub fn plan(&mut self, run: &Run) -> Option<(&Plan, &Basis)> {
        let mut shape = 0;
        let discrete = self.basis.turns.iter().all(Option::is_none);
        for turn in run.turns.iter().take(KEPT_TURNS) {
            let class = match discrete {
                false => 0,
                true => u32::from(eighths(&turn.angle)?),
            };
            shape = shape << 5 | (turn.axis as u32) << 3 | class;
        }
        if run.turns.len() > KEPT_TURNS {
            // Long runs are rare; the entry of the impossible key is overwritten each time.
            let plan = self.search(&run.turns, run.tail.class(), discrete);
            self.kept.insert(u32::MAX, plan);
            return Some((self.kept[&u32::MAX].as_ref()?, &self.basis));
        }
        let key = (run.tail.class() << 2 | run.turns.len()) << (5 * KEPT_TURNS);
        let key = key as u32 | shape;
        if !self.kept.contains_key(&key) {
            let plans = || self.shared.lock().unwrap_or_else(PoisonError::into_inner);
            let known = plans().get(&key).cloned();
            let plan = known.unwrap_or_else(|| {
                let plan = self.search(&run.turns, run.tail.class(), discrete);
                plans().insert(key, plan.clone());
                plan
            });
            self.kept.insert(key, plan);
        }
        Some((self.kept[&key].as_ref()?, &self.basis))
    }

    fn search(&self, turns: &[Turn], tail: usize, discrete: bool) -> Option<Plan> {
        /// How a state was reached: (state before, Clifford applied, the rotation).
        #[derive(Clone, Copy)]
        struct Back {
            from: u8,
            step: Step,
            clifford: u8,
        }
        let mut costs = [None; CLASSES];
        costs[0] = Some(Cost::NOTHING);
        let mut backs: Vec<[Option<Back>; CLASSES]> = Vec::with_capacity(turns.len());
        for (i, turn) in turns.iter().enumerate() {
            let class = match discrete {
                false => Class::Any,
                true => Class::Eighths(eighths(&turn.angle)?),
            };
            let mut next: [Option<Cost>; CLASSES] = [None; CLASSES];
            let mut back = [None; CLASSES];
            for (from, reached) in costs.iter().enumerate() {
                let Some(reached) = reached else { continue };
                for (clifford, sequence) in self.basis.cliffords.iter().enumerate() {
                    let Some(sequence) = sequence else { continue };
                    let frame = Clifford::of_class(clifford) * Clifford::of_class(from);
                    let (axis, negated) = frame.image(turn.axis);
                    for quarters in 0..4 {
                        let Some(price) = self.turn_cost(axis, negated, quarters, class) else {
                            continue;
                        };
                        let cost = reached.plus(sequence.cost).plus(price);
                        let to = (Clifford::quarter(axis, i64::from(quarters)) * frame).class();
                        if next[to].is_none_or(|known| cost < known) {
                            next[to] = Some(cost);
                            back[to] = Some(Back {
                                from: from as u8,
                                clifford: clifford as u8,
                                step: Step::Turn {
                                    turn: i as u32,
                                    axis,
                                    negated,
                                    quarters,
                                },
                            });
                        }
                    }
                }
            }
            costs = next;
            backs.push(back);
        }
        let tail = Clifford::of_class(tail);
        let rest = |state: usize| (tail * Clifford::of_class(state).inverse()).class();
        let (cost, last) = (0..CLASSES)
            .filter_map(|state| {
                let sequence = self.basis.cliffords[rest(state)].as_ref()?;
                Some((costs[state]?.plus(sequence.cost), state))
            })
            .min()?;
        let mut path = Vec::with_capacity(turns.len());
        let mut state = last;
        for back in backs.iter().rev() {
            let b = back[state].expect("the path was recorded");
            path.push(b);
            state = usize::from(b.from);
        }
        // Forwards again, now with signs.
        let mut plan = Plan {
            steps: SmallVec::new(),
            eighths: 0,
            cost,
        };
        let mut product = Clifford::ONE;
        for b in path.iter().rev() {
            product = self.append(&mut plan, usize::from(b.clifford)) * product;
            if let Step::Turn { axis, quarters, .. } = b.step {
                product = Clifford::quarter(axis, i64::from(quarters)) * product;
            }
            plan.steps.push(b.step);
        }
        product = self.append(&mut plan, rest(last)) * product;
        debug_assert_eq!(tail.class(), product.class());
        if product.is_negative() {
            plan.eighths += 8;
        }
        Some(plan)
    }

    /// The gates of a Clifford class onto a plan; returns the lift they amount to beside the phase.
    fn append(&self, plan: &mut Plan, class: usize) -> Clifford {
        let sequence = self.basis.cliffords[class].as_ref();
        let sequence = sequence.expect("only reachable classes are used");
        let steps = sequence.generators.iter().map(|&g| Step::Fixed(g));
        plan.steps.extend(steps);
        plan.eighths += sequence.eighths;
        Clifford::of_class(class)
    }

    /// Price of `R_axis(+-angle + quarters * pi/2)` as one gate.
    fn turn_cost(&self, axis: Pauli, negated: bool, quarters: u8, class: Class) -> Option<Cost> {
        match class {
            Class::Any => self.basis.turns[axis as usize].map(|gate| self.basis.cost(gate)),
            Class::Eighths(k) if axis == Pauli::Z => {
                let k = if negated { 8 - k } else { k } + 2 * quarters;
                let named = match k % 8 {
                    1 => self.basis.eighth_turns[0],
                    7 => self.basis.eighth_turns[1],
                    _ => false,
                };
                named.then(|| self.basis.price(0, 1))
            }
            Class::Eighths(_) => None,
        }
    }
}

/// `k` in 0..8 with angle = k * pi/4 modulo 2 pi.
fn eighths(angle: &Angle) -> Option<u8> {
    match angle {
        Angle::Pi(r) if 4 % r.den == 0 => {
            let k = i64::from(r.num) * i64::from(4 / r.den);
            Some(k.rem_euclid(8) as u8)
        }
        _ => None,
    }
}

/// The angle of a step in (-pi, pi], and whether reducing it changed the sign of the rotation.
pub fn step_angle(angle: &Angle, negated: bool, quarters: u8) -> (Angle, bool) {
    let angle = if negated { angle.neg() } else { angle.clone() };
    let quarters = PiRatio::new(i64::from(quarters), 2).expect("at most three");
    match quarters.num {
        0 => reduced(&angle),
        _ => reduced(&angle.add(&Angle::Pi(quarters))),
    }
}
