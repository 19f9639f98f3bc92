// SPDX-License-Identifier: Apache-2.0
//! Words for canonical gates, by native gate.
//!
//! `E` below is `exp(i pi/4 XX)`, the canonical gate of the class of cx. It is symmetric in its qubits, so directions
//! only matter when a native gate is put in its place.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, FRAC_PI_8};

use smallvec::SmallVec;

use super::native::{fitting, Form, Native};
use super::sqrt_iswap;
use super::{Use, Word};
use crate::synth::euler::{Pauli, Quaternion};
use crate::synth::matrix::{M2, M4};
use crate::synth::weyl::{pauli, Weyl};
use crate::Gate;

/// A word for `u`, whose decomposition is `weyl`, with as many uses of `native` as [`Native::uses`] says. `twin` is the
/// same gate in the other direction, where the pair has it.
pub fn word(u: &M4, weyl: &Weyl, native: &Native, twin: Option<&Native>) -> Option<Word> {
    let uses = native.uses(&weyl.coordinates)?;
    let mut b = Builder::new();
    if native.is_class([FRAC_PI_4, FRAC_PI_4, 0.0]) && uses % 2 == 1 {
        // Each iswap leaves a swap behind (see `quarter`); an odd number of them makes SWAP u where u was asked.
        let swap = M4(Gate::Swap.matrix4(&[]).expect("two qubits"));
        dressed(&mut b, &Weyl::of(&(swap * *u)), native, twin, uses);
    } else {
        dressed(&mut b, weyl, native, twin, uses);
    }
    Some(b.finish())
}

fn dressed(b: &mut Builder, weyl: &Weyl, native: &Native, twin: Option<&Native>, uses: u32) {
    b.phase += weyl.phase;
    b.locals(weyl.right);
    canonical(b, weyl.coordinates, native, twin, uses);
    b.locals(weyl.left);
}

fn canonical(
    b: &mut Builder,
    coordinates: [f64; 3],
    native: &Native,
    twin: Option<&Native>,
    uses: u32,
) {
    let turns = matches!(&native.form, Form::Rotation { range: Some(_), .. });
    if uses == 0 {
    } else if turns {
        axes(b, coordinates, native);
    } else if native.is_class([FRAC_PI_8, FRAC_PI_8, 0.0]) {
        sqrt_iswap::canonical(b, coordinates, native, uses);
    } else if native.is_class([FRAC_PI_4, 0.0, 0.0]) || native.is_class([FRAC_PI_4, FRAC_PI_4, 0.0])
    {
        match uses {
            1 => quarter(b, native, Side::Before),
            2 => two(b, coordinates, native),
            _ => three(b, coordinates, native, twin),
        }
    } else {
        native_as_its_class(b, native);
    }
}

/// Where the rotations that come with a native gate are put; they commute with it.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

/// exp(i (a XX + b YY)) = -i W E (exp(i b Z) (x) exp(-i a Z)) E (X (x) X) W^-1, W = Rz(pi/2) on the second qubit:
/// E takes Z (x) 1 to Y (x) X and 1 (x) Z to X (x) Y, and W makes those YY and -XX. E^-1 = -i E (X (x) X).
fn two(b: &mut Builder, [x, y, _]: [f64; 3], native: &Native) {
    b.rotate(1, Pauli::Z, -FRAC_PI_2);
    b.locals([pauli(Pauli::X); 2]);
    b.phase -= FRAC_PI_2;
    quarter(b, native, Side::Before);
    b.rotate(0, Pauli::Z, -2.0 * y);
    b.rotate(1, Pauli::Z, 2.0 * x);
    quarter(b, native, Side::After);
    b.rotate(1, Pauli::Z, FRAC_PI_2);
}

