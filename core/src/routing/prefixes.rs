// SPDX-License-Identifier: Apache-2.0
//! Places where the longest possible beginning of a circuit needs no swap, and routes from there.
//!
//! A circuit with few swaps in its best routing has long stretches that fit the device as they are, and the qubits of such
//! a stretch have little choice where to be: a search for subgraphs (`embedding`) finds it, where a search for swaps would
//! have to guess. From there on [`super::beam`] looks for the swaps; its end is the start of a way back, as in SABRE.

use super::beam::{self, Beamed};
use super::coupling::Coupling;
use super::embedding::{self, Pattern};
use super::placement::Placement;
use super::problem::Problem;

/// A beginning has to be at least this part of the circuit, or swaps are not rare.
const SHARE: usize = 48;
/// Parts of half a second one search for places may take.
const PARTS: u64 = 200;
/// Ways there and back.
const ROUNDS: usize = 2;

/// The best of routings from either end; `None` where swaps are not rare. Stages of both problems have one node each.
pub fn route(
    forwards: &Problem,
    backwards: &Problem,
    fixed: &[Option<u32>],
    coupling: &Coupling,
) -> Option<Beamed> {
    // What meets inside of blocks of control flow is looked after by the search for swaps.
    if !forwards.inner.is_empty() {
        return None;
    }
    // From behind, qubits start where the way ends, wherever that is.
    let open = fixed.iter().all(Option::is_none);
    let (from_start, from_end) = rayon::join(
        || improved(forwards, backwards, fixed, coupling),
        || open.then(|| improved(backwards, forwards, fixed, coupling)),
    );
    let from_end = from_end.flatten().map(Beamed::reversed);
    [from_start, from_end]
        .into_iter()
        .flatten()
        .min_by_key(|b| b.swaps)
}

/// From the longest beginning of `there` to its end; then back and there again while that helps and nobody minds where it
/// begins.
fn improved(
    there: &Problem,
    back: &Problem,
    fixed: &[Option<u32>],
    coupling: &Coupling,
) -> Option<Beamed> {
    let start = longest(there, fixed, coupling)?;
    let mut best = beam::route(there, coupling, &start)?;
    if fixed.iter().any(Option::is_some) {
        return Some(best);
    }
    for _ in 0..ROUNDS {
        let Some(again) = beam::route(back, coupling, &best.last).map(Beamed::reversed) else {
            break;
        };
        let Some(again) = beam::route(there, coupling, &again.start) else {
            break;
        };
        if again.swaps >= best.swaps {
            break;
        }
        best = again;
    }
    Some(best)
}

/// Places for the longest beginning that is found to fit.
fn longest(problem: &Problem, fixed: &[Option<u32>], coupling: &Coupling) -> Option<Placement> {
    let news = first_meetings(problem);
    let enough = problem.nodes.len() / SHARE;
    // With the first `k` pairs, all nodes before the first of the next pair fit.
    let reach = |k: usize| news.get(k).map_or(problem.nodes.len(), |n| n.0);
    let mut low = news.partition_point(|n| n.0 < enough);
    let mut high = plausible(&news, problem.qubits, coupling);
    if low > high || reach(low) < enough {
        return None;
    }
    let mut found = places(&news[..low], problem.qubits, fixed, coupling)?;
    // `low` fits, above `high` nothing does.
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        match places(&news[..middle], problem.qubits, fixed, coupling) {
            Some(placement) => (low, found) = (middle, placement),
            None => high = middle - 1,
        }
    }
    Some(found)
}

/// Where each pair is met first: node and pair, in the order of the nodes.
fn first_meetings(problem: &Problem) -> Vec<(usize, (u32, u32))> {
    let mut all: Vec<((u32, u32), usize)> = problem
        .nodes
        .iter()
        .enumerate()
        .filter_map(|(i, n)| n.pair.map(|[a, b]| ((a.min(b), a.max(b)), i)))
        .collect();
    all.sort_unstable();
    all.dedup_by_key(|(pair, _)| *pair);
    let mut news: Vec<_> = all.into_iter().map(|(pair, i)| (i, pair)).collect();
    news.sort_unstable();
    news
}

/// How many of the pairs may fit, going by degrees and couplings alone.
fn plausible(news: &[(usize, (u32, u32))], qubits: u32, coupling: &Coupling) -> usize {
    let lists = coupling.all_neighbours();
    let couplings = lists.iter().map(Vec::len).sum::<usize>() / 2;
    let most = lists.iter().map(Vec::len).max().unwrap_or(0);
    let mut degree = vec![0; qubits as usize];
    news.iter()
        .take(couplings)
        .take_while(|(_, (a, b))| {
            [a, b].iter().all(|&&v| {
                degree[v as usize] += 1;
                degree[v as usize] <= most
            })
        })
        .count()
}

