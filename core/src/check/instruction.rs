// SPDX-License-Identifier: Apache-2.0
//! The rules about single instructions: arity, payload, conditions, blocks.

use num_complex::Complex64;

use super::{distinct_below, fits_definition, Checker, Context};
use crate::circuit::{Block, Condition, Instruction, Kind, Payload};

/// How far a matrix may be from unitary, entry by entry.
const UNITARY_TOLERANCE: f64 = 1e-8;

/// Widest matrix that is multiplied out.
const MULTIPLIED_QUBITS: usize = 7;

/// What an instruction asks for: so many qubits, or any number.
#[derive(Clone, Copy, PartialEq)]
enum Width {
    Exactly(usize),
    Any,
}
use Width::{Any, Exactly};

impl Checker {
    pub(super) fn instruction(
        &mut self,
        i: &Instruction,
        qubits: usize,
        bits: usize,
        context: &Context,
    ) {
        if context.in_definition && !fits_definition(i.kind) {
            self.violation("definitions", format!("{:?} in the body of a gate", i.kind));
        }
        for a in &i.params {
            self.angle(a, context);
        }
        let Some((width, reads)) = self.shape(i, qubits, bits, context) else {
            let detail = format!("{:?} with a payload that is not its own", i.kind);
            return self.violation("payload", detail);
        };
        if width != Any && width != Exactly(qubits) {
            self.violation("arity", format!("{:?} on {qubits} qubits", i.kind));
        }
        if reads != Any && reads != Exactly(bits) {
            self.violation("arity", format!("{:?} on {bits} bits", i.kind));
        }
    }

    /// Qubits and bits the instruction asks for, after a look at its payload; `None` if it is of another kind.
    fn shape(
        &mut self,
        i: &Instruction,
        qubits: usize,
        bits: usize,
        context: &Context,
    ) -> Option<(Width, Width)> {
        let none = Exactly(0);
        if let Kind::Gate(gate) = i.kind {
            if i.params.len() != gate.num_params() {
                let detail = format!("`{}` with {} angles", gate.name(), i.params.len());
                self.violation("arity", detail);
            }
            return i
                .payload
                .is_none()
                .then_some((Exactly(gate.num_qubits()), none));
        }
        if !i.params.is_empty() {
            self.violation("arity", format!("{:?} has angles of its own", i.kind));
        }
        Some(match (i.kind, i.payload.as_deref()) {
            (Kind::Measure, None) => (Exactly(1), Exactly(1)),
            (Kind::Reset | Kind::Release, None) => (Exactly(1), none),
            (Kind::Barrier, None) => (Any, Any),
            (Kind::Break | Kind::Continue, None) => {
                if !context.in_loop {
                    self.violation("blocks", format!("{:?} outside a loop", i.kind));
                }
                (Any, Any)
            }
            (Kind::Allocate, Some(Payload::Allocate { .. })) => (Exactly(1), none),
            (Kind::Delay, Some(Payload::Delay { .. })) => (Any, none),
            (Kind::Pulse, Some(Payload::Pulse { .. })) => (Any, Any),
            (Kind::Controlled, Some(Payload::Controlled { polarity, base })) => {
                if !base.kind.is_unitary() || polarity.is_empty() {
                    self.violation(
                        "payload",
                        "no controls, or a controlled operation that is not unitary",
                    );
                }
                let own = qubits.saturating_sub(polarity.len());
                self.instruction(base, own, 0, context);
                (Any, none)
            }
            (Kind::Call | Kind::Opaque, Some(Payload::Call { definition, params })) => {
                if definition.body.is_some() != (i.kind == Kind::Call) {
                    self.violation(
                        "payload",
                        "an opaque gate with a body, or a call without one",
                    );
                }
                if params.len() != definition.params.len() {
                    let detail =
                        format!("`{}` called with {} angles", definition.name, params.len());
                    self.violation("arity", detail);
                }
                params.iter().for_each(|a| self.angle(a, context));
                self.definition(definition);
                (Exactly(definition.qubits.len()), none)
            }
            (Kind::Unitary, Some(Payload::Unitary { matrix, .. })) => {
                let width = self.power_of_two(matrix.len(), 2);
                if width.is_some_and(|k| {
                    k <= MULTIPLIED_QUBITS && !is_isometry(std::slice::from_ref(matrix), 1 << k)
                }) {
                    self.violation("payload", "a matrix that is not unitary");
                }
                (Exactly(width?), none)
            }
            (Kind::Channel, Some(Payload::Channel { kraus })) => {
                let width = self.power_of_two(kraus.first()?.len(), 2)?;
                let square = kraus.iter().all(|k| k.len() == 1 << (2 * width));
                if !square || width <= MULTIPLIED_QUBITS && !is_isometry(kraus, 1 << width) {
                    self.violation("payload", "Kraus operators that do not sum to the identity");
                }
                (Exactly(width), none)
            }
            (Kind::Diagonal, Some(Payload::Diagonal { phases })) => {
                if phases.iter().any(|p| !p.is_finite()) {
                    self.violation("angles", "a diagonal phase that is not finite");
                }
                (Exactly(self.power_of_two(phases.len(), 1)?), none)
            }
            (Kind::Multiplexer, Some(Payload::Multiplexer { selects, cases })) => {
                if *selects >= 32 || cases.len() != 1 << selects || *selects as usize >= qubits {
                    self.violation("payload", "a multiplexer without one case for each value");
                }
                for case in cases {
                    if !case.kind.is_unitary() {
                        self.violation("payload", "a case of a multiplexer that is not unitary");
                    }
                    let own = qubits.saturating_sub(*selects as usize);
                    self.instruction(case, own, 0, context);
                }
                (Any, none)
            }
            (Kind::PauliEvolution, Some(Payload::PauliEvolution { strings, time })) => {
                self.angle(time, context);
                for (string, coefficient) in strings {
                    self.angle(coefficient, context);
                    let letters = string.chars().all(|c| "IXYZ".contains(c));
                    if !letters || string.chars().count() != qubits {
                        self.violation("payload", format!("`{string}` on {qubits} qubits"));
                    }
                }
                (Any, none)
            }
            (Kind::Permutation, Some(Payload::Permutation { image })) => {
                if !distinct_below(image, image.len()) {
                    self.violation("payload", format!("{image:?} is not a permutation"));
                }
                (Exactly(image.len()), none)
            }
            (kind, Some(payload)) if kind.is_control_flow() => {
                return self.control_flow(kind, payload, qubits, bits, context)
            }
            _ => return None,
        })
    }

