// SPDX-License-Identifier: Apache-2.0
//! From a matrix, phases or amplitudes to a circuit of library gates, measured: what callers outside the engine use.
//!
//! Everything is on wires 0.., wire q being bit q of an index. The error is the distance between what the gates do and what
//! was asked for, in Frobenius norm where it is a matrix.

use super::dense::{self, block2, distance, Matrix};
use super::draft::Draft;
use super::euler::Pauli;
use super::expand::{expand, NoExpansion};
use super::freedom::{Freedom, Partial};
use super::matrix::{C64, M2};
use super::multi_controlled::Ancillas;
use super::nearby::nearby;
use super::numeric::{self, every_pair, ladder, shortest, Goal, Limits, Search};
use super::op_matrix::one_matrix;
use super::{diagonal, isometry, multiplexer, permutation, state, structure};
use crate::circuit::{Instruction, Kind, Place};
use crate::{Circuit, Gate, Wire};

/// The most wires on which circuits are searched for numerically.
const SEARCHED_WIRES: usize = 4;
/// Operators on levels are searched for on so many wires even where nobody asks for it.
const SEARCHED_LEVELS_WIRES: usize = 3;

/// Gates of one operation written out.
const MOST_STEPS: usize = 10_000_000;

/// A circuit, the phases of diagonals left undone before and after it, and how far all that is from what was asked for.
#[derive(Debug)]
pub struct Written {
    pub circuit: Circuit,
    pub before: Vec<f64>,
    pub after: Vec<f64>,
    pub error: f64,
}

impl Written {
    fn of(partial: Partial, error: f64) -> Written {
        Written {
            circuit: circuit(&partial.draft),
            before: partial.before,
            after: partial.after,
            error,
        }
    }
}

fn circuit(draft: &Draft) -> Circuit {
    let wires: Vec<Wire> = (0..draft.qubits as u32).map(Wire).collect();
    let mut circuit = Circuit::new(draft.qubits as u32, 0);
    draft.to_steps(&wires).emit(&mut circuit, Place::default());
    circuit
}

/// A unitary, up to an error in operator norm; `search`: also numerically, for the fewest two-qubit gates there are.
pub fn unitary(u: &Matrix, freedom: Freedom, error: f64, search: bool) -> Written {
    let mut best = synthesised(u, freedom, search);
    if error > 0.0 {
        for simpler in nearby(u, error) {
            let found = synthesised(&simpler, freedom, search);
            if distance(&found.unitary(), u) <= error && pairs(&found) < pairs(&best) {
                best = found;
            }
        }
    }
    let off = distance(&best.unitary(), u);
    Written::of(best, off)
}

fn synthesised(u: &Matrix, freedom: Freedom, search: bool) -> Partial {
    if search {
        structure::search(u, freedom)
    } else {
        structure::synthesize(u, freedom)
    }
}

/// A state made of zero from its 2^n amplitudes, up to an error in 2-norm.
pub fn state(amplitudes: &[C64], error: f64) -> Written {
    let (draft, off) = state::synthesize(amplitudes, error);
    Written::of(Partial::whole(draft), off)
}

/// What becomes of the first basis states, a column for each; a diagonal before may be free.
pub fn isometry(columns: &Matrix, freedom: Freedom) -> Written {
    let partial = isometry::partial(columns, freedom);
    let made = partial.unitary();
    let off = distance(&made.columns(0, columns.ncols()).into_owned(), columns);
    Written::of(partial, off)
}

/// Basis state v to `table[v]`; `None` if the table is no permutation of 2^n values.
pub fn permutation(table: &[usize]) -> Option<Written> {
    let draft = permutation::synthesize(table)?;
    Some(Written::of(Partial::whole(draft), 0.0))
}

/// Blocks of one size, 2^m, 2^k of them, chosen by the values of labels: the data on wires 0..m, the labels above.
pub fn blocks(blocks: &[Matrix], freedom: Freedom) -> Written {
    let whole = dense::direct_sum(blocks);
    let mut best = multiplexer::synthesize(blocks, freedom);
    if blocks[0].nrows() == 2 {
        let small: Vec<M2> = blocks.iter().map(|b| block2(b, 0, 0)).collect();
        keep_fewer(ladder(&small, freedom), &mut best);
    }
    if whole.nrows() <= 1 << structure::MOST_WIRES {
        keep_fewer(Some(structure::synthesize(&whole, freedom)), &mut best);
    }
    let off = distance(&best.unitary(), &whole);
    Written::of(best, off)
}

fn keep_fewer(found: Option<Partial>, best: &mut Partial) {
    if let Some(found) = found.filter(|f| pairs(f) < pairs(best)) {
        *best = found;
    }
}

/// A unitary on some basis states, `states[i]` standing for row i; what happens to the others is free.
pub fn on_levels(
    u: &Matrix,
    states: &[usize],
    qubits: usize,
    freedom: Freedom,
    search: bool,
) -> Written {
    let goal = Goal::on_levels(u, states, qubits).up_to(freedom);
    let mut best = structure::synthesize(&filled(u, states, qubits), freedom);
    if qubits <= SEARCHED_LEVELS_WIRES || search && qubits <= SEARCHED_WIRES {
        keep_shorter(&goal, Limits::default(), &mut best);
    }
    let made = best.unitary();
    let off = (0..u.nrows())
        .flat_map(|i| (0..u.ncols()).map(move |j| (i, j)))
        .map(|(i, j)| (made[(states[i], states[j])] - u[(i, j)]).norm_sqr())
        .sum::<f64>()
        .sqrt();
    Written::of(best, off)
}

