"""What the rules share: the tables by name, their rows by the cells of a column, the days of the record."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from validation.definitions.tables import TypedTable, cells
from validation.problems import Problem

Tables = Mapping[str, TypedTable]
Rule = Callable[[Tables], Iterator[Problem]]
Row = dict[str, Any]
Rows = list[tuple[int, Row]]


def by(table: TypedTable, *columns: str) -> dict[Any, Rows]:
    """Return the rows of a table by the cell of a column, where it is filled, or by the cells of several columns."""
    grouped: dict[Any, Rows] = defaultdict(list)
    for line, row in table.rows():
        key = row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns)
        if key is not None:
            grouped[key].append((line, row))
    return grouped


def one_by(table: TypedTable, *columns: str) -> dict[Any, Row]:
    """Return the last row of each cell, or of the cells of several columns, that are a key."""
    return {key: rows[-1][1] for key, rows in by(table, *columns).items()}


def at(table: TypedTable, line: int, column: str, found: str, instead: str) -> Problem:
    """Return a problem of a cell of a table."""
    return Problem(table.info.path, line, column, found, instead)


def known(tables: Tables, name: str) -> set[str]:
    """Return what stands in the first column of a table's key."""
    return {str(v) for v in cells(tables[name].frame, tables[name].info.key[0]) if v is not None}


def elements(cell: object) -> list[str]:
    """Return the elements of a cell: those of a list, the text itself, none of an empty cell."""
    if isinstance(cell, str):
        return [cell]
    return [] if cell is None or not hasattr(cell, "__iter__") else [str(e) for e in cell]


def cells_where(table: TypedTable, name: str, wrong: Callable[[Any], bool]) -> Iterator[tuple[int, Any]]:
    """Yield the line and cell, or element of a list, of a column that are wrong; each different one is judged once."""
    column = pa.array(table.frame[name])
    lists = pa.types.is_list(column.type)
    bad = {e for e in (column.flatten() if lists else column).unique().to_pylist() if e is not None and wrong(e)}
    for line, cell in zip(table.lines, column.to_pylist(), strict=True) if bad else ():
        yield from ((line, e) for e in ((cell or []) if lists else [cell]) if e in bad)


def as_of(tables: Tables) -> datetime.date | None:
    """Return the last day that a source which tracks control notices attests, None if no source does."""
    days = [row["tracks_notices_to"] for _, row in tables["sources"].rows() if row["tracks_notices_to"]]
    return max(days, default=None)
