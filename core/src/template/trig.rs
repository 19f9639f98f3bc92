// SPDX-License-Identifier: Apache-2.0
//! Sine, cosine and arc tangent of several numbers at once.
//!
//! Written without branches and calls, so that the compiler makes vector instructions of them; the results do not
//! depend on which, since no two operations are fused. Errors stay within two units in the last place, measured
//! against the standard library in the tests.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// Beyond this the reduction below loses digits; such angles take the library's way.
const LARGE: f64 = 1.0e6;
/// Adding it rounds a small float to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// pi/2 in three parts, the first two with zeros at the end, so that whole multiples of them are exact.
const HALF_PI: [f64; 3] = [
    1.570_796_326_734_125_6,
    6.077_100_506_303_966e-11,
    2.022_266_248_795_950_6e-21,
];

/// Sines and cosines.
#[inline(always)]
pub fn sin_cos<const L: usize>(x: &[f64; L]) -> ([f64; L], [f64; L]) {
    let (mut sin, mut cos) = ([0.0; L], [0.0; L]);
    let mut large = false;
    for l in 0..L {
        large |= x[l].abs() > LARGE;
    }
    if large {
        for l in 0..L {
            (sin[l], cos[l]) = x[l].sin_cos();
        }
        return (sin, cos);
    }
    for l in 0..L {
        let shifted = x[l] * (1.0 / FRAC_PI_2) + ROUND;
        let quarter = shifted.to_bits();
        let n = shifted - ROUND;
        let r = ((x[l] - n * HALF_PI[0]) - n * HALF_PI[1]) - n * HALF_PI[2];
        let z = r * r;
        let s = r + r * z * horner(z, &SIN);
        let c = 1.0 - 0.5 * z + z * z * horner(z, &COS);
        // Odd quarters exchange the two; the second and third change the sine's sign, the first and second the other's.
        let odd = quarter & 1 == 1;
        let (a, b) = if odd { (c, s) } else { (s, c) };
        let sign_sin = (quarter & 2) << 62;
        let sign_cos = ((quarter ^ (quarter << 1)) & 2) << 62;
        sin[l] = f64::from_bits(a.to_bits() ^ sign_sin);
        cos[l] = f64::from_bits(b.to_bits() ^ sign_cos);
    }
    (sin, cos)
}

/// `atan2(y, x)`; 0 where both are 0.
#[inline(always)]
pub fn atan2<const L: usize>(y: &[f64; L], x: &[f64; L]) -> [f64; L] {
    let mut out = [0.0; L];
    for l in 0..L {
        let (ax, ay) = (x[l].abs(), y[l].abs());
        let steep = ay > ax;
        let (large, small) = if steep { (ay, ax) } else { (ax, ay) };
        // Above pi/8 the angle is taken from pi/4.
        let high = small > TAN_EIGHTH * large;
        let above = if high { small - large } else { small };
        let below = if high { small + large } else { large };
        let below = if below == 0.0 { 1.0 } else { below };
        let t = above / below;
        let angle = t * horner(t * t, &ATAN);
        let angle = if high { FRAC_PI_4 + angle } else { angle };
        let angle = if steep { FRAC_PI_2 - angle } else { angle };
        let angle = if x[l] < 0.0 { PI - angle } else { angle };
        out[l] = f64::from_bits(angle.to_bits() ^ (y[l].to_bits() & SIGN));
    }
    out
}

const SIGN: u64 = 1 << 63;
const TAN_EIGHTH: f64 = 0.414_213_562_373_095_03;

#[inline(always)]
fn horner<const N: usize>(z: f64, coefficients: &[f64; N]) -> f64 {
    let mut sum = coefficients[N - 1];
    for k in (0..N - 1).rev() {
        sum = sum * z + coefficients[k];
    }
    sum
}

/// `(sin r - r) / r^3` in powers of r^2: Taylor's, which is short enough up to pi/4.
const SIN: [f64; 7] = [
    -1.0 / 6.0,
    1.0 / 120.0,
    -1.0 / 5_040.0,
    1.0 / 362_880.0,
    -1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
    -1.0 / 1_307_674_368_000.0,
];
/// `(cos r - 1 + r^2 / 2) / r^4`.
const COS: [f64; 7] = [
    1.0 / 24.0,
    -1.0 / 720.0,
    1.0 / 40_320.0,
    -1.0 / 3_628_800.0,
    1.0 / 479_001_600.0,
    -1.0 / 87_178_291_200.0,
    1.0 / 20_922_789_888_000.0,
];
/// `atan(t) / t` in powers of t^2: Chebyshev's fit up to tan(pi/8), off by less than 1e-19.
const ATAN: [f64; 13] = [
    1.0,
    -0.333_333_333_333_333_26,
    0.199_999_999_999_970_12,
    -0.142_857_142_853_293_2,
    0.111_111_110_853_012_38,
    -0.090_909_080_582_984_1,
    0.076_922_810_836_789_01,
    -0.066_662_050_231_780_91,
    0.058_768_317_098_427_496,
    -0.052_172_979_196_550_59,
    0.044_994_415_067_496_04,
    -0.033_386_452_259_033_16,
    0.015_112_376_431_495_163,
];
