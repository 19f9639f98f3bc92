# SPDX-License-Identifier: Apache-2.0
# `make` lists the targets. `make demo` and `make test` do their own set-up on a fresh machine.

VENV   := .venv
PY     := $(VENV)/bin/python
BIN    := $(CURDIR)/$(VENV)/bin
RUST   := $(shell find core -name target -prune -o \( -name '*.rs' -o -name Cargo.toml \) -print)
BUILD  := Cargo.toml Cargo.lock $(RUST) pyproject.toml setup.py
DEMO   := examples/adder_4.qasm
TARGET := --basis cz,rz,sx,x
SUITE  ?= tests

# The first interpreter that is new enough; `make PYTHON=/path/to/python3 ...` chooses another.
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python3.10 python)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-browser test-sdks test-frameworks setup build lint format bench docs changelog fuzz mutants clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/base  ## set up, compile a real circuit, print the report
	$(BIN)/qcompile compile $(DEMO) $(TARGET) --report - -o /dev/null

test: $(VENV)/dev  ## set up, run the test suite (SUITE=tests/cli for a part of it)
	cargo test -q -p qcompile-core
	$(BIN)/pytest -q -n auto $(SUITE)

test-sdks: $(VENV)/sdks  ## set up, run the tests against the packages that `make test` has not
	$(BIN)/pytest -q -n auto tests/sdks tests/frameworks tests/mitigation tests/noise tests/frontends tests/emitters tests/test_interchange.py tests/house/test_examples.py

test-frameworks: $(VENV)/frameworks  ## set up (PyTorch is large), run the tests inside PyTorch, JAX and PennyLane
	$(BIN)/pytest -q tests/frameworks tests/house/test_examples.py

test-browser: $(VENV)/browser  ## install Chromium from Debian, open the HTML reports in it
	tests/chromium/install
	QCOMPILE_BROWSER=required $(BIN)/pytest -q tests/chromium

setup: $(VENV)/dev  ## virtual environment, engine, and everything a contributor needs

build: $(VENV)/base  ## build the engine (release) and install the package in place

lint: $(VENV)/dev  ## formatters, linters, strict typing against the built wheel
	.ci/run lint

format: $(VENV)/dev  ## let ruff and rustfmt decide the layout
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	cargo fmt --all

bench: $(VENV)/dev  ## pytest-benchmark over the repository's own circuits
	$(BIN)/pytest -q benchmarks --benchmark-only

docs: $(VENV)/dev  ## write the reference pages, build the site (build/docs/html), check its links
	$(PY) docs/reference.py
	$(PY) -m docs.site

changelog: $(VENV)/dev  ## gather changelog.d/ into CHANGELOG.md for a release (VERSION=0.2.0)
	@test -n "$(VERSION)" || { echo "make changelog VERSION=0.2.0" >&2; exit 2; }
	$(BIN)/towncrier build --yes --version $(VERSION)

fuzz: $(VENV)/dev  ## random circuits through every level (TRIALS=1000 SEED=0)
	$(PY) -m tests.fuzz --trials $(or $(TRIALS),1000) --seed $(or $(SEED),0)

mutants:  ## change the folding kernels bit by bit, list what no test notices (FILE=core/src/passes/merging.rs)
	@cargo mutants --version >/dev/null 2>&1 || { \
	  echo "make mutants needs cargo-mutants: cargo install cargo-mutants --locked" >&2; exit 1; }
	cargo mutants -p qcompile-core --copy-target=true -o target $(addprefix -f ,$(FILE))

clean:  ## remove what the targets above made
	rm -rf $(VENV) target build *.egg-info qcompile/_core*.so

$(VENV)/pyvenv.cfg:
	@command -v cargo >/dev/null 2>&1 || { \
	  echo "qcompile needs the Rust toolchain: install it from https://rustup.rs and run make again" >&2; exit 1; }
	@for python in $(CANDIDATES); do \
	  if "$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then exec "$$python" -m venv $(VENV); fi; \
	done; \
	echo "qcompile needs Python 3.10 or later with venv: install it, or name it with make PYTHON=/path/to/python3" >&2; exit 1
	@$(PY) -m pip install -q 'setuptools>=77' 'setuptools-rust>=1.10'

$(VENV)/base: $(BUILD) | $(VENV)/pyvenv.cfg
	@command -v cargo >/dev/null 2>&1 || { \
	  echo "qcompile needs the Rust toolchain: install it from https://rustup.rs and run make again" >&2; exit 1; }
	$(PY) -m pip install -q --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/base
	$(PY) -m pip install -q --no-build-isolation -e '.[dev]'
	@touch $@

# Mitiq asks for releases of Cirq and numpy before those of the other packages; what it needs of them is in both.
$(VENV)/sdks: $(VENV)/dev
	$(PY) -m pip install -q --no-build-isolation -e '.[dev,sdks]'
	$(PY) -m pip install -q --no-deps 'mitiq>=1.1' tabulate
	@touch $@

$(VENV)/browser: $(VENV)/dev
	$(PY) -m pip install -q --no-build-isolation -e '.[dev,browser]'
	@touch $@

$(VENV)/frameworks: $(VENV)/dev
	$(PY) -m pip install -q --no-build-isolation -e '.[dev,frameworks]'
	@touch $@
