// SPDX-License-Identifier: Apache-2.0
//! Blocks made anew against the blocks, and derivatives against differences.

use std::f64::consts::{FRAC_PI_2, PI};

use super::super::{fill, Derived, Program};
use super::merge_pairs;
use crate::circuit::Operation;
use crate::passes::testing::Random;
use crate::{Angle, Circuit, Gate, GateSet, Symbol, Target};

fn named(k: usize) -> Symbol {
    Symbol::named(&format!("v{k}"))
}

/// Layers of rotations on both wires with a gate between each two; the number of parameters.
fn layers(rotations: &[Gate], gate: Gate, count: usize) -> (Circuit, usize) {
    let mut c = Circuit::new(2, 0);
    let mut k = 0;
    for layer in 0..=count {
        for q in 0..2 {
            for &rotation in rotations {
                let angle = Angle::symbol(named(k)).scale(if k % 3 == 0 { -3 } else { 1 }, 2);
                let angle = angle.add(&Angle::radians(0.3 * (k % 4) as f64));
                c.push(Operation::gate(rotation, [angle], &[q]));
                k += 1;
            }
        }
        if layer < count {
            let on = if layer % 2 == 0 { [0, 1] } else { [1, 0] };
            let angle = Angle::symbol(named(k));
            let params = vec![angle; gate.num_params()];
            k += gate.num_params();
            c.push(Operation::gate(gate, params, &on));
        }
    }
    c.push(Operation::gate(Gate::P, [Angle::symbol(named(0))], &[1]));
    c.parameters = (0..k).map(named).collect();
    (c, k)
}

struct Case {
    source: Circuit,
    merged: Circuit,
    program: Program,
    inputs: usize,
}

impl Case {
    fn new(source: Circuit, inputs: usize, native: Gate, uses: Option<usize>) -> Case {
        let target = Target::all_to_all(GateSet::of(&[native, Gate::U]));
        let (mut merged, mut derived) = (source.clone(), Vec::<Derived>::new());
        assert_eq!(
            uses.is_some(),
            merge_pairs(&mut merged, &target, &mut derived)
        );
        let pairs = merged.iter().filter(|&op| merged.qubits(op).len() == 2);
        let count = pairs.count();
        assert_eq!(uses.unwrap_or(count), count);
        let parameters: Vec<Symbol> = (0..inputs).map(named).collect();
        let program = Program::new(&merged, &parameters, &derived).expect("all known");
        Case {
            source,
            merged,
            program,
            inputs,
        }
    }

    fn angles(&self, values: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.program.outputs()];
        let bound = self.program.bind(values, &mut out, &mut Vec::new());
        bound.expect("it decomposes");
        out
    }

    fn unitary(&self, angles: &[f64]) -> Vec<num_complex::Complex64> {
        fill(&self.merged, angles).unitary(4).expect("small")
    }

    /// How far the two circuits are from each other.
    fn off(&self, values: &[f64]) -> f64 {
        let lookup = |s: &Symbol| {
            let k: usize = s.name[1..].parse().ok()?;
            Some(Angle::radians(values[k]))
        };
        let source = self.source.bind(&lookup).expect("numbers");
        let (a, b) = (
            source.unitary(4).expect("small"),
            self.unitary(&self.angles(values)),
        );
        let off = a.iter().zip(&b).map(|(x, y)| (x - y).norm());
        off.fold(0.0, f64::max)
    }
}

fn values(random: &mut Random, count: usize, kind: usize) -> Vec<f64> {
    let number = |random: &mut Random| {
        let quarter = (random.below(17) as f64 - 8.0) * FRAC_PI_2;
        let generic = (random.below(1 << 20) as f64 / f64::from(1 << 19) - 1.0) * PI;
        match kind {
            0 => generic,
            1 => quarter,
            2 => quarter / 2.0,
            3 => [generic, quarter][random.below(2)],
            4 => quarter + 1e-9 * generic,
            5 => 1e-7 * generic,
            _ => 1e5 * generic,
        }
    };
    (0..count).map(|_| number(random)).collect()
}

const RZ_RY: [Gate; 2] = [Gate::Ry, Gate::Rz];

fn cases() -> Vec<Case> {
    let case = |rotations: &[Gate], gate, count, native, uses| {
        let (source, inputs) = layers(rotations, gate, count);
        Case::new(source, inputs, native, Some(uses))
    };
    vec![
        case(&RZ_RY, Gate::Cx, 6, Gate::Cz, 3),
        case(&RZ_RY, Gate::Cx, 6, Gate::Cx, 3),
        case(&RZ_RY, Gate::Cz, 5, Gate::Ecr, 3),
        case(&RZ_RY, Gate::Rzz, 4, Gate::Rzz, 3),
        case(&RZ_RY, Gate::Crx, 4, Gate::Crx, 3),
        case(&[Gate::Ry], Gate::Cx, 6, Gate::Cz, 2),
        case(&[Gate::Ry], Gate::Cx, 6, Gate::Cx, 2),
        case(&[Gate::Rx], Gate::Rzz, 5, Gate::Rzz, 2),
        case(&[Gate::Rz], Gate::Rzz, 3, Gate::Rzz, 1),
        case(&[Gate::Rz], Gate::Cz, 3, Gate::Cx, 1),
        case(&[Gate::Rz], Gate::Cz, 4, Gate::Cx, 0),
    ]
}

#[test]
fn blocks_become_the_fewest_gates_and_mean_the_same() {
    let mut random = Random::new(5);
    for (number, case) in cases().iter().enumerate() {
        for trial in 0..140 {
            let kind = trial % 7;
            let values = values(&mut random, case.inputs, kind);
            let off = case.off(&values);
            let room = if kind == 6 { 1e-9 } else { 5e-14 };
            assert!(off < room, "case {number}, kind {kind}: {off}");
        }
    }
}

