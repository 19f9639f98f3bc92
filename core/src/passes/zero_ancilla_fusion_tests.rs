// SPDX-License-Identifier: Apache-2.0
//! What swaps into empty places cost, and that program qubits see no difference.

use super::*;
use crate::circuit::{Instruction, Layout, Operation};
use crate::oracle::{judge, Answer, Options, Relation};
use crate::passes::testing::{circuit, text, Random};
use crate::{Gate, GateSet, Wire};

const NATIVE: [Gate; 5] = [Gate::Rz, Gate::Sx, Gate::X, Gate::H, Gate::Cx];

fn all(gates: &[Gate]) -> Target {
    Target::all_to_all(GateSet::of(gates))
}

fn mapped(qubits: u32, text: &str, initial: &[u32], last: &[u32]) -> Circuit {
    let mut c = circuit(qubits, text);
    c.layout = Some(Layout {
        initial: initial.to_vec(),
        last: last.to_vec(),
    });
    c
}

fn pairs(c: &Circuit) -> usize {
    c.iter().filter(|&op| c.qubits(op).len() == 2).count()
}

/// The same on the program's qubits; those that start elsewhere end in |0>.
fn same(old: &Circuit, new: &Circuit) {
    let options = Options {
        relation: Some(Relation::Layout),
        ..Options::default()
    };
    let verdict = judge(old, new, &options);
    assert_eq!(
        Answer::Equivalent,
        verdict.answer,
        "{} -> {}: {:?}",
        text(old),
        text(new),
        verdict.reason
    );
    assert!(verdict.error.unwrap_or(0.0) < 1e-10);
}

fn check(old: &Circuit, after: &str) {
    let mut new = old.clone();
    let changed = zero_ancilla_fusion(&mut new, &all(&NATIVE), false).expect("no options");
    assert_eq!(after, text(&new), "from {}", text(old));
    assert_eq!(changed, text(old) != after);
    assert_eq!(0.0, new.ledger.bound);
    same(old, &new);
}

#[test]
fn a_swap_into_an_empty_place_takes_two() {
    check(&mapped(2, "swap 0 1", &[0], &[1]), "cx 0 1; cx 1 0");
    check(&mapped(2, "swap 1 0", &[1], &[0]), "cx 1 0; cx 0 1");
    check(
        &mapped(2, "cx 0 1; cx 1 0; cx 0 1", &[0], &[1]),
        "cx 0 1; cx 1 0",
    );
    // The place that was left is empty in turn.
    let there_and_on = mapped(3, "swap 0 1; swap 1 2; cx 0 2", &[0], &[2]);
    check(&there_and_on, "cx 0 1; cx 1 0; cx 1 2; cx 2 1");
    // Nothing is known of a wire with a program qubit.
    let full = mapped(2, "swap 0 1", &[0, 1], &[1, 0]);
    check(&full, "swap 0 1");
    check(&circuit(2, "swap 0 1"), "swap 0 1");
}

#[test]
fn blocks_beside_an_empty_place() {
    // Two program qubits, 0 and 2, meet over 1.
    let c = mapped(
        3,
        "h 0; cx 0 1; cx 1 0; cx 0 1; cx 1 2; cx 1 0; cx 0 1; cx 1 0",
        &[0, 2],
        &[0, 2],
    );
    let mut new = c.clone();
    assert!(zero_ancilla_fusion(&mut new, &all(&NATIVE), false).expect("no options"));
    assert_eq!(5, pairs(&new), "{}", text(&new));
    same(&c, &new);
    // A controlled rotation and a swap take two, as anything does.
    let c = mapped(
        2,
        "swap 0 1; cp(0.3) 0 1; ry(0.4) 1; swap 0 1; swap 0 1",
        &[0],
        &[1],
    );
    let mut new = c.clone();
    assert!(zero_ancilla_fusion(&mut new, &all(&NATIVE), false).expect("no options"));
    assert_eq!(2, pairs(&new), "{}", text(&new));
    same(&c, &new);
}

