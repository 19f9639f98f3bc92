// SPDX-License-Identifier: Apache-2.0
//! What two circuits begin and end with alike is cancelled, wire by wire, whatever the order of independent steps.
//!
//! With A = A' P and B = B' P the distance of A and B is that of A' and B', and likewise at the end. A step
//! goes when it is the first left on all its wires in both circuits and does the same there. O(steps).

use std::collections::VecDeque;

use super::program::{Program, Step, Unitary};
use super::side::Pair;

/// Cancel at both ends (`beginning` false: at the end only). Returns how many steps went from each side.
/// Both programs must be unitary.
pub fn cancel(pair: &mut Pair, beginning: bool) -> usize {
    let mut gone = 0;
    if beginning {
        gone += cancel_one_end(pair, false);
    }
    gone + cancel_one_end(pair, true)
}

/// The steps on each wire, nearest to the end in question first.
struct Fronts {
    wires: Vec<VecDeque<u32>>,
    gone: Vec<bool>,
}

impl Fronts {
    fn new(program: &Program, reverse: bool) -> Fronts {
        let mut wires = vec![VecDeque::new(); program.qubits];
        for (i, step) in program.steps.iter().enumerate() {
            for w in wires_of(unitary(step)) {
                match reverse {
                    false => wires[w as usize].push_back(i as u32),
                    true => wires[w as usize].push_front(i as u32),
                }
            }
        }
        Fronts {
            wires,
            gone: vec![false; program.steps.len()],
        }
    }

    fn first(&self, wire: u32) -> Option<u32> {
        self.wires[wire as usize].front().copied()
    }

    fn is_free(&self, u: &Unitary, step: u32) -> bool {
        wires_of(u).all(|w| self.first(w) == Some(step))
    }

    fn remove(&mut self, u: &Unitary, step: u32) {
        for w in wires_of(u) {
            self.wires[w as usize].pop_front();
        }
        self.gone[step as usize] = true;
    }
}

fn cancel_one_end(pair: &mut Pair, reverse: bool) -> usize {
    let (ends_a, ends_b) = match reverse {
        false => (&pair.a.initial, &pair.b.initial),
        true => (&pair.a.last, &pair.b.last),
    };
    let mut to_b = vec![None; pair.a.wires()];
    for (&a, &b) in ends_a.iter().zip(ends_b) {
        to_b[a as usize] = Some(b);
    }
    let (a, b) = (&pair.a.program, &pair.b.program);
    let mut front_a = Fronts::new(a, reverse);
    let mut front_b = Fronts::new(b, reverse);
    let mut gone = 0;
    let mut waiting: Vec<u32> = (0..a.qubits as u32).collect();
    while let Some(wire) = waiting.pop() {
        let (Some(step_a), Some(other)) = (front_a.first(wire), to_b[wire as usize]) else {
            continue;
        };
        let Some(step_b) = front_b.first(other) else {
            continue;
        };
        let (u, v) = (
            unitary(&a.steps[step_a as usize]),
            unitary(&b.steps[step_b as usize]),
        );
        if front_a.is_free(u, step_a) && front_b.is_free(v, step_b) && same(u, v, &to_b) {
            front_a.remove(u, step_a);
            front_b.remove(v, step_b);
            gone += 1;
            waiting.extend(wires_of(u));
        }
    }
    for (program, fronts) in [
        (&mut pair.a.program, front_a),
        (&mut pair.b.program, front_b),
    ] {
        let mut gone = fronts.gone.into_iter();
        program.steps.retain(|_| !gone.next().unwrap_or(false));
    }
    gone
}

fn unitary(step: &Step) -> &Unitary {
    match step {
        Step::Unitary(u) => u,
        _ => unreachable!("only unitary programs are cancelled"),
    }
}

fn wires_of(u: &Unitary) -> impl Iterator<Item = u32> + '_ {
    // A wire that is a control twice counts once.
    let controls = u.controls.iter().enumerate();
    let distinct = controls
        .filter(|(i, c)| !u.controls[..*i].iter().any(|d| d.0 == c.0))
        .map(|(_, c)| c.0);
    u.targets.iter().copied().chain(distinct)
}

/// `u` on A's wires does what `v` does on B's.
fn same(u: &Unitary, v: &Unitary, to_b: &[Option<u32>]) -> bool {
    let target = |(x, y): (&u32, &u32)| to_b[*x as usize] == Some(*y);
    let control =
        |c: &(u32, bool)| to_b[c.0 as usize].is_some_and(|w| v.controls.contains(&(w, c.1)));
    u.targets.len() == v.targets.len()
        && u.controls.len() == v.controls.len()
        && u.targets.iter().zip(&v.targets).all(target)
        && u.controls.iter().all(control)
        && u.matrix == v.matrix
}
