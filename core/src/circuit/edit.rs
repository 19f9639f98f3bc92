// SPDX-License-Identifier: Apache-2.0
//! Edits: appending, inserting, replacing and removing operations, and the pools behind them.

use std::sync::Arc;

use super::operation::{Instruction, Kind, Operation, Payload, Place, Wires};
use super::store::{Circuit, Ends, Node, Wide, INLINE, NO_DATA};
use crate::{Angle, Gate, Op, Wire};

impl Circuit {
    /// Append a library gate. The hot path of readers and rebuilding passes.
    #[inline]
    pub fn push_gate(&mut self, gate: Gate, params: &[Angle], qubits: &[Wire], place: Place) -> Op {
        debug_assert_eq!(params.len(), gate.num_params());
        debug_assert_eq!(qubits.len(), gate.num_qubits());
        let data = self.store_angles(params);
        self.append(Kind::Gate(gate), data, qubits, qubits.len(), place)
    }

    /// Append an operation.
    pub fn push(&mut self, operation: Operation) -> Op {
        let (kind, data, wires, qubits, place) = self.intern(operation);
        self.append(kind, data, &wires, qubits, place)
    }

    /// Insert before `anchor`; every wire of the new operation must be one of the anchor's.
    pub fn insert_before(&mut self, anchor: Op, operation: Operation) -> Op {
        let (kind, data, wires, qubits, place) = self.intern(operation);
        let op = self.node(kind, data, &wires, qubits, place);
        self.put_before(anchor, op, &wires);
        op
    }

    /// Insert after `anchor`; every wire of the new operation must be one of the anchor's.
    pub fn insert_after(&mut self, anchor: Op, operation: Operation) -> Op {
        let (kind, data, wires, qubits, place) = self.intern(operation);
        let op = self.node(kind, data, &wires, qubits, place);
        self.put_after(anchor, op, &wires);
        op
    }

    /// As `insert_before`, for a library gate that takes over the anchor's place: the hot path of passes.
    #[inline]
    pub fn insert_gate_before(
        &mut self,
        anchor: Op,
        gate: Gate,
        params: &[Angle],
        wires: &[Wire],
    ) -> Op {
        let data = self.store_angles(params);
        let place = self.place(anchor);
        let op = self.node(Kind::Gate(gate), data, wires, wires.len(), place);
        self.put_before(anchor, op, wires);
        op
    }

    /// As `insert_after`, for a library gate that takes over the anchor's place.
    #[inline]
    pub fn insert_gate_after(
        &mut self,
        anchor: Op,
        gate: Gate,
        params: &[Angle],
        wires: &[Wire],
    ) -> Op {
        let data = self.store_angles(params);
        let place = self.place(anchor);
        let op = self.node(Kind::Gate(gate), data, wires, wires.len(), place);
        self.put_after(anchor, op, wires);
        op
    }

    /// Insert between operations that need not share its wires: on wire i directly after `previous[i]` (first on the wire
    /// if that is none), in the order before `next` (last if that is none). The order must stay one of dependence.
    pub fn insert_between(&mut self, previous: &[Op], next: Op, operation: Operation) -> Op {
        debug_assert_eq!(previous.len(), operation.wires.len());
        let (kind, data, wires, qubits, place) = self.intern(operation);
        let op = self.node(kind, data, &wires, qubits, place);
        let before = match next.some() {
            Some(next) => self.nodes[next.index()].before,
            None => self.tail,
        };
        self.link_order(before, op, next);
        for (slot, (&wire, &prev)) in wires.iter().zip(previous).enumerate() {
            let after = match prev.some() {
                Some(prev) => self.links(prev).1[self.linked_slot(prev, wire)],
                None => self.ends(wire).first,
            };
            self.link_wire(wire, prev, op, slot, after);
        }
        op
    }

    #[inline]
    fn put_before(&mut self, anchor: Op, op: Op, wires: &[Wire]) {
        let before = self.nodes[anchor.index()].before;
        self.link_order(before, op, anchor);
        for (i, &w) in wires.iter().enumerate() {
            let slot = self.anchored(anchor, w);
            let prev = self.links(anchor).0[slot];
            (self.links_mut(op).0[i], self.links_mut(op).1[i]) = (prev, anchor);
            self.links_mut(anchor).0[slot] = op;
            self.set_next(w, prev, op);
        }
    }

