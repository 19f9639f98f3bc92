// SPDX-License-Identifier: Apache-2.0
//! For the tests of kernels: random circuits, and their matrices column by column.

use num_complex::Complex64;

use crate::circuit::{Instruction, Kind, Operation, Payload};
use crate::target::{Calibration, GateFacts, QubitFacts, Target};
use crate::{Angle, Circuit, Gate, GateSet, Wire};

/// A small generator of random numbers (xorshift), so that tests need no crate for it.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// Angles that go wrong: around 0 and whole turns, exact and not, large, and ordinary ones.
    pub fn angle(&mut self) -> Angle {
        use std::f64::consts::PI;
        let exact = [0, 1, -1, 2, 3, -4, 4, 6, 7, 8, -8, 16, 400];
        let float = [
            1e-16,
            -1e-16,
            1e-9,
            0.3,
            -0.3,
            1.1,
            -2.5,
            3.0,
            2.0 * PI + 1e-9,
            4.0 * PI - 0.3,
            -314.0,
        ];
        match self.below(3) {
            0 => Angle::radians(self.pick(&float)),
            1 => Angle::pi(self.below(64) as i32 - 32, 1 + self.below(6) as u32),
            _ => Angle::pi(self.pick(&exact), 4),
        }
    }

    /// Distinct qubits below `n`.
    pub fn qubits(&mut self, count: usize, n: usize) -> Vec<u32> {
        let mut all: Vec<u32> = (0..n as u32).collect();
        (0..count)
            .map(|_| all.swap_remove(self.below(all.len())))
            .collect()
    }

    /// A circuit of `length` of these gates on `n` qubits.
    pub fn circuit(&mut self, gates: &[Gate], n: usize, length: usize) -> Circuit {
        let mut c = Circuit::new(n as u32, 0);
        while c.len() < length {
            let gate = self.pick(gates);
            if gate.num_qubits() > n {
                continue;
            }
            let params: Vec<Angle> = (0..gate.num_params()).map(|_| self.angle()).collect();
            let qubits = self.qubits(gate.num_qubits(), n);
            c.push(Operation::gate(gate, params, &qubits));
        }
        c
    }
}

/// Row-major matrix of an instruction without symbols.
fn matrix(instruction: &Instruction, qubits: usize) -> Vec<Complex64> {
    if let Kind::Gate(gate) = instruction.kind {
        let params: Vec<f64> = instruction
            .params
            .iter()
            .map(|a| a.value().expect("bound"))
            .collect();
        return gate.matrix(&params);
    }
    let d = 1usize << qubits;
    let mut out = vec![Complex64::ZERO; d * d];
    match instruction.payload.as_deref() {
        Some(Payload::Controlled { polarity, base }) => {
            let k = polarity.len();
            let fires = polarity
                .iter()
                .rev()
                .fold(0, |m, &p| m << 1 | usize::from(p));
            let inner = matrix(base, qubits - k);
            for row in 0..d {
                for column in 0..d {
                    let (rc, cc) = (row % (1 << k), column % (1 << k));
                    out[row * d + column] = match (rc == cc, rc == fires) {
                        (false, _) => Complex64::ZERO,
                        (true, true) => inner[(row >> k) * (d >> k) + (column >> k)],
                        (true, false) => f64::from(u8::from(row == column)).into(),
                    };
                }
            }
        }
        Some(Payload::Diagonal { phases }) => {
            for (i, &phase) in phases.iter().enumerate() {
                out[i * d + i] = Complex64::cis(phase);
            }
        }
        other => panic!("tests do not simulate {other:?}"),
    }
    out
}

fn apply(state: &mut [Complex64], instruction: &Instruction, wires: &[Wire]) {
    let k = wires.len();
    let m = matrix(instruction, k);
    let place = |base: usize, local: usize| {
        (0..k).fold(base, |x, i| x | (local >> i & 1) << wires[i].index())
    };
    let mask = wires.iter().fold(0, |m, w| m | 1 << w.index());
    for base in (0..state.len()).filter(|b| b & mask == 0) {
        let old: Vec<Complex64> = (0..1 << k).map(|i| state[place(base, i)]).collect();
        for row in 0..1 << k {
            state[place(base, row)] = (0..1 << k).map(|c| m[row << k | c] * old[c]).sum();
        }
    }
}

