// SPDX-License-Identifier: Apache-2.0
//! Any permutation point by point: gates that put the least point that is wrong in its place and touch none before it.
//!
//! D. Miller, D. Maslov, G. Dueck, "A transformation based algorithm for reversible logic synthesis", DAC 2003,
//! doi:10.1145/775832.775915: at the end, at the beginning, or at whichever side is nearer.

use super::Toggle;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    End,
    Beginning,
    Nearer,
}

/// Circuits by each choice of sides, in the order of time.
pub fn all(table: &[usize]) -> Vec<Vec<Toggle>> {
    [Side::Nearer, Side::End, Side::Beginning]
        .map(|side| one(table, side))
        .to_vec()
}

fn one(table: &[usize], side: Side) -> Vec<Toggle> {
    let mut forward = table.to_vec();
    let mut inverse = vec![0; table.len()];
    forward
        .iter()
        .enumerate()
        .for_each(|(from, &to)| inverse[to] = from);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for v in 0..forward.len() {
        let is_end = match side {
            Side::End => true,
            Side::Beginning => false,
            Side::Nearer => (forward[v] ^ v).count_ones() <= (inverse[v] ^ v).count_ones(),
        };
        let start = if is_end { forward[v] } else { inverse[v] };
        for toggle in towards(start, v) {
            // At the end a toggle changes what comes out, at the beginning what goes in.
            let (outer, other) = match is_end {
                true => (&mut forward, &mut inverse),
                false => (&mut inverse, &mut forward),
            };
            outer.iter_mut().for_each(|x| *x = toggle.of(*x));
            outer
                .iter()
                .enumerate()
                .for_each(|(from, &to)| other[to] = from);
            match is_end {
                true => last.push(toggle),
                false => first.push(toggle),
            }
        }
    }
    // What undoes the permutation, undone.
    first.into_iter().chain(last.into_iter().rev()).collect()
}

/// From a value to a smaller one, without a change of those smaller than that.
fn towards(mut from: usize, to: usize) -> Vec<Toggle> {
    let mut out = Vec::new();
    while let Some(target) = bit(to & !from) {
        out.push(Toggle {
            controls: from,
            target,
        });
        from |= 1 << target;
    }
    while let Some(target) = bit(from & !to) {
        from &= !(1 << target);
        // Values with all ones of `to` are no smaller than it.
        out.push(Toggle {
            controls: to,
            target,
        });
    }
    out
}

fn bit(set: usize) -> Option<usize> {
    (set != 0).then(|| set.trailing_zeros() as usize)
}
