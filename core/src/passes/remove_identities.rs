// SPDX-License-Identifier: Apache-2.0
//! Operations that do nothing are taken out.

use super::{in_blocks, PassError};
use crate::analysis::family::{membership, Turn, FAMILIES};
use crate::circuit::{Instruction, Kind, Payload};
use crate::{Angle, Circuit, Gate, Op};

/// Remove unitary operations that are the identity up to global phase, exactly; the phase is kept. An angle is taken
/// for a whole turn only if it is an exact multiple of pi. One reading of the circuit.
pub fn remove_identities(circuit: &mut Circuit) -> Result<bool, PassError> {
    let kernel = |c: &mut Circuit| Ok(remove(c));
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

fn remove(circuit: &mut Circuit) -> bool {
    let before = circuit.len();
    let mut next = circuit.first();
    while let Some(op) = next.some() {
        next = circuit.after(op);
        if let Some(phase) = identity(circuit, op) {
            circuit.add_phase(&phase);
            circuit.remove(op);
        }
    }
    circuit.len() < before
}

fn identity(circuit: &Circuit, op: Op) -> Option<Angle> {
    match circuit.kind(op) {
        Kind::Gate(gate) => gate_identity(gate, circuit.params(op)),
        kind if kind.is_unitary() => instruction_identity(&circuit.instruction(op)),
        _ => None,
    }
}

/// The phase by which an instruction multiplies every state, if that is all it does.
pub fn instruction_identity(instruction: &Instruction) -> Option<Angle> {
    if let Kind::Gate(gate) = instruction.kind {
        return gate_identity(gate, &instruction.params);
    }
    match &**instruction.payload.as_ref()? {
        // Under a control, a phase is no longer global.
        Payload::Controlled { base, .. } => {
            instruction_identity(base).filter(|phase| phase.is_multiple_of(2))
        }
        Payload::Diagonal { phases } => phases.iter().all(|p| *p == 0.0).then_some(Angle::ZERO),
        Payload::Permutation { image } => image
            .iter()
            .enumerate()
            .all(|(i, &to)| to as usize == i)
            .then_some(Angle::ZERO),
        Payload::PauliEvolution { strings, time } => (time.is_zero()
            || strings.iter().all(|(_, coefficient)| coefficient.is_zero()))
        .then_some(Angle::ZERO),
        _ => None,
    }
}

fn gate_identity(gate: Gate, params: &[Angle]) -> Option<Angle> {
    if params.is_empty() {
        return (gate == Gate::Id).then_some(Angle::ZERO);
    }
    if gate == Gate::U0 {
        return Some(Angle::ZERO);
    }
    let member = membership(gate);
    if let Some(family) = member.family {
        let period = FAMILIES[family as usize].period;
        let whole = params[0].is_multiple_of(period);
        return whole.then(|| match member.turn {
            // A turn by 2 pi is -1.
            Turn::Rotation if period == 2 => params[0].half().modulo(2),
            _ => Angle::ZERO,
        });
    }
    // A turn by 2 pi about any axis is -1; by 4 pi it is the identity.
    let turn = |angle: &Angle| angle.is_multiple_of(2).then(|| angle.half().modulo(2));
    match gate {
        Gate::R => turn(&params[0]),
        Gate::Ms => turn(&params[2]),
        Gate::U => u_identity(params),
        Gate::Cu3 => u_identity(params).filter(|phase| phase.is_multiple_of(2)),
        Gate::Cu => {
            let phase = u_identity(params)?.add(&params[3]);
            phase.is_multiple_of(2).then_some(Angle::ZERO)
        }
        // The half-turn powers X^x and Z^z repeat after 2 pi.
        Gate::Phxz => {
            (params[0].is_multiple_of(2) && params[1].is_multiple_of(2)).then_some(Angle::ZERO)
        }
        _ => None,
    }
}

/// u(theta, phi, lambda) with theta a multiple of 2 pi is cos(theta / 2) diag(1, exp(i (phi + lambda))).
fn u_identity(params: &[Angle]) -> Option<Angle> {
    let whole = params[0].is_multiple_of(2) && params[1].add(&params[2]).is_multiple_of(2);
    whole.then(|| params[0].half().modulo(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Operation;
    use crate::passes::testing::{circuit, distance, text, Random};

    fn check(qubits: u32, before: &str, after: &str) {
        let old = circuit(qubits, before);
        let mut new = old.clone();
        let changed = remove_identities(&mut new).expect("no options");
        assert_eq!(after, text(&new), "from {before}");
        assert_eq!(changed, before != after);
        assert!(distance(&old, &new) < 1e-12, "{before}");
    }

    #[test]
    fn what_does_nothing_goes() {
        check(1, "id 0; u0(3) 0; h 0", "h 0");
        check(1, "rz(0) 0; rz(2) 0; rx(-2) 0; ry(4) 0; p(2) 0", "");
        check(1, "u(0,1/3,-1/3) 0; u(2,0,0) 0; u(2,1,1) 0", "");
        check(1, "r(2,1/3) 0; phxz(2,-2,1/5) 0", "");
        check(
            2,
            "cp(2) 0 1; rzz(2) 0 1; crz(4) 0 1; ms(1/3,1/5,2) 0 1",
            "",
        );
        check(2, "cu(2,0,0,1) 0 1; cu(0,1,1,0) 0 1", "");
    }

    #[test]
    fn what_does_something_stays() {
        for line in [
            "p(1) 0 ",
            "rz(1e-10) 0",
            "crz(2) 0 1",
            "cu3(2,0,0) 0 1",
            "cu(0,0,0,1) 0 1",
            "cu(2,0,0,0) 0 1",
            "u(0,1/3,1/3) 0",
            "barrier 0",
        ] {
            check(2, line.trim(), line.trim());
        }
    }

    #[test]
    fn a_controlled_phase_is_kept() {
        let mut c = Circuit::new(2, 0);
        for (angle, stays) in [(2, true), (4, false)] {
            let i = Instruction::gate(Gate::Rz, [Angle::pi(angle, 1)]).controlled(&[false]);
            c.push(Operation::new(i, [0, 1].map(crate::Wire::qubit)));
            remove_identities(&mut c).expect("no options");
            assert_eq!(usize::from(stays || angle == 4), c.len());
        }
    }

    #[test]
    fn random_circuits_keep_their_matrix() {
        let mut random = Random::new(2);
        for _ in 0..300 {
            let n = 1 + random.below(3);
            let old = random.circuit(Gate::ALL, n, 30);
            let mut new = old.clone();
            remove_identities(&mut new).expect("no options");
            assert!(distance(&old, &new) < 1e-12, "{}", text(&old));
        }
    }
}
