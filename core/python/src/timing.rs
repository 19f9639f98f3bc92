// SPDX-License-Identifier: Apache-2.0
//! Durations and fidelities out of the engine.

use pyo3::prelude::*;
use qcompile_core::timing::{self, Clock, Untimed};

use crate::circuit::PyCircuit;
use crate::errors::from_untimed;
use crate::target::PyTarget;

type Place = Option<(u32, u16)>;

#[pymethods]
impl PyCircuit {
    /// (duration in ns, fidelity, operations of unknown error) on a target; None where it has no figures.
    fn estimate(
        &self,
        py: Python<'_>,
        target: &PyTarget,
    ) -> PyResult<Option<(Option<f64>, Option<f64>, u64)>> {
        let (c, target) = (self.read()?, &target.0);
        let found = py.detach(|| timing::estimate(&c, target));
        let known = target.calibration.is_some();
        Ok(known.then_some((found.duration_ns, found.fidelity, found.unknown_errors)))
    }

    /// ([(qubit, start, end, busy)] of the qubits in use, length), all in ns.
    #[allow(clippy::type_complexity)] // a tuple that Python unpacks
    fn usage(
        &self,
        py: Python<'_>,
        target: &PyTarget,
    ) -> PyResult<(Vec<(u32, f64, f64, f64)>, f64)> {
        let (c, target, clock) = (self.read()?, &target.0, Clock::FINE);
        let wires: Vec<u32> = (0..c.num_qubits() as u32).collect();
        let found = py.detach(|| timing::usage(&c, target, &wires, clock));
        let (all, length) = found.map_err(from_untimed)?;
        let row = |(q, usage): (usize, &timing::Usage)| {
            let (start, end) = usage.life?;
            Some((
                q as u32,
                clock.ns(start),
                clock.ns(end),
                clock.ns(usage.busy),
            ))
        };
        let rows = all.iter().enumerate().filter_map(row).collect();
        Ok((rows, clock.ns(length)))
    }

    /// (name, qubits, (line, column) or None) of the first operation whose duration the target does not tell.
    fn first_untimed(
        &self,
        py: Python<'_>,
        target: &PyTarget,
    ) -> PyResult<Option<(String, Vec<u32>, Place)>> {
        let (c, target) = (self.read()?, &target.0);
        let wires: Vec<u32> = (0..c.num_qubits() as u32).collect();
        let found = py
            .detach(|| timing::lengths(&c, target, &wires, Clock::FINE))
            .err();
        Ok(found.map(
            |Untimed {
                 name,
                 qubits,
                 place,
             }| {
                let place = (place.line > 0).then_some((place.line, place.column));
                (name, qubits, place)
            },
        ))
    }
}

#[pymethods]
impl PyTarget {
    /// Whether any error rate, and any duration, is known.
    fn figures(&self) -> (bool, bool) {
        (timing::has_errors(&self.0), timing::has_durations(&self.0))
    }
}
