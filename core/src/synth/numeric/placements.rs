// SPDX-License-Identifier: Apache-2.0
//! Where to put a number of cz: orders of pairs that are worth a try.

use crate::synth::gauss::Gauss;

/// All pairs of n wires, in rounds of pairs that share no wire (the circle method for tournaments).
pub fn every_pair(qubits: usize) -> Vec<[usize; 2]> {
    let seats = qubits + qubits % 2;
    let mut pairs = Vec::new();
    for round in 0..seats.saturating_sub(1) {
        let turn = |i: usize| (round + i) % (seats - 1);
        let others = (1..seats / 2).map(|i| [turn(i), turn(seats - 1 - i)]);
        for [a, b] in std::iter::once([round, seats - 1]).chain(others) {
            if a.max(b) < qubits {
                pairs.push([a.min(b), a.max(b)]);
            }
        }
    }
    pairs
}

/// Orders of `count` of the couplings, numbered: first the couplings in turn, then at random without a pair twice running.
/// On |0...0> (`is_state`) a spanning tree comes first, since a cz between two fresh wires has gates to spare.
pub fn placement(
    couplings: &[[usize; 2]],
    count: usize,
    is_state: bool,
    number: usize,
) -> Vec<[usize; 2]> {
    let mut random = Gauss::new(number as u64);
    let mut pairs = Vec::with_capacity(count);
    if is_state {
        pairs = tree(couplings, number, &mut random);
        pairs.truncate(count);
    }
    for i in 0.. {
        if pairs.len() >= count {
            break;
        }
        let next = match number {
            0 => couplings[i % couplings.len()],
            _ => couplings[random.bits() as usize % couplings.len()],
        };
        if pairs.last() != Some(&next) || couplings.len() == 1 {
            pairs.push(next);
        }
    }
    pairs
}

/// A spanning tree of what the first coupling (or a random one) reaches, each pair joining a wire to those before.
fn tree(couplings: &[[usize; 2]], number: usize, random: &mut Gauss) -> Vec<[usize; 2]> {
    let shift = match number {
        0 => 0,
        _ => random.bits() as usize % couplings.len(),
    };
    let mut pairs = vec![couplings[shift]];
    let mut reached = couplings[shift].to_vec();
    loop {
        let joins = |p: &&[usize; 2]| reached.contains(&p[0]) != reached.contains(&p[1]);
        let choices: Vec<[usize; 2]> = couplings.iter().filter(joins).copied().collect();
        if choices.is_empty() {
            return pairs;
        }
        let pair = match number {
            0 => choices[0],
            _ => choices[random.bits() as usize % choices.len()],
        };
        pairs.push(pair);
        reached.extend(pair);
    }
}

/// Every order of `count` couplings, but for those equal to another by exchanging neighbours that share no wire, and
/// those with a pair four times running; `None` if there are more than `most`.
pub fn all_placements(
    couplings: &[[usize; 2]],
    count: usize,
    most: usize,
) -> Option<Vec<Vec<[usize; 2]>>> {
    let mut all: Vec<Vec<[usize; 2]>> = vec![Vec::new()];
    for _ in 0..count {
        let mut longer = Vec::new();
        for pairs in &all {
            for &next in couplings {
                if is_canonical(pairs, next) {
                    longer.push(pairs.iter().copied().chain([next]).collect());
                }
            }
        }
        if longer.len() > most {
            return None;
        }
        all = longer;
    }
    Some(all)
}

/// Whether `next` could not as well stand before a greater pair, and is not the fourth of its kind running: three
/// between one-qubit gates are any two-qubit gate.
pub fn is_canonical(pairs: &[[usize; 2]], next: [usize; 2]) -> bool {
    let mut running = 0;
    for &pair in pairs.iter().rev() {
        if pair == next {
            running += 1;
            if running == 3 {
                return false;
            }
        } else if pair.contains(&next[0]) || pair.contains(&next[1]) {
            return true;
        } else if running == 0 && next < pair {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_of_pairs() {
        assert_eq!(vec![[0, 1]], every_pair(2));
        assert_eq!(3, every_pair(3).len());
        let four = every_pair(4);
        assert_eq!(6, four.len());
        for round in four.chunks(2) {
            assert_eq!(6, round.iter().flatten().sum::<usize>());
        }
        let mut five = every_pair(5);
        five.sort_unstable();
        five.dedup();
        assert_eq!(10, five.len());
    }

    #[test]
    fn states_begin_with_a_tree() {
        let line = [[0, 1], [1, 2], [2, 3]];
        for number in 0..10 {
            let pairs = placement(&line, 6, true, number);
            assert_eq!(6, pairs.len());
            let mut tree = pairs[..3].to_vec();
            tree.sort_unstable();
            assert_eq!(line.to_vec(), tree);
            assert!(pairs.windows(2).all(|w| w[0] != w[1]));
        }
        assert_eq!(vec![[0, 1]; 3], placement(&[[0, 1]], 3, false, 4));
    }

    #[test]
    fn orders_that_are_the_same_are_counted_once() {
        let pairs = [[0, 1], [2, 3]];
        let two = vec![vec![[0, 1]; 2], vec![[0, 1], [2, 3]], vec![[2, 3]; 2]];
        assert_eq!(Some(two), all_placements(&pairs, 2, 9));
        let counts = |count| all_placements(&every_pair(3), count, 99).map_or(0, |a| a.len());
        assert_eq!([3, 9, 27, 78], [1, 2, 3, 4].map(counts));
        assert_eq!(Some(vec![]), all_placements(&[[0, 1]], 4, 9));
        assert_eq!(None, all_placements(&every_pair(3), 3, 26));
    }
}
