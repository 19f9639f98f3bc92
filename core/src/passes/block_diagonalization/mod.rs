// SPDX-License-Identifier: Apache-2.0
//! Operators that are direct sums of small blocks, found in a circuit and made anew with fewer two-qubit gates.
//!
//! ```text
//! circuit -> labels: regions in which most wires are labels as they stand
//!
//! circuit -> runs: gates on three to six wires that could be one operator
//!         -> trace: which windows of a run have labels, by a few random states
//!         -> windows: the best one, from its matrix
//!
//! circuit -> nodes: blocks on two wires as matrices, with the axis each keeps on a wire
//!         -> push: diagonals left behind by one block and taken in by the next one or by measurements
//! ```

mod axis;
mod blocks;
mod labels;
mod nodes;
mod push;
mod runs;
mod states;
mod trace;
mod windows;
mod word;

use super::rebuilding::{native_pairs, uses};
use super::two_qubit_fusion::locals::Locals;
use super::two_qubit_fusion::rebuild::{self, Rebuilt};
use super::{in_placed_blocks, PassError};
use crate::circuit::Circuit;
use crate::synth::two_qubit::{self, Natives};
use crate::{Gate, Op, Target, Wire};
use blocks::Blocks;
use nodes::Nodes;

/// Options of [`block_diagonalization`].
#[derive(Clone, Copy, Debug)]
pub struct BlockDiagonalization {
    /// Leave out diagonals that only measurements could see.
    pub measured: bool,
    /// No angle may be a rounded number: nothing is done.
    pub exact: bool,
}

/// Make block-diagonal operators anew where that takes fewer two-qubit gates of the target.
pub fn block_diagonalization(
    circuit: &mut Circuit,
    target: &Target,
    options: BlockDiagonalization,
) -> Result<bool, PassError> {
    let locals = Locals::new(target);
    // On a device pairs of wires are given already.
    let placed = target.pairs.is_some() && circuit.layout.is_some();
    if options.exact || placed || !locals.are_universal() {
        return Ok(false);
    }
    let pairs = native_pairs(target);
    let rules = Rules {
        natives: Natives::new(pairs, pairs, &|g| target.range(g)),
        locals,
        unit: match pairs.contains(Gate::Cx) {
            true => 1,
            false => uses(target, Gate::Cx).unwrap_or(1),
        },
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    // Where a block ends, its qubits are used again.
    let kernel = |c: &mut Circuit, _: &[u32]| Ok(rules.run(c, false));
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(rules.run(circuit, options.measured) || inside)
}

struct Rules<'a> {
    natives: Natives,
    locals: Locals<'a>,
    /// Native two-qubit gates a `cx` takes.
    unit: usize,
}

impl Rules<'_> {
    fn run(&self, circuit: &mut Circuit, measured: bool) -> bool {
        let blocks = Blocks::of(circuit);
        let pushed = self.pushed(&blocks, measured);
        let chosen = pushed.is_none().then(|| windows::chosen(&blocks));
        let pushed = pushed.is_some_and(|pushed| pushed.write(circuit));
        // Where a whole operator is block diagonal in few wires its matrix tells most; labels go further, to more wires.
        let windows = windows::rewrite(circuit, chosen, self.unit, &self.natives);
        let changed = labels::rewrite(circuit, self.unit, &self.natives) || windows;
        if changed {
            // What is made anew leaves other diagonals.
            if let Some(again) = self.pushed(&Blocks::of(circuit), measured) {
                again.write(circuit);
            }
        }
        changed || pushed
    }

    /// What blocks become when factors are handed on.
    fn pushed(&self, blocks: &Blocks, measured: bool) -> Option<Pushed> {
        let natives = &self.natives;
        let mut nodes = Nodes::of(blocks, natives);
        let pushing = push::Pushing {
            circuit: blocks.circuit,
            natives,
            measured,
        };
        let changed = pushing.run(&mut nodes);
        if changed.is_empty() {
            return None;
        }
        let mut locals = self.locals.clone();
        let mut written = Vec::with_capacity(changed.len());
        let mut error = 0.0;
        for &at in &changed {
            let (new, block) = (nodes.numbers(at)?, nodes.pair(at)?);
            let matrix = push::rounded(&new.matrix);
            let rebuilt = two_qubit::synthesize(&matrix, natives, u32::MAX)
                .and_then(|word| rebuild::rounded(&word, &matrix, &mut locals));
            let rebuilt = rebuilt?;
            error += rebuilt.error + matrix.distance(&new.matrix);
            let mut ops = Vec::new();
            blocks.ops(block, &mut ops);
            written.push((block.wires, ops, rebuilt));
        }
        Some(Pushed { written, error })
    }
}

/// New forms of blocks.
struct Pushed {
    written: Vec<([Wire; 2], Vec<Op>, Rebuilt)>,
    error: f64,
}

impl Pushed {
    fn write(self, circuit: &mut Circuit) -> bool {
        if !circuit.ledger.charge(self.error) {
            return false;
        }
        for (wires, ops, rebuilt) in self.written {
            rebuild::write(circuit, &ops, wires, rebuilt);
        }
        true
    }
}
