# Every target does its own set-up on a machine that has Python (3.11 or newer, with venv and pip) and make.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test test-all bench lock fmt
.DEFAULT_GOAL := help

help:
	@echo "make demo      serve the demo newsroom at http://127.0.0.1:$(PORT)"
	@echo "make test      lint and every test that needs no server or browser"
	@echo "make test-all  also PostgreSQL (TEST_DATABASE_URL) and Chromium"
	@echo "make bench     how fast it is here, as a table and var/bench.json (ARTICLES=2000)"
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
	TEST_DATABASE_URL= $(BIN)/pytest -n auto -m "not postgres" --ignore tests/browser
	@echo "Left out: the tests that need PostgreSQL or Chromium. They run with: make test-all"

# Everything again on PostgreSQL (TEST_DATABASE_URL names a server where databases may be made), then in Chromium.
test-all: .venv/requirements-browser.installed
	$(BIN)/pytest --require-everything -n auto --ignore tests/browser
	$(BIN)/pytest --require-everything tests/browser

bench: .venv/requirements.installed
	@ARTICLES="$(ARTICLES)" $(BIN)/python -m bench

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

lock: $(BIN)/uv
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --extra browser --constraint requirements-dev.lock --output-file requirements-browser.lock pyproject.toml

fmt: .venv/requirements-dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name "*.html" -print0 | xargs -0 $(BIN)/djade --target-version 5.2
