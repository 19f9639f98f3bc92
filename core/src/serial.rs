// SPDX-License-Identifier: Apache-2.0
//! Circuits as bytes, losslessly, and a hash of what they mean.
//!
//! ```text
//! "qcompile" | format, u16 LE | payload length, u64 LE | SipHash-128 of the payload | payload (postcard)
//! ```
//!
//! A byte changed or missing is noticed before anything is decoded. What is decoded is checked like any circuit from outside.

mod hash;

pub use hash::structural_hash;

use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

use crate::check::{check, Violation};
use crate::circuit::nesting::{on_large_stack, with_room};
use crate::Circuit;

const MAGIC: &[u8; 8] = b"qcompile";
/// Version of the bytes; a change of what any serialised type holds raises it.
pub const FORMAT: u16 = 1;
const HEADER: usize = 8 + 2 + 8 + 16;
/// Stack for reading; only what is used of it costs memory.
const READING_STACK: usize = 256 << 20;

/// Why bytes are no circuit.
#[derive(Clone, Debug, PartialEq)]
pub enum SerialError {
    /// Something else altogether.
    NotACircuit,
    /// Written by another version of qcompile.
    OtherFormat { found: u16 },
    /// Bytes are missing at the end.
    Truncated { expected: u64, got: u64 },
    /// The bytes were changed since they were written.
    Corrupt,
    /// Whole bytes that hold no valid circuit; only a writer that is not qcompile makes them.
    Invalid(Vec<Violation>),
}

impl std::fmt::Display for SerialError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SerialError::NotACircuit => f.write_str("the bytes are no serialised circuit"),
            SerialError::OtherFormat { found } => write!(
                f,
                "the circuit was serialised in format {found}; this version reads format {FORMAT}"
            ),
            SerialError::Truncated { expected, got } => {
                write!(
                    f,
                    "the serialised circuit ends after {got} of {expected} bytes"
                )
            }
            SerialError::Corrupt => f.write_str("the serialised circuit was damaged"),
            SerialError::Invalid(violations) => match violations.first() {
                Some(v) => write!(f, "the serialised circuit is not valid: {v}"),
                None => f.write_str("the serialised circuit is not valid"),
            },
        }
    }
}

impl std::error::Error for SerialError {}

/// The circuit as bytes.
pub fn to_bytes(circuit: &Circuit) -> Vec<u8> {
    let mut bytes = vec![0; HEADER];
    bytes = with_room(circuit, || postcard::to_extend(circuit, bytes)).expect("a vector takes all");
    let payload = &bytes[HEADER..];
    let (length, sum) = (payload.len() as u64, checksum(payload));
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..10].copy_from_slice(&FORMAT.to_le_bytes());
    bytes[10..18].copy_from_slice(&length.to_le_bytes());
    bytes[18..34].copy_from_slice(&sum);
    bytes
}

/// The circuit that [`to_bytes`] wrote.
pub fn from_bytes(bytes: &[u8]) -> Result<Circuit, SerialError> {
    let magic = bytes.len().min(8);
    if bytes[..magic] != MAGIC[..magic] || bytes.is_empty() {
        return Err(SerialError::NotACircuit);
    }
    let field = |at: std::ops::Range<usize>| bytes.get(at);
    let (Some(format), Some(length)) = (field(8..10), field(10..18)) else {
        return Err(SerialError::Truncated {
            expected: HEADER as u64,
            got: bytes.len() as u64,
        });
    };
    let found = u16::from_le_bytes(format.try_into().expect("two bytes"));
    if found != FORMAT {
        return Err(SerialError::OtherFormat { found });
    }
    let length = u64::from_le_bytes(length.try_into().expect("eight bytes"));
    let got = bytes.len().saturating_sub(HEADER) as u64;
    if got < length {
        return Err(SerialError::Truncated {
            expected: length.saturating_add(HEADER as u64),
            got: bytes.len() as u64,
        });
    }
    let payload = &bytes[HEADER..];
    if got > length || bytes[18..34] != checksum(payload) {
        return Err(SerialError::Corrupt);
    }
    // How deep it goes is known once it is read.
    let read = on_large_stack(READING_STACK, || postcard::from_bytes::<Circuit>(payload));
    let circuit = read.map_err(|_| SerialError::Invalid(Vec::new()))?;
    check(&circuit).map_err(SerialError::Invalid)?;
    Ok(circuit)
}

fn checksum(bytes: &[u8]) -> [u8; 16] {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish128().as_bytes()
}

#[cfg(test)]
mod tests;
