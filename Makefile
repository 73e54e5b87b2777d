# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: run test lint setup models index figures clean

run: setup models index  ## set up what is missing, then serve the page
	$(BIN)/interviewer web --host $(HOST) --port $(PORT)

# The tests of the page drive a Chromium; where none is installed they are skipped, and say so.
test: setup lint  ## set up what is missing, then run the tests
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

# Measures every figure of the README anew; needs the labelled data in $(EVALS).
EVALS ?= ../shared/evals
figures: setup
	mkdir -p evals/figures
	$(BIN)/interviewer eval grading $(EVALS)/grading_dev.jsonl --bank $(EVALS)/bank_gold.jsonl --output evals/figures/grading.json
	$(BIN)/interviewer eval pairs $(EVALS)/pairs_dev.jsonl --bank $(EVALS)/bank_gold.jsonl --output evals/figures/pairs.json
	$(BIN)/interviewer eval search $(EVALS)/queries_dev.jsonl --bank $(EVALS)/bank_gold.jsonl --output evals/figures/search.json
	$(BIN)/interviewer eval qa $(EVALS)/queries_dev.jsonl --bank $(EVALS)/bank_gold.jsonl --output evals/figures/qa.json
	$(BIN)/interviewer eval speech $(EVALS)/speech/manifest.jsonl --bank $(EVALS)/bank_gold.jsonl --output evals/figures/speech.json
	$(BIN)/python benchmarks/readme_figures.py

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
