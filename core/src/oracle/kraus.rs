// SPDX-License-Identifier: Apache-2.0
//! Sets of Kraus operators as maps: shorter sets for the same map, and distances between maps.
//!
//! Two sets give the same map when the sums of |K>><<K| agree. Squaring through inner products would halve the
//! digits, so the operators are written in an orthonormal basis of their common span (modified Gram-Schmidt,
//! twice), and the small matrices of the sums are subtracted there.

use num_complex::Complex64;

use super::columns::Columns;

/// What is left of a vector after projection is noise below this part of it.
const NOISE: f64 = 1e-13;

/// Coordinates of each vector in an orthonormal basis found on the way.
fn coordinates<'a>(
    vectors: impl Iterator<Item = &'a Columns>,
) -> (Vec<Columns>, Vec<Vec<Complex64>>) {
    let mut basis: Vec<Columns> = Vec::new();
    let mut all = Vec::new();
    for v in vectors {
        let mut rest = v.clone();
        let mut own = vec![Complex64::ZERO; basis.len()];
        let size = v.weight().sqrt();
        for _ in 0..2 {
            for (c, q) in own.iter_mut().zip(&basis) {
                let part = q.dot(&rest);
                rest.add_scaled(q, -part);
                *c += part;
            }
        }
        let left = rest.weight().sqrt();
        if left > NOISE * size.max(1e-3) {
            rest.scale(1.0 / left);
            basis.push(rest);
            own.push(left.into());
        }
        all.push(own);
    }
    for own in &mut all {
        own.resize(basis.len(), Complex64::ZERO);
    }
    (basis, all)
}

/// As few operators as span the same map.
pub fn reduced(operators: Vec<Columns>) -> Vec<Columns> {
    if operators.len() < 2 {
        return operators;
    }
    let (basis, coordinates) = coordinates(operators.iter());
    if basis.len() == operators.len() {
        return operators;
    }
    // Rows of the coordinate matrix A are orthogonalised: A = L Q, so A A* = L L*.
    let mut done: Vec<Vec<Complex64>> = Vec::new();
    let mut lower: Vec<Vec<Complex64>> = Vec::new();
    for i in 0..basis.len() {
        let mut rest: Vec<Complex64> = coordinates.iter().map(|c| c[i]).collect();
        let mut l = vec![Complex64::ZERO; done.len()];
        for _ in 0..2 {
            for (entry, q) in l.iter_mut().zip(&done) {
                let part: Complex64 = q.iter().zip(&rest).map(|(q, r)| q.conj() * r).sum();
                rest.iter_mut().zip(q).for_each(|(r, q)| *r -= part * q);
                *entry += part;
            }
        }
        let left = rest.iter().map(|z| z.norm_sqr()).sum::<f64>().sqrt();
        if left > 0.0 {
            rest.iter_mut().for_each(|z| *z /= left);
            done.push(rest);
            l.push(left.into());
        }
        lower.push(l);
    }
    (0..done.len())
        .map(|k| {
            let mut operator = Columns::zero(basis[0].qubits, basis[0].width);
            for (q, l) in basis.iter().zip(&lower) {
                if let Some(&factor) = l.get(k) {
                    operator.add_scaled(q, factor);
                }
            }
            operator
        })
        .collect()
}

/// Frobenius norm of the difference of two maps' Choi matrices, and the rank it may have.
pub fn map_distance(a: &[Columns], b: &[Columns]) -> (f64, usize) {
    let wires = a.iter().chain(b).map(|k| k.qubits).max().unwrap_or(0);
    let wide = |k: &Columns| widened(k, wires);
    let all: Vec<Columns> = a.iter().chain(b).map(wide).collect();
    let (basis, coordinates) = coordinates(all.iter());
    let rank = basis.len();
    let mut square = 0.0;
    for i in 0..rank {
        for j in 0..rank {
            let term = |c: &Vec<Complex64>| c[i] * c[j].conj();
            let entry = coordinates[..a.len()].iter().map(term).sum::<Complex64>()
                - coordinates[a.len()..].iter().map(term).sum::<Complex64>();
            square += entry.norm_sqr();
        }
    }
    (square.sqrt(), rank)
}

/// Frobenius norm of the difference of two effects, the sums of K* K.
pub fn effect_distance(a: &[Columns], b: &[Columns]) -> f64 {
    let width = a.iter().chain(b).next().map_or(0, |k| k.width);
    let mut square = 0.0;
    for i in 0..width {
        for j in 0..width {
            let effect = |list: &[Columns]| -> Complex64 {
                list.iter()
                    .flat_map(|k| (0..k.rows()).map(move |r| k.get(r, i).conj() * k.get(r, j)))
                    .sum()
            };
            square += (effect(a) - effect(b)).norm_sqr();
        }
    }
    square.sqrt()
}

/// More ancillas, in |0>.
fn widened(k: &Columns, wires: usize) -> Columns {
    if k.qubits == wires {
        return k.clone();
    }
    let mut out = Columns::zero(wires, k.width);
    for row in 0..k.rows() {
        for column in 0..k.width {
            out.set(row, column, k.get(row, column));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operator(entries: [[f64; 2]; 2]) -> Columns {
        let mut k = Columns::zero(1, 2);
        for (r, row) in entries.iter().enumerate() {
            for (c, &x) in row.iter().enumerate() {
                k.set(r, c, x.into());
            }
        }
        k
    }

    #[test]
    fn mixing_by_a_unitary_changes_nothing() {
        // Dephasing, as projections and as a coin toss about Z.
        let projections = [
            operator([[1.0, 0.0], [0.0, 0.0]]),
            operator([[0.0, 0.0], [0.0, 1.0]]),
        ];
        let h = std::f64::consts::FRAC_1_SQRT_2;
        let coin = [
            operator([[h, 0.0], [0.0, h]]),
            operator([[h, 0.0], [0.0, -h]]),
        ];
        assert!(map_distance(&projections, &coin).0 < 1e-15);
        let identity = [operator([[1.0, 0.0], [0.0, 1.0]])];
        assert!(map_distance(&identity, &coin).0 > 0.9);
        assert!(effect_distance(&identity, &coin) < 1e-15);
    }

    #[test]
    fn parallel_operators_become_one() {
        let half = operator([[0.6, 0.0], [0.0, 0.6]]);
        let rest = operator([[0.8, 0.0], [0.0, 0.8]]);
        let one = reduced(vec![half, rest]);
        assert_eq!(1, one.len());
        let identity = operator([[1.0, 0.0], [0.0, 1.0]]);
        assert!(map_distance(&one, &[identity]).0 < 1e-15);
    }
}
