// SPDX-License-Identifier: Apache-2.0
//! Every kind of native gate on generic, special and nearly special unitaries.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, FRAC_PI_8, PI};

use super::*;
use crate::synth::weyl::tests::Numbers;
use crate::target::{AngleRange, GateSet};

fn natives(gates: &[Gate]) -> Natives {
    let set = GateSet::of(gates);
    Natives::new(set, set, &|_| None)
}

/// (gates, uses for (a, b, c) generic, for c = 0, for b = c = 0).
const NATIVES: [(&[Gate], [u32; 3]); 17] = [
    (&[Gate::Cx], [3, 2, 2]),
    (&[Gate::Cz], [3, 2, 2]),
    (&[Gate::Cy], [3, 2, 2]),
    (&[Gate::Ch], [3, 2, 2]),
    (&[Gate::Ecr], [3, 2, 2]),
    (&[Gate::Iswap], [3, 2, 2]),
    (&[Gate::Iswapdg], [3, 2, 2]),
    (&[Gate::Dcx], [3, 2, 2]),
    (&[Gate::Rzz], [3, 2, 1]),
    (&[Gate::Rxx], [3, 2, 1]),
    (&[Gate::Ryy], [3, 2, 1]),
    (&[Gate::Rzx], [3, 2, 1]),
    (&[Gate::Ms], [3, 2, 1]),
    (&[Gate::Cp], [3, 2, 1]),
    (&[Gate::Crx], [3, 2, 1]),
    (&[Gate::Crz], [3, 2, 1]),
    (&[Gate::Cz, Gate::Rzz], [3, 2, 1]),
];

fn check(u: &M4, natives: &Natives) -> u32 {
    let word = synthesize(u, natives, 9).expect("all of SU(4)");
    let off = word.matrix().distance(u);
    assert!(off < 1e-12, "{off:e} {word:?}");
    assert_eq!(uses(u, natives), Some(word.uses.len() as u32));
    word.uses.len() as u32
}

#[test]
fn generic_and_special_unitaries_take_the_least_uses() {
    let mut numbers = Numbers(11);
    for (gates, counts) in NATIVES {
        let natives = natives(gates);
        for _ in 0..60 {
            let mut x = || PI * (numbers.next() - 0.5);
            let c = [x(), x(), x()];
            assert_eq!(counts[0], check(&numbers.dressed(c), &natives), "{gates:?}");
            let c = [c[0], c[1], 0.0];
            assert_eq!(counts[1], check(&numbers.dressed(c), &natives), "{gates:?}");
            let c = [c[0], 0.0, FRAC_PI_2];
            assert_eq!(counts[2], check(&numbers.dressed(c), &natives), "{gates:?}");
            assert_eq!(0, check(&numbers.dressed([0.0, FRAC_PI_2, PI]), &natives));
        }
    }
}

#[test]
fn library_gates_in_each_other() {
    let fixed = [
        Gate::Cx,
        Gate::Cy,
        Gate::Cz,
        Gate::Ch,
        Gate::Cs,
        Gate::Csx,
        Gate::Swap,
        Gate::Iswap,
        Gate::Siswap,
        Gate::Siswapdg,
        Gate::Ecr,
        Gate::Dcx,
    ];
    for (gates, _) in NATIVES {
        let natives = natives(gates);
        for gate in fixed {
            let u = M4(gate.matrix4(&[]).unwrap());
            let count = check(&u, &natives);
            if gates.contains(&gate) {
                assert_eq!(1, count);
            }
        }
    }
    let cx = natives(&[Gate::Cx]);
    let count = |gate: Gate| check(&M4(gate.matrix4(&[]).unwrap()), &cx);
    assert_eq!(
        [1, 2, 3, 2],
        [Gate::Ecr, Gate::Iswap, Gate::Swap, Gate::Cs].map(count)
    );
    let with_swap = natives(&[Gate::Cx, Gate::Swap]);
    let swap = M4(Gate::Swap.matrix4(&[]).unwrap());
    assert_eq!(1, check(&swap, &with_swap));
}

#[test]
fn directions_are_kept() {
    let cx = GateSet::of(&[Gate::Cx]);
    let ecr = GateSet::of(&[Gate::Ecr]);
    let mut numbers = Numbers(12);
    for set in [
        cx,
        ecr,
        GateSet::of(&[Gate::Rzx]),
        GateSet::of(&[Gate::Dcx]),
    ] {
        for reversed in [false, true] {
            let none = GateSet::EMPTY;
            let (forward, backward) = if reversed { (none, set) } else { (set, none) };
            let natives = Natives::new(forward, backward, &|_| None);
            for _ in 0..20 {
                let u = numbers.dressed([0.4, 0.3, 0.1]);
                assert_eq!(3, check(&u, &natives));
                let word = synthesize(&u, &natives, 9).unwrap();
                assert!(word.uses.iter().all(|u| u.reversed == reversed));
            }
        }
    }
}

