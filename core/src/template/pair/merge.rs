// SPDX-License-Identifier: Apache-2.0
//! Which blocks with unknown angles are made anew, and what is written in their place.
//!
//! A block is taken where the operators it stands for take fewer native gates than it has, at a few assignments in
//! general position. It is written in gates of the library, which the caller translates: one `cx` or rotation about a
//! pair of axes for each native gate.

use std::f64::consts::{FRAC_PI_4, PI};

use super::super::derived::{name, Derived};
use super::evaluate::{LOCALS, OUTPUTS, PHASE};
use super::operator::{angles, Operator, Product};
use crate::circuit::{Circuit, Operation};
use crate::passes::two_qubit_fusion::blocks::collect;
use crate::passes::two_qubit_fusion::locals::Locals;
use crate::passes::two_qubit_fusion::rebuild::{price, put};
use crate::synth::gauss::Gauss;
use crate::synth::two_qubit::{Form, Native, Natives};
use crate::synth::weyl::Weyl;
use crate::{Angle, Gate, Symbol, Target};

/// What is charged for the rounding of each block: the most that a binding may be off.
const ERROR: f64 = super::evaluate::TOLERANCE;

/// Assignments that decide.
const SAMPLES: u64 = 3;

/// Make blocks with parameters anew where that takes fewer native gates; `derived` grows by what was made.
///
/// What is written is not native yet.
pub fn merge_pairs(circuit: &mut Circuit, target: &Target, derived: &mut Vec<Derived>) -> bool {
    let places: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let blocks = collect(circuit, target, &places, true);
    let mut locals = Locals::new(target);
    let mut changed = false;
    for block in blocks.list.iter().filter(|b| b.symbolic && b.pairs > 1) {
        let (ops, kit) = blocks.of(block);
        locals.move_to(block.places);
        if !locals.are_universal() {
            continue;
        }
        let Some(stands) = price(circuit, ops, &kit.natives) else {
            continue;
        };
        let Some(product) = Product::of(circuit, ops, block.wires) else {
            continue;
        };
        let Some(word) = Word::of(&product, &kit.natives).filter(|w| w.uses < stands) else {
            continue;
        };
        if !circuit.ledger.charge(ERROR) {
            continue;
        }
        let number = derived.len();
        let outputs: Vec<Symbol> = (0..OUTPUTS).map(|k| name(number, &k.to_string())).collect();
        let [a, b] = block.wires.map(|w| w.0);
        let (operations, phase) = word.operations([a, b], &outputs);
        put(circuit, ops, operations);
        circuit.add_phase(&product.phase.add(&phase));
        circuit.parameters.extend(outputs.iter().cloned());
        derived.push(Derived::Pair(Operator {
            factors: product.factors,
            fixed: word.fixed(),
            outputs,
        }));
        changed = true;
    }
    changed
}

/// How a block is written.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Word {
    /// Native gates.
    uses: u32,
    /// They have an angle: each is one coordinate.
    angled: bool,
    /// A native `cx` has its control on the second qubit.
    reversed: bool,
}

