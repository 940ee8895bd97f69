# make serve: set up, build, validate and serve on localhost.   make test: set up and run everything.
PYTHON ?= python3
PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
TOOLS := $(VENV)/.tools-ready
export PYTHONUTF8 := 1
unexport PYTHONDONTWRITEBYTECODE # some containers set it: each of the hundreds of starts would compile everything anew
fault = $(shell $(BIN)/python scripts/serve.py --port $(PORT) --probe 2>&1)

tests = $(BIN)/python -m pytest -n auto --dist worksteal -p no:playwright --ignore tests/browser
browser = $(BIN)/python -m pytest -n 1 tests/browser
browsed = $(VENV)/browser.log
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup tools port build validate release serve site compiled test check bench proxied screenshots clean
.DEFAULT_GOAL := help

help:
	@echo "make serve     set up, build, validate, serve on 127.0.0.1:$(PORT) (PORT=… for another)"
	@echo "make site      the site as files, to be opened from disk or put on any web host (build/site)"
	@echo "make release   what the next version must be, and why (scripts/release.py --dry-run)"
	@echo "make compiled  the package in build/compiled, its reading turned into C: faster for many reports (docs/performance.md)"
	@echo "make test      set up, run every test, those in a browser beside the others (on two cores some twelve minutes)"
	@echo "make build     convert seeds/ into data/, schemas/, datapackage.json, build/"
	@echo "make validate  frictionless, pydantic and the project's laws on the published package"
	@echo "make check     ruff, mypy and the quick tests: no browser, no other program, no whole release (one to two minutes)"
	@echo "make bench     speed of reading, building, comparing, releasing, pages and serving; kills; flipped bytes; the static edition twice; load; axe-core on all pages"
	@echo "make proxied   the tests in a browser once more, all through nginx, below a path (docs/deploying.md)"
	@echo "make screenshots  pictures of the site for the README (docs/screenshots/)"
	@echo "make clean     remove .venv and build/"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(if $(shell $(PYTHON) -c 'import sys; print("yes" * (sys.version_info >= (3, 11)))' 2>/dev/null),, \
	  $(error $(PYTHON) is missing or older than Python 3.11: install a newer one or name it, as in make PYTHON=python3.12))
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  echo "error: $(PYTHON) cannot make a virtual environment: install its venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "setting up $(VENV) (once, about half a minute)" >&2
	@$(install) --require-hashes -r requirements.lock >$(VENV)/setup.log 2>&1 && \
	  $(install) --no-deps --no-build-isolation -e . >>$(VENV)/setup.log 2>&1 || { \
	  tail -n 3 $(VENV)/setup.log >&2; echo "error: the packages of requirements.lock could not be installed: check the network and try again" >&2; exit 1; }
	@touch $@

tools: $(TOOLS)

$(TOOLS): $(STAMP) requirements-dev.lock
	@echo "adding what tests and measurements need (once, about a minute)" >&2
	@$(install) --require-hashes -r requirements-dev.lock >$(VENV)/tools.log 2>&1 || { \
	  tail -n 3 $(VENV)/tools.log >&2; echo "error: the packages of requirements-dev.lock could not be installed: check the network and try again" >&2; exit 1; }
	@touch $@

build: setup
	@$(BIN)/python scripts/build.py --agreement

validate: setup
	@$(BIN)/python scripts/validate.py

release: setup
	@$(BIN)/python scripts/release.py --dry-run

serve: port build validate
	@$(BIN)/python scripts/serve.py --port $(PORT)

site: build
	@$(BIN)/python scripts/pages.py

compiled: tools
	@echo "compiling the reading into build/compiled (some minutes)" >&2
	@rm -rf build/compiled; work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	  cp -r setup.py pyproject.toml README.md LICENSE src "$$work" && \
	  GONGBAO_COMPILE=3 $(install) --no-deps --no-build-isolation --target build/compiled "$$work" >$(VENV)/compiled.log 2>&1 || { \
	  tail -n 3 $(VENV)/compiled.log >&2; echo "error: the reading could not be compiled: it needs a C compiler and Python's headers" >&2; exit 1; }

port: setup
	$(if $(fault),$(error $(fault)))@:

test: tools
	@MADE_ONCE=$$(mktemp -d); export MADE_ONCE; trap 'rm -rf "$$MADE_ONCE"' EXIT; \
	  $(browser) >$(browsed) 2>&1 & pages=$$!; $(tests); rest=$$?; \
	  echo "the same in a browser:"; wait $$pages; pages=$$?; cat $(browsed); exit $$((rest || pages))

check: tools
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(tests) -m "not slow"

bench: tools
	-@$(MAKE) --no-print-directory compiled
	@$(BIN)/python bench/reading.py
	@$(BIN)/python bench/build.py
	@$(BIN)/python bench/reports.py
	@$(BIN)/python bench/release.py
	@$(BIN)/python bench/kills.py
	@$(BIN)/python bench/flips.py
	@$(BIN)/python bench/twice.py
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/accessibility.py
	@$(BIN)/python bench/serving.py
	@$(BIN)/python bench/hostile.py
	@$(BIN)/python bench/load.py releases
	@$(BIN)/python bench/load.py mixed
	@$(BIN)/python bench/load.py memory

proxied: tools
	@$(browser) --through nginx

screenshots: tools
	@$(BIN)/python bench/screenshots.py

clean:
	rm -rf $(VENV) build

Makefile requirements.lock requirements-dev.lock pyproject.toml: ;

.DEFAULT:
	$(error there is no target '$@': run make help for the list)
