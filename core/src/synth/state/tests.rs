// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::synth::gauss::Gauss;

fn random(size: usize, seed: u64) -> Vec<C64> {
    let mut random = Gauss::new(seed);
    normalised(&(0..size).map(|_| random.complex()).collect::<Vec<_>>())
}

fn real(size: usize, seed: u64) -> Vec<C64> {
    let mut random = Gauss::new(seed);
    normalised(
        &(0..size)
            .map(|_| C64::from(random.normal()))
            .collect::<Vec<_>>(),
    )
}

fn product(parts: &[Vec<C64>]) -> Vec<C64> {
    parts.iter().fold(vec![C64::from(1.0)], |low, high| {
        high.iter()
            .flat_map(|h| low.iter().map(move |l| h * l))
            .collect()
    })
}

fn of_weight(qubits: usize, weight: u32) -> Vec<C64> {
    let is_in = |x: usize| x.count_ones() == weight;
    let entries = (0..1usize << qubits).map(|x| C64::from(f64::from(u8::from(is_in(x)))));
    normalised(&entries.collect::<Vec<_>>())
}

fn sparse(qubits: usize, count: usize, seed: u64) -> Vec<C64> {
    let mut random = Gauss::new(seed);
    let mut out = vec![ZERO; 1 << qubits];
    let mut left = count;
    while left > 0 {
        let at = (random.bits() % (1 << qubits)) as usize;
        if out[at] == ZERO {
            out[at] = random.complex();
            left -= 1;
        }
    }
    normalised(&out)
}

/// A matrix-product state of this bond.
fn chained(qubits: usize, bond: usize, seed: u64) -> Vec<C64> {
    let mut random = Gauss::new(seed);
    let mut rows: Vec<Vec<f64>> = vec![(0..bond).map(|_| random.normal()).collect()];
    for _ in 0..qubits {
        let site: Vec<f64> = (0..2 * bond * bond).map(|_| random.normal()).collect();
        let step = |row: &Vec<f64>, bit: usize| -> Vec<f64> {
            (0..bond)
                .map(|j| {
                    (0..bond)
                        .map(|i| row[i] * site[bit * bond * bond + i * bond + j])
                        .sum()
                })
                .collect()
        };
        rows = [0, 1]
            .iter()
            .flat_map(|&b| rows.iter().map(move |r| (r, b)))
            .map(|(r, b)| step(r, b))
            .collect();
    }
    normalised(&rows.iter().map(|r| C64::from(r[0])).collect::<Vec<_>>())
}

fn check(name: &str, goal: &[C64], most: usize) -> Draft {
    let (draft, off) = synthesize(goal, 0.0);
    let found = distance(&draft.state(), &normalised(goal));
    assert!(
        (found - off).abs() < 1e-14 && found < 1e-9,
        "{name}: {found:e}"
    );
    assert!(draft.two_qubit_count() <= most, "{name}");
    draft
}

#[test]
fn dense_states() {
    check("n=2", &random(4, 1), 1);
    check("n=3", &random(8, 1), 3);
    check("n=4", &random(16, 1), 6);
    check("n=5", &random(32, 1), 15);
    check("n=6", &random(64, 1), 32);
    check("n=7", &random(128, 1), 95);
    check("n=8", &random(256, 1), 198);
}

#[test]
fn products_and_groups() {
    let one = |seed| random(2, seed);
    check(
        "product",
        &product(&[one(1), one(2), one(3), one(4), one(5), one(6)]),
        0,
    );
    check("3+3", &product(&[random(8, 1), random(8, 2)]), 6);
    let mut ghz = vec![ZERO; 64];
    (ghz[0], ghz[63]) = (C64::from(0.6), C64::new(0.0, 0.8));
    check("ghz", &ghz, 5);
    check(
        "basis",
        &{
            let mut v = vec![ZERO; 64];
            v[37] = C64::new(0.0, -1.0);
            v
        },
        0,
    );
}

#[test]
fn symmetric_states() {
    check("w6", &of_weight(6, 1), 9);
    check("dicke 6 2", &of_weight(6, 2), 15);
    check("dicke 6 3", &of_weight(6, 3), 15);
}

#[test]
fn sparse_states() {
    for seed in 0..3 {
        check("sparse 6 4", &sparse(6, 4, seed), 9);
        check("sparse 10 4", &sparse(10, 4, seed), 13);
        check("sparse 10 16", &sparse(10, 16, seed), 100);
    }
    // In some of these no four parities of few wires tell the points apart.
    for seed in 3..12 {
        check("sparse 10 16", &sparse(10, 16, seed), 160);
    }
}

