// SPDX-License-Identifier: Apache-2.0
//! The slab of operations and their links.

use std::sync::Arc;

use super::operation::{Instruction, Kind, Operation, Payload, Place};
use super::registers::{Layout, Ledger, Register};
use crate::{Angle, Gate, Op, Symbol, Wire};

/// Wires stored in the operation itself.
pub(super) const INLINE: usize = 3;
/// `data` of an operation without angles and payload.
pub(super) const NO_DATA: u32 = u32::MAX;

/// One operation: 60 bytes. Wires beyond three live in `Circuit::wide[wires[0]]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) qubits: u16,
    pub(super) bits: u16,
    pub(super) column: u16,
    pub(super) file: u8,
    pub(super) live: bool,
    pub(super) line: u32,
    /// First angle in `Circuit::angles`, or the index of the payload.
    pub(super) data: u32,
    pub(super) before: Op,
    pub(super) after: Op,
    pub(super) wires: [Wire; INLINE],
    pub(super) prev: [Op; INLINE],
    pub(super) next: [Op; INLINE],
}

/// Wires and links of an operation on more than three wires.
#[derive(Clone, Debug, Default)]
pub(super) struct Wide {
    pub(super) wires: Box<[Wire]>,
    pub(super) prev: Box<[Op]>,
    pub(super) next: Box<[Op]>,
    pub(super) qubits: u32,
}

/// First and last operation on a wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) first: Op,
    pub(super) last: Op,
}

pub(super) const NO_ENDS: Ends = Ends {
    first: Op::NONE,
    last: Op::NONE,
};

/// A quantum circuit. See the module's page for the representation.
#[derive(Clone, Debug)]
pub struct Circuit {
    pub(super) nodes: Vec<Node>,
    /// Slots of removed operations, reused last in, first out.
    pub(super) free: Vec<Op>,
    pub(super) head: Op,
    pub(super) tail: Op,
    pub(super) qubit_ends: Vec<Ends>,
    pub(super) bit_ends: Vec<Ends>,
    pub(super) angles: Vec<Angle>,
    /// Free runs of 1 to 4 angles in `angles`.
    pub(super) free_angles: [Vec<u32>; 4],
    pub(super) payloads: Vec<Option<Arc<Payload>>>,
    pub(super) free_payloads: Vec<u32>,
    pub(super) wide: Vec<Wide>,
    pub(super) free_wide: Vec<u32>,

    pub name: Option<Arc<str>>,
    pub qubit_registers: Vec<Register>,
    pub bit_registers: Vec<Register>,
    /// The circuit is `exp(i phase)` times the product of its operations.
    pub phase: Angle,
    /// `None`: every program qubit starts and ends on the wire of its own number.
    pub layout: Option<Layout>,
    pub ledger: Ledger,
    /// Parameters declared, in the order of their declaration; used ones are always among them.
    pub parameters: Vec<Symbol>,
    /// Names of the files operations came from.
    pub sources: Vec<Arc<str>>,
}

