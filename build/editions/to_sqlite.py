"""The SQLite edition: the tables, but for very long ones, with keys, references, indices and views, and the codebook.

Dates are ISO text, truth values 0 or 1, lists text joined by `|`. A list that holds keys of a table, and every list of
a curated table, is also a link table `<table>_<column>` (key of the row, `value`); for `source_ids` that is
`row_sources`. Where references name the first part of a key alone, the values of that part stand in a table of their
own, as `material_groups_group_id`.
"""

import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from exportcurbs import Dataset

from validation.definitions import TABLES
from validation.definitions.tables import (
    SQLITE_ROWS,
    ColumnInfo,
    Reference,
    TableInfo,
    links,
    published_columns,
    references,
    table_info,
)

HERE = Path(__file__).resolve().parent
VALUE = "value"


def write_sqlite(published: Dataset, path: Path) -> None:
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
        for name, rows in tables_of(published).items():
            info = table_info(name)
            if name in _referred_by_part():
                part = info.key[0]
                values = sorted({(value,) for value in rows.column(part).to_pylist()})
                _fill(database, f"{name}_{part}", [f"{_quoted(part)} TEXT NOT NULL"], (part,), (), values)
            _table(database, info, rows)
            for column in links(info):
                _links(database, info, column, rows)
        database.executescript((HERE / "sqlite_views.sql").read_text(encoding="utf-8"))
        database.commit()
        database.execute("VACUUM INTO ?", (str(new),))
    finally:
        database.close()
    new.replace(path)


def tables_of(published: Dataset) -> dict[str, pa.Table]:
    """Return the tables that the edition has: all but those of more than SQLITE_ROWS rows."""
    return {name: rows for name, rows in published.arrow.items() if rows.num_rows <= SQLITE_ROWS}


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


@cache
def _referred_by_part() -> frozenset[str]:
    """Return the tables with a key of several parts to whose first part a column refers."""
    meant = {(target, len(columns)) for name in TABLES for columns, target in references(table_info(name))}
    return frozenset(target for target, parts in meant if parts < len(table_info(target).key))


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
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, "|")
    return list((column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist())


def _table(database: sqlite3.Connection, info: TableInfo, rows: pa.Table) -> None:
    columns = published_columns(info)
    cells = zip(*(_cells(rows.column(c.name)) for c in columns), strict=True)
    key = () if any(info.column(k).nullable for k in info.key) else info.key
    part = [(info.key[:1], info.name)] if info.name in _referred_by_part() else []
    _fill(database, info.name, [_typed(c) for c in columns], key, [*part, *references(info)], cells)
    if not key:  # an empty cell equals no other, so a plain key would let a row stand twice
        parts = ", ".join(f"coalesce({_quoted(k)}, '')" if info.column(k).nullable else _quoted(k) for k in info.key)
        database.execute(f"CREATE UNIQUE INDEX {_quoted(info.name + '_key')} ON {_quoted(info.name)} ({parts})")


def _links(database: sqlite3.Connection, info: TableInfo, column: ColumnInfo, rows: pa.Table) -> None:
    """Write the link table of a list column: the key of the row, the place in the list (from 1), the element."""
    keys = zip(*(_cells(rows.column(k)) for k in info.key), strict=True)
    lists = rows.column(column.name).to_pylist()
    cells = [(*k, at, v) for k, values in zip(keys, lists, strict=True) for at, v in enumerate(values or (), start=1)]
    meant: list[Reference] = [((VALUE,), column.ref)] if column.ref else []
    key: tuple[str, ...] = ()
    if not any(info.column(k).nullable for k in info.key):
        key = (*info.key, "position")
        meant.append((info.key, info.name))
    typed = [*(_typed(info.column(k)) for k in info.key), "position INTEGER NOT NULL", f"{VALUE} TEXT NOT NULL"]
    _fill(database, f"{info.name}_{column.name}", typed, key, meant, cells)


def _fill(
    database: sqlite3.Connection,
    name: str,
    columns: Iterable[str],
    key: tuple[str, ...],
    meant: Iterable[Reference],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Create a table with an index for each reference that the key does not serve, and fill it."""
    lines = [*columns, *([f"PRIMARY KEY ({_listed(key)})"] if key else []), *(_foreign_key(*r) for r in meant)]
    text = ",\n  ".join(lines)
    database.execute(f"CREATE TABLE {_quoted(name)} (\n  {text}\n){' WITHOUT ROWID' if key else ''}")
    marks = ", ".join("?" * len(list(columns)))
    database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608 - a name of ours
    for names, _ in meant:
        if names != key[: len(names)]:
            index = _quoted(f"{name}_by_{'_'.join(names)}")
            database.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_listed(names)})")


def _codebook(database: sqlite3.Connection, published: Dataset) -> None:
    """Write what the release and the definitions say of tables and columns."""
    database.executescript((HERE / "sqlite_codebook.sql").read_text(encoding="utf-8"))
    entries = [(k, v) for k, v in published.manifest.items() if isinstance(v, str)]
    database.executemany("INSERT INTO release VALUES (?, ?)", entries)
    for at, (name, rows) in enumerate(tables_of(published).items(), start=1):
        info = table_info(name)
        row = (at, name, info.title, info.grain, "|".join(info.key), info.family, rows.num_rows)
        content = published.manifest["tables"][name]["content_sha256"]
        database.execute("INSERT INTO codebook_tables VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, content))
        for place, c in enumerate(published_columns(info), start=1):
            cells = (c.title, c.description, c.unit or None, str(c.type), int(c.nullable), c.ref or None)
            column = (name, place, c.name, *cells, "|".join(c.values) or None, c.example or None)
            database.execute("INSERT INTO codebook_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", column)
