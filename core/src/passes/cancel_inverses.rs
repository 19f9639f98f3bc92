// SPDX-License-Identifier: Apache-2.0
//! Inverse pairs cancel, through everything that commutes with them.

use super::commuting::{sweep, Rule};
use super::{in_blocks, PassError};
use crate::Circuit;

/// Remove pairs of operations whose product is the identity up to global phase, where everything between the two
/// shares an axis with them on every wire they share. See [`commuting`](super::commuting) for how; one sweep reaches
/// the fixed point. The phase is kept.
pub fn cancel_inverses(circuit: &mut Circuit) -> Result<bool, PassError> {
    let kernel = |c: &mut Circuit| Ok(sweep(c, Rule::Cancel));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Instruction, Operation};
    use crate::passes::testing::{circuit, distance, text, Random};
    use crate::{Angle, Gate, Wire};

    fn check(qubits: u32, before: &str, after: &str) {
        let old = circuit(qubits, before);
        let mut new = old.clone();
        let changed = cancel_inverses(&mut new).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
    }

    #[test]
    fn neighbours() {
        check(1, "h 0; h 0", "");
        check(1, "t 0; tdg 0", "");
        check(1, "sx 0; sxdg 0", "");
        check(1, "h 0; x 0; h 0", "h 0; x 0; h 0");
        check(2, "cx 0 1; cx 0 1", "");
        check(2, "cx 0 1; cx 1 0", "cx 0 1; cx 1 0");
        check(2, "cz 0 1; cz 1 0", "");
        check(2, "swap 0 1; swap 1 0", "");
        check(2, "iswap 0 1; iswapdg 1 0", "");
        check(3, "ccx 0 1 2; ccx 1 0 2", "");
        check(3, "ccx 0 1 2; ccx 0 2 1", "ccx 0 1 2; ccx 0 2 1");
        check(3, "cswap 0 1 2; cswap 0 2 1", "");
        check(2, "u(1/3,1/5,1/7) 0; u(-1/3,-1/7,-1/5) 0", "");
        check(2, "rzz(1/3) 0 1; rzz(-1/3) 1 0", "");
    }

    #[test]
    fn nests() {
        check(2, "h 0; t 0; cx 0 1; cx 0 1; tdg 0; h 0", "");
        check(2, "cx 0 1; h 1; cx 0 1; cx 0 1; h 1; cx 0 1", "");
        check(2, "h 0; s 0; t 0; sdg 0; tdg 0; h 0", "");
    }

    #[test]
    fn through_commuting_gates() {
        check(2, "t 0; cx 0 1; tdg 0", "cx 0 1");
        check(3, "cx 0 1; cx 0 2; t 0; cx 0 1", "cx 0 2; t 0");
        check(3, "cx 0 2; cx 1 2; x 2; cx 0 2", "cx 1 2; x 2");
        check(3, "cx 0 1; cx 1 2; cx 0 1", "cx 0 1; cx 1 2; cx 0 1");
        check(2, "cx 0 1; h 0; cx 0 1", "cx 0 1; h 0; cx 0 1");
        check(2, "x 0; rx(1/3) 0; x 0", "rx(1/3) 0");
    }

    #[test]
    fn phases_are_kept() {
        let mut c = circuit(1, "rz(1) 0; rz(1) 0");
        cancel_inverses(&mut c).expect("no options");
        assert_eq!((0, Angle::PI), (c.len(), c.phase.clone()));
        let mut c = circuit(1, "p(1/3) 0; rz(-1/3) 0");
        cancel_inverses(&mut c).expect("no options");
        assert_eq!((0, Angle::pi(1, 6)), (c.len(), c.phase.clone()));
        check(2, "crz(1) 0 1; crz(1) 0 1", "crz(1) 0 1; crz(1) 0 1");
        check(2, "crz(2) 0 1; crz(2) 0 1", "");
    }

    #[test]
    fn barriers_are_fences() {
        check(2, "h 0; barrier 0 1; h 0", "h 0; barrier 0 1; h 0");
        check(2, "h 0; barrier 1; h 0", "barrier 1");
    }

    #[test]
    fn what_may_leave_a_loop_is_a_fence_on_all_wires() {
        use crate::circuit::{Block, Condition, Kind, Payload};
        let leave = |kind| Payload::If {
            condition: Condition::Bit(0),
            then: Block::Single {
                instruction: Instruction::bare(kind),
                bits: vec![],
            },
            otherwise: None,
        };
        for (kind, left) in [(Kind::Break, 2), (Kind::Continue, 2), (Kind::Barrier, 0)] {
            let mut body = circuit(1, "x 0");
            body.add_bit();
            let payload = Instruction::with(Kind::If, leave(kind));
            body.push(Operation::new(payload, [Wire::bit(0)]));
            body.push(Operation::gate(Gate::X, [], &[0]));
            cancel_inverses(&mut body).expect("no options");
            assert_eq!(1 + left, body.len(), "{kind:?}");
        }
    }

    #[test]
    fn symbols() {
        check(1, "rz(a) 0; rz(b) 0", "rz(a) 0; rz(b) 0");
        let mut c = circuit(1, "rz(a) 0; p(a) 0");
        let inverse = c.inverse().expect("unitary");
        c.compose(&inverse, &[0], &[]).expect("same wires");
        cancel_inverses(&mut c).expect("no options");
        assert_eq!("", text(&c));
        assert!(c.phase.is_zero());
    }

    #[test]
    fn open_controls() {
        let push = |c: &mut Circuit, polarity: [bool; 2], wires: [u32; 3]| {
            let i = Instruction::gate(Gate::S, []).controlled(&polarity);
            c.push(Operation::new(i, wires.map(Wire::qubit)));
        };
        let invert = |c: &mut Circuit, polarity: [bool; 2], wires: [u32; 3]| {
            let i = Instruction::gate(Gate::Sdg, []).controlled(&polarity);
            c.push(Operation::new(i, wires.map(Wire::qubit)));
        };
        let mut c = Circuit::new(3, 0);
        push(&mut c, [true, false], [0, 1, 2]);
        c.push(Operation::gate(Gate::T, [], &[1]));
        invert(&mut c, [false, true], [1, 0, 2]);
        push(&mut c, [true, false], [0, 1, 2]);
        invert(&mut c, [true, false], [1, 0, 2]);
        cancel_inverses(&mut c).expect("no options");
        assert_eq!(3, c.len());
    }

    #[test]
    fn random_circuits_keep_their_matrix() {
        let mut random = Random::new(7);
        let few = [
            Gate::H,
            Gate::T,
            Gate::Tdg,
            Gate::Cx,
            Gate::Cz,
            Gate::X,
            Gate::S,
        ];
        for round in 0..600 {
            let gates = if round % 2 == 0 { Gate::ALL } else { &few };
            let n = 1 + random.below(4);
            let length = 5 + random.below(30);
            let old = random.circuit(gates, n, length);
            let mut new = old.clone();
            let changed = cancel_inverses(&mut new).expect("no options");
            assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
            assert!(changed == (new.len() < old.len()));
            assert!(
                !cancel_inverses(&mut new).expect("no options"),
                "{}",
                text(&old)
            );
        }
    }

    #[test]
    fn a_circuit_and_its_inverse_vanish() {
        let mut random = Random::new(3);
        let gates: Vec<Gate> = Gate::ALL
            .iter()
            .copied()
            .filter(|g| {
                !matches!(
                    g,
                    Gate::Csx
                        | Gate::C3sx
                        | Gate::Rc3x
                        | Gate::Dcx
                        | Gate::Phxz
                        | Gate::U2
                        | Gate::Gpi2
                        | Gate::Gpi
                )
            })
            .collect();
        for _ in 0..50 {
            let mut c = random.circuit(&gates, 5, 60);
            let inverse = c.inverse().expect("unitary");
            c.compose(&inverse, &[0, 1, 2, 3, 4], &[])
                .expect("same wires");
            cancel_inverses(&mut c).expect("no options");
            assert!(
                c.iter()
                    .all(|op| matches!(c.gate(op), Some(Gate::Id | Gate::U0))),
                "{}",
                text(&c)
            );
        }
    }
}
