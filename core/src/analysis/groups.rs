// SPDX-License-Identifier: Apache-2.0
//! The commuting operations at the end of each wire, while a circuit is read in order.
//!
//! On a wire, operations since the last change of axis form a *group*: they commute there. Groups of a wire stand
//! on a stack, newest on top; when the last operation of the top group is removed, the one below is open again,
//! exactly as if the removed operations had never been. An operation without axis makes a group of its own.
//!
//! Operations are told apart by the time they were read: one is in the top group of its wire if it is not older
//! than the group's opening.

use crate::gate::Axis;

/// "No group", "no entry".
pub const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Group {
    axis: Axis,
    /// Time of the first member.
    opened: u32,
    members: u32,
    below: u32,
    /// Newest remembered one-qubit operation.
    newest: u32,
}

/// Stacks of groups, one per qubit.
#[derive(Debug)]
pub struct Groups {
    top: Vec<u32>,
    groups: Vec<Group>,
    free: Vec<u32>,
}

impl Groups {
    pub fn new(qubits: usize) -> Groups {
        Groups {
            top: vec![NONE; qubits],
            groups: Vec::new(),
            free: Vec::new(),
        }
    }

    /// When the open group of the wire began, if an operation of this axis may find a partner in it.
    #[inline]
    pub fn open(&self, wire: usize, axis: Axis) -> Option<u32> {
        let group = self.groups.get(self.top[wire] as usize)?;
        (group.axis == axis).then_some(group.opened)
    }

    /// Add an operation read at `time` to the end of the wire.
    #[inline]
    pub fn join(&mut self, wire: usize, axis: Axis, time: u32) {
        let top = self.top[wire];
        if let Some(group) = self.groups.get_mut(top as usize) {
            if group.axis == axis && axis != Axis::None {
                group.members += 1;
                return;
            }
        }
        let group = Group {
            axis,
            opened: time,
            members: 1,
            below: top,
            newest: NONE,
        };
        self.top[wire] = match self.free.pop() {
            Some(i) => {
                self.groups[i as usize] = group;
                i
            }
            None => {
                self.groups.push(group);
                self.groups.len() as u32 - 1
            }
        };
    }

    /// Take a member out of the open group.
    #[inline]
    pub fn leave(&mut self, wire: usize) {
        let top = self.top[wire];
        let group = &mut self.groups[top as usize];
        group.members -= 1;
        if group.members == 0 {
            self.top[wire] = group.below;
            self.free.push(top);
        }
    }

    /// Nothing before this moment is reached again on the wire.
    #[inline]
    pub fn fence(&mut self, wire: usize) {
        self.top[wire] = NONE;
    }

    /// A fence on every wire.
    pub fn fence_all(&mut self) {
        self.top.fill(NONE);
    }

    /// The newest one-qubit entry of the open group.
    #[inline]
    pub fn newest(&self, wire: usize) -> u32 {
        self.groups
            .get(self.top[wire] as usize)
            .map_or(NONE, |g| g.newest)
    }

    #[inline]
    pub fn set_newest(&mut self, wire: usize, entry: u32) {
        let top = self.top[wire] as usize;
        self.groups[top].newest = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_group_uncovers_the_one_below() {
        let mut g = Groups::new(1);
        g.join(0, Axis::Z, 1);
        g.join(0, Axis::Z, 2);
        g.join(0, Axis::X, 3);
        assert_eq!(g.open(0, Axis::Z), None);
        assert_eq!(g.open(0, Axis::X), Some(3));
        g.leave(0);
        assert_eq!(g.open(0, Axis::Z), Some(1));
        g.leave(0);
        g.leave(0);
        assert_eq!(g.open(0, Axis::Z), None);
        g.join(0, Axis::None, 4);
        g.join(0, Axis::None, 5);
        assert_eq!(g.open(0, Axis::None), Some(5));
        g.leave(0);
        assert_eq!(g.open(0, Axis::None), Some(4));
        g.fence(0);
        assert_eq!(g.open(0, Axis::None), None);
    }
}
