// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::synth::dense::{distance, haar};

fn check(u: &Matrix, freedom: Freedom, count: usize) {
    let partial = synthesize(u, freedom);
    let off = distance(u, &partial.unitary());
    assert!(off < 1e-11, "{off:e}");
    assert_eq!(count, partial.draft.two_qubit_count());
    assert_eq!(freedom.after, !partial.after.is_empty());
    assert_eq!(freedom.before && !freedom.after, !partial.before.is_empty());
}

#[test]
fn generic_counts() {
    for (qubits, count) in [(2, 3), (3, 19), (4, 95), (5, 423), (6, 1783)] {
        let u = haar(1 << qubits, 7);
        check(&u, Freedom::NONE, count);
        if qubits < 6 {
            check(&u, Freedom::AFTER, count - 1);
            let before = Freedom {
                before: true,
                after: false,
            };
            check(&u, before, count - 1);
        }
    }
}
