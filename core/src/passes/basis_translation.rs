// SPDX-License-Identifier: Apache-2.0
//! Write every one- and two-qubit gate in the target's native gates, phase exact.
//!
//! Each gate is looked up: a template per (gate, native gates of the pair) whose angles are affine in the gate's own,
//! and one per exact angle, since multiples of pi are often cheaper (`cp(pi)` is one cz, `rz(pi/4)` is a t). What is
//! native stays as it stands. A pair that is not coupled is written as if it had all of the target's gates:
//! routing comes later.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::sites::Sites;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Circuit, Kind, Place};
use crate::synth::native::PairGates;
use crate::synth::paulis::shortest;
use crate::synth::template::{symbols, Template};
use crate::synth::Steps;
use crate::target::{GateSet, Target};
use crate::{Angle, Gate, Wire};

/// Translate to the target's gates. Without `one_qubit`, gates on one qubit stay as they stand, for a pass that
/// fuses them to translate.
pub fn basis_translation(
    circuit: &mut Circuit,
    target: &Target,
    one_qubit: bool,
) -> Result<bool, PassError> {
    let translator = RefCell::new(Translator::new(target, one_qubit));
    let kernel = |c: &mut Circuit, wires: &[u32]| translator.borrow_mut().translate(c, wires);
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    let inside = in_placed_blocks(circuit, &wires, &kernel)?;
    Ok(kernel(circuit, &wires)? || inside)
}

/// Templates for exact angles kept at most; beyond it they are made anew each time.
const MAX_EXACT: usize = 1 << 16;

/// Numerators and denominators of a gate's angles.
type Exact = SmallVec<[(i32, u32); 3]>;
/// What native gates the operands have, as an index: for gates on one qubit of the kinds of sites, else of the pairs met.
type Config = u16;

/// Native gates of a pair: forwards, backwards, and what they can do; and the kinds of its sites.
struct Pair {
    forward: GateSet,
    backward: GateSet,
    sites: [u16; 2],
    gates: PairGates,
}

struct Translator<'a> {
    target: &'a Target,
    one_qubit: bool,
    sites: Sites<'a>,
    /// A gate on one qubit has limits: the form of a rotation depends on its angle.
    limited: bool,
    /// Pairs met that differ.
    pairs: Vec<Pair>,
    templates: Vec<Option<Template>>,
    /// By gate, pair and form, for any angles.
    general: FxHashMap<(Gate, Config, u8), u32>,
    exact: FxHashMap<(Gate, Config, Exact), u32>,
    /// The pair all pairs are, where they are all alike, and templates of gates without angles.
    uniform: Option<Config>,
    fixed: Vec<Option<u32>>,
}

