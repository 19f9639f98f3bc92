// SPDX-License-Identifier: Apache-2.0
//! Circuits as text.
//!
//! `openqasm2`, `openqasm3` and `json` each write one language to any [`std::io::Write`], a few bytes at a time:
//! no copy of the text is held. What they share: [`Operands`] (texts of wires), `names` (identifiers a language
//! accepts), `definitions` (which gates need a definition, in which order) and `angle`.

mod angle;
mod branches;
mod condition;
mod definitions;
mod json;
mod names;
mod openqasm2;
mod openqasm3;
mod operands;
mod phases;

pub use branches::describe_condition;
pub use definitions::defines_library_gate;
pub use json::json;
pub use openqasm2::openqasm2;
pub use openqasm3::openqasm3;
use operands::Operands;

use crate::circuit::Place;

/// Bytes gathered before they go to the sink.
const CHUNK: usize = 1 << 16;

/// Why a circuit was not written.
#[derive(Debug)]
pub enum EmitError {
    /// The language cannot say it. The user's.
    CannotWrite {
        language: &'static str,
        what: String,
        place: Place,
        help: &'static str,
    },
    /// The sink refused.
    Io(std::io::Error),
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EmitError::CannotWrite { language, what, .. } => {
                write!(f, "{language} cannot hold {what}")
            }
            EmitError::Io(e) => e.fmt(f),
        }
    }
}

impl std::error::Error for EmitError {}

impl From<std::io::Error> for EmitError {
    fn from(e: std::io::Error) -> Self {
        EmitError::Io(e)
    }
}

/// A number in decimal, without the formatting machinery: the hot path of every emitter.
fn push_number(text: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend_from_slice(&digits[at..]);
}

/// Exchanges that bring the state of wire i to wire `image[i]`, one after the other.
fn swaps(image: &[u32]) -> Vec<(usize, usize)> {
    let mut image = image.to_vec();
    let mut all = Vec::new();
    for i in 0..image.len() {
        while image[i] as usize != i {
            let to = image[i] as usize;
            all.push((i, to));
            image.swap(i, to);
        }
    }
    all
}

#[cfg(test)]
mod tests;