    fn control_flow(
        &mut self,
        kind: Kind,
        payload: &Payload,
        qubits: usize,
        bits: usize,
        context: &Context,
    ) -> Option<(Width, Width)> {
        let mut inside = context.clone();
        match (kind, payload) {
            (Kind::If, Payload::If { condition, .. }) => self.condition(condition, bits),
            (Kind::While, Payload::While { condition, .. }) => {
                self.condition(condition, bits);
                inside.in_loop = true;
            }
            (Kind::For, Payload::For { variable, .. }) => {
                inside.symbols.extend(variable.clone());
                inside.in_loop = true;
            }
            (
                Kind::Switch,
                Payload::Switch {
                    bits: own, cases, ..
                },
            ) => {
                if !distinct_below(own, bits) {
                    self.violation("conditions", "a selector of bits the operation lacks");
                }
                let mut values: Vec<u64> = cases.iter().flat_map(|c| c.0.clone()).collect();
                values.sort_unstable();
                if values.windows(2).any(|w| w[0] == w[1]) {
                    self.violation("payload", "two cases of a switch have the same value");
                }
            }
            (Kind::Region, Payload::Region { .. }) => {}
            _ => return None,
        }
        for block in payload.blocks() {
            self.block(block, qubits, bits, &inside);
        }
        Some((Any, Any))
    }

    fn block(&mut self, block: &Block, qubits: usize, bits: usize, context: &Context) {
        match block {
            Block::Single {
                instruction,
                bits: own,
            } => {
                if !distinct_below(own, bits) {
                    self.violation("blocks", "an instruction on bits its owner lacks");
                }
                self.instruction(instruction, qubits, own.len(), context);
            }
            Block::Body(c) => {
                if (c.num_qubits(), c.num_bits()) != (qubits, bits) {
                    self.violation("blocks", "a block that is not as wide as its owner");
                }
                let place = self.place;
                self.circuit(c, context);
                self.place = place;
            }
        }
    }

    fn condition(&mut self, c: &Condition, bits: usize) {
        match c {
            Condition::Constant(_) => {}
            Condition::Bit(b) => {
                if *b as usize >= bits {
                    self.violation("conditions", "a bit the operation lacks");
                }
            }
            Condition::Equals { bits: own, value } | Condition::Less { bits: own, value } => {
                if own.len() != value.len() || !distinct_below(own, bits) {
                    self.violation("conditions", "a comparison of bits the operation lacks");
                }
            }
            Condition::Not(c) => self.condition(c, bits),
            Condition::And(cs) | Condition::Or(cs) | Condition::Xor(cs) => {
                cs.iter().for_each(|c| self.condition(c, bits));
            }
        }
    }

    /// `k` with `length = (2^k)^power`.
    fn power_of_two(&mut self, length: usize, power: u32) -> Option<usize> {
        let log = length.checked_ilog2()?;
        if length.is_power_of_two() && log % power == 0 {
            return Some((log / power) as usize);
        }
        self.violation("payload", format!("{length} entries are no power of two"));
        None
    }
}

/// Whether the operators K (row-major, d x d) satisfy sum of K^dagger K = 1. Also refuses what is not finite.
fn is_isometry(operators: &[Vec<Complex64>], d: usize) -> bool {
    if operators.iter().any(|k| k.len() != d * d) {
        return false;
    }
    (0..d * d).all(|at| {
        let (i, j) = (at / d, at % d);
        let sum: Complex64 = (operators.iter())
            .flat_map(|k| (0..d).map(move |r| k[r * d + i].conj() * k[r * d + j]))
            .sum();
        let wanted = f64::from(u8::from(i == j));
        // Not "greater": NaN must fail.
        (sum - wanted).norm() <= UNITARY_TOLERANCE
    })
}
