// SPDX-License-Identifier: Apache-2.0
//! One run of the router: from a placement, swap until every pair has met.
//!
//! SABRE's loop (Li, Ding, Xie, "Tackling the qubit mapping problem for NISQ-era quantum devices", ASPLOS 2019,
//! doi:10.1145/3297858.3304023) with the relative scores and the release valve of LightSABRE (Zou et al., 2024,
//! arXiv:2409.08368). What is ours:
//!
//! - nodes that commute wait in one stage instead of in line ([`super::problem`]);
//! - a swap costs what it adds in native gates: behind a block on the same pair it is the block's mirror (one gate more for
//!   a cx, none for a generic block: the idea of MIRAGE, McKinney et al., HPCA 2024, doi:10.1109/HPCA57654.2024.00061),
//!   and beside a free qubit, which is in |0>, it takes one gate less;
//! - what lies ahead is seen in layers, each weighing less than the one before.
//!
//! A run is deterministic for its random stream. Work per swap: candidates times the meetings of two qubits in sight.

use std::collections::VecDeque;

use super::coupling::{Coupling, FAR};
use super::placement::{Placement, FREE};
use super::problem::Problem;
use super::random::Random;

/// What one step of a routed circuit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Node(u32),
    /// Exchange two coupled device qubits.
    Swap(u32, u32),
}

impl Step {
    pub fn is_swap(&self) -> bool {
        matches!(self, Step::Swap(..))
    }
}

/// The weights of a run.
#[derive(Clone, Copy, Debug)]
pub struct Heuristic {
    /// Weight of the first layer behind the front; the front weighs 1.
    pub ahead: f32,
    /// Each further layer weighs so much less.
    pub fade: f32,
    /// Nodes seen ahead at most.
    pub sight: u32,
    /// Added per recent swap of a qubit.
    pub decay: f32,
    /// Weight of a swap's price in native gates against distances.
    pub price: f32,
    /// Right behind a block, its mirror is taken where its score is below this; `-inf`: never.
    pub eager: f32,
}

