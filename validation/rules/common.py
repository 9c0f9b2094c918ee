"""What the rules share: how a rule is declared, rows and cells by what they hold, the days of the record."""

import datetime
from collections.abc import Callable, Container, Iterator, Mapping
from functools import wraps
from typing import Any

import pyarrow as pa

from validation.definitions.tables import Row, TypedTable, cells
from validation.problems import Problem, shown

Tables = Mapping[str, TypedTable]
Rule = Callable[[Tables], Iterator[Problem]]
# Of one row: the column, what was found, what to write instead.
Faults = Iterator[tuple[str, str, str]]

RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Declare a function of all tables that yields problems as a rule."""
    RULES.append(check)
    return check


def each(*names: str) -> Callable[[Callable[[Row, Tables], Faults]], Rule]:
    """Declare a function of one row as a rule of the named tables: it yields the faults of the row."""

    def declare(faults: Callable[[Row, Tables], Faults]) -> Rule:
        @wraps(faults)
        def check(tables: Tables) -> Iterator[Problem]:
            for name in names:
                for line, row in tables[name].rows():
                    for fault in faults(row, tables):
                        yield at(tables[name], line, *fault)

        return rule(check)

    return declare


def at(table: TypedTable, line: int, column: str, found: str, instead: str) -> Problem:
    """Return a problem of a cell of a table."""
    return Problem(table.info.path, line, column, found, instead)


def unnamed(table: TypedTable, named: Container[Any], found: str, instead: str) -> Iterator[Problem]:
    """Yield the rows of a table that are not among those named, by the first part of its key; `{}` is that part."""
    key = table.info.key[0]
    for line, row in table.rows():
        if row[key] is not None and row[key] not in named:
            yield at(table, line, key, found.format(shown(row[key])), instead)


def repeated(
    table: TypedTable, *columns: str, where: Callable[[Row], bool] = lambda _: True
) -> Iterator[tuple[int, Row, int]]:
    """Yield line and row of each row whose cells (not all of them missing) an earlier one has, and the first line."""
    first: dict[tuple[str, ...], int] = {}
    for line, row in table.rows():
        cells = [row[c] for c in columns]
        if any(c is not None for c in cells) and where(row):
            before = first.setdefault(tuple(map(str, cells)), line)
            if before != line:
                yield line, row, before


def known(tables: Tables, name: str) -> set[str]:
    """Return what stands in the first column of a table's key."""
    return {str(v) for v in tables[name].by(tables[name].info.key[0])}


def elements(cell: object) -> list[str]:
    """Return the elements of a cell: those of a list, the text itself, none of an empty cell."""
    if isinstance(cell, str):
        return [cell]
    return [] if cell is None or not hasattr(cell, "__iter__") else [str(e) for e in cell]


def different(table: TypedTable, name: str) -> list[Any]:
    """Return the different cells of a column, or elements of a list."""
    column = pa.array(table.frame[name])
    return list((column.flatten() if pa.types.is_list(column.type) else column).unique().to_pylist())


def cells_where(table: TypedTable, name: str, wrong: Callable[[Any], bool]) -> Iterator[tuple[int, Any]]:
    """Yield the line and cell, or element of a list, of a column that are wrong; each different one is judged once."""
    bad = {e for e in different(table, name) if e is not None and wrong(e)}
    for line, cell in zip(table.lines, cells(table.frame, name), strict=True) if bad else ():
        yield from ((line, e) for e in (cell if isinstance(cell, list) else [cell]) if e in bad)


def as_of(tables: Tables) -> datetime.date | None:
    """Return the last day that a source which tracks control notices attests, None if no source does."""
    return max(tables["sources"].by("tracks_notices_to"), default=None)
