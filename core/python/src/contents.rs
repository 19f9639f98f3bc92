// SPDX-License-Identifier: Apache-2.0
//! What an instruction carries beyond its angles, as plain Python values: what emitters write from.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyList, PyTuple};
use qcompile_core::circuit::operation::Duration;
use qcompile_core::circuit::{Condition, Instruction, Payload};

use crate::angle::to_python;
use crate::operation::{PyDefinition, PyInstruction};

/// The payload as a dict, empty where there is none; blocks are asked of the operation. A condition has the form that
/// `append_if` takes, with the numbers `bits` gives to its positions.
pub fn contents<'py>(
    py: Python<'py>,
    instruction: &Instruction,
    bits: &[usize],
) -> PyResult<Bound<'py, PyDict>> {
    let out = PyDict::new(py);
    let Some(payload) = instruction.payload.as_deref() else {
        return Ok(out);
    };
    match payload {
        Payload::Controlled { polarity, base } => {
            out.set_item("polarity", polarity.clone())?;
            out.set_item("base", Bound::new(py, PyInstruction(base.clone()))?)?;
        }
        Payload::Call { definition, .. } => {
            out.set_item(
                "definition",
                Bound::new(py, PyDefinition(definition.clone()))?,
            )?;
        }
        Payload::Unitary { matrix, label } => {
            out.set_item("matrix", matrix.clone())?;
            out.set_item("label", label.clone())?;
        }
        Payload::Diagonal { phases } => out.set_item("phases", phases.clone())?,
        Payload::Multiplexer { selects, cases } => {
            out.set_item("selects", *selects)?;
            let cases = cases
                .iter()
                .map(|c| Bound::new(py, PyInstruction(c.clone())));
            out.set_item("cases", cases.collect::<PyResult<Vec<_>>>()?)?;
        }
        Payload::PauliEvolution { strings, time } => {
            let terms = strings.iter().map(|(s, a)| Ok((s, to_python(py, a)?)));
            out.set_item("strings", terms.collect::<PyResult<Vec<_>>>()?)?;
            out.set_item("time", to_python(py, time)?)?;
        }
        Payload::Permutation { image } => out.set_item("image", image.clone())?,
        Payload::Channel { kraus } => out.set_item("kraus", kraus.clone())?,
        Payload::Delay { duration } => {
            let (value, unit) = match duration {
                Duration::Nanoseconds(x) => (x.into_pyobject(py)?.into_any(), "ns"),
                Duration::Steps(n) => (n.into_pyobject(py)?.into_any(), "dt"),
                Duration::Symbolic(a) => (to_python(py, a)?, "ns"),
            };
            out.set_item("duration", value)?;
            out.set_item("unit", unit)?;
        }
        Payload::Pulse { text } => out.set_item("text", text)?,
        Payload::Allocate { clean } => out.set_item("clean", *clean)?,
        Payload::If { condition, .. } | Payload::While { condition, .. } => {
            out.set_item("condition", form(py, condition, bits)?)?;
        }
        Payload::For {
            variable, values, ..
        } => {
            out.set_item("variable", variable.as_ref().map(|v| v.name.to_string()))?;
            out.set_item("values", values.clone())?;
        }
        Payload::Switch {
            bits: selector,
            cases,
            default,
        } => {
            let names = selector.iter().map(|&b| bits[b as usize]);
            out.set_item("selector", names.collect::<Vec<_>>())?;
            let values = cases.iter().map(|(values, _)| values.clone());
            out.set_item("cases", values.collect::<Vec<_>>())?;
            out.set_item("default", default.is_some())?;
        }
        Payload::Region { label, .. } => out.set_item("label", label)?,
    }
    Ok(out)
}

/// A condition as `append_if` takes it.
fn form<'py>(py: Python<'py>, c: &Condition, bits: &[usize]) -> PyResult<Bound<'py, PyAny>> {
    let compared = |word: &str, own: &[u32], value: &[bool]| {
        let names: Vec<usize> = own.iter().map(|&b| bits[b as usize]).collect();
        let digits: String = value
            .iter()
            .rev()
            .map(|&v| if v { '1' } else { '0' })
            .collect();
        let number = py.get_type::<PyInt>().call1((format!("0{digits}"), 2))?;
        Ok((word, names, number).into_pyobject(py)?.into_any())
    };
    let several = |word: &str, parts: &[Condition]| {
        let parts = parts.iter().map(|c| form(py, c, bits));
        let parts = PyList::new(py, parts.collect::<PyResult<Vec<_>>>()?)?;
        Ok((word, parts).into_pyobject(py)?.into_any())
    };
    match c {
        Condition::Constant(v) => Ok(pyo3::types::PyBool::new(py, *v).to_owned().into_any()),
        Condition::Bit(b) => Ok(bits[*b as usize].into_pyobject(py)?.into_any()),
        Condition::Equals { bits, value } => compared("equals", bits, value),
        Condition::Less { bits, value } => compared("less", bits, value),
        Condition::Not(c) => {
            let parts = ["not".into_pyobject(py)?.into_any(), form(py, c, bits)?];
            Ok(PyTuple::new(py, parts)?.into_any())
        }
        Condition::And(cs) => several("and", cs),
        Condition::Or(cs) => several("or", cs),
        Condition::Xor(cs) => several("xor", cs),
    }
}
