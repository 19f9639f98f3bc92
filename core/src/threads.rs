// SPDX-License-Identifier: Apache-2.0
//! How many threads a computation may use.

/// Let all that this thread computes from now on stay in it.
///
/// A circuit alone is spread over all cores. Where many are compiled at once, each by a worker of its own, the cores are
/// busy already, and handing pieces around costs more than it gains. Results are the same for any number of threads.
///
/// True if it does from now on; false in a thread that works for others already.
pub fn stay_in_thread() -> bool {
    let own = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread();
    match own.build() {
        Ok(pool) => {
            // The thread belongs to it as long as it lives.
            std::mem::forget(pool);
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::thread::{current, spawn};

    #[test]
    fn work_stays_in_the_thread_that_asked_for_it() {
        let found = spawn(|| {
            let asked = super::stay_in_thread();
            let own = current().id();
            let here = || current().id() == own;
            (asked, rayon::join(here, here), super::stay_in_thread())
        });
        assert_eq!((true, (true, true), false), found.join().expect("a thread"));
    }
}
