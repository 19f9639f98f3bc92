// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::circuit::{
    Block, Condition, Definition, Instruction, Kind, Layout, Operation, Payload, Register,
};
use crate::{Angle, Circuit, Gate, Symbol, Wire};

fn two(c: &Circuit) -> String {
    let mut text = Vec::new();
    openqasm2(c, &mut text).expect("can be written");
    String::from_utf8(text).expect("is text")
}

/// The lines after the include, joined.
fn after_header(c: &Circuit) -> String {
    two(c).lines().skip(2).collect::<Vec<_>>().join(" ")
}

fn refusal(c: &Circuit) -> String {
    let refused = openqasm2(c, &mut Vec::new());
    refused.expect_err("cannot be written").to_string()
}

fn on(c: &mut Circuit, gate: Gate, params: &[Angle], qubits: &[u32]) {
    c.push(Operation::gate(gate, params.iter().cloned(), qubits));
}

fn bare(c: &mut Circuit, kind: Kind, qubits: &[u32], bits: &[u32]) {
    let wires = qubits.iter().map(|&q| Wire::qubit(q));
    let wires = wires.chain(bits.iter().map(|&b| Wire::bit(b)));
    c.push(Operation::new(Instruction::bare(kind), wires));
}

#[test]
fn a_plain_circuit() {
    let mut c = Circuit::new(3, 2);
    c.qubit_registers.push(Register::new("a", [0, 1]));
    c.bit_registers.push(Register::new("c", [0, 1]));
    on(&mut c, Gate::H, &[], &[0]);
    on(&mut c, Gate::Cx, &[], &[0, 2]);
    on(&mut c, Gate::Rz, &[Angle::pi(-3, 4)], &[1]);
    let floats = [Angle::radians(1e-7), Angle::ZERO, Angle::radians(0.1)];
    on(&mut c, Gate::U, &floats, &[1]);
    bare(&mut c, Kind::Barrier, &[0, 1, 2], &[]);
    bare(&mut c, Kind::Barrier, &[1, 0], &[]);
    bare(&mut c, Kind::Measure, &[2], &[1]);
    bare(&mut c, Kind::Reset, &[2], &[]);
    assert_eq!(
        "OPENQASM 2.0;\n\
         include \"qelib1.inc\";\n\
         qreg a[2];\n\
         qreg q[1];\n\
         creg c[2];\n\
         h a[0];\n\
         cx a[0],q[0];\n\
         rz(-3*pi/4) a[1];\n\
         u3(1.0e-7,0,0.1) a[1];\n\
         barrier a,q;\n\
         barrier a[1],a[0];\n\
         measure q[0] -> c[1];\n\
         reset q[0];\n",
        two(&c)
    );
}

#[test]
fn phase_and_layout_are_comments() {
    let mut c = Circuit::new(3, 0);
    c.add_phase(&Angle::QUARTER_PI);
    c.layout = Some(Layout {
        initial: vec![2, 0, 1],
        last: vec![0, 1, 2],
    });
    assert_eq!(
        "// qcompile: phase pi/4 // qcompile: layout initial 2 0 1 final 0 1 2 qreg q[3];",
        after_header(&c)
    );
}

/// A region around a phase of pi/4 and two cz with a barrier between them, on qubits 2 and 1 of three.
fn protected(label: &str) -> Circuit {
    let mut body = Circuit::new(2, 0);
    body.add_phase(&Angle::QUARTER_PI);
    for k in 0..2 {
        on(&mut body, Gate::Cz, &[], &[0, 1]);
        if k == 0 {
            let wires = [0, 1].map(Wire::qubit);
            body.push(Operation::new(Instruction::bare(Kind::Barrier), wires));
        }
    }
    let payload = Payload::Region {
        body: crate::circuit::Block::body(body),
        label: label.to_string(),
    };
    let mut c = Circuit::new(3, 0);
    let wires = [2, 1].map(Wire::qubit);
    c.push(Operation::new(
        Instruction::with(Kind::Region, payload),
        wires,
    ));
    c
}

