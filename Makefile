# Everything sets itself up: `make demo`, `make test`. Needs Python 3.11 or later, git and make, nothing else.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MARKED := registry or browser or node
# Asked for by name only: `make interop`, `make distributed`.
OPT_IN := interop or distributed
# Test processes; two cores are what the project is built for.
JOBS ?= 2

LOCK := requirements-dev.lock
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup demo fuzz test lint unit marked test-all interop distributed mutations quality coverage mutants bench bench-stages \
	bench-instructions site lock lock-upgrade dist sbom format clean

help:
	@echo "make demo      run draftproof over the articles in fixtures/"
	@echo "make test      linters, type checker and all tests that need only this machine"
	@echo "make test-all  those and the tests that need a package registry, Chromium or node"
	@echo "make interop   live checks against servers of others, from PyPI and npm (docs/interop.md)"
	@echo "make distributed tables of documents with Ray Data, on this machine (docs/distributed.md)"
	@echo "make mutations how many broken samples the endpoint rules catch"
	@echo "make bench     speed beside other tools (docs/benchmarks.md); CORPUS=FOLDER, ARGS=OPTIONS"
	@echo "make site      build the documentation as a site"
	@echo "make quality   precision and recall by rule, on labelled documents; ARGS=--write for docs/quality.md"
	@echo "make coverage  which lines and branches the tests run; ARGS=--write for docs/quality.md"
	@echo "make mutants   which changes of the program the tests notice; ARGS='--sample 100'"
	@echo "make lock      pin what development needs, with hashes; make lock-upgrade takes the newest"
	@echo "make dist      wheel and sdist, the same bytes everywhere, and their digests"
	@echo "make sbom      what an installation consists of, as CycloneDX"
	@echo "make fuzz      inputs made to break it (fuzz/README.md); SECONDS=N, TARGET=NAME, SEED=N"
	@echo "make format    format the code"

setup: $(STAMP)

$(STAMP): pyproject.toml hatch_build.py
	@test -n "$(PYTHON)" || { echo "draftproof needs Python 3.11 or later"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --upgrade 'pip>=25.1'
ifdef LOCKED
	@$(PIP) --require-hashes --requirement $(LOCK)
	@$(PIP) --no-deps --no-build-isolation --editable .
else
	@$(PIP) --editable '.[server]' --group dev
endif
	@touch $@

demo: setup
	@$(BIN)/python fixtures/demo.py

lint: setup
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy
	$(BIN)/mypy benchmarks
	$(BIN)/mypy fuzz

unit: setup
	$(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not ($(MARKED) or $(OPT_IN))"

test: lint unit

marked: setup
	$(BIN)/pytest -m "($(MARKED)) and not ($(OPT_IN))"

test-all: test marked

# Installs servers of others below DRAFTPROOF_INTEROP_HOME, or a folder that is removed afterwards.
interop: setup
	$(BIN)/pytest -m interop tests/interop

# Installs Ray, some 500 MB, which only these tests need.
distributed: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[distributed]'
	$(BIN)/pytest -m distributed tests/distributed

# How many broken samples the endpoint rules catch, by family, language and kind of break.
mutations: setup
	@$(BIN)/python tests/mutations

# CORPORA names the folder of documents with labels (default: the one beside the checkout, where there is one).
quality: setup
	@$(BIN)/python -m benchmarks.quality $(if $(CORPORA),--corpora "$(CORPORA)") $(ARGS)

# Some ten minutes on two cores. Fails below the bounds.
coverage: setup
	@$(PIP) --group measure
	@rm -rf build/coverage && mkdir -p build/coverage
	@# What a run reached is said also where a test fails; the target fails then all the same.
	COVERAGE_FILE=$(CURDIR)/build/coverage/data $(BIN)/coverage run -m pytest -q -n $(JOBS) --dist loadgroup \
		-m "not ($(MARKED) or $(OPT_IN))"; tests=$$?; \
	$(BIN)/python -m benchmarks.coverage_bounds build/coverage/data $(ARGS) && exit $$tests

mutants: setup
	@$(PIP) --group measure
	@$(BIN)/python -m benchmarks.mutants $(ARGS)

# As pinned where pyproject.toml still allows it.
lock: setup
	@$(PIP) --group release
	@$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
		--extra server --group dev --group fuzz --group measure --group release --no-annotate $(UPGRADE) \
		--custom-compile-command "make lock" --output-file $(LOCK)

lock-upgrade:
	@$(MAKE) lock UPGRADE=--upgrade

dist: setup
	@$(PIP) --group release
	@rm -rf dist
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --outdir dist
	@cd dist && sha256sum draftproof-* > SHA256SUMS && cat SHA256SUMS

# Of an installation of the wheel with everything that it asks for, made for this and removed.
sbom: dist
	@rm -rf build/sbom && $(BIN)/python -m venv --without-pip build/sbom
	@$(BIN)/uv pip install --quiet --python build/sbom/bin/python "$$(ls dist/*.whl)[server]"
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON \
		--output-file dist/draftproof.cdx.json build/sbom/bin/python
	@rm -rf build/sbom
	@echo dist/draftproof.cdx.json

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

# Inputs made to break it; see fuzz/README.md. SECONDS is the time for all targets together.
fuzz: setup
	@$(PIP) --only-binary atheris --group fuzz || echo "atheris has no wheel for this Python; inputs are not guided"
	@$(BIN)/python -m fuzz $(if $(TARGET),--target "$(TARGET)") --total $(or $(SECONDS),600) --seed $(or $(SEED),1) $(ARGS)

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
