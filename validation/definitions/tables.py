"""What follows from a table's definition: columns in order, key, Arrow schema, row ids."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from validation.definitions import TABLES
from validation.definitions.base import Extract, Sourced
from validation.problems import Problem

Reference = tuple[tuple[str, ...], str]
Row = dict[str, Any]
Rows = list[tuple[int, Row]]
T = TypeVar("T")
# The SQLite edition leaves out longer tables.
SQLITE_ROWS = 200_000
GRADES = ("A", "B", "C", "D")
GRADE_TITLE = "Evidence grade"
GRADE_DESCRIPTION = (
    "Computed. A: a primary document read in full at its issuer or in two agreeing copies; B: two or more "
    "independent publishers of a serious class, all of them read; C: one; D: the rest. A figure that this dataset "
    "worked out from others has the grade of its worst input."
)


@dataclass(frozen=True)
class ColumnInfo:
    """One column: name, Arrow type, whether a cell may be empty, and what the definition says of it.

    hint: how to write a value that breaks the pattern. ref: the table whose key the cell holds. unit, example: of its
    values. script: letters that may stand in it: latin, chinese, japanese or any. place: the cell is a country
    (`country`), or that or the code given here for all of them (ALL, WLD). names: what of this dataset it names: a
    `table`, or a `column` of the table named in the row (`curated_table`, `curated_column`: not a computed one), a
    coded `variable` of episodes, or a `value` of the variable named in the row. ahead: a day that may lie some years
    ahead. wording: free text in our words by which no one counts or joins. unique: no other row bears this name.
    computed: the build adds the column; the function returns it from the frame of the curated ones.
    """

    name: str
    type: pa.DataType
    nullable: bool
    title: str
    description: str
    values: tuple[str, ...] = ()
    pattern: str = ""
    each: bool = False
    hint: str = ""
    ref: str = ""
    unit: str = ""
    example: str = ""
    script: str = "latin"
    place: str = ""
    names: str = ""
    ahead: bool = False
    wording: bool = False
    unique: bool = False
    computed: Callable[[pd.DataFrame], Any] | None = None


@dataclass(frozen=True)
class TableInfo:
    """One table: its columns (`computed` are those that the build adds) and what its definition says of it.

    family: its folder. references: those by several columns. rests_on: tables to whose rows a row without sources of
    its own owes them, and the columns whose cells both hold (`measure_id` also of those in `measure_ids`). sums_up: the
    table whose rows it counts.
    """

    name: str
    title: str
    columns: tuple[ColumnInfo, ...]
    computed: tuple[ColumnInfo, ...]
    family: str
    grain: str
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    derived: bool = False
    graded: bool = True
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums_up: str = ""

    def column(self, name: str) -> ColumnInfo:
        """Return the column of that name; KeyError if there is none."""
        for info in self.columns:
            if info.name == name:
                return info
        raise KeyError(name)

    @property
    def path(self) -> str:
        """Path of the curated CSV below the project's root."""
        return f"datasets/curated/{self.family}/{self.name}.csv"


@dataclass
class TypedTable:
    """A curated table with Arrow types.

    `frame` has one row per CSV row (index 0..n-1), `lines` the line of each row in its file; `problems` what
    parsing found, `broken` the (line, column) cells that it emptied.
    """

    info: TableInfo
    frame: pd.DataFrame
    lines: list[int]
    problems: list[Problem] = field(default_factory=list)
    broken: set[tuple[int, str]] = field(default_factory=set)
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _kept_of: pd.DataFrame | None = None

    def rows(self) -> Rows:
        """Return (line, row) pairs, not to be changed; a missing value is None."""
        return self._keep((), self._rows)

    def by(self, *columns: str) -> dict[Any, Rows]:
        """Return the rows by the cell of a column, where it is filled, or by the cells of several columns."""
        return self._keep(columns, lambda: self._by(columns))

    def one_by(self, *columns: str) -> dict[Any, Row]:
        """Return the last row of each cell of a column, or of the cells of several columns."""
        rows = self.by(*columns).items()
        return self._keep(("one", *columns), lambda: {key: own[-1][1] for key, own in rows})

    def row(self, *key: Any) -> Row:
        """Return the row with a key, or first part of it; where there is none, a row whose cells are all missing."""
        return self.one_by(*self.info.key[: len(key)]).get(key[0] if len(key) == 1 else key) or _Blank()

    def _keep(self, name: tuple[str, ...], make: Callable[[], T]) -> T:
        """Return what was made of this frame, made once."""
        if self._kept_of is not self.frame:
            self._kept, self._kept_of = {}, self.frame
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def _rows(self) -> Rows:
        made = pa.Table.from_pandas(self.frame, preserve_index=False, nthreads=1).to_pylist()
        return list(zip(self.lines, made, strict=True))

    def _by(self, columns: tuple[str, ...]) -> dict[Any, Rows]:
        grouped: dict[Any, Rows] = defaultdict(list)
        for line, row in self.rows():
            key = row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns)
            if key is not None:
                grouped[key].append((line, row))
        return dict(grouped)


