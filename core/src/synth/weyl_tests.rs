// SPDX-License-Identifier: Apache-2.0
//! Random, degenerate and nearly degenerate unitaries against their decomposition.

use super::*;
use crate::Gate;

/// Deterministic numbers in [0, 1) (splitmix64).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn local(&mut self) -> M2 {
        let mut angle = || 4.0 * PI * self.next();
        let q = Quaternion::rotation(Pauli::Z, angle())
            * Quaternion::rotation(Pauli::Y, angle())
            * Quaternion::rotation(Pauli::Z, angle());
        q.matrix()
    }

    /// `canonical(coordinates)` between random local gates.
    pub fn dressed(&mut self, coordinates: [f64; 3]) -> M4 {
        let phase = C64::from_polar(1.0, 7.0 * self.next());
        let (a, b) = (self.local(), self.local());
        let (c, d) = (self.local(), self.local());
        (M4::product(&a, &b) * canonical(coordinates) * M4::product(&c, &d)).scale(phase)
    }
}

/// Largest error allowed; typical ones are ten times smaller.
const CLOSE: f64 = 1e-13;

fn check(u: &M4) -> [f64; 3] {
    let weyl = Weyl::of(u);
    let off = weyl.matrix().distance(u);
    assert!(off < CLOSE, "{off:e} {weyl:?}");
    for local in weyl.left.iter().chain(&weyl.right) {
        assert!((*local * local.adjoint()).distance(&M2::IDENTITY) < 1e-14);
    }
    let [a, b, c] = weyl.coordinates;
    assert!(
        FRAC_PI_4 + 1e-13 >= a && a >= b && b >= c.abs(),
        "{a} {b} {c}"
    );
    weyl.coordinates
}

fn near(expected: [f64; 3], found: [f64; 3], tolerance: f64) {
    for (e, f) in expected.iter().zip(found) {
        assert!((e - f).abs() < tolerance, "{expected:?} {found:?}");
    }
}

#[test]
fn random_unitaries() {
    let mut numbers = Numbers(1);
    for _ in 0..3000 {
        let coordinates = [(); 3].map(|()| 4.0 * PI * numbers.next());
        check(&numbers.dressed(coordinates));
    }
}

#[test]
fn library_gates_have_their_classes() {
    let q = FRAC_PI_4;
    let classes = [
        (Gate::Cx, [q, 0.0, 0.0]),
        (Gate::Cz, [q, 0.0, 0.0]),
        (Gate::Ch, [q, 0.0, 0.0]),
        (Gate::Ecr, [q, 0.0, 0.0]),
        (Gate::Cs, [q / 2.0, 0.0, 0.0]),
        (Gate::Csx, [q / 2.0, 0.0, 0.0]),
        (Gate::Dcx, [q, q, 0.0]),
        (Gate::Iswap, [q, q, 0.0]),
        (Gate::Iswapdg, [q, q, 0.0]),
        (Gate::Siswap, [q / 2.0, q / 2.0, 0.0]),
        (Gate::Swap, [q, q, q]),
    ];
    for (gate, class) in classes {
        let u = M4(gate.matrix4(&[]).unwrap());
        assert_eq!(class, check(&u), "{gate:?}");
        assert_eq!(
            class,
            check(&u.scale(C64::from_polar(1.0, 0.3))),
            "{gate:?}"
        );
    }
    assert_eq!([0.0; 3], check(&M4::IDENTITY));
    assert_eq!([0.0; 3], check(&M4::IDENTITY.scale(-I)));
}

#[test]
fn corners_edges_and_faces_of_the_chamber_and_beside_them() {
    let q = FRAC_PI_4;
    let mut numbers = Numbers(2);
    let grid = [0.0, q / 2.0, q, 0.31, 0.17];
    for a in grid {
        for b in grid {
            for c in grid {
                for exponent in 3..18 {
                    let tiny = match exponent {
                        17 => 0.0,
                        _ => 10f64.powi(-exponent),
                    };
                    for sign in [1.0, -1.0] {
                        let moved = [a + sign * tiny, b - tiny, c + tiny * 0.3];
                        check(&numbers.dressed(moved));
                        check(&canonical(moved));
                    }
                }
            }
        }
    }
}

