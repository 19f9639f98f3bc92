// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::passes::testing::Random;

fn neighbours(qubits: u32, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut rows = vec![Vec::new(); qubits as usize];
    for &(a, b) in edges {
        rows[a as usize].push(b);
        rows[b as usize].push(a);
    }
    rows
}

fn pattern(qubits: u32, edges: &[(u32, u32)]) -> Pattern {
    Pattern {
        qubits,
        edges: edges.iter().map(|&(a, b)| (a, b, 1)).collect(),
        fixed: Vec::new(),
    }
}

fn line(n: u32) -> Vec<(u32, u32)> {
    (1..n).map(|i| (i - 1, i)).collect()
}

fn ring(n: u32) -> Vec<(u32, u32)> {
    (0..n).map(|i| (i, (i + 1) % n)).collect()
}

fn grid(rows: u32, columns: u32) -> Vec<(u32, u32)> {
    let at = |r, c| r * columns + c;
    let mut edges = Vec::new();
    for r in 0..rows {
        for c in 0..columns {
            if c + 1 < columns {
                edges.push((at(r, c), at(r, c + 1)));
            }
            if r + 1 < rows {
                edges.push((at(r, c), at(r + 1, c)));
            }
        }
    }
    edges
}

/// Eight rows of sixteen qubits, joined by four qubits between two rows: 156 in all.
fn heavy_hex() -> Vec<(u32, u32)> {
    let mut edges = Vec::new();
    for r in 0..8 {
        edges.extend((1..16).map(|c| (20 * r + c - 1, 20 * r + c)));
        for k in (0..4).filter(|_| r < 7) {
            let c = if r % 2 == 0 { 4 * k + 3 } else { 4 * k + 1 };
            let between = 20 * r + 16 + k;
            edges.extend([(20 * r + c, between), (between, 20 * (r + 1) + c)]);
        }
    }
    edges
}

fn is_valid(pattern: &Pattern, rows: &[Vec<u32>], excluded: &[bool], places: &[u32]) -> bool {
    let mut taken = vec![false; rows.len()];
    places.len() == pattern.qubits as usize
        && places.iter().all(|&h| {
            !excluded.get(h as usize).copied().unwrap_or(false)
                && !std::mem::replace(&mut taken[h as usize], true)
        })
        && pattern
            .edges
            .iter()
            .all(|&(a, b, _)| rows[places[a as usize] as usize].contains(&places[b as usize]))
        && pattern
            .fixed
            .iter()
            .zip(places)
            .all(|(f, &h)| f.is_none_or(|f| f == h))
}

fn found(edges: &[(u32, u32)], qubits: u32, rows: &[Vec<u32>], budget: u64) -> Found {
    let wanted = pattern(qubits, edges);
    let host = Host {
        neighbours: rows,
        excluded: &[],
    };
    let found = find(&wanted, &host, budget, None);
    if let Some(places) = &found.places {
        assert!(is_valid(&wanted, rows, &[], places));
    }
    found
}

#[test]
fn lines_rings_and_grids_where_there_is_hardly_room() {
    let square = neighbours(100, &grid(10, 10));
    let hex = neighbours(156, &heavy_hex());
    let cases = [
        (line(100), 100, &square),
        (ring(100), 100, &square),
        (grid(10, 10), 100, &square),
        (grid(9, 10), 90, &square),
        (line(120), 120, &hex),
        (line(129), 129, &hex),
        (ring(60), 60, &hex),
        (heavy_hex(), 156, &hex),
    ];
    for (edges, qubits, rows) in cases {
        let answer = found(&edges, qubits, rows, 4_000);
        assert!(
            answer.places.is_some(),
            "{qubits} qubits, {} edges",
            edges.len()
        );
    }
}

#[test]
fn several_parts_fill_a_device_together() {
    let square = neighbours(100, &grid(10, 10));
    let parts = |count: u32, of: u32| -> Vec<(u32, u32)> {
        (0..count)
            .flat_map(|k| {
                line(of)
                    .into_iter()
                    .map(move |(a, b)| (k * of + a, k * of + b))
            })
            .collect()
    };
    for (count, of) in [(50, 2), (5, 20), (10, 10)] {
        assert!(found(&parts(count, of), 100, &square, 4_000)
            .places
            .is_some());
    }
}

