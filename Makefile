# Nothing but Python and pip is needed; every target sets up what it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# MkDocs' theme prints a banner at each build; dates in the built site come from the last commit.
export NO_MKDOCS_2_WARNING := 1
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1700000000)

.PHONY: help site offline-site screenshots serve check test test-all quick corpus fuzz bench mutants reference words figures dist audit fix lint types tests lock clean

help: ## Say what there is to make.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

site: $(VENV)/.site ## Check the example, build the site, and say what was flagged and where the site is.
	@$(BIN)/outbound check --exit-zero
	@echo
	@$(BIN)/mkdocs build --strict >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@echo "The site is in site/: run 'make serve' to browse it, or open site/index.html."

offline-site: $(VENV)/.site ## A folder that opens from disk, search included: build/offline-site/index.html.
	@$(BIN)/mkdocs build --strict --no-directory-urls -d build/offline-site >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@echo "Open build/offline-site/index.html in a browser; nothing is asked of the network."

screenshots: $(VENV)/.dev ## Pictures of ten pages in build/screenshots/, and those of the README in docs/assets/.
	@$(BIN)/mkdocs build --strict -d build/site >$(VENV)/build.log 2>&1 || { cat $(VENV)/build.log; exit 1; }
	@$(BIN)/python -m tools.screenshots build/site build/screenshots

serve: $(VENV)/.site ## Serve the site on this machine and rebuild it on each change.
	$(BIN)/mkdocs serve

check: $(VENV)/.site ## Judge the playbook, and fail when what was agreed is not kept.
	$(BIN)/outbound check

test: $(VENV)/.dev ## Everything CI runs: the code read, each rule, each command, a site; five minutes on two cores.
	@$(MAKE) --no-print-directory --jobs=2 lint types tests

test-all: $(VENV)/.dev lint types ## Everything there is, many examples of each, Lighthouse too; hours, each night by CI.
	EXAMPLES=many $(BIN)/pytest -n auto --dist worksteal -q checks tests tools/reference
	$(BIN)/python -m tests.nightly.site.lighthouse
	$(BIN)/python -m tests.nightly.oracle.long 20000 $$(date +%Y%m%d)00000  # other cases each night

quick: $(VENV)/.dev ## The inner loop: what each part of the code does by itself; a minute or two.
	$(BIN)/pytest -n auto -q tests/unit

corpus: $(VENV)/.dev ## Hand the command every bad input there is, and print what became of them.
	$(BIN)/python -m tests.nightly.corpus

FUZZ_SECONDS ?= 600

fuzz: $(VENV)/.fuzz ## Fuzz what people and programs hand in, FUZZ_SECONDS (600) a target: build/fuzz/.
	$(BIN)/python -m tests.nightly.fuzz --seconds $(FUZZ_SECONDS)

bench: $(VENV)/.bench ## Speed and memory as ratios within one run, beside peers, up to 13 million touchpoints: ten minutes, 2 GB.
	$(BIN)/python -m benchmarks --largest

MUTANTS ?= 300

mutants: $(VENV)/.dev ## Mutate what judges, and say how many mutants the tests kill: MUTANTS (300) a room, 0 for all; an hour.
	$(BIN)/python -m tests.nightly.mutants --sample $(MUTANTS)

dist: $(VENV)/.release ## The wheel, the source archive, and the list of what is in them (CycloneDX): dist/.
	@rm -rf dist build/released
	@$(BIN)/python -m hatchling build -d dist
	@$(PYTHON) -m venv build/released
	@build/released/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@build/released/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	@$(BIN)/cyclonedx-py environment build/released --pyproject pyproject.toml --output-reproducible -o dist/outbound-playbook.cdx.json
	@echo dist/outbound-playbook.cdx.json

audit: $(VENV)/.release ## Ask a database of known weaknesses about what is locked; needs a network.
	$(BIN)/pip-audit --require-hashes --strict -r requirements/site.txt

words: $(VENV)/.dev ## Gather what the pages say into the catalogues of checks/wording, and say what has no translation.
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
figures: $(VENV)/.dev ## Lines and branches the tests run, and all that was measured last: docs/contributing/quality.md.
	@mkdir -p build/figures
	@rm -f build/figures/.coverage*
	@$(BIN)/python -m tools.figures >/dev/null  # a test holds the page to what was measured last
	COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(BIN)/python -m coverage run -m pytest -n auto --dist worksteal -q
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage json --quiet -o build/figures/lines.json
	@$(BIN)/python -m tools.figures --lines build/figures/lines.json

reference: $(VENV)/.dev ## Write the pages of docs/ that are made from code.
	@$(BIN)/python -m tools.reference

fix: $(VENV)/.dev ## Format, and mend what can be mended by itself.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Resolve the dependencies anew; needs uv.
	uv pip compile pyproject.toml --extra build -o requirements/site.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra dev -c requirements/site.txt -o requirements/dev.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra release -c requirements/site.txt -o requirements/release.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra dev --extra fuzz -c requirements/dev.txt -o requirements/fuzz.txt $(LOCK)
	uv pip compile pyproject.toml --extra build --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt $(LOCK)

LOCK := --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --quiet --upgrade

clean: ## Remove what was built; the environment too.
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
