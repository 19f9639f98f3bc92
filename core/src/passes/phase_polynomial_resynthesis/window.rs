// SPDX-License-Identifier: Apache-2.0
//! Which gates make a window, and what they are as a network.

use smallvec::SmallVec;

use super::item::{extra_phase, Item, Shape};
use crate::synth::phase_polynomial::{Step, MAX_STRINGS, MAX_VARIABLES};
use crate::{Angle, Circuit, Op};

/// Items scanned for each gate a window may hold.
const REACH: usize = 8;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub wires: usize,
    pub gates: usize,
}

/// A run of gates on a few wires. `before` can stand before all of it and `after` behind all of it.
#[derive(Debug, Default)]
pub struct Window {
    pub wires: Vec<u32>,
    pub inside: Vec<Item>,
    pub before: Vec<Item>,
    pub after: Vec<Item>,
    /// Items of the three together.
    pub scanned: usize,
    pub pairs: usize,
}

/// Walks from a gate on. Each wire is untouched, in the window, or closed since something after the window's gates is on it.
pub struct Collector<'a> {
    circuit: &'a Circuit,
    /// When a wire (qubits, then bits) was last looked at, and what it was: a number in the window, or closed.
    states: Vec<(u32, u8)>,
    round: u32,
}

const CLOSED: u8 = u8::MAX;

impl<'a> Collector<'a> {
    pub fn new(circuit: &'a Circuit) -> Collector<'a> {
        Collector {
            circuit,
            states: vec![(0, 0); circuit.num_qubits() + circuit.num_bits()],
            round: 0,
        }
    }

    /// The window that starts with the last of `coming`, a stack.
    pub fn collect(&mut self, coming: &[Item], limits: Limits) -> Window {
        self.round += 1;
        let mut window = Window::default();
        let (mut variables, mut strings) = (0, 0);
        // Wires in the window that are not closed.
        let mut open = 0;
        for (i, &item) in coming.iter().rev().take(REACH * limits.gates).enumerate() {
            window.scanned = i + 1;
            if item.shape == Shape::Fence {
                let wires = self.fence_wires(item.op);
                let touched = wires.iter().any(|&w| self.state(w).is_some());
                if !touched {
                    window.before.push(item);
                    continue;
                }
                window.after.push(item);
                open -= self.close(&wires);
                if open == 0 {
                    break;
                }
                continue;
            }
            let wires = item.wires();
            let known = wires
                .iter()
                .filter(|&&w| self.state(w as usize).is_some())
                .count();
            let closed = wires
                .iter()
                .any(|&w| self.state(w as usize) == Some(CLOSED));
            let new = wires.len() - known;
            if known == 0 && i > 0 {
                window.before.push(item);
                continue;
            }
            let more = new + usize::from(item.shape == Shape::H);
            let more_strings = 2 * more + usize::from(item.is_rotation());
            let fits = !closed
                && window.wires.len() + new <= limits.wires
                && variables + more <= MAX_VARIABLES
                && strings + more_strings <= MAX_STRINGS
                && window.inside.len() < limits.gates;
            if !fits {
                window.after.push(item);
                let wires: SmallVec<[usize; 8]> = wires.iter().map(|&w| w as usize).collect();
                open -= self.close(&wires);
                if open == 0 {
                    break;
                }
                continue;
            }
            for &w in wires {
                if self.state(w as usize).is_none() {
                    self.states[w as usize] = (self.round, window.wires.len() as u8);
                    window.wires.push(w);
                    open += 1;
                }
            }
            variables += more;
            strings += more_strings;
            window.inside.push(item);
            if item.is_pair() {
                window.pairs += 1;
            }
        }
        window
    }

    /// The window's number of a wire, `CLOSED`, or none if it was not looked at yet.
    fn state(&self, wire: usize) -> Option<u8> {
        let (round, state) = self.states[wire];
        (round == self.round).then_some(state)
    }

    /// Close wires; says how many of them were open in the window.
    fn close(&mut self, wires: &[usize]) -> usize {
        let mut open = 0;
        for &w in wires {
            open += usize::from(self.state(w).is_some_and(|s| s != CLOSED));
            self.states[w] = (self.round, CLOSED);
        }
        open
    }

    fn fence_wires(&self, op: Op) -> SmallVec<[usize; 8]> {
        let qubits = self.circuit.num_qubits();
        let index = |w: &crate::Wire| w.index() + if w.is_bit() { qubits } else { 0 };
        self.circuit.wires(op).iter().map(index).collect()
    }
}

/// A window without its x and y: they are pushed to its end.
pub struct Network {
    pub steps: Vec<Step>,
    /// Operations of the numbered angles, and whether they are negated.
    pub turns: Vec<(Op, bool)>,
    /// Wires with an x at the end.
    pub flipped: u16,
    /// Global phase the window has beyond the network.
    pub phase: Angle,
}

impl Window {
    /// With `spelt_swaps`, a swap is three cx.
    pub fn network(&self, circuit: &Circuit, spelt_swaps: bool) -> Network {
        let mut network = Network {
            steps: Vec::with_capacity(self.inside.len()),
            turns: Vec::new(),
            flipped: 0,
            phase: Angle::ZERO,
        };
        for item in &self.inside {
            network.add(circuit, *item, self, spelt_swaps);
        }
        network
    }

