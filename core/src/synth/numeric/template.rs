// SPDX-License-Identifier: Apache-2.0
//! Circuits with gaps: fixed gates, and places where any one-qubit gate may stand.

use crate::synth::draft::{Draft, Item};
use crate::synth::euler::Quaternion;
use crate::synth::gauss::Gauss;

/// One place of a template.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Slot {
    /// A one-qubit gate to be found on this wire.
    Free(usize),
    /// The same where a rotation about Z first would change nothing, because another slot can take it over.
    Tilt(usize),
    Fixed(Item),
    /// Z on a wire where a label is 1: a cz with a wire that carries the label all the way.
    Sign {
        label: usize,
        wire: usize,
    },
}

/// See the module's page.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Template {
    pub qubits: usize,
    /// Wires above, which are in the template only by their signs.
    pub labels: usize,
    slots: Vec<Slot>,
}

impl Template {
    pub fn new(qubits: usize) -> Template {
        Template {
            qubits,
            ..Template::default()
        }
    }

    /// A gate on every wire, then these cz, each with a gate on both of its wires: 3 n + 4 m parameters, since a rotation
    /// about Z passes a cz.
    pub fn of_pairs(qubits: usize, pairs: &[[usize; 2]]) -> Template {
        let mut template = Template::new(qubits);
        template.layer();
        template.pairs(pairs);
        template
    }

    /// The same for circuits on |0...0>, where a rotation about Z does nothing at the start.
    pub fn of_pairs_on_zero(qubits: usize, pairs: &[[usize; 2]]) -> Template {
        let mut template = Template::new(qubits);
        (0..qubits).for_each(|q| template.slots.push(Slot::Tilt(q)));
        template.pairs(pairs);
        template
    }

    pub fn push(&mut self, slot: Slot) {
        self.slots.push(slot);
    }

    /// A free gate on every wire.
    pub fn layer(&mut self) {
        (0..self.qubits).for_each(|q| self.slots.push(Slot::Free(q)));
    }

    /// These cz, each with a gate on both of its wires after it. There must be a free gate on each wire before.
    pub fn pairs(&mut self, pairs: &[[usize; 2]]) {
        for &[a, b] in pairs {
            self.slots.push(Slot::Fixed(Item::Cz(a, b)));
            self.slots.extend([Slot::Tilt(a), Slot::Tilt(b)]);
        }
    }

    /// A sign of a label, and a gate after it.
    pub fn sign(&mut self, label: usize, wire: usize) {
        self.labels = self.labels.max(label + 1);
        self.slots
            .extend([Slot::Sign { label, wire }, Slot::Tilt(wire)]);
    }

    /// Fixed gates.
    pub fn fixed(&mut self, draft: &Draft) {
        let items = draft.items().iter();
        self.slots.extend(items.map(|&item| Slot::Fixed(item)));
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Number of gates to be found.
    pub fn gaps(&self) -> usize {
        let is_gap = |s: &&Slot| matches!(s, Slot::Free(_) | Slot::Tilt(_));
        self.slots.iter().filter(is_gap).count()
    }

    pub fn parameters(&self) -> usize {
        let of = |s: &Slot| match s {
            Slot::Free(_) => 3,
            Slot::Tilt(_) => 2,
            Slot::Fixed(_) | Slot::Sign { .. } => 0,
        };
        self.slots.iter().map(of).sum()
    }

    /// With gates in the gaps; label l is on wire `qubits` + l.
    pub fn filled(&self, gates: &[Quaternion]) -> Draft {
        let mut draft = Draft::new(self.qubits + self.labels);
        let mut gates = gates.iter();
        for slot in &self.slots {
            match *slot {
                Slot::Fixed(item) => draft.push(item),
                Slot::Sign { label, wire } => draft.cz(wire, self.qubits + label),
                Slot::Free(q) | Slot::Tilt(q) => {
                    draft.one(q, gates.next().expect("a gate for every gap").matrix());
                }
            }
        }
        draft
    }
}

/// A rotation with all directions and angles alike.
pub fn any_rotation(random: &mut Gauss) -> Quaternion {
    let q: [f64; 4] = std::array::from_fn(|_| random.normal());
    unit(q)
}

/// Of length one.
pub fn unit(q: [f64; 4]) -> Quaternion {
    let norm = q.iter().map(|x| x * x).sum::<f64>().sqrt();
    Quaternion(q.map(|x| x / norm))
}

/// `gate` after a small rotation: by `step`, radians about X, Y and (of a free slot) Z.
pub fn nudged(gate: Quaternion, step: &[f64]) -> Quaternion {
    let z = step.get(2).copied().unwrap_or(0.0);
    let angle = (step[0] * step[0] + step[1] * step[1] + z * z).sqrt();
    let factor = if angle > 1e-9 {
        (angle / 2.0).sin() / angle
    } else {
        0.5
    };
    let turn = Quaternion([
        (angle / 2.0).cos(),
        factor * step[0],
        factor * step[1],
        factor * z,
    ]);
    unit((gate * turn).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::euler::Pauli;

    #[test]
    fn parameters_are_counted() {
        let pairs = [[0, 1], [1, 2]];
        assert_eq!(17, Template::of_pairs(3, &pairs).parameters());
        assert_eq!(14, Template::of_pairs_on_zero(3, &pairs).parameters());
        assert_eq!(7, Template::of_pairs(3, &pairs).gaps());
    }

    #[test]
    fn nudges_are_rotations_before_the_gate() {
        let g = any_rotation(&mut Gauss::new(1));
        let expected = g * Quaternion::rotation(Pauli::Y, 0.3);
        let got = nudged(g, &[0.0, 0.3]);
        assert!(got.matrix().distance(&expected.matrix()) < 1e-15);
        let small = nudged(g, &[0.0, 0.0, 1e-12]);
        let expected = g * Quaternion::rotation(Pauli::Z, 1e-12);
        assert!(small.matrix().distance(&expected.matrix()) < 1e-15);
    }
}
