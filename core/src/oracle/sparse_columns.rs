// SPDX-License-Identifier: Apache-2.0
//! Two unitary circuits compared column by column, where columns stay sparse.
//!
//! Arithmetic circuits take a basis state to few basis states, whatever gates they are spelt in: then all 2^n columns
//! cost 2^n gates and not 4^n, and twenty qubits are decided in seconds. Where a column fills up, this is not the
//! method.

use num_complex::Complex64;
use rayon::prelude::*;

use super::operator::{Bounds, Distance};
use super::program::Unitary;
use super::side::{Pair, Side};

/// Entries a column may have.
const MAX_ENTRIES: usize = 64;
/// Entries smaller than this are dropped, and their size is added to the distance.
const NEGLIGIBLE: f64 = 1e-14;
/// Columns between looks at the budget.
const WAVE: usize = 2048;
/// An entry here costs about as much as so many of a dense column.
const ENTRY_COST: f64 = 10.0;

/// A gate as a map of basis states.
struct Step {
    mask: u64,
    value: u64,
    targets: Vec<u32>,
    clear: u64,
    /// For each local state: the states it goes to, as bits on the targets, and the factors.
    images: Vec<Vec<(u64, Complex64)>>,
    monomial: bool,
}

impl Step {
    fn new(u: &Unitary) -> Step {
        let bit = |set: bool, w: u32| u64::from(set) << w;
        let spread = |state: usize| {
            let targets = u.targets.iter().enumerate();
            targets.fold(0, |bits, (i, &t)| bits | bit(state >> i & 1 == 1, t))
        };
        let mut images: Vec<Vec<(u64, Complex64)>> = (0..1usize << u.targets.len())
            .map(
                |state| match u.matrix.active.binary_search(&(state as u32)) {
                    Ok(_) => Vec::new(),
                    Err(_) => vec![(spread(state), Complex64::ONE)],
                },
            )
            .collect();
        for (&to, row) in u.matrix.active.iter().zip(&u.matrix.rows) {
            for &(at, z) in row {
                images[u.matrix.active[at as usize] as usize].push((spread(to as usize), z));
            }
        }
        Step {
            mask: u.controls.iter().fold(0, |m, c| m | 1 << c.0),
            value: u.controls.iter().fold(0, |v, c| v | bit(c.1, c.0)),
            targets: u.targets.to_vec(),
            clear: !spread((1 << u.targets.len()) - 1),
            monomial: images.iter().all(|i| i.len() == 1),
            images,
        }
    }

    fn images_of(&self, state: u64) -> &[(u64, Complex64)] {
        let targets = self.targets.iter().enumerate();
        let local = targets.fold(0, |l, (i, &t)| l | (state >> t & 1) << i);
        &self.images[local as usize]
    }
}

/// A column on its way: entries, how many were touched, and what was dropped.
#[derive(Default)]
struct Column {
    entries: Vec<(u64, Complex64)>,
    next: Vec<(u64, Complex64)>,
    touched: usize,
    dropped: f64,
}

impl Column {
    /// Apply a step; `None` once there are too many entries.
    fn apply(&mut self, step: &Step) -> Option<()> {
        self.touched += self.entries.len();
        if step.monomial {
            for (state, z) in &mut self.entries {
                if *state & step.mask == step.value {
                    let (to, factor) = step.images_of(*state)[0];
                    *state = *state & step.clear | to;
                    *z *= factor;
                }
            }
            return Some(());
        }
        self.next.clear();
        for &(state, z) in &self.entries {
            if state & step.mask != step.value {
                self.next.push((state, z));
                continue;
            }
            let rest = state & step.clear;
            let images = step.images_of(state).iter();
            self.next
                .extend(images.map(|&(to, factor)| (rest | to, z * factor)));
        }
        self.next.sort_unstable_by_key(|e| e.0);
        self.entries.clear();
        for &(state, z) in &self.next {
            match self.entries.last_mut() {
                Some(last) if last.0 == state => last.1 += z,
                _ => self.entries.push((state, z)),
            }
        }
        let dropped = &mut self.dropped;
        self.entries.retain(|(_, z)| {
            let size = z.norm();
            // A not-a-number stays, and spoils the comparison as it should.
            if size < NEGLIGIBLE {
                *dropped += size;
            }
            size >= NEGLIGIBLE || size.is_nan()
        });
        (self.entries.len() <= MAX_ENTRIES).then_some(())
    }