#[test]
fn symbols_and_clifford_t_stay_exact() {
    let gates = [
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::T,
        Gate::Tdg,
        Gate::X,
        Gate::Z,
        Gate::Cx,
    ];
    let mut c = mapped(3, "t 0; swap 0 1; h 1; swap 1 2; t 2; cx 0 1", &[0], &[2]);
    let old = c.clone();
    assert!(zero_ancilla_fusion(&mut c, &all(&gates), true).expect("no options"));
    assert_eq!(4, pairs(&c), "{}", text(&c));
    assert_eq!(0.0, c.ledger.bound);
    same(&old, &c);
    let mut c = mapped(2, "rz(a) 0; swap 0 1; rx(a) 1", &[0], &[1]);
    c.parameters = vec![crate::Symbol::named("a")];
    let old = c.clone();
    assert!(
        zero_ancilla_fusion(&mut c, &all(&[Gate::Rz, Gate::Rx, Gate::Cx]), false)
            .expect("no options")
    );
    assert_eq!(2, pairs(&c), "{}", text(&c));
    same(&old, &c);
}

#[test]
fn resets_make_empty_places_and_fences_end_them() {
    let op = |kind| Operation::new(Instruction::bare(kind), [Wire::qubit(1)]);
    let measure = Operation::new(
        Instruction::bare(Kind::Measure),
        [Wire::qubit(1), Wire::bit(0)],
    );
    let swap = || Operation::gate(Gate::Swap, [], &[0, 1]);
    let count = |between: Vec<Operation>| {
        let mut c = circuit(2, "h 0; cx 0 1");
        c.add_bit();
        between.into_iter().for_each(|o| {
            c.push(o);
        });
        c.push(swap());
        zero_ancilla_fusion(&mut c, &all(&NATIVE), false).expect("no options");
        c.iter().filter(|&o| c.gate(o) == Some(Gate::Cx)).count()
    };
    assert_eq!(3, count(vec![op(Kind::Reset)]));
    assert_eq!(
        3,
        count(vec![op(Kind::Reset), measure.clone(), op(Kind::Barrier)])
    );
    assert_eq!(1, count(vec![op(Kind::Reset), op(Kind::Opaque)]));
    assert_eq!(1, count(vec![measure]));
    let after_gate = vec![
        op(Kind::Reset),
        Operation::gate(Gate::H, [], &[1]),
        op(Kind::Barrier),
    ];
    assert_eq!(1, count(after_gate));
}

#[test]
fn nothing_is_charged_beyond_the_budget() {
    let mut c = mapped(
        2,
        "ry(0.3) 1; cp(0.3) 0 1; ry(0.2) 1; cp(0.7) 1 0; ry(0.7) 1; cp(0.2) 0 1",
        &[0],
        &[0],
    );
    c.ledger.budget = 0.0;
    let before = text(&c);
    assert!(!zero_ancilla_fusion(&mut c, &all(&NATIVE), false).expect("no options"));
    assert_eq!(before, text(&c));
    c.ledger.budget = 1e-8;
    assert!(zero_ancilla_fusion(&mut c, &all(&NATIVE), false).expect("no options"));
    assert!(c.ledger.bound > 0.0 && c.ledger.bound < 1e-12);
}

/// The last two wires start empty; in the end everything is undone, so they are empty again.
#[test]
fn random_circuits_with_ancillas() {
    let mut random = Random::new(8);
    let kinds = [
        Gate::Swap,
        Gate::Cx,
        Gate::Cp,
        Gate::Swap,
        Gate::Iswap,
        Gate::Ry,
        Gate::H,
        Gate::T,
    ];
    for round in 0..400 {
        let n = 3 + random.below(2);
        let length = 2 + random.below(7);
        let mut c = random.circuit(&kinds, n, length);
        // Moved about, then back the other way with one gate left out on the program's qubit.
        let forward: Vec<Op> = c.iter().collect();
        for &op in forward.iter().rev() {
            let mut o = c.operation(op);
            match c.gate(op) {
                Some(Gate::T) => o.instruction = Instruction::gate(Gate::Tdg, []),
                Some(Gate::Iswap) => o.instruction = Instruction::gate(Gate::Iswapdg, []),
                _ => o.instruction.params.iter_mut().for_each(|p| *p = p.neg()),
            }
            c.push(o);
        }
        let program: Vec<u32> = (0..n as u32 - 2).collect();
        c.layout = Some(Layout {
            initial: program.clone(),
            last: program,
        });
        let gates: &[Gate] = match round % 3 {
            0 => &NATIVE,
            1 => &[Gate::U, Gate::Iswap],
            _ => &[Gate::Rzz, Gate::U],
        };
        let mut new = c.clone();
        let exact = round % 5 == 0 && round % 3 == 0;
        zero_ancilla_fusion(&mut new, &all(gates), exact).expect("no options");
        assert_eq!(Ok(()), crate::check::check(&new));
        same(&c, &new);
    }
}
