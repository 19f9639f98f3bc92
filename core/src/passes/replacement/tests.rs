// SPDX-License-Identifier: Apache-2.0
use std::sync::Arc;

use super::*;
use crate::passes::testing::Random;
use crate::target::{Calibration, GateFacts, QubitFacts};
use crate::{Gate, GateSet};

const STEPS: Replacement = Replacement { steps: 50_000 };

/// A line with `cz` of these errors between neighbours.
fn line(errors: &[f64]) -> Target {
    let pair = GateSet::of(&[Gate::Cz]);
    let mut target = Target::all_to_all(GateSet::of(&[Gate::Cz, Gate::Rz, Gate::Sx, Gate::X]));
    target.qubits = Some(errors.len() as u32 + 1);
    let mut calibration = Calibration::default();
    let mut pairs = rustc_hash::FxHashMap::default();
    for (i, &error) in errors.iter().enumerate() {
        let (a, b) = (i as u32, i as u32 + 1);
        pairs.insert((a, b), pair);
        let facts = GateFacts {
            error: Some(error),
            duration_ns: None,
        };
        calibration.gates.insert((Gate::Cz, [a, b]), facts);
    }
    target.pairs = Some(pairs);
    target.calibration = Some(Arc::new(calibration));
    target
}

fn mapped(wires: u32, pairs: &[(u32, u32)], program: &[u32]) -> Circuit {
    let mut c = Circuit::new(wires, 0);
    for &(a, b) in pairs {
        c.push_gate(
            Gate::Cz,
            &[],
            &[Wire::qubit(a), Wire::qubit(b)],
            Default::default(),
        );
    }
    c.layout = Some(Layout {
        initial: program.to_vec(),
        last: program.to_vec(),
    });
    c
}

fn pairs(c: &Circuit) -> Vec<(u32, u32)> {
    c.iter()
        .map(|op| (c.qubits(op)[0].0, c.qubits(op)[1].0))
        .collect()
}

#[test]
fn to_the_better_end_with_its_layouts() {
    let target = line(&[0.1, 0.1, 0.01, 0.02]);
    let mut c = mapped(5, &[(0, 1), (1, 2), (1, 2)], &[2, 0, 1]);
    let moved = relocate(&mut c, &target, STEPS);
    // Twice on 2-3, once on 3-4.
    assert_eq!(vec![(4, 3), (3, 2), (3, 2)], pairs(&c));
    assert_eq!(Some(vec![2, 4, 3]), c.layout.map(|l| l.initial));
    assert!(moved.changed);
    assert!((moved.before.unwrap() - 0.9f64.powi(3)).abs() < 1e-12);
    assert!((moved.after.unwrap() - 0.98 * 0.99 * 0.99).abs() < 1e-12);
}

#[test]
fn stays_where_nothing_is_better() {
    let target = line(&[0.01, 0.01, 0.01]);
    let mut c = mapped(4, &[(1, 2)], &[1, 2]);
    assert_eq!(Ok(false), replacement(&mut c, &target, STEPS));
    assert_eq!(vec![(1, 2)], pairs(&c));
    let mut unknown = line(&[0.1, 0.01]);
    unknown.calibration = None;
    let mut c = mapped(3, &[(0, 1)], &[0, 1]);
    assert_eq!(Ok(false), replacement(&mut c, &unknown, STEPS));
    let moved = relocate(&mut c, &unknown, STEPS);
    assert_eq!(
        (false, Some(1.0), Some(1.0)),
        (moved.changed, moved.before, moved.after)
    );
}

#[test]
fn excluded_qubits_broken_gates_and_gates_of_one_direction() {
    let mut target = line(&[0.01, 0.02, 0.03, 0.04]);
    target.excluded = vec![1];
    let mut c = mapped(5, &[(0, 1)], &[0, 1]);
    let moved = relocate(&mut c, &target, STEPS);
    assert_eq!(
        (true, None, vec![(2, 3)]),
        (moved.changed, moved.before, pairs(&c))
    );

    let target = line(&[1.0, 1.0, 0.3]);
    let mut c = mapped(4, &[(0, 1)], &[0, 1]);
    assert_eq!(None, relocate(&mut c, &target, STEPS).before);
    assert_eq!(vec![(2, 3)], pairs(&c));

    let mut target = line(&[0.3, 0.01]);
    let cx = GateSet::of(&[Gate::Cx]);
    target.pairs = Some([((0, 1), cx), ((2, 1), cx)].into_iter().collect());
    target.gates.insert(Gate::Cx);
    let mut c = Circuit::new(3, 0);
    c.push_gate(
        Gate::Cx,
        &[],
        &[Wire::qubit(0), Wire::qubit(1)],
        Default::default(),
    );
    target.calibration = Some(Arc::new(Calibration {
        gates: [
            (
                (Gate::Cx, [0, 1]),
                GateFacts {
                    error: Some(0.3),
                    duration_ns: None,
                },
            ),
            (
                (Gate::Cx, [2, 1]),
                GateFacts {
                    error: Some(0.1),
                    duration_ns: None,
                },
            ),
        ]
        .into_iter()
        .collect(),
        qubits: Vec::new(),
    }));
    assert!(relocate(&mut c, &target, STEPS).changed);
    assert_eq!(vec![(2, 1)], pairs(&c));
}

