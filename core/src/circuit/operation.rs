// SPDX-License-Identifier: Apache-2.0
//! What an operation can be.

use std::sync::Arc;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::block::{Block, Condition};
use super::Circuit;
use crate::{Angle, Gate, Symbol, Wire};

/// The kind of an operation; kinds other than `Gate` and the four bare ones carry a [`Payload`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// A library gate; its angles are the operation's parameters.
    Gate(Gate),
    /// Any instruction under controls of either polarity.
    Controlled,
    /// A call of a gate the user defined, definition kept.
    Call,
    /// A call of a gate without a body.
    Opaque,
    Unitary,
    Diagonal,
    Multiplexer,
    PauliEvolution,
    Permutation,
    Channel,
    /// One qubit into one bit.
    Measure,
    Reset,
    Barrier,
    Delay,
    /// Calibration text and pulse calls, kept unread.
    Pulse,
    /// A qubit starts (clean: in |0>; dirty: in any state, given back as it was).
    Allocate,
    /// The qubit's life ends.
    Release,
    If,
    For,
    While,
    Switch,
    /// Leaves the innermost loop. It and `Continue` take all wires of their block, since nothing on any of them may
    /// move across.
    Break,
    Continue,
    /// A protected ("verbatim") region: kept as written.
    Region,
}

impl Kind {
    /// Unitary whatever its payload: may stand in a gate body, be inverted and be controlled.
    pub fn is_unitary(self) -> bool {
        matches!(
            self,
            Kind::Gate(_)
                | Kind::Controlled
                | Kind::Call
                | Kind::Unitary
                | Kind::Diagonal
                | Kind::Multiplexer
                | Kind::PauliEvolution
                | Kind::Permutation
        )
    }

    /// Owns blocks of operations.
    pub fn is_control_flow(self) -> bool {
        matches!(
            self,
            Kind::If | Kind::For | Kind::While | Kind::Switch | Kind::Region
        )
    }

    /// The library gate, if it is one.
    #[inline]
    pub fn gate(self) -> Option<Gate> {
        match self {
            Kind::Gate(g) => Some(g),
            _ => None,
        }
    }
}

/// What kinds beyond library gates carry. Immutable and shared: copying a circuit copies references.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Payload {
    /// Wires: the controls in order, then the base's. `polarity[i]`: control i fires on |1>.
    Controlled {
        polarity: Vec<bool>,
        base: Instruction,
    },
    Call {
        definition: Arc<Definition>,
        params: Vec<Angle>,
    },
    /// Row-major 2^k x 2^k, first qubit least significant.
    Unitary {
        matrix: Vec<Complex64>,
        label: Option<String>,
    },
    /// Phases in radians of the 2^k basis states, first qubit least significant.
    Diagonal {
        phases: Vec<f64>,
    },
    /// One instruction for each value of the first `selects` qubits (first one least significant); each acts on
    /// the remaining wires.
    Multiplexer {
        selects: u32,
        cases: Vec<Instruction>,
    },
    /// exp(-i time * sum coefficient * string), terms applied in the order written; `strings[i]` has a
    /// letter I, X, Y or Z per wire, first wire first.
    PauliEvolution {
        strings: Vec<(String, Angle)>,
        time: Angle,
    },
    /// The state of wire i moves to wire `image[i]`.
    Permutation {
        image: Vec<u32>,
    },
    /// Kraus operators, row-major.
    Channel {
        kraus: Vec<Vec<Complex64>>,
    },
    Delay {
        duration: Duration,
    },
    Pulse {
        text: String,
    },
    Allocate {
        clean: bool,
    },
    If {
        condition: Condition,
        then: Block,
        otherwise: Option<Block>,
    },
    For {
        variable: Option<Symbol>,
        values: Vec<i64>,
        body: Block,
    },
    While {
        condition: Condition,
        body: Block,
    },
    /// `bits`: the selector, as positions among the operation's bits, least significant first.
    Switch {
        bits: Vec<u32>,
        cases: Vec<(Vec<u64>, Block)>,
        default: Option<Block>,
    },
    Region {
        body: Block,
        label: String,
    },
}

impl Payload {
    /// The blocks of a control-flow operation, in the order they are written.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (first, cases, last): (_, &[(Vec<u64>, Block)], _) = match self {
            Payload::If {
                then, otherwise, ..
            } => (Some(then), &[], otherwise.as_ref()),
            Payload::For { body, .. }
            | Payload::While { body, .. }
            | Payload::Region { body, .. } => (Some(body), &[], None),
            Payload::Switch { cases, default, .. } => (None, cases, default.as_ref()),
            _ => (None, &[], None),
        };
        let cases = cases.iter().map(|(_, block)| block);
        first.into_iter().chain(cases).chain(last)
    }

    /// The payload with what `next` makes of each of its [`blocks`](Self::blocks), in their order.
    pub fn with_blocks<E>(
        &self,
        next: &mut dyn FnMut(&Block) -> Result<Block, E>,
    ) -> Result<Payload, E> {
        Ok(match self {
            Payload::If {
                condition,
                then,
                otherwise,
            } => Payload::If {
                condition: condition.clone(),
                then: next(then)?,
                otherwise: otherwise.as_ref().map(next).transpose()?,
            },
            Payload::For {
                variable,
                values,
                body,
            } => Payload::For {
                variable: variable.clone(),
                values: values.clone(),
                body: next(body)?,
            },
            Payload::While { condition, body } => Payload::While {
                condition: condition.clone(),
                body: next(body)?,
            },
            Payload::Switch {
                bits,
                cases,
                default,
            } => Payload::Switch {
                bits: bits.clone(),
                cases: cases
                    .iter()
                    .map(|(values, block)| Ok((values.clone(), next(block)?)))
                    .collect::<Result<_, E>>()?,
                default: default.as_ref().map(next).transpose()?,
            },
            Payload::Region { body, label } => Payload::Region {
                body: next(body)?,
                label: label.clone(),
            },
            other => other.clone(),
        })
    }
}

