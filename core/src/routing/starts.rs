// SPDX-License-Identifier: Apache-2.0
//! Where to begin: places for the program's qubits that a run then improves on.

use super::coupling::Coupling;
use super::placement::{Placement, FREE};
use super::random::Random;

/// A program's qubits, who meets whom how often, and which islands of the device they may stand on.
pub struct Starts<'a> {
    coupling: &'a Coupling,
    /// By program qubit: partners and weights.
    partners: Vec<Vec<(u32, u32)>>,
    /// By program qubit: the place the user gave it.
    fixed: Vec<Option<u32>>,
    /// Islands in use, with the program qubits that live there.
    groups: Vec<Group>,
}

struct Group {
    island: Vec<u32>,
    qubits: Vec<u32>,
}

/// A set of program qubits that have to meet, and no island of the device has room for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoRoom {
    pub qubits: Vec<u32>,
}

impl<'a> Starts<'a> {
    /// Qubits that meet, directly or over others, are given the same island: the largest sets first, each to the
    /// fullest island that still holds it; where that leads nowhere, another way.
    pub fn new(
        coupling: &'a Coupling,
        qubits: u32,
        interactions: &[(u32, u32, u32)],
        fixed: Vec<Option<u32>>,
    ) -> Result<Starts<'a>, NoRoom> {
        let mut partners = vec![Vec::new(); qubits as usize];
        for &(a, b, weight) in interactions {
            partners[a as usize].push((b, weight));
            partners[b as usize].push((a, weight));
        }
        let islands = coupling.islands();
        let sets = connected(&partners);
        let homes: Vec<Home> = sets
            .iter()
            .map(|set| Home::of(set, &fixed, coupling))
            .collect();
        let rooms = islands.iter().map(Vec::len).collect();
        let roots = islands.iter().map(|i| coupling.island[i[0] as usize]);
        let chosen = pack(&sets, &homes, rooms, &roots.collect::<Vec<_>>())?;
        let mut groups: Vec<Group> = islands
            .into_iter()
            .map(|island| Group {
                island,
                qubits: Vec::new(),
            })
            .collect();
        for (set, group) in sets.iter().zip(chosen) {
            groups[group].qubits.extend(set);
        }
        groups.retain(|g| !g.qubits.is_empty());
        Ok(Starts {
            coupling,
            partners,
            fixed,
            groups,
        })
    }

    fn empty(&self) -> Placement {
        let mut placement = Placement {
            place: vec![FREE; self.partners.len()],
            holds: vec![FREE; self.coupling.qubits() as usize],
        };
        for (v, fixed) in self.fixed.iter().enumerate() {
            if let Some(p) = fixed {
                placement.place[v] = *p;
                placement.holds[*p as usize] = v as u32;
            }
        }
        placement
    }

    /// Every program qubit on the device qubit of its number, if those are free to use.
    pub fn plain(&self) -> Option<Placement> {
        let n = self.partners.len() as u32;
        let coupling = self.coupling;
        let fits = n <= coupling.qubits()
            && (0..n).all(|v| {
                !coupling.excluded[v as usize] && self.fixed[v as usize].is_none_or(|p| p == v)
            })
            && self.groups.iter().all(|g| {
                let own = coupling.island[g.island[0] as usize];
                g.qubits.iter().all(|&v| coupling.island[v as usize] == own)
            });
        fits.then(|| Placement::new((0..n).collect(), coupling.qubits()))
    }

    /// A compact part of each island, qubits on it at random.
    pub fn scattered(&self, random: &mut Random) -> Placement {
        let mut placement = self.empty();
        for group in &self.groups {
            let mut open: Vec<u32> = group.qubits.clone();
            open.retain(|&v| placement.place[v as usize] == FREE);
            let mut region = self.region(group, &placement, open.len(), random);
            random.shuffle(&mut region);
            for (&v, &p) in open.iter().zip(&region) {
                placement.place[v as usize] = p;
                placement.holds[p as usize] = v;
            }
        }
        placement
    }

    /// Qubits one by one, each beside those it meets, the most connected to what stands first.
    pub fn grown(&self, random: &mut Random) -> Placement {
        let mut placement = self.empty();
        for group in &self.groups {
            self.grow(group, &mut placement, random);
        }
        placement
    }

    fn grow(&self, group: &Group, placement: &mut Placement, random: &mut Random) {
        let coupling = self.coupling;
        let mut open: Vec<u32> = group.qubits.clone();
        open.retain(|&v| placement.place[v as usize] == FREE);
        random.shuffle(&mut open);
        let mut pull: Vec<u32> = vec![0; self.partners.len()];
        for &v in &group.qubits {
            if placement.place[v as usize] != FREE {
                for &(w, weight) in &self.partners[v as usize] {
                    pull[w as usize] += weight;
                }
            }
        }
        let seed = {
            let region = self.region(group, placement, 1, random);
            region.first().copied()
        };
        while !open.is_empty() {
            let (index, &v) = open
                .iter()
                .enumerate()
                .max_by_key(|(i, &v)| (pull[v as usize], std::cmp::Reverse(*i)))
                .expect("not empty");
            open.swap_remove(index);
            let near: Vec<(u32, u32)> = self.partners[v as usize]
                .iter()
                .filter(|(w, _)| placement.place[*w as usize] != FREE)
                .map(|&(w, weight)| (placement.place[w as usize], weight))
                .collect();
            let anchor = near.is_empty().then_some(seed).flatten();
            let price = |p: u32| {
                let far: u64 = near
                    .iter()
                    .map(|&(q, weight)| u64::from(coupling.distance(p, q)) * u64::from(weight))
                    .sum();
                let alone = anchor.map_or(0, |q| u64::from(coupling.distance(p, q)));
                // Few free neighbours lost: corners before the middle.
                let free = coupling
                    .neighbours(p)
                    .iter()
                    .filter(|&&q| placement.holds[q as usize] == FREE)
                    .count() as u64;
                (far + alone, free)
            };
            let mut best = ((u64::MAX, u64::MAX), FREE, 0);
            for &p in group
                .island
                .iter()
                .filter(|&&p| placement.holds[p as usize] == FREE)
            {
                let price = price(p);
                if price < best.0 {
                    best = (price, p, 1);
                } else if price == best.0 {
                    best.2 += 1;
                    if random.below(best.2) == 0 {
                        best.1 = p;
                    }
                }
            }
            placement.place[v as usize] = best.1;
            placement.holds[best.1 as usize] = v;
            for &(w, weight) in &self.partners[v as usize] {
                pull[w as usize] += weight;
            }
        }
    }

    /// `count` free device qubits of a group's island, close together: each next one has the most neighbours within.
    fn region(
        &self,
        group: &Group,
        placement: &Placement,
        count: usize,
        random: &mut Random,
    ) -> Vec<u32> {
        let coupling = self.coupling;
        let free = |p: u32| placement.holds[p as usize] == FREE;
        let open: Vec<u32> = group.island.iter().copied().filter(|&p| free(p)).collect();
        if open.is_empty() || count == 0 {
            return Vec::new();
        }
        let centre = open[random.below(open.len())];
        let mut inside = vec![false; coupling.qubits() as usize];
        let mut touching = vec![0u32; coupling.qubits() as usize];
        let mut region = Vec::with_capacity(count);
        let mut next = Some(centre);
        while let Some(p) = next {
            inside[p as usize] = true;
            region.push(p);
            if region.len() == count {
                break;
            }
            for &q in coupling.neighbours(p) {
                touching[q as usize] += 1;
            }
            let candidates = open.iter().filter(|&&q| !inside[q as usize]);
            next = candidates
                .min_by_key(|&&q| {
                    (
                        std::cmp::Reverse(touching[q as usize]),
                        coupling.distance(centre, q),
                    )
                })
                .copied();
        }
        region
    }

    /// Some qubits moved: at random, exchanged with something near.
    pub fn disturbed(&self, placement: &Placement, moves: usize, random: &mut Random) -> Placement {
        let mut placement = placement.clone();
        for _ in 0..moves {
            let v = random.below(placement.place.len());
            let p = placement.place[v];
            let near = self.coupling.neighbours(p);
            if !near.is_empty() {
                placement.swap(p, near[random.below(near.len())]);
            }
        }
        self.mended(placement)
    }

    /// Fixed qubits put back where the user wants them.
    pub fn mended(&self, mut placement: Placement) -> Placement {
        for (v, fixed) in self.fixed.iter().enumerate() {
            if let Some(p) = fixed {
                placement.swap(placement.place[v], *p);
            }
        }
        placement
    }
}

