// SPDX-License-Identifier: Apache-2.0
//! Small circuits whose sameness is known, through the whole judge.

use std::sync::Arc;

use super::{judge, Answer, Method, Options, Relation, Verdict};
use crate::circuit::{Block, Condition, Definition, Instruction, Kind, Layout, Operation, Payload};
use crate::{Angle, Circuit, Gate, Symbol, Wire};

fn circuit(qubits: u32, bits: u32, operations: impl IntoIterator<Item = Operation>) -> Circuit {
    let mut c = Circuit::new(qubits, bits);
    for o in operations {
        c.push(o);
    }
    c
}

fn g(gate: Gate, params: &[f64], qubits: &[u32]) -> Operation {
    Operation::gate(gate, params.iter().map(|&p| Angle::radians(p)), qubits)
}

fn measure(qubit: u32, bit: u32) -> Operation {
    Operation::new(
        Instruction::bare(Kind::Measure),
        [Wire::qubit(qubit), Wire::bit(bit)],
    )
}

fn reset(qubit: u32) -> Operation {
    Operation::new(Instruction::bare(Kind::Reset), [Wire::qubit(qubit)])
}

fn when(condition: Condition, then: Circuit, otherwise: Option<Circuit>) -> Operation {
    let wires = (0..then.num_qubits() as u32)
        .map(Wire::qubit)
        .chain((0..then.num_bits() as u32).map(Wire::bit))
        .collect::<Vec<_>>();
    let payload = Payload::If {
        condition,
        then: Block::body(then),
        otherwise: otherwise.map(Block::body),
    };
    Operation::new(Instruction::with(Kind::If, payload), wires)
}

fn verdict(a: &Circuit, b: &Circuit, relation: Relation) -> Verdict {
    let options = Options {
        relation: Some(relation),
        ..Options::default()
    };
    judge(a, b, &options)
}

#[track_caller]
fn check(expected: Answer, a: &Circuit, b: &Circuit, relation: Relation) {
    for (a, b) in [(a, b), (b, a)] {
        let v = verdict(a, b, relation);
        assert_eq!(expected, v.answer, "{v:?}");
        if expected == Answer::Different {
            assert!(v.witness.is_some() || v.reason.is_some());
        }
    }
}

#[test]
fn a_phase_is_told_from_equality() {
    let rz = circuit(1, 0, [g(Gate::Rz, &[0.4], &[0])]);
    let p = circuit(1, 0, [g(Gate::P, &[0.4], &[0])]);
    check(Answer::UpToPhase, &rz, &p, Relation::Operator);
    let mut exact = p.clone();
    exact.add_phase(&Angle::radians(-0.2));
    check(Answer::Equivalent, &rz, &exact, Relation::Operator);
    check(Answer::Equivalent, &rz, &p, Relation::Instrument);
    // Under a control the phase is no longer global.
    let under = |gate| {
        let i = Instruction::gate(gate, [Angle::radians(0.4)]).controlled(&[false]);
        circuit(2, 0, [Operation::new(i, [Wire::qubit(1), Wire::qubit(0)])])
    };
    check(
        Answer::Different,
        &under(Gate::Rz),
        &under(Gate::P),
        Relation::Operator,
    );
}

#[test]
fn a_small_rotation_is_seen_and_measured() {
    let a = circuit(3, 0, [g(Gate::Ccx, &[], &[0, 1, 2])]);
    let mut b = a.clone();
    b.push(g(Gate::Crx, &[2e-6], &[2, 0]));
    let v = verdict(&a, &b, Relation::Layout);
    assert_eq!(Answer::Different, v.answer);
    // |1 - exp(-i 1e-6 X)| on the columns where the control fires.
    assert!((v.error.unwrap() - 1e-6).abs() < 1e-10, "{v:?}");
    assert!(v.witness.is_some());
}

