"""The SQLite edition: every published table with keys, references, indices and views, and the codebook as tables.

Dates are ISO text, truth values 0 or 1, lists text joined by `|`. A list that holds keys of a table, and every list of
a curated table, is also a link table `<table>_<column>` (key of the row, `value`); for `source_ids` that is
`row_sources`. Where references name the first part of a key alone, the values of that part stand in a table of their
own, as `material_groups_group_id`.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from validation.published import Published
from validation.schemas import TABLES
from validation.tables import ColumnInfo, TableInfo, published_columns, table_info

# Views: name, what a row is, query.
VIEWS = (
    (
        "rows_with_sources",
        "one row per row of any table and document it rests on",
        """SELECT r."table", r.row_id, r.locator, s.source_id, s.title, s.author, p.name AS publisher,
  p.publisher_class, s.published, s.read_as, s.url
FROM row_sources AS r JOIN sources AS s USING (source_id) JOIN publishers AS p USING (publisher_id)""",
    ),
    (
        "measure_states",
        "one row per measure and period in one state, with the document that orders it",
        """SELECT m.measure_id, m.title, m.effect, m.flow, m.destinations, m.end_use, m.end_user, p.state, p.first_day,
  p.last_day, p.last_confirmed, p.cause, i.instrument_id, i.number, i.title_en AS instrument, i.title_zh, m.clause
FROM measures AS m JOIN measure_periods AS p USING (measure_id) JOIN instruments AS i USING (instrument_id)""",
    ),
    (
        "material_now",
        "one row per material, destination and end use: what the law asks on the last day of the record",
        """SELECT s.material_id, m.name_en, m.name_zh, s.destination, c.name AS destination_name, s.end_use, s.regime,
  s.at_least, s.mildest, s.first_day AS since, s.basis, s.measure_ids, s.has_quota, s.has_licence, s.duty_pct
