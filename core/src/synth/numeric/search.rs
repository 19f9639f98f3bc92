// SPDX-License-Identifier: Apache-2.0
//! Template synthesis: which two-qubit gates, and where, is searched for as well, between parts that are given.
//!
//! Sequences of pairs grow by one pair at a time, each solved for its gates, and of each length those nearest to the goal
//! grow on, after the search of M. Davis, E. Smith, A. Tudor, K. Sen, I. Siddiqi, C. Iancu, "Towards optimal topology
//! aware quantum circuit synthesis", QCE 2020, doi:10.1109/QCE49297.2020.00036, with a level kept narrow instead of a
//! queue. What is found is shortened by leaving pairs out as long as a solution remains. If the budget ends first, the
//! count for a goal without structure is tried.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::fit::{Fit, Point};
use super::goal::Goal;
use super::least_squares::minimise;
use super::placements::{is_canonical, placement};
use super::shortest::spans;
use super::solve::stream;
use super::template::{any_rotation, unit, Template};
use super::{Effort, LIMIT};
use crate::synth::draft::{Draft, Item};
use crate::synth::euler::Quaternion;
use crate::synth::freedom::Partial;
use crate::synth::matrix::{C64, M2};

/// The two-qubit gate of a gate set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Entangler {
    #[default]
    Cz,
    /// The control is the first wire of a coupling.
    Cx,
}

/// What may be used, and how much may be tried.
#[derive(Clone, PartialEq, Debug)]
pub struct Search {
    pub entangler: Entangler,
    pub couplings: Vec<[usize; 2]>,
    /// Gates that are there already, before and after what is looked for.
    pub prefix: Draft,
    pub suffix: Draft,
    /// For every position in turn, the couplings that may stand there (or none does); any at any position, if not given.
    pub allowed: Option<Vec<Vec<[usize; 2]>>>,
    pub most_pairs: usize,
    /// Sequences that may be solved.
    pub budget: usize,
    pub effort: Effort,
}

type Sequence = Vec<[usize; 2]>;

/// Sequences solved of each length: so many are kept that no more follow.
const FOLLOWERS: usize = 90;
/// Orders of pairs tried at the count of a goal without structure.
const ORDERS: usize = 8;

impl Search {
    /// On `qubits` wires with these couplings, nothing fixed.
    pub fn new(qubits: usize, couplings: &[[usize; 2]]) -> Search {
        Search {
            entangler: Entangler::Cz,
            couplings: couplings.to_vec(),
            prefix: Draft::new(qubits),
            suffix: Draft::new(qubits),
            allowed: None,
            most_pairs: 64,
            budget: 600,
            effort: Effort {
                starts: 3,
                iterations: 300,
            },
        }
    }
}

/// A goal, and some of it to find out faster whether a sequence is any good: what becomes of a few states.
struct Job<'a> {
    search: &'a Search,
    goal: &'a Goal,
    sample: Option<(Goal, Draft)>,
}

/// States in a sample.
const SAMPLE: usize = 4;

/// The gates between prefix and suffix that make the whole the goal; diagonals and the global phase are those of the whole.
/// `None` if nothing was found.
pub fn search(goal: &Goal, search: &Search) -> Option<Partial> {
    let job = Job {
        search,
        goal,
        sample: sample(goal),
    };
    let (pairs, point) = job.level_by_level().or_else(|| job.without_structure())?;
    let (pairs, point) = job.shortened(pairs, point);
    let mut middle = search.middle(goal, &pairs).filled(&point.gates);
    if search.entangler == Entangler::Cx {
        middle = with_cx(&middle, &search.couplings);
    }
    middle.tidy();
    let mut whole = search.prefix.clone();
    whole.append(&middle);
    whole.append(&search.suffix);
    let before = whole.phase;
    let (mut partial, off) = goal.settle(whole);
    middle.phase += partial.draft.phase - before;
    partial.draft = middle;
    (off < LIMIT).then_some(partial)
}

impl Search {
    fn middle(&self, goal: &Goal, pairs: &[[usize; 2]]) -> Template {
        match goal.is_state() && self.prefix.items().is_empty() {
            true => Template::of_pairs_on_zero(goal.qubits, pairs),
            false => Template::of_pairs(goal.qubits, pairs),
        }
    }

    /// Whether the mask has room for these pairs in this order.
    fn allows(&self, pairs: &[[usize; 2]]) -> bool {
        let Some(allowed) = &self.allowed else {
            return true;
        };
        let mut positions = allowed.iter();
        pairs.iter().all(|p| positions.any(|at| at.contains(p)))
    }
}

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

impl Job<'_> {
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

