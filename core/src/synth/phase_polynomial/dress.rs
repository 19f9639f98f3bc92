// SPDX-License-Identifier: Apache-2.0
//! From a skeleton of cx and h to a network: where the terms stand, and how its quadratic form is spread.
//!
//! `diag(1, i)` on the function f is, as a phase in units of pi/2, `sum_v f_v v - 2 sum_(u<v) f_u f_v u v` modulo 4: a
//! linear part and a set of pairs. The pairs of all terms of a network are what binds them together; the linear part
//! can be mended where each variable is made.

use rustc_hash::FxHashMap;

use super::couplings::Couplings;
use super::path::{Function, Sum};
use super::search::Move;
use super::{Palette, Step, MAX_VARIABLES};

const WORDS: usize = (MAX_VARIABLES * (MAX_VARIABLES - 1) / 2).div_ceil(64);

/// A set of pairs of variables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Pairs([u64; WORDS]);

impl Pairs {
    const NONE: Pairs = Pairs([0; WORDS]);

    /// Pairs within a function.
    fn within(f: Function) -> Pairs {
        let mut pairs = Pairs::NONE;
        let mut rest = f;
        while rest != 0 {
            let v = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            pairs.add_row(v, f & ((1 << v) - 1));
        }
        pairs
    }

    /// Pairs of the product of two functions.
    fn between(f: Function, g: Function) -> Pairs {
        let mut pairs = Pairs::NONE;
        for v in 0..MAX_VARIABLES {
            let below = (1u32 << v) - 1;
            let mut row = 0;
            if f >> v & 1 == 1 {
                row ^= g & below;
            }
            if g >> v & 1 == 1 {
                row ^= f & below;
            }
            pairs.add_row(v, row);
        }
        pairs
    }

    /// Toggle the pairs (u, v) for all u < v in `row`.
    fn add_row(&mut self, v: usize, row: u32) {
        if row == 0 {
            return;
        }
        let at = v * (v - 1) / 2;
        let (word, shift) = (at / 64, at % 64);
        self.0[word] ^= u64::from(row) << shift;
        if shift > 32 {
            let high = u64::from(row) >> (64 - shift);
            if high != 0 {
                self.0[word + 1] ^= high;
            }
        }
    }

    fn toggle(&mut self, other: &Pairs) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a ^= b);
    }

    fn first(&self) -> Option<usize> {
        let word = self.0.iter().position(|&w| w != 0)?;
        Some(64 * word + self.0[word].trailing_zeros() as usize)
    }

    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|&w| w == 0)
    }
}

/// Sets of pairs in echelon form, each with the functions it was made of.
#[derive(Default)]
struct Echelon {
    rows: Vec<(usize, Pairs, u128)>,
}

impl Echelon {
    /// What is left of a set, and the functions that were taken.
    fn reduce(&self, mut pairs: Pairs) -> (Pairs, u128) {
        let mut taken = 0;
        for (lead, row, made_of) in &self.rows {
            if pairs.has(*lead) {
                pairs.toggle(row);
                taken ^= made_of;
            }
        }
        (pairs, taken)
    }

    fn insert(&mut self, pairs: Pairs, number: usize) {
        let (rest, taken) = self.reduce(pairs);
        if let Some(lead) = rest.first() {
            self.rows.push((lead, rest, taken ^ 1 << number));
        }
    }
}

/// A function that a skeleton meets: where first, and what stands on it.
struct Met {
    function: Function,
    /// After so many moves, on this wire.
    time: usize,
    wire: u8,
    /// Index of the term that was on it.
    term: Option<usize>,
    eighths: u8,
}

/// Moments of two wires at which a cz would stand.
struct Seat {
    time: usize,
    wires: (u8, u8),
    functions: (Function, Function),
    rest: Pairs,
    taken: u128,
}

/// The network on a skeleton with fewer than `limit` two-qubit gates; `None` if the skeleton cannot carry it.
pub fn dress(
    sum: &Sum,
    skeleton: &[Move],
    palette: Palette,
    couplings: Option<&Couplings>,
    limit: usize,
) -> Option<Vec<Step>> {
    let cx = skeleton
        .iter()
        .filter(|m| matches!(m, Move::Cx(..)))
        .count();
    let room = limit.checked_sub(cx + 1)?;
    let room = if palette.cz { room } else { 0 };
    let mut met = meet(sum, skeleton)?;
    let mut form = Form::of(sum, &mut met)?;
    // Terms first: a quarter turn more is no gate more there.
    let mut order: Vec<usize> = (0..met.len().min(128)).collect();
    order.sort_by_key(|&i| match met[i].term {
        Some(t) if sum.terms[t].kept => 0,
        Some(_) => 1,
        None => 2,
    });
    let mut echelon = Echelon::default();
    for &i in &order {
        echelon.insert(Pairs::within(met[i].function), i);
    }
    let (rest, mut taken) = echelon.reduce(form.pairs);
    let mut seats = Vec::new();
    if !rest.is_empty() {
        let chosen = {
            let may = |a, b| couplings.is_none_or(|c| c.has(a, b));
            seated(sum, skeleton, &echelon, rest, room, &may)?
        };
        for seat in chosen {
            taken ^= seat.taken;
            form.subtract_product(seat.functions);
            seats.push((seat.time, seat.wires));
        }
    }
    for (i, met) in met.iter_mut().enumerate().take(128) {
        if taken >> i & 1 == 1 {
            let more = better_quarter(met.eighths);
            form.subtract(met.function, more);
            met.eighths = (met.eighths + 2 * more) % 8;
        }
    }
    form.mend(&mut met);
    Some(write(sum, skeleton, &met, &seats))
}