class _Blank(Row):
    """A row that is not there: every cell is missing, and it is false."""

    def __missing__(self, column: str) -> None:
        return None


@cache
def table_info(name: str) -> TableInfo:
    """Return what the definition of a table says; KeyError if the table is unknown."""
    model = TABLES[name]
    schema = model.to_schema()
    meta = model.get_metadata()[model.__name__]["dataframe"]
    order = list(dict.fromkeys((*(meta["key"] if meta.get("derived") else ()), *schema.columns)))
    last = [n for base in (Sourced, Extract) if issubclass(model, base) for n in base.to_schema().columns]
    columns = [_column(n, schema.columns[n]) for n in [n for n in order if n not in last] + last]
    return TableInfo(
        name=name,
        title=(model.__doc__ or "").strip().splitlines()[0],
        columns=tuple(c for c in columns if not c.computed),
        computed=tuple(c for c in columns if c.computed),
        **meta,
    )


def _column(name: str, column: Any) -> ColumnInfo:
    kind = column.dtype.type.pyarrow_dtype
    return ColumnInfo(name, kind, column.nullable, column.title, column.description, **column.metadata)


def curated_tables() -> list[TableInfo]:
    """Return the tables that people edit, in reading order."""
    return [info for info in map(table_info, TABLES) if not info.derived]


def published_columns(info: TableInfo) -> tuple[ColumnInfo, ...]:
    """Return the columns of the published table: the curated ones, the computed ones and, where graded, the grade."""
    if not info.graded:
        return (*info.columns, *info.computed)
    grade = ColumnInfo("evidence_grade", pa.string(), False, GRADE_TITLE, GRADE_DESCRIPTION, values=GRADES, example="B")
    return (*info.columns, *info.computed, grade)


def references(info: TableInfo) -> Iterator[Reference]:
    """Yield each reference of a table's cells: its columns, and the table whose key (or first part of it) they hold."""
    yield from (((column.name,), column.ref) for column in info.columns if column.ref and not column.each)
    yield from info.references


def links(info: TableInfo) -> Iterator[ColumnInfo]:
    """Yield the list columns of a table that the SQLite edition has as a link table `<table>_<column>`, too."""
    lists = (c for c in published_columns(info) if pa.types.is_list(c.type) and c.name != "source_ids")
    yield from (c for c in lists if c.ref or not info.derived)


def arrow_schema(info: TableInfo, metadata: Mapping[str, str] | None = None) -> pa.Schema:
    """Return the Arrow schema of the published table with title, description and unit of each column."""
    fields = [
        pa.field(c.name, c.type, nullable=c.nullable, metadata=_field_metadata(c)) for c in published_columns(info)
    ]
    own = {"title": info.title, "grain": info.grain, "key": json.dumps(info.key), "family": info.family}
    own |= {"rests_on": json.dumps(info.rests_on)} if info.rests_on else {}
    own |= {"sums_up": info.sums_up} if info.sums_up else {}
    own |= {"references": json.dumps(info.references)} if info.references else {}
    return pa.schema(fields, metadata={**own, **(metadata or {})})


def _field_metadata(column: ColumnInfo) -> dict[str, str]:
    described = {"title": column.title, "description": column.description, "unit": column.unit}
    if column.values:
        described["values"] = json.dumps(column.values)
    if column.ref:
        described["references"] = column.ref
    if column.wording:
        described["wording"] = "true"
    return {k: v for k, v in described.items() if v}


def row_ids(info: TableInfo, frame: pd.DataFrame) -> list[str]:
    """Return one id per row: the parts of the key that are filled, joined by a slash."""
    columns: Iterable[list[object]] = [cells(frame, name) for name in info.key]
    return ["/".join(str(v) for v in parts if v is not None) for parts in zip(*columns, strict=True)]


def cells(frame: pd.DataFrame, name: str) -> list[Any]:
    """Return the cells of a column as plain Python values; a missing one is None."""
    found: list[Any] = pa.array(frame[name]).to_pylist()
    return found
