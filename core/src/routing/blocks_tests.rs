// SPDX-License-Identifier: Apache-2.0
//! Blocks come out with their gates on couplings, and every way out of them finds the placement of the way in.

use super::*;
use crate::circuit::Condition;
use crate::oracle::{judge, Answer, Options, Relation};
use crate::passes::testing::{circuit, Random};
use crate::routing::{route, Device, Routes};
use crate::{GateSet, Target};

fn device(qubits: u32, edges: &[(u32, u32)]) -> Target {
    let both = edges.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
    let gates = GateSet::of(&[Gate::Cx]);
    Target {
        qubits: Some(qubits),
        pairs: Some(both.map(|pair| (pair, gates)).collect()),
        ..Target::all_to_all(GateSet::of(&[Gate::U, Gate::Cx]))
    }
}

fn line(qubits: u32) -> Target {
    let edges: Vec<(u32, u32)> = (1..qubits).map(|b| (b - 1, b)).collect();
    device(qubits, &edges)
}

/// An owner on all wires of a circuit of `qubits` qubits and two bits.
fn owner(kind: Kind, payload: Payload, qubits: u32) -> Operation {
    let wires = (0..qubits).map(Wire::qubit).chain([0, 1].map(Wire::bit));
    Operation::new(Instruction::with(kind, payload), wires)
}

fn body(qubits: u32, text: &str) -> Circuit {
    let plain = circuit(qubits, text);
    let mut out = Circuit::new(qubits, 2);
    plain.iter().for_each(|op| {
        out.push(plain.operation(op));
    });
    out
}

fn when(then: Circuit, otherwise: Option<Circuit>) -> Operation {
    let qubits = then.num_qubits() as u32;
    let payload = Payload::If {
        condition: Condition::Bit(0),
        then: Block::body(then),
        otherwise: otherwise.map(Block::body),
    };
    owner(Kind::If, payload, qubits)
}

fn repeat(times: i64, body: Circuit) -> Operation {
    let qubits = body.num_qubits() as u32;
    let payload = Payload::For {
        variable: None,
        values: (0..times).collect(),
        body: Block::body(body),
    };
    owner(Kind::For, payload, qubits)
}

fn leave(kind: Kind, qubits: u32) -> Operation {
    let mut inside = Circuit::new(qubits, 2);
    let wires = (0..qubits).map(Wire::qubit).chain([0, 1].map(Wire::bit));
    inside.push(Operation::new(Instruction::bare(kind), wires));
    when(inside, None)
}

fn measure(c: &mut Circuit, qubit: u32, bit: u32) {
    let wires = [Wire::qubit(qubit), Wire::bit(bit)];
    c.push(Operation::new(Instruction::bare(Kind::Measure), wires));
}

/// Gates of a body, `cx 0 1; ...`, by the wires of its owner's owner.
fn told(circuit: &Circuit, on: &[u32]) -> Vec<String> {
    let mut out = Vec::new();
    for op in circuit.iter() {
        let wires: Vec<u32> = circuit.qubits(op).iter().map(|w| on[w.index()]).collect();
        match circuit.gate(op) {
            Some(gate) => {
                let wires: Vec<String> = wires.iter().map(u32::to_string).collect();
                out.push(format!("{} {}", gate.name(), wires.join(" ")));
            }
            None => {
                for block in circuit.payload(op).into_iter().flat_map(|p| p.blocks()) {
                    out.push("{".into());
                    out.extend(told(&block.view(wires.len() as u32, 2), &wires));
                    out.push("}".into());
                }
                if !circuit.kind(op).is_control_flow() {
                    out.push(format!("{:?}", circuit.kind(op)).to_lowercase());
                }
            }
        }
    }
    out
}

fn routed(circuit: &Circuit, target: &Target, fixed: &[u32]) -> Circuit {
    let routes = Routes {
        fixed: fixed.iter().copied().map(Some).collect(),
        ..Routes::default()
    };
    let device = Device::of(target).expect("not every pair is coupled");
    let out = route(circuit, &device, &routes).expect("it fits");
    out.unwrap_or_else(|| circuit.clone())
}

