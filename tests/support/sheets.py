"""The curated tables in memory, of which a test breaks some rows, and the problems that the checks then find."""

from collections.abc import Callable
from functools import cache

from build.curated.parse import parse_table
from build.curated.read import TextTable, read_table
from tests.support.project import ROOT, Row
from tests.support.remembered import problems_again, real_tables
from validation.definitions.tables import curated_tables
from validation.problems import Problem
from validation.rules.between import problems_between
from validation.rules.rows import row_problems

Test = Callable[[Row], bool]


@cache
def _texts() -> dict[str, TextTable]:
    return {info.name: read_table(ROOT, info) for info in curated_tables()}


class Sheets:
    """The rows of every table; what a test changes it changes in copies. Rows are found by what they hold."""

    def __init__(self) -> None:
        self.changed: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        return self.changed.get(table) or _texts()[table].rows

    def _own(self, table: str) -> list[Row]:
        return self.changed.setdefault(table, [dict(row) for row in _texts()[table].rows])

    def find(self, table: str, test: Test) -> tuple[int, Row]:
        """Return line and cells of the first row that meets the test."""
        for line, row in enumerate(self.rows(table), start=2):
            if test(row):
                return line, row
        raise AssertionError(f"no row of {table} serves this test")

    def edit(self, table: str, test: Test, /, **cells: str) -> int:
        """Overwrite cells of the first row that meets the test; return its line."""
        line, row = self.find(table, test)
        assert all(row[name] != cell for name, cell in cells.items()), "the edit changes nothing"
        self._own(table)[line - 2].update(cells)
        return line

    def copy_row(self, table: str, test: Test, /, **cells: str) -> int:
        """Append a copy of the first row that meets the test, with some cells changed; return its line."""
        _, row = self.find(table, test)
        self._own(table).append({**row, **cells})
        return len(self.rows(table)) + 1

    def append(self, table: str, /, **cells: str) -> int:
        """Append a row; return its line."""
        names = [c.name for c in _texts()[table].info.columns]
        self._own(table).append({name: cells.get(name, "") for name in names})
        return len(self.rows(table)) + 1

    def drop(self, table: str, test: Test) -> int:
        """Take out the rows that meet the test; return the line of the first."""
        line, _ = self.find(table, test)
        self.changed[table] = [row for row in self._own(table) if not test(row)]
        return line

    def problems(self) -> list[Problem]:
        """Return what the checks find, but for those of bytes and letters."""
        tables = dict(real_tables())
        found: list[Problem] = []
        for name, rows in self.changed.items():
            table = parse_table(TextTable(tables[name].info, rows, list(range(2, 2 + len(rows)))))
            tables[name] = table
            found += [*table.problems, *row_problems(table.info, table.frame, table.lines, table.broken)]
        return found + (problems_again(tables) if self.changed else problems_between(tables))