#[test]
fn low_ranks() {
    let mut rank2 = product(&[random(8, 1), random(8, 2)]);
    let other = product(&[random(8, 3), random(8, 4)]);
    rank2.iter_mut().zip(&other).for_each(|(a, b)| *a += b);
    check("rank 2 n=6", &rank2, 11);
    check("mps 2 n=8", &chained(8, 2, 3), 13);
    check("mps 4 n=8", &chained(8, 4, 3), 43);
    // Wires in another order.
    let order = [3, 0, 6, 1, 7, 4, 2, 5];
    let mps = chained(8, 2, 3);
    let moved: Vec<C64> = (0..256).map(|x| mps[gathered(x, &order)]).collect();
    check("mps 2 n=8, moved", &moved, 13);
}

#[test]
fn phases_of_products() {
    let graph = |x: usize| (0..5).filter(|q| x >> q & 3 == 3).count();
    let signs: Vec<C64> = (0..64)
        .map(|x| C64::from(if graph(x) % 2 == 1 { -0.125 } else { 0.125 }))
        .collect();
    check("graph state", &signs, 5);
    check("real n=6", &real(64, 3), 32);
}

#[test]
fn smooth_states() {
    let gaussian: Vec<C64> = (0..256)
        .map(|x| C64::from((-((x as f64 - 127.5) / 40.0).powi(2) / 2.0).exp()))
        .collect();
    check("gaussian", &gaussian, 150);
    for error in [1e-2, 1e-3, 1e-4] {
        let (draft, off) = synthesize(&gaussian, error);
        assert!(off <= error && draft.two_qubit_count() < 40);
    }
}

#[test]
fn a_smooth_grid_of_twelve_wires() {
    let entry = |x: usize| {
        let (i, j) = ((x / 64) as f64, (x % 64) as f64);
        let bump = (-((i - 20.0).powi(2) + (j - 40.0).powi(2)) / 200.0).exp();
        C64::from(bump + 0.5 * (i / 7.0).cos() * (j / 5.0).sin())
    };
    let goal: Vec<C64> = (0..4096).map(entry).collect();
    check("grid", &goal, 220);
    let (draft, off) = synthesize(&goal, 3e-3);
    assert!(off <= 3e-3 && draft.two_qubit_count() <= 80);
}

#[test]
fn noise_changes_no_structure() {
    let mut random = Gauss::new(9);
    for (goal, most) in [
        (of_weight(6, 1), 9),
        (sparse(10, 4, 1), 13),
        (chained(8, 2, 3), 13),
    ] {
        let noisy: Vec<C64> = goal.iter().map(|x| x + random.complex() * 1e-13).collect();
        check("noisy", &noisy, most);
    }
    check("nothing", &[ZERO; 8], 0);
}

/// The state after so many random H, S and cx.
fn of_clifford(qubits: usize, gates: usize, seed: u64) -> Vec<C64> {
    let mut random = Gauss::new(seed);
    let mut draft = Draft::new(qubits);
    let half = C64::from(std::f64::consts::FRAC_1_SQRT_2);
    for _ in 0..gates {
        let a = random.bits() as usize % qubits;
        let b = (a + 1 + random.bits() as usize % (qubits - 1)) % qubits;
        match random.bits() % 3 {
            0 => draft.one(a, M2([[half, half], [half, -half]])),
            1 => draft.one(
                a,
                crate::synth::draft::phase_gate(std::f64::consts::FRAC_PI_2),
            ),
            _ => draft.cx(a, b),
        }
    }
    draft.phase = 0.7;
    draft.state()
}

#[test]
fn stabiliser_states() {
    let totals = [(5, 40), (6, 40), (8, 10), (12, 1)].map(|(qubits, seeds)| {
        let counts = (0..seeds).map(|seed| {
            let goal = of_clifford(qubits, 10 * qubits, seed);
            let found = stabiliser::synthesize(&goal).expect("a stabiliser state");
            assert!(distance(&found.state(), &goal) < 1e-12, "{qubits} {seed}");
            found.two_qubit_count()
        });
        counts.sum::<usize>()
    });
    // States of no structure take 15 each on 5 wires, and 32 on 6.
    assert_eq!([139, 176, 74, 15], totals);
}

#[test]
fn what_is_no_stabiliser_state() {
    let plus = |n: usize| normalised(&vec![C64::from(1.0); 1 << n]);
    assert!(stabiliser::synthesize(&plus(3)).is_some());
    let mut cubic = plus(3);
    cubic[7] = -cubic[7];
    let mut turned = plus(3);
    turned[7] *= C64::from_polar(1.0, 1e-3);
    let mut longer = plus(3);
    longer[7] *= C64::from(1.001);
    for goal in [cubic, turned, longer, of_weight(3, 1), of_weight(4, 3)] {
        assert!(stabiliser::synthesize(&goal).is_none());
    }
    // Four of them, but no space.
    let mut four = vec![ZERO; 8];
    for i in [0, 1, 2, 4] {
        four[i] = C64::from(0.5);
    }
    assert!(stabiliser::synthesize(&four).is_none());
}
