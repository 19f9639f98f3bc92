// SPDX-License-Identifier: Apache-2.0
//! What a vertex of a graph is like, for telling early that it cannot take the part of another.

use std::collections::VecDeque;

/// An undirected graph without loops; neighbours ascending and without repetition.
#[derive(Clone, Debug)]
pub struct Graph {
    pub neighbours: Vec<Vec<u32>>,
}

/// Radius up to which vertices are counted and distances compared.
pub const RADIUS: usize = 4;
const FAR: u32 = u32::MAX;

impl Graph {
    pub fn new(vertices: usize, edges: impl Iterator<Item = (u32, u32)>) -> Graph {
        let mut neighbours = vec![Vec::new(); vertices];
        for (a, b) in edges.filter(|(a, b)| a != b) {
            neighbours[a as usize].push(b);
            neighbours[b as usize].push(a);
        }
        for row in &mut neighbours {
            row.sort_unstable();
            row.dedup();
        }
        Graph { neighbours }
    }

    pub fn len(&self) -> usize {
        self.neighbours.len()
    }

    pub fn of(&self, v: u32) -> &[u32] {
        &self.neighbours[v as usize]
    }

    pub fn degree(&self, v: u32) -> usize {
        self.of(v).len()
    }

    pub fn edges(&self) -> usize {
        self.neighbours.iter().map(Vec::len).sum::<usize>() / 2
    }

    /// Visits every vertex within `radius` of `v`, itself first, with its distance.
    pub fn within(&self, v: u32, radius: u32, seen: &mut [u32], mut visit: impl FnMut(u32, u32)) {
        let mut queue = VecDeque::from([v]);
        let mut met = vec![v];
        seen[v as usize] = 0;
        while let Some(u) = queue.pop_front() {
            let distance = seen[u as usize];
            visit(u, distance);
            if distance == radius {
                continue;
            }
            for &w in self.of(u) {
                if seen[w as usize] == FAR {
                    seen[w as usize] = distance + 1;
                    met.push(w);
                    queue.push_back(w);
                }
            }
        }
        for u in met {
            seen[u as usize] = FAR;
        }
    }

    /// Degrees of all vertices, largest first.
    pub fn degrees(&self) -> Vec<usize> {
        let mut degrees: Vec<usize> = self.neighbours.iter().map(Vec::len).collect();
        degrees.sort_unstable_by(|a, b| b.cmp(a));
        degrees
    }

    /// Vertices with at least two neighbours in common with `v`, ascending; `common` holds zeros, before and after.
    pub fn twice(&self, v: u32, common: &mut [u32]) -> Vec<u32> {
        let mut out = Vec::new();
        for &u in self.of(v) {
            for &w in self.of(u) {
                common[w as usize] += 1;
                if common[w as usize] == 2 && w != v {
                    out.push(w);
                }
            }
        }
        for &u in self.of(v) {
            self.of(u).iter().for_each(|&w| common[w as usize] = 0);
        }
        out.sort_unstable();
        out
    }

    /// Scratch for `within`.
    pub fn unseen(&self) -> Vec<u32> {
        vec![FAR; self.len()]
    }

    /// Component of each vertex and its side where the component is bipartite; `None` for the sides otherwise.
    pub fn components(&self) -> (Vec<u32>, Vec<Option<Vec<bool>>>, Vec<Vec<u32>>) {
        let mut component = vec![FAR; self.len()];
        let mut side = vec![false; self.len()];
        let (mut sides, mut members) = (Vec::new(), Vec::new());
        for start in 0..self.len() as u32 {
            if component[start as usize] != FAR {
                continue;
            }
            let id = members.len() as u32;
            component[start as usize] = id;
            let mut list = vec![start];
            let mut even = true;
            let mut at = 0;
            while at < list.len() {
                let u = list[at];
                at += 1;
                for &w in self.of(u) {
                    if component[w as usize] == FAR {
                        component[w as usize] = id;
                        side[w as usize] = !side[u as usize];
                        list.push(w);
                    } else {
                        even &= side[w as usize] != side[u as usize];
                    }
                }
            }
            sides.push(even.then(|| list.iter().map(|&v| side[v as usize]).collect()));
            members.push(list);
        }
        (component, sides, members)
    }

    /// Length of the shortest closed walk without immediate return through each vertex: its shortest cycle, or `FAR`.
    pub fn shortest_cycles(&self) -> Vec<u32> {
        let mut branch = vec![FAR; self.len()];
        let mut distance = vec![FAR; self.len()];
        (0..self.len() as u32)
            .map(|v| {
                let mut met = vec![v];
                distance[v as usize] = 0;
                let (mut at, mut best) = (0, FAR);
                while at < met.len() {
                    let u = met[at];
                    at += 1;
                    if best != FAR && 2 * distance[u as usize] + 1 > best {
                        break;
                    }
                    for &w in self.of(u) {
                        let own = if u == v { w } else { branch[u as usize] };
                        if distance[w as usize] == FAR {
                            distance[w as usize] = distance[u as usize] + 1;
                            branch[w as usize] = own;
                            met.push(w);
                        } else if w != v && u != v && branch[w as usize] != own {
                            best = best.min(distance[u as usize] + distance[w as usize] + 1);
                        }
                    }
                }
                for u in met {
                    distance[u as usize] = FAR;
                    branch[u as usize] = FAR;
                }
                best
            })
            .collect()
    }

    /// By vertex: degrees of its neighbours, largest first.
    pub fn neighbour_degrees(&self, v: u32) -> Vec<usize> {
        let mut degrees: Vec<usize> = self.of(v).iter().map(|&w| self.degree(w)).collect();
        degrees.sort_unstable_by(|a, b| b.cmp(a));
        degrees
    }

    /// How many vertices lie within each radius up to `RADIUS`.
    pub fn ball_sizes(&self, v: u32, seen: &mut [u32]) -> [u32; RADIUS + 1] {
        let mut sizes = [0; RADIUS + 1];
        self.within(v, RADIUS as u32, seen, |_, d| sizes[d as usize] += 1);
        for r in 1..=RADIUS {
            sizes[r] += sizes[r - 1];
        }
        sizes
    }
}
