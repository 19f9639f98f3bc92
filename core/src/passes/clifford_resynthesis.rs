// SPDX-License-Identifier: Apache-2.0
//! Rebuild regions of Clifford gates with fewer two-qubit gates.
//!
//! 1. *Collect* maximal convex regions of Clifford gates ([`regions`](crate::analysis::regions)).
//! 2. *Rebuild* each, regions in parallel: as a list of twists ([`clifford`](crate::synth::clifford)), shortened window
//!    by window and, where the region is not a tree of gates and the budget lasts, made anew from its operator.
//! 3. *Write* those that pay, all in one go.

use rayon::prelude::*;

use super::rebuilding::{affordable, keeps_to_pairs, native_pairs, uses};
use super::{in_placed_blocks, PassError};
use crate::analysis::regions::{Limits, Region, Regions};
use crate::circuit::{Circuit, Operation};
use crate::synth::clifford::{
    greedy, peephole, phase, twist, Basic, Reader, Spelling, Tableau, Twist, MAX_QUBITS,
};
use crate::target::GateSet;
use crate::{Angle, Gate, Op, Target, Wire};

/// Operations of a region: keeps the work on each of them bounded.
const MAX_OPS: u32 = 2000;
/// Regions rebuilt by one worker at a time.
const CHUNK: usize = 32;
/// Twists the peephole looks at for each one of a region.
const STEPS: u64 = 2000;

/// Rows looked at for regions made anew: so many for any circuit, and for each operation.
const BASE: u64 = 20_000_000;
const PER_OPERATION: u64 = 20;

/// Options of [`clifford_resynthesis`].
#[derive(Clone, Copy, Debug)]
pub struct CliffordResynthesis {
    /// Qubits of a region; wider ones are cut.
    pub qubits: u32,
}

/// Rebuild regions of Clifford gates where that takes fewer two-qubit gates of the target, or as many and fewer
/// gates where the target has the gates it is written with.
pub fn clifford_resynthesis(
    circuit: &mut Circuit,
    target: &Target,
    options: CliffordResynthesis,
) -> Result<bool, PassError> {
    if !(2..=MAX_QUBITS as u32).contains(&options.qubits) {
        return Err(PassError::BadOption {
            option: "qubits",
            reason: format!("from 2 to {MAX_QUBITS}, not {}", options.qubits),
        });
    }
    let rules = Rules::new(target);
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| Ok(sweep(c, &rules, places, options));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(sweep(circuit, &rules, &wires, options) || inside)
}

/// What the target makes of gates.
struct Rules<'a> {
    target: &'a Target,
    pairs: GateSet,
    /// Native gates a twist takes.
    unit: usize,
    spelling: Spelling,
    /// All gates written are native.
    native: bool,
}

