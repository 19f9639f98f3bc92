// SPDX-License-Identifier: Apache-2.0
//! What a word is: for each value of the labels a phase, a matrix of the data, and labels again.
//!
//! Blocks are made for the values of the functions of labels that gates on data are chosen by, not of all labels, and
//! then told apart only by what they differ in.

use super::bits::{pivot, reduced, rest, value, zero_on, Affine};
use super::word::{Act, Word};
use crate::synth::draft::Item;
use crate::synth::matrix::{C64, M2, ONE, ZERO};

/// Blocks closer than this are one; the result is measured.
const SAME: f64 = 1e-11;
/// Most numbers that are multiplied for a table.
const WORK: usize = 1 << 24;

/// `|x>|psi> -> exp(i phase(x)) |map(x)> block(x) |psi>`.
pub struct Table {
    pub labels: usize,
    pub map: Affine,
    /// Functions of the labels that tell the blocks apart up to phases, reduced.
    pub choosers: Vec<usize>,
    /// Phases by labels alone.
    pub phases: Vec<f64>,
    /// Whether blocks with equal choosers differ by phases.
    pub has_own_phases: bool,
    /// Functions that choose gates, reduced.
    forms: Vec<usize>,
    /// By the values of the forms, column by column.
    blocks: Vec<Vec<C64>>,
    own_phases: Vec<f64>,
}

impl Table {
    pub fn of(word: &Word) -> Option<Table> {
        let (data, labels) = (word.data, word.labels());
        let maps = word.maps();
        let chosen_by = word.acts().zip(&maps).flat_map(|(act, (linear, _))| {
            let labels = act.choosers().iter();
            labels.map(|&label| linear.rows[label] as usize)
        });
        let forms = reduced(chosen_by);
        word.is_clean.last().filter(|is_clean| **is_clean)?;
        if word.acts.len() << (forms.len() + 2 * data) > WORK {
            return None;
        }
        let blocks: Vec<Vec<C64>> = (0..1 << forms.len())
            .map(|z| block(word, argument(&forms, z)))
            .collect();
        let phases = (0..1 << labels).map(|x| phase(word, x)).collect();
        let translations = translations(&blocks);
        // Functions of the forms' values, and then of the labels.
        let kept = zero_on(&translations, forms.len());
        let choosers = reduced(kept.into_iter().map(|mask| {
            let with = forms.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1);
            with.fold(0, |sum, (_, form)| sum ^ form)
        }));
        let mut table = Table {
            labels,
            map: word.map()?,
            choosers,
            phases,
            has_own_phases: false,
            own_phases: Vec::new(),
            forms,
            blocks,
        };
        table.own_phases = (0..table.blocks.len())
            .map(|z| {
                let chosen = table.block(argument(&table.forms, z));
                ratio(&table.blocks[z], chosen).arg()
            })
            .collect();
        table.has_own_phases = table.own_phases.iter().any(|p| p.abs() > SAME);
        Some(table)
    }

    /// The block at `x`, up to a phase: that of the first labels with these choosers.
    pub fn block(&self, x: usize) -> &[C64] {
        let values = (0..self.choosers.len())
            .map(|i| value(self.choosers[i], x) << i)
            .sum();
        &self.blocks[self.forms_at(argument(&self.choosers, values))]
    }

    /// The phase that [`Table::block`] leaves out.
    pub fn own_phase(&self, x: usize) -> f64 {
        self.own_phases[self.forms_at(x)]
    }

    fn forms_at(&self, x: usize) -> usize {
        let values = self.forms.iter().enumerate();
        values.map(|(i, &form)| value(form, x) << i).sum()
    }
}

/// A value of the labels at which reduced functions have given values.
pub fn argument(functions: &[usize], values: usize) -> usize {
    let set = functions
        .iter()
        .enumerate()
        .filter(|(i, _)| values >> i & 1 == 1);
    set.map(|(_, &f)| 1 << pivot(f)).sum()
}

/// The data's matrix at `x`.
fn block(word: &Word, mut x: usize) -> Vec<C64> {
    let size = 1 << word.data;
    let mut m = vec![ZERO; size * size];
    (0..size).for_each(|i| m[i * (size + 1)] = ONE);
    for act in word.acts() {
        match act {
            Act::Data(letter) => letter.apply(&mut m),
            Act::Chosen { label, on, gates } => Item::One(*on, gates[x >> label & 1]).apply(&mut m),
            Act::Held {
                labels,
                holds,
                on,
                phases,
            } => {
                let factor = |data: usize| {
                    let added = |i: usize| if holds[i] { data } else { 0 };
                    let bit = |i: usize| (x >> labels[i] & 1) ^ added(i);
                    C64::from_polar(1.0, phases[bit(0) | (bit(1) << 1)])
                };
                let gate = M2([[factor(0), ZERO], [ZERO, factor(1)]]);
                Item::One(*on, gate).apply(&mut m);
            }
            _ => x = moved(act, x),
        }
    }
    m
}

/// The labels' own phase at `x`.
fn phase(word: &Word, mut x: usize) -> f64 {
    let mut sum = 0.0;
    for act in word.acts() {
        match act {
            Act::Turn { label, phases, .. } => sum += phases[x >> label & 1],
            Act::Phase {
                labels: [a, b],
                phases,
            } => sum += phases[x >> a & 1 | (x >> b & 1) << 1],
            _ => {}
        }
        x = moved(act, x);
    }
    sum
}

fn moved(act: &Act, x: usize) -> usize {
    match *act {
        Act::Turn { label, flips, .. } => x ^ usize::from(flips) << label,
        Act::Add { control, target } => x ^ (x >> control & 1) << target,
        _ => x,
    }
}

/// What can be added to any number of a block so that only its phase changes: a basis.
fn translations(blocks: &[Vec<C64>]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for t in 1..blocks.len() {
        if rest(&found, t) != t {
            continue;
        }
        let is_one = |z: usize| is_same(&blocks[z], &blocks[z ^ t]);
        if (0..blocks.len())
            .filter(|z| z >> pivot(t) & 1 == 0)
            .all(is_one)
        {
            found = reduced(found.into_iter().chain([t]));
        }
    }
    found
}

/// The phase factor from b to a.
fn ratio(a: &[C64], b: &[C64]) -> C64 {
    let overlap: C64 = a.iter().zip(b).map(|(x, y)| x * y.conj()).sum();
    overlap / overlap.norm()
}

/// Whether blocks differ by a phase only.
pub fn is_same(a: &[C64], b: &[C64]) -> bool {
    let factor = ratio(a, b);
    a.iter().zip(b).all(|(x, y)| (x - y * factor).norm() < SAME)
}
