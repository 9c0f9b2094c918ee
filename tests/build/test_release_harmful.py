"""Text that would do harm in a spreadsheet or a database is text in every released format."""

import csv
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from exportcurbs import Dataset
from exportcurbs._stata import RENAMED
from openpyxl.utils.escape import unescape

from build.editions.formats import write_stata, write_texts
from build.editions.to_excel import write_excel
from build.editions.to_sqlite import write_sqlite
from tests.support.payloads import Harmful
from tests.support.released import excel_value, in_excel, in_stata, thin
from validation.definitions.tables import curated_tables

CURATED = [info.name for info in curated_tables()]


@pytest.fixture(scope="module")
def published(harmful: Harmful, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return thin(harmful.compiled, tmp_path_factory.mktemp("thin"))


def test_excel_holds_it_and_has_no_formula_and_no_link(published: Dataset, tmp_path: Path):
    write_excel(published, tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as file:
        inside = {name: file.read(name) for name in file.namelist()}
    assert not [name for name, data in inside.items() if b"<f>" in data or b"<hyperlink" in data or b"vba" in data]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    for name in CURATED:
        _, *lines = book[name].iter_rows(values_only=True)
        found = [[unescape(v) if isinstance(v, str) else excel_value(v) for v in line] for line in lines]
        assert found == [[in_excel(v) for v in row.values()] for row in published.arrow[name].to_pylist()], name


def test_csv_and_sqlite_hold_it(published: Dataset, tmp_path: Path):
    write_texts(published, tmp_path)
    write_sqlite(published, tmp_path / "x.sqlite")
    for name in CURATED:
        table = published.arrow[name]
        texts = [c for c in table.column_names if pa.types.is_string(table.schema.field(c).type)]
        expected = [tuple(row[c] for c in texts) for row in table.to_pylist()]
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert [tuple(row[c] or None for c in texts) for row in csv.DictReader(file)] == expected, name
        with sqlite3.connect(tmp_path / "x.sqlite") as edition:
            chosen = ", ".join(f'"{c}"' for c in texts)
            found = edition.execute(f'SELECT {chosen} FROM "{name}"').fetchall()  # noqa: S608 - names of the definitions
            assert sorted(found, key=repr) == sorted(expected, key=repr), name


def test_stata_holds_it(published: Dataset, tmp_path: Path):
    write_stata(published, tmp_path)
    for name in CURATED:
        frame = pd.read_stata(tmp_path / f"{name}.dta", convert_categoricals=False)
        for column in ("note", "source_ids", "title", "name_en", "name", "summary", "claimed_by"):
            if column in published.arrow[name].column_names:
                expected = [in_stata(v) or "" for v in published.arrow[name][column].to_pylist()]
                assert frame[RENAMED.get(column, column)].tolist() == expected, (name, column)