/// Functions met, terms on them; checks that the skeleton reads and writes what the sum does.
fn meet(sum: &Sum, skeleton: &[Move]) -> Option<Vec<Met>> {
    let mut functions: Vec<Function> = (0..sum.wires).map(|q| 1 << q).collect();
    let mut met: Vec<Met> = Vec::new();
    let mut see = |function: Function, time: usize, wire: u8| {
        if function != 0 && !met.iter().any(|m| m.function == function) {
            let term = sum.terms.iter().position(|t| t.function == function);
            met.push(Met {
                function,
                time,
                wire,
                term,
                eighths: 0,
            });
        }
    };
    for (q, &f) in functions.iter().enumerate() {
        see(f, 0, q as u8);
    }
    let mut done = 0u32;
    for (i, step) in skeleton.iter().enumerate() {
        let wire = match *step {
            Move::Cx(c, t) => {
                functions[usize::from(t)] ^= functions[usize::from(c)];
                t
            }
            Move::H(q, k) => {
                let read = &mut functions[usize::from(q)];
                if *read != *sum.read.get(usize::from(k))? || done >> k & 1 == 1 {
                    return None;
                }
                done |= 1 << k;
                *read = 1 << (sum.wires + usize::from(k));
                q
            }
        };
        see(functions[usize::from(wire)], i + 1, wire);
    }
    let all = done.count_ones() as usize == sum.read.len() && functions == sum.outputs;
    all.then_some(met)
}

/// What is left of the quadratic form: units of pi/2 of each variable, and pairs.
struct Form {
    linear: [u8; MAX_VARIABLES],
    pairs: Pairs,
}

impl Form {
    /// Everything that does not stand where it stood. `None` if a kept term has no place.
    fn of(sum: &Sum, met: &mut [Met]) -> Option<Form> {
        let mut form = Form {
            linear: [0; MAX_VARIABLES],
            pairs: Pairs::NONE,
        };
        for (i, term) in sum.terms.iter().enumerate() {
            match met.iter_mut().find(|m| m.term == Some(i)) {
                Some(met) => met.eighths = term.eighths,
                None if term.kept => return None,
                None => form.add(term.function, term.eighths / 2),
            }
        }
        for &(f, g) in &sum.products {
            form.subtract_product((f, g));
        }
        Some(form)
    }

    fn add(&mut self, function: Function, quarters: u8) {
        for (v, units) in self.linear.iter_mut().enumerate() {
            if function >> v & 1 == 1 {
                *units = (*units + quarters) % 4;
            }
        }
        if quarters % 2 == 1 {
            self.pairs.toggle(&Pairs::within(function));
        }
    }

    fn subtract(&mut self, function: Function, quarters: u8) {
        self.add(function, (4 - quarters % 4) % 4);
    }

    /// Its own inverse, so it adds too.
    fn subtract_product(&mut self, (f, g): (Function, Function)) {
        for (v, units) in self.linear.iter_mut().enumerate() {
            if (f & g) >> v & 1 == 1 {
                *units = (*units + 2) % 4;
            }
        }
        self.pairs.toggle(&Pairs::between(f, g));
    }

    /// Put the linear part where each variable is made.
    fn mend(&self, met: &mut [Met]) {
        for (v, &units) in self.linear.iter().enumerate() {
            if units != 0 {
                let own = met.iter_mut().find(|m| m.function == 1 << v);
                let own = own.expect("a variable is met where it is made");
                own.eighths = (own.eighths + 2 * units) % 8;
            }
        }
    }
}

/// A quarter turn forward (1) or back (3), whichever leaves less to write.
fn better_quarter(eighths: u8) -> u8 {
    let price = |k: u8| [0, 1, 1, 2, 1, 2, 1, 1][usize::from(k % 8)];
    if price(eighths + 2) < price(eighths + 6) {
        1
    } else {
        3
    }
}

/// The fewest cz, up to two, that make up for what the functions cannot.
fn seated(
    sum: &Sum,
    skeleton: &[Move],
    echelon: &Echelon,
    rest: Pairs,
    room: usize,
    may: &dyn Fn(usize, usize) -> bool,
) -> Option<Vec<Seat>> {
    if room == 0 {
        return None;
    }
    let mut seats = all_seats(sum, skeleton, echelon, may);
    if let Some(i) = seats.iter().position(|s| s.rest == rest) {
        return Some(vec![seats.swap_remove(i)]);
    }
    if room == 1 {
        return None;
    }
    let mut by_rest: FxHashMap<Pairs, usize> = FxHashMap::default();
    for (i, seat) in seats.iter().enumerate() {
        by_rest.entry(seat.rest).or_insert(i);
    }
    let (a, b) = seats.iter().enumerate().find_map(|(i, seat)| {
        let mut other = rest;
        other.toggle(&seat.rest);
        by_rest.get(&other).map(|&j| (i, j))
    })?;
    // The later one first, so that the other keeps its index.
    let second = seats.swap_remove(a.max(b));
    let first = seats.swap_remove(a.min(b));
    Some(vec![first, second])
}