#[test]
fn a_layout_is_a_direction() {
    // The state of q0 goes to q1, of q1 to q2, of q2 to q0.
    let swaps = circuit(
        3,
        0,
        [g(Gate::Swap, &[], &[0, 1]), g(Gate::Swap, &[], &[0, 2])],
    );
    let mut plain = circuit(3, 0, []);
    let layout = |last: [u32; 3]| {
        Some(Layout {
            initial: vec![0, 1, 2],
            last: last.to_vec(),
        })
    };
    // Nothing moved, so the program's qubits 0, 1, 2 end elsewhere than they began in the swapped circuit.
    check(Answer::Different, &swaps, &plain, Relation::Layout);
    let mut elided = swaps.clone();
    elided.layout = layout([1, 2, 0]);
    check(Answer::Equivalent, &elided, &plain, Relation::Layout);
    elided.layout = layout([2, 0, 1]);
    check(Answer::Different, &elided, &plain, Relation::Layout);
    plain.layout = layout([1, 2, 0]);
    check(Answer::Different, &swaps, &plain, Relation::Layout);
    plain.layout = layout([2, 0, 1]);
    check(Answer::Equivalent, &swaps, &plain, Relation::Layout);
    check(Answer::Different, &swaps, &plain, Relation::Operator);
}

#[test]
fn ancillas_must_come_back_clean() {
    let c3x = circuit(4, 0, [g(Gate::C3x, &[], &[0, 1, 2, 3])]);
    let compute = g(Gate::Ccx, &[], &[0, 1, 4]);
    let clean = circuit(
        5,
        0,
        [
            compute.clone(),
            g(Gate::Ccx, &[], &[4, 2, 3]),
            compute.clone(),
        ],
    );
    check(Answer::Equivalent, &c3x, &clean, Relation::Layout);
    let dirty = circuit(5, 0, [compute, g(Gate::Ccx, &[], &[4, 2, 3])]);
    check(Answer::Different, &c3x, &dirty, Relation::Layout);
    check(Answer::Equivalent, &c3x, &dirty, Relation::FromZero);
    check(Answer::Different, &c3x, &clean, Relation::Operator);
}

#[test]
fn idle_wires_cost_nothing() {
    let mut wide = circuit(127, 0, [g(Gate::Cz, &[], &[100, 30])]);
    wide.layout = Some(Layout {
        initial: vec![30, 7, 100],
        last: vec![30, 7, 100],
    });
    let narrow = circuit(3, 0, [g(Gate::Cz, &[], &[0, 2])]);
    check(Answer::Equivalent, &wide, &narrow, Relation::Layout);
    wide.push(g(Gate::Z, &[], &[7]));
    check(Answer::Different, &wide, &narrow, Relation::Layout);
}

#[test]
fn measuring_defers_to_a_control() {
    let measured_first = {
        let x = circuit(2, 1, [g(Gate::X, &[], &[1])]);
        circuit(2, 1, [measure(0, 0), when(Condition::Bit(0), x, None)])
    };
    let measured_last = circuit(2, 1, [g(Gate::Cx, &[], &[0, 1]), measure(0, 0)]);
    check(
        Answer::Equivalent,
        &measured_first,
        &measured_last,
        Relation::Instrument,
    );
    let wrong_value = {
        let x = circuit(2, 1, [g(Gate::X, &[], &[1])]);
        let not = Condition::Not(Box::new(Condition::Bit(0)));
        circuit(2, 1, [measure(0, 0), when(not, x, None)])
    };
    check(
        Answer::Different,
        &wrong_value,
        &measured_last,
        Relation::Instrument,
    );
    check(
        Answer::Equivalent,
        &wrong_value,
        &measured_last,
        Relation::Outcomes,
    );
}

#[test]
fn a_diagonal_before_a_measurement() {
    let with = circuit(
        2,
        2,
        [g(Gate::Cz, &[], &[0, 1]), measure(0, 0), measure(1, 1)],
    );
    let without = circuit(2, 2, [measure(0, 0), measure(1, 1)]);
    check(Answer::Equivalent, &with, &without, Relation::Instrument);
    let half = |cz: bool| {
        let first = cz.then(|| g(Gate::Cz, &[], &[0, 1]));
        circuit(2, 2, first.into_iter().chain([measure(0, 0)]))
    };
    check(
        Answer::Different,
        &half(true),
        &half(false),
        Relation::Instrument,
    );
    check(
        Answer::Equivalent,
        &half(true),
        &half(false),
        Relation::Outcomes,
    );
}

