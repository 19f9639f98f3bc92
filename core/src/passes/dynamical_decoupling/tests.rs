// SPDX-License-Identifier: Apache-2.0
use std::f64::consts::FRAC_PI_2;
use std::sync::Arc;

use num_complex::Complex64;

use super::pulses::spellings;
use super::*;
use crate::circuit::operation::Duration;
use crate::circuit::{Instruction, Payload};
use crate::passes::testing::{circuit, column, device, distance, Random};
use crate::passes::{schedule, Schedule};
use crate::timing::{estimate, usage};
use crate::{Gate, GateSet};

const XX: Decoupling = Decoupling {
    sequence: Sequence::Xx,
    min_idle_ns: 0.0,
    staggered: true,
    clock: Clock::FINE,
};

/// Lines like `wait(100) 0` among those of `circuit`.
fn read(text: &str) -> Circuit {
    let mut c = Circuit::new(3, 0);
    for line in text.split(';').map(str::trim).filter(|l| !l.is_empty()) {
        match line.strip_prefix("wait(").and_then(|l| l.split_once(") ")) {
            Some((ns, qubit)) => {
                let qubit = Wire::qubit(qubit.parse().expect("a qubit"));
                c.push(delay(ns.parse().expect("a time"), qubit));
            }
            None => {
                let one = circuit(3, line);
                one.iter().for_each(|op| {
                    c.push(one.operation(op));
                });
            }
        }
    }
    c
}