#[test]
fn what_cannot_be_is_told_at_once() {
    let square = neighbours(100, &grid(10, 10));
    let hex = neighbours(156, &heavy_hex());
    let star: Vec<(u32, u32)> = (1..=4).map(|i| (0, i)).collect();
    let cases = [
        (ring(99), 99, &square), // odd
        (grid(2, 2), 4, &hex),   // shortest cycle: 12
        (ring(10), 10, &hex),
        (star, 5, &hex),        // degree
        (line(130), 130, &hex), // one more than there is room for
        (line(101), 101, &square),
        (grid(5, 20), 100, &square),
    ];
    for (edges, qubits, rows) in cases {
        let answer = found(&edges, qubits, rows, 2_000);
        assert_eq!(
            (None, true),
            (answer.places, answer.exhausted),
            "{qubits} qubits"
        );
    }
}

#[test]
fn a_budget_is_kept_and_answers_repeat() {
    let square = neighbours(100, &grid(10, 10));
    let tree: Vec<(u32, u32)> = (1..31).map(|i| ((i - 1) / 2, i)).collect();
    let answer = found(&tree, 31, &square, 300);
    assert_eq!((None, false), (answer.places.clone(), answer.exhausted));
    assert!(answer.steps <= 300);
    assert_eq!(answer, found(&tree, 31, &square, 300));
}

#[test]
fn isolated_qubits_and_nothing_at_all() {
    let rows = neighbours(4, &line(4));
    assert_eq!(Some(vec![]), found(&[], 0, &rows, 10).places);
    assert_eq!(Some(vec![0, 1, 2, 3]), found(&[], 4, &rows, 10).places);
    assert_eq!(None, found(&[], 5, &rows, 10).places);
    let places = found(&[(1, 3)], 4, &rows, 10).places.unwrap();
    assert!(places[1].abs_diff(places[3]) == 1);
}

fn random_graph(random: &mut Random, n: usize, edges: usize) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for _ in 0..edges {
        let (a, b) = (random.below(n) as u32, random.below(n) as u32);
        if a != b && !out.contains(&(a, b)) && !out.contains(&(b, a)) {
            out.push((a, b));
        }
    }
    out
}

struct Table {
    edges: Vec<Vec<Vec<f64>>>,
    places: Vec<Vec<f64>>,
}

impl Score for Table {
    fn edge(&self, edge: usize, a: u32, b: u32) -> f64 {
        self.edges[edge][a as usize][b as usize]
    }

    fn place(&self, qubit: u32, at: u32) -> f64 {
        self.places[qubit as usize][at as usize]
    }
}

impl Table {
    fn random(random: &mut Random, pattern: &Pattern, host: usize) -> Table {
        let mut cost = |_| match random.below(8) {
            0 => f64::INFINITY,
            n => n as f64 / 7.0,
        };
        Table {
            edges: (0..pattern.edges.len())
                .map(|_| {
                    (0..host)
                        .map(|_| (0..host).map(&mut cost).collect())
                        .collect()
                })
                .collect(),
            places: (0..pattern.qubits)
                .map(|_| (0..host).map(&mut cost).collect())
                .collect(),
        }
    }

    fn of(&self, pattern: &Pattern, places: &[u32]) -> f64 {
        let edges = pattern
            .edges
            .iter()
            .enumerate()
            .map(|(e, &(a, b, _))| self.edge(e, places[a as usize], places[b as usize]));
        let own = (0..pattern.qubits).map(|q| self.place(q, places[q as usize]));
        edges.chain(own).sum()
    }
}

/// Every placement, one after another.
fn all_placements(qubits: usize, host: usize, visit: &mut impl FnMut(&[u32])) {
    fn go(places: &mut Vec<u32>, qubits: usize, host: u32, visit: &mut impl FnMut(&[u32])) {
        if places.len() == qubits {
            return visit(places);
        }
        for h in (0..host)
            .filter(|h| !places.contains(h))
            .collect::<Vec<_>>()
        {
            places.push(h);
            go(places, qubits, host, visit);
            places.pop();
        }
    }
    go(&mut Vec::new(), qubits, host as u32, visit);
}

