// SPDX-License-Identifier: Apache-2.0
//! What the scanner takes, what it leaves, and that it steps back exactly.

use super::*;
use crate::circuit::{Block, Condition, Kind, Payload};

const HEAD: &str = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n";

/// Scan to the end; panics if something is left to the grammar.
fn read(text: &str) -> Program {
    let (program, left) = attempt(text);
    assert_eq!("", left);
    program
}

/// Scan, and return what is left to the grammar.
fn attempt(text: &str) -> (Program, &str) {
    let mut program = Program::new(Limits::default());
    let mut cursor = Cursor::start(text.as_bytes());
    let stop = scan(&mut program, text.as_bytes(), &mut cursor, usize::MAX);
    assert_eq!(stop == Stop::End, cursor.at == text.len());
    (program, &text[cursor.at..])
}

fn gates(p: &Program) -> Vec<String> {
    let c = &p.circuit;
    let show = |op| {
        let name = c
            .gate(op)
            .map_or_else(|| format!("{:?}", c.kind(op)), |g| g.name().into());
        let angles: Vec<String> = c.params(op).iter().map(ToString::to_string).collect();
        let wires: Vec<String> = c.wires(op).iter().map(|w| format!("{w:?}")).collect();
        format!("{name}({}) {}", angles.join(","), wires.join(","))
    };
    c.iter().map(show).collect()
}

#[test]
fn flat_statements() {
    let p = read(&format!(
        "{HEAD}qreg q[2];creg c[2]; // comment\r\nh q[0];\rcx q[0] , q [ 1 ];\nrz(-3*pi/4) q[1];u3(0.1,.2,-1e-3) q[0];\
         U(0,0,pi) q[1];CX q[1],q[0];\nmeasure q->c;reset q[0];barrier q;"
    ));
    assert_eq!(
        [
            "h() q0",
            "cx() q0,q1",
            "rz(-3*pi/4) q1",
            "u(0.1,0.2,-0.001) q0",
            "u(0,0,pi) q1",
            "cx() q1,q0",
            "Measure() q0,c0",
            "Measure() q1,c1",
            "Reset() q0",
            "Barrier() q0,q1",
        ]
        .to_vec(),
        gates(&p)
    );
    let places: Vec<(u32, u16)> = p
        .circuit
        .iter()
        .take(3)
        .map(|op| p.circuit.place(op))
        .map(|p| (p.line, p.column))
        .collect();
    assert_eq!(vec![(4, 1), (5, 1), (6, 1)], places);
}

#[test]
fn broadcast() {
    let p = read(&format!("{HEAD}qreg a[2];qreg b[2];h a;cx a,b;cx a[0],b;"));
    let expected = [
        "h() q0",
        "h() q1",
        "cx() q0,q2",
        "cx() q1,q3",
        "cx() q0,q2",
        "cx() q0,q3",
    ];
    assert_eq!(expected.to_vec(), gates(&p));
}

#[test]
fn floats_beside_a_multiple_of_pi_are_snapped_and_charged() {
    let p = read(&format!(
        "{HEAD}qreg q[3];rz(1.5707963267948966) q[0];rz(0.785398163397448) q;"
    ));
    assert_eq!("rz(pi/2) q0", gates(&p)[0]);
    assert_eq!("rz(pi/4) q2", gates(&p)[3]);
    let off = (0.785398163397448_f64 - std::f64::consts::FRAC_PI_4).abs();
    assert!((p.circuit.ledger.bound - 3.0 * off).abs() < 1e-18);
}

#[test]
fn conditions_take_the_compact_form() {
    let p = read(&format!(
        "{HEAD}qreg q[2];creg c[2];creg d[1];if(c==2) x q[1];if (c == 1) measure q[0] -> d[0];"
    ));
    let c = &p.circuit;
    let ops: Vec<_> = c.iter().collect();
    assert_eq!(
        vec![Kind::If, Kind::If],
        ops.iter().map(|&o| c.kind(o)).collect::<Vec<_>>()
    );
    let Some(Payload::If {
        condition,
        then: Block::Single { instruction, bits },
        otherwise: None,
    }) = c.payload(ops[1]).map(|p| &**p)
    else {
        panic!("not the compact form");
    };
    assert_eq!(
        &Condition::Equals {
            bits: vec![0, 1],
            value: vec![true, false]
        },
        condition
    );
    assert_eq!((Kind::Measure, &vec![2]), (instruction.kind, bits));
    assert_eq!(4, c.wires(ops[1]).len());
}

