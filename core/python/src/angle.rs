// SPDX-License-Identifier: Apache-2.0
//! Angles and expressions over parameters.

use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyInt, PyString, PyTuple};
use qcompile_core::angle::{Expr, Function, Scalar, Symbol};
use qcompile_core::Angle;
use rustc_hash::FxHashMap;

use crate::errors::{bad_argument, from_expr};

/// An angle in radians: an exact multiple of pi, a float, or an expression over parameters.
#[pyclass(name = "Angle", module = "qcompile._core", frozen, subclass)]
#[derive(Clone)]
pub struct PyAngle(pub Angle);

/// A number or an `Angle`, as users pass it; floats beside a multiple of pi become that multiple.
pub fn extract(value: &Bound<'_, PyAny>) -> PyResult<Angle> {
    if let Ok(a) = value.cast::<PyAngle>() {
        return Ok(a.get().0.clone());
    }
    Ok(Angle::radians(number(value)?).snapped().0)
}

fn number(value: &Bound<'_, PyAny>) -> PyResult<f64> {
    let x: f64 = value.extract().map_err(|_| {
        bad_argument(format!(
            "an angle is a real number or a parameter, got {value}"
        ))
    })?;
    if !x.is_finite() {
        return Err(bad_argument(format!("an angle must be finite, got {x}")));
    }
    Ok(x)
}

/// An operand of arithmetic: numbers stay numbers (2 is not taken for a multiple of pi).
fn operand(value: &Bound<'_, PyAny>) -> PyResult<Angle> {
    match value.cast::<PyAngle>() {
        Ok(a) => Ok(a.get().0.clone()),
        Err(_) => Ok(Angle::radians(number(value)?)),
    }
}

/// A float where the value is known, an `Angle` where it is not.
pub fn to_python<'py>(py: Python<'py>, angle: &Angle) -> PyResult<Bound<'py, PyAny>> {
    match angle.value() {
        Some(x) => Ok(PyFloat::new(py, x).into_any()),
        None => Ok(Bound::new(py, PyAngle(angle.clone()))?.into_any()),
    }
}

#[pymethods]
impl PyAngle {
    /// A number, snapped to the exact multiple of pi beside it; with an identity, the parameter of that name.
    #[new]
    #[pyo3(signature = (value, identity = None))]
    fn new(value: &Bound<'_, PyAny>, identity: Option<u64>) -> PyResult<Self> {
        match identity {
            None => extract(value).map(PyAngle),
            Some(identity) => Ok(PyAngle::symbol(value.extract()?, identity)),
        }
    }

    /// A parameter standing alone.
    #[staticmethod]
    #[pyo3(signature = (name, identity = 0))]
    fn symbol(name: &str, identity: u64) -> PyAngle {
        PyAngle(Angle::symbol(Symbol {
            name: name.into(),
            identity,
        }))
    }

    /// `num / den * pi`, exactly.
    #[staticmethod]
    fn pi(num: i32, den: u32) -> PyResult<PyAngle> {
        if den == 0 {
            return Err(bad_argument("the denominator of an angle must not be 0"));
        }
        Ok(PyAngle(Angle::pi(num, den)))
    }

    /// The number it is, in radians; None for an expression over parameters.
    #[getter]
    fn value(&self) -> Option<f64> {
        self.0.value()
    }

    /// (num, den) of an exact multiple of pi.
    #[getter]
    fn pi_ratio(&self) -> Option<(i32, u32)> {
        self.0.pi_ratio().map(|r| (r.num, r.den))
    }

    /// Names of the parameters in it, sorted.
    #[getter]
    fn parameters(&self) -> Vec<String> {
        self.0
            .symbols()
            .iter()
            .map(|s| s.name.to_string())
            .collect()
    }

