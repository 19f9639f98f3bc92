// SPDX-License-Identifier: Apache-2.0
//! Both graphs made ready for the search, and where each vertex may lie before anything is placed.

use super::bits::{self, Rows};
use super::graph::{Graph, RADIUS};
use super::{Host, Pattern, Score};

/// What binds two pattern vertices that are not neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bond {
    /// At most this many steps apart.
    Within(u8),
    /// At least two common neighbours.
    Square,
}

/// A search for places. Vertices of the pattern without edges and without a fixed place are `loose`: they are placed
/// when all others are.
pub struct Problem<'a> {
    pub pattern: &'a Pattern,
    pub score: Option<&'a dyn Score>,
    /// Core vertices as qubits of the pattern, ascending.
    pub core: Vec<u32>,
    pub loose: Vec<u32>,
    /// Over core vertices.
    pub shape: Graph,
    /// Core neighbour and index of the pattern's edge; `shape.of` in step.
    pub links: Vec<Vec<(u32, u32)>>,
    pub bonds: Vec<Vec<(u32, Bond)>>,
    /// Component of each core vertex, and the vertices of each.
    pub component: Vec<u32>,
    pub members: Vec<Vec<u32>>,
    /// Components that are paths.
    pub is_path: Vec<bool>,
    /// By core vertex: side of its component, if that has two.
    pub side: Vec<Option<bool>>,
    pub device: Graph,
    pub adjacent: Rows,
    /// `balls[r]`: what lies within r + 2 steps.
    balls: Vec<Rows>,
    squares: Rows,
    /// By host vertex: its component with the side it lies on, or all of the component where there are no sides.
    pub same_side: Vec<u32>,
    pub other_side: Vec<u32>,
    pub sides: Rows,
    /// By host vertex: side in its component, if that has two.
    pub host_side: Vec<Option<bool>>,
    pub domains: Rows,
    pub usable: Vec<u64>,
    /// Least cost of each core vertex anywhere, and of each edge of the pattern.
    pub least_place: Vec<f64>,
    pub least_edge: Vec<f64>,
}

/// Hosts with more edges a vertex than this are not looked at by cycles and distances: nothing is far in them.
const DENSE: usize = 8;

impl<'a> Problem<'a> {
    /// `None`: there is no embedding.
    pub fn new(
        pattern: &'a Pattern,
        host: &Host<'_>,
        score: Option<&'a dyn Score>,
    ) -> Option<Problem<'a>> {
        let size = host.neighbours.len();
        let usable = |h: u32| !host.excluded.get(h as usize).copied().unwrap_or(false);
        let device = Graph::new(
            size,
            host.neighbours
                .iter()
                .enumerate()
                .flat_map(|(a, row)| row.iter().map(move |&b| (a as u32, b)))
                .filter(|&(a, b)| usable(a) && usable(b)),
        );
        let mut usable_row = vec![0; size.div_ceil(64)];
        (0..size as u32)
            .filter(|&h| usable(h))
            .for_each(|h| bits::insert(&mut usable_row, h));
        if pattern.qubits > bits::count(&usable_row) {
            return None;
        }

        let fixed = |q: u32| pattern.fixed.get(q as usize).copied().flatten();
        let mut busy: Vec<bool> = (0..pattern.qubits).map(|q| fixed(q).is_some()).collect();
        for &(a, b, _) in &pattern.edges {
            busy[a as usize] = true;
            busy[b as usize] = true;
        }
        let (core, loose): (Vec<u32>, Vec<u32>) =
            (0..pattern.qubits).partition(|&q| busy[q as usize]);
        let mut number = vec![u32::MAX; pattern.qubits as usize];
        for (i, &q) in core.iter().enumerate() {
            number[q as usize] = i as u32;
        }
        let shape = Graph::new(
            core.len(),
            pattern
                .edges
                .iter()
                .map(|&(a, b, _)| (number[a as usize], number[b as usize])),
        );
        let mut links = vec![Vec::new(); core.len()];
        for (e, &(a, b, _)) in pattern.edges.iter().enumerate() {
            let (a, b) = (number[a as usize], number[b as usize]);
            links[a as usize].push((b, e as u32));
            links[b as usize].push((a, e as u32));
        }
        if !degrees_fit(&shape, &device) {
            return None;
        }

