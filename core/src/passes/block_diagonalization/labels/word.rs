// SPDX-License-Identifier: Apache-2.0
//! The gates of a region by what they do to labels and to data.

use super::bits::Affine;
use super::walk::Region;
use crate::circuit::Circuit;
use crate::synth::draft::Item;
use crate::synth::linear::{Cx, Matrix};
use crate::synth::matrix::{C64, M2, M4};
use crate::synth::op_matrix::{one_matrix, pair_matrix};
use crate::{Gate, Op, Wire};

use super::super::word::Letter;

/// Entries smaller than this are taken for zero; the result is measured against the gates themselves.
const NOTHING: f64 = 1e-12;

/// What a gate does. Labels and data are counted from 0 each.
#[derive(Clone, Debug)]
pub enum Act {
    /// A label, perhaps negated; a phase by its value before.
    Turn {
        label: usize,
        flips: bool,
        phases: [f64; 2],
    },
    /// A label added to another one.
    Add { control: usize, target: usize },
    /// A phase by two labels, the first one least significant.
    Phase {
        labels: [usize; 2],
        phases: [f64; 4],
    },
    /// On data alone.
    Data(Letter),
    /// On one wire of data, chosen by a label.
    Chosen {
        label: usize,
        on: usize,
        gates: [M2; 2],
    },
    /// A phase by one wire of data and two labels; to some of these the data is added.
    Held {
        labels: [usize; 2],
        holds: [bool; 2],
        on: usize,
        phases: [f64; 4],
    },
    /// A wire of data added to a label, the first or the second time.
    Hold,
}

/// An act, the operation it is of, and whether that is on two wires.
#[derive(Clone, Debug)]
pub struct Placed {
    pub act: Act,
    pub op: usize,
    pub is_pair: bool,
}

/// See the module's page.
pub struct Word {
    /// Data first.
    pub wires: Vec<Wire>,
    pub data: usize,
    pub acts: Vec<Placed>,
    /// Before each act and after the last one: no label has data added to it.
    pub is_clean: Vec<bool>,
}

impl Word {
    /// Of operations of a region; `None` if they are not what the region says.
    pub fn of(circuit: &Circuit, ops: &[Op], data: &[Wire]) -> Option<Word> {
        let mut used: Vec<Wire> = ops
            .iter()
            .flat_map(|&op| circuit.wires(op))
            .copied()
            .collect();
        used.sort_unstable();
        used.dedup();
        let (mut wires, labels): (Vec<Wire>, Vec<Wire>) =
            used.into_iter().partition(|w| data.contains(w));
        let data = wires.len();
        wires.extend(labels);
        let mut reader = Reader {
            circuit,
            data,
            held: vec![None; wires.len() - data],
            acts: Vec::with_capacity(ops.len()),
            is_clean: vec![true],
            wires,
        };
        for (at, &op) in ops.iter().enumerate() {
            reader.read(op, at)?;
        }
        Some(Word {
            wires: reader.wires,
            data,
            acts: reader.acts,
            is_clean: reader.is_clean,
        })
    }

    pub fn of_region(circuit: &Circuit, region: &Region) -> Option<Word> {
        Word::of(circuit, &region.ops, &region.data)
    }

    pub fn acts(&self) -> impl DoubleEndedIterator<Item = &Act> {
        self.acts.iter().map(|placed| &placed.act)
    }

    pub fn labels(&self) -> usize {
        self.wires.len() - self.data
    }

    /// The affine map of the labels before each act, and after the last one.
    pub fn maps(&self) -> Vec<(Matrix, usize)> {
        let mut linear = Matrix::identity(self.labels());
        let mut constant = 0;
        let mut maps = vec![(linear.clone(), constant)];
        for act in self.acts() {
            match *act {
                Act::Turn { label, flips, .. } => constant ^= usize::from(flips) << label,
                Act::Add { control, target } => {
                    linear.apply(Cx::new(control, target));
                    constant ^= (constant >> control & 1) << target;
                }
                _ => {}
            }
            maps.push((linear.clone(), constant));
        }
        maps
    }

    pub fn map(&self) -> Option<Affine> {
        let maps = self.maps();
        let (linear, constant) = maps.last()?;
        Affine::new(linear, *constant)
    }
}

impl Act {
    pub fn touches_data(&self) -> bool {
        !matches!(self, Act::Turn { .. } | Act::Add { .. } | Act::Phase { .. })
    }

    /// Labels that choose what is done to data.
    pub fn choosers(&self) -> &[usize] {
        match self {
            Act::Chosen { label, .. } => std::slice::from_ref(label),
            Act::Held { labels, .. } => labels,
            _ => &[],
        }
    }
}

struct Reader<'a> {
    circuit: &'a Circuit,
    wires: Vec<Wire>,
    data: usize,
    /// By label, the wire of data that is added to it.
    held: Vec<Option<usize>>,
    acts: Vec<Placed>,
    is_clean: Vec<bool>,
}

