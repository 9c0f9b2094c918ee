"""The kinds of faults of meaning: rows that are well formed and say something else than their source.

Of each kind and column some faults are made at random; which of them a rule can know follows from `meaning_twice` and
from the definitions alone, before anything is tried.
"""

import datetime
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import pyarrow as pa

from tests.measuring.meaning_look import Look, series
from tests.measuring.meaning_twice import TWICE, Twice
from tests.support.project import Row
from validation.definitions.tables import ColumnInfo, TableInfo, curated_tables

# Why no rule can know a fault of these kinds, but for cells that stand twice.
ONCE = "The cell stands once: another well-formed value may be right, and only the source shows it."
WHOLE = "Every figure of the series fits its neighbours, in whatever unit it is."
ALIKE = "Two rows that exchange a name both still have one that no other row has."
NEEDLESS = "A row that was never typed looks the same."
SELF = {"control_codes": "parent"}


@dataclass(frozen=True)
class Slip:
    """A fault before it is tried: the new cells by line, rows added, lines lost; why no rule can know it, if none can.

    `column` is the column on trial, empty for a whole row; `told` says where the cells stand a second time.
    """

    kind: str
    table: str
    column: str
    cells: dict[int, Row] = field(default_factory=dict)
    added: tuple[Row, ...] = ()
    lost: tuple[int, ...] = ()
    told: str = ""
    unknowable: str = ""


class Sheet:
    """One table whose cells are exchanged, shifted and contradicted."""

    def __init__(self, info: TableInfo, look: Look, seed: int) -> None:
        self.info, self.look, self.seed = info, look, seed
        self.rows = look.tables[info.name]
        self.twice = {c: t for t in TWICE if t.table == info.name for c in t.columns}

    @cached_property
    def keys(self) -> set[tuple[str, ...]]:
        return {tuple(row[k] for k in self.info.key) for row in self.rows}

    def chance(self, *of: str) -> random.Random:
        return random.Random("/".join((str(self.seed), self.info.name, *of)))  # noqa: S311

    def told(self, column: str, row: Row, new: str, exchange: bool = False) -> str:
        """Return where a cell stands a second time, an empty text if nothing tells that the new one is wrong."""
        if new and not fits(self.info.column(column), new):
            return "the form of the column"
        entry: Twice | None = self.twice.get(column)
        if entry is None or (exchange and entry.copies) or not entry.tells(row, new, self.look):
            return ""
        return entry.by

    def slip(self, kind: str, column: str, cells: dict[int, Row], told: list[str], reason: str = ONCE) -> Slip:
        said = next(filter(None, told), "")
        return Slip(kind, self.info.name, column, cells, told=said, unknowable="" if said else reason)


def fits(column: ColumnInfo, new: str) -> bool:
    """Whether a cell has the form that its column asks for."""
    elements = new.split("|") if column.each else [new]
    if pa.types.is_date(column.type):
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", new))
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return bool(re.fullmatch(r"-?\d+(\.\d+)?", new)) and (pa.types.is_floating(column.type) or "." not in new)
    if column.values and not set(elements) <= set(column.values):
        return False
    return not column.pattern or all(re.match(column.pattern, e) for e in elements)


def _kept_key(sheet: Sheet, column: str, new: str, row: Row) -> bool:
    """Whether the row still has a key of its own that fits its form: else the fault is one of form."""
    key = sheet.info.key
    if column not in key:
        return True
    return len(key) > 1 and tuple((row | {column: new})[k] for k in key) not in sheet.keys


def _picked(sheet: Sheet, column: ColumnInfo, kind: str, most: int = 60) -> list[int]:
    filled = [i for i, row in enumerate(sheet.rows) if row[column.name]]
    return sheet.chance(kind, column.name).sample(filled, min(most, len(filled)))


def copied(sheet: Sheet, column: ColumnInfo) -> Iterator[Slip]:
    """The value of another row."""
    chance = sheet.chance("other", column.name)
    values = sorted({row[column.name] for row in sheet.rows} - {""})
    for index in _picked(sheet, column, "copied"):
        row, new = sheet.rows[index], chance.choice(values)
        if new != row[column.name] and _kept_key(sheet, column.name, new, row):
            told = [sheet.told(column.name, row, new)]
            yield sheet.slip("value of another row", column.name, {index + 2: {column.name: new}}, told)


