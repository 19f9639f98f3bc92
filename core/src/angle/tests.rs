// SPDX-License-Identifier: Apache-2.0
//! Exactness: what must not drift, and where floats begin.

use std::f64::consts::PI;

use super::{Angle, ExprError, Function, Symbol};

fn symbol(name: &str) -> Angle {
    Angle::symbol(Symbol::named(name))
}

#[test]
fn multiples_of_pi_do_not_drift() {
    let mut sum = Angle::ZERO;
    for _ in 0..1_000_000 {
        sum = sum.add(&Angle::QUARTER_PI).modulo(4);
    }
    assert_eq!(sum, Angle::ZERO.add(&Angle::pi(0, 1)));
    assert_eq!(Angle::pi(7, 3).add(&Angle::pi(-1, 3)), Angle::pi(2, 1));
    assert_eq!(Angle::pi(6, 8), Angle::pi(3, 4));
}

#[test]
fn the_representative_lies_in_the_half_open_interval() {
    assert_eq!(Angle::pi(1, 1), Angle::pi(-1, 1).modulo(2));
    assert_eq!(Angle::pi(-1, 1), Angle::pi(-1, 1).modulo(4));
    assert_eq!(Angle::pi(2, 1), Angle::pi(-2, 1).modulo(4));
    assert_eq!(Angle::pi(-1, 4), Angle::pi(7, 4).modulo(2));
    let Angle::Radians(x) = Angle::radians(100.0).modulo(4) else {
        panic!("a float")
    };
    assert!((x - (100.0 - 8.0 * 4.0 * PI)).abs() < 1e-13);
}

#[test]
fn floats_beside_the_grid_are_snapped_and_the_change_is_told() {
    for (x, exact) in [
        (PI / 4.0, Angle::QUARTER_PI),
        (0.785398163397448, Angle::QUARTER_PI),
        (-PI, Angle::pi(-1, 1)),
    ] {
        let (angle, change) = Angle::radians(x).snapped();
        assert_eq!(exact, angle);
        assert!(change < 1e-14);
        assert_eq!((x - angle.value().unwrap()).abs(), change);
    }
    let (far, change) = Angle::radians(0.7853981).snapped();
    assert_eq!((Angle::Radians(0.7853981), 0.0), (far, change));
    let (tiny, _) = Angle::radians(1e-10).snapped();
    assert_eq!(Angle::Radians(1e-10), tiny);
}

#[test]
fn quotients_by_integers_are_exact() {
    let angle = Angle::PI
        .mul(&Angle::radians(3.0))
        .unwrap()
        .div(&Angle::radians(8.0))
        .unwrap();
    assert_eq!(Angle::pi(3, 8), angle);
    let deep = Angle::PI.div(&Angle::radians(2f64.powi(40))).unwrap();
    assert_eq!(Some(PI / 2f64.powi(40)), deep.value());
}

#[test]
fn affine_expressions_stay_affine() {
    let e = symbol("a")
        .scale(1, 3)
        .add(&symbol("b"))
        .sub(&symbol("a").scale(1, 3))
        .add(&Angle::HALF_PI);
    assert_eq!("b + pi/2", e.to_string());
    let three = |s: &Symbol| (*s.name == *"a").then(|| Angle::radians(3.0));
    assert_eq!(
        Angle::radians(1.0),
        symbol("a").scale(1, 3).bind(&three).unwrap()
    );
}

#[test]
fn a_symbol_bound_to_a_multiple_of_pi_gives_one() {
    let pi = |_: &Symbol| Some(Angle::PI);
    assert_eq!(Angle::pi(1, 4), symbol("t").scale(1, 4).bind(&pi).unwrap());
}

#[test]
fn products_of_symbols_become_trees_with_a_cap() {
    let mut e = symbol("a").mul(&symbol("b")).unwrap();
    let two = |_: &Symbol| Some(Angle::radians(2.0));
    assert_eq!(Some(4.0), e.bind(&two).unwrap().value());
    let outcome = (0..60).try_for_each(|_| {
        e = e.mul(&e)?;
        Ok(())
    });
    assert_eq!(Err(ExprError::TooLarge), outcome);
}

#[test]
fn what_has_no_value_is_an_error() {
    assert_eq!(Err(ExprError::DivisionByZero), Angle::PI.div(&Angle::ZERO));
    assert_eq!(
        Err(ExprError::NotFinite),
        Angle::radians(-1.0).apply(Function::Sqrt)
    );
    assert_eq!(
        Err(ExprError::NotFinite),
        Angle::radians(1e300).pow(&Angle::radians(2.0))
    );
    assert_eq!(Ok(Angle::ZERO), Angle::PI.apply(Function::Sin));
}
