// SPDX-License-Identifier: Apache-2.0
//! Rotations about one axis add up, through everything that commutes with them.

use super::commuting::{sweep, Rule};
use super::{in_blocks, PassError};
use crate::analysis::spelling::Spelling;
use crate::{Circuit, Target};

/// Write products of gates of one family on the same wires as fewer gates, and cancel inverse pairs, in one sweep
/// that sees through commuting gates. See [`commuting`](super::commuting) for the sweep and
/// [`spelling`](crate::analysis::spelling) for the choice of gates.
pub fn merge_rotations(circuit: &mut Circuit, target: Option<&Target>) -> Result<bool, PassError> {
    let spelling = Spelling::of(circuit, target);
    let kernel = |c: &mut Circuit| Ok(sweep(c, Rule::Merge(&spelling)));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, distance, text, Random};
    use crate::target::GateSet;
    use crate::{Angle, Gate};

    fn check(qubits: u32, before: &str, after: &str) {
        let old = circuit(qubits, before);
        let mut new = old.clone();
        let changed = merge_rotations(&mut new, None).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        let numeric = old
            .iter()
            .all(|op| old.params(op).iter().all(|a| !a.is_symbolic()));
        assert!(!numeric || distance(&old, &new) < 1e-12, "{before}");
    }

    #[test]
    fn names_stay_names() {
        check(1, "t 0; t 0", "s 0");
        check(1, "t 0; s 0; t 0", "z 0");
        check(1, "t 0; s 0", "t 0; s 0");
        check(1, "t 0; t 0; t 0; t 0; t 0; t 0; t 0; t 0", "");
        check(1, "sx 0; sx 0", "x 0");
        check(1, "x 0; sx 0", "sxdg 0");
        check(2, "csx 0 1; csx 0 1", "cx 0 1");
        check(2, "cs 0 1; cz 1 0", "csdg 0 1");
        check(2, "siswap 0 1; siswap 1 0", "iswap 0 1");
        check(1, "h 0; h 0", "");
    }

    #[test]
    fn angles_add() {
        check(1, "rz(1/3) 0; rz(1/5) 0", "rz(8/15) 0");
        check(1, "rz(1) 0; rz(1) 0", "");
        check(1, "p(1/3) 0; rz(1/3) 0", "p(2/3) 0");
        check(1, "rz(1/8) 0; rz(1/8) 0", "rz(1/4) 0");
        check(1, "t 0; rz(1/8) 0; rz(1/8) 0", "s 0");
        check(1, "rx(1/3) 0; x 0", "rx(-2/3) 0");
        check(2, "crz(1) 0 1; crz(1) 0 1", "crz(2) 0 1");
        check(2, "crz(2) 0 1; crz(2) 0 1", "");
        check(2, "cp(1/3) 0 1; cp(2/3) 1 0", "cp(1) 0 1");
        check(
            2,
            "rzz(1/3) 0 1; t 0; cp(1/7) 0 1; rzz(1/3) 1 0",
            "rzz(2/3) 0 1; t 0; cp(1/7) 0 1",
        );
    }

    #[test]
    fn through_commuting_gates() {
        check(2, "rz(1/3) 0; cx 0 1; rz(1/3) 0", "rz(2/3) 0; cx 0 1");
        check(2, "rx(1/3) 1; cx 0 1; rx(1/3) 1", "rx(2/3) 1; cx 0 1");
        check(
            2,
            "rz(1/3) 1; cx 0 1; rz(1/3) 1",
            "rz(1/3) 1; cx 0 1; rz(1/3) 1",
        );
        check(2, "t 1; cx 0 1; h 0; h 0; cx 0 1; t 1", "s 1");
    }

    #[test]
    fn symbols_add() {
        check(1, "rz(a) 0; rz(b) 0; rz(a) 0", "rz(2*a + b) 0");
        let mut c = circuit(1, "rz(a) 0; p(b) 0");
        merge_rotations(&mut c, None).expect("no options");
        assert_eq!("rz(a + b) 0", text(&c));
        assert_eq!("b/2", c.phase.to_string());
    }

    #[test]
    fn native_gates_stay_native() {
        let target = Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]));
        let mut c = circuit(1, "rz(1/2) 0; rz(1/2) 0; sx 0; x 0");
        merge_rotations(&mut c, Some(&target)).expect("no options");
        assert_eq!("rz(1) 0; sx 0; x 0", text(&c));
    }

    #[test]
    fn qubits_get_no_gates_of_others() {
        let (plain, more) = ([Gate::Rz, Gate::Sx], [Gate::Rz, Gate::Sx, Gate::Rx]);
        let mut target = Target::all_to_all(GateSet::of(&[Gate::Rz, Gate::Sx, Gate::Rx]));
        target.sites = Some(vec![GateSet::of(&plain), GateSet::of(&more)]);
        let before = "sx 0; sx 0; sx 1; rx(1/3) 1; rx(1/3) 1; rz(1/3) 0; rz(1/3) 0";
        let mut c = circuit(2, before);
        merge_rotations(&mut c, Some(&target)).expect("no options");
        assert_eq!("sx 0; sx 0; sx 1; rx(2/3) 1; rz(2/3) 0", text(&c));
        // On sites that are alike, they may.
        target.sites = Some(vec![GateSet::of(&more); 2]);
        merge_rotations(&mut c, Some(&target)).expect("no options");
        assert_eq!("rx(1) 0; rx(-5/6) 1; rz(2/3) 0", text(&c));
    }

    #[test]
    fn floats_that_meet_pi_are_exact_and_charged() {
        let mut c = circuit(1, "rz(0.1) 0; rz(0.2) 0; rz(-0.3) 0");
        merge_rotations(&mut c, None).expect("no options");
        assert_eq!(0, c.len());
        assert!(c.ledger.bound > 0.0 && c.ledger.bound < 1e-14);
        let mut c = circuit(1, "rz(0.1) 0; rz(0.2) 0");
        c.ledger.budget = 0.0;
        assert!(!merge_rotations(&mut c, None).expect("no options"));
    }

    #[test]
    fn random_circuits_keep_their_matrix() {
        let mut random = Random::new(11);
        let turns = [
            Gate::T,
            Gate::Sdg,
            Gate::Z,
            Gate::P,
            Gate::Rz,
            Gate::X,
            Gate::Sx,
            Gate::Rx,
            Gate::Ry,
            Gate::Y,
            Gate::Cx,
            Gate::Csx,
            Gate::Cz,
            Gate::Cs,
            Gate::Cp,
            Gate::Crz,
            Gate::Crx,
            Gate::Rzz,
            Gate::Rxx,
            Gate::H,
        ];
        for round in 0..900 {
            let gates = match round % 3 {
                0 => Gate::ALL,
                1 => &turns[..],
                _ => &turns[..7],
            };
            let n = 1 + random.below(4);
            let length = 5 + random.below(30);
            let old = random.circuit(gates, n, length);
            let mut new = old.clone();
            let changed = merge_rotations(&mut new, None).expect("no options");
            assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
            assert!(changed == (new.len() < old.len()));
            assert!(
                !merge_rotations(&mut new, None).expect("no options"),
                "{}",
                text(&old)
            );
        }
    }

    #[test]
    fn symbols_bound_later() {
        let mut random = Random::new(5);
        let names = ["a", "b"];
        for _ in 0..200 {
            let mut c = Circuit::new(2, 0);
            let mut old = random.circuit(
                &[Gate::Rz, Gate::P, Gate::Cx, Gate::Rx, Gate::Crz, Gate::Cp],
                2,
                25,
            );
            for op in old.iter().collect::<Vec<_>>() {
                if !old.params(op).is_empty() && random.below(2) == 0 {
                    let symbol = Angle::symbol(crate::Symbol::named(names[random.below(2)]));
                    let angle = old.params(op)[0].add(&symbol.scale(random.below(5) as i32 - 2, 2));
                    old.set_param(op, 0, angle);
                }
            }
            c.compose(&old, &[0, 1], &[]).expect("same wires");
            merge_rotations(&mut c, None).expect("no options");
            let values = [random.angle(), random.angle()];
            let bind = |c: &Circuit| {
                let at = |s: &crate::Symbol| Some(values[usize::from(&*s.name == "b")].clone());
                c.bind(&at).expect("numbers")
            };
            assert!(distance(&bind(&old), &bind(&c)) < 1e-9, "{}", text(&old));
        }
    }
}
