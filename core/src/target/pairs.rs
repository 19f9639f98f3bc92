// SPDX-License-Identifier: Apache-2.0
//! What a two-qubit gate and a SWAP cost on a coupled pair: the weights of placement and routing.

use std::f64::consts::{FRAC_PI_2, PI};

use super::{AngleRange, GateFacts, Target};
use crate::Gate;

/// The price of acting on a pair. Gates on one qubit are left out: they are few and an order of magnitude better.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairCost {
    /// Of the pair's best native two-qubit gate: least error, then least duration.
    pub error: Option<f64>,
    pub duration_ns: Option<f64>,
    pub swap: SwapCost,
}

/// The price of exchanging the two qubits.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SwapCost {
    /// Native two-qubit gates it takes.
    pub gates: u32,
    /// Probability that one of them goes wrong; `None` where a figure is missing.
    pub error: Option<f64>,
    /// Of those gates one after another.
    pub duration_ns: Option<f64>,
}

/// A native gate of a pair in its better direction.
#[derive(Clone, Copy)]
struct Offer {
    gate: Gate,
    facts: GateFacts,
    /// Uses that make a SWAP.
    uses: u32,
}

impl Target {
    /// The price of the pair, whichever way round; `None` if it is not coupled. A device of which nothing was
    /// measured has counts without figures.
    pub fn pair_cost(&self, a: u32, b: u32) -> Option<PairCost> {
        let offers = self.offers(a, b);
        let best = offers.iter().map(|o| o.facts).min_by(better)?;
        let swap = cheapest(&recipes(&offers));
        Some(PairCost {
            error: best.error,
            duration_ns: best.duration_ns,
            swap,
        })
    }

    fn offers(&self, a: u32, b: u32) -> Vec<Offer> {
        let (forward, backward) = (self.pair_gates(a, b), self.pair_gates(b, a));
        let offer = |gate: Gate| {
            let facts = |native: bool, pair: [u32; 2]| {
                let known = self.calibration.as_deref();
                native.then(|| known.map_or(GateFacts::default(), |c| c.gate(gate, &pair)))
            };
            let ways = [
                facts(forward.contains(gate), [a, b]),
                facts(backward.contains(gate), [b, a]),
            ];
            let facts = ways.into_iter().flatten().min_by(better)?;
            let uses = uses_per_swap(gate, self.range(gate))?;
            Some(Offer { gate, facts, uses })
        };
        forward.union(backward).iter().filter_map(offer).collect()
    }
}

/// Smaller is better; what is known comes before what is not.
fn better(a: &GateFacts, b: &GateFacts) -> std::cmp::Ordering {
    let key = |x: Option<f64>| x.unwrap_or(f64::INFINITY);
    let errors = key(a.error).total_cmp(&key(b.error));
    errors.then(key(a.duration_ns).total_cmp(&key(b.duration_ns)))
}

/// Ways to make a SWAP: one gate repeated, or iswap and cx (with their like), whose interactions (1, 1, 0) and
/// (0, 0, 1) in units of pi/4 add up to the SWAP's (1, 1, 1).
fn recipes(offers: &[Offer]) -> Vec<SwapCost> {
    let repeated = offers.iter().map(|o| price(&[(o.facts, o.uses)]));
    let like = |gates: &'static [Gate]| {
        let found = offers.iter().filter(|o| gates.contains(&o.gate));
        found.map(|o| o.facts).min_by(better)
    };
    let double = like(&[Gate::Iswap, Gate::Iswapdg, Gate::Dcx]);
    let single = like(&[Gate::Cx, Gate::Cy, Gate::Cz, Gate::Ch, Gate::Ecr]);
    let mixed = double.zip(single).map(|(d, s)| price(&[(d, 1), (s, 1)]));
    repeated.chain(mixed).collect()
}

fn price(parts: &[(GateFacts, u32)]) -> SwapCost {
    let right = parts
        .iter()
        .map(|(f, n)| f.error.map(|e| (1.0 - e).powi(*n as i32)))
        .try_fold(1.0, |all, part| part.map(|p| all * p));
    SwapCost {
        gates: parts.iter().map(|(_, n)| n).sum(),
        error: right.map(|r| 1.0 - r),
        duration_ns: parts
            .iter()
            .map(|(f, n)| f.duration_ns.map(|d| d * f64::from(*n)))
            .sum(),
    }
}

/// The least error where every way has one, else the fewest gates: an unknown error is not a small one.
fn cheapest(recipes: &[SwapCost]) -> SwapCost {
    let known = recipes.iter().all(|r| r.error.is_some());
    let key = |r: &SwapCost| r.error.filter(|_| known).unwrap_or(0.0);
    *recipes
        .iter()
        .min_by(|x, y| key(x).total_cmp(&key(y)).then(x.gates.cmp(&y.gates)))
        .expect("a coupled pair has a gate")
}

/// How many uses of a gate make a SWAP, one-qubit gates between them; `None`: it never does.
fn uses_per_swap(gate: Gate, range: Option<AngleRange>) -> Option<u32> {
    match gate {
        Gate::Swap => Some(1),
        // Square roots of a cx.
        Gate::Cs | Gate::Csdg | Gate::Csx => Some(6),
        Gate::Rxx | Gate::Ryy | Gate::Rzz | Gate::Rzx => interactions(FRAC_PI_2, range),
        Gate::Cp | Gate::Crx | Gate::Cry | Gate::Crz => interactions(PI, range),
        _ => Some(3),
    }
}

