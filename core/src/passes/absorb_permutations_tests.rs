// SPDX-License-Identifier: Apache-2.0
//! Which swaps go, what the layouts become, and that the circuit is the same one under them.

use super::*;
use crate::circuit::{Block, Condition, Instruction, Operation, Payload};
use crate::oracle::{judge, Answer, Options, Relation};
use crate::passes::testing::{circuit, text, Random};
use crate::GateSet;

const NATIVE: [Gate; 5] = [Gate::Rz, Gate::Sx, Gate::X, Gate::H, Gate::Cx];

fn line(qubits: u32, gates: &[Gate]) -> Target {
    let pairs = (1..qubits).map(|b| ((b - 1, b), GateSet::of(gates).on(2)));
    let back = (1..qubits).map(|b| ((b, b - 1), GateSet::of(gates).on(2)));
    Target {
        qubits: Some(qubits),
        pairs: Some(pairs.chain(back).collect()),
        ..Target::all_to_all(GateSet::of(gates))
    }
}

fn same(old: &Circuit, new: &Circuit) {
    let relation = match old.num_bits() {
        0 => Relation::Layout,
        _ => Relation::Instrument,
    };
    let options = Options {
        relation: Some(relation),
        ..Options::default()
    };
    let verdict = judge(old, new, &options);
    assert_eq!(
        Answer::Equivalent,
        verdict.answer,
        "{} -> {}",
        text(old),
        text(new)
    );
    assert!(verdict.error.unwrap_or(0.0) < 1e-10);
}

fn layout(circuit: &Circuit) -> (Vec<u32>, Vec<u32>) {
    let layout = circuit.layout.clone();
    let layout = layout.unwrap_or_else(|| Layout::identity(circuit.num_qubits() as u32));
    (layout.initial, layout.last)
}

fn check(before: &str, after: &str, initial: [u32; 4], last: [u32; 4]) {
    let old = circuit(4, before);
    let mut new = old.clone();
    let changed = absorb_permutations(&mut new, &line(4, &NATIVE), false, &[]).expect("no options");
    assert_eq!(after, text(&new), "from {before}");
    assert_eq!(changed, before != after);
    assert_eq!((initial.to_vec(), last.to_vec()), layout(&new), "{before}");
    same(&old, &new);
}

const PLAIN: [u32; 4] = [0, 1, 2, 3];

#[test]
fn swaps_at_the_end() {
    check("swap 0 1", "", PLAIN, [1, 0, 2, 3]);
    check("cx 0 1; cx 1 0; cx 0 1; h 0", "h 1", PLAIN, [1, 0, 2, 3]);
    // One after the other: a layout read the wrong way round passes every exchange of two.
    let chain = "cx 0 1; cx 1 2; cx 0 1; swap 1 2; h 1; swap 0 1; rz(1/3) 1";
    let after = "cx 0 1; cx 1 2; cx 0 1; h 2; rz(1/3) 0";
    check(chain, after, PLAIN, [2, 0, 1, 3]);
    // Something on two wires follows on one of them.
    let stays = "cx 1 2; cx 0 1; swap 1 2; cx 2 3; cx 1 0";
    check(stays, stays, PLAIN, PLAIN);
    check(
        "cx 0 1; cx 1 2; swap 0 1; barrier 0 2",
        "cx 0 1; cx 1 2; barrier 1 2",
        PLAIN,
        [1, 0, 2, 3],
    );
}

#[test]
fn swaps_at_the_start() {
    check(
        "swap 0 1; cx 1 2; cx 0 1",
        "cx 1 2; cx 0 1",
        [1, 0, 2, 3],
        PLAIN,
    );
    check(
        "h 0; swap 0 1; t 1; swap 1 2; cx 2 3; cx 1 2; cx 0 1",
        "h 2; rz(1/4) 2; cx 2 3; cx 1 2; cx 0 1",
        [2, 0, 1, 3],
        PLAIN,
    );
}

