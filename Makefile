# You need only Python and pip. Every target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# MkDocs' theme prints a banner at each build; dates in the built site come from the last commit.
export NO_MKDOCS_2_WARNING := 1
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1700000000)

.PHONY: help site offline-site screenshots serve check test test-all quick corpus fuzz bench mutants reference words figures dist audit fix lint types tests lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

site: $(VENV)/.site ## Check the example and build the site. Prints the findings and where the site is.
	@$(BIN)/outbound check --exit-zero
	@echo
	@$(BIN)/mkdocs build --strict >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@echo "The site is in site/: run 'make serve' to browse it, or open site/index.html."

offline-site: $(VENV)/.site ## Build a site that opens from disk, with search: build/offline-site/index.html.
	@$(BIN)/mkdocs build --strict --no-directory-urls -d build/offline-site >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@echo "Open build/offline-site/index.html in a browser. It needs no network."

screenshots: $(VENV)/.dev ## Take pictures of ten pages (build/screenshots/), and those of the README and a guide (docs/assets/).
	@$(BIN)/mkdocs build --strict -d build/site >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@$(BIN)/python -m tools.screenshots build/site build/screenshots

serve: $(VENV)/.site ## Serve the site on this machine and rebuild it on each change.
	$(BIN)/mkdocs serve

check: $(VENV)/.site ## Check the playbook. Fails if an agreement is not kept.
	$(BIN)/outbound check

test: $(VENV)/.dev ## Run everything that CI runs: lint, types and tests. Five minutes on two cores.
	@$(MAKE) --no-print-directory --jobs=2 lint types tests

test-all: $(VENV)/.dev lint types ## Run all tests with many examples, as CI does each night, and Lighthouse. Takes hours.
	EXAMPLES=many $(BIN)/pytest -n auto --dist worksteal -q checks tests tools/reference
	$(BIN)/python -m tests.nightly.site.lighthouse
	$(BIN)/python -m tests.nightly.oracle.long 20000 $$(date +%Y%m%d)00000  # other cases each night

quick: $(VENV)/.dev ## Run the unit tests while you work. A minute or two.
	$(BIN)/pytest -n auto -q tests/unit

corpus: $(VENV)/.dev ## Run the command on every bad input of the corpus, and print the results.
	$(BIN)/python -m tests.nightly.corpus

FUZZ_SECONDS ?= 600

fuzz: $(VENV)/.fuzz ## Fuzz the readers of all inputs (build/fuzz/). Set FUZZ_SECONDS per target (600).
	$(BIN)/python -m tests.nightly.fuzz --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.bench ## Measure speed and memory beside other tools, with up to 13 million touchpoints. Ten minutes, 2 GB.
	$(BIN)/python -m benchmarks --largest

MUTANTS ?= 300

mutants: $(VENV)/.dev ## Count how many mutants the tests detect. Set MUTANTS per package (300; 0 for all). An hour.
	$(BIN)/python -m tests.nightly.mutants --sample $(MUTANTS)

dist: $(VENV)/.release ## Build the wheel, the source archive and a list of their contents (CycloneDX): dist/.
	@rm -rf dist build/released
	@$(BIN)/python -m hatchling build -d dist
	@$(PYTHON) -m venv build/released
	@build/released/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@build/released/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	@$(BIN)/cyclonedx-py environment build/released --pyproject pyproject.toml --output-reproducible -o dist/outbound-playbook.cdx.json
	@echo dist/outbound-playbook.cdx.json

audit: $(VENV)/.release ## Check the locked dependencies for known weaknesses. Needs a network.
	$(BIN)/pip-audit --require-hashes --strict -r requirements/site.txt

words: $(VENV)/.dev ## Update the catalogues in checks/wording, and list messages without a translation.
	$(BIN)/python -m tools.messages

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

tests: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist worksteal -q

figures: export COVERAGE_FILE := $(CURDIR)/build/figures/.coverage
figures: $(VENV)/.dev ## Measure test coverage and write docs/contributing/quality.md from the latest measurements.
	@mkdir -p build/figures
	@rm -f build/figures/.coverage*
	@$(BIN)/python -m tools.figures >/dev/null  # a test holds the page to what was measured last
	COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(BIN)/python -m coverage run -m pytest -n auto --dist worksteal -q
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage json --quiet -o build/figures/lines.json
	@$(BIN)/python -m tools.figures --lines build/figures/lines.json

reference: $(VENV)/.dev ## Update the pages in docs/ that are made from code.
	@$(BIN)/python -m tools.reference

fix: $(VENV)/.dev ## Format, and fix what can be fixed automatically.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Resolve and lock the dependencies again. Needs uv.
	uv pip compile pyproject.toml --extra build --extra site -o requirements/site.txt $(LOCK)
	uv pip compile pyproject.toml --extra build -c requirements/site.txt -o requirements/command.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra site --extra dev -c requirements/site.txt -o requirements/dev.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra site --extra release -c requirements/site.txt -o requirements/release.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra site --extra dev --extra fuzz -c requirements/dev.txt -o requirements/fuzz.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra site --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt $(LOCK)

LOCK := --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet --upgrade

clean: ## Remove build results and the environment.
	rm -rf $(VENV) site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements/site.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.release: requirements/release.txt $(VENV)/.site
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/release.txt
	@touch $@

$(VENV)/.fuzz: requirements/fuzz.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@
