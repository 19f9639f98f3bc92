// SPDX-License-Identifier: Apache-2.0
//! Multiplexers whose cases are all known as matrices, as library gates.

use super::dense;
use super::expand::Expander;
use super::freedom::Freedom;
use super::multiplexer;
use super::steps::Steps;
use crate::circuit::Instruction;
use crate::Wire;

/// Most wires, controls included, of a multiplexer that is expanded as matrices.
const MAX_QUBITS: usize = 10;

impl Expander<'_> {
    /// Cases that are matrices, together; the last `controls` of `labels` must be set for any.
    pub(super) fn closed_form(
        &self,
        cases: &[Instruction],
        labels: &[Wire],
        controls: usize,
        on: &[Wire],
    ) -> Option<Steps> {
        let width = labels.len() + on.len();
        if width > MAX_QUBITS || 1usize << (2 * width) > self.limit {
            return None;
        }
        let size = 1 << on.len();
        let idle = (cases.len() << controls) - cases.len();
        let mut blocks = vec![dense::identity(size); idle];
        for case in cases {
            let matrix = case.unitary(on.len(), on.len())?;
            blocks.push(dense::from_rows(size, &matrix));
        }
        let wires: Vec<Wire> = on.iter().chain(labels).copied().collect();
        Some(multiplexed_blocks(&blocks, &wires))
    }
}

/// Blocks on the first wires, chosen by the others.
fn multiplexed_blocks(blocks: &[dense::Matrix], wires: &[Wire]) -> Steps {
    let made = multiplexer::synthesize(blocks, Freedom::NONE);
    let mut steps = made.draft.to_steps(wires);
    steps.error += multiplexer::distance(&made, blocks);
    steps
}
