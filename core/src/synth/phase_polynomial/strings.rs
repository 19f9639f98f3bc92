// SPDX-License-Identifier: Apache-2.0
//! What is still to do in a network, as Pauli strings in the frame of the moment.
//!
//! For a term the Z string of its function; for an h the Z string of what it reads and the X string it exchanges that
//! with; for the outputs both strings of every wire. Strings are stored by wire: bit i of `z[q]` says that string i has a Z
//! on wire q, so a cx is two xor of words.

use super::couplings::Couplings;
use super::path::Sum;
use super::{Step, MAX_STRINGS, MAX_WIRES};

/// A set of strings.
pub type Strings = u64;

/// Strings of the network, and which must be done before which.
pub struct Problem {
    pub wires: usize,
    pub backward: bool,
    pub start: State,
    pub terms: usize,
    pub hadamards: usize,
    /// For each term and h: those that come before it.
    before: Vec<Strings>,
    pub masks: Masks,
    /// Coupled wires, and the trees around sets of wires; `None`: every wire with every other.
    pub couplings: Option<(Couplings, Vec<u8>)>,
    /// Number of the first output string.
    outputs: usize,
}

pub struct Masks {
    pub terms: Strings,
    pub hadamards: Strings,
    pub outputs: Strings,
    /// Strings of which no two are equal: of terms, read by h and of outputs, all Z when they are met.
    pub distinct_z: Strings,
    /// Strings of which no two are equal: made by h and of outputs, all X when they are met.
    pub distinct_x: Strings,
    /// The two output strings of each wire.
    pub own: [Strings; MAX_WIRES],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub z: [Strings; MAX_WIRES],
    pub x: [Strings; MAX_WIRES],
    /// Terms and h still to do (both strings of an h).
    pub pending: Strings,
    /// Those of them that nothing is before.
    pub ready: Strings,
}

/// A Pauli string by rows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Pauli {
    z: u16,
    x: u16,
}

impl Pauli {
    fn anticommutes(self, other: Pauli) -> bool {
        ((self.z & other.x).count_ones() + (self.x & other.z).count_ones()) % 2 == 1
    }
}

impl Problem {
    /// `None` if there are more strings than a word has bits.
    pub fn of(
        wires: usize,
        steps: &[Step],
        sum: &Sum,
        backward: bool,
        couplings: Option<&Couplings>,
    ) -> Option<Problem> {
        let kept: Vec<_> = sum.terms.iter().filter(|t| t.kept).collect();
        let (terms, hadamards) = (kept.len(), sum.read.len());
        if terms + 2 * hadamards + 2 * wires > MAX_STRINGS {
            return None;
        }
        let mut found: Vec<Option<Pauli>> = vec![None; terms];
        let mut turned: Vec<(Pauli, Pauli)> = vec![Default::default(); hadamards];
        // Order in which terms and h come, as bits of `before`.
        let mut order: Vec<usize> = Vec::new();
        let mut zs: Vec<Pauli> = (0..wires).map(|q| Pauli { z: 1 << q, x: 0 }).collect();
        let mut xs: Vec<Pauli> = (0..wires).map(|q| Pauli { z: 0, x: 1 << q }).collect();
        let mut functions: Vec<u32> = (0..wires).map(|q| 1 << q).collect();
        if backward {
            functions.copy_from_slice(&sum.outputs);
        }
        let mut met = if backward { hadamards } else { 0 };
        let mut meet = |function: u32, pauli: Pauli, order: &mut Vec<usize>| {
            if let Some(i) = kept.iter().position(|t| t.function == function) {
                if found[i].is_none() {
                    found[i] = Some(pauli);
                    order.push(i);
                }
            }
        };
        let mut visit = |step: Step| {
            let on = |q: u8| usize::from(q);
            match step {
                Step::Cx(c, t) => {
                    let (c, t) = (on(c), on(t));
                    zs[t] = product(zs[t], zs[c]);
                    xs[c] = product(xs[c], xs[t]);
                    functions[t] ^= functions[c];
                }
                Step::Swap(a, b) => {
                    zs.swap(on(a), on(b));
                    xs.swap(on(a), on(b));
                    functions.swap(on(a), on(b));
                }
                Step::H(q) => {
                    let q = on(q);
                    let k;
                    if backward {
                        met -= 1;
                        k = met;
                        functions[q] = sum.read[k];
                    } else {
                        k = met;
                        met += 1;
                        functions[q] = 1 << (wires + k);
                    }
                    turned[k] = (zs[q], xs[q]);
                    order.push(terms + 2 * k);
                    std::mem::swap(&mut zs[q], &mut xs[q]);
                }
                Step::Eighths(q, _) | Step::Turn(q, _) => {
                    meet(functions[on(q)], zs[on(q)], &mut order);
                }
                Step::Cz(..) => {}
            }
        };
        if backward {
            steps.iter().rev().for_each(|&s| visit(s));
        } else {
            steps.iter().for_each(|&s| visit(s));
        }
        let mut rows: Vec<Pauli> = found.into_iter().collect::<Option<_>>()?;
        rows.extend(turned.iter().flat_map(|&(z, x)| [z, x]));
        let outputs = rows.len();
        rows.extend(zs.iter().zip(&xs).flat_map(|(&z, &x)| [z, x]));
        let mut problem =
            Problem::from_rows(wires, backward, (terms, hadamards, outputs), &rows, &order);
        problem.couplings = couplings.map(|c| (*c, c.trees(wires)));
        Some(problem)
    }

