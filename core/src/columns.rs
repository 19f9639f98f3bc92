// SPDX-License-Identifier: Apache-2.0
//! A circuit as columns: an immutable snapshot in canonical order, and a batch of edits made against it.
//!
//! Row k is the k-th operation of [`Circuit::canonical_order`]. Lists of different lengths lie end to end in one
//! column, with a column of starts beside it that has one entry more than there are rows.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::circuit::Kind;
use crate::{Angle, Circuit, Op};

/// The snapshot.
pub struct Columns {
    /// Tells this state of the circuit from every other.
    pub version: u128,
    /// Operations by row.
    pub ops: Vec<Op>,
    /// Names of the kinds met; `kind` holds indices into it.
    pub names: Vec<String>,
    pub kind: Vec<u32>,
    pub qubit_start: Vec<u32>,
    pub qubits: Vec<u32>,
    pub angle_start: Vec<u32>,
    /// Radians; NaN for an angle with free parameters.
    pub angles: Vec<f64>,
    /// Source line, 0 where there is none.
    pub line: Vec<u32>,
}

impl Columns {
    pub fn of(c: &Circuit) -> Columns {
        let ops = c.canonical_order();
        let mut columns = Columns {
            version: version(c, &ops),
            names: Vec::new(),
            kind: Vec::with_capacity(ops.len()),
            qubit_start: vec![0],
            qubits: Vec::new(),
            angle_start: vec![0],
            angles: Vec::new(),
            line: Vec::with_capacity(ops.len()),
            ops,
        };
        let mut kinds: Vec<Kind> = Vec::new();
        for &op in &columns.ops {
            let kind = c.kind(op);
            // A circuit has few kinds; the last ones met are the likeliest.
            let index = kinds.iter().rposition(|&k| k == kind).unwrap_or_else(|| {
                kinds.push(kind);
                kinds.len() - 1
            });
            columns.kind.push(index as u32);
            columns.qubits.extend(c.qubits(op).iter().map(|w| w.0));
            columns.qubit_start.push(columns.qubits.len() as u32);
            let values = c.params(op).iter().map(|a| a.value().unwrap_or(f64::NAN));
            columns.angles.extend(values);
            columns.angle_start.push(columns.angles.len() as u32);
            columns.line.push(c.place(op).line);
        }
        columns.names = kinds
            .into_iter()
            .map(|k| match k {
                Kind::Gate(g) => g.name().to_string(),
                other => format!("{other:?}").to_lowercase(),
            })
            .collect();
        columns
    }
}

/// Why a batch was not applied. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The circuit is not the one the snapshot was taken of.
    Stale,
    /// A row the snapshot lacks, or one removed and changed at once.
    BadRow(u32),
    /// The operation of the row has no angle of that number, or the value is not finite.
    BadAngle { row: u32, index: u32 },
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EditError::Stale => f.write_str("the circuit changed since the columns were taken"),
            EditError::BadRow(row) => write!(f, "row {row} is missing, or given twice"),
            EditError::BadAngle { row, index } => {
                write!(
                    f,
                    "row {row} has no angle {index}, or the value is not finite"
                )
            }
        }
    }
}

impl std::error::Error for EditError {}

/// Remove rows and set angles, all or nothing. Angles beside a multiple of pi become it, as when read.
pub fn apply(
    c: &mut Circuit,
    taken: u128,
    removed: &[u32],
    angles: &[(u32, u32, f64)],
) -> Result<(), EditError> {
    let ops = c.canonical_order();
    if version(c, &ops) != taken {
        return Err(EditError::Stale);
    }
    let mut gone = vec![false; ops.len()];
    for &row in removed {
        match gone.get_mut(row as usize) {
            Some(slot) if !*slot => *slot = true,
            _ => return Err(EditError::BadRow(row)),
        }
    }
    for &(row, index, value) in angles {
        match gone.get(row as usize) {
            Some(false) => {}
            _ => return Err(EditError::BadRow(row)),
        }
        if !value.is_finite() || index as usize >= c.params(ops[row as usize]).len() {
            return Err(EditError::BadAngle { row, index });
        }
    }
    for &(row, index, value) in angles {
        let (angle, error) = Angle::radians(value).snapped();
        c.ledger.record(error);
        c.set_param(ops[row as usize], index as usize, angle);
    }
    for &row in removed {
        c.remove(ops[row as usize]);
    }
    Ok(())
}

/// Hash of what a snapshot shows, and of which operation is in which row.
fn version(c: &Circuit, ops: &[Op]) -> u128 {
    let mut hasher = SipHasher13::new();
    for &op in ops {
        hasher.write_u32(op.0);
        match c.kind(op) {
            Kind::Gate(g) => hasher.write(g.name().as_bytes()),
            other => hasher.write(format!("{other:?}").as_bytes()),
        }
        c.wires(op).iter().for_each(|w| hasher.write_u32(w.0));
        for a in c.params(op) {
            match a.bits() {
                Some(bits) => hasher.write_u64(bits),
                None => hasher.write(a.to_string().as_bytes()),
            }
        }
    }
    hasher.write_usize(ops.len());
    hasher.finish128().as_u128()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::Operation;
    use crate::Gate;

    fn sample() -> Circuit {
        let mut c = Circuit::new(2, 0);
        c.push(Operation::gate(Gate::H, [], &[0]));
        c.push(Operation::gate(Gate::Rz, [Angle::radians(0.3)], &[1]));
        c.push(Operation::gate(Gate::Cx, [], &[1, 0]));
        c
    }

    #[test]
    fn rows_are_in_canonical_order() {
        let columns = Columns::of(&sample());
        assert_eq!(vec!["h", "rz", "cx"], columns.names);
        assert_eq!(vec![0, 1, 2], columns.kind);
        assert_eq!(
            (vec![0, 1, 2, 4], vec![0, 1, 1, 0]),
            (columns.qubit_start, columns.qubits)
        );
        assert_eq!(
            (vec![0, 0, 1, 1], vec![0.3]),
            (columns.angle_start, columns.angles)
        );
    }

    #[test]
    fn a_batch_is_applied_whole_or_not_at_all() {
        let mut c = sample();
        let version = Columns::of(&c).version;
        let refused = apply(&mut c, version, &[0], &[(1, 1, 0.5)]);
        assert_eq!(Err(EditError::BadAngle { row: 1, index: 1 }), refused);
        assert_eq!(Err(EditError::BadRow(3)), apply(&mut c, version, &[3], &[]));
        assert_eq!(
            Err(EditError::BadRow(0)),
            apply(&mut c, version, &[0, 0], &[])
        );
        assert_eq!(sample(), c);
        assert_eq!(Ok(()), apply(&mut c, version, &[0], &[(1, 0, 0.5)]));
        assert_eq!(2, c.len());
        assert_eq!(Angle::radians(0.5), c.params(c.first())[0]);
        assert_eq!(Err(EditError::Stale), apply(&mut c, version, &[0], &[]));
    }
}
