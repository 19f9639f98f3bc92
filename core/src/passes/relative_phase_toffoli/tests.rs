// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::passes::testing::{circuit, distance, text, Random};
use crate::GateSet;

fn target() -> Target {
    Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]))
}

fn check(qubits: u32, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let mut new = old.clone();
    let changed = relative_phase_toffoli(&mut new, &target()).expect("no options");
    assert_eq!(after, text(&new), "from {before}");
    assert_eq!(changed, before != after);
    assert!(distance(&old, &new) < 1e-12, "{before}");
}

/// The usual spelling of ccz, or its mirror image with inverse rotations.
fn spelt(a: u32, b: u32, t: u32, mirrored: bool) -> String {
    let order = format!(
        "cx {b} {t}; tdg {t}; cx {a} {t}; t {t}; cx {b} {t}; tdg {t}; cx {a} {t}; cx {a} {b}; tdg {b}; \
         cx {a} {b}; t {a}; t {b}; t {t}"
    );
    match mirrored {
        false => order,
        true => {
            let gates: Vec<&str> = order.split("; ").collect();
            let parts: Vec<String> = gates
                .iter()
                .rev()
                .map(|g| match g.split_once(' ') {
                    Some(("t", q)) => format!("tdg {q}"),
                    Some(("tdg", q)) => format!("t {q}"),
                    _ => g.to_string(),
                })
                .collect();
            parts.join("; ")
        }
    }
}

const THREE: &str = "t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2";

#[test]
fn a_target_that_is_a_control_in_between() {
    check(
        4,
        "ccx 0 1 2; cx 2 3; ccx 1 0 2",
        &format!("h 2; {THREE}; h 2; cx 2 3; h 2; {THREE}; h 2"),
    );
    check(
        4,
        "ccz 0 1 2; h 2; ccx 2 0 3; t 2; h 2; cx 0 3; ccz 0 2 1",
        &format!("{THREE}; h 2; ccx 2 0 3; t 2; h 2; cx 0 3; {THREE}"),
    );
    check(
        3,
        "ccz 0 1 2; sx 2; ccz 0 1 2",
        &format!("{THREE}; sx 2; {THREE}"),
    );
}

#[test]
fn a_target_that_is_anything_in_between() {
    let four = "cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2";
    let back = "tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2";
    check(
        4,
        "ccx 0 1 2; h 2; cx 2 3; t 0; cz 0 1; ccx 0 1 2",
        &format!("h 2; {four}; h 2; h 2; cx 2 3; t 0; cz 0 1; h 2; {back}; h 2"),
    );
    check(
        3,
        "ccz 0 1 2; h 2; t 2; h 2; s 2; ccz 0 1 2",
        &format!("{four}; h 2; t 2; h 2; s 2; {back}"),
    );
}

#[test]
fn nothing_is_left_where_all_is_diagonal() {
    check(4, "ccz 0 1 2; cz 0 3; t 1; ccz 2 1 0", "cz 0 3; t 1");
    check(
        4,
        "ccx 0 1 2; cx 0 3; rx(1/3) 2; ccx 0 1 2",
        "cx 0 3; rx(1/3) 2",
    );
}

#[test]
fn a_flip_in_between_leaves_a_cz() {
    check(4, "ccz 0 1 2; x 2; t 0; ccz 0 1 2", "x 2; t 0; cz 0 1");
    check(3, "ccx 0 1 2; x 0; ccx 0 1 2", "x 0; h 2; cz 1 2; h 2");
    check(3, "ccx 0 1 2; z 2; ccx 0 1 2", "z 2; h 2; cz 0 1; h 2");
    check(3, "ccx 0 1 2; h 2; x 2; ccz 0 1 2", "h 2; x 2; cz 0 1");
    let three = "t 0; cx 2 0; tdg 0; cx 1 0; t 0; cx 2 0; tdg 0";
    check(
        3,
        "ccz 0 1 2; x 0; rx(1/4) 0; ccz 0 1 2",
        &format!("{three}; x 0; rx(1/4) 0; {three}"),
    );
    check(
        3,
        "ccz 0 1 2; x 0; x 0; ccz 0 1 2",
        &format!("{three}; x 0; x 0; {three}"),
    );
    for text in [
        "ccx 0 1 2; x 0; x 1; ccx 0 1 2",
        "ccx 0 1 2; x 0; h 2; ccx 0 1 2",
    ] {
        check(3, text, text);
    }
}

