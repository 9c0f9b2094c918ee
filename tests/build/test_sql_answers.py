"""A question asked in SQL has the answer of Python: 200 sampled, on the SQLite edition and on the Parquet files."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import exportcurbs as ec
import pytest
from exportcurbs import Dataset

from tests.support.project import Project
from tests.support.sampled import drawn

# A destination is in the table only where its answer is ever another than ROW's.
ASKED = """
SELECT regime, at_least, strictest, basis, measure_ids, part_measure_ids FROM {table} AS t
WHERE {item} AND end_use = '{use}' AND '{day}' BETWEEN first_day AND last_day
  AND destination = CASE WHEN '{to}' IN (SELECT destination FROM {table} WHERE {item}) THEN '{to}' ELSE 'ROW' END
"""
UNKNOWN = ["unknown", "none", "unknown", "unknown", "", ""]


@pytest.fixture(scope="module")
def published(base: Project) -> Dataset:
    return ec.open(base.data)


@pytest.fixture(params=["SQLite", "DuckDB"])
def ask(request: pytest.FixtureRequest, edition: Path, published: Dataset) -> Callable[[str, str], list[Any]]:
    """Run the question on a table, named as the program names it."""
    if request.param == "SQLite":
        connection: Any = sqlite3.connect(f"file:{edition}?mode=ro", uri=True)
    else:
        connection = duckdb.connect()
    request.addfinalizer(connection.close)

    def run(table: str, text: str) -> list[Any]:
        named = table if request.param == "SQLite" else f"'{published.folder}/{table}.parquet'"
        return list(connection.execute(text.replace("{table}", named)).fetchall())

    return run


def test_200_answers_in_sql_are_those_of_python(ask: Callable[[str, str], list[Any]], published: Dataset):
    materials = {row["material_id"] for row in published.rows("materials")}
    found = []
    for what, to, day, use in drawn(published):
        scheme, _, code = what.partition("/")
        item = f"scheme = '{scheme}' AND code = '{code}'" if code else f"goods_id = '{what}'"
        table = "code_status" if code else "material_status" if what in materials else "goods_status"
        item = f"material_id = '{what}'" if table == "material_status" else item
        rows = ask(table, ASKED.format(table="{table}", item=item, use=use, day=day, to=to))
        assert len(rows) <= 1
        cells = list(rows[0]) if rows else UNKNOWN
        cells[4:] = [c if isinstance(c, str) else "|".join(c or ()) for c in cells[4:]]
        own = published.status(what, to, day, use)
        ids = ["|".join(m["measure_id"] for m in measures) for measures in (own.measures, own.part)]
        assert cells == [own.regime, own.at_least, own.strictest, own.basis, *ids], (what, to, day, use)
        found.append(tuple(cells))
    assert len(found) == 200
    assert len({f[0] for f in found}) > 3
    assert len({f[4] for f in found}) > 10