/// On which islands a set may live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Home {
    Any,
    /// That of this device qubit, where the user has put some of the set.
    At(u32),
    /// The user has put it on several.
    Nowhere,
}

impl Home {
    fn of(set: &[u32], fixed: &[Option<u32>], coupling: &Coupling) -> Home {
        let places = set.iter().filter_map(|&v| fixed[v as usize]);
        places.fold(Home::Any, |home, p| {
            match (home, coupling.island[p as usize]) {
                (Home::Any, island) => Home::At(island),
                (Home::At(before), island) if before == island => home,
                _ => Home::Nowhere,
            }
        })
    }
}

/// Sets tried on islands at most.
const PACKING_STEPS: u32 = 100_000;

/// An island for each set, by number. Sets with a home first, then as they are sorted; depth first.
fn pack(
    sets: &[Vec<u32>],
    homes: &[Home],
    mut rooms: Vec<usize>,
    roots: &[u32],
) -> Result<Vec<usize>, NoRoom> {
    let mut order: Vec<usize> = (0..sets.len()).collect();
    order.sort_by_key(|&s| homes[s] == Home::Any);
    // By depth: islands still to be tried, the best last.
    let mut open: Vec<Vec<usize>> = Vec::new();
    let mut chosen: Vec<Option<usize>> = vec![None; sets.len()];
    let (mut stuck, mut steps) = (None, 0);
    while let Some(&set) = order.get(open.len()) {
        let size = sets[set].len();
        let mut candidates: Vec<usize> = (0..rooms.len())
            .filter(|&g| {
                let allowed = match homes[set] {
                    Home::Any => true,
                    Home::At(root) => roots[g] == root,
                    Home::Nowhere => false,
                };
                allowed && rooms[g] >= size
            })
            .collect();
        // The fullest ends up last. Of islands with as much room left the first will do: what has a home is housed.
        candidates.sort_by_key(|&g| (std::cmp::Reverse(rooms[g]), g));
        candidates.dedup_by_key(|g| rooms[*g]);
        if candidates.is_empty() {
            stuck.get_or_insert(set);
        }
        open.push(candidates);
        // Back to where there is a choice.
        loop {
            let depth = open.len() - 1;
            let at = order[depth];
            if let Some(group) = chosen[at].take() {
                rooms[group] += sets[at].len();
            }
            if let Some(group) = open[depth].pop().filter(|_| steps < PACKING_STEPS) {
                rooms[group] -= sets[at].len();
                chosen[at] = Some(group);
                break;
            }
            open.pop();
            steps += 1;
            if open.is_empty() {
                let set = stuck.unwrap_or(at);
                return Err(NoRoom {
                    qubits: sets[set].clone(),
                });
            }
        }
    }
    Ok(chosen.into_iter().flatten().collect())
}

