// SPDX-License-Identifier: Apache-2.0
//! Ways to write a gate, kept for reuse: angles are affine in the gate's own.

use smallvec::SmallVec;

use super::one_qubit::{Emitted, Run, Synthesizer};
use super::steps::Steps;
use crate::angle::{Expr, Scalar};
use crate::circuit::Place;
use crate::gate::Inverse;
use crate::{Angle, Circuit, Gate, Symbol, Wire};

/// `constant + sum of parameter * numerator / denominator`.
#[derive(Clone, Debug, PartialEq)]
struct Affine {
    constant: Angle,
    terms: SmallVec<[(u8, i32, u32); 1]>,
}

impl Affine {
    /// Read off an angle over the symbols [`symbols`] made; `None` if it is not affine in them.
    fn of(angle: &Angle) -> Option<Affine> {
        let Angle::Symbolic(expression) = angle else {
            return Some(Affine {
                constant: angle.clone(),
                terms: SmallVec::new(),
            });
        };
        let Expr::Affine { terms, constant } = &**expression else {
            return None;
        };
        let term = |(symbol, factor): &(Symbol, Scalar)| {
            let index: u8 = symbol.name.parse().ok()?;
            match *factor {
                Scalar::Ratio { num, den } => {
                    Some((index, i32::try_from(num).ok()?, u32::try_from(den).ok()?))
                }
                Scalar::Real(_) => None,
            }
        };
        Some(Affine {
            constant: constant.clone(),
            terms: terms.iter().map(term).collect::<Option<_>>()?,
        })
    }

    #[inline]
    fn at(&self, params: &[Angle]) -> Angle {
        let mut sum = self.constant.clone();
        for &(index, num, den) in &self.terms {
            let own = &params[index as usize];
            let scaled = match (num, den) {
                (1, 1) => own.clone(),
                _ => own.scale(num, den),
            };
            sum = if sum.is_zero() {
                scaled
            } else {
                sum.add(&scaled)
            };
        }
        sum
    }
}

/// Symbols that stand for a gate's angles while its template is made.
pub fn symbols(gate: Gate) -> Vec<Angle> {
    (0..gate.num_params())
        .map(|i| Angle::symbol(Symbol::named(&i.to_string())))
        .collect()
}

#[derive(Clone, Debug)]
struct Slot {
    gate: Gate,
    params: SmallVec<[Affine; 1]>,
    /// Operands among the gate's own.
    on: [u8; 2],
    /// The identity where its angle is zero.
    vanishes: bool,
}

/// A gate written in other gates.
#[derive(Clone, Debug)]
pub struct Template {
    slots: Vec<Slot>,
    phase: Affine,
    error: f64,
    /// Some angle is a sum, which rounds for floats.
    sums: bool,
}

impl Template {
    /// Merge the one-qubit gates of `steps` (on wires 0 and 1) between the others and write those of either wire with
    /// the synthesizer `which` says; `None` where it cannot.
    pub fn new(
        steps: &Steps,
        synthesizers: &mut [Synthesizer],
        which: [u16; 2],
    ) -> Option<Template> {
        let mut runs = [Run::default(), Run::default()];
        let mut template = Template {
            slots: Vec::new(),
            phase: Affine::of(&Angle::ZERO)?,
            error: steps.error,
            sums: false,
        };
        let mut phase = steps.phase.clone();
        for step in &steps.list {
            if let [wire] = *step.wires {
                runs[wire.index()].gate(step.gate, &step.params);
                continue;
            }
            for wire in &step.wires {
                let at = wire.index();
                let own = &mut synthesizers[usize::from(which[at])];
                template.close(&mut runs[at], at as u8, own, &mut phase)?;
            }
            let on = [step.wires[0].index() as u8, step.wires[1].index() as u8];
            template.slot(step.gate, &step.params, on)?;
        }
        for (at, run) in runs.iter_mut().enumerate() {
            let own = &mut synthesizers[usize::from(which[at])];
            template.close(run, at as u8, own, &mut phase)?;
        }
        template.phase = Affine::of(&phase)?;
        template.sums |= !template.phase.terms.is_empty();
        Some(template)
    }

    fn close(
        &mut self,
        run: &mut Run,
        on: u8,
        synthesizer: &mut Synthesizer,
        phase: &mut Angle,
    ) -> Option<()> {
        let mut gates: Vec<Emitted> = Vec::new();
        let (_, left) = synthesizer.synthesize(run, true, &mut gates)?;
        self.error += run.error;
        *phase = phase.add(&left.angle());
        run.clear();
        for g in &gates {
            self.slot(g.gate, g.params(), [on, on])?;
        }
        Some(())
    }

    fn slot(&mut self, gate: Gate, params: &[Angle], on: [u8; 2]) -> Option<()> {
        let params: SmallVec<[Affine; 1]> = params.iter().map(Affine::of).collect::<Option<_>>()?;
        let is_sum = |a: &Affine| a.terms.len() + usize::from(!a.constant.is_zero()) > 1;
        self.sums |= params.iter().any(is_sum);
        let vanishes = gate.num_params() == 1 && matches!(gate.record().inverse, Inverse::Negated);
        self.slots.push(Slot {
            gate,
            params,
            on,
            vanishes,
        });
        Some(())
    }

    /// Number of gates.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Gates on one of the two wires alone, and those of them that are no rz.
    pub fn one_qubit_count(&self, wire: u8) -> (usize, usize) {
        let own = || self.slots.iter().filter(|s| s.on == [wire, wire]);
        (own().count(), own().filter(|s| s.gate != Gate::Rz).count())
    }

    pub fn two_qubit_count(&self) -> usize {
        self.slots
            .iter()
            .filter(|s| s.gate.num_qubits() == 2)
            .count()
    }

    /// Write the gate with angles `params` on `wires`.
    #[inline]
    pub fn emit(&self, circuit: &mut Circuit, params: &[Angle], wires: &[Wire], place: Place) {
        for slot in &self.slots {
            let operands = [wires[slot.on[0] as usize], wires[slot.on[1] as usize]];
            let operands = &operands[..slot.gate.num_qubits()];
            match slot.params.as_slice() {
                [] => circuit.push_gate(slot.gate, &[], operands, place),
                [angle] => {
                    let angle = angle.at(params);
                    if slot.vanishes && angle.is_zero() {
                        continue;
                    }
                    circuit.push_gate(slot.gate, &[angle], operands, place)
                }
                many => {
                    let angles: SmallVec<[Angle; 4]> = many.iter().map(|a| a.at(params)).collect();
                    circuit.push_gate(slot.gate, &angles, operands, place)
                }
            };
        }
        circuit.add_phase(&self.phase.at(params));
        let rounded = self.sums && params.iter().any(|a| matches!(a, Angle::Radians(_)));
        let error = self.error + if rounded { ROUNDING } else { 0.0 };
        if error > 0.0 {
            circuit.ledger.record(error);
        }
    }
}

/// Adding a few floats of the size of an angle.
const ROUNDING: f64 = 1e-15;
