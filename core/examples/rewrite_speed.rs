// SPDX-License-Identifier: Apache-2.0
//! Nanoseconds a gate of the rewriting kernels, and what they leave, on large circuits.
//!
//! ```text
//! cargo run --release -p qcompile-core --example rewrite_speed [GATES]
//! ```
//!
//! Goals on 10^6 gates of Clifford+T: cancel_inverses and merge_rotations at most 80 ns a gate, phase_folding 200,
//! pauli_folding 400.

use std::f64::consts::PI;
use std::sync::LazyLock;
use std::time::Instant;

use qcompile_core::circuit::Place;
use qcompile_core::passes::{self, PassError};
use qcompile_core::{Angle, Circuit, Gate, Wire};

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn angle(&mut self) -> Angle {
        Angle::radians((self.below(1 << 40) as f64 / (1u64 << 40) as f64 - 0.5) * 2.0 * PI)
    }
}

fn push(c: &mut Circuit, gate: Gate, params: &[Angle], qubits: &[usize]) {
    let mut wires = [Wire(0); 3];
    for (w, &q) in wires.iter_mut().zip(qubits) {
        *w = Wire::qubit(q as u32);
    }
    c.push_gate(gate, params, &wires[..qubits.len()], Place::default());
}

/// Random h, s, t, sdg, tdg, x, cx, cz over about sqrt(gates) / 2 qubits.
fn clifford_t(gates: usize, random: &mut Random) -> Circuit {
    use Gate::{Cx, Cz, Sdg, Tdg, H, S, T, X};
    let n = (gates.isqrt() / 2).max(5);
    let mut c = Circuit::new(n as u32, 0);
    for _ in 0..gates {
        let a = random.below(n);
        if random.below(10) < 6 {
            let gate = [H, S, T, Sdg, Tdg, X][random.below(6)];
            push(&mut c, gate, &[], &[a]);
        } else {
            let b = (a + 1 + random.below(n - 1)) % n;
            let gate = if random.below(4) < 3 { Cx } else { Cz };
            push(&mut c, gate, &[], &[a, b]);
        }
    }
    c
}

/// The smallest QFT with at least that many gates.
fn qft(gates: usize, _: &mut Random) -> Circuit {
    let n = (1..)
        .find(|n| n * (n + 1) / 2 + n / 2 >= gates)
        .unwrap_or(1);
    let mut c = Circuit::new(n as u32, 0);
    for i in (0..n).rev() {
        push(&mut c, Gate::H, &[], &[i]);
        for j in (0..i).rev() {
            let angle = Angle::radians(PI / 2f64.powi((i - j) as i32)).snapped().0;
            push(&mut c, Gate::Cp, &[angle], &[j, i]);
        }
    }
    (0..n / 2).for_each(|i| push(&mut c, Gate::Swap, &[], &[i, n - 1 - i]));
    c
}

/// Layers of generic two-qubit blocks: 3 cx and 15 rotations each.
fn brickwork(gates: usize, random: &mut Random) -> Circuit {
    let n = ((gates / 18).isqrt() / 2 * 2).max(4);
    let mut c = Circuit::new(n as u32, 0);
    for layer in 0.. {
        for a in (layer % 2..n - 1).step_by(2) {
            for _ in 0..3 {
                for q in [a, a + 1] {
                    push(&mut c, Gate::Rz, &[random.angle()], &[q]);
                    push(&mut c, Gate::Ry, &[random.angle()], &[q]);
                }
                push(&mut c, Gate::Rz, &[random.angle()], &[a]);
                push(&mut c, Gate::Cx, &[], &[a, a + 1]);
            }
            if c.len() >= gates {
                return c;
            }
        }
    }
    c
}

/// Layers of cx rz cx and rx on a ring.
fn qaoa_ring(gates: usize, random: &mut Random) -> Circuit {
    let n = gates.isqrt().max(4);
    let mut c = Circuit::new(n as u32, 0);
    (0..n).for_each(|i| push(&mut c, Gate::H, &[], &[i]));
    while c.len() < gates {
        let (g, m) = (random.angle(), random.angle());
        for i in 0..n {
            let pair = [i, (i + 1) % n];
            push(&mut c, Gate::Cx, &[], &pair);
            push(&mut c, Gate::Rz, std::slice::from_ref(&g), &pair[1..]);
            push(&mut c, Gate::Cx, &[], &pair);
        }
        (0..n).for_each(|i| push(&mut c, Gate::Rx, std::slice::from_ref(&m), &[i]));
    }
    c
}

/// Time on the processor, so that other work on the machine counts less; wall time where that is not known.
fn cpu_nanoseconds() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let scheduled = std::fs::read_to_string("/proc/self/schedstat").ok();
    let first = scheduled.and_then(|s| s.split(' ').next()?.parse().ok());
    first.unwrap_or_else(|| START.elapsed().as_nanos() as u64)
}

type Build = fn(usize, &mut Random) -> Circuit;
type Kernel = fn(&mut Circuit) -> Result<bool, PassError>;

fn main() {
    let gates = std::env::args().nth(1).and_then(|g| g.parse().ok());
    let gates = gates.unwrap_or(1_000_000);
    let kinds: [(&str, Build); 4] = [
        ("clifford_t", clifford_t),
        ("qft", qft),
        ("brickwork", brickwork),
        ("qaoa_ring", qaoa_ring),
    ];
    let kernels: [(&str, Kernel); 4] = [
        ("cancel_inverses", passes::cancel_inverses),
        ("merge_rotations", |c| passes::merge_rotations(c, None)),
        ("phase_folding", |c| {
            passes::phase_folding(c, None, passes::Keep::First)
        }),
        ("pauli_folding", |c| {
            let limits = passes::PauliFolding {
                steps: 64,
                tableau: 4096,
            };
            passes::pauli_folding(c, None, limits)
        }),
    ];
    for (kind, build) in kinds {
        let circuit = build(gates, &mut Random(0x9e37_79b9));
        for (name, kernel) in kernels {
            let mut c = circuit.clone();
            let start = cpu_nanoseconds();
            kernel(&mut c).expect("these kernels have no errors");
            let each = (cpu_nanoseconds() - start) as f64 / circuit.len() as f64;
            println!(
                "{kind:12} {name:16} {each:6.1} ns/gate  {} -> {}",
                circuit.len(),
                c.len()
            );
        }
    }
}
