// SPDX-License-Identifier: Apache-2.0
//! Bound templates against circuits bound first, and derivatives against differences.

use std::f64::consts::PI;

use super::trig::{atan2, sin_cos};
use super::{fill, inside, merge_runs, slots, Derived, Program};
use crate::angle::Function;
use crate::circuit::{Block, Instruction, Kind, Operation, Payload};
use crate::{Angle, Circuit, Gate, GateSet, Symbol, Target, Wire};

fn heron() -> Target {
    Target::all_to_all(GateSet::of(&[Gate::Cz, Gate::Rz, Gate::Sx, Gate::X]))
}

fn named(k: usize) -> Symbol {
    Symbol::named(&format!("v{k}"))
}

fn symbol(k: usize) -> Angle {
    Angle::symbol(named(k))
}

fn numbers(count: usize, mut seed: u64) -> Vec<f64> {
    let next = |_| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1u64 << 53) as f64 * 12.0 - 6.0
    };
    (0..count).map(next).collect()
}

/// Two wires of rotations about changing axes with a Hadamard and a phase between, and a `cz`.
fn ansatz() -> (Circuit, usize) {
    let mut c = Circuit::new(2, 0);
    let mut k = 0;
    for layer in 0..3u32 {
        for q in 0..2 {
            for gate in [Gate::Ry, Gate::Rz, Gate::Rx] {
                let angle = symbol(k).scale(if k % 2 == 0 { 1 } else { -3 }, 2);
                c.push(Operation::gate(
                    gate,
                    [angle.add(&Angle::radians(0.3))],
                    &[q],
                ));
                k += 1;
            }
            c.push(Operation::gate(Gate::H, [], &[q]));
            c.push(Operation::gate(Gate::P, [symbol(k - 1)], &[q]));
        }
        if layer < 2 {
            c.push(Operation::gate(Gate::Cz, [], &[0, 1]));
        }
    }
    for q in 0..2 {
        let product = symbol(0)
            .mul(&symbol(1))
            .unwrap()
            .apply(Function::Sin)
            .unwrap();
        c.push(Operation::gate(Gate::Ry, [product], &[q]));
    }
    for s in 0..k {
        c.parameters.push(named(s));
    }
    (c, k)
}

fn merged() -> (Circuit, Vec<Derived>, Program, Circuit, Vec<Symbol>) {
    let (source, k) = ansatz();
    let parameters: Vec<Symbol> = (0..k).map(named).collect();
    let (mut c, mut derived) = (source.clone(), Vec::new());
    assert!(merge_runs(&mut c, &heron(), &mut derived).unwrap());
    let program = Program::new(&c, &parameters, &derived).expect("all known");
    (c, derived, program, source, parameters)
}

fn bound(c: &Circuit, names: &[Symbol], values: &[f64]) -> Circuit {
    let lookup = |s: &Symbol| {
        let at = names.iter().position(|n| n == s)?;
        Some(Angle::radians(values[at]))
    };
    c.bind(&lookup).unwrap()
}

fn distance(a: &Circuit, b: &Circuit) -> f64 {
    let (a, b) = (a.unitary(4).unwrap(), b.unitary(4).unwrap());
    let off = a.iter().zip(&b).map(|(x, y)| (x - y).norm());
    off.fold(0.0, f64::max)
}

#[test]
fn runs_become_three_angles_and_mean_the_same() {
    let (c, derived, program, source, parameters) = merged();
    let pulses = c.iter().filter(|&op| c.gate(op) == Some(Gate::Sx)).count();
    assert_eq!((12, 6), (pulses, derived.len()));
    for seed in 0..20 {
        let values = numbers(parameters.len(), seed);
        let mut angles = vec![0.0; program.outputs()];
        program.bind(&values, &mut angles, &mut Vec::new()).unwrap();
        let off = distance(&bound(&source, &parameters, &values), &fill(&c, &angles));
        assert!(off < 1e-13, "{off}");
    }
}

#[test]
fn a_batch_is_its_rows() {
    let (.., program, _, parameters) = merged();
    let (inputs, outputs) = (parameters.len(), program.outputs());
    for rows in [1, 7, 8, 19] {
        let values = numbers(rows * inputs, 3);
        let mut all = vec![0.0; rows * outputs];
        program.bind_all(&values, &mut all).unwrap();
        for r in 0..rows {
            let mut out = vec![0.0; outputs];
            let own = &values[r * inputs..(r + 1) * inputs];
            program.bind(own, &mut out, &mut Vec::new()).unwrap();
            assert_eq!(out, all[r * outputs..(r + 1) * outputs]);
        }
    }
}

#[test]
fn derivatives_are_those_of_small_steps() {
    let (.., program, _, parameters) = merged();
    let (inputs, outputs) = (parameters.len(), program.outputs());
    let values = numbers(inputs, 11);
    let angles = |v: &[f64]| {
        let mut out = vec![0.0; outputs];
        program.bind(v, &mut out, &mut Vec::new()).unwrap();
        out
    };
    let step = 1e-5;
    let mut rows = vec![vec![0.0; inputs]; outputs];
    for k in 0..inputs {
        let at = |by: f64| {
            let mut v = values.clone();
            v[k] += by;
            angles(&v)
        };
        let (low, high) = (at(-step), at(step));
        let mut unit = vec![0.0; inputs];
        unit[k] = 1.0;
        let mut forward = vec![0.0; outputs];
        program.jvp(&values, &unit, &mut forward).unwrap();
        for r in 0..outputs {
            let measured = (high[r] - low[r]) / (2.0 * step);
            assert!(
                (measured - forward[r]).abs() < 1e-7,
                "{r} {k}: {measured} {}",
                forward[r]
            );
            rows[r][k] = forward[r];
        }
    }
    let gradient = numbers(outputs, 12);
    let mut back = vec![0.0; inputs];
    program.vjp(&values, &gradient, &mut back).unwrap();
    for k in 0..inputs {
        let expected: f64 = (0..outputs).map(|r| gradient[r] * rows[r][k]).sum();
        assert!((expected - back[k]).abs() < 1e-11 * (1.0 + expected.abs()));
    }
}

