// SPDX-License-Identifier: Apache-2.0
//! The one table from engine errors to Python exceptions.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use qcompile_core::angle::ExprError;
use qcompile_core::circuit::{ComposeError, Place};
use qcompile_core::emit::EmitError;
use qcompile_core::passes::PassError;
use qcompile_core::routing::RouteError;
use qcompile_core::serial::SerialError;
use qcompile_core::timing::Untimed;

/// An exception of `qcompile.errors`, not yet raised.
pub struct Raise {
    /// Name of the class in `qcompile.errors`.
    pub class: &'static str,
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub place: Option<Place>,
}

impl Raise {
    pub fn new(class: &'static str, code: &'static str, message: impl Into<String>) -> Raise {
        Raise {
            class,
            code,
            message: message.into(),
            help: None,
            place: None,
        }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Raise {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn at(mut self, place: Place) -> Raise {
        self.place = (place.line > 0).then_some(place);
        self
    }
}

impl From<Raise> for PyErr {
    fn from(r: Raise) -> PyErr {
        Python::attach(|py| {
            let build = || -> PyResult<PyErr> {
                let kwargs = PyDict::new(py);
                kwargs.set_item("code", r.code)?;
                kwargs.set_item("help", r.help)?;
                if let Some(p) = r.place {
                    kwargs.set_item("line", p.line)?;
                    kwargs.set_item("column", p.column)?;
                }
                let class = py.import("qcompile.errors")?.getattr(r.class)?;
                Ok(PyErr::from_value(class.call((r.message,), Some(&kwargs))?))
            };
            build().unwrap_or_else(|e| e)
        })
    }
}

/// A wrong argument to an API call.
pub fn bad_argument(message: impl Into<String>) -> PyErr {
    Raise::new("SemanticError", "QC230", message).into()
}

/// Our own fault.
pub fn internal(message: impl Into<String>) -> PyErr {
    Raise::new("InternalError", "QC900", message).into()
}

pub fn from_pass(e: PassError) -> PyErr {
    let message = e.to_string();
    match e {
        PassError::CannotExpress { place, .. } => {
            Raise::new("TargetError", "QC301", message).at(place).into()
        }
        PassError::Untimed(untimed) => from_untimed(untimed),
        PassError::BadOption { .. } => Raise::new("PipelineError", "QC402", message).into(),
        PassError::TooLarge { what, .. } => Raise::new("LimitError", "QC601", message)
            .help(format!(
                "raise the limit with `--limit {}=N`",
                what.replace(' ', "_")
            ))
            .into(),
    }
}

pub fn from_untimed(untimed: Untimed) -> PyErr {
    Raise::new("TargetError", "QC307", untimed.to_string())
        .help("give a device with durations, and a circuit that runs on it as it stands")
        .at(untimed.place)
        .into()
}

pub fn from_route(e: RouteError, target: &str) -> PyErr {
    let raise = |code, message| Raise::new("TargetError", code, message);
    match e {
        RouteError::TooWide { qubits, places } => raise(
            "QC302",
            format!("the circuit has {qubits} qubits, target `{target}` has {places} to use"),
        )
        .into(),
        RouteError::NoRoom { qubits, place } => raise(
            "QC308",
            format!(
                "{} qubits that have to meet fit on no connected part of target `{target}`",
                qubits.len()
            ),
        )
        .help("split the circuit, or choose a target with a larger connected part")
        .at(place)
        .into(),
    }
}

pub fn from_compose(e: ComposeError) -> PyErr {
    let message = e.to_string();
    let code = match e {
        ComposeError::WireCount { .. } => "QC231",
        ComposeError::BadWire(_) => "QC232",
        ComposeError::ParameterClash(_) => "QC233",
        ComposeError::NotUnitary { .. } => "QC234",
        ComposeError::Expression(_) => "QC235",
    };
    Raise::new("SemanticError", code, message).into()
}

pub fn from_expr(e: ExprError) -> PyErr {
    Raise::new("SemanticError", "QC235", e.to_string()).into()
}

pub fn from_emit(e: EmitError) -> PyErr {
    let message = e.to_string();
    match e {
        EmitError::CannotWrite { place, help, .. } => Raise::new("PipelineError", "QC409", message)
            .help(help)
            .at(place)
            .into(),
        EmitError::Io(_) => Raise::new("FileError", "QC502", message).into(),
    }
}

pub fn from_serial(e: SerialError) -> PyErr {
    Raise::new("ParseError", "QC120", e.to_string())
        .help("serialise the circuit again with this version of qcompile")
        .into()
}
