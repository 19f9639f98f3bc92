// SPDX-License-Identifier: Apache-2.0
//! What a circuit must do: a unitary, some of its columns, a state, an operator on some levels; diagonals may be free.

use crate::synth::dense::Matrix;
use crate::synth::draft::Draft;
use crate::synth::freedom::{Freedom, Partial};
use crate::synth::matrix::{C64, ZERO};

/// See the module's page. With labels it is a list of such matrices, one for every label value, to be made by one template
/// with signs. A global phase is always free; the draft that is found carries it.
#[derive(Clone, PartialEq, Debug)]
pub struct Goal {
    pub qubits: usize,
    /// Label values; 1 if there are no labels.
    copies: usize,
    /// 2^n rows, a column for every input that counts; with labels, the columns of their values one after the other.
    target: Matrix,
    /// Those inputs.
    inputs: Vec<usize>,
    freedom: Freedom,
    /// Column-major as `target`: false where the entry may be anything.
    counts: Vec<bool>,
}

/// Phases of a matrix against its goal: `matrix` is about diag(exp(i after)) target diag(exp(i before)) exp(i whole).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Phases {
    pub whole: f64,
    /// One for each row, or none.
    pub after: Vec<f64>,
    /// One for each input that counts, or none.
    pub before: Vec<f64>,
}

impl Goal {
    /// Of any number of columns up to its rows, which number 2^n: what happens to the first basis states.
    pub fn isometry(columns: &Matrix) -> Goal {
        let inputs = (0..columns.ncols()).collect();
        Goal::of_columns(columns.clone(), inputs)
    }

    pub fn unitary(u: &Matrix) -> Goal {
        Goal::isometry(u)
    }

    /// What is made of |0...0>.
    pub fn state(amplitudes: &[C64]) -> Goal {
        Goal::isometry(&Matrix::from_column_slice(amplitudes.len(), 1, amplitudes))
    }

    /// A unitary on d levels, level i being the basis state `levels[i]` of n wires; what happens to the others is free.
    pub fn on_levels(u: &Matrix, levels: &[usize], qubits: usize) -> Goal {
        let mut target = Matrix::zeros(1 << qubits, levels.len());
        for (i, &row) in levels.iter().enumerate() {
            for j in 0..levels.len() {
                target[(row, j)] = u[(i, j)];
            }
        }
        Goal::of_columns(target, levels.to_vec())
    }

    /// `blocks[x]` at the label value x, a power of two in number and of one shape: the first columns of unitaries.
    pub fn multiplexed(blocks: &[Matrix]) -> Goal {
        let (rows, columns) = blocks[0].shape();
        let all = Matrix::from_fn(rows, columns * blocks.len(), |i, j| {
            blocks[j / columns][(i, j % columns)]
        });
        let inputs = (0..all.ncols()).map(|j| j % columns).collect();
        Goal {
            copies: blocks.len(),
            ..Goal::of_columns(all, inputs)
        }
    }

    fn of_columns(target: Matrix, inputs: Vec<usize>) -> Goal {
        Goal {
            qubits: target.nrows().trailing_zeros() as usize,
            copies: 1,
            counts: vec![true; target.len()],
            inputs,
            target,
            freedom: Freedom::NONE,
        }
    }

    /// Diagonals that need not be made.
    #[must_use]
    pub fn up_to(mut self, freedom: Freedom) -> Goal {
        self.freedom = freedom;
        self
    }

    /// Entries (row, input) that may be anything. A goal with many of them is found badly where the others leave the
    /// free ones no room: prefer whole columns.
    #[must_use]
    pub fn with_free_entries(mut self, is_free: impl Fn(usize, usize) -> bool) -> Goal {
        let rows = self.target.nrows();
        for (at, counts) in self.counts.iter_mut().enumerate() {
            *counts = !is_free(at % rows, self.inputs[at / rows]);
        }
        self
    }

    pub fn target(&self) -> &Matrix {
        &self.target
    }

    pub fn copies(&self) -> usize {
        self.copies
    }

    /// The row among those of all label values.
    pub fn row(&self, i: usize, j: usize) -> usize {
        let each = self.inputs.len() / self.copies;
        j / each * self.target.nrows() + i
    }

    pub fn inputs(&self) -> &[usize] {
        &self.inputs
    }

    pub fn freedom(&self) -> Freedom {
        self.freedom
    }

