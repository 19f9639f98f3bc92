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

use super::one_qubit_fusion::native_gates;
use super::{in_placed_blocks, PassError};
use crate::circuit::{Circuit, Kind, Place};
use crate::synth::native::PairGates;
use crate::synth::one_qubit::Synthesizer;
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
/// What native gates a pair has, as an index; 0 is for one-qubit gates.
type Config = u16;

struct Translator<'a> {
    target: &'a Target,
    one_qubit: bool,
    synthesizer: Synthesizer,
    /// Native gates of pairs met: forwards, backwards, and what they can do.
    pairs: Vec<(GateSet, GateSet, PairGates)>,
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
            synthesizer: Synthesizer::new(native_gates(target)),
            pairs: Vec::new(),
            templates: Vec::new(),
            general: FxHashMap::default(),
            exact: FxHashMap::default(),
            uniform: None,
            fixed: vec![None; Gate::ALL.len()],
        };
        if target.pairs.is_none() {
            let gates = target.gates.on(2);
            translator.uniform = Some(translator.config(gates, gates));
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
        if on.len() == 1 && !self.one_qubit {
            return true;
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

    fn config(&mut self, forward: GateSet, backward: GateSet) -> Config {
        let known = |(f, b, _): &(GateSet, GateSet, PairGates)| *f == forward && *b == backward;
        if let Some(i) = self.pairs.iter().position(known) {
            return i as Config + 1;
        }
        let range = |g| self.target.range(g);
        let gates = PairGates::new(forward, backward, &range);
        self.pairs.push((forward, backward, gates));
        self.pairs.len() as Config
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
            [_] => 0,
            [a, b] => match self.uniform {
                Some(config) => config,
                None => {
                    let (a, b) = (wires[a.index()], wires[b.index()]);
                    let (forward, backward) = self.gates_between(a, b);
                    self.config(forward, backward)
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
        let is_plain = config == 0 || self.uniform.is_some();
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
        if config == 0 || self.target.ranges.is_empty() {
            return 0;
        }
        let angle = match gate {
            Gate::Ms => Some(params[2].clone()),
            _ => gate.pair_rotation(params).map(|r| r.angle),
        };
        match angle.and_then(|a| a.value()) {
            Some(value) => self.pairs[config as usize - 1].2.form(value),
            None => 0,
        }
    }

    fn make(&mut self, gate: Gate, params: &[Angle], config: Config, form: u8) -> Option<Template> {
        let mut steps = Steps::new();
        let (a, b) = (Wire::qubit(0), Wire::qubit(1));
        if config == 0 {
            steps.push(gate, params, &[a]);
        } else {
            let pair = &self.pairs[config as usize - 1].2;
            if !pair.is_entangling() {
                return None;
            }
            pair.gate(&mut steps, gate, params, [a, b], form);
        }
        Template::new(&steps, &mut self.synthesizer)
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
mod tests {
    use std::f64::consts::{FRAC_PI_2, PI};

    use super::*;
    use crate::circuit::Operation;
    use crate::target::AngleRange;
    use crate::Symbol;

    fn distance(a: &Circuit, b: &Circuit) -> f64 {
        let (a, b) = (a.unitary(4).unwrap(), b.unitary(4).unwrap());
        a.iter()
            .zip(&b)
            .map(|(x, y)| (x - y).norm())
            .fold(0.0, f64::max)
    }

    /// Angles in general position and exact ones.
    fn angle_sets(gate: Gate) -> Vec<Vec<Angle>> {
        let n = gate.num_params();
        if n == 0 {
            return vec![vec![]];
        }
        let general = [0.3, -1.1, 2.2, 0.7].map(Angle::radians)[..n].to_vec();
        let large = [7.9, 3.3, -9.2, 12.0].map(Angle::radians)[..n].to_vec();
        let negative = [-2.9, 0.2, 5.5, -0.3].map(Angle::radians)[..n].to_vec();
        let exact = |k: i32| (0..n).map(|i| Angle::pi(k + i as i32, 4)).collect();
        let mixed = [Angle::HALF_PI, Angle::radians(0.4), Angle::ZERO, Angle::PI][..n].to_vec();
        [
            vec![general, large, negative, mixed],
            (-9..=9).map(exact).collect(),
        ]
        .concat()
    }

    fn narrow() -> impl Iterator<Item = Gate> {
        Gate::ALL.iter().copied().filter(|g| g.num_qubits() <= 2)
    }

    fn check(target: &Target, gate: Gate, angles: &[Angle], on: [u32; 2]) {
        let mut c = Circuit::new(3, 0);
        c.phase = Angle::radians(0.25);
        c.push(Operation::gate(
            gate,
            angles.iter().cloned(),
            &on[..gate.num_qubits()],
        ));
        let before = c.clone();
        basis_translation(&mut c, target, true).unwrap_or_else(|e| panic!("{angles:?}: {e}"));
        assert!(
            target.first_foreign(&c).is_none(),
            "{} {angles:?}",
            gate.name()
        );
        let off = distance(&before, &c);
        assert!(
            off < 1e-12,
            "{} {angles:?} to {:?}: {off}",
            gate.name(),
            target.gates.iter().collect::<Vec<_>>()
        );
        assert_eq!(Ok(false), basis_translation(&mut c, target, true));
    }

    #[test]
    fn every_gate_to_every_two_qubit_native() {
        use Gate::*;
        let natives = [
            Cx, Cy, Cz, Ecr, Rzz, Rxx, Ryy, Rzx, Ms, Cp, Crx, Cry, Crz, Cs, Csdg, Csx, Siswap,
            Siswapdg, Iswap, Iswapdg,
        ];
        for native in natives {
            let target = Target::all_to_all(GateSet::of(&[native, Rz, Sx, X]));
            for gate in narrow() {
                for angles in angle_sets(gate) {
                    check(&target, gate, &angles, [2, 0]);
                }
            }
        }
    }

    #[test]
    fn every_gate_to_every_one_qubit_basis() {
        use Gate::*;
        let bases: [&[Gate]; 8] = [
            &[Cz, Rz, Rx],
            &[Cx, U],
            &[Cz, R, Rz],
            &[Ms, Gpi, Gpi2, Rz],
            &[Ms, Gpi, Gpi2],
            &[Siswap, Phxz],
            &[Rzz, Rz, H],
            &[Cx, Ry, Rz],
        ];
        for basis in bases {
            let target = Target::all_to_all(GateSet::of(basis));
            for gate in narrow() {
                for angles in angle_sets(gate) {
                    check(&target, gate, &angles, [0, 1]);
                }
            }
        }
    }

    #[test]
    fn counts_of_two_qubit_natives() {
        use Gate::*;
        let count = |native: Gate, gate: Gate, angle: Option<Angle>| {
            let target = Target::all_to_all(GateSet::of(&[native, Rz, Sx, X]));
            let mut c = Circuit::new(2, 0);
            c.push(Operation::gate(gate, angle, &[0, 1]));
            basis_translation(&mut c, &target, true).unwrap();
            c.iter().filter(|&op| c.qubits(op).len() == 2).count()
        };
        let half = Some(Angle::radians(0.4));
        for native in [Cx, Cz, Ecr] {
            let of = |gate, angle| count(native, gate, angle);
            let fixed = [Cx, Cy, Cz, Ch, Ecr].map(|g| of(g, None));
            assert_eq!([1; 5], fixed);
            let two = [Iswap, Siswap, Dcx, Cs, Csx].map(|g| of(g, None));
            assert_eq!([2; 5], two);
            assert_eq!(3, of(Swap, None));
            assert_eq!([2; 3], [Cp, Rzz, Crx].map(|g| of(g, half.clone())));
            assert_eq!(1, of(Cp, Some(Angle::PI)));
            assert_eq!(1, of(Rxx, Some(Angle::HALF_PI)));
            assert_eq!(0, of(Rxx, Some(Angle::PI)));
        }
        assert_eq!([1; 3], [Cp, Rxx, Crz].map(|g| count(Rzz, g, half.clone())));
        assert_eq!(3, count(Rzz, Swap, None));
        assert_eq!(3, count(Siswap, Swap, None));
        assert_eq!(2, count(Siswap, Cx, None));
        assert_eq!(2, count(Siswap, Iswap, None));
        assert_eq!(3, count(Iswap, Swap, None));
        assert_eq!(2, count(Iswap, Cz, None));
    }

    #[test]
    fn directions_and_natives_of_pairs() {
        use Gate::*;
        let mut target = Target::all_to_all(GateSet::of(&[Rz, Sx, X]));
        let pairs = [
            ((1, 0), GateSet::of(&[Cx])),
            ((1, 2), GateSet::of(&[Ecr])),
            ((0, 2), GateSet::of(&[Cz])),
        ];
        target.qubits = Some(3);
        target.pairs = Some(pairs.into_iter().collect());
        for gate in narrow() {
            for angles in angle_sets(gate) {
                for on in [[0, 1], [1, 0], [2, 1], [1, 2], [2, 0]] {
                    check(&target, gate, &angles, on);
                }
            }
        }
    }

    #[test]
    fn angle_ranges() {
        use Gate::*;
        for (native, low, high) in [(Rzz, 0.0, FRAC_PI_2), (Rxx, -0.8, 0.8)] {
            let mut target = Target::all_to_all(GateSet::of(&[native, Cz, Rz, Sx, X]));
            target.ranges = vec![(native, AngleRange { low, high })];
            for angle in [0.3, -0.3, 3.0, -3.0, 6.5, 100.0] {
                if low < 0.0 && (angle % PI).abs() > 0.8 {
                    continue;
                }
                for gate in [Rzz, Rxx, Rzx] {
                    check(&target, gate, &[Angle::radians(angle)], [0, 1]);
                }
            }
        }
    }

    #[test]
    fn clifford_t_stays_exact_and_other_angles_are_refused() {
        use Gate::*;
        let target = Target::all_to_all(GateSet::of(&[H, S, Sdg, T, Tdg, X, Z, Cx]));
        for gate in narrow() {
            let sets: Vec<Vec<Angle>> = match gate.num_params() {
                0 => vec![vec![]],
                _ => angle_sets(gate).split_off(4),
            };
            for angles in sets {
                let even = |a: &Angle| a.quarter_turns_of_pi().is_some_and(|k| k % 2 == 0);
                let whole = angles.iter().all(even);
                // Halves of pi/4 come up in controlled rotations, and turned axes in u2 and the like.
                if whole || gate.num_qubits() == 1 && gate.num_params() == 1 {
                    check(&target, gate, &angles, [0, 1]);
                }
            }
        }
        let mut c = Circuit::new(1, 0);
        let place = Place {
            line: 7,
            column: 3,
            file: 0,
        };
        c.push(Operation::gate(Rz, [Angle::radians(0.1)], &[0]).at(place));
        let error = basis_translation(&mut c, &target, true).unwrap_err();
        assert!(matches!(error, PassError::CannotExpress { place: p, .. } if p == place));
    }

    #[test]
    fn symbols_stay_symbols() {
        use Gate::*;
        let theta = Angle::symbol(Symbol::named("theta"));
        for basis in [
            &[Cx, Rz, Sx, X][..],
            &[Cz, U],
            &[Rzz, Rz, Rx],
            &[Siswap, Phxz],
            &[Ms, Gpi, Gpi2, Rz],
        ] {
            let target = Target::all_to_all(GateSet::of(basis));
            for gate in narrow() {
                let angles = vec![theta.clone(); gate.num_params()];
                let mut c = Circuit::new(2, 0);
                c.push(Operation::gate(gate, angles, &[0, 1][..gate.num_qubits()]));
                let before = c.clone();
                basis_translation(&mut c, &target, true).unwrap();
                let bind = |c: &Circuit| c.bind(&|_| Some(Angle::radians(0.9))).unwrap();
                let off = distance(&bind(&before), &bind(&c));
                assert!(off < 1e-12, "{} to {basis:?}: {off}", gate.name());
            }
        }
    }
}