    #[inline]
    fn put_after(&mut self, anchor: Op, op: Op, wires: &[Wire]) {
        let after = self.nodes[anchor.index()].after;
        self.link_order(anchor, op, after);
        for (i, &w) in wires.iter().enumerate() {
            let slot = self.anchored(anchor, w);
            let next = self.links(anchor).1[slot];
            (self.links_mut(op).0[i], self.links_mut(op).1[i]) = (anchor, next);
            self.links_mut(anchor).1[slot] = op;
            self.set_prev(w, next, op);
        }
    }

    /// Insert before `follower` in the order (the end, if there is none) and on each wire before the operation
    /// `next` has for it; `next` is sorted by wire.
    pub(super) fn put_between(&mut self, follower: Op, operation: Operation, next: &[(Wire, Op)]) {
        let (kind, data, wires, qubits, place) = self.intern(operation);
        let op = self.node(kind, data, &wires, qubits, place);
        let before = match follower.some() {
            Some(f) => self.nodes[f.index()].before,
            None => self.tail,
        };
        self.link_order(before, op, follower);
        for (slot, &w) in wires.iter().enumerate() {
            let at = next.binary_search_by_key(&w, |n| n.0);
            let after = next[at.expect("the new operation is on wires of the run")].1;
            let prev = match after.some() {
                Some(a) => self.links(a).0[self.linked_slot(a, w)],
                None => self.ends(w).last,
            };
            self.link_wire(w, prev, op, slot, after);
        }
    }

    #[inline]
    fn anchored(&self, anchor: Op, wire: Wire) -> usize {
        self.slot(anchor, wire)
            .expect("wires of the new operation are the anchor's")
    }

    /// Put `operations` in the place of `op`, whose wires must cover theirs. They take over its source place
    /// where they have none.
    pub fn replace(&mut self, op: Op, operations: impl IntoIterator<Item = Operation>) {
        let place = self.place(op);
        for mut o in operations {
            if o.place.line == 0 {
                o.place = place;
            }
            self.insert_before(op, o);
        }
        self.remove(op);
    }

    /// Take an operation out.
    pub fn remove(&mut self, op: Op) {
        debug_assert!(self.contains(op));
        let node = self.nodes[op.index()];
        self.unlink_order(node.before, node.after);
        let count = node.qubits as usize + node.bits as usize;
        if count <= INLINE {
            for i in 0..count {
                self.unlink_wire(node.wires[i], node.prev[i], node.next[i]);
            }
        } else {
            let index = node.wires[0].0;
            let wide = std::mem::take(&mut self.wide[index as usize]);
            for i in 0..wide.wires.len() {
                self.unlink_wire(wide.wires[i], wide.prev[i], wide.next[i]);
            }
            self.free_wide.push(index);
        }
        self.release_data(op);
        self.nodes[op.index()].live = false;
        self.free.push(op);
    }

    /// Change what an operation does; its wires stay.
    pub fn set_instruction(&mut self, op: Op, instruction: Instruction) {
        self.release_data(op);
        let data = self.store_data(&instruction);
        let node = &mut self.nodes[op.index()];
        node.kind = instruction.kind;
        node.data = data;
    }

    /// Change an operation to a library gate on the same wires.
    #[inline]
    pub fn set_gate(&mut self, op: Op, gate: Gate, params: &[Angle]) {
        debug_assert_eq!(gate.num_qubits(), self.qubits(op).len());
        debug_assert_eq!(gate.num_params(), params.len());
        let node = self.nodes[op.index()];
        let stored = node.kind.gate().map_or(usize::MAX, Gate::num_params);
        let data = if stored == params.len() {
            if stored > 0 {
                let start = node.data as usize;
                self.angles[start..start + stored].clone_from_slice(params);
            }
            node.data
        } else {
            self.release_data(op);
            self.store_angles(params)
        };
        let node = &mut self.nodes[op.index()];
        node.kind = Kind::Gate(gate);
        node.data = data;
    }