#[test]
fn resets_and_their_order() {
    let twice = circuit(1, 0, [g(Gate::H, &[], &[0]), reset(0)]);
    let once = circuit(1, 0, [reset(0)]);
    check(Answer::Equivalent, &twice, &once, Relation::Instrument);
    let after = circuit(1, 0, [reset(0), g(Gate::H, &[], &[0])]);
    check(Answer::Different, &after, &once, Relation::Instrument);
    let measured = {
        let x = circuit(1, 1, [g(Gate::X, &[], &[0])]);
        circuit(1, 1, [measure(0, 0), when(Condition::Bit(0), x, None)])
    };
    // The same state, but the record tells more.
    check(Answer::Different, &measured, &once, Relation::Instrument);
}

#[test]
fn the_last_writer_of_a_bit_wins() {
    let a = circuit(2, 1, [measure(0, 0), measure(1, 0)]);
    let b = circuit(2, 1, [measure(1, 0), measure(0, 0)]);
    check(Answer::Different, &a, &b, Relation::Outcomes);
    check(Answer::Equivalent, &a, &a, Relation::Instrument);
}

#[test]
fn repeat_until_success_is_summed_to_its_end() {
    // while not c { reset; h; measure } leaves |1> and c = 1.
    let body = circuit(1, 1, [reset(0), g(Gate::H, &[], &[0]), measure(0, 0)]);
    let payload = Payload::While {
        condition: Condition::Not(Box::new(Condition::Bit(0))),
        body: Block::body(body),
    };
    let wires = [Wire::qubit(0), Wire::bit(0)];
    let a = circuit(
        1,
        1,
        [Operation::new(
            Instruction::with(Kind::While, payload),
            wires,
        )],
    );
    let b = circuit(1, 1, [reset(0), g(Gate::X, &[], &[0]), measure(0, 0)]);
    check(Answer::Equivalent, &a, &b, Relation::Instrument);
    let endless = Payload::While {
        condition: Condition::Constant(true),
        body: Block::body(circuit(1, 1, [g(Gate::H, &[], &[0])])),
    };
    let c = circuit(
        1,
        1,
        [Operation::new(
            Instruction::with(Kind::While, endless),
            wires,
        )],
    );
    let options = Options {
        work: 1e5,
        ..Options::default()
    };
    assert_eq!(Answer::Undecided, judge(&c, &b, &options).answer);
}

#[test]
fn loops_bind_their_variable_and_break() {
    let k = Symbol::named("k");
    let body = circuit(
        1,
        0,
        [Operation::gate(Gate::Rx, [Angle::symbol(k.clone())], &[0])],
    );
    let looped = |values: Vec<i64>, body: Circuit| {
        let payload = Payload::For {
            variable: Some(k.clone()),
            values,
            body: Block::body(body),
        };
        let i = Instruction::with(Kind::For, payload);
        circuit(1, 0, [Operation::new(i, [Wire::qubit(0)])])
    };
    let a = looped(vec![1, 2, 3], body.clone());
    let b = circuit(1, 0, [g(Gate::Rx, &[6.0], &[0])]);
    check(Answer::Equivalent, &a, &b, Relation::Operator);
    let mut broken = body;
    broken.push(Operation::new(Instruction::bare(Kind::Break), []));
    let c = circuit(1, 0, [g(Gate::Rx, &[1.0], &[0])]);
    let once = looped(vec![1, 2, 3], broken);
    check(Answer::Equivalent, &once, &c, Relation::Instrument);
    check(Answer::Different, &a, &c, Relation::Operator);
}

