// SPDX-License-Identifier: Apache-2.0
//! What is left of a gate when one of its qubits is in an eigenstate of its axis there.
//!
//! A gate that commutes with a Pauli P of an operand is U+ on the rest while that operand is in the +1 eigenstate of P,
//! and U- in the -1 eigenstate; the operand itself stays as it is.

use smallvec::{smallvec, SmallVec};

use crate::gate::{Axis, Gate};
use crate::Angle;

/// A gate on the other operands, in their order, times a global phase; no gate for the identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    pub gate: Option<(Gate, SmallVec<[Angle; 3]>)>,
    pub phase: Angle,
}

impl Rest {
    fn phase(phase: Angle) -> Rest {
        Rest { gate: None, phase }
    }

    fn gate(gate: Gate, params: impl IntoIterator<Item = Angle>) -> Rest {
        Rest {
            gate: Some((gate, params.into_iter().collect())),
            phase: Angle::ZERO,
        }
    }
}

/// The rest of a gate whose operand `slot` is in an eigenstate of `axis`, the one of eigenvalue -1 if `minus`.
/// `None` if the gate has another axis there, or the rest is not one library gate.
pub fn rest(gate: Gate, params: &[Angle], slot: usize, axis: Axis, minus: bool) -> Option<Rest> {
    if gate.num_qubits() == 1 {
        let turn = gate.rotation(params).filter(|t| t.axis == axis)?;
        let half = turn.angle.half();
        return Some(Rest::phase(match minus {
            true => turn.phase.add(&half),
            false => turn.phase.sub(&half),
        }));
    }
    if gate.axis(slot) != axis {
        return None;
    }
    if let Some(rest) = pauli_rotation(gate, params, slot, minus) {
        return Some(rest);
    }
    let controls = gate.record().axes.iter().take_while(|a| **a == Axis::Z);
    let first_target = (gate.num_qubits() - 1).min(controls.count());
    let controlled_rotation = matches!(gate, Gate::Crx | Gate::Cry | Gate::Crz);
    if slot < first_target || !controlled_rotation {
        // A power of a product of projectors: the identity where one of them is 0.
        if !minus {
            return is_projector_power(gate, slot).then(|| Rest::phase(Angle::ZERO));
        }
        return fired(gate, params, slot);
    }
    // A controlled rotation of an eigenstate is a phase on the control.
    let half = params[0].half();
    let phase = if minus { half } else { half.neg() };
    Some(Rest::gate(Gate::P, [phase]))
}

/// exp(-i a A B / 2) with A = +-1 is a rotation about B.
fn pauli_rotation(gate: Gate, params: &[Angle], slot: usize, minus: bool) -> Option<Rest> {
    if !matches!(gate, Gate::Rxx | Gate::Ryy | Gate::Rzz | Gate::Rzx) {
        return None;
    }
    let about = Gate::about(gate.axis(1 - slot))?;
    let angle = if minus {
        params[0].neg()
    } else {
        params[0].clone()
    };
    Some(Rest::gate(about, [angle]))
}

/// The +1 eigenstate of the slot's axis switches the gate off.
fn is_projector_power(gate: Gate, slot: usize) -> bool {
    use Gate::{
        C3sx, C3x, C4x, Ccx, Ccz, Ch, Cp, Crx, Cry, Crz, Cs, Csdg, Cswap, Csx, Cu, Cu3, Cx, Cy, Cz,
    };
    match gate {
        Cx | Cy | Cz | Cs | Csdg | Csx | Cp | Ccx | Ccz | C3x | C3sx | C4x => true,
        Ch | Crx | Cry | Crz | Cu3 | Cu | Cswap => slot == 0,
        _ => false,
    }
}