/// Connected sets of qubits, largest first.
fn connected(partners: &[Vec<(u32, u32)>]) -> Vec<Vec<u32>> {
    let mut seen = vec![false; partners.len()];
    let mut sets = Vec::new();
    for v in 0..partners.len() {
        if std::mem::replace(&mut seen[v], true) {
            continue;
        }
        let mut set = vec![v as u32];
        let mut next = 0;
        while next < set.len() {
            for &(w, _) in &partners[set[next] as usize] {
                if !std::mem::replace(&mut seen[w as usize], true) {
                    set.push(w);
                }
            }
            next += 1;
        }
        set.sort_unstable();
        sets.push(set);
    }
    sets.sort_by_key(|set| (std::cmp::Reverse(set.len()), set[0]));
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lengths: &[u32]) -> Coupling {
        let mut edges = Vec::new();
        let mut next = 0;
        for &length in lengths {
            edges.extend((next + 1..next + length).map(|q| (q - 1, q)));
            next += length;
        }
        Coupling::new(next, &edges, &[])
    }

    fn islands(
        lengths: &[u32],
        sets: &[u32],
        fixed: &[(usize, u32)],
    ) -> Result<Vec<u32>, Vec<u32>> {
        let coupling = lines(lengths);
        let qubits: u32 = sets.iter().sum();
        let mut pairs = Vec::new();
        let mut next = 0;
        for &size in sets {
            pairs.extend((next + 1..next + size).map(|v| (v - 1, v, 1)));
            next += size;
        }
        let mut places = vec![None; qubits as usize];
        fixed.iter().for_each(|&(v, p)| places[v] = Some(p));
        let starts = Starts::new(&coupling, qubits, &pairs, places).map_err(|e| e.qubits)?;
        let placement = starts.grown(&mut Random::new(0, 0));
        let again = starts.mended(placement.clone());
        assert_eq!(again, placement);
        Ok(placement
            .place
            .iter()
            .map(|&p| coupling.island[p as usize])
            .collect())
    }

    #[test]
    fn sets_find_islands_where_the_obvious_way_leads_nowhere() {
        // 4 in 5 and 3 in 6 leave no room for the second 2.
        assert!(islands(&[6, 5], &[4, 3, 2, 2], &[]).is_ok());
        assert_eq!(Ok(vec![0, 0, 0, 4, 4]), islands(&[4, 2], &[3, 2], &[]));
    }

    #[test]
    fn places_the_user_gave_come_first() {
        // The lonely qubit takes the room of the pair's island.
        assert_eq!(Ok(vec![2, 2, 0]), islands(&[2, 2], &[2, 1], &[(2, 0)]));
        assert_eq!(Ok(vec![2, 2, 0, 0]), islands(&[2, 2], &[2, 2], &[(3, 1)]));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert_eq!(Err(vec![0, 1, 2]), islands(&[2, 2], &[3], &[]));
        assert_eq!(
            Err(vec![0, 1]),
            islands(&[2, 2], &[2, 1], &[(0, 0), (1, 3)])
        );
        assert_eq!(Err(vec![2, 3]), islands(&[3, 1], &[2, 2], &[]));
    }
}
