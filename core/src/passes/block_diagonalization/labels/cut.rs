// SPDX-License-Identifier: Apache-2.0
//! The parts of a region that are worth a table: by counting, before there are numbers.
//!
//! Gates at the ends of a region may depend on labels that nothing else depends on; each more of them doubles the blocks.
//! So stretches of a region are weighed: the gates on two wires in it against those that blocks chosen by so many
//! functions of labels take.

use std::ops::Range;

use super::bits::{reduced, rest};
use super::promise::generic;
use super::word::Word;

/// Most gates from which, and up to which, stretches are weighed one by one.
const WEIGHED: usize = 400;
/// Gates on two wires below which nothing is gained.
const FEW: usize = 4;

/// Gates on two wires from which a region is looked at.
pub fn pays(data: usize, labels: usize) -> usize {
    match (data, labels) {
        (_, 0) => usize::MAX,
        (1, _) => FEW,
        _ => generic(data, 1) + 1,
    }
}

/// Stretches of a word that may be made with fewer gates, the most promising ones.
pub fn cuts(word: &Word) -> Vec<Range<usize>> {
    let maps = word.maps();
    // Acts on data on two wires or chosen by labels, and the functions that choose.
    let touching: Vec<(usize, Vec<usize>)> = word
        .acts
        .iter()
        .enumerate()
        .filter(|(_, p)| p.act.touches_data() && (p.is_pair || !p.act.choosers().is_empty()))
        .map(|(i, p)| {
            let labels = p.act.choosers().iter();
            (i, labels.map(|&l| maps[i].0.rows[l] as usize).collect())
        })
        .collect();
    let (mut pairs, mut on_data) = (vec![0; word.acts.len() + 1], vec![0; word.acts.len() + 1]);
    for (i, placed) in word.acts.iter().enumerate() {
        let is_pair = usize::from(placed.is_pair);
        pairs[i + 1] = pairs[i] + is_pair;
        on_data[i + 1] = on_data[i] + is_pair * usize::from(placed.act.touches_data());
    }
    let is_clean = |range: &Range<usize>| word.is_clean[range.start] && word.is_clean[range.end];
    // Gates on labels alone around a stretch are part of it: they may stay as they are.
    let stretch = |i: usize, j: usize| {
        let start = i.checked_sub(1).map_or(0, |i| touching[i].0 + 1);
        start..touching.get(j + 1).map_or(word.acts.len(), |next| next.0)
    };
    // By what is saved: counting gates on labels, and not counting them.
    let mut best = [(0, 0..0), (0, 0..0)];
    for i in 0..touching.len().min(WEIGHED) {
        let mut rows: Vec<usize> = Vec::new();
        for j in i..touching.len() {
            if touching[j].1.iter().any(|&mask| rest(&rows, mask) != 0) {
                rows = reduced(rows.iter().chain(&touching[j].1).copied());
            }
            let range = stretch(i, j);
            if !is_clean(&range) {
                continue;
            }
            let takes = generic(word.data, rows.len());
            let counts = [&pairs, &on_data].map(|c| c[range.end] - c[range.start]);
            for (best, stands) in best.iter_mut().zip(counts) {
                let saved = stands.saturating_sub(takes);
                if saved > best.0 {
                    *best = (saved, range.clone());
                }
            }
        }
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let whole = std::iter::once(0..word.acts.len());
    for range in best.into_iter().map(|b| b.1).chain(whole) {
        let stands = pairs[range.end] - pairs[range.start];
        if stands > FEW && is_clean(&range) && !found.contains(&range) {
            found.push(range);
        }
    }
    found
}
