"""What follows from a table's definition: columns in order, key, Arrow schema, row ids."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa

from validation.definitions import TABLES
from validation.definitions.base import Sourced
from validation.problems import Problem

Reference = tuple[tuple[str, ...], str]
GRADES = ("A", "B", "C", "D")
GRADE_TITLE = "Evidence grade"
GRADE_DESCRIPTION = (
    "Computed. A: a primary document read in full at its issuer or in two agreeing copies; B: two or more "
    "independent publishers of a serious class, all of them read; C: one; D: the rest."
)


@dataclass(frozen=True)
class ColumnInfo:
    """One column: name, Arrow type, whether a cell may be empty, and what the definition says of it."""

    name: str
    type: pa.DataType
    nullable: bool
    title: str
    description: str
    values: tuple[str, ...]
    pattern: str
    hint: str
    ref: str
    unit: str
    example: str
    each: bool


@dataclass(frozen=True)
class TableInfo:
    """One table: its columns in published order and what its definition says of it."""

    name: str
    title: str
    family: str
    grain: str
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], str], ...]
    derived: bool
    graded: bool
    columns: tuple[ColumnInfo, ...]

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

    def rows(self) -> list[tuple[int, dict[str, Any]]]:
        """Return (line, row) pairs; a missing value is None."""
        return list(
            zip(self.lines, pa.Table.from_pandas(self.frame, preserve_index=False, nthreads=1).to_pylist(), strict=True)
        )


@cache
def table_info(name: str) -> TableInfo:
    """Return what the definition of a table says; KeyError if the table is unknown."""
    model = TABLES[name]
    schema = model.to_schema()
    meta = model.get_metadata()[model.__name__]["dataframe"]
    order = list(schema.columns)
    last = [n for n in Sourced.to_schema().columns if n in order and issubclass(model, Sourced)]
    ordered = [n for n in order if n not in last] + last
    return TableInfo(
        name=name,
        title=(model.__doc__ or "").strip().splitlines()[0],
        family=meta["family"],
        grain=meta["grain"],
        key=tuple(meta["key"]),
        references=tuple((tuple(columns), table) for columns, table in meta["references"]),
        derived=meta["derived"],
        graded=meta["graded"],
        columns=tuple(_column(n, schema.columns[n]) for n in ordered),
    )


def _column(name: str, column: Any) -> ColumnInfo:
    meta = column.metadata
    return ColumnInfo(
        name=name,
        type=column.dtype.type.pyarrow_dtype,
        nullable=column.nullable,
        title=column.title,
        description=column.description,
        values=tuple(meta["values"] or ()),
        pattern=meta["pattern"] or "",
        hint=meta["hint"],
        ref=meta["ref"],
        unit=meta["unit"],
        example=meta["example"],
        each=meta["each"],
    )


def _computed(name: str, kind: pa.DataType, title: str, told: str, values: tuple[str, ...] = ()) -> ColumnInfo:
    unit = "kg" if name.endswith("_kg") else ""
    return ColumnInfo(name, kind, True, title, told, values, "", "", "", unit, "", False)


_TYPES = ("equipment_and_components", "production_equipment", "materials", "software", "technology")
ITEM_TYPES = dict(
    zip(
        "ABCDE",
        ("equipment_and_components", "production_equipment", "materials", "software", "technology"),
        strict=True,
    )
)
_DIGITS, _TEXT = tuple("0123456789"), pa.string()
_REASON = (
    "Third character of a dual-use code. By the items under it 1 fits missiles, 2 nuclear, 3 biological and chemical, "
    "4 monitored chemicals, 9 national controls (our inference); no text that was read explains 0 and 5."
)
_FAMILY = "shared: numbered as in the EU list (0 to 4); national: China's own number (5 and up)."
# Columns that the build adds to a curated table. Announcement 51/2024 says that the first digit of a code is the
# industry, the letter the type of item and the third character the reason; what each digit means it does not say.
COMPUTED = {
    "control_codes": (
        _computed("industry", _TEXT, "Industry", "First digit of a dual-use code: field of industry.", _DIGITS),
        _computed("item_type", _TEXT, "Type of item", "By the letter of the code.", tuple(ITEM_TYPES.values())),
        _computed("control_reason", _TEXT, "Reason for control", _REASON, _DIGITS),
        _computed("number_family", _TEXT, "Number family", _FAMILY, ("shared", "national")),
    ),
    "platform_materials": (
        _computed("quantity_kg", pa.float64(), "Quantity in kilograms", "Computed where the unit is one of mass."),
    ),
}


def curated_tables() -> list[TableInfo]:
    """Return the tables that people edit, in reading order."""
    return [info for info in map(table_info, TABLES) if not info.derived]


def published_columns(info: TableInfo) -> tuple[ColumnInfo, ...]:
    """Return the columns of the published table: the defined ones, the computed ones and, where graded, the grade."""
    computed = COMPUTED.get(info.name, ())
    if not info.graded:
        return (*info.columns, *computed)
    grade = ColumnInfo(
        "evidence_grade", pa.string(), False, GRADE_TITLE, GRADE_DESCRIPTION, GRADES, "", "", "", "", "B", False
    )
    return (*info.columns, *computed, grade)


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
    return pa.schema(fields, metadata={**own, **(metadata or {})})


def _field_metadata(column: ColumnInfo) -> dict[str, str]:
    described = {"title": column.title, "description": column.description, "unit": column.unit}
    if column.values:
        described["values"] = json.dumps(column.values)
    if column.ref:
        described["references"] = column.ref
    return {k: v for k, v in described.items() if v}


def row_ids(info: TableInfo, frame: pd.DataFrame) -> list[str]:
    """Return one id per row: the parts of the key that are filled, joined by a slash."""
    columns: Iterable[list[object]] = [cells(frame, name) for name in info.key]
    return ["/".join(str(v) for v in parts if v is not None) for parts in zip(*columns, strict=True)]


def cells(frame: pd.DataFrame, name: str) -> list[Any]:
    """Return the cells of a column as plain Python values; a missing one is None."""
    found: list[Any] = pa.array(frame[name]).to_pylist()
    return found