FROM material_status AS s JOIN materials AS m USING (material_id) JOIN countries AS c ON c.iso3 = s.destination
WHERE (SELECT value FROM release WHERE name = 'as_of') BETWEEN s.first_day AND s.last_day""",
    ),
)
_CODEBOOK = """
CREATE TABLE release (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE codebook_tables (
  position INTEGER NOT NULL, "table" TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, grain TEXT NOT NULL,
  "key" TEXT NOT NULL, family TEXT NOT NULL, "rows" INTEGER NOT NULL);
CREATE TABLE codebook_columns (
  "table" TEXT NOT NULL REFERENCES codebook_tables, position INTEGER NOT NULL, "column" TEXT NOT NULL,
  title TEXT NOT NULL, description TEXT NOT NULL, unit TEXT, type TEXT NOT NULL, may_be_empty INTEGER NOT NULL,
  "references" TEXT, "values" TEXT, example TEXT, PRIMARY KEY ("table", "column"));
CREATE TABLE codebook_views (view TEXT NOT NULL PRIMARY KEY, grain TEXT NOT NULL);
"""
VALUE = "value"
Reference = tuple[tuple[str, ...], str]


def write_sqlite(published: Published, path: Path) -> None:
    """Write the SQLite edition of a release in place of the file of that name; equal releases give equal bytes.

    References are declared and not enforced, so that the file of a faulty release can be judged. A key that stands
    twice, or an empty cell where none may be, raises sqlite3.IntegrityError.
    """
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    database = sqlite3.connect(":memory:")
    try:
        database.execute("PRAGMA page_size = 4096")
        _codebook(database, published)
        for name, rows in published.tables.items():
            info = table_info(name)
            if name in _referred_by_part():
                _fill(
                    database,
                    f"{name}_{info.key[0]}",
                    [f"{_quoted(info.key[0])} TEXT NOT NULL"],
                    info.key[:1],
                    (),
                    sorted({(value,) for value in rows.column(info.key[0]).to_pylist()}),
                )
            _table(database, info, rows)
            for column in links(info):
                _links(database, info, column, rows)
        for name, grain, query in VIEWS:
            database.execute(f"CREATE VIEW {_quoted(name)} AS {query}")
            database.execute("INSERT INTO codebook_views VALUES (?, ?)", (name, grain))
        database.commit()
        database.execute("VACUUM INTO ?", (str(new),))
    finally:
        database.close()
    new.replace(path)


def links(info: TableInfo) -> Iterator[ColumnInfo]:
    """Yield the list columns of a table that have a link table."""
    lists = (c for c in published_columns(info) if pa.types.is_list(c.type) and c.name != "source_ids")
    yield from (c for c in lists if c.ref or not info.derived)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


@cache
def _referred_by_part() -> frozenset[str]:
    """Return the tables with a key of several parts to whose first part a column refers."""
    referred = {c.ref for name in TABLES for c in table_info(name).columns if c.ref}
    return frozenset(name for name in referred if len(table_info(name).key) > 1)


def _references(info: TableInfo) -> Iterator[Reference]:
    """Yield the references of a table: its columns and the table meant."""
    if info.name in _referred_by_part():
        yield info.key[:1], info.name
    for column in info.columns:
        if column.ref and not column.each:
            yield (column.name,), column.ref
    yield from info.references


def _foreign_key(columns: tuple[str, ...], target: str) -> str:
    key = table_info(target).key
    home = target if len(columns) == len(key) else f"{target}_{key[0]}"
    return f"FOREIGN KEY ({_listed(columns)}) REFERENCES {_quoted(home)} ({_listed(key[: len(columns)])})"


def _typed(column: ColumnInfo) -> str:
    whole = pa.types.is_integer(column.type) or pa.types.is_boolean(column.type)
    kind = "REAL" if pa.types.is_floating(column.type) else "INTEGER" if whole else "TEXT"
    return f"{_quoted(column.name)} {kind}{'' if column.nullable else ' NOT NULL'}"


def _cells(column: pa.ChunkedArray) -> list[Any]:
    """Return the cells of a column as SQLite keeps them."""
    cells = (column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist()
    return ["|".join(cell) if isinstance(cell, list) else cell for cell in cells]


def _table(database: sqlite3.Connection, info: TableInfo, rows: pa.Table) -> None:
    columns = published_columns(info)
    cells = zip(*(_cells(rows.column(c.name)) for c in columns), strict=True)
    key = () if any(info.column(k).nullable for k in info.key) else info.key
    _fill(database, info.name, [_typed(c) for c in columns], key, tuple(_references(info)), cells)
    if not key:  # an empty cell equals no other, so a plain key would let a row stand twice
        parts = ", ".join(f"coalesce({_quoted(k)}, '')" if info.column(k).nullable else _quoted(k) for k in info.key)
        database.execute(f"CREATE UNIQUE INDEX {_quoted(info.name + '_key')} ON {_quoted(info.name)} ({parts})")


def _links(database: sqlite3.Connection, info: TableInfo, column: ColumnInfo, rows: pa.Table) -> None:
    """Write the link table of a list column: the key of the row, the place in the list (from 1), the element."""
    keys = zip(*(_cells(rows.column(k)) for k in info.key), strict=True)
    lists = rows.column(column.name).to_pylist()
    cells = [(*k, at, v) for k, values in zip(keys, lists, strict=True) for at, v in enumerate(values or (), start=1)]
    references: list[Reference] = [((VALUE,), column.ref)] if column.ref else []
    key: tuple[str, ...] = ()
    if not any(info.column(k).nullable for k in info.key):
        key = (*info.key, "position")
        references.append((info.key, info.name))
    typed = [*(_typed(info.column(k)) for k in info.key), "position INTEGER NOT NULL", f"{VALUE} TEXT NOT NULL"]
    _fill(database, f"{info.name}_{column.name}", typed, key, references, cells)


def _fill(
    database: sqlite3.Connection,
    name: str,
    columns: Iterable[str],
    key: tuple[str, ...],
    references: Iterable[Reference],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Create a table with an index for each reference that the key does not serve, and fill it."""
    lines = [*columns, *([f"PRIMARY KEY ({_listed(key)})"] if key else []), *(_foreign_key(*r) for r in references)]
    text = ",\n  ".join(lines)
    database.execute(f"CREATE TABLE {_quoted(name)} (\n  {text}\n){' WITHOUT ROWID' if key else ''}")
    marks = ", ".join("?" * len(list(columns)))
    database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608 - a name of ours
    for names, _ in references:
        if names != key[: len(names)]:
            index = _quoted(f"{name}_by_{'_'.join(names)}")
            database.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_listed(names)})")


def _codebook(database: sqlite3.Connection, published: Published) -> None:
    """Write what the release and the definitions say of tables and columns."""
    database.executescript(_CODEBOOK)
    told = [(k, v) for k, v in published.manifest.items() if isinstance(v, str)]
    database.executemany("INSERT INTO release VALUES (?, ?)", told)
    for at, (name, rows) in enumerate(published.tables.items(), start=1):
        info = table_info(name)
        row = (at, name, info.title, info.grain, "|".join(info.key), info.family, rows.num_rows)
        database.execute("INSERT INTO codebook_tables VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for place, c in enumerate(published_columns(info), start=1):
            cells = (c.title, c.description, c.unit or None, str(c.type), int(c.nullable), c.ref or None)
            column = (name, place, c.name, *cells, "|".join(c.values) or None, c.example or None)
            database.execute("INSERT INTO codebook_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", column)
