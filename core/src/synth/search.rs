// SPDX-License-Identifier: Apache-2.0
//! Short circuits found numerically where parts are given: how they begin and end, and where two-qubit gates may stand.

use super::draft::Draft;
use super::freedom::Partial;
use super::gauss::Gauss;
use super::numeric::{shortest, solve, Effort, Goal, Limits, Template};
use super::op_matrix::one_matrix;
use crate::circuit::Kind;
use crate::{Circuit, Gate};

/// What is given, and how far to search.
#[derive(Clone, Debug)]
pub struct Search {
    /// The gates that the circuit begins and ends with.
    pub prefix: Draft,
    pub suffix: Draft,
    /// Where cz may stand, in order; if it is not given, on every coupling at any time.
    pub positions: Option<Vec<[usize; 2]>>,
    pub couplings: Vec<[usize; 2]>,
    /// The first count of cz to try; if it is not given, that of a goal without structure.
    pub least: Option<usize>,
    pub most: usize,
    /// Orders of pairs for each count.
    pub tries: usize,
    pub effort: Effort,
}

/// A circuit with the fewest cz, those of prefix and suffix apart, that the limits let be found.
pub fn search(goal: &Goal, given: &Search) -> Option<Partial> {
    let is_bare = given.prefix.items().is_empty() && given.suffix.items().is_empty();
    if is_bare && given.positions.is_none() {
        let limits = Limits {
            least: given.least,
            most: given.most,
            placements: given.tries,
            effort: given.effort,
        };
        return shortest(goal, &given.couplings, &limits);
    }
    let most = match &given.positions {
        Some(positions) => given.most.min(positions.len()),
        None if given.couplings.is_empty() => 0,
        None => given.most,
    };
    (given.least.unwrap_or(0)..=most).find_map(|count| {
        orders(given, count).iter().find_map(|pairs| {
            let template = template(goal, given, pairs);
            // A goal without structure asks for as many parameters as it has equations.
            let is_hopeless = given.least.is_none() && template.parameters() < goal.equations();
            match is_hopeless {
                true => None,
                false => solve(&template, goal, count as u64, given.effort),
            }
        })
    })
}

fn template(goal: &Goal, given: &Search, pairs: &[[usize; 2]]) -> Template {
    let mut template = Template::new(goal.qubits);
    template.fixed(&given.prefix);
    template.layer();
    template.pairs(pairs);
    template.fixed(&given.suffix);
    template
}

/// Orders of `count` pairs: choices of the positions, or the couplings in turn and then at random.
fn orders(given: &Search, count: usize) -> Vec<Vec<[usize; 2]>> {
    if let Some(positions) = &given.positions {
        return choices(positions.len(), count, given.tries)
            .into_iter()
            .map(|chosen| chosen.into_iter().map(|i| positions[i]).collect())
            .collect();
    }
    let pairs = &given.couplings;
    let order = |number: usize| -> Vec<[usize; 2]> {
        let mut random = Gauss::new(number as u64);
        let pick = |i: usize| match number {
            0 => pairs[i % pairs.len()],
            _ => pairs[random.bits() as usize % pairs.len()],
        };
        (0..count).map(pick).collect()
    };
    let different = if pairs.len() > 1 && count > 0 {
        given.tries
    } else {
        1
    };
    (0..different).map(order).collect()
}

/// The first choices of `count` of `all` places, in lexicographic order.
fn choices(all: usize, count: usize, most: usize) -> Vec<Vec<usize>> {
    let mut chosen: Vec<usize> = (0..count).collect();
    let mut found = Vec::new();
    while found.len() < most {
        found.push(chosen.clone());
        let Some(at) = (0..count).rev().find(|&i| chosen[i] < all - count + i) else {
            break;
        };
        chosen[at] += 1;
        for i in at + 1..count {
            chosen[i] = chosen[i - 1] + 1;
        }
    }
    found
}

/// A circuit of one-qubit gates, cx and cz as a draft; `None` with any other operation, or with symbols.
pub fn draft_of(circuit: &Circuit) -> Option<Draft> {
    let mut draft = Draft::new(circuit.num_qubits());
    for op in circuit.iter() {
        match (circuit.kind(op), circuit.qubits(op)) {
            (Kind::Gate(Gate::Cx), &[control, target]) => {
                draft.cx(control.0 as usize, target.0 as usize);
            }
            (Kind::Gate(Gate::Cz), &[a, b]) => draft.cz(a.0 as usize, b.0 as usize),
            (Kind::Gate(_), &[q]) => draft.one(q.0 as usize, one_matrix(circuit, op)?),
            _ => return None,
        }
    }
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_in_order_and_end() {
        assert_eq!(vec![vec![0, 1], vec![0, 2], vec![1, 2]], choices(3, 2, 9));
        assert_eq!(vec![vec![0, 1], vec![0, 2]], choices(3, 2, 2));
        assert_eq!(vec![Vec::<usize>::new()], choices(3, 0, 9));
    }
}
