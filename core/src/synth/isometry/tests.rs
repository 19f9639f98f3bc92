// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::synth::dense::haar;

fn check(qubits: usize, count: usize, most: usize) {
    let columns = haar(1 << qubits, 7).columns(0, count).into_owned();
    let draft = synthesize(&columns);
    assert!(off(&draft, &columns) < 1e-10);
    let pairs = draft.two_qubit_count();
    assert!(pairs <= most, "{qubits} {count}: {pairs}");
    let cut = cut::synthesize(&columns);
    assert!(off(&cut, &columns) < 1e-10, "{qubits} {count}");
}

#[test]
fn isometries() {
    check(2, 1, 1);
    check(2, 2, 2);
    check(3, 1, 3);
    check(3, 2, 6);
    check(3, 3, 9);
    check(3, 4, 11);
    check(4, 2, 48);
    check(4, 4, 70);
    check(4, 8, 80);
    check(5, 2, 96);
}

#[test]
fn completion_keeps_the_columns() {
    let columns = haar(8, 3).columns(0, 3).into_owned();
    let whole = completed(&columns);
    assert!(crate::synth::dense::defect(&whole) < 1e-13);
    assert!(distance(&whole.columns(0, 3).into_owned(), &columns) < 1e-15);
}