/// Three uses: Vatan, Williams, "Optimal quantum circuits for general two-qubit gates", Physical Review A 69, 032315, 2004,
/// doi:10.1103/PhysRevA.69.032315, with the angles of our convention for rotations.
fn three(b: &mut Builder, [x, y, z]: [f64; 3], native: &Native, twin: Option<&Native>) {
    // A cx controlled by a qubit is made of the gate of that direction where there is a choice: of a native cx
    // nothing is left but the gate.
    let by = |control: usize| match twin {
        Some(twin) if usize::from(twin.reversed) == control => twin,
        _ => native,
    };
    b.phase += FRAC_PI_4;
    b.rotate(1, Pauli::Z, FRAC_PI_2);
    controlled_x(b, 1, by(1));
    b.rotate(0, Pauli::Z, FRAC_PI_2 - 2.0 * z);
    b.rotate(1, Pauli::Y, FRAC_PI_2 - 2.0 * x);
    controlled_x(b, 0, by(0));
    b.rotate(1, Pauli::Y, 2.0 * y - FRAC_PI_2);
    controlled_x(b, 1, by(1));
    b.rotate(0, Pauli::Z, -FRAC_PI_2);
}

/// cx = exp(i pi/4) exp(-i pi/4 Z)_control exp(-i pi/4 X)_target F E F^-1, F = Ry(-pi/2) on the control, which takes X to
/// Z; the frames and corrections of a native cx are the same, and cancel.
fn controlled_x(b: &mut Builder, control: usize, native: &Native) {
    b.phase += FRAC_PI_4;
    b.rotate(control, Pauli::Y, FRAC_PI_2);
    quarter(b, native, Side::After);
    b.rotate(control, Pauli::Y, -FRAC_PI_2);
    b.rotate(control, Pauli::Z, FRAC_PI_2);
    b.rotate(1 - control, Pauli::X, FRAC_PI_2);
}

/// E by one use of a gate of class (pi/4, 0, 0); or by one of class (pi/4, pi/4, 0) and an exchange of the wires:
/// E = exp(i pi/4) SWAP exp(-i pi/4 (YY + ZZ)), which is an iswap between quarter turns.
fn quarter(b: &mut Builder, native: &Native, side: Side) {
    if native.is_class([FRAC_PI_4, FRAC_PI_4, 0.0]) {
        let turn = Quaternion::rotation(Pauli::Y, FRAC_PI_2).matrix();
        b.phase += FRAC_PI_4;
        b.locals([pauli(Pauli::Z) * turn, turn]);
        native_as_its_class(b, native);
        b.locals([turn.adjoint() * pauli(Pauli::Z), turn.adjoint()]);
        b.exchanged = !b.exchanged;
        return;
    }
    match &native.form {
        Form::Rotation { angle, .. } => rotation(b, native, [0.0; 3], *angle > 0.0, 1.0, side),
        Form::Dressed { .. } => native_as_its_class(b, native),
    }
}

/// The canonical gate of the native's own class.
pub fn native_as_its_class(b: &mut Builder, native: &Native) {
    match &native.form {
        Form::Rotation { angle, .. } => {
            rotation(b, native, [0.0; 3], *angle > 0.0, 1.0, Side::Before);
        }
        Form::Dressed {
            before,
            after,
            phase,
        } => {
            b.phase += phase;
            b.locals_in_place(*before);
            b.push(native, [0.0; 3]);
            b.locals_in_place(*after);
        }
    }
}

/// One use of a rotation gate as `exp(-+i scale * angle/2 XX)`: the minus sign is flipped into plus by Z on one qubit.
fn rotation(
    b: &mut Builder,
    native: &Native,
    angles: [f64; 3],
    flip: bool,
    scale: f64,
    side: Side,
) {
    let Form::Rotation {
        frames,
        local,
        phase,
        ..
    } = &native.form
    else {
        unreachable!("only rotations are used as such");
    };
    let correct = |b: &mut Builder, when: Side| {
        if when == side {
            for (qubit, l) in local.iter().enumerate() {
                b.rotate_in_place(qubit, Pauli::X, -scale * l);
            }
        }
    };
    b.phase -= scale * phase;
    let z = pauli(Pauli::Z);
    let flipped = [if flip { z } else { M2::IDENTITY }, M2::IDENTITY];
    b.locals_in_place(flipped);
    correct(b, Side::Before);
    b.locals_in_place(*frames);
    b.push(native, angles);
    b.locals_in_place(frames.map(|f| f.adjoint()));
    correct(b, Side::After);
    b.locals_in_place(flipped);
}

