# Works with GNU make 4 on a machine that has Python 3.11 or newer with venv, and nothing else of ours.
# Set-up happens once: the stamps below depend on pyproject.toml alone, so later runs need no network.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= out
SCHOOL := examples/lantian
SECONDS_OF_FUZZING ?= 600
PAIRS  ?= 10500
SIZES  ?= 1M 10M 50M
RUNS   ?= 5

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: tables
.PHONY: help demo test agree faults bench oldest spark java mistakes fuzz check lint types imports format clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do \
	  printf '%-16s %s\n' "$$target" "$$text"; done

demo: $(VENV)/.runs ## set up, audit the example school with three policies, name the files written
	$(BIN)/dutyrules audit 002-14 001-01 004-04 --school $(SCHOOL) --log $(SCHOOL)/log.xlsx \
	  --html $(OUT)/audit.html --json $(OUT)/audit.json --fail-on never

test: export HYPOTHESIS_PROFILE ?= ci
test: $(VENV)/.develops ## set up and run every test, with the floor of branch coverage
	$(BIN)/pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

agree: $(VENV)/.develops ## all engines over PAIRS pairs of policies and logs, compared instance by instance
	$(BIN)/python tests/agreement/agree.py --pairs $(PAIRS)

faults: $(VENV)/.develops ## fourteen faults, each in one engine, and which engine's answers tell on it
	$(BIN)/python tests/agreement/faults.py

bench: .bench/venv/.ready ## measure everything beside other tools and write docs/performance.md; SIZES="1M" RUNS=1 for a look
	.bench/venv/bin/python -m benchmarks.run --sizes "$(SIZES)" --runs $(RUNS)

oldest: export HYPOTHESIS_PROFILE ?= ci
oldest: .oldest/venv/.ready ## the engines' tests with the oldest DuckDB that is supported
	.oldest/venv/bin/pytest -q -n auto --dist worksteal tests/engines tests/agreement/test_agreement.py

spark: .spark/venv/.ready ## the tests that need Spark and a Java of 17 or newer (make java), two cores of it
	@java -version 2>/dev/null || { echo 'Spark needs Java 17 or newer: "make java" as root, or your own.' >&2; exit 1; }
	.spark/venv/bin/pytest -m spark

java: ## install Debian's Java for Spark; as root
	apt-get install --yes --no-install-recommends default-jre-headless

mistakes: $(VENV)/.develops ## every diagnostic with its example, as a user sees it
	@$(BIN)/python tests/mistakes/show_mistakes.py

fuzz: .fuzz/venv/.ready ## fuzz the checker for ten minutes; SECONDS_OF_FUZZING=60 for one
	.fuzz/venv/bin/python tests/fuzz/fuzz_check.py -max_total_time=$(SECONDS_OF_FUZZING) \
	  -artifact_prefix=.fuzz/crashes/ .fuzz/corpus

check: lint types imports oldest test ## everything CI runs, in its order

lint: $(VENV)/.develops ## ruff: the rules and the layout of every file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.develops ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.develops ## import-linter: the order of the stages
	$(BIN)/lint-imports

format: $(VENV)/.develops ## rewrite the files in the layout that `lint` expects
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

tables: $(VENV)/.develops ## write grammar/tables.json again after a change to the grammar
	$(BIN)/python -m dutyrules.syntax.make_tables

clean: ## remove the environment, the caches and what the demo wrote
	rm -rf $(VENV) .bench .fuzz .oldest .spark $(OUT) build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'dutyrules needs Python 3.11 or newer, and "$(PYTHON)" is not. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.develops: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.runs

.fuzz/venv/.ready: pyproject.toml
	$(PYTHON) -m venv .fuzz/venv
	.fuzz/venv/bin/python -m pip install --quiet --disable-pip-version-check atheris --editable .
	mkdir -p .fuzz/corpus .fuzz/crashes
	@touch $@

.spark/venv/.ready: pyproject.toml
	$(PYTHON) -m venv .spark/venv
	.spark/venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]'
	@touch $@

.oldest/venv/.ready: pyproject.toml
	$(PYTHON) -m venv .oldest/venv
	.oldest/venv/bin/python -m pip install --quiet --disable-pip-version-check 'duckdb==1.5.0' --editable '.[dev]'
	@touch $@

.bench/venv/.ready: pyproject.toml
	$(PYTHON) -m venv .bench/venv
	.bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
