// SPDX-License-Identifier: Apache-2.0
//! Clifford gates on two qubits modulo local gates: which Paulis they make local.

use std::sync::OnceLock;

use super::frame::{commute, single, Mask};
use crate::synth::euler::Pauli;

/// How many there are.
pub const PLACES: usize = 20;

/// Clifford gates modulo local gates after them.
pub struct Place {
    /// Paulis that are local on each wire.
    pub planes: [[Mask; 3]; 2],
    /// The same as a set of masks.
    pub local: u16,
    /// By the gate's axis on each wire.
    pub next: [[u8; 3]; 3],
}

impl Place {
    /// Axes of `next`, flattened.
    pub fn steps(&self) -> impl Iterator<Item = (Mask, Mask)> + '_ {
        let [first, second] = self.planes;
        first
            .into_iter()
            .flat_map(move |p| second.into_iter().map(move |q| (p, q)))
    }
}

pub struct Places {
    pub list: Vec<Place>,
}

impl Places {
    /// The place whose first plane is made of these images of X, Y, Z on the first qubit.
    pub fn of(&self, image: impl Fn(Mask) -> Mask) -> u8 {
        let mut plane = Pauli::ALL.map(|p| image(single(0, p)));
        plane.sort_unstable();
        let found = self.list.iter().position(|p| p.planes[0] == plane);
        found.expect("one of the twenty") as u8
    }
}

/// All places, found once.
pub fn planes() -> &'static Places {
    static ALL: OnceLock<Places> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut list = Vec::new();
        for p in 1..16u8 {
            for r in p + 1..16 {
                if r < p ^ r && !commute(p, r) {
                    list.push(place([p, r, p ^ r]));
                }
            }
        }
        let find = |plane: [Mask; 3]| {
            let found = list.iter().position(|p: &Place| p.planes[0] == plane);
            found.expect("closed") as u8
        };
        let next: Vec<[[u8; 3]; 3]> = list
            .iter()
            .map(|place| {
                let [first, second] = place.planes;
                first.map(|p| {
                    second.map(|q| {
                        let mut to = first.map(|r| if r == p { p } else { r ^ q });
                        to.sort_unstable();
                        find(to)
                    })
                })
            })
            .collect();
        for (place, next) in list.iter_mut().zip(next) {
            place.next = next;
        }
        Places { list }
    })
}

fn place(first: [Mask; 3]) -> Place {
    let beside: Vec<Mask> = (1..16)
        .filter(|&q| first.iter().all(|&p| commute(p, q)))
        .collect();
    let second: [Mask; 3] = beside.try_into().expect("three");
    let local = first.iter().chain(&second).fold(0, |set, &m| set | 1 << m);
    Place {
        planes: [first, second],
        local,
        next: [[0; 3]; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_each_with_nine_neighbours() {
        let all = &planes().list;
        assert_eq!(PLACES, all.len());
        for (i, place) in all.iter().enumerate() {
            assert_eq!(6, place.local.count_ones());
            assert_eq!(9, place.steps().count());
            for (&to, (p, q)) in place.next.iter().flatten().zip(place.steps()) {
                let to = &all[to as usize];
                // The axes stay local, and the same gate leads back.
                assert!(to.planes[0].contains(&p) && to.planes[1].contains(&q));
                let mut back = to.next.iter().flatten().zip(to.steps());
                assert!(back.any(|(&from, step)| step == (p, q) && from as usize == i));
            }
        }
    }
}
