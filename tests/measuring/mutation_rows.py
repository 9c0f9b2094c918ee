"""A curated table as the faults meet it, and the faults of whole rows."""

import csv
import datetime
import io
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from tests.measuring.mutation_kinds import Case, kind, unknowable
from tests.measuring.mutation_operators import CELL, Cell
from validation.citations import source_key
from validation.definitions import TABLES
from validation.definitions.tables import ColumnInfo, TableInfo, curated_tables, table_info

Row = dict[str, str]
# Pairs of columns whose values must stand in this order.
ORDERED = (
    ("first_day", "last_day"),
    ("first_day", "last_confirmed"),
    ("last_confirmed", "last_day"),
    ("first_day_earliest", "first_day"),
    ("issued", "effective"),
    ("issued", "published_day"),
    ("effective", "repealed"),
    ("issued_earliest", "issued_latest"),
    ("date_earliest", "date_latest"),
    ("period_start", "period_end"),
    ("published", "accessed"),
    ("tracks_notices_to", "accessed"),
    ("serial_first", "serial_last"),
    ("errors", "read"),
)
# A series of figures: what its rows share; they name one unit of a kind.
SERIES = [
    "indicator_id",
    "material_id",
    "group_id",
    "form",
    "hs_code",
    "reporter",
    "partner",
    "statistic",
    "origin",
    "basis",
]
MOST_TRIES = 60


@dataclass(frozen=True)
class Plan:
    """A fault before it is tried: where it sits, what changes, and why no rule can know it (empty if one can).

    `cells` are the new cells of the row on `line`; `change` is cells, drop, append or the new text of the line.
    `lost` is the key that other rows will miss.
    """

    table: str
    column: str
    operator: str
    line: int
    change: str
    cells: Row = field(default_factory=dict)
    text: str = ""
    lost: str = ""
    unknowable: str = ""


def read_rows(root: Path) -> dict[str, list[Row]]:
    """Return the rows of every curated table as text."""
    rows = {}
    for info in curated_tables():
        with (root / info.path).open(encoding="utf-8", newline="") as file:
            rows[info.name] = list(csv.DictReader(file))
    return rows


