// SPDX-License-Identifier: Apache-2.0
//! Any bytes through the scanner: no panic, and the laws of `qcompile_core::scan::laws`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    // With the head in front, mutations reach statements at once; without it, the version line is fuzzed.
    qcompile_core::scan::laws::hold(text);
    let head = b"OPENQASM 2.0;include \"qelib1.inc\";qreg q[3];creg c[2];gate g(t) a,b{rz(t) a;}";
    qcompile_core::scan::laws::hold(&[head, text].concat());
});
