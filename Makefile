# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: run test check lint setup models index clean

run: setup models index  ## set up what is missing, then serve the page
	$(BIN)/interviewer web --host $(HOST) --port $(PORT)

test: setup lint  ## set up what is missing, then run every test
	$(BIN)/interviewer models fetch e5 llm-small whisper
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(STAMP)

# torch comes first and by itself, so that pip takes the build the package index offers for CPUs.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --upgrade pip
	$(BIN)/python -m pip install --constraint constraints.txt torch
	$(BIN)/python -m pip install --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

models: setup
	$(BIN)/interviewer models fetch

index: setup models
	$(BIN)/interviewer build

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
