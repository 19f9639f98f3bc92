// SPDX-License-Identifier: Apache-2.0
//! What was found for the last circuits.
//!
//! Levels route what they made of a circuit one after another, and often it is the same to the router: gates on one qubit
//! are nothing to it. Searches are deterministic: what is remembered is what would be found again.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use super::placement::Placement;
use super::problem::Problem;
use super::search::{Effort, Routing};

/// Answers remembered: a few for each of some threads.
const MOST: usize = 16;
/// Nodes of the largest circuit they are about.
const NODES: usize = 2_000;

/// Something asked about a circuit.
pub trait Question: PartialEq {
    type Answer;

    fn nodes(&self) -> usize;
}

/// What fits without swaps or with few, whatever the effort. The circuit is in its own order.
#[derive(PartialEq, Debug)]
pub struct Fit {
    pub strict: Problem,
    /// The places the user chose.
    pub fixed: Vec<Option<u32>>,
    /// Whether routings with few swaps are looked for.
    pub rarely: bool,
}

#[derive(Debug)]
pub struct Fitting {
    /// Where all fits without swaps.
    pub embedding: Option<Placement>,
    /// The routing with few swaps.
    pub rare: Option<Routing>,
}

impl Question for Fit {
    type Answer = Fitting;

    fn nodes(&self) -> usize {
        self.strict.nodes.len()
    }
}

/// The best of many runs over the views of a circuit.
#[derive(PartialEq, Debug)]
pub struct Runs {
    pub views: Vec<Problem>,
    pub fixed: Vec<Option<u32>>,
    pub effort: Effort,
}

impl Question for Runs {
    type Answer = Routing;

    fn nodes(&self) -> usize {
        self.views.iter().map(|v| v.nodes.len()).sum()
    }
}

/// Questions and their answers, the last first.
#[derive(Debug)]
pub struct Remembered<Q: Question>(Mutex<VecDeque<(Q, Arc<Q::Answer>)>>);

impl<Q: Question> Remembered<Q> {
    /// The answer to a question, found now or before.
    pub fn answer(&self, question: Q, find: impl FnOnce(&Q) -> Q::Answer) -> Arc<Q::Answer> {
        if question.nodes() > NODES {
            return Arc::new(find(&question));
        }
        if let Ok(known) = self.0.lock() {
            if let Some((_, answer)) = known.iter().find(|(asked, _)| *asked == question) {
                return answer.clone();
            }
        }
        // Others need not wait meanwhile.
        let answer = Arc::new(find(&question));
        if let Ok(mut known) = self.0.lock() {
            known.truncate(MOST - 1);
            known.push_front((question, answer.clone()));
        }
        answer
    }
}

impl<Q: Question> Default for Remembered<Q> {
    fn default() -> Remembered<Q> {
        Remembered(Mutex::default())
    }
}

impl<Q: Question> Clone for Remembered<Q> {
    /// A copy begins anew.
    fn clone(&self) -> Remembered<Q> {
        Remembered::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(qubits: u32) -> Fit {
        Fit {
            strict: Problem::new(qubits, qubits, Vec::new()),
            fixed: Vec::new(),
            rarely: true,
        }
    }

    fn fitting(at: u32) -> Fitting {
        Fitting {
            embedding: Some(Placement::new(vec![at], 9)),
            rare: None,
        }
    }

    #[test]
    fn a_question_is_answered_once_while_it_is_among_the_last() {
        let remembered = Remembered::default();
        let ask = |question: Fit, at: u32| {
            let found = remembered.answer(question, |_| fitting(at));
            found.embedding.as_ref().expect("given").place[0]
        };
        assert_eq!((1, 1, 2), (ask(fit(3), 1), ask(fit(3), 5), ask(fit(4), 2)));
        let fixed = Fit {
            fixed: vec![Some(1)],
            ..fit(3)
        };
        let deeper = Fit {
            rarely: false,
            ..fit(3)
        };
        assert_eq!((7, 8), (ask(fixed, 7), ask(deeper, 8)));
        (10..10 + MOST as u32).for_each(|n| {
            ask(fit(n), 0);
        });
        assert_eq!(6, ask(fit(3), 6));
    }
}
