// SPDX-License-Identifier: Apache-2.0
//! Signed Paulis of up to 64 qubits as words, and Clifford operators by their images.

use crate::synth::clifford::Basic;
use crate::Gate;

/// `i^|x & z| X^x Z^z`, negated or not.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Row {
    pub x: u64,
    pub z: u64,
    pub negative: bool,
}

impl Row {
    pub fn x(qubit: usize) -> Row {
        Row {
            x: 1 << qubit,
            ..Row::default()
        }
    }

    pub fn z(qubit: usize) -> Row {
        Row {
            z: 1 << qubit,
            ..Row::default()
        }
    }

    #[inline]
    pub fn anticommutes(&self, other: &Row) -> bool {
        ((self.x & other.z).count_ones() + (self.z & other.x).count_ones()) % 2 == 1
    }

    /// The product up to a factor.
    #[inline]
    pub fn times(&self, other: &Row) -> Row {
        Row {
            x: self.x ^ other.x,
            z: self.z ^ other.z,
            negative: false,
        }
    }

    #[inline]
    pub fn support(&self) -> u64 {
        self.x | self.z
    }

    /// P becomes g P g^-1.
    #[inline]
    pub fn apply(&mut self, g: Basic) {
        let [a, b] = g.on;
        let (xa, za) = (self.x >> a & 1, self.z >> a & 1);
        let (xb, zb) = (self.x >> b & 1, self.z >> b & 1);
        let sign = match g.gate {
            Gate::H => {
                self.x ^= (xa ^ za) << a;
                self.z ^= (xa ^ za) << a;
                xa & za
            }
            Gate::S | Gate::Sdg => {
                self.z ^= xa << a;
                xa & if g.gate == Gate::S { za } else { 1 ^ za }
            }
            Gate::X => za,
            Gate::Y => xa ^ za,
            Gate::Z => xa,
            Gate::Cx => {
                self.x ^= xa << b;
                self.z ^= zb << a;
                xa & zb & (1 ^ xb ^ za)
            }
            Gate::Cz => {
                self.z ^= xa << b | xb << a;
                xa & xb & (za ^ zb)
            }
            Gate::Swap => {
                let (x, z) = (xa ^ xb, za ^ zb);
                self.x ^= x << a | x << b;
                self.z ^= z << a | z << b;
                0
            }
            gate => unreachable!("{} is not basic", gate.name()),
        };
        self.negative ^= sign == 1;
    }
}

/// Numbers of the bits that are set, lowest first.
pub fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

/// A Clifford operator E: E X_j E^-1 and E Z_j E^-1.
#[derive(Clone, PartialEq, Debug)]
pub struct Images {
    pub x: Vec<Row>,
    pub z: Vec<Row>,
}

impl Images {
    pub fn identity(qubits: usize) -> Images {
        Images {
            x: (0..qubits).map(Row::x).collect(),
            z: (0..qubits).map(Row::z).collect(),
        }
    }

    /// E becomes g E.
    pub fn apply(&mut self, g: Basic) {
        let rows = self.x.iter_mut().chain(&mut self.z);
        rows.for_each(|row| row.apply(g));
    }

    /// E becomes E g^-1.
    pub fn divide(&mut self, g: Basic) {
        let images = g.on.map(usize::from).map(|qubit| {
            let (mut x, mut z) = (Row::x(qubit), Row::z(qubit));
            x.apply(g.inverse());
            z.apply(g.inverse());
            (qubit, self.of(&x), self.of(&z))
        });
        for (qubit, x, z) in images {
            (self.x[qubit], self.z[qubit]) = (x, z);
        }
    }

    /// E P E^-1.
    pub fn of(&self, p: &Row) -> Row {
        let mut product = Row::default();
        // The power of i by which the product of the images differs from `X^x Z^z`.
        let mut power = (p.x & p.z).count_ones();
        let factors = bits(p.x).map(|j| &self.x[j]);
        for factor in factors.chain(bits(p.z).map(|j| &self.z[j])) {
            power += (factor.x & factor.z).count_ones() + 2 * (product.z & factor.x).count_ones();
            power += 2 * u32::from(factor.negative);
            product = product.times(factor);
        }
        power += 3 * (product.x & product.z).count_ones();
        product.negative = p.negative ^ (power % 4 == 2);
        product
    }
}