fn places(
    news: &[(usize, (u32, u32))],
    qubits: u32,
    fixed: &[Option<u32>],
    coupling: &Coupling,
) -> Option<Placement> {
    let pattern = Pattern {
        qubits,
        edges: news.iter().map(|&(_, (a, b))| (a, b, 1)).collect(),
        fixed: fixed.to_vec(),
    };
    let steps = embedding::affordable(qubits, coupling.qubits() as usize) / PARTS;
    let found = embedding::find_from(&pattern, coupling.ground(), steps, None, None);
    Some(Placement::new(found.places?, coupling.qubits()))
}

#[cfg(test)]
mod tests {
    use super::super::problem::Node;
    use super::*;

    /// Nodes one after another on their wires.
    fn strict(qubits: u32, pairs: &[(u32, u32)]) -> Problem {
        let mut stages = vec![0; qubits as usize];
        let nodes = pairs.iter().map(|&(a, b)| Node {
            pair: Some([a, b]),
            uses: 1,
            mirror: 2,
            slots: [a, b]
                .map(|w| {
                    stages[w as usize] += 1;
                    (w, stages[w as usize] - 1)
                })
                .into_iter()
                .collect(),
        });
        let nodes = nodes.collect();
        Problem::new(qubits, qubits, nodes)
    }

    fn ring(n: u32) -> Coupling {
        let edges: Vec<_> = (0..n).map(|q| (q, (q + 1) % n)).collect();
        Coupling::new(n, &edges, &[])
    }

    /// Rounds on a ring whose qubits are told under other names, `swaps` of which change places between rounds.
    fn rounds(n: u32, swaps: &[u32]) -> Vec<(u32, u32)> {
        let mut holds: Vec<u32> = (0..n).map(|q| q * 5 % n).collect();
        let mut pairs = Vec::new();
        for k in 0..=swaps.len() {
            for _ in 0..2 {
                pairs.extend(
                    (0..n).map(|q| (holds[q as usize], holds[(q + 1) as usize % n as usize])),
                );
            }
            if let Some(&p) = swaps.get(k) {
                holds.swap(p as usize, (p + 1) as usize % n as usize);
            }
        }
        pairs
    }

    fn routed(pairs: &[(u32, u32)], n: u32, fixed: &[Option<u32>]) -> Option<Beamed> {
        let problem = strict(n, pairs);
        route(&problem, &problem.reversed(), fixed, &ring(n))
    }

    #[test]
    fn the_fewest_swaps_are_found() {
        let n = 12;
        let pairs = rounds(n, &[3, 7, 4]);
        let found = routed(&pairs, n, &[None; 12]).expect("rare swaps");
        assert_eq!(3, found.swaps);
        let (coupling, mut placement) = (ring(n), found.start.clone());
        let mut met = 0;
        for step in &found.steps {
            match *step {
                super::super::sabre::Step::Swap(p, q) => placement.swap(p, q),
                super::super::sabre::Step::Node(node) => {
                    let (a, b) = pairs[node as usize];
                    assert!(
                        coupling.coupled(placement.place[a as usize], placement.place[b as usize])
                    );
                    met += 1;
                }
            }
        }
        assert_eq!((pairs.len(), found.last), (met, placement));
    }

    #[test]
    fn wishes_are_kept() {
        let pairs = rounds(12, &[3, 7]);
        let mut fixed = vec![None; 12];
        fixed[5] = Some(9);
        let found = routed(&pairs, 12, &fixed).expect("rare swaps");
        assert_eq!((2, 9), (found.swaps, found.start.place[5]));
    }

    #[test]
    fn given_up_where_swaps_are_many() {
        let all: Vec<_> = (0..12).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
        assert!(routed(&all, 12, &[None; 12]).is_none());
    }

    #[test]
    fn beginnings() {
        let problem = strict(4, &[(0, 1), (1, 0), (1, 2), (0, 2), (2, 3)]);
        let news = first_meetings(&problem);
        assert_eq!(
            vec![(0, (0, 1)), (2, (1, 2)), (3, (0, 2)), (4, (2, 3))],
            news
        );
        // The ring has degree 2; the last pair is the third of qubit 2.
        assert_eq!(3, plausible(&news, 4, &ring(4)));
        // Three nodes before a triangle.
        let start = longest(&problem, &[None; 4], &ring(4)).expect("a path");
        let at = |v: usize| start.place[v];
        assert!(ring(4).coupled(at(0), at(1)) && ring(4).coupled(at(1), at(2)));
    }
}