impl Word {
    /// The word that every operator of a product has; `None` where it is not known.
    fn of(product: &Product, natives: &Natives) -> Option<Word> {
        let mut symbols: Vec<Symbol> = Vec::new();
        for symbol in angles(&product.factors).flat_map(Angle::symbols) {
            if !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
        let mut found: Option<Word> = None;
        for seed in 0..SAMPLES {
            // Nothing regular: sums of angles that are sums of others would show classes that the block does not have.
            let mut numbers = Gauss::new(seed);
            let values: Vec<f64> = symbols.iter().map(|_| numbers.angle()).collect();
            let known = |symbol: &Symbol| {
                let at = symbols.iter().position(|s| s == symbol)?;
                Some(Angle::radians(values[at]))
            };
            let value = |angle: &Angle| angle.bind(&known).ok()?.value();
            let u = product.matrix(&value)?;
            let (uses, native) = natives.best(&Weyl::of(&u).coordinates)?;
            let word = Word::with(uses, native)?;
            if found.is_some_and(|known| known != word) {
                return None;
            }
            found = Some(word);
        }
        found
    }

    /// So many uses of a native gate; `None` for one that this is not made for.
    fn with(uses: u32, native: &Native) -> Option<Word> {
        let half_turn = native.is_class([FRAC_PI_4, 0.0, 0.0]);
        let angled = match &native.form {
            Form::Rotation { range: Some(r), .. } => r.low <= -2.0 * PI && r.high >= 2.0 * PI,
            _ => false,
        };
        (uses == 0 || half_turn || angled).then_some(Word {
            uses,
            angled,
            reversed: native.reversed,
        })
    }

    /// Coordinates that all operators have in common.
    fn fixed(&self) -> [Option<f64>; 3] {
        match (self.uses, self.angled) {
            (0, _) => [Some(0.0); 3],
            (1, false) => [Some(FRAC_PI_4), Some(0.0), Some(0.0)],
            (1, true) => [None, Some(0.0), Some(0.0)],
            (2, _) => [None, None, Some(0.0)],
            _ => [None; 3],
        }
    }

    /// Gates on the wires, their angles derived, and the phase.
    fn operations(&self, wires: [u32; 2], outputs: &[Symbol]) -> (Vec<Operation>, Angle) {
        let symbol = |k: usize| Angle::symbol(outputs[k].clone());
        let mut list = Listing {
            wires,
            operations: Vec::new(),
        };
        list.locals(&symbol, 0);
        let mut phase = symbol(PHASE);
        let twice = |k: usize| symbol(k).scale(-2, 1);
        match (self.uses, self.angled) {
            (0, _) => {}
            (n, true) => {
                let gates = [Gate::Rxx, Gate::Ryy, Gate::Rzz];
                for (k, gate) in gates.into_iter().enumerate().take(n as usize) {
                    list.two(gate, &[twice(k)], false);
                }
            }
            (1, false) => list.two(Gate::Rxx, &[Angle::HALF_PI.neg()], self.reversed),
            (2, false) => {
                // cx takes X on its control to XX and Z on its target to ZZ; a quarter about X takes YY to ZZ.
                let (control, target) = if self.reversed { (1, 0) } else { (0, 1) };
                list.both(Gate::Sx);
                list.two(Gate::Cx, &[], self.reversed);
                list.one(Gate::Rx, &twice(0), control);
                list.one(Gate::Rz, &twice(1), target);
                list.two(Gate::Cx, &[], self.reversed);
                list.both(Gate::Sxdg);
            }
            _ => {
                // Vatan, Williams, "Optimal quantum circuits for general two-qubit gates", Physical Review A 69,
                // 032315, 2004, doi:10.1103/PhysRevA.69.032315.
                let quarter = Angle::HALF_PI;
                phase = phase.add(&Angle::QUARTER_PI);
                list.one(Gate::Rz, &quarter, 1);
                list.two(Gate::Cx, &[], true);
                list.one(Gate::Rz, &quarter.add(&twice(2)), 0);
                list.one(Gate::Ry, &quarter.add(&twice(0)), 1);
                list.two(Gate::Cx, &[], false);
                list.one(Gate::Ry, &symbol(1).scale(2, 1).sub(&quarter), 1);
                list.two(Gate::Cx, &[], true);
                list.one(Gate::Rz, &quarter.neg(), 0);
            }
        }
        list.locals(&symbol, 2);
        (list.operations, phase)
    }
}

struct Listing {
    wires: [u32; 2],
    operations: Vec<Operation>,
}

impl Listing {
    fn one(&mut self, gate: Gate, angle: &Angle, wire: usize) {
        let on = [self.wires[wire]];
        self.operations
            .push(Operation::gate(gate, [angle.clone()], &on));
    }

    fn both(&mut self, gate: Gate) {
        for wire in self.wires {
            self.operations.push(Operation::gate(gate, [], &[wire]));
        }
    }

    fn two(&mut self, gate: Gate, angles: &[Angle], reversed: bool) {
        let [a, b] = self.wires;
        let on = if reversed { [b, a] } else { [a, b] };
        self.operations
            .push(Operation::gate(gate, angles.iter().cloned(), &on));
    }

    /// The local gates number `first` and the next.
    fn locals(&mut self, symbol: &dyn Fn(usize) -> Angle, first: usize) {
        for wire in 0..2 {
            let at = LOCALS + 3 * (first + wire);
            for (part, gate) in [(2, Gate::Rz), (1, Gate::Ry), (0, Gate::Rz)] {
                self.one(gate, &symbol(at + part), wire);
            }
        }
    }
}
