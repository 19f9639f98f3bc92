// SPDX-License-Identifier: Apache-2.0
//! Library gates on one and two qubits as basic Clifford gates, global phase included.

use std::sync::OnceLock;

use num_complex::Complex64;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::twist::{Twist, X, Y};
use super::{Basic, Spelling, Tableau};
use crate::{Angle, Gate};

/// A gate as `w^eighths` times basic gates on qubits 0 and 1, `w = exp(i pi/4)`.
#[derive(Clone, PartialEq, Debug)]
pub struct Word {
    pub eighths: u8,
    pub gates: SmallVec<[Basic; 4]>,
}

/// Twists that any Clifford operator on two qubits takes at most.
const MOST: usize = 3;

/// Angles in quarters of pi, modulo 8 pi.
type Quarters = [i8; 4];

/// Remembers gates with angles; those without are in a table.
#[derive(Debug, Default)]
pub struct Reader {
    known: FxHashMap<(Gate, Quarters), Option<Word>>,
}

impl Reader {
    /// Whether a gate is Clifford on one or two qubits: exact angles only.
    #[inline]
    pub fn is_clifford(&mut self, gate: Gate, params: &[Angle]) -> bool {
        self.read(gate, params).is_some()
    }

    pub fn read(&mut self, gate: Gate, params: &[Angle]) -> Option<&Word> {
        if params.is_empty() {
            return fixed(gate);
        }
        let mut quarters = [0; 4];
        for (slot, angle) in quarters.iter_mut().zip(params) {
            *slot = angle.quarter_turns_of_pi()?.rem_euclid(32) as i8;
        }
        let entry = self.known.entry((gate, quarters));
        entry.or_insert_with(|| word(gate, params)).as_ref()
    }
}

fn fixed(gate: Gate) -> Option<&'static Word> {
    static WORDS: OnceLock<Vec<Option<Word>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let fixed = |g: &Gate| (g.num_params() == 0).then(|| word(*g, &[]))?;
        Gate::ALL.iter().map(fixed).collect()
    });
    words[gate as usize].as_ref()
}

fn word(gate: Gate, params: &[Angle]) -> Option<Word> {
    let basic = [
        Gate::H,
        Gate::S,
        Gate::Sdg,
        Gate::X,
        Gate::Y,
        Gate::Z,
        Gate::Cx,
        Gate::Cz,
        Gate::Swap,
    ];
    let qubits = gate.num_qubits();
    if basic.contains(&gate) {
        let gates = SmallVec::from_slice(&[Basic {
            gate,
            on: [0, qubits as u8 - 1],
        }]);
        return Some(Word { eighths: 0, gates });
    }
    // U0 is a delay.
    let action = (gate != Gate::U0).then(|| gate.clifford(params))??;
    let tableau = Tableau::of_action(&action, qubits);
    let gates = made(&tableau)?;
    let values: SmallVec<[f64; 4]> = params.iter().map(Angle::value).collect::<Option<_>>()?;
    let eighths = ratio(&gate.matrix(&values), &matrix(&gates, qubits))?;
    Some(Word {
        eighths,
        gates: gates.into(),
    })
}

/// Gates with this tableau on one or two qubits.
fn made(tableau: &Tableau) -> Option<Vec<Basic>> {
    let spelling = Spelling { cx: true, cz: true };
    let axes = (X..=Y).flat_map(|p| (X..=Y).map(move |q| [p, q]));
    let all: Vec<Twist> = axes.map(|axes| Twist::new([0, 1], axes)).collect();
    let mut lists: Vec<Vec<Twist>> = vec![Vec::new()];
    loop {
        // What reduces the operator makes its inverse.
        let back = lists
            .iter()
            .find_map(|l| spelling.write(l, tableau.clone()));
        if let Some(back) = back {
            return Some(back.iter().rev().map(|g| g.inverse()).collect());
        }
        if tableau.num_qubits() == 1 || lists[0].len() == MOST {
            return None;
        }
        let longer = |list: &Vec<Twist>| -> Vec<Vec<Twist>> {
            all.iter().map(|&t| [&list[..], &[t]].concat()).collect()
        };
        lists = lists.iter().flat_map(longer).collect();
    }
}

/// Row-major matrix of basic gates on one or two qubits.
fn matrix(gates: &[Basic], qubits: usize) -> Vec<Complex64> {
    let d = 1usize << qubits;
    let mut m: Vec<Complex64> = (0..d * d)
        .map(|i| Complex64::from(f64::from(u8::from(i / d == i % d))))
        .collect();
    for g in gates {
        let small = g.gate.matrix(&[]);
        let on: &[u8] = if g.is_pair() { &g.on } else { &g.on[..1] };
        let k = 1usize << on.len();
        let local = |i: usize| (0..on.len()).fold(0, |l, b| l | (i >> on[b] & 1) << b);
        let put = |i: usize, l: usize| {
            (0..on.len()).fold(i, |i, b| i & !(1 << on[b]) | (l >> b & 1) << on[b])
        };
        m = (0..d * d)
            .map(|at| {
                let (row, column) = (at / d, at % d);
                let entry = |l| small[local(row) * k + l] * m[put(row, l) * d + column];
                (0..k).map(entry).sum()
            })
            .collect();
    }
    m
}

/// `k` with a = w^k b.
fn ratio(a: &[Complex64], b: &[Complex64]) -> Option<u8> {
    (0..8).find(|&k| {
        let w = Complex64::from_polar(1.0, f64::from(k) * std::f64::consts::FRAC_PI_4);
        a.iter().zip(b).all(|(x, y)| (x - w * y).norm() < 1e-9)
    })
}
