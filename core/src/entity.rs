// SPDX-License-Identifier: Apache-2.0
//! Names of things inside a circuit: plain indices with a type each.

/// "No operation": the end of a wire or of the order.
const NONE: u32 = u32::MAX;

macro_rules! entity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[repr(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a `usize`, to address an array with.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

entity!(
    /// A qubit; qubit 0 is the least significant bit of a basis state.
    Qubit
);
entity!(
    /// A classical bit; bit 0 is the least significant bit of a register's value.
    Bit
);
entity!(
    /// An operation of a circuit. Stays valid until that operation is removed.
    Op
);

impl Op {
    /// The absent operation.
    pub const NONE: Op = Op(NONE);

    /// This operation, or `None` if it is the absent one.
    #[inline]
    pub fn some(self) -> Option<Op> {
        (self.0 != NONE).then_some(self)
    }

    #[inline]
    pub fn is_none(self) -> bool {
        self.0 == NONE
    }
}

/// A wire of the DAG: a qubit, or a classical bit (marked by the top bit).
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[repr(transparent)]
pub struct Wire(pub u32);

impl Wire {
    const CLASSICAL: u32 = 1 << 31;

    #[inline]
    pub fn qubit(index: u32) -> Wire {
        debug_assert!(index < Self::CLASSICAL);
        Wire(index)
    }

    #[inline]
    pub fn bit(index: u32) -> Wire {
        debug_assert!(index < Self::CLASSICAL);
        Wire(index | Self::CLASSICAL)
    }

    #[inline]
    pub fn is_bit(self) -> bool {
        self.0 & Self::CLASSICAL != 0
    }

    /// Index among the qubits, or among the bits.
    #[inline]
    pub fn index(self) -> usize {
        (self.0 & !Self::CLASSICAL) as usize
    }

    #[inline]
    pub fn as_qubit(self) -> Option<Qubit> {
        (!self.is_bit()).then_some(Qubit(self.0))
    }

    #[inline]
    pub fn as_bit(self) -> Option<Bit> {
        self.is_bit().then_some(Bit(self.0 & !Self::CLASSICAL))
    }
}

impl From<Qubit> for Wire {
    fn from(q: Qubit) -> Wire {
        Wire::qubit(q.0)
    }
}

impl From<Bit> for Wire {
    fn from(b: Bit) -> Wire {
        Wire::bit(b.0)
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}{}",
            if self.is_bit() { 'c' } else { 'q' },
            self.index()
        )
    }
}