fn lines(circuit: &Circuit) -> String {
    let wires: Vec<u32> = (0..circuit.num_qubits() as u32).collect();
    told(circuit, &wires).join("; ")
}

fn same(old: &Circuit, new: &Circuit) {
    let options = Options {
        relation: Some(Relation::Instrument),
        ..Options::default()
    };
    let verdict = judge(old, new, &options);
    assert_eq!(Answer::Equivalent, verdict.answer, "{}", lines(new));
    assert!(verdict.error.unwrap_or(0.0) < 1e-10);
}

fn coupled(circuit: &Circuit, target: &Target, on: &[u32]) {
    for op in circuit.iter() {
        let wires: Vec<u32> = circuit.qubits(op).iter().map(|w| on[w.index()]).collect();
        if let (Some(_), [a, b]) = (circuit.gate(op), &wires[..]) {
            assert!(target.coupled(*a, *b), "{}", lines(circuit));
        }
        for block in circuit.payload(op).into_iter().flat_map(|p| p.blocks()) {
            coupled(&block.view(wires.len() as u32, 2), target, &wires);
        }
    }
}

#[test]
fn swaps_in_a_branch_are_taken_back_and_widen_it() {
    let mut c = Circuit::new(3, 2);
    c.push(Operation::gate(Gate::H, Vec::new(), &[0]));
    measure(&mut c, 0, 0);
    c.push(Operation {
        wires: [Wire::qubit(0), Wire::qubit(2), Wire::bit(0), Wire::bit(1)]
            .into_iter()
            .collect(),
        ..when(body(2, "cx 0 1; h 0; cx 1 0"), Some(body(2, "h 1")))
    });
    c.push(Operation::gate(Gate::Cx, Vec::new(), &[0, 1]));
    c.push(Operation::gate(Gate::Cx, Vec::new(), &[1, 2]));
    // The pair of the branch is apart in any case: it counts as one with those outside.
    let out = routed(&c, &line(3), &[0, 1, 2]);
    same(&c, &out);
    coupled(&out, &line(3), &[0, 1, 2]);
    let branch = out.iter().find(|&op| out.kind(op) == Kind::If).unwrap();
    assert_eq!(2, out.bits(branch).len());
    let alone = {
        let mut c = c.clone();
        let ops: Vec<Op> = c.iter().collect();
        ops[3..].iter().for_each(|&op| c.remove(op));
        c
    };
    let inside = Inside {
        coupling: &Coupling::of(&line(3)).unwrap(),
        natives: &Natives::new(GateSet::of(&[Gate::Cx]), GateSet::of(&[Gate::Cx]), &|_| {
            None
        }),
    };
    let last = alone.iter().last().unwrap();
    let stays = Placement::new(vec![0, 1, 2], 3);
    let wide = rerouted(&alone, last, &stays, &inside);
    let wires: Vec<u32> = wide.wires.iter().map(|w| w.index() as u32).collect();
    assert_eq!(vec![0, 2, 1, 0, 1], wires);
    let mut one = Circuit::new(3, 2);
    one.push(wide);
    let text = lines(&one);
    assert!(
        [
            "{; swap 0 1; cx 1 2; h 1; cx 2 1; swap 0 1; }; {; h 2; }",
            "{; swap 2 1; cx 0 1; h 0; cx 1 0; swap 2 1; }; {; h 2; }",
        ]
        .contains(&text.as_str()),
        "{text}"
    );
}