/// One rotation per coordinate that is not zero: quarter turns of both qubits bring each axis to X.
fn axes(b: &mut Builder, coordinates: [f64; 3], native: &Native) {
    let Form::Rotation {
        angle,
        range: Some(range),
        ..
    } = &native.form
    else {
        unreachable!("only gates with an angle");
    };
    let frames = [
        M2::IDENTITY,
        Quaternion::rotation(Pauli::Z, -FRAC_PI_2).matrix(),
        Quaternion::rotation(Pauli::Y, FRAC_PI_2).matrix(),
    ];
    for (c, frame) in coordinates.into_iter().zip(frames) {
        if c.abs() <= super::SAME {
            continue;
        }
        let (value, flip) = fitting(c, *angle, *range).expect("counted before");
        let mut angles = [0.0; 3];
        angles[native.gate.num_params() - 1] = value;
        b.locals([frame; 2]);
        rotation(b, native, angles, flip, value, Side::Before);
        b.locals([frame.adjoint(); 2]);
    }
}

/// Builds a word; local gates between two uses are multiplied as they come.
pub struct Builder {
    pub phase: f64,
    current: [M2; 2],
    locals: SmallVec<[[M2; 2]; 4]>,
    uses: SmallVec<[Use; 3]>,
    /// Qubit 0 of the template is on wire 1.
    exchanged: bool,
}

impl Builder {
    pub fn new() -> Builder {
        Builder {
            phase: 0.0,
            current: [M2::IDENTITY; 2],
            locals: SmallVec::new(),
            uses: SmallVec::new(),
            exchanged: false,
        }
    }

    pub fn local(&mut self, qubit: usize, gate: M2) {
        let wire = qubit ^ usize::from(self.exchanged);
        self.current[wire] = gate * self.current[wire];
    }

    pub fn locals(&mut self, gates: [M2; 2]) {
        self.local(0, gates[0]);
        self.local(1, gates[1]);
    }

    pub fn rotate(&mut self, qubit: usize, axis: Pauli, angle: f64) {
        self.local(qubit, Quaternion::rotation(axis, angle).matrix());
    }

    /// On wires, not on the template's qubits: what dresses a native gate goes where the gate is.
    fn locals_in_place(&mut self, gates: [M2; 2]) {
        for (current, gate) in self.current.iter_mut().zip(gates) {
            *current = gate * *current;
        }
    }

    fn rotate_in_place(&mut self, wire: usize, axis: Pauli, angle: f64) {
        if angle != 0.0 {
            let turn = Quaternion::rotation(axis, angle).matrix();
            self.current[wire] = turn * self.current[wire];
        }
    }

    fn push(&mut self, native: &Native, angles: [f64; 3]) {
        self.locals
            .push(std::mem::replace(&mut self.current, [M2::IDENTITY; 2]));
        self.uses.push(Use {
            gate: native.gate,
            angles,
            reversed: native.reversed,
        });
    }

    fn finish(mut self) -> Word {
        self.locals.push(self.current);
        Word {
            phase: self.phase,
            locals: self.locals,
            uses: self.uses,
        }
    }

    /// What was built so far.
    pub fn word(&self) -> Word {
        let mut locals = self.locals.clone();
        locals.push(self.current);
        Word {
            phase: self.phase,
            locals,
            uses: self.uses.clone(),
        }
    }
}