#[test]
fn a_switch_takes_one_case() {
    let case = |gate: Gate| Block::body(circuit(2, 1, [g(gate, &[], &[1])]));
    let payload = Payload::Switch {
        bits: vec![0],
        cases: vec![(vec![0], case(Gate::X)), (vec![0, 1], case(Gate::Z))],
        default: Some(case(Gate::H)),
    };
    let wires = [Wire::qubit(0), Wire::qubit(1), Wire::bit(0)];
    let switch = Operation::new(Instruction::with(Kind::Switch, payload), wires);
    let a = circuit(2, 1, [measure(0, 0), switch]);
    let b = circuit(
        2,
        1,
        [
            measure(0, 0),
            when(
                Condition::Bit(0),
                circuit(2, 1, [g(Gate::Z, &[], &[1])]),
                Some(circuit(2, 1, [g(Gate::X, &[], &[1])])),
            ),
        ],
    );
    check(Answer::Equivalent, &a, &b, Relation::Instrument);
}

#[test]
fn unbound_parameters_are_compared_as_functions() {
    let theta = || Angle::symbol(Symbol::named("theta"));
    let a = circuit(
        1,
        0,
        [
            Operation::gate(Gate::Rz, [theta()], &[0]),
            Operation::gate(Gate::Rz, [theta()], &[0]),
        ],
    );
    let b = circuit(1, 0, [Operation::gate(Gate::Rz, [theta().double()], &[0])]);
    check(Answer::Equivalent, &a, &b, Relation::Operator);
    let c = circuit(1, 0, [Operation::gate(Gate::Rz, [theta()], &[0])]);
    check(Answer::Different, &a, &c, Relation::Operator);
}

#[test]
fn calls_see_only_their_own_parameters() {
    let t = Symbol::named("t");
    let mut body = circuit(
        2,
        0,
        [Operation::gate(Gate::Ry, [Angle::symbol(t.clone())], &[1])],
    );
    body.phase = Angle::symbol(t.clone());
    let definition = Definition {
        name: Arc::from("mine"),
        params: vec![t],
        qubits: vec![Arc::from("a"), Arc::from("b")],
        body: Some(body),
    };
    let payload = Payload::Call {
        definition: Arc::new(definition),
        params: vec![Angle::radians(0.25)],
    };
    let call = Instruction::with(Kind::Call, payload);
    let wires = [Wire::qubit(1), Wire::qubit(0)];
    let a = circuit(2, 0, [Operation::new(call.clone(), wires)]);
    let mut b = circuit(2, 0, [g(Gate::Ry, &[0.25], &[0])]);
    b.add_phase(&Angle::radians(0.25));
    check(Answer::Equivalent, &a, &b, Relation::Operator);
    // Under a control its phase is felt.
    let under = Operation::new(
        call.controlled(&[true]),
        [Wire::qubit(2), Wire::qubit(1), Wire::qubit(0)],
    );
    let c = circuit(3, 0, [under]);
    let d = circuit(
        3,
        0,
        [g(Gate::Cry, &[0.25], &[2, 0]), g(Gate::P, &[0.25], &[2])],
    );
    check(Answer::Equivalent, &c, &d, Relation::Operator);
}

#[test]
fn payload_kinds_mean_what_they_say() {
    let permutation = Payload::Permutation {
        image: vec![1, 2, 0],
    };
    let wires = || (0..3).map(Wire::qubit);
    let a = circuit(
        3,
        0,
        [Operation::new(
            Instruction::with(Kind::Permutation, permutation),
            wires(),
        )],
    );
    let b = circuit(
        3,
        0,
        [g(Gate::Swap, &[], &[0, 1]), g(Gate::Swap, &[], &[0, 2])],
    );
    check(Answer::Equivalent, &a, &b, Relation::Operator);

    let evolution = Payload::PauliEvolution {
        strings: vec![
            ("XIX".to_string(), Angle::radians(0.5)),
            ("IZI".to_string(), Angle::radians(-0.25)),
        ],
        time: Angle::radians(0.6),
    };
    let a = circuit(
        3,
        0,
        [Operation::new(
            Instruction::with(Kind::PauliEvolution, evolution),
            wires(),
        )],
    );
    let b = circuit(
        3,
        0,
        [g(Gate::Rz, &[-0.3], &[1]), g(Gate::Rxx, &[0.6], &[2, 0])],
    );
    check(Answer::Equivalent, &a, &b, Relation::Operator);

    let diagonal = Payload::Diagonal {
        phases: vec![0.0, 0.0, 0.0, 0.7],
    };
    let a = circuit(
        2,
        0,
        [Operation::new(
            Instruction::with(Kind::Diagonal, diagonal),
            (0..2).map(Wire::qubit),
        )],
    );
    let b = circuit(2, 0, [g(Gate::Cp, &[0.7], &[1, 0])]);
    check(Answer::Equivalent, &a, &b, Relation::Operator);

    let multiplexer = Payload::Multiplexer {
        selects: 1,
        cases: vec![
            Instruction::gate(Gate::Ry, [Angle::radians(0.2)]),
            Instruction::gate(Gate::X, []),
        ],
    };
    let a = circuit(
        2,
        0,
        [Operation::new(
            Instruction::with(Kind::Multiplexer, multiplexer),
            [Wire::qubit(1), Wire::qubit(0)],
        )],
    );
    let b = circuit(
        2,
        0,
        [
            g(Gate::Ry, &[0.2], &[0]),
            g(Gate::Cry, &[-0.2], &[1, 0]),
            g(Gate::Cx, &[], &[1, 0]),
        ],
    );
    check(Answer::Equivalent, &a, &b, Relation::Operator);
}

