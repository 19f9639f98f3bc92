// SPDX-License-Identifier: Apache-2.0
//! Families of gates that are powers of one another.
//!
//! Every member is `exp(i phase) exp(-i angle G / 2)` for the Hermitian G of its family, so a product of members on
//! the same wires is the sum of their angles. There are two kinds of G:
//!
//! - G has the eigenvalues 1 and -1 (a Pauli, a product of Paulis, `1 - 2 projector` for gates like `cx`, `swap`,
//!   `h`): a turn by 2 pi is the global phase -1. A *rotation* (`rz`) has phase 0. A *power* (`p`, `t`, `cx`: the
//!   identity on the +1 eigenspace) has phase angle/2.
//! - G has the eigenvalues 0, 1 and -1 (`crz`, `iswap`): only 4 pi is the identity, and phase is always 0.

use std::sync::LazyLock;

use crate::gate::Gate;
use crate::Angle;

/// How a member's angle and phase are read off it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// A gate without parameters: a power by this many pi/4.
    Eighths(i8),
    /// Its parameter is the angle, its phase half of it.
    Power,
    /// Its parameter is the angle, its phase zero.
    Rotation,
}

/// Gates that are powers of one another on the same wires.
#[derive(Debug)]
pub struct Family {
    /// Angle at which the family repeats, up to global phase, in units of pi: 2 or 4.
    pub period: u32,
    pub members: &'static [(Gate, Turn)],
}

impl Family {
    /// Members without parameters, with their angle in units of pi/4.
    pub fn named(&self) -> impl Iterator<Item = (Gate, i8)> + '_ {
        self.members.iter().filter_map(|&(g, t)| match t {
            Turn::Eighths(k) => Some((g, k)),
            _ => None,
        })
    }
}

use Turn::{Eighths, Power, Rotation};

/// All families. A gate is in at most one.
pub static FAMILIES: &[Family] = &[
    Family {
        period: 2,
        members: &[
            (Gate::Z, Eighths(4)),
            (Gate::S, Eighths(2)),
            (Gate::Sdg, Eighths(-2)),
            (Gate::T, Eighths(1)),
            (Gate::Tdg, Eighths(-1)),
            (Gate::P, Power),
            (Gate::Rz, Rotation),
        ],
    },
    Family {
        period: 2,
        members: &[
            (Gate::X, Eighths(4)),
            (Gate::Sx, Eighths(2)),
            (Gate::Sxdg, Eighths(-2)),
            (Gate::Rx, Rotation),
        ],
    },
    powers(&[(Gate::Y, Eighths(4)), (Gate::Ry, Rotation)]),
    powers(&[(Gate::H, Eighths(4))]),
    powers(&[
        (Gate::Cz, Eighths(4)),
        (Gate::Cs, Eighths(2)),
        (Gate::Csdg, Eighths(-2)),
        (Gate::Cp, Power),
    ]),
    powers(&[(Gate::Cx, Eighths(4)), (Gate::Csx, Eighths(2))]),
    powers(&[(Gate::Cy, Eighths(4))]),
    powers(&[(Gate::Ch, Eighths(4))]),
    powers(&[(Gate::Swap, Eighths(4))]),
    powers(&[(Gate::Ecr, Eighths(4))]),
    powers(&[(Gate::Ccx, Eighths(4))]),
    powers(&[(Gate::Ccz, Eighths(4))]),
    powers(&[(Gate::Cswap, Eighths(4))]),
    powers(&[(Gate::Rccx, Eighths(4))]),
    powers(&[(Gate::C3x, Eighths(4)), (Gate::C3sx, Eighths(2))]),
    powers(&[(Gate::C4x, Eighths(4))]),
    powers(&[(Gate::Rxx, Rotation)]),
    powers(&[(Gate::Ryy, Rotation)]),
    powers(&[(Gate::Rzz, Rotation)]),
    powers(&[(Gate::Rzx, Rotation)]),
    controlled(&[(Gate::Crx, Rotation)]),
    controlled(&[(Gate::Cry, Rotation)]),
    controlled(&[(Gate::Crz, Rotation)]),
    controlled(&[
        (Gate::Iswap, Eighths(4)),
        (Gate::Iswapdg, Eighths(-4)),
        (Gate::Siswap, Eighths(2)),
        (Gate::Siswapdg, Eighths(-2)),
    ]),
];

const fn powers(members: &'static [(Gate, Turn)]) -> Family {
    Family { period: 2, members }
}

const fn controlled(members: &'static [(Gate, Turn)]) -> Family {
    Family { period: 4, members }
}

/// Which operands of a gate may change places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exchange {
    None,
    /// All of them.
    All,
    /// The first so many (controls).
    First(u8),
    /// All but the first.
    Rest,
}

