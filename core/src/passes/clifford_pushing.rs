// SPDX-License-Identifier: Apache-2.0
//! One-qubit Cliffords pushed to the ends of their wires, where they block nothing, and back in where they cost least.

mod form;
mod read;
mod tables;
mod write;

use self::read::read;
use self::write::{write, Prices};
use super::commuting::{sweep, Rule};
use super::{in_blocks, PassError};
use crate::analysis::spelling::{native_gates, Spelling};
use crate::{Circuit, Gate, GateSet, Target};

/// Cancel and merge two-qubit gates and rotations through one-qubit Cliffords. See [`form`] for the rules and
/// [`write`] for how gates are chosen.
pub fn clifford_pushing(circuit: &mut Circuit, target: Option<&Target>) -> Result<bool, PassError> {
    let kernel = |c: &mut Circuit| Ok(push(c, target));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

fn push(circuit: &mut Circuit, target: Option<&Target>) -> bool {
    let used = circuit.gates_used();
    let Some(prices) = prices(target, used) else {
        return false;
    };
    let spelling = Spelling::of(circuit, target);
    let (form, phase) = read(circuit);
    let mut new = write(circuit, &form, &phase, &spelling, prices);
    sweep(&mut new, Rule::Merge(&spelling));
    let (old_size, new_size) = (Size::of(circuit, prices), Size::of(&new, prices));
    if !new_size.is_below(old_size) {
        return false;
    }
    *circuit = new;
    true
}

/// A gate that must not be written.
const FORBIDDEN: u16 = 100;

/// What `cx` and `cz` cost beyond a gate; `None` if the circuit is better left to the target's own passes.
fn prices(target: Option<&Target>, used: GateSet) -> Option<Prices> {
    let Some(target) = target else {
        return Some(Prices { cx: 0, cz: 0 });
    };
    let native = native_gates(target);
    let [cx, cz] = [Gate::Cx, Gate::Cz].map(|g| native.contains(g));
    if native.contains_all(used) {
        // Gates may come to stand on other pairs and the other way round.
        let allowed =
            native.contains(Gate::H) && target.pairs.is_none() && target.ranges.is_empty();
        return allowed.then_some(Prices {
            cx: if cx { 0 } else { FORBIDDEN },
            cz: if cz { 0 } else { FORBIDDEN },
        });
    }
    // The other one takes two Hadamards, of which one often meets another.
    Some(Prices {
        cx: u16::from(cz && !cx),
        cz: u16::from(cx && !cz),
    })
}

/// What must not grow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Size {
    wide: usize,
    gates: usize,
    weight: usize,
}

impl Size {
    fn of(circuit: &Circuit, prices: Prices) -> Size {
        let mut size = Size {
            wide: 0,
            gates: circuit.len(),
            weight: circuit.len(),
        };
        for op in circuit.iter() {
            size.wide += usize::from(circuit.qubits(op).len() > 1);
            size.weight += match circuit.gate(op) {
                Some(Gate::Cx) => 2 * usize::from(prices.cx),
                Some(Gate::Cz) => 2 * usize::from(prices.cz),
                _ => 0,
            };
        }
        size
    }

