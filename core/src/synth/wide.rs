// SPDX-License-Identifier: Apache-2.0
//! A matrix on three qubits and more as steps, under controls or not.

use super::controlled;
use super::dense::{distance, from_rows, identity, Matrix};
use super::draft::Draft;
use super::expand::{Expander, NoExpansion};
use super::freedom::Freedom;
use super::matrix::C64;
use super::multi_controlled::phase;
use super::steps::Steps;
use super::structure;
use crate::Wire;

/// Widest matrix expanded; its decompositions take O(8^n) time.
const MAX_QUBITS: usize = 8;

/// `matrix`, row-major, on `on` under `controls`. Controls that fit are a part of the matrix, whose structure they are;
/// others control every gate.
pub(super) fn unitary(
    expander: &Expander<'_>,
    out: &mut Steps,
    matrix: &[C64],
    controls: &[Wire],
    on: &[Wire],
) -> Result<(), NoExpansion> {
    // Three gates for each of about 4^n / 2 pairs.
    let is_short = |qubits: usize| 3usize << (2 * qubits - 1) <= expander.limit;
    if on.len() > MAX_QUBITS {
        return Err(NoExpansion::Because(format!(
            "a matrix on {} qubits cannot be expanded, {MAX_QUBITS} are the most",
            on.len()
        )));
    }
    if !is_short(on.len()) {
        return Err(NoExpansion::TooLarge);
    }
    let own = from_rows(1 << on.len(), matrix);
    let width = on.len() + controls.len();
    if width <= structure::MOST_WIRES.max(on.len()) {
        let size = 1 << width;
        let mut whole = identity(size);
        let from = size - own.nrows();
        whole.view_mut((from, from), own.shape()).copy_from(&own);
        let wires: Vec<Wire> = on.iter().chain(controls).copied().collect();
        out.append(&steps(&whole, &wires));
        return Ok(());
    }
    let all = steps(&own, on);
    out.error += all.error;
    for step in &all.list {
        controlled::gate(
            expander,
            out,
            step.gate,
            &step.params,
            controls,
            &step.wires,
        )?;
    }
    out.append(&phase(&all.phase, controls, expander.ancillas));
    Ok(())
}

fn steps(u: &Matrix, wires: &[Wire]) -> Steps {
    let draft: Draft = structure::synthesize(u, Freedom::NONE).draft;
    let mut steps = draft.to_steps(wires);
    steps.error += distance(&draft.unitary(), u);
    steps
}