def line_of(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


class Sheet:
    """One curated table among the others: what its columns may hold and which of its rows others need."""

    def __init__(self, info: TableInfo, tables: dict[str, list[Row]]) -> None:
        self.info, self.tables, self.rows = info, tables, tables[info.name]
        self.end = datetime.date.fromisoformat(max(r["tracks_notices_to"] for r in tables["sources"]))
        self.kinds = {c.name: kind(info, c) for c in info.columns}
        self._known: dict[tuple[str, tuple[str, ...], str], frozenset[str]] = {}

    def known(self, column: ColumnInfo, row: Row) -> frozenset[str]:
        """Return the values that a column with a closed list or a reference may hold in a row."""
        if column.values or column.type == pa.bool_():
            return frozenset(column.values or ("yes", "no"))
        before: tuple[str, ...] = ()
        for columns, _ in self.info.references:
            if column.name == columns[-1] and not column.ref:
                before = tuple(row[c] for c in columns[:-1])
        beside = row.get("checked_table") or row.get("table") or row.get("variable") or ""
        if (column.name, before, beside) not in self._known:
            self._known[column.name, before, beside] = frozenset(self._listed(column, before, beside))
        return self._known[column.name, before, beside]

    def _listed(self, column: ColumnInfo, before: tuple[str, ...], beside: str) -> Iterable[str]:
        """Return the keys of the table referred to, or the places and names that may stand there."""
        if column.ref:
            return (r[table_info(column.ref).key[0]] for r in self.tables[column.ref])
        if before:
            target = next(t for columns, t in self.info.references if columns[-1] == column.name)
            keys = (tuple(r[k] for k in table_info(target).key) for r in self.tables[target])
            return (k[-1] for k in keys if k[:-1] == before)
        if column.place:
            return {r["iso3"] for r in self.tables["countries"]} | set(column.place.split())
        named = {
            "table": TABLES,
            "curated_table": [info.name for info in curated_tables()],
            "curated_column": [c.name for c in table_info(beside).columns] if beside in TABLES else (),
            "column": [*(c.name for c in table_info(beside).columns), "row"] if beside in TABLES else (),
            "variable": {r["variable"] for r in self.tables["coding_rules"]},
            "value": table_info("episodes").column(beside).values if column.names == "value" else (),
        }
        return named.get(column.names, ())

    @cached_property
    def referred(self) -> set[tuple[str, ...]]:
        """The keys of this table, or their first column, that rows of any table hold."""
        found: set[tuple[str, ...]] = set()
        for info in curated_tables():
            singles = [c for c in info.columns if c.ref == self.info.name]
            if self.info.name == "countries":
                singles += [c for c in info.columns if c.place]
            together = [columns for columns, target in info.references if target == self.info.name]
            for row in self.tables[info.name]:
                found.update((source_key(e),) for c in singles for e in row[c.name].split("|"))
                found.update(tuple(row[c] for c in columns) for columns in together)
        return found

    @cached_property
    def shared(self) -> Counter[str]:
        """How many rows share the first column of the key, which is all that single references hold."""
        return Counter(row[self.info.key[0]] for row in self.rows)

    def lost(self, row: Row) -> str:
        """Return the key that other rows would miss if a row went, an empty text if none would."""
        key = tuple(row[k] for k in self.info.key)
        if key in self.referred and all(key):
            return key[-1]
        return key[0] if key[:1] in self.referred and self.shared[key[0]] == 1 else ""

    def missed_by_law(self, row: Row) -> str:
        """Return what misses the row by law: a measure its days or items, a figure its preferred row, else nothing."""
        if self.info.name == "measure_periods":
            days = sorted(r["first_day"] for r in self.rows if r["measure_id"] == row["measure_id"])
            inside = days[0] < row["first_day"] < days[-1]
            return row["measure_id"] if inside or len(days) == 1 else ""
        if self.info.name == "measure_items":
            return row["measure_id"] if self.shared[row["measure_id"]] == 1 else ""
        return ""

    @cached_property
    def series(self) -> Counter[tuple[str, ...]]:
        """How many rows of each series and unit there are."""
        return (
            Counter((*(r[c] for c in SERIES), r["unit"]) for r in self.rows)
            if self.info.name == "observations"
            else Counter()
        )

    def alone(self, row: Row) -> bool:
        """Whether no other row of the same series has the unit of this one."""
        return self.series[(*(row.get(c, "") for c in SERIES), row.get("unit", ""))] < 2

    def case(self, cell: Cell, new: str) -> Case:
        """Return what the definition and the other rows say of a new value."""
        needed = bool(self.lost(cell.row)) and cell.column.name in self.info.key
        known, alone = self.known(cell.column, cell.row), self.alone(cell.row)
        if cell.kind == "sources":
            known = frozenset(known | set(cell.value.split("|")))
        return Case(self.info, cell.column, cell.kind, cell.row, cell.value, new, known, needed, alone)


def cell_plans(sheet: Sheet, each: int, seed: int) -> Iterator[Plan]:
    """Yield up to `each` knowable faults per column and operator, and one unknowable per table and operator."""
    apart: set[str] = set()
    for place, column in enumerate(sheet.info.columns):
        following = sheet.info.columns[(place + 1) % len(sheet.info.columns)].name
        for operator, (kinds, change) in CELL.items():
            if sheet.kinds[column.name] not in kinds:
                continue
            chance = random.Random(f"{seed}/{sheet.info.name}/{column.name}/{operator}")  # noqa: S311
            filled = [i for i, row in enumerate(sheet.rows) if row[column.name]]
            left = {True: each, False: int(operator not in apart)}
            for index in chance.sample(filled, min(MOST_TRIES, len(filled))):
                row = sheet.rows[index]
                cell = Cell(
                    sheet.info,
                    column,
                    sheet.kinds[column.name],
                    row,
                    row[following],
                    sheet.known(column, row),
                    sheet.end,
                    chance,
                )
                new = change(cell)
                if new is None or new == cell.value:
                    continue
                reason = unknowable(operator, sheet.case(cell, new))
                if left[not reason] > 0:
                    left[not reason] -= 1
                    apart |= {operator} if reason else set()
                    lost = sheet.lost(row) if column.name in sheet.info.key else ""
                    yield Plan(
                        sheet.info.name, column.name, operator, index + 2, "cells", {column.name: new}, "", lost, reason
                    )
                if not any(left.values()):
                    break


def row_plans(sheet: Sheet, each: int, seed: int) -> Iterator[Plan]:
    """Yield faults of whole rows: doubled, dropped, shifted, with a comma too few or many, with two cells swapped."""
    info, rows = sheet.info, sheet.rows
    names = [c.name for c in info.columns]
    chance = random.Random(f"{seed}/{info.name}")  # noqa: S311
    for index in chance.sample(range(len(rows)), min(each, len(rows))):
        row = rows[index]
        cells = [row[n] for n in names]
        yield Plan(info.name, info.key[0], "duplicated row", len(rows) + 2, "append", row)
        fewer = line_of([*cells[:1], *cells[2:]])
        yield Plan(info.name, "", "comma missing", index + 2, "line", text=fewer)
        yield Plan(info.name, "", "comma too many", index + 2, "line", text=line_of([cells[0], "", *cells[1:]]))
        left, right = [*cells[1:], ""], ["", *cells[:-1]]
        for operator, shifted in (("cells shifted left", left), ("cells shifted right", right)):
            yield Plan(info.name, "", operator, index + 2, "cells", dict(zip(names, shifted, strict=True)))
    yield from _swaps(sheet, each, seed)
    yield from _drops(sheet, each, seed)


def _swaps(sheet: Sheet, each: int, seed: int) -> Iterator[Plan]:
    for a, b in ORDERED:
        apart = [i for i, r in enumerate(sheet.rows) if r.get(a) and r.get(b) and r[a] != r[b][: len(r[a])]]
        chance = random.Random(f"{seed}/{sheet.info.name}/{a}/{b}")  # noqa: S311
        for index in chance.sample(apart, min(each, len(apart))):
            row = sheet.rows[index]
            operator = "swapped dates" if sheet.kinds[b] == "day" else "swapped numbers"
            yield Plan(sheet.info.name, b, operator, index + 2, "cells", {a: row[b], b: row[a]})


def _drops(sheet: Sheet, each: int, seed: int) -> Iterator[Plan]:
    chance = random.Random(f"{seed}/{sheet.info.name}/dropped")  # noqa: S311
    left = {True: max(each, 3), False: 1}
    for index in chance.sample(range(len(sheet.rows)), len(sheet.rows)):
        row = sheet.rows[index]
        lost = sheet.lost(row) or sheet.missed_by_law(row)
        key = sheet.info.column(sheet.info.key[0])
        reason = "" if lost else unknowable("row dropped", Case(sheet.info, key, "own key", row, "", ""))
        if left[bool(lost)] > 0:
            left[bool(lost)] -= 1
            yield Plan(sheet.info.name, "", "row dropped", index + 2, "drop", {}, "", lost, reason)
