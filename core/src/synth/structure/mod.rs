// SPDX-License-Identifier: Apache-2.0
//! The structure of a matrix, and its synthesis with it: the door for a matrix of any kind.

mod axes;
pub mod cuts;
pub mod framed;
mod frames;
pub mod symmetry;
#[cfg(test)]
mod tests;

pub use framed::Framed;

use super::dense::Matrix;

/// What is off by less, in each entry or in the root mean square of them, is taken for rounding of the input. The synthesis is
/// measured against the input in the end.
pub const BAND: f64 = 3e-10;

/// Frames in which u has labels: as it stands with one-qubit frames, and between Clifford circuits where more wires become
/// labels so.
pub fn find(u: &Matrix) -> Vec<Framed> {
    let plain = Framed::of(u);
    let mut found = Vec::new();
    if plain.data.is_empty() {
        return vec![plain];
    }
    let inner = plain.inner();
    let group = symmetry::symmetries(&inner);
    if group.len() > plain.labels.len() {
        if let Some((before, after)) = frames::localise(framed::wires(u), &group) {
            let middle = after.unitary().adjoint() * &inner * before.unitary().adjoint();
            let mut first = plain.before.clone();
            first.append(&before);
            let mut last = after;
            last.append(&plain.after);
            found.push(Framed::of(&middle).within(first, &last));
        }
    }
    if !plain.labels.is_empty() {
        found.push(plain);
    }
    found
}
