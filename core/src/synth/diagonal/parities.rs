// SPDX-License-Identifier: Apache-2.0
//! Rotations of parities by networks of cx that do not return to the inputs after every target.

use super::network::{Network, Op};
use super::tours::Term;
use crate::synth::linear;
use crate::synth::phase_polynomial::{self, Effort, Palette, Step};

/// Most terms of a network that is built greedily; each cx looks at all that are left.
const MOST_TERMS: usize = 512;

/// The network of M. Amy, P. Azimzadeh, M. Mosca, "On the controlled-NOT complexity of controlled-NOT-phase circuits",
/// Quantum Sci. Technol. 4, 015002, 2018, doi:10.1088/2058-9565/aad8ca: split by the bit that most of the terms have, or
/// have not; clear on one target what all that are left have in common.
pub fn recursive(qubits: usize, terms: &[Term]) -> Option<Network> {
    if terms.len() > MOST_TERMS {
        return None;
    }
    struct Part {
        terms: Vec<usize>,
        wires: usize,
        target: Option<usize>,
    }
    // In terms of the parities on the wires now.
    let mut sets: Vec<usize> = terms.iter().map(|t| t.0).collect();
    let mut out = Network::new(qubits);
    let mut linear = linear::Matrix::identity(qubits);
    let mut stack = vec![Part {
        terms: (0..terms.len()).collect(),
        wires: (1 << qubits) - 1,
        target: None,
    }];
    let mut is_met = vec![false; terms.len()];
    while let Some(mut part) = stack.pop() {
        part.terms.retain(|&i| !is_met[i]);
        if part.terms.is_empty() {
            continue;
        }
        if let Some(target) = part.target {
            loop {
                part.terms.retain(|&i| !is_met[i]);
                let common = part.terms.iter().fold(usize::MAX, |all, &i| all & sets[i]);
                let others = common & ((1 << qubits) - 1) & !(1 << target);
                if part.terms.is_empty() || others == 0 {
                    break;
                }
                let control = others.trailing_zeros() as usize;
                out.ops.push(Op::Cx(control, target));
                linear.apply(linear::Cx::new(control, target));
                for (i, set) in sets.iter_mut().enumerate() {
                    *set ^= (*set >> target & 1) << control;
                    if !is_met[i] && set.count_ones() == 1 {
                        is_met[i] = true;
                        out.ops
                            .push(Op::Turn(set.trailing_zeros() as usize, terms[i].1));
                    }
                }
            }
        }
        if part.terms.is_empty() || part.wires == 0 {
            continue;
        }
        let have = |q: usize| {
            part.terms
                .iter()
                .filter(|&&i| sets[i] >> q & 1 == 1)
                .count()
        };
        let wires = (0..qubits).filter(|&q| part.wires >> q & 1 == 1);
        let split = wires
            .max_by_key(|&q| (have(q).max(part.terms.len() - have(q)), qubits - q))
            .expect("a wire is left");
        let (with, without) = part.terms.iter().partition(|&&i| sets[i] >> split & 1 == 1);
        let wires = part.wires & !(1 << split);
        stack.push(Part {
            terms: with,
            wires,
            target: part.target.or(Some(split)),
        });
        stack.push(Part {
            terms: without,
            wires,
            target: part.target,
        });
    }
    let back = linear::synthesize(&linear.inverse()?, usize::MAX)?;
    let steps = back.iter();
    out.ops
        .extend(steps.map(|s| Op::Cx(s.control.into(), s.target.into())));
    is_met.iter().all(|&met| met).then_some(out)
}

/// A shorter network with the same terms by search.
pub fn searched(network: &Network, effort: &mut Effort) -> Option<Network> {
    let mut angles = Vec::new();
    let steps: Vec<Step> = network
        .ops
        .iter()
        .map(|op| match *op {
            Op::Turn(q, angle) => {
                angles.push(angle);
                Step::Turn(q as u8, angles.len() as u16 - 1)
            }
            Op::Cx(c, t) => Step::Cx(c as u8, t as u8),
            Op::Cz(a, b) => Step::Cz(a as u8, b as u8),
        })
        .collect();
    let palette = Palette { cz: true };
    let found = phase_polynomial::resynthesise(network.qubits, &steps, palette, None, effort)?;
    let mut out = Network::new(network.qubits);
    out.phase = network.phase;
    for step in found {
        match step {
            Step::Cx(c, t) => out.ops.push(Op::Cx(c.into(), t.into())),
            Step::Cz(a, b) => out.ops.push(Op::Cz(a.into(), b.into())),
            Step::Swap(a, b) => {
                let (a, b) = (a.into(), b.into());
                out.ops.extend([Op::Cx(a, b), Op::Cx(b, a), Op::Cx(a, b)]);
            }
            // A turn stands for diag(1, exp(i angle)) there, here with a phase in front.
            Step::Turn(q, at) => out.ops.push(Op::Turn(q.into(), angles[usize::from(at)])),
            Step::Eighths(q, k) => {
                let angle = std::f64::consts::FRAC_PI_4 * f64::from(k);
                out.phase += angle / 2.0;
                out.ops.push(Op::Turn(q.into(), -angle / 2.0));
            }
            Step::H(_) => return None,
        }
    }
    Some(out)
}
