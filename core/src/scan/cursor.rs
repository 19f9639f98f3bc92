// SPDX-License-Identifier: Apache-2.0
//! A place in the text, and the smallest steps: blanks, words, whole numbers.

use crate::circuit::Place;

/// A place in the text; cheap to copy, which is how the scanner steps back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Byte offset.
    pub at: usize,
    /// Line, from 1. LF, CR LF and a lone CR end one.
    pub line: u32,
    /// Byte offset at which the line starts.
    pub line_start: usize,
}

impl Cursor {
    /// The beginning of a text, behind a byte-order mark.
    pub fn start(text: &[u8]) -> Cursor {
        let at = if text.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        Cursor {
            at,
            line: 1,
            line_start: at,
        }
    }

    /// Line and column. Bytes count as characters: only comments hold others, and nothing follows those on
    /// their line.
    #[inline]
    pub fn place(&self, file: u8) -> Place {
        Place {
            line: self.line,
            column: u16::try_from(self.at - self.line_start + 1).unwrap_or(u16::MAX),
            file,
        }
    }

    /// Move forward to a byte offset, counting lines.
    pub fn move_to(&mut self, text: &[u8], offset: usize) {
        while self.at < offset {
            match text[self.at] {
                b'\n' | b'\r' => self.line_end(text),
                _ => self.at += 1,
            }
        }
    }

    #[inline]
    fn line_end(&mut self, text: &[u8]) {
        if text[self.at] == b'\r' && text.get(self.at + 1) == Some(&b'\n') {
            self.at += 1;
        }
        self.at += 1;
        self.line += 1;
        self.line_start = self.at;
    }

    /// Skip blanks, line ends and comments.
    #[inline]
    pub fn blanks(&mut self, text: &[u8]) {
        loop {
            match text.get(self.at) {
                Some(b' ' | b'\t' | 0x0b | 0x0c) => self.at += 1,
                Some(b'\n' | b'\r') => self.line_end(text),
                Some(b'/') if text.get(self.at + 1) == Some(&b'/') => {
                    let rest = &text[self.at..];
                    self.at += rest
                        .iter()
                        .position(|&b| b == b'\n' || b == b'\r')
                        .unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    /// Take one byte, and the blanks behind it.
    #[inline]
    pub fn take(&mut self, text: &[u8], byte: u8) -> Option<()> {
        if text.get(self.at) != Some(&byte) {
            return None;
        }
        self.at += 1;
        self.blanks(text);
        Some(())
    }

    /// Take an identifier, and the blanks behind it.
    #[inline]
    pub fn name<'t>(&mut self, text: &'t [u8]) -> Option<&'t [u8]> {
        match text.get(self.at) {
            Some(b'a'..=b'z') => Some(self.word(text)),
            _ => None,
        }
    }

    /// Take letters, digits and `_`, and the blanks behind them.
    #[inline]
    pub fn word<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let rest = &text[self.at..];
        let length = rest
            .iter()
            .position(|&b| !IN_WORD[b as usize])
            .unwrap_or(rest.len());
        self.at += length;
        self.blanks(text);
        &rest[..length]
    }

    /// Take a whole number without sign and leading zero, and the blanks behind it.
    #[inline]
    pub fn integer(&mut self, text: &[u8]) -> Option<u64> {
        let first = self.at;
        let mut value: u64 = 0;
        while let Some(d @ b'0'..=b'9') = text.get(self.at) {
            value = value * 10 + u64::from(d - b'0');
            self.at += 1;
            if self.at - first > 18 {
                return None;
            }
        }
        let digits = self.at - first;
        if digits == 0 || (digits > 1 && text[first] == b'0') {
            return None;
        }
        if matches!(text.get(self.at), Some(&b) if b == b'.' || IN_WORD[b as usize]) {
            return None;
        }
        self.blanks(text);
        Some(value)
    }
}

/// Letters, digits and `_`.
static IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        let c = b as u8;
        table[b] = c.is_ascii_alphanumeric() || c == b'_';
        b += 1;
    }
    table
};
