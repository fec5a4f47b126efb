# Everything a person does with this project. `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin

# What a test starts would compile the bot anew each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo run test check types style fmt texts pictures bench soak
.DEFAULT_GOAL := demo

setup: .venv/dev

.venv/run: requirements.lock
	@echo "Installing into .venv; this happens once."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	@echo "Installing what the tests need into .venv; this happens once."
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

.venv/bench/ready: requirements-bench.lock .venv/run
	@echo "Installing the bot that the bench compares with into .venv/bench; this happens once."
	$(PYTHON) -m venv .venv/bench
	.venv/bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

demo: .venv/run  ## the bot on a Telegram of this machine, with a chat page
	$(BIN)/python -m bot demo $(ARGS)

run: .venv/run  ## the bot on Telegram; settings from .env
	$(BIN)/python -m bot run

test: .venv/dev
	$(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

check: .venv/dev  ## style, types, rooms; catalogues and migrations are checked by tests
	@$(MAKE) --no-print-directory -j2 --output-sync=target types style

types: .venv/dev
	$(BIN)/mypy

style: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n 0 tests/texts tests/storage/test_migrations.py

fmt: .venv/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

texts: .venv/dev  ## bring the catalogues up to the sentences in the code
	$(BIN)/pybabel -q extract -k t -k plural:1,2 --no-location --no-wrap -o .venv/bot.pot bot/cards bot/forms
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-obsolete -i .venv/bot.pot -d bot/texts -D bot
	sed -i -E '/^"(Report|POT|PO-|Last|Language-Team|MIME|Content-Transfer|Generated)/d; s/-Version:  /-Version: /' bot/texts/*/LC_MESSAGES/bot.po

pictures: .venv/dev  ## the README's two pictures, from a short evening in the demo; needs Chromium or Chrome
	$(BIN)/python -m tests.browser.pictures

SEEDS ?= 2000
soak: .venv/dev  ## the long runs: every operation of an evening fails, and so many seeds of the simulation (SEEDS=5000 make soak), planted bugs
	SEEDS=$(SEEDS) $(BIN)/python -m pytest -n 2 -m "soak or not soak" tests/simulation tests/domain $(ARGS)

bench: .venv/dev .venv/bench/ready  ## the bot beside two bare bots, on this machine; ARGS="--quick" for a short run
	$(BIN)/python -m tests.benchmarks $(ARGS)
