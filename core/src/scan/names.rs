// SPDX-License-Identifier: Apache-2.0
//! What the names of a program stand for: one global space, as the language has it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::header::{Origin, LONGER, PUBLISHED};
use crate::circuit::{Definition, Payload};
use crate::Gate;

/// Words that begin a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keyword {
    OpenQasm,
    Include,
    Qreg,
    Creg,
    Gate,
    Opaque,
    Measure,
    Reset,
    Barrier,
    If,
    /// `pi` and the functions: reserved, and begin nothing.
    Value,
}

const KEYWORDS: [(&str, Keyword); 17] = [
    ("OPENQASM", Keyword::OpenQasm),
    ("include", Keyword::Include),
    ("qreg", Keyword::Qreg),
    ("creg", Keyword::Creg),
    ("gate", Keyword::Gate),
    ("opaque", Keyword::Opaque),
    ("measure", Keyword::Measure),
    ("reset", Keyword::Reset),
    ("barrier", Keyword::Barrier),
    ("if", Keyword::If),
    ("pi", Keyword::Value),
    ("sin", Keyword::Value),
    ("cos", Keyword::Value),
    ("tan", Keyword::Value),
    ("exp", Keyword::Value),
    ("ln", Keyword::Value),
    ("sqrt", Keyword::Value),
];

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Name {
    Keyword(Keyword),
    Qubits {
        start: u32,
        size: u32,
    },
    Bits {
        start: u32,
        size: u32,
    },
    /// Index of a [`GateEntry`].
    Gate(u32),
}

/// What calling a gate appends.
#[derive(Clone, Debug)]
pub enum Action {
    Library(Gate),
    /// A definition of the program, or an opaque gate; from the first call on with the payload that all calls
    /// without angles share.
    Defined(Arc<Definition>, Option<Arc<Payload>>),
}

/// A gate in force.
#[derive(Clone, Debug)]
pub struct GateEntry {
    pub action: Action,
    pub origin: Origin,
    pub params: u32,
    pub qubits: u32,
    /// Library gates it expands to.
    pub cost: u64,
    /// Definitions it is nested in, itself included.
    pub depth: u32,
    /// What snapping angles in its body changed.
    pub error: f64,
}

impl GateEntry {
    fn library(gate: Gate, origin: Origin) -> GateEntry {
        GateEntry {
            action: Action::Library(gate),
            origin,
            params: gate.num_params() as u32,
            qubits: gate.num_qubits() as u32,
            cost: 1,
            depth: 0,
            error: 0.0,
        }
    }
}

/// The names in force.
#[derive(Clone, Debug)]
pub struct Names {
    map: FxHashMap<Box<[u8]>, Name>,
    gates: Vec<GateEntry>,
}

impl Default for Names {
    /// Keywords and the two gates that are always there.
    fn default() -> Self {
        let mut names = Names {
            map: FxHashMap::default(),
            gates: Vec::new(),
        };
        for (word, keyword) in KEYWORDS {
            names
                .map
                .insert(word.as_bytes().into(), Name::Keyword(keyword));
        }
        names.put_gate(b"U", GateEntry::library(Gate::U, Origin::Builtin));
        names.put_gate(b"CX", GateEntry::library(Gate::Cx, Origin::Builtin));
        names
    }
}

impl Names {
    #[inline]
    pub fn get(&self, name: &[u8]) -> Option<Name> {
        self.map.get(name).copied()
    }

    #[inline]
    pub fn gate(&self, index: u32) -> &GateEntry {
        &self.gates[index as usize]
    }

    #[inline]
    pub(super) fn gate_mut(&mut self, index: u32) -> &mut GateEntry {
        &mut self.gates[index as usize]
    }

    /// May the program declare this name now? Names of the longer header are free.
    pub fn is_free(&self, name: &[u8]) -> bool {
        match self.get(name) {
            None => true,
            Some(Name::Gate(g)) => self.gate(g).origin == Origin::Longer,
            Some(_) => false,
        }
    }

    /// Declare a name that is free.
    pub fn put(&mut self, name: &[u8], meaning: Name) {
        self.map.insert(name.into(), meaning);
    }

    /// Declare a gate whose name is free.
    pub fn put_gate(&mut self, name: &[u8], entry: GateEntry) {
        self.put(name, Name::Gate(self.gates.len() as u32));
        self.gates.push(entry);
    }

    /// Bring the header in; returns the published name that is taken by something else, if any.
    pub fn include_header(&mut self) -> Option<&'static str> {
        let ours = |names: &Names, word: &str| match names.get(word.as_bytes()) {
            Some(Name::Gate(g)) => names.gate(g).origin == Origin::Published,
            _ => false,
        };
        for (word, _) in PUBLISHED {
            if !self.is_free(word.as_bytes()) && !ours(self, word) {
                return Some(word);
            }
        }
        for (word, gate) in PUBLISHED {
            self.put_gate(word.as_bytes(), GateEntry::library(gate, Origin::Published));
        }
        for (word, gate) in LONGER {
            if self.is_free(word.as_bytes()) {
                self.put_gate(word.as_bytes(), GateEntry::library(gate, Origin::Longer));
            }
        }
        None
    }

    /// Every gate name in force, for suggestions.
    pub fn gate_names(&self) -> Vec<String> {
        let gates = self
            .map
            .iter()
            .filter(|(_, n)| matches!(n, Name::Gate(_)))
            .map(|(k, _)| String::from_utf8_lossy(k).into_owned());
        let mut all: Vec<String> = gates.collect();
        all.sort_unstable();
        all
    }
}
