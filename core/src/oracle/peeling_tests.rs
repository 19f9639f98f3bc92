// SPDX-License-Identifier: Apache-2.0
//! Pairs whose difference is known.

use super::super::front::past;
use super::super::program::Program;
use super::super::{operator, Relation};
use super::*;
use crate::circuit::{Layout, Operation};
use crate::{Angle, Circuit, Gate};

fn g(gate: Gate, params: &[f64], qubits: &[u32]) -> Operation {
    Operation::gate(gate, params.iter().map(|&p| Angle::radians(p)), qubits)
}

fn circuit(qubits: u32, operations: Vec<Operation>) -> Circuit {
    let mut c = Circuit::new(qubits, 0);
    operations.into_iter().for_each(|o| {
        c.push(o);
    });
    c
}

fn pair(a: &Circuit, b: &Circuit) -> Pair {
    let program = |c| Program::new(c, 0).expect("known gates");
    Pair::new((a, program(a)), (b, program(b)), Relation::Layout).expect("lines up")
}

/// Steps that are more than a phase.
fn left(rest: &Pair) -> usize {
    let sides = [&rest.a, &rest.b].into_iter();
    let steps = sides.flat_map(|side| side.program.unitaries());
    steps.filter(|u| !u.targets.is_empty()).count()
}

fn plain() -> Circuit {
    circuit(
        3,
        vec![
            g(Gate::Cx, &[], &[0, 1]),
            g(Gate::U, &[0.3, 1.0, -0.4], &[1]),
            g(Gate::Cx, &[], &[1, 2]),
            g(Gate::Rzz, &[0.8], &[0, 2]),
        ],
    )
}

/// The same with the first gate the other way round, and routed on a line.
fn routed() -> Circuit {
    let mut c = circuit(
        3,
        vec![
            g(Gate::H, &[], &[0]),
            g(Gate::H, &[], &[1]),
            g(Gate::Cx, &[], &[1, 0]),
            g(Gate::H, &[], &[0]),
            g(Gate::H, &[], &[1]),
            g(Gate::U, &[0.3, 1.0, -0.4], &[1]),
            g(Gate::Cx, &[], &[1, 2]),
            g(Gate::Swap, &[], &[1, 0]),
            g(Gate::Rzz, &[0.8], &[1, 2]),
        ],
    );
    c.layout = Some(Layout {
        initial: vec![0, 1, 2],
        last: vec![1, 0, 2],
    });
    c
}

#[test]
fn nothing_is_left_of_a_circuit_and_the_same_routed() {
    for (a, b) in [(plain(), routed()), (routed(), plain())] {
        let (rest, error) = peeled(&pair(&a, &b)).expect("unitary");
        assert_eq!(0, left(&rest));
        assert!(error < 1e-13, "{error}");
        let distance = operator::distance(&rest, 1 << rest.a.qubits(), 1e-8);
        assert!(distance.exact.upper < 1e-13, "{distance:?}");
    }
}

#[test]
fn a_difference_is_left_and_as_large_as_it_was() {
    let (a, b) = (plain(), routed());
    let mut phased = plain();
    phased.add_phase(&Angle::radians(0.5));
    let mut turned = circuit(
        3,
        vec![g(Gate::Cx, &[], &[0, 1]), g(Gate::Crx, &[2e-6], &[2, 0])],
    );
    let rest_of = |c: &Circuit| {
        c.iter()
            .skip(1)
            .map(|op| c.operation(op))
            .collect::<Vec<_>>()
    };
    rest_of(&a).into_iter().for_each(|o| {
        turned.push(o);
    });
    let mut elsewhere = b.clone();
    elsewhere.layout = None;
    // |1 - exp(0.5 i)|; |1 - exp(-i 1e-6 X)|; an exchange of two qubits.
    let cases = [(phased, 2.0 * 0.25f64.sin()), (turned, 1e-6)];
    for (changed, expected) in cases {
        for (x, y) in [(&changed, &b), (&b, &changed)] {
            let (rest, error) = peeled(&pair(x, y)).expect("unitary");
            let inputs = 1 << rest.a.qubits();
            let bounds = operator::distance(&rest, inputs, f64::INFINITY).exact;
            let (low, high) = (bounds.lower - error, bounds.upper + error);
            assert!(
                low <= expected + 1e-12 && expected <= high + 1e-12,
                "{bounds:?}"
            );
            assert!(bounds.lower > expected / 4.0, "{bounds:?}");
        }
    }
    let (rest, _) = peeled(&pair(&a, &elsewhere)).expect("unitary");
    let inputs = 1 << rest.a.qubits();
    assert!(
        operator::distance(&rest, inputs, f64::INFINITY)
            .aligned
            .lower
            > 0.5
    );
}

#[test]
fn blocks_that_commute_may_change_places() {
    let turn = |t, q: u32| g(Gate::U, &[t, 0.4, -t], &[q]);
    let a = circuit(
        3,
        vec![
            turn(0.1, 1),
            g(Gate::Cp, &[0.5], &[0, 1]),
            turn(0.2, 0),
            g(Gate::Rzz, &[0.8], &[2, 1]),
            turn(0.3, 1),
            turn(0.4, 2),
            g(Gate::Cx, &[], &[0, 2]),
        ],
    );
    let b = circuit(
        3,
        vec![
            turn(0.1, 1),
            g(Gate::Rzz, &[0.8], &[2, 1]),
            g(Gate::Cp, &[0.5], &[0, 1]),
            turn(0.3, 1),
            turn(0.4, 2),
            turn(0.2, 0),
            g(Gate::Cx, &[], &[0, 2]),
        ],
    );
    // From the front alone.
    let (rest, error) = from_front(&pair(&a, &b)).expect("unitary");
    assert_eq!(0, left(&rest));
    assert!(error < 1e-13, "{error}");
    let cx = |control: usize| -> Four {
        let mut m = [[Complex64::ZERO; 4]; 4];
        for k in 0..4usize {
            m[k ^ ((k >> control & 1) << (1 - control))][k] = Complex64::ONE;
        }
        m
    };
    // They share a control, a target, or neither.
    assert_eq!(Some((cx(0), 0.0)), past(&cx(0), &cx(0)));
    assert_eq!(Some((cx(1), 0.0)), past(&cx(1), &cx(1)));
    assert!(past(&cx(0), &cx(1)).is_none() && past(&cx(1), &cx(0)).is_none());
}

#[test]
fn what_is_no_product_is_told() {
    let m = kron(
        &ONE,
        &[
            [Complex64::I, Complex64::ZERO],
            [Complex64::ZERO, Complex64::ONE],
        ],
    );
    let (.., is_swapped, error) = product(&m).expect("a product");
    assert!(!is_swapped && error < 1e-15);
    let mut swapped = m;
    swapped.iter_mut().for_each(|row| row.swap(1, 2));
    assert!(product(&swapped).expect("an exchange").2);
    let mut phase = m;
    phase[3][3] *= Complex64::from_polar(1.0, 1e-9);
    assert!(product(&phase).is_none());
    phase[3][3] = Complex64::new(f64::NAN, 0.0);
    assert!(product(&phase).is_none());
}
