// SPDX-License-Identifier: Apache-2.0
//! Rebuild regions of cx, swap and x with fewer two-qubit gates.
//!
//! 1. *Collect* maximal convex regions of these gates ([`regions`](crate::analysis::regions)).
//! 2. *Rebuild* each, regions in parallel, from its matrix of parities ([`linear`](crate::synth::linear)); the x become
//!    one offset, written where it takes fewer of them, in front or behind.
//! 3. *Write* those that pay, all in one go.

use rayon::prelude::*;

use super::rebuilding::{affordable, keeps_to_pairs, uses};
use super::{in_placed_blocks, PassError};
use crate::analysis::regions::{Limits, Region, Regions};
use crate::circuit::{Circuit, Operation};
use crate::synth::linear::{synthesize, work, Cx, Matrix, MAX_WIRES};
use crate::{Gate, Target};

/// Operations of a region.
const MAX_OPS: u32 = 10_000;
/// Two-qubit gates a region has at least.
const MIN_PAIRS: u32 = 4;

/// Gates a region of more than [`NARROW`] wires has for two of them, at least: wires that all interact take one gate less
/// than there are wires, and where there are hardly more, next to nothing is gained for a long search.
const DENSITY: usize = 3;
const NARROW: usize = 8;

/// Pairs of rows looked at: so many for any circuit, enough for a dense region on the most wires; and for each operation.
const BASE: u64 = 150_000_000;
const PER_OPERATION: u64 = 400;

/// Options of [`linear_resynthesis`].
#[derive(Clone, Copy, Debug)]
pub struct LinearResynthesis {
    /// Wires of a region; wider ones are cut.
    pub wires: u32,
}

/// Rebuild regions of cx, swap and x where that takes fewer two-qubit gates of the target.
pub fn linear_resynthesis(
    circuit: &mut Circuit,
    target: &Target,
    options: LinearResynthesis,
) -> Result<bool, PassError> {
    if !(2..=MAX_WIRES as u32).contains(&options.wires) {
        return Err(PassError::BadOption {
            option: "wires",
            reason: format!("from 2 to {MAX_WIRES}, not {}", options.wires),
        });
    }
    let rules = Rules {
        target,
        cx: uses(target, Gate::Cx).unwrap_or(1),
        swap: uses(target, Gate::Swap).unwrap_or(3),
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| Ok(sweep(c, &rules, places, options));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(sweep(circuit, &rules, &wires, options) || inside)
}

struct Rules<'a> {
    target: &'a Target,
    /// Native gates of a cx and a swap.
    cx: usize,
    swap: usize,
}

fn sweep(c: &mut Circuit, rules: &Rules, places: &[u32], options: LinearResynthesis) -> bool {
    let limits = Limits {
        qubits: options.wires,
        ops: MAX_OPS,
        pairs: MIN_PAIRS,
    };
    let regions = Regions::collect(c, limits, |op| {
        matches!(c.gate(op), Some(Gate::Cx | Gate::Swap | Gate::X))
    });
    let view: &Circuit = c;
    let sizes: Vec<(usize, usize, u64)> = regions
        .iter()
        .map(|region| {
            let (wires, below) = (
                region.wires.len(),
                price(view, &region, rules).div_ceil(rules.cx),
            );
            (wires, below, work(wires, below))
        })
        .collect();
    let mut chosen = affordable(&sizes, BASE + PER_OPERATION * view.len() as u64);
    chosen.retain(|&i| sizes[i].0 <= NARROW || 2 * sizes[i].1 >= DENSITY * sizes[i].0);
    let rebuilt: Vec<(usize, Vec<Operation>)> = chosen
        .par_iter()
        .filter_map(|&index| {
            let new = rebuild(view, &regions.get(index), rules, places, sizes[index].1)?;
            Some((index, new))
        })
        .collect();
    let changed = !rebuilt.is_empty();
    regions.rewrite(c, rebuilt);
    changed
}

/// Native two-qubit gates of a region.
fn price(c: &Circuit, region: &Region, rules: &Rules) -> usize {
    let price = |gate| match gate {
        Some(Gate::Cx) => rules.cx,
        Some(Gate::Swap) => rules.swap,
        _ => 0,
    };
    region.ops.iter().map(|&op| price(c.gate(op))).sum()
}

/// A region with fewer than `below` cx in the place of its two-qubit gates.
fn rebuild(
    c: &Circuit,
    region: &Region,
    rules: &Rules,
    places: &[u32],
    below: usize,
) -> Option<Vec<Operation>> {
    let mut map = Matrix::identity(region.wires.len());
    let mut offset = 0_u64;
    let mut pairs = Vec::with_capacity(region.ops.len());
    for &op in region.ops {
        let on = c.wires(op);
        let a = region.local(on[0]);
        let b = region.local(on[on.len() - 1]);
        match c.gate(op)? {
            Gate::X => offset ^= 1 << a,
            Gate::Cx => {
                map.apply(Cx::new(a, b));
                offset ^= (offset >> a & 1) << b;
            }
            _ => {
                map.rows.swap(a, b);
                let differ = (offset >> a ^ offset >> b) & 1;
                offset ^= differ << a | differ << b;
            }
        }
        if a != b {
            pairs.push([a as u8, b as u8]);
        }
    }
    let circuit = synthesize(&map, below)?;
    let new = circuit.iter().map(|s| [s.control, s.target]);
    if !keeps_to_pairs(rules.target, region, places, new.clone(), pairs) {
        return None;
    }
    // The offset in front of the circuit that becomes this one behind it.
    let ahead = circuit
        .iter()
        .rev()
        .fold(offset, |bits, s| bits ^ (bits >> s.control & 1) << s.target);
    let wire = |q: u8| region.wires[usize::from(q)].0;
    let flips = |bits: u64| {
        let on = (0..region.wires.len() as u8).filter(move |q| bits >> q & 1 == 1);
        on.map(|q| Operation::gate(Gate::X, [], &[wire(q)]))
    };
    let (front, behind) = match ahead.count_ones() < offset.count_ones() {
        true => (ahead, 0),
        false => (0, offset),
    };
    let middle = new.map(|on| Operation::gate(Gate::Cx, [], &on.map(wire)));
    Some(flips(front).chain(middle).chain(flips(behind)).collect())
}

#[cfg(test)]
#[path = "linear_resynthesis_tests.rs"]
mod tests;
