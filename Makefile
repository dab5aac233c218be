# The commands of the project. `make demo` and `make test` need only Python 3.11 or newer and make itself.

PYTHON ?= python3
CHILDREN ?= 500
WORKERS ?= 2

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup demo test pytest lint types docs docs-serve extension bench fuzz check-pages clean
.DEFAULT_GOAL := test

# A stamp is newer than pyproject.toml while what is installed is still what pyproject.toml asks for.
$(VENV)/made:
	@$(PYTHON) -c "import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 15) else 'lacdsl needs Python 3.11 to 3.14, and $(PYTHON) is %d.%d. Try: make PYTHON=python3.12 ...' % sys.version_info[:2])"
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	@echo "Installing lacdsl into $(VENV); the first time this takes a minute or two"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/made pyproject.toml
	@echo "Installing lacdsl and its test tools into $(VENV); the first time this takes a minute or two"
	@$(INSTALL) --editable ".[dev]"
	@touch $@ $(VENV)/installed

$(VENV)/installed-docs: $(VENV)/made pyproject.toml
	@echo "Installing the tools that build the manual into $(VENV)"
	@$(INSTALL) --editable ".[docs]"
	@touch $@ $(VENV)/installed

setup: $(VENV)/installed-dev

demo: $(VENV)/installed
	$(BIN)/lacdsl sample lac sample --children $(CHILDREN) --year 2026-27 --errors 0.02 --seed 1
	$(BIN)/lacdsl check sample/this_year --last-year sample/last_year \
	  --provider-list sample/reference/providers.csv \
	  --ruleset dfe/lac/2026-27 --year 2026-27 --authority E08000003

# One after the other even under `make -j`, pytest last: its closing line ends the output.
test: $(VENV)/installed-dev
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory pytest

# By itself for another Python: make VENV=build/newer PYTHON=python3.13 pytest
pytest: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

docs docs-serve: export NO_MKDOCS_2_WARNING = 1
docs: $(VENV)/installed-docs
	$(BIN)/mkdocs build --strict

docs-serve: $(VENV)/installed-docs
	$(BIN)/mkdocs serve

# The extension for Visual Studio Code, as a file to install: needs Node.js.
extension:
	cd editors/vscode && npm ci && npm run package

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

# Only the tests that make up their own data, with far more of it.
fuzz: export HYPOTHESIS_PROFILE = fuzz
fuzz: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) -m hypothesis

# The page of a report, and the search of the manual, in a real browser. Not part of `make test`, which needs none; CHROMIUM=/path names a browser.
check-pages: $(VENV)/installed-dev
	$(INSTALL) --editable ".[dev,pages,docs]"
	@$(BIN)/python -c "import os, shutil, sys; from tests.browser.__main__ import NAMES; sys.exit(not (os.environ.get('CHROMIUM') or any(map(shutil.which, NAMES))))" || $(BIN)/playwright install chromium
	$(BIN)/python -m tests.browser

clean:
	rm -rf $(VENV) site dist build sample .mypy_cache .pytest_cache .ruff_cache .hypothesis