#[test]
fn regions_stand_between_barriers() {
    let phase = "// qcompile: phase pi/4 qreg q[3];";
    let inside = "cz q[2],q[1]; barrier q[2],q[1]; cz q[2],q[1];";
    let fence = "barrier q[2],q[1];";
    assert_eq!(
        format!("{phase} {fence} {inside} {fence}"),
        after_header(&protected("kept"))
    );
    assert_eq!(
        format!("{phase} {inside}"),
        after_header(&protected("folded"))
    );
}

#[test]
fn names_become_legal_and_unique() {
    let mut c = Circuit::new(6, 0);
    for (i, name) in ["Data", "x", "0b", "data", "réel", "if"].iter().enumerate() {
        c.qubit_registers.push(Register::new(name, [i as u32]));
    }
    assert_eq!(
        "qreg data[1]; qreg x_1[1]; qreg v0b[1]; qreg data_1[1]; qreg r_el[1]; qreg if_1[1];",
        after_header(&c)
    );
}

#[test]
fn registers_that_are_no_runs_give_way() {
    let mut c = Circuit::new(4, 0);
    c.qubit_registers.push(Register::new("alias", [2, 0]));
    c.qubit_registers.push(Register::new("part", [1]));
    c.qubit_registers.push(Register::new("whole", [1, 2]));
    assert_eq!("qreg q[1]; qreg whole[2]; qreg q_1[1];", after_header(&c));
}

fn definition(name: &str, body: Circuit) -> std::sync::Arc<Definition> {
    std::sync::Arc::new(Definition {
        name: name.into(),
        params: vec![Symbol::named("t")],
        qubits: (0..body.num_qubits())
            .map(|i| format!("Q{i}").into())
            .collect(),
        body: Some(body),
    })
}

fn call(c: &mut Circuit, definition: &std::sync::Arc<Definition>, angle: Angle, qubits: &[u32]) {
    let payload = Payload::Call {
        definition: definition.clone(),
        params: vec![angle],
    };
    let wires = qubits.iter().map(|&q| Wire::qubit(q));
    c.push(Operation::new(
        Instruction::with(Kind::Call, payload),
        wires,
    ));
}

#[test]
fn definitions_come_in_order_with_unique_names() {
    let t = Angle::symbol(Symbol::named("t"));
    let mut inner = Circuit::new(1, 0);
    on(&mut inner, Gate::Rx, &[t.half().add(&Angle::PI)], &[0]);
    inner.add_phase(&t);
    let inner = definition("cx", inner);
    let mut outer = Circuit::new(2, 0);
    call(&mut outer, &inner, t.double(), &[1]);
    on(&mut outer, Gate::Cz, &[], &[0, 1]);
    let outer = definition("mine", outer);
    let mut c = Circuit::new(2, 0);
    call(&mut c, &outer, Angle::HALF_PI, &[1, 0]);
    assert_eq!(
        "// qcompile: phase pi \
         gate cx_1(t) q0 { rx(t/2 + pi) q0; } \
         gate mine(t) q0,q1 { cx_1(2*t) q1; cz q0,q1; } \
         qreg q[2]; mine(pi/2) q[1],q[0];",
        after_header(&c)
    );
}

#[test]
fn gates_beyond_the_published_header_are_defined() {
    let mut c = Circuit::new(2, 0);
    on(&mut c, Gate::Cp, &[Angle::PI], &[0, 1]);
    assert_eq!("qreg q[2]; cu1(pi) q[0],q[1];", after_header(&c));
    on(&mut c, Gate::Swap, &[], &[0, 1]);
    assert!(after_header(&c).starts_with("gate swap q0,q1 { "));
}

