// SPDX-License-Identifier: Apache-2.0
//! Many runs from many starts, and the best of them.
//!
//! Every run gives a whole routing, backwards as well as forwards: a run from the circuit's end to its start, read from
//! behind, is a routing of the circuit. Where a run ends is where the next, in the other direction, begins; so placements
//! improve from run to run (Li, Ding, Xie 2019). Workers are tasks with a stream of random numbers of their own; which
//! thread runs them does not matter. Long circuits are then routed piece by piece from where the best run began
//! ([`super::pieces`]).

use rayon::prelude::*;

use super::coupling::Coupling;
use super::pieces::{Pieces, ATTEMPTS};
use super::placement::Placement;
use super::problem::Problem;
use super::random::Random;
use super::sabre::{Heuristic, Routed, Router, State, Step};
use super::starts::Starts;

/// How much is tried.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effort {
    pub seed: u64,
    pub aim: Aim,
    /// Starts tried in a generation.
    pub workers: u32,
    /// Runs of each, forwards and backwards in turn.
    pub runs: u32,
    /// Generations after the first; each goes on from the best.
    pub generations: u32,
    /// Ways through the circuit piece by piece.
    pub passes: u32,
}

impl Effort {
    /// Node visits at effort 1 for circuits of up to some hundred nodes.
    const VISITS: u64 = 60_000;
    /// Runs that longer circuits are worth beyond that, and node visits at which this ends.
    const MORE: u64 = 16;
    const MOST_VISITS: u64 = 400_000;
    /// Runs of a worker; with fewer it has hardly improved on its start.
    const RUNS: u32 = 6;
    /// Workers in all at effort 1.
    const WORKERS: u32 = 40;
    /// Nodes from which a circuit has pieces worth choosing among, and ways through it at effort 1.
    const LONG: u64 = 300;
    const PASSES: u64 = 3;

    /// One run, from what is given.
    pub fn once() -> Effort {
        Effort {
            seed: 0,
            aim: Aim::Gates,
            workers: 1,
            runs: 1,
            generations: 0,
            passes: 0,
        }
    }

    /// What `effort` buys for a problem of so many nodes.
    pub fn of(nodes: usize, effort: u32, seed: u64, aim: Aim) -> Effort {
        let (nodes, effort) = ((nodes as u64).max(1), u64::from(effort));
        let affordable =
            effort * (Self::VISITS / nodes + Self::MORE).min(Self::MOST_VISITS / nodes);
        let most = u64::from(Self::RUNS * Self::WORKERS) * effort.max(1);
        let affordable = affordable.clamp(4, most) as u32;
        let runs = (affordable / 2).min(Self::RUNS);
        let batches = affordable / runs;
        let generations = u32::from(batches >= 4) + u32::from(batches >= 12);
        let passes = match nodes >= Self::LONG {
            true => Self::PASSES.min(Self::MOST_VISITS / (nodes * u64::from(ATTEMPTS))),
            false => 0,
        };
        Effort {
            seed,
            aim,
            passes: (passes * effort) as u32,
            workers: (batches / (generations + 1)).max(2),
            runs,
            generations,
        }
    }
}

/// What a search makes small.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Aim {
    /// Native two-qubit gates added.
    #[default]
    Gates,
    /// Native two-qubit gates one after another.
    Depth,
    /// Two-qubit gates weighed by how bad their pairs are.
    Harm,
}

/// What a routing is judged by, the least best.
type Score = (i64, i64, u32);

/// Parts of a whole in which harm is counted.
const PARTS: f64 = 1024.0;

impl Aim {
    /// What has come so far of what is made small.
    pub(super) fn so_far(self, state: &State) -> f64 {
        match self {
            Aim::Gates => state.cost as f64,
            Aim::Depth => state.depth() as f64,
            Aim::Harm => state.harm,
        }
    }

    /// The same of a whole routing.
    fn in_all(self, score: &Score) -> f64 {
        match self {
            Aim::Gates | Aim::Depth => score.0 as f64,
            Aim::Harm => score.0 as f64 / PARTS,
        }
    }

    fn score(self, routed: &Routed) -> Score {
        // Whole numbers, so that the last bit of a sum decides nothing.
        let harm = (routed.harm * PARTS) as i64;
        match self {
            Aim::Gates => (routed.cost, harm, routed.swaps),
            Aim::Depth => (routed.depth, routed.cost, routed.swaps),
            Aim::Harm => (harm, routed.cost, routed.swaps),
        }
    }
}

/// A routing: from where, and what happens.
#[derive(Clone, Debug)]
pub struct Routing {
    pub start: Placement,
    pub steps: Vec<Step>,
    pub swaps: u32,
    /// Native two-qubit gates added.
    pub cost: i64,
}

/// A run that can be made again.
#[derive(Clone)]
struct Found {
    score: Score,
    /// Where the circuit starts.
    start: Placement,
    /// Where the run began, in which direction, with which weights and random numbers.
    from: Placement,
    backwards: bool,
    view: usize,
    heuristic: Heuristic,
    random: Random,
}

/// Never.
const NO: f32 = f32::NEG_INFINITY;

const fn weights(
    ahead: f32,
    fade: f32,
    sight: u32,
    decay: f32,
    price: f32,
    eager: f32,
) -> Heuristic {
    Heuristic {
        ahead,
        fade,
        sight,
        decay,
        price,
        eager,
    }
}

/// Weights that do well on different circuits.
pub const PORTFOLIO: [Heuristic; 4] = [
    weights(0.5, 0.7, 30, 0.001, 0.3, NO),
    weights(0.3, 0.7, 15, 0.001, 0.2, NO),
    weights(0.5, 0.7, 60, 0.001, 0.3, -0.001),
    weights(0.5, 0.5, 30, 0.01, 0.6, NO),
];

