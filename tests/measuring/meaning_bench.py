"""Try faults of meaning: the rules that look at a table run again with some of its rows changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from build.curated.parse import parse_table
from build.curated.read import TextTable, read_table
from tests.measuring.meaning_kinds import Slip
from tests.support.project import Row
from validation.definitions.tables import TypedTable, curated_tables
from validation.problems import Problem
from validation.rules.between import RULES
from validation.rules.common import Rule
from validation.rules.letters import letter_faults
from validation.rules.rows import row_problems


@dataclass(frozen=True)
class Found:
    """A fault of meaning that was tried: whether a message gives a place, and whether it is that of a changed cell."""

    slip: Slip
    caught: bool
    named: bool
    here: bool


class _Seen(dict[str, TypedTable]):
    """The tables, with a note of those that a rule looks at."""

    def __init__(self, tables: dict[str, TypedTable]) -> None:
        super().__init__(tables)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> TypedTable:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def values(self) -> Any:
        self.names.update(self)
        return super().values()

    def items(self) -> Any:
        self.names.update(self)
        return super().items()


class MeaningBench:
    """The valid tables as text and typed; the changed rows of one table are parsed and put in their place."""

    def __init__(self, root: Path) -> None:
        self.texts = {info.name: read_table(root, info) for info in curated_tables()}
        self.valid = {name: parse_table(text) for name, text in self.texts.items()}
        self.looks: list[tuple[Rule, set[str]]] = []
        for rule in RULES:
            seen = _Seen(self.valid)
            list(rule(seen))
            self.looks.append((rule, seen.names))

    def tried(self, slip: Slip) -> Found:
        """Return what became of a fault; every message is about it, since the valid tables have none."""
        found = list(self._problems(slip))
        text = self.texts[slip.table]
        lines = {*slip.cells, *slip.lost, *(len(text.rows) + 2 + n for n in range(len(slip.added)))}
        named = [p for p in found if p.line and p.column]
        own = {name for cells in slip.cells.values() for name in cells} or {slip.column}
        here = any(p.path == text.info.path and p.line in lines and p.column in own for p in named)
        return Found(slip, bool(found), bool(named), here)

    def _problems(self, slip: Slip) -> Iterator[Problem]:
        table = self._changed(slip)
        yield from table.problems
        yield from row_problems(table.info, table.frame, table.lines, table.broken)
        yield from self._letters(slip)
        tables = {**self.valid, slip.table: table}
        for rule, names in self.looks:
            if slip.table in names:
                yield from rule(tables)

    def _changed(self, slip: Slip) -> TypedTable:
        text, valid = self.texts[slip.table], self.valid[slip.table]
        if slip.lost or slip.added:
            kept = [(n, row) for n, row in zip(text.lines, text.rows, strict=True) if n not in slip.lost]
            rows = [row for _, row in kept] + list(slip.added)
            return parse_table(TextTable(text.info, rows, list(range(2, 2 + len(rows)))))
        lines = sorted(slip.cells)
        part = parse_table(TextTable(text.info, [self._row(slip, line) for line in lines], lines))
        frame = valid.frame.copy()
        for name in {name for cells in slip.cells.values() for name in cells}:
            kind = text.info.column(name).type
            cells = pa.array(valid.frame[name]).to_pylist()
            for line, new in zip(lines, pa.array(part.frame[name]).to_pylist(), strict=True):
                cells[line - 2] = new
            frame[name] = pd.Series(pa.array(cells, kind), dtype=pd.ArrowDtype(kind))
        return TypedTable(text.info, frame, list(valid.lines), part.problems, part.broken)

    def _row(self, slip: Slip, line: int) -> Row:
        return {**self.texts[slip.table].rows[line - 2], **slip.cells[line]}

    def _letters(self, slip: Slip) -> Iterable[Problem]:
        info = self.texts[slip.table].info
        for line, cells in slip.cells.items():
            for name, cell in cells.items():
                for found, instead in letter_faults(info.column(name), cell):
                    yield Problem(info.path, line, name, found, instead)
