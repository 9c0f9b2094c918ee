"""Rules of every table: names that only one row bears, no two rows alike but for the key, nothing above itself."""

from collections.abc import Iterator

from validation.problems import Problem, shown
from validation.rules.common import Tables, at, repeated, rule


@rule
def names_are_one(tables: Tables) -> Iterator[Problem]:
    """Yield names that another row of the table bears, in columns where each row has its own."""
    for table in tables.values():
        for column in (c.name for c in table.info.columns if c.unique):
            for line, row, first in repeated(table, column):
                found = f"{shown(row[column])} also stands on line {first}"
                yield at(table, line, column, found, "correct one of them, or make one row of both")


@rule
def rows_differ(tables: Tables) -> Iterator[Problem]:
    """Yield rows that say what another row says, under another key."""
    for table in tables.values():
        key = table.info.key[0]
        if len(table.info.key) > 1 or table.info.column(key).ref:
            continue
        for line, _, first in repeated(table, *(c.name for c in table.info.columns if c.name != key)):
            found = f"says what line {first} says under another key"
            yield at(table, line, key, found, "remove one of them, or write where they differ")


@rule
def nothing_above_itself(tables: Tables) -> Iterator[Problem]:
    """Yield rows that are above, behind or before themselves through the rows that they name."""
    for table in tables.values():
        key = table.info.key[0]
        for column in (c.name for c in table.info.columns if c.ref == table.info.name and not c.each):
            for line, row in table.rows():
                seen, above = {row[key]}, row[column]
                while above is not None and above not in seen:
                    seen.add(above)
                    above = table.row(above)[column]
                if above is not None and above == row[key]:
                    found = f"{shown(row[column])} leads back to {shown(row[key])}"
                    yield at(table, line, column, found, "name the row above, or empty the cell")
