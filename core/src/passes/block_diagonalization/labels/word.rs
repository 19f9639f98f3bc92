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
}

/// See the module's page.
pub struct Word {
    /// Data first.
    pub wires: Vec<Wire>,
    pub data: usize,
    /// One for each operation.
    pub acts: Vec<Act>,
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
        let acts: Option<Vec<Act>> = ops
            .iter()
            .map(|&op| act(circuit, op, &wires, data))
            .collect();
        Some(Word {
            acts: acts?,
            wires,
            data,
        })
    }

    pub fn of_region(circuit: &Circuit, region: &Region) -> Option<Word> {
        Word::of(circuit, &region.ops, &region.data)
    }

    pub fn labels(&self) -> usize {
        self.wires.len() - self.data
    }

    /// The affine map of the labels before each act, and after the last one.
    pub fn maps(&self) -> Vec<(Matrix, usize)> {
        let mut linear = Matrix::identity(self.labels());
        let mut constant = 0;
        let mut maps = vec![(linear.clone(), constant)];
        for act in &self.acts {
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
    /// On two wires.
    pub fn is_pair(&self) -> bool {
        match self {
            Act::Turn { .. } => false,
            Act::Data(letter) => letter.pair().is_some(),
            _ => true,
        }
    }

    pub fn touches_data(&self) -> bool {
        matches!(self, Act::Data(_) | Act::Chosen { .. })
    }
}

fn act(circuit: &Circuit, op: Op, wires: &[Wire], data: usize) -> Option<Act> {
    let place = |w: Wire| wires.iter().position(|&x| x == w);
    match *circuit.wires(op) {
        [q] => {
            let (q, m) = (place(q)?, one_matrix(circuit, op)?);
            if q < data {
                return Some(Act::Data(Letter::Item(Item::One(q, m))));
            }
            let flips = m.0[0][0].norm() < NOTHING;
            let [kept, gone] = match flips {
                false => [[m.0[0][0], m.0[1][1]], [m.0[0][1], m.0[1][0]]],
                true => [[m.0[1][0], m.0[0][1]], [m.0[0][0], m.0[1][1]]],
            };
            let phases = kept.map(|x| x.arg());
            is_nothing(&gone).then_some(Act::Turn {
                label: q - data,
                flips,
                phases,
            })
        }
        [a, b] => {
            let (p, q) = (place(a)?, place(b)?);
            match (p < data, q < data) {
                (true, true) => Letter::read(circuit, op, &wires[..data]).map(Act::Data),
                (false, false) if circuit.gate(op) == Some(Gate::Cx) => Some(Act::Add {
                    control: p - data,
                    target: q - data,
                }),
                (false, false) => {
                    let m = pair_matrix(circuit, op)?;
                    let off = (0..16).filter(|i| i % 5 != 0).map(|i| m.0[i / 4][i % 4]);
                    let phases = std::array::from_fn(|i| m.0[i][i].arg());
                    is_nothing(&off.collect::<Vec<_>>()).then_some(Act::Phase {
                        labels: [p - data, q - data],
                        phases,
                    })
                }
                (is_data, _) => {
                    // The label as the second wire.
                    let m = pair_matrix(circuit, op)?;
                    let (m, on, label) = match is_data {
                        true => (m, p, q),
                        false => (m.exchanged(), q, p),
                    };
                    let gates = chosen(&m)?;
                    Some(Act::Chosen {
                        label: label - data,
                        on,
                        gates,
                    })
                }
            }
        }
        _ => None,
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

fn is_nothing(entries: &[C64]) -> bool {
    entries.iter().all(|x| x.norm() < NOTHING)
}