    /// Whether only |0...0> goes in.
    pub fn is_state(&self) -> bool {
        self.inputs == [0]
    }

    /// Whether all of a matrix is given, but for phases after it.
    pub fn is_plain_unitary(&self) -> bool {
        let is_square = self.inputs.len() == self.target.nrows() && self.copies == 1;
        is_square && !self.freedom.before && self.counts.iter().all(|&c| c)
    }

    pub fn counts(&self) -> &[bool] {
        &self.counts
    }

    /// Directions in which orthonormal columns can change, as far as they count. Gates and signs do not change the
    /// determinant of one label value against that of another.
    pub fn changes(&self) -> usize {
        let rows = self.target.nrows();
        let columns = self.inputs.len() / self.copies;
        let free = self.counts.iter().filter(|&&c| !c).count();
        let all = self.copies * (2 * rows * columns - columns * columns);
        let fixed = match rows == columns && self.freedom == Freedom::NONE {
            true => self.copies - 1,
            false => 0,
        };
        all.saturating_sub(2 * free + fixed)
    }

    /// Real conditions that a circuit must meet, the free phases being free.
    pub fn equations(&self) -> usize {
        let rows = self.target.nrows() * self.copies;
        let columns = self.inputs.len();
        let phases = match (self.freedom.before, self.freedom.after) {
            (false, false) => 1,
            (true, false) => columns,
            (false, true) => rows,
            (true, true) => rows + columns - self.copies,
        };
        self.changes().saturating_sub(phases)
    }

    /// The phases that bring `target` nearest to the counting entries of `matrix`, given column by column.
    pub fn phases(&self, matrix: &[C64]) -> Phases {
        let (rows, columns) = self.target.shape();
        let overlap = |i: usize, j: usize| -> C64 {
            let at = i + j * rows;
            match self.counts[at] {
                true => matrix[at] * self.target[(i, j)].conj(),
                false => ZERO,
            }
        };
        let mut phases = Phases::default();
        let Freedom { before, after } = self.freedom;
        if !before && !after {
            let sum: C64 = (0..columns)
                .flat_map(|j| (0..rows).map(move |i| (i, j)))
                .map(|(i, j)| overlap(i, j))
                .sum();
            phases.whole = angle(sum);
            return phases;
        }
        phases.after = vec![0.0; if after { rows * self.copies } else { 0 }];
        phases.before = vec![0.0; if before { columns } else { 0 }];
        match (before, after) {
            (true, true) => self.both_sides(&overlap, &mut phases),
            (true, false) => {
                for j in 0..columns {
                    phases.before[j] = angle((0..rows).map(|i| overlap(i, j)).sum());
                }
            }
            _ => {
                let mut sums = vec![ZERO; rows * self.copies];
                for j in 0..columns {
                    (0..rows).for_each(|i| sums[self.row(i, j)] += overlap(i, j));
                }
                phases.after = sums.into_iter().map(angle).collect();
            }
        }
        phases
    }

    /// Rows and columns joined one at a time by the largest overlap there is, which is exact where the matrix is the goal.
    fn both_sides(&self, overlap: &impl Fn(usize, usize) -> C64, phases: &mut Phases) {
        let (rows, columns) = self.target.shape();
        let mut is_row = vec![false; rows * self.copies];
        let mut is_column = vec![false; columns];
        for _ in 0..is_row.len() + columns {
            let mut best = (1e-12, None);
            let pairs = (0..columns).flat_map(|j| (0..rows).map(move |i| (i, j)));
            for (i, j) in pairs.filter(|&(i, j)| is_row[self.row(i, j)] != is_column[j]) {
                let x = overlap(i, j);
                if x.norm() > best.0 {
                    best = (x.norm(), Some((self.row(i, j), j, x.arg())));
                }
            }
            match best.1 {
                Some((row, j, sum)) if is_row[row] => {
                    phases.before[j] = sum - phases.after[row];
                    is_column[j] = true;
                }
                Some((row, j, sum)) => {
                    phases.after[row] = sum - phases.before[j];
                    is_row[row] = true;
                }
                // Nothing joins what is left to the rest: begin anew.
                None => match is_row.iter().position(|&is| !is) {
                    Some(row) => is_row[row] = true,
                    None => return,
                },
            }
        }
    }

    /// The target's entry with these phases.
    pub fn turned(&self, phases: &Phases, i: usize, j: usize) -> C64 {
        self.target[(i, j)] * phases.turn(self.row(i, j), j)
    }

