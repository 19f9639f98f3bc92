// SPDX-License-Identifier: Apache-2.0
//! The texts of wires, made once and copied into each statement.

use crate::Wire;

/// Texts of qubits and bits, each in one block of memory.
#[derive(Clone, Default)]
pub(super) struct Operands {
    text: Vec<u8>,
    /// Start of each text; one more than there are texts.
    qubits: Vec<u32>,
    bits: Vec<u32>,
}

impl Operands {
    pub fn new<'a>(
        qubits: impl IntoIterator<Item = &'a [u8]>,
        bits: impl IntoIterator<Item = &'a [u8]>,
    ) -> Operands {
        let mut all = Operands::default();
        let Operands {
            text,
            qubits: q,
            bits: b,
        } = &mut all;
        q.push(0);
        for one in qubits {
            text.extend_from_slice(one);
            q.push(text.len() as u32);
        }
        b.push(text.len() as u32);
        for one in bits {
            text.extend_from_slice(one);
            b.push(text.len() as u32);
        }
        all
    }

    pub fn num_qubits(&self) -> usize {
        self.qubits.len() - 1
    }

    #[inline]
    pub fn get(&self, wire: Wire) -> &[u8] {
        let starts = match wire.is_bit() {
            true => &self.bits,
            false => &self.qubits,
        };
        &self.text[starts[wire.index()] as usize..starts[wire.index() + 1] as usize]
    }

    /// Those of an operation's block: its wires are the operation's.
    pub fn select(&self, wires: &[Wire]) -> Operands {
        let of = |bits: bool| {
            wires
                .iter()
                .filter(move |w| w.is_bit() == bits)
                .map(|&w| self.get(w))
        };
        Operands::new(of(false), of(true))
    }

    /// The texts of `wires`, separated.
    #[inline]
    pub fn push_list(&self, text: &mut Vec<u8>, wires: &[Wire], separator: &[u8]) {
        for (i, &w) in wires.iter().enumerate() {
            if i > 0 {
                text.extend_from_slice(separator);
            }
            text.extend_from_slice(self.get(w));
        }
    }
}
