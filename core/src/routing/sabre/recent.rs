// SPDX-License-Identifier: Apache-2.0
//! What a pair of device qubits went through last, which decides what a swap of them adds.

use super::super::placement::FREE;
use super::state::SWAP;

/// The last thing that happened on a device qubit: a run of nodes and swaps on one pair.
#[derive(Clone, Copy)]
pub(super) struct Recent {
    pub(super) partner: u32,
    /// Native gates of the run without and with a swap behind it.
    pub(super) uses: u8,
    pub(super) mirror: u8,
    pub(super) swapped: bool,
    pub(super) run: u32,
}

pub(super) const NOTHING: Recent = Recent {
    partner: FREE,
    uses: 0,
    mirror: 0,
    swapped: false,
    run: u32::MAX,
};

impl Recent {
    /// Native gates of the run as it stands.
    pub(super) fn price(&self) -> u8 {
        match self.swapped {
            true => self.mirror,
            false => self.uses,
        }
    }

    /// The run with a node behind it. A run of one node and swaps has the node's prices, whichever comes first.
    pub(super) fn then(&self, uses: u8, mirror: u8) -> Recent {
        let (uses, mirror) = match self.uses {
            0 => (uses, mirror),
            more => ((more + uses).min(SWAP as u8), SWAP as u8),
        };
        Recent {
            uses,
            mirror,
            ..*self
        }
    }
}
