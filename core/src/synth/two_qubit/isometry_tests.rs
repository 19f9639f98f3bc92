// SPDX-License-Identifier: Apache-2.0
//! Completions agree on the inputs that count, and take as few gates as the table says.

use super::*;
use crate::synth::two_qubit::{uses, Natives};
use crate::synth::weyl::tests::Numbers;
use crate::GateSet;

fn state(numbers: &mut Numbers) -> State {
    let v = [(); 2].map(|()| C64::new(numbers.next() - 0.5, numbers.next() - 0.5));
    scaled(&v, norm(&v).recip())
}

fn fewest(u: &M4, known: &[Option<State>; 2], gate: Gate) -> u32 {
    let set = GateSet::of(&[gate]);
    let natives = Natives::new(set, set, &|_| None);
    let found = completions(u, known);
    for v in &found {
        assert!(distance_on(u, v, known) < 1e-12);
        let unitary = (v.adjoint() * *v).distance(&M4::IDENTITY);
        assert!(unitary < 1e-12, "{unitary}");
    }
    let counts = found.iter().filter_map(|v| uses(v, &natives));
    counts.min().expect("a completion")
}

#[test]
fn one_known_input_takes_two() {
    let mut numbers = Numbers(3);
    for _ in 0..300 {
        let coordinates = [(); 3].map(|()| 4.0 * numbers.next());
        let u = numbers.dressed(coordinates);
        let z = state(&mut numbers);
        for gate in [Gate::Cx, Gate::Iswap, Gate::Siswap, Gate::Rzz, Gate::Ecr] {
            assert_eq!(2, fewest(&u, &[None, Some(z)], gate));
            assert_eq!(2, fewest(&u, &[Some(z), None], gate));
        }
    }
}

#[test]
fn two_known_inputs_take_one() {
    let mut numbers = Numbers(4);
    for _ in 0..300 {
        let coordinates = [(); 3].map(|()| 4.0 * numbers.next());
        let u = numbers.dressed(coordinates);
        let known = [Some(state(&mut numbers)), Some(state(&mut numbers))];
        assert_eq!(1, fewest(&u, &known, Gate::Cx));
        assert_eq!(2, fewest(&u, &known, Gate::Iswap));
        let product = numbers.dressed([0.0; 3]);
        assert_eq!(0, fewest(&product, &known, Gate::Cx));
    }
}

#[test]
fn library_gates_on_zero() {
    let zero = Some([ONE, ZERO]);
    for (gate, first, second) in [
        (Gate::Swap, 2, 2),
        (Gate::Cx, 0, 1),
        (Gate::Cz, 0, 0),
        (Gate::Ch, 0, 1),
        (Gate::Iswap, 2, 2),
        (Gate::Dcx, 1, 2),
    ] {
        let u = M4(gate.matrix4(&[]).expect("two qubits"));
        assert_eq!(first, fewest(&u, &[zero, None], Gate::Cx), "{gate:?}");
        assert_eq!(second, fewest(&u, &[None, zero], Gate::Cx), "{gate:?}");
    }
    // Two of these are one iswap.
    let dcx = M4(Gate::Dcx.matrix4(&[]).expect("two qubits"));
    assert_eq!(1, fewest(&dcx, &[None, zero], Gate::Iswap));
    // A controlled rotation from |0> is one cx whatever its angle.
    for angle in [1e-3, 0.4, 2.0, 3.1] {
        let u = M4(Gate::Cry.matrix4(&[angle]).expect("two qubits"));
        assert_eq!(1, fewest(&u, &[None, zero], Gate::Cx));
    }
}

#[test]
fn outputs_that_are_known() {
    let zero = [ONE, ZERO];
    let swap = M4(Gate::Swap.matrix4(&[]).expect("two qubits"));
    let cx = M4(Gate::Cx.matrix4(&[]).expect("two qubits"));
    let mut numbers = Numbers(9);
    let z = state(&mut numbers);
    let [first, second] = outputs(&swap, &[None, Some(z)]);
    assert!(second.is_none());
    let overlap = inner(&first.expect("moved"), &z).norm();
    assert!((overlap - 1.0).abs() < 1e-15);
    assert!(outputs(&cx, &[None, Some(zero)])
        .iter()
        .all(Option::is_none));
    assert_eq!([Some(zero), None], outputs(&cx, &[Some(zero), None]));
    assert_eq!([None, None], outputs(&cx, &[None, None]));
    let both = outputs(&cx, &[Some(zero), Some(zero)]);
    assert_eq!([Some(zero), Some(zero)], both);
    let plus = eigenstate(Pauli::X, false);
    let bell = outputs(&cx, &[Some(plus), Some(zero)]);
    assert!(bell.iter().all(Option::is_none));
}

#[test]
fn eigenstates() {
    for axis in Pauli::ALL {
        for minus in [false, true] {
            let p = crate::synth::weyl::pauli(axis).0;
            let v = eigenstate(axis, minus);
            let sign = if minus { -1.0 } else { 1.0 };
            for i in 0..2 {
                let image = p[i][0] * v[0] + p[i][1] * v[1];
                assert!((image - v[i] * sign).norm() < 1e-15);
            }
        }
    }
}
