# make run    talk to the bot here, or serve Telegram if TELEGRAM_BOT_TOKEN (or _FILE) is set
# make test   format, lint, types, architecture, tests; offline once installed
# make soak   the long versions: 200 kills, minutes; EMBASSY_BOT_SEED=n repeats or varies a run
# make format, make conversations: rewrite code, and what the bot says in tests/conversations
# make lock   renew the locked dependencies (needs uv)

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The newest Python that is at least 3.11; `make PYTHON=/path/to/python3 run` overrides.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: run test soak format conversations lock clean

run: $(VENV)/installed
	@if [ -n "$$TELEGRAM_BOT_TOKEN$$TELEGRAM_BOT_TOKEN_FILE" ]; then \
		exec $(BIN)/python -m bot run; \
	else \
		exec $(BIN)/python -m bot chat; \
	fi

test: $(VENV)/installed-dev
	@echo "Format and lint" && $(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@echo "Types" && $(BIN)/mypy
	@echo "Architecture" && $(BIN)/lint-imports --no-cache >.lint-imports.log || { cat .lint-imports.log; exit 1; }
	@echo "Tests" && $(BIN)/pytest --quiet

soak: $(VENV)/installed-dev
	@EMBASSY_BOT_SOAK=1 RACE_ROUNDS=40 $(BIN)/pytest -n 0 --quiet --capture=no tests/crash tests/storage/test_racing.py

format: $(VENV)/installed-dev
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, then run make again."; exit 1; }
	@echo "Making an environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is incomplete here; on Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/installed: requirements.lock | $(BIN)/python
	@echo "Installing what the bot needs (once; about a minute)"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@echo "Learning what people ask (once; some ten seconds)"
	@$(BIN)/python -m bot ask hello >/dev/null || true
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock | $(BIN)/python
	@echo "Installing what the tests need (once; about two minutes)"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

conversations: $(VENV)/installed-dev
	@$(BIN)/python -m tests.conversations.script

UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate pyproject.toml

lock:
	$(UV_COMPILE) --output-file requirements.lock
	$(UV_COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
