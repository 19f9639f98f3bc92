// SPDX-License-Identifier: Apache-2.0
//! What the passes share that rebuild regions with fewer two-qubit gates: prices, coupled pairs, and the budget.

use crate::analysis::regions::Region;
use crate::synth::matrix::M4;
use crate::synth::two_qubit::Natives;
use crate::synth::weyl::Weyl;
use crate::target::GateSet;
use crate::{Gate, Target};

/// Two-qubit gates the target has, on one pair at least.
pub fn native_pairs(target: &Target) -> GateSet {
    match &target.pairs {
        None => target.gates.on(2),
        Some(pairs) => pairs.values().fold(GateSet::EMPTY, |all, &g| all.union(g)),
    }
}

/// Native two-qubit gates that a two-qubit gate without angles takes; `None` where none of them makes it.
pub fn uses(target: &Target, gate: Gate) -> Option<usize> {
    let pairs = native_pairs(target);
    let natives = Natives::new(pairs, pairs, &|g| target.range(g));
    let class = Weyl::of(&M4(gate.matrix4(&[])?));
    let (uses, _) = natives.best(&class.coordinates)?;
    Some(uses as usize)
}

/// The new pairs of a region, as local numbers, are coupled as all the old ones are; where those are not, nothing is
/// asked. `places[i]` is the outermost circuit's qubit under qubit i.
pub fn keeps_to_pairs(
    target: &Target,
    region: &Region,
    places: &[u32],
    new: impl IntoIterator<Item = [u8; 2]>,
    old: impl IntoIterator<Item = [u8; 2]>,
) -> bool {
    let coupled = |on: [u8; 2]| {
        let [a, b] = on.map(|q| places[region.wires[usize::from(q)].index()]);
        target.coupled(a, b)
    };
    target.pairs.is_none() || new.into_iter().all(coupled) || !old.into_iter().all(coupled)
}

/// Those of some regions, given by qubits, two-qubit gates and work, that a budget is spent on: those with most gates
/// for their qubits first, as long as it lasts. Each qubit after the first takes a gate, so a tree of gates has none
/// too many and is left out.
pub fn affordable(regions: &[(usize, usize, u64)], mut budget: u64) -> Vec<usize> {
    let dense = |i: usize| (regions[i].1 << 16) / regions[i].0;
    let mut order: Vec<usize> = (0..regions.len()).collect();
    order.retain(|&i| regions[i].1 >= regions[i].0);
    order.sort_by_key(|&i| (usize::MAX - dense(i), i));
    order.retain(|&i| {
        let fits = regions[i].2 <= budget;
        budget -= if fits { regions[i].2 } else { 0 };
        fits
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_counted_in_the_targets() {
        let count = |natives: &[Gate]| {
            let target = Target::all_to_all(GateSet::of(natives));
            [Gate::Cx, Gate::Swap].map(|g| uses(&target, g))
        };
        assert_eq!([Some(1), Some(3)], count(&[Gate::Cx, Gate::H]));
        assert_eq!([Some(1), Some(3)], count(&[Gate::Cz]));
        assert_eq!([Some(1), Some(1)], count(&[Gate::Cx, Gate::Swap]));
        assert_eq!([Some(2), Some(3)], count(&[Gate::Siswap]));
        assert_eq!([None, None], count(&[Gate::H]));
    }

    #[test]
    fn the_budget_goes_to_the_densest_first() {
        // The third is a tree.
        let regions = [(4, 4, 10), (4, 8, 30), (4, 3, 1), (4, 4, 5)];
        assert_eq!(vec![1, 0, 3], affordable(&regions, 45));
        assert_eq!(vec![1, 0], affordable(&regions, 44));
        assert_eq!(vec![0, 3], affordable(&regions, 29));
        assert_eq!(vec![3], affordable(&regions, 9));
        assert!(affordable(&regions, 0).is_empty());
    }
}