#[test]
fn the_unknown_is_equal_only_to_itself() {
    let definition = Definition {
        name: Arc::from("black"),
        params: vec![],
        qubits: vec![Arc::from("a")],
        body: None,
    };
    let payload = Payload::Call {
        definition: Arc::new(definition),
        params: vec![],
    };
    let box_ = Operation::new(Instruction::with(Kind::Opaque, payload), [Wire::qubit(0)]);
    let a = circuit(1, 0, [box_.clone()]);
    let b = circuit(1, 0, [box_.clone(), box_]);
    check(Answer::Equivalent, &a, &a, Relation::Layout);
    check(Answer::Undecided, &a, &b, Relation::Layout);
}

/// A random Clifford circuit and another spelling of it.
fn clifford_pair(n: u32, length: u32) -> (Circuit, Circuit) {
    let (mut a, mut b) = (circuit(n, 0, []), circuit(n, 0, []));
    let mut state = 7u32;
    let mut next = |bound: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % bound
    };
    for _ in 0..length {
        let (p, q) = (next(n), next(n - 1));
        let q = if q >= p { q + 1 } else { q };
        match next(4) {
            0 => {
                a.push(g(Gate::S, &[], &[p]));
                b.push(g(Gate::P, &[std::f64::consts::FRAC_PI_2], &[p]));
            }
            1 => {
                a.push(g(Gate::H, &[], &[p]));
                b.push(g(Gate::U2, &[0.0, std::f64::consts::PI], &[p]));
            }
            2 => {
                a.push(g(Gate::Cz, &[], &[p, q]));
                b.push(g(Gate::H, &[], &[p]));
                b.push(g(Gate::Cx, &[], &[q, p]));
                b.push(g(Gate::H, &[], &[p]));
            }
            _ => {
                a.push(g(Gate::Iswap, &[], &[p, q]));
                b.push(g(Gate::Swap, &[], &[p, q]));
                b.push(g(Gate::Cz, &[], &[p, q]));
                b.push(g(Gate::S, &[], &[p]));
                b.push(g(Gate::S, &[], &[q]));
            }
        }
    }
    (a, b)
}

#[test]
fn clifford_circuits_of_any_width() {
    let (a, b) = clifford_pair(200, 3000);
    let v = verdict(&a, &b, Relation::Instrument);
    assert_eq!((Answer::Equivalent, "tableau"), (v.answer, v.method));
    // Too wide to hold a state, so the phase stays open, and that is what is said.
    check(Answer::UpToPhase, &a, &b, Relation::Layout);
    for (gate, qubits) in [
        (Gate::Z, vec![17]),
        (Gate::Cz, vec![3, 180]),
        (Gate::Swap, vec![5, 6]),
    ] {
        let mut wrong = b.clone();
        wrong.push(g(gate, &[], &qubits));
        check(Answer::Different, &a, &wrong, Relation::Layout);
    }
}

