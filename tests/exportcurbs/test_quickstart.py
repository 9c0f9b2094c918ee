"""The README's lines for Python, R, Stata and DuckDB work as printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import exportcurbs
import pandas as pd
import pytest
from exportcurbs._cli import main

from tests.support.project import ROOT

MARKS = {"Python": "# Python", "R": "# R", "Stata": "// Stata", "DuckDB": "-- DuckDB"}


def line(program: str) -> str:
    """Return the README's line for a program, without the remark that names it."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Load a table")[1].split("\n## ")[0]
    (found,) = re.findall(rf"^    (.*?)\s*{re.escape(MARKS[program])}(?:$| .*$)", section, flags=re.MULTILINE)
    return str(found)


def test_line_for_python():
    names: dict[str, object] = {}
    exec(line("Python"), names)  # noqa: S102
    pd.testing.assert_frame_equal(names["measures"], exportcurbs.load("measures"))


def test_calls_that_the_readme_names():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    calls = re.findall(r"`((?:print\()?ec\.[^`]*)`", text)
    assert len(calls) > 6
    for call in calls:
        eval(call, {"ec": exportcurbs, "frame": exportcurbs.load("measures").head(3)})  # noqa: S307


def test_line_for_duckdb(monkeypatch):
    monkeypatch.chdir(ROOT)
    with duckdb.connect() as connection:
        rows = connection.execute(line("DuckDB")).fetchall()
    assert [row[0] for row in rows] == exportcurbs.load("measures")["measure_id"].tolist()


def test_line_for_stata(tmp_path: Path):
    command = line("Stata")
    assert command.startswith("python: ")
    done = subprocess.run([sys.executable, "-c", command.removeprefix("python: ")], cwd=tmp_path, check=False)
    assert done.returncode == 0
    read = pd.read_stata(tmp_path / "measures.dta")
    expected = exportcurbs.load("measures")
    assert read["measure_id"].tolist() == expected["measure_id"].tolist()
    assert read["duty_pct"].dtype.kind == "f"
    assert (read["duty_pct"].isna() == expected["duty_pct"].isna()).all()
    assert read["destinations"].tolist() == ["|".join(places) for places in expected["destinations"]]


def test_line_for_r(tmp_path: Path):
    found = shutil.which("Rscript") and subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True)  # noqa: PLW1510
    if not found or found.returncode:
        stop = pytest.fail if os.environ.get("EXPORTCURBS_REQUIRE_R") == "1" else pytest.skip
        stop("R or its package jsonlite is missing: install r-base-core and r-cran-jsonlite to test the line for R")
    for name in ("measures", "measure_periods", "item_customs_codes", "materials"):
        main(["export", name, "--to", str(tmp_path / f"{name}.jsonl")])
    script = ["Rscript", "--vanilla", ROOT / "tests" / "exportcurbs" / "quickstart.R", ROOT]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "the line for R works" in done.stdout