    /// A two-qubit gate less is worth one gate more.
    fn is_below(self, other: Size) -> bool {
        let pairs = [
            (self.wide, other.wide),
            (self.gates + self.wide, other.gates + other.wide),
            (self.weight + self.wide, other.weight + other.wide),
        ];
        pairs.iter().all(|(new, old)| new <= old) && pairs.iter().any(|(new, old)| new < old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, distance, text, Random};

    fn check(qubits: u32, before: &str, after: &str) {
        let old = circuit(qubits, before);
        let mut new = old.clone();
        let changed = clifford_pushing(&mut new, None).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        assert!(distance(&old, &new) < 1e-12, "{before}");
    }

    #[test]
    fn equal_gates_cancel_through_cliffords() {
        check(2, "cx 0 1; h 0; h 1; cx 1 0", "h 0; h 1");
        check(2, "cx 0 1; h 1; cz 0 1", "h 1");
        check(2, "t 1; cx 0 1; h 1; cz 0 1; h 1; tdg 1", "");
        check(
            3,
            "cx 0 1; h 1; cx 1 2; h 1; cx 0 1; t 2",
            "h 1; cx 1 2; t 2; h 1",
        );
        check(2, "cx 0 1; barrier 0; cx 0 1", "cx 0 1; barrier 0; cx 0 1");
        check(2, "cx 0 1; t 1; cx 0 1", "cx 0 1; t 1; cx 0 1");
    }

    #[test]
    fn gates_of_a_pair_with_one_axis_in_common_are_one() {
        check(2, "cx 0 1; cy 0 1", "cz 0 1; sdg 0");
        check(2, "cy 0 1; cx 0 1", "cz 0 1; s 0");
        check(2, "cx 1 0; cy 1 0", "cz 1 0; sdg 1");
        check(
            2,
            "cx 0 1; h 0; cx 0 1; h 0; s 0; h 0; cx 0 1",
            "s 0; h 0; sdg 1; h 1; sdg 1",
        );
        check(2, "cx 1 0; cz 0 1", "cx 1 0; cz 0 1");
    }

    #[test]
    fn a_gate_slides_along_the_one_between() {
        check(3, "cx 0 1; cx 1 2; cx 0 1", "cx 1 2; cx 0 2");
        check(3, "cx 1 2; cx 0 1; cx 1 2", "cx 0 1; cx 0 2");
        check(3, "cx 0 1; h 1; cx 2 1; h 1; cx 0 1", "cz 2 1; cz 0 2");
        check(3, "cx 0 1; cx 1 2; cx 0 1; cx 1 2", "cx 0 2");
        check(3, "cx 0 2; cx 0 1; cx 1 2; cx 0 1", "cx 1 2");
        check(
            3,
            "cx 0 1; cx 1 2; t 1; cx 0 1",
            "cx 0 1; cx 1 2; t 1; cx 0 1",
        );
        check(
            4,
            "cx 0 1; cx 1 2; cx 1 3; cx 0 1",
            "cx 0 1; cx 1 2; cx 1 3; cx 0 1",
        );
        // What stands above and below becomes one group again.
        check(3, "t 1; cx 0 1; cx 1 2; cx 0 1; tdg 1", "cx 1 2; cx 0 2");
        // A fence behind the gate that is slid along does not keep it.
        check(
            3,
            "cx 0 1; cx 1 2; barrier 2; cx 0 1",
            "cx 1 2; cx 0 2; barrier 2",
        );
    }

    #[test]
    fn groups_open_again_when_what_hid_them_is_gone() {
        check(2, "cx 0 1; t 1; cx 0 1; cx 0 1; tdg 1; cx 0 1", "");
        check(2, "t 1; cx 0 1; t 1; tdg 1; cx 0 1; tdg 1", "");
        check(
            2,
            "rz(0.3) 1; cx 0 1; h 0; h 0; cx 1 0; cx 1 0; cx 0 1; rz(-0.3) 1",
            "",
        );
        // A gate that slid below the last group of a wire is found there.
        check(3, "cx 0 1; cx 1 2; t 2; cx 0 1", "cx 1 2; cx 0 2; t 2");
        check(3, "cx 0 1; cx 1 2; t 2; cx 0 1; tdg 2; cx 0 2; cx 1 2", "");
        check(3, "cx 0 2; cx 0 1; cx 1 2; t 2; cx 0 1", "cx 1 2; t 2");
        check(2, "rz(0.3) 0; cx 0 1; rz(-0.3) 0", "cx 0 1");
        check(2, "rz(1/7) 0; cx 0 1; rz(-1/7) 0; cx 0 1", "");
    }

    #[test]
    fn a_frame_is_written_before_what_is_not_understood() {
        check(
            3,
            "h 0; h 0; ccx 0 1 2; x 0; cx 0 1; x 0; x 1",
            "ccx 0 1 2; cx 0 1",
        );
        check(
            2,
            "x 0; swap 0 1; x 1; cx 0 1; h 1; cz 0 1",
            "x 0; swap 0 1; x 1; h 1",
        );
        check(
            2,
            "s 0; u(1/3,1/5,1/7) 0; sdg 0; s 0",
            "s 0; u(1/3,1/5,1/7) 0",
        );
    }

    #[test]
    fn paulis_and_phases_move_on() {
        check(2, "x 0; cx 0 1; x 0", "cx 0 1; x 1");
        check(2, "z 1; cx 0 1; z 1; z 0", "cx 0 1");
        check(2, "x 0; z 1; cx 0 1; x 0; x 1; z 1; z 0", "cx 0 1");
        check(1, "h 0; x 0; h 0", "z 0");
        check(2, "h 1; cx 0 1; h 1", "cz 0 1");
        check(2, "h 0; h 1; cx 0 1; h 0; h 1", "cx 1 0");
        check(2, "h 1; s 1; cx 0 1; sdg 1; h 1", "sdg 1; cx 0 1; s 1");
        check(1, "h 0; s 0; h 0", "h 0; s 0; h 0");
        check(
            2,
            "s 0; t 0; h 1; barrier 0; h 1; tdg 0",
            "tdg 0; z 0; barrier 0; tdg 0",
        );
    }

    #[test]
    fn rotations_meet() {
        check(1, "t 0; x 0; t 0; x 0", "");
        check(1, "rz(0.3) 0; x 0; rz(0.3) 0", "x 0");
        check(
            1,
            "h 0; t 0; h 0; x 0; h 0; t 0; h 0; x 0",
            "sdg 0; h 0; sdg 0",
        );
        check(1, "rx(1/3) 0; h 0; rz(-1/3) 0; h 0", "");
        check(1, "rx(1/3) 0; h 0; rz(-1/5) 0; h 0", "h 0; rz(2/15) 0; h 0");
        check(1, "rx(1/3) 0; ry(1/5) 0", "rx(1/3) 0; ry(1/5) 0");
        let mut c = circuit(1, "rz(a) 0; x 0; rz(a) 0; x 0");
        assert_eq!(Ok(true), clifford_pushing(&mut c, None));
        assert_eq!("", text(&c));
    }

    #[test]
    fn native_circuits_stay_native() {
        let before = "cx 0 1; h 1; cz 0 1; h 1; x 0; cx 0 1; x 0";
        let run = |gates: &[Gate]| {
            let mut c = circuit(2, before);
            let target = Target::all_to_all(GateSet::of(gates));
            clifford_pushing(&mut c, Some(&target)).expect("no options");
            text(&c)
        };
        let after = "cx 0 1; x 1";
        assert_eq!(after, run(&[Gate::H, Gate::X, Gate::Cx, Gate::Cz]));
        assert_eq!(after, run(&[Gate::Sx, Gate::Rz, Gate::Cx]));
        assert_eq!(after, run(&[Gate::Sx, Gate::Rz, Gate::Cz]));
        let mut c = circuit(2, "cx 0 1; x 0; cx 0 1; x 0");
        let target = Target::all_to_all(GateSet::of(&[Gate::X, Gate::Rz, Gate::Cx]));
        assert_eq!(Ok(false), clifford_pushing(&mut c, Some(&target)));
        let only = |gate| Target::all_to_all(GateSet::of(&[Gate::H, Gate::X, gate]));
        let mut c = circuit(2, "h 1; cx 0 1; h 1");
        assert_eq!(Ok(false), clifford_pushing(&mut c, Some(&only(Gate::Cx))));
        let mut c = circuit(2, "h 1; cz 0 1; h 1");
        assert_eq!(Ok(false), clifford_pushing(&mut c, Some(&only(Gate::Cz))));
    }

    #[test]
    fn random_circuits_shrink_and_keep_their_matrix() {
        let mut random = Random::new(29);
        let gates = [
            Gate::H,
            Gate::S,
            Gate::T,
            Gate::X,
            Gate::Rz,
            Gate::Cx,
            Gate::Cx,
            Gate::Cz,
        ];
        let (mut before, mut after) = (0, 0);
        for _ in 0..800 {
            let old = random.circuit(&gates, 3, 60);
            let mut new = old.clone();
            let changed = clifford_pushing(&mut new, None).expect("no options");
            assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
            assert_eq!(changed, text(&old) != text(&new));
            let prices = Prices { cx: 0, cz: 0 };
            let (old, new) = (Size::of(&old, prices), Size::of(&new, prices));
            assert!(old == new || new.is_below(old));
            (before, after) = (before + old.wide, after + new.wide);
        }
        assert!(after * 10 < before * 8, "{after} of {before}");
    }

    #[test]
    fn form_and_back_keep_the_matrix() {
        let mut random = Random::new(5);
        let few = [
            Gate::H,
            Gate::S,
            Gate::Sdg,
            Gate::T,
            Gate::X,
            Gate::Y,
            Gate::Z,
            Gate::Sx,
            Gate::Rz,
            Gate::Rx,
            Gate::Ry,
            Gate::Cx,
            Gate::Cx,
            Gate::Cx,
            Gate::Cz,
            Gate::Cz,
            Gate::Cy,
            Gate::Swap,
            Gate::Ccx,
        ];
        for round in 0..3000 {
            let gates = if round % 4 == 0 { Gate::ALL } else { &few };
            let n = 1 + random.below(4);
            let length = 1 + random.below(40);
            let old = random.circuit(gates, n, length);
            let (form, phase) = read(&old);
            let spelling = Spelling::of(&old, None);
            let new = write(&old, &form, &phase, &spelling, Prices { cx: 0, cz: 0 });
            assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
        }
    }
}
