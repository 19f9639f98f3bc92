// SPDX-License-Identifier: Apache-2.0
//! Exact multiples of pi, and exact rational coefficients with a floating fallback.

use std::f64::consts::PI;

fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `num / den * pi` in lowest terms, `den > 0`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct PiRatio {
    pub num: i32,
    pub den: u32,
}

impl PiRatio {
    pub const ZERO: PiRatio = PiRatio { num: 0, den: 1 };

    pub(super) const fn raw(num: i32, den: u32) -> PiRatio {
        PiRatio { num, den }
    }

    /// Reduced to lowest terms; `None` if `den` is 0 or a part does not fit 32 bits.
    #[inline]
    pub fn new(num: i64, den: i64) -> Option<PiRatio> {
        if den == 0 {
            return None;
        }
        let g = gcd(num.unsigned_abs(), den.unsigned_abs()) as i64;
        let (mut n, mut d) = (num / g, den / g);
        if d < 0 {
            (n, d) = (-n, -d);
        }
        Some(PiRatio {
            num: i32::try_from(n).ok()?,
            den: u32::try_from(d).ok()?,
        })
    }

    #[inline]
    pub fn radians(self) -> f64 {
        f64::from(self.num) * PI / f64::from(self.den)
    }

    #[inline]
    pub fn neg(self) -> PiRatio {
        // -i32::MIN does not occur: `new` rejects what its reduced form cannot hold either way.
        PiRatio {
            num: self.num.saturating_neg(),
            den: self.den,
        }
    }

    #[inline]
    pub fn checked_add(self, other: PiRatio) -> Option<PiRatio> {
        if self.den == other.den {
            let n = i64::from(self.num) + i64::from(other.num);
            return PiRatio::new(n, i64::from(self.den));
        }
        let n = i128::from(self.num) * i128::from(other.den)
            + i128::from(other.num) * i128::from(self.den);
        let d = i128::from(self.den) * i128::from(other.den);
        PiRatio::new(i64::try_from(n).ok()?, i64::try_from(d).ok()?)
    }

    /// The representative in (-period/2, period/2], `period` in units of pi.
    pub fn modulo(self, period_pi: u32) -> PiRatio {
        let period = i64::from(period_pi) * i64::from(self.den);
        let mut n = i64::from(self.num).rem_euclid(period);
        if 2 * n > period {
            n -= period;
        }
        // |n| <= |num| or |n| <= period/2; the latter can exceed 32 bits only if num did not need reducing.
        match i32::try_from(n) {
            Ok(num) => PiRatio { num, den: self.den },
            Err(_) => self,
        }
    }
}

/// A coefficient: an exact ratio while it fits, a float otherwise.
#[derive(Clone, Copy, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Scalar {
    Ratio { num: i64, den: i64 },
    Real(f64),
}

impl Scalar {
    pub const ONE: Scalar = Scalar::Ratio { num: 1, den: 1 };
    pub const MINUS_ONE: Scalar = Scalar::Ratio { num: -1, den: 1 };

    /// `num / den` in lowest terms; `den` must not be 0.
    pub fn ratio(num: i64, den: i64) -> Scalar {
        let g = gcd(num.unsigned_abs(), den.unsigned_abs()) as i64 * den.signum();
        Scalar::Ratio {
            num: num / g,
            den: den / g,
        }
    }

    /// A float; exact where it is a ratio with a small power of two below.
    pub fn from_f64(x: f64) -> Scalar {
        const SCALE: f64 = 1_048_576.0;
        let scaled = x * SCALE;
        if scaled.fract() == 0.0 && scaled.abs() < 9e15 {
            Scalar::ratio(scaled as i64, SCALE as i64)
        } else {
            Scalar::Real(x)
        }
    }

    pub fn value(self) -> f64 {
        match self {
            Scalar::Ratio { num, den } => num as f64 / den as f64,
            Scalar::Real(x) => x,
        }
    }

    pub fn is_zero(self) -> bool {
        self.value() == 0.0
    }

    pub fn is_one(self) -> bool {
        self == Scalar::ONE
    }

    fn parts(n: i128, d: i128) -> Option<Scalar> {
        let (mut a, mut b) = (n.unsigned_abs(), d.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let g = (a.max(1)) as i128 * d.signum();
        Some(Scalar::Ratio {
            num: i64::try_from(n / g).ok()?,
            den: i64::try_from(d / g).ok()?,
        })
    }

    pub fn add(self, other: Scalar) -> Scalar {
        if let (Scalar::Ratio { num: a, den: b }, Scalar::Ratio { num: c, den: d }) = (self, other)
        {
            let (a, b, c, d) = (i128::from(a), i128::from(b), i128::from(c), i128::from(d));
            if let Some(s) = Scalar::parts(a * d + c * b, b * d) {
                return s;
            }
        }
        Scalar::Real(self.value() + other.value())
    }

    pub fn mul(self, other: Scalar) -> Scalar {
        if let (Scalar::Ratio { num: a, den: b }, Scalar::Ratio { num: c, den: d }) = (self, other)
        {
            if let Some(s) =
                Scalar::parts(i128::from(a) * i128::from(c), i128::from(b) * i128::from(d))
            {
                return s;
            }
        }
        Scalar::Real(self.value() * other.value())
    }

    /// Reciprocal; `None` for zero.
    pub fn recip(self) -> Option<Scalar> {
        match self {
            Scalar::Ratio { num: 0, .. } => None,
            Scalar::Ratio { num, den } => Some(Scalar::ratio(den, num)),
            Scalar::Real(x) => (x != 0.0).then(|| Scalar::Real(1.0 / x)),
        }
    }
}
