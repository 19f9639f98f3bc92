// SPDX-License-Identifier: Apache-2.0
//! Each gate as a circuit of simpler ones: what it means, not how best to build it.

use crate::circuit::Operation;
use crate::{Angle, Circuit, Gate, Symbol};

/// A circuit being written down, gate after gate.
struct Body(Circuit);

impl Body {
    fn gate(mut self, gate: Gate, params: &[Angle], qubits: &[u32]) -> Self {
        self.0
            .push(Operation::gate(gate, params.iter().cloned(), qubits));
        self
    }

    /// Gates without angles.
    fn gates(mut self, gates: &[(Gate, &[u32])]) -> Self {
        for (gate, qubits) in gates {
            self = self.gate(*gate, &[], qubits);
        }
        self
    }

    fn phase(mut self, angle: &Angle) -> Self {
        self.0.phase = self.0.phase.add(angle);
        self
    }

    /// The phase `angle` where all of `qubits` are |1>, by halving (Barenco et al. 1995, lemma 7.5).
    fn controlled_phase(self, angle: &Angle, qubits: &[u32]) -> Self {
        let (&last, controls) = qubits.split_last().expect("at least one qubit");
        let Some((&control, others)) = controls.split_last() else {
            return self.gate(Gate::P, std::slice::from_ref(angle), &[last]);
        };
        if others.is_empty() {
            return self.gate(Gate::Cp, std::slice::from_ref(angle), qubits);
        }
        let half = angle.half();
        let toggle = match others.len() {
            1 => Gate::Cx,
            2 => Gate::Ccx,
            _ => Gate::C3x,
        };
        let rest: Vec<u32> = others.iter().copied().chain([last]).collect();
        self.gate(Gate::Cp, std::slice::from_ref(&half), &[control, last])
            .gate(toggle, &[], controls)
            .gate(Gate::Cp, &[half.neg()], &[control, last])
            .gate(toggle, &[], controls)
            .controlled_phase(&half, &rest)
    }
}

impl Gate {
    /// The gate as a circuit of simpler gates over its own qubits and, for its angles, the symbols of its
    /// record; exact, phase included. `None` for the gates all others are defined by.
    pub fn definition(self) -> Option<Circuit> {
        use Gate::*;
        let a: Vec<Angle> = self
            .record()
            .parameters
            .iter()
            .map(|p| Angle::symbol(Symbol::named(p)))
            .collect();
        let mut c = Circuit::new(self.num_qubits() as u32, 0);
        c.parameters = a.iter().flat_map(Angle::symbols).collect();
        let b = Body(c);
        let eighth = Angle::QUARTER_PI;
        let done = match self {
            Id | X | Y | Z | H | S | Sdg | T | Tdg | Sx | Sxdg | P | Rx | Ry | Rz | U | Cx => {
                return None
            }
            U0 => b,
            U2 => b.gate(U, &[Angle::HALF_PI, a[0].clone(), a[1].clone()], &[0]),
            R => b
                .gate(Rz, &[a[1].neg()], &[0])
                .gate(Rx, &a[..1], &[0])
                .gate(Rz, &a[1..], &[0]),
            Gpi => b
                .gate(P, &[a[0].neg()], &[0])
                .gate(X, &[], &[0])
                .gate(P, &a, &[0]),
            Gpi2 => b
                .gate(Rz, &[a[0].neg()], &[0])
                .gate(Rx, &[Angle::HALF_PI], &[0])
                .gate(Rz, &a, &[0]),
            Phxz => b
                .phase(&a[0].half())
                .gate(P, &[a[2].neg()], &[0])
                .gate(Rx, &a[..1], &[0])
                .gate(P, &[a[1].add(&a[2])], &[0]),
            Cy => b.gates(&[(Sdg, &[1]), (Cx, &[0, 1]), (S, &[1])]),
            Cz => b.gates(&[(H, &[1]), (Cx, &[0, 1]), (H, &[1])]),
            // The Hadamard is X turned by s, h, t.
            Ch => b.gates(&[
                (S, &[1]),
                (H, &[1]),
                (T, &[1]),
                (Cx, &[0, 1]),
                (Tdg, &[1]),
                (H, &[1]),
                (Sdg, &[1]),
            ]),
            Cs => b.controlled_half(&Angle::HALF_PI),
            Csdg => b.controlled_half(&Angle::HALF_PI.neg()),
            Csx => b
                .gate(H, &[], &[1])
                .gate(Cp, &[Angle::HALF_PI], &[0, 1])
                .gate(H, &[], &[1]),
            Cp => b.controlled_half(&a[0]),
            Crx => b
                .gate(H, &[], &[1])
                .gate(Crz, &a, &[0, 1])
                .gate(H, &[], &[1]),
            Cry => b.controlled_rotation(Ry, &a[0]),
            Crz => b.controlled_rotation(Rz, &a[0]),
            Cu3 => b.controlled_u(&a, &Angle::ZERO),
            Cu => b.controlled_u(&a[..3], &a[3]),
            Swap => b.gates(&[(Cx, &[0, 1]), (Cx, &[1, 0]), (Cx, &[0, 1])]),
            // exp(i angle (XX + YY) / 2), the angle a multiple of pi/4.
            Iswap => b.exchange(&Angle::HALF_PI.neg()),
            Iswapdg => b.exchange(&Angle::HALF_PI),
            Siswap => b.exchange(&eighth.neg()),
            Siswapdg => b.exchange(&eighth),
            Ecr => b
                .gate(Rzx, std::slice::from_ref(&eighth), &[0, 1])
                .gate(X, &[], &[0])
                .gate(Rzx, &[eighth.neg()], &[0, 1]),
            Dcx => b.gates(&[(Cx, &[0, 1]), (Cx, &[1, 0])]),
            Rxx => b
                .gates(&[(H, &[0]), (H, &[1])])
                .gate(Rzz, &a, &[0, 1])
                .gates(&[(H, &[0]), (H, &[1])]),
            Ryy => b
                .gates(&[(Sx, &[0]), (Sx, &[1])])
                .gate(Rzz, &a, &[0, 1])
                .gates(&[(Sxdg, &[0]), (Sxdg, &[1])]),
            Rzz => b
                .gate(Cx, &[], &[0, 1])
                .gate(Rz, &a, &[1])
                .gate(Cx, &[], &[0, 1]),
            Rzx => b
                .gate(H, &[], &[1])
                .gate(Rzz, &a, &[0, 1])
                .gate(H, &[], &[1]),
            Ms => b
                .gate(Rz, &[a[0].neg()], &[0])
                .gate(Rz, &[a[1].neg()], &[1])
                .gate(Rxx, &a[2..], &[0, 1])
                .gate(Rz, &a[..1], &[0])
                .gate(Rz, &a[1..2], &[1]),
            Ccz => b.controlled_phase(&Angle::PI, &[0, 1, 2]),
            Cswap => b.gates(&[(Cx, &[2, 1]), (Ccx, &[0, 1, 2]), (Cx, &[2, 1])]),
            Rccx => b.gates(&[
                (H, &[2]),
                (T, &[2]),
                (Cx, &[1, 2]),
                (Tdg, &[2]),
                (Cx, &[0, 2]),
                (T, &[2]),
                (Cx, &[1, 2]),
                (Tdg, &[2]),
                (H, &[2]),
            ]),
            Rc3x => b.gates(&[
                (H, &[3]),
                (T, &[3]),
                (Cx, &[2, 3]),
                (Tdg, &[3]),
                (H, &[3]),
                (Cx, &[0, 3]),
                (T, &[3]),
                (Cx, &[1, 3]),
                (Tdg, &[3]),
                (Cx, &[0, 3]),
                (T, &[3]),
                (Cx, &[1, 3]),
                (Tdg, &[3]),
                (H, &[3]),
                (T, &[3]),
                (Cx, &[2, 3]),
                (Tdg, &[3]),
                (H, &[3]),
            ]),
            Ccx => b.controlled_x_power(&Angle::PI, &[0, 1, 2]),
            C3x => b.controlled_x_power(&Angle::PI, &[0, 1, 2, 3]),
            C3sx => b.controlled_x_power(&Angle::HALF_PI, &[0, 1, 2, 3]),
            C4x => b.controlled_x_power(&Angle::PI, &[0, 1, 2, 3, 4]),
        };
        Some(done.0)
    }
}