fn written(c: &Circuit) -> String {
    let line = |op: Op| {
        let on: Vec<String> = c.wires(op).iter().map(|w| w.index().to_string()).collect();
        let name = match (c.kind(op), c.payload(op).map(|p| &**p)) {
            (_, Some(Payload::Delay { duration })) => match duration {
                Duration::Nanoseconds(ns) => format!("wait({ns})"),
                other => format!("{other:?}"),
            },
            (Kind::Gate(g), _) => match c.params(op).first().and_then(|a| a.pi_ratio()) {
                Some(r) => format!("{}({}/{})", g.name(), r.num, r.den),
                None => g.name().into(),
            },
            (kind, _) => format!("{kind:?}").to_lowercase(),
        };
        format!("{name} {}", on.join(" "))
    };
    c.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn check(options: Decoupling, before: &str, after: &str) {
    let old = read(before);
    let mut new = old.clone();
    let changed = dynamical_decoupling(&mut new, &device(), options).expect("all durations known");
    assert_eq!(after, written(&new), "from {before}");
    assert_eq!(changed, before != after);
    assert!(distance(&old, &new) < 1e-12, "{before}");
    let length = |c: &Circuit| estimate(c, &device()).duration_ns;
    assert_eq!(length(&old), length(&new));
}

#[test]
fn a_wait_is_filled() {
    // x takes 30 ns on qubit 0: 340 ns of waiting in parts of 85, 170 and 85.
    check(
        XX,
        "sx 0; wait(400) 0; sx 0",
        "sx 0; wait(85) 0; x 0; wait(170) 0; x 0; wait(85) 0; sx 0",
    );
    let xpxm = Decoupling {
        sequence: Sequence::Xpxm,
        ..XX
    };
    check(
        xpxm,
        "sx 0; wait(400) 0; sx 0",
        "sx 0; wait(85) 0; x 0; wait(170) 0; rz(-1/1) 0; x 0; rz(1/1) 0; wait(85) 0; sx 0",
    );
    let xy4 = Decoupling {
        sequence: Sequence::Xy4,
        ..XX
    };
    check(
        xy4,
        "sx 0; wait(920) 0; sx 0",
        "sx 0; wait(100) 0; x 0; wait(200) 0; rz(-1/2) 0; x 0; rz(1/2) 0; wait(200) 0; x 0; wait(200) 0; \
         rz(-1/2) 0; x 0; rz(1/2) 0; wait(100) 0; sx 0",
    );
}

#[test]
fn short_waits_stay() {
    // Two pulses of 30 ns and as much waiting.
    check(
        XX,
        "sx 0; wait(120) 0; sx 0",
        "sx 0; wait(15) 0; x 0; wait(30) 0; x 0; wait(15) 0; sx 0",
    );
    check(XX, "sx 0; wait(119.9) 0; sx 0", "sx 0; wait(119.9) 0; sx 0");
    let long = Decoupling {
        min_idle_ns: 400.1,
        ..XX
    };
    check(long, "sx 0; wait(400) 0; sx 0", "sx 0; wait(400) 0; sx 0");
}

#[test]
fn a_qubit_in_a_basis_state_or_done_is_left_alone() {
    for text in [
        "wait(900) 0; sx 0",
        "rz(1/4) 0; wait(900) 0; sx 0",
        "cz 0 1; wait(900) 0; cz 0 1",
        "sx 0; wait(900) 0",
        "sx 0; wait(900) 0; barrier 0 1",
    ] {
        check(XX, text, text);
    }
    let mut c = read("sx 0; wait(900) 0");
    c.push(Operation::new(
        Instruction::bare(Kind::Reset),
        [Wire::qubit(0)],
    ));
    c.push(delay(900.0, Wire::qubit(0)));
    c.push(Operation::gate(Gate::Sx, [], &[0]));
    assert_eq!(Ok(false), dynamical_decoupling(&mut c, &device(), XX));
    c.push(delay(900.0, Wire::qubit(0)));
    c.push(Operation::gate(Gate::Sx, [], &[0]));
    assert_eq!(Ok(true), dynamical_decoupling(&mut c, &device(), XX));
}

#[test]
fn neighbours_that_wait_at_once_differ() {
    // Qubit 1 takes the sine: turns at the half and at the end.
    check(
        XX,
        "sx 0; sx 1; cz 0 1; wait(440) 0; wait(440) 1; cz 0 1",
        "sx 0; sx 1; cz 0 1; wait(95) 0; x 0; wait(190) 0; x 0; wait(95) 0; \
         wait(180) 1; x 1; wait(180) 1; x 1; cz 0 1",
    );
    let together = Decoupling {
        staggered: false,
        ..XX
    };
    check(
        together,
        "sx 0; sx 1; cz 0 1; wait(440) 0; wait(440) 1; cz 0 1",
        "sx 0; sx 1; cz 0 1; wait(95) 0; x 0; wait(190) 0; x 0; wait(95) 0; \
         wait(90) 1; x 1; wait(180) 1; x 1; wait(90) 1; cz 0 1",
    );
}

#[test]
fn a_neighbour_of_an_echoed_gate_differs_from_it() {
    // On a line, qubit 1 would take the sine; qubit 2 has that one while it is first in an ecr.
    let mut target = device();
    let mut known = target.calibration.as_deref().cloned().expect("known");
    let facts = known.gates[&(Gate::X, [0, 0])];
    let ecr = crate::target::GateFacts {
        duration_ns: Some(460.0),
        ..facts
    };
    known.gates.insert((Gate::Ecr, [2, 3]), ecr);
    known.gates.insert((Gate::X, [3, 3]), facts);
    known.gates.insert((Gate::Sx, [3, 3]), facts);
    target.calibration = Some(Arc::new(known));
    target.qubits = Some(4);
    let pairs = target.pairs.as_mut().expect("given");
    pairs.insert((2, 3), GateSet::of(&[Gate::Ecr]));
    let mut c = circuit(4, "sx 1; sx 2");
    c.push(delay(460.0, Wire::qubit(1)));
    c.push(Operation::gate(Gate::Ecr, [], &[2, 3]));
    c.push(Operation::gate(Gate::Cz, [], &[1, 2]));
    let mut echoed = c.clone();
    dynamical_decoupling(&mut echoed, &target, XX).expect("timed");
    assert!(written(&echoed).contains("wait(95) 1; x 1; wait(190) 1; x 1; wait(95) 1"));
    let mut other = circuit(4, "sx 1");
    other.push(delay(460.0, Wire::qubit(1)));
    other.push(Operation::gate(Gate::Sx, [], &[1]));
    dynamical_decoupling(&mut other, &target, XX).expect("timed");
    assert!(written(&other).contains("wait(190) 1; x 1; wait(190) 1; x 1; sx 1"));
}

#[test]
fn colours_and_their_products_average_to_zero() {
    // Turns take no time: the sign over a window of 64, count turns.
    let signs = |colour: Colour, count: i64| {
        let waits = colour.waits(64, count * colour.rounds(), 1);
        let parts = waits.into_iter().enumerate();
        let flat = parts.flat_map(|(i, w)| (0..w).map(move |_| if i % 2 == 0 { 1 } else { -1 }));
        flat.collect::<Vec<i32>>()
    };
    for count in [2, 4] {
        for a in 0..4 {
            let first = signs(Colour(a), count);
            assert_eq!((64, 0), (first.len(), first.iter().sum::<i32>()));
            for b in 0..a {
                let second = signs(Colour(b), count);
                let product: i32 = first.iter().zip(&second).map(|(x, y)| x * y).sum();
                assert_eq!(0, product, "{a} {b}");
            }
        }
    }
}

#[test]
fn waits_add_up_on_the_grid() {
    for rest in [0, 1, 7, 1000, 12_345] {
        for count in [2, 4, 8] {
            for colour in (0..4).map(Colour) {
                let waits = colour.waits(rest, count, 10);
                assert_eq!(rest, waits.iter().sum::<i64>());
                assert_eq!(count as usize + 1, waits.len());
                let (last, others) = waits.split_last().expect("several");
                assert!(*last >= 0 && others.iter().all(|w| *w >= 0));
                assert!(others.iter().all(|w| w % 10 == 0));
            }
        }
    }
}

#[test]
fn every_spelling_is_its_half_turn() {
    for axis in 0..4 {
        for (gates, phase) in spellings(axis) {
            let mut c = Circuit::new(1, 0);
            for (gate, params) in &gates {
                c.push(Operation::gate(*gate, params.iter().cloned(), &[0]));
            }
            let angle = f64::from(axis) * FRAC_PI_2;
            let global = Complex64::cis(f64::from(phase) * FRAC_PI_2);
            let wanted = [
                [Complex64::ZERO, global * Complex64::cis(angle)],
                [global * Complex64::cis(-angle), Complex64::ZERO],
            ];
            for (input, wanted) in wanted.iter().enumerate() {
                for (found, wanted) in column(&c, input).iter().zip(wanted) {
                    assert!((found - wanted).norm() < 1e-12, "{gates:?}");
                }
            }
        }
    }
}

#[test]
fn a_qubit_without_a_half_turn_is_left_alone() {
    let mut target = device();
    let mut known = target.calibration.as_deref().cloned().expect("known");
    for gate in [Gate::X, Gate::Sx] {
        known.gates.remove(&(gate, [0, 0]));
    }
    known
        .gates
        .insert((Gate::Rx, [0, 0]), crate::target::GateFacts::default());
    target.calibration = Some(Arc::new(known));
    target.gates = GateSet::of(&[Gate::Cz, Gate::Rx, Gate::Rz, Gate::Sx, Gate::X]);
    let mut c = read("cz 0 1; wait(900) 0; cz 0 1; sx 1; wait(900) 1; cz 0 1");
    dynamical_decoupling(&mut c, &target, XX).expect("durations of what is there");
    assert!(!written(&c).contains("x 0;"));
    assert!(written(&c).contains("x 1;"));
}

#[test]
fn options_are_checked() {
    for (sequence, least, dt) in [("yy", 0.0, 0.0), ("xx", -1.0, 0.0), ("xx", 0.0, f64::NAN)] {
        assert!(Decoupling::named(sequence, least, true, dt).is_err());
    }
    assert!(Decoupling::named("xy4", 100.0, false, 0.5).is_ok());
}

#[test]
fn random_scheduled_circuits_keep_their_matrix_and_length() {
    let (mut random, target) = (Random::new(7), device());
    let mut filled = 0;
    for round in 0..150 {
        let mut old = Circuit::new(3, 0);
        for _ in 0..25 {
            match random.below(5) {
                0 => old.push(Operation::gate(Gate::Cz, [], &[1, 2])),
                1 => old.push(Operation::gate(Gate::Cz, [], &[0, 1])),
                2 => old.push(delay(
                    f64::from(random.below(9) as u32) * 77.7,
                    Wire::qubit(random.below(3) as u32),
                )),
                3 => old.push(Operation::gate(
                    Gate::Rz,
                    [random.angle()],
                    &[random.below(3) as u32],
                )),
                _ => old.push(Operation::gate(Gate::Sx, [], &[random.below(3) as u32])),
            };
        }
        let dt = [0.0, 2.0 / 9.0][round % 2];
        let kind = ["asap", "alap"][round / 2 % 2];
        let options = Schedule::named(kind, dt).expect("a kind");
        schedule(&mut old, &target, options).expect("all durations known");
        let mut new = old.clone();
        let sequence = ["xx", "xpxm", "xy4"][round % 3];
        let options = Decoupling::named(sequence, 0.0, round % 5 > 0, dt).expect("options");
        filled += usize::from(dynamical_decoupling(&mut new, &target, options).expect("timed"));
        assert!(distance(&old, &new) < 1e-12, "{}", written(&old));
        let times = |c: &Circuit| {
            let (all, length) = usage(c, &target, &[0, 1, 2], options.clock).expect("timed");
            (all.into_iter().map(|u| u.life).collect::<Vec<_>>(), length)
        };
        assert_eq!(times(&old), times(&new), "{}", written(&new));
    }
    assert!(filled > 50, "{filled}");
}