        let (component, sides, members) = shape.components();
        let (host_component, host_sides, host_members) = device.components();
        let has_sides = (0..device.len())
            .filter(|&h| device.degree(h as u32) > 0)
            .all(|h| host_sides[host_component[h] as usize].is_some());
        if has_sides && sides.iter().any(Option::is_none) {
            return None;
        }
        let mut side = vec![None; core.len()];
        for (list, sides) in members.iter().zip(&sides) {
            for (i, &v) in list.iter().enumerate() {
                side[v as usize] = sides.as_ref().map(|s| s[i]);
            }
        }
        let is_path = members
            .iter()
            .map(|list| {
                list.len() > 1
                    && list.iter().all(|&v| shape.degree(v) <= 2)
                    && list.iter().filter(|&&v| shape.degree(v) == 1).count() == 2
            })
            .collect();
        let mut sides_rows = Rows::new(2 * host_members.len(), size);
        let mut same_side = vec![0; size];
        let mut other_side = vec![0; size];
        let mut host_side = vec![None; size];
        for (c, list) in host_members.iter().enumerate() {
            for (i, &h) in list.iter().enumerate() {
                let flag = host_sides[c].as_ref().map(|s| s[i]);
                host_side[h as usize] = flag;
                let (own, other) = (flag == Some(true), flag == Some(false));
                same_side[h as usize] = 2 * c as u32 + u32::from(own);
                other_side[h as usize] = 2 * c as u32 + u32::from(other);
                bits::insert(sides_rows.row_mut(2 * c + usize::from(own)), h);
                if flag.is_none() {
                    bits::insert(sides_rows.row_mut(2 * c + 1), h);
                }
            }
        }