/// The state a circuit makes of basis state `input`, global phase included. Barriers and delays do nothing.
pub fn column(circuit: &Circuit, input: usize) -> Vec<Complex64> {
    let mut state = vec![Complex64::ZERO; 1 << circuit.num_qubits()];
    state[input] = Complex64::cis(circuit.phase.value().expect("bound"));
    for op in circuit.iter() {
        if !matches!(circuit.kind(op), Kind::Barrier | Kind::Delay) {
            apply(&mut state, &circuit.instruction(op), circuit.qubits(op));
        }
    }
    state
}

/// Largest difference between entries of the two matrices.
pub fn distance(a: &Circuit, b: &Circuit) -> f64 {
    (0..1 << a.num_qubits())
        .flat_map(|i| {
            column(a, i)
                .into_iter()
                .zip(column(b, i))
                .collect::<Vec<_>>()
        })
        .map(|(x, y)| (x - y).norm())
        .fold(0.0, f64::max)
}

/// A circuit from lines like `cx 0 1` and `rz(1/4) 0`: angles are multiples of pi.
pub fn circuit(qubits: u32, text: &str) -> Circuit {
    let mut c = Circuit::new(qubits, 0);
    for line in text
        .split([';', '\n'])
        .map(str::trim)
        .filter(|l| !l.is_empty())
    {
        let mut words = line.split_whitespace();
        let head = words.next().expect("a line has a word");
        let (name, params) = head
            .trim_end_matches(')')
            .split_once('(')
            .unwrap_or((head, ""));
        let operands: Vec<u32> = words.map(|w| w.parse().expect("a qubit")).collect();
        if name == "barrier" {
            let wires = operands.into_iter().map(Wire::qubit);
            c.push(Operation::new(Instruction::bare(Kind::Barrier), wires));
            continue;
        }
        let angles = params.split(',').filter(|p| !p.is_empty()).map(|p| {
            let (num, den) = p.split_once('/').unwrap_or((p, "1"));
            match (num.parse(), den.parse()) {
                (Ok(n), Ok(d)) => Angle::pi(n, d),
                _ => p
                    .parse()
                    .map_or_else(|_| Angle::symbol(crate::Symbol::named(p)), Angle::radians),
            }
        });
        let gate = Gate::from_name(name).expect("a gate");
        c.push(Operation::gate(gate, angles.collect::<Vec<_>>(), &operands));
    }
    c
}

/// The inverse of [`circuit`], lines joined by `; `.
pub fn text(circuit: &Circuit) -> String {
    let line = |op| {
        let params: Vec<String> = circuit
            .params(op)
            .iter()
            .map(|a| match a {
                Angle::Pi(r) if r.den == 1 => r.num.to_string(),
                Angle::Pi(r) => format!("{}/{}", r.num, r.den),
                other => other.to_string(),
            })
            .collect();
        let name = circuit.gate(op).map_or("barrier", Gate::name);
        let params = match params.is_empty() {
            true => String::new(),
            false => format!("({})", params.join(",")),
        };
        let qubits: Vec<String> = circuit.qubits(op).iter().map(|w| w.0.to_string()).collect();
        format!("{name}{params} {}", qubits.join(" "))
    };
    circuit.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// A line of three calibrated qubits: pulses of 30, 40 and 50 ns, a cz of 100 ns on (0, 1) and of 200 ns on (1, 2), virtual
/// rz; one in a thousand pulses and one in a hundred cz goes wrong.
pub fn device() -> Target {
    let facts = |error, duration_ns| GateFacts {
        error: Some(error),
        duration_ns: Some(duration_ns),
    };
    let mut known = Calibration::default();
    for q in 0..3 {
        let length = 30.0 + 10.0 * f64::from(q);
        known.gates.insert((Gate::Rz, [q, q]), facts(0.0, 0.0));
        known.gates.insert((Gate::Sx, [q, q]), facts(0.001, length));
        known.gates.insert((Gate::X, [q, q]), facts(0.001, length));
        known.qubits.push(QubitFacts {
            measure_ns: Some(1000.0),
            reset_ns: Some(500.0),
            ..QubitFacts::default()
        });
    }
    known.gates.insert((Gate::Cz, [0, 1]), facts(0.01, 100.0));
    known.gates.insert((Gate::Cz, [1, 2]), facts(0.01, 200.0));
    let cz = GateSet::of(&[Gate::Cz]);
    Target {
        qubits: Some(3),
        pairs: Some([((0, 1), cz), ((1, 2), cz)].into_iter().collect()),
        calibration: Some(std::sync::Arc::new(known)),
        ..Target::all_to_all(GateSet::of(&[Gate::Cz, Gate::Rz, Gate::Sx, Gate::X]))
    }
}
