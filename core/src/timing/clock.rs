// SPDX-License-Identifier: Apache-2.0
//! Time as whole numbers of ticks, so that sums are exact whichever way they are taken.

use crate::circuit::operation::Duration;

/// The unit of time: a femtosecond, or a device's own step.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Clock {
    tick_ns: f64,
    /// Operations start on steps of the device.
    stepped: bool,
}

/// Part of a step by which a duration written in rounded nanoseconds may exceed a whole number of steps.
const ROUNDING: f64 = 0.01;
/// Longest time told apart, in ticks; loops can multiply theirs by each line.
const LONGEST: f64 = (i64::MAX / 8) as f64;

impl Clock {
    /// Femtoseconds: finer than any duration is written.
    pub const FINE: Clock = Clock {
        tick_ns: 1e-6,
        stepped: false,
    };

    /// A device's steps of `dt_ns`; durations are rounded up to whole ones.
    pub fn stepped(dt_ns: f64) -> Clock {
        Clock {
            tick_ns: dt_ns,
            stepped: true,
        }
    }

    pub fn ticks(self, ns: f64) -> i64 {
        let ticks = match self.stepped {
            true => (ns / self.tick_ns - ROUNDING).ceil(),
            false => (ns * 1e6).round(),
        };
        ticks.clamp(0.0, LONGEST) as i64
    }

    pub fn ns(self, ticks: i64) -> f64 {
        match self.stepped {
            true => ticks as f64 * self.tick_ns,
            // Dividing rounds once: 53.3 ns comes back as 53.3.
            false => ticks as f64 / 1e6,
        }
    }

    /// Length of a `delay`; `None` while it is symbolic, or in steps of unknown length.
    pub fn delay(self, duration: &Duration) -> Option<i64> {
        match duration {
            Duration::Nanoseconds(ns) => Some(self.ticks(*ns)),
            Duration::Steps(steps) if self.stepped => i64::try_from(*steps).ok(),
            Duration::Steps(0) => Some(0),
            Duration::Steps(_) => None,
            Duration::Symbolic(angle) => angle.value().map(|ns| self.ticks(ns)),
        }
    }

    /// Shortest wait that is no rounding: a step, or a picosecond.
    pub fn shortest_wait(self) -> i64 {
        match self.stepped {
            true => 1,
            false => 1000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_come_back() {
        for ns in [0.0, 0.1, 53.333_333, 60.0, 1e9] {
            assert_eq!(ns, Clock::FINE.ns(Clock::FINE.ticks(ns)));
        }
        assert_eq!(0, Clock::FINE.ticks(-1.0));
    }

    #[test]
    fn steps_round_up_but_for_rounding() {
        let clock = Clock::stepped(2.0 / 9.0);
        assert_eq!(160, clock.ticks(35.556));
        assert_eq!(160, clock.ticks(35.555));
        assert_eq!(161, clock.ticks(35.6));
        assert_eq!(0, clock.ticks(0.0));
    }

    #[test]
    fn steps_need_a_stepped_clock() {
        assert_eq!(None, Clock::FINE.delay(&Duration::Steps(4)));
        assert_eq!(Some(0), Clock::FINE.delay(&Duration::Steps(0)));
        assert_eq!(Some(4), Clock::stepped(0.5).delay(&Duration::Steps(4)));
        let delay = Duration::Nanoseconds(2.5);
        assert_eq!(Some(2_500_000), Clock::FINE.delay(&delay));
        assert_eq!(Some(5), Clock::stepped(0.5).delay(&delay));
    }
}