/// The rest of a projector power where the slot's projector is 1.
fn fired(gate: Gate, params: &[Angle], slot: usize) -> Option<Rest> {
    let on_control = slot == 0;
    let plain = |gate| Some(Rest::gate(gate, []));
    match gate {
        Gate::Cx if on_control => plain(Gate::X),
        Gate::Cy if on_control => plain(Gate::Y),
        Gate::Cx | Gate::Cy | Gate::Cz => plain(Gate::Z),
        Gate::Ch => plain(Gate::H),
        Gate::Csx if on_control => plain(Gate::Sx),
        Gate::Cs | Gate::Csx => plain(Gate::S),
        Gate::Csdg => plain(Gate::Sdg),
        Gate::Cp => Some(Rest::gate(Gate::P, [params[0].clone()])),
        Gate::Crx => Some(Rest::gate(Gate::Rx, [params[0].clone()])),
        Gate::Cry => Some(Rest::gate(Gate::Ry, [params[0].clone()])),
        Gate::Crz => Some(Rest::gate(Gate::Rz, [params[0].clone()])),
        Gate::Cu3 => Some(Rest::gate(Gate::U, params.iter().cloned())),
        Gate::Cu => {
            let angles: SmallVec<[Angle; 3]> = params[..3].iter().cloned().collect();
            Some(Rest {
                gate: Some((Gate::U, angles)),
                phase: params[3].clone(),
            })
        }
        Gate::Ccx if slot < 2 => plain(Gate::Cx),
        Gate::Ccx | Gate::Ccz => plain(Gate::Cz),
        Gate::Cswap => plain(Gate::Swap),
        Gate::C3x if slot < 3 => plain(Gate::Ccx),
        Gate::C3x => plain(Gate::Ccz),
        Gate::C4x if slot < 4 => Some(Rest {
            gate: Some((Gate::C3x, smallvec![])),
            phase: Angle::ZERO,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_complex::Complex64;
    use std::f64::consts::FRAC_1_SQRT_2 as R;

    fn eigenstate(axis: Axis, minus: bool) -> [Complex64; 2] {
        let sign = if minus { -R } else { R };
        match (axis, minus) {
            (Axis::X, _) => [R.into(), sign.into()],
            (Axis::Y, _) => [R.into(), Complex64::new(0.0, sign)],
            (_, false) => [1.0.into(), 0.0.into()],
            (_, true) => [0.0.into(), 1.0.into()],
        }
    }

    #[test]
    fn rests_agree_with_matrices() {
        let mut found = 0;
        for &gate in Gate::ALL {
            let n = gate.num_qubits();
            let params: Vec<Angle> = (0..gate.num_params())
                .map(|i| Angle::radians(0.7 + i as f64))
                .collect();
            let values: Vec<f64> = params.iter().filter_map(Angle::value).collect();
            let m = gate.matrix(&values);
            for slot in 0..n {
                for axis in [Axis::X, Axis::Y, Axis::Z] {
                    for minus in [false, true] {
                        let Some(rest) = rest(gate, &params, slot, axis, minus) else {
                            continue;
                        };
                        found += 1;
                        let phase = Complex64::cis(rest.phase.value().expect("a number"));
                        let small = match &rest.gate {
                            None => (0..1usize << (2 * (n - 1)))
                                .map(|i| {
                                    f64::from(u8::from(i >> (n - 1) == i % (1 << (n - 1)))).into()
                                })
                                .collect(),
                            Some((g, p)) => {
                                assert_eq!(n - 1, g.num_qubits());
                                g.matrix(&p.iter().filter_map(Angle::value).collect::<Vec<_>>())
                            }
                        };
                        let state = eigenstate(axis, minus);
                        let low = (1usize << slot) - 1;
                        let split = |x: usize| (x >> slot & 1, (x & low) | (x >> 1 & !low));
                        // Column: eigenstate at the slot, basis state `other` elsewhere.
                        for other in 0..1usize << (n - 1) {
                            for row in 0..1usize << n {
                                let (bit, row_rest) = split(row);
                                let is: Complex64 = (0..1usize << n)
                                    .filter(|&c| split(c).1 == other)
                                    .map(|c| m[row << n | c] * state[split(c).0])
                                    .sum();
                                let should =
                                    phase * state[bit] * small[row_rest << (n - 1) | other];
                                assert!(
                                    (is - should).norm() < 1e-12,
                                    "{gate:?} slot {slot} {axis:?} {minus}"
                                );
                            }
                        }
                    }
                }
            }
        }
        assert!(found > 100, "only {found} rests");
    }
}
