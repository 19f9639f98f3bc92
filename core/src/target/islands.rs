// SPDX-License-Identifier: Apache-2.0
//! The connected parts of a device.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Target;

impl Target {
    /// The parts of the device that no coupling joins, largest first, each ascending; excluded qubits belong to none.
    ///
    /// Union by lowest qubit with path halving: nearly linear in the couplings, and the same in whatever order they come.
    pub fn islands(&self) -> Vec<Vec<u32>> {
        let count = self.qubits.unwrap_or(0);
        let mut above: Vec<u32> = (0..count).collect();
        let mut used = vec![true; count as usize];
        for &q in &self.excluded {
            if let Some(use_) = used.get_mut(q as usize) {
                *use_ = false;
            }
        }
        let in_use = |q: u32| used.get(q as usize).copied().unwrap_or(false);
        let Some(pairs) = &self.pairs else {
            let all: Vec<u32> = (0..count).filter(|&q| in_use(q)).collect();
            return if all.is_empty() { vec![] } else { vec![all] };
        };
        for &(a, b) in pairs.keys() {
            if in_use(a) && in_use(b) {
                let (a, b) = (root(&mut above, a), root(&mut above, b));
                above[a.max(b) as usize] = a.min(b);
            }
        }
        let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for q in (0..count).filter(|&q| in_use(q)) {
            parts.entry(root(&mut above, q)).or_default().push(q);
        }
        let mut parts: Vec<Vec<u32>> = parts.into_values().collect();
        parts.sort_by_key(|part| Reverse(part.len()));
        parts
    }
}

fn root(above: &mut [u32], mut q: u32) -> u32 {
    while above[q as usize] != q {
        let up = above[above[q as usize] as usize];
        above[q as usize] = up;
        q = up;
    }
    q
}

#[cfg(test)]
mod tests {
    use crate::{Gate, GateSet, Target};

    fn device(qubits: u32, pairs: &[(u32, u32)], excluded: &[u32]) -> Target {
        let gates = GateSet::of(&[Gate::Cz]);
        Target {
            qubits: Some(qubits),
            pairs: Some(pairs.iter().map(|&pair| (pair, gates)).collect()),
            excluded: excluded.to_vec(),
            ..Target::all_to_all(gates)
        }
    }

    #[test]
    fn parts_come_largest_first_and_then_by_their_lowest_qubit() {
        let found = device(8, &[(7, 6), (2, 0), (5, 2), (4, 3)], &[]).islands();
        assert_eq!(vec![vec![0, 2, 5], vec![3, 4], vec![6, 7], vec![1]], found);
    }

    #[test]
    fn excluded_qubits_join_nothing() {
        let line = [(0, 1), (1, 2), (2, 3)];
        assert_eq!(vec![vec![0, 1, 2, 3]], device(4, &line, &[]).islands());
        assert_eq!(vec![vec![2, 3], vec![0]], device(4, &line, &[1]).islands());
        assert_eq!(Vec::<Vec<u32>>::new(), device(1, &[], &[0]).islands());
    }

    #[test]
    fn all_to_all_is_one_part() {
        let mut target = Target::all_to_all(GateSet::of(&[Gate::Cz]));
        assert_eq!(Vec::<Vec<u32>>::new(), target.islands());
        target.qubits = Some(3);
        target.excluded = vec![1];
        assert_eq!(vec![vec![0, 2]], target.islands());
    }
}
