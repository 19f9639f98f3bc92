// SPDX-License-Identifier: Apache-2.0
use std::sync::Arc;

use super::*;
use crate::circuit::operation::Duration;
use crate::circuit::{Block, Condition, Instruction, Kind, Operation, Payload};
use crate::passes::testing::{circuit, Random};
use crate::target::{Calibration, GateFacts, QubitFacts};
use crate::{Circuit, Gate, GateSet, Symbol, Target, Wire};

const NATIVE: [Gate; 4] = [Gate::Cz, Gate::Rz, Gate::Sx, Gate::X];

fn facts(error: f64, duration_ns: f64) -> GateFacts {
    GateFacts {
        error: Some(error),
        duration_ns: Some(duration_ns),
    }
}

/// A line of three: pulses take 30, 40 and 50 ns, a cz 100 or 200 ns, a measurement 1000 ns, a reset 500 ns.
fn line() -> Target {
    let mut known = Calibration::default();
    for q in 0..3 {
        let length = 30.0 + 10.0 * f64::from(q);
        known.gates.insert((Gate::Rz, [q, q]), facts(0.0, 0.0));
        known.gates.insert((Gate::Sx, [q, q]), facts(0.001, length));
        known.gates.insert((Gate::X, [q, q]), facts(0.002, length));
        known.qubits.push(QubitFacts {
            t1_ns: Some(100_000.0),
            t2_ns: Some(50_000.0),
            readout_error: Some(0.02),
            measure_ns: Some(1000.0),
            reset_ns: Some(500.0),
        });
    }
    known.gates.insert((Gate::Cz, [0, 1]), facts(0.01, 100.0));
    known.gates.insert((Gate::Cz, [2, 1]), facts(0.03, 200.0));
    let cz = GateSet::of(&[Gate::Cz]);
    Target {
        qubits: Some(3),
        pairs: Some([((0, 1), cz), ((1, 2), cz)].into_iter().collect()),
        calibration: Some(Arc::new(known)),
        ..Target::all_to_all(GateSet::of(&NATIVE))
    }
}

fn with(target: &Target, change: impl FnOnce(&mut Calibration)) -> Target {
    let mut known = target.calibration.as_deref().cloned().expect("known");
    change(&mut known);
    Target {
        calibration: Some(Arc::new(known)),
        ..target.clone()
    }
}

fn with_bits(mut c: Circuit, bits: u32) -> Circuit {
    (0..bits).for_each(|_| {
        c.add_bit();
    });
    c
}

fn bare(kind: Kind, qubits: &[u32], bits: &[u32]) -> Operation {
    let qubits = qubits.iter().map(|&q| Wire::qubit(q));
    let bits = bits.iter().map(|&b| Wire::bit(b));
    Operation::new(Instruction::bare(kind), qubits.chain(bits))
}

fn delay(duration: Duration, qubit: u32) -> Operation {
    let instruction = Instruction::with(Kind::Delay, Payload::Delay { duration });
    Operation::new(instruction, [Wire::qubit(qubit)])
}

fn branch(condition: u32, then: Circuit, otherwise: Option<Circuit>) -> Operation {
    let (qubits, bits) = (then.num_qubits() as u32, then.num_bits() as u32);
    let payload = Payload::If {
        condition: Condition::Bit(condition),
        then: Block::body(then),
        otherwise: otherwise.map(Block::body),
    };
    let wires = (0..qubits).map(Wire::qubit).chain((0..bits).map(Wire::bit));
    Operation::new(Instruction::with(Kind::If, payload), wires)
}

fn repeat(rounds: i64, body: Circuit) -> Operation {
    let wires: Vec<Wire> = (0..body.num_qubits() as u32).map(Wire::qubit).collect();
    let payload = Payload::For {
        variable: None,
        values: (0..rounds).collect(),
        body: Block::body(body),
    };
    Operation::new(Instruction::with(Kind::For, payload), wires)
}

fn duration(c: &Circuit, target: &Target) -> Option<f64> {
    estimate(c, target).duration_ns
}

fn decay(idle: f64) -> f64 {
    (3.0 + (-idle / 100_000.0).exp() + 2.0 * (-idle / 50_000.0).exp()) / 6.0
}

fn same(expected: f64, found: Option<f64>) {
    let found = found.expect("an estimate");
    assert!((expected - found).abs() < 1e-12, "{expected} {found}");
}

#[test]
fn duration_is_the_longest_path() {
    let target = line();
    assert_eq!(Some(0.0), duration(&circuit(3, ""), &target));
    assert_eq!(
        Some(30.0),
        duration(&circuit(3, "sx 0; rz(1/2) 0"), &target)
    );
    let chain = "sx 0; cz 0 1; cz 1 2; sx 2; x 0; x 0";
    assert_eq!(
        Some(30.0 + 100.0 + 200.0 + 50.0),
        duration(&circuit(3, chain), &target)
    );
    let barrier = "sx 0; barrier 0 2; x 2";
    assert_eq!(Some(80.0), duration(&circuit(3, barrier), &target));
}