        let mut problem = Problem {
            pattern,
            score,
            links,
            bonds: vec![Vec::new(); core.len()],
            component,
            members,
            is_path,
            side,
            adjacent: adjacency(&device),
            balls: Vec::new(),
            squares: Rows::new(0, size),
            same_side,
            other_side,
            sides: sides_rows,
            host_side,
            domains: Rows::new(core.len(), size),
            usable: usable_row,
            least_place: vec![0.0; core.len()],
            least_edge: vec![0.0; pattern.edges.len()],
            core,
            loose,
            shape,
            device,
        };
        if !problem.fill_domains() {
            return None;
        }
        problem.bind();
        problem.bound_costs().then_some(problem)
    }

    /// The row that a bond to a vertex at `at` allows.
    pub fn bond_row(&self, bond: Bond, at: u32) -> &[u64] {
        match bond {
            Bond::Within(steps) => self.balls[steps as usize - 2].row(at as usize),
            Bond::Square => self.squares.row(at as usize),
        }
    }

    /// Whether distances are known.
    pub fn has_balls(&self) -> bool {
        !self.balls.is_empty()
    }

    fn is_sparse(&self) -> bool {
        self.device.edges() <= DENSE * self.device.len()
    }

    fn fill_domains(&mut self) -> bool {
        let (shape, device) = (&self.shape, &self.device);
        let sparse = self.is_sparse();
        let cycles = |g: &Graph| {
            if sparse {
                g.shortest_cycles()
            } else {
                Vec::new()
            }
        };
        let (own_cycles, host_cycles) = (cycles(shape), cycles(device));
        let balls = |g: &Graph| -> Vec<_> {
            let mut seen = g.unseen();
            let all = if sparse { g.len() } else { 0 };
            (0..all as u32)
                .map(|v| g.ball_sizes(v, &mut seen))
                .collect()
        };
        let (own_balls, host_balls) = (balls(shape), balls(device));
        let host_degrees: Vec<_> = (0..device.len() as u32)
            .map(|h| device.neighbour_degrees(h))
            .collect();
        let mut all_filled = true;
        for v in 0..self.core.len() as u32 {
            let q = self.core[v as usize];
            let degrees = shape.neighbour_degrees(v);
            let fixed = self.pattern.fixed.get(q as usize).copied().flatten();
            let mut any = false;
            for h in bits::both(&self.usable, &self.usable) {
                let there = &host_degrees[h as usize];
                let fits = fixed.is_none_or(|f| f == h)
                    && degrees.len() <= there.len()
                    && degrees.iter().zip(there).all(|(a, b)| a <= b)
                    && (!sparse
                        || (own_cycles[v as usize] >= host_cycles[h as usize]
                            && own_balls[v as usize]
                                .iter()
                                .zip(&host_balls[h as usize])
                                .all(|(a, b)| a <= b)))
                    && self.score.is_none_or(|s| s.place(q, h).is_finite());
                if fits {
                    bits::insert(self.domains.row_mut(v as usize), h);
                    any = true;
                }
            }
            all_filled &= any;
        }
        all_filled
    }

    /// Distances and squares, for patterns and hosts sparse enough that they say something.
    fn bind(&mut self) {
        if !self.is_sparse() {
            return;
        }
        let size = self.device.len();
        self.balls = (2..=RADIUS).map(|_| Rows::new(size, size)).collect();
        self.squares = Rows::new(size, size);
        let mut seen = self.device.unseen();
        let mut common = vec![0u32; size];
        for h in 0..size as u32 {
            let balls = &mut self.balls;
            self.device.within(h, RADIUS as u32, &mut seen, |u, d| {
                for r in (d.max(2)..=RADIUS as u32).filter(|_| u != h) {
                    bits::insert(balls[r as usize - 2].row_mut(h as usize), u);
                }
            });
            for u in twice(&self.device, h, &mut common) {
                bits::insert(self.squares.row_mut(h as usize), u);
            }
        }
        let mut seen = self.shape.unseen();
        let mut common = vec![0u32; self.shape.len()];
        for v in 0..self.shape.len() as u32 {
            let bonds = &mut self.bonds[v as usize];
            self.shape.within(v, RADIUS as u32, &mut seen, |u, d| {
                if d >= 2 {
                    bonds.push((u, Bond::Within(d as u8)));
                }
            });
            bonds.extend(
                twice(&self.shape, v, &mut common)
                    .into_iter()
                    .map(|u| (u, Bond::Square)),
            );
        }
    }

    /// Least costs; false if an edge fits nowhere.
    fn bound_costs(&mut self) -> bool {
        let Some(score) = self.score else {
            return true;
        };
        for (v, &q) in self.core.iter().enumerate() {
            self.least_place[v] = bits::both(self.domains.row(v), &self.usable)
                .map(|h| score.place(q, h))
                .fold(f64::INFINITY, f64::min);
        }
        for e in 0..self.pattern.edges.len() {
            let mut least = f64::INFINITY;
            for a in 0..self.device.len() as u32 {
                for &b in self.device.of(a) {
                    least = least.min(score.edge(e, a, b));
                }
            }
            self.least_edge[e] = least;
        }
        self.least_edge.iter().all(|c| c.is_finite())
    }

    /// Cost of edge `e` of the pattern between core vertices `v` at `h` and `w` at `at`.
    pub fn edge_cost(&self, e: u32, v: u32, h: u32, at: u32) -> f64 {
        let Some(score) = self.score else {
            return 0.0;
        };
        let first = self.pattern.edges[e as usize].0 == self.core[v as usize];
        let (a, b) = if first { (h, at) } else { (at, h) };
        score.edge(e as usize, a, b)
    }

    pub fn place_cost(&self, v: u32, h: u32) -> f64 {
        self.score
            .map_or(0.0, |s| s.place(self.core[v as usize], h))
    }
}

/// Vertices with at least two neighbours in common with `v`.
fn twice(graph: &Graph, v: u32, common: &mut [u32]) -> Vec<u32> {
    let mut out = Vec::new();
    for &u in graph.of(v) {
        for &w in graph.of(u) {
            common[w as usize] += 1;
            if common[w as usize] == 2 && w != v {
                out.push(w);
            }
        }
    }
    for &u in graph.of(v) {
        graph.of(u).iter().for_each(|&w| common[w as usize] = 0);
    }
    out.sort_unstable();
    out
}

fn adjacency(graph: &Graph) -> Rows {
    let mut rows = Rows::new(graph.len(), graph.len());
    for h in 0..graph.len() {
        for &u in graph.of(h as u32) {
            bits::insert(rows.row_mut(h), u);
        }
    }
    rows
}

/// The i-th largest degree of the pattern is at most that of the host, and so are the edges.
fn degrees_fit(shape: &Graph, device: &Graph) -> bool {
    let sorted = |g: &Graph| {
        let mut d: Vec<usize> = g.neighbours.iter().map(Vec::len).collect();
        d.sort_unstable_by(|a, b| b.cmp(a));
        d
    };
    let (own, host) = (sorted(shape), sorted(device));
    shape.edges() <= device.edges()
        && own.len() <= host.len()
        && own.iter().zip(&host).all(|(a, b)| a <= b)
}
