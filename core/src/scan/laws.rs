// SPDX-License-Identifier: Apache-2.0
//! What holds for the scanner on any bytes whatever; the fuzz target and the tests check it.

use super::{scan, Cursor, Limits, Program, Stop};

/// Small limits, so that a few bytes cannot ask for much.
const LIMITS: Limits = Limits {
    qubits: 64,
    operations: 2_000,
    operands: 10_000,
    depth: 8,
    nesting: 64,
    terms: 256,
    list: 64,
    name: 64,
};

/// Check the laws on one text.
///
/// # Panics
///
/// If one is broken: the scanner ends where it should, reading in pieces is reading at once, a statement that
/// is left changes nothing, and every operation is on wires the circuit has.
pub fn hold(text: &[u8]) {
    let mut whole = Program::new(LIMITS);
    let mut end = Cursor::start(text);
    let stop = scan(&mut whole, text, &mut end, usize::MAX);
    assert_eq!(stop == Stop::End, end.at == text.len());

    let mut pieces = Program::new(LIMITS);
    let mut at = Cursor::start(text);
    while scan(&mut pieces, text, &mut at, 1) == Stop::Budget {}
    assert_eq!(end, at);
    assert_eq!(whole.circuit, pieces.circuit);

    let (length, bound) = (whole.circuit.len(), whole.circuit.ledger.bound);
    let again = scan(&mut whole, text, &mut at, 1);
    assert_eq!((stop, end), (again, at));
    assert_eq!(length, whole.circuit.len());
    assert_eq!(bound.to_bits(), whole.circuit.ledger.bound.to_bits());

    let mut counted = Cursor::start(text);
    counted.move_to(text, end.at);
    assert_eq!(end, counted);
    for op in &whole.circuit {
        for w in whole.circuit.wires(op) {
            let have = match w.is_bit() {
                true => whole.circuit.num_bits(),
                false => whole.circuit.num_qubits(),
            };
            assert!(w.index() < have);
        }
    }
}