#[test]
fn fidelity_is_the_product_with_idle_decay() {
    let target = line();
    same(1.0, estimate(&circuit(3, ""), &target).fidelity);
    let c = circuit(3, "sx 0; sx 1; cz 0 1; cz 1 2; x 0");
    // Qubit 0 waits 10 ns for qubit 1; after its x nobody asks.
    let right = 0.999 * 0.999 * 0.99 * 0.97 * 0.998;
    same(right * decay(10.0), estimate(&c, &target).fidelity);
    let waits = circuit(3, "sx 0; sx 1; cz 0 1; cz 1 2; cz 0 1");
    let right = 0.999 * 0.999 * 0.99 * 0.97 * 0.99;
    same(right * decay(210.0), estimate(&waits, &target).fidelity);
}

#[test]
fn a_measurement_takes_its_figures_from_the_qubit() {
    let mut c = with_bits(circuit(3, "x 0"), 1);
    c.push(bare(Kind::Measure, &[0], &[0]));
    let found = estimate(&c, &line());
    assert_eq!(Some(1030.0), found.duration_ns);
    same(0.998 * 0.98, found.fidelity);
}

#[test]
fn what_is_unknown_is_not_guessed() {
    let c = circuit(3, "sx 0; cz 0 1");
    let unknown = with(&line(), |known| {
        known.gates.remove(&(Gate::Sx, [0, 0]));
    });
    let found = estimate(&c, &unknown);
    assert_eq!((None, 1), (found.duration_ns, found.unknown_errors));
    same(0.99, found.fidelity);
    let nothing = with(&unknown, |known| {
        known.gates.clear();
        known.qubits.clear();
    });
    let expected = Estimate {
        unknown_errors: 2,
        ..Estimate::default()
    };
    assert_eq!(expected, estimate(&c, &nothing));
    let ideal = Target::all_to_all(GateSet::of(&NATIVE));
    assert_eq!(Estimate::default(), estimate(&c, &ideal));
}

#[test]
fn lifetimes_that_are_unknown_do_not_decay() {
    let c = circuit(3, "sx 0; sx 0; cz 0 1; cz 1 2; cz 0 1");
    let right = 0.999f64.powi(2) * 0.99 * 0.97 * 0.99;
    let lifetimes = |t1: Option<f64>, t2: Option<f64>| {
        let target = with(&line(), |known| {
            known
                .qubits
                .iter_mut()
                .for_each(|q| (q.t1_ns, q.t2_ns) = (t1, t2));
        });
        estimate(&c, &target).fidelity.expect("known") / right
    };
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(1.0, lifetimes(None, None));
    let (loss, phase) = ((-200.0f64 / 1e5).exp(), (-200.0f64 / 5e4).exp());
    close(
        (3.0 + loss + 2.0 * phase) / 6.0,
        lifetimes(Some(1e5), Some(5e4)),
    );
    close((4.0 + 2.0 * phase) / 6.0, lifetimes(None, Some(5e4)));
    close(
        (3.0 + loss + 2.0 * loss.sqrt()) / 6.0,
        lifetimes(Some(1e5), None),
    );
}

#[test]
fn a_gate_that_never_works_makes_it_zero() {
    let broken = with(&line(), |known| {
        known.gates.insert((Gate::X, [0, 0]), facts(1.0, 30.0));
    });
    assert_eq!(
        Some(0.0),
        estimate(&circuit(3, "x 0; sx 1"), &broken).fidelity
    );
    let mut never = circuit(3, "sx 1");
    never.push(repeat(0, circuit(1, "x 0")));
    same(0.999, estimate(&never, &broken).fidelity);
}

#[test]
fn what_does_not_run_there_has_no_figures() {
    let target = line();
    for (qubits, text) in [(3, "h 0"), (3, "cz 0 2"), (3, "ccx 0 1 2"), (4, "x 0")] {
        assert_eq!(
            Estimate::default(),
            estimate(&circuit(qubits, text), &target),
            "{text}"
        );
    }
    // Either direction of a symmetric gate.
    assert_eq!(Some(200.0), duration(&circuit(3, "cz 1 2"), &target));
    assert_eq!(Some(200.0), duration(&circuit(3, "cz 2 1"), &target));
}

