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
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-r: .venv/ready  ## run the README's line for R and R's check of the R package (needs R and its package jsonlite)
	EXPORTCURBS_REQUIRE_R=1 $(PY) -m pytest tests/exportcurbs/test_quickstart.py tests/build/test_r_package.py -k "line_for_r or r_package"

.venv-spark/ready: requirements-spark.lock
	$(PYTHON) -m venv --clear .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

SPARK := tests/exportcurbs/test_exposure_spark.py
.venv-spark/tested: .venv-spark/ready $(SPARK) $(wildcard datasets/exportcurbs/law/*.py) datasets/exportcurbs/exposure.sql \
  datasets/exportcurbs/layouts.toml $(patsubst %,datasets/exportcurbs/_%.py,exposure engines heavy layouts weights)
	.venv-spark/bin/python -m pytest --noconftest -p no:cacheprovider $(SPARK)
	touch $@

test-spark: .venv-spark/tested  ## run exposure on Spark, if it, the law engine or the lock changed since (needs Java 17 or later)

check: .venv/ready  ## compile and validate, write nothing
	$(PY) -m build check

version-check: .venv/ready  ## compare the data with the last release; fail if the version is too small for the changes
	$(PY) -m build diff --check

changes: .venv/ready  ## list what changes in the published tables against the last commit, row by row
	$(PY) -m build changes

SQLITE := dist/exportcurbs.sqlite
$(SQLITE): .venv/ready build/editions/to_sqlite.py $(wildcard datasets/exportcurbs/data/*.parquet)
	$(PY) -m build sqlite

sqlite: $(SQLITE)  ## write the SQLite edition of the published files to dist, if they changed since

validate: $(SQLITE)  ## judge the published Parquet files and the SQLite edition with Great Expectations
	$(PY) -m validation --sqlite dist/exportcurbs.sqlite

release: .venv/ready  ## write the published files in every format to dist, as a folder and a zip
	$(PY) -m build release

# exact versions and hashes are in book/package-lock.json
book/node_modules/.package-lock.json: book/package-lock.json .venv/ready
	cd book && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent
	touch $@

# compiled again only if a table or a program is newer than the data
DATA := datasets/exportcurbs/data/manifest.json
$(DATA): .venv/ready datasets/VERSION $(wildcard datasets/curated/*/*.csv) $(wildcard build/*.py build/*/*.py) \
  $(wildcard validation/*.py validation/*/*.py validation/*/*/*.py datasets/exportcurbs/*.py datasets/exportcurbs/*/*.py)
	$(PY) -m build

book: $(DATA) book/node_modules/.package-lock.json  ## build the book into book/_build/html
	@# a make of its own, which looks anew at the data that may just have been compiled; validate must never compile
	@$(MAKE) --no-print-directory $(SQLITE)
	$(PY) -m book.pages
	.venv/bin/jupyter-book build -q -W -n --keep-going --all book
	$(PY) -m validation.release.docs --sqlite dist/exportcurbs.sqlite --target book/_build/html/data-docs

lint: .venv/ready  ## ruff and mypy
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: .venv/ready  ## time compiling and loading
	$(PY) -m tests.measuring.bench

bench-trade: .venv/ready  ## time exposure on 250 million rows as BACI has them (ROWS=...; some minutes, some GB of disk)
	$(PY) -m tests.measuring.bench_trade $(ROWS)

mutation: .venv/ready  ## break the tables one fault at a time, count what the checks catch, write book/measured/mutation.json (minutes)
	$(PY) -m tests.measuring.mutation

fuzz: .venv/ready  ## corrupt the curated files 2,000 times and judge what the build says (some minutes)
	$(PY) -m tests.measuring.fuzz

kills: .venv/ready  ## kill the build at 100 moments, look what it leaves, write book/measured/kills.json (some twenty minutes)
	$(PY) -m tests.measuring.kills

lock:  ## renew requirements.lock and that of Spark (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --group spark pyproject.toml -o requirements-spark.lock

.PHONY: help dataset test test-r test-spark check version-check sqlite validate release book lint bench bench-trade mutation fuzz kills lock
.DEFAULT_GOAL := help
