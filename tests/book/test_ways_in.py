"""The access table: each line, run by its own program in the folder of a release, gives all measures."""

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import exportcurbs
import openpyxl
import pandas
import pytest
from exportcurbs import Dataset
from exportcurbs._cli import main

from book.pages.start.ways_in import FOLDER, access_lines

LINES = {way["who"]: way for way in access_lines()}


def of_python(line: str, _: Path) -> int:
    load, names = line.split("; "), {}
    exec(load[0], names)  # noqa: S102
    return len(eval(load[1], names))  # noqa: S307


def of_pandas(line: str, _: Path) -> int:
    return len(eval(line, {"pandas": pandas}))  # noqa: S307


def of_r(line: str, folder: Path) -> int:
    if not shutil.which("R"):
        stop = pytest.fail if os.environ.get("EXPORTCURBS_REQUIRE_R") == "1" else pytest.skip
        stop("R is missing: install r-base-core to test the line for R")
    (package,) = Path("r").glob("*.tar.gz")
    install = (FOLDER / "install.R").read_text().replace("r/exportcurbs_VERSION.tar.gz", str(package))
    env = {**os.environ, "R_LIBS": str(folder)}
    script = ["Rscript", "--vanilla", "-e", install, "-e", f"cat(nrow({line}))"]
    done = subprocess.run(script, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def of_excel(line: str, _: Path) -> int:
    book = openpyxl.load_workbook(LINES["Excel"]["where"].strip("`"), read_only=True)
    return sum(1 for _ in book[line.removeprefix("the sheet ")].iter_rows()) - 1


def of_duckdb(line: str, _: Path) -> int:
    with duckdb.connect() as connection:
        return len(connection.execute(line).fetchall())


def of_sqlite(line: str, _: Path) -> int:
    with sqlite3.connect(LINES["SQL: SQLite"]["where"].strip("`")) as edition:
        return len(edition.execute(line).fetchall())


def of_the_command_line(line: str, _: Path) -> int:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert main(line.split()[1:]) == 0
    return printed.getvalue().count("\n") - 1


# A browser runs its line in the book's own tests, Stata nowhere: its command is tested in its form and names.
RUN: dict[str, Callable[[str, Path], int]] = {
    "Python": of_python,
    "pandas": of_pandas,
    "R": of_r,
    "Excel": of_excel,
    "SQL: DuckDB": of_duckdb,
    "SQL: SQLite": of_sqlite,
    "the command line": of_the_command_line,
}


@pytest.mark.parametrize("who", RUN)
def test_a_line_gives_all_measures(
    who: str, unpacked: Path, thinned: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(unpacked)
    installed = who in ("Python", "the command line")
    expected = exportcurbs.installed() if installed else thinned
    assert RUN[who](LINES[who]["line"], tmp_path) == expected.arrow["measures"].num_rows > 200


def test_every_line_that_says_so_is_run():
    assert {who for who, way in LINES.items() if way["tested"] == "yes"} == {*RUN, "a browser"}
    assert [who for who, way in LINES.items() if way["tested"] == "no"] == ["Stata"]
