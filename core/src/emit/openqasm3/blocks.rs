// SPDX-License-Identifier: Apache-2.0
//! Control flow as OpenQASM 3 writes it.

use std::io::Write;

use super::condition::{expression, whole};
use super::{EmitError, Scope, Writer};
use crate::circuit::{Block, Condition, Kind, Payload};
use crate::{Circuit, Op, Symbol};

impl Writer<'_> {
    pub(super) fn control_flow(
        &mut self,
        c: &Circuit,
        op: Op,
        payload: &Payload,
        scope: &Scope<'_>,
    ) -> Result<(), EmitError> {
        let wires = c.wires(op);
        let numbers = c.bits(op).iter().map(|w| scope.numbers[w.index()]);
        let inner = Scope {
            operands: scope.operands.select(wires),
            numbers: numbers.collect(),
            ..*scope
        };
        match payload {
            Payload::If {
                condition,
                then,
                otherwise,
            } => {
                self.open(&format!(
                    "if ({})",
                    expression(condition, &inner, self.bits)
                ));
                self.block(then, &inner)?;
                if let Some(block) = otherwise {
                    self.start();
                    self.text.extend_from_slice(b"} else {\n");
                    self.block(block, &inner)?;
                }
                self.close();
            }
            Payload::While { condition, body } => {
                self.open(&format!(
                    "while ({})",
                    expression(condition, &inner, self.bits)
                ));
                self.block(body, &inner)?;
                self.close();
            }
            Payload::For {
                variable,
                values,
                body,
            } => self.for_loop(variable.as_ref(), values, body, &inner)?,
            Payload::Switch {
                bits,
                cases,
                default,
            } => self.switch(bits, cases, default.as_ref(), &inner)?,
            Payload::Region { body, label } => {
                self.start();
                writeln!(self.text, "pragma qcompile region {label}")?;
                self.open("box");
                self.block(body, &inner)?;
                self.close();
            }
            _ => {}
        }
        Ok(())
    }

    fn for_loop(
        &mut self,
        variable: Option<&Symbol>,
        values: &[i64],
        body: &Block,
        inner: &Scope<'_>,
    ) -> Result<(), EmitError> {
        if values.is_empty() {
            return Ok(());
        }
        // The name is free again after the loop.
        let outer = self.names.clone();
        let name = self.names.take(variable.map_or("i", |v| &v.name));
        self.open(&format!("for int {name} in {}", range(values)));
        let mut params = inner.params.to_vec();
        params.extend(variable.map(|v| (v.clone(), name)));
        let scope = Scope {
            operands: inner.operands.clone(),
            numbers: inner.numbers.clone(),
            params: &params,
            exact: inner.exact,
            real: true,
        };
        self.block(body, &scope)?;
        self.names = outer;
        self.close();
        Ok(())
    }

    /// A selector that is no whole register has no name to switch on: then it is a chain of `if`.
    fn switch(
        &mut self,
        bits: &[u32],
        cases: &[(Vec<u64>, Block)],
        default: Option<&Block>,
        inner: &Scope<'_>,
    ) -> Result<(), EmitError> {
        let Some(register) = whole(bits, inner, self.bits).filter(|_| !cases.is_empty()) else {
            for (i, (values, block)) in cases.iter().enumerate() {
                let any = Condition::Or(values.iter().map(|&v| equals(bits, v)).collect());
                let head = format!("if ({})", expression(&any, inner, self.bits));
                match i {
                    0 => self.open(&head),
                    _ => {
                        self.start();
                        writeln!(self.text, "}} else {head} {{")?;
                    }
                }
                self.block(block, inner)?;
            }
            if let Some(block) = default {
                match cases.is_empty() {
                    true => self.open("if (true)"),
                    false => {
                        self.start();
                        self.text.extend_from_slice(b"} else {\n");
                    }
                }
                self.block(block, inner)?;
            }
            if !cases.is_empty() || default.is_some() {
                self.close();
            }
            return Ok(());
        };
        self.open(&format!("switch (uint[{}]({register}))", bits.len()));
        self.indent += 1;
        for (values, block) in cases {
            let values: Vec<String> = values.iter().map(u64::to_string).collect();
            self.open(&format!("case {}", values.join(", ")));
            self.block(block, inner)?;
            self.close();
        }
        if let Some(block) = default {
            self.open("default");
            self.block(block, inner)?;
            self.close();
        }
        self.indent -= 1;
        self.close();
        Ok(())
    }

    fn block(&mut self, block: &Block, scope: &Scope<'_>) -> Result<(), EmitError> {
        let width = scope.operands.num_qubits();
        let body = block.view(width as u32, scope.numbers.len() as u32);
        self.indent += 1;
        self.phase(&body.phase, scope)?;
        for op in body.iter() {
            self.operation(&body, op, scope)?;
        }
        self.indent -= 1;
        Ok(())
    }

    fn open(&mut self, head: &str) {
        self.start();
        self.text.extend_from_slice(head.as_bytes());
        self.text.extend_from_slice(b" {\n");
    }

    fn close(&mut self) {
        self.start();
        self.text.extend_from_slice(b"}\n");
    }
}

/// The bits spell `value`; never, when it is too wide for them.
fn equals(bits: &[u32], value: u64) -> Condition {
    if bits.len() < 64 && value >> bits.len() != 0 {
        return Condition::Constant(false);
    }
    Condition::Equals {
        bits: bits.to_vec(),
        value: (0..bits.len())
            .map(|i| i < 64 && value >> i & 1 == 1)
            .collect(),
    }
}

/// `[first:step:last]` for an even progression, else the set.
fn range(values: &[i64]) -> String {
    if let [first, second, .., last] = *values {
        let step = second.wrapping_sub(first);
        let even = values.windows(2).all(|w| w[1].wrapping_sub(w[0]) == step);
        match step {
            0 => {}
            1 if even => return format!("[{first}:{last}]"),
            _ if even => return format!("[{first}:{step}:{last}]"),
            _ => {}
        }
    }
    let all: Vec<String> = values.iter().map(i64::to_string).collect();
    format!("{{{}}}", all.join(", "))
}

pub(super) fn has_switch(c: &Circuit) -> bool {
    c.iter().any(|op| {
        let kind = c.kind(op);
        let (qubits, bits) = (c.qubits(op).len() as u32, c.bits(op).len() as u32);
        kind == Kind::Switch
            || kind.is_control_flow()
                && c.payload(op).is_some_and(|p| {
                    p.blocks()
                        .any(|b| matches!(b, Block::Body(_)) && has_switch(&b.view(qubits, bits)))
                })
    })
}
