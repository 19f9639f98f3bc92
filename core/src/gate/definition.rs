// SPDX-License-Identifier: Apache-2.0
//! Each gate as a circuit of simpler ones: what it means, not how best to build it.

use crate::circuit::Operation;
use crate::{Circuit, Gate};

impl Gate {
    /// The gate as a circuit over its own qubits and, for its angles, the symbols of its record.
    pub fn definition(self) -> Circuit {
        let mut c = Circuit::new(self.num_qubits() as u32, 0);
        c.push(Operation::gate(
            self,
            self.record()
                .parameters
                .iter()
                .map(|p| crate::Angle::symbol(crate::Symbol::named(p))),
            &(0..self.num_qubits() as u32).collect::<Vec<_>>(),
        ));
        c
    }
}