fn all_seats(
    sum: &Sum,
    skeleton: &[Move],
    echelon: &Echelon,
    may: &dyn Fn(usize, usize) -> bool,
) -> Vec<Seat> {
    let mut functions: Vec<Function> = (0..sum.wires).map(|q| 1 << q).collect();
    let mut seats = Vec::new();
    let mut seat = |functions: &[Function], a: usize, b: usize, time: usize| {
        if !may(a, b) {
            return;
        }
        let pair = (functions[a], functions[b]);
        let (rest, taken) = echelon.reduce(Pairs::between(pair.0, pair.1));
        if !rest.is_empty() {
            seats.push(Seat {
                time,
                wires: (a as u8, b as u8),
                functions: pair,
                rest,
                taken,
            });
        }
    };
    for a in 0..sum.wires {
        for b in a + 1..sum.wires {
            seat(&functions, a, b, 0);
        }
    }
    for (i, step) in skeleton.iter().enumerate() {
        let wire = match *step {
            Move::Cx(c, t) => {
                functions[usize::from(t)] ^= functions[usize::from(c)];
                usize::from(t)
            }
            Move::H(q, k) => {
                functions[usize::from(q)] = 1 << (sum.wires + usize::from(k));
                usize::from(q)
            }
        };
        for b in (0..sum.wires).filter(|&b| b != wire) {
            seat(&functions, wire.min(b), wire.max(b), i + 1);
        }
    }
    seats
}

fn write(sum: &Sum, skeleton: &[Move], met: &[Met], seats: &[(usize, (u8, u8))]) -> Vec<Step> {
    let mut out = Vec::new();
    for time in 0..=skeleton.len() {
        if time > 0 {
            out.push(match skeleton[time - 1] {
                Move::Cx(c, t) => Step::Cx(c, t),
                Move::H(q, _) => Step::H(q),
            });
        }
        for m in met.iter().filter(|m| m.time == time) {
            if m.eighths != 0 {
                out.push(Step::Eighths(m.wire, m.eighths));
            }
            let turns = m.term.map_or(&[][..], |t| &sum.terms[t].turns);
            out.extend(turns.iter().map(|&label| Step::Turn(m.wire, label)));
        }
        let here = seats.iter().filter(|s| s.0 == time);
        out.extend(here.map(|&(_, (a, b))| Step::Cz(a, b)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::Random;

    #[test]
    fn pairs_are_the_products_of_bits() {
        let mut random = Random::new(4);
        for _ in 0..200 {
            let (f, g) = (
                random.below(1 << 32) as Function,
                random.below(1 << 32) as Function,
            );
            let (within, between) = (Pairs::within(f), Pairs::between(f, g));
            let mut number = 0;
            for v in 1..MAX_VARIABLES {
                for u in 0..v {
                    let bit = |f: Function, v: usize| f >> v & 1 == 1;
                    assert_eq!(bit(f, u) && bit(f, v), within.has(number));
                    let crossed = (bit(f, u) && bit(g, v)) != (bit(f, v) && bit(g, u));
                    assert_eq!(crossed, between.has(number));
                    number += 1;
                }
            }
            let first = (0..number).find(|&i| within.has(i));
            assert_eq!(first, within.first());
            assert_eq!(first.is_none(), within.is_empty());
        }
    }

    #[test]
    fn sums_of_inserted_sets_leave_nothing() {
        let functions = [0b0111, 0b1011, 0b1101, 0b1110, 0b1111, 0b0011];
        let mut echelon = Echelon::default();
        for (i, &f) in functions.iter().enumerate() {
            echelon.insert(Pairs::within(f), i);
        }
        for set in 0u128..1 << functions.len() {
            let mut sum = Pairs::NONE;
            let add = |sum: &mut Pairs, set: u128| {
                for (i, &f) in functions.iter().enumerate() {
                    if set >> i & 1 == 1 {
                        sum.toggle(&Pairs::within(f));
                    }
                }
            };
            add(&mut sum, set);
            let (rest, taken) = echelon.reduce(sum);
            assert!(rest.is_empty());
            add(&mut sum, taken);
            assert!(sum.is_empty());
        }
        assert!(!echelon.reduce(Pairs::within(0b11_0000)).0.is_empty());
    }

    #[test]
    fn a_quarter_more_leaves_the_least_to_write() {
        let after = |k: u8| (k + 2 * better_quarter(k)) % 8;
        assert_eq!(
            [6, 7, 0, 1, 2, 7, 0, 1],
            std::array::from_fn(|k| after(k as u8))
        );
    }
}