/// Three interactions as strong as a cx. An odd multiple of `full` has that strength, an even one none.
fn interactions(full: f64, range: Option<AngleRange>) -> Option<u32> {
    let Some(AngleRange { low, high }) = range else {
        return Some(3);
    };
    // In units of `full`: strength is the distance from the nearest even number.
    let (low, high) = (low / full, high / full);
    let strength = |x: f64| (x - 2.0 * (x / 2.0).round()).abs();
    let next_odd = 2.0 * ((low - 1.0 - 1e-9) / 2.0).ceil() + 1.0;
    let strongest = match next_odd <= high + 1e-9 {
        true => 1.0,
        false => strength(low).max(strength(high)),
    };
    (strongest > 1e-6).then(|| 3 * (1.0 / strongest - 1e-9).ceil() as u32)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::target::Calibration;
    use crate::GateSet;

    fn line(gates: &[Gate], facts: &[(Gate, [u32; 2], Option<f64>, Option<f64>)]) -> Target {
        let mut calibration = Calibration::default();
        for &(gate, pair, error, duration_ns) in facts {
            let facts = GateFacts { error, duration_ns };
            calibration.gates.insert((gate, pair), facts);
        }
        Target {
            qubits: Some(3),
            pairs: Some([((0, 1), GateSet::of(gates))].into_iter().collect()),
            calibration: Some(Arc::new(calibration)),
            ..Target::all_to_all(GateSet::of(gates))
        }
    }

    #[test]
    fn without_figures_there_are_counts() {
        for (gates, uses) in [
            (&[Gate::Cz][..], 3),
            (&[Gate::Ecr, Gate::Swap], 1),
            (&[Gate::Siswap], 3),
            (&[Gate::Iswap], 3),
            (&[Gate::Iswap, Gate::Cz], 2),
            (&[Gate::Cs], 6),
            (&[Gate::Rzz], 3),
            (&[Gate::Ms], 3),
        ] {
            let cost = line(gates, &[]).pair_cost(1, 0).expect("coupled");
            assert_eq!(uses, cost.swap.gates, "{gates:?}");
            assert_eq!((None, None), (cost.error, cost.swap.error));
        }
        assert_eq!(None, line(&[Gate::Cz], &[]).pair_cost(1, 2));
    }

    #[test]
    fn the_better_direction_and_gate_are_taken() {
        let mut target = line(
            &[Gate::Cx],
            &[
                (Gate::Cx, [0, 1], Some(0.02), Some(300.0)),
                (Gate::Cx, [1, 0], Some(0.01), Some(350.0)),
            ],
        );
        let one_way = target.pair_cost(0, 1).expect("coupled");
        assert_eq!(
            (Some(0.02), Some(300.0)),
            (one_way.error, one_way.duration_ns)
        );
        assert_eq!(Some(900.0), one_way.swap.duration_ns);
        assert!((one_way.swap.error.expect("known") - (1.0 - 0.98f64.powi(3))).abs() < 1e-15);
        let pairs = target.pairs.as_mut().expect("given");
        pairs.insert((1, 0), GateSet::of(&[Gate::Cx]));
        let both = target.pair_cost(0, 1).expect("coupled");
        assert_eq!((Some(0.01), Some(350.0)), (both.error, both.duration_ns));
        assert_eq!(target.pair_cost(1, 0), Some(both));
    }

    #[test]
    fn a_bad_swap_gate_is_not_taken_for_a_good_one() {
        let facts = |swap| {
            [
                (Gate::Cz, [0, 1], Some(0.01), Some(60.0)),
                (Gate::Swap, [1, 0], swap, Some(20.0)),
            ]
        };
        let cost = |swap| {
            let target = line(&[Gate::Cz, Gate::Swap], &facts(swap));
            target.pair_cost(0, 1).expect("coupled").swap
        };
        assert_eq!((3, Some(180.0)), {
            let bad = cost(Some(0.04));
            (bad.gates, bad.duration_ns)
        });
        assert_eq!(1, cost(Some(0.02)).gates);
        // Not known: fewest gates.
        assert_eq!(
            (1, None, Some(20.0)),
            (cost(None).gates, cost(None).error, cost(None).duration_ns)
        );
    }

    #[test]
    fn limited_angles_take_more_uses() {
        let uses = |low, high| interactions(FRAC_PI_2, Some(AngleRange { low, high }));
        assert_eq!(Some(3), uses(0.0, FRAC_PI_2));
        assert_eq!(Some(3), uses(-PI, -FRAC_PI_2));
        assert_eq!(Some(6), uses(0.0, FRAC_PI_2 / 2.0));
        assert_eq!(Some(6), uses(-FRAC_PI_2 / 2.0, 0.1));
        assert_eq!(Some(9), uses(0.0, FRAC_PI_2 / 2.9));
        assert_eq!(Some(3), uses(2.0, 6.0));
        assert_eq!(None, uses(0.0, 0.0));
    }
}