#[test]
fn every_library_gate_is_written_and_recognised() {
    for &gate in Gate::ALL {
        let mut c = Circuit::new(gate.num_qubits() as u32, 0);
        let params: Vec<Angle> = (1..=gate.num_params())
            .map(|i| Angle::pi(i as i32, 7))
            .collect();
        let qubits: Vec<u32> = (0..gate.num_qubits() as u32).collect();
        on(&mut c, gate, &params, &qubits);
        two(&c);
        let params = gate.record().parameters;
        let definition = Definition {
            name: gate.name().into(),
            params: params.iter().map(|p| Symbol::named(p)).collect(),
            qubits: qubits.iter().map(|q| format!("x{q}").into()).collect(),
            body: match gate.record().library {
                crate::gate::Library::Qelib1 => continue,
                _ if matches!(gate, Gate::P | Gate::U | Gate::Cp) => continue,
                _ => definitions::library_body(gate),
            },
        };
        assert_eq!(Some(gate), defines_library_gate(&definition));
    }
}

fn conditional(condition: Condition, then: Block, otherwise: Option<Block>) -> Instruction {
    let payload = Payload::If {
        condition,
        then,
        otherwise,
    };
    Instruction::with(Kind::If, payload)
}

fn single(gate: Gate) -> Block {
    Block::Single {
        instruction: Instruction::gate(gate, []),
        bits: Vec::new(),
    }
}

/// Three qubits; bits `c[2]` and `d[1]`.
fn dynamic(i: Instruction, bits: &[u32]) -> Circuit {
    let mut c = Circuit::new(1, 3);
    c.bit_registers.push(Register::new("c", [0, 1]));
    c.bit_registers.push(Register::new("d", [2]));
    let wires = [Wire::qubit(0)].into_iter();
    c.push(Operation::new(
        i,
        wires.chain(bits.iter().map(|&b| Wire::bit(b))),
    ));
    c
}

#[test]
fn conditions_on_whole_registers() {
    let equals = Condition::Equals {
        bits: vec![1, 0],
        value: vec![false, true],
    };
    let c = dynamic(conditional(equals, single(Gate::X), None), &[0, 1]);
    assert!(two(&c).ends_with("if(c==1) x q[0];\n"));
    let both = conditional(Condition::Bit(0), single(Gate::X), Some(single(Gate::Z)));
    assert!(two(&dynamic(both.clone(), &[2])).ends_with("if(d==1) x q[0];\nif(d==0) z q[0];\n"));
    assert_eq!(
        "OpenQASM 2 cannot hold a condition other than one whole register equal to one value",
        refusal(&dynamic(both, &[1]))
    );
    let never = conditional(Condition::Constant(false), single(Gate::X), None);
    assert!(two(&dynamic(never, &[])).ends_with("creg d[1];\n"));
}

#[test]
fn a_block_must_not_change_its_own_condition() {
    let mut body = Circuit::new(1, 1);
    bare(&mut body, Kind::Measure, &[0], &[0]);
    let fine = conditional(Condition::Bit(0), Block::body(body.clone()), None);
    let text = two(&dynamic(fine, &[2]));
    assert!(text.ends_with("if(d==1) measure q[0] -> d[0];\n"), "{text}");
    on(&mut body, Gate::X, &[], &[0]);
    let wrong = conditional(Condition::Bit(0), Block::body(body), None);
    assert!(refusal(&dynamic(wrong, &[2])).contains("goes on after measuring"));
}

#[test]
fn wide_values_in_decimal() {
    let mut value = vec![false; 100];
    (value[99], value[0]) = (true, true);
    assert_eq!("633825300114114700748351602689", condition::decimal(&value));
    assert_eq!("0", condition::decimal(&[]));
    assert_eq!("1000000000", condition::decimal(&bits(1_000_000_000)));
}

fn bits(n: u64) -> Vec<bool> {
    (0..64).map(|i| n >> i & 1 == 1).collect()
}

#[test]
fn open_controls_are_flipped() {
    let mut c = Circuit::new(3, 0);
    let i = Instruction::gate(Gate::X, []).controlled(&[false, true]);
    c.push(Operation::new(i, [2, 0, 1].map(Wire::qubit)));
    assert_eq!(
        "qreg q[3]; x q[2]; ccx q[2],q[0],q[1]; x q[2];",
        after_header(&c)
    );
}

