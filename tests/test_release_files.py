"""Released files: the same bytes anywhere, every cell of every format as in Parquet, a README whose words are true.

Long tables are thinned to keep this short; RELEASE_EVERY=1 takes every row (some minutes).
"""

import csv
import datetime
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape
from pandas.io.stata import StataReader

from build.__main__ import main
from build.compile import Compiled
from build.formats import joined_lists, write_csv
from build.release import ReleaseError, read_committed, write_release
from build.to_excel import write_excel
from build.to_stata import RENAMED, write_stata
from build.write import write_dataset
from tests.project import CODE, ROOT, Project, hashes, key
from tests.test_deterministic import WORLDS
from validation.published import Published
from validation.schemas import TABLES
from validation.tables import published_columns, table_info

EVERY = int(os.environ.get("RELEASE_EVERY", "20"))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")', "=", "-"]


@pytest.fixture(scope="module")
def published(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The published tables, of long ones every 20th row; all that measures rest on."""
    folder = tmp_path_factory.mktemp("thin")
    frames = {}
    for name, frame in compiled.frames.items():
        kept = (pd.Series(range(len(frame))) % EVERY == 0) | (len(frame) < 1500)
        if name == "row_sources":
            kept |= frame["table"].eq("measures").to_numpy()
        frames[name] = frame[kept.to_numpy()].reset_index(drop=True)
    write_dataset(frames, compiled.release, folder)
    return Published.read(folder)


@pytest.fixture(scope="module")
def archive(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(published, ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip alone, unpacked elsewhere."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    (found,) = folder.iterdir()
    return found


def cells(published: Published, name: str) -> dict[str, list[Any]]:
    return {c: published.tables[name][c].to_pylist() for c in published.tables[name].column_names}


def doctored(published: Published, folder: Path, column: str, texts: list[str | None]) -> Published:
    """Return the published tables with texts planted in the first rows of materials."""
    table = published.tables["materials"]
    values = texts + table[column].to_pylist()[len(texts) :]
    at = table.column_names.index(column)
    planted = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return Published(folder, published.manifest, {**published.tables, "materials": planted})


def only(published: Published, name: str) -> Published:
    return Published(published.folder, published.manifest, {name: published.tables[name]})


@pytest.mark.parametrize("world", ["far east", "narrow"])
def test_a_release_replaces_the_last_one_by_the_same_bytes_anywhere(
    world: str, published: Published, archive: Path, tmp_path: Path
):
    script = (
        "import sys; from pathlib import Path; from build.release import write_release; "
        "from validation.published import Published; "
        "write_release(Published.read(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED"))}
    env = {**clean, "PYTHONPATH": os.pathsep.join(CODE), **WORLDS[world]}
    out = tmp_path / "ein Ordner"
    (out / archive.stem).mkdir(parents=True)
    (out / archive.stem / "left.txt").write_text("of an earlier run")
    (out / archive.name).write_text("no zip")
    command = [sys.executable, "-c", script, str(published.folder), str(ROOT), str(out)]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, umask=0o077, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stdout
    assert hashes(out) == hashes(archive.parent)
    modes = {path.stat().st_mode & 0o777 for path in (out / archive.stem).rglob("*") if path.is_file()}
    assert modes == {0o644}


def test_the_zip_holds_the_folder(archive: Path, unpacked: Path):
    assert hashes(unpacked) == hashes(archive.parent / archive.stem)
    with zipfile.ZipFile(archive) as file:
        names = file.namelist()
        assert names == sorted(names)
        assert len({entry.date_time for entry in file.infolist()}) == 1
        assert {Path(name).parts[0] for name in names} == {archive.stem}


def test_checksums_hold_and_cover_every_file(unpacked: Path):
    told = dict(reversed(line.split("  ")) for line in (unpacked / "SHA256SUMS").read_text().splitlines())
    assert told == {path: sum_ for path, sum_ in hashes(unpacked).items() if path != "SHA256SUMS"}
    assert list(told) == sorted(told)
    if shutil.which("sha256sum"):
        assert (
            subprocess.run(
                ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=False
            ).returncode
            == 0
        )


def test_parquet_is_copied_as_it_is(published: Published, unpacked: Path):
    assert hashes(unpacked / "parquet") == hashes(published.folder)


READ: dict[str, Callable[[str], object]] = {
    "text": str,
    "whole number": int,
    "number": float,
    "date": datetime.date.fromisoformat,
    "true or false": {"true": True, "false": False}.__getitem__,
    "list of text": lambda text: text.split("|"),
}


def test_csv_read_by_its_codebook_gives_every_cell(published: Published, unpacked: Path):
    with (unpacked / "csv" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        book = list(csv.DictReader(file))
    assert {row["table"] for row in book} == set(TABLES)
    for name in TABLES:
        text = (unpacked / "csv" / f"{name}.csv").read_bytes()
        assert b"\r" not in text and not text.startswith(b"\xef\xbb\xbf")
        header, *lines = csv.reader(text.decode("utf-8").splitlines())
        columns = [row for row in book if row["table"] == name]
        assert header == [row["column"] for row in columns] == published.tables[name].column_names
        expected = cells(published, name)
        for at, column in enumerate(columns):
            empty: object = [] if column["type"] == "list of text" and column["required"] == "yes" else None
            read = READ[column["type"]]
            assert [read(line[at]) if line[at] else empty for line in lines] == expected[column["column"]]


def test_csv_tells_an_empty_text_and_an_empty_list_from_a_missing_one(published: Published, tmp_path: Path):
    planted = doctored(published, tmp_path, "note", ["", None, 'say "no"'])
    table = planted.tables["materials"].slice(0, 3).select(["material_id", "critical_lists", "note", "atomic_number"])
    lists = pa.array([[], None, ["US", "EU"]], pa.list_(pa.string()))
    numbers = pa.array([0, None, 1], pa.int32())
    table = table.set_column(1, "critical_lists", lists).set_column(3, "atomic_number", numbers)
    write_csv(Published(tmp_path, {}, {"materials": table}), tmp_path)
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


def stata_value(value: object) -> object:
    return "|".join(value) if isinstance(value, list) else value


def test_stata_gives_every_cell_with_labels_and_dates(published: Published, unpacked: Path):
    for name in TABLES:
        with StataReader(unpacked / "stata" / f"{name}.dta") as reader:
            frame, labels, told = reader.read(), reader.variable_labels(), reader.value_labels()
            assert reader.data_label.startswith("Export Curbs ")
        assert len(frame) == published.tables[name].num_rows
        for column in published_columns(table_info(name)):
            stata = RENAMED.get(column.name, column.name)
            assert re.fullmatch(r"[a-z_][a-z0-9_]{0,31}", stata)
            assert labels[stata].startswith(column.title[:60]) and len(labels[stata]) <= 80
            expected = [stata_value(v) for v in published.tables[name][column.name].to_pylist()]
            kind = column.type
            if pa.types.is_date(kind):
                got = [None if pd.isna(v) else v.date() for v in frame[stata]]
            elif pa.types.is_string(kind) and column.values:
                assert sorted(told[stata].values()) == sorted(column.values)
                got = [None if pd.isna(v) else v for v in frame[stata]]
            elif pa.types.is_string(kind) or pa.types.is_list(kind):
                got, expected = frame[stata].tolist(), [v or "" for v in expected]
            else:
                assert frame[stata].dtype.kind in "if"
                got = [None if pd.isna(v) else v for v in frame[stata]]
            assert got == expected, (name, column.name)


def test_stata_keeps_long_text_and_whole_numbers_whole(published: Published, tmp_path: Path):
    long = "稀土" * 1500
    write_stata(only(doctored(published, tmp_path, "note", [long, None]), "materials"), tmp_path)
    frame = pd.read_stata(tmp_path / "materials.dta", convert_missing=True, convert_categoricals=False)
    assert frame["note"][:2].tolist() == [long, ""]
    numbers = frame["atomic_number"].tolist()
    missing = [str(v) for v in numbers if type(v) is not int]
    assert set(missing) == {"."}  # Stata's own missing value, not a number that stands for it
    assert len(missing) == published.tables["materials"]["atomic_number"].null_count < len(numbers)


def test_stata_does_not_spread_one_long_text_over_every_row(published: Published, tmp_path: Path):
    table = published.tables["materials"].slice(0, 1)
    note = pa.array(["x" * 2000, *["y"] * 19_999])
    many = table.take([0] * len(note)).set_column(table.column_names.index("note"), "note", note)
    write_stata(Published(tmp_path, published.manifest, {"materials": many}), tmp_path)
    assert (tmp_path / "materials.dta").stat().st_size < 20_000_000
    assert pd.read_stata(tmp_path / "materials.dta", columns=["note"])["note"].tolist() == note.to_pylist()


def test_excel_gives_every_cell(published: Published, unpacked: Path):
    book = openpyxl.load_workbook(unpacked / "excel" / "exportcurbs.xlsx", read_only=True)
    assert book.sheetnames == ["README", "codebook", *TABLES]
    for name in TABLES:
        header, *lines = book[name].iter_rows(values_only=True)
        table = published.tables[name]
        assert list(header) == table.column_names and len(lines) == table.num_rows
        for at, (column, expected) in enumerate(cells(published, name).items()):
            assert [excel_value(line[at]) for line in lines] == [in_excel(v) for v in expected], (name, column)


def excel_value(value: object) -> object:
    return value.date() if isinstance(value, datetime.datetime) else value


def in_excel(value: Any) -> object:
    """Return what a cell of Excel can hold: text for a list, 16 digits of a number, nothing for an empty text."""
    if isinstance(value, list):
        return "|".join(value) or None
    return float(f"{value:.16G}") if isinstance(value, float) else value


def test_excel_runs_no_text_as_a_formula(published: Published, tmp_path: Path):
    write_excel(only(doctored(published, tmp_path, "note", list(FORMULAS)), "materials"), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    sheet = book["materials"]
    at = published.tables["materials"].column_names.index("note") + 1
    found = [sheet.cell(row, at) for row in range(2, 2 + len(FORMULAS))]
    assert [unescape(cell.value) for cell in found] == FORMULAS
    assert all(cell.quotePrefix and cell.data_type != "f" for cell in found)
    assert not sheet.cell(2, 1).quotePrefix
    with zipfile.ZipFile(tmp_path / "x.xlsx") as file:
        assert not any(b"<f>" in file.read(name) for name in file.namelist())
    assert any("formula" in str(row[0].value) for row in book["README"].iter_rows())
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref


def test_a_failed_release_leaves_the_last_one_whole(published: Published, archive: Path, tmp_path: Path):
    out = tmp_path / "dist"
    shutil.copytree(archive.parent, out)
    before = hashes(out)
    with pytest.raises(ValueError, match="sheet materials, row 2: Excel cannot hold 'xxx"):
        write_release(doctored(published, published.folder, "note", ["x" * 40_000]), ROOT, out)
    assert hashes(out) == before
    assert {path.name for path in out.iterdir()} == {archive.name, archive.stem}


def shown_commands(text: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a README with the lines that it shows below each."""
    found = []
    for block in re.split(r"\n\n", text):
        lines = [line.strip() for line in block.splitlines()]
        if lines and lines[0].startswith("$ grep"):
            found.append((lines[0].removeprefix("$ "), lines[1:]))
    return found


def test_the_example_of_the_readme_is_true(published: Published, unpacked: Path):
    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    commands = shown_commands(text)
    assert len(commands) == 2
    for command, expected in commands:
        done = subprocess.run(["bash", "-c", command], cwd=unpacked, capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.splitlines() == expected and expected
    query, shown = re.search(r"   (SELECT r\..*?;)\n\n(.*?)\n\n", text, re.DOTALL).groups()  # type: ignore[union-attr]
    with sqlite3.connect(unpacked / "sqlite" / "exportcurbs.sqlite") as database:
        rows = database.execute(query).fetchall()
    assert ["|".join(v or "" for v in row) for row in rows] == [line.strip() for line in shown.split("\n")]
    source = re.search(r"One of them, (.+):", text).group(1)  # type: ignore[union-attr]
    row = next(r for r in published.tables["sources"].to_pylist() if r["source_id"] == source)
    assert f'It is "{row["title"]}"' in text and f"(column read_as): {row['read_as']}." in text
    assert all(len(line) <= 120 for line in text.splitlines() if not line.startswith('   "'))


def test_the_readme_loads_what_it_says(published: Published, unpacked: Path, monkeypatch: pytest.MonkeyPatch):
    import duckdb

    text = (unpacked / "README.txt").read_text(encoding="utf-8")
    monkeypatch.chdir(unpacked)
    python = re.search(r"Python +(.+)\n +(.+)\n", text)
    assert python
    names: dict[str, Any] = {}
    exec("\n".join(python.groups()), names)  # noqa: S102
    assert len(names["measures"]) == published.tables["measures"].num_rows
    query = re.search(r"DuckDB +(.+;)", text)
    assert query and len(duckdb.sql(query.group(1)).fetchall()) == published.tables["measures"].num_rows
    for path in re.findall(r"(?:parquet|csv|stata|excel|sqlite)/[a-z_.]+", text):
        assert (unpacked / path).exists(), path


def test_stale_files_are_refused_by_name(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    project.edit("materials", key(material_id="Ga"), note="changed")
    assert main(["release", "--root", str(project.root), "--out", str(tmp_path / "dist")]) == 1
    told = capsys.readouterr().err
    assert "materials" in told and "make dataset" in told and "measures" not in told
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "fault", ["other bytes", "other words", "no manifest", "broken file", "unknown table", "other day"]
)
def test_files_that_are_not_the_build_are_refused(fault: str, project: Project, compiled: Compiled):
    path, manifest = project.data / "materials.parquet", project.data / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    table = pq.read_table(path)
    if fault == "other bytes":
        pq.write_table(table, path)
    elif fault == "other words":
        pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"title": b"Other"}), path)
        told["tables"]["materials"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    elif fault == "broken file":
        path.write_bytes(b"PAR1")
    elif fault == "other day":
        told["as_of"] = "2020-01-01"
    elif fault == "unknown table":
        told["tables"]["stuff"] = told["tables"]["materials"]
    manifest.write_text(json.dumps(told), encoding="utf-8")
    if fault == "no manifest":
        manifest.unlink()
    with pytest.raises(ReleaseError, match="make dataset") as caught:
        read_committed(project.data, compiled)
    wanted = {
        "no manifest": "manifest.json",
        "other day": "manifest.json",
        "unknown table": "stuff",
        "broken file": "cannot be read",
    }
    assert wanted.get(fault, "materials") in str(caught.value)


def test_whole_files_are_taken(base: Project, compiled: Compiled):
    assert read_committed(base.data, compiled).version == compiled.release.version
