// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::passes::testing::{circuit, distance, text, Random};
use crate::target::GateSet;
use crate::Gate;

const OPTIONS: Resynthesis = Resynthesis {
    wires: 7,
    gates: 48,
    width: 12,
    states: 1_000_000,
};

fn run(c: &mut Circuit) -> bool {
    phase_polynomial_resynthesis(c, None, OPTIONS).expect("no bad options")
}

fn check(qubits: u32, before: &str, after: &str) {
    let old = circuit(qubits, before);
    let mut new = old.clone();
    let changed = run(&mut new);
    assert_eq!(after, text(&new), "from {before}");
    assert_eq!(changed, before != after);
    let numeric = old
        .iter()
        .all(|op| old.params(op).iter().all(|a| !a.is_symbolic()));
    assert!(!numeric || distance(&old, &new) < 1e-12, "{before}");
}

#[test]
fn parities_are_met_once() {
    check(
        2,
        "cx 0 1; t 1; cx 0 1; cx 1 0; t 0; cx 1 0",
        "cx 0 1; s 1; cx 0 1",
    );
    check(
        2,
        "cx 0 1; rz(a) 1; cx 0 1; cx 1 0; rz(b) 0; cx 1 0",
        "cx 0 1; rz(a) 1; rz(b) 1; cx 0 1",
    );
    check(3, "cx 0 1; cx 1 2; cx 0 1; cx 1 2", "cx 0 2");
    check(2, "cx 0 1; t 1; cx 0 1", "cx 0 1; t 1; cx 0 1");
}

#[test]
fn x_is_pushed_to_the_end() {
    check(
        2,
        "cx 0 1; x 1; t 1; cx 0 1; cx 1 0; t 0; cx 1 0",
        "cx 0 1; sdg 1; cx 0 1; x 1",
    );
    check(
        2,
        "cx 0 1; x 1; rz(a) 1; cx 0 1; cx 0 1; cx 0 1",
        "cx 0 1; rz(-a) 1; cx 0 1; x 1",
    );
    check(2, "x 0; cx 0 1; cx 0 1", "x 0");
}

#[test]
fn other_gates_end_a_window() {
    check(2, "cx 0 1; ry(1/3) 1; cx 0 1", "cx 0 1; ry(1/3) 1; cx 0 1");
    check(3, "cx 0 1; ry(1/3) 2; cx 0 1", "ry(1/3) 2");
    check(
        3,
        "cx 0 1; ry(1/3) 2; cx 1 2; cx 0 1",
        "ry(1/3) 2; cx 0 2; cx 1 2",
    );
}

fn line(qubits: u32, gates: &[Gate]) -> Target {
    let pairs = (1..qubits).map(|b| ((b - 1, b), GateSet::of(gates).on(2)));
    Target {
        qubits: Some(qubits),
        pairs: Some(pairs.collect()),
        ..Target::all_to_all(GateSet::of(gates))
    }
}

#[test]
fn coupled_circuits_stay_on_their_couplings() {
    let gates = [Gate::Rz, Gate::T, Gate::H, Gate::X, Gate::Cx];
    let check = |before: &str, after: &str| {
        let old = circuit(4, before);
        let mut c = old.clone();
        let target = line(4, &gates);
        phase_polynomial_resynthesis(&mut c, Some(&target), OPTIONS).expect("no bad options");
        assert_eq!(after, text(&c));
        assert!(distance(&old, &c) < 1e-12);
    };
    // Without couplings this would be cx 0 2.
    let four = "cx 0 1; cx 1 2; cx 0 1; cx 1 2";
    check(four, four);
    // Swaps are three cx, and melt into what is around them.
    check("cx 1 2; swap 0 1; swap 0 1; cx 1 2", "");
    check(
        "cx 0 1; t 1; swap 0 1; cx 1 0; cx 0 1",
        "cx 0 1; t 1; cx 1 0",
    );
    // Not routed: all wires may meet.
    check("cx 0 2; cx 0 1; cx 1 2; cx 0 1; cx 1 2", "");
}

#[test]
fn random_coupled_circuits_keep_matrix_and_pairs() {
    let mut random = Random::new(31);
    let gates = [Gate::T, Gate::H, Gate::Rz, Gate::X, Gate::Cx, Gate::S];
    let mut gained = 0;
    for round in 0..200 {
        let n = 3 + random.below(4);
        let mut old = Circuit::new(n as u32, 0);
        for _ in 0..4 + random.below(30) {
            let a = random.below(n - 1) as u32;
            let kinds = [
                Gate::Cx,
                Gate::Cx,
                Gate::Cx,
                Gate::Swap,
                Gate::Cz,
                Gate::T,
                Gate::H,
                Gate::Rz,
            ];
            let gate = random.pick(&kinds);
            let params: Vec<_> = (0..gate.num_params()).map(|_| random.angle()).collect();
            let pair = [[a, a + 1], [a + 1, a]][random.below(2)];
            old.push(crate::circuit::Operation::gate(
                gate,
                params,
                &pair[..gate.num_qubits()],
            ));
        }
        let target = line(n as u32, &gates);
        let mut new = old.clone();
        let options = Resynthesis {
            wires: 3 + round % 5,
            ..OPTIONS
        };
        gained += usize::from(
            phase_polynomial_resynthesis(&mut new, Some(&target), options).expect("no bad options"),
        );
        assert!(distance(&old, &new) < 1e-12, "{}", text(&old));
        let coupled = |op| match *new.qubits(op) {
            [a, b] => target.coupled(a.0, b.0),
            _ => true,
        };
        assert!(new.iter().all(coupled), "{}", text(&new));
        let cost = |c: &Circuit| -> usize {
            let price = |op| match c.gate(op) {
                Some(Gate::Swap) => 3,
                Some(gate) => gate.num_qubits() - 1,
                None => 0,
            };
            c.iter().map(price).sum()
        };
        assert!(cost(&new) <= cost(&old));
    }
    assert!(gained > 150, "{gained}");
}