#[test]
fn at_a_singularity_the_sum_of_the_outer_angles_is_shared() {
    // Rz(v0) between Hadamards after Rx: at 0 the product is a rotation about z by v1 alone.
    let mut c = Circuit::new(1, 0);
    for (gate, k) in [(Gate::Rx, 0), (Gate::Rz, 1), (Gate::Ry, 2), (Gate::Rx, 3)] {
        c.push(Operation::gate(gate, [symbol(k)], &[0]));
    }
    let parameters: Vec<Symbol> = (0..4).map(named).collect();
    c.parameters.extend(parameters.iter().cloned());
    let mut derived = Vec::new();
    assert!(merge_runs(&mut c, &heron(), &mut derived).unwrap());
    let program = Program::new(&c, &parameters, &derived).unwrap();
    let values = [0.0, 0.7, 0.0, 0.0];
    let mut slopes = vec![0.0; program.outputs()];
    let dropped = program.jvp(&values, &[0.0, 1.0, 0.0, 0.0], &mut slopes);
    assert_eq!(Ok(false), dropped);
    assert!(slopes.iter().all(|s| s.is_finite()));
    let total: f64 = slopes.iter().sum();
    assert!((total - 1.0).abs() < 1e-12, "{slopes:?}");
    let halves = slopes.iter().filter(|s| (**s - 0.5).abs() < 1e-12).count();
    assert_eq!(2, halves, "{slopes:?}");
    // Rx tilts the axis the other way than Ry.
    let dropped = program.jvp(&[0.0; 4], &[1.0, 0.0, 0.0, 0.0], &mut slopes);
    assert_eq!(Ok(true), dropped);
}

#[test]
fn what_it_does_not_know_is_none() {
    let mut c = Circuit::new(1, 0);
    c.push(Operation::gate(Gate::Rz, [symbol(0)], &[0]));
    assert!(Program::new(&c, &[named(1)], &[]).is_none());
}

#[test]
fn vector_functions_are_as_good_as_the_librarys() {
    let (mut worst_sin, mut worst_atan) = (0.0f64, 0.0f64);
    for k in 0..200_000 {
        let x = (f64::from(k) - 100_000.0) * 0.003_7;
        let (sin, cos) = sin_cos(&[x, -x, x * 1e3, 2e9 + x]);
        for (l, y) in [x, -x, x * 1e3, 2e9 + x].into_iter().enumerate() {
            worst_sin = worst_sin
                .max((sin[l] - y.sin()).abs())
                .max((cos[l] - y.cos()).abs());
        }
        let (a, b) = (x.sin() * x.abs().sqrt(), (x * 1.7).cos());
        let mine = atan2(&[a, -a, b, 0.0], &[b, b, a, -1.0]);
        let theirs = [a.atan2(b), (-a).atan2(b), b.atan2(a), PI];
        for (m, t) in mine.iter().zip(theirs) {
            worst_atan = worst_atan.max((m - t).abs());
        }
    }
    assert!(worst_sin < 4e-16, "{worst_sin}");
    assert!(worst_atan < 1e-15, "{worst_atan}");
    assert_eq!([0.0; 1], atan2(&[0.0], &[0.0]));
}

#[test]
fn slots_are_filled_with_numbers() {
    let mut c = Circuit::new(2, 0);
    c.push(Operation::gate(Gate::Rz, [symbol(0)], &[0]));
    c.push(Operation::gate(Gate::Rz, [Angle::QUARTER_PI], &[1]));
    let controlled = Instruction::gate(Gate::Rx, [symbol(1)]).controlled(&[false]);
    c.push(Operation::new(controlled, [0, 1].map(Wire::qubit)));
    c.phase = symbol(1).add(&Angle::PI);
    c.parameters = vec![named(0), named(1)];
    let some = fill(&c, &[0.5 * PI, f64::NAN, f64::NAN]);
    assert_eq!(c.parameters, some.parameters);
    let wanted = [Angle::HALF_PI, Angle::QUARTER_PI];
    let found: Vec<Angle> = some
        .iter()
        .flat_map(|op| some.params(op).to_vec())
        .collect();
    assert_eq!((wanted.to_vec(), &c.phase), (found, &some.phase));
    assert_eq!(1, slots(&some).len());
    let all = fill(&c, &[0.25, 1.0, 3.0 * PI]);
    assert!(all.parameters.is_empty() && slots(&all).is_empty());
    let last = all.iter().last().unwrap();
    let whole = Instruction::gate(Gate::Rx, [Angle::radians(1.0)]).controlled(&[false]);
    assert_eq!(
        (whole, Angle::PI),
        (all.operation(last).instruction, all.phase.clone())
    );
}

#[test]
fn parameters_in_blocks_are_seen() {
    let block = |angle: Angle| {
        let mut body = Circuit::new(1, 0);
        body.push(Operation::gate(Gate::Rx, [angle], &[0]));
        let region = Payload::Region {
            body: Block::body(body),
            label: String::new(),
        };
        let mut c = Circuit::new(1, 0);
        c.push(Operation::new(
            Instruction::with(Kind::Region, region),
            [Wire::qubit(0)],
        ));
        c
    };
    assert!(inside(&block(symbol(0))) && !inside(&block(Angle::PI)));
    let mut outer = Circuit::new(1, 0);
    outer.push(Operation::gate(Gate::Rx, [symbol(0)], &[0]));
    assert!(!inside(&outer));
}