#[test]
fn coordinates_in_the_chamber_come_back() {
    let mut numbers = Numbers(3);
    for _ in 0..500 {
        let a = FRAC_PI_4 * numbers.next();
        let b = a * numbers.next();
        let c = b * (2.0 * numbers.next() - 1.0);
        near([a, b, c], check(&numbers.dressed([a, b, c])), 1e-13);
    }
    for exponent in 4..17 {
        let e = 10f64.powi(-exponent);
        near([e, 0.0, 0.0], check(&numbers.dressed([e, 0.0, 0.0])), 2e-14);
        near([e, e, e], check(&numbers.dressed([e, e, e])), 2e-14);
        let c = [FRAC_PI_4 - e, 0.3, -e];
        near(
            c.map(f64::abs),
            check(&numbers.dressed(c)).map(f64::abs),
            2e-14,
        );
    }
}

#[test]
fn permutations_and_signed_permutations() {
    let mut order = [0, 1, 2, 3];
    let mut orders = Vec::new();
    permute(&mut order, 0, &mut orders);
    assert_eq!(24, orders.len());
    let units = [C64::new(1.0, 0.0), I, C64::new(-1.0, 0.0), -I];
    for order in orders {
        for k in 0..256usize {
            let mut m = [[ZERO; 4]; 4];
            for (i, &j) in order.iter().enumerate() {
                m[i][j] = units[k >> (2 * i) & 3];
            }
            check(&M4(m));
        }
    }
}

fn permute(order: &mut [usize; 4], from: usize, found: &mut Vec<[usize; 4]>) {
    if from == 4 {
        found.push(*order);
    }
    for i in from..4 {
        order.swap(from, i);
        permute(order, from + 1, found);
        order.swap(from, i);
    }
}

#[test]
fn words_of_cliffords_have_clifford_classes_exactly() {
    let q = FRAC_PI_4;
    let mut numbers = Numbers(4);
    let locals = [Gate::H, Gate::S, Gate::Sx, Gate::X, Gate::Sdg];
    for _ in 0..2000 {
        let mut u = M4::IDENTITY;
        for _ in 0..12 {
            if numbers.next() < 0.4 {
                let gate = [Gate::Cx, Gate::Cz, Gate::Iswap][(3.0 * numbers.next()) as usize];
                u = M4(gate.matrix4(&[]).unwrap()) * u;
            } else {
                let gate = locals[(5.0 * numbers.next()) as usize];
                u.then_one(
                    &M2(gate.matrix2(&[]).unwrap()),
                    (2.0 * numbers.next()) as usize,
                );
            }
        }
        let class = check(&u);
        assert!(class.iter().all(|&x| x == 0.0 || x == q), "{class:?}");
    }
}

#[test]
fn words_of_library_gates() {
    let mut numbers = Numbers(5);
    let gates: Vec<Gate> = Gate::ALL
        .iter()
        .copied()
        .filter(|g| g.num_qubits() <= 2)
        .collect();
    for _ in 0..3000 {
        let mut u = M4::IDENTITY;
        for _ in 0..20 {
            let gate = gates[(gates.len() as f64 * numbers.next()) as usize];
            let params: Vec<f64> = (0..gate.num_params())
                .map(|_| (8.0 * numbers.next()).floor() * FRAC_PI_4)
                .collect();
            match gate.matrix4(&params) {
                Some(m) if numbers.next() < 0.5 => u = M4(m).exchanged() * u,
                Some(m) => u = M4(m) * u,
                None => {
                    let m = M2(gate.matrix2(&params).unwrap());
                    u.then_one(&m, (2.0 * numbers.next()) as usize);
                }
            }
        }
        check(&u);
    }
}
