# The two commands are `make demo` and `make test`; each sets up everything itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export TQDM_DISABLE := 1
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
unexport PREFECT_API_URL

.PHONY: demo test check docs bench bench-check browser clean

# Prefect keeps its database and its results in demo/, and starts a server of its own.
demo: export PREFECT_HOME := $(CURDIR)/demo/prefect
demo: .venv-demo/ready
	@mkdir -p demo
	.venv-demo/bin/scholint check seeds/examples --fail-on never
	.venv-demo/bin/scholint flow run seeds/examples --config seeds/demo.toml --output demo/report.html
	@echo "The report page: demo/report.html"

test: check browser
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation . > /dev/null
	$(BIN)/python -m pip install --quiet --no-deps --force-reinstall dist/*.whl
	tests/run.sh $(BIN)/pytest

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/vocabulary.py

docs: .venv/ready
	$(BIN)/python docs/write.py

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py $(RECORDS)

bench-check: .venv/ready
	$(BIN)/python benchmarks/bench_check.py $(or $(BASE),HEAD) $(RECORDS)

browser:
	@tests/install_browser.sh

.venv/ready: EXTRAS := dev
.venv-demo/ready: EXTRAS := gate,flows
.venv/ready .venv-demo/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "scholint needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --upgrade pip
	$(@D)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

clean:
	rm -rf .venv .venv-demo dist demo