#[test]
fn a_permutation_becomes_swaps() {
    let mut c = Circuit::new(3, 0);
    let payload = Payload::Permutation {
        image: vec![1, 2, 0],
    };
    let i = Instruction::with(Kind::Permutation, payload);
    c.push(Operation::new(i, [0, 1, 2].map(Wire::qubit)));
    // The state of 0 goes to 1; what was there, now on 0, goes on to 2.
    assert!(two(&c).ends_with("swap q[0],q[1];\nswap q[0],q[2];\n"));
}

#[test]
fn free_parameters_and_loops_are_refused() {
    let mut c = Circuit::new(1, 0);
    let symbol = Symbol::named("theta");
    on(&mut c, Gate::Rx, &[Angle::symbol(symbol)], &[0]);
    assert_eq!("OpenQASM 2 cannot hold the parameter `theta`", refusal(&c));
    let mut c = Circuit::new(1, 0);
    let payload = Payload::For {
        variable: None,
        values: vec![1],
        body: single(Gate::X),
    };
    let i = Instruction::with(Kind::For, payload);
    c.push(Operation::new(i, [Wire::qubit(0)]));
    assert_eq!("OpenQASM 2 cannot hold a loop", refusal(&c));
}

fn three(c: &Circuit) -> String {
    let mut text = Vec::new();
    openqasm3(c, &mut text).expect("can be written");
    let text = String::from_utf8(text).expect("is text");
    let rest = text.strip_prefix("OPENQASM 3.0;\ninclude \"stdgates.inc\";\n");
    rest.map_or_else(|| text.clone(), str::to_string)
}

/// The statements of a circuit of one instruction on the first qubits, and bits.
fn statements(i: Instruction, qubits: u32, bits: u32) -> String {
    let mut c = Circuit::new(qubits, bits);
    let wires = (0..qubits).map(Wire::qubit);
    c.push(Operation::new(i, wires.chain((0..bits).map(Wire::bit))));
    let text = three(&c);
    let declarations = |line: &&str| line.starts_with("qubit[") || line.starts_with("bit[");
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !declarations(l))
        .map(str::trim)
        .collect();
    lines.join(" ")
}

#[test]
fn parameters_phase_layout_and_aliases_in_version_3() {
    let mut c = Circuit::new(3, 1);
    c.qubit_registers.push(Register::new("q", [0, 1, 2]));
    c.qubit_registers.push(Register::new("ends", [2, 0]));
    c.layout = Some(Layout::identity(3));
    let theta = Symbol::named("theta[0]");
    c.declare(&theta).expect("is new");
    c.add_phase(&Angle::HALF_PI);
    on(&mut c, Gate::Rx, &[Angle::symbol(theta).half()], &[1]);
    bare(&mut c, Kind::Measure, &[1], &[0]);
    assert_eq!(
        "pragma qcompile phase pi/2\n\
         pragma qcompile layout initial 0 1 2 final 0 1 2\n\
         pragma qcompile parameter theta_0 theta[0]\n\
         input float theta_0;\n\
         qubit[3] q;\n\
         bit[1] c;\n\
         let ends = q[{2}] ++ q[{0}];\n\
         gphase(pi/2);\n\
         rx(theta_0/2) q[1];\n\
         c[0] = measure q[1];\n",
        three(&c)
    );
}

#[test]
fn controls_are_modifiers() {
    let rz = Instruction::gate(Gate::Rz, [Angle::PI]);
    assert_eq!(
        "ctrl(2) @ negctrl @ rz(pi) q[0], q[1], q[2], q[3];",
        statements(rz.controlled(&[true, true, false]), 4, 0)
    );
    let cs = Instruction::gate(Gate::Cs, []);
    assert_eq!("ctrl @ s q[0], q[1];", statements(cs, 2, 0));
    // Where phase counts, `u` is defined by gates all readers agree on.
    let u = Instruction::gate(Gate::U2, [Angle::PI, Angle::ZERO]);
    assert_eq!(
        "gate u(a, b, c) q0 { p(c) q0; ry(a) q0; p(b) q0; } negctrl @ u(pi/2, pi, 0) q[0], q[1];",
        statements(u.clone().controlled(&[false]), 2, 0)
    );
    assert_eq!("u2(pi, 0) q[0];", statements(u, 1, 0));
}

