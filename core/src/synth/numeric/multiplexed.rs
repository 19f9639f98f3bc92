// SPDX-License-Identifier: Apache-2.0
//! Multiplexed unitaries on two and more data wires by words of cz among the data and signs of the labels.
//!
//! What a ladder is for one data wire: the labels stay what they are, so a cz with one is a sign on the data, and every label
//! value sees a word of its own. A cz among the data brings four parameters and a sign two, and how many of each are
//! needed, and in which order, the rank of the derivative tells: 8, 17 and 36 for 4x4 blocks of
//! determinant 1 under 1, 2 and 3 labels (6, 14 and 29 up to a diagonal, 2 and 6 more for phases of their own), 31 for 8x8
//! blocks under one.

use rayon::prelude::*;

use super::fit::Fit;
use super::goal::Goal;
use super::label_phases::{apart, diagonal};
use super::least_squares::minimise;
use super::placements::every_pair;
use super::shortest::spans;
use super::solve::{stream, Effort};
use super::template::Template;
use super::LIMIT;
use crate::synth::dense::{direct_sum, Matrix};
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::gauss::Gauss;

/// Orders looked at for every number of cz and signs, and how many of those with the rank are tried.
const ORDERS: usize = 8;
const TRIED: usize = 4;
/// The most entries of all blocks for which it is tried, and the most cz and signs.
const MOST_ENTRIES: usize = 256;

/// A circuit of m + k wires, data on the low ones, that applies `blocks[x]` (unitary, 2^m rows, 2^k of them) at label value
/// x. `None` if there are too many, or if no start leads to a solution: what is asked for should be without structure.
pub fn multiplexed(blocks: &[Matrix], freedom: Freedom, effort: Effort) -> Option<Partial> {
    let size = blocks[0].nrows();
    let (data, labels) = (size.trailing_zeros(), blocks.len().trailing_zeros());
    if !blocks.len().is_power_of_two() || size < 4 || blocks.len() * size * size > MOST_ENTRIES {
        return None;
    }
    let (data, labels) = (data as usize, labels as usize);
    let (phases, turned) = match freedom == Freedom::NONE {
        true => apart(blocks),
        // What is free takes the phases in.
        false => (vec![0.0; blocks.len()], blocks.to_vec()),
    };
    let goal = Goal::multiplexed(&turned).up_to(freedom);
    let least = goal.equations().saturating_sub(3 * data).div_ceil(4);
    let draft = (least..2 * least + 6 * labels)
        .find_map(|count| word(&goal, data, labels, count, effort))?;
    let mut whole = Draft::new(data + labels);
    whole.append(&draft);
    let on_labels: Vec<usize> = (data..data + labels).collect();
    whole.append_on(&diagonal(&phases), &on_labels);
    whole.tidy();
    let all = Goal::unitary(&direct_sum(blocks)).up_to(freedom);
    let (partial, off) = all.settle(whole);
    (off < LIMIT).then_some(partial)
}

/// With this many cz and signs in all.
fn word(goal: &Goal, data: usize, labels: usize, count: usize, effort: Effort) -> Option<Draft> {
    let mut templates = Vec::new();
    for signs in labels..=count {
        let enough = 3 * data + 4 * (count - signs) + 2 * signs >= goal.equations();
        if !enough || labels == 0 && signs > 0 {
            break;
        }
        let orders = (0..ORDERS).map(|number| order(data, labels, [count - signs, signs], number));
        templates.extend(orders.filter(|t| spans(t, goal)).take(TRIED));
    }
    let tries = templates.len() * effort.starts;
    (0..tries).into_par_iter().find_map_first(|number| {
        let (start, template) = (
            number / templates.len(),
            &templates[number % templates.len()],
        );
        let mut fit = Fit::new(template, goal);
        let point = fit.start(&mut stream(count as u64, start));
        let (point, residual) = minimise(&mut fit, point, effort.iterations);
        (residual < LIMIT).then(|| template.filled(&point.gates))
    })
}

/// So many cz among the data and so many signs, evenly mixed, the pairs and the labels in turn, the signs on any wires.
fn order(data: usize, labels: usize, [pairs, signs]: [usize; 2], number: usize) -> Template {
    let mut random = Gauss::new(number as u64);
    let count = pairs + signs;
    let shift = random.bits() as usize % count.max(1);
    let before = |i: usize| (i + shift) * pairs / count;
    let couplings = every_pair(data);
    let mut template = Template::new(data);
    template.layer();
    template.labels = labels;
    let (mut next_pair, mut next_label) = (0, 0);
    for i in 0..count {
        if before(i + 1) > before(i) {
            template.pairs(&[couplings[next_pair % couplings.len()]]);
            next_pair += 1;
        } else {
            template.sign(next_label % labels, random.bits() as usize % data);
            next_label += 1;
        }
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{distance, haar};

    const EFFORT: Effort = Effort {
        starts: 4,
        iterations: 300,
    };

    fn blocks(size: usize, labels: usize, seed: u64) -> Vec<Matrix> {
        (0..1 << labels).map(|x| haar(size, seed + x)).collect()
    }

    fn made(blocks: &[Matrix], freedom: Freedom) -> usize {
        let partial = multiplexed(blocks, freedom, EFFORT).expect("a circuit");
        let off = distance(&partial.unitary(), &direct_sum(blocks));
        assert!(off < 1e-12, "{off:e}");
        partial.draft.two_qubit_count()
    }

    #[test]
    fn four_by_four_blocks() {
        for seed in 0..5 {
            assert_eq!(8, made(&blocks(4, 1, 10 * seed), Freedom::NONE));
            assert_eq!(6, made(&blocks(4, 1, 10 * seed), Freedom::AFTER));
        }
        // Two of them are the diagonal on the labels.
        assert_eq!(19, made(&blocks(4, 2, 5), Freedom::NONE));
        assert_eq!(14, made(&blocks(4, 2, 5), Freedom::AFTER));
    }

    #[test]
    fn without_phases_of_their_own_no_diagonal() {
        let (_, turned) = apart(&blocks(4, 2, 7));
        assert_eq!(17, made(&turned, Freedom::NONE));
    }

    #[test]
    fn eight_by_eight_blocks() {
        assert_eq!(31, made(&blocks(8, 1, 5), Freedom::NONE));
        assert_eq!(None, multiplexed(&blocks(8, 3, 5), Freedom::NONE, EFFORT));
    }
}