/// Families several gates share.
impl Body {
    /// cp(angle) from two cx.
    fn controlled_half(self, angle: &Angle) -> Self {
        let half = angle.half();
        self.gate(Gate::P, std::slice::from_ref(&half), &[0])
            .gate(Gate::Cx, &[], &[0, 1])
            .gate(Gate::P, &[half.neg()], &[1])
            .gate(Gate::Cx, &[], &[0, 1])
            .gate(Gate::P, &[half], &[1])
    }

    /// A controlled rotation about an axis that X turns round.
    fn controlled_rotation(self, rotation: Gate, angle: &Angle) -> Self {
        let half = angle.half();
        self.gate(rotation, std::slice::from_ref(&half), &[1])
            .gate(Gate::Cx, &[], &[0, 1])
            .gate(rotation, &[half.neg()], &[1])
            .gate(Gate::Cx, &[], &[0, 1])
    }

    /// exp(i gamma) u(a) under a control, as the later copies of `qelib1.inc` write it.
    fn controlled_u(self, a: &[Angle], gamma: &Angle) -> Self {
        let (theta, phi, lambda) = (&a[0], &a[1], &a[2]);
        let (sum, difference) = (lambda.add(phi).half(), lambda.sub(phi).half());
        let half = theta.half();
        self.gate(Gate::P, &[gamma.add(&sum)], &[0])
            .gate(Gate::P, &[difference], &[1])
            .gate(Gate::Cx, &[], &[0, 1])
            .gate(Gate::U, &[half.neg(), Angle::ZERO, sum.neg()], &[1])
            .gate(Gate::Cx, &[], &[0, 1])
            .gate(Gate::U, &[half, phi.clone(), Angle::ZERO], &[1])
    }

    fn exchange(self, angle: &Angle) -> Self {
        let angle = std::slice::from_ref(angle);
        self.gate(Gate::Rxx, angle, &[0, 1])
            .gate(Gate::Ryy, angle, &[0, 1])
    }

    /// A power of X on the last qubit under the others: exp(i angle (1 - X) / 2).
    fn controlled_x_power(self, angle: &Angle, qubits: &[u32]) -> Self {
        let target = [qubits[qubits.len() - 1]];
        self.gate(Gate::H, &[], &target)
            .controlled_phase(angle, qubits)
            .gate(Gate::H, &[], &target)
    }
}