    /// How an expression is built, one step deep: `("sum", constant, [(name, numerator, denominator), ...])`,
    /// `(function, argument)` or `(operator, left, right)`; None for a number. Operands are angles; a coefficient
    /// that is no ratio has denominator 1 and a float above it.
    #[getter]
    fn form<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let Angle::Symbolic(expression) = &self.0 else {
            return Ok(None);
        };
        let angle = |a: &Angle| Bound::new(py, PyAngle(a.clone())).map(Bound::into_any);
        Ok(Some(match &**expression {
            Expr::Affine { terms, constant } => {
                let terms = terms.iter().map(|(symbol, coefficient)| match coefficient {
                    Scalar::Ratio { num, den } => (&*symbol.name, *num, *den)
                        .into_pyobject(py)
                        .map(Bound::into_any),
                    Scalar::Real(x) => (&*symbol.name, *x, 1)
                        .into_pyobject(py)
                        .map(Bound::into_any),
                });
                let terms = terms.collect::<PyResult<Vec<_>>>()?;
                ("sum", angle(constant)?, terms).into_pyobject(py)?
            }
            Expr::Call {
                function, argument, ..
            } => (function.name(), angle(argument)?).into_pyobject(py)?,
            Expr::Binary {
                operator,
                left,
                right,
                ..
            } => (operator.symbol(), angle(left)?, angle(right)?).into_pyobject(py)?,
        }))
    }

    /// Replace parameters by numbers or angles; names it does not know stay.
    fn bind(&self, values: &Bound<'_, PyDict>) -> PyResult<PyAngle> {
        bind_with(values, |lookup| self.0.bind(lookup).map_err(from_expr)).map(PyAngle)
    }

    /// Its sine, as an expression where it has parameters.
    fn sin(&self) -> PyResult<PyAngle> {
        self.apply("sin")
    }

    /// Its cosine, as an expression where it has parameters.
    fn cos(&self) -> PyResult<PyAngle> {
        self.apply("cos")
    }

    /// A function of it: `sin`, `cos`, `tan`, `exp`, `ln` or `sqrt`.
    fn apply(&self, function: &str) -> PyResult<PyAngle> {
        let known = Function::from_name(function)
            .ok_or_else(|| bad_argument(format!("no function is called `{function}`")))?;
        self.0.apply(known).map(PyAngle).map_err(from_expr)
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        Ok(PyAngle(self.0.add(&operand(other)?)))
    }

    fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        self.__add__(other)
    }

    fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        Ok(PyAngle(self.0.sub(&operand(other)?)))
    }

    fn __rsub__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        Ok(PyAngle(operand(other)?.sub(&self.0)))
    }

    fn __mul__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        self.0.mul(&operand(other)?).map(PyAngle).map_err(from_expr)
    }

    fn __rmul__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        self.__mul__(other)
    }

    fn __truediv__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        self.0.div(&operand(other)?).map(PyAngle).map_err(from_expr)
    }

    fn __rtruediv__(&self, other: &Bound<'_, PyAny>) -> PyResult<PyAngle> {
        operand(other)?.div(&self.0).map(PyAngle).map_err(from_expr)
    }

    fn __pow__(
        &self,
        other: &Bound<'_, PyAny>,
        modulo: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyAngle> {
        if modulo.is_some() {
            return Err(bad_argument("an angle has no modular power"));
        }
        self.0.pow(&operand(other)?).map(PyAngle).map_err(from_expr)
    }

    fn __neg__(&self) -> PyAngle {
        PyAngle(self.0.neg())
    }

    fn __float__(&self) -> PyResult<f64> {
        self.0.value().ok_or_else(|| {
            let names: Vec<_> = self
                .0
                .symbols()
                .iter()
                .map(|s| s.name.to_string())
                .collect();
            bad_argument(format!(
                "the angle has unbound parameters: {}",
                names.join(", ")
            ))
        })
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let known = other.cast::<PyAngle>().is_ok()
            || other.cast::<PyFloat>().is_ok()
            || other.cast::<PyInt>().is_ok();
        if !known {
            return Ok(py.NotImplemented());
        }
        let equal = self.0 == extract(other)?;
        let answer = match op {
            CompareOp::Eq => equal,
            CompareOp::Ne => !equal,
            _ => return Ok(py.NotImplemented()),
        };
        Ok(pyo3::types::PyBool::new(py, answer)
            .to_owned()
            .into_any()
            .unbind())
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut h = std::collections::hash_map::DefaultHasher::new();
        self.0.to_string().hash(&mut h);
        h.finish()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Angle({})", self.0)
    }
}

/// Call `run` with a lookup of parameter names in a dict; an error met inside the lookup comes out.
pub fn bind_with<T>(
    values: &Bound<'_, PyDict>,
    run: impl FnOnce(&dyn Fn(&Symbol) -> Option<Angle>) -> PyResult<T>,
) -> PyResult<T> {
    let mut table: FxHashMap<String, Angle> = FxHashMap::default();
    for (key, value) in values {
        let name = match key.cast::<PyString>() {
            Ok(s) => s.to_string(),
            Err(_) => key.str()?.to_string(),
        };
        // The first of a name holds, as a text and an object of that text may be in one dict.
        let angle = extract(&value)?;
        table.entry(name).or_insert(angle);
    }
    let lookup = |s: &Symbol| table.get(&*s.name).cloned();
    run(&lookup)
}
