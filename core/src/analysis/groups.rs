// SPDX-License-Identifier: Apache-2.0
//! The commuting operations at the end of each wire, while a circuit is read in order.
//!
//! On a wire, operations since the last change of axis form a *group*: they commute there. Groups of a wire stand
//! on a stack, newest on top; when the last operation of the top group is removed, the one below is open again,
//! exactly as if the removed operations had never been. An operation without axis makes a group of its own.
//!
//! A wire remembers its newest groups only, so that all of this fits the processor's cache; what was forgotten is
//! found again from the circuit when it is uncovered.

use crate::gate::Axis;

/// Groups remembered for a wire.
const DEPTH: usize = 4;

/// Operations at the end of a wire that share an axis there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Group {
    pub axis: Axis,
    /// Time at which the first member was read: members are those read since.
    pub opened: u32,
    pub members: u32,
}

const EMPTY: Group = Group {
    axis: Axis::None,
    opened: 0,
    members: 0,
};

/// The newest groups of one wire, in a ring.
#[derive(Clone, Copy, Debug)]
struct Stack {
    ring: [Group; DEPTH],
    top: u8,
    len: u8,
}

/// A stack of groups for each qubit.
#[derive(Debug)]
pub struct Groups(Vec<Stack>);

impl Groups {
    pub fn new(qubits: usize) -> Groups {
        let stack = Stack {
            ring: [EMPTY; DEPTH],
            top: 0,
            len: 0,
        };
        Groups(vec![stack; qubits])
    }

    /// The open group of the wire, if an operation of this axis may find a partner in it.
    #[inline]
    pub fn open(&self, wire: usize, axis: Axis) -> Option<Group> {
        let stack = &self.0[wire];
        let group = stack.ring[stack.top as usize % DEPTH];
        (stack.len > 0 && group.axis == axis).then_some(group)
    }

    /// The open group of a wire that has one.
    #[inline]
    pub fn top(&self, wire: usize) -> Group {
        let stack = &self.0[wire];
        stack.ring[stack.top as usize % DEPTH]
    }

    /// Add an operation read at `time` to the end of the wire. Returns how many members its group has.
    #[inline]
    pub fn join(&mut self, wire: usize, axis: Axis, time: u32) -> u32 {
        let stack = &mut self.0[wire];
        let group = &mut stack.ring[stack.top as usize % DEPTH];
        if stack.len > 0 && group.axis == axis && axis != Axis::None {
            group.members += 1;
            return group.members;
        }
        self.push(
            wire,
            Group {
                axis,
                opened: time,
                members: 1,
            },
        );
        1
    }

    #[inline]
    pub fn push(&mut self, wire: usize, group: Group) {
        let stack = &mut self.0[wire];
        stack.top = stack.top.wrapping_add(1);
        stack.ring[stack.top as usize % DEPTH] = group;
        stack.len = (stack.len + 1).min(DEPTH as u8);
    }

    /// Take `count` members out of the open group. Returns whether no group of the wire is left that is remembered.
    #[inline]
    pub fn leave(&mut self, wire: usize, count: u32) -> bool {
        let stack = &mut self.0[wire];
        let group = &mut stack.ring[stack.top as usize % DEPTH];
        group.members -= count;
        if group.members == 0 {
            stack.top = stack.top.wrapping_sub(1);
            stack.len -= 1;
        }
        stack.len == 0
    }

    /// Nothing before this moment is reached again on the wire.
    #[inline]
    pub fn fence(&mut self, wire: usize) {
        self.0[wire].len = 0;
    }

    /// A fence on every wire.
    pub fn fence_all(&mut self) {
        (0..self.0.len()).for_each(|wire| self.fence(wire));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_group_uncovers_the_one_below() {
        let mut g = Groups::new(1);
        let opened = |g: &Groups, axis| g.open(0, axis).map(|group| group.opened);
        g.join(0, Axis::Z, 1);
        assert_eq!(2, g.join(0, Axis::Z, 2));
        assert_eq!(1, g.join(0, Axis::X, 3));
        assert_eq!(None, opened(&g, Axis::Z));
        assert_eq!(Some(3), opened(&g, Axis::X));
        assert!(!g.leave(0, 1));
        assert_eq!(Some(1), opened(&g, Axis::Z));
        assert!(g.leave(0, 2));
        assert_eq!(None, opened(&g, Axis::Z));
        g.join(0, Axis::None, 4);
        g.join(0, Axis::None, 5);
        assert_eq!(Some(5), opened(&g, Axis::None));
        g.leave(0, 1);
        assert_eq!(Some(4), opened(&g, Axis::None));
        g.fence(0);
        assert_eq!(None, opened(&g, Axis::None));
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let mut g = Groups::new(1);
        for time in 0..300 {
            g.join(0, Axis::None, time);
        }
        for left in (0..DEPTH).rev() {
            assert_eq!(left == 0, g.leave(0, 1));
        }
    }
}