impl<'a> Rules<'a> {
    fn new(target: &'a Target) -> Rules<'a> {
        let pairs = native_pairs(target);
        let spelling = Spelling {
            cx: pairs.contains(Gate::Cx) || !pairs.contains(Gate::Cz),
            cz: pairs.contains(Gate::Cz),
        };
        let one = GateSet::of(&[Gate::H, Gate::S, Gate::Sdg, Gate::X, Gate::Z]);
        Rules {
            target,
            pairs,
            unit: uses(target, Gate::Cx).unwrap_or(1),
            spelling,
            native: target.gates.contains_all(one) && spelling.is_within(pairs),
        }
    }

    /// Native two-qubit gates a gate takes that is made of so many twists.
    fn price(&self, gate: Gate, twists: usize) -> usize {
        match self.pairs.contains(gate) {
            true => 1,
            false => twists * self.unit,
        }
    }

    /// The twists lie on coupled pairs, as those they replace do; where those do not, nothing is asked.
    fn allows(&self, new: &[Twist], old: &[Twist], region: &Region, places: &[u32]) -> bool {
        let on = |t: &Twist| t.on;
        let (new, old) = (new.iter().map(on), old.iter().map(on));
        keeps_to_pairs(self.target, region, places, new, old)
    }
}

fn sweep(c: &mut Circuit, rules: &Rules, places: &[u32], options: CliffordResynthesis) -> bool {
    let limits = Limits {
        qubits: options.qubits,
        ops: MAX_OPS,
        pairs: 2,
    };
    let mut reader = Reader::default();
    let regions = Regions::collect(c, limits, |op| {
        let gate = c.gate(op);
        gate.is_some_and(|g| reader.is_clifford(g, c.params(op)))
    });
    let view: &Circuit = c;
    let all: Vec<usize> = (0..regions.len()).collect();
    let mut drafts: Vec<Draft> = all
        .par_chunks(CHUNK)
        .flat_map_iter(|chunk| {
            let mut reader = Reader::default();
            let regions = &regions;
            chunk.iter().filter_map(move |&index| {
                let old = Old::read(view, &regions.get(index), rules, &mut reader)?;
                Some(Draft::new(index, old, rules))
            })
        })
        .collect();
    spend(&mut drafts, BASE + PER_OPERATION * view.len() as u64);
    let rebuilt: Vec<(usize, Rebuilt)> = drafts
        .par_chunks(CHUNK)
        .flat_map_iter(|chunk| {
            let regions = &regions;
            chunk.iter().filter_map(move |draft| {
                let region = regions.get(draft.index);
                Some((draft.index, draft.rebuild(&region, rules, places)?))
            })
        })
        .collect();
    let changed = !rebuilt.is_empty();
    for (_, new) in &rebuilt {
        c.add_phase(&Angle::pi(i32::from(new.eighths), 4));
    }
    let new = rebuilt.into_iter().map(|(i, new)| (i, new.operations));
    regions.rewrite(c, new);
    changed
}

/// Choose the regions made anew.
fn spend(drafts: &mut [Draft], budget: u64) {
    let size = |d: &Draft| {
        (
            d.qubits,
            d.twists.len(),
            greedy::work(d.qubits, d.twists.len()),
        )
    };
    let sizes: Vec<_> = drafts.iter().map(size).collect();
    for i in affordable(&sizes, budget) {
        drafts[i].anew = true;
    }
}

/// A region as it stands.
struct Old {
    qubits: usize,
    gates: Vec<Basic>,
    eighths: u8,
    /// Native two-qubit gates.
    price: usize,
    /// All gates.
    count: usize,
    depth: usize,
}

struct Rebuilt {
    operations: Vec<Operation>,
    eighths: u8,
}

impl Old {
    fn read(c: &Circuit, region: &Region, rules: &Rules, reader: &mut Reader) -> Option<Old> {
        let mut old = Old {
            qubits: region.wires.len(),
            gates: Vec::with_capacity(region.ops.len()),
            eighths: 0,
            price: 0,
            count: region.ops.len(),
            depth: 0,
        };
        let mut depths = vec![0; region.wires.len()];
        for &op in region.ops {
            let gate = c.gate(op)?;
            let word = reader.read(gate, c.params(op))?;
            let on = operands(c, op, region);
            old.eighths = (old.eighths + word.eighths) % 8;
            old.gates.extend(word.gates.iter().map(|g| g.on(&on)));
            if on[0] != on[1] {
                let twists = word.gates.iter().map(|g| g.twists()).sum();
                old.price += rules.price(gate, twists);
            }
            step(&mut depths, on);
        }
        old.depth = depths.into_iter().max().unwrap_or(0);
        Some(old)
    }
}

/// A region on its way.
struct Draft {
    index: usize,
    qubits: usize,
    old: Old,
    /// Shortened window by window.
    twists: Vec<Twist>,
    /// To be made anew from its operator as well.
    anew: bool,
}

impl Draft {
    fn new(index: usize, old: Old, rules: &Rules) -> Draft {
        let qubits = old.qubits;
        let mut twists = twist::twists(qubits, &old.gates);
        let mut steps = STEPS * twists.len() as u64;
        peephole::shorten(qubits, &mut twists, rules.spelling, &mut steps);
        Draft {
            index,
            qubits,
            old,
            twists,
            anew: false,
        }
    }

    fn rebuild(&self, region: &Region, rules: &Rules, places: &[u32]) -> Option<Rebuilt> {
        let (n, old) = (self.qubits, &self.old);
        let mut candidates = vec![self.twists.clone()];
        if self.anew {
            let mut anew = greedy::resynthesize(n, &self.twists);
            let mut steps = STEPS * anew.len() as u64;
            peephole::shorten(n, &mut anew, rules.spelling, &mut steps);
            candidates.push(anew);
        }
        let before = twist::twists(n, &old.gates);
        candidates.retain(|new| rules.allows(new, &before, region, places));
        let twists = candidates.into_iter().min_by_key(Vec::len)?;
        let price = twists.len() * rules.unit;
        if price > old.price || price == old.price && !rules.native {
            return None;
        }
        let inverse = Tableau::of_inverse(n, &old.gates);
        let new = rules.spelling.write(&twists, inverse)?;
        if price == old.price {
            let mut depths = vec![0; n];
            new.iter().for_each(|g| step(&mut depths, g.on));
            let depth = depths.into_iter().max().unwrap_or(0);
            if new.len() >= old.count || depth > old.depth {
                return None;
            }
        }
        let back = new.iter().rev().map(|g| g.inverse());
        let eighths = phase::of_identity(n, old.gates.iter().copied().chain(back))?;
        let wire = |q: u8| region.wires[usize::from(q)].0;
        let operation = |g: &Basic| match g.is_pair() {
            true => Operation::gate(g.gate, [], &g.on.map(wire)),
            false => Operation::gate(g.gate, [], &[wire(g.on[0])]),
        };
        Some(Rebuilt {
            operations: new.iter().map(operation).collect(),
            eighths: (old.eighths + eighths) % 8,
        })
    }
}

/// Local numbers of the qubits of an operation on one or two; the same twice on one.
fn operands(c: &Circuit, op: Op, region: &Region) -> [u8; 2] {
    let local = |w: &Wire| region.local(*w) as u8;
    let wires = c.wires(op);
    [local(&wires[0]), local(&wires[wires.len() - 1])]
}

/// A gate on these qubits more.
fn step(depths: &mut [usize], on: [u8; 2]) {
    let [a, b] = on.map(usize::from);
    let depth = depths[a].max(depths[b]) + 1;
    (depths[a], depths[b]) = (depth, depth);
}

#[cfg(test)]
#[path = "clifford_resynthesis_tests.rs"]
mod tests;
