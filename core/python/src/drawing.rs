// SPDX-License-Identifier: Apache-2.0
//! What drawings say about operations that are no gates.

use pyo3::prelude::*;
use qcompile_core::circuit::operation::Duration;
use qcompile_core::circuit::{Kind, Payload};
use qcompile_core::emit::describe_condition;

use crate::operation::PyOperation;

#[pymethods]
impl PyOperation {
    /// A caption for each block of control flow, or one for the operation itself; none for gates.
    ///
    /// `names[i]` is what the operation's i-th bit is called; `registers` are (name, positions of its bits).
    fn captions(&self, names: Vec<String>, registers: Vec<(String, Vec<u32>)>) -> Vec<String> {
        let whole = |bits: &[u32]| {
            let found = registers.iter().find(|(_, own)| own == bits);
            found.map(|(name, _)| name.clone())
        };
        let bit = |i: u32| names.get(i as usize).cloned().unwrap_or_default();
        match self.operation.instruction.payload.as_deref() {
            Some(Payload::If {
                condition,
                otherwise,
                ..
            }) => {
                let mut all = vec![format!(
                    "if {}",
                    describe_condition(condition, &bit, &whole)
                )];
                all.extend(otherwise.is_some().then(|| "else".into()));
                all
            }
            Some(Payload::While { condition, .. }) => {
                vec![format!(
                    "while {}",
                    describe_condition(condition, &bit, &whole)
                )]
            }
            Some(Payload::For {
                variable, values, ..
            }) => {
                let name = variable.as_ref().map_or("", |v| &v.name);
                let rounds = match values.as_slice() {
                    _ if name.is_empty() => format!("{} times", values.len()),
                    [first, .., last] => format!("{name} = {first} … {last}"),
                    [only] => format!("{name} = {only}"),
                    [] => "0 times".into(),
                };
                vec![format!("for {rounds}").replace("for 0 times", "0 times")]
            }
            Some(Payload::Switch {
                bits,
                cases,
                default,
            }) => {
                let selector = whole(bits).unwrap_or_else(|| {
                    let all: Vec<String> = bits.iter().rev().map(|&b| bit(b)).collect();
                    all.join(" ")
                });
                let list = |values: &[u64]| {
                    let all: Vec<String> = values.iter().map(u64::to_string).collect();
                    all.join(", ")
                };
                let mut all: Vec<String> = cases
                    .iter()
                    .map(|(values, _)| format!("{selector} = {}", list(values)))
                    .collect();
                all.extend(default.is_some().then(|| "default".into()));
                all
            }
            Some(Payload::Region { label, .. }) if label.is_empty() => vec!["protected".into()],
            Some(Payload::Region { label, .. }) => vec![label.clone()],
            Some(Payload::Delay { duration }) => vec![match duration {
                Duration::Nanoseconds(ns) => format!("delay {ns} ns"),
                Duration::Steps(steps) => format!("delay {steps} dt"),
                Duration::Symbolic(a) => format!("delay {a}"),
            }],
            Some(Payload::Pulse { .. }) => vec!["pulse".into()],
            Some(Payload::Allocate { clean: true }) => vec!["clean".into()],
            Some(Payload::Allocate { clean: false }) => vec!["dirty".into()],
            Some(Payload::Channel { .. }) => vec!["channel".into()],
            Some(Payload::Unitary {
                label: Some(label), ..
            }) => vec![label.clone()],
            _ if self.operation.instruction.kind == Kind::Release => vec!["release".into()],
            _ => Vec::new(),
        }
    }
}
