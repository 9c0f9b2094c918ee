"""Try faults of meaning: the rules that look at a table run again with some of its rows changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from build.curated.parse import parse_table
from build.curated.read import TextTable, read_table
from tests.measuring.meaning_kinds import Slip
from tests.measuring.mutation_bench import Rules
from tests.support.project import Row
from validation.definitions.tables import TypedTable, curated_tables
from validation.problems import Problem
from validation.rules.letters import letter_faults
from validation.rules.rows import row_problems


@dataclass(frozen=True)
class Found:
    """A fault of meaning that was tried: whether a message gives a place, and whether it is that of a changed cell."""

    slip: Slip
    caught: bool
    named: bool
    here: bool


class MeaningBench:
    """The valid tables as text and typed; the changed rows of one table are parsed and put in their place."""

    def __init__(self, root: Path) -> None:
        self.texts = {info.name: read_table(root, info) for info in curated_tables()}
        self.valid = {name: parse_table(text) for name, text in self.texts.items()}
        self.rules = Rules(self.valid)

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
        yield from self.rules.problems(tables, slip.table)

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