/// What the sweep asks of every gate, gathered in one place.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// Index into [`FAMILIES`].
    pub family: Option<u8>,
    pub turn: Turn,
    pub exchange: Exchange,
}

static MEMBERSHIPS: LazyLock<Vec<Membership>> = LazyLock::new(|| {
    let of = |gate: Gate| {
        let found = FAMILIES.iter().enumerate().find_map(|(i, f)| {
            let member = f.members.iter().find(|m| m.0 == gate)?;
            Some((i as u8, member.1))
        });
        Membership {
            family: found.map(|f| f.0),
            turn: found.map_or(Turn::Rotation, |f| f.1),
            exchange: match gate {
                Gate::Ccx => Exchange::First(2),
                Gate::C3x | Gate::C3sx => Exchange::First(3),
                Gate::C4x => Exchange::First(4),
                Gate::Cswap => Exchange::Rest,
                g if g.record().symmetric => Exchange::All,
                _ => Exchange::None,
            },
        }
    };
    Gate::ALL.iter().map(|&g| of(g)).collect()
});

/// Membership of every gate, indexed by `gate as usize`.
pub fn memberships() -> &'static [Membership] {
    &MEMBERSHIPS
}

/// Family index and how the angle is read.
pub fn membership(gate: Gate) -> Membership {
    MEMBERSHIPS[gate as usize]
}

/// Angle of a member, in the sense of its family.
pub fn angle_of(turn: Turn, params: &[Angle]) -> Angle {
    match turn {
        Turn::Eighths(k) => Angle::pi(i32::from(k), 4),
        Turn::Power | Turn::Rotation => params[0].clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_complex::Complex64;

    fn product(a: &[Complex64], b: &[Complex64]) -> Vec<Complex64> {
        let d = a.len().isqrt();
        (0..d * d)
            .map(|i| {
                (0..d)
                    .map(|k| a[i / d * d + k] * b[k * d + i % d])
                    .sum::<Complex64>()
            })
            .collect()
    }

    /// e^{i phase} and angle of a member, as the family reads it.
    fn reading(family: &Family, turn: Turn, angle: f64) -> (f64, f64) {
        match turn {
            Turn::Eighths(k) => {
                let a = f64::from(k) * std::f64::consts::FRAC_PI_4;
                (a, if family.period == 2 { a / 2.0 } else { 0.0 })
            }
            Turn::Power => (angle, angle / 2.0),
            Turn::Rotation => (angle, 0.0),
        }
    }

    #[test]
    fn angles_of_a_family_add() {
        for family in FAMILIES {
            for &(a, ta) in family.members {
                for &(b, tb) in family.members {
                    for &(c, tc) in family.members {
                        // a(x) b(y) c(z)^-1 is a phase when the angles add up; choose z for it.
                        let (x, y) = (0.7, -1.9);
                        let (xa, pa) = reading(family, ta, x);
                        let (yb, pb) = reading(family, tb, y);
                        let sum = xa + yb;
                        if let Turn::Eighths(k) = tc {
                            let full = f64::from(family.period) * std::f64::consts::PI;
                            let off = (sum - f64::from(k) * std::f64::consts::FRAC_PI_4) / full;
                            if (off - off.round()).abs() > 1e-9 {
                                continue;
                            }
                        }
                        let (zc, pc) = reading(family, tc, sum);
                        let params = |t: Turn, v: f64| match t {
                            Turn::Eighths(_) => vec![],
                            _ => vec![v],
                        };
                        let left = product(&a.matrix(&params(ta, x)), &b.matrix(&params(tb, y)));
                        let right = c.matrix(&params(tc, sum));
                        let phase = Complex64::cis(pa + pb - pc - (sum - zc) / 2.0);
                        let phase = if family.period == 2 {
                            phase
                        } else {
                            1.0.into()
                        };
                        for (l, r) in left.iter().zip(&right) {
                            assert!((l - phase * r).norm() < 1e-12, "{a:?} {b:?} {c:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn exchanged_operands_leave_the_matrix() {
        for &gate in Gate::ALL {
            let n = gate.num_qubits();
            let (from, to) = match membership(gate).exchange {
                Exchange::None => continue,
                Exchange::All => (0, n),
                Exchange::First(k) => (0, k as usize),
                Exchange::Rest => (1, n),
            };
            let params: Vec<f64> = (0..gate.num_params()).map(|i| 0.3 + i as f64).collect();
            let m = gate.matrix(&params);
            for i in from..to.saturating_sub(1) {
                let flip = |x: usize| {
                    let (a, b) = (x >> i & 1, x >> (i + 1) & 1);
                    x & !(3 << i) | b << i | a << (i + 1)
                };
                for row in 0..1 << n {
                    for column in 0..1 << n {
                        let there = m[flip(row) << n | flip(column)];
                        assert!((m[row << n | column] - there).norm() < 1e-12, "{gate:?}");
                    }
                }
            }
        }
    }
}
