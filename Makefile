# Every target does its own set-up on a machine that has Python (3.11 or newer, with venv and pip) and make.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# Runs a part of a longer target, and says how long it took.
part = @began=$$(date +%s); echo "== $(1)"; $(2) && echo "== $(1): $$(( $$(date +%s) - began )) seconds"
PYTEST = $(BIN)/pytest -n auto --dist worksteal --durations 20

.PHONY: help demo test test-all proof bench messages lock fmt
.DEFAULT_GOAL := help

help:
	@echo "make demo      serve the demo newsroom at http://127.0.0.1:$(PORT)"
	@echo "make test      lint and every test that needs no server or browser"
	@echo "make test-all  what depends on the database, on PostgreSQL (TEST_DATABASE_URL), and Chromium"
	@echo "make proof     the long proofs, before a release: everything on both databases, new random sequences"
	@echo "make bench     how fast it is here, as a table and var/bench.json (ARTICLES=2000)"
	@echo "make messages  bring the translations up to date with the texts in the code, and compile them"
	@echo "make fmt       format    make lock  remake the locks"

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Newsroom needs Python 3.11 or newer; name one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet "uv~=0.13.0"

# A changed lock is newer than its stamp, and is installed again.
.venv/%.installed: %.lock | $(BIN)/uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes --requirement $<
	@touch $@

demo: .venv/requirements.installed
	@export PORT=$(PORT) SITE_URL="$${SITE_URL:-http://127.0.0.1:$(PORT)}"; \
	$(BIN)/python -m newsroom.demo.dotenv && exec $(BIN)/python manage.py demo --serve

test: .venv/requirements-dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name "*.html" -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run
	$(call part,Every test that needs no server or browser (SQLite),TEST_DATABASE_URL= $(PYTEST) -m "not postgres" --ignore tests/browser)
	@echo "Left out: the tests that need PostgreSQL or Chromium. Run them with: make test-all"

# What depends on the database, on PostgreSQL (TEST_DATABASE_URL names a server where databases may be made), and Chromium.
test-all: .venv/requirements-browser.installed
	$(call part,What depends on the database (PostgreSQL),$(PYTEST) --require-everything -m "database or postgres" --ignore tests/browser)
	$(call part,Chromium (PostgreSQL),$(PYTEST) --require-everything tests/browser)

# Run it before a release: random sequences with new seeds, 200 rounds of each race, every test on both databases, and
# the breakages, each of which a test must catch. The seed is printed; ORACLE_SEED=… plays the same sequences again.
proof: .venv/requirements-browser.installed
	$(call part,Everything on PostgreSQL,$(PYTEST) --require-everything --long --ignore tests/browser)
	$(call part,Everything on SQLite,TEST_DATABASE_URL= $(PYTEST) --long -m "not postgres" --ignore tests/browser)
	$(call part,Chromium (PostgreSQL),$(PYTEST) --require-everything tests/browser)
	$(call part,Breakages,TEST_DATABASE_URL= $(BIN)/python tests/breakages.py)

bench: .venv/requirements.installed
	@ARTICLES="$(ARTICLES)" $(BIN)/python -m bench

messages: .venv/requirements-dev.installed
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py messages

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

lock: $(BIN)/uv
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --extra browser --constraint requirements-dev.lock --output-file requirements-browser.lock pyproject.toml

fmt: .venv/requirements-dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name "*.html" -print0 | xargs -0 $(BIN)/djade --target-version 5.2
