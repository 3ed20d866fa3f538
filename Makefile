# `make demo` and `make test` make their own environment first; PYTHON chooses the interpreter.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCS_READY := $(VENV)/.docs-ready
DESK_READY := $(VENV)/.desk-ready
DEMO = $$($(BIN)/python -c "import json; photos = json.load(open('samples/truth.json'))['photos']; \
	print(*('samples/' + photo['file'] for photo in photos if photo['demo']))")
SET := $(patsubst %,samples/smartphone_%.jpg,screen_on screen_off back left right top bottom)

.PHONY: demo desk test test-desk lint docs tables studio-training studio-benchmark studio-samples clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	touch $@

# Without what the developers of the library need, so that it is there within a minute.
$(DESK_READY): pyproject.toml examples/return_desk/pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile \
		--editable . --editable examples/return_desk
	touch $@

# photocheck exits with 1 where a photo must be taken again; some of the samples must.
demo: $(READY)
	mkdir -p out
	$(BIN)/photocheck report $(DEMO) --html out/report.html || test $$? -eq 1
	$(BIN)/photocheck match $(SET) --category smartphone --html out/set.html || test $$? -eq 1
	@echo "Open out/report.html to see what was found, and where; out/set.html for a set, slot by slot."

# A small service to try in a browser, with invented orders; what it keeps lies in out/desk.
desk: $(DESK_READY)
	DESK_DEMO=1 DESK_FOLDER=out/desk $(BIN)/return-desk serve

# What needs PostgreSQL or Chromium is skipped where there is none.
test-desk: $(READY) $(DESK_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--editable "examples/return_desk[browser,postgresql,test]"
	$(BIN)/python -m pytest -n 2 -o faulthandler_timeout=120 examples/return_desk/tests

# The tree is tested, then the wheel made of it, in an environment of its own.
test: $(READY) $(DESK_READY) lint
	$(BIN)/python -m pytest -n 2
	$(BIN)/python tests/wheel/environment.py out/wheel
	env -u PYTHONPATH PHOTOCHECK_BUILT=$(CURDIR)/out/wheel out/wheel/environment/bin/python -m pytest \
		tests/wheel tests/test_docs.py

lint: $(READY) $(DESK_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@if $(BIN)/python -c "import sys; sys.exit(sys.version_info < (3, 11))"; then echo $(BIN)/mypy; $(BIN)/mypy; \
	else echo "Types are not checked: NumPy for Python 3.10 has older ones."; fi

$(DOCS_READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	touch $@

# The site, with every warning as an error; tests/test_docs.py runs the examples of its pages.
docs: $(DOCS_READY)
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -d out/doctrees docs out/docs
	@echo "Open out/docs/index.html."

# Each command says where its data comes from and what it can't measure on this machine.
tables: $(READY)
	for table in accuracy duplicates hash_index mutations slots speed; do $(BIN)/python -m benchmarks.$$table --write; done

# Hours of rendering; can be stopped and gone on with, two processes share the work.
studio-training studio-benchmark: studio-%: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[studio]"
	$(BIN)/python -m studio run $* out/$* & $(BIN)/python -m studio run $* out/$*; wait

# The committed sets of sample photos, from their recipe; half an hour of rendering.
studio-samples: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[studio]"
	$(BIN)/python -m studio.samples samples

clean:
	rm -rf $(VENV) out .mypy_cache .pytest_cache .ruff_cache .hypothesis