    fn from_rows(
        wires: usize,
        backward: bool,
        (terms, hadamards, outputs): (usize, usize, usize),
        rows: &[Pauli],
        order: &[usize],
    ) -> Problem {
        let strings = |i: usize| match i < terms {
            true => &rows[i..=i],
            false => &rows[i..i + 2],
        };
        let mut before = vec![0; outputs];
        for (place, &late) in order.iter().enumerate() {
            for &early in &order[..place] {
                let pairs = strings(early).iter();
                let clash = pairs
                    .flat_map(|&a| strings(late).iter().map(move |&b| a.anticommutes(b)))
                    .any(|c| c);
                if clash {
                    before[late] |= bit(early);
                }
            }
        }
        let mut start = State {
            z: [0; MAX_WIRES],
            x: [0; MAX_WIRES],
            pending: 0,
            ready: 0,
        };
        for (i, row) in rows.iter().enumerate() {
            for q in 0..wires {
                start.z[q] |= Strings::from(row.z >> q & 1) << i;
                start.x[q] |= Strings::from(row.x >> q & 1) << i;
            }
        }
        let low = |n: usize| if n == MAX_STRINGS { !0 } else { bit(n) - 1 };
        let mut own = [0; MAX_WIRES];
        for (q, own) in own.iter_mut().enumerate().take(wires) {
            *own = 3 << (outputs + 2 * q);
        }
        start.pending = low(outputs);
        let mut problem = Problem {
            wires,
            backward,
            start,
            terms,
            hadamards,
            before,
            masks: Masks {
                terms: low(terms),
                hadamards: low(outputs) & !low(terms),
                outputs: low(rows.len()) & !low(outputs),
                distinct_z: distinct(rows, (0..terms).chain((terms..rows.len()).step_by(2))),
                distinct_x: distinct(rows, (terms + 1..rows.len()).step_by(2)),
                own,
            },
            couplings: None,
            outputs,
        };
        let mut start = problem.start.clone();
        problem.refresh(&mut start);
        problem.start = start;
        problem
    }

    /// The wire an output string belongs to.
    pub fn wire_of(&self, string: usize) -> usize {
        (string - self.outputs) / 2
    }

    /// First strings of all h.
    pub fn first_of_h(&self) -> Strings {
        (0x5555_5555_5555_5555 << self.terms) & self.masks.hadamards
    }

    pub fn refresh(&self, state: &mut State) {
        let mut ready = 0;
        for i in 0..self.terms {
            if state.pending & bit(i) != 0 && self.before[i] & state.pending == 0 {
                ready |= bit(i);
            }
        }
        for k in 0..self.hadamards {
            let i = self.terms + 2 * k;
            if state.pending & bit(i) != 0 && self.before[i] & state.pending == 0 {
                ready |= 3 << i;
            }
        }
        state.ready = ready;
    }
}

/// Those rows that are equal to none before.
fn distinct(rows: &[Pauli], among: impl Iterator<Item = usize>) -> Strings {
    let mut seen: Vec<Pauli> = Vec::new();
    let mut set = 0;
    for i in among {
        if !seen.contains(&rows[i]) {
            seen.push(rows[i]);
            set |= bit(i);
        }
    }
    set
}

#[inline]
pub fn bit(i: usize) -> Strings {
    1 << i
}

fn product(a: Pauli, b: Pauli) -> Pauli {
    Pauli {
        z: a.z ^ b.z,
        x: a.x ^ b.x,
    }
}

impl State {
    #[inline]
    pub fn cx(&mut self, c: usize, t: usize) {
        self.z[c] ^= self.z[t];
        self.x[t] ^= self.x[c];
    }

    pub fn clear(&mut self, strings: Strings) {
        for (z, x) in self.z.iter_mut().zip(&mut self.x) {
            *z &= !strings;
            *x &= !strings;
        }
    }
}
