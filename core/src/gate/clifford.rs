// SPDX-License-Identifier: Apache-2.0
//! What Clifford gates do to Pauli operators.

use std::sync::OnceLock;

use num_complex::Complex64;

use super::Gate;
use crate::Angle;

/// A signed Pauli string on at most two operands: bit i of `x` and `z` belongs to operand i; both set is Y.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PauliImage {
    pub x: u8,
    pub z: u8,
    pub negative: bool,
}

/// U X_k U^-1 and U Z_k U^-1 for each operand k of a Clifford gate U.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CliffordAction {
    pub x: [PauliImage; 2],
    pub z: [PauliImage; 2],
}

/// Entries of the conjugated Paulis are 0, +-1 or +-i for a Clifford gate and far from that otherwise.
const TOLERANCE: f64 = 1e-9;

impl Gate {
    /// The action on Paulis, or `None` if the gate with these angles is not Clifford.
    ///
    /// Only exact angles qualify: a float beside a multiple of pi/2 is not taken for it. Library gates on
    /// three and more qubits are not Clifford.
    pub fn clifford(self, params: &[Angle]) -> Option<CliffordAction> {
        static FIXED: OnceLock<Vec<Option<CliffordAction>>> = OnceLock::new();
        if self.num_qubits() > 2 {
            return None;
        }
        if params.is_empty() && self.num_params() == 0 {
            let table = FIXED.get_or_init(|| {
                let action = |g: &Gate| match g.num_params() {
                    0 => g.conjugation(&[]),
                    _ => None,
                };
                Gate::ALL.iter().map(action).collect()
            });
            return table[self as usize];
        }
        let mut values = [0.0; 4];
        for (value, angle) in values.iter_mut().zip(params) {
            // Odd multiples of pi/4 are Clifford as the axis of `gpi` and the like; the matrix decides.
            angle.quarter_turns_of_pi()?;
            *value = angle.value()?;
        }
        self.conjugation(&values[..params.len()])
    }

    fn conjugation(self, params: &[f64]) -> Option<CliffordAction> {
        let qubits = self.num_qubits();
        if qubits > 2 {
            return None;
        }
        let matrix = self.matrix(params);
        let absent = PauliImage {
            x: 0,
            z: 0,
            negative: false,
        };
        let mut action = CliffordAction {
            x: [absent; 2],
            z: [absent; 2],
        };
        for k in 0..qubits {
            action.x[k] = image(&matrix, 1 << k, 0)?;
            action.z[k] = image(&matrix, 0, 1 << k)?;
        }
        Some(action)
    }
}

/// U P U^-1 as a Pauli string, P = i^|x & z| X^x Z^z.
fn image(u: &[Complex64], x: usize, z: usize) -> Option<PauliImage> {
    let n = u.len().isqrt();
    let sign = |mask: usize| {
        if mask.count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        }
    };
    // Entry (r, c) of U P U^-1; P maps |j> to (-1)^(j.z) |j ^ x>.
    let entry = |r: usize, c: usize| -> Complex64 {
        (0..n)
            .map(|j| u[r * n + (j ^ x)] * sign(j & z) * u[c * n + j].conj())
            .sum()
    };
    let column: Vec<Complex64> = (0..n).map(|r| entry(r, 0)).collect();
    let to = column.iter().position(|e| e.norm() > 0.5)?;
    (0..n).find_map(|to_z| {
        let y = Complex64::i().powu((to & to_z).count_ones());
        let lead = column[to] / y;
        let equal = (lead.norm() - 1.0).abs() < TOLERANCE
            && lead.im.abs() < TOLERANCE
            && (0..n * n).all(|at| {
                let (r, c) = (at / n, at % n);
                let want = match r == c ^ to {
                    true => y * lead.re * sign(c & to_z),
                    false => Complex64::new(0.0, 0.0),
                };
                (entry(r, c) - want).norm() < TOLERANCE
            });
        equal.then_some(PauliImage {
            x: to as u8,
            z: to_z as u8,
            negative: lead.re < 0.0,
        })
    })
}
