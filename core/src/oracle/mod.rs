// SPDX-License-Identifier: Apache-2.0
//! Is this circuit that circuit?
//!
//! The judge of everything the compiler makes, so it takes nothing from what it judges: gate matrices, the
//! reading of conditions and blocks, and all arithmetic on states are written here a second time. Of the rest
//! of the crate it uses the interface by which a circuit is read.
//!
//! ```text
//! Circuit --program--> flat steps --side--> wires of both lined up --cancel--> what is different
//!    |                                         |
//!    |                                         |    or up to gates on one wire: blocks, front, peeling
//!    |  operator: columns of the matrix        |  tableau: Clifford circuits of any width
//!    |  instrument: one map for each record    |  stimuli: random inputs, to refute only
//! ```
//!
//! Start at [`judge()`].

mod blocks;
mod cancel;
mod columns;
mod condition;
mod front;
mod instrument;
mod judge;
mod kraus;
mod matrices;
mod measured;
mod operator;
mod peeling;
mod program;
mod side;
mod sparse;
mod sparse_columns;
mod stimuli;
mod tableau;
mod terminal;
#[cfg(test)]
mod tests;
mod unitary;
mod witness;

pub use judge::judge;

/// In what sense two circuits are to be the same, strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// The matrix on the wires as they are, global phase included.
    Operator,
    /// The matrix after the recorded initial and final layout; ancillas start and end in |0>.
    Layout,
    /// For every input: the classical record and the state left with it.
    Instrument,
    /// For every input: how often each classical record comes.
    Outcomes,
    /// The strongest of `Layout` and `Instrument` that fits, for the input |0...0> only.
    FromZero,
}

impl Relation {
    pub const ALL: [Relation; 5] = [
        Relation::Operator,
        Relation::Layout,
        Relation::Instrument,
        Relation::Outcomes,
        Relation::FromZero,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Relation::Operator => "operator",
            Relation::Layout => "layout",
            Relation::Instrument => "instrument",
            Relation::Outcomes => "outcomes",
            Relation::FromZero => "from-zero",
        }
    }

    pub fn from_name(name: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// The four things a verdict can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Equivalent,
    UpToPhase,
    Different,
    Undecided,
}

impl Answer {
    pub fn words(self) -> &'static str {
        match self {
            Answer::Equivalent => "equivalent",
            Answer::UpToPhase => "equivalent up to global phase",
            Answer::Different => "not equivalent",
            Answer::Undecided => "undecided",
        }
    }
}

/// How hard to look, and by which methods.
#[derive(Clone, Debug)]
pub struct Options {
    /// `None`: `Layout` for circuits without measurement, `Instrument` for those with it.
    pub relation: Option<Relation>,
    /// Largest difference (operator norm, diamond norm) that counts as none.
    pub tolerance: f64,
    /// `None`: whatever decides first.
    pub method: Option<Method>,
    /// Qubits up to which matrices are compared in full.
    pub operator_qubits: usize,
    /// Qubits up to which instruments are.
    pub instrument_qubits: usize,
    /// Wires up to which a state vector is held.
    pub state_qubits: usize,
    /// Random inputs tried.
    pub stimuli: usize,
    /// State-vector entries touched, about a nanosecond each.
    pub work: f64,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            relation: None,
            tolerance: 1e-8,
            method: None,
            operator_qubits: 12,
            instrument_qubits: 6,
            state_qubits: 20,
            stimuli: 16,
            work: 3e10,
            seed: 0,
        }
    }
}

/// One way to decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Nothing is left when what both have in common is cancelled.
    Structure,
    /// All columns of the matrix.
    Dense,
    /// All columns, each of few entries.
    Sparse,
    /// All branches of the instrument.
    Branches,
    /// What a Clifford circuit makes of each X and Z.
    Tableau,
    /// Random inputs; never proves.
    Stimuli,
}

impl Method {
    pub const ALL: [Method; 6] = [
        Method::Structure,
        Method::Dense,
        Method::Sparse,
        Method::Branches,
        Method::Tableau,
        Method::Stimuli,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Method::Structure => "structure",
            Method::Dense => "dense",
            Method::Sparse => "sparse",
            Method::Branches => "branches",
            Method::Tableau => "tableau",
            Method::Stimuli => "stimuli",
        }
    }

    pub fn from_name(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// The answer, how it is known, and what shows it.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub answer: Answer,
    pub relation: Relation,
    /// Name of the method that decided; empty when none did.
    pub method: &'static str,
    /// Equivalent: a bound on the distance. Not equivalent: the distance seen at the witness.
    pub error: Option<f64>,
    /// An input on which they differ; qubit 0 is the rightmost letter.
    pub witness: Option<String>,
    /// What stood in the way, or what differs.
    pub reason: Option<String>,
}
