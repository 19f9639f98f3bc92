// SPDX-License-Identifier: Apache-2.0
//! Placing and routing a circuit: the whole way.

use crate::circuit::{Circuit, Kind, Place};

use super::blocks::{pairs_inside, Inside};
use super::coupling::Coupling;
use super::device::Device;
use super::embedding::{self, Pattern};
use super::placement::Placement;
use super::prefixes;
use super::problem::Problem;
use super::reading::{needs_coupling, read, Blocks};
use super::remembered::{Fit, Fitting, Runs};
use super::sabre::Router;
use super::search::{search, Aim, Both, Effort, Routing};
use super::spares::without_spares;
use super::starts::{NoRoom, Starts};
use super::writing::write;

/// What may be chosen.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    pub seed: u64,
    pub aim: Aim,
    /// How long to look for a better routing.
    pub effort: u32,
    /// Leave gates in the order they are in, even where they commute.
    pub keep_order: bool,
    /// By program qubit: the place it has to start on.
    pub fixed: Vec<Option<u32>>,
}

/// Why a circuit cannot be routed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RouteError {
    /// More qubits than there are.
    TooWide { qubits: u32, places: u32 },
    /// Program qubits that have to meet fit on no connected part of the device.
    NoRoom { qubits: Vec<u32>, place: Place },
}

/// Place and route a circuit of operations on one and two qubits. `Ok(None)`: it is mapped already.
pub fn route(
    circuit: &Circuit,
    device: &Device,
    routes: &Routes,
) -> Result<Option<Circuit>, RouteError> {
    let Device {
        coupling,
        natives,
        fits,
        runs,
    } = device;
    if is_mapped(circuit, coupling, &routes.fixed) {
        return Ok(None);
    }
    let without = without_spares(circuit);
    let circuit = without.as_ref().unwrap_or(circuit);
    let routes = &Routes {
        fixed: by_wire(circuit, &routes.fixed),
        ..routes.clone()
    };
    let qubits = circuit.num_qubits() as u32;
    let places = coupling.excluded.iter().filter(|x| !**x).count() as u32;
    if qubits > places {
        return Err(RouteError::TooWide { qubits, places });
    }
    let blocks = Blocks::of(circuit, natives);
    let strict = read(circuit, &blocks, false);
    let interactions = strict.problem.interactions();
    let mut fixed = routes.fixed.clone();
    fixed.resize(qubits as usize, None);
    let starts = Starts::new(coupling, qubits, &interactions, fixed.clone())
        .map_err(|NoRoom { qubits }| no_room(circuit, qubits))?;
    let question = Fit {
        strict: strict.problem.clone(),
        fixed: fixed.clone(),
        rarely: routes.aim == Aim::Gates,
    };
    let fitting = fits.answer(question, |fit| find(fit, coupling));
    // Where nothing has to move, the order stays as it is as well: another could only be deeper.
    let (reading, views) = if routes.keep_order || fitting.embedding.is_some() {
        let views = vec![strict.problem.clone()];
        (strict, views)
    } else {
        let relaxed = read(circuit, &blocks, true);
        let views = vec![relaxed.problem.clone(), strict.problem];
        (relaxed, views)
    };
    let both = |views: &[Problem]| views.iter().map(Both::new).collect::<Vec<_>>();
    let routing = match &fitting.embedding {
        Some(place) => {
            let given = std::slice::from_ref(place);
            search(&both(&views), coupling, &starts, given, Effort::once())
        }
        None => {
            let nodes = reading.problem.nodes.len();
            match fitting.rare.clone() {
                Some(rare) if rare.swaps as usize * FEW <= nodes => rare,
                rare => {
                    let question = Runs {
                        views,
                        fixed,
                        effort: Effort::of(nodes, routes.effort, routes.seed, routes.aim),
                    };
                    let usual = runs.answer(question, |asked| {
                        let given: Vec<Placement> = starts.plain().into_iter().collect();
                        search(&both(&asked.views), coupling, &starts, &given, asked.effort)
                    });
                    let usual = Routing::clone(&usual);
                    let both = [Some(usual), rare].into_iter().flatten();
                    both.min_by_key(|r| (r.cost, r.swaps)).expect("one of two")
                }
            }
        }
    };
    let inside = Inside { coupling, natives };
    Ok(Some(write(circuit, &reading, &routing, &inside)))
}

