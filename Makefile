# Two commands do everything: `make run` serves the site, `make test` tests it.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8501
DATA_DIR ?= var
VENV ?= .venv
PYTEST_ARGS ?=
WORKERS ?= 2

PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --only-binary=:all:
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-test
PYTHON_FILES := $(wildcard app.py pages wellbeing tests benchmarks scripts)
TYPED_FILES := $(wildcard app.py pages wellbeing)

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' \
		$(MAKEFILE_LIST)
	@echo
	@echo "  WORKERS=$(WORKERS) is how many processes run the tests, each a file at a time."
	@echo "  PORT=$(PORT) is the port to serve on; DATA_DIR=$(DATA_DIR) holds all that the site writes."

.PHONY: run
run: $(RUN_READY) ## Set up what is missing and serve the site
	@PORT="$(PORT)" DATA_DIR="$(DATA_DIR)" $(PY) -m wellbeing serve

# The demo never touches the site's own database or key, whatever the environment says.
.PHONY: demo
demo: $(RUN_READY) ## Serve a fresh demo site with invented people, on its own database
	@env -u DATABASE_URL -u MIAOPU_KEY_FILE $(PY) -m wellbeing demo "$(DATA_DIR)/demo" --fresh
	@PORT="$(PORT)" DATA_DIR="$(DATA_DIR)/demo" env -u DATABASE_URL -u MIAOPU_KEY_FILE \
		$(PY) -m wellbeing serve

.PHONY: test
test: $(DEV_READY) browser ## Run every test (PYTEST_ARGS="tests/unit -x" narrows it)
	@$(PY) -m tests.support.postgres
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: check
check: $(DEV_READY) ## Check format, lint, types and import contracts
	@$(PY) -m ruff format --check --output-format concise $(PYTHON_FILES)
	@$(PY) -m ruff check --output-format concise $(PYTHON_FILES)
	@$(PY) -m mypy $(TYPED_FILES)
	@$(VENV)/bin/lint-imports --no-cache

.PHONY: bench
bench: $(DEV_READY) ## Measure a click on the queue, minutes long (BENCH_ARGS=--quick shortens it)
	@$(PY) -m benchmarks.queue_page $(BENCH_ARGS)

.PHONY: bench-care
bench-care: $(DEV_READY) ## Measure engine, case page, guide, tracker (BENCH_ARGS=--quick shortens it)
	@$(PY) -m benchmarks.measures $(BENCH_ARGS)
	@$(PY) -m benchmarks.care_path $(BENCH_ARGS)
	@$(PY) -m benchmarks.tracker_page $(BENCH_ARGS)

.PHONY: bench-pages
bench-pages: $(DEV_READY) ## Measure every page of the main path (BENCH_ARGS=--quick shortens it)
	@$(PY) -m benchmarks.pages $(BENCH_ARGS)

.PHONY: bench-access
bench-access: $(DEV_READY) ## Measure the gate and the audit (BENCH_ARGS=--quick shortens it)
	@$(PY) -m benchmarks.access $(BENCH_ARGS)

# The peers live in a folder of their own: the site never sees them.
.PHONY: bench-crypto
bench-crypto: $(DEV_READY) ## Measure sealing beside its peers (BENCH_ARGS=--quick shortens it)
	@$(PIP_INSTALL) --no-deps --upgrade --target "$(VENV)/peers" -r benchmarks/peers.txt
	@PYTHONPATH="$(VENV)/peers:." $(PY) -m benchmarks.sealing $(BENCH_ARGS)

.PHONY: prove-crypto
prove-crypto: $(DEV_READY) ## Measure how much of the sealing its tests notice (BENCH_ARGS=--quick)
	@$(PY) -m coverage run --branch --source=wellbeing/crypto -m pytest tests/unit/crypto
	@$(PY) -m coverage report -m --skip-covered
	@$(PY) -m benchmarks.mutants $(BENCH_ARGS)

.PHONY: screens
screens: $(DEV_READY) browser ## Photograph every screen into docs/screens, minutes long
	@$(PY) -m scripts.screens

.PHONY: gallery
gallery: $(DEV_READY) ## Show every part of our pages on one page, in three languages
	@PORT="$(PORT)" $(PY) -m scripts.gallery

.PHONY: matrix
matrix: $(DEV_READY) ## Write the access matrix anew, as the gate decides now; review its diff
	@$(PY) -m tests.support.matrix

.PHONY: format
format: $(DEV_READY) ## Rewrite the code in the agreed format
	@$(PY) -m ruff format $(PYTHON_FILES)
	@$(PY) -m ruff check --fix $(PYTHON_FILES)

.PHONY: browser
browser: $(DEV_READY) ## Find Chromium for the tests, or install it
	@scripts/browser.sh $(PY)

.PHONY: clean
clean: ## Remove the virtual environment and caches; the site's data stays
	@if [ -f "$(VENV)/pyvenv.cfg" ]; then rm -rf "$(VENV)"; fi
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -path './.venv*' -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@scripts/venv.sh "$(VENV)"

$(RUN_READY): requirements.txt | $(PY)
	@echo "Installing what the site runs on (once, a minute or two) ..."
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt requirements.txt | $(PY)
	@echo "Installing what the site and its tests need (once, a minute or two) ..."
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(RUN_READY) $@
