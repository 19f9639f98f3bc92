// SPDX-License-Identifier: Apache-2.0
//! Template synthesis: which two-qubit gates, and where, is searched for as well, between parts that are given.
//!
//! Sequences of pairs grow by one pair at a time, each solved for its gates, and of each length those nearest to the goal
//! grow on, after the search of M. Davis, E. Smith, A. Tudor, K. Sen, I. Siddiqi, C. Iancu, "Towards optimal topology
//! aware quantum circuit synthesis", QCE 2020, doi:10.1109/QCE49297.2020.00036, with a level kept narrow instead of a
//! queue. What is found is shortened by leaving pairs out as long as a solution remains. If the budget ends first, the
//! count for a goal without structure is tried.

use super::goal::Goal;
use super::levels::Job;
use super::template::Template;
use super::{Effort, LIMIT};
use crate::synth::draft::{Draft, Item};
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

/// The gates between prefix and suffix that make the whole the goal; diagonals and the global phase are those of the whole.
/// `None` if nothing was found.
pub fn search(goal: &Goal, search: &Search) -> Option<Partial> {
    let (pairs, point) = Job::new(search, goal).run()?;
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
    /// What is to be found, for these pairs.
    pub fn middle(&self, goal: &Goal, pairs: &[[usize; 2]]) -> Template {
        match goal.is_state() && self.prefix.items().is_empty() {
            true => Template::of_pairs_on_zero(goal.qubits, pairs),
            false => Template::of_pairs(goal.qubits, pairs),
        }
    }

    /// Whether the mask has room for these pairs in this order.
    pub fn allows(&self, pairs: &[[usize; 2]]) -> bool {
        let Some(allowed) = &self.allowed else {
            return true;
        };
        let mut positions = allowed.iter();
        pairs.iter().all(|p| positions.any(|at| at.contains(p)))
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
