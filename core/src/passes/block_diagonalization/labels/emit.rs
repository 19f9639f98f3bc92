// SPDX-License-Identifier: Apache-2.0
//! Circuits of a table, and the least of them.
//!
//! ```text
//! kept:  gates on labels .. functions onto wires, multiplexer, back .. gates on labels
//! anew:  functions onto wires, multiplexer, diagonal, affine map
//! ```
//!
//! The gates on labels commute with what labels choose, so a multiplexer may stand at any place among them: where the
//! functions of labels that choose are on single wires, they cost nothing.

use super::bits::{pivot, reduced, Affine};
use super::table::{argument, Table};
use super::word::{Act, Word};
use crate::synth::dense::{block2, Matrix};
use crate::synth::draft::{phase_gate, Draft};
use crate::synth::freedom::Freedom;
use crate::synth::linear::{self, Cx};
use crate::synth::matrix::{C64, M2, ZERO};
use crate::synth::{diagonal, multiplexer, structure};
use std::f64::consts::PI;

/// Wires up to which a multiplexer is looked at as a matrix of any kind.
const WHOLE: usize = 6;
/// Phases smaller than this are none; the result is measured.
const NOTHING: f64 = 1e-12;

/// The circuit with the fewest two-qubit gates, then the least depth, on the word's wires. Only if `is_searched`, up to some
/// seconds, is all tried that is known of blocks.
pub fn best(word: &Word, table: &Table, is_searched: bool) -> Option<Draft> {
    let emitter = Emitter {
        word,
        table,
        is_searched,
    };
    let mut drafts = emitter.anew().map_or(Vec::new(), Vec::from);
    if word.data == 1 || !is_searched {
        drafts.extend(emitter.kept());
    }
    drafts.iter_mut().for_each(Draft::tidy);
    let cost = |d: &Draft| (d.two_qubit_count(), d.depth());
    drafts.into_iter().min_by_key(cost)
}

struct Emitter<'a> {
    word: &'a Word,
    table: &'a Table,
    is_searched: bool,
}

/// The multiplexer at a place where wires hold an affine map of the labels: functions of the wires that choose, and
/// gates that put them onto single wires, their lowest bits.
struct Site {
    map: Affine,
    functions: Vec<usize>,
}

impl Site {
    fn new(table: &Table, map: Affine) -> Site {
        let functions = reduced(table.choosers.iter().map(|&mask| map.carried(mask)));
        Site { map, functions }
    }

    /// Each adds to the lowest bit of a function.
    fn gates(&self) -> Vec<Cx> {
        let bits =
            |f: usize| (0..usize::BITS as usize).filter(move |&i| f >> i & 1 == 1 && i != pivot(f));
        self.functions
            .iter()
            .flat_map(|&f| bits(f).map(move |i| Cx::new(i, pivot(f))))
            .collect()
    }

    fn wires(&self) -> impl Iterator<Item = usize> + '_ {
        self.functions.iter().map(|&f| pivot(f))
    }
}

