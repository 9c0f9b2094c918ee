"""Rules of every table: names that only one row bears, no two rows alike but for the key, nothing above itself."""

from collections.abc import Iterator
from typing import Any

from validation.definitions.tables import TypedTable
from validation.problems import Problem, shown
from validation.rules.common import Rule, Tables, at


def names_are_one(tables: Tables) -> Iterator[Problem]:
    """Yield names that another row of the table bears, in columns where each row has its own."""
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.unique):
            first: dict[Any, int] = {}
            for line, row in table.rows():
                if row[column] is not None and first.setdefault(row[column], line) != line:
                    found = f"{shown(row[column])} also stands on line {first[row[column]]}"
                    yield at(table, line, column, found, "correct one of them, or make one row of both")


def rows_differ(tables: Tables) -> Iterator[Problem]:
    """Yield rows that say what another row says, under another key."""
    for table in tables.values():
        if len(table.info.key) > 1 or table.info.column(table.info.key[0]).ref:
            continue
        first: dict[tuple[str, ...], int] = {}
        for line, row in table.rows():
            said = tuple(str(cell) for name, cell in row.items() if name != table.info.key[0])
            if first.setdefault(said, line) != line:
                found = f"says what line {first[said]} says under another key"
                yield at(table, line, table.info.key[0], found, "remove one of them, or write where they differ")


def nothing_above_itself(tables: Tables) -> Iterator[Problem]:
    """Yield rows that are above, behind or before themselves through the rows that they name."""
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.ref == table.info.name and not c.each):
            yield from _circles(table, column)


def _circles(table: TypedTable, column: str) -> Iterator[Problem]:
    key = table.info.key[0]
    above = {row[key]: row[column] for _, row in table.rows()}
    for line, row in table.rows():
        seen, at_id = {row[key]}, row[column]
        while at_id in above and at_id not in seen:
            seen.add(at_id)
            at_id = above[at_id]
        if at_id is not None and at_id == row[key]:
            found = f"{shown(row[column])} leads back to {shown(row[key])}"
            yield at(table, line, column, found, "name the row above, or empty the cell")


RULES: tuple[Rule, ...] = (names_are_one, rows_differ, nothing_above_itself)