impl Circuit {
    pub fn new(qubits: u32, bits: u32) -> Circuit {
        Circuit {
            nodes: Vec::new(),
            free: Vec::new(),
            head: Op::NONE,
            tail: Op::NONE,
            qubit_ends: vec![NO_ENDS; qubits as usize],
            bit_ends: vec![NO_ENDS; bits as usize],
            angles: Vec::new(),
            free_angles: Default::default(),
            payloads: Vec::new(),
            free_payloads: Vec::new(),
            wide: Vec::new(),
            free_wide: Vec::new(),
            name: None,
            qubit_registers: Vec::new(),
            bit_registers: Vec::new(),
            phase: Angle::ZERO,
            layout: None,
            ledger: Ledger::default(),
            parameters: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The same wires, names, layout, ledger, parameters and sources; phase zero and no operations.
    pub fn empty_like(&self) -> Circuit {
        let mut c = Circuit::new(self.num_qubits() as u32, self.num_bits() as u32);
        c.name = self.name.clone();
        c.qubit_registers = self.qubit_registers.clone();
        c.bit_registers = self.bit_registers.clone();
        c.layout = self.layout.clone();
        c.ledger = self.ledger.clone();
        c.parameters = self.parameters.clone();
        c.sources = self.sources.clone();
        c
    }

    pub fn reserve(&mut self, operations: usize) {
        self.nodes.reserve(operations);
    }

    #[inline]
    pub fn num_qubits(&self) -> usize {
        self.qubit_ends.len()
    }

    #[inline]
    pub fn num_bits(&self) -> usize {
        self.bit_ends.len()
    }

    /// Number of operations; a block counts once.
    #[inline]
    pub fn len(&self) -> usize {
        self.nodes.len() - self.free.len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Upper bound (exclusive) of operation indices, for side tables.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.nodes.len()
    }

    /// A new qubit, in no register; returns its number.
    pub fn add_qubit(&mut self) -> u32 {
        self.qubit_ends.push(NO_ENDS);
        self.qubit_ends.len() as u32 - 1
    }

    pub fn add_bit(&mut self) -> u32 {
        self.bit_ends.push(NO_ENDS);
        self.bit_ends.len() as u32 - 1
    }

    // ---- reading ------------------------------------------------------------------------------

    /// False once the operation was removed.
    #[inline]
    pub fn contains(&self, op: Op) -> bool {
        self.nodes.get(op.index()).is_some_and(|n| n.live)
    }

    #[inline]
    pub fn kind(&self, op: Op) -> Kind {
        self.nodes[op.index()].kind
    }

    /// The library gate, if it is one.
    #[inline]
    pub fn gate(&self, op: Op) -> Option<Gate> {
        self.nodes[op.index()].kind.gate()
    }

    /// Qubits, then bits.
    #[inline]
    pub fn wires(&self, op: Op) -> &[Wire] {
        let n = &self.nodes[op.index()];
        let count = n.qubits as usize + n.bits as usize;
        if count <= INLINE {
            &n.wires[..count]
        } else {
            &self.wide[n.wires[0].0 as usize].wires
        }
    }

    #[inline]
    pub fn qubits(&self, op: Op) -> &[Wire] {
        let n = &self.nodes[op.index()];
        let count = n.qubits as usize + n.bits as usize;
        if count <= INLINE {
            &n.wires[..n.qubits as usize]
        } else {
            let w = &self.wide[n.wires[0].0 as usize];
            &w.wires[..w.qubits as usize]
        }
    }

    #[inline]
    pub fn bits(&self, op: Op) -> &[Wire] {
        &self.wires(op)[self.qubits(op).len()..]
    }

    /// Angles of a library gate; empty for other kinds.
    #[inline]
    pub fn params(&self, op: Op) -> &[Angle] {
        let n = &self.nodes[op.index()];
        match n.kind {
            Kind::Gate(g) if n.data != NO_DATA => {
                &self.angles[n.data as usize..n.data as usize + g.num_params()]
            }
            _ => &[],
        }
    }

    #[inline]
    pub fn payload(&self, op: Op) -> Option<&Arc<Payload>> {
        let n = &self.nodes[op.index()];
        match n.kind {
            Kind::Gate(_) => None,
            _ if n.data == NO_DATA => None,
            _ => self.payloads[n.data as usize].as_ref(),
        }
    }

    pub fn place(&self, op: Op) -> Place {
        let n = &self.nodes[op.index()];
        Place {
            line: n.line,
            column: n.column,
            file: n.file,
        }
    }

    /// The operation without its wires, as a value.
    pub fn instruction(&self, op: Op) -> Instruction {
        Instruction {
            kind: self.kind(op),
            params: self.params(op).iter().cloned().collect(),
            payload: self.payload(op).cloned(),
        }
    }

    /// The operation as a value.
    pub fn operation(&self, op: Op) -> Operation {
        Operation {
            instruction: self.instruction(op),
            wires: self.wires(op).iter().copied().collect(),
            place: self.place(op),
        }
    }

    /// First operation in the order.
    #[inline]
    pub fn first(&self) -> Op {
        self.head
    }

    #[inline]
    pub fn last(&self) -> Op {
        self.tail
    }

    /// The one after `op` in the order.
    #[inline]
    pub fn after(&self, op: Op) -> Op {
        self.nodes[op.index()].after
    }

    #[inline]
    pub fn before(&self, op: Op) -> Op {
        self.nodes[op.index()].before
    }

    /// First operation on a wire.
    #[inline]
    pub fn first_on(&self, wire: Wire) -> Op {
        self.ends(wire).first
    }

    #[inline]
    pub fn last_on(&self, wire: Wire) -> Op {
        self.ends(wire).last
    }

    /// The next operation on the wire of operand `slot`.
    #[inline]
    pub fn next_on(&self, op: Op, slot: usize) -> Op {
        self.links(op).1[slot]
    }

    #[inline]
    pub fn prev_on(&self, op: Op, slot: usize) -> Op {
        self.links(op).0[slot]
    }

    /// Position of `wire` among the operation's wires.
    #[inline]
    pub fn slot(&self, op: Op, wire: Wire) -> Option<usize> {
        self.wires(op).iter().position(|&w| w == wire)
    }

    /// Operations in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter {
            circuit: self,
            next: self.head,
        }
    }

    #[inline]
    pub(super) fn ends(&self, wire: Wire) -> Ends {
        if wire.is_bit() {
            self.bit_ends[wire.index()]
        } else {
            self.qubit_ends[wire.index()]
        }
    }

    #[inline]
    pub(super) fn ends_mut(&mut self, wire: Wire) -> &mut Ends {
        if wire.is_bit() {
            &mut self.bit_ends[wire.index()]
        } else {
            &mut self.qubit_ends[wire.index()]
        }
    }

    /// (previous, next) per operand.
    #[inline]
    pub(super) fn links(&self, op: Op) -> (&[Op], &[Op]) {
        let n = &self.nodes[op.index()];
        let count = n.qubits as usize + n.bits as usize;
        if count <= INLINE {
            (&n.prev[..count], &n.next[..count])
        } else {
            let w = &self.wide[n.wires[0].0 as usize];
            (&w.prev, &w.next)
        }
    }

    #[inline]
    pub(super) fn links_mut(&mut self, op: Op) -> (&mut [Op], &mut [Op]) {
        let n = &mut self.nodes[op.index()];
        let count = n.qubits as usize + n.bits as usize;
        if count <= INLINE {
            (&mut n.prev[..count], &mut n.next[..count])
        } else {
            let w = &mut self.wide[n.wires[0].0 as usize];
            (&mut w.prev, &mut w.next)
        }
    }
}

/// Operations of a circuit in order.
pub struct Iter<'a> {
    circuit: &'a Circuit,
    next: Op,
}

impl Iterator for Iter<'_> {
    type Item = Op;

    #[inline]
    fn next(&mut self) -> Option<Op> {
        let op = self.next.some()?;
        self.next = self.circuit.after(op);
        Some(op)
    }
}

impl<'a> IntoIterator for &'a Circuit {
    type Item = Op;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}
