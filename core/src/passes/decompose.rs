// SPDX-License-Identifier: Apache-2.0
//! Expand calls, matrices and every operation on more than two qubits to one- and two-qubit library gates.
//!
//! One walk over the circuit writes a new one, so the result is sequential in memory. Calls are walked in place
//! with a stack of frames; nothing is copied per call but its wires and angles. Library gates on three and four
//! qubits come from templates built once; other operations are synthesised where they stand, since which qubits
//! they may borrow depends on it.

use std::sync::{Arc, OnceLock};

use super::{in_blocks, PassError};
use crate::angle::ExprError;
use crate::circuit::operation::Wires;
use crate::circuit::{Circuit, Definition, Instruction, Kind, Payload, Place};
use crate::synth::{expand, Ancillas, NoExpansion, Steps};
use crate::{Angle, Gate, Op, Symbol, Target, Wire};

/// Options of [`decompose`].
#[derive(Clone, Copy, Debug)]
pub struct Decompose {
    /// Most operations in the result.
    pub limit: u64,
    /// Use idle qubits as dirty ancillas, and ones known to be in |0> as clean ones.
    pub borrow: bool,
    /// Qubits start in |0>, so that untouched ones are clean.
    pub assume_zero: bool,
    /// The target has no rotations: stay with Clifford+T wherever an idle qubit allows it.
    pub discrete: bool,
}

/// The target can write no rotation by any angle on one qubit.
pub fn is_discrete(target: &Target) -> bool {
    target.gates.on(1).iter().all(|g| g.num_params() == 0)
}

/// Expand everything that is not a library gate on one or two qubits.
pub fn decompose(circuit: &mut Circuit, options: Decompose) -> Result<bool, PassError> {
    let block = Decompose {
        assume_zero: false,
        ..options
    };
    let inside = in_blocks(circuit, &|c| flat(c, block))?;
    Ok(flat(circuit, options)? || inside)
}

fn flat(circuit: &mut Circuit, options: Decompose) -> Result<bool, PassError> {
    if !circuit.iter().any(|op| is_expanded(circuit, op)) {
        return Ok(false);
    }
    let mut out = circuit.empty_like();
    // Growing a list of a million operations by doubling costs as much as writing it.
    let size = |op: Op| {
        circuit
            .gate(op)
            .and_then(template)
            .map_or(1, |t| t.list.len())
    };
    let expected: usize = circuit.iter().map(size).sum();
    out.reserve(expected.min(options.limit as usize));
    out.phase = circuit.phase.clone();
    let mut walk = Walk {
        qubits: Qubits::new(circuit, options),
        out,
        options,
        expanded: 0,
    };
    for op in circuit.iter() {
        walk.operation(circuit, op)?;
    }
    *circuit = walk.out;
    Ok(true)
}

fn is_expanded(circuit: &Circuit, op: Op) -> bool {
    match circuit.kind(op) {
        Kind::Gate(g) => g.num_qubits() > 2,
        Kind::Call => has_body(circuit, op),
        kind => kind.is_unitary(),
    }
}

fn has_body(circuit: &Circuit, op: Op) -> bool {
    match circuit.payload(op).map(|p| &**p) {
        Some(Payload::Call { definition, .. }) => definition.body.is_some(),
        _ => false,
    }
}

/// Library gates on three and four qubits, on wires 0, 1, ..; gates for which ancillas help are not there.
fn template(gate: Gate) -> Option<&'static Steps> {
    static TEMPLATES: OnceLock<Vec<Option<Steps>>> = OnceLock::new();
    let build = |&g: &Gate| {
        if !(3..=4).contains(&g.num_qubits()) {
            return None;
        }
        let wires: Vec<Wire> = (0..g.num_qubits() as u32).map(Wire::qubit).collect();
        expand(
            &Instruction::gate(g, []),
            &wires,
            &Ancillas::default(),
            usize::MAX,
        )
        .ok()
    };
    TEMPLATES.get_or_init(|| Gate::ALL.iter().map(build).collect())[gate as usize].as_ref()
}

/// A call being expanded.
struct Frame {
    definition: Arc<Definition>,
    next: Op,
    wires: Wires,
    actual: Vec<Angle>,
}

struct Walk {
    out: Circuit,
    qubits: Qubits,
    options: Decompose,
    /// Operations seen, those that write nothing included.
    expanded: u64,
}

