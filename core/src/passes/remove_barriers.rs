// SPDX-License-Identifier: Apache-2.0
//! Barriers out, for devices that refuse them: once everything they kept apart has been written. O(g).

use super::{in_blocks, PassError};
use crate::circuit::{Circuit, Kind};
use crate::Op;

/// Remove every barrier, protected regions excepted; returns whether there was one.
pub fn remove_barriers(circuit: &mut Circuit) -> Result<bool, PassError> {
    let kernel = |c: &mut Circuit| {
        let barriers: Vec<Op> = c.iter().filter(|&op| c.kind(op) == Kind::Barrier).collect();
        barriers.iter().for_each(|&op| c.remove(op));
        Ok(!barriers.is_empty())
    };
    let inside = in_blocks(circuit, &kernel)?;
    Ok(kernel(circuit)? || inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::{circuit, text};

    #[test]
    fn barriers_vanish_and_nothing_else() {
        let mut c = circuit(2, "h 0; barrier 0 1; cx 0 1; barrier 1");
        assert_eq!(Ok(true), remove_barriers(&mut c));
        assert_eq!("h 0; cx 0 1", text(&c));
        assert_eq!(Ok(false), remove_barriers(&mut c));
    }
}