    /// Change one angle of a library gate.
    pub fn set_param(&mut self, op: Op, index: usize, angle: Angle) {
        let n = self.nodes[op.index()];
        debug_assert!(n.kind.gate().is_some_and(|g| index < g.num_params()));
        self.angles[n.data as usize + index] = angle;
    }

    pub fn set_place(&mut self, op: Op, place: Place) {
        let node = &mut self.nodes[op.index()];
        (node.line, node.column, node.file) = (place.line, place.column, place.file);
    }

    /// Add to the global phase.
    pub fn add_phase(&mut self, angle: &Angle) {
        if !angle.is_zero() {
            self.phase = self.phase.add(angle).modulo(2);
        }
    }

    /// Renumber operations in order and drop free slots, so that walking them is sequential in memory.
    pub fn compact(&mut self) {
        let old = std::mem::replace(self, self.empty_like());
        self.phase = old.phase.clone();
        self.reserve(old.len());
        let mut op = old.head;
        while !op.is_none() {
            let (kind, place) = (old.kind(op), old.place(op));
            let data = match kind {
                Kind::Gate(_) => self.store_angles(old.params(op)),
                _ => self.store_payload(old.payload(op).cloned()),
            };
            self.append(kind, data, old.wires(op), old.qubits(op).len(), place);
            op = old.after(op);
        }
    }

    /// Bytes held, for reports.
    pub fn memory_bytes(&self) -> usize {
        use std::mem::size_of;
        self.nodes.capacity() * size_of::<Node>()
            + self.angles.capacity() * size_of::<Angle>()
            + self.payloads.capacity() * size_of::<Option<Arc<Payload>>>()
            + self
                .wide
                .iter()
                .map(|w| size_of::<Wide>() + w.wires.len() * 12)
                .sum::<usize>()
            + (self.qubit_ends.len() + self.bit_ends.len()) * size_of::<Ends>()
    }

    fn intern(&mut self, o: Operation) -> (Kind, u32, Wires, usize, Place) {
        let data = self.store_data(&o.instruction);
        let qubits = o.wires.iter().take_while(|w| !w.is_bit()).count();
        debug_assert!(
            o.wires[qubits..].iter().all(|w| w.is_bit()),
            "qubits come first"
        );
        (o.instruction.kind, data, o.wires, qubits, o.place)
    }

    fn store_data(&mut self, i: &Instruction) -> u32 {
        match i.kind {
            Kind::Gate(_) => self.store_angles(&i.params),
            _ => self.store_payload(i.payload.clone()),
        }
    }

    #[inline]
    fn store_angles(&mut self, params: &[Angle]) -> u32 {
        if params.is_empty() {
            return NO_DATA;
        }
        debug_assert!(params.len() <= 4);
        if let Some(start) = self.free_angles[params.len() - 1].pop() {
            self.angles[start as usize..start as usize + params.len()].clone_from_slice(params);
            return start;
        }
        let start = self.angles.len() as u32;
        self.angles.extend_from_slice(params);
        start
    }

    fn store_payload(&mut self, payload: Option<Arc<Payload>>) -> u32 {
        let Some(payload) = payload else {
            return NO_DATA;
        };
        if let Some(i) = self.free_payloads.pop() {
            self.payloads[i as usize] = Some(payload);
            return i;
        }
        self.payloads.push(Some(payload));
        self.payloads.len() as u32 - 1
    }

    fn release_data(&mut self, op: Op) {
        let n = self.nodes[op.index()];
        if n.data == NO_DATA {
            return;
        }
        match n.kind {
            Kind::Gate(g) => self.free_angles[g.num_params() - 1].push(n.data),
            _ => {
                self.payloads[n.data as usize] = None;
                self.free_payloads.push(n.data);
            }
        }
        self.nodes[op.index()].data = NO_DATA;
    }

    #[inline]
    fn append(&mut self, kind: Kind, data: u32, wires: &[Wire], qubits: usize, place: Place) -> Op {
        let op = self.node(kind, data, wires, qubits, place);
        self.link_order(self.tail, op, Op::NONE);
        for (i, &w) in wires.iter().enumerate() {
            let prev = self.ends(w).last;
            self.link_wire(w, prev, op, i, Op::NONE);
        }
        op
    }