#[test]
fn a_swap_is_three_bare_cx_where_both_directions_are_native() {
    let swap = M4(Gate::Swap.matrix4(&[]).unwrap());
    let word = synthesize(&swap, &natives(&[Gate::Cx]), 9).unwrap();
    let directions: Vec<bool> = word.uses.iter().map(|u| u.reversed).collect();
    assert_eq!(vec![true, false, true], directions);
    for inner in &word.locals[1..3] {
        for local in inner {
            assert!(local.distance(&M2::IDENTITY) < 1e-14, "{local:?}");
        }
    }
}

#[test]
fn rotations_stay_in_their_range() {
    let range = AngleRange {
        low: 0.0,
        high: FRAC_PI_2,
    };
    let rzz = GateSet::of(&[Gate::Rzz]);
    let natives = Natives::new(rzz, rzz, &|_| Some(range));
    let mut numbers = Numbers(13);
    for _ in 0..200 {
        let mut x = || PI * (numbers.next() - 0.5);
        let c = [x(), x(), x()];
        let u = numbers.dressed(c);
        check(&u, &natives);
        let word = synthesize(&u, &natives, 9).unwrap();
        let inside = |u: &Use| (0.0..=FRAC_PI_2 + 1e-15).contains(&u.angles[0]);
        assert!(word.uses.iter().all(inside));
    }
}

#[test]
fn square_roots_of_iswap_take_two_uses_for_four_fifths() {
    let natives = natives(&[Gate::Siswap]);
    let mut numbers = Numbers(14);
    let mut special = vec![
        [FRAC_PI_4, 0.0, 0.0],
        [FRAC_PI_4, FRAC_PI_4, 0.0],
        [FRAC_PI_4, FRAC_PI_4, FRAC_PI_4],
        [FRAC_PI_8, 0.0, 0.0],
        [FRAC_PI_8, FRAC_PI_8, FRAC_PI_8],
        [FRAC_PI_8, FRAC_PI_8, 0.0],
        [0.2, 0.1, 0.1],
        [0.2, 0.1, -0.1],
        [0.01, 0.01, 0.01],
        [1e-6, 0.0, 0.0],
        [1e-6, 1e-6, 1e-7],
        [FRAC_PI_4, 0.3, 0.2],
        [FRAC_PI_4 - 1e-9, 0.3, -0.2],
        [FRAC_PI_4 - 1e-9, 1e-9, 1e-10],
        [0.3, 0.3 - 1e-10, 1e-10],
        [0.3, 1e-9, 1e-9],
    ];
    for _ in 0..500 {
        let a = FRAC_PI_4 * numbers.next();
        let b = a * numbers.next();
        special.push([a, b, b * (2.0 * numbers.next() - 1.0)]);
    }
    for c in special {
        let u = numbers.dressed(c);
        let word = synthesize(&u, &natives, 9).unwrap();
        let expected = match c {
            [a, b, c] if a == FRAC_PI_8 && b == a && c == 0.0 => 1,
            [a, b, c] if a >= b + c.abs() - 1e-12 => 2,
            _ => 3,
        };
        assert_eq!(expected, word.uses.len(), "{c:?}");
        let off = word.matrix().distance(&u);
        assert!(off < 1e-12, "{c:?} {off:e}");
    }
}

#[test]
fn the_bound_never_exceeds_the_count() {
    let mut numbers = Numbers(15);
    for natives in [natives(&[Gate::Rzz]), natives(&[Gate::Cx, Gate::Ecr])] {
        for exponent in 0..17 {
            let e = 10f64.powi(-exponent);
            for c in [
                [e, e, e],
                [0.3, e, e],
                [0.3, e, 0.0],
                [0.3, 0.2, e],
                [e, 0.0, 0.0],
                [FRAC_PI_4 - e, 0.0, 0.0],
                [FRAC_PI_4, e, 0.0],
                [FRAC_PI_4, e, e],
                [FRAC_PI_4, 0.1, e],
            ] {
                let u = numbers.dressed(c);
                assert!(lower_bound(&u, &natives) <= check(&u, &natives));
            }
        }
    }
}

#[test]
fn the_bound_is_sharp_where_it_saves_work() {
    let (fixed, any) = (natives(&[Gate::Cx]), natives(&[Gate::Rzz]));
    let mut numbers = Numbers(16);
    let generic = numbers.dressed([0.4, 0.3, 0.2]);
    let plane = numbers.dressed([0.4, 0.3, 0.0]);
    let line = numbers.dressed([0.4, 0.0, 0.0]);
    let half_turn = numbers.dressed([FRAC_PI_4, 0.0, 0.0]);
    let local = numbers.dressed([0.0, 0.0, 0.0]);
    let bounds = |u: &M4| (lower_bound(u, &fixed), lower_bound(u, &any));
    assert_eq!((3, 3), bounds(&generic));
    assert_eq!((2, 0), bounds(&plane));
    assert_eq!((2, 0), bounds(&line));
    assert_eq!((0, 0), bounds(&half_turn));
    assert_eq!((0, 0), bounds(&local));
}
