// SPDX-License-Identifier: Apache-2.0
//! Runs of one-qubit gates at unknown angles, merged into three.
//!
//! A run is a product of rotations and a Clifford ([`Run`]). Rotations about z at either end only add to the outer
//! Euler angles. What is between them is `R_z(a) R_y(t) R_z(b)` for angles that are functions of the parameters; they
//! become parameters of their own, *derived* ones, and the run is written with them where that is cheaper.

use std::cell::RefCell;

use super::derived::{name, Derived};
use crate::passes::one_qubit_fusion::Fusion;
use crate::passes::sites::Sites;
use crate::passes::{in_placed_blocks, PassError};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::one_qubit::Run;
use crate::{Angle, Circuit, Symbol, Target};

/// Three angles that are a function of others: `R_z(a) R_y(t) R_z(b) = tail * R_pk(a_k) ... R_p1(a_1)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Turns {
    /// First applied first.
    pub turns: Vec<(u8, Angle)>,
    /// The quaternion of a rotation after them.
    pub tail: [f64; 4],
    /// Names of a, t and b.
    pub outputs: [Symbol; 3],
}

/// Merge runs of one-qubit gates with parameters in them where that saves gates; `derived` grows by what was made.
pub fn merge_runs(
    circuit: &mut Circuit,
    target: &Target,
    derived: &mut Vec<Derived>,
) -> Result<bool, PassError> {
    let sites = RefCell::new(Sites::new(target));
    let made = RefCell::new(std::mem::take(derived));
    let fuse = |c: &mut Circuit, wires: &[u32]| {
        let (mut sites, mut made) = (sites.borrow_mut(), made.borrow_mut());
        let before = made.len();
        let changed = Fusion::new(c, &mut sites, wires, false)
            .deriving(&mut made)
            .run();
        for symbol in made[before..].iter().flat_map(Derived::outputs) {
            c.parameters.push(symbol.clone());
        }
        Ok(changed)
    };
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let inside = in_placed_blocks(circuit, &wires, &fuse);
    let outside = fuse(circuit, &wires);
    *derived = made.into_inner();
    Ok(inside? || outside?)
}

/// The run with its middle as three derived angles, and what they are; `None` where there is nothing to merge.
pub fn merged(run: &Run, number: usize) -> Option<(Run, Derived)> {
    let mut turns = &run.turns[..];
    if turns.len() < 2 || turns.iter().all(|t| !t.angle.is_symbolic()) {
        return None;
    }
    let (mut before, mut after) = (Angle::ZERO, Angle::ZERO);
    if turns[0].axis == Pauli::Z {
        before = turns[0].angle.clone();
        turns = &turns[1..];
    }
    if let [rest @ .., last] = turns {
        let (axis, negated) = run.tail.image(last.axis);
        if axis == Pauli::Z {
            let angle = &last.angle;
            after = if negated { angle.neg() } else { angle.clone() };
            turns = rest;
        }
    }
    if turns.is_empty() {
        return None;
    }
    let outputs = ["a", "t", "b"].map(|part| name(number, part));
    let [a, t, b] = outputs.clone().map(Angle::symbol);
    let mut short = Run::default();
    short.rotate(Pauli::Z, &b.add(&before));
    short.rotate(Pauli::Y, &t);
    short.rotate(Pauli::Z, &a.add(&after));
    short.phase = run.phase.clone();
    short.error = run.error;
    let Quaternion(tail) = run.tail.quaternion();
    let turns = turns.iter().map(|t| (t.axis as u8, t.angle.clone()));
    let derived = Turns {
        turns: turns.collect(),
        tail,
        outputs,
    };
    Some((short, Derived::Turns(derived)))
}