#[test]
fn what_is_left_alone() {
    for same in [
        "ccx 0 1 2",
        "ccx 0 1 2; x 0; h 2; cx 2 3; ccx 0 1 2",
        "ccx 0 1 2; cx 2 0; h 2; ccx 0 1 2",
        "ccx 0 1 2; h 0; h 2; ccx 0 1 2",
        "ccx 0 1 2; cx 2 3; ccx 0 1 3",
        "ccx 0 1 2; x 1; ccx 0 2 1",
        "ccx 0 1 2; cx 2 3; barrier 0; ccx 0 1 2",
        "c3x 0 1 2 3; t 3; c3x 0 1 2 3",
    ] {
        check(4, same, same);
    }
}

#[test]
fn spelt_ones_are_found() {
    for (mirrored, and) in [(false, false), (false, true), (true, false), (true, true)] {
        let before = format!(
            "h 2; {}; h 2; cx 2 3; h 2; {}; h 2",
            spelt(0, 1, 2, mirrored),
            spelt(1, 0, 2, and)
        );
        check(
            4,
            &before,
            &format!("h 2; {THREE}; h 2; cx 2 3; h 2; {THREE}; h 2"),
        );
    }
}

#[test]
fn rotations_that_were_merged_are_given_back() {
    let first = spelt(0, 1, 2, false).replace("t 0; t 1", "s 0; t 1");
    let before = format!("{first}; h 2; cx 2 3; h 2; {}", spelt(0, 1, 2, false));
    check(
        4,
        &before,
        &format!("tdg 0; {THREE}; s 0; h 2; cx 2 3; h 2; {THREE}"),
    );
}

#[test]
fn what_was_folded_away_stays_so() {
    let core = spelt(0, 1, 2, false).replace("; t 0; t 1; t 2", "");
    let folded = format!("{core}; h 2; cx 2 3; h 2; {core}");
    check(4, &folded, &folded);
    let some = format!("{core}; t 1; h 2; cx 2 3; h 2; {core}; t 1; t 2");
    check(4, &some, &some);
    let most = format!("{core}; t 0; t 1; h 2; cx 2 3; h 2; {core}; t 1; t 2");
    check(
        4,
        &most,
        &format!("tdg 2; {THREE}; h 2; cx 2 3; h 2; {THREE}; tdg 0"),
    );
}

#[test]
fn rotations_with_a_phase() {
    let named = spelt(0, 1, 2, false);
    let turned = named.replace("tdg", "rz(-1/4)").replace("t 0", "p(1/4) 0");
    let before = format!("{turned}; h 2; cx 2 3; h 2; {named}");
    check(4, &before, &format!("{THREE}; h 2; cx 2 3; h 2; {THREE}"));
}

#[test]
fn other_blocks_in_between_are_diagonal() {
    let before = format!("ccx 0 1 2; h 4; {}; h 4; ccx 0 1 2", spelt(2, 3, 4, false));
    let after = format!(
        "h 2; {THREE}; h 2; h 4; {}; h 4; h 2; {THREE}; h 2",
        spelt(2, 3, 4, false)
    );
    check(5, &before, &after);
}

#[test]
fn spelt_ones_interleaved_with_others() {
    // A run on other wires in between, and one that starts before the block is over on its wires.
    let block = spelt(0, 1, 2, false).replace("cx 0 1; tdg 1", "cx 3 4; cx 0 1; h 3; tdg 1");
    let before = format!("{block}; h 2; cx 2 3; h 2; {}", spelt(0, 1, 2, false));
    let mut c = circuit(5, &before);
    assert!(relative_phase_toffoli(&mut c, &target()).expect("no options"));
    assert_eq!(
        6 + 2,
        c.iter().filter(|&op| c.gate(op) == Some(Gate::Cx)).count()
    );
    assert!(distance(&circuit(5, &before), &c) < 1e-12);
}