#[test]
fn definitions_are_kept() {
    let p = read(&format!(
        "{HEAD}gate f(t) a,b {{ rz(t/2) a; cx a,b; barrier a,b; }}\nopaque g(a,b) q,r;opaque k() q;qreg q[2];f(pi) q[1],q[0];g(1,2) q[0],q[1];"
    ));
    let c = &p.circuit;
    assert_eq!(
        vec![Kind::Call, Kind::Opaque],
        c.iter().map(|o| c.kind(o)).collect::<Vec<_>>()
    );
    let Some(Payload::Call { definition, params }) = c.payload(c.first()).map(|p| &**p) else {
        panic!("no call");
    };
    assert_eq!(
        ("f", 1, 3),
        (
            &*definition.name,
            params.len(),
            definition.body.as_ref().unwrap().len()
        )
    );
}

#[test]
fn the_programs_own_gate_wins_over_the_longer_header() {
    let p = read(&format!(
        "{HEAD}gate swap a,b {{ cx a,b; }}qreg p[2];swap p[0],p[1];"
    ));
    assert_eq!(Kind::Call, p.circuit.kind(p.circuit.first()));
    let text = format!("{HEAD}gate h a {{ }}");
    assert_eq!("gate h a { }", attempt(&text).1);
}

#[test]
fn what_it_leaves_starts_at_the_statement() {
    for bad in [
        "h q[0]",
        "h q[2];",
        "h r;",
        "cx q[0],q[0];",
        "cx q,q[1];",
        "cx q[0];",
        "rx(1/0) q[0];",
        "rx() q[0];",
        "rx(1e300) q[0];",
        "rx(1,) q[0];",
        "nosuch q;",
        "measure q -> c[0];",
        "measure c -> q;",
        "qreg q[1];",
        "qreg r[0];",
        "qreg r[01];",
        "qreg R[1];",
        "if(c==4) x q[0];",
        "if(c==1) barrier q;",
        "if(c==1) if(c==1) x q[0];",
        "include \"other.inc\";",
        "include \" qelib1.inc\";",
        "OPENQASM 2.0;",
        "gate g a,a { }",
        "gate g(a) a { }",
        "gate pi a { }",
        "barrier;",
        ";",
        "q q;",
        "h\u{a0}q;",
    ] {
        let text = format!("{HEAD}qreg q[2];\ncreg c[2];\nx q[0];\n  {bad} x q[0];");
        let (p, left) = attempt(&text);
        assert_eq!(format!("{bad} x q[0];"), left);
        assert_eq!(1, p.circuit.len(), "{bad}");
    }
}

#[test]
fn the_version_line_comes_first() {
    for text in [
        "qreg q[1];",
        "OPENQASM 2.1;",
        "OPENQASM 3.0;",
        "openqasm 2.0;",
        "OPENQASM2.0;",
        "",
    ] {
        assert_eq!(text, attempt(text).1);
    }
    read("\u{feff}// only a comment\nOPENQASM 2.0;");
}

#[test]
fn expansion_is_counted_before_it_happens() {
    let mut text = format!("{HEAD}gate g0 a {{ x a; x a; }}\n");
    for i in 1..80 {
        text += &format!("gate g{i} a {{ g{} a; g{} a; }}\n", i - 1, i - 1);
    }
    text += "qreg q[1];\ng5 q[0];\ng70 q[0];";
    assert_eq!("g70 q[0];", attempt(&text).1);
}

#[test]
fn every_header_gate_has_its_number_of_operands() {
    for (name, gate) in header::PUBLISHED.iter().chain(&header::LONGER) {
        let angles = vec!["0.1"; gate.num_params()].join(",");
        let qubits: Vec<String> = (0..gate.num_qubits()).map(|i| format!("q[{i}]")).collect();
        let angles = if angles.is_empty() {
            angles
        } else {
            format!("({angles})")
        };
        let p = read(&format!(
            "{HEAD}qreg q[5];{name}{angles} {};",
            qubits.join(",")
        ));
        assert_eq!(Some(*gate), p.circuit.gate(p.circuit.first()));
    }
}

/// A small stand-in for the fuzz target: texts of right statements with bytes changed at random.
#[test]
fn laws_hold_on_spoilt_texts() {
    let good = format!(
        "{HEAD}qreg q[3];creg c[2];gate g(t) a,b {{ rz(t/2) a; cx a,b; }}\ng(pi) q[0],q[1];// x\n\
         if(c==1) x q[2];measure q[0]->c[1];barrier q;u3(-0.5,2*pi/3,sin(1)) q;opaque o a;o q;cx q[0],q[1];"
    );
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n as u64) as usize
    };
    const NOISE: &[u8] = b"; ,()[]{}->=\r\n\"/09.eqacgUX_\xc3\xff\0";
    for _ in 0..4_000 {
        let mut text = good.clone().into_bytes();
        for _ in 0..1 + random(3) {
            let at = random(text.len());
            match random(3) {
                0 => text[at] = NOISE[random(NOISE.len())],
                1 => text.insert(at, NOISE[random(NOISE.len())]),
                _ => {
                    text.remove(at);
                }
            }
        }
        text.truncate(1 + random(text.len()));
        laws::hold(&text);
    }
}