impl Reader<'_> {
    fn read(&mut self, op: Op, at: usize) -> Option<()> {
        let circuit = self.circuit;
        let place = |w: Wire| self.wires.iter().position(|&x| x == w);
        match *circuit.wires(op) {
            [q] => {
                let (q, m) = (place(q)?, one_matrix(circuit, op)?);
                match q.checked_sub(self.data) {
                    None => self.data(Letter::Item(Item::One(q, m)), at, false)?,
                    Some(label) => self.turn(label, &m, at)?,
                }
            }
            [a, b] => {
                let (p, q) = (place(a)?, place(b)?);
                let is_cx = circuit.gate(op) == Some(Gate::Cx);
                match (p.checked_sub(self.data), q.checked_sub(self.data)) {
                    (None, None) => {
                        let letter = Letter::read(circuit, op, &self.wires[..self.data])?;
                        self.data(letter, at, true)?;
                    }
                    (Some(control), Some(target)) if is_cx => {
                        self.is_free(control).then_some(())?;
                        self.push(Act::Add { control, target }, at, true);
                    }
                    (Some(a), Some(b)) => self.phase([a, b], &pair_matrix(circuit, op)?, at)?,
                    (None, Some(label)) if is_cx => {
                        let held = &mut self.held[label];
                        (held.is_none() || *held == Some(p)).then_some(())?;
                        *held = match held {
                            None => Some(p),
                            Some(_) => None,
                        };
                        self.push(Act::Hold, at, true);
                    }
                    // The label as the second wire.
                    (None, Some(label)) => {
                        self.chosen(label, p, &pair_matrix(circuit, op)?, at)?;
                    }
                    (Some(label), None) => {
                        self.chosen(label, q, &pair_matrix(circuit, op)?.exchanged(), at)?;
                    }
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn push(&mut self, act: Act, op: usize, is_pair: bool) {
        self.acts.push(Placed { act, op, is_pair });
        self.is_clean.push(self.held.iter().all(Option::is_none));
    }

    fn is_free(&self, label: usize) -> bool {
        self.held[label].is_none()
    }

    /// What is added to labels must stay as it is.
    fn data(&mut self, letter: Letter, at: usize, is_pair: bool) -> Option<()> {
        let is_added = |wire: usize| self.held.contains(&Some(wire));
        let stays = match letter {
            Letter::Item(Item::One(q, m)) => !is_added(q) || is_diagonal(&m),
            Letter::Item(Item::Cx(_, target)) => !is_added(target),
            Letter::Item(Item::Cz(..)) => true,
            Letter::Pair(a, b, _) => !is_added(a) && !is_added(b),
        };
        stays.then_some(())?;
        self.push(Act::Data(letter), at, is_pair);
        Some(())
    }

    /// A one-qubit gate on a label.
    fn turn(&mut self, label: usize, m: &M2, at: usize) -> Option<()> {
        let flips = m.0[0][0].norm() < NOTHING;
        let [kept, gone] = match flips {
            false => [[m.0[0][0], m.0[1][1]], [m.0[0][1], m.0[1][0]]],
            true => [[m.0[1][0], m.0[0][1]], [m.0[0][0], m.0[1][1]]],
        };
        is_nothing(&gone).then_some(())?;
        let mut phases = kept.map(|x| x.arg());
        let [p, q] = phases;
        if let (Some(on), true) = (self.held[label], p != q) {
            let held = Act::Held {
                labels: [label, label],
                holds: [true, true],
                on,
                phases: [p, 0.0, 0.0, q],
            };
            self.push(held, at, false);
            phases = [0.0; 2];
        }
        let turn = Act::Turn {
            label,
            flips,
            phases,
        };
        self.push(turn, at, false);
        Some(())
    }

    /// A diagonal on two labels.
    fn phase(&mut self, labels: [usize; 2], m: &M4, at: usize) -> Option<()> {
        let off: Vec<C64> = (0..16)
            .filter(|i| i % 5 != 0)
            .map(|i| m.0[i / 4][i % 4])
            .collect();
        is_nothing(&off).then_some(())?;
        let phases = std::array::from_fn(|i| m.0[i][i].arg());
        let act = match labels.map(|l| self.held[l]) {
            [None, None] => Act::Phase { labels, phases },
            [a, b] => {
                let on = a.or(b)?;
                let is_one = [a, b].iter().flatten().all(|&held| held == on);
                is_one.then_some(Act::Held {
                    labels,
                    holds: [a.is_some(), b.is_some()],
                    on,
                    phases,
                })?
            }
        };
        self.push(act, at, true);
        Some(())
    }

    /// A gate on a wire of data and on a label, its second wire.
    fn chosen(&mut self, label: usize, on: usize, m: &M4, at: usize) -> Option<()> {
        self.is_free(label).then_some(())?;
        let gates = chosen(m)?;
        let stays = !self.held.contains(&Some(on)) || gates.iter().all(is_diagonal);
        stays.then_some(())?;
        self.push(Act::Chosen { label, on, gates }, at, true);
        Some(())
    }
}

/// The blocks of a matrix over its second wire.
fn chosen(m: &M4) -> Option<[M2; 2]> {
    let block = |r: usize, c: usize| {
        M2(std::array::from_fn(|i| {
            std::array::from_fn(|j| m.0[r + i][c + j])
        }))
    };
    let off = [block(0, 2), block(2, 0)];
    let is_chosen = off
        .iter()
        .all(|b| is_nothing(&b.0[0]) && is_nothing(&b.0[1]));
    is_chosen.then(|| [block(0, 0), block(2, 2)])
}

fn is_diagonal(m: &M2) -> bool {
    is_nothing(&[m.0[0][1], m.0[1][0]])
}

fn is_nothing(entries: &[C64]) -> bool {
    entries.iter().all(|x| x.norm() < NOTHING)
}