#[test]
fn every_gate_takes_its_swaps_back_where_a_loop_may_be_left() {
    for kind in [Kind::Break, Kind::Continue] {
        let mut inside = body(3, "cx 0 2");
        inside.push(leave(kind, 3));
        let rest = circuit(3, "h 0; cx 2 0; cx 0 1");
        rest.iter().for_each(|op| {
            inside.push(rest.operation(op));
        });
        let mut c = body(3, "h 0; h 1; cx 0 1; cx 1 2");
        measure(&mut c, 1, 0);
        c.push(repeat(2, inside));
        let target = line(3);
        let out = routed(&c, &target, &[0, 1, 2]);
        same(&c, &out);
        coupled(&out, &target, &[0, 1, 2]);
        let word = format!("{kind:?}").to_lowercase();
        let expected = format!(
            "{{; swap 0 1; cx 1 2; swap 0 1; {{; {word}; }}; h 0; swap 2 1; cx 1 0; swap 2 1; cx 0 1; }}"
        );
        assert!(lines(&out).ends_with(&expected), "{}", lines(&out));
    }
}

#[test]
fn what_leaves_a_loop_has_all_its_wires() {
    // The swaps go over a wire the loop did not have; what leaves it takes that one as well.
    let mut inside = body(3, "cx 0 1; cx 1 2");
    inside.push(leave(Kind::Break, 3));
    let wires = [0, 1, 3].map(Wire::qubit);
    let loops = Operation {
        wires: wires.into_iter().chain([0, 1].map(Wire::bit)).collect(),
        ..repeat(3, inside)
    };
    let mut c = body(4, "h 0; h 1; cx 0 1; cx 1 2; cx 2 3");
    measure(&mut c, 1, 0);
    c.push(loops);
    let out = routed(&c, &line(4), &[0, 1, 2, 3]);
    same(&c, &out);
    let end = out.last().some().unwrap();
    let wires: Vec<u32> = out.qubits(end).iter().map(|w| w.0).collect();
    assert_eq!((Kind::For, vec![0, 1, 3, 2]), (out.kind(end), wires));
    let payload = out.payload(end).unwrap();
    let view = payload.blocks().next().unwrap().view(4, 2).into_owned();
    assert_eq!(4, view.num_qubits());
    // A pair of swaps on the new wire must not cancel across the condition either.
    let condition = view.iter().find(|&op| view.kind(op) == Kind::If).unwrap();
    assert_eq!(4, view.qubits(condition).len());
}

#[test]
fn random_nests() {
    let gates = [Gate::Cx, Gate::Swap, Gate::H, Gate::T, Gate::Cz, Gate::Rzz];
    let mut random = Random::new(5);
    let ring = device(5, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]);
    for trial in 0..60 {
        let mut c = Circuit::new(4, 2);
        let start = random.circuit(&gates, 4, 4);
        start.iter().for_each(|op| {
            c.push(start.operation(op));
        });
        measure(&mut c, trial % 4, 0);
        let mut inner = nest(&mut random, &gates, 0);
        if trial % 3 == 0 {
            inner.push(leave(random.pick(&[Kind::Break, Kind::Continue]), 4));
            let rest = random.circuit(&gates, 4, 2);
            rest.iter().for_each(|op| {
                inner.push(rest.operation(op));
            });
        }
        c.push(repeat(2, inner));
        let end = random.circuit(&gates, 4, 4);
        end.iter().for_each(|op| {
            c.push(end.operation(op));
        });
        for target in [&line(5), &ring] {
            let out = routed(&c, target, &[]);
            coupled(&out, target, &[0, 1, 2, 3, 4]);
            same(&c, &out);
        }
    }
}

/// Gates, and blocks of such down to a depth of two.
fn nest(random: &mut Random, gates: &[Gate], depth: u32) -> Circuit {
    let mut c = Circuit::new(4, 2);
    for _ in 0..2 + random.below(3) {
        if depth < 2 && random.below(3) == 0 {
            let then = nest(random, gates, depth + 1);
            let otherwise = match random.below(2) {
                0 => None,
                _ => Some(nest(random, gates, depth + 1)),
            };
            c.push(match random.below(2) {
                0 => when(then, otherwise),
                _ => repeat(2, then),
            });
        } else {
            let some = random.circuit(gates, 4, 1);
            some.iter().for_each(|op| {
                c.push(some.operation(op));
            });
        }
    }
    c
}
