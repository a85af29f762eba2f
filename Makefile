# Everything sets itself up: `make demo`, `make test`. Needs Python 3.11 or later, git and make, nothing else.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MARKED := registry or browser or node
# Asked for by name only: `make interop`.
OPT_IN := interop
# Test processes; two cores are what the project is built for.
JOBS ?= 2

.PHONY: help setup demo test lint unit marked test-all interop mutations bench bench-stages bench-instructions site format clean

help:
	@echo "make demo      run draftproof over the articles in fixtures/"
	@echo "make test      linters, type checker and all tests that need only this machine"
	@echo "make test-all  those and the tests that need a package registry, Chromium or node"
	@echo "make interop   live checks against servers of others, from PyPI and npm (docs/interop.md)"
	@echo "make mutations how many broken samples the endpoint rules catch"
	@echo "make bench     speed beside other tools (docs/benchmarks.md); CORPUS=FOLDER, ARGS=OPTIONS"
	@echo "make site      build the documentation as a site"
	@echo "make format    format the code"

setup: $(STAMP)

$(STAMP): pyproject.toml hatch_build.py
	@test -n "$(PYTHON)" || { echo "draftproof needs Python 3.11 or later"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[server]' --group dev
	@touch $@

demo: setup
	@$(BIN)/python fixtures/demo.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy benchmarks

unit: setup
	$(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not ($(MARKED) or $(OPT_IN))"

test: lint unit

marked: setup
	$(BIN)/pytest -m "($(MARKED)) and not ($(OPT_IN))"

test-all: test marked

# Installs servers of others below DRAFTPROOF_INTEROP_HOME, or a folder that is removed afterwards.
interop: setup
	$(BIN)/pytest -m "$(OPT_IN)" tests/interop

# How many broken samples the endpoint rules catch, by family, language and kind of break.
mutations: setup
	@$(BIN)/python tests/mutations

# Installs peers below DRAFTPROOF_BENCH_HOME (default: ~/.cache/draftproof-bench), which stays.
bench: setup
	@$(BIN)/python -m benchmarks $(if $(CORPUS),--corpus "$(CORPUS)") $(ARGS)

bench-stages: setup
	@$(BIN)/python -m benchmarks.stages $(if $(CORPUS),--corpus "$(CORPUS)") $(ARGS)

bench-instructions: setup
	@$(BIN)/python -m benchmarks.instructions $(ARGS)

# The documentation as a site, below site/.
site: setup
	@$(BIN)/python -m mkdocs build --strict --quiet
	@echo "site/index.html"

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
