// SPDX-License-Identifier: Apache-2.0
//! Places of a circuit's qubits on a device such that every two-qubit gate lies on a coupling, by subgraph search; the
//! best of them where errors are known.
//!
//! ```text
//!  ground -> problem  what a vertex is like; where it may lie at all      nothing left: no embedding, proven
//!            search   place, narrow the others, look ahead, take back     restarted with what was learnt
//!            choice   which vertex next, in which order its places
//!            region   has what is free room for what is left?
//!  improve            the same search under a bound, then parts of the best placement again
//!  loose              qubits without two-qubit gates, last
//! ```
//!
//! A search for subgraph monomorphisms of the VF2 family (Cordella, Foggia, Sansone, Vento, "A (sub)graph isomorphism
//! algorithm for matching large graphs", 2004, doi:10.1109/TPAMI.2004.75): it grows what is placed along edges. From
//! VF2++ (Jüttner, Madarasi, "VF2++: an improved subgraph isomorphism algorithm", 2018, doi:10.1016/j.dam.2018.02.018)
//! it has the order by rarity, from VF3 (Carletti, Foggia, Saggese, Vento, "Challenging the time complexity of exact
//! subgraph isomorphism for huge and dense graphs with VF3", 2018, doi:10.1109/TPAMI.2017.2696940) the look ahead, from
//! the Glasgow solver (McCreesh, Prosser, Trimble, "The Glasgow subgraph solver", 2020,
//! doi:10.1007/978-3-030-51372-6_19) domains as rows of bits, neighbourhood degrees, bonds between vertices that are not
//! neighbours, counting all-different and restarts. Vertices that ran out of places are placed earlier afterwards
//! (Boussemart, Hemery, Lecoutre, Sais, "Boosting systematic search by weighting constraints", 2004, ECAI). Of its own
//! are the bounds on long paths in bipartite blocks (`region`).
//!
//! Deterministic: work is counted in steps (placements tried), restarts have a fixed sequence of seeds. Memory is that
//! of the rows: a bit for each pair of qubits, some times over.

mod bits;
mod choice;
mod graph;
mod ground;
mod improve;
mod loose;
mod problem;
mod region;
mod search;
#[cfg(test)]
mod tests;

use choice::Order;
pub use ground::Ground;
use problem::Problem;
use search::{End, Search};

/// What is to be placed.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    pub qubits: u32,
    /// Two qubits that have to be coupled, and how many gates they have together.
    pub edges: Vec<(u32, u32, u32)>,
    /// Places the user chose; shorter than `qubits` if none are.
    pub fixed: Vec<Option<u32>>,
}

/// Where it may be placed.
#[derive(Clone, Copy, Debug)]
pub struct Host<'a> {
    /// Coupled qubits of each qubit; said for one direction is said for both.
    pub neighbours: &'a [Vec<u32>],
    /// Qubits that take nothing; shorter than the device if none are.
    pub excluded: &'a [bool],
}

/// What a placement costs: minus the logarithm of the fidelity of the gates, so that costs add up. Infinite: not allowed.
pub trait Score: Sync {
    /// The gates of edge `edge` of the pattern (its index) with its first qubit at `a` and its second at `b`, which are
    /// coupled.
    fn edge(&self, edge: usize, a: u32, b: u32) -> f64;
    /// What acts on `qubit` alone when it lies at `at`.
    fn place(&self, qubit: u32, at: u32) -> f64;
}

/// What was found.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// By qubit of the pattern.
    pub places: Option<Vec<u32>>,
    /// Of `places`; 0 without a score.
    pub cost: f64,
    /// Nothing was left untried: there are no places, or none that cost less.
    pub exhausted: bool,
    pub steps: u64,
}

/// Placements tried before the first restart, for each vertex.
const PATIENCE: u64 = 6;

/// Steps that take about half a second on one core of today: a step walks the domains of all that is not placed.
pub fn affordable(qubits: u32, places: usize) -> u64 {
    let words = places.div_ceil(64) as u64;
    500_000_000 / (2_500 + 4 * u64::from(qubits) * words)
}

