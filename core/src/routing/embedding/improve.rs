// SPDX-License-Identifier: Apache-2.0
//! From a placement to a better one: branch and bound over all of them, from each place of the first vertex in turn,
//! then over parts of the best one with the rest held fast, then the same from placements found elsewhere.
//!
//! The last is large neighbourhood search (Shaw, "Using constraint programming and local search methods to solve vehicle
//! routing problems", 1998, doi:10.1007/3-540-49481-2_30).

use super::choice::Order;
use super::problem::Problem;
use super::search::{End, Search};
use super::{loose, Best};

/// Costs closer than this are the same.
const SLACK: f64 = 1e-12;
/// Vertices taken up at once, and the steps to place them again.
const PART: usize = 9;
const PART_STEPS: u64 = 600;
/// Placements tried for each vertex on the way to another start.
const ELSEWHERE: u64 = 8;
/// Parts tried without gain, for each vertex, before the search gives up.
const FRUITLESS: usize = 3;

/// Make `best` cheaper within `budget` steps; whether it is proven to be the cheapest.
pub fn improve(problem: &Problem<'_>, best: &mut Best, budget: u64, steps: &mut u64) -> bool {
    let least_loose = loose::least(problem);
    let mut search = Search::new(problem);
    search.order = Order::Cheap;
    let mut left = budget;

    if descend(&mut search, best, least_loose, spend(&mut left, budget / 4)) != End::Cut {
        *steps += search.steps;
        return true;
    }
    let mut proven = true;
    if let Some((first, places)) = search.roots() {
        let slice = (budget / 4 / places.len() as u64).max(1);
        for h in places {
            let granted = spend(&mut left, slice);
            search.bound = best.cost - least_loose - SLACK;
            if search.pin(first, h) {
                proven &= descend(&mut search, best, least_loose, granted) != End::Cut;
            }
            search.clear();
        }
    }
    if !proven {
        let limit = search.steps + left;
        let half = search.steps + left / 2;
        parts(&mut search, best, least_loose, half);
        for round in 1.. {
            if search.steps >= limit {
                break;
            }
            search.steps += 1;
            let Some(mut other) = another(&mut search, round, limit) else {
                continue;
            };
            parts(&mut search, &mut other, least_loose, limit);
            if other.cost < best.cost - SLACK {
                *best = other;
            }
        }
    }
    *steps += search.steps;
    proven
}

fn spend(left: &mut u64, wanted: u64) -> u64 {
    let granted = wanted.min(*left);
    *left -= granted;
    granted
}

/// All placements below the bound from where the search stands, each tightening it.
fn descend(search: &mut Search<'_, '_>, best: &mut Best, least_loose: f64, budget: u64) -> End {
    let last = search.steps + budget;
    search.bound = best.cost - least_loose - SLACK;
    let floor = search.depth();
    let mut end = search.run(budget);
    while end == End::Found {
        if let Some(found) = Best::read(search) {
            if found.cost < best.cost - SLACK {
                *best = found;
                search.bound = best.cost - least_loose - SLACK;
            }
        }
        end = search.resume(floor, last.saturating_sub(search.steps));
    }
    end
}

/// A placement that has nothing to do with those before it, whatever it costs.
fn another(search: &mut Search<'_, '_>, round: u64, limit: u64) -> Option<Best> {
    let patience = ELSEWHERE * search.problem.core.len().max(16) as u64;
    search.order = if round % 2 == 1 {
        Order::Random
    } else {
        Order::Tight
    };
    search.reseed(round);
    search.bound = f64::INFINITY;
    let end = search.run(patience.min(limit.saturating_sub(search.steps)));
    let found = (end == End::Found).then(|| Best::read(search)).flatten();
    search.clear();
    search.order = Order::Cheap;
    found
}

/// Take up one part after another and place it again.
fn parts(search: &mut Search<'_, '_>, best: &mut Best, least_loose: f64, limit: u64) {
    let problem = search.problem;
    let n = problem.core.len();
    let mut fruitless = 0;
    let mut round = 0;
    while fruitless < FRUITLESS * n && search.steps < limit {
        let centre = (round * 7 + round / n) % n;
        round += 1;
        let part = around(problem, centre as u32, PART + round % 4);
        let before = best.cost;
        search.bound = best.cost - least_loose - SLACK;
        let core = best.core.clone();
        let pinned = (0..n)
            .filter(|&v| !part.contains(&(v as u32)))
            .all(|v| search.pin(v as u32, core[v]));
        search.steps += 1 + n as u64 / 16;
        if pinned {
            descend(
                search,
                best,
                least_loose,
                PART_STEPS.min(limit.saturating_sub(search.steps)),
            );
        }
        search.clear();
        fruitless = if best.cost < before { 0 } else { fruitless + 1 };
    }
}

/// Vertices nearest to `centre`.
fn around(problem: &Problem<'_>, centre: u32, count: usize) -> Vec<u32> {
    let mut list = vec![centre];
    let mut at = 0;
    while at < list.len() && list.len() < count {
        let v = list[at];
        at += 1;
        for &w in problem.shape.of(v) {
            if list.len() < count && !list.contains(&w) {
                list.push(w);
            }
        }
    }
    list
}
