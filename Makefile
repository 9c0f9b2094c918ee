# Thin: every target is one or two plain commands, also given in README.md.
PYTHON ?= python3
PY := .venv/bin/python

help:  ## print this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /  /'

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 15) else 'Python 3.11 to 3.14 is needed; try make PYTHON=python3.13')"
	$(PYTHON) -m venv --clear .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

dataset: .venv/ready  ## set up .venv if needed, compile, validate and write datasets/exportcurbs/data
	$(PY) -m build

test: .venv/ready  ## run all tests
	$(PY) -m pytest -n auto --dist loadfile

test-r: .venv/ready  ## run the README's line for R and R's check of the R package (needs R and its package jsonlite)
	EXPORTCURBS_REQUIRE_R=1 $(PY) -m pytest tests/exportcurbs/test_quickstart.py tests/build/test_r_package.py -k "line_for_r or r_package"

check: .venv/ready  ## compile and validate, write nothing
	$(PY) -m build check

version-check: .venv/ready  ## compare the data with the last release; fail if the version is too small for the changes
	$(PY) -m build diff --check

changes: .venv/ready  ## list what changes in the published tables against the last commit, row by row
	$(PY) -m build changes

sqlite: .venv/ready  ## write the SQLite edition of the published files to dist
	$(PY) -m build sqlite

validate: sqlite  ## judge the published Parquet files and the SQLite edition with Great Expectations
	$(PY) -m validation --sqlite dist/exportcurbs.sqlite

release: .venv/ready  ## write the published files in every format to dist, as a folder and a zip
	$(PY) -m build release

# exact versions and hashes are in book/package-lock.json
book/node_modules/.package-lock.json: book/package-lock.json .venv/ready
	cd book && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent
	touch $@

book: dataset sqlite book/node_modules/.package-lock.json  ## build the book into book/_build/html
	$(PY) -m book.pages
	.venv/bin/jupyter-book build -q -W -n --keep-going --all book
	$(PY) -m validation.release.docs --sqlite dist/exportcurbs.sqlite --target book/_build/html/data-docs

lint: .venv/ready  ## ruff and mypy
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: .venv/ready  ## time compiling and loading
	$(PY) -m tests.measuring.bench

mutation: .venv/ready  ## break the tables one fault at a time, count what the checks catch, write book/measured/mutation.json (minutes)
	$(PY) -m tests.measuring.mutation

fuzz: .venv/ready  ## corrupt the curated files 2,000 times and judge what the build says (some minutes)
	$(PY) -m tests.measuring.fuzz

growth: .venv/ready  ## measure time and memory at 1, 10 and 100 times the rows (some minutes)
	$(PY) -m tests.measuring.growth

lock:  ## renew requirements.lock (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

.PHONY: help dataset test test-r check version-check sqlite validate release book lint bench mutation fuzz growth lock
.DEFAULT_GOAL := help
