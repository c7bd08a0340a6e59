# The two commands a newcomer needs are `make demo` and `make test`; each does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR := demo
SHARED := ../shared

.PHONY: help demo test eval setup setup-dev lock gazetteer bench clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# pip checks every hash in the lock; the project itself is then installed without asking any index.
$(VENV)/.core: requirements/core.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.core  ## make .venv with the core packages
setup-dev: $(VENV)/.dev  ## add the packages that the tests need

demo: setup  ## make the bundled Doha case and its dossier in ./demo
	@$(BIN)/trucewatch demo $(DEMO_DIR)

test: setup-dev  ## check the code and run every test
	$(BIN)/ruff check src tests evals
	$(BIN)/python -m pytest

eval: setup-dev  ## score every task on the development data and hold the floors
	$(BIN)/python -m evals.gate --shared $(SHARED)

bench: setup-dev  ## speed as a ratio to the bare parse, and peak memory
	$(BIN)/python -m benchmarks.speed

lock:  ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --no-annotate -o requirements/core.txt
	uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --no-header --no-annotate -o requirements/dev.txt
	uv pip compile pyproject.toml --group gazetteer --universal --generate-hashes --no-header --no-annotate -o requirements/gazetteer.txt

clean:  ## remove the environment and the demo
	rm -rf $(VENV) $(DEMO_DIR)