#[test]
fn mirrors() {
    // cx and a swap: two cx that way, one this way.
    let before = "cx 1 2; cx 0 1; cx 1 0; cx 1 2; cx 2 3; cx 0 1; cx 1 0";
    let old = circuit(4, before);
    let mut new = old.clone();
    assert!(absorb_permutations(&mut new, &line(4, &NATIVE), false, &[]).expect("no options"));
    assert_eq!((PLAIN.to_vec(), vec![1, 0, 2, 3]), layout(&new));
    assert_eq!(
        6,
        new.iter()
            .filter(|&op| new.gate(op) == Some(Gate::Cx))
            .count()
    );
    same(&old, &new);
    // A block of three: cp and swap.
    let mut c = circuit(2, "cp(1/5) 0 1; swap 0 1");
    let old = c.clone();
    assert!(absorb_permutations(&mut c, &line(2, &NATIVE), false, &[]).expect("no options"));
    assert_eq!(2, c.iter().filter(|&op| c.qubits(op).len() == 2).count());
    same(&old, &c);
    // Already the better of the two.
    let mut c = circuit(2, "cx 0 1; rz(1/5) 1; cx 0 1");
    assert!(!absorb_permutations(&mut c, &line(2, &NATIVE), false, &[]).expect("no options"));
}

#[test]
fn symbols_and_clifford_t_stay_exact() {
    let mut c = circuit(2, "cx 0 1; rz(a) 1; cx 0 1; swap 0 1");
    c.parameters = vec![crate::Symbol::named("a")];
    let old = c.clone();
    assert!(absorb_permutations(&mut c, &line(2, &NATIVE), false, &[]).expect("no options"));
    assert_eq!(3, c.len(), "{}", text(&c));
    same(&old, &c);
    let gates = [
        Gate::H,
        Gate::S,
        Gate::T,
        Gate::Tdg,
        Gate::Sdg,
        Gate::X,
        Gate::Z,
        Gate::Cx,
    ];
    let mut c = circuit(2, "t 0; cx 0 1; t 1; cx 1 0; cx 0 1; t 0");
    let old = c.clone();
    assert!(absorb_permutations(&mut c, &line(2, &gates), true, &[]).expect("no options"));
    assert_eq!(2, c.iter().filter(|&op| c.qubits(op).len() == 2).count());
    assert_eq!(0.0, c.ledger.bound);
    same(&old, &c);
}

#[test]
fn measured_and_conditioned_qubits_move() {
    let mut c = circuit(3, "h 0; cx 0 1; cx 1 2; cx 0 1; swap 1 2");
    for _ in 0..3 {
        c.add_bit();
    }
    let measure = |q, b| {
        Operation::new(
            Instruction::bare(Kind::Measure),
            [Wire::qubit(q), Wire::bit(b)],
        )
    };
    let conditioned = |instruction: Instruction| {
        let payload = Payload::If {
            condition: Condition::Bit(0),
            then: Block::Single {
                instruction,
                bits: vec![],
            },
            otherwise: None,
        };
        Operation::new(
            Instruction::with(Kind::If, payload),
            [Wire::qubit(1), Wire::bit(0)],
        )
    };
    c.push(measure(2, 0));
    c.push(conditioned(Instruction::gate(Gate::X, [])));
    c.push(measure(1, 1));
    let old = c.clone();
    let target = line(3, &NATIVE);
    assert!(absorb_permutations(&mut c, &target, false, &[]).expect("no options"));
    assert_eq!((vec![0, 1, 2], vec![0, 2, 1]), layout(&c));
    let measured: Vec<u32> = c
        .iter()
        .filter(|&op| c.kind(op) == Kind::Measure)
        .map(|op| c.qubits(op)[0].0)
        .collect();
    assert_eq!(vec![1, 2], measured);
    same(&old, &c);
    // What speaks of one qubit of the device stays on it, in a block too.
    for kind in [Kind::Pulse, Kind::Opaque, Kind::Release] {
        let mut c = old.clone();
        c.push(conditioned(Instruction::bare(kind)));
        assert!(!absorb_permutations(&mut c, &target, false, &[]).expect("no options"));
        assert_eq!(None, c.layout);
    }
}

#[test]
fn fences() {
    let target = line(3, &NATIVE);
    // Gates on three qubits, pairs that are not coupled, qubits with other gates.
    for text in ["ccx 0 1 2; swap 0 1; ccx 0 1 2", "cx 0 2; swap 0 2; cx 0 2"] {
        let mut c = circuit(3, text);
        assert!(
            !absorb_permutations(&mut c, &target, false, &[]).expect("no options"),
            "{text}"
        );
    }
    let mut c = circuit(3, "cx 1 2; swap 0 1");
    let own = GateSet::of(&NATIVE).on(1);
    let mut target = target;
    target.sites = Some(vec![own, GateSet::of(&[Gate::U]), own]);
    assert!(!absorb_permutations(&mut c, &target, false, &[]).expect("no options"));
    target.sites = Some(vec![own; 3]);
    assert!(absorb_permutations(&mut c, &target, false, &[]).expect("no options"));
}

