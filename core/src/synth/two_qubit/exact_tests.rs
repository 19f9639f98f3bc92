// SPDX-License-Identifier: Apache-2.0

use super::super::Natives;
use super::*;
use crate::passes::testing::Random;
use crate::synth::matrix::{C64, M2, M4};
use crate::{Gate, GateSet};

fn half_turns(gates: &[Gate]) -> (Natives, HalfTurns) {
    let set = GateSet::of(gates);
    let natives = Natives::new(set, set, &|_| None);
    let half_turns = HalfTurns::of(&natives);
    (natives, half_turns)
}

fn matrix(word: &ExactWord) -> M4 {
    let mut u = M4::IDENTITY;
    for (i, locals) in word.locals.iter().enumerate() {
        for (qubit, run) in locals.iter().enumerate() {
            u.then_one(&run.matrix().expect("numbers"), qubit);
        }
        if let Some(used) = word.uses.get(i) {
            u = used.matrix() * u;
        }
    }
    u.scale(C64::from_polar(
        1.0,
        word.phase.angle().value().expect("a number"),
    ))
}

/// A block under construction, as a product and as a matrix.
struct Both {
    product: Product,
    matrix: M4,
}

impl Both {
    fn new() -> Both {
        Both {
            product: Product::default(),
            matrix: M4::IDENTITY,
        }
    }

    fn push(&mut self, gate: Gate, params: &[Angle], qubit: usize) {
        let values: Vec<f64> = params
            .iter()
            .map(|a| a.value().expect("a number"))
            .collect();
        if gate.num_qubits() == 1 {
            assert!(self.product.one(gate, params, qubit));
            self.matrix
                .then_one(&M2(gate.matrix2(&values).expect("one qubit")), qubit);
        } else {
            assert!(self.product.two(gate, params, qubit == 1), "{gate:?}");
            let m = M4(gate.matrix4(&values).expect("two qubits"));
            self.matrix = if qubit == 1 { m.exchanged() } else { m } * self.matrix;
        }
    }

    /// Number of uses of the best word, which is checked.
    fn best(&self, half_turns: &HalfTurns, below: u32) -> Option<u32> {
        let word = self.product.word(half_turns, below)?;
        assert!(matrix(&word).distance(&self.matrix) < 1e-12);
        assert!(self
            .product
            .word(half_turns, word.uses.len() as u32)
            .is_none());
        Some(word.uses.len() as u32)
    }
}

const ONE: [Gate; 8] = [
    Gate::H,
    Gate::S,
    Gate::Sdg,
    Gate::Sx,
    Gate::X,
    Gate::Y,
    Gate::Z,
    Gate::Sxdg,
];
const TWO: [Gate; 9] = [
    Gate::Cx,
    Gate::Cz,
    Gate::Cy,
    Gate::Ecr,
    Gate::Swap,
    Gate::Iswap,
    Gate::Iswapdg,
    Gate::Cx,
    Gate::Cz,
];

#[test]
fn clifford_blocks_take_as_few_gates_as_any_form() {
    let mut random = Random::new(41);
    let mut seen = [0; 4];
    for basis in [
        &[Gate::Cx][..],
        &[Gate::Cz],
        &[Gate::Ecr],
        &[Gate::Cy, Gate::Cx],
    ] {
        let (natives, half_turns) = half_turns(basis);
        for _ in 0..80 {
            let mut block = Both::new();
            for _ in 0..random.below(16) {
                let gate = match random.below(3) {
                    0 => random.pick(&TWO),
                    _ => random.pick(&ONE),
                };
                block.push(gate, &[], random.below(2));
            }
            let uses = block.best(&half_turns, 4).expect("three suffice");
            assert_eq!(two_qubit_uses(&block.matrix, &natives), uses);
            seen[uses as usize] += 1;
            let word = block.product.word(&half_turns, 4).expect("found");
            assert!(word.locals.iter().flatten().all(|run| run.turns.is_empty()));
            assert!(word.error == 0.0 && word.phase.rest.is_zero());
        }
    }
    assert!(seen.iter().all(|&n| n > 10), "{seen:?}");
}

fn two_qubit_uses(u: &M4, natives: &Natives) -> u32 {
    super::super::uses(u, natives).expect("a class of Clifford gates")
}

#[test]
fn rotations_are_kept_where_they_become_local() {
    let mut random = Random::new(42);
    let (_, half_turns) = half_turns(&[Gate::Cx]);
    let turning = [
        Gate::T,
        Gate::Tdg,
        Gate::Rz,
        Gate::Rx,
        Gate::Ry,
        Gate::P,
        Gate::U,
        Gate::Rzz,
        Gate::Rxx,
        Gate::Cp,
        Gate::Crx,
        Gate::Cs,
        Gate::Csx,
        Gate::Siswap,
        Gate::Siswapdg,
    ];
    let mut found = 0;
    for _ in 0..300 {
        let mut block = Both::new();
        for _ in 0..1 + random.below(10) {
            let gate = match random.below(4) {
                0 => random.pick(&turning),
                1 => random.pick(&ONE),
                _ => random.pick(&TWO),
            };
            let params: Vec<Angle> = (0..gate.num_params()).map(|_| random.angle()).collect();
            block.push(gate, &params, random.below(2));
        }
        found += u32::from(block.best(&half_turns, 9).is_some());
    }
    assert!(found > 250, "{found}");
}

#[test]
fn the_order_of_rotations_that_do_not_commute_is_kept() {
    let (_, half_turns) = half_turns(&[Gate::Cx]);
    let t = [Angle::QUARTER_PI];
    let mut block = Both::new();
    for gate in [Gate::Rzz, Gate::Rzx, Gate::Rzz] {
        block.push(gate, &t, 0);
    }
    // Between two cx all three are rotations of the target.
    assert_eq!(Some(2), block.best(&half_turns, 9));
    let word = block.product.word(&half_turns, 3).expect("two uses");
    assert_eq!(
        3,
        word.locals[1]
            .iter()
            .map(|run| run.turns.len())
            .sum::<usize>()
    );
}

#[test]
fn symbols_stay_symbols() {
    let (_, half_turns) = half_turns(&[Gate::Cx]);
    let a = [Angle::symbol(crate::Symbol::named("a"))];
    let mut product = Product::default();
    assert!(product.two(Gate::Cx, &[], false));
    assert!(product.one(Gate::Rz, &a, 0));
    assert!(product.two(Gate::Cx, &[], false));
    let word = product.word(&half_turns, 2).expect("nothing is left");
    assert_eq!(0, word.uses.len());
    assert_eq!(a[0], word.locals[0][0].turns[0].angle);
    assert!(word.locals[0][1].is_identity());
}

#[test]
fn limits() {
    let (_, half_turns) = half_turns(&[Gate::Cx]);
    let mut product = Product::default();
    for i in 0..MOST_TURNS {
        assert_eq!(i, product.num_turns());
        product.rotate(single(0, [Pauli::X, Pauli::Z][i % 2]), &Angle::QUARTER_PI);
    }
    assert!(product.word(&half_turns, 1).is_some());
    product.rotate(single(0, Pauli::X), &Angle::QUARTER_PI);
    assert!(product.word(&half_turns, 1).is_none());
    assert!(Product::default().word(&half_turns, 0).is_none());
    let (_, none) = self::half_turns(&[Gate::Iswap, Gate::Crx]);
    assert!(none.is_empty());
    assert!(Product::default().word(&none, 1).is_none());
    assert!(!Product::default().one(Gate::U0, &[Angle::ZERO], 0));
    assert!(!Product::default().two(Gate::Ch, &[], false));
}
