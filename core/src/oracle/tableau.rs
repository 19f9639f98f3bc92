// SPDX-License-Identifier: Apache-2.0
//! Clifford circuits of any width, by what they make of each X and Z.
//!
//! Two unitaries that agree on all of these are equal up to a phase. The tableau (Aaronson, Gottesman, "Improved
//! simulation of stabilizer circuits", Phys. Rev. A 70, 2004, doi:10.1103/PhysRevA.70.052328) is held by columns: for
//! each wire the X bits of all rows, the Z bits of all rows, and one column of signs. A gate's action on Paulis
//! is read off its matrix, so what is Clifford is found out and not looked up. O(gates n / 64) words.

use num_complex::Complex64;
use rustc_hash::FxHashMap;

use super::program::Unitary;
use super::side::Side;

/// Widest gate whose action is read off.
const MAX_GATE: usize = 3;
const ROUNDING: f64 = 1e-11;

/// What a gate makes of the local Pauli of each pattern; bits 2i and 2i+1 of a pattern are X and Z of its wire i, and
/// both mean Y.
struct Action {
    image: Vec<u32>,
    negative: Vec<bool>,
}

/// Images of X and Z of every qubit compared.
#[derive(PartialEq)]
pub struct Tableau {
    /// For each wire at the end, in the order of the qubits: X column, then Z column.
    columns: Vec<[Vec<u64>; 2]>,
    signs: Vec<u64>,
}

impl Tableau {
    /// The tableau of `side`, which has no ancillas; `None` if a step is no Clifford gate.
    pub fn new(side: &Side) -> Option<Tableau> {
        let n = side.qubits();
        let words = (2 * n).div_ceil(64);
        let mut columns = vec![[vec![0u64; words], vec![0u64; words]]; n];
        let mut signs = vec![0u64; words];
        // Row 2i is X of qubit i, row 2i + 1 its Z.
        for (i, &wire) in side.initial.iter().enumerate() {
            for (part, column) in columns[wire as usize].iter_mut().enumerate() {
                let row = 2 * i + part;
                column[row / 64] |= 1 << (row % 64);
            }
        }
        let mut known: FxHashMap<Vec<u64>, Option<Action>> = FxHashMap::default();
        let mut wires = Vec::new();
        for u in side.program.unitaries() {
            wires.clear();
            wires.extend(u.targets.iter().copied());
            wires.extend(u.controls.iter().map(|c| c.0));
            if wires.is_empty() {
                continue;
            }
            if wires.len() > MAX_GATE {
                return None;
            }
            let action = known.entry(key(u)).or_insert_with(|| action(u));
            apply(action.as_ref()?, &wires, &mut columns, &mut signs);
        }
        let mut old: Vec<Option<[Vec<u64>; 2]>> = columns.into_iter().map(Some).collect();
        let columns = side
            .last
            .iter()
            .map(|&w| old[w as usize].take().expect("wires are distinct"))
            .collect();
        Some(Tableau { columns, signs })
    }

    /// The first Pauli that the two make something else of: (qubit, letter).
    pub fn first_difference(&self, other: &Tableau) -> Option<(usize, char)> {
        let words = self.signs.len();
        let differs = (0..words).find_map(|k| {
            let mut difference = self.signs[k] ^ other.signs[k];
            for (a, b) in self.columns.iter().zip(&other.columns) {
                difference |= (a[0][k] ^ b[0][k]) | (a[1][k] ^ b[1][k]);
            }
            (difference != 0).then(|| 64 * k + difference.trailing_zeros() as usize)
        })?;
        Some((differs / 2, if differs % 2 == 0 { 'X' } else { 'Z' }))
    }
}

/// Equal for gates with equal matrices and control values.
fn key(u: &Unitary) -> Vec<u64> {
    let mut key = vec![u.targets.len() as u64];
    key.extend(u.controls.iter().map(|c| u64::from(c.1)));
    for (&state, row) in u.matrix.active.iter().zip(&u.matrix.rows) {
        key.push(u64::from(state) << 32 | row.len() as u64);
        for (at, z) in row {
            key.extend([u64::from(*at), z.re.to_bits(), z.im.to_bits()]);
        }
    }
    key
}

/// The gate's matrix over its targets and then its controls.
fn with_controls(u: &Unitary) -> Vec<Complex64> {
    let inner = u.targets.len();
    let width = inner + u.controls.len();
    let dim = 1usize << width;
    let fires = u
        .controls
        .iter()
        .enumerate()
        .filter(|(_, c)| c.1)
        .fold(0usize, |v, (i, _)| v | 1 << i);
    let mut m = vec![Complex64::ZERO; dim * dim];
    for i in 0..dim {
        m[i * dim + i] = Complex64::ONE;
    }
    let base = fires << inner;
    for (&state, row) in u.matrix.active.iter().zip(&u.matrix.rows) {
        let i = base | state as usize;
        m[i * dim + i] = Complex64::ZERO;
        for &(at, z) in row {
            m[i * dim + (base | u.matrix.active[at as usize] as usize)] = z;
        }
    }
    m
}

