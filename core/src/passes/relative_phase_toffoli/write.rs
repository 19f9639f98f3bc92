// SPDX-License-Identifier: Apache-2.0
//! The forms of a pair as gates, in the place of what stands.

use smallvec::SmallVec;

use super::recognise::{previous, Spelt};
use super::{Form, Toffoli};
use crate::circuit::Operation;
use crate::{Angle, Circuit, Gate, Op, Wire};

/// Write one of a pair.
pub fn write(circuit: &mut Circuit, toffoli: &Toffoli, form: &Form, second: bool) {
    let mut gates = spelling(form, second);
    if let (Some(target), false) = (toffoli.target, gates.is_empty()) {
        let hadamard = (Gate::H, SmallVec::from_iter([target]));
        gates.insert(0, hadamard.clone());
        gates.push(hadamard);
    }
    // The second comes with its rotations after it, the first with them before it.
    let rest = toffoli.spelt.iter().flat_map(rotations);
    match second {
        false => drop(gates.splice(..0, rest)),
        true => gates.extend(rest),
    }
    let operations = gates.into_iter().map(|(gate, wires)| {
        let qubits: SmallVec<[u32; 2]> = wires.iter().map(|w| w.0).collect();
        Operation::gate(gate, [], &qubits)
    });
    let gate = match &toffoli.spelt {
        None => toffoli.gate,
        Some(spelt) => collapse(circuit, spelt),
    };
    circuit.replace(gate, operations.collect::<Vec<_>>());
}

/// Put one gate in the place of a spelt one; its phase is added.
fn collapse(circuit: &mut Circuit, spelt: &Spelt) -> Op {
    let before = spelt.wires.map(|w| previous(circuit, &spelt.ops, w));
    let place = circuit.place(spelt.ops[0]);
    let ccz = Operation::gate(Gate::Ccz, [], &spelt.wires.map(|w| w.0)).at(place);
    let op = circuit.insert_between(&before, spelt.anchor, ccz);
    for &old in &spelt.ops {
        circuit.remove(old);
    }
    circuit.add_phase(&Angle::pi(spelt.phase, 8));
    op
}

/// Rotations beside a spelt one.
fn rotations(spelt: &Spelt) -> impl Iterator<Item = (Gate, SmallVec<[Wire; 2]>)> + Clone + '_ {
    const POWERS: [&[Gate]; 8] = [
        &[],
        &[Gate::T],
        &[Gate::S],
        &[Gate::S, Gate::T],
        &[Gate::Z],
        &[Gate::Z, Gate::T],
        &[Gate::Sdg],
        &[Gate::Tdg],
    ];
    let each = spelt.wires.into_iter().zip(spelt.rest);
    each.flat_map(|(wire, k)| {
        let gates = POWERS[usize::from(k)].iter();
        gates.map(move |&gate| (gate, SmallVec::from_iter([wire])))
    })
}

/// The gates of the module's page, the second ones inverted.
fn spelling(form: &Form, second: bool) -> Vec<(Gate, SmallVec<[Wire; 2]>)> {
    use Gate::{Cx, Tdg, T};
    let (order, [a, b, t]): (&[(Gate, bool)], _) = match form {
        Form::Nothing => return Vec::new(),
        Form::Flip(_) if !second => return Vec::new(),
        Form::Flip([a, b]) => return vec![(Gate::Cz, SmallVec::from_iter([*a, *b]))],
        // The flag: controlled by b.
        Form::Three(wires) => (
            &[
                (T, false),
                (Cx, true),
                (Tdg, false),
                (Cx, false),
                (T, false),
                (Cx, true),
                (Tdg, false),
            ],
            *wires,
        ),
        Form::Four(wires) => (
            &[
                (Cx, true),
                (Tdg, false),
                (Cx, false),
                (T, false),
                (Cx, true),
                (Tdg, false),
                (Cx, false),
                (T, false),
            ],
            *wires,
        ),
    };
    let mut gates: Vec<_> = order
        .iter()
        .map(|&(gate, by_b)| match gate {
            Cx => (Cx, SmallVec::from_iter([if by_b { b } else { a }, t])),
            _ => (gate, SmallVec::from_iter([t])),
        })
        .collect();
    if second {
        gates.reverse();
        for (gate, _) in &mut gates {
            *gate = match *gate {
                T => Tdg,
                Tdg => T,
                other => other,
            };
        }
    }
    gates
}