/// A circuit in both directions.
pub struct Both {
    forwards: Problem,
    backwards: Problem,
}

impl Both {
    pub fn new(problem: &Problem) -> Both {
        Both {
            forwards: problem.clone(),
            backwards: problem.reversed(),
        }
    }

    pub(super) fn towards(&self, backwards: bool) -> &Problem {
        match backwards {
            true => &self.backwards,
            false => &self.forwards,
        }
    }
}

/// What every worker of a search sees.
struct Search<'a> {
    /// The circuit as it may be read: with its commuting nodes free, and in its own order.
    views: &'a [Both],
    coupling: &'a Coupling,
    starts: &'a Starts<'a>,
    effort: Effort,
}

/// Route by the best of many runs over the circuit's `views`. `given`: starts to try beside those made here.
pub fn search(
    views: &[Both],
    coupling: &Coupling,
    starts: &Starts,
    given: &[Placement],
    effort: Effort,
) -> Routing {
    let search = Search {
        views,
        coupling,
        starts,
        effort,
    };
    let mut best = search.generation(0, |worker, random| match given.get(worker) {
        Some(start) => start.clone(),
        None if worker % 2 == 0 => starts.grown(random),
        None => starts.scattered(random),
    });
    for generation in 1..=effort.generations {
        // Stable: among equals the earlier worker.
        best.sort_by_key(|f| f.score);
        best.truncate((effort.workers as usize / 4).max(2));
        let parents = &best;
        let next = search.generation(generation, |worker, random| {
            let parent = &parents[worker % parents.len()];
            let moves = random.below(4);
            starts.disturbed(&parent.start, moves, random)
        });
        best.extend(next);
    }
    let found = best.into_iter().min_by_key(|f| f.score);
    let found = found.expect("at least one worker");
    let better = search.piece_by_piece(&found);
    better.unwrap_or_else(|| found.again(views, &mut Router::new(coupling)))
}

impl Search<'_> {
    /// One result of each worker, in their order.
    fn generation(
        &self,
        generation: u32,
        start: impl Fn(usize, &mut Random) -> Placement + Sync,
    ) -> Vec<Found> {
        (0..self.effort.workers as usize)
            .into_par_iter()
            .map_init(
                || Router::new(self.coupling),
                |router, worker| {
                    let stream = u64::from(generation) << 32 | worker as u64;
                    let mut random = Random::new(self.effort.seed, stream);
                    let start = start(worker, &mut random);
                    self.improve(router, start, worker + generation as usize, random)
                },
            )
            .collect()
    }

    /// Runs forwards and backwards in turn; the best of them.
    fn improve(
        &self,
        router: &mut Router,
        start: Placement,
        variant: usize,
        mut random: Random,
    ) -> Found {
        let mut best: Option<Found> = None;
        let mut from = start;
        for run in 0..self.effort.runs as usize {
            let backwards = run % 2 == 1;
            let heuristic = PORTFOLIO[(variant + run / 2) % PORTFOLIO.len()];
            let view = (variant + run / 4) % self.views.len();
            let state = random.clone();
            let problem = self.views[view].towards(backwards);
            let routed = router.run(problem, &from, &heuristic, &mut random, false);
            let score = self.effort.aim.score(&routed);
            let next = self.next(&routed, backwards);
            let counts = !backwards || next == routed.last;
            if counts && best.as_ref().is_none_or(|b| score < b.score) {
                best = Some(Found {
                    score,
                    start: if backwards { routed.last } else { from.clone() },
                    from,
                    backwards,
                    view,
                    heuristic,
                    random: state,
                });
            }
            from = next;
        }
        best.expect("the first run is forwards")
    }
}

impl Search<'_> {
    /// From where the best run began, there and back in pieces; `None` if no way is better than that run.
    fn piece_by_piece(&self, found: &Found) -> Option<Routing> {
        let Effort { aim, seed, .. } = self.effort;
        let views = &self.views[found.view];
        let pieces = Pieces {
            coupling: self.coupling,
            heuristics: &PORTFOLIO,
            aim,
            seed,
        };
        let (mut score, mut best) = (found.score, None);
        let (mut from, mut backwards) = (found.from.clone(), found.backwards);
        for pass in 0..self.effort.passes {
            let problem = views.towards(backwards);
            let mean = aim.in_all(&score) / problem.nodes.len() as f64;
            let routed = pieces.route(problem, &from, mean, pass);
            let now = aim.score(&routed);
            let next = self.next(&routed, backwards);
            if now < score && (!backwards || next == routed.last) {
                score = now;
                best = Some(Routing::of(routed, from, backwards));
            }
            (from, backwards) = (next, !backwards);
        }
        best
    }

    /// Where the next run begins. Backwards, the start of the circuit is where the run ends; it counts if the user
    /// allows it.
    fn next(&self, routed: &Routed, backwards: bool) -> Placement {
        match backwards {
            true => self.starts.mended(routed.last.clone()),
            false => routed.last.clone(),
        }
    }
}

impl Routing {
    /// A run that began at `from`.
    fn of(routed: Routed, from: Placement, backwards: bool) -> Routing {
        let mut steps = routed.steps;
        if backwards {
            steps.reverse();
        }
        Routing {
            start: if backwards { routed.last } else { from },
            steps,
            swaps: routed.swaps,
            cost: routed.cost,
        }
    }
}

impl Found {
    /// Run it again, and write down what happens.
    fn again(mut self, views: &[Both], router: &mut Router) -> Routing {
        let problem = views[self.view].towards(self.backwards);
        let routed = router.run(problem, &self.from, &self.heuristic, &mut self.random, true);
        Routing::of(routed, self.from, self.backwards)
    }
}