#[test]
fn the_tableau_agrees_with_the_matrices() {
    for n in 2..6 {
        let (a, mut b) = clifford_pair(n, 60);
        for extra in [None, Some(Gate::S), Some(Gate::X)] {
            if let Some(gate) = extra {
                b.push(g(gate, &[], &[n - 1]));
            }
            let by = |method| {
                let options = Options {
                    method: Some(method),
                    ..Options::default()
                };
                let v = judge(&a, &b, &options);
                assert_eq!(method.name(), v.method);
                v.answer
            };
            assert_eq!(by(Method::Dense), by(Method::Tableau));
        }
    }
}

#[test]
fn what_is_common_is_cancelled() {
    let (mut a, _) = clifford_pair(60, 500);
    let mut b = a.clone();
    // Beyond Clifford, and 60 qubits wide: only what differs is looked at.
    a.push(g(Gate::Rz, &[0.3], &[50]));
    a.push(g(Gate::Rz, &[0.4], &[50]));
    b.push(g(Gate::Rz, &[0.7], &[50]));
    for c in [&mut a, &mut b] {
        c.push(g(Gate::T, &[], &[50]));
        c.push(g(Gate::Ccx, &[], &[3, 50, 51]));
    }
    let v = verdict(&a, &b, Relation::Layout);
    assert_eq!((Answer::Equivalent, "dense"), (v.answer, v.method));
    let v = verdict(&a, &a.clone(), Relation::Layout);
    assert_eq!((Answer::Equivalent, "structure"), (v.answer, v.method));
    b.push(g(Gate::T, &[], &[50]));
    let v = verdict(&a, &b, Relation::Layout);
    assert_eq!(Answer::Different, v.answer);
}

#[test]
fn sparse_columns_agree_with_dense_ones() {
    let ladder = |n: u32| {
        let steps = (0..n - 2).map(|q| g(Gate::Ccx, &[], &[q, q + 1, q + 2]));
        circuit(n, 0, steps)
    };
    // Each Toffoli spelt with a Hadamard on its target.
    let spelt = |n: u32| {
        let steps = (0..n - 2).flat_map(|q| {
            let h = g(Gate::H, &[], &[q + 2]);
            [h.clone(), g(Gate::Ccz, &[], &[q, q + 1, q + 2]), h]
        });
        circuit(n, 0, steps)
    };
    for n in [5, 10, 14] {
        let (a, mut b) = (ladder(n), spelt(n));
        for (expected, extra) in [
            (Answer::Equivalent, None),
            (
                Answer::UpToPhase,
                Some(g(Gate::Rz, &[2.0 * std::f64::consts::PI], &[0])),
            ),
            (Answer::Different, Some(g(Gate::Cp, &[1e-6], &[0, 1]))),
        ] {
            extra.into_iter().for_each(|o| {
                b.push(o);
            });
            for method in [Method::Sparse, Method::Dense] {
                if method == Method::Dense && n > 10 {
                    continue;
                }
                let options = Options {
                    method: Some(method),
                    ..Options::default()
                };
                let v = judge(&a, &b, &options);
                assert_eq!((expected, method.name()), (v.answer, v.method), "{v:?}");
            }
        }
    }
}

#[test]
fn random_inputs_refute_and_never_prove() {
    let n = 14;
    let mut a = circuit(n, 0, (0..n).map(|q| g(Gate::H, &[], &[q])));
    for q in 0..n - 1 {
        a.push(g(Gate::Cp, &[0.1 + f64::from(q)], &[q, q + 1]));
        a.push(g(Gate::Rx, &[0.2], &[q]));
    }
    let other_order = |c: &Circuit| {
        let mut d = circuit(n, 0, (0..n).map(|q| g(Gate::H, &[], &[q])));
        for op in c.iter().skip(n as usize) {
            d.push(c.operation(op));
        }
        for q in (0..n).rev() {
            d.push(g(Gate::Rz, &[0.5], &[q]));
            d.push(g(Gate::Rz, &[-0.5], &[q]));
        }
        d
    };
    let b = other_order(&a);
    let options = Options {
        operator_qubits: 4,
        method: Some(Method::Stimuli),
        ..Options::default()
    };
    let v = judge(&a, &b, &options);
    assert_eq!(Answer::Undecided, v.answer, "{v:?}");
    let mut wrong = b.clone();
    wrong.push(g(Gate::Ry, &[0.01], &[n - 1]));
    let v = judge(&a, &wrong, &options);
    assert_eq!((Answer::Different, "stimuli"), (v.answer, v.method));
    assert!(v.witness.unwrap().contains("|"));
}