    /// Send basis state `input` through; entries come out over the qubits, then the ancillas, sorted.
    fn run(&mut self, side: &Side, order: &[u32], steps: &[Step], input: usize) -> Option<()> {
        self.dropped = 0.0;
        self.entries.clear();
        let start = side.row(input, &side.initial) as u64;
        self.entries.push((start, Complex64::ONE));
        for step in steps {
            self.apply(step)?;
        }
        for (state, _) in &mut self.entries {
            let wires = order.iter().enumerate();
            *state = wires.fold(0, |v, (i, &w)| v | (*state >> w & 1) << i);
        }
        self.entries.sort_unstable_by_key(|e| e.0);
        Some(())
    }
}

/// Both circuits, ready to take columns.
struct Machine<'a> {
    pair: &'a Pair,
    steps: [Vec<Step>; 2],
    order: [Vec<u32>; 2],
}

impl Machine<'_> {
    fn run(&self, columns: &mut [Column; 2], input: usize) -> Option<()> {
        let [a, b] = columns;
        a.run(&self.pair.a, &self.order[0], &self.steps[0], input)?;
        b.run(&self.pair.b, &self.order[1], &self.steps[1], input)
    }
}

/// Compare all columns. `None` where a column is not sparse, or all of them would take more than `budget`.
pub fn distance(pair: &Pair, tolerance: f64, budget: f64) -> Option<Distance> {
    if pair.wires() > 60 || pair.a.qubits() > 30 {
        return None;
    }
    let steps = |side: &Side| side.program.unitaries().map(Step::new).collect();
    let machine = Machine {
        pair,
        steps: [steps(&pair.a), steps(&pair.b)],
        order: [pair.a.output_order(), pair.b.output_order()],
    };
    let mut first = [Column::default(), Column::default()];
    machine.run(&mut first, 0)?;
    let phase = phase_between(&first);
    let inputs = 1usize << pair.a.qubits();
    let (mut exact, mut aligned) = (Bounds::default(), Bounds::default());
    let mut touched = 0usize;
    for start in (0..inputs).step_by(WAVE) {
        let end = (start + WAVE).min(inputs);
        let parts: Option<Vec<_>> = (start..end)
            .into_par_iter()
            .map_init(<[Column; 2]>::default, |columns, input| {
                columns[0].touched = 0;
                columns[1].touched = 0;
                machine.run(columns, input)?;
                let dropped = columns[0].dropped + columns[1].dropped;
                Some((
                    difference(columns, Complex64::ONE) + dropped,
                    difference(columns, phase) + dropped,
                    columns[0].touched + columns[1].touched,
                ))
            })
            .collect();
        for (k, (e, a, work)) in parts?.into_iter().enumerate() {
            add(&mut exact, e, start + k);
            add(&mut aligned, a, start + k);
            touched += work;
        }
        if exact.lower > tolerance && aligned.lower > tolerance {
            break;
        }
        if touched as f64 * ENTRY_COST / end as f64 * inputs as f64 > budget {
            return None;
        }
    }
    for bounds in [&mut exact, &mut aligned] {
        bounds.upper = bounds.upper.sqrt();
    }
    Some(Distance {
        exact,
        aligned,
        phase: phase.arg(),
    })
}

/// Gather a column's distance; `upper` holds the square of the Frobenius norm meanwhile.
fn add(bounds: &mut Bounds, distance: f64, column: usize) {
    bounds.upper += distance * distance;
    if distance > bounds.lower {
        (bounds.lower, bounds.column) = (distance, column);
    }
}

fn phase_between(columns: &[Column; 2]) -> Complex64 {
    let mut overlap = Complex64::ZERO;
    joined(columns, |x, y| overlap += x * y.conj());
    match overlap.norm() > 1e-6 {
        true => overlap / overlap.norm(),
        false => Complex64::ONE,
    }
}

fn difference(columns: &[Column; 2], phase: Complex64) -> f64 {
    let mut square = 0.0;
    joined(columns, |x, y| square += (x - y * phase).norm_sqr());
    square.sqrt()
}

/// Visit the entries of both columns, zero where only one has it. An ancilla that is not |0> is on one side only, or
/// wrong on both.
fn joined(columns: &[Column; 2], mut f: impl FnMut(Complex64, Complex64)) {
    let (a, b) = (&columns[0].entries, &columns[1].entries);
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let left = a.get(i).map_or(u64::MAX, |e| e.0);
        let right = b.get(j).map_or(u64::MAX, |e| e.0);
        let (mut x, mut y) = (Complex64::ZERO, Complex64::ZERO);
        if left <= right {
            x = a[i].1;
            i += 1;
        }
        if right <= left {
            y = b[j].1;
            j += 1;
        }
        f(x, y);
    }
}