    fn number(&self, wire: u32) -> u8 {
        let found = self.wires.iter().position(|&w| w == wire);
        found.expect("inside") as u8
    }
}

impl Network {
    fn add(&mut self, circuit: &Circuit, item: Item, window: &Window, spelt_swaps: bool) {
        let a = window.number(item.wires[0]);
        let is_flipped = |flipped: u16, q: u8| flipped >> q & 1 == 1;
        match item.shape {
            Shape::X => self.flipped ^= 1 << a,
            Shape::Y => {
                // Y = i X Z.
                self.add_phase(&Angle::HALF_PI);
                self.eighths(a, 4);
                self.flipped ^= 1 << a;
            }
            Shape::H => {
                self.steps.push(Step::H(a));
                if is_flipped(self.flipped, a) {
                    self.flipped ^= 1 << a;
                    self.steps.push(Step::Eighths(a, 4));
                }
            }
            Shape::Eighths(k) => {
                // An item that was not kept is a diagonal, whatever it will be written as.
                if item.kept {
                    self.add_phase(&extra_phase(circuit, item.op));
                }
                self.eighths(a, k);
            }
            Shape::Turn { negated } => self.turn(circuit, item.op, negated, a),
            Shape::Cx | Shape::Cz | Shape::Swap => {
                let b = window.number(item.wires[1]);
                let (fa, fb) = (is_flipped(self.flipped, a), is_flipped(self.flipped, b));
                match item.shape {
                    Shape::Cx => {
                        self.steps.push(Step::Cx(a, b));
                        self.flipped ^= u16::from(fa) << b;
                    }
                    Shape::Cz => {
                        // (-1)^((a+1) b) = (-1)^(ab) (-1)^b.
                        self.steps.push(Step::Cz(a, b));
                        if fa {
                            self.steps.push(Step::Eighths(b, 4));
                        }
                        if fb {
                            self.steps.push(Step::Eighths(a, 4));
                        }
                        if fa && fb {
                            self.add_phase(&Angle::PI);
                        }
                    }
                    _ => {
                        match spelt_swaps {
                            true => {
                                let cx = [Step::Cx(a, b), Step::Cx(b, a), Step::Cx(a, b)];
                                self.steps.extend(cx);
                            }
                            false => self.steps.push(Step::Swap(a, b)),
                        }
                        if fa != fb {
                            self.flipped ^= 1 << a | 1 << b;
                        }
                    }
                }
            }
            Shape::Fence => {}
        }
    }

    fn add_phase(&mut self, angle: &Angle) {
        self.phase = self.phase.add(angle).modulo(2);
    }

    /// `diag(1, exp(i pi k / 4))` behind the x that are being pushed.
    fn eighths(&mut self, wire: u8, k: u8) {
        if self.flipped >> wire & 1 == 0 {
            self.steps.push(Step::Eighths(wire, k));
        } else {
            self.add_phase(&Angle::pi(i32::from(k), 4));
            self.steps.push(Step::Eighths(wire, (8 - k) % 8));
        }
    }