    /// A draft with the phases that bring it nearest to the goal, and how near that is (Frobenius norm over the entries
    /// that count). For goals without labels.
    pub fn settle(&self, mut draft: Draft) -> (Partial, f64) {
        let size = 1 << self.qubits;
        let mut matrix = vec![ZERO; size * self.inputs.len()];
        for (j, &input) in self.inputs.iter().enumerate() {
            matrix[j * size + input] = C64::from_polar(1.0, draft.phase);
        }
        draft
            .items()
            .iter()
            .for_each(|item| item.apply(&mut matrix));
        let phases = self.phases(&matrix);
        let off = (0..matrix.len())
            .filter(|&at| self.counts[at])
            .map(|at| (matrix[at] - self.turned(&phases, at % size, at / size)).norm_sqr())
            .sum::<f64>()
            .sqrt();
        draft.phase -= phases.whole;
        let before = match phases.before.is_empty() {
            true => Vec::new(),
            false => {
                let mut all = vec![0.0; size];
                let own = self.inputs.iter().zip(&phases.before);
                own.for_each(|(&input, p)| all[input] = -p);
                all
            }
        };
        let partial = Partial {
            draft,
            before,
            after: phases.after.iter().map(|p| -p).collect(),
        };
        (partial, off)
    }
}

impl Phases {
    fn turn_after(&self, i: usize) -> C64 {
        C64::from_polar(1.0, self.after.get(i).copied().unwrap_or(0.0))
    }

    fn turn_before(&self, j: usize) -> C64 {
        C64::from_polar(1.0, self.before.get(j).copied().unwrap_or(0.0))
    }

    fn turn(&self, i: usize, j: usize) -> C64 {
        C64::from_polar(1.0, self.whole) * self.turn_after(i) * self.turn_before(j)
    }
}

fn angle(sum: C64) -> f64 {
    if sum.norm() > 1e-12 {
        sum.arg()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::dense::{diagonal, distance, haar};

    fn draft() -> Draft {
        let mut draft = Draft::new(2);
        draft.one(0, crate::synth::dense::block2(&haar(2, 1), 0, 0));
        draft.cz(0, 1);
        draft.one(1, crate::synth::dense::block2(&haar(2, 2), 0, 0));
        draft
    }

    #[test]
    fn phases_are_settled_on_every_side() {
        let d = |seed: f64| {
            let phases = (0..4).map(|i| C64::from_polar(1.0, seed * (i * i) as f64 + 0.3));
            diagonal(&phases.collect::<Vec<_>>())
        };
        let u = draft().unitary();
        for (before, after) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut target = &u * C64::from_polar(1.0, 0.4);
            if before {
                target *= d(0.7);
            }
            if after {
                target = d(-0.9) * target;
            }
            let freedom = Freedom { before, after };
            let (partial, off) = Goal::unitary(&target).up_to(freedom).settle(draft());
            assert!(off < 1e-9, "{freedom:?} {off:e}");
            assert!(distance(&partial.unitary(), &target) < 1e-9);
            assert_eq!(before, !partial.before.is_empty());
            if before || after {
                assert!(Goal::unitary(&target).settle(draft()).1 > 0.1);
            }
        }
    }

    #[test]
    fn only_what_counts_is_measured() {
        let u = draft().unitary();
        let mut other = u.clone();
        other[(3, 2)] += 0.5;
        assert!(Goal::unitary(&other).settle(draft()).1 > 0.4);
        let masked = Goal::unitary(&other).with_free_entries(|i, j| (i, j) == (3, 2));
        assert!(masked.settle(draft()).1 < 1e-14);
        let first = Goal::isometry(&other.columns(0, 2).into_owned());
        assert!(first.settle(draft()).1 < 1e-14);
    }

    #[test]
    fn conditions_are_counted() {
        assert_eq!(63, Goal::unitary(&haar(8, 1)).equations());
        let state: Vec<C64> = haar(8, 1).column(0).iter().copied().collect();
        assert_eq!(14, Goal::state(&state).equations());
        let levels = Goal::on_levels(&haar(3, 1), &[0, 1, 2], 2);
        assert_eq!(14, levels.equations());
        let up = Goal::unitary(&haar(4, 1)).up_to(Freedom::AFTER);
        assert_eq!(12, up.equations());
    }
}
