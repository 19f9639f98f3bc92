// SPDX-License-Identifier: Apache-2.0
//! A pattern made ready for the search, and where each vertex may lie before anything is placed.

use super::bits::{self, Rows};
use super::graph::{Graph, RADIUS};
use super::ground::{Ground, Likeness, Parts};
use super::{Pattern, Score};

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
    pub ground: &'a Ground,
    pub device: &'a Graph,
    pub adjacent: &'a Rows,
    pub parts: &'a Parts,
    pub domains: Rows,
    pub usable: &'a [u64],
    /// Least cost of each core vertex anywhere, and of each edge of the pattern.
    pub least_place: Vec<f64>,
    pub least_edge: Vec<f64>,
}

impl<'a> Problem<'a> {
    /// `None`: there is no embedding.
    pub fn new(
        pattern: &'a Pattern,
        ground: &'a Ground,
        score: Option<&'a dyn Score>,
    ) -> Option<Problem<'a>> {
        let (device, usable) = (&ground.graph, &ground.usable[..]);
        if pattern.qubits > bits::count(usable) {
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
        if !degrees_fit(&shape, ground) {
            return None;
        }

        let (component, sides, members) = shape.components();
        let parts = ground.parts();
        if parts.all_sided && sides.iter().any(Option::is_none) {
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
        let mut problem = Problem {
            pattern,
            score,
            links,
            bonds: vec![Vec::new(); core.len()],
            component,
            members,
            is_path,
            side,
            ground,
            adjacent: ground.adjacent(),
            parts,
            domains: Rows::new(core.len(), device.len()),
            usable,
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
            Bond::Within(steps) => self.ground.near().balls[steps as usize - 2].row(at as usize),
            Bond::Square => self.ground.near().squares.row(at as usize),
        }
    }

    /// Whether distances are known.
    pub fn has_balls(&self) -> bool {
        self.ground.is_sparse()
    }

    fn fill_domains(&mut self) -> bool {
        let ground = self.ground;
        let sparse = ground.is_sparse();
        let (own, there) = (Likeness::of(&self.shape, sparse), ground.likeness());
        let shape = &self.shape;
        let mut all_filled = true;
        for v in 0..self.core.len() as u32 {
            let q = self.core[v as usize];
            let degrees = shape.neighbour_degrees(v);
            let fixed = self.pattern.fixed.get(q as usize).copied().flatten();
            let mut any = false;
            for h in bits::both(self.usable, self.usable) {
                let host_degrees = there.degrees(h);
                let fits = fixed.is_none_or(|f| f == h)
                    && degrees.len() <= host_degrees.len()
                    && degrees.iter().zip(host_degrees).all(|(a, b)| a <= b)
                    && (!sparse
                        || (own.cycles[v as usize] >= there.cycles[h as usize]
                            && own.balls[v as usize]
                                .iter()
                                .zip(&there.balls[h as usize])
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
        if !self.has_balls() {
            return;
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
                self.shape
                    .twice(v, &mut common)
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
            self.least_place[v] = bits::both(self.domains.row(v), self.usable)
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

/// The i-th largest degree of the pattern is at most that of the host, and so are the edges.
fn degrees_fit(shape: &Graph, ground: &Ground) -> bool {
    let (own, host) = (shape.degrees(), &ground.degrees);
    shape.edges() <= ground.graph.edges()
        && own.len() <= host.len()
        && own.iter().zip(host).all(|(a, b)| a <= b)
}