/// cx between Hadamards for every cz.
fn with_cx(draft: &Draft, couplings: &[[usize; 2]]) -> Draft {
    let h = std::f64::consts::FRAC_1_SQRT_2;
    let hadamard = M2([[C64::from(h), C64::from(h)], [C64::from(h), C64::from(-h)]]);
    let mut out = Draft::new(draft.qubits);
    out.phase = draft.phase;
    for &item in draft.items() {
        match item {
            Item::Cz(a, b) => {
                let (c, t) = match couplings.contains(&[a, b]) {
                    true => (a, b),
                    false => (b, a),
                };
                out.one(t, hadamard);
                out.cx(c, t);
                out.one(t, hadamard);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{block2, distance, haar};
    use crate::synth::numeric::placements::every_pair;

    fn planted(qubits: usize, pairs: &[[usize; 2]], seed: u64) -> Draft {
        let mut draft = Draft::new(qubits);
        let mut next = seed;
        let mut one = |draft: &mut Draft, q: usize| {
            next += 1;
            draft.one(q, block2(&haar(2, next), 0, 0));
        };
        (0..qubits).for_each(|q| one(&mut draft, q));
        for &[a, b] in pairs {
            draft.cx(a, b);
            one(&mut draft, a);
            one(&mut draft, b);
        }
        draft
    }

    fn whole(found: &Partial, search: &Search) -> crate::synth::dense::Matrix {
        let mut draft = search.prefix.clone();
        draft.append(&found.draft);
        draft.append(&search.suffix);
        draft.unitary()
    }

    #[test]
    fn planted_circuits_are_found() {
        let cases: [(usize, &[[usize; 2]]); 4] = [
            (2, &[[0, 1], [0, 1]]),
            (3, &[[0, 1], [1, 2], [0, 1], [0, 2]]),
            (3, &[[0, 2], [1, 2], [0, 1], [0, 2], [1, 2]]),
            (4, &[[0, 1], [2, 3], [1, 2], [0, 3]]),
        ];
        for (i, (qubits, pairs)) in cases.into_iter().enumerate() {
            let u = planted(qubits, pairs, 100 * i as u64).unitary();
            let how = Search::new(qubits, &every_pair(qubits));
            let found = search(&Goal::unitary(&u), &how).expect("planted");
            // On four wires not every sequence of a length is kept.
            let slack = if qubits == 4 { 2 } else { 0 };
            let got = found.draft.two_qubit_count();
            assert!(got <= pairs.len() + slack, "{i} {got}");

            assert!(distance(&found.draft.unitary(), &u) < 1e-12);
        }
    }

    #[test]
    fn fixed_parts_stay_and_are_not_repeated() {
        let mut how = Search::new(3, &[[0, 1], [1, 2]]);
        how.prefix = planted(3, &[[0, 2], [1, 2]], 7);
        how.suffix = planted(3, &[[2, 0]], 8);
        how.suffix.phase = 0.4;
        let mut all = how.prefix.clone();
        all.append(&planted(3, &[[0, 1], [1, 2]], 9));
        all.append(&how.suffix);
        let u = all.unitary();
        let found = search(&Goal::unitary(&u), &how).expect("two between");
        assert_eq!(2, found.draft.two_qubit_count());
        assert!(distance(&whole(&found, &how), &u) < 1e-12);
    }

    #[test]
    fn a_mask_is_kept() {
        let mut how = Search::new(3, &every_pair(3));
        let u = planted(3, &[[0, 1], [1, 2], [0, 1]], 3).unitary();
        how.allowed = Some(vec![
            vec![[0, 1]],
            vec![[0, 2]],
            vec![[1, 2]],
            vec![[0, 1], [0, 2]],
        ]);
        let found = search(&Goal::unitary(&u), &how).expect("there is room");
        let pairs: Vec<Item> = found
            .draft
            .items()
            .iter()
            .copied()
            .filter(|i| !matches!(i, Item::One(..)))
            .collect();
        assert_eq!(vec![Item::Cz(0, 1), Item::Cz(1, 2), Item::Cz(0, 1)], pairs);
        how.allowed = Some(vec![vec![[0, 1]], vec![[0, 2]], vec![[0, 1], [0, 2]]]);
        assert_eq!(None, search(&Goal::unitary(&u), &how));
    }

    #[test]
    fn states_on_a_line_of_cx() {
        let line = [[1, 0], [1, 2], [3, 2]];
        let mut how = Search::new(4, &line);
        how.entangler = Entangler::Cx;
        let made = planted(4, &[[0, 1], [1, 2], [2, 3]], 5).state();
        let found = search(&Goal::state(&made), &how).expect("planted");
        assert_eq!(3, found.draft.two_qubit_count());
        for item in found.draft.items() {
            match *item {
                Item::Cx(c, t) => assert!(line.contains(&[c, t])),
                Item::Cz(..) => panic!("not in the gate set"),
                Item::One(..) => {}
            }
        }
        let state = found.draft.state();
        let off: f64 = state
            .iter()
            .zip(&made)
            .map(|(a, b)| (a - b).norm_sqr())
            .sum();
        assert!(off.sqrt() < 1e-12);
    }

    #[test]
    fn without_structure_the_count_is_that_of_the_parameters() {
        let u = haar(8, 11);
        let mut how = Search::new(3, &[[0, 1], [1, 2]]);
        how.budget = 30;
        let found = search(&Goal::unitary(&u), &how).expect("a circuit");
        assert_eq!(14, found.draft.two_qubit_count());
        how.most_pairs = 13;
        assert_eq!(None, search(&Goal::unitary(&u), &how));
    }
}
