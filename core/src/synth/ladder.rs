// SPDX-License-Identifier: Apache-2.0
//! X under many controls with ancillas, from relative-phase Toffoli gates.
//!
//! A *toggle* of wire a by f is a monomial matrix that flips a where f holds and multiplies basis states by
//! phases. Two facts carry all of this file:
//!
//! - a toggle and its inverse around a gate diagonal in what the toggle's phases depend on lose the phases;
//! - with Q diagonal in a, `Q G Q^-1 G^-1` for a toggle G of a by f acts like Q where f holds and gives a
//!   back, whatever state a was in: a *dirty* ancilla.
//!
//! | ancillas | two-qubit gates for k controls | source |
//! |---|---|---|
//! | 1 clean | 6k - 6 | [1] section 5.1 |
//! | 1 dirty | 12k - 18 | [1] section 5.3 |
//! | (k - 2)/2 dirty, rounded up | 8k - 12 | [2] proposition 5 |
//!
//! [1] T. Khattar, C. Gidney, "Rise of conditionally clean ancillae for optimizing quantum circuits", 2024,
//!     arXiv:2407.17966.
//! [2] D. Maslov, "Advantages of using relative-phase Toffoli gates with an application to multiple control
//!     Toffoli optimization", Phys. Rev. A 93, 022311 (2016), doi:10.1103/PhysRevA.93.022311.

use super::steps::Steps;
use crate::gate::Axis;
use crate::{Angle, Gate, Wire};

/// Toggle of `target` by a and b, three cx (Margolus).
pub(super) fn toggle2(a: Wire, b: Wire, target: Wire) -> Steps {
    let mut s = Steps::new();
    s.one(Gate::H, target);
    s.one(Gate::T, target);
    s.cx(b, target);
    s.one(Gate::Tdg, target);
    s.cx(a, target);
    s.one(Gate::T, target);
    s.cx(b, target);
    s.one(Gate::Tdg, target);
    s.one(Gate::H, target);
    s
}

/// Toggle of `target` by a, b and c, six cx ([2], figure 4).
pub(super) fn toggle3(a: Wire, b: Wire, c: Wire, target: Wire) -> Steps {
    let mut outer = Steps::new();
    outer.one(Gate::H, target);
    outer.one(Gate::T, target);
    outer.cx(c, target);
    outer.one(Gate::Tdg, target);
    outer.one(Gate::H, target);
    let mut s = outer.clone();
    for _ in 0..2 {
        s.cx(a, target);
        s.one(Gate::T, target);
        s.cx(b, target);
        s.one(Gate::Tdg, target);
    }
    s.append(&outer);
    s
}

/// CCX exact, six cx.
pub(super) fn ccx(a: Wire, b: Wire, target: Wire) -> Steps {
    let mut s = Steps::new();
    s.one(Gate::H, target);
    s.cx(b, target);
    s.one(Gate::Tdg, target);
    s.cx(a, target);
    s.one(Gate::T, target);
    s.cx(b, target);
    s.one(Gate::Tdg, target);
    s.cx(a, target);
    s.one(Gate::T, b);
    s.one(Gate::T, target);
    s.one(Gate::H, target);
    s.cx(a, b);
    s.one(Gate::T, a);
    s.one(Gate::Tdg, b);
    s.cx(a, b);
    s
}

/// What is left of an AND after folding: it holds where both `ends` are |1>.
pub(super) struct Folded {
    pub steps: Steps,
    pub ends: [Wire; 2],
}

/// Fold the controls, three or more, into two wires with the help of `clean`, which is in |0>: three cx for
/// each control beyond two ([1]).
///
/// Once a wire holds the AND of two controls, those two are |1> wherever it is |1>, so they serve as clean
/// ancillas there; what happens elsewhere does not matter, since the AND is then false already. `holders[i]`
/// are such wires, each valid where the ones before it hold, `spare[i]` the second wire that holder i made
/// conditionally clean.
pub(super) fn fold(controls: &[Wire], clean: Wire) -> Folded {
    let mut steps = Steps::new();
    let mut holders: Vec<Wire> = Vec::new();
    let mut spares: Vec<Wire> = Vec::new();
    let mut next_clean = clean;
    let mut pairs = controls.chunks_exact(2);
    for pair in &mut pairs {
        if !holders.is_empty() {
            steps.one(Gate::X, next_clean);
        }
        steps.append(&toggle2(pair[0], pair[1], next_clean));
        holders.push(next_clean);
        next_clean = pair[0];
        spares.push(pair[1]);
    }
    holders.extend(pairs.remainder());
    while holders.len() > 2 {
        let (b, a) = (holders.pop().expect("3"), holders.pop().expect("3"));
        let spare = spares[holders.len() - 1];
        steps.one(Gate::X, spare);
        steps.append(&toggle2(a, b, spare));
        holders.push(spare);
    }
    Folded {
        steps,
        ends: [holders[0], holders[1]],
    }
}

/// MCX with one clean ancilla.
pub(super) fn mcx_clean(controls: &[Wire], target: Wire, clean: Wire) -> Steps {
    let folded = fold(controls, clean);
    let mut s = Steps::new();
    s.within(&folded.steps, |s| {
        s.append(&ccx(folded.ends[0], folded.ends[1], target))
    });
    s
}