#[test]
fn small_graphs_against_all_placements() {
    let mut random = Random::new(11);
    let (mut some, mut none, mut gained) = (0, 0, 0);
    for trial in 0..300 {
        let (n, m) = (1 + random.below(5), 5 + random.below(3));
        let most = [2, 4, 6, 9][random.below(4)];
        let edges = random_graph(&mut random, n, most);
        let density = [5, 8, 12, 20][random.below(4)];
        let rows = neighbours(m as u32, &random_graph(&mut random, m, density));
        let excluded: Vec<bool> = (0..m).map(|_| random.below(6) == 0).collect();
        let mut wanted = pattern(n as u32, &edges);
        wanted.fixed = (0..n)
            .map(|_| (random.below(5) == 0).then(|| random.below(m) as u32))
            .collect();
        let host = Host {
            neighbours: &rows,
            excluded: &excluded,
        };
        let table = Table::random(&mut random, &wanted, m);

        let (mut any, mut least) = (false, f64::INFINITY);
        all_placements(n, m, &mut |places| {
            if is_valid(&wanted, &rows, &excluded, places) {
                any = true;
                least = least.min(table.of(&wanted, places));
            }
        });
        let answer = find(&wanted, &host, 100_000, None);
        assert_eq!(
            any,
            answer.places.is_some(),
            "trial {trial}: {wanted:?} on {rows:?}"
        );
        assert!(answer.exhausted || any);
        if let Some(places) = answer.places {
            assert!(is_valid(&wanted, &rows, &excluded, &places));
        }
        let best = find(&wanted, &host, 100_000, Some(&table));
        assert!(best.exhausted, "trial {trial}");
        match &best.places {
            None => assert!(least.is_infinite(), "trial {trial}"),
            Some(places) => {
                assert!(is_valid(&wanted, &rows, &excluded, places));
                let cost = table.of(&wanted, places);
                assert!(
                    (cost - least).abs() < 1e-9,
                    "trial {trial}: {cost} for {least}"
                );
                assert!((cost - best.cost).abs() < 1e-9);
                gained += 1;
            }
        }
        some += u32::from(any);
        none += u32::from(!any);
    }
    assert!(
        some > 100 && none > 50 && gained > 50,
        "{some} {none} {gained}"
    );
}

/// Bounds that are wrong show on graphs larger than what can be tried in full: plant a pattern and look for it.
#[test]
fn what_was_planted_is_found() {
    let mut random = Random::new(5);
    for trial in 0..60 {
        let rows_count = 3 + random.below(3) as u32;
        let columns = 3 + random.below(4) as u32;
        let m = (rows_count * columns) as usize;
        let device: Vec<(u32, u32)> = grid(rows_count, columns)
            .into_iter()
            .filter(|_| random.below(8) > 0)
            .collect();
        let count = m - random.below(3);
        let hidden = random.qubits(count, m);
        let mut edges = Vec::new();
        for (i, a) in hidden.iter().enumerate() {
            for (j, b) in hidden.iter().enumerate().skip(i + 1) {
                let coupled = device.contains(&(*a, *b)) || device.contains(&(*b, *a));
                if coupled && random.below(4) > 0 {
                    edges.push((i as u32, j as u32));
                }
            }
        }
        let rows = neighbours(m as u32, &device);
        let answer = found(&edges, hidden.len() as u32, &rows, 200_000);
        assert!(
            answer.places.is_some() || !answer.exhausted,
            "trial {trial}"
        );
        assert!(
            answer.places.is_some(),
            "trial {trial}: not in {} steps",
            answer.steps
        );
    }
}

/// Long lines with one cheap way: branch and bound alone does not get there in these steps.
#[test]
fn a_long_line_moves_to_the_better_half() {
    let rows = neighbours(100, &grid(10, 10));
    let wanted = pattern(20, &line(20));
    struct Half;
    impl Score for Half {
        fn edge(&self, _: usize, a: u32, b: u32) -> f64 {
            if a.min(b) >= 50 {
                0.01
            } else {
                0.05
            }
        }
        fn place(&self, _: u32, _: u32) -> f64 {
            0.0
        }
    }
    let host = Host {
        neighbours: &rows,
        excluded: &[],
    };
    let answer = find(&wanted, &host, 20_000, Some(&Half));
    assert!(answer.places.unwrap().iter().all(|&h| h >= 50));
    assert!((answer.cost - 0.19).abs() < 1e-9);
}

#[test]
fn restarts_follow_luby() {
    let first: Vec<u64> = (1..=15).map(luby).collect();
    assert_eq!(vec![1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8], first);
}

#[test]
fn what_is_affordable_shrinks_with_both_sides() {
    assert_eq!(135_135, affordable(100, 156));
    assert_eq!(200_000, affordable(0, 0));
    assert_eq!(7_092, affordable(1_000, 1_081));
}