impl Walk {
    fn operation(&mut self, circuit: &Circuit, op: Op) -> Result<(), PassError> {
        let (kind, place) = (circuit.kind(op), circuit.place(op));
        if let Kind::Gate(gate) = kind {
            return self.gate(gate, circuit.params(op), circuit.wires(op), place);
        }
        match circuit.payload(op).map(|p| &**p) {
            Some(Payload::Call { definition, params }) if definition.body.is_some() => self.call(
                definition.clone(),
                circuit.wires(op).into(),
                params.clone(),
                place,
            ),
            _ if kind.is_unitary() && kind != Kind::Call => {
                self.synthesize(&circuit.instruction(op), circuit.wires(op), place)
            }
            _ => {
                self.qubits.met(kind, circuit, op);
                self.out.push(circuit.operation(op));
                Ok(())
            }
        }
    }

    #[inline]
    fn gate(
        &mut self,
        gate: Gate,
        params: &[Angle],
        wires: &[Wire],
        place: Place,
    ) -> Result<(), PassError> {
        self.count()?;
        if wires.len() <= 2 {
            self.qubits.touched(wires);
            self.out.push_gate(gate, params, wires, place);
            return Ok(());
        }
        let template = match self.options.discrete && gate == Gate::C3x {
            true => None,
            false => template(gate),
        };
        match template {
            Some(steps) => {
                self.qubits.touched(wires);
                steps.emit_on(&mut self.out, wires, place);
                Ok(())
            }
            None => self.synthesize(
                &Instruction::gate(gate, params.iter().cloned()),
                wires,
                place,
            ),
        }
    }

    fn synthesize(
        &mut self,
        instruction: &Instruction,
        wires: &[Wire],
        place: Place,
    ) -> Result<(), PassError> {
        let room = self.options.limit.saturating_sub(self.out.len() as u64);
        let ancillas = self.qubits.ancillas(wires);
        let steps = expand(instruction, wires, &ancillas, room as usize).map_err(|e| match e {
            NoExpansion::TooLarge => self.too_large(),
            NoExpansion::Because(reason) => cannot(instruction, place, reason),
        })?;
        self.qubits.touched(wires);
        steps.emit(&mut self.out, place);
        self.count()
    }

    /// Walk the body of a call, and of the calls in it, in order.
    fn call(
        &mut self,
        definition: Arc<Definition>,
        wires: Wires,
        actual: Vec<Angle>,
        place: Place,
    ) -> Result<(), PassError> {
        let mut stack = vec![self.enter(definition, wires, actual, place)?];
        while let Some(frame) = stack.last_mut() {
            let Some(op) = frame.next.some() else {
                stack.pop();
                continue;
            };
            let definition = frame.definition.clone();
            let body = definition.body.as_ref().expect("a frame has a body");
            frame.next = body.after(op);
            let wires: Wires = body
                .wires(op)
                .iter()
                .map(|w| frame.wires[w.index()])
                .collect();
            let wrong = |e: ExprError| cannot(&body.instruction(op), place, e.to_string());
            if let Kind::Gate(gate) = body.kind(op) {
                let params = body.params(op);
                if !params.iter().any(Angle::is_symbolic) {
                    self.gate(gate, params, &wires, place)?;
                    continue;
                }
                let bound = frame.bind_all(params).map_err(wrong)?;
                self.gate(gate, &bound, &wires, place)?;
                continue;
            }
            let value = |s: &Symbol| frame.value(s);
            match body.payload(op).map(|p| &**p) {
                Some(Payload::Call { definition, params }) if definition.body.is_some() => {
                    let params = frame.bind_all(params).map_err(wrong)?;
                    let inner = self.enter(definition.clone(), wires, params, place)?;
                    stack.push(inner);
                }
                _ => {
                    let instruction = body
                        .instruction(op)
                        .bind(&value)
                        .map_err(|e| cannot(&body.instruction(op), place, e.to_string()))?;
                    if instruction.kind.is_unitary() && instruction.kind != Kind::Call {
                        self.synthesize(&instruction, &wires, place)?;
                    } else {
                        self.qubits.touched(&wires);
                        let operation = crate::circuit::Operation::new(instruction, wires);
                        self.out.push(operation.at(place));
                    }
                }
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        definition: Arc<Definition>,
        wires: Wires,
        actual: Vec<Angle>,
        place: Place,
    ) -> Result<Frame, PassError> {
        self.count()?;
        let body = definition.body.as_ref().expect("checked by the caller");
        let frame = Frame {
            next: body.first(),
            definition: definition.clone(),
            wires,
            actual,
        };
        let phase = frame
            .bind_all(std::slice::from_ref(&body.phase))
            .map_err(|e| PassError::CannotExpress {
                name: definition.name.to_string(),
                kind: Kind::Call,
                place,
                reason: e.to_string(),
            })?;
        self.out.add_phase(&phase[0]);
        Ok(frame)
    }

    /// Count an operation written or looked at.
    #[inline]
    fn count(&mut self) -> Result<(), PassError> {
        self.expanded += 1;
        if self.expanded.max(self.out.len() as u64) > self.options.limit {
            return Err(self.too_large());
        }
        Ok(())
    }

    fn too_large(&self) -> PassError {
        PassError::TooLarge {
            what: "operations",
            limit: self.options.limit,
        }
    }
}

impl Frame {
    fn value(&self, symbol: &Symbol) -> Option<Angle> {
        let at = self.definition.params.iter().position(|p| p == symbol)?;
        Some(self.actual[at].clone())
    }

    fn bind_all(&self, angles: &[Angle]) -> Result<Vec<Angle>, ExprError> {
        angles.iter().map(|a| a.bind(&|s| self.value(s))).collect()
    }
}

fn cannot(instruction: &Instruction, place: Place, reason: String) -> PassError {
    let name = match (&instruction.kind, instruction.payload.as_deref()) {
        (_, Some(Payload::Call { definition, .. })) => definition.name.to_string(),
        (Kind::Gate(g), _) => g.name().to_string(),
        (kind, _) => format!("{kind:?}").to_lowercase(),
    };
    PassError::CannotExpress {
        name,
        kind: instruction.kind,
        place,
        reason,
    }
}

/// What is known of a qubit's state at the place the walk has reached.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Zero,
    Any,
    /// Not allocated yet, or released.
    Absent,
}

/// Which qubits may be borrowed.
struct Qubits {
    state: Vec<State>,
    zeros: usize,
    borrow: bool,
    discrete: bool,
}

impl Qubits {
    fn new(circuit: &Circuit, options: Decompose) -> Qubits {
        let start = if options.assume_zero {
            State::Zero
        } else {
            State::Any
        };
        let state: Vec<State> = (0..circuit.num_qubits() as u32)
            .map(|q| match circuit.first_on(Wire::qubit(q)).some() {
                Some(op) if circuit.kind(op) == Kind::Allocate => State::Absent,
                _ => start,
            })
            .collect();
        Qubits {
            zeros: state.iter().filter(|&&s| s == State::Zero).count(),
            state,
            borrow: options.borrow,
            discrete: options.discrete,
        }
    }