/// MCX with one dirty ancilla, four controls or more.
///
/// The ancilla a is toggled by the first two controls between two X on the target, each under a and the other
/// controls, which use those two as conditionally clean ancillas: where they are not both |1>, a is not
/// toggled, and whatever the two X do is the same and cancels.
pub(super) fn mcx_one_dirty(controls: &[Wire], target: Wire, dirty: Wire) -> Steps {
    let (first, rest) = controls.split_at(2);
    let toggle = toggle2(first[0], first[1], dirty);
    // Holder 0 is `dirty`, holder 1 the first control, its spare the second.
    let mut inner = Steps::new();
    inner.one(Gate::X, first[0]);
    let folded = if rest.len() >= 3 {
        fold(rest, first[0])
    } else {
        Folded {
            steps: toggle2(rest[0], rest[1], first[0]),
            ends: [first[0], first[0]],
        }
    };
    inner.append(&folded.steps);
    let mut half = Steps::new();
    if rest.len() >= 3 {
        inner.one(Gate::X, first[1]);
        inner.append(&toggle2(folded.ends[0], folded.ends[1], first[1]));
        half.within(&inner, |s| s.append(&ccx(dirty, first[1], target)));
    } else {
        half.within(&inner, |s| s.append(&ccx(dirty, first[0], target)));
    }
    let mut s = half.clone();
    s.append(&toggle);
    s.append(&half);
    s.append_inverse(&toggle);
    s
}

/// Number of dirty ancillas `mcx_dirty` takes.
pub(super) fn dirty_needed(controls: usize) -> usize {
    (controls - 1) / 2
}

/// MCX with (k - 2)/2 dirty ancillas, rounded up, three controls or more; 14 gates for three.
pub(super) fn mcx_dirty(controls: &[Wire], target: Wire, dirty: &[Wire]) -> Steps {
    let (&last, rest) = controls.split_last().expect("three or more controls");
    let ancilla = dirty[0];
    // CCZ(last, target, ancilla) without the phases that do not depend on the ancilla.
    let mut phases = Steps::new();
    for (power, control) in [
        (Gate::T, last),
        (Gate::Tdg, target),
        (Gate::T, last),
        (Gate::Tdg, target),
    ] {
        phases.one(power, ancilla);
        phases.cx(control, ancilla);
    }
    let mut around = Steps::new();
    around.one(Gate::H, target);
    let toggle = toggle_dirty(rest, ancilla, &dirty[1..]);
    let mut s = Steps::new();
    s.within(&around, |s| {
        s.append(&phases);
        s.append(&toggle);
        s.append_inverse(&phases);
        s.append_inverse(&toggle);
    });
    s
}

/// Toggle of `target` by two or more controls that leaves `dirty` toggled as well; it is undone by its
/// inverse. Two controls a level: with u of three cx turning Z of the target to X where both hold and to
/// +-Z elsewhere, `u CZ(b, target) u^-1` is a toggle by the two and b, and u^-1 u around the toggle of b
/// cancel.
fn toggle_dirty(controls: &[Wire], target: Wire, dirty: &[Wire]) -> Steps {
    match *controls {
        [a, b] => return toggle2(a, b, target),
        [a, b, c] => return toggle3(a, b, c, target),
        _ => {}
    }
    let own = if controls.len() % 2 == 0 { 1 } else { 2 };
    let (here, below) = controls.split_at(own);
    let ancilla = dirty[0];
    let turn = match *here {
        [a] => turn1(a, target),
        [a, b] => turn2(a, b, target),
        _ => unreachable!("one or two controls a level"),
    };
    let mut s = turn.clone();
    s.push(Gate::Cz, &[], &[ancilla, target]);
    s.append(&toggle_dirty(below, ancilla, &dirty[1..]));
    s.push(Gate::Cz, &[], &[ancilla, target]);
    s.append_inverse(&turn);
    s
}

/// Turns X of the target into Z where `a` holds, and Z into itself elsewhere: one cx.
fn turn1(a: Wire, target: Wire) -> Steps {
    // ry(pi/4) Z ry(-pi/4) is the Hadamard.
    let mut s = Steps::new();
    s.rotate(Axis::Y, &Angle::pi(-1, 4), target);
    s.push(Gate::Cz, &[], &[a, target]);
    s.rotate(Axis::Y, &Angle::QUARTER_PI, target);
    s
}

/// Exchanges X and Z of the target where both hold, up to sign, and keeps Z elsewhere up to sign: three cx.
fn turn2(a: Wire, b: Wire, target: Wire) -> Steps {
    // `toggle2` applies 1, Z, 1, Y to the target; a basis where these are half turns about Y and about the
    // diagonal of X and Z.
    let mut basis = Steps::new();
    basis.rotate(Axis::Y, &Angle::pi(-1, 4), target);
    basis.one(Gate::Sxdg, target);
    let mut s = Steps::new();
    s.within(&basis, |s| s.append(&toggle2(a, b, target)));
    s
}
