// SPDX-License-Identifier: Apache-2.0
//! Fuse runs of gates on a pair of qubits into the fewest native two-qubit gates.
//!
//! 1. *Collect* ([`blocks`]), one walk in order: a block is a maximal run of gates on two wires, the one-qubit gates before,
//!    between and after included. Everything else ends the blocks on its wires.
//! 2. *Judge and rebuild*, blocks in parallel: the block's matrix, a lower bound on its uses from a trace, and only
//!    where that is below what stands, a new form. Where Clifford gates and the block's own rotations do it with as few
//!    gates as any form, that is the one ([`Product`]): its angles are exact. Else the decomposition ([`two_qubit`]) and
//!    its local gates ([`one_qubit`](crate::synth::one_qubit)).
//! 3. *Write*, in order: a better block replaces the old one at its last two-qubit gate, where every wire
//!    of the block is at hand and no neighbour is in the way.
//!
//! Bases without rotations by any angle, blocks with symbols, and callers who count T gates get the first form only.

pub(crate) mod blocks;
pub(super) mod kit;
pub(crate) mod locals;
pub(crate) mod rebuild;
pub(super) mod score;

use rayon::prelude::*;

use super::{in_placed_blocks, PassError};
use crate::circuit::Circuit;
use crate::Target;
use blocks::{collect, Block};
use locals::Locals;
use rebuild::{rebuild, write, Asked, Rebuilt};
pub use score::Aim;

/// Blocks judged by one worker at a time.
const CHUNK: usize = 128;

/// What may be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fusing {
    /// Only by Clifford gates and the rotations that are there, so that no T gate is added; only where it takes fewer
    /// two-qubit gates.
    pub exact: bool,
    /// A form with as many two-qubit gates and fewer others is better as well: every block is made anew to see, at ten times
    /// the price. Where a pair's errors are known that is done anyhow.
    pub as_many: bool,
    pub aim: Aim,
}

/// Fuse two-qubit blocks where that takes fewer native two-qubit gates, or as many and fewer others.
pub fn two_qubit_fusion(
    circuit: &mut Circuit,
    target: &Target,
    options: Fusing,
) -> Result<bool, PassError> {
    let fusion = Fusion {
        target,
        asked: Asked {
            exact: options.exact,
            as_many: options.as_many && !options.exact,
            errors: !options.exact,
            aim: options.aim,
        },
        locals: Locals::new(target),
        symbols: !circuit.parameters.is_empty(),
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let kernel = |c: &mut Circuit, places: &[u32]| Ok(fusion.run(c, places));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(fusion.run(circuit, &wires) || inside)
}

struct Fusion<'a> {
    target: &'a Target,
    locals: Locals<'a>,
    asked: Asked,
    /// The circuit has parameters.
    symbols: bool,
}

impl Fusion<'_> {
    /// `places[i]` is the target's qubit under qubit i.
    fn run(&self, circuit: &mut Circuit, places: &[u32]) -> bool {
        let with_symbols = self.symbols && self.fuse(circuit, places, true);
        self.fuse(circuit, places, false) || with_symbols
    }

    /// Blocks with `symbols`, or those without.
    fn fuse(&self, circuit: &mut Circuit, places: &[u32], symbols: bool) -> bool {
        let blocks = collect(circuit, self.target, places, symbols);
        let view: &Circuit = circuit;
        let rebuilt: Vec<(&Block, Rebuilt)> = blocks
            .list
            .par_chunks(CHUNK)
            .flat_map_iter(|chunk| {
                let mut locals = self.locals.clone();
                let blocks = &blocks;
                let chunk = chunk.iter().filter(move |block| block.symbolic == symbols);
                chunk.filter_map(move |block| {
                    let (target, asked) = (self.target, self.asked);
                    let rebuilt = rebuild(view, block, blocks, target, asked, &mut locals)?;
                    Some((block, rebuilt))
                })
            })
            .collect();
        let mut changed = false;
        for (block, rebuilt) in rebuilt {
            if circuit.ledger.charge(rebuilt.error) {
                write(
                    circuit,
                    &blocks.ops[block.start..block.end],
                    block.wires,
                    rebuilt,
                );
                changed = true;
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, distance, text};
    use crate::{Gate, GateSet};

    fn fusing(exact: bool) -> Fusing {
        Fusing {
            exact,
            ..Fusing::default()
        }
    }

    fn check(gates: &[Gate], exact: bool, before: &str, after: &str) {
        let target = Target::all_to_all(GateSet::of(gates));
        let old = circuit(3, before);
        let mut new = old.clone();
        let changed = two_qubit_fusion(&mut new, &target, fusing(exact)).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        assert!(distance(&old, &new) < 1e-12, "{before}");
        assert_eq!(0.0, new.ledger.bound);
    }

    const CLIFFORD_T: [Gate; 8] = [
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::T,
        Gate::Tdg,
        Gate::X,
        Gate::Z,
        Gate::Cx,
    ];

    #[test]
    fn exact_forms() {
        let check = |before, after| check(&CLIFFORD_T, false, before, after);
        check("cx 0 1; t 0; cx 0 1", "t 0");
        check("cx 0 1; t 1; cx 0 1", "cx 0 1; t 1; cx 0 1");
        check("cx 0 1; cx 1 0; cx 0 1; cx 1 0", "cx 1 0; cx 0 1");
        check("cx 0 1; h 0; h 1; cx 1 0; h 0; h 1", "");
        check("h 2; cx 0 1; cx 0 2; cx 0 1", "h 2; cx 0 1; cx 0 2; cx 0 1");
        check("cx 0 1; barrier 0; cx 0 1", "cx 0 1; barrier 0; cx 0 1");
    }

    #[test]
    fn a_decomposition_only_where_t_gates_do_not_count() {
        let gates = [Gate::Rz, Gate::Sx, Gate::X, Gate::Cx];
        let block = "rz(1/4) 0; sx 0; rz(1/4) 1; sx 1; cx 0 1; ".repeat(5);
        let target = Target::all_to_all(GateSet::of(&gates));
        for (exact, fewest) in [(false, 2), (true, 4)] {
            let old = circuit(2, &block);
            let mut new = old.clone();
            two_qubit_fusion(&mut new, &target, fusing(exact)).expect("no options");
            assert!(distance(&old, &new) < 1e-9);
            let uses = new.iter().filter(|&op| new.qubits(op).len() == 2).count();
            assert_eq!(fewest, uses);
            assert_eq!(exact, new.ledger.bound == 0.0);
        }
    }

    #[test]
    fn symbols() {
        let gates = GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]);
        let mut c = circuit(2, "cx 0 1; rz(a) 0; cx 0 1");
        c.parameters = vec![crate::Symbol::named("a")];
        assert!(
            two_qubit_fusion(&mut c, &Target::all_to_all(gates), fusing(false))
                .expect("no options")
        );
        assert_eq!("rz(a) 0", text(&c));
    }
}