#[test]
fn ten_qubits_in_full() {
    let ladder = |c: &mut Circuit, angle: f64| {
        for q in 0..10 {
            c.push(g(Gate::H, &[], &[q]));
        }
        for q in 0..9 {
            c.push(g(Gate::Cx, &[], &[q, q + 1]));
            c.push(g(Gate::Rz, &[angle], &[q + 1]));
            c.push(g(Gate::Cx, &[], &[q, q + 1]));
        }
    };
    let mut a = circuit(10, 0, []);
    ladder(&mut a, 0.1);
    let mut b = circuit(10, 0, (0..10).map(|q| g(Gate::H, &[], &[q])));
    for q in 0..9 {
        b.push(g(Gate::Rzz, &[0.1], &[q + 1, q]));
    }
    check(Answer::Equivalent, &a, &b, Relation::Operator);
    b.push(g(Gate::Rzz, &[1e-6], &[0, 9]));
    check(Answer::Different, &a, &b, Relation::Operator);
}

#[test]
fn measurements_at_the_end_do_not_hinder_wide_circuits() {
    let measured = |middle: &[Operation], crossed: bool| {
        let mut c = circuit(9, 9, (0..9).map(|q| g(Gate::H, &[], &[q])));
        middle.iter().for_each(|o| {
            c.push(o.clone());
        });
        for q in 0..9 {
            let bit = if crossed { 8 - q } else { q };
            let wires = [Wire::qubit(q), Wire::bit(bit)];
            c.push(Operation::new(Instruction::bare(Kind::Measure), wires));
        }
        c
    };
    let a = measured(&[g(Gate::Rzz, &[0.3], &[0, 8])], false);
    let b = measured(
        &[
            g(Gate::Cx, &[], &[0, 8]),
            g(Gate::Rz, &[0.3], &[8]),
            g(Gate::Cx, &[], &[0, 8]),
        ],
        false,
    );
    check(Answer::Equivalent, &a, &b, Relation::Instrument);
    let options = Options {
        relation: Some(Relation::Instrument),
        ..Options::default()
    };
    // Other bits, or another gate: this way must not call them the same.
    let crossed = measured(&[g(Gate::Rzz, &[0.3], &[0, 8])], true);
    assert_ne!(Answer::Equivalent, judge(&a, &crossed, &options).answer);
    let wrong = measured(&[g(Gate::Rxx, &[0.3], &[0, 8])], false);
    assert_ne!(Answer::Equivalent, judge(&a, &wrong, &options).answer);
    let ry = measured(&[g(Gate::Ry, &[0.3], &[4])], false);
    assert_ne!(Answer::Equivalent, judge(&a, &ry, &options).answer);
}

#[test]
fn a_small_diagonal_before_a_measurement_is_no_error() {
    let told = |diagonal: f64, tilt: f64| {
        let gates = [
            g(Gate::H, &[], &[0]),
            g(Gate::Rz, &[diagonal], &[0]),
            g(Gate::Rx, &[tilt], &[0]),
            measure(0, 0),
        ];
        circuit(1, 1, gates)
    };
    let plain = told(0.0, 0.0);
    let diagonal = verdict(&plain, &told(2e-9, 0.0), Relation::Instrument);
    assert_eq!(Answer::Equivalent, diagonal.answer);
    assert!(diagonal.error.unwrap() < 1e-12, "{diagonal:?}");
    // What does change the record is still told of.
    let tilted = verdict(&told(0.4, 0.0), &told(0.4, 2e-9), Relation::Instrument);
    assert_eq!(Answer::Equivalent, tilted.answer);
    assert!(tilted.error.unwrap() > 1e-10, "{tilted:?}");
}
