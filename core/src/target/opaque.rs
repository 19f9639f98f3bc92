// SPDX-License-Identifier: Apache-2.0
//! Gates that were declared without a body: no device is known to have one.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::circuit::nesting::with_room;
use crate::circuit::{Block, Definition, Instruction, Payload, Place};
use crate::Circuit;

/// Definitions known to have no opaque gate in them: each is searched once, however often it is called.
type Clear = FxHashSet<*const Definition>;

/// An opaque gate's name, and where it stands or where the gate made of it is called; no place inside definitions.
type Found = (Arc<str>, Option<Place>);

impl Circuit {
    /// The first gate without a body, blocks and called definitions included; linear time.
    pub fn first_opaque(&self) -> Option<(Arc<str>, Place)> {
        let (name, place) = with_room(self, || in_circuit(self, &mut Clear::default()))?;
        Some((name, place.unwrap_or_default()))
    }
}

fn in_circuit(c: &Circuit, clear: &mut Clear) -> Option<Found> {
    let others = c.iter().filter(|&op| c.kind(op).gate().is_none());
    others.into_iter().find_map(|op| {
        let (name, inside) = in_payload(c.payload(op)?, clear)?;
        Some((name, inside.or(Some(c.place(op)))))
    })
}

fn in_payload(payload: &Payload, clear: &mut Clear) -> Option<Found> {
    match payload {
        Payload::Call { definition, .. } => in_definition(definition, clear),
        Payload::Controlled { base, .. } => in_instruction(base, clear),
        Payload::Multiplexer { cases, .. } => cases.iter().find_map(|i| in_instruction(i, clear)),
        other => other.blocks().find_map(|block| match block {
            Block::Body(body) => in_circuit(body, clear),
            Block::Single { instruction, .. } => in_instruction(instruction, clear),
        }),
    }
}

fn in_instruction(instruction: &Instruction, clear: &mut Clear) -> Option<Found> {
    in_payload(instruction.payload.as_deref()?, clear)
}

fn in_definition(definition: &Arc<Definition>, clear: &mut Clear) -> Option<Found> {
    if clear.contains(&Arc::as_ptr(definition)) {
        return None;
    }
    let Some(body) = &definition.body else {
        return Some((definition.name.clone(), None));
    };
    if let Some((name, _)) = in_circuit(body, clear) {
        return Some((name, None));
    }
    clear.insert(Arc::as_ptr(definition));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Condition, Kind, Operation};
    use crate::{Gate, Wire};

    const PLACE: Place = Place {
        line: 7,
        column: 3,
        file: 0,
    };

    fn call(name: &str, body: Option<Circuit>) -> Instruction {
        let kind = body.as_ref().map_or(Kind::Opaque, |_| Kind::Call);
        let definition = Arc::new(Definition {
            name: name.into(),
            params: Vec::new(),
            qubits: vec!["a".into()],
            body,
        });
        let params = Vec::new();
        Instruction::with(kind, Payload::Call { definition, params })
    }

    fn holding(instruction: Instruction, place: Place) -> Circuit {
        let mut c = Circuit::new(1, 1);
        c.push(Operation::gate(Gate::H, Vec::new(), &[0]));
        c.push(Operation::new(instruction, [Wire::qubit(0)]).at(place));
        c
    }

    fn condition(then: Block) -> Instruction {
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then,
            otherwise: None,
        };
        Instruction::with(Kind::If, payload)
    }

    #[test]
    fn where_it_stands() {
        let found = |c: &Circuit| {
            c.first_opaque()
                .map(|(name, place)| (name.to_string(), place))
        };
        let here = Some(("g".to_string(), PLACE));
        let alone = holding(call("g", None), PLACE);
        assert_eq!(here, found(&alone));
        let elsewhere = Place { line: 2, ..PLACE };
        let within = holding(call("g", None), elsewhere);
        let defined = holding(call("f", Some(within.clone())), PLACE);
        assert_eq!(here, found(&defined));
        let mut block = Circuit::new(1, 1);
        let wires = [Wire::qubit(0), Wire::bit(0)];
        let then = Block::body(holding(call("g", None), PLACE));
        block.push(Operation::new(condition(then), wires).at(elsewhere));
        assert_eq!(here, found(&block));
        let base = call("g", None);
        let polarity = vec![true];
        let controlled = Payload::Controlled { polarity, base };
        let mut c = Circuit::new(2, 0);
        let instruction = Instruction::with(Kind::Controlled, controlled);
        c.push(Operation::new(instruction, [0, 1].map(Wire::qubit)).at(PLACE));
        assert_eq!(here, found(&c));
    }

    #[test]
    fn definitions_are_searched_once() {
        let mut body = Circuit::new(1, 0);
        body.push(Operation::gate(Gate::H, Vec::new(), &[0]));
        for _ in 0..200 {
            let twice = call("f", Some(body));
            body = Circuit::new(1, 0);
            for _ in 0..2 {
                body.push(Operation::new(twice.clone(), [Wire::qubit(0)]));
            }
        }
        assert_eq!(None, body.first_opaque());
    }
}
