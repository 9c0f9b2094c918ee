"""Stata: one dta file (version 118, Stata 14 and later) per table."""

import textwrap
import warnings
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from build.formats import STAMP, joined_lists
from validation.published import Published
from validation.schemas import TABLES
from validation.tables import ColumnInfo, published_columns, table_info

LABEL_WIDTH = 80
NAME_WIDTH = 32
# The writer takes more words for reserved than Stata does, and puts an underscore before them, unasked.
RENAMED = {"function": "function_"}
# A text of fixed width takes its longest value in every row; strL holds each text once, but cannot be a key of merge.
FIXED_WIDTH, FIXED_BYTES = 2045, 20_000_000


def write_stata(published: Published, folder: Path) -> None:
    """Write every table: dates as %td, closed lists as labelled numbers, lists joined by `|`, missing as Stata's own.

    ValueError if Stata would have to change a name.
    """
    for info in map(table_info, TABLES):
        columns = published_columns(info)
        if long := [c.name for c in columns if len(c.name) > NAME_WIDTH]:
            raise ValueError(f"{info.name}: a name in Stata has at most {NAME_WIDTH} characters: {', '.join(long)}")
        table = joined_lists(published.tables[info.name])
        frame = pd.DataFrame({stata_name(c.name): _column(table[c.name], c) for c in columns})
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pandas only warns when it renames a column or loses digits
            frame.to_stata(
                folder / f"{info.name}.dta",
                version=118,
                write_index=False,
                time_stamp=STAMP,
                data_label=_label(f"Export Curbs {published.version}: {info.title}"),
                variable_labels={stata_name(c.name): _label(f"{c.title} ({c.unit})" if c.unit else c.title) for c in columns},
                convert_dates={stata_name(c.name): "td" for c in columns if pa.types.is_date(c.type)},
                convert_strl=[n for c in columns if _takes_strl(frame[n := stata_name(c.name)], table[c.name])],
            )


def stata_name(column: str) -> str:
    """Return the name of a column in Stata."""
    return RENAMED.get(column, column)


def _column(values: pa.ChunkedArray, column: ColumnInfo) -> "pd.Series[object]":
    """Return a column in the pandas type from which the Stata writer makes the right one."""
    if column.values and pa.types.is_string(column.type):
        return pd.Series(pd.Categorical(values.to_pylist(), categories=column.values))
    if pa.types.is_integer(column.type):
        return values.to_pandas(types_mapper={column.type: pd.Int64Dtype()}.get)
    if pa.types.is_boolean(column.type):
        return values.to_pandas(types_mapper={column.type: pd.BooleanDtype()}.get)
    if pa.types.is_date(column.type):
        return values.to_pandas(date_as_object=False)
    if pa.types.is_floating(column.type):
        return values.to_pandas()
    return pd.Series(values.fill_null("").to_pylist(), dtype=object)  # Stata's missing text is the empty one


def _takes_strl(series: "pd.Series[object]", values: pa.ChunkedArray) -> bool:
    if series.dtype != object:
        return False
    width = pc.max(pc.binary_length(values)).as_py() or 0
    return bool(width > FIXED_WIDTH or width * len(values) > FIXED_BYTES)


def _label(text: str) -> str:
    return textwrap.shorten(text, LABEL_WIDTH, placeholder=" ...")
