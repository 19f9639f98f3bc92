// SPDX-License-Identifier: Apache-2.0
//! A circuit's angles as a program over its parameters.

use rustc_hash::FxHashMap;

use super::derived::Derived;
use super::euler::Turns;
use super::expression::Step;
use super::pair::{Operator, Pair};
use super::program::{Group, Part, Program};
use super::rows::{Row, Rows};
use crate::angle::{Expr, Scalar};
use crate::circuit::Payload;
use crate::{Angle, Circuit, Op, Symbol};

/// Every angle of the circuit that is not a number, in order: (operation, which of its angles); those of operations
/// in blocks are not among them.
pub fn slots(circuit: &Circuit) -> Vec<(Op, usize)> {
    let mut found = Vec::new();
    for op in circuit.iter() {
        let params = angles(circuit, op);
        let symbolic = params.iter().enumerate().filter(|(_, a)| a.is_symbolic());
        found.extend(symbolic.map(|(k, _)| (op, k)));
    }
    found
}

/// The angles of an operation, those of a call or of what is controlled included.
pub fn angles(circuit: &Circuit, op: Op) -> &[Angle] {
    match circuit.payload(op).map(|p| &**p) {
        Some(Payload::Call { params, .. }) => params,
        Some(Payload::Controlled { base, .. }) => &base.params,
        _ => circuit.params(op),
    }
}

impl Program {
    /// A program whose inputs are `parameters` and whose outputs are the slots, then the global phase.
    ///
    /// `None` where an angle has a parameter that is neither an input nor derived.
    pub fn new(circuit: &Circuit, parameters: &[Symbol], derived: &[Derived]) -> Option<Program> {
        let mut builder = Builder::new(parameters);
        builder.derive(derived)?;
        let mut outputs = Rows::default();
        for (op, k) in slots(circuit) {
            outputs.push(&builder.row(&angles(circuit, op)[k])?);
        }
        outputs.push(&builder.row(&circuit.phase)?);
        Some(Program {
            inputs: parameters.len() as u32,
            variables: builder.variables,
            parts: builder.parts,
            outputs,
        })
    }
}

struct Builder {
    number: FxHashMap<Symbol, u32>,
    variables: u32,
    parts: Vec<Part>,
}

impl Builder {
    fn new(parameters: &[Symbol]) -> Builder {
        let numbers = parameters.iter().cloned().zip(0..);
        Builder {
            number: numbers.collect(),
            variables: parameters.len() as u32,
            parts: Vec::new(),
        }
    }

    /// Add the derived angles, those of one form that do not wait for each other as one part.
    fn derive(&mut self, derived: &[Derived]) -> Option<()> {
        let mut left: Vec<&Derived> = derived.iter().collect();
        while !left.is_empty() {
            let known = |d: &&Derived| {
                let mut symbols = d.inputs().into_iter().flat_map(Angle::symbols);
                symbols.all(|s| self.number.contains_key(&s))
            };
            let (ready, wait): (Vec<&Derived>, Vec<&Derived>) = left.into_iter().partition(known);
            if ready.is_empty() {
                return None;
            }
            left = wait;
            let mut turns: Vec<&Turns> = Vec::new();
            for d in ready {
                match d {
                    Derived::Turns(own) => turns.push(own),
                    Derived::Pair(operator) => self.pair(operator)?,
                }
            }
            let mut forms: Vec<Vec<u8>> = Vec::new();
            for d in &turns {
                let form: Vec<u8> = d.turns.iter().map(|&(axis, _)| axis).collect();
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
            for form in forms {
                let of_form = |d: &&Turns| {
                    d.turns
                        .iter()
                        .map(|&(axis, _)| axis)
                        .eq(form.iter().copied())
                };
                let members: Vec<&Turns> = turns.iter().copied().filter(of_form).collect();
                self.group(form.clone(), &members)?;
            }
        }
        Some(())
    }

    fn group(&mut self, axes: Vec<u8>, members: &[&Turns]) -> Option<()> {
        let mut angles = Rows::default();
        for (_, angle) in members.iter().flat_map(|d| &d.turns) {
            angles.push(&self.row(angle)?);
        }
        let first = self.variables;
        for symbol in members.iter().flat_map(|d| &d.outputs) {
            let variable = self.variable();
            self.number.insert(symbol.clone(), variable);
        }
        self.parts.push(Part::Euler(Group {
            axes,
            angles,
            tails: members.iter().map(|d| d.tail).collect(),
            first,
        }));
        Some(())
    }

    fn pair(&mut self, operator: &Operator) -> Option<()> {
        let mut angles = Rows::default();
        for angle in operator.angles() {
            angles.push(&self.row(angle)?);
        }
        let first = self.variables;
        for symbol in &operator.outputs {
            let variable = self.variable();
            self.number.insert(symbol.clone(), variable);
        }
        self.parts
            .push(Part::Pair(Pair::new(operator, angles, first)));
        Some(())
    }

    fn variable(&mut self) -> u32 {
        self.variables += 1;
        self.variables - 1
    }

    /// An angle as an affine row, over variables of its own where it is not affine.
    fn row(&mut self, angle: &Angle) -> Option<Row> {
        let Angle::Symbolic(expression) = angle else {
            let constant = angle.value()?;
            return Some(Row {
                terms: Vec::new(),
                constant,
            });
        };
        if let Expr::Affine { terms, constant } = &**expression {
            let number =
                |(symbol, c): &(Symbol, Scalar)| Some((*self.number.get(symbol)?, c.value()));
            return Some(Row {
                terms: terms.iter().map(number).collect::<Option<_>>()?,
                constant: constant.value()?,
            });
        }
        let (mut steps, mut rows) = (Vec::new(), Rows::default());
        self.compile(angle, &mut steps, &mut rows)?;
        let out = self.variable();
        self.parts.push(Part::Expression { steps, rows, out });
        Some(Row {
            terms: vec![(out, 1.0)],
            constant: 0.0,
        })
    }

    fn compile(&mut self, angle: &Angle, steps: &mut Vec<Step>, rows: &mut Rows) -> Option<()> {
        let tree = match angle {
            Angle::Symbolic(e) => Some(&**e),
            _ => None,
        };
        match tree {
            Some(Expr::Call {
                function, argument, ..
            }) => {
                self.compile(argument, steps, rows)?;
                steps.push(Step::Call(*function));
            }
            Some(Expr::Binary {
                operator,
                left,
                right,
                ..
            }) => {
                self.compile(left, steps, rows)?;
                self.compile(right, steps, rows)?;
                steps.push(Step::Binary(*operator));
            }
            _ => {
                let row = self.row(angle)?;
                steps.push(Step::Row(rows.len() as u32));
                rows.push(&row);
            }
        }
        Some(())
    }
}
