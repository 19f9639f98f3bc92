// SPDX-License-Identifier: Apache-2.0
//! Sequences of pairs, level by level: the inside of [`super::search`].

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::fit::{Fit, Point};
use super::goal::Goal;
use super::least_squares::minimise;
use super::placements::{is_canonical, placement};
use super::search::Search;
use super::shortest::spans;
use super::solve::stream;
use super::template::{any_rotation, unit, Template};
use super::LIMIT;
use crate::synth::draft::Draft;
use crate::synth::euler::Quaternion;

pub type Sequence = Vec<[usize; 2]>;

/// Sequences solved of each length: so many are kept that no more follow.
const FOLLOWERS: usize = 90;
/// Orders of pairs tried at the count of a goal without structure.
const ORDERS: usize = 8;

/// A goal, and some of it to find out faster whether a sequence is any good: what becomes of a few states.
pub struct Job<'a> {
    search: &'a Search,
    goal: &'a Goal,
    sample: Option<(Goal, Draft)>,
}

/// States in a sample.
const SAMPLE: usize = 4;

/// What becomes of a few states that no wire order or basis is special to: a unitary after a fixed circuit that mixes them.
fn sample(goal: &Goal) -> Option<(Goal, Draft)> {
    if !goal.is_plain_unitary() || goal.target().nrows() <= SAMPLE {
        return None;
    }
    let mut mixer = Draft::new(goal.qubits);
    let mut random = stream(0, 0);
    for _ in 0..2 {
        for q in 0..goal.qubits {
            mixer.one(q, any_rotation(&mut random).matrix());
            if q > 0 {
                mixer.cz(q - 1, q);
            }
        }
    }
    let columns = (goal.target() * mixer.unitary())
        .columns(0, SAMPLE)
        .into_owned();
    Some((Goal::isometry(&columns).up_to(goal.freedom()), mixer))
}

impl<'a> Job<'a> {
    pub fn new(search: &'a Search, goal: &'a Goal) -> Job<'a> {
        Job {
            search,
            goal,
            sample: sample(goal),
        }
    }

    /// A sequence that makes the goal, and its gates.
    pub fn run(&self) -> Option<(Sequence, Point)> {
        let found = self.level_by_level();
        let (pairs, point) = found.or_else(|| self.without_structure())?;
        Some(self.shortened(pairs, point))
    }

    fn whole(&self, pairs: &[[usize; 2]], mixer: &Draft) -> Template {
        let mut template = Template::new(self.goal.qubits);
        template.fixed(mixer);
        template.fixed(&self.search.prefix);
        let middle = self.search.middle(self.goal, pairs);
        middle.slots().iter().for_each(|&slot| template.push(slot));
        template.fixed(&self.search.suffix);
        template
    }

    /// The best of a start that goes on from `warm` and of random ones.
    fn solved(&self, pairs: &[[usize; 2]], warm: Option<&[Quaternion]>) -> (Point, f64) {
        let none = Draft::new(self.goal.qubits);
        let (goal, mixer) = match &self.sample {
            Some((goal, mixer)) => (goal, mixer),
            None => (self.goal, &none),
        };
        let template = self.whole(pairs, mixer);
        let mut fit = Fit::new(&template, goal);
        let mut best: Option<(Point, f64)> = None;
        let effort = self.search.effort;
        for start in 0..effort.starts.max(1) {
            let mut random = stream(pairs.len() as u64, start);
            let point = match warm.filter(|_| start == 0) {
                Some(gates) => {
                    let mut gates = gates.to_vec();
                    gates.resize(template.gaps(), Quaternion::ONE);
                    // A little off, where the derivative by the new gates may vanish.
                    let mut near = |g: &Quaternion| unit(g.0.map(|x| x + 0.05 * random.normal()));
                    let gates = gates.iter().map(&mut near).collect();
                    fit.at_gates(gates)
                }
                None => fit.start(&mut random),
            };
            let (mut point, mut residual) = minimise(&mut fit, point, effort.iterations);
            if residual < LIMIT && self.sample.is_some() {
                // The rest of the goal decides.
                let template = self.whole(pairs, &none);
                let mut fit = Fit::new(&template, self.goal);
                let start = fit.at_gates(point.gates);
                (point, residual) = minimise(&mut fit, start, effort.iterations);
            }
            if best.as_ref().is_none_or(|b| residual < b.1) {
                best = Some((point, residual));
            }
            if residual < LIMIT {
                break;
            }
        }
        best.expect("at least one start")
    }

    /// All sequences a pair longer than those kept, of which the nearest are kept, until one is the goal.
    fn level_by_level(&self) -> Option<(Sequence, Point)> {
        let Search {
            couplings, allowed, ..
        } = self.search;
        let (point, residual) = self.solved(&[], None);
        if residual < LIMIT {
            return Some((Vec::new(), point));
        }
        let mut kept: Vec<(Sequence, Point)> = vec![(Vec::new(), point)];
        let mut left = self.search.budget;
        for _ in 0..self.search.most_pairs {
            let mut seen = BTreeSet::new();
            let longer: Vec<(Sequence, &Point)> = kept
                .iter()
                .flat_map(|(pairs, point)| {
                    let next = couplings.iter();
                    let next = next.filter(|&&p| allowed.is_some() || is_canonical(pairs, p));
                    next.map(move |&p| ([pairs.as_slice(), &[p]].concat(), point))
                })
                .filter(|(pairs, _)| self.search.allows(pairs) && seen.insert(pairs.clone()))
                .collect();
            left = left.checked_sub(longer.len())?;
            let mut solved: Vec<(Sequence, Point, f64)> = longer
                .into_par_iter()
                .map(|(pairs, point)| {
                    let (point, residual) = self.solved(&pairs, Some(&point.gates));
                    (pairs, point, residual)
                })
                .collect();
            // Stable: of equals the first in order.
            solved.sort_by(|a, b| a.2.total_cmp(&b.2));
            let (pairs, point, residual) = solved.first()?;
            if *residual < LIMIT {
                return Some((pairs.clone(), point.clone()));
            }
            solved.truncate((FOLLOWERS / couplings.len()).max(2));
            kept = solved.into_iter().map(|s| (s.0, s.1)).collect();
        }
        None
    }

    /// Couplings in several orders, as many as the rank asks for.
    fn without_structure(&self) -> Option<(Sequence, Point)> {
        if self.search.couplings.is_empty() || self.search.allowed.is_some() {
            return None;
        }
        for count in 1..=self.search.most_pairs {
            let orders = (0..ORDERS)
                .map(|n| placement(&self.search.couplings, count, self.goal.is_state(), n));
            let orders: Vec<Sequence> = orders
                .filter(|pairs| {
                    let template = self.whole(pairs, &Draft::new(self.goal.qubits));
                    template.parameters() >= self.goal.equations() && spans(&template, self.goal)
                })
                .collect();
            let found = orders.into_par_iter().find_map_first(|pairs| {
                let (point, residual) = self.solved(&pairs, None);
                (residual < LIMIT).then_some((pairs, point))
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Without the pairs that can be left out, the last first.
    fn shortened(&self, mut pairs: Sequence, mut point: Point) -> (Sequence, Point) {
        let mut at = pairs.len();
        while at > 0 {
            at -= 1;
            let mut fewer = pairs.clone();
            fewer.remove(at);
            if !self.search.allows(&fewer) {
                continue;
            }
            let (found, residual) = self.solved(&fewer, None);
            if residual < LIMIT {
                (pairs, point) = (fewer, found);
                at = pairs.len();
            }
        }
        (pairs, point)
    }
}
