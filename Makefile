# The two commands are `make demo` and `make test`; each sets up everything itself.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export TQDM_DISABLE := 1
export DO_NOT_TRACK := 1

.PHONY: demo test check docs bench browser clean

demo: .venv/ready
	@mkdir -p demo
	$(BIN)/scholint check seeds/examples --fail-on never
	$(BIN)/scholint check seeds/examples --fail-on never --output demo/report.html
	@echo "The report page: demo/report.html"

test: check browser
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation . > /dev/null
	$(BIN)/python -m pip install --quiet --no-deps --force-reinstall dist/*.whl
	$(BIN)/pytest

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready
	$(BIN)/python docs/write.py

bench: .venv/ready
	$(BIN)/python benchmarks/ratios.py

browser:
	@tests/install_browser.sh

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "scholint needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv dist demo