#[test]
fn ancillas_and_layouts() {
    // Program qubits 0 and 1 start and end on wires 2 and 0; wire 1 is an ancilla.
    let mut c = circuit(3, "swap 1 2; cx 1 0; swap 0 1; swap 1 2");
    c.layout = Some(Layout {
        initial: vec![2, 0],
        last: vec![2, 0],
    });
    let old = c.clone();
    assert!(absorb_permutations(&mut c, &line(3, &NATIVE), false, &[]).expect("no options"));
    same(&old, &c);
    let pairs = c.iter().filter(|&op| c.qubits(op).len() == 2).count();
    assert!(pairs <= 1, "{}", text(&c));
    assert_eq!(1, c.layout.as_ref().map_or(0, |l| l.initial[0]));
}

#[test]
fn nothing_is_charged_beyond_the_budget() {
    let mut c = circuit(2, "cp(0.3) 0 1; swap 0 1; rx(0.7) 0; cp(0.2) 0 1");
    c.ledger.budget = 0.0;
    let old = c.clone();
    let target = line(2, &NATIVE);
    absorb_permutations(&mut c, &target, false, &[]).expect("no options");
    assert_eq!(0.0, c.ledger.bound);
    same(&old, &c);
}

#[test]
fn random_circuits_on_a_line() {
    let mut random = Random::new(5);
    let kinds = [Gate::Swap, Gate::Cx, Gate::Cp, Gate::Swap, Gate::Iswap];
    for round in 0..400 {
        let n = 2 + random.below(4);
        let mut c = Circuit::new(n as u32, 0);
        for _ in 0..3 + random.below(12) {
            let a = random.below(n - 1) as u32;
            if random.below(3) == 0 {
                c.push(Operation::gate(Gate::Ry, [random.angle()], &[a]));
                continue;
            }
            let gate = random.pick(&kinds);
            let params: Vec<_> = (0..gate.num_params()).map(|_| random.angle()).collect();
            let pair = if random.below(2) == 0 {
                [a, a + 1]
            } else {
                [a + 1, a]
            };
            c.push(Operation::gate(gate, params, &pair));
        }
        let target = line(n as u32, &NATIVE);
        let exact = round % 3 == 0;
        let absorb =
            |c: &mut Circuit| absorb_permutations(c, &target, exact, &[]).expect("no options");
        let mut new = c.clone();
        let changed = absorb(&mut new);
        assert_eq!(changed, text(&c) != text(&new));
        assert_eq!(Ok(()), crate::check::check(&new));
        same(&c, &new);
        // Layouts of fewer qubits move with the wires.
        let (first, last) = layout(&new);
        let size = 1 + random.below(n);
        let program = random.qubits(size, n);
        let mut part = c.clone();
        part.layout = Some(Layout {
            initial: program.clone(),
            last: program.clone(),
        });
        absorb(&mut part);
        assert_eq!(text(&new), text(&part));
        let moved = |map: &[u32]| program.iter().map(|&w| map[w as usize]).collect::<Vec<_>>();
        assert_eq!((moved(&first), moved(&last)), layout(&part));
    }
}

#[test]
fn what_the_user_placed_stays() {
    let old = circuit(4, "swap 0 1; cx 1 2; swap 2 3");
    for fixed in [&[true][..], &[false, true], &[true, true, true, true]] {
        let mut new = old.clone();
        absorb_permutations(&mut new, &line(4, &NATIVE), false, fixed).expect("no options");
        assert_eq!("swap 0 1; cx 1 2", text(&new));
        assert_eq!((vec![0, 1, 2, 3], vec![0, 1, 3, 2]), layout(&new));
        same(&old, &new);
    }
    let mut mapped = circuit(4, "swap 2 3; cx 1 2");
    mapped.layout = Some(Layout {
        initial: vec![3, 2],
        last: vec![2, 3],
    });
    for (fixed, length) in [([true, true], 2), ([false, false], 1)] {
        let mut new = mapped.clone();
        absorb_permutations(&mut new, &line(4, &NATIVE), false, &fixed).expect("no options");
        assert_eq!(length, new.len(), "{}", text(&new));
    }
}

#[test]
fn a_mapped_circuit_stays_one() {
    let mut c = circuit(2, "swap 0 1");
    c.layout = Some(Layout {
        initial: vec![0, 1],
        last: vec![1, 0],
    });
    assert!(absorb_permutations(&mut c, &line(2, &NATIVE), false, &[]).expect("no options"));
    assert_eq!(Some(Layout::identity(2)), c.layout);
}
