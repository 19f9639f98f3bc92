// SPDX-License-Identifier: Apache-2.0
//! Circuits inside circuits: how deep, and room on the stack for walking them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Block, Definition, Instruction, Kind, Payload};
use crate::Circuit;

/// Up to this depth any thread's stack is enough.
const SHALLOW: usize = 64;
/// Stack for one level, several times what the hungriest walker takes.
const BYTES_PER_LEVEL: usize = 32 << 10;

/// Run `walk`, which recurses into the blocks and definitions of `circuit`, with a stack that is large enough.
///
/// Definitions may call each other thousands of levels deep; recursing is then still the plainest way to
/// write a walk, so the stack is made to fit: a thread of its own, for deep circuits only.
pub fn with_room<T: Send>(circuit: &Circuit, walk: impl FnOnce() -> T + Send) -> T {
    match depth(circuit, &mut FxHashMap::default()) {
        ..=SHALLOW => walk(),
        levels => on_large_stack(levels * BYTES_PER_LEVEL, walk),
    }
}

/// Run `walk` on a stack of that many bytes.
pub fn on_large_stack<T: Send>(bytes: usize, walk: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(bytes);
        let running = thread
            .spawn_scoped(scope, walk)
            .expect("the system grants a thread");
        running
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

type Known = FxHashMap<*const Definition, usize>;

fn depth(c: &Circuit, known: &mut Known) -> usize {
    let others = c.iter().filter(|&op| c.kind(op).gate().is_none());
    let depths = others.filter_map(|op| c.payload(op));
    depths.fold(0, |deepest, p| deepest.max(of_payload(p, known)))
}

fn of_payload(payload: &Payload, known: &mut Known) -> usize {
    match payload {
        Payload::Call { definition, .. } => of_definition(definition, known),
        Payload::Controlled { base, .. } => of_instruction(base, known) + 1,
        Payload::Multiplexer { cases, .. } => {
            let cases = cases.iter().map(|i| of_instruction(i, known));
            cases.max().unwrap_or(0) + 1
        }
        other => {
            let blocks = other.blocks().map(|b| match b {
                Block::Body(c) => depth(c, known) + 1,
                Block::Single { instruction, .. } => of_instruction(instruction, known) + 1,
            });
            blocks.max().unwrap_or(0)
        }
    }
}

fn of_instruction(i: &Instruction, known: &mut Known) -> usize {
    match (i.kind, &i.payload) {
        (Kind::Gate(_), _) | (_, None) => 0,
        (_, Some(payload)) => of_payload(payload, known),
    }
}

fn of_definition(definition: &Arc<Definition>, known: &mut Known) -> usize {
    if let Some(&levels) = known.get(&Arc::as_ptr(definition)) {
        return levels;
    }
    let levels = definition.body.as_ref().map_or(0, |b| depth(b, known)) + 1;
    known.insert(Arc::as_ptr(definition), levels);
    levels
}