/// Find places within `budget` steps; with a score, the cheapest met.
///
/// Ties go to the places met first; where nothing tells places apart, the lowest are tried first with a score, those
/// along the border without one.
pub fn find(pattern: &Pattern, host: &Host<'_>, budget: u64, score: Option<&dyn Score>) -> Found {
    find_from(pattern, &Ground::new(host), budget, score, None)
}

/// As [`find`], on a device made ready before; from places that are already there and satisfy everything, if there are.
pub fn find_from(
    pattern: &Pattern,
    ground: &Ground,
    budget: u64,
    score: Option<&dyn Score>,
    start: Option<Vec<u32>>,
) -> Found {
    let nothing = |exhausted, steps| Found {
        places: None,
        cost: 0.0,
        exhausted,
        steps,
    };
    let Some(problem) = Problem::new(pattern, ground, score) else {
        return nothing(true, 0);
    };
    let mut search = Search::new(&problem);
    let mut best = start.map(|places| Best::at(&problem, places));
    let patience = PATIENCE * problem.core.len().max(16) as u64;
    let mut restart = 0;
    let exhausted = loop {
        if best.is_some() {
            break false;
        }
        let left = budget.saturating_sub(search.steps);
        if restart > 0 {
            search.reseed(restart);
        }
        search.order = match restart % 4 {
            0 if restart == 0 && score.is_some() => Order::Cheap,
            3 => Order::Random,
            _ => Order::Tight,
        };
        restart += 1;
        let slice = (luby(restart) * patience).min(left);
        let mut end = search.run(slice);
        while end == End::Found && best.is_none() {
            best = Best::read(&search);
            if best.is_none() {
                end = search.resume(0, slice);
            }
        }
        if end == End::Exhausted {
            break true;
        }
        if search.steps >= budget {
            break false;
        }
    };
    let Some(mut best) = best else {
        return nothing(exhausted, search.steps);
    };
    let mut steps = search.steps;
    let exhausted = score.is_some()
        && improve::improve(
            &problem,
            &mut best,
            budget.saturating_sub(steps),
            &mut steps,
        );
    Found {
        places: Some(best.places),
        cost: best.cost,
        exhausted,
        steps,
    }
}

/// What places cost together.
pub fn cost(pattern: &Pattern, places: &[u32], score: &dyn Score) -> f64 {
    let at = |q: u32| places[q as usize];
    let edges = pattern.edges.iter().enumerate();
    edges
        .map(|(e, &(a, b, _))| score.edge(e, at(a), at(b)))
        .sum::<f64>()
        + (0..pattern.qubits)
            .map(|q| score.place(q, at(q)))
            .sum::<f64>()
}

/// A complete placement.
struct Best {
    places: Vec<u32>,
    /// Places of core vertices.
    core: Vec<u32>,
    cost: f64,
}

impl Best {
    fn at(problem: &Problem<'_>, places: Vec<u32>) -> Best {
        let core = problem.core.iter().map(|&q| places[q as usize]).collect();
        let cost = problem
            .score
            .map_or(0.0, |s| cost(problem.pattern, &places, s));
        Best { places, core, cost }
    }

    /// What the search has placed, the loose qubits added; `None` if those do not fit.
    fn read(search: &Search<'_, '_>) -> Option<Best> {
        let problem = search.problem;
        let (loose, cost) = loose::place(problem, &search.free)?;
        let mut places = vec![0; problem.pattern.qubits as usize];
        for (&q, &h) in problem.core.iter().zip(&search.place) {
            places[q as usize] = h;
        }
        for (&q, &h) in problem.loose.iter().zip(&loose) {
            places[q as usize] = h;
        }
        Some(Best {
            places,
            core: search.place.clone(),
            cost: search.cost + cost,
        })
    }
}

/// 1 1 2 1 1 2 4 1 1 2 ... (Luby, Sinclair, Zuckerman, "Optimal speedup of Las Vegas algorithms", 1993,
/// doi:10.1016/0020-0190(93)90029-9), `i` from 1.
fn luby(i: u64) -> u64 {
    let size = (i + 1).next_power_of_two();
    match size == i + 1 {
        true => size / 2,
        false => luby(i - size / 2 + 1),
    }
}