def traded(sheet: Sheet, column: ColumnInfo) -> Iterator[Slip]:
    """The cells of two rows exchanged."""
    chance = sheet.chance("mate", column.name)
    for index in _picked(sheet, column, "traded"):
        mate = chance.randrange(len(sheet.rows))
        a, b = sheet.rows[index], sheet.rows[mate]
        old, new = a[column.name], b[column.name]
        if not new or old == new or column.name in sheet.info.key:
            continue
        told = [sheet.told(column.name, a, new, True), sheet.told(column.name, b, old, True)]
        cells = {index + 2: {column.name: new}, mate + 2: {column.name: old}}
        reason = ALIKE if column.name in sheet.twice else ONCE
        yield sheet.slip("cells of two rows exchanged", column.name, cells, told, reason)


def day_off(sheet: Sheet, column: ColumnInfo) -> Iterator[Slip]:
    """A day later."""
    for index in _picked(sheet, column, "day") if _is_day(column) else ():
        row = sheet.rows[index]
        if len(row[column.name]) == 10 and column.name not in sheet.info.key:
            new = str(datetime.date.fromisoformat(row[column.name]) + datetime.timedelta(days=1))
            told = [sheet.told(column.name, row, new)]
            yield sheet.slip("a day off", column.name, {index + 2: {column.name: new}}, told)


def factor(sheet: Sheet, column: ColumnInfo) -> Iterator[Slip]:
    """A thousand times the figure, or a thousandth."""
    for index in _picked(sheet, column, "factor") if pa.types.is_floating(column.type) else ():
        row = sheet.rows[index]
        value = float(row[column.name])
        new = (
            f"{value * 1000:g}" if sheet.chance("up", str(index)).random() < 0.5 else f"{value / 1000:.6f}".rstrip("0.")
        )
        if new and float(new) != value and "e" not in new:
            told = [sheet.told(column.name, row, new)]
            yield sheet.slip("factor of 1,000", column.name, {index + 2: {column.name: new}}, told)


def shifted(sheet: Sheet, column: ColumnInfo) -> Iterator[Slip]:
    """A whole column moved down by a row."""
    if column.name in sheet.info.key and len(sheet.info.key) == 1:
        return
    cells = [row[column.name] for row in sheet.rows]
    moved = [*cells[-1:], *cells[:-1]]
    changes = {i + 2: {column.name: new} for i, new in enumerate(moved) if new != cells[i]}
    told = [sheet.told(column.name, sheet.rows[line - 2], c[column.name], True) for line, c in changes.items()]
    if changes:
        yield sheet.slip("a column moved down by a row", column.name, changes, told)


def _is_day(column: ColumnInfo) -> bool:
    return bool(pa.types.is_date(column.type)) or "\\d{4}(-" in column.pattern


COLUMN: tuple[Callable[[Sheet, ColumnInfo], Iterator[Slip]], ...] = (copied, traded, day_off, factor, shifted)


