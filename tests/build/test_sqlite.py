# ruff: noqa: S608
"""The SQLite edition holds what the Parquet files hold, with keys and references, and is the same file every time."""

import os
import sqlite3
import subprocess
import sys

import exportcurbs as ec
import pyarrow as pa
import pytest
from exportcurbs import Dataset

from build.cli import main
from build.editions.to_sqlite import tables_of, write_sqlite
from tests.support.project import CODE, ROOT
from validation.definitions.tables import links, published_columns, table_info

WRITE = """
import sys
from pathlib import Path
import exportcurbs as ec
from build.editions.to_sqlite import write_sqlite
write_sqlite(ec.open(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def published(base):
    return ec.open(base.data)


@pytest.fixture(scope="module")
def database(edition):
    with sqlite3.connect(f"file:{edition}?mode=ro", uri=True) as connection:
        yield connection
    connection.close()


def _cell(value):
    if isinstance(value, list):
        return "|".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_every_cell_is_that_of_the_parquet_file(database, published):
    """So an empty cell stays apart from 0 and from empty text, and Chinese text stays Chinese."""
    for name, table in tables_of(published).items():
        expected = list(zip(*([_cell(v) for v in c.to_pylist()] for c in table.columns), strict=True))
        found = database.execute(f'SELECT * FROM "{name}"').fetchall()
        assert sorted(found, key=repr) == sorted(expected, key=repr), name


def test_types(database, published):
    kinds = {}
    for name in tables_of(published):
        for column in published_columns(table_info(name)):
            found = database.execute(f'SELECT DISTINCT typeof("{column.name}") FROM "{name}"').fetchall()
            kinds.setdefault(str(column.type), set()).update(k for (k,) in found)
    text = {"text", "null"}
    assert kinds["string"] == kinds["date32[day]"] == text
    assert kinds["bool"] == kinds["int32"] == {"integer", "null"}
    assert kinds["double"] == {"real", "null"}


def test_empty_is_not_zero(database, published):
    quotas = published.arrow["material_status"].column("has_quota").to_pylist()
    assert quotas.count(False)
    assert quotas.count(None)
    counts = database.execute("SELECT sum(has_quota = 0), sum(has_quota IS NULL) FROM material_status").fetchone()
    assert counts == (quotas.count(False), quotas.count(None))


def test_chinese_text_is_found(database):
    assert database.execute("SELECT material_id FROM materials WHERE name_zh = '镝'").fetchall() == [("Dy",)]


def test_references_hold_and_every_one_is_declared(database, published):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    declared = {
        (name, row[2])
        for name in tables_of(published)
        for row in database.execute(f'PRAGMA foreign_key_list("{name}")')
    }
    for name in tables_of(published):
        info = table_info(name)
        wanted = {c.ref for c in info.columns if c.ref and not c.each} | {target for _, target in info.references}
        for target in wanted - {"material_groups"}:
            assert (name, target) in declared
        assert "material_groups" not in wanted or (name, "material_groups_group_id") in declared


def test_a_dangling_reference_would_be_found(edition, tmp_path):
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(edition.read_bytes())
    with sqlite3.connect(copy) as broken:
        broken.execute("DELETE FROM materials WHERE material_id = 'Dy'")
        found = {row[0] for row in broken.execute("PRAGMA foreign_key_check")}
    broken.close()
    assert {"code_materials", "measure_items", "material_status"} <= found


@pytest.mark.parametrize("name", ["materials", "items", "measure_items", "row_sources"])
def test_no_row_stands_twice(edition, tmp_path, name):
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(edition.read_bytes())
    again = sqlite3.connect(copy)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        again.execute(f'INSERT INTO "{name}" SELECT * FROM "{name}" LIMIT 1')
    again.close()


def test_link_tables_hold_the_lists(database, published):
    seen = 0
    for name, table in tables_of(published).items():
        for column in links(table_info(name)):
            elements = [v for cell in table.column(column.name).to_pylist() for v in cell or ()]
            query = f'SELECT value FROM "{name}_{column.name}"'
            assert sorted(v for (v,) in database.execute(query)) == sorted(elements)
            seen += 1
    assert seen == 28
    order = "SELECT value FROM episodes_targets WHERE episode_id = ? ORDER BY position"
    (episode, targets) = max(
        zip(*(published.arrow["episodes"].column(c).to_pylist() for c in ("episode_id", "targets")), strict=True),
        key=lambda row: len(row[1]),
    )
    assert [v for (v,) in database.execute(order, (episode,))] == targets


def test_views_give_rows(database, published):
    views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    counts = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in views}
    assert counts["rows_with_sources"] == published.arrow["row_sources"].num_rows
    assert counts["measure_states"] == published.arrow["measure_periods"].num_rows
    status = published.load("material_status")
    spells = status.groupby(["material_id", "destination", "end_use"]).ngroups
    assert counts["material_now"] == spells
    assert [v for (v,) in database.execute("SELECT view FROM codebook_views")] == sorted(counts)


def test_a_regime_of_today_stands_since_the_day_that_status_says(database, published):
    rows = database.execute("SELECT material_id, destination, end_use, regime, since FROM material_now").fetchall()
    # 46/2024 and 51/2024 changed the rule of gallium, not its regime.
    assert ("Ga", "ROW", "civil", "licence", "2023-08-01") in rows
    known = [row for row in rows if row[3] != "unknown"]
    for material, place, use, regime, since in known[::7]:
        answer = published.status(material, place, published.as_of, use)
        assert (regime, since) == (answer.regime, str(answer.since)), (material, place, use)


def test_codebook_tells_every_column(database, published):
    told = database.execute('SELECT "table", "column", title, description FROM codebook_columns').fetchall()
    assert {(t, c) for t, c, _, _ in told} == {(n, c) for n, t in tables_of(published).items() for c in t.column_names}
    assert all(title and description for _, _, title, description in told)
    rows = dict(database.execute('SELECT "table", "rows" FROM codebook_tables'))
    assert rows == {n: t.num_rows for n, t in tables_of(published).items()}
    assert set(published.arrow) - set(rows) == {n for n, t in published.arrow.items() if t.num_rows > 200_000} != set()
    (as_of,) = database.execute("SELECT value FROM release WHERE name = 'as_of'").fetchone()
    assert as_of == published.as_of


def test_a_search_by_source_or_row_reads_no_whole_table(database):
    for where in ('"table" = ? AND row_id = ?', "source_id = ? AND 1 = ?"):
        plan = database.execute(f"EXPLAIN QUERY PLAN SELECT * FROM row_sources WHERE {where}", ("a", "b")).fetchall()
        assert all("SEARCH" in step[3] for step in plan), plan


def test_same_bytes_whatever_the_hash_seed_zone_and_what_stood_there(edition, base, tmp_path):
    target = tmp_path / "again.sqlite"
    target.write_text("an older file")
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(CODE)}
    command = [sys.executable, "-c", WRITE, str(base.data), str(target)]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    assert target.read_bytes() == edition.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["again.sqlite"]


def test_the_command_line_writes_it_and_says_what_is_missing(edition, base, tmp_path, capsys):
    assert main(["sqlite", "--root", str(base.root), "--out", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "exportcurbs.sqlite").read_bytes() == edition.read_bytes()
    assert main(["sqlite", "--root", str(tmp_path)]) == 1
    assert "data: no such folder or zip; run `make dataset` first" in capsys.readouterr().err


def test_a_key_that_stands_twice_leaves_the_old_file(published, tmp_path):
    target = tmp_path / "release.sqlite"
    target.write_text("an older file")
    countries = published.arrow["countries"]
    doubled = {**published.arrow, "countries": pa.concat_tables([countries, countries.slice(0, 1)])}
    with pytest.raises(sqlite3.IntegrityError, match=r"countries\.iso3"):
        write_sqlite(Dataset.of(doubled, published.manifest), target)
    assert target.read_text() == "an older file"
