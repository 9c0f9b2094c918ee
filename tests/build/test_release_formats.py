"""Every cell of every released format is as in Parquet, text runs nowhere, the codebook repeats the definitions."""

import csv
import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from exportcurbs import Dataset
from exportcurbs._frames import joined_lists
from exportcurbs._stata import LABEL_U, RENAMED
from openpyxl.utils.escape import unescape
from pandas.io.stata import StataReader

from build.editions.formats import write_stata, write_texts
from build.editions.to_excel import write_excel
from tests.support.released import doctored, excel_value, in_excel, in_stata, only
from validation.definitions import TABLES
from validation.definitions.tables import published_columns, table_info

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")', "=", "-"]


def cells(thinned: Dataset, name: str) -> dict[str, list[Any]]:
    return {c: thinned.arrow[name][c].to_pylist() for c in thinned.arrow[name].column_names}


READ: dict[str, Callable[[str], object]] = {
    "text": str,
    "whole number": int,
    "number": float,
    "date": datetime.date.fromisoformat,
    "true or false": {"true": True, "false": False}.__getitem__,
    "list of text": lambda text: text.split("|"),
}


def test_csv_read_by_its_codebook_gives_every_cell(thinned: Dataset, unpacked: Path):
    with (unpacked / "csv" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        book = list(csv.DictReader(file))
    assert {row["table"] for row in book} == set(TABLES)
    for name in TABLES:
        text = (unpacked / "csv" / f"{name}.csv").read_bytes()
        assert b"\r" not in text and not text.startswith(b"\xef\xbb\xbf")
        header, *lines = csv.reader(text.decode("utf-8").splitlines())
        columns = [row for row in book if row["table"] == name]
        assert header == [row["column"] for row in columns] == thinned.arrow[name].column_names
        expected = cells(thinned, name)
        for at, column in enumerate(columns):
            empty: object = [] if column["type"] == "list of text" and column["required"] == "yes" else None
            read = READ[column["type"]]
            assert [read(line[at]) if line[at] else empty for line in lines] == expected[column["column"]]


def test_csv_tells_an_empty_text_and_an_empty_list_from_a_missing_one(thinned: Dataset, tmp_path: Path):
    planted = doctored(thinned, "note", ["", None, 'say "no"'])
    table = planted.arrow["materials"].slice(0, 3).select(["material_id", "critical_lists", "note", "atomic_number"])
    lists = pa.array([[], None, ["US", "EU"]], pa.list_(pa.string()))
    numbers = pa.array([0, None, 1], pa.int32())
    table = table.set_column(1, "critical_lists", lists).set_column(3, "atomic_number", numbers)
    write_texts(Dataset.of({"materials": table}, {}), tmp_path)
    ids = table["material_id"].to_pylist()
    assert (tmp_path / "materials.csv").read_text(encoding="utf-8").split("\n")[1:] == [
        f'"{ids[0]}","","",0',
        f'"{ids[1]}",,,',
        f'"{ids[2]}","US|EU","say ""no""",1',
        "",
    ]


def test_a_list_that_could_not_be_taken_apart_again_is_refused():
    with pytest.raises(ValueError, match="places"):
        joined_lists(pa.table({"places": pa.array([["a"], ["b|c"], None], pa.list_(pa.string()))}))


def test_codebook_says_what_the_definitions_say(unpacked: Path):
    with (unpacked / "csv" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        book = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    text = (unpacked / "codebook.md").read_text(encoding="utf-8")
    assert len(book) == sum(len(published_columns(table_info(name))) for name in TABLES)
    for name in TABLES:
        info = table_info(name)
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert info.title in section and info.grain in section
        for column in published_columns(info):
            row = book[name, column.name]
            assert (row["title"], row["description"]) == (column.title, column.description)
            assert (row["unit"], row["example"]) == (column.unit, column.example)
            assert row["allowed_values"] == "|".join(column.values)
            assert (row["required"] == "no") == column.nullable
            assert not column.ref or row["references"].split("|")[0] == column.ref
            assert f"- `{column.name}` ({row['type']}, " in section and column.description in section
        for columns, target in info.references:
            assert all(f"{target} ({', '.join(columns)})" in book[name, c]["references"].split("|") for c in columns)


def told_by_labels(cells: list[Any], labels: dict[int, str]) -> list[str | None]:
    """Return the words of labelled numbers; .u is a word of its own, `.` is none."""
    return [labels[LABEL_U] if str(v) == ".u" else None if str(v) == "." else labels[int(v)] for v in cells]


def test_stata_gives_every_cell_with_labels_and_dates(thinned: Dataset, unpacked: Path):
    codes: dict[str, dict[str, dict[str, int]]] = {}
    for name in TABLES:
        with StataReader(
            unpacked / "stata" / f"{name}.dta", convert_missing=True, convert_categoricals=False, convert_dates=False
        ) as raw:
            frame, labels, told = raw.read(), raw.variable_labels(), raw.value_labels()
            assert raw.data_label.startswith("Export Curbs ")
        dated = pd.read_stata(unpacked / "stata" / f"{name}.dta", convert_categoricals=False)
        assert len(frame) == thinned.arrow[name].num_rows
        for column in published_columns(table_info(name)):
            stata = RENAMED.get(column.name, column.name)
            assert re.fullmatch(r"[a-z_][a-z0-9_]{0,31}", stata)
            assert labels[stata].startswith(column.title[:60]) and len(labels[stata]) <= 80
            expected = [in_stata(v) for v in thinned.arrow[name][column.name].to_pylist()]
            kind = column.type
            if pa.types.is_date(kind):
                got = [None if pd.isna(v) else v.date() for v in dated[stata]]
            elif column.name == "month":
                got = [f"{v:%Y-%m}" for v in dated[stata]]
            elif pa.types.is_string(kind) and column.values:
                assert sorted(told[stata].values()) == sorted(column.values)
                got = told_by_labels(frame[stata].tolist(), told[stata])
                codes.setdefault(column.name, {})[name] = {word: code for code, word in told[stata].items()}
            elif pa.types.is_string(kind) or pa.types.is_list(kind):
                got, expected = frame[stata].tolist(), [v or "" for v in expected]
            else:
                assert dated[stata].dtype.kind in "if"
                got = [None if pd.isna(v) else v for v in dated[stata]]
            assert got == expected, (name, column.name)
    assert_one_number_for_a_word(codes)


def assert_one_number_for_a_word(codes: dict[str, dict[str, dict[str, int]]]) -> None:
    """Assert that files can be merged by what closed lists hold, and compared by their order."""
    for column, tables in codes.items():
        if column != "regime":  # in code_equivalents the word means a control list
            seen: dict[str, set[int]] = {}
            for own in tables.values():
                for word, code in own.items():
                    seen.setdefault(word, set()).add(code)
            assert all(len(numbers) == 1 for numbers in seen.values()), (column, seen)
    regimes = codes["regime"]["material_status"]
    order = ["none", "licence", "licence_strict", "denial_in_principle", "prohibited"]
    assert [regimes[word] for word in order] == [0, 1, 2, 3, 4] and regimes["unknown"] == LABEL_U
    assert codes["end_use"]["panel_material_month"] == {"civil": 0, "military": 1}
    assert codes["end_use"]["measures"]["military"] == codes["end_use"]["code_status"]["military"] == 1


def test_stata_keeps_long_text_and_whole_numbers_whole(thinned: Dataset, tmp_path: Path):
    long = "稀土" * 1500
    write_stata(only(doctored(thinned, "note", [long, None]), "materials"), tmp_path)
    frame = pd.read_stata(tmp_path / "materials.dta", convert_missing=True, convert_categoricals=False)
    assert frame["note"][:2].tolist() == [long, ""]
    numbers = frame["atomic_number"].tolist()
    missing = [str(v) for v in numbers if type(v) is not int]
    assert set(missing) == {"."}  # Stata's own missing value, not a number that stands for it
    assert len(missing) == thinned.arrow["materials"]["atomic_number"].null_count < len(numbers)


def test_stata_does_not_spread_one_long_text_over_every_row(thinned: Dataset, tmp_path: Path):
    table = thinned.arrow["materials"].slice(0, 1)
    note = pa.array(["x" * 2000, *["y"] * 19_999])
    many = table.take([0] * len(note)).set_column(table.column_names.index("note"), "note", note)
    write_stata(Dataset.of({"materials": many}, thinned.manifest), tmp_path)
    assert (tmp_path / "materials.dta").stat().st_size < 20_000_000
    assert pd.read_stata(tmp_path / "materials.dta", columns=["note"])["note"].tolist() == note.to_pylist()


def test_excel_gives_every_cell(thinned: Dataset, unpacked: Path):
    book = openpyxl.load_workbook(unpacked / "excel" / "exportcurbs.xlsx", read_only=True)
    assert book.sheetnames == ["README", "codebook", *TABLES]
    for name in TABLES:
        header, *lines = book[name].iter_rows(values_only=True)
        table = thinned.arrow[name]
        assert list(header) == table.column_names and len(lines) == table.num_rows
        for at, (column, expected) in enumerate(cells(thinned, name).items()):
            assert [excel_value(line[at]) for line in lines] == [in_excel(v) for v in expected], (name, column)


def test_excel_runs_no_text_as_a_formula(thinned: Dataset, tmp_path: Path):
    write_excel(only(doctored(thinned, "note", list(FORMULAS)), "materials"), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["materials"]
    at = thinned.arrow["materials"].column_names.index("note") + 1
    found = [sheet.cell(row, at) for row in range(2, 2 + len(FORMULAS))]
    assert [unescape(cell.value) for cell in found] == FORMULAS
    assert all(cell.quotePrefix and cell.data_type != "f" for cell in found)
    assert not sheet.cell(2, 1).quotePrefix
    with zipfile.ZipFile(tmp_path / "x.xlsx") as file:
        assert not any(b"<f>" in file.read(name) for name in file.namelist())
    assert any("formula" in str(row[0].value) for row in book["README"].iter_rows())
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref


def test_excel_leaves_out_a_long_table_and_names_its_file(thinned: Dataset, tmp_path: Path):
    long = thinned.arrow["retired"].take([0] * 100_001)
    few = thinned.arrow["publishers"]
    write_excel(Dataset.of({"retired": long, "publishers": few}, thinned.manifest), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    assert book.sheetnames == ["README", "codebook", "publishers"]
    lines = [str(row[0]) for row in book["README"].iter_rows(values_only=True)]
    assert any(line.startswith("csv/retired.csv: ") and line.endswith("100,001 rows") for line in lines)
    assert not any(line.startswith("csv/publishers.csv") for line in lines)


def test_columns_csv_gives_r_the_type_of_every_column(unpacked: Path):
    with (unpacked / "csv" / "columns.csv").open(encoding="utf-8", newline="") as file:
        types = {(row["table"], row["column"]): (row["type"], row["readr"]) for row in csv.DictReader(file)}
    assert list(types) == [(name, c.name) for name in TABLES for c in published_columns(table_info(name))]
    assert types["panel_hs6_month", "hs6"] == ("character", "c") == types["measures", "destinations"]
    assert types["measure_periods", "first_day"] == ("Date", "D")
    assert types["measures", "duty_pct"] == ("numeric", "d")
    assert types["panel_material_month", "days_none"] == ("integer", "i")
