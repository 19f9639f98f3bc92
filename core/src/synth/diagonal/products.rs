// SPDX-License-Identifier: Apache-2.0
//! Phases as sums over products of bits: phases under many controls.
//!
//! One flipped sign on many wires has every Walsh term there is, and is one product.

use super::network::Network;
use super::spectrum::{moebius, subset_sums};
use crate::synth::draft::Draft;
use crate::synth::euler::Pauli;
use crate::synth::multi_controlled::{phase, Ancillas};
use crate::Wire;

/// Coefficients smaller than this are rounding; each is a sum of many phases.
const ROUNDING: f64 = 1e-11;
/// Most products written out.
const MOST: usize = 64;
/// Least controls for which this is tried: those below are parities.
const LEAST: u32 = 3;

/// A draft with fewer than `below` two-qubit gates: products of `LEAST` bits and more as gates under controls, after a
/// change of which value of each bit is 1; what is left by `network`.
pub fn draft(phases: &[f64], below: usize, network: &dyn Fn(&[f64]) -> Network) -> Option<Draft> {
    let size = phases.len();
    let qubits = size.trailing_zeros() as usize;
    let mut best: Option<Draft> = None;
    for flip in flips(phases) {
        let flipped: Vec<f64> = (0..size).map(|x| phases[x ^ flip]).collect();
        let a = moebius(&flipped);
        let large = |s: &usize| a[*s].abs() > ROUNDING;
        let products: Vec<usize> = (0..size).filter(large).collect();
        let limit = best.as_ref().map_or(below, Draft::two_qubit_count);
        for degree in LEAST..=qubits as u32 {
            let (high, low): (Vec<usize>, Vec<usize>) =
                products.iter().partition(|s| s.count_ones() >= degree);
            if high.is_empty() || high.len() > MOST {
                continue;
            }
            let mut out = Draft::new(qubits);
            let turn_bits = |out: &mut Draft| {
                for q in (0..qubits).filter(|q| flip >> q & 1 == 1) {
                    out.rotate(Pauli::X, std::f64::consts::PI, q);
                    out.phase += std::f64::consts::FRAC_PI_2;
                }
            };
            turn_bits(&mut out);
            for &set in &high {
                out.append(&controlled_phase(qubits, set, a[set])?);
                if out.two_qubit_count() >= limit {
                    break;
                }
            }
            if out.two_qubit_count() >= limit {
                continue;
            }
            let mut rest = vec![0.0; size];
            low.iter().for_each(|&s| rest[s] = a[s]);
            out.append(&network(&subset_sums(rest)).draft());
            turn_bits(&mut out);
            out.tidy();
            let limit = best.as_ref().map_or(below, Draft::two_qubit_count);
            if out.two_qubit_count() < limit {
                best = Some(out);
            }
        }
    }
    best
}

/// None, all, and those for which a rare phase stands at 1...1.
fn flips(phases: &[f64]) -> Vec<usize> {
    let mask = phases.len() - 1;
    let mut sorted: Vec<f64> = phases.to_vec();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted[sorted.len() / 2];
    let odd: Vec<usize> = (0..phases.len())
        .filter(|&x| (phases[x] - usual).abs() > ROUNDING)
        .collect();
    let mut flips = vec![0, mask];
    flips.extend(odd.first().map(|x| !x & mask));
    flips.extend(odd.last().map(|x| !x & mask));
    flips.sort_unstable();
    flips.dedup();
    flips
}

fn controlled_phase(qubits: usize, set: usize, angle: f64) -> Option<Draft> {
    let (on, off): (Vec<usize>, Vec<usize>) = (0..qubits).partition(|q| set >> q & 1 == 1);
    let wires = |list: &[usize]| -> Vec<Wire> { list.iter().map(|&q| Wire(q as u32)).collect() };
    let ancillas = Ancillas {
        dirty: wires(&off),
        ..Ancillas::default()
    };
    let (angle, _) = crate::synth::euler::snapped(angle);
    Draft::of_steps(&phase(&angle, &wires(&on), &ancillas), qubits)
}