/// The unitary that does nothing to the states that stand for no row of `u`.
fn filled(u: &Matrix, states: &[usize], qubits: usize) -> Matrix {
    let mut whole = dense::identity(1 << qubits);
    for (i, &row) in states.iter().enumerate() {
        for (j, &column) in states.iter().enumerate() {
            whole[(row, column)] = u[(i, j)];
        }
    }
    whole
}

fn pairs(partial: &Partial) -> usize {
    partial.draft.two_qubit_count()
}

/// Put a circuit that is found numerically in the place of `best`, if it has fewer two-qubit gates.
fn keep_shorter(goal: &Goal, limits: Limits, best: &mut Partial) {
    let Some(most) = pairs(best).checked_sub(1) else {
        return;
    };
    let limits = Limits {
        most: most.min(limits.most),
        ..limits
    };
    if let Some(found) = shortest(goal, &every_pair(goal.qubits), &limits) {
        *best = found;
    }
}

/// Rotations of wire 0 about an axis where the wires above it spell v, by the sum of (-1)^|s & v| `terms[s]` over all sets s
/// of these wires. With `from_zero` wire 0 is in zero before, so that a rotation about X or Y takes a gate less.
pub fn rotations(axis: Pauli, terms: &[f64], from_zero: bool) -> Written {
    let selects: Vec<usize> = (1..=terms.len().trailing_zeros() as usize).collect();
    let mut draft = Draft::new(selects.len() + 1);
    let from_zero = from_zero && axis != Pauli::Z;
    // Backwards it starts with the gates that the end leaves out, and a zero does not see them.
    let sign = if from_zero { -1.0 } else { 1.0 };
    let signed: Vec<f64> = terms.iter().map(|t| sign * t).collect();
    let (parity, off) = multiplexer::open_terms(&mut draft, axis, &signed, &selects, 0);
    if from_zero {
        draft = draft.inverse();
    } else {
        multiplexer::reverse(&mut draft, axis, parity, &selects, 0);
    }
    Written::of(Partial::whole(draft), off)
}

/// `diag(exp(i phases))`, up to an error in operator norm.
pub fn phases(phases: &[f64], error: f64) -> Written {
    let (draft, off) = if error > 0.0 {
        diagonal::approximate(phases, error)
    } else {
        (diagonal::synthesize(phases), 0.0)
    };
    Written::of(Partial::whole(draft), off)
}

/// What stands between prefix and suffix in a short circuit for some columns of a unitary, 2^n rows, found numerically; entries
/// that need not be right are marked in `ignored`, column by column, if there are any.
pub fn search(
    columns: &Matrix,
    freedom: Freedom,
    ignored: &[bool],
    given: &Search,
) -> Option<Written> {
    let mut goal = Goal::isometry(columns).up_to(freedom);
    if !ignored.is_empty() {
        let rows = columns.nrows();
        goal = goal.with_free_entries(|i, j| ignored[i + j * rows]);
    }
    let found = numeric::search(&goal, given)?;
    let mut whole = given.prefix.clone();
    whole.append(&found.draft);
    whole.append(&given.suffix);
    let off = goal.settle(whole).1;
    Some(Written::of(found, off))
}

/// A circuit of one-qubit gates, cx and cz as a draft; `None` with any other operation, or with symbols.
pub fn draft_of(circuit: &Circuit) -> Option<Draft> {
    let mut draft = Draft::new(circuit.num_qubits());
    draft.phase = circuit.phase.value()?;
    for op in circuit.iter() {
        match (circuit.kind(op), circuit.qubits(op)) {
            (Kind::Gate(Gate::Cx), &[control, target]) => {
                draft.cx(control.0 as usize, target.0 as usize);
            }
            (Kind::Gate(Gate::Cz), &[a, b]) => draft.cz(a.0 as usize, b.0 as usize),
            (Kind::Gate(_), &[q]) => draft.one(q.0 as usize, one_matrix(circuit, op)?),
            _ => return None,
        }
    }
    Some(draft)
}

/// One operation of any width as gates on one and two wires; after its own wires come clean ancillas, then dirty ones.
pub fn expanded(
    instruction: &Instruction,
    wires: usize,
    clean: usize,
    dirty: usize,
) -> Result<Circuit, NoExpansion> {
    let all: Vec<Wire> = (0..(wires + clean + dirty) as u32).map(Wire).collect();
    let (own, rest) = all.split_at(wires);
    let (clean, dirty) = rest.split_at(clean);
    let ancillas = Ancillas {
        clean: clean.to_vec(),
        dirty: dirty.to_vec(),
        discrete: false,
    };
    let steps = expand(instruction, own, &ancillas, MOST_STEPS)?;
    let mut circuit = Circuit::new(all.len() as u32, 0);
    steps.emit(&mut circuit, Place::default());
    Ok(circuit)
}