#[test]
fn pairs_that_save_more_come_first() {
    let three = |text: &str| text.replace("THREE", THREE);
    check(
        4,
        "ccz 0 1 2; h 2; t 2; h 2; s 2; ccz 0 1 2; t 2; ccz 0 1 2",
        "ccz 0 1 2; h 2; t 2; h 2; s 2; t 2",
    );
    check(
        4,
        "ccz 0 1 2; h 2; t 2; s 2; ccz 0 1 2; sx 2; ccz 0 1 2",
        &three("ccz 0 1 2; h 2; t 2; s 2; THREE; sx 2; THREE"),
    );
    // What was around a pair that vanished is a pair.
    check(
        4,
        "ccz 0 1 2; sx 2; ccz 0 1 2; t 0; ccz 0 1 2; sx 2; ccz 0 1 2",
        &three("THREE; sx 2; t 0; sx 2; THREE"),
    );
}

/// Four Toffolis with a borrowed qubit: 3 + 4 + 3 + 4 cx.
#[test]
fn pairs_that_cross() {
    let before = "ccx 2 4 3; ccx 0 1 4; ccx 2 4 3; ccx 0 1 4";
    let mut c = circuit(5, before);
    assert!(relative_phase_toffoli(&mut c, &target()).expect("no options"));
    assert!(distance(&circuit(5, before), &c) < 1e-12);
    assert_eq!(
        14,
        c.iter().filter(|&op| c.gate(op) == Some(Gate::Cx)).count()
    );
    // Both that cross diagonal: the second pair still sees nothing of the first.
    check(4, "ccz 0 1 2; ccz 1 2 3; ccz 0 1 2; ccz 1 2 3; h 0", "h 0");
}

#[test]
fn targets_that_need_no_spelling() {
    let before = "ccx 0 1 2; cx 2 3; ccx 0 1 2";
    for (gates, changes) in [
        (&[Gate::Ccx, Gate::H, Gate::T, Gate::Tdg][..], false),
        (&[Gate::Ccz, Gate::Rz, Gate::Sx], false),
        (&[Gate::H, Gate::S, Gate::Cx], false),
        (&[Gate::H, Gate::T, Gate::Cx], false),
        (&[Gate::H, Gate::T, Gate::Tdg, Gate::Cx], true),
        (&[Gate::Rz, Gate::Cx], true),
    ] {
        let mut c = circuit(4, before);
        let target = Target::all_to_all(GateSet::of(gates));
        assert_eq!(
            changes,
            relative_phase_toffoli(&mut c, &target).expect("no options")
        );
    }
}

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(31);
    let gates = [
        Gate::Ccx,
        Gate::Ccz,
        Gate::Ccx,
        Gate::H,
        Gate::T,
        Gate::Cx,
        Gate::Cz,
        Gate::X,
        Gate::Rx,
        Gate::S,
    ];
    let mut changes = 0;
    for _ in 0..400 {
        let length = 4 + random.below(14);
        let drawn = random.circuit(&gates, 4, length);
        // Some of the ccz spelt out.
        let mut old = drawn.empty_like();
        for op in drawn.iter() {
            let qubits: Vec<u32> = drawn.qubits(op).iter().map(|w| w.0).collect();
            match (drawn.gate(op), random.below(2)) {
                (Some(Gate::Ccz), 0) => {
                    let block = spelt(qubits[0], qubits[1], qubits[2], random.below(2) == 0);
                    old.compose(&circuit(4, &block), &[0, 1, 2, 3], &[])
                        .expect("same wires");
                }
                _ => drop(old.push(drawn.operation(op))),
            }
        }
        let mut new = old.clone();
        let changed = relative_phase_toffoli(&mut new, &target()).expect("no options");
        assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
        let count = |c: &Circuit| c.iter().filter(|&op| c.qubits(op).len() == 2).count();
        let wide = |c: &Circuit| c.iter().filter(|&op| c.qubits(op).len() == 3).count();
        assert!(count(&new) + 6 * wide(&new) <= count(&old) + 6 * wide(&old));
        assert_eq!(changed, text(&old) != text(&new));
        changes += u32::from(changed);
    }
    assert!(changes > 60, "{changes}");
}