#[test]
fn sums_of_angles_that_may_vanish_are_not_taken_for_zero() {
    let mut c = Circuit::new(2, 0);
    for (k, sign) in [1, -1, -1, 1].into_iter().enumerate() {
        let angle = Angle::symbol(named(k)).scale(sign, 1);
        c.push(Operation::gate(Gate::Rzz, [angle], &[0, 1]));
    }
    c.parameters = (0..4).map(named).collect();
    let case = Case::new(c, 4, Gate::Rzz, Some(1));
    for values in [[0.3, 1.0, -0.7, 0.2], [0.5; 4], [0.0, 0.0, 0.0, PI]] {
        assert!(case.off(&values) < 5e-14);
    }
}

#[test]
fn blocks_at_their_bound_stay() {
    for (count, native) in [(3, Gate::Cz), (1, Gate::Cx), (3, Gate::Rzz)] {
        let (source, inputs) = layers(&RZ_RY, Gate::Cx, count);
        Case::new(source, inputs, native, None);
    }
    // Other gates than these have no form here.
    let (source, inputs) = layers(&RZ_RY, Gate::Siswap, 6);
    Case::new(source, inputs, Gate::Siswap, None);
}

#[test]
fn a_batch_is_its_rows() {
    let mut random = Random::new(6);
    let case = &cases()[0];
    for rows in [1, 7, 8, 19] {
        let flat: Vec<f64> = (0..rows)
            .flat_map(|r| values(&mut random, case.inputs, r % 6))
            .collect();
        let mut all = vec![0.0; rows * case.program.outputs()];
        case.program
            .bind_all(&flat, &mut all)
            .expect("it decomposes");
        let single = flat.chunks(case.inputs).flat_map(|v| case.angles(v));
        assert!(single.map(f64::to_bits).eq(all.iter().map(|x| x.to_bits())));
    }
}

#[test]
fn programs_are_kept_as_bytes() {
    let case = &cases()[2];
    let bytes = case.program.to_bytes();
    assert_eq!(Some(&case.program), Program::from_bytes(&bytes).as_ref());
    let whole = (0..bytes.len()).filter(|&n| Program::from_bytes(&bytes[..n]).is_some());
    assert_eq!(0, whole.count());
}

#[test]
fn what_is_no_number_gives_no_numbers() {
    let case = &cases()[0];
    let mut values = vec![0.1; case.inputs];
    values[3] = f64::NAN;
    assert!(case.angles(&values).iter().any(|x| x.is_nan()));
}

#[test]
fn derivatives_are_those_of_small_steps() {
    let mut random = Random::new(7);
    for (number, case) in cases().iter().enumerate() {
        let (inputs, outputs) = (case.inputs, case.program.outputs());
        let at = values(&mut random, inputs, 0);
        let step = 1e-5;
        let mut rows = vec![vec![0.0; inputs]; outputs];
        for k in 0..inputs {
            let moved = |by: f64| {
                let mut v = at.clone();
                v[k] += by;
                v
            };
            let mut unit = vec![0.0; inputs];
            unit[k] = 1.0;
            let mut forward = vec![0.0; outputs];
            let dropped = case.program.jvp(&at, &unit, &mut forward);
            assert_eq!(Ok(false), dropped, "case {number}");
            // The operator moves as the angles do.
            let angles = case.angles(&at);
            let with = |by: f64| {
                let pairs = angles.iter().zip(&forward);
                let moved: Vec<f64> = pairs.map(|(x, d)| x + by * d).collect();
                case.unitary(&moved)
            };
            let (low, high) = (with(-step), with(step));
            let lookup = |v: &[f64]| case.unitary(&case.angles(v));
            let (below, above) = (lookup(&moved(-step)), lookup(&moved(step)));
            for i in 0..16 {
                let made = (high[i] - low[i]) / (2.0 * step);
                let wanted = (above[i] - below[i]) / (2.0 * step);
                let off = (made - wanted).norm();
                assert!(off < 1e-7, "case {number}, parameter {k}: {off}");
            }
            for r in 0..outputs {
                rows[r][k] = forward[r];
            }
        }
        let gradient = values(&mut random, outputs, 0);
        let mut back = vec![0.0; inputs];
        let dropped = case.program.vjp(&at, &gradient, &mut back);
        assert_eq!(Ok(false), dropped, "case {number}");
        for k in 0..inputs {
            let expected: f64 = (0..outputs).map(|r| gradient[r] * rows[r][k]).sum();
            let off = (expected - back[k]).abs();
            assert!(off < 1e-9 * (1.0 + expected.abs()), "case {number}: {off}");
        }
    }
}

#[test]
fn what_no_angle_makes_is_said() {
    let case = &cases()[0];
    let (inputs, outputs) = (case.inputs, case.program.outputs());
    // Every rotation by nothing, and the cx cancel.
    let factor = |k: usize| if k % 3 == 0 { -1.5 } else { 0.5 };
    let zero: Vec<f64> = (0..inputs)
        .map(|k| -0.3 * (k % 4) as f64 / factor(k))
        .collect();
    let mut back = vec![0.0; inputs];
    let gradient = vec![1.0; outputs];
    assert_eq!(Ok(true), case.program.vjp(&zero, &gradient, &mut back));
    assert!(back.iter().all(|x| x.is_finite()));
    let mut forward = vec![0.0; outputs];
    assert_eq!(
        Ok(true),
        case.program.jvp(&zero, &vec![1.0; inputs], &mut forward)
    );
    assert!(forward.iter().all(|x| x.is_finite()));
}