impl Heuristic {
    /// By layer.
    fn weights(&self) -> [f32; LAYERS] {
        let mut weights = [1.0; LAYERS];
        let mut weight = self.ahead;
        for w in &mut weights[1..] {
            *w = weight;
            weight *= self.fade;
        }
        weights
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Routed {
    /// Native two-qubit gates added.
    pub cost: i64,
    /// All two-qubit gates weighed by how bad their pairs are.
    pub harm: f64,
    /// Native two-qubit gates one after another.
    pub depth: i64,
    pub swaps: u32,
    pub last: Placement,
    /// Empty unless recorded.
    pub steps: Vec<Step>,
}

/// Layers in sight; what is further off weighs next to nothing.
const LAYERS: usize = 12;
/// Swaps without progress after which the nearest pair is brought together by force, beyond the diameter.
const PATIENCE: u32 = 10;
/// Swaps after which recent ones are forgotten.
const MEMORY: u32 = 5;
/// Where so many pairs wait at once, swaps are made several at a time.
const MANY: usize = 120;
/// Scores closer than this are equal.
const TIE: f32 = 1e-4;
/// Gates a swap takes on its own.
const SWAP: i32 = 3;
/// Mirrors that add no more are taken eagerly.
const MIRROR: i32 = 1;
/// One qubit is |0>: two of its three cx do.
const SWAP_WITH_ZERO: i32 = 2;

/// The last thing that happened on a device qubit: a run of nodes and swaps on one pair.
#[derive(Clone, Copy)]
struct Recent {
    partner: u32,
    /// Native gates of the run without and with a swap behind it.
    uses: u8,
    mirror: u8,
    swapped: bool,
    run: u32,
}

const NOTHING: Recent = Recent {
    partner: FREE,
    uses: 0,
    mirror: 0,
    swapped: false,
    run: u32::MAX,
};

/// Buffers of a run, kept from one to the next.
pub struct Router<'a> {
    coupling: &'a Coupling,
    /// By node: wires that have not reached its stage.
    waiting: Vec<u32>,
    /// By wire: stage reached, and nodes left in it.
    stage: Vec<u32>,
    left: Vec<u32>,
    /// Nodes that wait for nothing, in the order they became so.
    ready: VecDeque<u32>,
    /// Ready pairs that are not neighbours.
    front: Vec<u32>,
    /// By program qubit: partners in sight and their weight, the front's first.
    sight: Vec<Vec<(u32, f32)>>,
    touched: Vec<u32>,
    /// By program qubit: layers of what is in sight.
    busy: Vec<u8>,
    /// Pairs of the first layer: the swaps tried are at their qubits.
    leading: Vec<u32>,
    /// Swaps that help, with their scores, and those to be made.
    offers: Vec<(f32, u32, u32)>,
    chosen: Vec<(u32, u32)>,
    wave: Vec<u32>,
    next: Vec<u32>,
    sorted: Vec<u32>,
    keys: Vec<u16>,
    counts: Vec<u32>,
    recent: Vec<Recent>,
    runs: u32,
    /// By device qubit: native two-qubit gates one after another.
    depth: Vec<i64>,
    decay: Vec<f32>,
    /// By device qubit: when its swaps were last tried.
    stamp: Vec<u32>,
    stamps: u32,
    /// What looking ahead has changed: wires with their stage and count, and nodes counted down.
    saved: Vec<(u32, u32, u32)>,
    is_saved: Vec<bool>,
    hastened: Vec<u32>,
}

impl<'a> Router<'a> {
    pub fn new(coupling: &'a Coupling) -> Router<'a> {
        Router {
            coupling,
            waiting: Vec::new(),
            stage: Vec::new(),
            left: Vec::new(),
            ready: VecDeque::new(),
            front: Vec::new(),
            sight: Vec::new(),
            touched: Vec::new(),
            busy: Vec::new(),
            leading: Vec::new(),
            offers: Vec::new(),
            chosen: Vec::new(),
            wave: Vec::new(),
            next: Vec::new(),
            sorted: Vec::new(),
            keys: Vec::new(),
            counts: Vec::new(),
            recent: Vec::new(),
            runs: 0,
            depth: Vec::new(),
            decay: Vec::new(),
            stamp: vec![0; coupling.qubits() as usize],
            stamps: 0,
            saved: Vec::new(),
            is_saved: Vec::new(),
            hastened: Vec::new(),
        }
    }

    /// Route `problem` from `start`.
    pub fn run(
        &mut self,
        problem: &Problem,
        start: &Placement,
        heuristic: &Heuristic,
        random: &mut Random,
        record: bool,
    ) -> Routed {
        self.begin(problem);
        let mut run = Run::new(problem, start, record);
        let coupling = self.coupling;
        self.advance(&mut run, heuristic);
        let patience = PATIENCE + 3 * u32::from(coupling.diameter);
        let mut idle = 0;
        let mut undo: Vec<(u32, u32)> = Vec::new();
        while !self.front.is_empty() {
            if undo.is_empty() {
                self.look_ahead(&run, heuristic);
            }
            self.choose(&run, heuristic, random);
            let chosen = std::mem::take(&mut self.chosen);
            let mut moved = false;
            for &(p, q) in &chosen {
                self.swap(&mut run, p, q);
                undo.push((p, q));
                self.decay[p as usize] += heuristic.decay;
                self.decay[q as usize] += heuristic.decay;
                moved |= self.release(&mut run, p, q);
            }
            self.chosen = chosen;
            idle += 1;
            if idle % MEMORY == 0 {
                self.decay.fill(0.0);
            }
            if !moved && idle > patience {
                self.force(&mut run, &undo);
                moved = true;
            }
            if moved {
                self.advance(&mut run, heuristic);
                undo.clear();
                idle = 0;
                self.decay.fill(0.0);
            }
        }
        Routed {
            cost: run.cost,
            harm: run.harm,
            depth: self.depth.iter().copied().max().unwrap_or(0),
            swaps: run.swaps,
            last: run.placement,
            steps: run.steps,
        }
    }

    /// What steps cost that were found elsewhere.
    pub fn cost(&mut self, problem: &Problem, start: &Placement, steps: &[Step]) -> i64 {
        self.begin(problem);
        let mut run = Run::new(problem, start, false);
        for step in steps {
            match *step {
                Step::Node(node) => self.execute(&mut run, node),
                Step::Swap(p, q) => self.swap(&mut run, p, q),
            }
        }
        run.cost
    }

    fn begin(&mut self, problem: &Problem) {
        let n = self.coupling.qubits() as usize;
        self.waiting.clear();
        self.waiting
            .extend(problem.nodes.iter().map(|node| node.slots.len() as u32));
        let wires = problem.wires();
        self.stage.clear();
        self.stage.resize(wires as usize, 0);
        self.left.clear();
        self.left.resize(wires as usize, 0);
        self.is_saved.clear();
        self.is_saved.resize(wires as usize, false);
        self.ready.clear();
        self.front.clear();
        self.sight.resize(problem.qubits as usize, Vec::new());
        self.sight.iter_mut().for_each(Vec::clear);
        self.touched.clear();
        self.busy.clear();
        self.busy.resize(problem.qubits as usize, 0);
        self.recent.clear();
        self.recent.resize(n, NOTHING);
        self.runs = 0;
        self.depth.clear();
        self.depth.resize(n, 0);
        self.decay.clear();
        self.decay.resize(n, 0.0);
        for wire in 0..wires {
            self.open(problem, wire, 0);
        }
    }

    /// A wire reaches a stage.
    fn open(&mut self, problem: &Problem, wire: u32, stage: u32) {
        self.stage[wire as usize] = stage;
        if stage >= problem.stages(wire) {
            return;
        }
        let nodes = problem.stage(wire, stage);
        self.left[wire as usize] = nodes.len() as u32;
        for &node in nodes {
            let waiting = &mut self.waiting[node as usize];
            *waiting -= 1;
            if *waiting == 0 {
                self.ready.push_back(node);
            }
        }
    }

    /// Do everything that can be done without swaps; what cannot joins the front.
    fn advance(&mut self, run: &mut Run, heuristic: &Heuristic) {
        while let Some(node) = self.ready.pop_front() {
            let fits = match run.problem.nodes[node as usize].pair {
                None => true,
                Some([a, b]) => {
                    let place = &run.placement.place;
                    self.coupling.coupled(place[a as usize], place[b as usize])
                }
            };
            if !fits {
                self.front.push(node);
                continue;
            }
            self.execute(run, node);
            if heuristic.eager > f32::NEG_INFINITY {
                self.mirror(run, node, heuristic);
            }
        }
    }

    /// Right behind a node: exchange its qubits where that helps what comes.
    fn mirror(&mut self, run: &mut Run, node: u32, heuristic: &Heuristic) {
        let Some([a, b]) = run.problem.nodes[node as usize].pair else {
            return;
        };
        let (p, q) = (
            run.placement.place[a as usize],
            run.placement.place[b as usize],
        );
        if self.is_undone(p, q) || self.price(&run.placement, p, q) > MIRROR {
            return;
        }
        self.look_ahead(run, heuristic);
        let ahead = [a, b].iter().any(|&v| !self.sight[v as usize].is_empty());
        if !ahead || self.score(run, heuristic, p, q) >= heuristic.eager {
            return;
        }
        self.swap(run, p, q);
        // What waited for others may fit now, and what fitted may not.
        let front = std::mem::take(&mut self.front);
        self.ready.extend(front);
    }

    fn execute(&mut self, run: &mut Run, index: u32) {
        let node = &run.problem.nodes[index as usize];
        if run.record {
            run.steps.push(Step::Node(index));
        }
        match node.pair {
            Some([a, b]) => {
                let (p, q) = (
                    run.placement.place[a as usize],
                    run.placement.place[b as usize],
                );
                let last = self.recent[p as usize];
                let joined = last.partner == q && last.run == self.recent[q as usize].run;
                let mut now = if joined {
                    let joined = last.then(node.uses, node.mirror);
                    let added = i64::from(joined.price()) - i64::from(last.price());
                    run.cost += added - i64::from(node.uses);
                    self.spend(run, p, q, added);
                    joined
                } else {
                    self.spend(run, p, q, i64::from(node.uses));
                    self.runs += 1;
                    Recent {
                        uses: node.uses,
                        mirror: node.mirror,
                        run: self.runs,
                        ..NOTHING
                    }
                };
                now.partner = q;
                self.recent[p as usize] = now;
                now.partner = p;
                self.recent[q as usize] = now;
            }
            None => {
                for &(wire, _) in &node.slots {
                    if wire < run.problem.qubits {
                        self.recent[run.placement.place[wire as usize] as usize] = NOTHING;
                    }
                }
            }
        }
        for &(wire, stage) in &node.slots {
            let left = &mut self.left[wire as usize];
            *left -= 1;
            if *left == 0 {
                self.open(run.problem, wire, stage + 1);
            }
        }
    }

    /// Native gates a swap would add.
    #[inline]
    fn price(&self, placement: &Placement, p: u32, q: u32) -> i32 {
        let (x, y) = (&self.recent[p as usize], &self.recent[q as usize]);
        if x.partner == q && x.run == y.run {
            let (now, then) = match x.swapped {
                false => (x.uses, x.mirror),
                true => (x.mirror, x.uses),
            };
            return i32::from(then) - i32::from(now);
        }
        match placement.holds[p as usize] == FREE || placement.holds[q as usize] == FREE {
            true => SWAP_WITH_ZERO,
            false => SWAP,
        }
    }

    /// Count native gates on a pair.
    #[inline]
    fn spend(&mut self, run: &mut Run, p: u32, q: u32, gates: i64) {
        run.harm += gates as f64 * f64::from(self.coupling.harm(p, q));
        let (p, q) = (p as usize, q as usize);
        let depth = self.depth[p].max(self.depth[q]) + gates;
        (self.depth[p], self.depth[q]) = (depth, depth);
    }

    /// A swap would take back the one before.
    #[inline]
    fn is_undone(&self, p: u32, q: u32) -> bool {
        let (x, y) = (&self.recent[p as usize], &self.recent[q as usize]);
        x.partner == q && x.run == y.run && x.swapped
    }

    fn swap(&mut self, run: &mut Run, p: u32, q: u32) {
        let price = self.price(&run.placement, p, q);
        run.cost += i64::from(price);
        run.swaps += 1;
        self.spend(run, p, q, i64::from(price));
        let x = self.recent[p as usize];
        let mut now = if x.partner == q && x.run == self.recent[q as usize].run {
            Recent {
                swapped: !x.swapped,
                ..x
            }
        } else {
            self.runs += 1;
            Recent {
                uses: 0,
                mirror: price as u8,
                swapped: true,
                run: self.runs,
                ..NOTHING
            }
        };
        now.partner = q;
        self.recent[p as usize] = now;
        now.partner = p;
        self.recent[q as usize] = now;
        run.placement.swap(p, q);
        if run.record {
            run.steps.push(Step::Swap(p, q));
        }
    }

    /// After a swap: nodes of the front that fit now are ready; whether there were any.
    fn release(&mut self, run: &mut Run, p: u32, q: u32) -> bool {
        let moved = [
            run.placement.holds[p as usize],
            run.placement.holds[q as usize],
        ];
        let before = self.front.len();
        let (coupling, ready) = (self.coupling, &mut self.ready);
        self.front.retain(|&node| {
            let [a, b] = run.problem.nodes[node as usize].pair.expect("in the front");
            if !moved.contains(&a) && !moved.contains(&b) {
                return true;
            }
            let place = &run.placement.place;
            let fits = coupling.coupled(place[a as usize], place[b as usize]);
            if fits {
                ready.push_back(node);
            }
            !fits
        });
        self.front.len() < before
    }

    /// The pairs of the front and of what comes behind it, by qubit, with their weights.
    ///
    /// A qubit meets one partner at a time: ready pairs, the nearest first, are put in layers in which each qubit has one.
    fn look_ahead(&mut self, run: &Run, heuristic: &Heuristic) {
        for v in self.touched.drain(..) {
            self.sight[v as usize].clear();
            self.busy[v as usize] = 0;
        }
        self.leading.clear();
        let problem = run.problem;
        let weights = heuristic.weights();
        let mut wave = std::mem::take(&mut self.wave);
        wave.clear();
        wave.extend_from_slice(&self.front);
        let pairs = self
            .ready
            .iter()
            .filter(|&&node| problem.nodes[node as usize].pair.is_some());
        wave.extend(pairs);
        let mut next = std::mem::take(&mut self.next);
        let mut seen = 0;
        while !wave.is_empty() {
            self.nearest_first(run, &mut wave);
            for &node in &wave {
                let [a, b] = problem.nodes[node as usize].pair.expect("a pair");
                let layer = self.busy[a as usize].max(self.busy[b as usize]) as usize;
                if layer >= LAYERS {
                    continue;
                }
                if layer == 0 {
                    self.leading.push(node);
                }
                for (v, partner) in [(a, b), (b, a)] {
                    if self.sight[v as usize].is_empty() {
                        self.touched.push(v);
                    }
                    self.sight[v as usize].push((partner, weights[layer]));
                    self.busy[v as usize] = layer as u8 + 1;
                }
            }
            seen += wave.len();
            if seen >= heuristic.sight as usize {
                break;
            }
            next.clear();
            while let Some(node) = wave.pop() {
                self.pretend(problem, node, &mut next, &mut wave);
            }
            std::mem::swap(&mut wave, &mut next);
        }
        (self.wave, self.next) = (wave, next);
        for node in self.hastened.drain(..) {
            self.waiting[node as usize] += 1;
        }
        for (wire, stage, left) in self.saved.drain(..) {
            (self.stage[wire as usize], self.left[wire as usize]) = (stage, left);
            self.is_saved[wire as usize] = false;
        }
    }

    /// Sort pairs by distance, by counting; equal distances stay in the order they became ready.
    fn nearest_first(&mut self, run: &Run, wave: &mut Vec<u32>) {
        let coupling = self.coupling;
        let place = &run.placement.place;
        self.counts.clear();
        self.counts.resize(usize::from(coupling.diameter) + 2, 0);
        self.keys.clear();
        for &node in wave.iter() {
            let [a, b] = run.problem.nodes[node as usize].pair.expect("a pair");
            let distance = coupling.distance(place[a as usize], place[b as usize]);
            self.keys.push(distance);
            self.counts[usize::from(distance) + 1] += 1;
        }
        for d in 1..self.counts.len() {
            self.counts[d] += self.counts[d - 1];
        }
        self.sorted.clear();
        self.sorted.resize(wave.len(), 0);
        for (&node, &key) in wave.iter().zip(&self.keys) {
            let at = &mut self.counts[usize::from(key)];
            self.sorted[*at as usize] = node;
            *at += 1;
        }
        std::mem::swap(wave, &mut self.sorted);
    }

    /// Count a node as done; pairs that become ready join `next`, and what fits anywhere joins `free`.
    fn pretend(&mut self, problem: &Problem, node: u32, next: &mut Vec<u32>, free: &mut Vec<u32>) {
        for &(wire, _) in &problem.nodes[node as usize].slots {
            let w = wire as usize;
            if !std::mem::replace(&mut self.is_saved[w], true) {
                self.saved.push((wire, self.stage[w], self.left[w]));
            }
            self.left[w] -= 1;
            if self.left[w] > 0 {
                continue;
            }
            self.stage[w] += 1;
            if self.stage[w] >= problem.stages(wire) {
                continue;
            }
            let members = problem.stage(wire, self.stage[w]);
            self.left[w] = members.len() as u32;
            for &member in members {
                self.hastened.push(member);
                let waiting = &mut self.waiting[member as usize];
                *waiting -= 1;
                if *waiting == 0 {
                    match problem.nodes[member as usize].pair {
                        Some(_) => next.push(member),
                        None => free.push(member),
                    }
                }
            }
        }
    }

    /// The best swap at a qubit of the front; where many pairs wait, as many good ones as keep out of each other's way.
    fn choose(&mut self, run: &Run, heuristic: &Heuristic, random: &mut Random) {
        let coupling = self.coupling;
        self.stamps += 1;
        let many = self.leading.len() >= MANY;
        let mut best = (f32::INFINITY, (0, 0));
        let mut ties = 0;
        self.offers.clear();
        for &node in &self.leading {
            let ends = run.problem.nodes[node as usize].pair.expect("in the front");
            for v in ends {
                let p = run.placement.place[v as usize];
                if std::mem::replace(&mut self.stamp[p as usize], self.stamps) == self.stamps {
                    continue;
                }
                for &q in coupling.neighbours(p) {
                    // Both ends in the front: the first of the two has tried it.
                    if self.stamp[q as usize] == self.stamps {
                        continue;
                    }
                    let score = self.score(run, heuristic, p, q);
                    if many && score < 0.0 {
                        self.offers.push((score, p, q));
                    }
                    if score < best.0 - TIE {
                        best = (score, (p, q));
                        ties = 1;
                    } else if score < best.0 + TIE {
                        ties += 1;
                        if random.below(ties) == 0 {
                            best.1 = (p, q);
                        }
                    }
                }
            }
        }
        self.chosen.clear();
        self.chosen.push(best.1);
        if many {
            self.choose_more(run);
        }
    }

    /// Of the good swaps, those that neither move a qubit another one moves nor one that is about to meet it.
    fn choose_more(&mut self, run: &Run) {
        self.stamps += 1;
        let now = self.stamps;
        let mut offers = std::mem::take(&mut self.offers);
        offers.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let first = self.chosen[0];
        let enough = offers.first().map_or(0.0, |best| 0.5 * best.0);
        let rest = offers
            .iter()
            .take_while(|o| o.0 <= enough)
            .map(|&(_, p, q)| (p, q));
        self.chosen.clear();
        for (p, q) in std::iter::once(first).chain(rest) {
            if self.stamp[p as usize] == now || self.stamp[q as usize] == now {
                continue;
            }
            self.chosen.push((p, q));
            for at in [p, q] {
                self.stamp[at as usize] = now;
                let v = run.placement.holds[at as usize];
                if v != FREE {
                    for &(partner, weight) in &self.sight[v as usize] {
                        if weight == 1.0 {
                            self.stamp[run.placement.place[partner as usize] as usize] = now;
                        }
                    }
                }
            }
        }
        self.offers = offers;
    }

    /// What a swap changes: weighted distances, and its price.
    #[inline]
    fn score(&self, run: &Run, heuristic: &Heuristic, p: u32, q: u32) -> f32 {
        let coupling = self.coupling;
        let (at_p, at_q) = (coupling.row(p), coupling.row(q));
        let (place, holds) = (&run.placement.place, &run.placement.holds);
        let (a, b) = (holds[p as usize], holds[q as usize]);
        let mut sum = 0.0;
        if a != FREE {
            for &(partner, weight) in &self.sight[a as usize] {
                if partner != b {
                    let r = place[partner as usize] as usize;
                    sum += weight * (f32::from(at_q[r]) - f32::from(at_p[r]));
                }
            }
        }
        if b != FREE {
            for &(partner, weight) in &self.sight[b as usize] {
                if partner != a {
                    let r = place[partner as usize] as usize;
                    sum += weight * (f32::from(at_p[r]) - f32::from(at_q[r]));
                }
            }
        }
        let price = match self.is_undone(p, q) {
            true => SWAP,
            false => self.price(&run.placement, p, q),
        };
        let price = price as f32 * coupling.harm(p, q);
        sum + heuristic.price * price + self.decay[p as usize].max(self.decay[q as usize])
    }

    /// Take back the swaps that led nowhere, and bring the nearest pair of the front together.
    fn force(&mut self, run: &mut Run, undo: &[(u32, u32)]) {
        for &(p, q) in undo.iter().rev() {
            self.swap(run, p, q);
        }
        let ends = |node: u32, run: &Run| {
            let [a, b] = run.problem.nodes[node as usize].pair.expect("in the front");
            let place = &run.placement.place;
            (place[a as usize], place[b as usize])
        };
        let coupling = self.coupling;
        let nearest = self.front.iter().min_by_key(|&&node| {
            let (p, q) = ends(node, run);
            (coupling.distance(p, q), node)
        });
        let (mut p, mut q) = ends(*nearest.expect("a blocked pair"), run);
        debug_assert_ne!(coupling.distance(p, q), FAR, "on different islands");
        let mut first = true;
        while coupling.distance(p, q) > 1 {
            let (from, to) = if first { (&mut p, q) } else { (&mut q, p) };
            let closer = |r: &&u32| coupling.distance(**r, to) < coupling.distance(*from, to);
            let step = *coupling
                .neighbours(*from)
                .iter()
                .find(closer)
                .expect("a path");
            self.swap(run, *from, step);
            *from = step;
            first = !first;
        }
        // Others may fit by now as well.
        let front = std::mem::take(&mut self.front);
        self.ready.extend(front);
    }
}

impl Recent {
    /// Native gates of the run as it stands.
    fn price(&self) -> u8 {
        match self.swapped {
            true => self.mirror,
            false => self.uses,
        }
    }

    /// The run with a node behind it. A run of one node and swaps has the node's prices, whichever comes first.
    fn then(&self, uses: u8, mirror: u8) -> Recent {
        let (uses, mirror) = match self.uses {
            0 => (uses, mirror),
            more => ((more + uses).min(SWAP as u8), SWAP as u8),
        };
        Recent {
            uses,
            mirror,
            ..*self
        }
    }
}

/// The state of one run that is its result.
struct Run<'p> {
    problem: &'p Problem,
    placement: Placement,
    cost: i64,
    harm: f64,
    swaps: u32,
    steps: Vec<Step>,
    record: bool,
}

impl<'p> Run<'p> {
    fn new(problem: &'p Problem, start: &Placement, record: bool) -> Run<'p> {
        Run {
            problem,
            placement: start.clone(),
            cost: 0,
            harm: 0.0,
            swaps: 0,
            steps: Vec::new(),
            record,
        }
    }
}