impl<'a> Translator<'a> {
    fn new(target: &'a Target, one_qubit: bool) -> Translator<'a> {
        let mut translator = Translator {
            target,
            one_qubit,
            sites: Sites::new(target),
            limited: target.ranges.iter().any(|(g, _)| g.num_qubits() == 1),
            pairs: Vec::new(),
            templates: Vec::new(),
            general: FxHashMap::default(),
            exact: FxHashMap::default(),
            uniform: None,
            fixed: vec![None; Gate::ALL.len()],
        };
        if target.pairs.is_none() && translator.sites.alike() {
            let gates = target.gates.on(2);
            translator.uniform = Some(translator.config(gates, gates, [0, 0]));
        }
        translator
    }

    fn translate(&mut self, circuit: &mut Circuit, wires: &[u32]) -> Result<bool, PassError> {
        let foreign = |op| match circuit.kind(op) {
            Kind::Gate(g) => !self.is_native(g, circuit.params(op), circuit.qubits(op), wires),
            kind => kind.is_unitary() && kind != Kind::Call,
        };
        if !circuit.iter().any(foreign) {
            return Ok(false);
        }
        let mut out = circuit.empty_like();
        out.reserve(circuit.len() + circuit.len() / 2);
        out.phase = circuit.phase.clone();
        for op in circuit.iter() {
            let (kind, place) = (circuit.kind(op), circuit.place(op));
            let Kind::Gate(gate) = kind else {
                if kind.is_unitary() && kind != Kind::Call {
                    return Err(PassError::CannotExpress {
                        name: format!("{kind:?}").to_lowercase(),
                        kind,
                        place,
                        reason: "it has to be decomposed first".into(),
                    });
                }
                out.push(circuit.operation(op));
                continue;
            };
            let (params, on) = (circuit.params(op), circuit.qubits(op));
            if self.is_native(gate, params, on, wires) {
                out.push_gate(gate, params, on, place);
                continue;
            }
            // Ranges are for angles within two turns; 4 pi is a period of every angle there is.
            let reduced: SmallVec<[Angle; 4]>;
            let params = match self.target.ranges.is_empty() {
                true => params,
                false => {
                    reduced = params.iter().map(|a| a.modulo(4)).collect();
                    &reduced
                }
            };
            let index = self.template(gate, params, on, wires, place)?;
            match &self.templates[index as usize] {
                Some(template) => template.emit(&mut out, params, on, place),
                None => return Err(self.cannot(gate, params, on, wires, place)),
            }
        }
        *circuit = out;
        Ok(true)
    }

    /// The gate stays as it stands.
    #[inline]
    fn is_native(&self, gate: Gate, params: &[Angle], on: &[Wire], wires: &[u32]) -> bool {
        let target = self.target;
        if let [q] = *on {
            let kind = self.sites.kind(wires[q.index()]);
            return !self.one_qubit || self.sites.holds(kind, gate, params);
        }
        let gates = match (on, &target.pairs) {
            ([a, b], Some(_)) => {
                let (a, b) = (wires[a.index()], wires[b.index()]);
                self.gates_between(a, b).0
            }
            _ => target.gates,
        };
        gates.contains(gate)
            && (target.ranges.is_empty()
                || match (target.range(gate), params.first()) {
                    (Some(range), Some(angle)) => range.holds(angle),
                    _ => true,
                })
    }

    /// Native gates of a pair, forwards and backwards; all the target's where it is not coupled.
    fn gates_between(&self, a: u32, b: u32) -> (GateSet, GateSet) {
        let (forward, backward) = (self.target.pair_gates(a, b), self.target.pair_gates(b, a));
        if forward.is_empty() && backward.is_empty() {
            let all = self.target.gates.on(2);
            return (all, all);
        }
        (forward, backward)
    }

    fn config(&mut self, forward: GateSet, backward: GateSet, sites: [u16; 2]) -> Config {
        let known = |p: &Pair| p.forward == forward && p.backward == backward && p.sites == sites;
        if let Some(i) = self.pairs.iter().position(known) {
            return i as Config;
        }
        let range = |g| self.target.range(g);
        self.pairs.push(Pair {
            forward,
            backward,
            sites,
            gates: PairGates::new(forward, backward, &range),
        });
        self.pairs.len() as Config - 1
    }

    /// Index of the gate's template.
    #[inline]
    fn template(
        &mut self,
        gate: Gate,
        params: &[Angle],
        on: &[Wire],
        wires: &[u32],
        place: Place,
    ) -> Result<u32, PassError> {
        let config = match *on {
            [q] => self.sites.kind(wires[q.index()]),
            [a, b] => match self.uniform {
                Some(config) => config,
                None => {
                    let (a, b) = (wires[a.index()], wires[b.index()]);
                    let (forward, backward) = self.gates_between(a, b);
                    let sites = [self.sites.kind(a), self.sites.kind(b)];
                    self.config(forward, backward, sites)
                }
            },
            _ => {
                return Err(PassError::CannotExpress {
                    name: gate.name().into(),
                    kind: Kind::Gate(gate),
                    place,
                    reason: "it has to be decomposed first".into(),
                })
            }
        };
        let is_plain = match on.len() {
            1 => self.sites.alike(),
            _ => self.uniform.is_some(),
        };
        if params.is_empty() && is_plain {
            if let Some(index) = self.fixed[gate as usize] {
                return Ok(index);
            }
        }
        let ratios = params.iter().map(|a| a.pi_ratio().map(|r| (r.num, r.den)));
        let index = match ratios.collect::<Option<Exact>>() {
            Some(exact) => match self.exact.get(&(gate, config, exact.clone())) {
                Some(&index) => index,
                None => {
                    let template = self.make(gate, params, config, self.form(gate, params, config));
                    if self.exact.len() >= MAX_EXACT {
                        self.exact.clear();
                        self.forget();
                    }
                    let index = self.keep(template);
                    self.exact.insert((gate, config, exact), index);
                    index
                }
            },
            None if self.limited && params.iter().all(|a| a.value().is_some()) => {
                if self.templates.len() >= MAX_EXACT {
                    self.exact.clear();
                    self.forget();
                }
                let template = self.make(gate, params, config, self.form(gate, params, config));
                self.keep(template)
            }
            None => {
                let form = self.form(gate, params, config);
                match self.general.get(&(gate, config, form)) {
                    Some(&index) => index,
                    None => {
                        let template = self.make(gate, &symbols(gate), config, form);
                        let index = self.keep(template);
                        self.general.insert((gate, config, form), index);
                        index
                    }
                }
            }
        };
        if params.is_empty() && is_plain {
            self.fixed[gate as usize] = Some(index);
        }
        Ok(index)
    }

    fn keep(&mut self, template: Option<Template>) -> u32 {
        self.templates.push(template);
        self.templates.len() as u32 - 1
    }

    /// Drop all templates.
    fn forget(&mut self) {
        self.templates.clear();
        self.general.clear();
        self.fixed.fill(None);
    }

    /// Which form of the native rotation keeps its angle in range.
    fn form(&self, gate: Gate, params: &[Angle], config: Config) -> u8 {
        if gate.num_qubits() == 1 || self.target.ranges.is_empty() {
            return 0;
        }
        let angle = match gate {
            Gate::Ms => Some(params[2].clone()),
            _ => gate.pair_rotation(params).map(|r| r.angle),
        };
        match angle.and_then(|a| a.value()) {
            Some(value) => self.pairs[usize::from(config)].gates.form(value),
            None => 0,
        }
    }

    fn make(&mut self, gate: Gate, params: &[Angle], config: Config, form: u8) -> Option<Template> {
        let mut steps = Steps::new();
        let (a, b) = (Wire::qubit(0), Wire::qubit(1));
        let sites = if gate.num_qubits() == 1 {
            steps.push(gate, params, &[a]);
            [config; 2]
        } else {
            let pair = &self.pairs[usize::from(config)];
            if !pair.gates.is_entangling() {
                return None;
            }
            pair.gates.gate(&mut steps, gate, params, [a, b], form);
            pair.sites
        };
        shortest(&steps, self.sites.synthesizers(), sites)
    }

    fn cannot(
        &self,
        gate: Gate,
        params: &[Angle],
        on: &[Wire],
        wires: &[u32],
        place: Place,
    ) -> PassError {
        let entangles = match *on {
            [a, b] => {
                let (forward, backward) = self.gates_between(wires[a.index()], wires[b.index()]);
                PairGates::new(forward, backward, &|_| None).is_entangling()
            }
            _ => true,
        };
        let natives: Vec<&str> = self.target.gates.iter().map(Gate::name).collect();
        let natives = natives.join(", ");
        let reason = if !entangles {
            format!("none of the native gates {natives} entangles two qubits")
        } else if params.iter().any(|a| a.quarter_turns_of_pi().is_none()) {
            format!("its angle cannot be written exactly in {natives}")
        } else {
            format!("it cannot be written in {natives}")
        };
        PassError::CannotExpress {
            name: gate.name().into(),
            kind: Kind::Gate(gate),
            place,
            reason,
        }
    }
}

#[cfg(test)]
mod tests;
