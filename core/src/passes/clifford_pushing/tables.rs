// SPDX-License-Identifier: Apache-2.0
//! One-qubit Cliffords up to signs, and the shortest words for them.

use std::sync::OnceLock;

use crate::synth::euler::Pauli;
use crate::synth::one_qubit::Clifford;
use crate::Gate;

/// Permutations of the axes: how Cliffords act when signs do not count.
pub const STATES: usize = 6;

/// How the six states lead to each other.
pub struct Tables {
    /// State of each class.
    pub state: [usize; 24],
    /// The two states that take an axis to x, and the two that take it to z.
    pub to_x: [[usize; 2]; 3],
    pub to_z: [[usize; 2]; 3],
    /// How many of H and S lead from one state to another, and which of them is first.
    pub steps: [[u16; STATES]; STATES],
    pub toward: [[Option<Gate>; STATES]; STATES],
    /// For the classes of Paulis: whether it is Z or Y.
    pub pauli: [Option<bool>; 24],
}

impl Tables {
    /// The tables, made once.
    pub fn get() -> &'static Tables {
        static MADE: OnceLock<Tables> = OnceLock::new();
        MADE.get_or_init(Tables::new)
    }

    fn new() -> Tables {
        let classes: Vec<Clifford> = (0..24).map(Clifford::of_class).collect();
        let axes = |c: Clifford| Pauli::ALL.map(|p| c.image(p).0);
        let mut images: Vec<[Pauli; 3]> = Vec::new();
        for &c in &classes {
            if !images.contains(&axes(c)) {
                images.push(axes(c));
            }
        }
        let find = |c: Clifford| {
            images
                .iter()
                .position(|&i| i == axes(c))
                .expect("all are there")
        };
        let state: [usize; 24] = std::array::from_fn(|class| find(classes[class]));
        let steps_of = |c: Clifford| {
            [
                (Gate::H, Clifford::hadamard() * c),
                (Gate::S, Clifford::quarter(Pauli::Z, 1) * c),
            ]
        };
        let mut steps = [[u16::MAX; STATES]; STATES];
        let mut toward = [[None; STATES]; STATES];
        // Relax until nothing changes; the longest way has three steps.
        for target in 0..STATES {
            steps[target][target] = 0;
            for _ in 0..3 {
                for &c in &classes {
                    let from = find(c);
                    for (gate, next) in steps_of(c) {
                        let length = steps[find(next)][target].saturating_add(1);
                        if length < steps[from][target] {
                            steps[from][target] = length;
                            toward[from][target] = Some(gate);
                        }
                    }
                }
            }
        }
        let to = |axis: Pauli, image: Pauli| {
            let mut states = (0..STATES).filter(|&s| images[s][axis as usize] == image);
            std::array::from_fn(|_| states.next().expect("two of six"))
        };
        Tables {
            state,
            to_x: Pauli::ALL.map(|p| to(p, Pauli::X)),
            to_z: Pauli::ALL.map(|p| to(p, Pauli::Z)),
            steps,
            toward,
            pauli: std::array::from_fn(|class| {
                let is = |p: Pauli| Clifford::quarter(p, 2).class() == class;
                let trivial = class == Clifford::ONE.class() || is(Pauli::X);
                match is(Pauli::Y) || is(Pauli::Z) {
                    true => Some(true),
                    false => trivial.then_some(false),
                }
            }),
        }
    }
}

/// What one-qubit Cliffords are spelt in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Letter {
    H,
    X,
    /// A rotation about z by so many quarter turns.
    Z(u8),
}

impl Letter {
    /// As an element of SU(2), and the gate's phase beside it in units of pi/4.
    pub fn clifford(self) -> (Clifford, i64) {
        match self {
            Letter::H => (Clifford::hadamard(), 2),
            Letter::X => (Clifford::quarter(Pauli::X, 2), 2),
            Letter::Z(quarters) => (Clifford::quarter(Pauli::Z, quarters.into()), 0),
        }
    }
}

/// The shortest word for each class; of those, one that starts with a rotation about z, which may merge with what
/// stands before.
pub struct Words {
    pub of: Vec<Vec<Letter>>,
}

impl Words {
    /// The words, found once.
    pub fn get() -> &'static Words {
        static MADE: OnceLock<Words> = OnceLock::new();
        MADE.get_or_init(Words::new)
    }

    fn new() -> Words {
        let letters = [
            Letter::Z(2),
            Letter::Z(1),
            Letter::Z(3),
            Letter::X,
            Letter::H,
        ];
        let mut of: Vec<Option<Vec<Letter>>> = vec![None; 24];
        of[Clifford::ONE.class()] = Some(Vec::new());
        let mut reached = vec![Clifford::ONE];
        let mut next = 0;
        while next < reached.len() {
            let c = reached[next];
            let word = of[c.class()].clone().expect("it was reached");
            for letter in letters {
                let longer = letter.clifford().0 * c;
                if of[longer.class()].is_none() {
                    of[longer.class()] = Some(word.iter().copied().chain([letter]).collect());
                    reached.push(longer);
                }
            }
            next += 1;
        }
        Words {
            of: of
                .into_iter()
                .map(|w| w.expect("h, s and x make all"))
                .collect(),
        }
    }
}