#[test]
fn control_flow_in_version_3() {
    let and = Condition::And(vec![
        Condition::Bit(0),
        Condition::Not(Box::new(Condition::Bit(1))),
        Condition::Xor(vec![Condition::Bit(0), Condition::Bit(1)]),
    ]);
    assert_eq!(
        "if (c[0] && !c[1] && (c[0] != c[1])) { x q[0]; } else { z q[0]; }",
        statements(
            conditional(and, single(Gate::X), Some(single(Gate::Z))),
            1,
            2
        )
    );
    let less = Condition::Less {
        bits: vec![1, 0],
        value: vec![true, false],
    };
    assert_eq!(
        "if (!c[0] && (!c[1])) { x q[0]; }",
        statements(conditional(less, single(Gate::X), None), 1, 2)
    );
    let whole = Condition::Less {
        bits: vec![0, 1],
        value: vec![true, false],
    };
    assert_eq!(
        "if (c < 1) { x q[0]; }",
        statements(conditional(whole, single(Gate::X), None), 1, 2)
    );
    let variable = Symbol::named("i");
    let angle = Angle::symbol(variable.clone()).scale(1, 3);
    let rounds = Payload::For {
        variable: Some(variable),
        values: vec![6, 4, 2],
        body: Block::Single {
            instruction: Instruction::gate(Gate::Rx, [angle]),
            bits: Vec::new(),
        },
    };
    assert_eq!(
        "for int i in [6:-2:2] { rx(i/3.0) q[0]; }",
        statements(Instruction::with(Kind::For, rounds), 1, 0)
    );
    let switch = Payload::Switch {
        bits: vec![0, 1],
        cases: vec![(vec![0, 3], single(Gate::X))],
        default: Some(single(Gate::Y)),
    };
    assert_eq!(
        "OPENQASM 3.1; include \"stdgates.inc\"; \
         switch (uint[2](c)) { case 0, 3 { x q[0]; } default { y q[0]; } }",
        statements(Instruction::with(Kind::Switch, switch), 1, 2)
    );
}

#[test]
fn json_has_the_reference_form() {
    let mut c = Circuit::new(2, 2);
    on(&mut c, Gate::H, &[], &[0]);
    let matrix = [0.0, 1.0, 1.0, 0.0]
        .map(num_complex::Complex64::from)
        .to_vec();
    let unitary = Payload::Unitary {
        matrix,
        label: None,
    };
    c.push(Operation::new(
        Instruction::with(Kind::Unitary, unitary),
        [Wire::qubit(1)],
    ));
    bare(&mut c, Kind::Measure, &[1], &[0]);
    let less = Condition::Less {
        bits: vec![0, 1],
        value: vec![true, false],
    };
    c.push(Operation::new(
        conditional(less, single(Gate::X), None),
        [Wire::qubit(0), Wire::bit(0), Wire::bit(1)],
    ));
    let mut text = Vec::new();
    json(&c, &mut text).expect("can be written");
    assert_eq!(
        "{\"qubits\": 2, \"clbits\": 2, \"ops\": [[\"h\", [], [0]], \
         [\"unitary\", [], [1], [], {\"re\": [[0.0, 1.0], [1.0, 0.0]], \"im\": [[0.0, 0.0], [0.0, 0.0]]}], \
         [\"measure\", [], [1], [0]], \
         [\"if\", {\"bits\": [1], \"value\": 1}, [], \
         [[\"if\", {\"bits\": [0], \"value\": 1}, [], [[\"x\", [], [0]]]]]]]}\n",
        String::from_utf8(text).expect("is text")
    );
}