#[test]
fn windows_have_two_to_twelve_wires() {
    let run = |wires: usize| {
        let mut c = circuit(3, "cx 0 1; cx 1 2; cx 0 1; cx 1 2");
        let options = Resynthesis { wires, ..OPTIONS };
        phase_polynomial_resynthesis(&mut c, None, options)
    };
    assert_eq!(Ok(false), run(2));
    assert_eq!(Ok(true), run(3));
    assert_eq!(Ok(true), run(12));
    for wires in [0, 1, 13] {
        assert!(matches!(
            run(wires),
            Err(PassError::BadOption {
                option: "wires",
                ..
            })
        ));
    }
}

#[test]
fn random_circuits_keep_their_matrix() {
    let mut random = Random::new(8);
    let plain = [
        Gate::Cx,
        Gate::Cx,
        Gate::Cx,
        Gate::T,
        Gate::Sdg,
        Gate::Z,
        Gate::X,
        Gate::Rz,
        Gate::P,
        Gate::Cz,
        Gate::Swap,
        Gate::H,
        Gate::Y,
    ];
    let mut gained = 0;
    for round in 0..600 {
        let gates = match round % 4 {
            0 => Gate::ALL,
            1 => &plain[..9],
            _ => &plain[..],
        };
        let n = 2 + random.below(4);
        let length = 5 + random.below(40);
        let old = random.circuit(gates, n, length);
        let mut new = old.clone();
        let changed = run(&mut new);
        assert!(distance(&old, &new) < 1e-9, "{}", text(&old));
        let pairs = |c: &Circuit| c.iter().filter(|&op| c.wires(op).len() == 2).count();
        assert_eq!(changed, pairs(&new) < pairs(&old));
        assert!(changed || text(&new) == text(&old));
        gained += usize::from(changed);
    }
    assert!(gained > 250, "{gained}");
}

#[test]
fn gates_at_hand_spell_the_result() {
    let target = |gates: &[Gate]| Target::all_to_all(GateSet::of(gates));
    let before = "cx 0 1; rz(1/4) 1; cx 0 1; cx 1 0; rz(1/4) 0; cx 1 0";
    let mut c = circuit(2, before);
    let old = c.clone();
    let native = target(&[Gate::Rz, Gate::Sx, Gate::X, Gate::Cx]);
    phase_polynomial_resynthesis(&mut c, Some(&native), OPTIONS).expect("no bad options");
    // No h to write a cz with.
    assert_eq!("cx 0 1; rz(1/2) 1; cx 0 1", text(&c));
    assert!(distance(&old, &c) < 1e-12);
    let mut c = old.clone();
    let native = target(&[Gate::Rz, Gate::H, Gate::X, Gate::Cx]);
    phase_polynomial_resynthesis(&mut c, Some(&native), OPTIONS).expect("no bad options");
    assert_eq!(1, c.iter().filter(|&op| c.wires(op).len() == 2).count());
    assert_eq!(
        2,
        c.iter().filter(|&op| c.gate(op) == Some(Gate::H)).count()
    );
    assert!(distance(&old, &c) < 1e-12);
    let mut c = old.clone();
    let native = target(&[Gate::P, Gate::Cz, Gate::Cx, Gate::Rz]);
    phase_polynomial_resynthesis(&mut c, Some(&native), OPTIONS).expect("no bad options");
    assert_eq!(
        1,
        c.iter().filter(|&op| c.gate(op) == Some(Gate::Cz)).count()
    );
    assert!(distance(&old, &c) < 1e-12);
    // Nothing is written where a cx is not at hand.
    let mut c = circuit(2, "cz 0 1; t 0; cz 0 1");
    assert!(!run(&mut c));
}

#[test]
fn a_spent_budget_stops_the_pass() {
    let text: String = "cx 0 1; cx 1 2; cx 0 1; cx 1 2; barrier 0 1 2; ".repeat(50);
    let left = |states: u64, gates: usize| {
        let mut c = circuit(3, &text);
        let options = Resynthesis {
            states,
            gates,
            ..OPTIONS
        };
        phase_polynomial_resynthesis(&mut c, None, options).expect("no bad options");
        c.iter().filter(|&op| c.gate(op) == Some(Gate::Cx)).count()
    };
    assert_eq!(50, left(1_000_000, 48));
    assert_eq!(200, left(0, 48));
    // What is gained is spent on looking further.
    assert_eq!(50, left(100, 48));
    assert_eq!(50, left(1_000_000, 3));
    assert_eq!(200, left(1_000_000, 2));
}

#[test]
fn new_gates_take_a_place_of_the_old() {
    let mut c = circuit(3, "cx 0 1; cx 1 2; cx 0 1; cx 1 2");
    for (line, op) in c.iter().collect::<Vec<_>>().into_iter().enumerate() {
        let line = line as u32 + 5;
        c.set_place(
            op,
            crate::circuit::Place {
                line,
                ..Default::default()
            },
        );
    }
    assert!(run(&mut c));
    assert_eq!(
        vec![5],
        c.iter().map(|op| c.place(op).line).collect::<Vec<_>>()
    );
}