#[test]
fn nowhere_and_what_does_not_move() {
    let mut target = line(&[0.1, 0.01, 0.01]);
    let mut c = mapped(4, &[(0, 1), (1, 2), (2, 3)], &[0, 1, 2, 3]);
    target.excluded = vec![3];
    let moved = relocate(&mut c, &target, STEPS);
    assert_eq!(
        (false, None, None),
        (moved.changed, moved.before, moved.after)
    );
    assert_eq!(vec![(0, 1), (1, 2), (2, 3)], pairs(&c));

    let target = line(&[0.1, 0.01, 0.01]);
    let mut c = mapped(4, &[(0, 1)], &[0, 1]);
    let region = crate::circuit::Payload::Region {
        body: crate::circuit::Block::body(Circuit::new(1, 0)),
        label: String::new(),
    };
    let instruction = crate::circuit::Instruction::with(crate::circuit::Kind::Region, region);
    c.push(crate::circuit::Operation::new(
        instruction,
        [Wire::qubit(0)],
    ));
    assert!(!relocate(&mut c, &target, STEPS).changed);

    let mut c = mapped(4, &[], &[0]);
    c.push_gate(Gate::H, &[], &[Wire::qubit(0)], Default::default());
    assert_eq!(None, relocate(&mut c, &target, STEPS).after);
}

#[test]
fn readout_and_one_qubit_gates_count() {
    let mut target = line(&[0.01, 0.01, 0.01]);
    let mut calibration = (**target.calibration.as_ref().unwrap()).clone();
    calibration.qubits = [0.2, 0.01, 0.1, 0.3]
        .map(|e| QubitFacts {
            readout_error: Some(e),
            ..QubitFacts::default()
        })
        .to_vec();
    target.calibration = Some(Arc::new(calibration));
    let mut c = Circuit::new(4, 2);
    c.push_gate(
        Gate::Cz,
        &[],
        &[Wire::qubit(2), Wire::qubit(3)],
        Default::default(),
    );
    for (q, b) in [(2, 0), (3, 1)] {
        let measure = crate::circuit::Instruction::bare(crate::circuit::Kind::Measure);
        c.push(crate::circuit::Operation::new(
            measure,
            [Wire::qubit(q), Wire::bit(b)],
        ));
    }
    c.layout = Some(Layout {
        initial: vec![2, 3],
        last: vec![2, 3],
    });
    let after = relocate(&mut c, &target, STEPS).after.unwrap();
    assert!((after - 0.99 * 0.99 * 0.9).abs() < 1e-12);
    assert_eq!(vec![1, 2], c.layout.unwrap().last);
}

#[test]
fn to_a_device_of_another_width() {
    let mut c = mapped(6, &[(4, 5), (3, 4), (4, 5)], &[5, 4, 3]);
    let moved = relocate(&mut c, &line(&[0.2, 0.1]), STEPS);
    assert_eq!((true, None), (moved.changed, moved.before));
    // Twice on the better coupling.
    assert_eq!(
        (3, vec![(1, 2), (0, 1), (1, 2)]),
        (c.num_qubits(), pairs(&c))
    );
    let mut c = mapped(3, &[(0, 1)], &[0, 1]);
    assert!(relocate(&mut c, &line(&[0.1, 0.1, 0.1, 0.1]), STEPS).changed);
    assert_eq!((5, vec![(0, 1)]), (c.num_qubits(), pairs(&c)));
}

/// The best of all placements, tried one by one.
#[test]
fn best_of_all_on_small_devices() {
    let mut random = Random::new(3);
    for trial in 0..40 {
        let qubits = 4 + random.below(3) as u32;
        let errors: Vec<f64> = (1..qubits)
            .map(|_| random.below(30) as f64 / 100.0)
            .collect();
        let target = line(&errors);
        let length = 2 + random.below(qubits as usize - 2) as u32;
        let at = random.below((qubits - length + 1) as usize) as u32;
        let gates: Vec<(u32, u32)> = (0..8)
            .map(|_| at + random.below(length as usize - 1) as u32)
            .map(|a| (a, a + 1))
            .collect();
        let program: Vec<u32> = (at..at + length).collect();
        let mut c = mapped(qubits, &gates, &program);
        let after = relocate(&mut c, &target, STEPS).after.unwrap();
        let price = |a: u32, b: u32| 1.0 - errors[a.min(b) as usize];
        let used = |f: &dyn Fn(u32) -> u32| -> Option<f64> {
            gates
                .iter()
                .map(|&(a, b)| (f(a), f(b)))
                .map(|(a, b)| (a.max(b) < qubits && a.abs_diff(b) == 1).then(|| price(a, b)))
                .product()
        };
        // Parts of a line that do not touch may go anywhere, so this is a bound from below.
        let mut best: f64 = 0.0;
        for shift in 0..=qubits - length {
            let forwards = used(&|w| w - at + shift).unwrap();
            let backwards = used(&|w| shift + length - 1 - (w - at)).unwrap();
            best = best.max(forwards).max(backwards);
        }
        assert!(after >= best - 1e-12, "trial {trial}: {after} {best}");
        let now: f64 = pairs(&c).iter().map(|&(a, b)| price(a, b)).product();
        assert!((now - after).abs() < 1e-12);
    }
}
