// SPDX-License-Identifier: Apache-2.0
//! Unitaries given as matrices, in closed form.
//!
//! One wire is a gate, two go through their Weyl coordinates (`pair`), more are cut into multiplexers (`block_zxz`):
//! 3, 19, 95, 423, 1783 cx and cz for generic ones on 2 to 6 wires, one less up to a diagonal.

mod block_zxz;
mod pair;
mod shannon;
mod split;
#[cfg(test)]
mod tests;

use super::dense::{block2, to_m4, Matrix};
use super::draft::Draft;
use super::freedom::{Freedom, Partial};
use super::matrix::C64;
use super::multiplexer;

/// The circuit of a unitary on n wires. O(8^n) time.
pub fn synthesize(u: &Matrix, freedom: Freedom) -> Partial {
    multiplexer::synthesize(std::slice::from_ref(u), freedom)
}

/// `u` on the wires 0.., if `leaves_diagonal` up to a diagonal to be applied after, whose entries are returned; an empty
/// list is none.
pub(super) fn write(draft: &mut Draft, u: &Matrix, leaves_diagonal: bool) -> Vec<C64> {
    match u.nrows() {
        1 => {
            draft.phase += u[(0, 0)].arg();
            Vec::new()
        }
        2 => {
            draft.one(0, block2(u, 0, 0));
            Vec::new()
        }
        4 if leaves_diagonal => pair::up_to_diagonal(draft, &to_m4(u)).to_vec(),
        4 => {
            pair::exact(draft, &to_m4(u));
            Vec::new()
        }
        _ => {
            if let Some((own, left)) = split::split(u, leaves_diagonal) {
                draft.append(&own);
                return left;
            }
            block_zxz::block_zxz(draft, u, leaves_diagonal)
        }
    }
}

pub(super) use pair::cx_count;
pub(super) use shannon::shannon;

/// The entries of cz from the wires of `parity`, where the other wire is set.
fn signs(parity: usize, size: usize) -> Vec<C64> {
    let sign = |v: usize| {
        if (v & parity).count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        }
    };
    (0..size).map(|v| C64::from(sign(v))).collect()
}