    fn set(&mut self, qubit: usize, state: State) {
        let old = std::mem::replace(&mut self.state[qubit], state);
        self.zeros -= usize::from(old == State::Zero);
        self.zeros += usize::from(state == State::Zero);
    }

    #[inline]
    fn touched(&mut self, wires: &[Wire]) {
        if self.zeros > 0 {
            for w in wires.iter().filter(|w| !w.is_bit()) {
                self.set(w.index(), State::Any);
            }
        }
    }

    /// An operation that stays as it is.
    fn met(&mut self, kind: Kind, circuit: &Circuit, op: Op) {
        let state = match kind {
            Kind::Reset => State::Zero,
            Kind::Release => State::Absent,
            Kind::Allocate => match circuit.payload(op).map(|p| &**p) {
                Some(Payload::Allocate { clean: true }) => State::Zero,
                _ => State::Any,
            },
            // Neither touches the state.
            Kind::Barrier | Kind::Delay => return,
            _ => State::Any,
        };
        for w in circuit.qubits(op) {
            self.set(w.index(), state);
        }
    }

    /// Up to one qubit in |0>, and as many others as an operation on `wires` can use, nearest numbers first.
    fn ancillas(&self, wires: &[Wire]) -> Ancillas {
        let mut found = Ancillas {
            discrete: self.discrete,
            ..Ancillas::default()
        };
        let (n, wanted) = (self.state.len(), wires.len() / 2);
        if !self.borrow || wires.len() < 4 || n == wires.len() {
            return found;
        }
        let mut own: Vec<usize> = wires.iter().map(|w| w.index()).collect();
        own.sort_unstable();
        let start = own[0];
        let others = (start..n)
            .chain((0..start).rev())
            .filter(|q| own.binary_search(q).is_err());
        for q in others {
            let wire = Wire::qubit(q as u32);
            match self.state[q] {
                State::Zero if found.clean.is_empty() => found.clean.push(wire),
                State::Absent => {}
                _ if found.dirty.len() < wanted => found.dirty.push(wire),
                _ => {}
            }
            if found.dirty.len() == wanted && (self.zeros == 0 || !found.clean.is_empty()) {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