impl Emitter<'_> {
    /// The gates on labels as they are, and the multiplexer where the least is needed around it.
    fn kept(&self) -> Option<Draft> {
        let Emitter { word, table, .. } = *self;
        let maps = word.maps();
        let mut sites: Vec<(usize, usize)> = Vec::new();
        for (at, (linear, _)) in maps.iter().enumerate() {
            if at == 0 || *linear != maps[at - 1].0 {
                let functions = Site::new(table, Affine::new(linear, 0)?).functions;
                let added: u32 = functions.iter().map(|f| f.count_ones() - 1).sum();
                sites.push((added as usize, at));
            }
        }
        let &(_, place) = sites.iter().min()?;
        let (linear, constant) = &maps[place];
        let site = Site::new(table, Affine::new(linear, *constant)?);
        let mut draft = Draft::new(word.wires.len());
        for placed in &word.acts[..place] {
            self.put(&mut draft, &placed.act);
        }
        let around = site.gates();
        self.add(&mut draft, &around);
        self.multiplexed(&mut draft, &site, |_| 0.0);
        let back: Vec<Cx> = around.iter().rev().copied().collect();
        self.add(&mut draft, &back);
        if table.has_own_phases {
            let phases: Vec<f64> = (0..1 << table.labels)
                .map(|w| table.own_phase(site.map.preimage(w)))
                .collect();
            self.phases(&mut draft, &phases);
        }
        for placed in &word.acts[place..] {
            self.put(&mut draft, &placed.act);
        }
        Some(draft)
    }

    /// Without the gates on labels: what they do as a diagonal, before or after the affine map of the labels.
    fn anew(&self) -> Option<[Draft; 2]> {
        let Emitter { word, table, .. } = *self;
        let count = table.labels;
        let start = Affine::new(&linear::Matrix::identity(count), 0)?;
        let site = Site::new(table, start);
        let around = site.gates();
        let all: Vec<f64> = (0..1 << count)
            .map(|x| table.phases[x] + table.own_phase(x))
            .collect();
        let of_blocks = by_sums(&all, &site.functions);
        let mut draft = Draft::new(word.wires.len());
        self.add(&mut draft, &around);
        self.multiplexed(&mut draft, &site, |x| of_blocks[x]);
        let first = Affine::new(&linear::Matrix::of(count, &around), 0)?;
        // The map of the labels that is left to do.
        let mut rest = linear::Matrix::identity(count);
        for (row, to) in rest.rows.iter_mut().zip(&table.map.linear.rows) {
            *row = first.carried(*to as usize) as u64;
        }
        let left: Vec<f64> = all.iter().zip(&of_blocks).map(|(a, b)| a - b).collect();
        let is_left = left.iter().any(|p| p.abs() > NOTHING);
        let on_wires = |frame: &Affine| -> Vec<f64> {
            (0..1 << count).map(|w| left[frame.preimage(w)]).collect()
        };
        let steps = linear::synthesize(&rest, usize::MAX)?;
        let finished = |mut draft: Draft, at_end: bool| {
            if is_left && !at_end {
                self.phases(&mut draft, &on_wires(&first));
            }
            self.add(&mut draft, &steps);
            for label in (0..count).filter(|l| table.map.constant >> l & 1 == 1) {
                draft.one(word.data + label, FLIP);
            }
            if is_left && at_end {
                self.phases(&mut draft, &on_wires(&table.map));
            }
            draft
        };
        Some([finished(draft.clone(), false), finished(draft, true)])
    }

    fn put(&self, draft: &mut Draft, act: &Act) {
        let at = |label: usize| self.word.data + label;
        match *act {
            Act::Add { control, target } => draft.cx(at(control), at(target)),
            Act::Turn {
                label,
                flips,
                phases,
            } => {
                let [a, b] = phases.map(|p| C64::from_polar(1.0, p));
                let m = match flips {
                    false => M2([[a, ZERO], [ZERO, b]]),
                    true => M2([[ZERO, b], [a, ZERO]]),
                };
                draft.one(at(label), m);
            }
            Act::Phase {
                labels,
                phases: [p, q, r, s],
            } => {
                let [a, b] = labels.map(at);
                draft.phase += p;
                let both = (s - q - r + p) % (2.0 * PI);
                let is_near = |x: f64| (both.abs() - x).abs() < NOTHING;
                let (mut on_a, mut on_b) = (q - p, r - p);
                if is_near(PI) {
                    draft.cz(a, b);
                } else if !is_near(0.0) && !is_near(2.0 * PI) {
                    on_a += both / 2.0;
                    on_b += both / 2.0;
                    draft.cx(a, b);
                    draft.one(b, phase_gate(-both / 2.0));
                    draft.cx(a, b);
                }
                draft.one(a, phase_gate(on_a));
                draft.one(b, phase_gate(on_b));
            }
            Act::Data(_) | Act::Chosen { .. } | Act::Held { .. } | Act::Hold => {}
        }
    }

    fn add(&self, draft: &mut Draft, gates: &[Cx]) {
        let at = |label: u8| self.word.data + usize::from(label);
        gates
            .iter()
            .for_each(|g| draft.cx(at(g.control), at(g.target)));
    }

    /// Phases by the values of all labels' wires.
    fn phases(&self, draft: &mut Draft, phases: &[f64]) {
        let wires: Vec<usize> = (self.word.data..self.word.wires.len()).collect();
        draft.append_on(&diagonal::synthesize(phases), &wires);
    }

    /// The blocks, with phases by the labels on top, where the functions that choose them are on wires.
    fn multiplexed(&self, draft: &mut Draft, site: &Site, phase: impl Fn(usize) -> f64) {
        let Emitter { word, table, .. } = *self;
        let size = 1 << word.data;
        let blocks: Vec<Matrix> = (0..1 << site.functions.len())
            .map(|values| {
                let x = site.map.preimage(argument(&site.functions, values));
                let factor = C64::from_polar(1.0, phase(x));
                Matrix::from_column_slice(size, size, table.block(x)) * factor
            })
            .collect();
        let wires: Vec<usize> = (0..word.data)
            .chain(site.wires().map(|w| word.data + w))
            .collect();
        let inner = match wires.len() {
            1 => {
                let mut one = Draft::new(1);
                one.one(0, block2(&blocks[0], 0, 0));
                one
            }
            n if n <= WHOLE && self.is_searched => {
                let whole = crate::synth::dense::direct_sum(&blocks);
                structure::synthesize(&whole, Freedom::NONE).draft
            }
            _ => multiplexer::synthesize(&blocks, Freedom::NONE).draft,
        };
        draft.append_on(&inner, &wires);
    }
}

const FLIP: M2 = M2([
    [ZERO, crate::synth::matrix::ONE],
    [crate::synth::matrix::ONE, ZERO],
]);

/// The part of phases that is made of parities which are sums of these.
fn by_sums(phases: &[f64], parities: &[usize]) -> Vec<f64> {
    let spectrum = diagonal::walsh(phases);
    let mut part = vec![0.0; spectrum.len()];
    for values in 0..1 << parities.len() {
        let set = parities
            .iter()
            .enumerate()
            .filter(|(i, _)| values >> i & 1 == 1);
        let parity = set.fold(0, |sum, (_, p)| sum ^ p);
        part[parity] = spectrum[parity];
    }
    // The transform is its own inverse but for the scale.
    let scale = part.len() as f64;
    diagonal::walsh(&part)
        .into_iter()
        .map(|p| p * scale)
        .collect()
}