def pairs(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the pairs of columns of one type that cells or whole columns may be exchanged between."""
    names = [c for c in sheet.info.columns if c.name != "source_ids"]
    for a, b in combinations(names, 2):
        if a.type == b.type and any(row[a.name] and row[b.name] for row in sheet.rows):
            yield a.name, b.name


def exchanged(sheet: Sheet, a: str, b: str) -> Iterator[Slip]:
    """Two cells of a row exchanged."""
    one, other = sheet.info.column(a), sheet.info.column(b)
    both = [
        i for i, r in enumerate(sheet.rows) if r[a] and r[b] and r[a] != r[b] and fits(one, r[b]) and fits(other, r[a])
    ]
    for index in sheet.chance("exchanged", a, b).sample(both, min(20, len(both))):
        row = sheet.rows[index]
        told = [sheet.told(a, row, row[b], True), sheet.told(b, row, row[a], True)]
        told.append("the order of the days" if _ordered(one, other) else "")
        told.append("the tables referred to" if one.ref != other.ref else "")
        yield sheet.slip("two cells of a row exchanged", f"{a}, {b}", {index + 2: {a: row[b], b: row[a]}}, told)


def columns_exchanged(sheet: Sheet, a: str, b: str) -> Iterator[Slip]:
    """Two whole columns exchanged."""
    one, other = sheet.info.column(a), sheet.info.column(b)
    cells = {i + 2: {a: r[b], b: r[a]} for i, r in enumerate(sheet.rows) if r[a] != r[b]}
    alike = sum(fits(one, c[a]) and fits(other, c[b]) for c in cells.values())
    if alike < 0.8 * len(cells):
        return  # the form of most cells tells: a fault of form
    told = ["what may stand in the column" if _apart(one, other) else ""]
    for line, changed in cells.items():
        told += [sheet.told(name, sheet.rows[line - 2], changed[name], True) for name in (a, b)]
    if cells:
        yield sheet.slip("two columns exchanged", f"{a}, {b}", cells, told)


def _apart(a: ColumnInfo, b: ColumnInfo) -> bool:
    """Whether the definitions tell two columns apart: another list, reference, pattern or place, or an order."""
    return (a.values, a.ref, a.pattern, a.place) != (b.values, b.ref, b.pattern, b.place) or _ordered(a, b)


def _ordered(a: ColumnInfo, b: ColumnInfo) -> bool:
    first, last = ("first", "start", "earliest", "issued"), ("last", "end", "latest", "effective", "repealed")
    begins = any(a.name.startswith(word) or a.name.endswith(word) for word in first)
    return begins and any(b.name.startswith(word) or b.name.endswith(word) for word in last)


PAIRS: tuple[Callable[[Sheet, str, str], Iterator[Slip]], ...] = (exchanged, columns_exchanged)


def doubled(sheet: Sheet) -> Iterator[Slip]:
    """A row once more under another key."""
    (key, *more) = sheet.info.key
    if more or sheet.info.column(key).ref:
        return
    for index in sheet.chance("doubled").sample(range(len(sheet.rows)), min(20, len(sheet.rows))):
        row = sheet.rows[index]
        added = {**row, key: f"{row[key]}-2"}
        yield Slip("a row twice under two keys", sheet.info.name, key, added=(added,), told="the other row")


def circle(sheet: Sheet) -> Iterator[Slip]:
    """A row above itself, through the row that it is above of."""
    own = [c.name for c in sheet.info.columns if c.ref == sheet.info.name and not c.each]
    own += [SELF[sheet.info.name]] if sheet.info.name in SELF else []
    key = "code" if sheet.info.name in SELF else sheet.info.key[0]
    for column in own:
        below = {row[column]: row[key] for row in sheet.rows if row[column]}
        above = [i for i, row in enumerate(sheet.rows) if row[key] in below]
        for index in sheet.chance("circle", column).sample(above, min(20, len(above))):
            cells = {index + 2: {column: below[sheet.rows[index][key]]}}
            yield Slip("a circle", sheet.info.name, column, cells, told="the row below")


def lost(sheet: Sheet) -> Iterator[Slip]:
    """A row lost that another counts."""
    for index in sheet.chance("lost").sample(range(len(sheet.rows)), min(20, len(sheet.rows))):
        row, told = sheet.rows[index], ""
        if sheet.info.name == "listings" and row["listed_as"] == "party":
            told = sheet.told("listed_as", row, "branch")
        if sheet.info.name in ("claims", "coding_rules", "codings"):
            told = "the numbers of the others"
        yield Slip("a row lost", sheet.info.name, "", lost=(index + 2,), told=told, unknowable="" if told else NEEDLESS)


def other_unit(sheet: Sheet) -> Iterator[Slip]:
    """A whole series in another unit."""
    if sheet.info.name != "observations":
        return
    by_series: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(sheet.rows):
        by_series.setdefault(series(row), []).append(index)
    many = [lines for lines in by_series.values() if len(lines) > 3]
    for lines in sheet.chance("unit").sample(many, min(20, len(many))):
        cells = {i + 2: {"value": f"{float(sheet.rows[i]['value']) * 1000:g}"} for i in lines}
        yield Slip("a whole series in another unit", "observations", "value", cells, unknowable=WHOLE)


ROWS: tuple[Callable[[Sheet], Iterator[Slip]], ...] = (doubled, circle, lost, other_unit)


def slips(look: Look, each: int, seed: int, only: tuple[str, ...] = ()) -> list[Slip]:
    """Return the faults to try: up to `each` knowable ones, and one other, of every kind and column."""
    found: list[Slip] = []
    for info in curated_tables():
        if (only and info.name not in only) or not look.tables[info.name]:
            continue
        sheet = Sheet(info, look, seed)
        groups = [make(sheet, column) for make in COLUMN for column in info.columns if column.name != "source_ids"]
        groups += [make(sheet, a, b) for make in PAIRS for a, b in pairs(sheet)]
        groups += [make(sheet) for make in ROWS]
        for group in groups:
            found += _some(group, each)
    return found


def _some(group: Iterator[Slip], each: int) -> Iterator[Slip]:
    left = {True: each, False: 1}
    for slip in group:
        if left[not slip.unknowable]:
            left[not slip.unknowable] -= 1
            yield slip
