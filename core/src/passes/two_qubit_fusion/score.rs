// SPDX-License-Identifier: Apache-2.0
//! What a form of a block costs, and when it is better than another.

use std::cmp::Ordering;

use super::kit::Kit;
use crate::Gate;

/// What is compared first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Aim {
    /// Native two-qubit gates, then the odds that one of all gates goes wrong.
    #[default]
    Fewest,
    /// The odds, then the gates.
    Likeliest,
}

/// Odds closer than this are the same.
const SAME: f64 = 1e-12;

/// The price of one form.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Score {
    /// Native two-qubit gates.
    pub uses: u32,
    /// `-ln` of the probability that all goes well, as far as figures are known.
    pub error: f64,
    pub ones: u32,
    /// Those of `ones` that take a pulse.
    pub pulses: u32,
    /// Gates on the longest way from the start of each wire to the end of each; `None`: no way.
    ways: [[Option<u32>; 2]; 2],
}

impl Default for Score {
    fn default() -> Score {
        Score {
            uses: 0,
            error: 0.0,
            ones: 0,
            pulses: 0,
            ways: [[Some(0), None], [None, Some(0)]],
        }
    }
}

impl Score {
    /// Then a gate on one of the pair's qubits, of so many pulses.
    pub fn one(&mut self, kit: &Kit, gate: Gate, wire: usize, pulses: u32) {
        self.ones += 1;
        self.pulses += pulses;
        self.error += kit.one_error(gate, wire);
        for ways in &mut self.ways {
            ways[wire] = ways[wire].map(|n| n + 1);
        }
    }

    /// Then a native gate on both.
    pub fn two(&mut self, kit: &Kit, gate: Gate, reversed: bool) {
        self.uses += 1;
        self.error += kit.pair_error(gate, reversed);
        for ways in &mut self.ways {
            *ways = [ways[0].max(ways[1]).map(|n| n + 1); 2];
        }
    }

    /// Less is better.
    pub fn compare(&self, other: &Score, aim: Aim) -> Ordering {
        let ones = |s: &Score| (s.ones, s.pulses);
        self.weigh(other, aim).then(ones(self).cmp(&ones(other)))
    }

    /// By what counts before gates on one qubit do.
    pub fn weigh(&self, other: &Score, aim: Aim) -> Ordering {
        let (uses, odds) = (self.uses.cmp(&other.uses), self.odds(other));
        match aim {
            Aim::Fewest => uses.then(odds),
            Aim::Likeliest => odds.then(uses),
        }
    }

    fn odds(&self, other: &Score) -> Ordering {
        match (self.error - other.error).abs() <= SAME {
            true => Ordering::Equal,
            false => self.error.total_cmp(&other.error),
        }
    }

    /// It is worth replacing `old`: better in what is compared first, and where that is the same, worse in nothing.
    pub fn improves(&self, old: &Score, aim: Aim) -> bool {
        let first = match aim {
            Aim::Fewest => self.uses.cmp(&old.uses),
            Aim::Likeliest => self.weigh(old, aim),
        };
        let no_longer = self.ways.iter().flatten().zip(old.ways.iter().flatten());
        first.then_with(|| {
            let all = [
                self.odds(old),
                self.ones.cmp(&old.ones),
                self.pulses.cmp(&old.pulses),
            ];
            if all.iter().any(|o| o.is_gt()) || no_longer.into_iter().any(|(a, b)| a > b) {
                return Ordering::Greater;
            }
            all.into_iter().fold(Ordering::Equal, Ordering::then)
        }) == Ordering::Less
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GateSet, Target};

    fn score(word: &str) -> Score {
        let kit = Kit::of(&Target::all_to_all(GateSet::of(&[Gate::Cz])), 0, 1);
        let mut score = Score::default();
        for c in word.chars() {
            match c {
                '2' => score.two(&kit, Gate::Cz, false),
                'A' => score.one(&kit, Gate::Rz, 0, 0),
                wire => score.one(&kit, Gate::X, usize::from(wire == 'b'), 1),
            }
        }
        score
    }

    #[test]
    fn gates_on_the_way() {
        assert_eq!(
            [[Some(3), Some(4)], [Some(1), Some(2)]],
            score("aa2b").ways.map(|w| [w[0], w[1]])
        );
        assert_eq!([[Some(1), None], [None, Some(2)]], score("abb").ways);
    }

    #[test]
    fn better_is_worse_in_nothing_where_the_first_is_the_same() {
        let improves = |new: &str, old: &str| score(new).improves(&score(old), Aim::Fewest);
        assert!(improves("2", "22") && improves("aaa2", "22") && !improves("22", "aaa2"));
        assert!(improves("a2", "aa2") && !improves("a2", "a2"));
        assert!(improves("A2", "a2") && !improves("a2", "A2") && !improves("a2", "AA2"));
        assert!(!improves("aa2", "AAA2"));
        // One gate less, but a longer way for the other qubit.
        assert!(!improves("b2", "a2a") && improves("2a", "a2a"));
        let odds = |error: f64, word: &str| Score {
            error,
            ..score(word)
        };
        for (aim, expected) in [(Aim::Fewest, false), (Aim::Likeliest, true)] {
            assert_eq!(expected, odds(0.1, "22").improves(&odds(0.2, "2"), aim));
            assert_eq!(!expected, odds(0.2, "2").improves(&odds(0.1, "22"), aim));
            assert_eq!(expected, odds(0.1, "a2").improves(&odds(0.2, "2"), aim));
            assert!(odds(0.1, "a2").improves(&odds(0.2, "a2"), aim));
            assert!(!odds(0.2 + 1e-13, "a2").improves(&odds(0.2, "a2"), aim));
            assert!(!odds(0.3, "2").improves(&odds(0.2, "a2"), aim));
        }
    }
}