/// The circuit has layouts, lies on the device's own wires, where the user wants it and none is excluded, and has its
/// pairs on couplings.
fn is_mapped(circuit: &Circuit, coupling: &Coupling, fixed: &[Option<u32>]) -> bool {
    let Some(layout) = &circuit.layout else {
        return false;
    };
    let usable = |w: &u32| !coupling.excluded[*w as usize];
    circuit.num_qubits() as u32 == coupling.qubits()
        && layout.initial.iter().chain(&layout.last).all(usable)
        && (layout.initial.iter().zip(fixed)).all(|(w, p)| p.is_none_or(|p| p == *w))
        && circuit.iter().all(|op| {
            let touches = circuit.kind(op) != Kind::Barrier;
            let allowed = !touches || circuit.qubits(op).iter().all(|w| usable(&w.0));
            allowed
                && match *circuit.qubits(op) {
                    [a, b] if needs_coupling(circuit, op) => coupling.coupled(a.0, b.0),
                    ref wires => pairs_inside(circuit, op)
                        .into_iter()
                        .all(|(a, b)| coupling.coupled(wires[a as usize].0, wires[b as usize].0)),
                }
        })
}

/// By wire of the circuit: the place it has to start on. `fixed` is by program qubit.
fn by_wire(circuit: &Circuit, fixed: &[Option<u32>]) -> Vec<Option<u32>> {
    let Some(layout) = &circuit.layout else {
        return fixed.to_vec();
    };
    let mut wires = vec![None; circuit.num_qubits()];
    for (&wire, &place) in layout.initial.iter().zip(fixed) {
        wires[wire as usize] = place;
    }
    wires
}

/// With so many nodes for each swap, a routing is hardly improved on.
const FEW: usize = 64;

/// What is found whatever the effort.
fn find(fit: &Fit, coupling: &Coupling) -> Fitting {
    let Fit { strict, fixed, .. } = fit;
    let embedding = embedded(strict.qubits, &strict.interactions(), fixed, coupling);
    let rare = match embedding.is_none() && fit.rarely {
        true => rarely(&Both::new(strict), fixed, coupling),
        false => None,
    };
    Fitting { embedding, rare }
}

/// The routing with few swaps, if there is one. `strict`: the circuit in its own order.
fn rarely(strict: &Both, fixed: &[Option<u32>], coupling: &Coupling) -> Option<Routing> {
    let (forwards, backwards) = (strict.towards(false), strict.towards(true));
    let found = prefixes::route(forwards, backwards, fixed, coupling)?;
    let cost = Router::new(coupling).cost(forwards, &found.start, &found.steps);
    Some(Routing {
        start: found.start,
        steps: found.steps,
        swaps: found.swaps,
        cost,
    })
}

/// The first operation by which qubits meet that have no room.
fn no_room(circuit: &Circuit, qubits: Vec<u32>) -> RouteError {
    let meets = |op: &crate::Op| {
        let wires = circuit.qubits(*op);
        wires.len() > 1 && wires.iter().all(|w| qubits.contains(&w.0))
    };
    let place = circuit.iter().find(meets).map(|op| circuit.place(op));
    RouteError::NoRoom {
        place: place.unwrap_or_default(),
        qubits,
    }
}

/// Steps of the search for places where every pair is coupled, at most.
const EMBEDDING_STEPS: u64 = 200_000;

fn embedded(
    qubits: u32,
    interactions: &[(u32, u32, u32)],
    fixed: &[Option<u32>],
    coupling: &Coupling,
) -> Option<Placement> {
    let pattern = Pattern {
        qubits,
        edges: interactions.to_vec(),
        fixed: fixed.to_vec(),
    };
    // On wide devices a step takes longer.
    let places = coupling.qubits() as usize;
    let steps = EMBEDDING_STEPS.min(embedding::affordable(qubits, places));
    let found = embedding::find_from(&pattern, coupling.ground(), steps, None, None);
    Some(Placement::new(found.places?, coupling.qubits()))
}