/// Read off U P U* for every local Pauli P. `None` if one of them is no Pauli.
fn action(u: &Unitary) -> Option<Action> {
    let width = u.targets.len() + u.controls.len();
    let dim = 1usize << width;
    let m = with_controls(u);
    let mut image = vec![0; 1 << (2 * width)];
    let mut negative = vec![false; 1 << (2 * width)];
    for pattern in 0..1u32 << (2 * width) {
        // U P U*, entry by entry: P |j> = factor |j ^ flips>.
        let mut conjugated = vec![Complex64::ZERO; dim * dim];
        for j in 0..dim {
            let (to, factor) = pauli_on(pattern, width, j);
            for r in 0..dim {
                let left = m[r * dim + to] * factor;
                if left == Complex64::ZERO {
                    continue;
                }
                for c in 0..dim {
                    conjugated[r * dim + c] += left * m[c * dim + j].conj();
                }
            }
        }
        (image[pattern as usize], negative[pattern as usize]) = read_pauli(&conjugated, width)?;
    }
    Some(Action { image, negative })
}

/// Where the Pauli of a pattern sends basis state `j`, and with which factor.
fn pauli_on(pattern: u32, width: usize, j: usize) -> (usize, Complex64) {
    let mut to = j;
    let mut factor = Complex64::ONE;
    for i in 0..width {
        let set = j >> i & 1 == 1;
        match pattern >> (2 * i) & 3 {
            1 => to ^= 1 << i,
            2 if set => factor = -factor,
            3 => {
                to ^= 1 << i;
                factor *= if set { -Complex64::I } else { Complex64::I };
            }
            _ => {}
        }
    }
    (to, factor)
}

/// The pattern and sign of a matrix that is plus or minus a Pauli.
fn read_pauli(matrix: &[Complex64], width: usize) -> Option<(u32, bool)> {
    let dim = 1usize << width;
    // Its first column says which X part it has; the columns of single bits say which Z part.
    let flips = (0..dim).find(|&r| matrix[r * dim].norm() > 0.5)?;
    let mut pattern = (0..width)
        .filter(|i| flips >> i & 1 == 1)
        .fold(0u32, |p, i| p | 1 << (2 * i));
    let first = matrix[flips * dim];
    for i in 0..width {
        let j = 1usize << i;
        let ratio = matrix[(j ^ flips) * dim + j] / first;
        if (ratio.re + 1.0).abs() < 0.5 {
            pattern |= 2 << (2 * i);
        }
    }
    let (_, expected) = pauli_on(pattern, width, 0);
    let negative = (first / expected).re < 0.0;
    let sign = if negative { -1.0 } else { 1.0 };
    for j in 0..dim {
        let (to, factor) = pauli_on(pattern, width, j);
        for r in 0..dim {
            let expected = if r == to {
                factor * sign
            } else {
                Complex64::ZERO
            };
            if (matrix[r * dim + j] - expected).norm() > ROUNDING {
                return None;
            }
        }
    }
    Some((pattern, negative))
}

fn apply(action: &Action, wires: &[u32], columns: &mut [[Vec<u64>; 2]], signs: &mut [u64]) {
    let width = wires.len();
    let mut local = [0u64; 2 * MAX_GATE];
    for (k, sign) in signs.iter_mut().enumerate() {
        for (i, &w) in wires.iter().enumerate() {
            for part in 0..2 {
                local[2 * i + part] = columns[w as usize][part][k];
            }
        }
        let mut new = [0u64; 2 * MAX_GATE];
        for pattern in 1..1usize << (2 * width) {
            // The rows whose local Pauli is this one.
            let rows = (0..2 * width).fold(!0u64, |rows, bit| {
                rows & if pattern >> bit & 1 == 1 {
                    local[bit]
                } else {
                    !local[bit]
                }
            });
            if rows == 0 {
                continue;
            }
            for (bit, column) in new[..2 * width].iter_mut().enumerate() {
                if action.image[pattern] >> bit & 1 == 1 {
                    *column |= rows;
                }
            }
            if action.negative[pattern] {
                *sign ^= rows;
            }
        }
        for (i, &w) in wires.iter().enumerate() {
            for part in 0..2 {
                columns[w as usize][part][k] = new[2 * i + part];
            }
        }
    }
}