/// A length of time as it was written; never converted until a target is known.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Duration {
    Nanoseconds(f64),
    /// Backend time steps.
    Steps(u64),
    Symbolic(Angle),
}

/// A gate the user declared. `body` is over `qubits` qubits and the symbols of `params`; an opaque gate has
/// none.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Definition {
    pub name: Arc<str>,
    pub params: Vec<Symbol>,
    /// Names of the qubit arguments, for writing it out again.
    pub qubits: Vec<Arc<str>>,
    pub body: Option<Circuit>,
}

/// Where in the source an operation came from. Line and column count from 1; line 0 means unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    pub line: u32,
    /// Saturates at 65,535.
    pub column: u16,
    /// Index into the circuit's list of sources.
    pub file: u8,
}

/// Angles of an operation, inline for the common counts.
pub type Angles = SmallVec<[Angle; 1]>;
/// Wires of an operation, inline for the common counts.
pub type Wires = SmallVec<[Wire; 4]>;

/// An operation without its wires.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Instruction {
    pub kind: Kind,
    /// Angles of a library gate; empty for every other kind.
    pub params: Angles,
    pub payload: Option<Arc<Payload>>,
}

impl Instruction {
    pub fn gate(gate: Gate, params: impl IntoIterator<Item = Angle>) -> Instruction {
        let params: Angles = params.into_iter().collect();
        debug_assert_eq!(params.len(), gate.num_params());
        Instruction {
            kind: Kind::Gate(gate),
            params,
            payload: None,
        }
    }

    /// A kind without angles or payload.
    pub fn bare(kind: Kind) -> Instruction {
        Instruction {
            kind,
            params: Angles::new(),
            payload: None,
        }
    }

    pub fn with(kind: Kind, payload: Payload) -> Instruction {
        Instruction {
            kind,
            params: Angles::new(),
            payload: Some(Arc::new(payload)),
        }
    }

    /// `self` under controls, first in the wire order; library names are used where one exists.
    pub fn controlled(self, polarity: &[bool]) -> Instruction {
        if polarity.is_empty() {
            return self;
        }
        if let (Kind::Controlled, Some(p)) = (self.kind, &self.payload) {
            if let Payload::Controlled {
                polarity: inner,
                base,
            } = &**p
            {
                let all: Vec<bool> = polarity.iter().chain(inner).copied().collect();
                return base.clone().controlled(&all);
            }
        }
        if polarity.iter().all(|&p| p) {
            if let Some(named) = self.named_controlled(polarity.len()) {
                return named;
            }
        }
        Instruction::with(
            Kind::Controlled,
            Payload::Controlled {
                polarity: polarity.to_vec(),
                base: self,
            },
        )
    }

    /// The library's own gate for `self` under `controls` closed controls.
    fn named_controlled(&self, controls: usize) -> Option<Instruction> {
        let gate = match (self.kind.gate()?, controls) {
            (Gate::X, 1) => Gate::Cx,
            (Gate::X, 2) | (Gate::Cx, 1) => Gate::Ccx,
            (Gate::X, 3) | (Gate::Cx, 2) | (Gate::Ccx, 1) => Gate::C3x,
            (Gate::X, 4) | (Gate::Cx, 3) | (Gate::Ccx, 2) | (Gate::C3x, 1) => Gate::C4x,
            (Gate::Y, 1) => Gate::Cy,
            (Gate::Z, 1) => Gate::Cz,
            (Gate::Z, 2) | (Gate::Cz, 1) => Gate::Ccz,
            (Gate::H, 1) => Gate::Ch,
            (Gate::S, 1) => Gate::Cs,
            (Gate::Sdg, 1) => Gate::Csdg,
            (Gate::Sx, 1) => Gate::Csx,
            (Gate::Sx, 3) | (Gate::Csx, 2) => Gate::C3sx,
            (Gate::P, 1) => Gate::Cp,
            (Gate::Rx, 1) => Gate::Crx,
            (Gate::Ry, 1) => Gate::Cry,
            (Gate::Rz, 1) => Gate::Crz,
            (Gate::U, 1) => Gate::Cu3,
            (Gate::Swap, 1) => Gate::Cswap,
            _ => return None,
        };
        let gate = if gate == Gate::Cu3 {
            // cu3 is the controlled u only up to a phase on the control in some headers; `cu` with gamma 0 is exact.
            return Some(Instruction::gate(
                Gate::Cu,
                self.params.iter().cloned().chain([Angle::ZERO]),
            ));
        } else {
            gate
        };
        Some(Instruction::gate(gate, self.params.iter().cloned()))
    }
}

/// An instruction on wires: qubits first, then bits.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Operation {
    pub instruction: Instruction,
    pub wires: Wires,
    pub place: Place,
}

impl Operation {
    pub fn new(instruction: Instruction, wires: impl IntoIterator<Item = Wire>) -> Operation {
        Operation {
            instruction,
            wires: wires.into_iter().collect(),
            place: Place::default(),
        }
    }

    /// A library gate on qubits.
    pub fn gate(gate: Gate, params: impl IntoIterator<Item = Angle>, qubits: &[u32]) -> Operation {
        Operation::new(
            Instruction::gate(gate, params),
            qubits.iter().map(|&q| Wire::qubit(q)),
        )
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Operation {
        self.place = place;
        self
    }
}
