// SPDX-License-Identifier: Apache-2.0
//! The sum over paths of a network.

use super::{Step, MAX_VARIABLES};

/// A sum modulo 2 of variables.
pub type Function = u32;

/// Everything on one function.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub function: Function,
    /// Units of pi/4, modulo 8.
    pub eighths: u8,
    /// The caller's angles.
    pub turns: Vec<u16>,
    /// The function must be met: no multiple of pi/2, at first.
    pub kept: bool,
}

#[derive(Clone, Debug)]
pub struct Sum {
    pub wires: usize,
    /// Function read by each h, in order; the k-th makes variable `wires + k`.
    pub read: Vec<Function>,
    pub outputs: Vec<Function>,
    /// By first appearance, functions distinct.
    pub terms: Vec<Term>,
    /// Pairs of functions under a cz.
    pub products: Vec<(Function, Function)>,
}

impl Sum {
    pub fn of(wires: usize, steps: &[Step]) -> Option<Sum> {
        let mut sum = Sum {
            wires,
            read: Vec::new(),
            outputs: (0..wires).map(|q| 1 << q).collect(),
            terms: Vec::new(),
            products: Vec::new(),
        };
        for &step in steps {
            let on = |q: u8| usize::from(q);
            match step {
                Step::Cx(c, t) => sum.outputs[on(t)] ^= sum.outputs[on(c)],
                Step::Swap(a, b) => sum.outputs.swap(on(a), on(b)),
                Step::Cz(a, b) => sum.products.push((sum.outputs[on(a)], sum.outputs[on(b)])),
                Step::H(q) => {
                    let variable = wires + sum.read.len();
                    if variable >= MAX_VARIABLES {
                        return None;
                    }
                    sum.read.push(sum.outputs[on(q)]);
                    sum.outputs[on(q)] = 1 << variable;
                }
                Step::Eighths(q, k) => {
                    let term = sum.term(sum.outputs[on(q)]);
                    term.eighths = (term.eighths + k) % 8;
                }
                Step::Turn(q, label) => sum.term(sum.outputs[on(q)]).turns.push(label),
            }
        }
        for term in &mut sum.terms {
            term.kept = term.eighths % 2 == 1 || !term.turns.is_empty();
        }
        Some(sum)
    }

    /// Have the functions met on which there are odd multiples of pi/2, too. Says whether there are any.
    pub fn keep_quarters(&mut self) -> bool {
        let mut more = false;
        for term in &mut self.terms {
            if !term.kept && term.eighths % 4 == 2 {
                term.kept = true;
                more = true;
            }
        }
        more
    }

    fn term(&mut self, function: Function) -> &mut Term {
        let found = self.terms.iter().position(|t| t.function == function);
        let at = found.unwrap_or_else(|| {
            self.terms.push(Term {
                function,
                eighths: 0,
                turns: Vec::new(),
                kept: false,
            });
            self.terms.len() - 1
        });
        &mut self.terms[at]
    }

    /// Distinct functions that must be met and that no wire starts with: a cx makes one function at most.
    pub fn lower_bound(&self) -> usize {
        let kept = self.terms.iter().filter(|t| t.kept);
        let mut made: Vec<Function> = kept
            .map(|t| t.function)
            .chain(self.read.iter().copied())
            .chain(self.outputs.iter().copied())
            .filter(|f| !f.is_power_of_two())
            .collect();
        made.sort_unstable();
        made.dedup();
        made.len()
    }
}
