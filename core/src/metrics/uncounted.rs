// SPDX-License-Identifier: Apache-2.0
//! Which operation keeps a circuit from having a T-count.

use super::{name_of, t_cost, Sweep};
use crate::circuit::nesting::with_room;
use crate::circuit::{Kind, Place};
use crate::{Circuit, Op};

/// An operation that is not exactly in Clifford+T without ancillas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    pub name: String,
    pub place: Place,
    /// It is given by numbers that no gate name bounds (a matrix, a diagonal, a sum of Paulis): synthesis may still
    /// find it in Clifford+T.
    pub may_be_exact: bool,
}

/// The first operation without a T-count, blocks of control flow included; linear time. A circuit has a T-count
/// exactly if there is none.
pub fn first_uncounted(circuit: &Circuit) -> Option<Uncounted> {
    with_room(circuit, || search(circuit, &mut Sweep::default()))
}

fn search(c: &Circuit, sweep: &mut Sweep) -> Option<Uncounted> {
    c.iter().find_map(|op| of_operation(c, op, sweep))
}

fn of_operation(c: &Circuit, op: Op, sweep: &mut Sweep) -> Option<Uncounted> {
    let (kind, payload) = (c.kind(op), c.payload(op).map(|p| &**p));
    if let (true, Some(payload)) = (kind.is_control_flow(), payload) {
        let (qubits, bits) = (c.qubits(op).len() as u32, c.bits(op).len() as u32);
        let mut blocks = payload.blocks();
        return blocks.find_map(|block| search(&block.view(qubits, bits), sweep));
    }
    let counted = match (kind, payload) {
        (Kind::Gate(gate), _) => t_cost::of_gate(gate, c.params(op)).is_some(),
        (_, Some(crate::circuit::Payload::Call { definition, params })) => sweep
            .profile(definition, params)
            .is_some_and(|p| p.tally.t_count.is_some()),
        _ => {
            let counts = kind.is_unitary() || kind == Kind::Opaque;
            !counts || t_cost::of_instruction(kind, payload).is_some()
        }
    };
    (!counted).then(|| Uncounted {
        name: name_of(kind, payload),
        place: c.place(op),
        may_be_exact: matches!(
            kind,
            Kind::Unitary | Kind::Diagonal | Kind::Multiplexer | Kind::PauliEvolution
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Block, Condition, Instruction, Operation, Payload};
    use crate::metrics::Metrics;
    use crate::passes::testing::{circuit, Random};
    use crate::{Gate, Wire};

    fn found(c: &Circuit) -> Option<(String, bool)> {
        first_uncounted(c).map(|u| (u.name, u.may_be_exact))
    }

    #[test]
    fn the_first_is_named() {
        let exact = "t 0; rz(1/2) 0; ccx 0 1 2; cs 0 1; barrier 0 1";
        assert_eq!(None, found(&circuit(4, exact)));
        let two = circuit(4, "t 0; rx(1/8) 0; c3x 0 1 2 3");
        assert_eq!(Some(("rx".into(), false)), found(&two));
        assert_eq!(
            Some(("c3x".into(), false)),
            found(&circuit(4, "c3x 0 1 2 3"))
        );
        assert_eq!(Some(("rz".into(), false)), found(&circuit(1, "rz(a) 0")));
    }

    #[test]
    fn its_place_is_told_inside_blocks_too() {
        let place = Place {
            line: 7,
            column: 3,
            file: 0,
        };
        let mut body = Circuit::new(1, 1);
        body.push(Operation::gate(Gate::Rz, [crate::Angle::radians(0.3)], &[0]).at(place));
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then: Block::body(body),
            otherwise: None,
        };
        let mut c = Circuit::new(1, 1);
        let wires = [Wire::qubit(0), Wire::bit(0)];
        c.push(Operation::new(Instruction::with(Kind::If, payload), wires));
        let uncounted = first_uncounted(&c).expect("an angle");
        assert_eq!(("rz", place), (&*uncounted.name, uncounted.place));
    }

    #[test]
    fn a_diagonal_may_turn_out_exact() {
        let mut c = Circuit::new(1, 0);
        let payload = Payload::Diagonal {
            phases: vec![0.0, 0.5],
        };
        let instruction = Instruction::with(Kind::Diagonal, payload);
        c.push(Operation::new(instruction, [Wire::qubit(0)]));
        assert_eq!(Some(("diagonal".into(), true)), found(&c));
    }

    #[test]
    fn it_agrees_with_the_metrics() {
        let mut random = Random::new(23);
        for _ in 0..300 {
            let length = 1 + random.below(4);
            let c = random.circuit(Gate::ALL, 5, length);
            assert_eq!(Metrics::of(&c).t_count.is_none(), found(&c).is_some());
        }
    }
}
