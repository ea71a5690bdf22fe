# Two commands do everything on a machine with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test docs docs-formats bench bench-quality bench-truth bench-honesty bench-experiment bench-peers bench-uses attack clean

demo: $(VENV)/installed
	$(BIN)/mousaic demo demo --overwrite

# Threads that wait sleep (passive): workers of pytest share the processors.
test: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	OMP_WAIT_POLICY=passive $(BIN)/python -m pytest --numprocesses auto --dist loadfile

# The documentation as pages, in site/: open site/index.html.
docs: $(VENV)/installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# docs/formats.md, each row of its table checked by files that are written and read.
docs-formats: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.formats

bench: $(VENV)/installed
	$(BIN)/python -m benchmarks.bench

bench-quality: $(VENV)/installed
	$(BIN)/python -m benchmarks.quality

bench-truth: $(VENV)/installed
	$(BIN)/python -m benchmarks.truth

bench-honesty: $(VENV)/installed
	$(BIN)/python -m benchmarks.honesty

# The original experiment's claims, measured; writes docs/experiment.md, its Chinese twin and their pictures.
bench-experiment: $(VENV)/installed
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.experiment

bench-peers: $(VENV)/installed
	$(BIN)/python -m benchmarks.peers

# How well classes are told on every set that is here; writes the tables of docs/uses.md. Three hours or so.
bench-uses: $(VENV)/installed
	$(BIN)/python -m benchmarks.uses
	$(BIN)/python -m benchmarks.uses_mnist
	$(BIN)/python -m benchmarks.uses_anomaly

# Kills, full disks and damaged files against run folders; writes the table of docs/reliability.md. At most 20 minutes or so.
attack: $(VENV)/installed
	$(BIN)/python -m benchmarks.attack

# HASHES=1 checks every package but torch, and what torch alone brings, against hashes.txt.
# torch first and alone: the pin is the build without gigabytes of GPU libraries where the machine offers one.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Mousaic needs Python 3.11 or newer"'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(if $(HASHES),$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r hashes.txt)
	$(BIN)/python -m pip install --quiet -c constraints.txt torch
	$(BIN)/python -m pip install --quiet -c constraints.txt $(if $(HASHES),--no-build-isolation) --editable .
	touch $@

$(VENV)/installed-dev $(VENV)/installed-docs: $(VENV)/installed-%: $(VENV)/installed
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['dependency-groups']['$*'], sep='\n')" \
	  > $(VENV)/$*.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -r $(VENV)/$*.txt
	touch $@

clean:
	rm -rf $(VENV) build site src/*.egg-info
