// SPDX-License-Identifier: Apache-2.0
//! Which program qubit is where.

/// No program qubit: the device qubit is free.
pub const FREE: u32 = u32::MAX;

/// A one-to-one map of program qubits into device qubits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placement {
    /// By program qubit: device qubit.
    pub place: Vec<u32>,
    /// By device qubit: program qubit, or [`FREE`].
    pub holds: Vec<u32>,
}

impl Placement {
    pub fn new(place: Vec<u32>, device: u32) -> Placement {
        let mut holds = vec![FREE; device as usize];
        for (v, &p) in place.iter().enumerate() {
            holds[p as usize] = v as u32;
        }
        Placement { place, holds }
    }

    /// Exchange what two device qubits hold.
    #[inline]
    pub fn swap(&mut self, p: u32, q: u32) {
        let (a, b) = (self.holds[p as usize], self.holds[q as usize]);
        self.holds[p as usize] = b;
        self.holds[q as usize] = a;
        if a != FREE {
            self.place[a as usize] = q;
        }
        if b != FREE {
            self.place[b as usize] = p;
        }
    }
}
