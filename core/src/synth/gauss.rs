// SPDX-License-Identifier: Apache-2.0
//! Numbers that look random and are the same on every run: starts of numerical searches, matrices of tests.

use std::f64::consts::TAU;

use super::matrix::C64;

/// A stream of numbers from a seed (splitmix64).
///
/// G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// doi:10.1145/2660193.2660195.
#[derive(Clone, Debug)]
pub struct Gauss {
    state: u64,
}

impl Gauss {
    pub fn new(seed: u64) -> Gauss {
        Gauss { state: seed }
    }

    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// In [-pi, pi).
    pub fn angle(&mut self) -> f64 {
        (self.unit() - 0.5) * TAU
    }

    /// Of mean 0 and variance 1.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (TAU * self.unit()).cos()
    }

    pub fn complex(&mut self) -> C64 {
        let re = self.normal();
        C64::new(re, self.normal())
    }
}