    /// A slot with wires set and links empty.
    #[inline]
    fn node(&mut self, kind: Kind, data: u32, wires: &[Wire], qubits: usize, place: Place) -> Op {
        let bits = wires.len() - qubits;
        let mut node = Node {
            kind,
            qubits: qubits.min(u16::MAX as usize) as u16,
            bits: bits.min(u16::MAX as usize) as u16,
            column: place.column,
            file: place.file,
            live: true,
            line: place.line,
            data,
            before: Op::NONE,
            after: Op::NONE,
            wires: [Wire(0); INLINE],
            prev: [Op::NONE; INLINE],
            next: [Op::NONE; INLINE],
        };
        if wires.len() <= INLINE {
            node.wires[..wires.len()].copy_from_slice(wires);
        } else {
            let wide = Wide {
                wires: wires.into(),
                prev: vec![Op::NONE; wires.len()].into(),
                next: vec![Op::NONE; wires.len()].into(),
                qubits: qubits as u32,
            };
            let index = match self.free_wide.pop() {
                Some(i) => {
                    self.wide[i as usize] = wide;
                    i
                }
                None => {
                    self.wide.push(wide);
                    self.wide.len() as u32 - 1
                }
            };
            node.wires[0] = Wire(index);
        }
        match self.free.pop() {
            Some(op) => {
                self.nodes[op.index()] = node;
                op
            }
            None => {
                self.nodes.push(node);
                Op(self.nodes.len() as u32 - 1)
            }
        }
    }

    #[inline]
    fn link_order(&mut self, before: Op, op: Op, after: Op) {
        let n = &mut self.nodes[op.index()];
        (n.before, n.after) = (before, after);
        match before.some() {
            Some(b) => self.nodes[b.index()].after = op,
            None => self.head = op,
        }
        match after.some() {
            Some(a) => self.nodes[a.index()].before = op,
            None => self.tail = op,
        }
    }

    #[inline]
    fn unlink_order(&mut self, before: Op, after: Op) {
        match before.some() {
            Some(b) => self.nodes[b.index()].after = after,
            None => self.head = after,
        }
        match after.some() {
            Some(a) => self.nodes[a.index()].before = before,
            None => self.tail = before,
        }
    }

    /// Put `op` (its operand `slot`) between `prev` and `next` on `wire`.
    #[inline]
    fn link_wire(&mut self, wire: Wire, prev: Op, op: Op, slot: usize, next: Op) {
        let (p, n) = self.links_mut(op);
        (p[slot], n[slot]) = (prev, next);
        self.set_next(wire, prev, op);
        self.set_prev(wire, next, op);
    }

    #[inline]
    fn unlink_wire(&mut self, wire: Wire, prev: Op, next: Op) {
        self.set_next(wire, prev, next);
        self.set_prev(wire, next, prev);
    }

    /// Operand of `op` on `wire`. A barrier over a whole register holds wire i at place i: looking there first
    /// keeps building 10^5 of them linear.
    #[inline]
    fn linked_slot(&self, op: Op, wire: Wire) -> usize {
        let wires = self.wires(op);
        if wires.len() > INLINE && wires.get(wire.index()) == Some(&wire) {
            return wire.index();
        }
        wires
            .iter()
            .position(|&w| w == wire)
            .expect("linked operations share the wire")
    }

    #[inline]
    fn set_next(&mut self, wire: Wire, op: Op, next: Op) {
        match op.some() {
            Some(o) => {
                let slot = self.linked_slot(o, wire);
                self.links_mut(o).1[slot] = next;
            }
            None => self.ends_mut(wire).first = next,
        }
    }

    #[inline]
    fn set_prev(&mut self, wire: Wire, op: Op, prev: Op) {
        match op.some() {
            Some(o) => {
                let slot = self.linked_slot(o, wire);
                self.links_mut(o).0[slot] = prev;
            }
            None => self.ends_mut(wire).last = prev,
        }
    }
}