    fn turn(&mut self, circuit: &Circuit, op: Op, negated: bool, wire: u8) {
        use crate::analysis::family::{membership, Turn};
        let flipped = self.flipped >> wire & 1 == 1;
        if flipped && circuit.gate(op).map(|g| membership(g).turn) == Some(Turn::Power) {
            let angle = &circuit.params(op)[0];
            match negated {
                true => self.add_phase(&angle.neg()),
                false => self.add_phase(angle),
            }
        }
        self.steps.push(Step::Turn(wire, self.turns.len() as u16));
        self.turns.push((op, negated ^ flipped));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::circuit;

    /// Positions of the items inside, before and after, and how many were looked at.
    fn cut(qubits: u32, text: &str, limits: Limits) -> [String; 3] {
        let c = circuit(qubits, text);
        let mut items: Vec<Item> = c.iter().map(|op| Item::of(&c, op)).collect();
        items.reverse();
        let window = Collector::new(&c).collect(&items, limits);
        let list = |items: &[Item]| {
            let places: Vec<String> = items.iter().map(|i| i.op.0.to_string()).collect();
            places.join(" ")
        };
        let all = window.inside.len() + window.before.len() + window.after.len();
        assert_eq!(all, window.scanned);
        let pairs = window.inside.iter().filter(|i| i.is_pair()).count();
        assert_eq!(pairs, window.pairs);
        [&window.inside, &window.before, &window.after].map(|items| list(items))
    }

    fn check(text: &str, limits: (usize, usize), expected: [&str; 3]) {
        let (wires, gates) = limits;
        assert_eq!(
            expected,
            cut(6, text, Limits { wires, gates })
                .each_ref()
                .map(|s| &**s)
        );
    }

    #[test]
    fn what_is_apart_comes_before() {
        check("cx 0 1; t 2; cx 3 4; cx 1 2", (4, 9), ["0 3", "1 2", ""]);
        check("cx 0 1; ry(1/3) 2; cx 1 2; t 1", (4, 9), ["0 2 3", "1", ""]);
    }

    #[test]
    fn what_depends_on_it_comes_after() {
        check(
            "cx 0 1; ry(1/3) 1; t 1; cx 0 2; cx 1 2; t 2",
            (4, 9),
            ["0 3", "", "1 2 4 5"],
        );
        check("cx 0 1; barrier 1 2; t 2; t 0", (4, 9), ["0 3", "", "1 2"]);
        check("cx 0 1; barrier 0 1; t 2; t 0", (4, 9), ["0", "", "1"]);
    }

    #[test]
    fn limits_hold() {
        check("cx 0 1; cx 1 2; cx 0 1; cx 2 3", (2, 9), ["0", "", "1 2"]);
        check("cx 0 1; cx 1 2; cx 2 3; t 0", (3, 9), ["0 1 3", "", "2"]);
        check("cx 0 1; t 0; t 1; h 0", (3, 3), ["0 1 2", "", "3"]);
        let h = "; h 0".repeat(40);
        let [inside, ..] = cut(
            2,
            &format!("cx 0 1{h}"),
            Limits {
                wires: 2,
                gates: 99,
            },
        );
        // Two strings for each of 2 wires and 30 h.
        assert_eq!(31, inside.split(' ').count());
        let t = "; t 0".repeat(70);
        let [inside, ..] = cut(
            2,
            &format!("cx 0 1{t}"),
            Limits {
                wires: 2,
                gates: 99,
            },
        );
        assert_eq!(61, inside.split(' ').count());
        let far = "; t 5".repeat(20);
        let [inside, before, _] = cut(
            6,
            &format!("cx 0 1{far}; t 0"),
            Limits { wires: 2, gates: 2 },
        );
        assert_eq!("0", inside);
        assert_eq!(2 * REACH - 1, before.split(' ').count());
    }

    #[test]
    fn x_goes_to_the_end() {
        let network = |text: &str| {
            let c = circuit(2, text);
            let mut items: Vec<Item> = c.iter().map(|op| Item::of(&c, op)).collect();
            items.reverse();
            let limits = Limits { wires: 2, gates: 9 };
            let n = Collector::new(&c)
                .collect(&items, limits)
                .network(&c, false);
            (n.steps, n.flipped, n.phase)
        };
        use Step::{Cx, Cz, Eighths, Swap, H};
        assert_eq!((vec![Cx(0, 1)], 0b00, Angle::ZERO), network("cx 0 1"));
        let (steps, flipped, phase) = network("cz 0 1; x 0; t 0; cx 0 1; s 1");
        assert_eq!(
            vec![Cz(0, 1), Eighths(0, 7), Cx(0, 1), Eighths(1, 6)],
            steps
        );
        assert_eq!((0b11, Angle::pi(3, 4)), (flipped, phase));
        let (steps, flipped, _) = network("cz 0 1; x 0; swap 0 1; h 1; y 0");
        assert_eq!(
            vec![Cz(0, 1), Swap(0, 1), H(1), Eighths(1, 4), Eighths(0, 4)],
            steps
        );
        assert_eq!(0b01, flipped);
        let (steps, flipped, phase) = network("cz 0 1; x 0; x 1; cz 0 1");
        assert_eq!(
            vec![Cz(0, 1), Cz(0, 1), Eighths(1, 4), Eighths(0, 4)],
            steps
        );
        assert_eq!((0b11, Angle::PI), (flipped, phase));
    }
}