#[test]
fn delays_count_as_waiting() {
    let mut c = circuit(3, "x 0");
    c.push(delay(Duration::Nanoseconds(500.0), 0));
    c.push(Operation::gate(Gate::X, [], &[0]));
    c.push(delay(Duration::Nanoseconds(90.0), 0));
    let found = estimate(&c, &line());
    assert_eq!(Some(650.0), found.duration_ns);
    same(0.998 * 0.998 * decay(500.0), found.fidelity);
    c.push(delay(Duration::Steps(7), 0));
    assert_eq!(None, duration(&c, &line()));
    let mut symbolic = Circuit::new(1, 0);
    symbolic.push(delay(
        Duration::Symbolic(crate::Angle::symbol(Symbol::named("t"))),
        0,
    ));
    assert_eq!(None, duration(&symbolic, &line()));
}

#[test]
fn a_branch_counts_as_the_longer_and_the_worse() {
    let mut c = with_bits(circuit(3, ""), 1);
    c.push(bare(Kind::Measure, &[2], &[0]));
    let then = with_bits(circuit(2, "x 0; x 1; x 0"), 1);
    let otherwise = with_bits(circuit(2, "cz 0 1"), 1);
    c.push(branch(0, then, Some(otherwise)));
    let found = estimate(&c, &line());
    assert_eq!(Some(1100.0), found.duration_ns);
    same(0.98 * 0.99, found.fidelity);
}

#[test]
fn waiting_inside_a_branch_counts() {
    let mut c = with_bits(circuit(3, "sx 0; sx 0; sx 1"), 1);
    let then = with_bits(circuit(2, "x 0; x 0; x 1"), 1);
    c.push(branch(0, then, None));
    let found = estimate(&c, &line());
    assert_eq!(Some(120.0), found.duration_ns);
    // Qubit 1 waits 20 ns before the branch and 20 ns in it.
    same(
        0.999f64.powi(3) * 0.998f64.powi(3) * decay(40.0),
        found.fidelity,
    );
}

#[test]
fn loops_count_their_rounds() {
    let mut c = circuit(3, "sx 0");
    c.push(repeat(4, circuit(2, "sx 0; cz 0 1")));
    let found = estimate(&c, &line());
    assert_eq!(Some(30.0 + 4.0 * 130.0), found.duration_ns);
    // Qubit 1 waits for the pulse on qubit 0 in each round.
    same(
        0.999f64.powi(5) * 0.99f64.powi(4) * decay(120.0),
        found.fidelity,
    );
}

#[test]
fn readers_of_a_bit_do_not_wait_for_each_other() {
    let mut c = Circuit::new(3, 1);
    c.push(bare(Kind::Measure, &[2], &[0]));
    for q in [0, 1] {
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then: Block::body(with_bits(circuit(1, "x 0"), 1)),
            otherwise: None,
        };
        let wires = [Wire::qubit(q), Wire::bit(0)];
        c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
    }
    assert_eq!(Some(1040.0), duration(&c, &line()));
    // A write waits for the readers.
    c.push(bare(Kind::Measure, &[2], &[0]));
    assert_eq!(Some(2040.0), duration(&c, &line()));
}

#[test]
fn asap_and_alap_are_as_long_and_keep_the_order() {
    let mut random = Random::new(5);
    let wires: Vec<u32> = (0..3).collect();
    let target = with(&line(), |known| {
        known.gates.insert((Gate::Cz, [0, 2]), facts(0.0, 77.7));
    });
    for _ in 0..200 {
        let mut c = with_bits(random.circuit(&NATIVE, 3, 20), 2);
        for _ in 0..random.below(4) {
            let (q, b) = (random.below(3) as u32, random.below(2) as u32);
            c.push(bare(Kind::Measure, &[q], &[b]));
        }
        let lengths = lengths(&c, &target, &wires, Clock::FINE).expect("all known");
        let soon = starts(&c, &lengths, ScheduleKind::Asap);
        let late = starts(&c, &lengths, ScheduleKind::Alap);
        let total = end(&c, &lengths, &soon);
        assert_eq!(total, end(&c, &lengths, &late));
        for op in c.iter() {
            assert!(0 <= soon[op.index()] && soon[op.index()] <= late[op.index()]);
            let next = c
                .wires(op)
                .iter()
                .enumerate()
                .filter_map(|(i, _)| c.next_on(op, i).some());
            let ends = late[op.index()] + lengths[op.index()];
            for after in next {
                assert!(ends <= late[after.index()]);
                assert!(soon[op.index()] + lengths[op.index()] <= soon[after.index()]);
            }
            // As late as can be: something it orders starts when it ends.
            let tight = c.wires(op).iter().enumerate().any(|(i, _)| {
                let after = c.next_on(op, i).some();
                after.is_some_and(|after| late[after.index()] == ends)
            });
            assert!(tight || ends == total);
        }
    }
}

#[test]
fn the_first_untimed_operation_is_named() {
    let c = circuit(3, "x 0; h 2");
    let wires = [0, 1, 2];
    let untimed = lengths(&c, &line(), &wires, Clock::FINE).expect_err("h is not native");
    assert_eq!(("h", &[2][..]), (&*untimed.name, &untimed.qubits[..]));
}
