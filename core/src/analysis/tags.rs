// SPDX-License-Identifier: Apache-2.0
//! Random names of 128 bits for things whose sums (parities, Pauli operators) are told apart by the XOR of the names.
//!
//! Two different sums of independent random names are equal with probability 2^-128. The names are values of a keyed
//! hash, SipHash-1-3, at a counter, so they are the same in every run, and equal only if the hash is no random function.

use std::hash::Hasher;

use siphasher::sip128::{Hash128, Hasher128, SipHasher13};

/// A name, or an XOR of names.
pub type Tag = u128;

/// A source of names.
#[derive(Debug)]
pub struct Tags {
    keys: (u64, u64),
    count: u64,
}

impl Tags {
    /// The sequence of names that belongs to a key.
    pub fn new(key: Hash128) -> Tags {
        Tags {
            keys: (key.h1, key.h2),
            count: 0,
        }
    }

    /// A name not given before.
    #[inline]
    pub fn fresh(&mut self) -> Tag {
        let mut hasher = SipHasher13::new_with_keys(self.keys.0, self.keys.1);
        hasher.write_u64(self.count);
        self.count += 1;
        hasher.finish128().as_u128()
    }
}

/// Tags numbered in the order of their entry. Open addressing; the tags are random, so they are not hashed again.
#[derive(Debug)]
pub struct TagTable {
    /// Upper half of the tag's low word, and its number plus one; 0 is empty.
    slots: Vec<u64>,
    tags: Vec<Tag>,
    /// Bits that are set for tags that were entered, small enough for a cache: most questions end here.
    entered: Vec<u64>,
}

const EMPTY: u64 = 0;
const NUMBER: u64 = u32::MAX as u64;

impl TagTable {
    /// With room for `count` tags (fewer than 2^32), at most half full.
    pub fn with_room(count: usize) -> TagTable {
        TagTable {
            slots: vec![EMPTY; (2 * count).next_power_of_two()],
            tags: Vec::with_capacity(count),
            entered: vec![0; (count / 8).next_power_of_two()],
        }
    }

    /// The number of a tag, if it was entered.
    #[inline]
    pub fn find(&self, tag: Tag) -> Option<usize> {
        let (word, bit) = self.bit(tag);
        match self.entered[word] & bit {
            0 => None,
            _ => self.search(tag).ok(),
        }
    }

    /// The number of a tag; one not seen before is entered and gets the next number.
    #[inline]
    pub fn number(&mut self, tag: Tag) -> usize {
        self.search(tag).unwrap_or_else(|place| {
            self.tags.push(tag);
            self.slots[place] = tag as u64 & !NUMBER | self.tags.len() as u64;
            let (word, bit) = self.bit(tag);
            self.entered[word] |= bit;
            self.tags.len() - 1
        })
    }

    /// The bit of a tag.
    #[inline]
    fn bit(&self, tag: Tag) -> (usize, u64) {
        let hash = tag as u64 as usize;
        ((hash >> 6) & (self.entered.len() - 1), 1 << (hash & 63))
    }

    /// The number of a tag, or the place to enter it.
    #[inline]
    fn search(&self, tag: Tag) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut at = (tag >> 64) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == EMPTY {
                return Err(at);
            }
            let number = (slot & NUMBER) as usize - 1;
            if (slot ^ tag as u64) & !NUMBER == 0 && self.tags[number] == tag {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_function_of_the_key() {
        let take = |key| {
            let mut tags = Tags::new(key);
            [tags.fresh(), tags.fresh(), tags.fresh()]
        };
        let one = take(Hash128 { h1: 1, h2: 2 });
        assert_eq!(one, take(Hash128 { h1: 1, h2: 2 }));
        assert_ne!(one, take(Hash128 { h1: 1, h2: 3 }));
        assert_ne!(one, take(Hash128 { h1: 3, h2: 2 }));
        assert!(one[0] != one[1] && one[1] != one[2] && one[0] != one[2]);
        // Both halves are random.
        assert!(one.iter().all(|t| *t as u64 != 0 && (t >> 64) != 0));
    }

    #[test]
    fn numbers_follow_the_order_of_entry() {
        let mut tags = Tags::new(Hash128 { h1: 0, h2: 0 });
        let names: Vec<Tag> = (0..1000).map(|_| tags.fresh()).collect();
        let mut table = TagTable::with_room(names.len());
        assert_eq!(2048, table.slots.len());
        assert_eq!(None, table.find(names[0]));
        for _ in 0..2 {
            for (i, &name) in names.iter().enumerate() {
                assert_eq!(i, table.number(name));
                assert_eq!(Some(i), table.find(name));
            }
        }
        assert_eq!(None, table.find(tags.fresh()));
        assert_eq!(1000, table.tags.len());
        // The bits of 1000 tags are spread over 8192.
        let bits: u32 = table.entered.iter().map(|w| w.count_ones()).sum();
        assert!(bits > 800, "only {bits}");
        // Where none is set, nothing is searched.
        table.entered.fill(0);
        assert_eq!(None, table.find(names[0]));
    }

    #[test]
    fn tags_that_collide_are_told_apart() {
        let mut table = TagTable::with_room(8);
        // Same place; same place and print; the empty tag; wrapping round the end.
        let names: [Tag; 6] = [0, 1, 1 << 40, 2 << 40, 15 << 64, 31 << 64 | 1];
        for (i, &name) in names.iter().enumerate() {
            assert_eq!(i, table.number(name));
        }
        for (i, &name) in names.iter().enumerate() {
            assert_eq!(i, table.number(name));
        }
        assert_eq!(0, TagTable::with_room(0).tags.len());
        // A tag goes to the place that its upper word tells.
        let mut table = TagTable::with_room(8);
        table.number(5 << 64);
        assert_eq!(Some(5), table.slots.iter().position(|s| *s != EMPTY));
    }
}
