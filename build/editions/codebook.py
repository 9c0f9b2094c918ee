"""The codebook of a release: every column of every table, as a table to compute with."""

import pyarrow as pa

from validation.definitions import TABLES
from validation.definitions.tables import ColumnInfo, TableInfo, published_columns, table_info

COLUMNS = (
    *("table", "column", "type", "unit", "required", "title"),
    *("description", "allowed_values", "references", "example"),
)


WORDS = {pa.date32(): "date", pa.bool_(): "true or false", pa.int32(): "whole number", pa.float64(): "number"}


def type_words(kind: pa.DataType) -> str:
    """Return the name of a type in plain words."""
    if pa.types.is_list(kind):
        return f"list of {type_words(kind.value_type)}"
    return WORDS.get(kind, "text")


def _row(info: TableInfo, column: ColumnInfo) -> dict[str, str | None]:
    together = [f"{table} ({', '.join(columns)})" for columns, table in info.references if column.name in columns]
    cells = (
        *(info.name, column.name, type_words(column.type), column.unit, "no" if column.nullable else "yes"),
        *(column.title, column.description, "|".join(column.values)),
        *("|".join([column.ref, *together] if column.ref else together), column.example),
    )
    return {name: cell or None for name, cell in zip(COLUMNS, cells, strict=True)}


def codebook_table() -> pa.Table:
    """Return one row per column of the published tables; what a definition does not say is missing.

    `allowed_values` and `references` hold several joined by `|`; `table (a, b)` is a reference by a and b together.
    """
    rows = [_row(info, column) for info in map(table_info, TABLES) for column in published_columns(info)]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))


# What R calls a type in read.csv (colClasses) and, as one letter, in readr (col_types); a list is text in CSV.
OTHER = ("character", "c")
R_TYPES = {
    "true or false": ("logical", "l"),
    "whole number": ("integer", "i"),
    "number": ("numeric", "d"),
    "date": ("Date", "D"),
}


def column_types() -> pa.Table:
    """Return the type of every column in the CSV files, as R and its package readr name it: none need be guessed."""
    rows = [(row["table"], row["column"], *R_TYPES.get(row["type"], OTHER)) for row in codebook_table().to_pylist()]
    return pa.Table.from_pylist([dict(zip(("table", "column", "type", "readr"), cells, strict=True)) for cells in rows])
